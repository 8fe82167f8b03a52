"""A workbook opened to be looked at: what is in its package, the workbook as a whole, and which sheets are ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import SHEETS, Result, Settings
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.past_days import PastDay, past_days
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Column, Record
from ncr_toolkit.excel.doctor.filled_cells import FilledCell, FilledCells
from ncr_toolkit.excel.doctor.fresh_register import FreshRegister, template
from ncr_toolkit.excel.doctor.safe_open import TOP, Depth, Loaded, load
from ncr_toolkit.excel.opc.address import Address, SheetFacts, address_of
from ncr_toolkit.excel.opc.owner_part import refuse_part
from ncr_toolkit.excel.opc.package import SheetPart, WorkbookPackage, open_package
from ncr_toolkit.excel.read import layout as layouts
from ncr_toolkit.excel.read.layout import Layout
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.read.sheetscan import SheetXml

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TOP_COLUMNS = 500  # keys and headers stand within these
EVERY = range(16_384)


@dataclass
class OurSheet:
    """A sheet of ours in the user's file. Rows and columns are counted from 0."""

    kind: type[Record]
    name: str  # as it is called in the file
    facts: SheetFacts
    layout: Layout = field(default_factory=Layout)
    sheet: Worksheet | None = None
    cells: FilledCells = field(default_factory=dict)  # what is filled, by column and row
    rows: list[int] = field(default_factory=list)  # the rows that hold data
    settings: dict[str, Address] = field(default_factory=dict)  # the value of each setting

    @property
    def first(self) -> int:
        """The first row below the header."""
        return self.layout.header_row + 1 if self.layout.found else min(self.rows, default=3)

    @property
    def typed(self) -> dict[int, Column]:
        """The columns that people type into, by place."""
        return {place: self.kind.SHEET.by_name[name] for name, place in self.layout.columns.items()
                if self.kind.SHEET.by_name[name].typed}

    def filled(self) -> Iterator[tuple[Column, Address, FilledCell]]:
        """Every filled cell that people type into, with its column."""
        if self.settings:
            for name, where in self.settings.items():
                if cell := self.cells.get(where.column, {}).get(where.row):
                    yield self.kind.SHEET.by_name[name], where, cell
        for place, column in self.typed.items():
            for row, cell in self.cells.get(place, {}).items():
                if row >= self.first:
                    yield column, Address(row, place), cell

    def column_at(self, where: Address) -> Column | None:
        """The column of ours that a cell belongs to; None for the header, and for what is not ours."""
        if self.settings:
            return next((self.kind.SHEET.by_name[name] for name, at in self.settings.items() if at == where), None)
        names = (name for name, place in self.layout.columns.items() if place == where.column)
        name = next(names, "") if where.row >= self.first else ""
        return self.kind.SHEET.by_name.get(name)


@dataclass
class Opened:
    """Everything the looks look at."""

    package: WorkbookPackage
    register: Register | None  # None where `ncr check` could not read it either
    refused: str  # the sentence why, '' where it could
    book: Workbook | None  # None where it cannot be opened whole
    depths: dict[str, Depth]
    xml: dict[str, SheetXml] = field(default_factory=dict)  # by name of the sheet
    ours: dict[type[Record], OurSheet] = field(default_factory=dict)
    past: list[PastDay] = field(default_factory=list)  # of all rows

    @property
    def names(self) -> list[str]:
        """The names of the sheets, as in the file."""
        return [part.name for part in self.package.sheets]

    @cached_property
    def whole(self) -> Workbook:
        """The workbook; only for looks that need it whole."""
        assert self.book is not None
        return self.book

    @cached_property
    def template(self) -> FreshRegister:
        """What a fresh register of the same pack and language holds."""
        return template(self.pack or packs.load(packs.DEFAULT), self.language)

    @property
    def language(self) -> str:
        """The name of the language that the workbook speaks."""
        return self.register.settings.workbook_language if self.register is not None else ""

    @cached_property
    def pack(self) -> Pack | None:
        """The pack it was made from, None where it does not say."""
        if self.register is None:
            return None
        try:
            return packs.of_register(self.register.settings.pack, Path(self.register.path).parent)
        except CannotRun:  # which `ncr check` says
            return None

    @cached_property
    def data_sheets(self) -> list[OurSheet]:
        """Our sheets with columns, in the order of the template; the settings are none."""
        return [self.ours[kind] for kind in SHEETS if kind in self.ours and kind is not Settings]

    @cached_property
    def input_sheets(self) -> list[OurSheet]:
        """Those that people type into."""
        return [each for each in self.data_sheets if each.kind is not Result]

    @cached_property
    def facts(self) -> dict[str, SheetFacts]:
        """Errors, formulas and hidden rows of every sheet, by its name."""
        return {name: xml.facts(EVERY, links=False) for name, xml in self.xml.items()}


