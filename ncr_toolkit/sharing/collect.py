"""What the owners filled in, read, weighed, and entered into the register: all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Record
from ncr_toolkit.excel.patch.free_rows import FreeRows, free_rows_of
from ncr_toolkit.excel.patch.write_back import nothing_to_write, write_cells
from ncr_toolkit.sharing.decide import settle
from ncr_toolkit.sharing.decision_sheet import Line, decide
from ncr_toolkit.sharing.merge import OPEN, ChangedCell, Merge, Standing, Value, merged
from ncr_toolkit.sharing.new_rows import AddedRow, added_rows
from ncr_toolkit.sharing.portions import shared_columns
from ncr_toolkit.sharing.record import PartRecord, Records, SentRow
from ncr_toolkit.sharing.returned import ReturnedPart, read_part


@dataclass
class Collected:
    """All that came back, and what becomes of it."""

    found: Merge
    added: list[AddedRow]
    records: Records
    left: dict[str, str] = field(default_factory=dict)  # cells that could not take their value, each with the reason
    backup: Path | None = None  # the copy of the day
    written: bool = False
    passed_over: list[str] = field(default_factory=list)  # decisions that do not count any more, in sentences

    @property
    def taken(self) -> list[ChangedCell]:
        """The cells that go into the register."""
        return self.found.standing(Standing.TAKEN)

    @property
    def entered(self) -> list[AddedRow]:
        """The rows that go into the register."""
        return [row for row in self.added if not row.why_not]

    @property
    def refused(self) -> list[AddedRow]:
        """The rows that do not, for a person to look at."""
        return [row for row in self.added if row.why_not and not row.settled]

    @property
    def changes(self) -> bool:
        """Whether there is anything to enter into the register."""
        return bool(self.taken or self.entered)

    @property
    def settled(self) -> bool:
        """Whether nothing is left for a person."""
        return not (self.found.standing(*OPEN) or self.refused or self.found.removed or self.found.unreadable
                    or self.left or any(row.unread for row in self.entered)
                    or any(file.remarks for file in self.found.files))


def collected(files: Sequence[Path], review: Review, records: Records, theirs: Iterable[str] = (),
              ours: Iterable[str] = (), decided: Sequence[Line] = ()) -> Collected:
    """Read the files and compare them. `theirs`, `ours`: open cells of the register that the person has decided;
    `decided`: the same, line by line of a workbook.

    One file alone that cannot be read raises CannotRun; among several it is told. Raises CannotRun for a cell at which
    nothing is open.
    """
    read, unreadable, copies = list[ReturnedPart](), dict[Path, str](), dict[Path, Path]()
    seen: dict[str, Path] = {}
    for path in files:
        try:
            mark = sha256(path.read_bytes()).hexdigest() if path.is_file() else str(path)
            if mark in seen:
                copies[path] = seen[mark]
                continue
            seen[mark] = path
            read.append(read_part(path, records))
        except (CannotRun, OSError) as error:
            if len(files) == 1:
                raise
            unreadable[path] = str(error)
    read.sort(key=lambda file: file.part.count)
    found = merged(read, review)
    found.unreadable, found.copies = unreadable, copies
    made = Collected(found, added_rows(found, review), records)
    settle(found, made.added, theirs, ours)
    made.passed_over = decide(found, decided)
    return made


def enter(made: Collected, register: Path, review: Review, day: date) -> None:
    """Enter what is taken into the register, and remember what both sides agree on by now. `day`: on the clock, by
    which the copy of the register is named. Raises CannotRun as `write_cells`, and then nothing was written."""
    places = free_rows_of(register, _wanted(made.entered)) if made.entered else {}
    _refuse_without_room(made.entered, places, register)
    values: dict[Cell, Value] = {each.cell: each.value for each in made.taken}
    may_stay = list(values)
    at = dict.fromkeys(places, 0)
    for row in made.entered:
        rows = places[row.kind]
        values |= {rows.cell(at[row.kind], name): value for name, value in row.values.items() if name in rows.letters}
        at[row.kind] += 1
        made.left |= {f"{row.label} {review.pack.header(row.kind.SHEET.by_name[name])}": Standing.NO_COLUMN.value
                      for name in row.values.keys() - rows.letters.keys()}
    if values:
        made.backup, left = write_cells(register, review.register, values, day, list(places.values()), may_stay)
        made.left |= {str(cell): why for cell, why in left.items()}
    else:
        nothing_to_write(register)
    made.records.keep(_agreed(made, file, place, review.today) for place, file in enumerate(made.found.files))
    made.written = True


def _wanted(rows: Iterable[AddedRow]) -> dict[type[Record], int]:
    found: dict[type[Record], int] = {}
    for row in rows:
        found[row.kind] = found.get(row.kind, 0) + 1
    return found


def _refuse_without_room(rows: Iterable[AddedRow], places: dict[type[Record], FreeRows], register: Path) -> None:
    for row in rows:
        if row.kind not in places or not row.values.keys() & places[row.kind].letters.keys():
            raise CannotRun(f"{register} has no sheet '{row.kind.SHEET.name}' for the row {row.label} of "
                            f"{row.file.path.name}; `ncr upgrade` brings it. Nothing was written.")


def _agreed(made: Collected, file: ReturnedPart, place: int, today: date) -> PartRecord:
    """A part with what both sides know by now: all that the file says, but for what is still open."""
    open_cells = {str(each.cell) for each in made.found.standing(*OPEN) if each.cell.ref} | made.left.keys()
    part = made.records.every[file.part.number]  # another file of it may have been agreed just before
    open_rows = {(each.key, each.column.name) for each in made.found.standing(*OPEN) if each.file is file}
    ours, agreed, base = made.found.ours[place], dict(part.agreed), part.base
    for key, theirs in file.rows.items():
        sent = base[key]
        values = dict(sent.values)
        for column in sent.kind.SHEET.typed_columns:
            name, cell = column.name, str(ours[key].cell(column.name)) if key in ours else ""
            if name in theirs.at.letters and cell not in open_cells and (key, name) not in open_rows:
                values[name] = theirs.typed(name)
        values = {name: text for name, text in values.items() if text}
        if values != sent.values:
            agreed[key] = replace(sent, values=values)
    agreed |= {each.row.key: None for each in made.found.stays if each.file is file}
    for row in made.added:
        if row.file is file and (not row.why_not or row.settled):
            agreed[row.key] = _as_agreed(row)
    return replace(part, agreed=agreed, returned_on=today, seen=tuple(dict.fromkeys((*part.seen, *file.seen))))


def _as_agreed(row: AddedRow) -> SentRow:
    about = row.kind.SHEET
    values = {column.name: text for column in shared_columns(row.kind) if column.name not in row.unread
              and (text := row.record.typed(column.name))}
    now = str(row.values.get(about.id_field) or "") if about.id_field else ""
    return SentRow(row.key, values, entered_as=now if now != values.get(about.id_field, "") else "")
