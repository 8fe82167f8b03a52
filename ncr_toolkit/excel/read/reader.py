"""A workbook becomes a `Register`: every record with the place of its cells, nothing judged, nothing guessed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun, NotARegister
from ncr_toolkit.common.garbage import without_collection
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import SHEETS, Finding, Result, Settings
from ncr_toolkit.core.register import Odd, Oddity, Register
from ncr_toolkit.core.schema import Cell, Record
from ncr_toolkit.excel.opc import owner_part
from ncr_toolkit.excel.opc.package import SheetPart, WorkbookPackage, open_package, title_of
from ncr_toolkit.excel.read import layout as layouts
from ncr_toolkit.excel.read.bones import take_bones
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.foreign import ForeignSheet, foreign_sheet, what_it_is
from ncr_toolkit.excel.read.implied import take_implied
from ncr_toolkit.excel.read.layout import Rows
from ncr_toolkit.excel.read.records import read_records
from ncr_toolkit.excel.read.settings import read_settings
from ncr_toolkit.excel.read.sheetscan import SheetXml, table_end
from ncr_toolkit.excel.read.struck import StruckOut, merged
from ncr_toolkit.excel.read.values import Values

MEMORY = "Import memory"
"""The sheet that no menu shows, in which an import remembers what it took from where."""
OURS = frozenset(map(fold, ("Start here", "Dashboard", "Finding card", "Lists", owner_part.INTRODUCTION,
                            Result.SHEET.name, MEMORY)))
"""Sheets of the workbook that hold nothing to read."""


def read_register(path: str | Path) -> Register:
    """The register that the workbook at `path` holds.

    What people typed is never refused: a cell that cannot be read for certain stands in its record's `unread`.
    Raises CannotRun, with one sentence on what the file is and what to do, when it is no workbook or no register.
    """
    package = open_package(Path(path), str(path))
    with without_collection():
        return _Reader(package).read()


@dataclass(frozen=True)
class SheetRead:
    """One worksheet with its values, and the sheet of ours that it was read as."""

    part: SheetPart
    kind: type[Record] | None  # None: a sheet of people's own, a second one, or one of those that hold nothing to read
    rows: Rows
    xml: SheetXml


def read_sheets(path: Path, name: str, *, part: bool = False) -> tuple[WorkbookPackage, Register, list[SheetRead]]:
    """The workbook with its register and every sheet of it, in the order of the file; `name` is how messages call it,
    `part`: it may be the part of a register that an owner has filled in.

    Raises CannotRun as `read_register`, and for a sheet that reaches too far to be read.
    """
    package = open_package(path, name)
    with without_collection():
        reader = _Reader(package, keep=True, part=part)
        register = reader.read()
        if reader.far:
            raise CannotRun(reader.far)
        return package, register, [reader.whole(part) for part in package.sheets]


class _Reader:
    """Reads one workbook sheet by sheet."""

    def __init__(self, package: WorkbookPackage, *, keep: bool = False, part: bool = False) -> None:
        if not part:
            owner_part.refuse_part(package)
        self.package = package
        self.register = Register(path=package.name, sha256=package.sha256)
        self.done: set[type[Record]] = set()
        self.far = ""  # the sentence about a far cell on a sheet that may not concern us
        parts = [part for part in package.sheets if keep or fold(part.name) not in OURS]
        self.sheets = {part.path: SheetXml(package, part.path) for part in parts}
        self.values = Values(package, {path: xml.data for path, xml in self.sheets.items()})
        self.struck = StruckOut(package)
        self.keyed = False  # whether a sheet carries our keys
        self.known_columns = 0  # of the findings
        self.foreign: list[ForeignSheet] = []
        self.keep = keep
        self.kept: dict[str, SheetRead] = {}  # by path, where wanted

    def read(self) -> Register:
        parts = [part for part in self.package.sheets if fold(part.name) not in OURS]
        # sheets found by name come before renamed ones, so that a copy never takes the place of the sheet itself
        for part in sorted(parts, key=lambda part: layouts.known_sheet(part.name) is None):
            self._sheet(part)
        missing = [kind for kind in SHEETS if kind not in self.done and kind is not Result and not kind.SHEET.later]
        if self.far and missing:
            raise CannotRun(self.far)
        if not self.done or self._is_of_another_make():
            places = [part.name for part in self.package.sheets]
            self.foreign.sort(key=lambda sheet: places.index(sheet.name))
            raise NotARegister(f"{self.package.name} {what_it_is(self.foreign, title_of(self.package))}")
        for kind in missing:
            self._odd(Odd.MISSING_SHEET, kind.SHEET.name, kind)
        take_bones(self.register)
        take_implied(self.register)
        return self.register

    def _is_of_another_make(self) -> bool:
        """Whether only a name is ours: no sheet carries keys or settings, and most columns of the findings are foreign.

        What was typed by hand, or lost its hidden rows of keys, has our headers.
        """
        foreign = sum(each.odd is Odd.EXTRA_COLUMN and layouts.known_sheet(each.cell.sheet) is Finding
                      for each in self.register.oddities)
        return not self.keyed and Settings not in self.done and foreign > self.known_columns

    def _odd(self, odd: Odd, sheet: str, kind: type[Record] | None = None) -> None:
        ours = kind.SHEET.name if kind else ""
        self.register.oddities.append(Oddity(odd, Cell(sheet), ours or sheet, ours))

    def _sheet(self, part: SheetPart) -> None:
        """Read one worksheet into the register, or say what it is."""
        kind = layouts.known_sheet(part.name)
        xml = self.sheets[part.path] if self.keep else self.sheets.pop(part.path)  # it is large, and done with
        if far := xml.far_cell():
            self._note_far(part, far, kind)
            return
        rows = self.values.rows(part.path)
        if kind is Finding and layouts.is_index(rows):
            raise CannotRun(f"{self.package.name}: this is the index of a package, not a register; name the register "
                            "(*.xlsx) that the package was made from.")
        kind = kind or layouts.sheet_by_keys(rows)
        self.foreign.append(foreign_sheet(part.name, rows))
        if kind is Result or not any(text(cell) for row in layouts.filled_rows(rows) for cell in row):
            return
        if kind in self.done:
            self._odd(Odd.SECOND_SHEET, part.name, kind)
        elif kind is not None and self._take(part, kind, rows, xml):
            self.done.add(kind)
            if self.keep:
                self.kept[part.path] = SheetRead(part, kind, rows, xml)
        else:
            self._odd(Odd.EXTRA_SHEET, part.name)

    def whole(self, part: SheetPart) -> SheetRead:
        """A worksheet with all it holds. Raises CannotRun where it reaches too far."""
        if part.path in self.kept:
            return self.kept[part.path]
        xml = self.sheets[part.path]
        if far := xml.far_cell():
            self._note_far(part, far, Result)
        return SheetRead(part, None, self.values.rows(part.path), xml)

    def _note_far(self, part: SheetPart, far: str, kind: type[Record] | None) -> None:
        sentence = (f"{self.package.name} has something in cell {far} of the sheet '{part.name}', too far out to be "
                    "read; clear that cell, or delete the empty rows or columns before it, and save.")
        if kind is not None:
            raise CannotRun(sentence)
        self.far = sentence
        self._odd(Odd.EXTRA_SHEET, part.name)

    def _take(self, part: SheetPart, kind: type[Record], rows: Rows, xml: SheetXml) -> bool:
        """Read a sheet of ours; False where it has nothing of ours but its name."""
        if kind is Settings:
            facts = xml.facts(range(len(rows[0])))
            return read_settings(self.register, part.name, rows, facts, self.package.date1904)
        layout = layouts.find(kind.SHEET, rows)
        if not layout.found:
            return False
        self.keyed = self.keyed or layout.key_row >= 0
        self.known_columns += len(layout.columns) if kind is Finding else 0
        typed = {place for name, place in layout.columns.items() if kind.SHEET.by_name[name].typed}
        facts = xml.facts(typed)
        facts.struck, facts.merged = self.struck.cells(xml), list(merged(xml.data))
        records = read_records(kind, part.name, rows, layout, facts, self.package.date1904)
        self.register.records[kind] = records
        self.register.oddities += layouts.oddities(kind.SHEET, part.name, rows, layout)
        if hidden := [record.at.row for record in records if record.at.row - 1 in facts.hidden]:
            self.register.oddities.append(Oddity(Odd.HIDDEN_ROWS, Cell(part.name, f"A{hidden[0]}"), str(len(hidden))))
        end = table_end(self.package, part.path, kind.SHEET.table)
        if end and (below := [record.at.row for record in records if record.at.row > end]):
            self.register.oddities.append(Oddity(Odd.BELOW_TABLE, Cell(part.name, f"A{below[0]}"), str(len(below)),
                                                 f"{len(records)} {end}"))
        return True
