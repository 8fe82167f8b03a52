"""Dates: days that can have come in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.days.day_order import noticed
from ncr_toolkit.checks.registry import Fault, check, days, fault
from ncr_toolkit.core import clocks
from ncr_toolkit.core.model import (
    RECORDS,
    Action,
    Audit,
    Containment,
    Effect,
    Evidence,
    Finding,
    ReadinessStep,
    Reply,
    SignOff,
)
from ncr_toolkit.core.past_days import PAST, LateDays, late_days, past_days
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import DID_NOT_WORK, closed_on_its_plan, is_open

WITHIN: dict[type[Record], tuple[tuple[str, str], ...]] = {
    Audit: (("started_on", "ended_on"), ("ended_on", "report_received_on"), ("ended_on", "next_audit_on"),
            ("started_on", "report_received_on"), ("started_on", "next_audit_on")),
    Finding: tuple(("raised_on", later) for later in ("acknowledged_on", "response_sent_on", *clocks.DATES, "closed_on",
                                                      "reopened_on")),
    Action: (("start_on", "done_on"), ("start_on", "due")),
    Evidence: (("dated", "received_on"),),
    Effect: (("window_start", "reviewed_on"), ("window_start", "due")),
}
"""Columns of one record of which the first must not be later than the second."""

AFTER_RAISED: dict[type[Record], tuple[str, ...]] = {
    ReadinessStep: ("done_on", "due"), SignOff: ("signed_on",), Effect: ("reviewed_on", "due"),
    Reply: ("replied_on", "revised_by"),
}
"""Columns that cannot lie before the day on which the finding was raised."""

AFTER_SEEN: dict[type[Record], tuple[str, ...]] = {Containment: ("done_on",), Action: ("done_on", "due")}
"""Those that cannot lie before the audit's first day: what was seen then may be put right on that day."""

BEYOND = ("Preventive", "Improvement")
"""Kinds of actions that go further than the cause: the review whether it worked need not wait for them."""

ORDERED = tuple({**WITHIN, **AFTER_RAISED, **AFTER_SEEN})


@check("DAT005", *ORDERED)
def order(record: Record, review: Review) -> Iterator[Fault]:
    """Two dates cannot both be right

    Why: Something was done before it was asked for, or closed before it was raised. An auditor sees that at once, and
    trusts the other dates less.
    Fix: One of the two dates is wrong; compare with the report or the minutes.
    Source: Our advice; records that contradict each other are doubted altogether.

    Bad:

        Audits
        | Audit ID | First day  | Last day       |
        |---|---|---|
        | SA-2026  | 2026-04-20 | **2026-04-02** |

        Findings
        | Finding ID | Raised on  | Status | Closed on      |
        |---|---|---|---|
        | NC-1       | 2026-04-22 | Closed | **2026-04-02** |

        Actions
        | Action ID | Finding ID | Done on        |
        |---|---|---|
        | CA-1      | NC-1       | **2026-04-01** |

    Good:

        Audits
        | Audit ID | First day  | Last day   |
        |---|---|---|
        | SA-2026  | 2026-04-20 | 2026-04-22 |

        Findings
        | Finding ID | Audit   | Raised on  | Status | Closed on  |
        |---|---|---|---|---|
        | NC-1       | SA-2026 | 2026-04-22 | Closed | 2026-06-02 |

        Actions
        | Action ID | Finding ID | Start      | Done on    |
        |---|---|---|---|
        | CA-1      | NC-1       | 2026-05-01 | 2026-05-20 |
    """
    told: set[str] = set()  # one fault, one message: the first contradiction of a cell is enough
    for earlier, first, later in _pairs(record, review):
        before, after = earlier.value(first), record.value(later)
        if not isinstance(before, date) or not isinstance(after, date) or later in told:
            continue
        if before > review.today >= after and first in PAST:  # that it has not happened yet is told already
            continue
        if after < before:
            told.add(later)
            whose = "" if earlier is record else f" of {earlier.label}"
            yield fault(record, later, f"'{record.SHEET.by_name[later].header}' ({after}) comes before "
                                       f"'{earlier.SHEET.by_name[first].header}' ({before}){whose}.")


def _pairs(record: Record, review: Review) -> Iterator[tuple[Record, str, str]]:
    """What to compare: the record with the earlier date, its column, and the later column of `record`."""
    for first, later in WITHIN.get(type(record), ()):
        yield record, first, later
    finding = review.finding(record)
    if finding is not None:
        for later in AFTER_RAISED.get(type(record), ()):
            yield finding, "raised_on", later
        for later in AFTER_SEEN.get(type(record), ()):
            yield *noticed(finding, review), later
    if isinstance(record, Finding):
        yield from _of_finding(record, review)
    elif isinstance(record, Effect) and finding is not None:
        yield from _of_last_review(record, finding, review)


def _of_finding(finding: Finding, review: Review) -> Iterator[tuple[Record, str, str]]:
    audit = review.find(Audit, finding.audit)
    if audit is not None:
        yield audit, "started_on", "raised_on"
    if is_open(finding):
        yield finding, "closed_on", "reopened_on"
    if finding.blank("reopened_on"):  # otherwise the work may rightly have gone on after the closing
        yield finding, "response_sent_on", "closed_on"
        for action in review.of(Action, finding):
            yield action, "done_on", "closed_on"
        for step in review.of(Containment, finding):
            yield step, "done_on", "closed_on"
        for effect in review.of(Effect, finding) if not closed_on_its_plan(finding) else ():
            yield effect, "reviewed_on", "closed_on"


def _of_last_review(effect: Effect, finding: Finding, review: Review) -> Iterator[tuple[Record, str, str]]:
    """The last review comes after the last action; after an earlier one new work may rightly have begun."""
    reviewed = [each.reviewed_on for each in review.of(Effect, finding) if each.reviewed_on]
    done = [action for action in review.of(Action, finding) if action.done_on and action.kind not in BEYOND]
    if done and effect.reviewed_on and effect.reviewed_on == max(reviewed) and effect.result not in DID_NOT_WORK:
        yield max(done, key=lambda action: action.done_on or date.min), "done_on", "reviewed_on"


def days_of_1904(review: Review) -> LateDays | None:
    """The days that lie late as a whole; for `review.once`."""
    return late_days(past_days(review.register), review.today)


@check("DAT006", *RECORDS)
def not_yet(record: Record, review: Review) -> Iterator[Fault]:
    """Something is said to be done on a day that has not come yet

    Why: Only finished work counts. A day in the future in 'Done on' is a plan, and reads as a false statement.
    Fix: Leave the cell empty until it is done; plans belong into 'Due' or 'Planned on'.
    Source: Certification bodies' practice.

    Bad:

        Actions
        | Action ID | Done on        |
        |---|---|
        | CA-1      | **2026-07-15** |

    Good:

        Actions
        | Action ID | Due        | Done on    |
        |---|---|---|
        | CA-1      | 2026-07-15 |            |
        | CA-2      | 2026-06-30 | 2026-06-30 |
    """
    for name in PAST:
        value = record.value(name) if name in record.SHEET.by_name else None
        if isinstance(value, date) and value > review.today and review.once(days_of_1904) is None:
            plan = any(each in record.SHEET.by_name for each in ("due", "planned_on"))
            yield fault(record, name, f"'{record.SHEET.by_name[name].header}' is {value}, "
                                      f"{days((value - review.today).days)} after {review.today}, the day of this check.",
                        fix="" if plan else "Correct the day; what has not happened yet has none.")
