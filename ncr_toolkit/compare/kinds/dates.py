"""Dates that slip, come, and go: deadlines, due dates, and the days that tell that something was done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ncr_toolkit.common.text import plural, short
from ncr_toolkit.compare.change import Both, ChangeKind, News, Where, look
from ncr_toolkit.compare.pairs import Pair
from ncr_toolkit.compare.wording import what
from ncr_toolkit.core import clocks
from ncr_toolkit.core.model import Action, Containment, Effect, Extension, Finding, ReadinessStep
from ncr_toolkit.core.schema import Record, column_names

DUE: dict[type[Record], tuple[str, ...]] = {
    Finding: clocks.DATES, Containment: column_names(Containment, "planned_on"),
    Action: column_names(Action, "due"), ReadinessStep: column_names(ReadinessStep, "due"),
    Effect: column_names(Effect, "due")}
"""The days by which something is to be done."""
KEPT = column_names(Finding, "closed_on", "reopened_on")
"""Days of a finding's history: they stay where they are."""


@look(Where.BOTH, *DUE)
def moved_later(pair: Pair[Record], both: Both) -> Iterator[News]:
    """A later date counts when a row of Extensions has it, with a reason and who agreed. One who reopens a finding asks
    for new dates."""
    reopened = both.standing(pair.old, pair.new).reopened
    for name, was, now in _moved(pair):
        if now <= was:
            continue
        agreed = _agreement(pair.new, now, both)
        told = f"{what(pair.new, name)} moved from {was} to {now}, {plural((now - was).days, 'day')} later"
        if agreed is not None:
            why = f"{agreed.agreed_by} agreed, because {short(agreed.reason)}"
            yield News(ChangeKind.DATE_LATER_AGREED, f"{told}; {why}.", name)
        elif reopened:
            yield News(ChangeKind.DATE_LATER, f"{told}, when the finding was reopened.", name)
        else:
            yield News(ChangeKind.DATE_LATER, f"{told}, and no row of Extensions says why and who agreed.", name,
                       grave=True)


@look(Where.BOTH, *DUE)
def moved_earlier(pair: Pair[Record], both: Both) -> Iterator[News]:
    """Less time than before."""
    for name, was, now in _moved(pair):
        if now < was:
            yield News(ChangeKind.DATE_EARLIER, f"{what(pair.new, name)} moved from {was} to {now}, "
                       f"{plural((was - now).days, 'day')} earlier.", name)


@look(Where.BOTH, *DUE)
def first_date(pair: Pair[Record], both: Both) -> Iterator[News]:
    """There was none before."""
    for name in DUE[type(pair.new)]:
        if pair.filled(name):
            told = f"{what(pair.new, name)} is {pair.new.typed(name)}; there was none before."
            yield News(ChangeKind.DATE_FIRST, told, name)


@look(Where.BOTH, *DUE)
def emptied(pair: Pair[Record], both: Both) -> Iterator[News]:
    """A date that is gone is late no more."""
    released = both.standing(pair.old, pair.new).reopened
    for name in DUE[type(pair.new)]:
        if pair.emptied(name):
            yield _emptied(pair, name, grave=not released)


@look(Where.BOTH, Finding)
def history_emptied(pair: Pair[Finding], both: Both) -> Iterator[News]:
    """When it was sent, closed and reopened; only an answer that came back is still to be sent."""
    if pair.emptied("response_sent_on"):
        back = both.standing(pair.old, pair.new).reopened or pair.new.body_decision == "Returned"
        yield _emptied(pair, "response_sent_on", grave=not back)
    for name in KEPT:
        if pair.emptied(name):
            yield _emptied(pair, name, grave=True)


def _emptied(pair: Pair[Record] | Pair[Finding], name: str, *, grave: bool) -> News:
    return News(ChangeKind.DATE_EMPTIED, f"{what(pair.new, name)} was {pair.old.typed(name)} and is empty now.", name,
                grave)


def _moved(pair: Pair[Record]) -> Iterator[tuple[str, date, date]]:
    """The columns with a date in both registers that is another one now."""
    for name in DUE[type(pair.new)]:
        was, now = pair.old.value(name), pair.new.value(name)
        if name in pair.changed and isinstance(was, date) and isinstance(now, date):
            yield name, was, now


def _agreement(record: Record, day: date, both: Both) -> Extension | None:
    """The row of Extensions that has this day for the record, with a reason and a name. For rows that no extension can
    name it may stand at their finding."""
    own = record.typed("id") if isinstance(record, (Finding, Action)) else record.typed("finding")
    rows = both.new.moves(own)
    return next((row for row in rows if row.to_date == day and row.known("reason", "agreed_by")), None)
