"""The check as one HTML page: no network, printable, readable by everybody who has a browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.common.text import cut, plural
from ncr_toolkit.core.alike import first_cells
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.figures import FIGURES, figures_of_findings
from ncr_toolkit.core.model import GRADES, Finding
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.schema import column_names
from ncr_toolkit.core.several import names
from ncr_toolkit.core.stage import Readiness, Stage
from ncr_toolkit.core.status import standing
from ncr_toolkit.report.alike import alike, gravest_groups_first
from ncr_toolkit.report.html_page import page
from ncr_toolkit.report.next_steps import bare, due_days, undated
from ncr_toolkit.report.problem_rows import (
    SAID,
    ProblemRow,
    blind,
    found,
    grade_of,
    is_decided,
    is_set_aside,
    needed_for,
    owner_of,
    rows,
)
from ncr_toolkit.report.readiness import missing, state
from ncr_toolkit.report.uncounted import uncounted

WORDS = {Level.ERROR: "Error", Level.WARNING: "Warning", Level.INFO: "Info"}
ASIDE = "aside"
"""What the filter by level calls problems that are set aside."""
LATE = ("overdue", "actions_overdue")


STEPS = (Stage.PLAN_COMPLETE, Stage.IMPLEMENTED, Stage.EFFECTIVE)
"""What is proven of an answer one after the other."""
FIRST = 40
"""So many findings are listed at once; the rest unfolds."""
GAPS = 3
"""So many points that an answer lacks are listed at once; the rest unfolds."""
TITLE = 120
"""So many letters of a title."""


SEVERAL = dict(zip(column_names(Finding, "reference", "standard", "ai_system", "site"),
                   ("Clause or control", "Standard", "AI system", "Site"), strict=True))
"""What a finding may have several of, as the filter calls it."""


class Like(NamedTuple):
    """One of the cells that a line about many tells of."""

    cell: str
    name: str  # of the record
    value: str  # what stands there, where not all hold the same
    finding: str
    grade: str
    owner: str


class ProblemLine(NamedTuple):
    """A problem as the page lists it, or many that are alike."""

    level: str
    word: str
    cell: str
    adds: str  # the row that is still to be written, '' where the cell itself is to be mended
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
    needed: str  # for the plan or for the proof; '' where no answer waits for it
    every: tuple[Like, ...] = ()  # where they are many
    findings: int = 0  # of so many findings


class FindingLine(NamedTuple):
    """A finding as the page lists it."""

    id: str
    title: str
    grade: str
    standing: str
    owner: str
    due: tuple[tuple[str, str], ...]  # what is due and the day, the first from which late days are counted
    undated: str  # that an open nonconformity has no deadline
    state: str
    steps: tuple[bool, ...]  # which of `STEPS` are proven; () where nothing is to be proven
    gaps: tuple[str, ...]
    name: str  # this and what follows is what the filter goes by
    graded: str
    owned: str
    figures: str
    several: dict[str, str]  # a line each


def report(assessment: Assessment) -> str:
    """The whole assessment as one page."""
    review, every = assessment.review, rows(assessment)
    name = review.register.settings.organisation or review.register.path
    problems = [row for row in every if not is_set_aside(row.problem)]
    aside = [row for row in every if is_set_aside(row.problem)]
    number = {id(row): place for place, row in enumerate(problems)}
    counted = figures_of_findings(review.register, review.today)
    return page("check.html", f"Findings of {name} on {review.today}", script=bool(every or assessment.findings),
                name=name, review=review, figures=_tiles(assessment), uncounted=uncounted(review.register),
                choices=_choices(problems, aside, assessment), several=_several(assessment),
                counted=_counted(counted), count=_count(problems, aside), first=FIRST, gaps=GAPS,
                findings=[_finding(finding, assessment, counted) for finding in assessment.listed],
                found=found(assessment), left_out=assessment.left_out, aside=[_set_aside(row) for row in aside],
                listed=len(problems), blind=blind(assessment), unseen=len(assessment.not_checked),
                problems=[_line(group, number[id(group[0])]) for group in gravest_groups_first(alike(problems))])


def _tiles(assessment: Assessment) -> list[tuple[str, int, bool, str]]:
    """Title, number, whether it asks for somebody, and what a click on it chooses."""
    return [(each.title, assessment.figures[each.name], each.name in LATE and assessment.figures[each.name] > 0,
             f"state={each.name}") for each in FIGURES]


def _count(problems: list[ProblemRow], aside: list[ProblemRow]) -> str:
    return f"{plural(len(problems), 'problem')}{f', {len(aside)} set aside' if aside else ''}"


def _choices(problems: list[ProblemRow], aside: list[ProblemRow],
             assessment: Assessment) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """What the filter offers: the name and label of a choice, and its options with how many problems each shows."""
    every = problems + aside
    grades = sorted({row.grade for row in every},
                    key=lambda grade: GRADES.index(grade) if grade in GRADES else len(GRADES))
    owners = sorted({row.owner for row in every}, key=str.casefold)
    findings = [finding.label for finding in assessment.listed]
    levels = {level.value: WORDS[level] for level in Level} | ({ASIDE: "Set aside"} if aside else {})
    by_level = Counter(_level(row) for row in every)
    return [("owner", "Owner", _options(owners, Counter(row.owner for row in problems))),
            ("grade", "Grade", _options(grades, Counter(row.grade for row in problems))),
            ("level", "Level", [(level, word, by_level[level]) for level, word in levels.items()]),
            ("finding", "Finding", _options(findings, Counter(row.name for row in problems)))]


def _several(assessment: Assessment) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """The same of what a finding has several of, with how many findings each shows; none where all have the same."""
    pack, found = assessment.review.pack, []
    for name, label in SEVERAL.items():
        counts = Counter(each for finding in assessment.listed for each in names(finding, name, pack))
        if len(counts) > 1:
            found.append((name, label, _options(sorted(counts, key=natural), counts)))
    return found


def _options(values: Iterable[str], counts: Counter[str]) -> list[tuple[str, str, int]]:
    return [(value, value, counts[value]) for value in dict.fromkeys(values) if value]


def _counted(counted: dict[str, list[str]]) -> list[tuple[str, str, int]]:
    """The figures of the tiles as a choice: how many findings each leaves."""
    findings = Counter(name for names in counted.values() for name in names)
    return [(each.name, each.title, findings[each.name]) for each in FIGURES if findings[each.name]]


def _finding(finding: Finding, assessment: Assessment, counted: dict[str, list[str]]) -> FindingLine:
    review, ready = assessment.review, assessment.readiness(finding)
    soon = review.register.settings.days("due_soon_days")
    id, grade, owner = (finding.typed(name) for name in ("id", "grade", "owner"))
    return FindingLine(id, cut(finding.typed("title"), TITLE), grade, standing(finding, review.today, soon), owner,
                       tuple((bare(what), str(day)) for day, what in due_days(finding, review)), undated(finding),
                       state(finding, assessment), _steps(ready), missing(ready), finding.label, grade_of(finding),
                       owner_of(finding, review), " ".join(counted.get(fold(finding.label), ())),
                       {name: "\n".join(names(finding, name, review.pack)) for name in SEVERAL})


def _steps(ready: Readiness) -> tuple[bool, ...]:
    if ready.settled is not None:
        return ()
    steps = STEPS if ready.effect_gaps is not None else STEPS[:-1]  # there may be no effect to review
    return tuple(ready.stage in STEPS[number:] for number in range(len(steps)))


def _line(group: tuple[ProblemRow, ...], number: int) -> ProblemLine:
    line = _problem(group[0], number)
    if len(group) == 1:
        return line
    one_value = len({row.problem.value for row in group}) == 1
    every = tuple(Like(str(row.problem.cell), row.problem.record or "",
                       "" if one_value else cut(row.problem.value or "", TITLE), row.name, row.grade, row.owner)
                  for row in group)
    return line._replace(cell=first_cells([row.problem for row in group]), adds="", record="", every=every,
                         findings=len({row.name for row in group if row.name}))


def _problem(row: ProblemRow, number: int = 0) -> ProblemLine:
    problem, level = row.problem, row.problem.level
    record = problem.record or ""
    return ProblemLine(level.value, WORDS[level], str(problem.cell), str(problem.adds or ""),
                       record if fold(record) != fold(row.name) else "", row.name, row.grade, row.owner,
                       problem.message, "", problem.fix, problem.code, row.of_the_file, number, needed_for(problem))


def _set_aside(row: ProblemRow) -> ProblemLine:
    why, _, said = row.problem.message.partition(SAID)
    line = _problem(row)._replace(level=ASIDE, message=why)
    return line._replace(said=said, fix=None) if is_decided(row.problem) else line


def _level(row: ProblemRow) -> str:
    return ASIDE if is_set_aside(row.problem) else row.problem.level.value
