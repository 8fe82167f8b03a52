"""Rows of a source become rows of a register, by a mapping. Rows in are rows taken and rows skipped; what is not
certain leaves its cell empty, and its text goes to the internal note of its finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import fitting_cell
from ncr_toolkit.core.model import BY_PREFIX, Action, Audit, Cause, Containment, Evidence, Finding, Person
from ncr_toolkit.core.schema import Column, Kind, Record
from ncr_toolkit.excel.read.dates import Unclear, read_day
from ncr_toolkit.excel.write.written_values import Value
from ncr_toolkit.imports.mapping import LEAVE, NOTE, Mapping, TableMapping
from ncr_toolkit.imports.proposal import PEOPLE, day_of
from ncr_toolkit.imports.sources.grid import seen
from ncr_toolkit.imports.tables import SourceRow, SourceTable
from ncr_toolkit.imports.words import TAKEN, words

Row = dict[str, Value]
_ID = "finding.id"
_IDS: dict[type[Record], str] = {Containment: "C", Cause: "RC", Action: "CA", Evidence: "E"}
"""How the ids of rows begin that a list has no id for; then follow the finding and a number."""
NOTHING = frozenset(map(fold, ("", "-", "--", "n/a", "na", "none", "nil", "tbd", "tba", "keine", "aucun", "ninguno")))
"""What stands in a cell for nothing; of a date, a person or a choice it leaves the cell empty without a word."""


@dataclass(frozen=True, slots=True)
class Left:
    """A cell that was not taken as it is."""

    cell: str
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that gave none."""

    row: str
    why: str


@dataclass(frozen=True, slots=True)
class Trace:
    """From a cell of the source to one of the register: the sheet, the number of its row from 0, and the field."""

    source: str
    kind: type[Record]
    row: int
    field: str


@dataclass
class Outcome:
    """What a source gives."""

    rows: dict[type[Record], list[Row]] = field(default_factory=dict)
    rows_in: int = 0
    taken: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)


def convert(tables: Iterable[SourceTable], mapping: Mapping) -> Outcome:
    """The rows of these tables as rows of a register."""
    conversion = _Conversion(mapping)
    for table in tables:
        conversion.table(table, mapping.tables.get(table.name) or TableMapping(leave=True))
    conversion.people()
    return conversion.outcome


