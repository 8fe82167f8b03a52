"""Extent: where else the same was looked for, and what was found (clause 10.2 b) 3)."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.base import Fault, Of, check, fault
from ncr_toolkit.model import Finding
from ncr_toolkit.problem import Level
from ncr_toolkit.register import Review


@check("EXT001", Finding, of=Of.NONCONFORMITY, early=Level.INFO)
def no_extent(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nothing says whether the same was looked for elsewhere

    Why: The auditor saw a sample. Clause 10.2 asks you to find out whether similar cases exist or could arise.
    Fix: Write in 'Extent' where you looked, over which period, how many records, and what you found.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Extent      |
        |---|---|---|---|
        | NC-1       | Minor | In progress | **(empty)** |

    Good:

        Findings
        | Finding ID | Grade | Status      | Extent                                                |
        |---|---|---|---|
        | NC-1       | Minor | In progress | All 6 live models since 2025-07, 41 releases; 2 more. |
    """
    if review.wants(finding, "extent") and finding.blank("extent"):
        yield fault(finding, "extent", f"{finding.label} does not say whether the same was looked for elsewhere.")


@check("EXT002", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, early=Level.INFO)
def no_consequences(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nothing says what followed from it

    Why: Clause 10.2 a) asks you to deal with what followed: harm, wrong decisions, people who had to be told.
    Fix: Write in 'Consequences' what followed and who was told; or 'none, because ...'.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Consequences |
        |---|---|---|---|
        | NC-1       | Minor | In progress | **(empty)**  |

    Good:

        Findings
        | Finding ID | Grade | Status      | Consequences                                 |
        |---|---|---|---|
        | NC-1       | Minor | In progress | None, because no output was used for a case. |
    """
    if finding.blank("consequences"):
        yield fault(finding, "consequences", f"{finding.label} does not say what followed from it and who was told.")
