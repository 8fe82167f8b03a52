"""Years of other calendars, as people of Thailand, Taiwan, Japan, Iran and Arab countries write them: the days they may
mean by ours. None is ever taken.

Persian: the rule of 33 years, right from 1925 to 2088. Hijri: the tabular calendar, at times a day off what was
seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

BUDDHIST, MINGUO, REIWA = 543, 1911, 2018
_PERSIAN_1400 = date(2021, 3, 21)
_HIJRI_EPOCH = date(622, 7, 19)


def days(year: int, month: int, day: int) -> Iterator[tuple[date, str]]:
    """The days that a date with a year of another calendar may mean, each with the name of the calendar."""
    for name, begin, end, made in _CALENDARS:
        if begin <= year < end:
            try:
                yield made(year, month, day), name
            except ValueError:
                continue


def _buddhist(year: int, month: int, day: int) -> date:
    return date(year - BUDDHIST, month, day)


def _minguo(year: int, month: int, day: int) -> date:
    return date(year + MINGUO, month, day)


def _persian(year: int, month: int, day: int) -> date:
    """Six months of 31 days, five of 30, one of 29 or 30."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)):
        raise ValueError
    years = 365 * (year - 1400) + (8 * (year - 1) + 29) // 33 - (8 * 1399 + 29) // 33
    return _PERSIAN_1400 + timedelta(days=years + 31 * min(month - 1, 6) + 30 * max(month - 7, 0) + day - 1)


def _hijri(year: int, month: int, day: int) -> date:
    """Months of 30 and 29 days in turn, and eleven days more in thirty years."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        raise ValueError
    before = 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2
    return _HIJRI_EPOCH + timedelta(days=before + day - 1)


_CALENDARS = (("Buddhist", 2558, 2644, _buddhist), ("Minguo", 104, 190, _minguo), ("Persian", 1390, 1480, _persian),
              ("Hijri", 1430, 1530, _hijri))
"""Each with the years in which a register may speak."""
