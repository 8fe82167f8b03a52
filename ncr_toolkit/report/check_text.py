"""The check as plain text: what to do first, then finding by finding or cell by cell, and how things stand."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.text import plural
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_open
from ncr_toolkit.report.ink import Ink
from ncr_toolkit.report.next_steps import next_steps
from ncr_toolkit.report.problem_blocks import by_cell, by_finding
from ncr_toolkit.report.problem_rows import blind, found
from ncr_toolkit.report.readiness import counted, overview
from ncr_toolkit.report.text_lines import wrap
from ncr_toolkit.report.uncounted import uncounted

BESIDE = ("Opportunity", "Area of concern")
"""Grades that are counted with the observations."""


def report(assessment: Assessment, *, cells: bool = False, colour: bool = False) -> str:
    """The whole assessment as lines of at most `text_lines.WIDTH` characters, ending in a line break.

    `cells`: in the order of the workbook, not finding by finding. `colour`: for a terminal that shows it.
    """
    ink = Ink(colour)
    lines = [*_first(assessment, ink), *(by_cell if cells else by_finding)(assessment, ink)]
    if cells and (answers := overview(assessment)):
        lines += [ink.bold("Answers to open findings"), *answers, ""]
    if unseen := list(_unseen(assessment)):
        lines += [ink.bold("Not checked"), *unseen, ""]
    return "\n".join([*lines, *closing(assessment)]) + "\n"


def _unseen(assessment: Assessment) -> Iterator[str]:
    """Why checks could not look, and below it what each of them looks for."""
    for reason in blind(assessment):
        yield from wrap(f"{reason.why} Not looked for:", "  ", "    ")
        for code, what in reason.checks:
            yield from wrap(what, f"    {code}  ", " " * 12)


def _first(assessment: Assessment, ink: Ink) -> Iterator[str]:
    """What was found, and the next things to do."""
    yield from (*wrap(f"Found: {found(assessment)}"), "")
    if steps := next_steps(assessment):
        yield ink.bold("To do first")
        for number, step in enumerate(steps, start=1):
            yield from wrap(step, f"  {number}. ", "     ")
        yield ""


def closing(assessment: Assessment) -> list[str]:
    """What was read, how things stand, and what was found: printed by every run, so that silence is never a verdict."""
    review, figure = assessment.review, assessment.figures
    lines = [
        f"Read from {review.register.path} by {review.pack.standard}: {review.register.told}.",
        f"On {review.today}: {figure['open']} open ({_grades(figure, review)}), {figure['overdue']} overdue, "
        f"{figure['due_soon']} due soon, {figure['reopened']} reopened, {figure['closed']} closed; "
        f"{plural(figure['actions_open'], 'action')} open, {figure['actions_overdue']} of them overdue.",
        *([told] if (told := uncounted(review.register)) else []),
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
