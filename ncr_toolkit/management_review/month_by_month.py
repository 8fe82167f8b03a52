"""The months side by side: open at the end of each, opened and closed in each, in pictures and in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ncr_toolkit.common.text import listing
from ncr_toolkit.management_review.blocks import (
    DASH,
    Block,
    Chart,
    PaperSection,
    Sentence,
    TableCell,
    TableColumn,
    table,
)
from ncr_toolkit.management_review.charts import Series, StackedColumns
from ncr_toolkit.management_review.trends.figures import GROUPS, Counts, FigureSource, MonthFigures, Trends
from ncr_toolkit.management_review.trends.states import total
from ncr_toolkit.management_review.wording import agree, be, counted, month, parts, sentence, tick, was

TITLE = "Open, opened and closed by month"
FEWEST = 3
"""A picture of fewer months shows nothing that a sentence does not say."""


def section(trends: Trends) -> PaperSection:
    """Two pictures and the table of their numbers; of one or two months the table alone."""
    pictures: list[Block] = [_stock(trends), _flow(trends)] if len(trends.months) >= FEWEST else []
    return PaperSection(TITLE, (*pictures, _table(trends), *_notes(trends)))


def _series(months: Sequence[MonthFigures], counts: Sequence[Counts | None]) -> tuple[Series, ...]:
    groups = [each for each in GROUPS if each != "No grade" or any(numbers and numbers[each] for numbers in counts)]
    return tuple(Series(each, tuple(numbers[each] if numbers else 0 for numbers in counts)) for each in groups)


def _labels(months: Sequence[MonthFigures]) -> tuple[str, ...]:
    return tuple(tick(each.first, first=place == 0) for place, each in enumerate(months))


def _gaps(months: Sequence[MonthFigures]) -> frozenset[int]:
    return frozenset(place for place, each in enumerate(months) if each.open is None)


def _reckoned(trends: Trends) -> str:
    return f"hatched: reckoned from the dates in the register of {trends.looks[0].day}"


# --- how many are open

def _stock(trends: Trends) -> Chart:
    months = trends.months
    soft = sum(each.source is FigureSource.DATES for each in months)
    columns = StackedColumns(_labels(months), _series(months, [each.open for each in months]),
                             beside=tuple(each.overdue
                                          for each in months), besides="of these overdue", gaps=_gaps(months),
                             soft=soft, softened=_reckoned(trends) if soft else "")
    return Chart("open", _alt_of_stock(months), _under_stock(trends), columns)


def _known(months: Sequence[MonthFigures]) -> list[tuple[MonthFigures, int]]:
    return [(each, total(each.open)) for each in months if each.open is not None]


def _alt_of_stock(months: Sequence[MonthFigures]) -> str:
    told = "; ".join(f"{month(each.first)} {parts(each.open) if each.open is not None else 'no run'}"
                     + (f", {each.overdue} overdue" if each.overdue is not None else "") for each in months)
    return ("Columns, one a month: findings open at its end, stacked by grade, and beside them those overdue. In "
            f"brackets Majors, Minors, observations. {told}.")


def _under_stock(trends: Trends) -> str:
    known = _known(trends.months)
    (first, begun), (last, now) = known[0], known[-1]
    if begun == now:
        told = (f"{counted(now, 'finding')} {be(now)} open on {last.day}, as many as at the end of "
                f"{month(first.first)}")
    else:
        told = (f"the number open {'rose' if now > begun else 'fell'} from {begun} at the end of {month(first.first)} "
                f"to {now} on {last.day}")
    most, peak = max(known, key=lambda each: each[1])
    if peak > max(begun, now):
        told += f"; the most were {peak}, at the end of {month(most.first)}"
    return " ".join([sentence(told), *_late_told(trends.months)] if now else [sentence(told)])


def _late_told(months: Sequence[MonthFigures]) -> Iterator[str]:
    """How many of them are overdue, and whether that is more than the last time it was known."""
    late = [(each.day, each.overdue) for each in months if each.overdue is not None]
    if not late:
        return
    now = late[-1][1]
    told = f"{now or 'None'} of them {agree(now or 1, 'is', 'are')} overdue"
    if len(late) > 1:
        before, were = late[-2]
        gap = now - were
        than = f"{abs(gap)} {'more' if gap > 0 else 'fewer'} than" if gap else "as many as"
        told += f", {than} on {before}" if gap or now else f", as on {before}"
    yield f"{told}."


# --- what was opened and closed

def _flow(trends: Trends) -> Chart:
    months = trends.months
    opened = [each.flow.opened if each.flow else None for each in months]
    closed = [each.flow.closed if each.flow else None for each in months]
    up, down = _series(months, opened), _series(months, closed)
    if len(up) != len(down):  # a grade is missing on one side: both name the same ones
        names = [series.name for series in max(up, down, key=len)]
        up, down = (tuple(Series(name, next((each.values for each in side if each.name == name), (0,) * len(months)))
                          for name in names) for side in (up, down))
    soft = sum(bool(each.flow and each.flow.source is FigureSource.DATES) for each in months)
    columns = StackedColumns(_labels(months), up, down, above="opened", below="closed", gaps=_gaps(months), soft=soft,
                             softened=_reckoned(trends) if soft else "")
    return Chart("opened-and-closed", _alt_of_flow(months), _under_flow(trends), columns)


def _alt_of_flow(months: Sequence[MonthFigures]) -> str:
    told = "; ".join(f"{month(each.first)} {parts(each.flow.opened)} opened, {parts(each.flow.closed)} closed"
                     if each.flow else f"{month(each.first)} no run" for each in months)
    return ("Columns, one a month: findings opened upwards, closed downwards, stacked by grade. In brackets Majors, "
            f"Minors, observations. {told}.")


def _under_flow(trends: Trends) -> str:
    flows = [(each, total(each.flow.opened), total(each.flow.closed)) for each in trends.months if each.flow]
    opened, closed = sum(each[1] for each in flows), sum(each[2] for each in flows)
    told = (f"{counted(opened, 'finding')} {was(opened)} opened and {closed or 'none'} closed from "
            f"{month(flows[0][0].first)} to {month(flows[-1][0].first)}")
    more = sum(each[2] > each[1] for each in flows)
    told += f"; in {more or 'none'} of these {len(flows)} months more were closed than opened"
    return sentence(told)


# --- the numbers

def _table(trends: Trends) -> Block:
    columns = (TableColumn("Month", 20), TableColumn("Opened", 25, True), TableColumn("Closed", 25, True),
               TableColumn("Reopened", 19, True), TableColumn("Withdrawn", 19, True),
               TableColumn("Open at the end", 28, True),
               TableColumn("Overdue", 17, True), TableColumn("From", 21))
    return table(TITLE, columns, [_row(each, trends) for each in trends.months])


def _row(each: MonthFigures, trends: Trends) -> list[TableCell | str]:
    flow = each.flow
    if each.open is None or flow is None:
        return [month(each.first), *[DASH] * 6, "no run"]
    source = "today" if each.day == trends.today else f"run of {each.day:%m-%d}"
    withdrawn = str(total(flow.withdrawn)) if flow.source is FigureSource.RUN else DASH
    return [month(each.first), parts(flow.opened), parts(flow.closed), str(total(flow.reopened)), withdrawn,
            parts(each.open), DASH if each.overdue is None else str(each.overdue),
            source if each.source is FigureSource.RUN else "dates"]


def _notes(trends: Trends) -> list[Sentence]:
    """How the numbers are to be read, as far as it is not plain."""
    told = ["In brackets: Majors / Minors / observations.", *_from_dates(trends), *_gaps_told(trends.months)]
    gone = sum(total(each.flow.gone) for each in trends.months if each.flow)
    if gone:
        told.append(f"{counted(gone, 'open finding')} vanished from the register between two runs and {be(gone)} "
                    "counted neither as closed nor as withdrawn.")
    if trends.cut:
        told.append(f"Of the period the last {len(trends.months)} months are shown.")
    return [Sentence(" ".join(told), quiet=True)]


def _from_dates(trends: Trends) -> Iterator[str]:
    first = trends.looks[0]
    if any(each.source is FigureSource.DATES for each in trends.months):
        until = "the first run" if len(trends.looks) > 1 else "today"
        yield (f"What lies before {until} is reckoned from the days of raising, closing and reopening in the register "
               f"of {first.day}, and marked 'dates': what was withdrawn or overdue then cannot be known.")
        if left := trends.undated:
            yield f"{counted(left, 'finding')} without days that tell {be(left)} left out there."


def _gaps_told(months: Sequence[MonthFigures]) -> Iterator[str]:
    gaps = [month(each.first) for each in months if each.open is None]
    if gaps:
        yield f"No run was kept in {listing(gaps)}."
    for each in months:
        if each.flow and each.flow.source is FigureSource.RUN and each.flow.since < _month_before(each):
            yield f"{month(each.first)} counts what happened since the run of {each.flow.since}."


def _month_before(each: MonthFigures) -> date:
    return (each.first - timedelta(days=1)).replace(day=1)
