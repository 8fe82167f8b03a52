"""Impartial: auditors do not answer their own findings, and nobody lets themselves judge their own work."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.addressee import name_alone
from ncr_toolkit.core.model import Action, Audit, Cause, Decision, Effect, Finding, SignOff
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.several import names


@check("OWN006", Effect, Finding, of=Of.NONCONFORMITY, minor=Level.WARNING, blocks=Purpose.PROOF)
def judges_own_work(record: Record, review: Review) -> Iterator[Fault]:
    """Somebody judged their own work

    Why: Who did the work believes that it worked. Bodies expect another pair of eyes; clause 10.2 does not say so, good
    practice does.
    Fix: Let somebody review or close it who neither owns the finding nor one of its actions.
    Source: Our advice; good practice, and no clause of 10.2.

    Bad:

        People
        | Name     |
        |---|
        | Ana Lima |

        Findings
        | Finding ID | Grade | Owner    |
        |---|---|---|
        | NC-1       | Major | Ana Lima |

        Effectiveness
        | Finding ID | Reviewer     |
        |---|---|
        | NC-1       | **Ana Lima** |

    Good:

        People
        | Name      |
        |---|
        | Ana Lima  |
        | Ben Okoro |

        Findings
        | Finding ID | Grade | Owner    |
        |---|---|---|
        | NC-1       | Major | Ana Lima |

        Effectiveness
        | Finding ID | Reviewer  |
        |---|---|
        | NC-1       | Ben Okoro |
    """
    name = "reviewer" if isinstance(record, Effect) else "closed_by"
    finding = review.finding(record)
    if finding is None or not record.known(name):
        return
    did = {fold(finding.owner), *(fold(action.owner) for action in review.of(Action, finding))}
    if fold(record.typed(name)) in did:
        yield fault(record, name, f"{record.typed(name)} owns the finding or one of its actions and also judged it.")


@check("OWN010", Finding, Action, Cause, SignOff, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def auditor_does_the_work(record: Record, review: Review) -> Iterator[Fault]:
    """The lead auditor owns or signs the answer to their own finding

    Why: An auditor who answers their own finding judges their own work at the next audit; bodies and clause 9.2.2 rule
    that out.
    Fix: Let somebody of the process concerned own it; the auditor may look at it when it is done.
    Source: Our advice.

    Bad:

        Audits
        | Audit ID | Kind     | Lead auditor |
        |---|---|---|
        | IA       | Internal | Rolf Berg    |

        Findings
        | Finding ID | Audit | Grade | Status      | Owner         |
        |---|---|---|---|---|
        | NC-1       | IA    | Minor | In progress | **Rolf Berg** |

    Good:

        Audits
        | Audit ID | Kind     | Lead auditor |
        |---|---|---|
        | IA       | Internal | Rolf Berg    |

        Findings
        | Finding ID | Audit | Grade | Status | Owner    | Closed by |
        |---|---|---|---|---|---|
        | NC-1       | IA    | Minor | Closed | Ana Lima | Rolf Berg |
    """
    name = "person" if isinstance(record, SignOff) else "confirmed_by" if isinstance(record, Cause) else "owner"
    finding = review.finding(record)
    audit = review.find(Audit, finding.audit) if finding is not None else None
    if finding is None or audit is None or not audit.known("lead_auditor") or not record.known(name):
        return
    if audit.kind == "Internal" and (isinstance(record, (Action, Cause)) or _is_of_audits(finding, review)):
        return  # in a small house the auditor helps; and the audit programme is the auditor's own work
    lead = name_alone(audit.lead_auditor)
    if fold(record.typed(name)) == fold(lead):
        yield fault(record, name, f"{lead} led audit {audit.label}, in which {finding.label} was raised, and "
                                  f"{'owns' if name == 'owner' else 'signs' if name == 'person' else 'confirms'} its answer.")


def _is_of_audits(finding: Finding, review: Review) -> bool:
    return any(each.startswith("9.2") for each in names(finding, "reference", review.pack))


@check("OWN012", Cause, of=Of.MAJOR, level=Level.WARNING, blocks=Purpose.NEVER)
def confirmed_by_nobody_else(cause: Cause, review: Review) -> Iterator[Fault]:
    """The cause of a major is confirmed by nobody, or by those who work on it

    Why: A wrong cause costs a second audit. Who found it or works on it believes in it; somebody else has to have looked.
    Fix: Let somebody confirm it who owns neither the finding nor one of its actions.
    Source: Our advice.
    Varies: An info where nobody has confirmed it yet.

    Bad:

        Findings
        | Finding ID | Grade | Owner    | Status      |
        |---|---|---|---|
        | NC-1       | Major | Ana Lima | In progress |

        Causes
        | Cause ID | Finding ID | Root cause                      | Confirmed by |
        |---|---|---|---|
        | RC-1     | NC-1       | The gate asks for no assessment | **Ana Lima** |
        | RC-2     | NC-1       | The list is kept by nobody      | **(empty)**  |

    Good:

        Findings
        | Finding ID | Grade | Owner    | Status      |
        |---|---|---|---|
        | NC-1       | Major | Ana Lima | In progress |
        | NC-2       | Minor | Ana Lima | In progress |

        Causes
        | Cause ID | Finding ID | Root cause                      | Confirmed by |
        |---|---|---|---|
        | RC-1     | NC-1       | The gate asks for no assessment | Carl Ek      |
        | RC-2     | NC-2       | The list is kept by nobody      | Ana Lima     |
    """
    finding = review.finding(cause)
    if finding is None or finding.status == "Closed":
        return
    owners = {fold(finding.owner), *(fold(action.owner) for action in review.of(Action, finding))}
    if cause.blank("confirmed_by"):
        yield fault(cause, "confirmed_by", f"Nobody has confirmed the cause {cause.label} of {finding.label}.", level=Level.INFO)
    elif fold(cause.typed("confirmed_by")) in owners:
        yield fault(cause, "confirmed_by", f"{cause.typed('confirmed_by')} owns {finding.label} or one of its actions, and also "
                                           f"confirmed its cause {cause.label}.")


OF_PEOPLE = ("OWN006", "OWN010", "OWN012", "MGT010", "MGT011", "XTN006")
"""The checks that ask whether somebody judged their own work."""


@check("OWN011", Decision, level=Level.WARNING, blocks=Purpose.NEVER)
def sets_aside_for_oneself(decision: Decision, review: Review) -> Iterator[Fault]:
    """Somebody decided that they may judge their own work

    Why: The check asks for another pair of eyes. Whoever owns the work cannot be the one who does without them.
    Fix: Let somebody decide who owns neither the finding nor one of its actions.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Owner    |
        |---|---|---|
        | NC-1       | Minor | Ana Lima |

        Decisions
        | Check  | Record ID | Reason            | Decided by   | Valid until |
        |---|---|---|---|---|
        | OWN006 | NC-1      | Nobody else knows | **Ana Lima** | 2026-12-31  |

    Good:

        Findings
        | Finding ID | Grade | Owner    |
        |---|---|---|
        | NC-1       | Minor | Ana Lima |

        Decisions
        | Check  | Record ID | Reason            | Decided by | Valid until |
        |---|---|---|---|---|
        | OWN006 | NC-1      | Nobody else knows | Mei Zhang  | 2026-12-31  |
        | OWN004 | NC-1      | Back in October   | Ana Lima   | 2026-12-31  |
    """
    action = review.find(Action, decision.record)
    finding = review.finding(action) if action is not None else review.finding(decision)
    if finding is None or decision.code.strip().upper() not in OF_PEOPLE or not decision.known("decided_by"):
        return
    owners = {fold(finding.owner), *(fold(each.owner) for each in review.of(Action, finding))}
    if fold(decision.decided_by) in owners:
        yield fault(decision, "decided_by", f"{decision.decided_by} owns {finding.label} or one of its actions, and set "
                                            f"{decision.code.strip().upper()} aside for it.")
