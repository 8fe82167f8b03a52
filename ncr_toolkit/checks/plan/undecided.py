"""Undecided: plans that hang on money, on time or on what others will say."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.model import Action, Containment, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review


@check("ACT025", Action, Containment, Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.PLAN)
def hangs_on_something(record: Action | Containment | Finding, review: Review) -> Iterator[Fault]:
    """A plan hangs on something that is not decided

    Why: "When budget allows" is no date, and "may be changed" no action. A body accepts a plan that somebody has decided on.
    Fix: Have it decided, and write what will be done by its due date; or choose an action that needs no such decision.
    Source: Certification bodies' practice.
    Needs: Word lists for the language of the texts.

    Bad:

        Findings
        | Finding ID | Grade | Management-system change                |
        |---|---|---|
        | NC-1       | Minor | **Some documents may be changed later** |

        Actions
        | Action ID | Finding ID | Action                                                                 |
        |---|---|---|
        | CA-1      | NC-1       | **The gate will be changed when budget allows.**                       |
        | CA-2      | NC-1       | **Depending on the outcome of the project the form may be changed.**   |
        | CA-3      | NC-1       | **One day the gate is to refuse models without an assessment.**        |

    Good:

        Findings
        | Finding ID | Grade |
        |---|---|
        | NC-1       | Minor |

        Actions
        | Action ID | Finding ID | Action                                                                 |
        |---|---|---|
        | CA-1      | NC-1       | The gate stops a model when no budget holder has signed its record.    |
        | CA-2      | NC-1       | One day after an order is opened the tool asks for the trial result.   |
    """
    words, name = review.language, "system_change" if isinstance(record, Finding) else "what"
    found = words.found("undecided", record.typed(name)) if words is not None and not record.blank(name) else ()
    if found:
        yield fault(record, name, f"'{record.SHEET.by_name[name].header}' of {record.label} hangs on something that is not decided "
                                    f"({quoted(found)}).")
