"""All figures of a management review from the registers of its months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from ncr_toolkit.core.figures import figures
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_open, majors_first
from ncr_toolkit.management_review.trends import cases, rankings, rates
from ncr_toolkit.management_review.trends.figures import FigureSource, Look, MonthFigures, Trends, group
from ncr_toolkit.management_review.trends.months import LONGEST, a_year_before, months
from ncr_toolkit.management_review.trends.rates import Period
from ncr_toolkit.management_review.trends.states import between, counts, renumbered, undated


def period_of(today: date, since: date | None = None) -> Period:
    """The period that ends today and begins on `since`, by default twelve calendar months; and the one before."""
    first = min(since or a_year_before(today), today)
    return Period(first - timedelta(days=(today - first).days + 1), first, today)


def trends(reviews: Sequence[Review], since: date | None = None) -> Trends:
    """Every figure of the period that ends on the day of the last register.

    `reviews`: the kept registers and today's, which is the last; of several on one day the last counts, and those of
    later days are left out. Raises ValueError where there is none.
    """
    if not reviews:
        raise ValueError("There is no register to look at.")
    review = reviews[-1]
    by_day = {each.today: each for each in reviews if each.today <= review.today}
    looks = [by_day[day] for day in sorted(by_day)]
    period = period_of(review.today, since)
    findings = majors_first(review.register.findings, review.today)
    live = [finding for finding in findings if cases.is_live(finding, period)]
    late = cases.overdue(findings, period.today)
    names = renumbered(review)
    back = cases.came_back(looks, period, names)
    shown = months(looks, period.since, names)
    return Trends(
        today=period.today, since=period.since, before=period.before, looks=tuple(map(_look, looks)),
        figures=figures(review.register, review.today),
        open=counts(group(finding) for finding in findings if is_open(finding)),
        months=shown, cut=len(shown) == LONGEST and shown[0].first > period.since,
        last=between(looks[-2], looks[-1], names) if len(looks) > 1 else None,
        undated=undated(looks[0].register) if _reckoned(shown) else 0,
        overdue=late,
        answering=rates.answering(review, period), closing=rates.closing(review, period),
        effects=rates.effects(review, period, back),
        came_back=back,
        repeats=tuple(finding for finding in live if not finding.blank("repeat_of")),
        live=len(live),
        references=rankings.references(live, review), causes=rankings.causes(live, review),
        systems=rankings.systems(live, review), supplied=rankings.supplied(live, review),
        extensions=cases.extensions(review, period), lessons=cases.lessons(review, period),
        unreviewed=tuple(finding for finding in live if finding.blank("management_review_reference")),
        cases=cases.cases(looks, late, period, names))


def _look(review: Review) -> Look:
    register = review.register
    return Look(review.today, register.path, register.sha256, len(register.findings), sum(1 for _ in register.unread()))


def _reckoned(shown: Sequence[MonthFigures]) -> bool:
    return any(month.source is FigureSource.DATES or (month.flow and month.flow.source is FigureSource.DATES)
               for month in shown)
