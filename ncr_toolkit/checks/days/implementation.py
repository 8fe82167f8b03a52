"""The body's second clock: the day by which it wants the actions done, where it sets one; and what it accepted of each."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.days.day_order import broken
from ncr_toolkit.checks.registry import EARLY_DAYS, Fault, Of, check, days, fault
from ncr_toolkit.common.text import several
from ncr_toolkit.core.clocks import implementation_day
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import known_open

_NAME = "implementation_due"


@check("DAT028", Finding, of=Of.NONCONFORMITY, blocks=Purpose.NEVER)
def implementation_overdue(finding: Finding, review: Review) -> Iterator[Fault]:
    """The actions should be done by now

    Why: The body set a day by which it wants the actions done, and counts from it as from any other.
    Fix: Finish the actions and fill in 'Done on'; where the body has accepted that they are done, fill in 'Implementation
    accepted on'. If you need more time, ask for it: `ncr extend` drafts the request.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Implementation due |
        |---|---|---|---|
        | NC-1       | Minor | In progress | **2026-06-29**     |
        | NC-2       | Minor | In progress | **2026-06-29**     |

        Actions
        | Action ID | Finding ID | Due        | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | 2026-07-20 |            |
        | CA-2      | NC-1       | 2026-06-20 | 2026-06-20 |

    Good:

        Findings
        | Finding ID | Grade | Status      | Implementation due | Implementation accepted on |
        |---|---|---|---|---|
        | NC-1       | Minor | In progress | 2026-06-29         |                            |
        | NC-2       | Minor | In progress | 2026-06-30         |                            |
        | NC-3       | Minor | Verifying   | 2026-05-20         | 2026-05-18                 |
        | NC-4       | Minor | Closed      | 2026-05-20         |                            |

        Actions
        | Action ID | Finding ID | Due        | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | 2026-06-20 | 2026-06-20 |
    """
    day = implementation_day(finding, review) if known_open(finding) else None
    if day is not None and day < review.today:
        yield fault(finding, _NAME, f"The actions were to be done by {day}, {days((review.today - day).days)} ago; "
                                    f"{_open_actions(finding, review)}.")


@check("DAT029", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def implementation_near(finding: Finding, review: Review) -> Iterator[Fault]:
    """The body wants the actions done soon, and they are not

    Why: A later date is granted to those who ask before the day has passed.
    Fix: Finish the actions by that day, or ask for more time now: `ncr extend` drafts the request.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Grade | Status      | Implementation due |
        |---|---|---|---|
        | NC-1       | Minor | In progress | **2026-07-06**     |

        Actions
        | Action ID | Finding ID | Due        | Done on |
        |---|---|---|---|
        | CA-1      | NC-1       | 2026-07-04 |         |

    Good:

        Findings
        | Finding ID | Grade | Status      | Implementation due |
        |---|---|---|---|
        | NC-1       | Minor | In progress | 2026-07-30         |
        | NC-2       | Minor | In progress | 2026-07-06         |

        Actions
        | Action ID | Finding ID | Due        | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | 2026-07-24 |            |
        | CA-2      | NC-2       | 2026-06-24 | 2026-06-24 |
    """
    day = implementation_day(finding, review) if known_open(finding) else None
    if day is not None and 0 <= (day - review.today).days <= EARLY_DAYS:
        yield fault(finding, _NAME, f"{days((day - review.today).days)} left until the actions are to be done ({day}); "
                                    f"{_open_actions(finding, review)}.")


def _open_actions(finding: Finding, review: Review) -> str:
    """"not done: CA-1 and CA-2"; or that there is none."""
    undone = [action.label for action in review.of(Action, finding) if action.blank("done_on")]
    return f"not done: {several(undone, 4)}" if undone else "no action stands on the sheet Actions"


@check("DAT030", Finding, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Purpose.NEVER)
def accepted_at_no_time(finding: Finding, review: Review) -> Iterator[Fault]:
    """The days on which the body accepted plan, implementation and proof do not fit

    Why: A body accepts the plan first, then that it is carried out, then the proof, and none of them before it raised the
    finding.
    Fix: Compare with what the body wrote, and correct the day that is wrong.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Raised on  | Grade | Status    | Plan accepted on | Implementation accepted on | Proof accepted on |
        |---|---|---|---|---|---|---|
        | NC-1       | 2026-04-22 | Minor | Verifying | **2026-04-02**   |                            |                   |
        | NC-2       | 2026-04-22 | Minor | Verifying | 2026-05-20       | **2026-05-10**             |                   |
        | NC-3       | 2026-04-22 | Minor | Verifying | 2026-05-20       |                            | **2026-05-10**    |

    Good:

        Findings
        | Finding ID | Raised on  | Grade | Status    | Plan accepted on | Implementation accepted on | Proof accepted on |
        |---|---|---|---|---|---|---|
        | NC-1       | 2026-04-22 | Minor | Verifying | 2026-05-02       | 2026-05-02                 | 2026-06-20        |
        | NC-2       | 2026-04-22 | Minor | Verifying |                  |                            | 2026-06-20        |
    """
    yield from broken("DAT030", finding, review)
