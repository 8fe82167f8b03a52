"""What a run takes down for the next ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date

from ncr_toolkit.common.names import fold
from ncr_toolkit.core import clocks
from ncr_toolkit.core.memory import Event, Life, Memory, Reading
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.second_reading import readings, said_now
from ncr_toolkit.core.status import is_open

DATES = clocks.DATES


def remembered(before: Memory | None, review: Review, renumbered: Mapping[str, str] | None = None) -> Memory:
    """The memory of earlier runs with what the register says on the day of the review.

    `renumbered`: ids of findings and actions that were changed, the new one by the old one. The same review twice adds
    nothing. What could not be read leaves the memory as it is: unknown is neither open nor closed.
    """
    memory = deepcopy(before) if before else Memory()
    again = memory.until == review.today
    memory.since, memory.until = memory.since or review.today, review.today
    memory.runs += not again
    _rename(memory, renumbered or {})
    for finding in _once(review):
        reopened = _finding(memory, finding, review.today)
        _readings(memory.lives[fold(finding.id)], finding, review)
        if reopened:
            for action in review.of(Action, finding):
                memory.due_since.pop(fold(action.id), None)
    for action in review.register.all(Action):
        if action.known("id") and action.due:
            memory.due.setdefault(fold(action.id), action.due)
            memory.due_since.setdefault(fold(action.id), action.due)
    return memory


def _once(review: Review) -> Iterator[Finding]:
    """The findings with an id; of an id typed twice the first row, as everywhere."""
    return (rows[0] for rows in review.ids(Finding.SHEET.prefix).values() if isinstance(rows[0], Finding))


def _rename(memory: Memory, renumbered: Mapping[str, str]) -> None:
    """All at once: two findings may have changed places."""
    lives = {new: life for old, new in renumbered.items() if (life := memory.lives.pop(fold(old), None)) is not None}
    for new, life in lives.items():
        life.formerly.append(life.id)
        life.id = new
        memory.lives[fold(new)] = life
    for days in (memory.due, memory.due_since):
        moved = {new: day for old, new in renumbered.items() if (day := days.pop(fold(old), None)) is not None}
        days |= {fold(new): day for new, day in moved.items()}


def _finding(memory: Memory, finding: Finding, today: date) -> bool:
    """Take down a finding; gives whether it was reopened since the last run."""
    life = memory.lives.setdefault(fold(finding.id), Life(finding.id, today))
    reopened = life.closed and is_open(finding)
    if reopened:
        life.since = {}
    for name in DATES:
        value = finding.value(name)
        if isinstance(value, date):
            life.first.setdefault(name, value)
            life.since.setdefault(name, value)
    if finding.response_sent_on:
        _add(life.answers, finding.response_sent_on, today)
    if finding.body_decision == "Returned":
        _add(life.returns, _last(life.answers) or today, today)
    _state(life, finding, today)
    return reopened


def _readings(life: Life, finding: Finding, review: Review) -> None:
    """What second readers have read, once for each of them and each day: from then on a change is seen."""
    known = {(fold(kept.reader), kept.day) for kept in life.readings}
    for row in readings(finding, review):
        if row.person and row.signed_on and (fold(row.person), row.signed_on) not in known:
            life.readings.append(Reading(row.person, row.signed_on, review.today, said_now(finding, review)))


def _state(life: Life, finding: Finding, today: date) -> None:
    """Closings and reopenings: those of the register's own dates, and those that only the runs have seen."""
    if "status" in finding.unread:
        return
    closed, open_now, was_closed = finding.status == "Closed", is_open(finding), life.closed
    if finding.closed_on:
        _add(life.closings, finding.closed_on, today, corrected=closed and was_closed)
    elif closed and not was_closed:
        life.closings.append(Event(today, today, dated=False))
    if finding.reopened_on:
        _add(life.reopenings, finding.reopened_on, today, corrected=open_now and _is_back(life))
    elif open_now and was_closed:
        life.reopenings.append(Event(today, today, dated=False))
    if closed or open_now:
        life.closed = closed


def _is_back(life: Life) -> bool:
    """Whether the runs have seen it reopened and not closed since."""
    reopened = max((event.seen for event in life.reopenings), default=None)
    return reopened is not None and not life.closed and all(event.seen <= reopened for event in life.closings)


def _add(events: list[Event], day: date, seen: date, *, corrected: bool = False) -> None:
    """A day that is new: of an event that had none, of one that was mistyped (`corrected`), or of one more."""
    if day in (event.day for event in events if event.dated):
        return
    if events and (corrected or (not events[-1].dated and day <= events[-1].seen)):
        events[-1] = Event(day, events[-1].seen)
    else:
        events.append(Event(day, seen))


def _last(events: list[Event]) -> date | None:
    return max((event.day for event in events), default=None)
