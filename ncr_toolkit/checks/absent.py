"""Absent: people who were no longer there on a day, or will not be; and auditors who do the work that they judge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.owners import unfinished
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import (
    Action,
    Audit,
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
from ncr_toolkit.core.problem import Level, Stage
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


@check("OWN008", *ACTED, Cause, level=Level.WARNING, blocks=Stage.PROOF)
def had_left(record: Record, review: Review) -> Iterator[Fault]:
    """Somebody did something after having left

    Why: A signature, review or closing by somebody who was no longer there is none. The auditor compares it with the
    list of staff.
    Fix: Correct the day or the name; or correct 'Left on' on the sheet People.

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
            yield fault(record, "confirmed_by", f"{person.name} left on {person.left_on}, before {record.finding} was raised ({raised}).")
    for name, when in ACTED.get(type(record), ()):
        person, day = review.person(record.typed(name)), record.value(when)
        if record is finding and name == "owner" and unfinished(record, review):  # which OWN004 tells
            continue
        if person and person.left_on and isinstance(day, date) and person.left_on < day <= review.today:
            yield fault(record, name, f"{person.name} left on {person.left_on}, before '{record.SHEET.by_name[when].header}' ({day}).")


@check("OWN009", *TO_COME, Settings, level=Level.WARNING, blocks=Stage.NEVER)
def will_be_gone(record: Record, review: Review) -> Iterator[Fault]:
    """Somebody leaves before their work is due, or has left and is still to judge or to keep the register

    Why: What nobody is there to do is not done by its day.
    Fix: Choose somebody else in time.

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
            yield fault(record, name, f"{person.name} leaves on {person.left_on}, before '{record.SHEET.by_name[due].header}' ({day}).")
    elif name == "reviewer":  # of owners another check tells
        yield fault(record, name, f"{person.name} left on {person.left_on}, and is to judge whether it worked.")


@check("OWN010", Finding, Action, Cause, SignOff, of=Of.NONCONFORMITY, level=Level.WARNING, blocks=Stage.NEVER)
def auditor_does_the_work(record: Record, review: Review) -> Iterator[Fault]:
    """The lead auditor owns or signs the answer to their own finding

    Why: An auditor who answers their own finding judges their own work at the next audit; bodies and clause 9.2.2 rule
    that out.
    Fix: Let somebody of the process concerned own it; the auditor may look at it when it is done.

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
    if audit.kind == "Internal" and (isinstance(record, (Action, Cause)) or finding.reference.startswith("9.2")):
        return  # in a small house the auditor helps; and the audit programme is the auditor's own work
    if fold(record.typed(name)) == fold(audit.lead_auditor):
        yield fault(record, name, f"{audit.lead_auditor} led audit {audit.label}, in which {finding.label} was raised, and "
                                  f"{'owns' if name == 'owner' else 'signs' if name == 'person' else 'confirms'} its answer.")


OF_PEOPLE = ("OWN006", "OWN010", "MGT010", "MGT011", "XTN006")
"""The checks that ask whether somebody judged their own work."""


@check("OWN011", Decision, level=Level.WARNING, blocks=Stage.NEVER)
def sets_aside_for_oneself(decision: Decision, review: Review) -> Iterator[Fault]:
    """Somebody decided that they may judge their own work

    Why: The check asks for another pair of eyes. Whoever owns the work cannot be the one who does without them.
    Fix: Let somebody decide who owns neither the finding nor one of its actions.

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
