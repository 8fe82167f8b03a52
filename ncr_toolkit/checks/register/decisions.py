"""Decisions: a check that is set aside for one record, with a reason, a name and an end."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import CATALOGUE, Fault, check, fault
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.core.model import Decision
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review


@check("DEC001", Decision, level=Level.WARNING, blocks=Purpose.NEVER)
def without_effect(decision: Decision, review: Review) -> Iterator[Fault]:
    """A decision has no effect

    Why: A check is set aside only with its code, a record, a reason, a name and an end date. A row that lacks one, or
    whose date has passed, sets nothing aside: the check counts again.
    Fix: Complete the row, renew its date, or delete it.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Decisions
        | Check       | Record ID | Reason      | Decided by | Valid until    |
        |---|---|---|---|---|
        | OWN004      | NC-1      | **(empty)** | Ana Lima   | 2026-12-31     |
        | **OWN0O4**  | NC-1      | On leave    | Ana Lima   | 2026-12-31     |
        | OWN004      | NC-1      | On leave    | Ana Lima   | **2026-06-29** |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Decisions
        | Check  | Record ID | Reason             | Decided by | Valid until |
        |---|---|---|---|---|
        | OWN004 | NC-1      | Back on 1 October. | Ana Lima   | 2026-12-31  |
    """
    for name in ("code", "record", "reason", "decided_by", "until"):
        if decision.blank(name):
            yield fault(decision, name, f"'{decision.SHEET.by_name[name].header}' is empty, so this sets nothing aside.")
    if decision.known("code") and decision.code.strip().upper() not in CATALOGUE:
        meant = nearest(decision.code, CATALOGUE, least=60)
        yield fault(decision, "code", f"There is no check '{decision.code}'{f'; did you mean {meant}' if meant else ''}.")
    elif decision.known("code") and CATALOGUE[decision.code.strip().upper()].firm:
        yield fault(decision, "code", f"{decision.code.strip().upper()} cannot be set aside: mend what it names.")
    if decision.known("record") and not _exists(decision.record, review):
        yield fault(decision, "record", f"Nothing in the register has the id '{decision.record}'.")
    if decision.until and decision.until < review.today:
        yield fault(decision, "until", f"This ended on {decision.until}; the check counts again.")


def _exists(label: str, review: Review) -> bool:
    """Whether any row carries this id, or belongs to the finding with it."""
    return fold(label) in review.once(_labels)


def _labels(review: Review) -> set[str]:
    return {fold(record.label) for record in review.register.every()} - {""}
