"""Formulas on their way into another workbook: what they point to must still be the same cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from lxml import etree
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.formula.translate import Translator

from ncr_toolkit.common.names import fold
from ncr_toolkit.excel.opc.address import Address, column_number, letters
from ncr_toolkit.excel.write.content import quoted, sheet_key

_SHEET = r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!\[\]:]+)!)?"
_CORNER = r"(\$?)([A-Z]{1,3})(\$?)([0-9]{1,7})"
_CELLS = re.compile(rf"{_SHEET}{_CORNER}(?::{_CORNER})?$", re.IGNORECASE)
_COLUMNS = re.compile(rf"{_SHEET}(\$?)([A-Z]{{1,3}}):(\$?)([A-Z]{{1,3}})$", re.IGNORECASE)
_IN_TABLE = re.compile(r"(tbl\w+)\[([^\[\]]+)\]$", re.IGNORECASE)
_BY_PLACE = frozenset(("INDIRECT(", "OFFSET(", "ADDRESS(", "ROW(", "COLUMN(", "CELL(", "SHEET(", "FORMULATEXT("))
"""What these give hangs on where cells stand, or on an address in a text that nobody can follow."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as the file has it, with its `=`."""

    text: str
    plain: bool = True  # no array, no data table


@dataclass
class Shared:
    """The formulas of one sheet that several cells share: only the first of them has it written out."""

    masters: dict[str, tuple[str, str]] = field(default_factory=dict)

    def read(self, element: etree._Element, where: Address) -> Formula:
        """The formula of the element `f` of the cell at `where`."""
        text, kind, number = element.text or "", element.get("t", "normal"), element.get("si", "")
        here = f"{letters(where.column)}{where.row + 1}"
        if kind == "shared" and text:
            self.masters[number] = (f"={text}", here)
        elif kind == "shared" and number in self.masters:
            master, origin = self.masters[number]
            return Formula(Translator(master, origin=origin).translate_formula(here))
        return Formula(f"={text}", plain=bool(text) and kind in ("normal", "shared"))


class CellMapping(Protocol):
    """Where the cells of one sheet go."""

    name: str

    def seen_at(self, where: Address) -> Address | None:
        """The new place of a cell, also of a blank or computed one; None where it has none."""

    @property
    def straight(self) -> bool:
        """Whether rows that follow each other still do."""

    @property
    def still(self) -> bool:
        """Whether every cell that people filled has the place it had."""


class Broken(Exception):  # noqa: N818 - it says what it means
    """A formula points to something that is not in the new workbook, or not in one piece."""


def moved(formula: Formula, sheet: str, ways: Mapping[str, CellMapping], names: Mapping[str, str]) -> str | None:
    """The formula as it must read in the new workbook; None where it cannot point to the same cells there.

    `sheet` is the key of the sheet it stands on, `ways` are by the keys of the old sheets, `names` are the names of
    cells that the new workbook has, and by `in_table` its columns of tables, each with what it is called there.
    """
    if not formula.plain:
        return None
    try:
        tokens = Tokenizer(formula.text)
        for token in tokens.items:
            if token.type == Token.OPERAND and token.subtype == Token.RANGE:
                token.value = _reference(token.value, sheet, ways, names)
            elif token.type == Token.FUNC and token.value.upper() in _BY_PLACE \
                    and not all(way.still for way in ways.values()):
                return None
        return "=" + "".join(token.value for token in tokens.items)
    except (Broken, TokenizerError, IndexError):
        return None


def _reference(text: str, sheet: str, ways: Mapping[str, CellMapping], names: Mapping[str, str]) -> str:
    if found := _CELLS.match(text):
        return _moved(found, sheet, ways, _cells)
    if found := _COLUMNS.match(text):
        return _moved(found, sheet, ways, _columns)
    called = names.get(text) or names.get(in_table(text))
    if not called:
        raise Broken
    return called


def in_table(text: str) -> str:
    """A column of a table as formulas name it, without the accidents of typing; '' for what is none."""
    found = _IN_TABLE.match(text)
    return f"{fold(found[1])}[{fold(found[2])}]" if found else ""


def _moved(found: re.Match[str], sheet: str, ways: Mapping[str, CellMapping],
           place: Callable[[tuple[str, ...], CellMapping], str]) -> str:
    typed = found["sheet"]
    name = sheet_key(typed.strip("'").replace("''", "'")) if typed else sheet
    if name not in ways:
        raise Broken
    way = ways[name]
    cells = place(tuple(part or "" for part in found.groups()[1:]), way)
    if not typed:
        return cells
    return f"{typed if sheet_key(way.name) == name else quoted(way.name)}!{cells}"


def _cells(parts: tuple[str, ...], way: CellMapping) -> str:
    first = _corner(parts[1], parts[3], way)
    start = f"{parts[0]}{letters(first.column)}{parts[2]}{first.row + 1}"
    if not parts[5]:
        return start
    last = _corner(parts[5], parts[7], way)
    old_first, old_last = _spot(parts[1], parts[3]), _spot(parts[5], parts[7])
    steps = last.row - first.row
    if steps != old_last.row - old_first.row or not (way.straight or all(
            (there := way.seen_at(Address(row, old_first.column))) and there.row - row == first.row - old_first.row
            for row in range(old_first.row, old_last.row + 1))):
        raise Broken
    _in_one_piece(old_first.column, old_last.column, old_first.row, way)
    return f"{start}:{parts[4]}{letters(last.column)}{parts[6]}{last.row + 1}"


def _columns(parts: tuple[str, ...], way: CellMapping) -> str:
    first, last = column_number(parts[1].encode()), column_number(parts[3].encode())
    row = next((row for row in range(40) if way.seen_at(Address(row, first))), 0)
    there = _in_one_piece(first, last, row, way)
    return f"{parts[0]}{letters(there[0])}:{parts[2]}{letters(there[-1])}"


def _in_one_piece(first: int, last: int, row: int, way: CellMapping) -> list[int]:
    """The new columns of a run of old ones. Raises Broken where others stand between them now."""
    there = [way.seen_at(Address(row, column)) for column in range(first, last + 1)]
    columns = [spot.column for spot in there if spot]
    if not columns or len(columns) < len(there) or any(after - before != 1 for before, after in pairwise(columns)):
        raise Broken
    return columns


def _spot(column: str, row: str) -> Address:
    return Address(int(row) - 1, column_number(column.encode()))


def _corner(column: str, row: str, way: CellMapping) -> Address:
    found = way.seen_at(_spot(column, row))
    if found is None:
        raise Broken
    return found
