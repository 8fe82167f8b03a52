"""The last look at what would be filled: a value whose kind is not that of its place, or that another place asks for in
other words, is left as not certain. Better a blank that is told than a wrong answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.meaning.wording import split_label
from ncr_toolkit.forms.survey.naming import AUDITOR, UNCERTAIN
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place

_TOLD = {"finding.statement", "finding.title", "finding.requirement", "finding.objective_evidence", "finding.impact",
         "finding.consequences", "finding.extent", "finding.detection_cause", "settings.organisation",
         "finding.requirement, finding.reference", "effects.observed", "effects.criterion"}
"""What a form asks once: a second label for it in other words asks for something else."""
_OF_THEM = {"audit.lead_auditor"}
"""What is asked in the head of a form; behind the answer it is asked of who looks at it."""
_OF_BOTH = {"finding.owner", "finding.acknowledged_on"}
"""What either side may be asked of itself."""
_SENTENCES = _TOLD - {"settings.organisation"}
_FACTS = ("finding.", "audit.", "settings.", "contact.", "owner.")
_BARE = 2  # words of a label that says little
_LINES = 2  # of room: a few words are not asked for over so many


def settle(places: Iterable[Place], words: Vocabulary) -> None:
    """Leave what is not certain after all. `places` have their rank; what a mapping says is never doubted."""
    every = [place for place in sorted(places, key=lambda each: (each.rank, each.letters))
             if place.rank and place.certain and place.way not in (FoundBy.BOX, FoundBy.TAG)
             and place.act is not Act.ROWS and not (place.listed or _is_named(place) or words.is_mapped(place.label))]
    lines: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in every:
        lines[place.table, place.line].append(place)
    for place in every:
        if _takes_more(place) or (not _is_listed(place.label, words)
                                  and _is_among_facts(place, lines[place.table, place.line])):
            place.why, place.known = UNCERTAIN, False
    _premises(every, words)
    _behind_the_answer(every, words)
    asked: dict[str, list[Place]] = defaultdict(list)
    for place in every:
        if place.certain and place.names[0] in _TOLD and len(place.names) == 1:
            asked[place.names[0]].append(place)
    for same in asked.values():
        _leave_others(same, words)


def _behind_the_answer(every: list[Place], words: Vocabulary) -> None:
    """"Handled by" in a table or section behind the last part of the answer is not certain to be ours."""
    led = [place for place in every if place.names == ("audit.lead_auditor",)]
    for place in led[1:]:
        place.why, place.known = AUDITOR, True
    last = max((number for number, place in enumerate(every) if _is_answer(place)), default=len(every))
    for place in every[last + 1:]:
        if set(place.names) <= _OF_THEM and (place.table, place.section) != (every[last].table, every[last].section):
            place.why, place.known = AUDITOR, True
        elif set(place.names) <= _OF_BOTH and words.names(place.label) == place.names \
                and (place.table, place.section) != (every[last].table, every[last].section):
            place.why, place.known = UNCERTAIN, False


def _is_answer(place: Place) -> bool:
    return any(name.partition(".")[0] in ROWS or name in _SENTENCES for name in place.names)


def _is_named(place: Place) -> bool:
    """Whether a control or field bears a name of the register itself."""
    return place.way in (FoundBy.CONTROL, FoundBy.FIELD) and place.label.replace("_", ".") in (
        name.replace("_", ".") for name in place.names)


def _premises(every: list[Place], words: Vocabulary) -> None:
    """"Establishment" behind the name of the organisation asks where it is."""
    ours = [place for place in every if place.names == ("settings.organisation",) and place.certain]
    for place in ours[1:]:
        if plain(place.label) in words.premises and plain(ours[0].label) not in words.premises:
            other = any(each.names == ("finding.site",) for each in every)
            place.names = place.names if other else ("finding.site",)
            place.why, place.known = (UNCERTAIN, False) if other else ("", True)


def _is_among_facts(place: Place, beside: list[Place]) -> bool:
    """Whether an answer in sentences is meant in a row or line of labels beside their room, where another asks for a
    few words: "Action lead: ____ File no.: ____" has no room for what was done. What a list has is certain."""
    heads = any(plain(each.label) == plain(place.row) for each in beside) if place.row else place.act is Act.LETTERS
    return place.names[0] in ROWS and len(plain(place.label).split()) <= _BARE and len(beside) > 1 and heads and any(
        each is not place and each.names[0].startswith(_FACTS) and each.names[0] not in _SENTENCES for each in beside)


def _takes_more(place: Place) -> bool:
    """Whether a place has room for sentences, alone in its line, and what is meant is a few words: "Origin of the
    deviation" over two lines is no kind of audit."""
    return place.act is Act.LETTERS and place.lines >= _LINES and place.names[0].startswith("audit.")


def _leave_others(same: list[Place], words: Vocabulary) -> None:
    """Of places that would get the same for different labels, those whose label no list has are not certain; where a
    list has none of them, the first stays."""
    labels = {plain(each.label) for each in same}
    apart = same[0].names == ("settings.organisation",) and len({each.section for each in same}) > 1
    if len(labels) == 1 or apart:
        return
    strong = [each for each in same if _speaks_of(each, words)] or same
    listed = [each for each in strong if _is_listed(each.label, words)] or strong[:1]
    first = {plain(each.label) for each in listed}
    for place in same:
        if plain(place.label) not in first:
            place.why, place.known = UNCERTAIN, False


def _speaks_of(place: Place, words: Vocabulary) -> bool:
    """Whether a label for what was found speaks of a finding, or of its words: "What was seen" may be its evidence."""
    said = plain(place.label).split()
    return place.names != ("finding.statement",) or any(
        words.is_concept(each, "finding") or words.is_concept(each, "describe") for each in said)


def _is_listed(label: str, words: Vocabulary) -> bool:
    """Whether a list says what a label asks, whole or in one of two languages."""
    return any(plain(each) in words.labels for each in (label, *split_label(label)))