def open_register(path: Path) -> Opened:
    """The workbook at `path`, opened to be looked at.

    Raises CannotRun, with one sentence, where it is no workbook, no register, or too damaged to be read at all.
    """
    package = open_package(path, str(path))
    refuse_part(package)
    register, refused = None, ""
    past: list[PastDay] = []
    try:
        whole = read_register(path)
        past, register = list(past_days(whole)), _without_rows(whole)
    except CannotRun as error:
        refused = str(error)
    loaded, depths = load(package)
    if register and (loaded is None or any(part.name not in loaded.cells for part in package.sheets)):
        register = read_register(path)
    opened = Opened(package, register, refused, loaded.book if loaded else None, depths, past=past)
    opened.xml = {part.name: SheetXml(package, part.path) for part in package.sheets}
    for part in sorted(package.sheets, key=lambda part: layouts.known_sheet(part.name) is None):
        if (found := _ours(opened, loaded, part)) and found.kind not in opened.ours:
            opened.ours[found.kind] = found
    if not opened.ours:
        raise CannotRun(refused or f"{path} is a workbook but no register; make one with: ncr new")
    return opened


def _without_rows(register: Register) -> Register:
    """What is looked at where the workbook can be opened: of the rows only those with something struck out."""
    return replace(register, records={kind: [row for row in rows if row.struck]
                                      for kind, rows in register.records.items()})


def _ours(opened: Opened, loaded: Loaded | None, part: SheetPart) -> OurSheet | None:
    """The sheet of ours that a worksheet is, None if it is none."""
    if loaded is None or part.name not in loaded.book.sheetnames:
        return _from_records(opened, part)
    sheet = loaded.book[part.name]
    cells = loaded.cells[part.name]
    rows = _top(cells)
    kind = layouts.known_sheet(part.name) or layouts.sheet_by_keys(rows)
    if kind is None:
        return None
    found = OurSheet(kind, part.name, opened.facts[part.name], sheet=sheet, cells=cells)
    if kind is Settings:
        found.settings = _settings(opened)
        return found if found.settings or opened.register is None else None
    found.layout = layouts.find(kind.SHEET, rows)
    if not found.layout.found:
        return None
    found.rows = sorted({where.row for _, where, _ in found.filled()})
    return found


def _from_records(opened: Opened, part: SheetPart) -> OurSheet | None:
    """The same from what `ncr check` reads, for a workbook that cannot be opened whole."""
    if opened.register is None:
        return None
    for kind, records in opened.register.records.items():
        if records and records[0].at.sheet == part.name:
            columns = {name: found.column for name, letters in records[0].at.letters.items()
                       if (found := address_of(f"{letters}1"))}
            rows = [record.at.row - 1 for record in records]
            return OurSheet(kind, part.name, opened.facts[part.name], Layout(rows[0] - 1, -1, columns), rows=rows)
    known = layouts.known_sheet(part.name)
    settings = _settings(opened) if known is Settings else {}
    return OurSheet(known, part.name, opened.facts[part.name], settings=settings) if known else None


def _settings(opened: Opened) -> dict[str, Address]:
    if opened.register is None:
        return {}
    cells = opened.register.settings.at.cells
    return {name: found for name, cell in cells.items() if (found := address_of(cell))}


def _top(cells: FilledCells) -> list[list[Any]]:
    """The values of the first rows, as lists of equal length from A1."""
    width = min(max(cells, default=0) + 1, TOP_COLUMNS)
    rows: list[list[Any]] = [[""] * width for _ in range(TOP)]
    for column, filled in cells.items():
        for row, cell in filled.items():
            if row < TOP and column < width:
                rows[row][column] = cell.value
    return rows
