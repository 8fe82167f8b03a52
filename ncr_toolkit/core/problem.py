"""What the tool found wrong in a register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ncr_toolkit.core.schema import Cell


class Level(StrEnum):
    """How grave a problem is. ERROR: the body would send it back. WARNING: it would ask. INFO: still to do."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Purpose(StrEnum):
    """What a response is to serve as. A problem may stand in the way of the plan, or only of the proof. How far a
    response is: `core/stage.py`."""

    PLAN = "plan"  # a plan to be accepted
    PROOF = "proof"  # proof that the plan was carried out
    NEVER = "never"  # neither: it concerns time or housekeeping, not the content of the response


@dataclass(frozen=True, slots=True)
class Rule:
    """What a check holds a register to, and whose rule that is."""

    code: str
    title: str
    why: str
    fix: str  # what to do in general; a problem says it for its own cell
    level: Level
    source: str  # a sentence: the clause, or whose practice or advice it is
    looked_up_on: date | None = None  # when the rule was last compared with a text; None where it is our own
    read_in: str = ""  # that text

    @property
    def cited(self) -> str:
        """Whose rule it is, and when and where it was last looked up, in sentences."""
        looked_up = f" Looked up on {self.looked_up_on.isoformat()} in {self.read_in}." if self.looked_up_on else ""
        return f"{self.source}{looked_up}"


@dataclass(frozen=True, slots=True)
class NewRow:
    """Where a row is still to be written: the first free one of its sheet."""

    cell: Cell  # where typing begins
    key: str  # of that column
    row: int

    def __str__(self) -> str:
        return f"{self.cell.sheet}, first free row {self.cell.ref or self.row}"


ALL = "*"
"""Stands for every finding of the register."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, at one cell, with what to do about it."""

    code: str
    level: Level
    cell: Cell
    message: str
    fix: str
    key: str | None = None  # the column's key
    record: str | None = None  # id of the record it is on
    value: str | None = None  # what stands in the cell
    findings: tuple[str, ...] = ()  # the findings whose response it concerns, folded; ALL for every one
    blocks: Purpose | None = None  # what it stands in the way of
    order: tuple[int, int, int] = (0, 0, 0)  # place in the workbook: sheet, row, column
    adds: NewRow | None = None  # where its mending begins with a row that is still to be written
    rule: Rule | None = None  # what the check of this code asks, and whose rule that is

    @property
    def where(self) -> Cell | NewRow:
        """Where the work is done: the cell itself, or the row that is still to be written."""
        return self.adds or self.cell


@dataclass(frozen=True, slots=True)
class NotChecked:
    """A check that could not look, or not at all of it: its silence says nothing."""

    code: str
    why: str  # a clause, without a full stop
    what: str = ""  # what it looks for, without a full stop
