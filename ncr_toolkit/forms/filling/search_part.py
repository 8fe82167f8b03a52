"""Everything that is to be found in one part of a form: the document itself, a header, a footer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.forms.docx.form_file import FormFile
from ncr_toolkit.forms.docx.protection import Guard
from ncr_toolkit.forms.docx.wordprocessingml import MC, Element, inside, paragraphs, text, w
from ncr_toolkit.forms.filling import controls, fields, signatures
from ncr_toolkit.forms.filling.foreign_tags import Foreign
from ncr_toolkit.forms.filling.labels import Labels
from ncr_toolkit.forms.filling.lines import Lines
from ncr_toolkit.forms.filling.tick_boxes import Boxes
from ncr_toolkit.forms.meaning.mapping import LEAVE
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.forms.survey.grid import has_tag
from ncr_toolkit.forms.survey.naming import AUDITOR, Naming
from ncr_toolkit.forms.survey.places import Act, FoundBy, Marks, Place
from ncr_toolkit.forms.survey.rooms import Rooms, locate
from ncr_toolkit.forms.survey.rooms import name as name_place
from ncr_toolkit.forms.survey.walk import FormSurvey, meaning
from ncr_toolkit.forms.tags import render as tags
from ncr_toolkit.forms.tags.values import asked

PROTECTED = "the form is protected: only its fields may be filled"
IN_BOX = "labels in text boxes are not filled; put a content control or a tag there"
FIXED = (PROTECTED, controls.LOCKED, "it is filled already")
_FREE = (Act.CONTROL, Act.FIELD, Act.TICK_CONTROL, Act.TICK_FIELD)


@dataclass(slots=True)
class Part:
    """One part of the form, with what was found in it."""

    name: str
    source: bytes  # with the marks of its places
    places: list[Place]
    tags: tags.Tags | None


def search_part(package: FormFile, name: str, words: Vocabulary, marks: Marks, allowed: Guard) -> Part:
    """Find the places of one part. Raises CannotRun for tags that hold a mistake."""
    tree = package.parse(name)
    body = tree if name != package.document else tree.find(w("body"))
    if body is None:
        raise CannotRun(f"{package.path} is damaged: it has no body.")
    survey = FormSurvey(words, _called(package, name), _prefix(package, name))
    survey.walk(body)
    foreign = Foreign(survey, words, name)
    foreign.settle(tree)
    naming = Naming(words)
    signatures.look(survey, naming)
    found = {**controls.find(tree, words), **fields.find(tree, words)}
    rooms = Rooms(survey, marks, name, found, naming)
    _label(rooms)
    _settle(found, rooms, marks, name)
    boxes = Boxes(survey, marks, name).find()
    places = [*foreign.places, *found.values(), *rooms.places, *boxes, *_in_text_boxes(tree, rooms, name)]
    _settle_number(places)
    _number(places, words)
    if allowed.fields_only:
        for place in places:
            if place.act not in _FREE and not place.why:
                place.why, place.known = PROTECTED, True
    return _with_tags(package, name, tree, places, survey, allowed, foreign.written)


def _label(rooms: Rooms) -> None:
    """Find the labels with their rooms, and the rooms without labels."""
    labels, lines = Labels(rooms), Lines(rooms)
    for table in rooms.survey.grids:
        labels.table(table)
    for story in rooms.survey.stories:
        lines.story(story)
    for table in rooms.survey.grids:
        labels.rest(table)


def _settle_number(places: list[Place]) -> None:
    """"Nonconformity" may ask for its number or its words: where the number has its own place, for the words."""
    if any(place.names == ("finding.id",) for place in places):
        for place in places:
            if set(place.names) == {"finding.id", "finding.statement"}:
                place.names = ("finding.statement",)


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


def _prefix(package: FormFile, name: str) -> str:
    """What the ids of a part begin with."""
    number = "".join(letter for letter in name.rpartition("/")[2] if letter.isdigit()) or "0"
    return "" if name == package.document else f"F{number}." if "footer" in name else f"H{number}."


def _called(package: FormFile, name: str) -> str:
    """How people call a part: "" for the document."""
    return "" if name == package.document else "footer" if "footer" in name else "header"


def _with_tags(package: FormFile, name: str, tree: Element, places: list[Place], survey: FormSurvey,
               allowed: Guard, written: Counter[str]) -> Part:
    if not tags.find(tree):
        return Part(name, etree.tostring(tree), places, None)
    if allowed.fields_only:
        raise CannotRun(f"{package.path} holds tags, and is protected so that only its fields may be filled; take the "
                        "protection off (Review > Restrict Editing) or fill the fields only.")
    where = {paragraph: seat.where for paragraph, seat in survey.seats.items()}
    made = tags.load(tree, name, str(package.path), where)
    told = []
    for number, (tag, stands) in enumerate(made.tags, start=1):
        if written[tag] > 0:
            written[tag] -= 1  # it stands for a tag of another system, which is a place already
        elif _prints(tag):
            told.append(Place(FoundBy.TAG, stands, tag, asked(_plain(tag)), part=name, id=f"{survey.prefix}N{number}"))
    return Part(name, etree.tostring(tree), [*told, *places], made)


def _prints(tag: str) -> bool:
    """Whether a tag prints something, or goes through rows."""
    return tag.startswith("{{") or re.match(r"\{%-?\s*(?:tr\s|tc\s|p\s|r\s)?\s*for\b", tag) is not None


def _plain(tag: str) -> str:
    return re.sub(r"^\{%-?\s*(?:tr|tc|p|r)\s", "{% ", tag)


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


def _in_text_boxes(tree: Element, rooms: Rooms, name: str) -> list[Place]:
    """Rooms in text boxes are told, and left: Word keeps each of them twice."""
    places = []
    boxes = [box for box in tree.iter(w("txbxContent")) if next(box.iterancestors(f"{{{MC}}}Fallback"), None) is None]
    for number, box in enumerate(boxes, start=1):
        for paragraph in paragraphs(box):
            said = text(paragraph)
            for each in blanks(said) if not has_tag(said) else ():
                label, names = meaning(each.label or each.hint, rooms.words)
                known = bool(names) or bool(rooms.words.left(label))
                places.append(
                    Place(
                        FoundBy.LABEL,
                        "text box",
                        label,
                        names,
                        rooms.words.left(label) or IN_BOX,
                        known,
                        part=name,
                        id=f"{rooms.survey.prefix}X{number}",
                    )
                )
    return places
