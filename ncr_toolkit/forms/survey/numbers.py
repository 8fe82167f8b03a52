"""The number of each place, in the order in which people read the form: in every list, picture and mapping the same."""

from __future__ import annotations

from collections.abc import Iterable

from ncr_toolkit.forms.docx.wordprocessingml import Element
from ncr_toolkit.forms.survey.places import MARK, FoundBy, Place


def rank(tree: Element, places: Iterable[Place]) -> None:
    """Say of each place of a part where it stands in it."""
    order: dict[int, int] = {}
    for position, element in enumerate(tree.iter("*"), start=1):
        for mark in element.get(MARK, "").split():
            order.setdefault(int(mark), position)
    for place in places:
        place.rank = order.get(place.mark, 0)


def number(places: Iterable[Place]) -> None:
    """Count the places of a form, part by part; the boxes of one question are one place. What has no mark, as a tag,
    counts behind the others of its part."""
    parts: dict[str, list[Place]] = {}
    for place in places:
        parts.setdefault(place.part, []).append(place)
    sets: dict[tuple[str, int], int] = {}
    last = 0
    for part, found in parts.items():
        for place in sorted(found, key=lambda each: (not each.rank, each.rank, each.letters)):
            key = (part, place.group)
            if place.way is FoundBy.BOX and key in sets:
                place.number = sets[key]
                continue
            last += 1
            place.number = last
            if place.way is FoundBy.BOX:
                sets[key] = last
