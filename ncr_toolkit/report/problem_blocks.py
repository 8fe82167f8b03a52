"""The problems of a register as lines of text, in blocks: finding by finding, or sheet by sheet."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby

from ncr_toolkit.common.text import one_line
from ncr_toolkit.core.alike import first_cells
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Problem
from ncr_toolkit.core.status import is_open
from ncr_toolkit.report.alike import alike, gravest_groups_first
from ncr_toolkit.report.ink import Ink
from ncr_toolkit.report.next_steps import when
from ncr_toolkit.report.problem_rows import ProblemRow, is_decided, is_set_aside, needed_for, rows
from ncr_toolkit.report.readiness import state, unlisted
from ncr_toolkit.report.text_lines import wrap

Group = tuple[ProblemRow, ...]
"""A problem alone, or many that are alike."""
MOST_HEADINGS = 100
"""From more findings on, those have a heading alone that have a problem of their own."""


class Apart(StrEnum):
    """The blocks of problems that stand with no finding, and their headings."""

    FILE = "The file itself"
    MANY = "The same in many cells"
    REST = "Of no finding"
    ASIDE = "Set aside"


def by_finding(assessment: Assessment, ink: Ink) -> Iterator[str]:
    """What concerns the file, what many cells share, then each finding, gravest first, then what belongs to none and
    what is set aside. An open finding has its heading though nothing is wrong with it, unless they are many."""
    blocks: dict[Apart | int, list[Group]] = {}
    for group in gravest_groups_first(alike(rows(assessment))):
        blocks.setdefault(_block_of(group), []).append(group)
    named = [finding for finding in assessment.listed if is_open(finding) or id(finding) in blocks]
    if len(named) > MOST_HEADINGS:
        named = [finding for finding in named if id(finding) in blocks]
    headings: dict[Apart | int, str] = {
        Apart.FILE: Apart.FILE, Apart.MANY: Apart.MANY,
        **{id(finding): _heading(finding, assessment) for finding in named},
        Apart.REST: Apart.REST, Apart.ASIDE: Apart.ASIDE}
    told = {f"{problem.message} ({problem.where})" for problem in assessment.problems}
    gaps: dict[Apart | int, Iterator[str]] = {id(finding): unlisted(finding, assessment, told) for finding in named
                                              if is_open(finding)}
    for block, heading in headings.items():
        if block in blocks or not isinstance(block, Apart):
            yield from map(ink.bold, wrap(heading))
            yield from gaps.get(block, ())
            yield from (line for group in blocks.get(block, ()) for line in _of_group(group, ink))
            yield ""


def _block_of(group: Group) -> Apart | int:
    row = group[0]
    if is_set_aside(row.problem):
        return Apart.ASIDE
    if len(group) > 1:
        return Apart.MANY
    if row.of_the_file:
        return Apart.FILE
    return id(row.finding) if row.finding is not None else Apart.REST


def _heading(finding: Finding, assessment: Assessment) -> str:
    """"NC-1  Major; the answer is 24 days late; not ready: 5 things are missing before you can send the plan"."""
    due = when(finding, assessment.review) if is_open(finding) else finding.typed("status")
    told = (finding.typed("grade"), due, state(finding, assessment))
    return f"{one_line(finding.label)}  {one_line('; '.join(filter(None, told)))}"


def _of_group(group: Group, ink: Ink) -> Iterator[str]:
    """What is wrong, and below it where the work is done and what it is; of many alike how many, and the first."""
    problem = group[0].problem
    said = _said(problem, group[0].name) if len(group) == 1 else f"{len(group):,} times, first: {_said(problem)}"
    yield from _inked(wrap(said, f"  {_marks(problem)}", " " * 25), problem, ink)
    fix = "" if is_decided(problem) else problem.fix
    place = (str(problem.where) or "Workbook") if len(group) == 1 else first_cells([row.problem for row in group])
    yield from wrap(one_line(f"{place}: {fix}" if fix else place), " " * 25 + "-> ", " " * 28)


def by_cell(assessment: Assessment, ink: Ink) -> Iterator[str]:
    """Sheet by sheet and row by row."""
    for sheet, problems in groupby(assessment.problems, key=lambda problem: problem.cell.sheet):
        yield ink.bold(sheet or "Workbook")
        yield from (line for problem in problems for line in _at_cell(problem, ink))
        yield ""


def _at_cell(problem: Problem, ink: Ink) -> Iterator[str]:
    first = f"  {problem.cell.ref or '-':<6} {_marks(problem)}"
    yield from _inked(wrap(_said(problem), first, " " * 32), problem, ink)
    if not is_decided(problem):
        begin = f"{problem.adds}: " if problem.adds is not None else ""
        yield from wrap(one_line(begin + problem.fix), " " * 32 + "-> ", " " * 35)


def _said(problem: Problem, block: str = "") -> str:
    """The message, with its record before it where neither it nor the heading of its block names that."""
    told = problem.record in (None, "", block) or str(problem.record) in problem.message
    return one_line(problem.message if told else f"{problem.record}: {problem.message}")


def _marks(problem: Problem) -> str:
    """The columns before what is wrong: level, code, and for what it is needed."""
    return f"{_mark(problem):<8}{problem.code}  {needed_for(problem):<5}  "


def _mark(problem: Problem) -> str:
    return "aside" if is_set_aside(problem) else problem.level.value


def _inked(lines: list[str], problem: Problem, ink: Ink) -> Iterator[str]:
    """The lines, the level in its colour; what is set aside is faint."""
    if is_set_aside(problem):
        yield from map(ink.dim, lines)
        return
    mark = problem.level.value
    before, _, after = lines[0].partition(f" {mark} ")
    yield f"{before} {ink.level(problem.level, mark)} {after}"
    yield from lines[1:]
