"""Rows that owners have added: which of them go into the register, under which numbers, and which are there already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from ncr_toolkit.common.names import fold
from ncr_toolkit.compare.pairs import says_the_same
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.numbering import next_id
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Column, Kind, Record
from ncr_toolkit.sharing.merge import Merge, Value, value_of
from ncr_toolkit.sharing.portions import KEPT, SHARED, shared_columns
from ncr_toolkit.sharing.returned import ReturnedPart

V = TypeVar("V", bound=Value)


@dataclass
class AddedRow:
    """A row that an owner has added."""

    file: ReturnedPart
    key: str
    record: Record  # as it stands in the part
    values: dict[str, Value] = field(default_factory=dict)  # what goes into the register, by field
    renumbered: str = ""  # the number that it had in the part, where the register gives it another one
    unread: tuple[str, ...] = ()  # columns that could not be read, and stay blank
    why_not: str = ""  # why it does not go into the register
    settled: bool = False  # it is there already, and nothing is left to be done

    @property
    def kind(self) -> type[Record]:
        """The sheet of the row."""
        return type(self.record)

    @property
    def number(self) -> str:
        """The number of the row, '' where it has none."""
        own = self.kind.SHEET.id_field
        return str(self.values.get(own) or "") if own else ""

    @property
    def said(self) -> str:
        """The first words of the row, '' where it has none but its number and what it belongs to."""
        return next((str(value) for name, value in self.values.items() if name == "title"
                     or self.kind.SHEET.by_name[name].kind is Kind.LONG), "")

    @property
    def label(self) -> str:
        """The row as people know it: by the number that it gets, or had."""
        return self.number or self.record.label


def added_rows(found: Merge, review: Review) -> list[AddedRow]:
    """Every row that was added, with what becomes of it."""
    return list(_Adding(found, review).rows())


class _Adding:
    """Goes from file to file; a number that a file has used up is no more free for the next."""

    def __init__(self, found: Merge, review: Review) -> None:
        self.found = found
        self.ids = {kind.SHEET.prefix: {fold(id): id for id in review.labels(kind.SHEET.prefix)}
                    for kind in SHARED if kind.SHEET.id_field}
        self.here: dict[tuple[str, str], list[Record]] = defaultdict(list)
        for record in (record for kind in SHARED for record in review.register.records[kind]):
            self.here[record.SHEET.prefix, fold(record.owner_id)].append(record)
        self.versions: dict[tuple[str, str], list[AddedRow]] = defaultdict(list)

    def rows(self) -> Iterator[AddedRow]:
        """The rows in the order of their files."""
        every = [(file, *self._of(file)) for file in self.found.files]
        for rows in self.versions.values():
            _weigh(rows)
        for file, rows, names in every:
            for row in rows:
                if not row.why_not and row.number:
                    self._number(row, names)
            _follow(self.found, file, rows, names)
            yield from rows

    def _of(self, file: ReturnedPart) -> tuple[list[AddedRow], Names]:
        """The rows that were added to a file, and the numbers that the register gave others of it."""
        names: Names = {(row.kind.SHEET.prefix, fold(row.values.get("id", ""))): row.entered_as
                        for row in file.part.base.values() if row.entered_as}
        theirs = {fold(row.values.get("id", "")) for row in file.part.base.values() if row.kind is Finding}
        rows = []
        for key, record in file.new.items():
            row = _as_typed(file, key, record, theirs)
            if not row.why_not and self._is_there(row, names):
                row.why_not, row.settled = "it stands in the register already", True
            self.versions[file.part.number, key].append(row)
            rows.append(row)
        return rows, names

    def _is_there(self, row: AddedRow, names: Names) -> bool:
        """Whether the register has a row that says the same: it was taken over before. Its number may differ."""
        columns = [row.kind.SHEET.by_name[name] for name in row.values if name != row.kind.SHEET.id_field]
        for other in self.here[row.kind.SHEET.prefix, fold(row.record.owner_id)]:
            if id(other) not in self.found.rows_at and columns and all(
                    says_the_same(column, _now(column, row.record.typed(column.name), names), other.typed(column.name))
                    for column in columns):
                self.found.rows_at.add(id(other))
                if own := row.kind.SHEET.id_field:
                    names[row.kind.SHEET.prefix, fold(row.number)] = row.values[own] = other.typed(own)
                return True
        return False

    def _number(self, row: AddedRow, names: Names) -> None:
        """Give a row another number where its own is taken."""
        about, ids, typed = row.kind.SHEET, self.ids[row.kind.SHEET.prefix], row.number
        if fold(typed) in ids:
            row.renumbered = typed
            row.values[about.id_field] = next_id(about.by_name[about.id_field].numbered, ids.values())
            if not any(each.kind is row.kind and not each.entered_as and fold(each.values.get("id", "")) == fold(typed)
                       for each in row.file.part.base.values()):  # else what names it means the row that was sent out
                names[about.prefix, fold(typed)] = row.number
        ids[fold(row.number)] = row.number


Names = dict[tuple[str, str], str]
"""The numbers that the register gave rows of a file, by sheet and the number that they have there."""


def _as_typed(file: ReturnedPart, key: str, record: Record, findings: Collection[str]) -> AddedRow:
    """A row as its owner typed it; `findings`: the ids of those in the part."""
    row = AddedRow(file, key, record)
    columns = [column for column in shared_columns(row.kind) if not record.blank(column.name)]
    row.unread = tuple(column.name for column in columns if column.name in record.unread)
    row.values = {column.name: value_of(record, column.name) for column in columns
                  if column.name not in row.unread and column.key not in KEPT}
    if row.kind is Finding:
        row.why_not = "a finding is logged by whoever keeps the register"
    elif fold(record.owner_id) and fold(record.owner_id) not in findings:
        row.why_not = f"it names {record.owner_id}, which is not in this part"
    return row


def _weigh(rows: list[AddedRow]) -> None:
    """A row that came back twice is one, or, where the two say different things, one that a person decides on."""
    left = [row for row in rows if not row.why_not]
    if any(row.values != left[0].values for row in left[1:]):
        for row in left:
            row.why_not = "two files of the same part say different things in it; keep the file that counts"
        return
    for row in left[1:]:
        row.why_not, row.settled = f"it is in {left[0].file.path.name}, too", True


def _follow(found: Merge, file: ReturnedPart, rows: list[AddedRow], names: Names) -> None:
    """Let what the owner added or changed name the new numbers."""
    if names:
        for row in rows:
            row.values |= {name: _now(row.kind.SHEET.by_name[name], value, names) for name, value
                           in row.values.items()}
        for each in found.cells:
            each.value = _now(each.column, each.value, names) if each.file is file else each.value


def _now(column: Column, value: V, names: Names) -> V | str:
    """What a link says in the register."""
    return next((names[prefix, fold(str(value))] for prefix in column.to if (prefix, fold(str(value))) in names), value)
