"""How a finding went over time: what happened on which day, and which of its dates have moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ncr_toolkit.common.translation import gettext_noop
from ncr_toolkit.core import clocks
from ncr_toolkit.core.model import Action, Finding, Reply
from ncr_toolkit.core.register import Review


@dataclass(frozen=True, slots=True)
class Moved:
    """A date that is later than the first one."""

    record: Finding | Action
    name: str  # one of `clocks.DATES`, or due
    first: date
    now: date
    agreed: int  # how many extensions lead from the first to it

    @property
    def days(self) -> int:
        return (self.now - self.first).days


def moved_dates(finding: Finding, review: Review) -> list[Moved]:
    """The dates of a finding and its actions that are later than the first ones.

    First are those that the earlier runs remember, and those that the sheet Extensions names as old.
    """
    dated: list[tuple[Finding | Action, str]] = [*((finding, name) for name in clocks.DATES),
                                                 *((action, "due") for action in review.of(Action, finding))]
    found = (_moved(record, name, review) for record, name in dated)
    return [each for each in found if each is not None]


def _moved(record: Finding | Action, name: str, review: Review) -> Moved | None:
    now = record.value(name)
    if not isinstance(now, date):
        return None
    first, agreed = now, 0
    rows = {row.to_date: row.from_date for row in review.moves(record.typed("id")) if row.from_date and row.to_date
            and row.from_date < row.to_date}
    while first in rows and (old := rows.pop(first)) is not None:
        first, agreed = old, agreed + 1
    known = review.remembered(record, name)
    first = min(first, known or first)
    return Moved(record, name, first, now, agreed) if first < now else None


def chronicle(finding: Finding, review: Review) -> list[tuple[date, str]]:
    """What happened to a finding, by day: the register's dates, and those of earlier runs that it no longer holds."""
    life = review.memory.life(finding.typed("id")) if review.memory else None
    told = [(finding.raised_on, gettext_noop("Raised")), (finding.response_sent_on, gettext_noop("Answer sent")),
            (finding.closed_on, gettext_noop("Closed")),
            (finding.reopened_on, gettext_noop("Reopened")),
            (finding.plan_accepted_on, _DECIDED["Plan accepted"]),
            (finding.implementation_accepted_on, gettext_noop("Implementation accepted by the body")),
            (finding.proof_accepted_on, gettext_noop("Proof accepted by the body")),
            *((reply.replied_on, _DECIDED[reply.decision]) for reply in review.of(Reply, finding) if reply.decision)]
    if life is not None:
        told += [(event.day, gettext_noop("Answer sent")) for event in life.answers]
        for (what, undated), events in ((_CLOSED, life.closings), (_REOPENED, life.reopenings)):
            told += [(event.day, what if event.dated else undated) for event in events]
        told += [(event.seen, gettext_noop("Seen as returned by the body")) for event in life.returns]
    return sorted({(day, what) for day, what in told if day is not None})


_CLOSED = ("Closed", gettext_noop("Closed by then: no day was typed"))
_REOPENED = ("Reopened", gettext_noop("Reopened by then: no day was typed"))
_DECIDED = {"Returned": gettext_noop("Returned by the body"), "Closed by body": gettext_noop("Closed by the body"),
            "Plan accepted": gettext_noop("Plan accepted by the body")}
