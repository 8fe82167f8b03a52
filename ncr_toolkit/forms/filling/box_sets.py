"""Boxes that answer one question: one of them stands for the answer."""

from __future__ import annotations

from ncr_toolkit.forms.meaning.vocabulary import plain
from ncr_toolkit.forms.survey.places import Place

ALSO = "one box stands for the grade, and another says it in the register's own word"


def group(places: list[Place]) -> None:
    """Boxes of one question make a set: one of them stands for the answer. A box that stands for the same as another
    is ticked only where it says so in the register's own words."""
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
        if not place.names or place.why or len(others) < 2 or _literal(place):
            continue
        place.why = (
            ALSO
            if any(map(_literal, others))
            else f"{len(others)} boxes of the question say '{place.value}'; the mapping file settles which"
        )


def _literal(place: Place) -> bool:
    """Whether a box says it in the register's own word."""
    return plain(place.label) in (plain(place.value), plain(f"{place.value} nc"))
