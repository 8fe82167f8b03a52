"""Where the cells of one old sheet go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ncr_toolkit.core.schema import Column, Record
from ncr_toolkit.core.workbook_words import is_of_choices
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.upgrade.source import OldSheet


@dataclass
class OwnPlace:
    """A column of people's own: where it stood, its header in the table, and the key it carries."""

    column: int
    header: str
    key: str = ""  # that the new key row must carry though the old one did not


@dataclass
class SheetMapping:
    """The new place of every cell of a sheet, or what else becomes of it."""

    old: OldSheet
    name: str  # of the new sheet, '' where the old one has none
    kind: type[Record] | None = None  # the sheet of ours that it becomes
    rows: dict[int, int] = field(default_factory=dict)
    columns: dict[int, int] = field(default_factory=dict)
    computed: dict[int, int] = field(default_factory=dict)  # columns that the template computes
    fields: dict[int, Column] = field(default_factory=dict)  # our columns by their old place
    cells: dict[Address, Address] = field(default_factory=dict)  # single cells
    made: dict[Address, str] = field(default_factory=dict)  # what the template makes itself, by what it is
    own: list[OwnPlace] = field(default_factory=list)
    anew: str = ""  # the sheet of the template that takes its place, made anew
    below: int = 0  # the first old row of data
    whole: bool = False  # every cell keeps its place: a sheet of people's own
    above: int = 0  # rows of data that stood above the header
    dropped: int = 0  # blank rows between others
    repeated: int = 0  # header rows that stood there again
    remarks: list[str] = field(default_factory=list)

    @cached_property
    def of_choices(self) -> frozenset[Column]:
        """Our columns that hold words of ours."""
        return frozenset(column for column in self.fields.values() if is_of_choices(column))

    def to(self, where: Address) -> Address | None:
        """The new place of a cell that is moved."""
        if self.whole:
            return where
        if where in self.cells:
            return self.cells[where]
        row, column = self.rows.get(where.row), self.columns.get(where.column)
        return None if row is None or column is None or where in self.made else Address(row, column)

    def seen_at(self, where: Address) -> Address | None:
        """The new place of a cell, also of a blank or computed one; None where it has none."""
        if self.whole or where in self.cells:
            return self.to(where)
        column = self.columns.get(where.column, self.computed.get(where.column))
        row = self.rows.get(where.row)
        if row is None and self.shift is not None and where.row >= self.below:
            row = where.row + self.shift
        return None if row is None or column is None else Address(row, column)

    @property
    def straight(self) -> bool:
        """Whether rows that follow each other still do."""
        return self.whole or self.shift is not None

    @cached_property
    def still(self) -> bool:
        """Whether every cell that people filled has the place it had."""
        moves = (*self.rows.items(), *self.columns.items(), *self.cells.items())
        return self.name in ("", self.old.name) and (self.whole or all(old == new for old, new in moves)) \
            and next(self.homeless(), None) is None

    @cached_property
    def shift(self) -> int | None:
        """By how many rows all of them move; None where it is not the same for all."""
        steps = {new - old for old, new in self.rows.items()}
        return steps.pop() if len(steps) == 1 else None

    def homeless(self) -> Iterator[Address]:
        """Filled cells that are neither moved nor made by the template."""
        return (where for where in self.old.filled() if where not in self.made and self.to(where) is None)
