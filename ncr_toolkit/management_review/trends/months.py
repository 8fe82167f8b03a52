"""The calendar months of a period: how many findings were open, and what happened to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_open, overdue_days
from ncr_toolkit.management_review.trends.figures import FigureSource, Flow, MonthFigures, group
from ncr_toolkit.management_review.trends.states import Names, added, between, counts, dated, day_before, open_on

LONGEST = 36
"""How many months are shown: so many fit beside each other on a page."""


def months(reviews: Sequence[Review], since: date, names: Names) -> tuple[MonthFigures, ...]:
    """The months from that of `since` to that of the last register, at most LONGEST.

    Those before anything was raised are left out. Those before the first register are reckoned from its dates, and say
    so. Later ones without a register are a gap; what happened meanwhile stands in the next month that has one.
    """
    first, last = reviews[0], reviews[-1]
    begun = min([finding.raised_on for finding in first.register.findings if finding.raised_on] + [first.today])
    starts = list(_starts(max(since, min(begun, first.today)), last.today))[-LONGEST:]
    steps = [between(*pair, names) for pair in pairwise(reviews)]
    return tuple(_month(start, reviews, steps) for start in starts)


def _month(start: date, reviews: Sequence[Review], steps: list[Flow]) -> MonthFigures:
    end = min(day_before(_next(start)), reviews[-1].today)
    looks = [review for review in reviews if start <= review.today <= end]
    first = reviews[0]
    if looks:
        flows = [step for step in steps if start <= step.until <= end]
        if looks[0] is first:
            flows.insert(0, dated(first.register, day_before(start), first.today))
        look = looks[-1]
        alive = [finding for finding in look.register.findings if is_open(finding)]
        late = sum(overdue_days(finding, look.today) > 0 for finding in alive)
        return MonthFigures(start, look.today, FigureSource.RUN, counts(map(group, alive)), late, added(flows))
    if end < first.today:
        return MonthFigures(start, end, FigureSource.DATES, open_on(first.register, end), None,
                            dated(first.register, day_before(start), end))
    return MonthFigures(start, end, None, None, None, None)


def _starts(since: date, until: date) -> Iterator[date]:
    """The first days of the months from one day to another."""
    start = since.replace(day=1)
    while start <= until:
        yield start
        start = _next(start)


def _next(start: date) -> date:
    """The first day of the month after."""
    return date(start.year + start.month // 12, start.month % 12 + 1, 1)


def a_year_before(day: date) -> date:
    """The first day of the twelve calendar months that end with that of `day`."""
    return date(day.year - (day.month < 12), day.month % 12 + 1, 1)
