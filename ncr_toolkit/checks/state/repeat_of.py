"""Repeats: whether what is named as the earlier finding can be one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review

LONGEST = 12
"""How many findings a circle of repeats has at most that is looked for (ours)."""


@check("REC005", Finding, level=Level.WARNING, blocks=Purpose.NEVER)
def repeats_what_is_not_earlier(finding: Finding, review: Review) -> Iterator[Fault]:
    """A finding repeats one that was raised later, was withdrawn, or repeats it in turn

    Why: A repeat can cost a grade. What came later cannot have been repeated, and what the body took back is no finding.
    Fix: Choose the earlier finding in 'Repeat of', or empty the cell; look which of the two rows should hold it.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Raised on  | Repeat of | Status      |
        |---|---|---|---|
        | NC-1       | 2025-04-22 | **NC-2**  | Closed      |
        | NC-2       | 2026-04-22 |           | In progress |
        | NC-3       | 2025-04-22 |           | Withdrawn   |
        | NC-4       | 2026-04-22 | **NC-3**  | In progress |

    Good:

        Findings
        | Finding ID | Raised on  | Repeat of | Status      |
        |---|---|---|---|
        | NC-1       | 2025-04-22 |           | Closed      |
        | NC-2       | 2026-04-22 | NC-1      | In progress |
        | NC-3       | 2026-04-22 | NC-2      | In progress |
        | NC-4       |            | NC-3      | Withdrawn   |
    """
    first = review.find(Finding, finding.repeat_of) if finding.known("repeat_of") else None
    if first is None or first is finding or finding.status == "Withdrawn":
        return
    if finding.raised_on and first.raised_on and first.raised_on > finding.raised_on:
        yield fault(finding, "repeat_of", f"{finding.label} was raised on {finding.raised_on}, and is said to repeat "
                                          f"{first.label}, raised on {first.raised_on}.")
    elif first.status == "Withdrawn":
        yield fault(finding, "repeat_of", f"{finding.label} is said to repeat {first.label}, which was withdrawn.")
    elif finding is min(_round(finding, review), key=lambda each: (each.raised_on or date.max, each.label), default=None):
        yield fault(finding, "repeat_of", f"{finding.label} is said to repeat {first.label}, which repeats {finding.label} in "
                                          "turn.")


def _round(finding: Finding, review: Review) -> list[Finding]:
    """The findings of a circle of repeats that leads back to this one; empty where there is none."""
    found, seen = [finding], {fold(finding.typed("id"))}
    while (following := review.find(Finding, found[-1].repeat_of)) is not None and len(found) < LONGEST:
        if following is finding:
            return found if len(found) > 1 else []
        if fold(following.typed("id")) in seen:
            return []
        seen.add(fold(following.typed("id")))
        found.append(following)
    return []
