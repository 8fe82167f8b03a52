"""The head of a form, before its first answer: there it asks about the finding, also where a label says little."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.mapping import LEAVE
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey.naming import AUDITOR, UNCERTAIN
from ncr_toolkit.forms.survey.of_whom import OF_OUR_SIDE
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place

_LEAST = 2  # things that are asked of the finding, its audit or the organisation
_ANSWERS = {"finding.statement", "finding.objective_evidence", "finding.extent",
            "finding.detection_cause", "finding.consequences"}
_FIRST = {"causes", "whys", "corrections", "steps", "containment"}
"""With what an answer begins."""
_OF_WHO_DECIDES = {"owner", "done_on", "closed_on", "reviewer", "reviewed_on", "raised_on"}
"""Fields that also tell of who looks at an answer, and when."""
_REVIEW = {"effects.reviewed_on", "effects.reviewer", "effects.result", "effects.reviewer, effects.reviewed_on"}


def settle(places: Iterable[Place], words: Vocabulary) -> None:
    """Say what such labels ask: "No.", "Date", "Owner", "Auditor", "Contact". `places` have their rank."""
    every = sorted((place for place in places if place.rank), key=lambda each: (each.rank, each.letters))
    before = list(takewhile(lambda place: not _is_answer(place), every))
    head = [each for each in before if not each.auditor]
    asked = {place.names[0] for place in head if len(place.names) == 1 and place.why != UNCERTAIN}
    if sum(name.startswith(("finding.", "audit.", "settings.")) for name in asked) >= _LEAST:
        signed = {(each.table, each.line) for each in head if words.signature(each.label)}
        last = None
        for place in head:
            if (place.table, place.line) not in signed:
                _settle(place, asked, words, last)
            last = place
        _describe(every, words)
    _leave(every, words)
    theirs = [each for each in before if each.auditor] + every[len(before):]
    if any(_is_theirs(place, words) for place in theirs):
        for place in every:
            said = plain(f"{place.section} {place.label}").split()
            if place.why == UNCERTAIN and set(place.names) <= _REVIEW and place.names \
                    and any(words.is_concept(each, "effective") for each in said):
                place.why, place.known = "", True  # the body has a part of its own, and that is not it


def _leave(places: list[Place], words: Vocabulary) -> None:
    """Leave what stands right behind a place of the auditor in its row and asks for a person or a day; and a second
    place for the corrective action that asks how to keep it from happening again."""
    theirs, acted = None, None
    for place in places:
        if theirs is not None and place.certain and not theirs.auditor \
                and (place.table, place.line) == (theirs.table, theirs.line) \
                and {name.rpartition(".")[2] for name in place.names} <= _OF_WHO_DECIDES:
            place.why, place.known = AUDITOR, True
        theirs = place if place.why == AUDITOR and place.way is not FoundBy.BOX else None
        if place.names == ("actions",) and place.certain and place.act is not Act.ROWS:
            if acted is not None and words.of_recurrence(place.label) and not words.of_recurrence(acted.label):
                if words.eight:  # D7 changes the management system
                    place.names = ("preventive, finding.system_change",)
                else:
                    place.why, place.known = UNCERTAIN, False
            acted = acted or place


def _is_answer(place: Place) -> bool:
    """Whether a place is one of the answers, or of what was found."""
    return any(name.partition(".")[0] in ROWS or name in _ANSWERS for name in place.names) and len(place.names) == 1


def _describe(places: list[Place], words: Vocabulary) -> None:
    """"Description" right before the first answer asks for the finding, where nothing else does."""
    if any("finding.statement" in each.names and each.certain for each in places):
        return
    first = next((number for number, each in enumerate(places)
                  if any(name.partition(".")[0] in ROWS for name in each.names)), 0)
    place = places[first - 1] if first else None
    if place is not None and not (place.auditor or place.certain or place.way is FoundBy.BOX) \
            and words.in_head(place.label) == "finding.statement" and not words.is_mapped(place.label) \
            and set(places[first].names) & _FIRST:
        place.names, place.why, place.known = ("finding.statement",), "", True


def _settle(place: Place, asked: set[str], words: Vocabulary, last: Place | None) -> None:
    if place.why == UNCERTAIN and place.names == ("finding.process",) == words.names(place.label):
        place.why, place.known = "", True
    dated = last is not None and last.names == ("finding.id",) and last.line == place.line \
        and words.only_from(place.label)
    name = "finding.raised_on" if dated else words.in_head(place.label)
    settled = place.certain and len(place.names) == 1
    if name in ("", LEAVE, *asked) or settled or place.way is FoundBy.BOX \
            or words.is_mapped(place.label) or not _may(name, place.label, asked, words):
        return
    place.names, place.why, place.known = (name,), "", True
    asked.add(name)


def _may(name: str, label: str, asked: set[str], words: Vocabulary) -> bool:
    """Whether a form asks such a thing of one finding: "No." or "Date" only in a report on one nonconformity. In a form
    of a customer it is not the auditor who raised it."""
    if name in OF_OUR_SIDE and (words.eight or words.supplied) and words.of_customer(label):
        return False
    if name == "finding.raised_on":
        return words.single or plain(label) not in words.dates
    if name == "finding.statement":
        return words.single
    if name == "audit.lead_auditor" and not words.of_auditor(label):
        return not words.eight and not words.supplied
    return words.report if name == "finding.id" else "contact.name" in asked or name != "contact.role"


def _is_theirs(place: Place, words: Vocabulary) -> bool:
    """Whether a place is the auditor's beyond doubt."""
    return place.auditor or (place.why == AUDITOR and words.of_auditor(f"{place.question} {place.label}"))
