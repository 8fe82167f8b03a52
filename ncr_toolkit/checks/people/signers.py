"""Signers: whether management approved a plan that was there, in time, and not its own work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.days.day_order import set_afterwards
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Action, Cause, Containment, Effect, Finding, ReadinessStep, SignOff
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

LEADING = ("Top management", "AIMS manager", "Management system manager")
"""The roles whose signature stands for management."""
FEWEST = 4
"""In how many roles one person has to stand at least for a register to have nobody else (ours)."""


def approvals(finding: Finding, review: Review) -> list[SignOff]:
    """The rows by which management approved the answer."""
    return [row for row in review.of(SignOff, finding) if row.role in LEADING and row.decision.startswith("Approved")]


@check("MGT008", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def signed_before_the_plan(finding: Finding, review: Review) -> Iterator[Fault]:
    """Management signed before there was a plan

    Why: The signature stands for the plan with its yardstick. What was fixed afterwards, nobody in management has approved.
    Fix: Correct the day if it is mistyped; otherwise let the answer be signed again as it is now, in a further row.
    Source: Our advice.
    Varies: An info where no criterion is set, and the signature does not come before the first correction.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Effectiveness
        | Finding ID | Criterion | Criterion set on |
        |---|---|---|
        | NC-1       | 12 of 12  | 2026-05-02       |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on      |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | **2026-04-23** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Actions
        | Action ID | Finding ID | Start      |
        |---|---|---|
        | CA-1      | NC-1       | 2026-06-01 |

        Effectiveness
        | Finding ID | Criterion | Criterion set on |
        |---|---|---|
        | NC-1       | 12 of 12  | 2026-05-02       |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | 2026-05-02 |
    """
    signed = [row for row in approvals(finding, review) if row.signed_on]
    criteria = [each.set_on for each in review.of(Effect, finding) if each.set_on and each.set_on <= review.today
                and not set_afterwards(each, finding, review)]
    starts = [action.start_on for action in review.of(Action, finding) if action.start_on]
    put_right = [day for step in review.of(Containment, finding) if (day := step.done_on or step.planned_on)]
    there = min(criteria or starts, default=None)
    last = max(signed, key=lambda row: row.signed_on or date.min, default=None)
    if last is None or there is None or last.signed_on is None or last.signed_on >= there:
        return
    if finding.raised_on and last.signed_on < finding.raised_on:  # that it cannot be is told already
        return
    what = "the criterion was set" if criteria else "the first action begins"
    nothing = criteria or (put_right and last.signed_on < min(put_right))  # a plan may be signed before its work begins
    yield fault(last, "signed_on", f"{last.typed('person') or 'Management'} signed on {last.signed_on}, before {what} ({there}).",
                level=None if nothing else Level.INFO)


@check("MGT009", Finding, of=Of.MAJOR, level=Level.WARNING, blocks=Purpose.NEVER)
def signed_after_it_was_sent(finding: Finding, review: Review) -> Iterator[Fault]:
    """Management signed after the answer was sent

    Why: A Major is signed before it is sent: what went out on that day, nobody in management had approved.
    Fix: Correct the day that is wrong. Otherwise leave it; when a further answer is sent, let it be signed before.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status    | Response sent on |
        |---|---|---|---|
        | NC-1       | Major | Submitted | 2026-05-20       |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on      |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | **2026-05-22** |

    Good:

        Findings
        | Finding ID | Grade | Status    | Response sent on |
        |---|---|---|---|
        | NC-1       | Major | Submitted | 2026-05-20       |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | 2026-05-20 |
        | NC-1       | Top management | Mei Zhang | Approved | 2026-06-12 |
    """
    signed = [row for row in approvals(finding, review) if row.signed_on]
    first = min(signed, key=lambda row: row.signed_on or date.max, default=None)
    sent, closed, again = finding.response_sent_on, finding.closed_on, finding.body_decision == "Returned"
    if first is None or first.signed_on is None or sent is None or not finding.blank("reopened_on") or again:
        return
    if sent < first.signed_on <= review.today and not (closed and closed < first.signed_on):
        yield fault(first, "signed_on", f"The answer was sent on {sent}, and {first.typed('person') or 'management'} signed it "
                                        f"on {first.signed_on}.")


@check("MGT010", Finding, of=Of.MAJOR, level=Level.WARNING, blocks=Purpose.NEVER)
def signs_own_work(finding: Finding, review: Review) -> Iterator[Fault]:
    """Somebody approved their own work for management

    Why: The signature shows that somebody above the work stands behind it. Who owns the finding or one of its actions
    approves what they wrote.
    Fix: Let somebody else of management sign as well; or give the finding or action to the person who really does the work.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Owner     |
        |---|---|---|
        | NC-1       | Major | Mei Zhang |

        Sign-off
        | Finding ID | Role           | Name          | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | **Mei Zhang** | Approved | 2026-05-20 |

    Good:

        Findings
        | Finding ID | Grade | Owner    |
        |---|---|---|
        | NC-1       | Major | Ana Lima |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | 2026-05-20 |
        | NC-1       | Process owner  | Ana Lima  | Approved | 2026-05-20 |
        | NC-1       | AIMS manager   | Ana Lima  | Approved | 2026-05-20 |
    """
    owned = {fold(finding.owner): finding.label}
    for action in review.of(Action, finding):
        owned.setdefault(fold(action.owner), f"action {action.label}")
    signed = [row for row in approvals(finding, review) if row.known("person")]
    if signed and all(fold(row.person) in owned for row in signed):
        yield fault(signed[0], "person", f"{signed[0].person} approved {finding.label} for management, and owns "
                                         f"{owned[fold(signed[0].person)]}.")


@check("MGT011", Finding, of=Of.MAJOR, level=Level.WARNING, blocks=Purpose.NEVER)
def one_for_everything(finding: Finding, review: Review) -> Iterator[Fault]:
    """One person stands in every role of a major

    Why: Who found the cause, did the work, judged and signed it has nobody who would see a mistake.
    Fix: Let at least the review of effectiveness, the signature or the closing be somebody else's.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Owner        |
        |---|---|---|
        | NC-1       | Major | **Ana Lima** |

        Causes
        | Cause ID | Finding ID | Confirmed by |
        |---|---|---|
        | RC-1     | NC-1       | Ana Lima     |

        Actions
        | Action ID | Finding ID | Owner    |
        |---|---|---|
        | CA-1      | NC-1       | Ana Lima |

        Effectiveness
        | Finding ID | Reviewer |
        |---|---|
        | NC-1       | ana lima |

    Good:

        Findings
        | Finding ID | Grade | Owner    |
        |---|---|---|
        | NC-1       | Major | Ana Lima |

        Causes
        | Cause ID | Finding ID | Confirmed by |
        |---|---|---|
        | RC-1     | NC-1       | Ana Lima     |

        Actions
        | Action ID | Finding ID | Owner    |
        |---|---|---|
        | CA-1      | NC-1       | Ana Lima |

        Effectiveness
        | Finding ID | Reviewer |
        |---|---|
        | NC-1       | Carl Ek  |
    """
    roles = [{fold(name) for name in names} - {""} for names in (
        [finding.owner], [finding.closed_by], [step.owner for step in review.of(Containment, finding)],
        [cause.confirmed_by for cause in review.of(Cause, finding)], [action.owner for action in review.of(Action, finding)],
        [effect.reviewer for effect in review.of(Effect, finding)], [item.owner for item in review.of(ReadinessStep, finding)],
        [row.person for row in review.of(SignOff, finding)])]
    filled = [names for names in roles if names]
    if len(filled) >= FEWEST and finding.known("owner") and set().union(*filled) == {fold(finding.owner)}:
        yield fault(finding, "owner", f"{finding.owner} stands in all {len(filled)} roles of {finding.label}: nobody else has "
                                      "looked at it.")
