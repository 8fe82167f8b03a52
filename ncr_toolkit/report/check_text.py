"""The check as plain text: grouped by sheet, with a closing line of what was read and how things stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from ncr_toolkit.common.text import one_line, plural
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.problem import Level, Problem
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_open
from ncr_toolkit.report.problem_rows import blind, found, is_decided, is_set_aside
from ncr_toolkit.report.readiness import counted, overview
from ncr_toolkit.report.text_lines import wrap

BESIDE = ("Opportunity", "Area of concern")
"""Grades that are counted with the observations."""
MARKS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "to do"}


def report(assessment: Assessment) -> str:
    """The whole assessment as lines of at most `text_lines.WIDTH` characters, ending in a line break."""
    lines: list[str] = []
    for sheet, problems in groupby(assessment.problems, key=lambda problem: problem.cell.sheet):
        lines += [sheet or "Workbook", *(line for problem in problems for line in _problem(problem)), ""]
    if answers := overview(assessment):
        lines += ["Answers to open findings", *answers, ""]
    if unseen := [line for codes, why in blind(assessment) for line in wrap(f"{codes}: {why}", "  ", "    ")]:
        lines += ["Not checked", *unseen, ""]
    return "\n".join([*lines, *closing(assessment)]) + "\n"


def _problem(problem: Problem) -> Iterator[str]:
    place = f"{problem.cell.ref or '-':<6}"
    who = f"{problem.record}: " if problem.record and not problem.message.startswith(problem.record) else ""
    mark = "aside" if is_set_aside(problem) else MARKS[problem.level]
    yield from wrap(one_line(who + problem.message), f"  {place} {mark:<8}{problem.code}  ", " " * 25)
    if not is_decided(problem):
        yield from wrap(one_line(problem.fix), " " * 25 + "-> ", " " * 28)


def closing(assessment: Assessment) -> list[str]:
    """What was read, how things stand, and what was found: printed by every run, so that silence is never a verdict."""
    review, figure = assessment.review, assessment.figures
    lines = [
        f"Read from {review.register.path} by {review.pack.standard}: {review.register.told}.",
        f"On {review.today}: {figure['open']} open ({_grades(figure, review)}), {figure['overdue']} overdue, "
        f"{figure['due_soon']} due soon, {figure['reopened']} reopened, {figure['closed']} closed; "
        f"{figure['actions_open']} actions open, {figure['actions_overdue']} of them overdue.",
        f"Answers: {counted(assessment)}.",
        f"Found: {found(assessment)}",
        *([f"Not checked: {plural(len(assessment.not_checked), 'check')} could not look, or not at everything."]
          if assessment.not_checked else []),
    ]
    return [line for text in lines for line in wrap(text)]


def _grades(figure: dict[str, int], review: Review) -> str:
    major, minor, observation = figure["open_major"], figure["open_minor"], figure["open_observation"]
    other = figure["open"] - major - minor - observation
    told = plural(observation, "observation")
    if any(is_open(finding) and finding.grade in BESIDE for finding in review.register.findings):
        told += " or opportunity" if observation == 1 else " or opportunities"
    return (f"{major} major, {minor} minor, {told}"
            + (f", {other} of a grade that cannot be read" if other else ""))
