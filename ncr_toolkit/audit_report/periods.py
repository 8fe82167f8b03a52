"""The first and the last day of an audit, as a report writes them: "9 to 11 March 2026", "du 07/04 au 09/04/2026"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

_BEFORE = re.compile(r"^(?:from|on|between|vom|von|am|du|des|le|del|de|el|dal|las?) ", re.IGNORECASE)
_PARTED = re.compile(r" ?(?:\uff5e|\u301c|~|\u304b\u3089) ?"
                     r"| (?:to|until|till|and|bis zum|bis|und|au|et|al|a|y|e) | ?[\u2010-\u2015] ?| - ?"
                     r"|(?<=\d)-(?=\d{1,2}\.? [^\W\d])|(?<=\d{4})-(?=\d\d?[./])|(?<=\.) ?- ?(?=\d)", re.IGNORECASE)
_MONTH = "\u6708"
_EAST_ASIAN = re.compile(r"([^\d\s]{0,6} ?\d{1,4} ?\u5e74 ?)\d{1,2} ?\u6708 ?")
_LONGEST_TEXT, _LONGEST = 60, 21
"""Of a period, in letters and in days: no audit takes longer, and two days whose day and month change
places are never so near each other."""


def period(text: str, days: Callable[[str], tuple[date, ...]]) -> tuple[date, date] | None:
    """The first and the last day that a text names; None where it names none, or may mean others. `days`:
    the days that a text can be."""
    plain = _BEFORE.sub("", " ".join(text.split()).strip(" .;,").removesuffix("\u307e\u3067"))
    if len(plain) > _LONGEST_TEXT:
        return None
    alone = days(plain)
    if alone:
        return (alone[0], alone[0]) if len(alone) == 1 else None
    for found in _PARTED.finditer(plain):
        first, last = plain[:found.start()], _BEFORE.sub("", plain[found.end():])
        last = _with_beginning(first, last)
        pairs = {(one, other) for whole in _completed(first, last) for one in days(whole) for other in days(last)
                 if 0 <= (other - one).days <= _LONGEST}
        if len(pairs) == 1:
            return pairs.pop()
    return None


def _with_beginning(first: str, last: str) -> str:
    """The last day with the year, or the year and the month, that stand before the first alone, as in East Asia."""
    begun = _EAST_ASIAN.match(first)
    if begun is None or _EAST_ASIAN.match(last):
        return last
    return (begun[1] if _MONTH in last else begun[0]) + last


def _completed(first: str, last: str) -> Iterator[str]:
    """A day, and with the month and the year that stand behind the last day alone."""
    yield first
    words = last.split()
    for at in range(1, len(words)):
        yield f"{first} {' '.join(words[at:])}"
    numbers = last.split(".")
    if len(numbers) == 3:
        yield f"{first.rstrip('.')}.{numbers[2]}"
        yield f"{first.rstrip('.')}.{numbers[1]}.{numbers[2]}"
