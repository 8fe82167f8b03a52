"""How numbers, grades and findings are said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ncr_toolkit.common.text import cut, listing, plural
from ncr_toolkit.core.model import Finding
from ncr_toolkit.management_review.trends.figures import GROUPS, Counts

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NAMES = {"Major": ("Major", "Majors"), "Minor": ("Minor", "Minors"), "Observations": ("observation", "observations"),
          "No grade": ("finding without a grade", "findings without a grade")}
NAME, TITLE, TEXT = 60, 110, 220
"""So many characters of a name, a title and a text stand in a table of the paper; the register has them whole."""


def month(day: date) -> str:
    """"Jun 2026"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"


def tick(day: date, *, first: bool) -> str:
    """The name of a month under its column; the year stands under the first one and under each January."""
    return f"{_MONTHS[day.month - 1]}\n{day.year}" if first or day.month == 1 else _MONTHS[day.month - 1]


def counted(number: int, one: str, many: str = "") -> str:
    """"no finding", "1 finding", "5 findings"."""
    return f"no {one}" if not number else f"1 {one}" if number == 1 else f"{number} {many or f'{one}s'}"


def graded(numbers: Counts) -> str:
    """"4 Majors, 9 Minors and 3 observations"; grades without any are left out."""
    return listing([counted(numbers[each], *_NAMES[each]) for each in GROUPS if numbers[each]] or ["none"])


def parts(numbers: Counts) -> str:
    """"8 (2 / 4 / 2)": all, and in brackets majors, minors, observations, and what has no grade if there is any."""
    whole = sum(numbers.values())
    if not whole:
        return "0"
    named = [numbers[each] for each in GROUPS if each != "No grade" or numbers[each]]
    return f"{whole} ({' / '.join(map(str, named))})"


def id_of(finding: Finding) -> str:
    """The id of a finding as people know it."""
    return cut(finding.label or "a finding without an ID", NAME)


def owner_of(finding: Finding) -> str:
    """The owner's name, or that there is none."""
    return cut(finding.typed("owner"), NAME) or "nobody"


def ids(findings: Sequence[Finding], most: int = 8) -> str:
    """"NC-1, NC-2 and NC-3"; of many the first ones and how many more."""
    names = [id_of(finding) for finding in findings]
    return listing(names) if len(names) <= most else f"{', '.join(names[:most])} and {len(names) - most} more"


def grade(finding: Finding) -> str:
    """The grade as typed, or that there is none."""
    return cut(finding.typed("grade"), 30) or "no grade"


def percent(part: float, whole: float = 1) -> str:
    """"75 %"."""
    return f"{int(100 * part / whole + 0.5)} %"


def number(value: float) -> str:
    """A median of days: whole where it is, else with its half."""
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"


def days(value: int) -> str:
    """"1 day", "12 days"."""
    return plural(value, "day")


def agree(count: int, one: str, many: str) -> str:
    """The word that goes with so many things."""
    return one if count == 1 else many


def be(count: int) -> str:
    """The verb for so many things."""
    return agree(count, "is", "are")


def was(count: int) -> str:
    """The verb for so many things, in the past."""
    return agree(count, "was", "were")


def sentence(text: str) -> str:
    """`text` with a capital letter and a full stop."""
    return f"{text[0].upper()}{text[1:]}."


def first_of(rows: Sequence[object], shown: int) -> str:
    """The words for a table that leaves some out, '' where it shows all."""
    return f" The first {shown} are listed." if len(rows) > shown else ""
