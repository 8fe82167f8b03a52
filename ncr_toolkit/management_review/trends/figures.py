"""The figures of a management review, as one tree of plain data. Read this first.

Days are calendar days. A period holds its first and its last day. What is empty or could not be read counts for
nothing, as in `status`; how many were counted stands beside each figure that leaves some out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ncr_toolkit.core.model import CheckSetting, Extension, Finding, Lesson
from ncr_toolkit.core.status import OBSERVATIONS

GROUPS = ("Major", "Minor", "Observations", "No grade")
"""The grades as they are counted here: Observation, Opportunity and Area of concern are answered alike, and are one."""

Counts = Mapping[str, int]
"""A number for each of GROUPS."""


def group(finding: Finding) -> str:
    """Which of GROUPS a finding is counted in."""
    if finding.grade in OBSERVATIONS:
        return "Observations"
    return finding.grade if finding.grade in GROUPS else "No grade"


class FigureSource(StrEnum):
    """Where a number comes from."""

    RUN = "run"  # counted in a register as it was on that day
    DATES = "dates"  # reckoned from the dates that stand in a register of a later day


@dataclass(frozen=True, slots=True)
class Look:
    """A register that was read: the day, its file, and how much stood in it."""

    day: date
    path: str
    sha256: str
    findings: int
    unread: int  # cells that could not be read


@dataclass(frozen=True, slots=True)
class Flow:
    """What happened to findings after `since`, up to and with `until`.

    Between two registers: open before + opened + reopened - closed - withdrawn - gone = open afterwards.
    """

    since: date
    until: date
    source: FigureSource
    opened: Counts
    closed: Counts
    reopened: Counts
    withdrawn: Counts
    gone: Counts  # were open, and stand there no more, or without a status


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One calendar month. Where no register was kept, nothing is known: `open` and `flow` are None, not zero."""

    first: date
    day: date  # on which `open` is counted: that of the month's last register, else the last day of the month
    source: FigureSource | None
    open: Counts | None
    overdue: int | None  # None also where it is reckoned: the deadlines of that day are not known
    flow: Flow | None  # since the register before, which may be more than a month ago


@dataclass(frozen=True, slots=True)
class Late:
    """An open finding that has missed a deadline: the earliest one it missed, and the days since."""

    finding: Finding
    what: str  # "answer" or "close"
    due: date
    days: int


@dataclass(frozen=True, slots=True)
class Pace:
    """The median of days something took, in the period and in the one before; None where nothing was counted."""

    group: str  # one of GROUPS, or "All"
    now: float | None
    counted: int
    before: float | None
    counted_before: int


@dataclass(frozen=True, slots=True)
class Effects:
    """Results of the effectiveness checks, by the last review of each finding.

    The last review is the row with the latest 'Reviewed on' that has a result; each finding counts once.
    """

    now: Mapping[str, int]  # by result, reviewed in the period
    before: Mapping[str, int]  # reviewed in the period before
    undated: int  # findings with a result and without a day: in neither
    yet_back: tuple[Finding, ...]  # effective in the period, and came back all the same
    not_working: tuple[Finding, ...]  # last result Not or Partly effective; open, or reviewed in the period


@dataclass(frozen=True, slots=True)
class Share:
    """One line of a Pareto: a name, how many findings, and the share of it and those above, 0 to 1."""

    name: str
    count: int
    together: float


@dataclass(frozen=True, slots=True)
class Pareto:
    """Names by how many findings they have, most first. A finding counts once for each name it has."""

    lines: tuple[Share, ...]
    counted: int  # findings with a name
    unnamed: int  # findings without one


@dataclass(frozen=True, slots=True)
class Supplied:
    """A finding that points to a supplier, and the cause in the register's words."""

    finding: Finding
    cause: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A finding or action whose date was moved more than once, over the whole register."""

    record: str
    finding: Finding | None
    times: int
    days: int
    agreed_by: str  # the last time


@dataclass(frozen=True, slots=True)
class Extensions:
    """Later dates that were agreed in the period; a row without a day of agreement is taken to belong to it."""

    rows: tuple[Extension, ...]
    findings: int  # how many of the rows move a date of a finding; the others one of an action
    days: int  # new date minus old date, all together
    counted: int  # rows with both dates
    agreed_by: tuple[tuple[str, int], ...]  # most first; "" for nobody named
    again: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """What asks for a decision, majors first."""

    late_majors: tuple[Late, ...] = ()
    unsigned: tuple[Finding, ...] = ()  # open, the grade wants a sign-off, and no row of it is approved
    unprepared: tuple[Finding, ...] = ()  # open, the grade wants a readiness plan, and there is no row of it
    piles: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)  # clause -> PILE or more open minors on it
    returned: tuple[Finding, ...] = ()  # open, and the body returned the answer
    ownerless: tuple[Finding, ...] = ()  # open, and nobody owns it
    switched_off: tuple[CheckSetting, ...] = ()  # with code, reason and a name: then it has effect
    gone: tuple[Finding, ...] = ()  # stood in an earlier register of the period, as it was there; today not


@dataclass(frozen=True, slots=True)
class Trends:
    """Every figure of one review."""

    today: date
    since: date  # first day of the period; it ends today
    before: date  # first day of the period before, which is as long and ends the day before `since`
    looks: tuple[Look, ...]  # oldest first, today's register last
    figures: Mapping[str, int]  # those of the Dashboard, today
    open: Counts
    months: tuple[MonthFigures, ...]
    cut: bool  # the period is longer than the months that are shown
    last: Flow | None  # since the last earlier register; None where there is none
    undated: int  # findings that the reckoning from dates leaves out
    overdue: tuple[Late, ...]  # majors first
    answering: tuple[Pace, ...]
    closing: tuple[Pace, ...]
    effects: Effects
    came_back: tuple[Finding, ...]  # reopened in the period, or open again today
    repeats: tuple[Finding, ...]  # raised in the period or open, and say which earlier one they repeat
    live: int  # findings not withdrawn that were raised in the period or are open: those of the four that follow
    references: Pareto
    causes: Pareto
    systems: Pareto
    supplied: tuple[Supplied, ...]
    extensions: Extensions
    lessons: tuple[Lesson, ...]  # taken somewhere in the period, or not yet, or on a day that is not told
    unreviewed: tuple[Finding, ...]  # of the live ones: no management review is named, majors first
    cases: Cases
