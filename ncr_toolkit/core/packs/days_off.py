"""Days on which nobody works: the weekend, and the public holidays of a country.

Which days those are is the knowledge of the package `holidays`; it is imported only where a country is named, or a
list of all is asked for.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from ncr_toolkit.common.names import fold, nearest

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SATURDAY_AND_SUNDAY = frozenset((5, 6))
_KNOWN_YEARS = range(1990, 2101)
"""Beyond them no holidays are asked for: nobody has decided them yet."""
_ONE = timedelta(days=1)
_MOST_IN_A_ROW = 400  # days off; nobody has as many


@dataclass(frozen=True, eq=False)
class DaysOff:
    """The days off of a country, or the weekends alone where none is named."""

    weekend: frozenset[int] = _SATURDAY_AND_SUNDAY  # 0 is Monday
    country: str = ""  # its name in full, '' where none is named
    region: str = ""
    _years: dict[int, Mapping[date, str]] = field(default_factory=dict, repr=False)

    @property
    def whose(self) -> str:
        """"Germany (BY)"; '' where only weekends are known."""
        return f"{self.country} ({self.region})" if self.region else self.country

    def holidays(self, year: int) -> Mapping[date, str]:
        """The public holidays of a year, each with its name; those that fall on a weekend are among them."""
        if not self.country or year not in _KNOWN_YEARS:
            return {}
        if year not in self._years:
            self._years[year] = _holidays(self.country, self.region, year)
        return self._years[year]

    def name(self, day: date) -> str:
        """Why nobody works on that day: "Saturday", "Good Friday"; '' on a working day."""
        holiday = self.holidays(day.year).get(day, "")
        return holiday or (WEEKDAYS[day.weekday()] if day.weekday() in self.weekend else "")

    def last_working_day(self, day: date) -> date:
        """The last working day up to that day, which may be the day itself."""
        for _ in range(min(_MOST_IN_A_ROW, day.toordinal() - 1)):
            if not self.name(day):
                break
            day -= _ONE
        return day

    def later(self, start: date, days: int) -> date:
        """The day that is so many working days after `start`, which is not counted itself."""
        day = start
        while days and day < date.max:
            day += _ONE
            days -= not self.name(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to `end`; less than 0 where `end` is the earlier one."""
        if end < start:
            return -self.between(end, start)
        every = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
        return sum(not self.name(day) for day in every)


WEEKENDS = DaysOff()


def countries() -> tuple[str, ...]:
    """The names of all countries whose holidays are known."""
    return tuple(sorted((_spelled(each[0]) for each in _registry().values()), key=fold))


def code(text: str) -> str:
    """The two letters of the country that a person means by its name, or its two or three letters; '' if nobody knows
    it."""
    meant = re.sub(r"[^a-z0-9]", "", fold(text))
    return next((two for name, two, three, *_ in _registry().values()
                 if meant in (fold(name), fold(two), fold(three))), "") if meant else ""


def regions(text: str) -> tuple[str, ...]:
    """The codes of the regions of a country that have holidays of their own."""
    from holidays import list_supported_countries

    return tuple(sorted(list_supported_countries().get(code(text), ())))


@cache
def of(country: str, region: str = "") -> DaysOff | None:
    """The days off of a country and one of its regions, by weekends alone where none is named; None where nobody knows
    the country, or it has no such region."""
    if not country.strip():
        return None if region.strip() else WEEKENDS
    known, wanted = code(country), fold(region)
    own = next((each for each in regions(country) if fold(each) == wanted), "") if known and wanted else ""
    if not known or bool(wanted) != bool(own):
        return None
    name = next(_spelled(name) for name, two, *_ in _registry().values() if two == known)
    return DaysOff(_weekend(known, own), name, own)


def why_unknown(country: str, region: str) -> str:
    """Why nobody knows the days off of a country and region for which `of` gives None, in a sentence."""
    if not country.strip():
        return f"The region '{region}' is named, and no country."
    if not code(country):
        meant = nearest(country, countries(), least=75)
        return f"No public holidays of '{country}' are known{f'; did you mean {meant}' if meant else ''}."
    there = regions(country)
    told = f"there are {', '.join(there)}" if there else "all of the country has the same holidays"
    return f"{country} has no region '{region}'; {told}."


def regions_that_differ(off: DaysOff, year: int) -> list[str]:
    """The regions of a country whose holidays of a year are not those of the whole country, where none of them is
    named."""
    if not off.country or off.region:
        return []
    own = set(off.holidays(year))
    return [region for region in regions(off.country) if set(_holidays(off.country, region, year)) != own]


@cache
def _registry() -> dict[str, tuple[str, ...]]:
    from holidays.registry import COUNTRIES

    return dict(COUNTRIES)


def _spelled(name: str) -> str:
    """ "United Kingdom" of "UnitedKingdom"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)


def _weekend(country: str, region: str) -> frozenset[int]:
    from holidays import country_holidays

    return frozenset(country_holidays(country, subdiv=region or None).weekend)


def _holidays(country: str, region: str, year: int) -> dict[date, str]:
    from holidays import country_holidays

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of years that it does not know it gives none
        found = country_holidays(code(country), subdiv=region or None, years=year, language="en_US", expand=False)
    return dict(sorted((day, name) for day, name in found.items() if day.year == year))
