"""The next things to do, in sentences: what is late first, then what stands in the way of the nearest deadline."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain, islice, zip_longest
from pathlib import Path

from ncr_toolkit.common.shell import to_type
from ncr_toolkit.common.text import one_line, plural, several
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.clocks import implementation_day
from ncr_toolkit.core.first_findings import in_turn
from ncr_toolkit.core.follows import following
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.stage import Readiness, Stage, planned_review
from ncr_toolkit.core.status import OBSERVATIONS, deadlines, is_open
from ncr_toolkit.report.problem_rows import is_of_the_file
from ncr_toolkit.report.readiness import lacks

MOST = 3


def next_steps(assessment: Assessment, most: int = MOST) -> list[str]:
    """The next things to do, at most so many, each a sentence with the place where it is done. What is wrong with the
    file itself comes before all; then each finding has its turn before one has a second."""
    filled = {each.cell for each in assessment.review.once(following)}
    file = [one_line(f"The file itself: {problem.message} {problem.fix}") for problem in assessment.found
            if problem.level is Level.ERROR and is_of_the_file(problem) and problem.cell not in filled]
    findings = _in_turn(assessment)
    turns = zip_longest(*(_steps(finding, assessment) for finding in findings))
    later = (step for finding in findings if (step := _later(finding, assessment)))
    return list(islice(chain(_to_fill(assessment), file, filter(None, chain.from_iterable(turns)), later), most))


def _to_fill(assessment: Assessment) -> list[str]:
    """That something follows for blank cells, and what enters it."""
    found = assessment.review.once(following)
    if not found:
        return []
    names = several(list(dict.fromkeys(f"'{each.column.header}'" for each in found)), 3)
    typed = to_type("fill", Path(assessment.review.register.path))
    return [f"{typed} enters {plural(len(found), 'blank cell')} whose value follows from others ({names})."]


def _in_turn(assessment: Assessment) -> list[Finding]:
    """The open findings in the order in which they want work."""
    review = assessment.review
    found = [(finding, _deadline(finding, review)[0]) for finding in assessment.listed if is_open(finding)]
    return [finding for finding, _ in in_turn(found, review.today)]


def when(finding: Finding, review: Review) -> str:
    """"the answer is 24 days late", "its closing is due in 6 days, on 2026-07-06"; '' without a deadline."""
    day, what = _deadline(finding, review)
    if day is None:
        return ""
    left = (day - review.today).days
    if left < 0:
        return f"{what} is {plural(-left, 'day')} late"
    return f"{what} is due today" if not left else f"{what} is due in {plural(left, 'day')}, on {day}"


def due_days(finding: Finding, review: Review) -> list[tuple[date, str]]:
    """The days that an open finding still has to keep, the earliest first, each with what is due then: "the answer"."""
    if not is_open(finding):
        return []
    unsent = finding.blank("response_sent_on")
    days = [(finding.revised_due, "the revised answer"),
            (finding.response_due if unsent else None, "the answer"),
            (implementation_day(finding, review), "its implementation"), (finding.close_due, "its closing")]
    return sorted(((day, what) for day, what in days if day is not None), key=lambda each: each[0])


def bare(what: str) -> str:
    """What is due without its first word, for a list: "answer", "closing"."""
    return what.partition(" ")[2]


def _deadline(finding: Finding, review: Review) -> tuple[date | None, str]:
    """The earliest day that an open finding has to keep, and what is due then."""
    return next(iter(due_days(finding, review)), (None, ""))


def undated(finding: Finding) -> str:
    """That an open nonconformity has no deadline, or one that nobody can read; '' for every other finding."""
    return "" if deadlines(finding) or not is_open(finding) or finding.grade in OBSERVATIONS else _no_deadline(finding)


def _no_deadline(finding: Finding) -> str:
    unread = "response_due" in finding.unread or "close_due" in finding.unread
    return "its deadline cannot be read" if unread else "no deadline is set"


def _steps(finding: Finding, assessment: Assessment) -> Iterator[str]:
    """What is to be done about a finding, the first thing with how things stand."""
    readiness, review = assessment.readiness(finding), assessment.review
    told, missing = when(finding, review) or _no_deadline(finding), readiness.missing()
    head = f"{finding.label} ({finding.typed('grade') or 'no grade'}): {told}"
    if missing:
        yield one_line(f"{head}; {lacks(readiness)}. Begin with: {missing[0]}")
        yield from (one_line(f"{finding.label}, then: {gap}") for gap in missing[1:])
    elif assessment.can_be_sent(finding):
        yield one_line(f"{head}; the answer is ready to be sent: ncr respond makes it, ncr package packs it.")
    elif readiness.next is not None and not _waits(finding, readiness, review):
        yield one_line(f"{head}. {readiness.next}")


def _waits(finding: Finding, readiness: Readiness, review: Review) -> date | None:
    """The day for which the review of its effect is planned, where nothing else is missing."""
    return planned_review(finding, review) if readiness.stage is Stage.IMPLEMENTED else None


def _later(finding: Finding, assessment: Assessment) -> str:
    """What has its time later, in a sentence; '' where there is something to do now, or nothing at all."""
    readiness, review = assessment.readiness(finding), assessment.review
    day = _waits(finding, readiness, review)
    if day is None or readiness.missing() or assessment.can_be_sent(finding):
        return ""
    told = when(finding, review) or _no_deadline(finding)
    return one_line(f"{finding.label} ({finding.typed('grade')}): {told}. Nothing is to be done before {day}: then "
                    "review its effect, and enter the result (Effectiveness).")
