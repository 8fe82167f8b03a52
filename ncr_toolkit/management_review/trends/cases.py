"""Single findings and rows that management has to know of: what is late, came back, was put off, or waits for it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.core.extension_state import is_granted
from ncr_toolkit.core.model import CheckSetting, Extension, Finding, Lesson, ReadinessStep
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.second_reading import signatures
from ncr_toolkit.core.status import is_open, is_reopened, majors_first, overdue_days
from ncr_toolkit.management_review.trends.figures import Cases, Extensions, Late, Stretch
from ncr_toolkit.management_review.trends.rates import Period
from ncr_toolkit.management_review.trends.states import Names, known_as

PILE = 3
"""From how many open minors on one clause on an auditor may see one major (as the check REC002 has it)."""


def is_live(finding: Finding, period: Period) -> bool:
    """Whether it is one of the period: not withdrawn, and raised in the period or open today."""
    return finding.status != "Withdrawn" and (is_open(finding) or period.holds(finding.raised_on))


def overdue(findings: Sequence[Finding], today: date) -> tuple[Late, ...]:
    """The findings that missed a deadline, majors first, then the longest."""
    return tuple(_late(finding, today) for finding in majors_first(list(findings), today)
                 if overdue_days(finding, today))


def _late(finding: Finding, today: date) -> Late:
    days = overdue_days(finding, today)
    unsent = finding.response_due if finding.blank("response_sent_on") else None
    answer = unsent is not None and (today - unsent).days == days
    due = unsent if answer else finding.close_due
    return Late(finding, "answer" if answer else "close", due or today, days)


def came_back(reviews: Sequence[Review], period: Period, names: Names) -> tuple[Finding, ...]:
    """Findings that were reopened: in the period by their date, or open today and once closed, also where only an
    earlier register shows that."""
    closed = {known_as(finding, names) for review in reviews[:-1] for finding in review.register.findings
              if finding.status == "Closed"} - {""}
    return tuple(finding for finding in majors_first(reviews[-1].register.findings, period.today)
                 if finding.status != "Withdrawn" and (is_reopened(finding) or period.holds(finding.reopened_on)
                                                       or (is_open(finding) and known_as(finding, names) in closed)))


def extensions(review: Review, period: Period) -> Extensions:
    """The later dates that were agreed in the period, and what was put off more than once at any time."""
    rows = sorted((row for row in review.register.all(Extension) if row.typed("record") and is_granted(row)
                   and (row.agreed_on is None or period.holds(row.agreed_on))),
                  key=lambda row: (row.agreed_on or date.max, natural(row.record), row.to_date or date.max))
    days = [found for row in rows if (found := _days(row)) is not None]
    agreed = Counter(" ".join(row.agreed_by.split()) for row in rows)
    return Extensions(tuple(rows), sum(review.find(Finding, row.record) is not None for row in rows), sum(days),
                      len(days), tuple(sorted(agreed.items(), key=lambda each: (-each[1], each[0]))),
                      tuple(_again(review)))


def _days(row: Extension) -> int | None:
    return (row.to_date - row.from_date).days if row.from_date and row.to_date else None


def _again(review: Review) -> list[Stretch]:
    groups: dict[str, list[Extension]] = defaultdict(list)
    for row in review.register.all(Extension):
        if is_granted(row) and (key := fold(row.typed("record"))):
            groups[key].append(row)
    found = []
    for rows in groups.values():
        last = max(rows, key=lambda row: (row.agreed_on or date.min, row.to_date or date.min, row.agreed_by))
        if len(rows) > 1:
            found.append(Stretch(last.typed("record"), review.finding(last), len(rows),
                                 sum(_days(row) or 0 for row in rows), last.agreed_by))
    return sorted(found, key=lambda each: (-each.times, -each.days, natural(each.record)))


def lessons(review: Review, period: Period) -> tuple[Lesson, ...]:
    """The lessons taken somewhere in the period, then those without a day, then those not taken anywhere."""
    rows = [row for row in review.register.all(Lesson)
            if not row.blank("lesson") and (row.taken_on is None or period.holds(row.taken_on))]
    return tuple(sorted(rows, key=lambda row: (row.blank("taken_to"), row.taken_on or date.max, natural(row.finding),
                                               row.lesson)))


def cases(reviews: Sequence[Review], late: Sequence[Late], period: Period, names: Names) -> Cases:
    """What asks for a decision."""
    review = reviews[-1]
    alive = [finding for finding in majors_first(review.register.findings, period.today) if is_open(finding)]
    off = [row for row in review.register.all(CheckSetting)
           if row.level == "Off" and row.known("code", "reason", "decided_by")]
    return Cases(
        late_majors=tuple(each for each in late if each.finding.grade == "Major"),
        unsigned=tuple(finding for finding in alive if review.wants(finding, "signoff") and not any(
            row.decision.startswith("Approved") for row in signatures(finding, review))),
        unprepared=tuple(finding for finding in alive if review.wants(finding, "readiness")
                         and not review.of(ReadinessStep, finding)),
        piles=_piles(alive, review),
        returned=tuple(finding for finding in alive if finding.body_decision == "Returned"),
        ownerless=tuple(finding for finding in alive if finding.blank("owner")),
        switched_off=tuple(sorted(off, key=lambda row: fold(row.code))),
        gone=_gone(reviews, names))


def _piles(alive: Sequence[Finding], review: Review) -> dict[str, tuple[Finding, ...]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in alive:
        clause = review.clause(finding)
        if finding.grade == "Minor" and clause and finding.known("status"):
            groups[clause].append(finding)
    piles = {clause: tuple(rows) for clause, rows in groups.items() if len(rows) >= PILE}
    return dict(sorted(piles.items(), key=lambda each: (-len(each[1]), natural(each[0]))))


def _gone(reviews: Sequence[Review], names: Names) -> tuple[Finding, ...]:
    """Findings of earlier registers whose id stands nowhere today, each as it stood last."""
    here = {known_as(finding, names) for finding in reviews[-1].register.findings}
    last = {known_as(finding, names): finding for review in reviews[:-1] for finding in review.register.findings}
    return tuple(finding for id, finding in sorted(last.items()) if id and id not in here)
