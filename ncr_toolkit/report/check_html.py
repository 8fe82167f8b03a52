"""The check as one HTML page: no network, printable, readable by everybody who has a browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import plural
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import GRADES, Finding
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.status import FIGURES, standing
from ncr_toolkit.report.html_page import page
from ncr_toolkit.report.problem_rows import (
    SAID,
    ProblemRow,
    blind,
    found,
    grade_of,
    gravest_first,
    is_decided,
    is_set_aside,
    owner_of,
    rows,
)
from ncr_toolkit.report.readiness import missing, state

WORDS = {Level.ERROR: "Error", Level.WARNING: "Warning", Level.INFO: "Info"}
ASIDE = "aside"
"""What the filter by level calls problems that are set aside."""
LATE = ("overdue", "actions_overdue")


class ProblemLine(NamedTuple):
    """A problem as the page lists it."""

    level: str
    word: str
    cell: str
    record: str  # '' where it is the finding itself
    finding: str
    grade: str
    owner: str
    message: str  # of one that is set aside: who decided so, until when and why
    said: str  # what the check had said before somebody decided
    fix: str | None
    code: str
    of_the_file: bool
    number: int  # its place in the workbook


class FindingLine(NamedTuple):
    """A finding as the page lists it."""

    id: str
    grade: str
    standing: str
    owner: str
    due: str
    state: str
    gaps: tuple[str, ...]
    name: str  # this and what follows is what the filter goes by
    graded: str
    owned: str


def report(assessment: Assessment) -> str:
    """The whole assessment as one page."""
    review, every = assessment.review, rows(assessment)
    name = review.register.settings.organisation or review.register.path
    problems = [row for row in every if not is_set_aside(row.problem)]
    aside = [row for row in every if is_set_aside(row.problem)]
    order = {id(row): number for number, row in enumerate(problems)}
    return page("check.html", f"Findings of {name} on {review.today}", script=bool(every), name=name, review=review,
                figures=[(each.title, assessment.figures[each.name],
                          each.name in LATE and assessment.figures[each.name] > 0) for each in FIGURES],
                choices=_choices(problems, aside, assessment), count=_count(problems, aside),
                findings=[_finding(finding, assessment) for finding in assessment.findings], found=found(assessment),
                left_out=assessment.left_out, aside=[_set_aside(row) for row in aside], listed=bool(problems),
                blind=blind(assessment), unseen=len(assessment.not_checked),
                problems=(_problem(row, order[id(row)]) for row in gravest_first(problems)))


def _count(problems: list[ProblemRow], aside: list[ProblemRow]) -> str:
    return f"{plural(len(problems), 'problem')}{f', {len(aside)} set aside' if aside else ''}"


def _choices(problems: list[ProblemRow], aside: list[ProblemRow],
             assessment: Assessment) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """What the filter offers: the name and label of a choice, and its options with how many problems each shows."""
    every = problems + aside
    grades = sorted({row.grade for row in every},
                    key=lambda grade: GRADES.index(grade) if grade in GRADES else len(GRADES))
    owners = sorted({row.owner for row in every}, key=str.casefold)
    findings = [finding.label for finding in assessment.findings]
    levels = {level.value: WORDS[level] for level in Level} | ({ASIDE: "Set aside"} if aside else {})
    by_level = Counter(_level(row) for row in every)
    return [("owner", "Owner", _options(owners, Counter(row.owner for row in problems))),
            ("grade", "Grade", _options(grades, Counter(row.grade for row in problems))),
            ("level", "Level", [(level, word, by_level[level]) for level, word in levels.items()]),
            ("finding", "Finding", _options(findings, Counter(row.name for row in problems)))]


def _options(names: Iterable[str], counts: Counter[str]) -> list[tuple[str, str, int]]:
    return [(name, name, counts[name]) for name in dict.fromkeys(names) if name]


def _finding(finding: Finding, assessment: Assessment) -> FindingLine:
    review, ready = assessment.review, assessment.readiness(finding)
    soon = review.register.settings.days("due_soon_days")
    id, grade, owner, due = (finding.typed(name) for name in ("id", "grade", "owner", "close_due"))
    return FindingLine(id, grade, standing(finding, review.today, soon), owner, due, state(ready), missing(ready),
                       finding.label, grade_of(finding), owner_of(finding, review))


def _problem(row: ProblemRow, number: int = 0) -> ProblemLine:
    problem, level = row.problem, row.problem.level
    record = problem.record or ""
    return ProblemLine(level.value, WORDS[level], str(problem.cell), record if fold(record) != fold(row.name) else "",
                       row.name, row.grade, row.owner, problem.message, "", problem.fix, problem.code, row.of_the_file,
                       number)


def _set_aside(row: ProblemRow) -> ProblemLine:
    why, _, said = row.problem.message.partition(SAID)
    line = _problem(row)._replace(level=ASIDE, message=why)
    return line._replace(said=said, fix=None) if is_decided(row.problem) else line


def _level(row: ProblemRow) -> str:
    return ASIDE if is_set_aside(row.problem) else row.problem.level.value
