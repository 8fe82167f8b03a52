"""How long things take, and whether they worked: the period beside the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ncr_toolkit.core.model import Audit, Effect, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import DID_NOT_WORK, is_open, majors_first
from ncr_toolkit.management_review.trends.figures import GROUPS, Effects, Pace, group

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Period:
    """The period, and the one before: `before` up to the day before `since`, `since` up to `today`."""

    before: date
    since: date
    today: date

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in the period."""
        return day is not None and self.since <= day <= self.today

    def held(self, day: date | None) -> bool:
        """Whether a day lies in the period before."""
        return day is not None and self.before <= day < self.since


def answering(review: Review, period: Period) -> tuple[Pace, ...]:
    """Days from the report to the answer, by the day of the answer.

    The report is that of the finding's audit ('Report received on'): from then on the house can answer. Where no day
    stands there, it is the day the finding was raised.
    """
    def span(finding: Finding) -> Span | None:
        audit = review.find(Audit, finding.audit) if finding.audit else None
        start = (audit.report_received_on if audit else None) or finding.raised_on
        return _span(start, finding.response_sent_on)

    return _paces(review, period, span)


def closing(review: Review, period: Period) -> tuple[Pace, ...]:
    """Days from raising to closing, by the day of closing; of findings that are closed."""
    return _paces(review, period, lambda finding: _span(finding.raised_on, finding.closed_on)
                  if finding.status == "Closed" else None)


def _span(start: date | None, end: date | None) -> Span | None:
    """Both days; None without one of them, or where the end lies before the start: then one of them is wrong."""
    return (start, end) if start and end and start <= end else None


def _paces(review: Review, period: Period, span: Callable[[Finding], Span | None]) -> tuple[Pace, ...]:
    """The medians by grade, and of all together; grades of which nothing was counted are left out."""
    rows = list(_rows(review.register.findings, period, span))
    if not rows:
        return ()
    import pandas as pd

    frame = pd.DataFrame(rows, columns=["group", "now", "days"])
    every = pd.concat([frame, frame.assign(group="All")])
    table = every.groupby(["group", "now"])["days"].agg(["median", "size"])
    found = {(str(name), bool(now)): (float(median), int(size))
             for (name, now), median, size in zip(table.index, table["median"], table["size"], strict=True)}
    nothing = (None, 0)
    return tuple(Pace(name, *found.get((name, True), nothing), *found.get((name, False), nothing))
                 for name in (*GROUPS, "All") if (name, True) in found or (name, False) in found)


def _rows(findings: Sequence[Finding], period: Period, span: Callable[[Finding], Span | None]) \
        -> Iterator[tuple[str, bool, int]]:
    for finding in findings:
        days = span(finding) if finding.status != "Withdrawn" else None
        if days and (period.holds(days[1]) or period.held(days[1])):
            yield group(finding), period.holds(days[1]), (days[1] - days[0]).days


def effects(review: Review, period: Period, came_back: Sequence[Finding]) -> Effects:
    """Results by the last review of each finding that was not withdrawn."""
    back = set(map(id, came_back))
    last = [(finding, row) for finding in majors_first(review.register.findings, period.today)
            if finding.status != "Withdrawn" and (row := _last_review(finding, review)) is not None]
    not_working = [finding for finding, row in last if row.result in DID_NOT_WORK
                   and (is_open(finding) or period.holds(row.reviewed_on))]
    return Effects(Counter(row.result for _, row in last if period.holds(row.reviewed_on)),
                   Counter(row.result for _, row in last if period.held(row.reviewed_on)),
                   sum(row.reviewed_on is None for _, row in last),
                   tuple(finding for finding, row in last if id(finding) in back and row.result == "Effective"
                         and period.holds(row.reviewed_on)), tuple(not_working))


def _last_review(finding: Finding, review: Review) -> Effect | None:
    """The row with a result that was reviewed last; of several on one day the worst, whatever their order."""
    worst = ("Not effective", "Partly effective", "Too early", "Effective")
    rows = [row for row in review.of(Effect, finding) if row.result in worst]
    return max(rows, key=lambda row: (row.reviewed_on or date.min, -worst.index(row.result)), default=None)
