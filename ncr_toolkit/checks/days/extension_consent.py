"""Agreements: a later date was agreed at a time when it could be, and by somebody who could."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.checks.days.day_order import broken
from ncr_toolkit.checks.days.extensions import moved
from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.addressee import name_alone
from ncr_toolkit.core.extension_state import is_refused
from ncr_toolkit.core.model import Action, Audit, Extension, Person
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_internal

_AFTER_A_NAME = re.compile(r"(?<!\s)\s*(?:[,;:(/&+\n]|\s[-\u2013\u2014]\s).*", re.DOTALL)


@check("XTN005", Extension, level=Level.WARNING, blocks=Purpose.NEVER)
def agreed_at_no_time(extension: Extension, review: Review) -> Iterator[Fault]:
    """An extension was agreed when there was nothing to extend: before the finding was raised, after it was closed

    Why: Nobody moves a date that is not there yet, or that has been kept. One of the days is wrong.
    Fix: Compare with the mail or minutes of the agreement, and correct the day.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Raised on  | Status      |
        |---|---|---|
        | NC-1       | 2026-04-22 | In progress |

        Extensions
        | Finding or action ID | Old date       | New date   | Agreed on      |
        |---|---|---|---|
        | NC-1                 | 2026-06-20     | 2026-07-20 | **2026-04-02** |
        | NC-1                 | **2026-04-20** | 2026-07-20 | 2026-05-02     |

    Good:

        Findings
        | Finding ID | Raised on  | Status      |
        |---|---|---|
        | NC-1       | 2026-04-22 | In progress |

        Extensions
        | Finding or action ID | Old date   | New date   | Agreed on  |
        |---|---|---|---|
        | NC-1                 | 2026-06-20 | 2026-07-20 | 2026-04-22 |
    """
    told = list(broken("XTN005", extension, review))
    yield from told
    first = None if told or not extension.agreed_on else _leads_here(extension, review)
    if first is not None and first.agreed_on and extension.agreed_on and extension.agreed_on < first.agreed_on:
        yield fault(extension, "agreed_on", f"The extension of {extension.label} to {extension.typed('to_date')} was agreed on "
                                            f"{extension.agreed_on}, before the one that it follows ({first.agreed_on}).")


def _leads_here(extension: Extension, review: Review) -> Extension | None:
    """The row that agreed to the date from which this one goes on."""
    record = moved(extension, review)
    rows = review.moves(record.typed("id")) if record is not None and extension.from_date else []
    return next((row for row in rows if row is not extension and row.to_date == extension.from_date), None)


@check("XTN006", Extension, level=Level.WARNING, blocks=Purpose.NEVER)
def agreed_with_oneself(extension: Extension, review: Review) -> Iterator[Fault]:
    """An extension was agreed by somebody who could not agree to it

    Why: A body's deadline is moved by the body; nobody moves a date of their own.
    Fix: Name the auditor who agreed; for an action or an internal audit somebody other than its owner. If nobody did, ask
    today.
    Source: Our advice.
    Needs: The sheet People.

    Bad:

        Audits
        | Audit ID | Kind         | Lead auditor |
        |---|---|---|
        | SA       | Surveillance | Eva Holm     |

        People
        | Name      |
        |---|
        | Ana Lima  |
        | Ben Okoro |

        Findings
        | Finding ID | Audit | Owner    |
        |---|---|---|
        | NC-1       | SA    | Ana Lima |

        Actions
        | Action ID | Finding ID | Owner     |
        |---|---|---|
        | CA-1      | NC-1       | Ben Okoro |

        Extensions
        | Finding or action ID | Agreed by               |
        |---|---|
        | NC-1                 | **Ana Lima, AI lead**   |
        | NC-1                 | **Ben Okoro**           |
        | CA-1                 | **Ben Okoro**           |

    Good:

        Audits
        | Audit ID | Kind         | Lead auditor |
        |---|---|---|
        | SA       | Surveillance | Eva Holm     |
        | IA       | Internal     | Rolf Berg    |

        People
        | Name      |
        |---|
        | Ana Lima  |
        | Ben Okoro |

        Findings
        | Finding ID | Audit | Owner    |
        |---|---|---|
        | NC-1       | SA    | Ana Lima |
        | NC-2       | IA    | Ana Lima |

        Actions
        | Action ID | Finding ID | Owner     |
        |---|---|---|
        | CA-1      | NC-1       | Ben Okoro |

        Extensions
        | Finding or action ID | Agreed by                        |
        |---|---|
        | NC-1                 | Eva Holm, lead auditor           |
        | NC-1                 | Ana Lima (asked Eva Holm)        |
        | NC-2                 | Ben Okoro                        |
        | CA-1                 | Ana Lima                         |
    """
    record, finding = moved(extension, review), review.finding(extension)
    own = _one_of_us(extension.typed("agreed_by"), review)
    if record is None or finding is None or own is None or _names_the_body(extension, review) or is_refused(extension):
        return
    audit = review.find(Audit, finding.audit)
    outside = audit is not None and audit.known("kind") and not is_internal(finding, review)
    if fold(record.typed("owner")) == fold(own.name):
        yield fault(extension, "agreed_by", f"{own.name} owns {record.label}, and agreed to its later date.")
    elif outside and not isinstance(record, Action):
        yield fault(extension, "agreed_by", f"{own.name} is on the sheet People; a later date of {record.label} is agreed by the "
                                            "certification body.")


def _one_of_us(text: str, review: Review) -> Person | None:
    """The person of the house whose name begins a text."""
    name = _AFTER_A_NAME.sub("", text)
    return review.person(text) or review.person(name) or _by_initial(name, review)


def _by_initial(name: str, review: Review) -> Person | None:
    """The one person whose first name is given by its letter: "A. Lima"."""
    first, _, last = fold(name).partition(". ")
    if len(first) != 1 or not last:
        return None
    found = [each for each in review.register.all(Person)
             if fold(each.name).startswith(first) and fold(each.name).partition(" ")[2] == last]
    return found[0] if len(found) == 1 else None


def _names_the_body(extension: Extension, review: Review) -> bool:
    """Whether the text names the auditor or the body as well."""
    finding, text = review.finding(extension), fold(extension.typed("agreed_by"))
    audit = review.find(Audit, finding.audit) if finding is not None else None
    names = map(name_alone, (audit.lead_auditor, audit.body) if audit is not None else ())
    return any(name and fold(name) in text for name in names)
