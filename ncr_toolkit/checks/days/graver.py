"""What becomes graver by the rules of the body: told before it happens, as long as something can be done about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.registry import EARLY_DAYS, Fault, Of, check, days, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.clocks import CLOCKS, has_stopped
from ncr_toolkit.core.model import Audit, Finding
from ncr_toolkit.core.packs.body_rules import LATE, MANY, NEXT_AUDIT, Becomes
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import known_open

BEFORE_AUDIT = 30
"""Days before the next audit from which it is told: a plan and its proof take as long."""


@check("DAT031", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER, across=True)
def becomes_graver(finding: Finding, review: Review) -> Iterator[Fault]:
    """A finding soon becomes a graver one by the rules of the body

    Why: Some bodies make a Major of a Minor whose date passes, that is open at the next audit, or of several that are open at
    once. A Major can hold up the certificate; before that day it is a Minor.
    Fix: Close it before that day with its proof, or ask for more time now (`ncr extend` drafts the request). The grade is the
    body's: leave it as it is until the body changes it.
    Source: Certification bodies' practice: what `ncr explain --body` tells of the body on the sheet Register.
    Varies: An info where several Minors come near the number that counts as a Major.

    Bad:

        Register
        | Rules of the body |
        |---|
        | QCI Global        |

        Findings
        | Finding ID | Grade | Status      | Close due      |
        |---|---|---|---|
        | NC-1       | Minor | In progress | **2026-07-06** |
        | NC-2       | Minor | Verifying   | **2026-06-28** |

    Good:

        Register
        | Rules of the body |
        |---|
        | QCI Global        |

        Findings
        | Finding ID | Grade | Status      | Close due  |
        |---|---|---|---|
        | NC-1       | Minor | In progress | 2026-07-20 |
        | NC-2       | Minor | Closed      | 2026-06-28 |
        | NC-3       | Major | In progress | 2026-07-06 |
    """
    rules = review.rules(finding)
    if rules is None or not known_open(finding):
        return
    for rule in rules.becomes:
        if rule.grade == finding.grade:
            tells = {LATE: _late, NEXT_AUDIT: _at_the_audit, MANY: _many}
            yield from tells[rule.when](finding, rule, rules.name, review)


def _late(finding: Finding, rule: Becomes, body: str, review: Review) -> Iterator[Fault]:
    """Its date comes near, or has passed."""
    clock = next(clock for clock in CLOCKS if clock.step == rule.step)
    day = finding.value(clock.due)
    if not isinstance(day, date) or has_stopped(clock, finding, review) or (day - review.today).days > EARLY_DAYS:
        return
    head = f"{finding.label} is a {rule.grade}; by the rules of {body} it becomes a {rule.into}"
    left = (day - review.today).days
    yield fault(finding, clock.due, f"{head} after {day}, {days(left)} from now." if left > 0 else
                f"{head} after {day}, which is today." if not left else
                f"{head} after {day}, {days(-left)} ago: ask the body what it counts it as.")


def _at_the_audit(finding: Finding, rule: Becomes, body: str, review: Review) -> Iterator[Fault]:
    """The next audit comes near; from that day on DAT014 tells it."""
    audit, settings = review.find(Audit, finding.audit), review.settings
    day = (audit.next_audit_on if audit is not None else None) or settings.next_audit_on
    left = (day - review.today).days if day is not None else -1
    if 0 < left <= BEFORE_AUDIT:
        yield fault(finding, "status", f"{finding.label} is a {rule.grade}; by the rules of {body} it becomes a {rule.into} if it "
                                       f"is still open at the next audit ({day}), {days(left)} from now.")


def _many(finding: Finding, rule: Becomes, body: str, review: Review) -> Iterator[Fault]:
    """As many are open as count for more, or one fewer: told once, at the first of them."""
    alike = review.once(_open_by_audit).get((fold(finding.audit), finding.grade), [])
    if not finding.known("audit") or not alike or alike[0] is not finding or len(alike) < rule.many - 1:
        return
    reached = len(alike) >= rule.many
    yield fault(finding, "grade", f"{len(alike)} findings of {finding.audit} graded {rule.grade} are open; by the rules of {body} "
                                  f"{rule.many} count as a {rule.into}"
                                  f"{': ask the body what it counts them as' if reached else ''}.",
                level=None if reached else Level.INFO)


def _open_by_audit(review: Review) -> dict[tuple[str, str], list[Finding]]:
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in review.register.findings:
        if known_open(finding):
            found.setdefault((fold(finding.audit), finding.grade), []).append(finding)
    return found

