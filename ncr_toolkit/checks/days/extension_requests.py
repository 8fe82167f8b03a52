"""Requests for more time: asked, and then granted or refused. Until one is granted the old date holds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.days.extensions import moved
from ncr_toolkit.checks.registry import EARLY_DAYS, Fault, check, days, fault
from ncr_toolkit.core import clocks
from ncr_toolkit.core.extension_state import is_refused, is_waiting, state
from ncr_toolkit.core.model import Extension, Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import known_open


@check("XTN007", Extension, blocks=Purpose.NEVER)
def moved_without_consent(extension: Extension, review: Review) -> Iterator[Fault]:
    """A date has moved, and the request for it is refused or not answered yet

    Why: A date is the body's to move. Until it says yes the old one holds, and everything here would be counted by a day
    that the body does not know.
    Fix: Put the old date back into the finding or action; or, if it was granted after all, choose so in 'Answer' and say who
    agreed, and when.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Status      | Response due   | Close due      |
        |---|---|---|---|
        | NC-1       | In progress |                | **2026-08-01** |
        | NC-2       | In progress | **2026-07-20** |                |

        Extensions
        | Finding or action ID | Old date   | New date   | Asked on   | Answer  |
        |---|---|---|---|---|
        | NC-1                 | 2026-07-01 | 2026-08-01 | 2026-06-20 | Refused |
        | NC-2                 | 2026-07-01 | 2026-07-20 | 2026-06-20 |         |

    Good:

        Findings
        | Finding ID | Status      | Close due  |
        |---|---|---|
        | NC-1       | In progress | 2026-08-01 |
        | NC-2       | In progress | 2026-07-01 |
        | NC-3       | In progress | 2026-08-01 |

        Extensions
        | Finding or action ID | Old date   | New date   | Asked on   | Answer  | Agreed on  |
        |---|---|---|---|---|---|
        | NC-1                 | 2026-07-01 | 2026-08-01 | 2026-06-20 | Granted | 2026-06-24 |
        | NC-2                 | 2026-07-01 | 2026-08-01 | 2026-06-20 |         |            |
        | NC-3                 | 2026-07-01 | 2026-08-01 | 2026-06-10 | Refused | 2026-06-12 |
        | NC-3                 | 2026-07-01 | 2026-08-01 | 2026-06-14 | Granted | 2026-06-20 |
    """
    record = moved(extension, review)
    if record is None or extension.to_date is None or not (is_refused(extension) or is_waiting(extension)):
        return
    if any(each.to_date == extension.to_date for each in review.moves(extension.record)):
        return
    name = _stands_in(record, extension.to_date)
    if name:
        old = f"; {extension.from_date} holds" if extension.from_date else ""
        yield fault(record, name, f"'{record.SHEET.by_name[name].header}' of {record.label} was moved to {extension.to_date}, and "
                                  f"the request for it is {state(extension)} ({extension.cell('record')}){old}.")


def _stands_in(record: Record, day: date) -> str:
    """The date column of a finding or action that holds this day, '' where none does."""
    names = clocks.DATES if isinstance(record, Finding) else ("due",)
    return next((name for name in names if record.value(name) == day), "")


@check("XTN008", Extension, level=Level.INFO, blocks=Purpose.NEVER)
def waits_for_its_answer(extension: Extension, review: Review) -> Iterator[Fault]:
    """A request for more time is not answered yet

    Why: Silence is no yes. Until the request is granted the old date holds, and it may pass meanwhile.
    Fix: Ask again, and go on working by the old date. Once the body has said so, choose the 'Answer', and say who answered,
    and when.
    Source: Certification bodies' practice.
    Varies: A warning from ten days before the old date on.

    Bad:

        Findings
        | Finding ID | Status      | Close due  |
        |---|---|---|
        | NC-1       | In progress | 2026-08-20 |
        | NC-2       | In progress | 2026-07-02 |

        Extensions
        | Finding or action ID | Old date   | New date   | Asked on       | Asked by     |
        |---|---|---|---|---|
        | NC-1                 | 2026-08-20 | 2026-09-20 | **2026-06-24** |              |
        | NC-2                 | 2026-07-02 | 2026-07-20 | **(empty)**    | Ana Lima     |

    Good:

        Findings
        | Finding ID | Status      | Close due  |
        |---|---|---|
        | NC-1       | In progress | 2026-09-20 |
        | NC-2       | Closed      | 2026-07-02 |

        Extensions
        | Finding or action ID | Old date   | New date   | Asked on   | Asked by | Answer  | Agreed on  |
        |---|---|---|---|---|---|---|
        | NC-1                 | 2026-08-20 | 2026-09-20 | 2026-06-20 | Ana Lima | Granted | 2026-06-24 |
        | NC-2                 | 2026-07-02 | 2026-07-20 | 2026-06-20 | Ana Lima |         |            |
    """
    if not _is_open(extension, review) or not is_waiting(extension):
        return
    old, asked = extension.from_date, extension.asked_on
    left = (old - review.today).days if old else None
    when = "" if left is None else f"; {old} holds, " + (f"{days(left)} from now" if left > 0 else
                                                       "which is today" if not left else f"and was {days(-left)} ago")
    yield fault(extension, "asked_on", f"More time for {extension.label} was asked for{f' on {asked}' if asked else ''}, and "
                                       f"nothing says what was answered{when}.",
                level=Level.WARNING if left is not None and left <= EARLY_DAYS else None)


@check("XTN009", Extension, level=Level.INFO, blocks=Purpose.NEVER)
def was_refused(extension: Extension, review: Review) -> Iterator[Fault]:
    """A request for more time was refused

    Why: The old date holds, as if nobody had asked. A body that has said no once expects to see why it was missed, if it is.
    Fix: Work by the old date. If the work can no longer be done by then, tell the auditor which part will be there.
    Source: Certification bodies' practice.

    Bad:

        Findings
        | Finding ID | Status      | Close due  |
        |---|---|---|
        | NC-1       | In progress | 2026-07-20 |

        Extensions
        | Finding or action ID | Old date   | New date   | Asked on   | Answer      |
        |---|---|---|---|---|
        | NC-1                 | 2026-07-20 | 2026-08-20 | 2026-06-20 | **Refused** |

    Good:

        Findings
        | Finding ID | Status      | Close due  |
        |---|---|---|
        | NC-1       | In progress | 2026-08-10 |
        | NC-2       | Closed      | 2026-07-20 |

        Extensions
        | Finding or action ID | Old date   | New date   | Asked on   | Answer  | Agreed on  |
        |---|---|---|---|---|---|
        | NC-1                 | 2026-07-20 | 2026-08-20 | 2026-06-10 | Refused | 2026-06-12 |
        | NC-1                 | 2026-07-20 | 2026-08-10 | 2026-06-14 | Granted | 2026-06-20 |
        | NC-2                 | 2026-07-20 | 2026-08-20 | 2026-06-20 | Refused |            |
    """
    record = moved(extension, review)
    if record is None or not _is_open(extension, review) or not is_refused(extension):
        return
    if any(each.from_date == extension.from_date for each in review.moves(extension.record)):  # a later one was granted
        return
    if extension.to_date and _stands_in(record, extension.to_date):  # told by XTN007
        return
    day = f" on {extension.agreed_on}" if extension.agreed_on else ""
    holds = f"; {extension.from_date} holds" if extension.from_date else ""
    yield fault(extension, "answer", f"More time for {extension.label} was refused{day}{holds}.")


def _is_open(extension: Extension, review: Review) -> bool:
    """Whether what it is about is still to be done."""
    record = moved(extension, review)
    finding = review.finding(record) if record is not None else None
    done = record is not None and record is not finding and not record.blank("done_on")
    return finding is not None and known_open(finding) and not done
