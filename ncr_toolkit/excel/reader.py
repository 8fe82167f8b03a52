"""A workbook becomes a `Register`: every record with the place of its cells, nothing judged, nothing guessed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from ncr_toolkit.errors import CannotRun
from ncr_toolkit.excel import layout as layouts
from ncr_toolkit.excel.cells import converter, read_column, text
from ncr_toolkit.excel.dates import Trouble
from ncr_toolkit.excel.layout import Layout, Rows
from ncr_toolkit.excel.mend import mend
from ncr_toolkit.excel.package import Package, SheetPart, open_package
from ncr_toolkit.excel.recognise import DAMAGED
from ncr_toolkit.excel.scan import Facts, Spot, letters, scan
from ncr_toolkit.model import SHEETS, Result, Settings
from ncr_toolkit.names import fold
from ncr_toolkit.register import Odd, Oddity, Register
from ncr_toolkit.schema import Cell, Column, Place, Record, Unread, Why

OURS = frozenset(map(fold, ("Start here", "Dashboard", "Lists")))
"""Sheets of the workbook that hold nothing to read."""


def read_register(path: str | Path) -> Register:
    """The register that the workbook at `path` holds.

    What people typed is never refused: a cell that cannot be read for certain stands in its record's `unread`.
    Raises CannotRun, with one sentence on what the file is and what to do, when it is no workbook or no register.
    """
    package = open_package(Path(path), str(path))
    with _without_collector():
        return _Reader(package).read()


@contextmanager
def _without_collector() -> Iterator[None]:
    """A million new objects, none of them garbage, would be walked again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@dataclass
class _Found:
    """A worksheet of the file: its rows and facts, and the sheet of ours that it is."""

    part: SheetPart
    kind: type[Record] | None
    rows: Rows = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)


