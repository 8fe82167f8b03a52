"""What was read in a document that came back: each thing with where it stands, as typed, and what it is for certain."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ncr_toolkit.core.dates import Unclear, read_text
from ncr_toolkit.core.schema import Why

_LONG = 9  # digits of no day and no year


class Asked(StrEnum):
    """What the body is asked; the words by which people are told of it."""

    DECISION = "decision"
    REASON = "returned because"
    COMMENT = "comment"
    REVISED_BY = "revised response by"
    CLOSED_ON = "closed on"
    VERIFIED = "verified"
    EFFECTIVE = "effective"
    NAME = "name"
    DATE = "date"


DAYS = (Asked.REVISED_BY, Asked.CLOSED_ON, Asked.DATE)
RETURNED, PLAN_ACCEPTED, CLOSED = "Returned", "Plan accepted", "Closed by body"
"""What the body may decide, in the words of the column Body's decision."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that was read. `value` is '' where nothing stands there, and where it is not certain: then `why` is
    not ''."""

    asked: Asked
    where: str  # "table 9, row 1"
    text: str  # as typed
    value: str = ""
    why: str = ""

    @property
    def day(self) -> date | None:
        return date.fromisoformat(self.value) if self.asked in DAYS and self.value else None


DAY_FIRST = frozenset({"de", "fr", "es", "it", "pt", "nl", "pl"})
"""The languages in which the day comes before the month."""


def read_day(asked: Asked, where: str, said: str, *, chosen: str = "", day_first: bool = False) -> Reading:
    """A day. `chosen`: the one that a calendar field holds besides what it shows; `day_first`: the document's language
    leaves no other reading."""
    text = " ".join(said.split())
    if not text:
        return Reading(asked, where, "")
    found = read_text(text)
    if isinstance(found, date):
        known = date.fromisoformat(chosen) if chosen else found
        return Reading(asked, where, text, found.isoformat()) if known == found else \
            Reading(asked, where, text, why=f"it shows {found}, and the calendar behind it says {chosen}")
    if chosen in _days(found):
        return Reading(asked, where, text, chosen)
    if day_first and len(_days(found)) > 1 and len(parts := _numbers(text)) == 3:
        return Reading(asked, where, text, f"{parts[2]:04d}-{parts[1]:02d}-{parts[0]:02d}")
    return Reading(asked, where, text, why=_unclear(found))


def _days(found: Unclear) -> tuple[str, ...]:
    return tuple(each for each in found.readings if len(each) == 10)


def _numbers(text: str) -> list[int]:
    parts = text.replace("/", ".").replace("-", ".").rstrip(".").split(".")
    numbers = [int(part) for part in parts if part.strip().isdecimal() and len(part) < _LONG]
    return numbers if len(numbers) == len(parts) == 3 and numbers[2] > 999 else []


def _unclear(found: Unclear) -> str:
    if found.readings:
        return f"it may be {' or '.join(found.readings)}"
    return "no day of these years" if found.why is Why.DATE_OUT_OF_RANGE else "it is no day that can be read"


def said_twice(readings: Iterable[Reading]) -> list[Reading]:
    """Each thing asked once: where two places say something, and not the same, it is not certain."""
    found: dict[Asked, Reading] = {}
    for each in readings:
        known = found.get(each.asked)
        if known is None or not (known.text or known.why):
            found[each.asked] = each
        elif (each.text or each.why) and (each.value, each.text) != (known.value, known.text):
            found[each.asked] = Reading(each.asked, f"{known.where} and {each.where}", f"{known.text} / {each.text}",
                                        why="two places say something else")
    return list(found.values())
