"""Evidence: for everything said to be done a proof, with a date that fits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from ncr_toolkit.checks.days.day_order import noticed
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.common.text import listing
from ncr_toolkit.core.model import Action, Containment, Evidence, Finding, ReadinessStep
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.stage import work

MARGIN = timedelta(days=14)
"""So much older than the day on which the work was done a proof may be: a test comes before the last signature (ours)."""


@check("EVD001", Action, Containment, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def done_without_evidence(record: Record, review: Review) -> Iterator[Fault]:
    """Something is said to be done, and no evidence shows it

    Why: To a body, what cannot be shown is not done.
    Fix: Add a row on the sheet Evidence whose 'Supports' is the id of this action or step.
    Source: Clause 10.2: evidence of what was done and of its results.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | **CA-1**  | NC-1       | 2026-05-20 |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |
        | CA-2      | NC-1       |            |

        Evidence
        | Evidence ID | Finding ID | Supports | File or link |
        |---|---|---|---|
        | E-1         | NC-1       | CA-1     | log.txt      |
    """
    finding = review.finding(record)
    if finding is None or record.blank("done_on") or record.blank("id"):
        return
    done_on = record.value("done_on")
    if isinstance(done_on, date) and done_on > review.today:  # not done yet, as another check says
        return
    if not any(fold(proof.supports) == fold(record.typed("id")) and proof.baseline != "Yes"  # that shows the state before
               for proof in review.of(Evidence, finding)):
        what = "Action" if isinstance(record, Action) else "Step"
        yield fault(record, "id", f"{what} {record.label} is said to be done, and no evidence shows it.", adds=Evidence)


@check("EVD005", Evidence, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def older_than_the_finding(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence is older than the finding

    Why: What was written before the finding was raised cannot show a fix made afterwards.
    Fix: Bring newer proof; or, if it shows the state before the fix, choose Yes in 'Baseline'.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Raised on  |
        |---|---|---|
        | NC-1       | Minor | 2026-04-22 |

        Evidence
        | Evidence ID | Finding ID | Dated          |
        |---|---|---|
        | E-1         | NC-1       | **2026-04-01** |

    Good:

        Findings
        | Finding ID | Audit | Grade | Raised on  |
        |---|---|---|---|
        | NC-1       | SA    | Minor | 2026-04-22 |

        Audits
        | Audit ID | First day  | Last day   |
        |---|---|---|
        | SA       | 2026-04-20 | 2026-04-22 |

        Evidence
        | Evidence ID | Finding ID | Dated      | Baseline |
        |---|---|---|---|
        | E-1         | NC-1       | 2026-05-20 |          |
        | E-2         | NC-1       | 2026-04-01 | Yes      |
        | E-3         | NC-1       | 2026-04-20 |          |
    """
    finding = review.finding(proof)
    since = _seen(finding, review) if finding is not None else None
    if finding is None or since is None or not proof.dated or proof.baseline == "Yes":
        return
    if proof.dated < since and "baseline" not in proof.unread:
        began = "" if since == finding.raised_on else f", and its audit began on {since}"
        yield fault(proof, "dated", f"Evidence {proof.label} is dated {proof.dated}, before {finding.label} was raised "
                                    f"({finding.raised_on}{began}).")


def _seen(finding: Finding, review: Review) -> date | None:
    """The first day on which the finding could be known; None where it was raised on no day."""
    record, name = noticed(finding, review)
    day = record.value(name) if finding.raised_on else None
    return day if isinstance(day, date) else None


