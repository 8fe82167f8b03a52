"""Boxes that answer one question: one of them stands for the answer."""

from __future__ import annotations

from ncr_toolkit.forms.meaning.vocabulary import plain
from ncr_toolkit.forms.survey.places import Place

ALSO = "one box stands for the grade, and another says it in the register's own word"

OTHER_SCALE = "the boxes of the question are no grades of a finding; the mapping file settles what stands for which"

_CRITICAL = ("crit", "krit", "kryt", "cr\u00edt")
"""With what the words begin that some forms have for more than a major finding."""


def group(places: list[Place], settled: set[int]) -> None:
    """Boxes of one question make a set: one of them stands for the answer. A box that stands for the same as another
    is ticked only where it says so in the register's own words. `settled`: the ids (of Python) of
    those of which a mapping says what they stand for."""
    number, last = 0, ("", "", "")
    for place in places:
        key = (place.section, place.question, place.table if place.question else place.line)
        number += key != last
        last, place.group = key, number
    for place in places:
        others = [
            each
            for each in places
            if each.group == place.group and each.names == place.names and each.value == place.value
        ]
        if id(place) not in settled and _of_other_scale(place, places):
            place.why, place.known = OTHER_SCALE, False
        mild = [each for each in others if not plain(each.label).startswith(_CRITICAL)]
        if not place.names or place.why or len(others) < 2 or _literal(place) or (
                mild == [place] and not any(map(_literal, others))):
            continue
        place.why = (
            ALSO
            if any(map(_literal, others)) or len(mild) == 1
            else f"{len(others)} boxes of the question say '{place.value}'; the mapping file settles which"
        )


def _of_other_scale(place: Place, places: list[Place]) -> bool:
    """Whether a word such as "critical" is one of low, medium, high: a set of grades has one for a minor finding."""
    if place.names != ("finding.grade",) or _literal(place):
        return False
    beside = [each for each in places if each.group == place.group and each is not place]
    return any(not each.names for each in beside) and not any(each.value == "Minor" for each in (place, *beside))


def _literal(place: Place) -> bool:
    """Whether a box says it in the register's own word."""
    return plain(place.label) in (plain(place.value), plain(f"{place.value} nc"))
