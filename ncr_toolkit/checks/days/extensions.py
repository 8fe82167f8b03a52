"""Extensions: a later date is agreed before the old one has passed, with a reason and a name, and stands in the register."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.checks.registry import Fault, check, fault
from ncr_toolkit.common.text import listing
from ncr_toolkit.core import clocks
from ncr_toolkit.core.extension_state import is_granted, is_waiting
from ncr_toolkit.core.model import Action, Extension, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_open


def moved(extension: Extension, review: Review) -> Record | None:
    """The finding or action whose date moved."""
    return review.find(Finding, extension.record) or review.find(Action, extension.record)


@check("XTN001", Extension, level=Level.WARNING, blocks=Purpose.NEVER)
def incomplete(extension: Extension, review: Review) -> Iterator[Fault]:
    """An extension lacks a date, its reason or who agreed

    Why: A later date counts when somebody agreed to it. Bodies ask who, when and why. Where runs are kept (`ncr run`) and know
    an earlier date, a missing reason or name is an error. A request that waits for its answer says who asked, and when.
    Fix: Complete the row; for a finding name the auditor who agreed, for an action the person in your own house.
    Source: Certification bodies' practice.
    Varies: An error where the row moves a date that counts, and its reason or who agreed is missing.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Extensions
        | Finding or action ID | Old date   | New date    | Reason      | Agreed by   | Agreed on   |
        |---|---|---|---|---|---|
        | NC-1                 | 2026-06-01 | 2026-07-01  | Late parts  | **(empty)** | 2026-05-20  |
        | NC-1                 | 2026-06-01 | **(empty)** | **(empty)** | Eva Holm    | **(empty)** |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Extensions
        | Finding or action ID | Old date   | New date   | Reason     | Agreed by | Agreed on  |
        |---|---|---|---|---|---|
        | NC-1                 | 2026-06-01 | 2026-07-01 | Late parts | Eva Holm  | 2026-05-20 |
        | NC-1                 | 2026-07-01 | 2026-07-20 | Strike     | Eva Holm  | 2026-06-20 |
    """
    for name in ("from_date", "to_date", "reason", *(_ASKED if is_waiting(extension) else _ANSWERED)):
        if extension.blank(name):
            grave = Level.ERROR if name in ("reason", "agreed_by") and _is_counted(extension, review) else None
            yield fault(extension, name, f"The extension of {extension.label} has no '{extension.SHEET.by_name[name].header}'.",
                        level=grave)


_ASKED, _ANSWERED = ("asked_by", "asked_on"), ("agreed_by", "agreed_on")


def _is_counted(extension: Extension, review: Review) -> bool:
    """Whether the date that this row agrees to stands in the register, and the runs know an earlier one."""
    record = moved(extension, review)
    if record is None or extension.to_date is None or not is_granted(extension):
        return False
    names = ("due",) if isinstance(record, Action) else clocks.DATES
    return any(record.value(name) == extension.to_date and first < extension.to_date for name in names
               if (first := review.remembered(record, name)) is not None)


@check("XTN002", Extension, blocks=Purpose.NEVER)
def not_later(extension: Extension, review: Review) -> Iterator[Fault]:
    """An extension leads to a day that is not later

    Why: One of the two dates is wrong, or they stand in each other's column.
    Fix: Write the date that stood before into 'Old date', and the agreed one into 'New date'.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Extensions
        | Finding or action ID | Old date   | New date       |
        |---|---|---|
        | NC-1                 | 2026-07-01 | **2026-06-01** |
        | NC-1                 | 2026-07-01 | **2026-07-01** |

    Good:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Extensions
        | Finding or action ID | Old date   | New date   |
        |---|---|---|
        | NC-1                 | 2026-06-01 | 2026-06-02 |
        | NC-1                 |            | 2026-07-01 |
    """
    if extension.from_date and extension.to_date and extension.to_date <= extension.from_date:
        yield fault(extension, "to_date", f"The new date of {extension.label} ({extension.to_date}) is not later than the old one "
                                          f"({extension.from_date}).")


@check("XTN003", Extension, level=Level.WARNING, blocks=Purpose.NEVER)
def after_the_fact(extension: Extension, review: Review) -> Iterator[Fault]:
    """An extension was agreed after the old date had passed

    Why: Until it was agreed the finding was overdue. A body may count that, and asks why nobody asked in time.
    Fix: If the date of the agreement is mistyped, correct it. Otherwise leave it, and ask earlier the next time.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID |
        |---|
        | NC-1       |

        Extensions
        | Finding or action ID | Old date   | New date   | Agreed on      |
        |---|---|---|---|
        | NC-1                 | 2026-06-01 | 2026-07-15 | **2026-06-02** |

    Good:

        Findings
        | Finding ID | Status      | Reopened on | Response sent on |
        |---|---|---|---|
        | NC-1       | In progress |             |                  |
        | NC-2       | Reopened    | 2026-05-20  |                  |
        | NC-3       | In progress |             | 2026-05-28       |

        Extensions
        | Finding or action ID | Old date   | New date   | Agreed on  |
        |---|---|---|---|
        | NC-1                 | 2026-06-01 | 2026-07-15 | 2026-06-01 |
        | NC-1                 | 2026-07-15 | 2026-08-15 | 2026-06-20 |
        | NC-2                 | 2026-01-10 | 2026-07-15 | 2026-05-21 |
        | NC-3                 | 2026-06-01 | 2026-07-15 | 2026-06-17 |
    """
    if not extension.agreed_on or not extension.from_date or not is_granted(extension) or _new_round(extension, review):
        return
    if extension.from_date < extension.agreed_on <= review.today:
        yield fault(extension, "agreed_on", f"The extension of {extension.label} was agreed on {extension.agreed_on}, after the old "
                                            f"date ({extension.from_date}) had passed.")


def _new_round(extension: Extension, review: Review) -> bool:
    """Whether the date was set because the finding came back: reopened, or returned after it was answered in time."""
    record = moved(extension, review)
    finding = review.finding(record) if record is not None else None
    if finding is None or extension.agreed_on is None or extension.from_date is None:
        return False
    reopened = finding.reopened_on is not None and finding.reopened_on <= extension.agreed_on
    answered = finding.response_sent_on is not None and finding.response_sent_on <= extension.from_date
    return reopened or (answered and isinstance(record, Finding))


@check("XTN004", Extension, level=Level.WARNING, blocks=Purpose.NEVER)
def not_in_the_register(extension: Extension, review: Review) -> Iterator[Fault]:
    """The agreed date does not stand in the register

    Why: Deadlines are counted from the dates of the finding or action itself. An extension that is noted only here is not
    counted, and an agreement about another date is none about this one.
    Fix: Write the agreed date into the date column of the finding or action; or correct this row.
    Source: Our advice.

    Bad:

        Findings
        | Finding ID | Status      | Close due  |
        |---|---|---|
        | NC-1       | In progress | 2026-07-01 |

        Extensions
        | Finding or action ID | Old date   | New date       |
        |---|---|---|
        | NC-1                 | 2026-07-01 | **2026-08-01** |

    Good:

        Findings
        | Finding ID | Status      | Response due | Close due  |
        |---|---|---|---|
        | NC-1       | In progress | 2026-07-20   | 2026-09-01 |
        | NC-2       | Closed      | 2026-03-20   | 2026-04-01 |

        Extensions
        | Finding or action ID | Old date   | New date   |
        |---|---|---|
        | NC-1                 | 2026-07-01 | 2026-08-01 |
        | NC-1                 | 2026-08-01 | 2026-09-01 |
        | NC-1                 | 2026-06-20 | 2026-07-20 |
        | NC-2                 | 2026-04-01 | 2026-05-01 |
    """
    record = moved(extension, review)
    finding = review.finding(record) if record is not None else None
    if record is None or finding is None or not is_open(finding) or not extension.to_date or _went_on(extension, review):
        return
    if not is_granted(extension):  # then it must not stand there
        return
    names = (*clocks.DATES, clocks.REVISED.due) if isinstance(record, Finding) else ("due",)
    if isinstance(record, Action) and not record.blank("done_on"):
        return
    dates = [record.typed(name) for name in names if not record.blank(name)]
    if extension.to_date.isoformat() not in dates and not any(name in record.unread for name in names):
        stands = f"in the register stands {listing(dates)}" if dates else "in the register stands none"
        yield fault(extension, "to_date", f"The date agreed for {extension.label} is {extension.to_date}; {stands}.")


def _went_on(extension: Extension, review: Review) -> bool:
    """Whether a later row begins where this one ends."""
    own = moved(extension, review)
    return any(other is not extension and other.from_date == extension.to_date and moved(other, review) is own
               for other in review.once(_by_date).get(extension.to_date, []))


def _by_date(review: Review) -> dict[object, list[Extension]]:
    found: dict[object, list[Extension]] = {}
    for extension in review.register.all(Extension):
        found.setdefault(extension.from_date, []).append(extension)
    return found
