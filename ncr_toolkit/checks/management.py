"""Management: what a Major needs from those who lead, and the preparation for the re-audit."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.base import Fault, Of, check, fault
from ncr_toolkit.model import Finding, Readiness, SignOff
from ncr_toolkit.problem import Level, Stage
from ncr_toolkit.register import Review

SENT = ("Submitted", "Verifying", "Closed")


@check("MGT001", Finding, of=Of.NONCONFORMITY, blocks=Stage.PROOF)
def no_sign_off(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major has no sign-off by management

    Why: The response to a Major carries the word of those who lead. Without it the body does not know who stands behind
    the plan.
    Fix: Let somebody who may sign for management approve it, and add a row on the sheet Sign-off.

    Bad:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | **NC-1**   | Major | Submitted |

    Good:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Major | Submitted |

        Sign-off
        | Finding ID | Name      | Decision | Signed on  |
        |---|---|---|---|
        | NC-1       | Mei Zhang | Approved | 2026-05-20 |
    """
    signed = any(not each.blank("person") and not each.blank("signed_on") and each.decision != "Rejected"
                 for each in review.of(SignOff, finding))
    if review.wants(finding, "signoff") and not signed:
        yield fault(finding, "id", f"{finding.label} has no sign-off by management.",
                    level=None if finding.status in SENT or not finding.blank("response_sent_on") else Level.INFO)


@check("MGT002", Finding, of=Of.NONCONFORMITY, blocks=Stage.PROOF)
def no_readiness_plan(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major has no readiness plan for the re-audit

    Why: A Major is verified, mostly on site. The plan shows the body that its visit will not be in vain.
    Fix: Add rows on the sheet Readiness plan: what will be ready, by whom, until when.

    Bad:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | **NC-1**   | Major | Submitted |

    Good:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Major | Submitted |

        Readiness plan
        | Item ID | Finding ID | Preparation for the re-audit         |
        |---|---|---|
        | RP-1    | NC-1       | Gate logs of June lie in one folder. |
    """
    items = [item for item in review.of(Readiness, finding) if item.typed("item")]
    if review.wants(finding, "readiness") and not items:
        yield fault(finding, "id", f"{finding.label} has no readiness plan for the re-audit.",
                    level=None if finding.status in SENT or not finding.blank("response_sent_on") else Level.INFO)


@check("MGT003", Readiness, of=Of.NONCONFORMITY, blocks=Stage.PROOF)
def item_without_owner_or_date(item: Readiness, review: Review) -> Iterator[Fault]:
    """An item of the readiness plan has no owner or no date

    Why: A plan without names and dates prepares nothing.
    Fix: Choose one person in 'Owner' and fill in 'Due'.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Readiness plan
        | Item ID | Finding ID | Preparation for the re-audit | Owner    | Due         |
        |---|---|---|---|---|
        | RP-1    | NC-1       | Gate logs of June            | Ana Lima | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Readiness plan
        | Item ID | Finding ID | Preparation for the re-audit | Owner    | Due        |
        |---|---|---|---|---|
        | RP-1    | NC-1       | Gate logs of June            | Ana Lima | 2026-07-10 |
    """
    for name in ("owner", "due"):
        if item.blank(name):
            yield fault(item, name, f"Item {item.label} of the readiness plan has no {name.replace('due', 'due date')}.")


@check("MGT004", SignOff, of=Of.MAJOR, blocks=Stage.PROOF)
def may_not_sign(signoff: SignOff, review: Review) -> Iterator[Fault]:
    """Somebody signed who may not sign for management

    Why: The signature of a Major is worth what the signer may decide.
    Fix: Let somebody sign who may; or choose Yes in 'May sign for management' on the sheet People, if that is true.

    Bad:

        People
        | Name     | May sign for management |
        |---|---|
        | Ana Lima | No                      |

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Sign-off
        | Finding ID | Role           | Name         | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | **Ana Lima** | Approved | 2026-05-20 |

    Good:

        People
        | Name      | May sign for management |
        |---|---|
        | Mei Zhang | Yes                     |

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | 2026-05-20 |
    """
    person = review.person(signoff.person)
    if signoff.role != "Top management" or person is None or "may_sign" in person.unread:
        return
    if person.may_sign != "Yes":
        yield fault(signoff, "person", f"{signoff.person} signed for top management, and may not according to the "
                                       "sheet People.")
