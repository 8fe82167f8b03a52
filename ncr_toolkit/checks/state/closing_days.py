"""Afterwards: what should have been there when the finding was closed, and came later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.days.day_order import broken
from ncr_toolkit.checks.proof.watch import PROVES
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Evidence, Finding, ReadinessStep, SignOff
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review, by
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import closed_on_its_plan


@check("CLO009", Finding, of=Of.NONCONFORMITY, blocks=Purpose.PROOF)
def closed_before_its_proof(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding was closed before its proof was there

    Why: Nobody can have judged a proof that did not exist, or that nobody here had. A further proof may come later; the
    first one for each step may not.
    Fix: Correct the day of the closing or of the proof; or add the proof by which it was closed.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status | Closed on  |
        |---|---|---|---|
        | NC-1       | Minor | Closed | 2026-06-02 |

        Evidence
        | Evidence ID | Finding ID | Supports | Dated          | Received on    |
        |---|---|---|---|---|
        | E-1         | NC-1       | CA-1     | **2026-06-10** |                |
        | E-2         | NC-1       | CA-2     | 2026-06-01     | **2026-06-10** |

    Good:

        Findings
        | Finding ID | Grade | Status | Closed on  | Reopened on |
        |---|---|---|---|---|
        | NC-1       | Minor | Closed | 2026-06-02 |             |
        | NC-2       | Minor | Closed | 2026-06-02 | 2026-03-02  |

        Evidence
        | Evidence ID | Finding ID | Supports | Dated      | Received on |
        |---|---|---|---|---|
        | E-1         | NC-1       | CA-1     | 2026-06-01 | 2026-06-02  |
        | E-2         | NC-1       | CA-1     | 2026-06-20 | 2026-06-20  |
        | E-3         | NC-2       | CA-3     | 2026-06-10 | 2026-06-10  |
    """
    closed = finding.closed_on
    if finding.status != "Closed" or closed is None or not finding.blank("reopened_on"):
        return
    if finding.raised_on and closed < finding.raised_on:  # that it cannot be is told already
        return
    later = PROVES if closed_on_its_plan(finding) else ""  # then the effect is reviewed after the closing
    shown = [proof for proof in review.of(Evidence, finding) if proof.baseline != "Yes" and fold(proof.supports) != later]
    for proofs in by(shown, lambda proof: proof.typed("supports")).values():
        here, first = min(((_here(proof) or closed, proof) for proof in proofs), key=lambda pair: (pair[0], pair[1].label))
        if closed < here <= review.today:
            told = f"{finding.label} was closed on {closed}, and {first.label}, its first proof for {first.typed('supports')},"
            if first.dated == here:
                yield fault(first, "dated", f"{told} is dated {here}.")
            else:
                yield fault(first, "received_on", f"{told} was received on {here}.")


def _here(proof: Evidence) -> date | None:
    """The day from which a proof is both made and here."""
    return max(filter(None, (proof.dated, proof.received_on)), default=None)


@check("CLO010", SignOff, ReadinessStep, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def after_the_closing(record: Record, review: Review) -> Iterator[Fault]:
    """The answer was signed, or its re-audit prepared, after the finding was closed

    Why: What is closed needs no approval and no preparation any more. One of the two days is wrong, or the row was written
    afterwards.
    Fix: Compare with the minutes, and correct the day that is wrong.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status | Closed on  |
        |---|---|---|---|
        | NC-1       | Major | Closed | 2026-06-02 |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on      |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | **2026-06-05** |

    Good:

        Findings
        | Finding ID | Grade | Status | Closed on  |
        |---|---|---|---|
        | NC-1       | Major | Closed | 2026-06-02 |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | 2026-06-02 |
    """
    yield from broken("CLO010", record, review)


@check("STA008", Finding, level=Level.WARNING, blocks=Purpose.NEVER)
def closed_on_the_old_day(finding: Finding, review: Review) -> Iterator[Fault]:
    """The finding is closed again, with the day of its first closing

    Why: It was reopened after that day. When it was closed the second time stands nowhere.
    Fix: Write the day of the second closing into 'Closed on'; or, if it is not closed again, choose Reopened as status.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Status | Closed on      | Reopened on |
        |---|---|---|---|
        | NC-1       | Closed | **2026-05-02** | 2026-06-02  |

    Good:

        Findings
        | Finding ID | Status   | Closed on  | Reopened on |
        |---|---|---|---|
        | NC-1       | Closed   | 2026-06-20 | 2026-06-02  |
        | NC-2       | Reopened | 2026-05-02 | 2026-06-02  |
    """
    yield from broken("STA008", finding, review)
