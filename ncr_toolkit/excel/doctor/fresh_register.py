"""What a fresh register holds: written once by the writer itself and opened again, so that nothing is listed twice."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from ncr_toolkit.core.breakdown import SPLIT
from ncr_toolkit.core.model import SHEETS
from ncr_toolkit.core.next_step import JUDGED_BY, NAMED, STEPS_NAME
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import Column, Record
from ncr_toolkit.excel.write import dependent_lists
from ncr_toolkit.excel.write.finding_card import PICK
from ncr_toolkit.excel.write.lists_sheet import list_name
from ncr_toolkit.excel.write.next_ids import name_of, numbered
from ncr_toolkit.excel.write.start_sheet import FILE_NAME
from ncr_toolkit.excel.write.writer import register_bytes

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

LATER = dependent_lists.later_names() | {PICK, STEPS_NAME, JUDGED_BY, FILE_NAME, *NAMED, *SPLIT,
                                         *(name_of(column) for _, column in numbered())}
_WORD = re.compile(r"[A-Za-z_][\w.]*")
_REFERENCE = re.compile(r"\$?\b[A-Z]{1,3}\$?[0-9]+\b")
ANY_DAY = date(2026, 1, 1)  # nothing looked at follows from it


@dataclass(frozen=True)
class FreshRegister:
    """A fresh register, opened whole, and what follows from it."""

    book: Workbook

    @cached_property
    def sheets(self) -> tuple[str, ...]:
        return tuple(self.book.sheetnames)

    @cached_property
    def tables(self) -> dict[str, str]:
        """The name of each table's sheet."""
        return {name: sheet.title for sheet in self.book.worksheets for name in sheet.tables}

    @cached_property
    def names(self) -> dict[str, str]:
        """What each defined name refers to."""
        return {name: defined.attr_text or "" for name, defined in self.book.defined_names.items()}

    @cached_property
    def used(self) -> frozenset[str]:
        """The words that formulas, drop-downs, colours and names go by: what breaks something when it is gone."""
        return frozenset(word for text in self._formulas() for word in _WORD.findall(text))

    @cached_property
    def users(self) -> dict[str, list[tuple[type[Record], Column]]]:
        """The columns whose drop-down shows the list of that name."""
        found: dict[str, list[tuple[type[Record], Column]]] = {}
        for kind in SHEETS:
            for column in kind.SHEET.columns:
                if name := list_name(column):
                    found.setdefault(name, []).append((kind, column))
        return found

    def later(self, name: str) -> bool:
        """Whether only columns use this name that came after the first template: a register without it is whole."""
        if name in LATER:
            return True
        users = self.users.get(name, [])
        return bool(users) and all(kind.SHEET.later or column.later for kind, column in users)

    def rule(self, kind: type[Record], column: Column) -> DataValidation | None:
        """The drop-down of a column, or what else Excel allows there; None where it is only explained."""
        number = kind.SHEET.columns.index(column) + 1
        for rule in self.book[kind.SHEET.name].data_validations.dataValidation:
            if rule.type and rule.type != "none" and any(
                    area.min_col <= number <= area.max_col for area in rule.sqref.ranges):
                found: DataValidation = rule
                return found
        return None

    def colours(self, kind: type[Record]) -> dict[str, str]:
        """The colour rules of a sheet, each by its shape, as its formula."""
        return {shape(formula): formula for _, formula in colour_rules(self.book[kind.SHEET.name])}

    def number_format(self, kind: type[Record], column: Column) -> str:
        """The number format a column has from the start."""
        return column_format(self.book[kind.SHEET.name], kind.SHEET.columns.index(column))

    def _formulas(self) -> Iterator[str]:
        yield from self.names.values()
        for sheet in self.book.worksheets:
            yield from (rule.formula1 or "" for rule in sheet.data_validations.dataValidation)
            yield from (formula for _, formula in colour_rules(sheet))
            yield from (cell.value for row in sheet.iter_rows() for cell in row
                        if isinstance(cell.value, str) and cell.value.startswith("="))


@cache
def template(pack: Pack, language: str = "") -> FreshRegister:
    """A fresh register of that pack, in that language."""
    data = register_bytes(pack, today=ANY_DAY, settings={"workbook_language": language})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return FreshRegister(load_workbook(io.BytesIO(data)))


def colour_rules(sheet: Worksheet) -> Iterator[tuple[str, str]]:
    """The colour rules of a sheet that go by a formula: where they hold, and the formula."""
    for area in sheet.conditional_formatting:
        for rule in area.rules:
            if rule.type == "expression" and rule.formula:
                yield str(area.sqref), str(rule.formula[0])


def shape(formula: str) -> str:
    """A formula without its cells and blanks: the same wherever its columns have moved."""
    return _REFERENCE.sub("#", formula).replace(" ", "").replace("TRUE()", "TRUE").casefold()


def column_format(sheet: Worksheet, column: int) -> str:
    """The number format of a whole column, counted from 0."""
    for each in sheet.column_dimensions.values():
        if each.min and each.max and each.min <= column + 1 <= each.max:
            return str(each.number_format)
    return "General"
