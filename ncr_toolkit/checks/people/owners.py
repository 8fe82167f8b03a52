"""Owners: one person who answers, who is there, and who can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.people.name_forms import person_meant
from ncr_toolkit.checks.registry import Fault, Of, check, fault
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.core.model import RECORDS, Action, Containment, Finding, Person, ReadinessStep, Settings
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Kind, Record

TEAM = re.compile(r"\b(team|department|dept|group|all|everyone|everybody|staff|management|it|hr|qa|ops|committee|board"
                  r"|tb[acd]|n/?a|none|unknown|pending|open|various|xxx)\b|^\?+$|^-+$", re.IGNORECASE)
SEVERAL = re.compile(r"[,;/&+\n]|\band\b", re.IGNORECASE)


def not_one_person(name: str) -> bool:
    """Whether a name reads as a team, a list or a stopgap rather than one person."""
    return bool(TEAM.search(name) or SEVERAL.search(name))


@check("OWN001", Finding, of=Of.NONCONFORMITY)
def finding_without_owner(finding: Finding, review: Review) -> Iterator[Fault]:
    """Nobody owns the finding

    Why: What nobody answers for is not done. Bodies look for one name.
    Fix: Put one person from the sheet People into 'Owner'.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Grade | Owner       |
        |---|---|---|
        | NC-1       | Major | **(empty)** |

    Good:

        People
        | Name     |
        |---|
        | Ana Lima |

        Findings
        | Finding ID | Grade | Owner    |
        |---|---|---|
        | NC-1       | Major | Ana Lima |
    """
    if finding.blank("owner"):
        yield fault(finding, "owner", "Nobody owns this finding.")


@check("OWN002", *RECORDS, Settings)
def not_in_people(record: Record, review: Review) -> Iterator[Fault]:
    """A name is not one of People

    Why: A misspelt name is nobody: it gets no reminder, and the auditor asks who that is.
    Fix: Choose the name from the drop-down, or add the person on the sheet People.
    Source: This tool: so that nothing is lost or misread.

    Bad:

        People
        | Name     |
        |---|
        | Ana Lima |

        Findings
        | Finding ID | Owner         |
        |---|---|
        | NC-1       | **Anna Lima** |

    Good:

        People
        | Name     |
        |---|
        | Ana Lima |

        Findings
        | Finding ID | Owner    |
        |---|---|
        | NC-1       | ana  lima |
    """
    for name in persons(record):
        text = record.typed(name)
        if review.person(text) is None and not not_one_person(text):
            meant = person_meant(text, review) or nearest(text, review.labels("person"), least=60) or _only_one_called(text, review)
            yield fault(record, name, f"'{text}' is not on the sheet People{f'; did you mean {meant!r}' if meant else ''}.")


def _only_one_called(text: str, review: Review) -> str:
    """The one person whose name holds all these words ("Ana" for Ana Lima), '' if there are several or none."""
    words = set(fold(text).split())
    found = [name for name in review.labels("person") if words <= set(fold(name).split())]
    return found[0] if len(found) == 1 else ""


def persons(record: Record) -> Iterator[str]:
    """The columns of a record that hold the name of a person."""
    for column in record.SHEET.columns:
        if column.kind is Kind.PERSON and record.known(column.name):
            yield column.name


@check("OWN003", *RECORDS, Settings)
def not_one(record: Record, review: Review) -> Iterator[Fault]:
    """A team, a list or a stopgap stands where one person should

    Why: "IT", "TBC" or two names mean that each waits for the other. One person answers; others may help.
    Fix: Choose one person from the sheet People.
    Source: Certification bodies' practice.

    Bad:

        People
        | Name      |
        |---|
        | Ana Lima  |
        | Ben Okoro |

        Actions
        | Action ID | Owner                  |
        |---|---|
        | CA-1      | **IT team**            |
        | CA-2      | **TBC**                |
        | CA-3      | **Ana Lima/Ben Okoro** |

    Good:

        People
        | Name             |
        |---|
        | Ana Lima         |
        | Marie-Jo All-Say |

        Actions
        | Action ID | Owner            |
        |---|---|
        | CA-1      | Ana Lima         |
        | CA-2      | Marie-Jo All-Say |
    """
    for name in persons(record):
        text = record.typed(name)
        if review.person(text) is None and not_one_person(text):
            meant = person_meant(text, review)
            hint = f"; did you mean {meant!r}" if meant else ""
            yield fault(record, name, f"'{text}' is not one person from the sheet People{hint}.")


@check("OWN004", Finding, Action, Containment, ReadinessStep, level=Level.WARNING)
def owner_has_left(record: Record, review: Review) -> Iterator[Fault]:
    """The owner has left

    Why: Work that is still to be done belongs to somebody who is no longer there.
    Fix: Choose a new owner. The name stays where the work was finished before the person left.
    Source: Our advice.
    Needs: The sheet People.

    Bad:

        People
        | Name     | Left on    |
        |---|---|
        | Ana Lima | 2026-05-31 |

        Findings
        | Finding ID | Status | Owner        |
        |---|---|---|
        | NC-1       | Open   | **Ana Lima** |

    Good:

        People
        | Name     | Left on    |
        |---|---|
        | Ana Lima | 2026-05-31 |

        Findings
        | Finding ID | Status | Owner    |
        |---|---|---|
        | NC-1       | Closed | Ana Lima |
    """
    person = review.person(record.typed("owner"))
    if person and person.left_on and person.left_on <= review.today and unfinished(record, review):
        yield fault(record, "owner", f"{person.name} left on {person.left_on}, and this is not finished.")


def unfinished(record: Record, review: Review) -> bool:
    """Whether there is still something to do for the owner of a finding, action, step or readiness item."""
    finding = review.finding(record)
    if finding is None or finding.typed("status") in ("Closed", "Withdrawn", ""):
        return False
    return record is finding or record.blank("done_on")


@check("OWN005", Person, level=Level.WARNING, blocks=Purpose.NEVER)
def cannot_be_reached(person: Person, review: Review) -> Iterator[Fault]:
    """A person who owns open work has no e-mail

    Why: Reminders are written for each owner. Without an address the most important one is not sent.
    Fix: Fill in 'E-mail' on the sheet People.
    Source: Our advice.
    Needs: The sheet People.

    Bad:

        People
        | Name     | E-mail      |
        |---|---|
        | Ana Lima | **(empty)** |

        Findings
        | Finding ID | Status | Owner    |
        |---|---|---|
        | NC-1       | Open   | Ana Lima |

    Good:

        People
        | Name      | E-mail          |
        |---|---|
        | Ana Lima  | ana@example.org |
        | Ben Okoro |                 |

        Findings
        | Finding ID | Status | Owner    |
        |---|---|---|
        | NC-1       | Open   | Ana Lima |
    """
    if person.blank("email") and person.blank("left_on") and fold(person.name) in review.once(_busy):
        yield fault(person, "email", f"{person.name} owns open work and has no e-mail address.")


def _busy(review: Review) -> set[str]:
    records = [*review.register.findings, *review.register.all(Action)]
    return {fold(record.typed("owner")) for record in records if unfinished(record, review)} - {""}
