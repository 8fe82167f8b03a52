"""What is late, what comes next, what is open again: majors first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from ncr_toolkit.common.text import plural
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.clocks import CLOCKS, REVISED, implementation_day, with_day_off
from ncr_toolkit.core.figures import without_status
from ncr_toolkit.core.model import Action, Finding, Reply
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.replies import RETURNED
from ncr_toolkit.core.status import (
    is_action_due_soon,
    is_due_soon,
    is_open,
    is_overdue_action,
    is_reopened,
    majors_first,
    next_deadline,
    open_actions,
    overdue_days,
)
from ncr_toolkit.report.readiness import gaps as missing
from ncr_toolkit.report.readiness import state


def report(assessment: Assessment, *, by_owner: bool = False, gaps: bool = True) -> str:
    """The lists as text, all together or one block an owner; ends in a line break.

    `gaps`: under each finding, where it is listed first, what its answer lacks.
    """
    review = assessment.review
    findings = majors_first(review.register.findings, review.today)
    soon = review.register.settings.days("due_soon_days")
    actions = [action for action in open_actions(review.register)
               if is_overdue_action(action, review.today) or is_action_due_soon(action, review.today, soon)]
    lines = [f"On {review.today}:"]
    if not by_owner:
        return "\n".join(lines + _lists(findings, actions, assessment, gaps=gaps)) + "\n"

    def owner(record: Finding | Action) -> str:
        return record.typed("owner") or "(nobody)"

    names = {owner(finding) for finding in findings} | {owner(action) for action in actions}
    for name in sorted(names, key=str.casefold):
        block = _lists([f for f in findings if owner(f) == name], [a for a in actions if owner(a) == name], assessment,
                       gaps=gaps)
        if block != [_NOTHING]:
            lines += ["", name, *block]
    return "\n".join(lines if len(lines) > 1 else [*lines, _NOTHING]) + "\n"


_INDENT = " " * 21
_WHAT = {clock.due: clock.what for clock in (REVISED, *CLOCKS)}
"""What is due, by the column of its day."""
_NOTHING = "  Nothing is overdue, due soon, returned or reopened."


def _lists(findings: list[Finding], actions: list[Action], assessment: Assessment, *, gaps: bool) -> list[str]:
    review, told, wanted = assessment.review, set[int](), set(map(id, findings))

    def answered(finding: Finding, when: str) -> Iterator[str]:
        yield _finding(finding, when)
        if not_understood := _status(finding):
            yield not_understood
        if id(finding) not in told:
            told.add(id(finding))
            yield from _answer(finding, assessment, gaps=gaps)

    lists: list[tuple[str, Iterable[str]]] = [
        *((title, (line for f, when in of_review if id(f) in wanted for line in answered(f, when)))
          for title, of_review in answers(review)),
        *_actions(actions, review),
        ("Without a Status, counted neither as open nor as closed",
         (_finding(f, "choose one; ncr fill enters Open") for f in without_status(review.register) if id(f) in wanted)),
        ("A deadline is missing in the register", (_finding(f, _proposal(f, review)) for f in findings
                                         if _proposal(f, review))),
    ]
    lines = [line for title, rows in lists if (found := list(rows)) for line in (f"  {title}", *found)]
    return lines or [_NOTHING]


def answers(review: Review) -> list[tuple[str, list[tuple[Finding, str]]]]:
    """The findings whose answers are listed, by the title of the list, each with when; majors first."""
    findings, today = majors_first(review.register.findings, review.today), review.today
    soon = review.register.settings.days("due_soon_days")
    return [
        ("Overdue", [(f, _late(f, today)) for f in findings if overdue_days(f, today)]),
        (f"Due within {soon} days", [(f, _next(f, review)) for f in findings if is_due_soon(f, today, soon)]),
        ("The body wants the actions done", [(f, _implementation(day, review)) for f in findings
                                             if (day := implementation_day(f, review)) and (day - today).days <= soon]),
        ("Returned by the body", [(f, _revised(f, review)) for f in findings
                                  if (f.body_decision == RETURNED or f.revised_due) and is_open(f)]),
        ("Reopened", [(f, f"reopened on {f.typed('reopened_on') or '(no day)'}") for f in findings if is_reopened(f)]),
    ]


def _finding(finding: Finding, when: str) -> str:
    return f"    {finding.typed('id'):<16} {finding.typed('grade'):<12} {when:<48} {finding.typed('owner'):<18} " \
           f"{finding.cell('id')}  {finding.typed('title')}".rstrip()


def _status(finding: Finding) -> str:
    """That the status was not understood, and what follows from that; '' where it was."""
    unread = finding.unread.get("status")
    if unread is None:
        return ""
    meant = f"; did you mean '{unread.readings[0]}'" if unread.readings else ""
    return f"{_INDENT}status '{unread.text}' was not understood{meant}? It counts as open. ({unread.cell})"


def _answer(finding: Finding, assessment: Assessment, *, gaps: bool) -> Iterator[str]:
    """How far the answer is, and what it lacks."""
    yield f"{_INDENT}answer: {state(finding, assessment)}"
    if gaps:
        yield from missing(assessment.readiness(finding), f"{_INDENT}  ")


def _late(finding: Finding, today: date) -> str:
    return f"{plural(overdue_days(finding, today), 'day')} late"


def _revised(finding: Finding, review: Review) -> str:
    day = finding.revised_due
    if day is None:
        unread = next((reply.unread["revised_by"] for reply in reversed(review.of(Reply, finding))
                       if "revised_by" in reply.unread), None)
        return f"revised answer; its day cannot be read ({unread.cell})" if unread else "revised answer; no day known"
    late = f", {plural((review.today - day).days, 'day')} late" if day < review.today else ""
    return f"revised answer by {day}{late}"


def _next(finding: Finding, review: Review) -> str:
    nearest = next_deadline(finding, review.today)
    return f"{_WHAT[nearest[0]]} by {with_day_off(nearest[1], review)}" if nearest else ""


def _implementation(day: date, review: Review) -> str:
    late = (review.today - day).days
    return f"{plural(late, 'day')} late (due {day})" if late > 0 else f"by {with_day_off(day, review)}"


def _proposal(finding: Finding, review: Review) -> str:
    if not is_open(finding):
        return ""
    told = ", ".join(f"{clock.what} by {day}" for clock in CLOCKS if (day := review.proposed(finding, clock.due)))
    return f"proposed: {told}" if told else ""


def _actions(actions: list[Action], review: Review) -> Iterator[tuple[str, list[str]]]:
    """The lists of actions that are late, and of those that come next, the nearest first."""
    late = [each for each in actions if is_overdue_action(each, review.today)]
    soon = sorted((each for each in actions if not is_overdue_action(each, review.today)),
                  key=lambda each: each.due or review.today)
    yield "Overdue actions", [_action(each, review) for each in late]
    yield f"Actions due within {review.register.settings.days('due_soon_days')} days", [
        _action(each, review) for each in soon]


def _action(action: Action, review: Review) -> str:
    due = action.due or review.today
    late = (review.today - due).days
    when = f"{plural(late, 'day')} late (due {due})" if late > 0 else f"by {with_day_off(due, review)}"
    return f"    {action.typed('id'):<16} {action.typed('finding'):<12} {when:<48} {action.typed('owner'):<18} " \
           f"{action.cell('due')}"
