"""How much the plan of a finding still misses, and its next step in words: here, and beside it for Excel."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ncr_toolkit.core.missing_parts import (
    EFFECT,
    EVERY_GRADE,
    GRADE,
    NONCONFORMITIES,
    PLAN,
    PROOF,
    STATUS,
    MissingPart,
    is_word,
)
from ncr_toolkit.core.model import MINOR_JUDGED_BY, Audit, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.replies import RETURNED
from ncr_toolkit.core.stage import ACCEPTED, is_judged_on_plan, is_to_send
from ncr_toolkit.core.status import OBSERVATIONS

ALL_FILLED = "Nothing is empty: run ncr check"
"""The next step of an open finding in which no formula misses anything."""
SEND = "Send the answer: ncr check, then ncr package"
"""The next step where nothing is empty that the answer needs now, and none was sent."""
SEND_AGAIN = "Mend what came back, then send it: ncr check, then ncr package"
"""The same where the body returned the answer."""
PARTS = (*PLAN, *PROOF, *EFFECT, GRADE)
"""Everything that may be missing."""
STEPS = tuple(dict.fromkeys((*(part.step for part in PARTS), SEND, SEND_AGAIN, ALL_FILLED)))
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
    return next(_steps(finding, review), "" if finding.status == "Closed" else ALL_FILLED)


def _steps(finding: Finding, review: Review) -> Iterator[str]:
    """What is to be done, in the order of the work."""
    def missing(parts: Sequence[MissingPart]) -> Iterator[str]:
        return (part.step for part in _of_grade(parts, finding.grade) if part.count(finding, review))

    yield from missing(PLAN)
    if finding.status == "Closed":
        return
    to_send = finding.grade in NONCONFORMITIES and is_to_send(finding, review)
    send = SEND_AGAIN if finding.body_decision == RETURNED else SEND
    if to_send and is_judged_on_plan(finding, review):
        yield send
    yield from missing(PROOF)
    if to_send:
        yield send
    yield from missing(EFFECT)


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
    formal = grades == NONCONFORMITIES
    chain = _before(EFFECT, grades, str(_place(ALL_FILLED)))
    chain = _before(PROOF, grades, f"IF({TO_SEND},{_SENDING},{chain})" if formal else chain)
    if formal:
        chain = f"IF(AND({TO_SEND},{ON_PLAN}),{_SENDING},{chain})"
    return _before(PLAN, grades, f"IF({is_word('status', 'Closed')},{_NOTHING},{chain})")


def _before(parts: Sequence[MissingPart], grades: tuple[str, ...], chain: str) -> str:
    """The numbers of the steps of these parts where they are missing, else what `chain` gives."""
    for part, cell in reversed(_cells(parts, grades)):
        chain = f"IF({cell},{_place(part.step)},{chain})"
    return chain


def _place(step: str) -> int:
    return STEPS.index(step) + 1


_SENDING = f"IF({is_word('body_decision', RETURNED)},{_place(SEND_AGAIN)},{_place(SEND)})"
_AUDITS = Audit.SHEET.in_table
TO_SEND, ON_PLAN = "finding_to_send", "finding_on_plan"
"""The names under which the workbook has `is_to_send` (of a finding that is open) and `is_judged_on_plan`."""
JUDGED_BY = "ncr_minor_judged_by"
"""The name of the cell on the sheet Register that says by what a Minor is judged."""
_ACCEPTED = ",".join(is_word("body_decision", decision) for decision in ACCEPTED)

MISSING_FOR_PLAN, NEXT_STEP = "finding_missing", "finding_next_step"
"""The names under which the workbook has the formulas of `missing_for_plan` and `next_step`."""
NAMED = {
    **{part.name: part.formula for part in (*PLAN, *PROOF, *EFFECT) if part.name},
    TO_SEND: (f'AND(OR(ISBLANK({{response_sent_on}}),{is_word("body_decision", RETURNED)}),'
              f'COUNTIFS({_AUDITS("id")},{{audit}},{_AUDITS("kind")},"Internal")=0)'),
    ON_PLAN: (f'AND({is_word("grade", "Minor")},NOT(IFERROR({JUDGED_BY}="{MINOR_JUDGED_BY[1]}",FALSE)),'
              f'NOT(OR({_ACCEPTED})))'),
    MISSING_FOR_PLAN: _by_grade(_sum, f"1+{STATUS.formula}"),
    NEXT_STEP: f"IFERROR(INDEX({STEPS_NAME},{_by_grade(_first, str(_place(GRADE.step)))}),\"\")",
}
"""The formulas that the workbook has under a name, for the row of Findings that asks: written into each of its rows
they would be most of the file."""
