"""Absent: people who were no longer there on a day, or will not be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.people.owners import unfinished
from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.core.model import (
    Action,
    Cause,
    CheckSetting,
    Containment,
    Decision,
    Effect,
    Extension,
    Finding,
    ReadinessStep,
    Settings,
    SignOff,
)
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_open

ACTED: dict[type[Record], tuple[tuple[str, str], ...]] = {
    SignOff: (("person", "signed_on"),), Effect: (("reviewer", "reviewed_on"),), Decision: (("decided_by", "decided_on"),),
    CheckSetting: (("decided_by", "decided_on"),), Action: (("owner", "done_on"),), Containment: (("owner", "done_on"),),
    ReadinessStep: (("owner", "done_on"),), Extension: (("agreed_by", "agreed_on"),),
    Finding: (("closed_by", "closed_on"), ("owner", "raised_on")),
}
"""Who is said to have done something, and on which day."""

TO_COME: dict[type[Record], tuple[str, str, str]] = {
    Finding: ("owner", "close_due", "closed_on"), Action: ("owner", "due", "done_on"), Effect: ("reviewer", "due", "reviewed_on"),
    Containment: ("owner", "planned_on", "done_on"), ReadinessStep: ("owner", "due", "done_on"),
}
"""Who is to do something, by when, and the column that tells that it is done."""


@check("OWN008", *ACTED, Cause, level=Level.WARNING, blocks=Purpose.PROOF)
def had_left(record: Record, review: Review) -> Iterator[Fault]:
    """Somebody did something after having left

    Why: A signature, review or closing by somebody who was no longer there is none. The auditor compares it with the
    list of staff.
    Fix: Correct the day or the name; or correct 'Left on' on the sheet People.
    Source: Our advice.
    Needs: The sheet People.

    Bad:

        People
        | Name      | Left on    |
        |---|---|
        | Mei Zhang | 2026-05-01 |

        Findings
        | Finding ID | Grade | Status    | Raised on  |
        |---|---|---|---|
        | NC-1       | Major | Submitted | 2026-04-22 |

        Sign-off
        | Finding ID | Role           | Name          | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | **Mei Zhang** | Approved | 2026-05-02 |

    Good:

        People
        | Name      | Left on    |
        |---|---|
        | Mei Zhang | 2026-05-01 |

        Findings
        | Finding ID | Grade | Status    | Raised on  |
        |---|---|---|---|
        | NC-1       | Major | Submitted | 2026-04-22 |

        Sign-off
        | Finding ID | Role           | Name      | Decision | Signed on  |
        |---|---|---|---|---|
        | NC-1       | Top management | Mei Zhang | Approved | 2026-05-01 |
    """
    finding = review.finding(record)
    if finding is not None and finding.status == "Withdrawn":
        return
    if isinstance(record, Cause):  # it has no day of its own, and is younger than its finding
        person, raised = review.person(record.confirmed_by), finding.raised_on if finding is not None else None
        if person and person.left_on and raised and person.left_on < raised:
            yield fault(record, "confirmed_by", f"{person.name} left on {person.left_on}, before {record.finding} was raised "
                                                f"({raised}).")
    for name, when in ACTED.get(type(record), ()):
        person, day = review.person(record.typed(name)), record.value(when)
        if record is finding and name == "owner" and unfinished(record, review):  # which OWN004 tells
            continue
        if person and person.left_on and isinstance(day, date) and person.left_on < day <= review.today:
            header = record.SHEET.by_name[when].header
            yield fault(record, name, f"{person.name} left on {person.left_on}, before '{header}' ({day}).")


@check("OWN009", *TO_COME, Settings, level=Level.WARNING, blocks=Purpose.NEVER)
def will_be_gone(record: Record, review: Review) -> Iterator[Fault]:
    """Somebody leaves before their work is due, or has left and is still to judge or to keep the register

    Why: What nobody is there to do is not done by its day.
    Fix: Choose somebody else in time.
    Source: Our advice.
    Needs: The sheet People.

    Bad:

        People
        | Name     | Left on    |
        |---|---|
        | Ana Lima | 2026-07-31 |
        | Carl Ek  | 2026-05-31 |

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Actions
        | Action ID | Finding ID | Owner        | Due        |
        |---|---|---|---|
        | CA-1      | NC-1       | **Ana Lima** | 2026-08-15 |

        Effectiveness
        | Finding ID | Reviewer    | Review due |
        |---|---|---|
        | NC-1       | **Carl Ek** | 2026-10-15 |

    Good:

        People
        | Name     | Left on    |
        |---|---|
        | Ana Lima | 2026-07-31 |
        | Carl Ek  | 2026-05-31 |

        Findings
        | Finding ID | Grade | Status      |
        |---|---|---|
        | NC-1       | Minor | In progress |

        Actions
        | Action ID | Finding ID | Owner    | Due        |
        |---|---|---|---|
        | CA-1      | NC-1       | Ana Lima | 2026-07-31 |

        Effectiveness
        | Finding ID | Reviewer | Review due | Reviewed on | Result    |
        |---|---|---|---|---|
        | NC-1       | Carl Ek  | 2026-05-29 | 2026-05-29  | Effective |
    """
    if isinstance(record, Settings):
        keeper = review.person(record.typed("owner"))
        if keeper and keeper.left_on and keeper.left_on <= review.today:
            yield fault(record, "owner", f"{keeper.name}, who keeps this register, left on {keeper.left_on}.")
        return
    name, due, done = TO_COME[type(record)]
    finding, person = review.finding(record), review.person(record.typed(name))
    if finding is None or not finding.known("status") or not is_open(finding) or person is None or not person.left_on:
        return
    if not record.blank(done) and record is not finding:
        return
    day = record.value(due)
    if person.left_on > review.today:
        if isinstance(day, date) and day > person.left_on:
            header = record.SHEET.by_name[due].header
            yield fault(record, name, f"{person.name} leaves on {person.left_on}, before '{header}' ({day}).")
    elif name == "reviewer":  # of owners another check tells
        yield fault(record, name, f"{person.name} left on {person.left_on}, and is to judge whether it worked.")