class _Reader:
    def __init__(self, package: Package) -> None:
        self.package = package
        self.register = Register(path=package.name, sha256=package.sha256)
        self.book: CalamineWorkbook | None = None

    def read(self) -> Register:
        sheets = [self._open(part) for part in self.package.sheets if fold(part.name) not in OURS]
        done: set[type[Record]] = set()
        # sheets found by name come before renamed ones, so that a copy never takes the place of the sheet itself
        for sheet in sorted(sheets, key=lambda sheet: layouts.known_sheet(sheet.part.name) is None):
            if sheet.kind in done and sheet.kind is not Result:
                self._odd(Odd.SECOND_SHEET, sheet.part.name, sheet.kind.SHEET.name, sheet.kind.SHEET.name)
            elif sheet.kind is not None and self._take(sheet):
                done.add(sheet.kind)
            elif sheet.kind is None and (sheet.rows or sheet.facts.far):
                self._odd(Odd.EXTRA_SHEET, sheet.part.name, sheet.part.name)
        if not done - {Result}:
            raise CannotRun(f"{self.package.name} is a workbook but no register: none of its sheets is called Findings "
                            "or carries the columns of a register; name the register, or make one with: ncr new")
        self._missing(done, sheets)
        return self.register

    def _missing(self, done: set[type[Record]], sheets: list[_Found]) -> None:
        missing = [kind for kind in SHEETS if kind not in done and kind is not Result]
        for sheet in sheets:
            if sheet.facts.far and missing:
                raise CannotRun(self._far(sheet))
        for kind in missing:
            self._odd(Odd.MISSING_SHEET, kind.SHEET.name, kind.SHEET.name, kind.SHEET.name)

    def _odd(self, odd: Odd, sheet: str, name: str, key: str = "") -> None:
        self.register.oddities.append(Oddity(odd, Cell(sheet), name, key))

    def _far(self, sheet: _Found) -> str:
        return (f"{self.package.name} has something in cell {sheet.facts.far} of the sheet '{sheet.part.name}', too far "
                "out to be read; clear that cell, or delete the empty rows or columns before it, and save.")

    def _open(self, part: SheetPart) -> _Found:
        """The rows and facts of one worksheet. Values are only asked for where no cell lies too far out."""
        sheet = _Found(part, layouts.known_sheet(part.name))
        if sheet.kind is Result:
            return sheet
        sheet.facts = scan(self.package, part.path)
        if sheet.facts.far:
            if sheet.kind is not None:
                raise CannotRun(self._far(sheet))
            return sheet
        sheet.rows = self._values(part)
        if sheet.kind is None:
            sheet.kind = layouts.sheet_by_keys(sheet.rows)
        return sheet

    def _values(self, part: SheetPart) -> Rows:
        try:
            return self._sheet(part)
        except BaseException as error:  # the reader of values also fails with a panic, which is no Exception
            if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
                raise
        mend(self.package)
        self.book = None
        try:
            return self._sheet(part)
        except BaseException as error:
            if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
                raise
            raise CannotRun(DAMAGED.format(name=self.package.name)) from error

    def _sheet(self, part: SheetPart) -> Rows:
        if self.book is None:
            self.book = CalamineWorkbook.from_filelike(self.package.stream())
        return self.book.get_sheet_by_name(part.name).to_python(skip_empty_area=False)

    def _take(self, sheet: _Found) -> bool:
        """Read a sheet into the register; False where it has nothing of ours but its name."""
        kind = sheet.kind
        assert kind is not None
        if kind is Result:
            return True
        if kind is Settings:
            return self._take_settings(sheet)
        layout = layouts.find(kind.SHEET, sheet.rows)
        if not layout.found:
            return False
        self.register.oddities += layouts.oddities(kind.SHEET, sheet.part.name, sheet.rows, layout)
        self.register.records[kind] = _records(kind, sheet, layout, self.package.date1904)
        self._hidden(sheet, self.register.records[kind])
        return True

    def _hidden(self, sheet: _Found, records: list[Record]) -> None:
        rows = [record.at.row for record in records if record.at.row - 1 in sheet.facts.hidden]
        if rows:
            cell = Cell(sheet.part.name, f"A{rows[0]}")
            self.register.oddities.append(Oddity(Odd.HIDDEN_ROWS, cell, str(len(rows))))

    def _take_settings(self, sheet: _Found) -> bool:
        """One setting a row: its key in the first column, else its label, and the value in the next cell."""
        by_key = {column.key: column for column in Settings.SHEET.columns}
        by_label = {fold(name): column for column in Settings.SHEET.columns for name in (column.header, *column.formerly)}
        found: dict[str, Spot] = {}
        for number, row in enumerate(sheet.rows):
            for place, cell in enumerate(row[:6]):
                column = by_key.get(fold(text(cell)[:100])) or by_label.get(fold(text(cell)[:100]))
                if column and column.name not in found:
                    step = 2 if column.key == fold(text(cell)) and len(row) > place + 1 and text(row[place + 1]) else 1
                    found[column.name] = Spot(number, place + step)
                    break
        settings = self.register.settings
        settings.at = Place(sheet.part.name, 0, {}, {name: f"{letters(spot.column)}{spot.row + 1}"
                                                      for name, spot in found.items()})
        for name, spot in found.items():
            self._set(settings, Settings.SHEET.by_name[name], spot, sheet)
        for column in Settings.SHEET.columns:
            if column.name not in found and found:
                self._odd(Odd.MISSING_COLUMN, sheet.part.name, column.header, column.key)
        return bool(found)

    def _set(self, settings: Settings, column: Column, spot: Spot, sheet: _Found) -> None:
        row = sheet.rows[spot.row]
        value = converter(column, self.package.date1904)(row[spot.column] if spot.column < len(row) else "")
        trouble = _trouble(sheet.facts, spot) or (value if isinstance(value, Trouble) else None)
        if trouble:
            settings.unread[column.name] = Unread(settings.at.cell(column.name), column, "", trouble.text, trouble.why,
                                                  trouble.readings)
            return
        setattr(settings, column.name, value)
        if spot in sheet.facts.formulas:
            settings.formulas |= {column.name}
        if spot in sheet.facts.links:
            settings.links[column.name] = sheet.facts.links[spot]


