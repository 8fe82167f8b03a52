"""All messages of a day with their file names: one draft a person, and the calendar of all dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from ncr_toolkit.common.files import unique_names
from ncr_toolkit.core.register import Review
from ncr_toolkit.reminders.calendar import calendar
from ncr_toolkit.reminders.due_items import Owner, owners
from ncr_toolkit.reminders.mail import draft
from ncr_toolkit.reminders.when import due_now

CALENDAR = "calendar.ics"


Message = tuple[str, Owner, Callable[[], bytes]]
"""File name, person, and what makes the content."""


def messages(review: Review, last: date | None, ahead: int = 0) -> list[Message]:
    """File name, person and content of every message that is due; `last` and `ahead` as in `is_due`.

    A draft speaks of what is due now, its calendar holds all dates of the person.
    """
    every = owners(review)
    now = due_now(every, review.today, last, ahead)
    whole = {owner.name: owner for owner in every}
    names = dict(zip(whole, unique_names(list(whole)), strict=True))

    def content(owner: Owner) -> Callable[[], bytes]:
        return lambda: draft(owner, review, calendar([whole[owner.name]], review, whole=False))

    return [(f"{names[owner.name]}.eml", owner, content(owner)) for owner in now]


def all_dates(review: Review) -> bytes:
    """The calendar of everybody's dates."""
    return calendar(owners(review), review)
