"""Everything that is to be found in one part of a form: the document itself, a header, a footer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.forms import controls, fields, tags
from ncr_toolkit.forms.form_file import FormFile
from ncr_toolkit.forms.grid import has_tag
from ncr_toolkit.forms.labels import AUDITOR, Labels
from ncr_toolkit.forms.places import Act, FoundBy, Marks, Place
from ncr_toolkit.forms.protection import Guard
from ncr_toolkit.forms.survey import FormSurvey, meaning
from ncr_toolkit.forms.tag_values import asked
from ncr_toolkit.forms.tick_boxes import Boxes
from ncr_toolkit.forms.vocabulary import Vocabulary
from ncr_toolkit.forms.wordprocessingml import MC, Element, inside, paragraphs, text, w

PROTECTED = "the form is protected: only its fields may be filled"
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
    survey = FormSurvey(words, _called(package, name))
    survey.walk(body)
    found = {**controls.find(tree, words), **fields.find(tree, words)}
    labels = Labels(survey, marks, name, found)
    beside = labels.find()
    _settle(found, labels, marks, name)
    places = [*found.values(), *beside, *Boxes(survey, marks, name).find(), *_in_text_boxes(tree, words, name)]
    if allowed.fields_only:
        for place in places:
            if place.act not in _FREE and not place.why:
                place.why, place.known = PROTECTED, True
    return _with_tags(package, name, tree, places, survey, allowed)


def _called(package: FormFile, name: str) -> str:
    """How people call a part: "" for the document."""
    return "" if name == package.document else "footer" if "footer" in name else "header"


def _with_tags(package: FormFile, name: str, tree: Element, places: list[Place], survey: FormSurvey,
               allowed: Guard) -> Part:
    if not tags.find(tree):
        return Part(name, etree.tostring(tree), places, None)
    if allowed.fields_only:
        raise CannotRun(f"{package.path} holds tags, and is protected so that only its fields may be filled; take the "
                        "protection off (Review > Restrict Editing) or fill the fields only.")
    where = {paragraph: seat.where for paragraph, seat in survey.seats.items()}
    made = tags.load(tree, name, str(package.path), where)
    told = [Place(FoundBy.TAG, where, tag, asked(_plain(tag)), part=name) for tag, where in made.tags if _prints(tag)]
    return Part(name, etree.tostring(tree), [*told, *places], made)


def _prints(tag: str) -> bool:
    """Whether a tag prints something, or goes through rows."""
    return tag.startswith("{{") or re.match(r"\{%-?\s*(?:tr\s|tc\s|p\s|r\s)?\s*for\b", tag) is not None


def _plain(tag: str) -> str:
    return re.sub(r"^\{%-?\s*(?:tr|tc|p|r)\s", "{% ", tag)


def _settle(found: dict[Element, Place], labels: Labels, marks: Marks, name: str) -> None:
    """Say where each control and field stands, and give those without a name of ours the label before them."""
    for element, place in found.items():
        paragraph = _paragraph(element)
        seat = labels.survey.seats.get(paragraph) if paragraph is not None else None
        place.part = name
        place.where = place.where or (seat.where if seat is not None else "text box")
        if seat is not None and not place.known and not place.why:
            before = _before(element, paragraph, labels)
            if before:
                label, names = labels.by_context(*meaning(before, labels.words), seat.context)
                if names or labels.words.left(label) or not place.label:
                    labels.name(place, label, names, seat)
        if seat is not None and seat.auditor and not place.why:
            place.why, place.known = AUDITOR, True
        if not place.names and not place.why:
            place.why, place.known = "its name is not known" if place.label else "it has no name and no label", False
        if place.certain:
            place.mark = marks.mark(element)


def _paragraph(element: Element) -> Element | None:
    """The paragraph in which a control or field stands, or the first one within it."""
    around = inside(element, "p")
    return around if around is not None else next(element.iter(w("p")), None)


def _before(element: Element, paragraph: Element | None, labels: Labels) -> str:
    """The words in front of a control: in its paragraph, or in the one before it."""
    if paragraph is None:
        return ""
    said = controls.words_before(element) if element.tag == w("sdt") else fields.words_before(element)
    last = said.strip().rpartition("\t")[2].strip()
    if last:
        return last
    story = next((each for each in labels.survey.stories if paragraph in each), [])
    number = story.index(paragraph) if paragraph in story else 0
    return text(story[number - 1]).strip() if number else ""


def _in_text_boxes(tree: Element, words: Vocabulary, name: str) -> list[Place]:
    """Labels in text boxes are told, and left: nothing says where their answers would go."""
    places = []
    for box in tree.iter(w("txbxContent")):
        if next(box.iterancestors(f"{{{MC}}}Fallback"), None) is not None:
            continue
        for paragraph in paragraphs(box):
            said = text(paragraph)
            label, names = meaning(said, words) if said.strip() and not has_tag(said) else ("", ())
            if names and said.strip().rstrip("_. \t").endswith(":"):
                places.append(Place(FoundBy.LABEL, "text box", label, names,
                                   "labels in text boxes are not filled; put a "
                                   "content control or a tag there", part=name))
    return places
