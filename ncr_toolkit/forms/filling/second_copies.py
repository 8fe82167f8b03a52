"""Forms that ask the same a second time, for another finding: only the first copy is about ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache

from ncr_toolkit.audit_report.label_words import kinds
from ncr_toolkit.forms.meaning.vocabulary import plain
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place

TWICE = "it is asked a second time, as for another finding; say in the mapping file if it is for this one"
_CORE = {"causes", "corrections", "actions", "steps", "containment", "preventive"}
_LEAST = 2  # parts of an answer that are asked again under the same words
_COUNT = re.compile(r"(?<!\S)(?:\d{1,2}|[IVX]{1,4}|[A-Z])(?!\w)")


def leave(places: Iterable[Place], copy_of: Callable[[Place], object]) -> None:
    """Leave the places of a second copy: those whose label asked the same before, where it asks for two parts of the
    answer again, or where the headings of the copies count them. `places` have their rank. `copy_of`: the copy in which
    a place stands, where the form tells for which finding each of them is; None where it does not."""
    seen: dict[tuple[object, ...], Place] = {}
    again: list[Place] = []
    counted: list[Place] = []
    for place in sorted(places, key=lambda each: (each.rank, each.letters)):
        if place.certain and place.label and not place.listed:
            first = seen.setdefault((copy_of(place), plain(place.label), place.names, place.way, place.question), place)
            if first is not place and place.act is not Act.ROWS and place.way is not FoundBy.BOX:
                again.append(place)
            if _are_counted(first.section, place.section):
                counted.append(place)
    if len({place.names for place in again if place.names[0] in _CORE}) < _LEAST:
        again = []
    for place in [*again, *counted]:
        if not place.names[0].startswith(("settings.", "audit.")):
            place.why, place.known = TWICE, False


def _are_counted(first: str, other: str) -> bool:
    """Whether two headings are the same but for what counts them: "FINDING 1" and "FINDING 2"; "Action 1" and
    "Action 2" are of one finding."""
    return first != other and _of_a_finding().search(first) is not None and bool(_COUNT.search(first)) \
        and _COUNT.sub("", first) == _COUNT.sub("", other)


@cache
def _of_a_finding() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{kinds()})\b", re.IGNORECASE)