@check("EVD006", Evidence, of=Of.NONCONFORMITY, level=Level.WARNING)
def date_does_not_fit(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The date of the evidence does not fit

    Why: A proof dated before the work was done cannot show its result; one dated after the answer was sent was not in
    it.
    Fix: Check whether the dates of the proof, of the action and of the answer are right; if they are, add a proof from after
    the work.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Evidence
        | Evidence ID | Finding ID | Supports | Dated          |
        |---|---|---|---|
        | E-1         | NC-1       | CA-1     | **2026-05-02** |

    Good:

        Findings
        | Finding ID | Grade | Response sent on |
        |---|---|---|
        | NC-1       | Minor | 2026-06-01       |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |

        Evidence
        | Evidence ID | Finding ID | Supports | Dated      |
        |---|---|---|---|
        | E-1         | NC-1       | CA-1     | 2026-05-20 |
    """
    finding = review.finding(proof)
    if finding is None or not proof.dated or proof.baseline == "Yes":
        return
    if proof.dated > review.today:  # that it has not happened yet is told already
        return
    if (since := _seen(finding, review)) and proof.dated < since:  # that it is older than the finding is told already
        return
    done = supported(proof, review)
    finished = done.value("done_on") if done is not None else None
    if done is not None and isinstance(finished, date) and \
            proof.dated + MARGIN < finished <= review.today:
        yield fault(proof, "dated", f"Evidence {proof.label} is dated {proof.dated}, before {done.label} was done "
                                    f"({finished}).")
    elif finding.response_sent_on and proof.dated > finding.response_sent_on and finding.status == "Submitted" and not (
            isinstance(done, (Action, ReadinessStep)) and isinstance(finished, date) and finished > finding.response_sent_on):
        # otherwise the answer was the plan of it
        yield fault(proof, "dated", f"Evidence {proof.label} is dated {proof.dated}, after the answer was sent "
                                    f"({finding.response_sent_on}).")


def supported(proof: Evidence, review: Review) -> Record | None:
    """The action, step or readiness item that a proof supports."""
    kinds: tuple[type[Record], ...] = (Action, Containment, ReadinessStep)
    return next((found for kind in kinds if (found := review.find(kind, proof.supports))), None)


@check("EVD008", Evidence, of=Of.NONCONFORMITY, level=Level.WARNING)
def no_date_of_proof(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence has no date

    Why: Without its date nobody can tell whether a proof is from before or after the fix.
    Fix: Fill in 'Dated' with the date of the proof itself.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Evidence
        | Evidence ID | Finding ID | Dated       |
        |---|---|---|
        | E-1         | NC-1       | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Evidence
        | Evidence ID | Finding ID | Dated      |
        |---|---|---|
        | E-1         | NC-1       | 2026-05-20 |
    """
    if proof.blank("dated"):
        yield fault(proof, "dated", f"Evidence {proof.label} has no date.")


@check("EVD009", Evidence, of=Of.NONCONFORMITY, level=Level.WARNING)
def supports_nothing(proof: Evidence, review: Review) -> Iterator[Fault]:
    """The evidence does not say what it supports

    Why: Bodies want each attachment named beside the statement it proves.
    Fix: Choose in 'Supports' the action, step or readiness item, or write Effectiveness.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Evidence
        | Evidence ID | Finding ID | Supports    |
        |---|---|---|
        | E-1         | NC-1       | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Evidence
        | Evidence ID | Finding ID | Supports      |
        |---|---|---|
        | E-1         | NC-1       | Effectiveness |
    """
    if proof.blank("supports"):
        yield fault(proof, "supports", f"Evidence {proof.label} does not say what it supports.")


@check("EVD010", Finding, of=Of.NONCONFORMITY, level=Level.INFO, blocks=Purpose.PROOF)
def not_implemented(finding: Finding, review: Review) -> Iterator[Fault]:
    """The corrections and actions are not all done

    Why: A plan answers the finding; only finished actions close it. Until then the response is ready as a plan, and not
    as proof.
    Fix: When an action is done, fill in 'Done on' and add its evidence.
    Source: Certification body: ISO/IEC 17021-1, 9.4.10.

    Bad:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Minor | Submitted |

        Actions
        | Action ID | Finding ID | Done on     |
        |---|---|---|
        | CA-1      | NC-1       | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade | Status    |
        |---|---|---|
        | NC-1       | Minor | Submitted |

        Actions
        | Action ID | Finding ID | Done on    |
        |---|---|---|
        | CA-1      | NC-1       | 2026-05-20 |
    """
    undone = sorted((each for each in work(finding, review) if each.blank("done_on")), key=lambda each: natural(each.label))
    if undone and finding.status != "Closed" and review.wants(finding, "implementation"):
        first, *others = undone
        also = f", nor {'is' if len(others) == 1 else 'are'} {listing(map(_where_done, others))}" if others else ""
        yield fault(first, "done_on", f"{finding.label}: {first.label} is not done yet{also}.")


def _where_done(record: Record) -> str:
    return f"{record.label} ({record.cell('done_on')})"