class _Conversion:
    """One conversion of one source."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping, self.outcome = mapping, Outcome()
        self.findings: dict[str, Row] = {}  # by folded id, of the tables before this one
        self.audits: dict[str, str] = {}
        self.counts: Counter[tuple[type[Record], str]] = Counter()

    def table(self, table: SourceTable, told: TableMapping) -> None:
        before = dict(self.findings)
        for row in table.rows:
            self.outcome.rows_in += 1
            where = f"{table.name} row {row.number + 1}"
            why = "the sheet is left out, as the mapping says" if told.leave else str(row.skipped or "") or \
                self._row(table, told, row, before)
            if why:
                self.outcome.skipped.append(Skipped(where, why))
            else:
                self.outcome.taken += 1

    def _row(self, table: SourceTable, told: TableMapping, row: SourceRow, before: dict[str, Row]) -> str:
        """Take over one row; why it was not, '' where it was."""
        cells = list(_cells(table, told, row))
        if not any(seen(value) for key, value, _, _ in cells if key not in (NOTE, LEAVE)):
            return "nothing stands in a column that is taken over"
        graded = next((seen(value) for key, value, _, _ in cells if key == "finding.grade"), "")
        if self.mapping.grade.get(" ".join(graded.split())) == LEAVE:
            return f"'{graded}' is left out, as the mapping says"
        made = _Rows(self, told, next((seen(value) for key, value, _, _ in cells if key == _ID), ""), before)
        for key, value, header, cell in cells:
            made.take(key, value, header, cell)
        made.finish()
        return ""

    def people(self) -> None:
        """A row of People for each person that is named."""
        names = dict.fromkeys(str(row[name]) for kind in TAKEN for row in self.outcome.rows.get(kind, ())
                              for column in kind.SHEET.columns if column.kind is Kind.PERSON
                              and row.get(name := column.name))
        if names:
            self.outcome.rows[Person] = [{"name": name, "email": name if "@" in name else None} for name in names]
        if self.audits:
            self.outcome.rows[Audit] = [{"id": id} for id in self.audits.values()]


def _cells(table: SourceTable, told: TableMapping, row: SourceRow) -> Iterator[tuple[str, object, str, str]]:
    """The filled cells of a row: the key it goes to, what stands there, its header, and where it is."""
    for column, header in table.headers.items():
        value = row.cells[column] if column < len(row.cells) else ""
        if seen(value):
            yield told.columns.get(header, NOTE), value, header, table.grid.where(row.number, column)


class _Rows:
    """The rows that one row of the source gives."""

    def __init__(self, conversion: _Conversion, told: TableMapping, id: str, before: dict[str, Row]) -> None:
        self.whole, self.told = conversion, told
        self.id = " ".join(id.split()) or self._made_id()
        self.joined = before.get(fold(self.id))  # a finding of an earlier table: this row adds to it
        self.found: dict[type[Record], Row] = {Finding: {} if self.joined is None else self.joined}
        self.notes: list[str] = []
        self.from_cells: list[tuple[type[Record], str, str]] = []

    def _made_id(self) -> str:
        number = len(self.whole.outcome.rows.get(Finding, ())) + 1
        while fold(f"F-{number:03}") in self.whole.findings:
            number += 1
        return f"F-{number:03}"

    def take(self, key: str, value: object, header: str, cell: str) -> None:
        """Put one cell where it belongs, or say why not."""
        if key in (LEAVE, _ID):
            return
        text = seen(value)
        if key == NOTE:
            self.notes.append(f"{header}: {text}")
            return
        if key == "effect.observed" and words().certain("result", text):
            key = "effect.result"  # a verdict alone, in a column that might tell what was seen
        prefix, _, name = key.partition(".")
        kind = BY_PREFIX[prefix]
        column = kind.SHEET.by_name[name]
        taken, why = self._value(key, column, value, text)
        row = self.found.setdefault(kind, {})
        if why or (taken and row.get(name) not in (None, "", taken)):
            self.notes.append(f"{header}: {text}")
            why = why or f"'{column.header}' of {self.id} holds something else already"
            self.whole.outcome.left.append(Left(cell, text, why))
        elif taken:
            row[name] = taken
            self.from_cells.append((kind, name, cell))

    def _value(self, key: str, column: Column, value: object, text: str) -> tuple[Value, str]:
        """What stands in our cell, and why nothing does."""
        line = " ".join(text.split())
        if column.kind is Kind.DATE:
            return self._day(value, line)
        if key in PEOPLE:
            person = self.whole.mapping.people.get(line, "")
            return person, "" if person or fold(line) in NOTHING else f"who '{line}' is, is not decided"
        if key in ("finding.grade", "finding.status"):
            ours = getattr(self.whole.mapping, column.name).get(line, "")
            return ours, "" if ours or fold(line) in NOTHING else f"what {column.name} '{line}' is, is not decided"
        if column.kind is Kind.CHOICE:
            ours = words().certain("result", line) if key == "effect.result" else \
                next((choice for choice in column.choices if fold(choice) == fold(line)), "")
            return ours, "" if ours else f"'{line}' is no choice for '{column.header}'"
        if key == "finding.audit":
            self.whole.audits.setdefault(fold(line), line)
        return (line if column.exact else text), ""

    def _day(self, value: object, line: str) -> tuple[Value, str]:
        read = read_day(value) if isinstance(value, (date, datetime)) else day_of(line, self.whole.mapping.dates)
        if not isinstance(read, Unclear):
            return read, ""
        if fold(line) in NOTHING:
            return "", ""
        if read.readings:
            return "", f"may be {' or '.join(read.readings)}"
        return "", "is no day"

    def finish(self) -> None:
        """Hand the rows over, with what links them."""
        self._extend()
        finding = self.found[Finding]
        if self.joined is None:
            finding["id"] = self.id
            finding.setdefault("grade", self.told.grade)
            finding.setdefault("status", self.told.status)
            self.whole.findings[fold(self.id)] = finding
        if self.notes:
            known = str(finding.get("internal_note") or "")
            finding["internal_note"] = fitting_cell("\n".join(filter(None, (known, *self.notes))))
        for kind, row in self.found.items():
            if row and not (kind is Finding and self.joined is not None):
                self._enter(kind, row)

    def _enter(self, kind: type[Record], row: Row) -> None:
        rows = self.whole.outcome.rows.setdefault(kind, [])
        if kind is not Finding and "finding" in kind.SHEET.by_name:
            row["finding"] = self.id
        if kind in _IDS and not row.get("id"):
            self.whole.counts[kind, fold(self.id)] += 1
            row["id"] = f"{_IDS[kind]}-{self.id}-{self.whole.counts[kind, fold(self.id)]}"
        rows.append(row)
        self.whole.outcome.traces += [Trace(cell, kind, len(rows) - 1, name)
                                      for of, name, cell in self.from_cells if of is kind]

    def _extend(self) -> None:
        """A later day that was agreed: the first one stays on the sheet Extensions."""
        extension = self.found.get(BY_PREFIX["extension"])
        if not extension or not extension.get("to_date"):
            return
        finding = self.found[Finding]
        extension["record"], extension["from_date"] = self.id, finding.get("close_due")
        finding["close_due"] = extension["to_date"]
