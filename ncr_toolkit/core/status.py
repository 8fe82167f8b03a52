"""What follows from a register on a day: computed here, once; how many findings it is true of stands in `figures`.

An empty or unreadable date counts for nothing. A status that is typed but unknown counts as open: it is safer to see
a finding once too often, and a check names the cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import plural
from ncr_toolkit.core.model import Action, Audit, Cause, Containment, Effect, Finding
from ncr_toolkit.core.register import Register, Review, came_back

OBSERVATIONS = ("Observation", "Opportunity", "Area of concern")
"""The grades that are answered with an action log or a justification rather than a corrective action."""

ENDED = ("Closed", "Withdrawn")
DID_NOT_WORK = ("Not effective", "Partly effective")


def is_open(finding: Finding) -> bool:
    """Status is not empty, Closed or Withdrawn."""
    return bool(finding.typed("status")) and finding.status not in ENDED


def known_open(finding: Finding) -> bool:
    """Open with a status that was read; of one that nobody can read another check tells."""
    return finding.known("status") and is_open(finding)


def deadlines_by_column(finding: Finding) -> dict[str, date]:
    """The dates an open finding still has to keep, by the column that holds each: answering better where the body
    returned the answer and named a day, answering while no answer was sent, and closing."""
    days = {
        "revised_due": finding.revised_due,
        "response_due": finding.response_due if finding.blank("response_sent_on") else None,
        "close_due": finding.close_due,
    }
    return {name: day for name, day in days.items() if day} if is_open(finding) else {}


def deadlines(finding: Finding) -> list[date]:
    """The same dates without their columns."""
    return [*deadlines_by_column(finding).values()]


def overdue_days(finding: Finding, today: date) -> int:
    """Days since the earliest missed deadline; the day of the deadline itself is in time. 0 if nothing is late."""
    late = [day for day in deadlines(finding) if day < today]
    return (today - min(late)).days if late else 0


def next_deadline(finding: Finding, today: date) -> tuple[str, date] | None:
    """The column of the nearest deadline from today on, and its day; None where there is none."""
    ahead = [each for each in deadlines_by_column(finding).items() if each[1] >= today]
    return min(ahead, key=lambda each: each[1], default=None)


def next_due(finding: Finding, today: date) -> date | None:
    """The nearest deadline from today on."""
    nearest = next_deadline(finding, today)
    return nearest[1] if nearest else None


def is_due_soon(finding: Finding, today: date, days: int) -> bool:
    """Not overdue, and a deadline lies in today .. today + `days`, ends included."""
    nearest = next_due(finding, today)
    return not overdue_days(finding, today) and nearest is not None and (nearest - today).days <= days


def is_reopened(finding: Finding) -> bool:
    """Open again: says so in its status or carries a date of reopening."""
    return is_open(finding) and came_back(finding)


def is_internal(finding: Finding, review: Review) -> bool:
    """Raised by the house's own audit: no certification body waits for an answer."""
    audit = review.find(Audit, finding.audit)
    return audit is not None and audit.kind == "Internal"


def open_actions(register: Register) -> Iterator[Action]:
    """Actions not done whose finding is open."""
    alive = {fold(finding.typed("id")) for finding in register.findings if is_open(finding)} - {""}
    return (action for action in register.all(Action) if action.blank("done_on") and fold(action.finding) in alive)


def is_overdue_action(action: Action, today: date) -> bool:
    """Its due date has passed (whether it is open is for the caller)."""
    return action.due is not None and action.due < today


def is_action_due_soon(action: Action, today: date, days: int) -> bool:
    """Its due date is today or within that many days (whether it is open is for the caller)."""
    return action.due is not None and 0 <= (action.due - today).days <= days


def is_corrective(action: Action) -> bool:
    """Whether an action is against the cause; one without a kind is taken for it."""
    return action.kind in ("", "Corrective")


