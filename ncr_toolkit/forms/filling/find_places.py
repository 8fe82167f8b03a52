"""Every place of a part that was walked over, whatever file it stands in: labels, rows, boxes, controls and tags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from ncr_toolkit.forms.docx.wordprocessingml import Element, inside, text, w
from ncr_toolkit.forms.filling import (
    active_controls,
    controls,
    doubts,
    fields,
    follow_ups,
    head_places,
    second_copies,
    signatures,
    who_answers,
)
from ncr_toolkit.forms.filling.box_rooms import BoxRooms
from ncr_toolkit.forms.filling.foreign_tags import Foreign
from ncr_toolkit.forms.filling.framed_rooms import FramedRooms
from ncr_toolkit.forms.filling.labels import Labels
from ncr_toolkit.forms.filling.lines import Lines
from ncr_toolkit.forms.filling.tick_boxes import Boxes
from ncr_toolkit.forms.meaning.mapping import LEAVE
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey import titles
from ncr_toolkit.forms.survey.naming import AUDITOR, SIGNS, UNCERTAIN, Naming
from ncr_toolkit.forms.survey.numbers import rank
from ncr_toolkit.forms.survey.of_whom import OF_THE_HOUSE, OF_WHO_SIGNS
from ncr_toolkit.forms.survey.places import Act, FoundBy, Marks, Place
from ncr_toolkit.forms.survey.rooms import Rooms, locate
from ncr_toolkit.forms.survey.rooms import name as name_place
from ncr_toolkit.forms.survey.walk import FormSurvey

PROTECTED = "the form is protected: only its fields may be filled"
_DESCRIBE = re.compile(r"\W*(?:please |bitte |veuillez )?(?:descri|d\u00e9cri|beschreib|opis)", re.IGNORECASE)
_NUMBER = re.compile(r"\W*(?:no|nr|num\w{0,5}|n)[.\u00ba\u00b0\s:]", re.IGNORECASE)
_FEW_WORDS = {"settings.organisation", "settings.certificate_number", "finding.reference", "finding.standard",
              "finding.grade", "finding.raised_on", "finding.site", "finding.process", "finding.ai_system",
              "audit.kind", "audit.report_reference", "audit.ended_on", "audit.dates", "audit.lead_auditor"}
"""What a head asks that takes a few words."""
_CHOSEN = ("finding.grade", "audit.kind")
"""What lists are known to ask by their entries."""
FIXED = (PROTECTED, controls.LOCKED, "it is filled already")


def find_places(tree: Element, survey: FormSurvey, foreign: Foreign, marks: Marks, part: str,
                further: Iterable[Place] = (), copy_of: Callable[[Place], object] = lambda place: None) -> list[Place]:
    """The places of a part in the order of their kinds, then `further`, each with an id of its own. `tree` gets their
    marks."""
    foreign.settle(tree)
    titles.settle(survey)
    naming = Naming(survey.words)
    signatures.look(survey, naming)
    found = {**controls.find(tree, survey.words), **fields.find(tree, survey.words)}
    rooms = Rooms(survey, marks, part, found, naming, taken=set(survey.settled), done=set(survey.settled))
    BoxRooms(rooms).find()
    FramedRooms(rooms).find()
    _label(rooms)
    _settle(found, rooms, marks, part)
    _settle_lists(found, survey.words)
    active = active_controls.find(tree, survey, naming, marks, part)
    places = [*foreign.places, *found.values(), *rooms.places, *active, *Boxes(survey, marks, part).find(), *further]
    _settle_number(places, survey.words)
    _settle_done(places, survey.words)
    rank(tree, places)
    head_places.settle(places, survey.words)
    follow_ups.settle(places, survey.words)
    who_answers.settle(places, survey)
    second_copies.leave(places, copy_of)
    doubts.settle(places, survey.words)
    _number(places, survey.words)
    return places


def _label(rooms: Rooms) -> None:
    """Find the labels with their rooms, and the rooms without labels."""
    labels, lines = Labels(rooms), Lines(rooms)
    for table in rooms.survey.grids:
        labels.table(table)
    for story in rooms.survey.stories:
        lines.story(story)
    for table in rooms.survey.grids:
        labels.rest(table)


def _settle_number(places: list[Place], words: Vocabulary) -> None:
    """"Nonconformity" may ask for its number or its words: where the number has its own place, or the label says
    "describe", for the words; where the words have their own and the label says "No.", for the number."""
    numbered = any(place.names == ("finding.id",) for place in places)
    worded = any(place.names == ("finding.statement",) and place.certain for place in places)
    for place in places:
        bare = plain(place.label) in ("nc", "finding", *words.findings) and not numbered
        either = set(place.names) == {"finding.id", "finding.statement"}
        if (either or (bare and place.names == ("finding.statement",))) and _is_among_facts(place, places):
            place.names = ("finding.id",)
        if either and worded and _NUMBER.match(place.label):
            place.names = ("finding.id",)
        if set(place.names) == {"finding.id", "finding.statement"} and (numbered or _DESCRIBE.match(place.label)):
            place.names = ("finding.statement",)
        elif set(place.names) == {"finding.id", "finding.statement"} and place.certain and (
                place.act is Act.CELL or (place.act is Act.LETTERS and place.letters == (0, 0))):
            place.names = ("finding.id, finding.statement",)  # a cell has room for both


def _is_among_facts(place: Place, places: list[Place]) -> bool:
    """Whether a place stands in a row with others that take a few words: there "Nonconformity" asks for its number."""
    beside = {name for each in places if each is not place and each.line == place.line and each.table != each.line
              for name in each.names}
    return not _DESCRIBE.match(place.label) and bool(beside) and beside <= _FEW_WORDS


def _settle_done(places: list[Place], words: Vocabulary) -> None:
    """Where a form asks for the planned actions and for the implemented ones, the latter take what is done alone."""
    asked = [place for place in places if place.names == ("actions",) and place.certain]
    done = [place for place in asked if place.act is not Act.ROWS and words.of_done(place.label)]
    if len(done) < len(asked):
        for place in done:
            place.names = ("implemented",)


def _number(places: list[Place], words: Vocabulary) -> None:
    """Give every place an id of its own, and what the mapping file says of that id."""
    seen: Counter[str] = Counter()
    for place in places:
        base = f"{place.id}.B" if place.way is FoundBy.BOX else place.id
        seen[base] += 1
        place.id = (
            f"{base}{seen[base]}" if place.way is FoundBy.BOX else base if seen[base] == 1 else f"{base}.{seen[base]}"
        )
        said = words.mapped_ids.get(place.id, "")
        if said == LEAVE:
            place.why, place.known = "the mapping file says so", True
        elif said and place.act is not None and place.act is not Act.ROWS and place.why not in FIXED:
            name, _, value = said.partition("=")
            place.names, place.why, place.known = (name.strip(),), "", True
            place.value = value.strip() or place.value


def _settle(found: dict[Element, Place], rooms: Rooms, marks: Marks, name: str) -> None:
    """Say where each control and field stands, and give those without a name of ours the label before them."""
    for number, (element, place) in enumerate(found.items(), start=1):
        paragraph = _paragraph(element)
        seat = rooms.survey.seats.get(paragraph) if paragraph is not None else None
        place.part = name
        place.where = place.where or (seat.where if seat is not None else "text box")
        place.id = f"{rooms.survey.prefix}X{number}"
        if seat is not None:
            place.id = ""
            locate(place, seat)
        if seat is not None and not place.known and not place.why:
            before = _before(element, paragraph, rooms)
            meant = rooms.naming.of(before, seat) if before else None
            if meant is not None and (meant.names or rooms.words.left(meant.label) or not place.label):
                name_place(place, meant)
        if place.auditor and not place.why:
            place.why, place.known = AUDITOR, True
        if not place.names and not place.why:
            place.why, place.known = "its name is not known" if place.label else "it has no name and no label", False
        place.mark = marks.mark(element)
    _settle_signed(found, rooms)


def _settle_signed(found: dict[Element, Place], rooms: Rooms) -> None:
    """In a line in which a person is asked for, "Title" and "Date" behind it are that person's."""
    last: dict[Element, str] = {}
    by_hand = {_paragraph(element) for element, place in found.items() if rooms.words.signature(place.label)}
    for element, place in found.items():
        paragraph = _paragraph(element)
        if paragraph is None:
            continue
        if rooms.names_a_person(place.label):
            last[paragraph] = place.label
        elif paragraph in last and place.way in (FoundBy.CONTROL, FoundBy.FIELD) and not place.why \
                and place.names and set(place.names) <= (
                    OF_WHO_SIGNS if paragraph in by_hand else OF_WHO_SIGNS - OF_THE_HOUSE):
            place.why, place.known = SIGNS, True


