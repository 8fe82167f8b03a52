"""The figures about a register: each counted here once, in Python and beside it for Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.status import (
    OBSERVATIONS,
    is_due_soon,
    is_open,
    is_overdue_action,
    is_reopened,
    open_actions,
    overdue_days,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number about a register: how it is counted in Python, and in the workbook (name `ncr_` + name)."""

    name: str
    title: str
    meaning: str  # what it counts, for who selects its cell on the Dashboard
    counted: Callable[[Register, date], Iterator[Finding] | Iterator[Action]]  # the rows that it counts
    formula: str

    def count(self, register: Register, today: date) -> int:
        """The number on that day."""
        return sum(1 for _ in self.counted(register, today))


def _findings(holds: Callable[[Finding, Register, date], bool]) -> Callable[[Register, date], Iterator[Finding]]:
    return lambda register, today: (finding for finding in register.findings if holds(finding, register, today))


_cells, _action = Finding.SHEET.in_table, Action.SHEET.in_table
ID, STATUS, GRADE = _cells("id"), _cells("status"), _cells("grade")
OPEN = f'{STATUS},"<>",{STATUS},"<>Closed",{STATUS},"<>Withdrawn"'
CLOSE = _cells("close_due")
ANSWER = _cells("response_due")
SENT = _cells("response_sent_on")
UNSENT = f'{SENT},""'
REVISED = _cells("revised_due")
_DEADLINES = ((CLOSE,), (ANSWER, UNSENT), (REVISED,))  # each with what must hold so that it counts
LATE = '"<"&ncr_as_of'
_SOON = '"<"&(ncr_as_of+IF(ISNUMBER(ncr_due_soon_days),ncr_due_soon_days,14)+1)'
ACTION_STATE = _action("state")  # to look for the finding of each action anew took longer than all other figures
DUE = _action("due")


def open_count(*criteria: str) -> str:
    """The formula that counts the open findings of which all these criteria hold."""
    return f"COUNTIFS({OPEN},{','.join(criteria)})" if criteria else f"COUNTIFS({OPEN})"


def _due_count(limit: str, *criteria: str) -> str:
    """The formula that counts the open findings of which all these criteria hold, and that have a deadline within a
    limit; a finding with several is counted once (inclusion and exclusion)."""
    terms = [("+" if number % 2 else "-") + open_count(*(each for column, *more in some
                                                         for each in (column, limit, *more)), *criteria)
             for number in range(1, len(_DEADLINES) + 1) for some in combinations(_DEADLINES, number)]
    return "".join(terms).removeprefix("+")


def overdue_count(*criteria: str) -> str:
    """The formula that counts the overdue findings of which all these criteria hold."""
    return _due_count(LATE, *criteria)


def _grade(*grades: str) -> str:
    return "+".join(open_count(f'{GRADE},"{grade}"') for grade in grades)


FIGURES: tuple[Figure, ...] = (
    Figure("total", "Findings", "Every row with a Finding ID, whatever its status.",
           _findings(lambda f, r, d: not f.blank("id")), f'COUNTIFS({ID},"<>")'),
    Figure("open", "Open", "Status is neither empty nor Closed nor Withdrawn.",
           _findings(lambda f, r, d: is_open(f)), open_count()),
    Figure("open_major", "Open major", "Open, graded Major.",
           _findings(lambda f, r, d: is_open(f) and f.grade == "Major"), _grade("Major")),
    Figure("open_minor", "Open minor", "Open, graded Minor.",
           _findings(lambda f, r, d: is_open(f) and f.grade == "Minor"), _grade("Minor")),
    Figure("open_observation", "Open observations", "Open: Observation, Opportunity or Area of concern.",
           _findings(lambda f, r, d: is_open(f) and f.grade in OBSERVATIONS),
           _grade(*OBSERVATIONS)),
    Figure("overdue", "Overdue",
           "Open, past 'Close due', past 'Response due' with no answer sent, or past 'Revised answer due'.",
           _findings(lambda f, r, d: overdue_days(f, d) > 0),
           overdue_count()),
    Figure("due_soon", "Due soon", "Open, not overdue, with a deadline within the days set on the sheet Register.",
           _findings(lambda f, r, d: is_due_soon(f, d, r.settings.days("due_soon_days"))),
           f"{_due_count(_SOON)}-({overdue_count()})"),
    Figure("reopened", "Reopened", "Open again: status Reopened, or a date in 'Reopened on'.",
           _findings(lambda f, r, d: is_reopened(f)),
           f'COUNTIFS({STATUS},"Reopened")+' + open_count(f'{STATUS},"<>Reopened"', f'{_cells("reopened_on")},"<>"')),
    Figure("closed", "Closed", "Status is Closed.",
           _findings(lambda f, r, d: f.status == "Closed"), f'COUNTIFS({STATUS},"Closed")'),
    Figure("actions_open", "Open actions", "Actions not done whose finding is open.",
           lambda r, d: open_actions(r),
           f'COUNTIFS({ACTION_STATE},"Open")+COUNTIFS({ACTION_STATE},"Overdue")'),
    Figure("actions_overdue", "Overdue actions", "Open actions past their due date.",
           lambda r, d: (action for action in open_actions(r) if is_overdue_action(action, d)),
           f'COUNTIFS({ACTION_STATE},"Overdue")'),
)


def without_status(register: Register) -> list[Finding]:
    """The findings whose status is blank: they are counted neither as open nor as closed, and that is told."""
    return [finding for finding in register.findings if not finding.blank("id") and finding.blank("status")]


WITHOUT_STATUS = f'(COUNTIFS({ID},"<>")-COUNTIFS({ID},"<>",{STATUS},"<>"))'
"""How many they are, for Excel."""


def figures(register: Register, today: date) -> dict[str, int]:
    """Every figure by name."""
    return {figure.name: figure.count(register, today) for figure in FIGURES}


def figures_of_findings(register: Register, today: date) -> dict[str, list[str]]:
    """By the folded label of each finding the names of the figures in which it, or one of its actions, is counted."""
    found: dict[str, list[str]] = {}
    for figure in FIGURES:
        of = (fold(row.label if isinstance(row, Finding) else row.finding) for row in figure.counted(register, today))
        for label in dict.fromkeys(of):
            found.setdefault(label, []).append(figure.name)
    return found
