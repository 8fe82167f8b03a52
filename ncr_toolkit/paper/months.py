"""The months side by side: open at the end of each, opened and closed in each, in pictures and in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ncr_toolkit.analysis.figures import GROUPS, Counts, Month, Source, Trends
from ncr_toolkit.analysis.states import total
from ncr_toolkit.paper.blocks import DASH, Block, Cell, Column, Picture, Section, Words, table
from ncr_toolkit.paper.words import agree, be, counted, month, parts, sentence, tick, was
from ncr_toolkit.pictures import Columns, Series
from ncr_toolkit.text import listing

TITLE = "Open, opened and closed by month"
FEWEST = 3
"""A picture of fewer months shows nothing that a sentence does not say."""


def section(trends: Trends) -> Section:
    """Two pictures and the table of their numbers; of one or two months the table alone."""
    pictures: list[Block] = [_stock(trends), _flow(trends)] if len(trends.months) >= FEWEST else []
    return Section(TITLE, (*pictures, _table(trends), *_notes(trends)))


def _series(months: Sequence[Month], counts: Sequence[Counts | None]) -> tuple[Series, ...]:
    groups = [each for each in GROUPS if each != "No grade" or any(numbers and numbers[each] for numbers in counts)]
    return tuple(Series(each, tuple(numbers[each] if numbers else 0 for numbers in counts)) for each in groups)


def _labels(months: Sequence[Month]) -> tuple[str, ...]:
    return tuple(tick(each.first, first=place == 0) for place, each in enumerate(months))


def _gaps(months: Sequence[Month]) -> frozenset[int]:
    return frozenset(place for place, each in enumerate(months) if each.open is None)


def _reckoned(trends: Trends) -> str:
    return f"hatched: reckoned from the dates in the register of {trends.looks[0].day}"


# --- how many are open

def _stock(trends: Trends) -> Picture:
    months = trends.months
    soft = sum(each.source is Source.DATES for each in months)
    columns = Columns(_labels(months), _series(months, [each.open for each in months]),
                      beside=tuple(each.overdue for each in months), besides="of these overdue", gaps=_gaps(months),
                      soft=soft, softened=_reckoned(trends) if soft else "")
    return Picture("open", _alt_of_stock(months), _under_stock(trends), columns)


def _known(months: Sequence[Month]) -> list[tuple[Month, int]]:
    return [(each, total(each.open)) for each in months if each.open is not None]


def _alt_of_stock(months: Sequence[Month]) -> str:
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


def _late_told(months: Sequence[Month]) -> Iterator[str]:
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

def _flow(trends: Trends) -> Picture:
    months = trends.months
    opened = [each.flow.opened if each.flow else None for each in months]
    closed = [each.flow.closed if each.flow else None for each in months]
    up, down = _series(months, opened), _series(months, closed)
    if len(up) != len(down):  # a grade is missing on one side: both name the same ones
        names = [series.name for series in max(up, down, key=len)]
        up, down = (tuple(Series(name, next((each.values for each in side if each.name == name), (0,) * len(months)))
                          for name in names) for side in (up, down))
    soft = sum(bool(each.flow and each.flow.source is Source.DATES) for each in months)
    columns = Columns(_labels(months), up, down, above="opened", below="closed", gaps=_gaps(months), soft=soft,
                      softened=_reckoned(trends) if soft else "")
    return Picture("opened-and-closed", _alt_of_flow(months), _under_flow(trends), columns)


def _alt_of_flow(months: Sequence[Month]) -> str:
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
    columns = (Column("Month", 20), Column("Opened", 25, True), Column("Closed", 25, True),
               Column("Reopened", 19, True), Column("Withdrawn", 19, True), Column("Open at the end", 28, True),
               Column("Overdue", 17, True), Column("From", 21))
    return table(TITLE, columns, [_row(each, trends) for each in trends.months])


def _row(each: Month, trends: Trends) -> list[Cell | str]:
    flow = each.flow
    if each.open is None or flow is None:
        return [month(each.first), *[DASH] * 6, "no run"]
    source = "today" if each.day == trends.today else f"run of {each.day:%m-%d}"
    withdrawn = str(total(flow.withdrawn)) if flow.source is Source.RUN else DASH
    return [month(each.first), parts(flow.opened), parts(flow.closed), str(total(flow.reopened)), withdrawn,
            parts(each.open), DASH if each.overdue is None else str(each.overdue),
            source if each.source is Source.RUN else "dates"]


def _notes(trends: Trends) -> list[Words]:
    """How the numbers are to be read, as far as it is not plain."""
    told = ["In brackets: Majors / Minors / observations.", *_from_dates(trends), *_gaps_told(trends.months)]
    gone = sum(total(each.flow.gone) for each in trends.months if each.flow)
    if gone:
        told.append(f"{counted(gone, 'open finding')} vanished from the register between two runs and {be(gone)} "
                    "counted neither as closed nor as withdrawn.")
    if trends.cut:
        told.append(f"Of the period the last {len(trends.months)} months are shown.")
    return [Words(" ".join(told), quiet=True)]


def _from_dates(trends: Trends) -> Iterator[str]:
    first = trends.looks[0]
    if any(each.source is Source.DATES for each in trends.months):
        until = "the first run" if len(trends.looks) > 1 else "today"
        yield (f"What lies before {until} is reckoned from the days of raising, closing and reopening in the register "
               f"of {first.day}, and marked 'dates': what was withdrawn or overdue then cannot be known.")
        if left := trends.undated:
            yield f"{counted(left, 'finding')} without days that tell {be(left)} left out there."


def _gaps_told(months: Sequence[Month]) -> Iterator[str]:
    gaps = [month(each.first) for each in months if each.open is None]
    if gaps:
        yield f"No run was kept in {listing(gaps)}."
    for each in months:
        if each.flow and each.flow.source is Source.RUN and each.flow.since < _month_before(each):
            yield f"{month(each.first)} counts what happened since the run of {each.flow.since}."


def _month_before(each: Month) -> date:
    return (each.first - timedelta(days=1)).replace(day=1)
