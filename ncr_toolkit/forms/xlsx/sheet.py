"""A worksheet of a form: its texts, its formats, what is merged, hidden and locked, and what its cells take.

SpreadsheetML, ECMA-376 Part 1: worksheets (18.3.1), the common list of texts (18.4), data validation (18.3.1.32).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from ncr_toolkit.excel.opc.address import Address, address_of, letters, measure, whole
from ncr_toolkit.excel.opc.package import PROTECTED
from ncr_toolkit.excel.patch.fill_cells import numbered_rows
from ncr_toolkit.forms.xlsx.formats import CellFormat, Formats

_WIDTH = 8.43  # characters of a column without a width of its own
_HEIGHT = 15.0  # points of a row
_CODE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WINGDINGS = {
    "Wingdings": {"o": "\u2610", "\u00a8": "\u2610", "q": "\u2610", "r": "\u2610", "\u00fe": "\u2611",
                  "\u00fd": "\u2612", "x": "\u2612", "\u00fc": "\u2713"},
    "Wingdings 2": {"\u00a3": "\u2610", "*": "\u2610", "0": "\u2610", "R": "\u2611", "S": "\u2612", "T": "\u2612"},
}
TICKED_IN = {"Wingdings": "\u00fe", "Wingdings 2": "R"}
"""The letter of a ticked box in the fonts that draw boxes."""


_LETTERS = {font: {box: letter for letter, box in reversed(known.items())} for font, known in _WINGDINGS.items()}


def letter_of_box(box: str, font: str) -> str:
    """The letter that shows a box in a font; the box itself where the font has letters like others."""
    return _LETTERS.get(font, {}).get(box, box)


class Run(NamedTuple):
    """Some letters of a cell in one look (an rPr, None for that of the cell)."""

    text: str
    look: etree._Element | None = None

    @property
    def font(self) -> str:
        named = None if self.look is None else self.look.find("{*}rFont")
        return "" if named is None else named.get("val", "")


class Area(NamedTuple):
    """Cells from the first to the last."""

    first: Address
    last: Address

    @property
    def size(self) -> int:
        """How many cells there are."""
        return (self.last.row - self.first.row + 1) * (self.last.column - self.first.column + 1)

    @property
    def span(self) -> str:
        """Its first and last cell: "A1:C4"."""
        return f"{self.ref}:{letters(self.last.column)}{self.last.row + 1}"

    def cells(self) -> Iterator[Address]:
        for row in range(self.first.row, self.last.row + 1):
            for column in range(self.first.column, self.last.column + 1):
                yield Address(row, column)

    def holds(self, where: Address) -> bool:
        return self.first.row <= where.row <= self.last.row and self.first.column <= where.column <= self.last.column

    @property
    def ref(self) -> str:
        return f"{letters(self.first.column)}{self.first.row + 1}"


@dataclass(slots=True)
class SheetCell:
    """A cell with something in it."""

    runs: list[Run]
    kind: str = ""  # the cell's `t`
    formula: bool = False
    is_box: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass
class Sheet:
    """One worksheet, read once."""

    name: str
    path: str
    content: bytes
    root: etree._Element
    formats: Formats
    cells: dict[Address, SheetCell] = field(default_factory=dict)
    styles: dict[Address, int] = field(default_factory=dict)
    merged: dict[Address, Area] = field(default_factory=dict)  # by every cell of them
    hidden_rows: set[int] = field(default_factory=set)
    heights: dict[int, tuple[float, bool]] = field(default_factory=dict)  # in points, and whether it is fixed
    shut: list[Area] = field(default_factory=list)  # under pictures

    def style(self, where: Address) -> int:
        """The number of the format that a cell has, or gets from its row or column."""
        if where in self.styles:
            return self.styles[where]
        return self._row_styles.get(where.row, self._columns.get(where.column, (0.0, False, 0))[2])

    def format(self, where: Address) -> CellFormat:
        return self.formats.of(self.style(where))

    def area(self, where: Address) -> Area:
        """The merged cells around a cell, or the cell alone."""
        return self.merged.get(where, Area(where, where))

    def width(self, column: int) -> float:
        return self._columns.get(column, (self._width, False, 0))[0]

    def is_hidden(self, column: int) -> bool:
        return self._columns.get(column, (0.0, False, 0))[1]

    @cached_property
    def protected(self) -> bool:
        return PROTECTED.search(self.content) is not None

    @cached_property
    def normal_height(self) -> float:
        each = self.root.find("{*}sheetFormatPr")
        return measure(each.get("defaultRowHeight"), _HEIGHT) if each is not None else _HEIGHT

    @cached_property
    def _width(self) -> float:
        each = self.root.find("{*}sheetFormatPr")
        return measure(each.get("defaultColWidth", each.get("baseColWidth")), _WIDTH) if each is not None else _WIDTH

    @cached_property
    def _columns(self) -> dict[int, tuple[float, bool, int]]:
        """Width, whether hidden, and format of the columns that have their own."""
        found: dict[int, tuple[float, bool, int]] = {}
        for each in self.root.iterfind("{*}cols/{*}col"):
            first, last = max(whole(each.get("min"), 1), 1) - 1, min(whole(each.get("max"), 1), 16_384)
            hidden = each.get("hidden") in ("1", "true")
            own = (measure(each.get("width"), self._width), hidden, whole(each.get("style"), 0))
            found |= dict.fromkeys(range(first, min(last, first + 1000)), own)
        return found

    @cached_property
    def _row_styles(self) -> dict[int, int]:
        return {whole(row.get("r"), 0) - 1: whole(row.get("s"), 0) for row in self.root.iterfind("{*}sheetData/{*}row")
                if row.get("customFormat") in ("1", "true")}

    def copied(self, formats: Formats) -> Sheet:
        """A sheet to write into."""
        return replace(self, root=copy.deepcopy(self.root), formats=formats, heights=dict(self.heights))

    def blank(self, where: Address) -> bool:
        return where not in self.cells


def read_sheet(name: str, path: str, content: bytes, root: etree._Element, shared: list[list[Run]],
               formats: Formats, *, date1904: bool) -> Sheet:
    """A worksheet with its texts."""
    made = Sheet(name, path, content, root, formats)
    for row_number, row in numbered_rows(root):
        if row.get("hidden") in ("1", "true"):
            made.hidden_rows.add(row_number)
        if row.get("ht"):
            made.heights[row_number] = (measure(row.get("ht"), _HEIGHT), row.get("customHeight") in ("1", "true"))
        column = -1
        for cell in row.iterchildren("{*}c"):
            where = address_of(cell.get("r", "")) or Address(row_number, column + 1)
            column = where.column
            made.styles[where] = whole(cell.get("s"), 0)
            if (held := _held(cell, shared, formats.of(made.styles[where]), date1904=date1904)) is not None:
                made.cells[where] = held
    for each in root.iterfind("{*}mergeCells/{*}mergeCell"):
        if area := area_of(each.get("ref", "")):
            made.merged |= dict.fromkeys(_within(area), area)
    return made


def area_of(reference: str) -> Area | None:
    """The cells that `A1:B4` names; None for what is no range."""
    first, _, last = reference.replace("$", "").partition(":")
    top, bottom = address_of(first), address_of(last or first)
    return Area(top, bottom) if top is not None and bottom is not None else None


def _within(area: Area) -> Iterator[Address]:
    for row in range(area.first.row, min(area.last.row, area.first.row + 2000) + 1):
        for column in range(area.first.column, min(area.last.column, area.first.column + 500) + 1):
            yield Address(row, column)


def _held(cell: etree._Element, shared: list[list[Run]], look: CellFormat, *, date1904: bool) -> SheetCell | None:
    """What a cell holds; None for a blank one."""
    kind, formula, value = cell.get("t", "n"), cell.find("{*}f") is not None, cell.findtext("{*}v") or ""
    if kind == "s" and value.isdecimal() and int(value) < len(shared):
        runs = shared[int(value)]
    elif kind == "inlineStr":
        runs = runs_of(cell.find("{*}is"))
    elif kind == "b":
        runs = [Run(("\u2611" if value == "1" else "\u2610") if look.has_box else "TRUE" if value == "1" else "FALSE")]
    else:
        runs = [Run(_shown(value, look, date1904=date1904) if kind == "n" else decoded(value))]
    if not formula and not any(run.text.strip() for run in runs):
        return None
    if look.font in _WINGDINGS or any(run.font in _WINGDINGS for run in runs):
        runs = [Run("".join(_WINGDINGS.get(run.font or look.font, {}).get(each, each) for each in run.text), run.look)
                for run in runs]
    return SheetCell(runs, kind, formula, kind == "b" and look.has_box)


def _shown(value: str, look: CellFormat, *, date1904: bool) -> str:
    """A number as people see it: a day as a day."""
    if look.is_day:
        try:
            return ((date(1904, 1, 1) if date1904 else date(1899, 12, 30)) + timedelta(int(float(value)))).isoformat()
        except (ValueError, OverflowError):
            return value
    return value.removesuffix(".0")


def decoded(text: str) -> str:
    """Letters without the codes of ST_Xstring: ECMA-376 Part 1, 22.9.2.19."""
    return _CODE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def runs_of(item: etree._Element | None) -> list[Run]:
    """The letters of an `si` or `is` in their looks, without what is only read aloud (rPh)."""
    if item is None:
        return [Run("")]
    found = [Run(decoded(each.text or "")) for each in item.iterchildren("{*}t")]
    return found + [Run(decoded(each.findtext("{*}t") or ""), each.find("{*}rPr"))
                    for each in item.iterchildren("{*}r")]


def shared_texts(root: etree._Element | None) -> list[list[Run]]:
    """The common list of texts."""
    return [] if root is None else [runs_of(item) for item in root.iterchildren("{*}si")]
