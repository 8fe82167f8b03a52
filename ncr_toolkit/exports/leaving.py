"""What leaves the register: the records of the findings that were asked for, and what people added beside them.

A format asks here for every cell, and so it is known which ones it took: what it has no place for can be told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ncr_toolkit.common.money import without_amounts
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import BY_PREFIX, RECORDS, RESOURCES_TOLD, Action, Finding
from ncr_toolkit.core.register import R, Review
from ncr_toolkit.core.schema import Column, Kind, Record, Unread
from ncr_toolkit.exports.additions import Additions, Plain
from ncr_toolkit.exports.chosen import records_of

INTERNAL = frozenset(("finding.internal_note", "decision.reason", "setting.reason", "person.email"))
"""Columns that are for the house alone: they leave only where it is asked for."""
RESOURCES = "action.resources"
"""Of this the register itself says what others are told."""


@dataclass
class NotTaken:
    """What of a sheet a format has no place for."""

    kind: type[Record]
    rows: int  # that there are
    whole_rows: int = 0  # of which nothing leaves
    columns: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Of the other rows, by header: how many filled cells stay, and of how many."""


@dataclass
class Leaving:
    """The records that leave, each cell of which is asked for here."""

    review: Review
    findings: Sequence[Finding] = ()  # empty: all, and the whole register with them
    internal: bool = False  # what is for the house alone leaves, too
    added: Additions = field(default_factory=Additions)
    taken: dict[int, int] = field(default_factory=dict, repr=False)  # by record, a bit a column
    reworded: dict[str, dict[str, str]] = field(default_factory=dict)  # header -> our word -> theirs
    shortened: list[str] = field(default_factory=list)  # cells of which the end did not fit

    @cached_property
    def rows(self) -> dict[type[Record], list[Record]]:
        """The records by sheet, in the order of the workbook."""
        return records_of(self.findings, self.review) if self.findings else self.review.register.records

    def all(self, kind: type[R]) -> list[R]:
        """The records of one sheet."""
        return self.rows[kind]  # type: ignore[return-value]

    @property
    def whole(self) -> bool:
        """Whether all findings leave."""
        return not self.findings

    @property
    def own_sheets(self) -> dict[str, list[list[Plain]]]:
        """The sheets that people added, with the whole register alone; hidden ones are for the house."""
        return {name: rows for name, rows in self.added.sheets.items()
                if self.whole and (self.internal or name not in self.added.hidden)}

    def withheld(self, column: Column) -> bool:
        """Whether a column stays in the house."""
        return column.key in INTERNAL and not self.internal

    def text(self, record: Record, name: str) -> str:
        """What stands in a cell, as text; '' where nothing does, where it could not be read, and where it stays."""
        value = self.value(record, name)
        return value.isoformat() if isinstance(value, date) else str(value)

    def value(self, record: Record, name: str) -> str | date | int:
        """The same with days as days and numbers as numbers."""
        value = record.value(name)
        if value is None or value == "":
            return ""
        column = record.SHEET.by_name[name]
        if self.withheld(column):
            return ""
        self.take(record, name)
        return self.resources(str(value)) if column.key == RESOURCES and not self.internal else value

    def day(self, record: Record, name: str) -> date | None:
        """A day; None where none can be told."""
        value = self.value(record, name)
        return value if isinstance(value, date) else None

    def word(self, record: Record, name: str, words: Mapping[str, str]) -> str:
        """Another program's word for what stands in a cell; '' where it has none, or nothing stands there."""
        ours = str(record.value(name) or "")
        theirs = words.get(ours, "")
        if theirs:
            self.reword(record, name, theirs)
        return theirs

    def reword(self, record: Record, name: str, theirs: str) -> None:
        """Note that a cell leaves in other words."""
        self.take(record, name)
        ours = record.typed(name)
        if fold(theirs) != fold(ours):
            header = self.review.pack.header(record.SHEET.by_name[name])
            self.reworded.setdefault(header, {})[ours] = theirs

    def take(self, record: Record, *names: str) -> None:
        """Note that cells leave."""
        places = _places(type(record))
        for name in names:
            self.taken[id(record)] = self.taken.get(id(record), 0) | places[name]

    def resources(self, text: str) -> str:
        """What others are told of a text about resources, by the setting of the register for responses."""
        settings = self.review.register.settings
        without, typed, _ = RESOURCES_TOLD
        wanted = settings.resources_told or ("" if "resources_told" in settings.unread else without)
        return text if wanted == typed else without_amounts(text) if wanted == without else ""

    # What did not leave

    def not_taken(self) -> Iterator[NotTaken]:
        """Of each sheet what no place was found for."""
        for kind in RECORDS:
            left = NotTaken(kind, len(self.rows[kind]))
            left.whole_rows = sum(id(record) not in self.taken for record in self.rows[kind])
            for name, bit in _places(kind).items():
                column = kind.SHEET.by_name[name]
                filled = [self.taken[id(record)] & bit for record in self.rows[kind] if id(record) in self.taken
                          and record.value(name) not in ("", None) and name not in record.implied]
                if not all(filled) and not self.withheld(column):
                    left.columns[self.review.pack.header(column)] = filled.count(0), len(filled)
            if left.whole_rows or left.columns:
                yield left

    def stays(self) -> Iterator[tuple[Column, int]]:
        """The columns that stay in the house, with the number of their filled cells."""
        for key in sorted(INTERNAL if not self.internal else ()):
            kind = BY_PREFIX[key.partition(".")[0]]
            column = kind.SHEET.by_name[key.partition(".")[2]]
            number = sum(not record.blank(column.name) for record in self.rows[kind])
            if number:
                yield column, number

    def amounts(self) -> int:
        """How many cells of Resources are told otherwise than they stand there."""
        if self.internal:
            return 0
        return sum(self.resources(action.resources) != action.resources for action in self.all(Action))

    def unread(self) -> Iterator[Unread]:
        """The cells that could not be read for certain, and do not stay in the house anyhow."""
        for record in self.every():
            yield from (each for each in record.unread.values() if not self.withheld(each.column))

    def every(self) -> Iterable[Record]:
        """Every record that leaves; of the whole register its settings, too."""
        for kind in RECORDS:
            yield from self.rows[kind]
        if self.whole:
            yield self.review.register.settings


_BITS: dict[type[Record], dict[str, int]] = {}


def _places(kind: type[Record]) -> dict[str, int]:
    """A bit for each column that is typed."""
    if kind not in _BITS:
        _BITS[kind] = {column.name: 1 << place for place, column in enumerate(kind.SHEET.columns)
                       if column.kind is not Kind.DERIVED}
    return _BITS[kind]