def _settle_lists(found: dict[Element, Place], words: Vocabulary) -> None:
    """A list to choose from asks for what several of its entries stand for, where its label does not say it."""
    for element, place in found.items():
        entries = [each.get(w("val"), "") or each.get(w("displayText"), "") for each in element.iter(
            w("listEntry"), w("listItem"))]
        asked = [question for question in _CHOSEN if len({words.option(each, [question]) for each in entries} - {None})
                 > 1] if not place.auditor and (not place.known or place.why == UNCERTAIN) else []
        if len(asked) == 1:
            place.names, place.why, place.known = (asked[0],), "", True


def _paragraph(element: Element) -> Element | None:
    """The paragraph in which a control or field stands, or the first one within it."""
    around = inside(element, "p")
    return around if around is not None else next(element.iter(w("p")), None)


def _before(element: Element, paragraph: Element | None, rooms: Rooms) -> str:
    """The words in front of a control: in its paragraph, or in the one before it."""
    if paragraph is None:
        return ""
    said = controls.words_before(element) if element.tag == w("sdt") else fields.words_before(element)
    last = said.strip().rpartition("\t")[2].strip()
    if last:
        return last
    story = next((each for each in rooms.survey.stories if paragraph in each), [])
    number = story.index(paragraph) if paragraph in story else 0
    return text(story[number - 1]).strip() if number else ""
