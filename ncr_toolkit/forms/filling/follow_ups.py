"""What is asked behind a question that is answered by Yes or No: "If yes, describe"."""

from __future__ import annotations

from collections.abc import Iterable

from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey.naming import NOT_KNOWN
from ncr_toolkit.forms.survey.places import FoundBy, Place

_IF_YES = {"similar": "finding.extent", "repeat": "finding.repeat_of"}
_IF_NO = {"finding.action_needed": "finding.no_action_reason"}


def settle(places: Iterable[Place], words: Vocabulary) -> None:
    """Say what such places ask, right behind the boxes of a question of which the register knows more. `places` have
    their rank."""
    asked = ""
    for place in sorted((each for each in places if each.rank), key=lambda each: (each.rank, each.letters)):
        if place.way is FoundBy.BOX:
            asked = place.names[0] if len(place.names) == 1 and not place.auditor else ""
            continue
        said = place.label.casefold().strip()
        tells = plain(place.label) in words.details  # "Details"
        name = _IF_YES.get(asked, "") if tells or said.startswith(words.if_yes) else \
            _IF_NO.get(asked, "") if said.startswith(words.if_no) else ""
        open_still = (tells or place.why == NOT_KNOWN) and not (place.names or place.auditor)
        if name and open_still and not words.is_mapped(place.label):
            place.names, place.why, place.known = (name,), "", True
        asked = asked if said.startswith((*words.if_yes, *words.if_no)) else ""
