"""From building blocks to a .docx."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ncr_toolkit.common.files import same_bytes
from ncr_toolkit.common.text import allowed
from ncr_toolkit.word.identity import Identity, stamp
from ncr_toolkit.word.returned import text_print
from ncr_toolkit.word.styles import W
from ncr_toolkit.word.template.fit_to_page import fit, fit_mark
from ncr_toolkit.word.template.header_fields import SLOT
from ncr_toolkit.word.template.template import Template, own_template

_OVER, _UNDER = 60, 120  # twips over and under our line in a company's header
_LONGEST = 255  # characters of a document property
_STYLED = re.compile(r'<w:(pStyle|rStyle|tblStyle) w:val="(\w+)"/>')
_LISTED = re.compile(r'"([0-9A-F]{6})"')


@dataclass(frozen=True, slots=True)
class DocumentProperties:
    """The properties of a document."""

    title: str
    subject: str
    author: str
    day: date


def document_bytes(body: str, header: str, about: DocumentProperties, pictures: Sequence[bytes] = (),
                   base: Template | None = None, known: Identity | None = None) -> bytes:
    """A document made of the base's page and styles, `body` and `header` (both building blocks) and its properties.

    `pictures`: PNG files; the body refers to them by their numbers from 0 (`inline_picture`). `base`: our own look on
    A4 where none is named. `known`: whose answer it is, carried with it so that it is known again when it comes back.
    """
    template = base or own_template()
    document = copy.deepcopy(template.document)
    content = document.element.body
    end = content[-1]  # the settings of the last section
    for child in _parsed(body, template):
        end.addprevious(copy.deepcopy(child))  # moved from tree to tree itself, lxml takes the square of its elements
    fit(content, template.page, template.room)
    if known is not None:
        stamp(document, replace(known, text=text_print(content)))
    _head(document, header, template)
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


def _parsed(content: str, template: Template) -> list[Any]:
    """Building blocks as elements, in the styles and colours of the template. What people typed is never touched: a
    quote in it is escaped."""
    if template.styles:
        content = _STYLED.sub(
            lambda found: f'<w:{found[1]} w:val="{template.styles.get(found[2], found[2])}"/>', content)
    if template.colours:
        content = _LISTED.sub(lambda found: f'"{template.colours.get(found[1], found[1])}"', content)
    return list(parse_xml(f'<w:body xmlns:w="{W}">{content}</w:body>'))


def _head(document: WordDocument, header: str, template: Template) -> None:
    """Our lines under every header there is."""
    first = 5000 if template.styles else 1  # a company's header may have marks of its own, with small numbers
    for number, (id, room) in enumerate(template.heads.items(), first):
        lines = _parsed(fit_mark(header, template.page, number), template)
        if template.styles:  # a high header comes down to the text
            lines[-1].get_or_add_pPr().get_or_add_spacing().set(qn("w:after"), str(_UNDER))
            lines[0].get_or_add_pPr().get_or_add_spacing().set(qn("w:before"), str(max(room, _OVER)))
        document.part.rels[id].target_part._element.extend(lines)


def _embed(document: WordDocument, pictures: Sequence[bytes]) -> None:
    """Put the pictures into the package, and the ids they have there in the place of their numbers."""
    ids = [document.part.get_or_add_image(io.BytesIO(picture))[0] for picture in pictures]
    for blip in document.element.body.iter(qn("a:blip")):
        blip.set(qn("r:embed"), ids[int(blip.get(qn("r:embed")))])


def _fill(document: WordDocument, about: DocumentProperties) -> None:
    """What a company's header says about the document it stands on."""
    for rel in document.part.rels.values():
        if rel.reltype.endswith(("/header", "/footer")):
            for text in rel.target_part._element.iter(qn("w:t")):
                if (name := text.attrib.pop(SLOT, None)) is not None:
                    text.text = allowed(str(getattr(about, name)))
