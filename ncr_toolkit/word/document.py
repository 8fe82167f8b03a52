"""From building blocks to a .docx."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ncr_toolkit.files import same_bytes
from ncr_toolkit.text import allowed
from ncr_toolkit.word.look import W
from ncr_toolkit.word.style.fields import SLOT
from ncr_toolkit.word.style.fit import fit, fit_mark
from ncr_toolkit.word.style.house import House, ours

_OVER, _UNDER = 60, 120  # twips over and under our line in a company's header
_LONGEST = 255  # characters of a document property
_STYLED = re.compile(r'<w:(pStyle|rStyle|tblStyle) w:val="(\w+)"/>')
_LISTED = re.compile(r'"([0-9A-F]{6})"')


@dataclass(frozen=True, slots=True)
class Facts:
    """The properties of a document."""

    title: str
    subject: str
    author: str
    day: date


def document_bytes(body: str, header: str, about: Facts, pictures: Sequence[bytes] = (), base: House | None = None) \
        -> bytes:
    """A document made of the base's page and styles, `body` and `header` (both building blocks) and its properties.

    `pictures`: PNG files; the body refers to them by their numbers from 0 (`picture.py`). `base`: our own look on A4
    where none is named.
    """
    house = base or ours()
    document = copy.deepcopy(house.document)
    content = document.element.body
    for child in _parsed(body, house):
        content.insert(len(content) - 1, child)
    fit(content, house.page, house.room)
    _head(document, header, house)
    _embed(document, pictures)
    _fill(document, about)
    core = document.core_properties
    core.title, core.subject, core.author = (allowed(text)[:_LONGEST]
                                             for text in (about.title, about.subject, about.author))
    core.language = "en-GB"
    core.created = core.modified = datetime.combine(about.day, time())
    stream = io.BytesIO()
    document.save(stream)
    return same_bytes(stream.getvalue())


def _parsed(content: str, house: House) -> list[Any]:
    """Building blocks as elements, in the styles and colours of the house. What people typed is never touched: a quote
    in it is escaped."""
    if house.styles:
        content = _STYLED.sub(lambda found: f'<w:{found[1]} w:val="{house.styles.get(found[2], found[2])}"/>', content)
    if house.colours:
        content = _LISTED.sub(lambda found: f'"{house.colours.get(found[1], found[1])}"', content)
    return list(parse_xml(f'<w:body xmlns:w="{W}">{content}</w:body>'))


def _head(document: WordDocument, header: str, house: House) -> None:
    """Our lines under every header there is."""
    first = 5000 if house.styles else 1  # a company's header may have marks of its own, with small numbers
    for number, (id, room) in enumerate(house.heads.items(), first):
        lines = _parsed(fit_mark(header, house.page, number), house)
        if house.styles:  # a high header comes down to the text
            lines[-1].get_or_add_pPr().get_or_add_spacing().set(qn("w:after"), str(_UNDER))
            lines[0].get_or_add_pPr().get_or_add_spacing().set(qn("w:before"), str(max(room, _OVER)))
        document.part.rels[id].target_part._element.extend(lines)


def _embed(document: WordDocument, pictures: Sequence[bytes]) -> None:
    """Put the pictures into the package, and the ids they have there in the place of their numbers."""
    ids = [document.part.get_or_add_image(io.BytesIO(picture))[0] for picture in pictures]
    for blip in document.element.body.iter(qn("a:blip")):
        blip.set(qn("r:embed"), ids[int(blip.get(qn("r:embed")))])


def _fill(document: WordDocument, about: Facts) -> None:
    """What a company's header says about the document it stands on."""
    for rel in document.part.rels.values():
        if rel.reltype.endswith(("/header", "/footer")):
            for text in rel.target_part._element.iter(qn("w:t")):
                if (name := text.attrib.pop(SLOT, None)) is not None:
                    text.text = allowed(str(getattr(about, name)))
