"""All dates as a calendar file (.ics), with reminders. Imported again, a date that moved is moved, not doubled.

iCalendar: RFC 5545; METHOD as in RFC 5546. X-WR-CALNAME is no part of either, and is known to most programs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from ncr_toolkit.common.punctuation import beside
from ncr_toolkit.common.text import allowed
from ncr_toolkit.common.translation import gettext, gettext_noop, pgettext, speaking, spoken
from ncr_toolkit.core.register import Review
from ncr_toolkit.reminders.due_items import DueItem, Owner
from ncr_toolkit.reminders.when import STAGES

_NOUGHT = date(2020, 1, 1)
_MORNING = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class _Entry:
    uid: str
    day: date
    summary: str
    description: str
    category: str


def calendar(owners: Iterable[Owner], review: Review, *, whole: bool = True) -> bytes:
    """The dates of these owners, in the language of documents; `whole`: with those of the register itself, the next
    audit and the certificate.

    An entry is known by register, record and column, so that its id stays when its date moves; the later file wins.
    Dates that are only proposed are left out.
    """
    with speaking(review.document_language):
        return _calendar(owners, review, whole=whole)


def _calendar(owners: Iterable[Owner], review: Review, *, whole: bool) -> bytes:
    from icalendar import Alarm, Calendar, Event

    made = Calendar()
    for name, value in (("prodid", f"-//ncr-toolkit//audit findings//{spoken().upper()}"), ("version", "2.0"),
                        ("method", "PUBLISH"), ("x-wr-calname", gettext("Audit findings"))):
        made.add(name, value)
    entries = sorted({entry.uid: entry for entry in _entries(owners, review, whole)}.values(),
                     key=lambda entry: (entry.day, entry.uid))
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("summary", entry.summary)
        event.add("description", entry.description)
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1))
        event.add("dtstamp", datetime.combine(review.today, time(), UTC))
        event.add("sequence", max((review.today - _NOUGHT).days, 0))
        event.add("transp", "TRANSPARENT")
        event.add("categories", [entry.category])
        for stage in STAGES:
            event.add_component(_alarm(Alarm(), entry.summary, stage))
        made.add_component(event)
    return bytes(made.to_ical())


def _alarm(alarm: Any, summary: str, stage: int) -> Any:
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _MORNING - timedelta(days=stage))
    return alarm


def _entries(owners: Iterable[Owner], review: Review, whole: bool) -> Iterator[_Entry]:
    register = review.register.settings.typed("id") or "register"
    for owner in owners:
        for name, item in (*((owner.name, item) for item in owner.items), *owner.left_over):
            if item.day is not None and not item.proposed:
                yield _entry(register, name, item, item.day)
    settings = review.register.settings
    for name, what in (("next_audit_on", gettext_noop("Next audit")),
                       ("certificate_expiry", gettext_noop("Certificate expires"))):
        day = settings.value(name)
        if whole and isinstance(day, date):
            yield _Entry(f"{register}-register-{name}@ncr-toolkit", day, gettext(what),
                         gettext("From the register, {cell}.", cell=settings.cell(name)), "Register")


def _entry(register: str, owner: str, item: DueItem, day: date) -> _Entry:
    grade = f"{pgettext('choice', item.grade)} " if item.grade else ""
    finding = f"{grade}{item.finding}"
    whose = finding if item.id == item.finding else gettext("{action} of {finding}", action=item.id, finding=finding)
    lines = [item.title, gettext("Owner: {name}", name=owner or gettext("nobody")),
             gettext("In the register: {cell}", cell=item.cell)]
    mark = f"{item.finding}-{item.id}-{item.key}" + (f"-{item.number}" if item.number else "")
    return _Entry(f"{register}-{mark}@ncr-toolkit", day, allowed(beside(whose, gettext(item.what))),
                  allowed("\n".join(line for line in lines if line)), item.grade or "No grade")
