"""An import into a register that is there: read, compared, planned and written by changing single cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import fitting_cell
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Cell, Record
from ncr_toolkit.excel.opc.address import address_of
from ncr_toolkit.excel.opc.package import WorkbookPackage
from ncr_toolkit.excel.patch.fill_cells import Value
from ncr_toolkit.excel.patch.free_rows import FreeRows, free_rows_in, own_columns
from ncr_toolkit.excel.patch.hidden_sheet import HiddenSheet
from ncr_toolkit.excel.patch.write_back import nothing_to_write, write_cells
from ncr_toolkit.excel.read import layout
from ncr_toolkit.excel.read.reader import MEMORY, SheetRead, read_sheets
from ncr_toolkit.imports.conversion import KnownIds
from ncr_toolkit.imports.merge.memory import Memory, fields_of, memory_in, row_of, text_of
from ncr_toolkit.imports.merge.plan import Plan, planned, rows_now
from ncr_toolkit.imports.merge.same_rows import name_of_before, same_rows
from ncr_toolkit.imports.merge.three_ways import Turn
from ncr_toolkit.imports.outcome import Outcome
from ncr_toolkit.imports.source import Source


@dataclass
class OpenRegister:
    """A register that is read with all its sheets."""

    package: WorkbookPackage
    register: Register
    sheets: list[SheetRead]

    def __post_init__(self) -> None:
        self._read = {sheet.kind: sheet for sheet in self.sheets if sheet.kind is not None}
        self._own = {kind: own_columns(sheet, layout.find(kind.SHEET, sheet.rows))
                     for kind, sheet in self._read.items() if kind in self.register.records}

    def own_headers(self, kind: type[Record]) -> set[str]:
        """The folded headers of the columns that people added to a sheet."""
        return set(self._own.get(kind, ()))

    def own_cell(self, record: Record, header: str) -> tuple[Cell, str]:
        """Where such a column stands in the row of a record, and what stands there."""
        kind = type(record)
        letter = self._own.get(kind, {}).get(header)
        where = address_of(f"{letter}{record.at.row}") if letter else None
        if where is None:
            return Cell(record.at.sheet), ""
        rows = self._read[kind].rows
        row = rows[where.row] if where.row < len(rows) else []
        return Cell(record.at.sheet, f"{letter}{record.at.row}"), text_of(
            row[where.column] if where.column < len(row) else "")

    @property
    def memory(self) -> Memory:
        """What imports before have taken."""
        return next((memory_in(sheet.rows) for sheet in self.sheets if fold(sheet.part.name) == fold(MEMORY)), Memory())


@dataclass
class Merging:
    """An import that is planned."""

    opened: OpenRegister
    outcome: Outcome
    plan: Plan
    source: str  # as the memory calls it
    renamed: bool  # the source has another name than before
    noted: list[str]  # headers of columns that the register does not have, whose texts go to the note
    left_cells: dict[Cell, str] = field(default_factory=dict)  # that could not be written, each with the reason
    written: bool = False

    def memory(self) -> Memory:
        """What is remembered afterwards."""
        before, known = self.opened.memory, self.plan.keys | self.plan.absent
        rows = [row_of(self.source, given, self.outcome, known) for given in self.outcome.given
                if given.places[0] in known]
        fields = fields_of(self.outcome, self.plan.keys)
        for row in self.plan.kept_rows:
            rows.append(row)
            for key in row.records:
                if (self.source, key) in before.records:
                    fields.setdefault(key, before.records[self.source, key])
        return before.renewed(self.source, rows, fields)


def prepare(source: Source, name: str, path: Path) -> Merging:
    """Plan the import of a source, called `name`, into the register at `path`. Raises CannotRun where that cannot be
    read."""
    if own := next((table.name for table in source.tables if table.kind is not None), ""):
        raise CannotRun(f"{name} is a register that was exported ({own}); --merge brings in lists of others. Make "
                        "a register of it without --merge, and look at what differs with `ncr compare`.")
    opened = OpenRegister(*read_sheets(path, str(path)))
    memory, taken = opened.memory, frozenset(fold(finding.typed("id")) for finding in opened.register.findings)
    source.pack = _pack(opened.register, path)
    outcome = source.outcome(KnownIds(taken=taken))
    now = list(rows_now(name, outcome))
    known_as = name_of_before(memory, name, now)
    same = same_rows(now, memory.of(known_as))
    ids = {(given.table, given.row): row.records[0].removeprefix("finding ") for number, row in same.known.items()
           if not (given := outcome.given[number]).id and row.records}
    if ids:
        outcome = source.outcome(KnownIds(ids, taken))
    noted = list(_note_what_has_no_column(outcome, opened))
    plan = planned(outcome, opened.register, memory, known_as or name, same, opened.own_cell, source.pack)
    return Merging(opened, outcome, plan, known_as or name, bool(known_as) and known_as != name, noted)


def _pack(register: Register, path: Path) -> Pack:
    """The pack of the register, the usual one where its own cannot be read; the check tells that."""
    try:
        return packs.of_register(register.settings.pack, path.resolve().parent) or packs.load(packs.DEFAULT)
    except CannotRun:
        return packs.load(packs.DEFAULT)


def _note_what_has_no_column(outcome: Outcome, opened: OpenRegister) -> Iterator[str]:
    """Move what would stand in columns that the register does not have to the note of its finding; gives their
    headers."""
    findings = {fold(str(row["id"])): row for row in outcome.rows.get(Finding, ())}
    for kind, columns in outcome.own.items():
        there = opened.own_headers(kind)
        for header in [header for header in columns if fold(header) not in there]:
            for number, value in columns.pop(header).items():
                row = outcome.rows[kind][number]
                finding = row if kind is Finding else findings.get(fold(str(row.get("finding"))), {})
                known = str(finding.get("internal_note") or "")
                finding["internal_note"] = fitting_cell("\n".join(filter(None, (known, f"{header}: {text_of(value)}"))))
            yield header


def write(merging: Merging, path: Path, day: date) -> Path | None:
    """Write it into the register, all or nothing. `day`: on the clock, by which the copy is named; gives that copy,
    None where there was one or nothing was to be written. What a cell did not take is told in `left_cells`. Raises
    CannotRun."""
    values: dict[Cell, Value] = {}
    for turn in merging.plan.turns:
        if turn.turn is Turn.TAKEN:
            values[turn.cell] = _plain(turn.theirs)
    changed, rooms = set(values), []
    for kind, places in merging.plan.new.items():
        room = free_rows_in(merging.opened.package, merging.opened.sheets, kind, len(places))
        if room is not None:
            rooms.append(room)
            values |= _new_values(merging, room, kind)
    memory = merging.memory()
    if not values and memory == merging.opened.memory:
        nothing_to_write(path)
        return None
    hidden = HiddenSheet(MEMORY, list(memory.cells()))
    kept, left = write_cells(path, merging.opened.register, values, day, rooms, changed, hidden)
    merging.left_cells |= left
    merging.written = True
    return kept


def _new_values(merging: Merging, room: FreeRows, kind: type[Record]) -> dict[Cell, Value]:
    values: dict[Cell, Value] = {}
    for number, place in enumerate(merging.plan.new[kind]):
        for name, value in merging.outcome.row(place).items():
            if value not in (None, "") and name in room.letters:
                values[room.cell(number, name)] = _plain(value)
        for header, cells in merging.outcome.own.get(kind, {}).items():
            letter = room.own.get(fold(header))
            if letter and place[1] in cells:
                values[Cell(room.sheet, f"{letter}{room.numbers[number]}")] = _plain(cells[place[1]])
    return values


def _plain(value: object) -> Value:
    return value if isinstance(value, (str, int, float, date)) else text_of(value)
