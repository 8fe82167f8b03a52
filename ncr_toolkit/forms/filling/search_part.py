"""Everything that is to be found in one part of a form: the document itself, a header, a footer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.forms.docx.form_file import FormFile
from ncr_toolkit.forms.docx.protection import Guard
from ncr_toolkit.forms.docx.text_boxes import empty_copies
from ncr_toolkit.forms.docx.wordprocessingml import Element, w
from ncr_toolkit.forms.filling import whose_row
from ncr_toolkit.forms.filling.find_places import PROTECTED, find_places
from ncr_toolkit.forms.filling.foreign_tags import Foreign
from ncr_toolkit.forms.filling.tag_places import tag_places
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.blocks import Block, groups, is_list
from ncr_toolkit.forms.survey.heads import collect
from ncr_toolkit.forms.survey.owners import Parts
from ncr_toolkit.forms.survey.places import Act, Marks, Place
from ncr_toolkit.forms.survey.walk import FormSurvey
from ncr_toolkit.forms.tags import render as tags

_FREE = (Act.CONTROL, Act.FIELD, Act.TICK_CONTROL, Act.TICK_FIELD)


@dataclass(slots=True)
class Part:
    """One part of the form, with what was found in it."""

    name: str
    source: bytes  # with the marks of its places, and each text box once
    places: list[Place]
    tags: tags.Tags | None
    numbers: tuple[str, ...] = ()  # what stands already where the number of the finding is asked for
    about: Parts = field(default_factory=Parts)  # which findings what stands in it is about
    several: bool = False  # it has room for several findings


def search_part(package: FormFile, name: str, words: Vocabulary, marks: Marks, allowed: Guard) -> Part:
    """Find the places of one part. Raises CannotRun for tags that hold a mistake."""
    tree = package.parse(name)
    body = tree if name != package.document else tree.find(w("body"))
    if body is None:
        raise CannotRun(f"{package.path} is damaged: it has no body.")
    empty_copies(tree)
    survey = FormSurvey(words, _called(package, name), _prefix(package, name))
    survey.walk(body)
    foreign = Foreign(survey, words, name)
    found = groups(survey.grids, words)
    places = find_places(tree, survey, foreign, marks, name, copy_of=Parts(found).block_of)
    if allowed.fields_only:
        for place in places:
            if place.act not in _FREE and not place.why:
                place.why, place.known = PROTECTED, True
    made = _with_tags(package, name, tree, places, survey, allowed, foreign.written)
    return replace(made, numbers=tuple(whose_row.numbers(survey)),
                   several=bool(found) or any(is_list(grid, words) for grid in survey.grids),
                   about=Parts(found, collect(tree, survey, _listed(survey, found)), places, name != package.document))


def _listed(survey: FormSurvey, found: Iterable[Iterable[Block]]) -> set[Element]:
    """The cells of the lists of findings: each row tells by itself whose it is."""
    rows = {(each.sheet, each.first) for group in found for each in group if each.first == each.last}
    return {cell.element for table in survey.grids for number, row in enumerate(table.cells)
            if (table.where, number) in rows for cell in row}


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
    return Part(name, etree.tostring(tree), [*tag_places(made, written, name, survey.prefix), *places], made)
