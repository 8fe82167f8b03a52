"""How much the plan of a finding still misses, and its next step in words: here, and beside it for Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ncr_toolkit.core.missing_parts import (
    EVERY_GRADE,
    GRADE,
    NONCONFORMITIES,
    PLAN,
    PROOF,
    STATUS,
    MissingPart,
    is_word,
)
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import OBSERVATIONS

ALL_FILLED = "Nothing is empty: run ncr check"
"""The next step of an open finding in which no formula misses anything."""
STEPS = tuple(dict.fromkeys((*(part.step for part in (*PLAN, *PROOF, GRADE)), ALL_FILLED)))
"""Every next step, as the workbook lists them."""
STEPS_NAME = "lst_next_steps"


def missing_for_plan(finding: Finding, review: Review) -> int | None:
    """How much the plan of a finding misses, by its empty cells; None where no answer is due, or it has no id."""
    if finding.blank("id") or finding.status == "Withdrawn":
        return None
    return sum(part.count(finding, review) for part in _of_grade(PLAN, finding.grade))


def next_step(finding: Finding, review: Review) -> str:
    """The first thing that is missing, with its sheet; '' where no answer is due, or a closed plan misses nothing."""
    if finding.blank("id") or finding.status == "Withdrawn":
        return ""
    closed = finding.status == "Closed"
    parts = [*_of_grade(PLAN, finding.grade), *(() if closed else _of_grade(PROOF, finding.grade))]
    return next((part.step for part in parts if part.count(finding, review)), "" if closed else ALL_FILLED)


def _of_grade(parts: Sequence[MissingPart], grade: str) -> list[MissingPart]:
    """Those that an answer to a finding of that grade needs; where the grade is blank or unknown, first of all that."""
    if grade not in EVERY_GRADE:
        return [GRADE, STATUS]
    return [part for part in parts if grade in part.grades]


# --- the same for Excel

_NOTHING = '""'
_ANSWERED = f"NOT(OR(ISBLANK({{id}}),{is_word('status', 'Withdrawn')}))"
_GROUPS = {  # what says in a row that a finding is of one of these grades
    grades: "IFERROR(OR(" + ",".join(f'{{grade}}="{grade}"' for grade in grades) + "),FALSE)"
    for grades in (OBSERVATIONS, NONCONFORMITIES)
}


def _by_grade(formula: Callable[[tuple[str, ...]], str], unknown: str) -> str:
    """What the formula says for the grades of the row."""
    for grades, holds in _GROUPS.items():
        unknown = f"IF({holds},{formula(grades)},{unknown})"
    return f"IF({_ANSWERED},{unknown},{_NOTHING})"


def _cells(parts: Sequence[MissingPart], grades: tuple[str, ...]) -> list[tuple[MissingPart, str]]:
    """The parts that findings of these grades need, each as it stands in a formula."""
    return [(part, part.name or part.formula) for part in parts if set(part.grades) & set(grades)]


def _sum(grades: tuple[str, ...]) -> str:
    return "+".join(cell for _, cell in _cells(PLAN, grades))


def _first(grades: tuple[str, ...]) -> str:
    """The number of the first step in `STEPS`, a text where there is none."""
    chain = str(_place(ALL_FILLED))
    for part, cell in reversed(_cells(PROOF, grades)):
        chain = f"IF({cell},{_place(part.step)},{chain})"
    chain = f"IF({is_word('status', 'Closed')},{_NOTHING},{chain})"
    for part, cell in reversed(_cells(PLAN, grades)):
        chain = f"IF({cell},{_place(part.step)},{chain})"
    return chain


def _place(step: str) -> int:
    return STEPS.index(step) + 1


MISSING_FOR_PLAN, NEXT_STEP = "finding_missing", "finding_next_step"
"""The names under which the workbook has the formulas of `missing_for_plan` and `next_step`."""
NAMED = {
    **{part.name: part.formula for part in (*PLAN, *PROOF) if part.name},
    MISSING_FOR_PLAN: _by_grade(_sum, f"1+{STATUS.formula}"),
    NEXT_STEP: f"IFERROR(INDEX({STEPS_NAME},{_by_grade(_first, str(_place(GRADE.step)))}),\"\")",
}
"""The formulas that the workbook has under a name, for the row of Findings that asks: written into each of its rows
they would be most of the file."""
