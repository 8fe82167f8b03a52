"""Dates: days that can have come in the order in which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.checks.base import Fault, check, days, fault
from ncr_toolkit.model import RECORDS, Action, Audit, Effect, Finding
from ncr_toolkit.register import Review
from ncr_toolkit.schema import Record

PAST = ("done_on", "response_sent_on", "reviewed_on", "closed_on", "reopened_on", "raised_on", "acknowledged_on",
        "signed_on", "dated", "received_on", "taken_on", "set_on", "report_received_on", "decided_on", "agreed_on")
"""Columns that tell of something that has happened."""


@check("DAT005", Finding, Effect, Audit, Action)
def order(record: Record, review: Review) -> Iterator[Fault]:
    """Two dates cannot both be right

    Why: Something was done before it was asked for, or closed before it was raised. An auditor sees that at once, and
    trusts the other dates less.
    Fix: One of the two dates is wrong; compare with the report or the minutes.

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
    for earlier, first, later, second in _pairs(record, review):
        before, after = earlier.value(first), record.value(later)
        if isinstance(before, date) and isinstance(after, date) and after < before:
            yield fault(record, later, f"'{record.SHEET.by_name[later].header}' ({after}) comes before "
                                       f"'{earlier.SHEET.by_name[first].header}' ({before}){second}.")


def _pairs(record: Record, review: Review) -> Iterator[tuple[Record, str, str, str]]:
    """(record with the earlier date, its column, the later column of `record`, words that say where) to compare."""
    if isinstance(record, Audit):
        yield from ((record, "started_on", "ended_on", ""), (record, "ended_on", "report_received_on", ""),
                    (record, "ended_on", "next_audit_on", ""))
    if isinstance(record, Finding):
        audit = review.find(Audit, record.audit)
        if audit is not None:
            yield audit, "started_on", "raised_on", f" of the audit {audit.label}"
        for later in ("acknowledged_on", "response_sent_on", "response_due", "close_due", "closed_on"):
            yield record, "raised_on", later, ""
        yield record, "closed_on", "reopened_on", ""
    finding = review.finding(record)
    if isinstance(record, Action):
        yield record, "start_on", "done_on", ""
        yield record, "start_on", "due", ""
    if isinstance(record, Action) and finding is not None:
        yield finding, "raised_on", "done_on", f" of {finding.label}"
    if isinstance(record, Effect):
        yield record, "window_start", "reviewed_on", ""
        yield record, "window_start", "due", ""
    if isinstance(record, Effect) and finding is not None:
        done = [action for action in review.of(Action, finding) if action.done_on]
        if done:
            last = max(done, key=lambda action: action.done_on or date.min)
            yield last, "done_on", "reviewed_on", f" of action {last.label}"


@check("DAT006", *RECORDS)
def not_yet(record: Record, review: Review) -> Iterator[Fault]:
    """Something is said to be done on a day that has not come yet

    Why: Only finished work counts. A day in the future in 'Done on' is a plan, and reads as a false statement.
    Fix: Leave the cell empty until it is done; plans belong into 'Due' or 'Planned on'.

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
        if isinstance(value, date) and value > review.today:
            yield fault(record, name, f"'{record.SHEET.by_name[name].header}' is {value}, "
                                      f"{days((value - review.today).days)} after {review.today}, the day of this check.")
