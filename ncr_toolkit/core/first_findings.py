"""Which findings come first, wherever they are listed by what is to be done: the late ones, Majors before the others;
then by the nearest deadline, of one day Majors first; last those without.

As in `figures`, each list stands once in Python and once in the language of Excel 2016, side by side.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ncr_toolkit.core.breakdown import OPEN_ROWS
from ncr_toolkit.core.figures import GRADE
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.next_step import ALL_FILLED, next_step
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import deadlines, grade_rank, is_open

NEXT = 10
"""How many deadlines it lists."""
STEPS = 6
"""How many next steps."""

_ROWS, _DAYS = 10 ** 5, 10 ** 6  # more rows than a table has, more days than a calendar
_NEVER = _DAYS - 1  # later than any day
_IN_TIME = 3  # beside the ranks of grades of what is late
_GRADE = f'IF(ISERROR({GRADE}),1,IF({GRADE}="Major",0,IF(({GRADE}="Minor")+({GRADE}=""),1,2)))'
_LEFT = Finding.SHEET.in_table("days_left")  # a number where an open finding has a deadline
_DUE = f"IF(ISNUMBER({_LEFT}),INT({_LEFT}+ncr_as_of),{_NEVER})"
_KEY = (f"IF(ISNUMBER({_LEFT})*({_LEFT}<0),{_GRADE},{_IN_TIME})*{10 * _DAYS * _ROWS}+{_DUE}*{10 * _ROWS}"
        f"+{_GRADE}*{_ROWS}+ROW({GRADE})-MIN(ROW({GRADE}))+1")


def deadline_key(place: int) -> str:
    """The array formula of the key of the deadline at that place, from 1: rank, day, grade and row in one number."""
    return f'IFERROR(SMALL(IFERROR(IF(ISNUMBER({_LEFT}),{_KEY},""),""),{place}),"")'


def step_key(place: int) -> str:
    """The same for the next step at that place: also of a finding without a deadline, after those that have one."""
    steps = Finding.SHEET.in_table("next_step")
    holds = f'{OPEN_ROWS}*({steps}<>"")*({steps}<>"{ALL_FILLED}")'
    return f'IFERROR(SMALL(IFERROR(IF({holds},{_KEY},""),""),{place}),"")'


def serial(day: date) -> int:
    """The number by which Excel knows a day."""
    return (day - date(1899, 12, 30)).days


def key_of(finding: Finding, day: date | None, row: int, today: date) -> int:
    """The number that `deadline_key` gives for a finding with this deadline in that row of the table, from 1."""
    late, due, grade = _turn(finding, day, today)
    return ((late * _DAYS + (serial(due) if day else _NEVER)) * 10 + grade) * _ROWS + row


def _turn(finding: Finding, day: date | None, today: date) -> tuple[int, date, int]:
    """By what a finding with this deadline has its turn."""
    grade = grade_rank(finding.grade)
    return grade if day is not None and day < today else _IN_TIME, day or date.max, grade


def shortened(text: str, most: int) -> str:
    """`text`, cut where it has more than `most` characters, as the formula of `deadline_cell` cuts it."""
    return text if len(text) <= most else f"{text[:most - 1]}\u2026"


def deadline_cell(column: str, key: str, most: int = 0) -> str:
    """The formula of a column of findings for a key; `column` is its field, '' for the day itself. `most`: characters
    of a text, 0 for a number."""
    if not column:
        day = f"INT(MOD({key},{10 * _DAYS * _ROWS})/{10 * _ROWS})"
        return f'IF({key}="","",IF({day}={_NEVER},"",{day}))'
    cell = f"INDEX({Finding.SHEET.in_table(column)},MOD({key},{_ROWS}))"
    if not most:
        return f'IF({key}="","",IFERROR({cell},""))'
    return f'IF({key}="","",IFERROR(IF(LEN({cell})>{most},LEFT({cell},{most - 1})&"\u2026",{cell}&""),""))'


def next_deadlines(review: Review) -> list[tuple[Finding, date | None]]:
    """The open findings with their earliest deadline, in turn."""
    found = [(finding, min(days)) for finding in review.register.findings if (days := deadlines(finding))]
    return in_turn(found, review.today)[:NEXT]


def next_steps(review: Review) -> list[tuple[Finding, date | None]]:
    """The open findings that miss something, with their earliest deadline, in turn."""
    found = [(finding, min(deadlines(finding), default=None)) for finding in review.register.findings
             if is_open(finding) and next_step(finding, review) not in ("", ALL_FILLED)]
    return in_turn(found, review.today)[:STEPS]


def in_turn(findings: Iterable[tuple[Finding, date | None]], today: date) -> list[tuple[Finding, date | None]]:
    """The findings, each with its deadline, in the order in which they want work; of equals as they come."""
    return sorted(findings, key=lambda each: _turn(each[0], each[1], today))