def _trouble(facts: Facts, spot: Spot) -> Trouble | None:
    if spot in facts.errors:
        return Trouble(facts.errors[spot], Why.ERROR_CELL)
    if spot in facts.uncalculated:
        return Trouble(facts.uncalculated[spot], Why.NOT_CALCULATED)
    return None


def _records(kind: type[Record], sheet: _Found, layout: Layout, date1904: bool) -> list[Record]:
    """The records of one sheet, row by row; rows that are blank in every typed column are none."""
    columns = [column for column in kind.SHEET.typed_columns if column.name in layout.columns]
    places = [layout.columns[column.name] for column in columns]
    first = layout.header_row + 1
    rows = sheet.rows[first:]
    header = sheet.rows[layout.header_row] if 0 <= layout.header_row < len(sheet.rows) else []
    troubles = _cell_troubles(sheet.facts, dict(zip(places, columns, strict=True)), first)
    if troubles:
        rows += [[] for _ in range(max(troubles) - len(rows) + 1)]
    values = []
    for place, column in zip(places, columns, strict=True):
        raws = [row[place] if place < len(row) else "" for row in rows]
        read, unread = read_column(column, raws, date1904)
        values.append(read)
        for number, trouble in unread.items():
            troubles.setdefault(number, {}).setdefault(column.name, trouble)
    names = [column.name for column in columns]
    blank = tuple(kind.SHEET.by_name[name].kind in ("date", "number") and None or "" for name in names)
    column_letters = {name: letters(place) for name, place in zip(names, places, strict=True)}
    records = []
    for number, cells in enumerate(zip(*values, strict=True)):
        if (cells == blank and number not in troubles) or (rows[number] == header and header):
            continue
        at = Place(sheet.part.name, first + number + 1, column_letters)
        record = kind(at=at, **dict(zip(names, cells, strict=True)))
        if number in troubles:
            _mark(record, troubles[number])
        records.append(record)
    _add_facts(records, sheet.facts, layout, kind)
    return records


def _cell_troubles(facts: Facts, columns: dict[int, Column], first: int) -> dict[int, dict[str, Trouble]]:
    """Error cells and formulas without a value in typed columns, by row of the data and field."""
    troubles: dict[int, dict[str, Trouble]] = {}
    for found, why in ((facts.errors, Why.ERROR_CELL), (facts.uncalculated, Why.NOT_CALCULATED)):
        for spot, shown in found.items():
            if spot.row >= first and spot.column in columns:
                troubles.setdefault(spot.row - first, {})[columns[spot.column].name] = Trouble(shown, why)
    return troubles


def _mark(record: Record, troubles: dict[str, Trouble]) -> None:
    """Put the unread cells into the record, first those that give it its name."""
    for name, trouble in troubles.items():
        column: Any = record.SHEET.by_name[name]
        setattr(record, name, None if column.kind in ("date", "number") else "")
        record.unread[name] = Unread(record.at.cell(name), column, "", trouble.text, trouble.why, trouble.readings)
    label = record.label
    for name, unread in record.unread.items():
        record.unread[name] = Unread(unread.cell, unread.column, label, unread.text, unread.why, unread.readings)


def _add_facts(records: list[Record], facts: Facts, layout: Layout, kind: type[Record]) -> None:
    """Hand the links and the formulas of the sheet to the records they stand in."""
    by_row = {record.at.row - 1: record for record in records} if facts.links or facts.formulas else {}
    names = {place: name for name, place in layout.columns.items()}
    for spot, target in facts.links.items():
        if spot.row in by_row and spot.column in names:
            by_row[spot.row].links[names[spot.column]] = target
    for spot in facts.formulas:
        name = names.get(spot.column)
        if name and spot.row in by_row and kind.SHEET.by_name[name].typed:
            by_row[spot.row].formulas |= {name}
