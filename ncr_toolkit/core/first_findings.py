"""Which findings the Dashboard lists first: by what is to be done, and by when; Majors before the others.

As in `status`, each list stands once in Python and once in the language of Excel 2016, side by side.
"""

from __future__ import annotations

from datetime import date

from ncr_toolkit.core.breakdown import OPEN_ROWS
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.next_step import ALL_FILLED, next_step
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.status import ANSWER, CLOSE, GRADE, SENT, deadlines, grade_rank, is_open

NEXT = 10
"""How many deadlines it lists."""
STEPS = 6
"""How many next steps."""

_EVEN = 10 ** 5  # more rows than a table has
_NEVER = 10 ** 6 - 1  # later than any day
_KEY = (f'IF(ISERROR({GRADE}),1,IF({GRADE}="Major",0,IF(({GRADE}="Minor")+({GRADE}=""),1,2)))*{10 ** 11}'
        f"+{{day}}*{_EVEN}+ROW({CLOSE})-MIN(ROW({CLOSE}))+1")
_CLOSES = f"IF(ISNUMBER({CLOSE}),INT({CLOSE}),{_NEVER})"
_ANSWERS = f"IF(ISNUMBER({ANSWER})*ISBLANK({SENT}),INT({ANSWER}),{_NEVER})"
_EARLIER = f"IF({_CLOSES}<{_ANSWERS},{_CLOSES},{_ANSWERS})"


def deadline_key(place: int) -> str:
    """The array formula of the key of the deadline at that place, from 1: grade, day and row in one number."""
    key = _KEY.format(day=_EARLIER)
    return f'IFERROR(SMALL(IFERROR(IF({OPEN_ROWS}*({_EARLIER}<{_NEVER}),{key},""),""),{place}),"")'


def step_key(place: int) -> str:
    """The same for the next step at that place: also of a finding without a deadline, after those that have one."""
    steps = Finding.SHEET.in_table("next_step")
    holds = f'{OPEN_ROWS}*({steps}<>"")*({steps}<>"{ALL_FILLED}")'
    return f'IFERROR(SMALL(IFERROR(IF({holds},{_KEY.format(day=_EARLIER)},""),""),{place}),"")'


def serial(day: date) -> int:
    """The number by which Excel knows a day."""
    return (day - date(1899, 12, 30)).days


def key_of(finding: Finding, day: date | None, row: int) -> int:
    """The number that `deadline_key` gives for a finding with this deadline in that row of the table, from 1."""
    return grade_rank(finding.grade) * 10 ** 11 + (serial(day) if day else _NEVER) * _EVEN + row


def shortened(text: str, most: int) -> str:
    """`text`, cut where it has more than `most` characters, as the formula of `deadline_cell` cuts it."""
    return text if len(text) <= most else f"{text[:most - 1]}\u2026"


def deadline_cell(column: str, key: str, most: int = 0) -> str:
    """The formula of a column of findings for a key; `column` is its field, '' for the day itself. `most`: characters
    of a text, 0 for a number."""
    if not column:
        day = f"INT(MOD({key},{10 ** 11})/{_EVEN})"
        return f'IF({key}="","",IF({day}={_NEVER},"",{day}))'
    cell = f"INDEX({Finding.SHEET.in_table(column)},MOD({key},{_EVEN}))"
    if not most:
        return f'IF({key}="","",IFERROR({cell},""))'
    return f'IF({key}="","",IFERROR(IF(LEN({cell})>{most},LEFT({cell},{most - 1})&"\u2026",{cell}&""),""))'


def next_deadlines(register: Register) -> list[tuple[Finding, date | None]]:
    """The open findings with their earliest deadline: majors first, then by day, then as they stand in the register."""
    return _in_order([finding for finding in register.findings if deadlines(finding)])[:NEXT]


def next_steps(review: Review) -> list[tuple[Finding, date | None]]:
    """The open findings that miss something, in the same order; those without a deadline after the others."""
    return _in_order([finding for finding in review.register.findings
                      if is_open(finding) and next_step(finding, review) not in ("", ALL_FILLED)])[:STEPS]


def _in_order(findings: list[Finding]) -> list[tuple[Finding, date | None]]:
    earliest = [(finding, min(deadlines(finding), default=None)) for finding in findings]
    return sorted(earliest, key=lambda each: (grade_rank(each[0].grade), each[1] or date.max))
