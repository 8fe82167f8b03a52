"""Forms that ask the same a second time, for another finding: only the first copy is about ours."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ncr_toolkit.forms.meaning.vocabulary import plain
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place

TWICE = "it is asked a second time, as for another finding; say in the mapping file if it is for this one"
_CORE = {"causes", "corrections", "actions", "steps", "containment", "preventive"}
_LEAST = 2  # parts of an answer that are asked again under the same words


def leave(places: Iterable[Place], copy_of: Callable[[Place], object]) -> None:
    """Leave the places of a second copy: those whose label asked the same before, where it asks for two parts of the
    answer again. `places` have their rank. `copy_of`: the copy in which a place stands, where the form tells for which
    finding each of them is; None where it does not."""
    seen: set[tuple[object, str, tuple[str, ...]]] = set()
    again: list[Place] = []
    for place in sorted(places, key=lambda each: (each.rank, each.letters)):
        if place.certain and place.label and place.act is not Act.ROWS and place.way is not FoundBy.BOX \
                and not place.listed:
            key = (copy_of(place), plain(place.label), place.names)
            again += [place] if key in seen else []
            seen.add(key)
    if len({place.names for place in again if place.names[0] in _CORE}) < _LEAST:
        return
    for place in again:
        if not place.names[0].startswith(("settings.", "audit.")):
            place.why, place.known = TWICE, False
