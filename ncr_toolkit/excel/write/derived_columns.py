"""The columns that are computed for people: each a formula of its own row, with the value it has on the day.

In a formula `{status}` stands for the cell of that column in the same row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.translation import pgettext
from ncr_toolkit.core import clocks, figures, next_step, replies, status, workbook_words
from ncr_toolkit.core.model import Action, Finding, Probe, Settings
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.write.content import Content

SOON = f"IF(ISNUMBER(ncr_due_soon_days),ncr_due_soon_days,{Settings.SHEET.by_name['due_soon_days'].default})"

_ENDED = 'IFERROR(OR({status}="Closed",{status}="Withdrawn"),FALSE)'
_UNSENT = "AND(ISNUMBER({response_due}),ISBLANK({response_sent_on}))"
_LATER = 3_000_000  # than any day that Excel has

DAYS_LEFT = (
    f'IF(OR(ISBLANK({{status}}),{_ENDED},NOT(OR(ISNUMBER({{close_due}}),{_UNSENT},ISNUMBER({{revised_due}})))),"",'
    f"INT(MIN(IF(ISNUMBER({{close_due}}),{{close_due}},{_LATER}),IF({_UNSENT},{{response_due}},{_LATER}),"
    f"IF(ISNUMBER({{revised_due}}),{{revised_due}},{_LATER})))-ncr_as_of)"
)

STATE = (
    f'IF(ISBLANK({{status}}),"",IF({_ENDED},IF({{status}}="Closed","Closed","Withdrawn"),'
    'IF({days_left}="","Open",IF({days_left}<0,"Overdue "&-{days_left}&IF({days_left}=-1," day"," days"),'
    f'IF({{days_left}}<={SOON},"Due soon","Open")))))'
)

ACTION_STATE = (
    'IF(AND(ISBLANK({id}),ISBLANK({finding})),"",IF(NOT(ISBLANK({done_on})),"Done",'
    f'IF(COUNTIFS({figures.ID},{{finding}},{figures.OPEN})=0,"Not counted",'
    'IF(ISNUMBER({due}),IF(INT({due})<ncr_as_of,"Overdue","Open"),"Open"))))'
)

QUESTION = 'IF(ISBLANK({question}),"",IFERROR(INDEX(lst_question_texts,MATCH({question},lst_questions,0)),""))'


@dataclass(frozen=True)
class Derived:
    """A computed column: the formula of a row and the value of a record."""

    formula: str
    value: Callable[[Record, Content], str | int | date]


def late_word() -> str:
    """With what the words of a late finding begin."""
    return workbook_words.late(2)[0].strip()


def _state(record: Record, content: Content) -> str:
    assert isinstance(record, Finding)
    if days := status.overdue_days(record, content.today):
        return str(days).join(workbook_words.late(days))
    return pgettext("choice", status.standing(record, content.today, content.register.settings.days("due_soon_days")))


def _days_left(record: Record, content: Content) -> str | int:
    assert isinstance(record, Finding)
    return min(((day - content.today).days for day in status.deadlines(record)), default="")


def _revised_due(record: Record, content: Content) -> str | date:
    assert isinstance(record, Finding)
    return record.revised_due or ""


def _clock(record: Record, content: Content) -> str:
    assert isinstance(record, Finding)
    found = clocks.next_clock(record, content.review)
    return pgettext("choice", found[0].name) if found else ""


def _work_by(record: Record, content: Content) -> str | date:
    assert isinstance(record, Finding)
    found = clocks.next_clock(record, content.review)
    return content.review.days_off.last_working_day(found[1]) if found else ""


def _working_days_left(record: Record, content: Content) -> str | int:
    assert isinstance(record, Finding)
    found = clocks.next_clock(record, content.review)
    return content.review.days_off.between(content.today, found[1]) if found else ""


def _missing(record: Record, content: Content) -> str | int:
    assert isinstance(record, Finding)
    missing = next_step.missing_for_plan(record, content.review)
    return "" if missing is None else missing


def _next_step(record: Record, content: Content) -> str:
    assert isinstance(record, Finding)
    return workbook_words.step(next_step.next_step(record, content.review))


def _action_state(record: Record, content: Content) -> str:
    assert isinstance(record, Action)
    if record.blank("id") and record.blank("finding"):
        return ""
    rows = [finding for finding in content.findings_by_id.get(fold(record.finding), ()) if status.is_open(finding)]
    return pgettext("choice", status.action_standing(record, rows[0] if rows else None, content.today))


def _question(record: Record, content: Content) -> str:
    assert isinstance(record, Probe)
    question = content.pack.question(record.question)
    return pgettext("question", question.text) if question else ""


DERIVED: dict[str, Derived] = {
    "finding.state": Derived(STATE, _state),
    "finding.days_left": Derived(DAYS_LEFT, _days_left),
    "finding.revised_due": Derived(replies.REVISED_DUE, _revised_due),
    "finding.clock": Derived(clocks.NEXT_CLOCK, _clock),
    "finding.work_by": Derived(clocks.WORK_BY, _work_by),
    "finding.working_days_left": Derived(clocks.WORKING_DAYS_LEFT, _working_days_left),
    "finding.missing": Derived(next_step.MISSING_FOR_PLAN, _missing),
    "finding.next_step": Derived(next_step.NEXT_STEP, _next_step),
    "action.state": Derived(ACTION_STATE, _action_state),
    "probe.text": Derived(QUESTION, _question),
}
"""By key of the column."""
