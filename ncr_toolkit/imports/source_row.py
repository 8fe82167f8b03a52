"""The records that one row of a source gives."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import fitting_cell
from ncr_toolkit.core import packs
from ncr_toolkit.core.cell_parts import one_line
from ncr_toolkit.core.dates import Unclear, read_day
from ncr_toolkit.core.foreign_words import words
from ncr_toolkit.core.model import BY_PREFIX, Action, Extension, Finding
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import Column, Kind, Record, Sheet
from ncr_toolkit.core.several import COLUMNS
from ncr_toolkit.core.workbook_words import meant
from ncr_toolkit.excel.write.written_values import Value
from ncr_toolkit.imports.apart import STEPS, WAYS, pieces, steps
from ncr_toolkit.imports.mapping import LEAVE, NOTE, OWN, Mapping, TableMapping
from ncr_toolkit.imports.outcome import Left, Outcome, Place, Row, Trace
from ncr_toolkit.imports.proposal import PEOPLE, day_of

_ID = "finding.id"
_IDS = {"containment": "C", "cause": "RC", "action": "CA", "evidence": "E"}
"""By sheet, how the ids of rows begin that a list has no id for; then follow the finding and a number."""
_SEVERAL = frozenset(f"finding.{name}" for name in COLUMNS)
_MOST_OF_A_HEADER = 200  # Excel bears 255 letters in the header of a table


@dataclass(frozen=True, slots=True)
class SourceCell:
    """A filled cell of the source."""

    key: str  # what the mapping makes of its column
    value: object
    text: str  # as a person sees it
    header: str
    where: str


@dataclass
class Whole:
    """What the rows of a source share."""

    mapping: Mapping
    pack: Pack  # of the register
    outcome: Outcome
    findings: dict[str, int] = field(default_factory=dict)  # by folded id, the number among the findings
    audits: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)  # ids that no row may be given
    counts: Counter[tuple[type[Record], str]] = field(default_factory=Counter)
    last_made: int = 0

    def made_id(self) -> str:
        """The next id for a finding that has none."""
        self.last_made += 1
        while (id := f"F-{self.last_made:03}") and (fold(id) in self.taken or fold(id) in self.findings):
            self.last_made += 1
        return id


class SourceRowMaker:
    """Makes the records of one row, cell by cell."""

    def __init__(self, whole: Whole, told: TableMapping, id: str, before: dict[str, int]) -> None:
        """`before`: the findings of earlier tables; a row with the id of one adds to it."""
        self.whole, self.told = whole, told
        self.id = id or whole.made_id()
        self.joined = before.get(fold(self.id))
        finding = {} if self.joined is None else whole.outcome.rows[Finding][self.joined]
        self.found: dict[type[Record], Row] = {Finding: finding}
        self.steps: list[tuple[Row, str]] = []  # each with the cell it stands in
        self.notes: list[str] = []
        self.own: list[SourceCell] = []
        self.from_cells: list[tuple[type[Record], str, str]] = []

    def take(self, cell: SourceCell) -> None:
        """Put a cell where it belongs, or say why not."""
        if cell.key == OWN:
            self.own.append(cell)
        elif cell.key == STEPS:
            self._steps(cell)
        elif cell.key in WAYS:
            for key, piece in pieces(cell.key, cell.text):
                if piece:
                    self._take(SourceCell(key, piece, piece, cell.header, cell.where))
        elif cell.key != LEAVE:
            self._take(cell)

    def _take(self, cell: SourceCell) -> None:
        key = cell.key
        if key == _ID:
            return
        if key == NOTE:
            self.notes.append(f"{cell.header}: {cell.text}")
            return
        if key == "effect.observed" and words().certain("result", cell.text):
            key = "effect.result"  # a verdict alone, in a column that might tell what was seen
        prefix, _, name = key.partition(".")
        kind = BY_PREFIX[prefix]
        column = kind.SHEET.by_name[name]
        taken, why = self._value(key, column, cell.value, cell.text)
        row = self.found.setdefault(kind, {})
        if why or (taken and row.get(name) not in (None, "", taken)):
            self._leave(cell, why or f"'{self.whole.pack.header(column)}' of {self.id} holds something else already")
        elif taken:
            row[name] = taken
            self.from_cells.append((kind, name, cell.where))

    def _leave(self, cell: SourceCell, why: str) -> None:
        self.notes.append(f"{cell.header}: {cell.text}")
        self.whole.outcome.left.append(Left(cell.where, cell.text, why))

    def _steps(self, cell: SourceCell) -> None:
        """Each step an action of its own; a day that is none stays with its words, and is told."""
        for what, day in steps(cell.text):
            read, why = self._day(day, day) if day else ("", "")
            if why:
                self.whole.outcome.left.append(Left(cell.where, day, why))
            self.steps.append(({"what": f"{what} ({day})" if why else what, "due": read or None}, cell.where))

    def _value(self, key: str, column: Column, value: object, text: str) -> tuple[Value, str]:
        """What stands in our cell, and why nothing does."""
        line = " ".join(text.split())
        nothing = fold(line) in words().nothing
        if column.kind is Kind.DATE:
            return self._day(value, line)
        if key in PEOPLE:
            person = self.whole.mapping.people.get(line, "")
            return person, "" if person or nothing else f"who '{line}' is, is not decided"
        if key in ("finding.grade", "finding.status"):
            ours = getattr(self.whole.mapping, column.name).get(line, "")
            return ours, "" if ours or nothing else f"what {column.name} '{line}' is, is not decided"
        if column.kind is Kind.CHOICE:
            ours = words().certain("result", line) if key == "effect.result" else \
                meant(column).get(fold(line), "")
            return ours, "" if ours else f"'{line}' is no choice for '{self.whole.pack.header(column)}'"
        if key == "finding.audit":
            self.whole.audits.setdefault(fold(line), line)
        told = one_line(text) if key in _SEVERAL else text
        return (" ".join(told.split()) if column.exact else told), ""

    def _day(self, value: object, line: str) -> tuple[Value, str]:
        read = read_day(value) if isinstance(value, (date, datetime)) \
            else day_of(line, self.whole.mapping.dates, self.whole.mapping.zone)
        if not isinstance(read, Unclear):
            return read, ""
        if fold(line) in words().nothing:
            return "", ""
        if read.readings:
            return "", f"may be {' or '.join(read.readings)}"
        return "", "is no day"

    def finish(self) -> tuple[Place, ...]:
        """Hand the records over, with what links them; gives their places, the finding first."""
        self._extend()
        finding = self.found.pop(Finding)
        if self.joined is None:
            finding |= {"id": self.id, "grade": finding.get("grade") or self.told.grade,
                        "status": finding.get("status") or self.told.status}
        places = [self._enter(Finding, finding) if self.joined is None else (Finding, self.joined)]
        self.whole.findings.setdefault(fold(self.id), places[0][1])
        places += [self._enter(kind, row) for kind, row in self.found.items() if row]
        self._trace(dict(places))
        for row, cell in self.steps:
            places.append(self._enter(Action, row))
            self.whole.outcome.traces.append(Trace(cell, places[-1], "what"))
        self._own(places)
        if self.notes:
            known = str(finding.get("internal_note") or "")
            finding["internal_note"] = fitting_cell("\n".join(filter(None, (known, *self.notes))))
        return tuple(places)

    def _enter(self, kind: type[Record], row: Row) -> Place:
        rows = self.whole.outcome.rows.setdefault(kind, [])
        if kind is not Finding and "finding" in kind.SHEET.by_name:
            row["finding"] = self.id
        if kind.SHEET.prefix in _IDS and not row.get("id"):
            self.whole.counts[kind, fold(self.id)] += 1
            row["id"] = f"{_IDS[kind.SHEET.prefix]}-{self.id}-{self.whole.counts[kind, fold(self.id)]}"
        rows.append(row)
        return kind, len(rows) - 1

    def _trace(self, numbers: dict[type[Record], int]) -> None:
        self.whole.outcome.traces += [Trace(cell, (kind, numbers[kind]), name) for kind, name, cell in self.from_cells]

    def _own(self, places: list[Place]) -> None:
        """What has no place of ours stands in a column of the user's own: with the finding, or with the row that adds
        to one."""
        kind, number = places[0] if self.joined is None or len(places) == 1 else places[1]
        columns = self.whole.outcome.own.setdefault(kind, {}) if self.own else {}
        for cell in self.own:
            header = _own_header(kind, cell.header)
            values = columns.setdefault(header, {})
            if values.setdefault(number, plain_value(cell.value, cell.text)) != plain_value(cell.value, cell.text):
                self._leave(cell, f"'{cell.header}' of {self.id} holds something else already")
            else:
                self.whole.outcome.traces.append(Trace(cell.where, (kind, number), header, own=True))

    def _extend(self) -> None:
        """A later day that was agreed: the first one stays on the sheet Extensions."""
        extension = self.found.get(Extension)
        if not extension or not extension.get("to_date"):
            return
        finding = self.found[Finding]
        extension["record"], extension["from_date"] = self.id, finding.get("close_due")
        finding["close_due"] = extension["to_date"]


def plain_value(value: object, text: str) -> Value:
    """A cell of the source as it stands in a column of the user's own: numbers and days as such, all else as text."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return value.date() if value.time() == datetime.min.time() else text
    return value if isinstance(value, date) else text


def _own_header(kind: type[Record], header: str) -> str:
    """The header, made unlike those of ours, which Excel tells apart by their letters alone."""
    plain = header[:_MOST_OF_A_HEADER]
    return f"{plain} (imported)" if fold(plain) in _headers(kind.SHEET) else plain


@cache  # there are seven sheets
def _headers(sheet: Sheet) -> frozenset[str]:
    """The headers of a sheet, folded, by whatever standard the register is made."""
    return frozenset(fold(header) for column in sheet.columns for header in packs.headers(column))
