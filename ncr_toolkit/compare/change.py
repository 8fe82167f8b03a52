"""How a kind of change is looked for: a function with the decorator `look`, in one of the files of `kinds`.

It yields `News`; what belongs to it (whose finding, which cells, whether that finding is closed) is added in
`comparison`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cache
from importlib import import_module

from ncr_toolkit.compare.answer_parts import Standing, standing
from ncr_toolkit.compare.matching import pairs
from ncr_toolkit.compare.pairs import Pair, Pairs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Record


class ChangeKind(StrEnum):
    """What changed, in words. The name, in small letters, is what the JSON output calls it."""

    OTHER_REGISTER = "another register"
    NOT_COMPARED = "could not be compared"
    VANISHED = "vanished"
    REOPENED_SILENTLY = "reopened without saying so"
    REOPENED = "reopened"
    RENUMBERED = "renumbered"
    NEW = "new finding"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    GRADE_LOWERED = "grade lowered"
    GRADE_RAISED = "grade raised"
    GRADE_CHANGED = "grade changed"
    STATUS = "status changed"
    DECISION = "body's decision"
    SENT = "response sent"
    DATE_LATER = "date moved later"
    DATE_LATER_AGREED = "date moved later, as agreed"
    DATE_EARLIER = "date moved earlier"
    DATE_FIRST = "first date"
    DATE_EMPTIED = "date emptied"
    UNCLEAR = "could not be read"
    OWNER = "owner changed"
    AUDITORS_WORDS = "auditor's words changed"
    CLOSED_CHANGED = "closed finding changed"
    SENT_CHANGED = "sent answer changed"
    CAUSE_ADDED = "cause added"
    CAUSE_REMOVED = "cause removed"
    ACTION_ADDED = "action added"
    ACTION_DROPPED = "action dropped"
    DONE = "done"
    UNDONE = "no longer done"
    EVIDENCE_ADDED = "evidence added"
    EVIDENCE_REMOVED = "evidence removed"
    EVIDENCE_FILE = "evidence file changed"
    FINGERPRINT = "fingerprint changed"
    RESULT = "effectiveness result"
    LEFT = "person left"
    ROW_ADDED = "row added"
    ROW_REMOVED = "row removed"
    OTHER = "other cell changed"


COUNTED = (ChangeKind.ROW_ADDED, ChangeKind.ROW_REMOVED, ChangeKind.OTHER)
"""What is only counted where it is not grave."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was."""

    kind: ChangeKind
    grave: bool  # somebody has to look at it
    message: str  # one plain sentence
    finding: str  # the id of the finding concerned, '' if it is none's
    grade: str  # of that finding: the graver one of both registers
    record: str  # the record it is on, as the new register calls it
    key: str  # the column, '' where it is the whole row or sheet
    cell: Cell  # in the new register; of what is gone only the sheet
    old_cell: Cell | None  # in the old one, None for what is new
    old: str
    new: str
    order: tuple[int, int, int, int] = (0, 0, 0, 0)  # rank of the grade; sheet, row and column


@dataclass(frozen=True, slots=True)
class News:
    """What a function saw. `name` is the column; `also` are further columns that it has told with it."""

    kind: ChangeKind
    message: str
    name: str = ""
    grave: bool = False
    also: tuple[str, ...] = ()
    values: tuple[str, str] | None = None  # old and new, where these are not what stands in the column
    cell: Cell | None = None  # where it is no record's


class Both:
    """Two registers, as the functions see them."""

    def __init__(self, old: Review, new: Review) -> None:
        self.old, self.new = old, new
        self.pairs: Pairs = pairs(old, new)
        self._standings: dict[int, Standing] = {}

    def finding(self, old: Record | None, new: Record | None) -> tuple[Finding | None, Finding | None]:
        """The finding that a record belongs to, in both registers: first by where the record stood."""
        mine = self.old.finding(old) if old is not None else None
        if mine is not None:
            return mine, self.pairs.after(mine)
        yours = self.new.finding(new) if new is not None else None
        return (self.pairs.before(yours) if yours is not None else None), yours

    def standing(self, old: Record | None, new: Record | None) -> Standing:
        """How the finding of a record stands; neither closed nor sent where it is not in both registers."""
        mine, yours = self.finding(old, new)
        if mine is None or yours is None:
            return Standing(False, False, False)
        if id(yours) not in self._standings:
            pair = self.pairs.pair(mine, yours, self.pairs.lost_columns(Finding)) or Pair(mine, yours)
            self._standings[id(yours)] = standing(pair)
        return self._standings[id(yours)]


class Where(Enum):
    """Which rows a function looks at."""

    BOTH = "a pair that says something else now: called (pair, both)"
    NEW = "a row without an old one: called (row, both)"
    GONE = "a row without a new one: called (row, both)"
    ONCE = "the two registers: called (both)"


Look = Callable[..., Iterable[News]]
LOOKS: dict[tuple[Where, type[Record] | None], list[Look]] = {}


def look(where: Where, *kinds: type[Record]) -> Callable[[Look], Look]:
    """Have a function called for these rows of these sheets."""

    def enter(function: Look) -> Look:
        for kind in kinds or (None,):
            LOOKS.setdefault((where, kind), []).append(function)
        return function

    return enter


@cache
def looks() -> dict[tuple[Where, type[Record] | None], list[Look]]:
    """Every function by where it looks."""
    package = import_module("ncr_toolkit.compare.kinds")
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{package.__name__}.{module.name}")
    return LOOKS