def empty_parts(finding: Finding, review: Review, *, to_close: bool = False) -> list[str]:
    """The parts the answer to a finding needs and does not have yet, in words; `to_close`: also those of the proof."""
    steps, actions = review.of(Containment, finding), review.of(Action, finding)
    plan = {
        "correction": any(step.kind == "Correction" for step in steps),
        "extent": not finding.blank("extent"),
        "causes": bool(review.of(Cause, finding)),
        "actions": is_needless(finding) or any(is_corrective(action) for action in actions),
    }
    proof = {
        "mitigations": any(step.kind == "Interim mitigation" for step in steps),
        "implementation": not any(action.blank("done_on") for action in actions),
        "effectiveness": any(not effect.blank("criterion") and not effect.blank("result")
                             for effect in review.of(Effect, finding)),
    }
    parts = {**plan, **proof} if to_close else plan
    return [PART_NAMES[part] for part, there in parts.items() if not there and review.wants(finding, part)]


PART_NAMES = {"correction": "the correction", "extent": "the extent", "causes": "the root cause",
              "actions": "the corrective action", "mitigations": "the interim mitigation",
              "implementation": "the work on the actions", "effectiveness": "the effectiveness check"}


def closed_on_its_plan(finding: Finding) -> bool:
    """Whether the body closed a Minor: it may do so by the plan, and the effect is reviewed afterwards."""
    return finding.grade == "Minor" and finding.status == "Closed" and finding.body_decision == "Closed by body"


def is_needless(finding: Finding) -> bool:
    """The judgement of 10.2 b) is that no action is needed, and says why."""
    return finding.action_needed == "No" and not finding.blank("no_action_reason")


def flags(finding: Finding, review: Review) -> list[str]:
    """The marks a finding carries in lists and in the JSON output."""
    soon = review.settings.days("due_soon_days")
    marks = {
        "overdue": bool(overdue_days(finding, review.today)),
        "due_soon": is_due_soon(finding, review.today, soon),
        "reopened": is_reopened(finding),
        "reopened_unmarked": is_reopened_unmarked(finding, review),
        "repeat": not finding.blank("repeat_of"),
    }
    return [name for name, holds in marks.items() if holds]


def is_reopened_unmarked(finding: Finding, review: Review) -> bool:
    """An earlier register shows it closed, it is open now, and does not say that it was reopened."""
    return is_open(finding) and not is_reopened(finding) and fold(finding.id) in review.once(_closed_before)


def _closed_before(review: Review) -> set[str]:
    earlier = review.previous.findings if review.previous is not None else []
    return {fold(finding.id) for finding in earlier if finding.status == "Closed"} - {""}


def grade_rank(grade: str) -> int:
    """The place of a grade in every list: majors, then minors and what has no grade, then the rest."""
    return {"Major": 0, "Minor": 1, "": 1}.get(grade, 2)


def majors_first(findings: list[Finding], today: date) -> list[Finding]:
    """Majors, then minors, then the rest; within a grade the longest overdue, then the nearest deadline."""
    def rank(finding: Finding) -> tuple[int, int, date, str]:
        return (grade_rank(finding.grade), -overdue_days(finding, today), next_due(finding, today) or date.max,
                finding.typed("id"))

    return sorted(findings, key=rank)


def standing(finding: Finding, today: date, soon: int) -> str:
    """Where a finding stands, in words: the derived column beside it."""
    if not is_open(finding):
        return finding.status
    late = overdue_days(finding, today)
    if late:
        return f"Overdue {plural(late, 'day')}"
    return "Due soon" if is_due_soon(finding, today, soon) else "Open"


def action_standing(action: Action, finding: Finding | None, today: date) -> str:
    """Where an action stands, in words."""
    if not action.blank("done_on"):
        return "Done"
    if finding is None or not is_open(finding):
        return "Not counted"
    return "Overdue" if is_overdue_action(action, today) else "Open"
