"""Workload: who has too much for one, and too much of it late."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.core.model import Person
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_overdue_action, open_actions

TOO_MANY = 5
"""How many overdue actions of one person are more than they can do (ours)."""


@check("OWN007", Person, level=Level.WARNING, blocks=Purpose.NEVER)
def too_much_for_one(person: Person, review: Review) -> Iterator[Fault]:
    """One person owns more overdue actions than anybody can do

    Why: Five late actions of one person are not five problems but one: the work was given to somebody who has no time.
    Fix: Give some of the actions to others, or agree new dates; tell management that hands are missing.
    Source: Our advice.
    Needs: The sheet People.

    Bad:

        People
        | Name         |
        |---|
        | **Ana Lima** |

        Findings
        | Finding ID | Status      |
        |---|---|
        | NC-1       | In progress |

        Actions
        | Action ID | Finding ID | Owner    | Due        |
        |---|---|---|---|
        | CA-1      | NC-1       | Ana Lima | 2026-06-01 |
        | CA-2      | NC-1       | Ana Lima | 2026-06-02 |
        | CA-3      | NC-1       | Ana Lima | 2026-06-03 |
        | CA-4      | NC-1       | Ana Lima | 2026-06-04 |
        | CA-5      | NC-1       | ana lima | 2026-06-29 |

    Good:

        People
        | Name      |
        |---|
        | Ana Lima  |
        | Ben Okoro |

        Findings
        | Finding ID | Status      |
        |---|---|
        | NC-1       | In progress |
        | NC-2       | Closed      |

        Actions
        | Action ID | Finding ID | Owner     | Due        | Done on    |
        |---|---|---|---|---|
        | CA-1      | NC-1       | Ana Lima  | 2026-06-01 |            |
        | CA-2      | NC-1       | Ana Lima  | 2026-06-02 |            |
        | CA-3      | NC-1       | Ana Lima  | 2026-06-03 |            |
        | CA-4      | NC-1       | Ana Lima  | 2026-06-30 |            |
        | CA-5      | NC-1       | Ana Lima  | 2026-06-04 | 2026-06-20 |
        | CA-6      | NC-2       | Ana Lima  | 2026-06-04 |            |
        | CA-7      | NC-1       | Ben Okoro | 2026-06-04 |            |
    """
    late = review.once(_late).get(fold(person.name), [])
    if len(late) >= TOO_MANY:
        yield fault(person, "name", f"{person.name} owns {len(late)} overdue actions: {', '.join(sorted(late, key=natural))}.")


def _late(review: Review) -> dict[str, list[str]]:
    """The overdue actions of each owner."""
    found: dict[str, list[str]] = {}
    for action in open_actions(review.register):
        if is_overdue_action(action, review.today) and action.known("owner"):
            found.setdefault(fold(action.owner), []).append(action.label)
    return found
