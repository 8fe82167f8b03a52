"""The three clocks of a certification body: its days for the plan, for the implementation and for the proof; and the
one that it sets when it returns an answer.

*Response due* is the day of the plan, *Close due* that of the proof; a body that wants the actions done by a day of its
own in between has *Implementation due*. Which finding is overdue stays with the first, the last and the day of the
revised answer (`status`). Each stands here once in Python and once, below, in the language of Excel 2010.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ncr_toolkit.core.missing_parts import FILLED, RowsOf
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.packs.body_rules import IMPLEMENTATION, PLAN, PROOF
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import column_names
from ncr_toolkit.core.status import is_needless, is_open


@dataclass(frozen=True, slots=True)
class Clock:
    """One of them: the step as the rules of bodies call it, its columns on the sheet Findings ('' where it has none),
    and what is due."""

    step: str
    name: str  # as the column 'Next clock' shows it
    due: str
    accepted: str
    what: str


CLOCKS = (
    Clock(PLAN, "Plan", "response_due", "plan_accepted_on", "answer"),
    Clock(IMPLEMENTATION, "Implementation", "implementation_due", "implementation_accepted_on", "implementation"),
    Clock(PROOF, "Proof", "close_due", "proof_accepted_on", "close"),
)
"""In the order in which they run out."""
REVISED = Clock("revised plan", "Revised answer", "revised_due", "", "revised answer")
"""Set by a body that returns an answer, and stopped by the next answer: no rules give it, and it cannot be moved."""
DATES = column_names(Finding, *(clock.due for clock in CLOCKS))
ACCEPTED = column_names(Finding, *(clock.accepted for clock in CLOCKS))


def is_implemented(finding: Finding, review: Review) -> bool:
    """The body accepted that the actions are done, or all are done, or none is needed: that clock has stopped."""
    if not finding.blank("implementation_accepted_on"):
        return True
    actions = review.of(Action, finding)
    return not any(action.blank("done_on") for action in actions) if actions else is_needless(finding)


def has_stopped(clock: Clock, finding: Finding, review: Review) -> bool:
    """Whether what this clock asks for is there; the proof of an open finding never is."""
    if clock.step == IMPLEMENTATION:
        return is_implemented(finding, review)
    return clock.step == PLAN and not finding.blank("response_sent_on")


def running(finding: Finding, review: Review) -> list[tuple[Clock, date]]:
    """The clocks of an open finding that have not stopped, each with its day."""
    if not is_open(finding):
        return []
    return [(clock, day) for clock in (REVISED, *CLOCKS) if isinstance(day := finding.value(clock.due), date)
            and not has_stopped(clock, finding, review)]


def next_clock(finding: Finding, review: Review) -> tuple[Clock, date] | None:
    """The one that runs out first, and its day; None where none runs."""
    return min(running(finding, review), key=lambda each: each[1], default=None)


def implementation_day(finding: Finding, review: Review) -> date | None:
    """The day of the second clock while it runs."""
    return next((day for clock, day in running(finding, review) if clock.step == IMPLEMENTATION), None)


def with_day_off(day: date, review: Review) -> str:
    """A day in words: with its name, and the last working day before, where nobody works on it."""
    off = review.days_off.name(day)
    return f"{day} ({off}; work until {review.days_off.last_working_day(day)})" if off else str(day)


# --- the same for Excel, by names whose formulas go by the row that asks

WEEKEND, HOLIDAYS = "ncr_weekend", "lst_days_off"
"""The names of the cell that says which weekdays are off ("0000011": Saturday and Sunday), and of the holidays."""
_NONE = 3_000_000  # later than any day that Excel has
_DAY, _PLAN, _DONE = "finding_clock_day", "finding_plan_day", "finding_implementation_day"
_OPEN = 'NOT(OR(ISBLANK({status}),IFERROR(OR({status}="Closed",{status}="Withdrawn"),FALSE)))'
_EVERY, _FINISHED = RowsOf(Action).formula, RowsOf(Action, (("done_on", FILLED),)).formula
_NEEDLESS = 'AND(IFERROR({action_needed}="No",FALSE),NOT(ISBLANK({no_action_reason})))'
_STOPPED = f"IF({_EVERY}=0,{_NEEDLESS},{_EVERY}={_FINISHED})"

NAMED = {
    _PLAN: f"IF(ISNUMBER({{response_due}}),IF(ISBLANK({{response_sent_on}}),INT({{response_due}}),{_NONE}),{_NONE})",
    _DONE: (f"IF(ISNUMBER({{implementation_due}}),IF(ISBLANK({{implementation_accepted_on}}),"
            f"IF({_STOPPED},{_NONE},INT({{implementation_due}})),{_NONE}),{_NONE})"),
    _DAY: (f"IF({_OPEN},MIN({_PLAN},{_DONE},IF(ISNUMBER({{close_due}}),INT({{close_due}}),{_NONE}),"
           f"IF(ISNUMBER({{revised_due}}),{{revised_due}},{_NONE})),{_NONE})"),
}
NEXT_CLOCK = (f'IF({_DAY}={_NONE},"",IF({_DAY}={{revised_due}},"{REVISED.name}",'
              f'IF({_DAY}={_PLAN},"{CLOCKS[0].name}",IF({_DAY}={_DONE},"{CLOCKS[1].name}",'
              f'"{CLOCKS[2].name}"))))')
WORK_BY = f'IF({{clock}}="","",WORKDAY.INTL({_DAY}+1,-1,{WEEKEND},{HOLIDAYS}))'
WORKING_DAYS_LEFT = (
    f'IF({{clock}}="","",IF({_DAY}=ncr_as_of,0,IF({_DAY}>ncr_as_of,'
    f"NETWORKDAYS.INTL(ncr_as_of+1,{_DAY},{WEEKEND},{HOLIDAYS}),"
    f"-NETWORKDAYS.INTL({_DAY}+1,ncr_as_of,{WEEKEND},{HOLIDAYS}))))")
