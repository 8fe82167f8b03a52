"""What comes of a source: rows of a register, and for every row and cell of the source what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.write.written_values import Value

Row = dict[str, Value]
Place = tuple[type[Record], int]
"""A record of the outcome: its sheet, and its number there from 0."""


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
    """From a cell of the source to one of the register: the record, and the field or the header of an own column."""

    source: str
    place: Place
    field: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A row of the source that was taken over, and the records that came of it, its finding first."""

    table: str
    row: int  # from 1
    id: str  # of its finding, as the source has it; '' where it has none
    cells: tuple[tuple[str, str], ...]  # header and text of every filled cell
    places: tuple[Place, ...]
    adds: bool = False  # to a finding of an earlier table
    left: tuple[Left, ...] = ()  # of its cells

    @property
    def where(self) -> str:
        """How people call it."""
        return f"{self.table} row {self.row}"


@dataclass
class Outcome:
    """What a source gives."""

    rows: dict[type[Record], list[Row]] = field(default_factory=dict)
    own: dict[type[Record], dict[str, dict[int, Value]]] = field(default_factory=dict)
    """Columns that have no place of ours, by sheet and header: the values by the number of the row."""
    rows_in: int = 0
    taken: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    traces: list[Trace] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    settings: Row = field(default_factory=dict)  # facts of the register, where the source has them
    sheets: dict[str, list[list[object]]] = field(default_factory=dict)  # that people added to it

    def row(self, place: Place) -> Row:
        """A record of it."""
        kind, number = place
        return self.rows[kind][number]

    def own_headers(self) -> list[str]:
        """The headers of the columns without a place of ours."""
        return list(dict.fromkeys(header for columns in self.own.values() for header in columns))
