"""When somebody is reminded: once is not enough, every day is too much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from ncr_toolkit.reminders.due_items import DueItem, Owner

STAGES = (30, 14, 7, 1, 0)
"""Days before the date on which a reminder is due (ours)."""
AGAIN = 7
"""And every so many days while it is overdue."""


def is_due(item: DueItem, today: date, last: date | None, ahead: int = 0) -> bool:
    """Whether a message of today speaks of the item; `last` is the day of the message before it, if there was one.

    A stage was reached since then; without an earlier message: it is overdue, or within the first stage. `ahead`: what
    falls due within so many days is named in any case, so that a message a month leaves nothing out before the next.
    What cannot be read is named each time.
    """
    if item.day is None or (ahead > 0 and item.day <= today + timedelta(days=ahead)):
        return True
    return _reached(item.day, today, last)


def _reached(day: date, today: date, last: date | None) -> bool:
    if last is None or last >= today:
        return day <= today + timedelta(days=STAGES[0])
    if any(last < day - timedelta(days=stage) <= today for stage in STAGES):
        return True
    late, before = (today - day).days, (last - day).days
    return late > 0 and late // AGAIN > max(before, 0) // AGAIN


def due_now(owners: Sequence[Owner], today: date, last: date | None, ahead: int = 0) -> list[Owner]:
    """The owners with what is to be said today; those to whom there is nothing to say are left out."""
    found = [replace(owner, items=tuple(item for item in owner.items if is_due(item, today, last, ahead)),
                     left_over=tuple(pair for pair in owner.left_over if is_due(pair[1], today, last, ahead)))
             for owner in owners]
    return [owner for owner in found if owner.items or owner.left_over]
