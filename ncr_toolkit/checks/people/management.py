"""Management: what a Major needs from those who lead, and the preparation for the re-audit."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.people.signers import LEADING
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.core.model import SECOND_READER_ROLE, Finding, ReadinessStep, SignOff
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.second_reading import signatures

SENT = ("Submitted", "Verifying", "Closed")


@check("MGT001", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PROOF)
def no_sign_off(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major has no sign-off by management

    Why: The response to a Major carries the word of those who lead. Without it the body does not know who stands behind
    the plan.
    Fix: Let somebody who may sign for management approve it, and add a row on the sheet Sign-off.
    Source: Advice for AI management systems; no clause asks for it.
    Varies: An info until the answer is sent.

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
        | Finding ID | Role           | Name      | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | 2026-05-20 |
    """
    rows = signatures(finding, review)
    if not review.wants(finding, "signoff") or any(_leads(row, review) for row in rows):
        return
    level = None if finding.status in SENT or not finding.blank("response_sent_on") else Level.INFO
    if not rows:
        yield fault(finding, "id", f"{finding.label} has no sign-off by management.", level=level, adds=SignOff)
    elif all(row.known("person", "role") for row in rows):
        yield fault(rows[0], "role", f"Nobody who may sign for management signed for {finding.label}.", level=level)


def _leads(row: SignOff, review: Review) -> bool:
    """Whether the row is a signature of management: of top management, or of who leads the system and may sign."""
    person = review.person(row.person)
    may = person is not None and person.may_sign == "Yes"
    return row.role == "Top management" or (row.role in LEADING and may)


@check("MGT005", SignOff, of=Of.MAJOR, level=Level.WARNING, blocks=Purpose.PROOF)
def sign_off_incomplete(row: SignOff, review: Review) -> Iterator[Fault]:
    """A sign-off lacks its name, role, decision or day

    Why: A signature is a name, a decision and a day. Without one of them it is none.
    Fix: Complete the row.
    Source: Advice for AI management systems; no clause asks for it.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Sign-off
        | Finding ID | Role           | Name      | Decision    | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | **(empty)** | 2026-05-20 |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | 2026-05-20 |
    """
    for name in ("person", "role", "decision", "signed_on") if row.role != SECOND_READER_ROLE else ():
        if row.blank(name):
            yield fault(row, name, f"'{row.SHEET.by_name[name].header}' of this sign-off is empty.")


@check("MGT006", SignOff, of=Of.GRADED, blocks=Purpose.PLAN, firm=True)
def rejected(row: SignOff, review: Review) -> Iterator[Fault]:
    """Management rejected the response

    Why: A response that those who lead have rejected does not leave the house.
    Fix: Mend the answer, and let it be signed again in the same role: a later row on the sheet Sign-off.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Sign-off
        | Finding ID | Role           | Name      | Decision     | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | **Rejected** | 2026-05-20 |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Major |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Rejected | 2026-05-20 |
        | NC-1       | Top management | Mei Zhang | Approved | 2026-05-27 |
    """
    if row.decision == "Rejected" and not _approved_since(row, review):
        yield fault(row, "decision", f"{row.typed('person') or 'Management'} rejected this response.")


def _approved_since(row: SignOff, review: Review) -> bool:
    """Whether somebody in the same role approved it after that day."""
    finding = review.finding(row)
    return finding is not None and any(
        later.role == row.role and later.decision.startswith("Approved")
        and bool(row.signed_on and later.signed_on and later.signed_on > row.signed_on)
        for later in review.of(SignOff, finding))


@check("MGT002", Finding, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def no_readiness_plan(finding: Finding, review: Review) -> Iterator[Fault]:
    """A major has no readiness plan for the re-audit

    Why: A Major is verified, mostly on site. The plan shows the body that its visit will not be in vain.
    Fix: Add rows on the sheet Readiness plan: what will be ready, by whom, until when.
    Source: Advice for AI management systems; no clause asks for it.
    Varies: An info until the answer is sent.

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
    if review.wants(finding, "readiness") and not review.of(ReadinessStep, finding):
        yield fault(finding, "id", f"{finding.label} has no readiness plan for the re-audit.", adds=ReadinessStep,
                    level=None if finding.status in SENT or not finding.blank("response_sent_on") else Level.INFO)


@check("MGT003", ReadinessStep, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def item_without_owner_or_date(item: ReadinessStep, review: Review) -> Iterator[Fault]:
    """An item of the readiness plan has no words, no owner or no date

    Why: A plan without names and dates prepares nothing.
    Fix: Write what will be ready, choose one person in 'Owner', and fill in 'Due'.
    Source: Advice for AI management systems; no clause asks for it.

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
    for name, lacking in (("item", "words"), ("owner", "owner"), ("due", "due date")):
        if item.blank(name):
            yield fault(item, name, f"Item {item.label} of the readiness plan has no {lacking}.")


@check("MGT004", SignOff, of=Of.MAJOR, blocks=Purpose.PROOF)
def may_not_sign(signoff: SignOff, review: Review) -> Iterator[Fault]:
    """Somebody signed who may not sign for management

    Why: The signature of a Major is worth what the signer may decide.
    Fix: Let somebody sign who may; or choose Yes in 'May sign for management' on the sheet People, if that is true.
    Source: Advice for AI management systems; no clause asks for it.
    Needs: The sheet People.

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
