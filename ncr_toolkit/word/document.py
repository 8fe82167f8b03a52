"""From building blocks to a .docx."""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.coreprops import CoreProperties
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ncr_toolkit.common.text import allowed
from ncr_toolkit.common.translation import ENGLISH, LOCALES, gettext, spoken
from ncr_toolkit.word.blank_document import BlankDocument, blank_document
from ncr_toolkit.word.blocks import escaped
from ncr_toolkit.word.identity import PART, Identity, stamp
from ncr_toolkit.word.returned import text_print
from ncr_toolkit.word.styles import W, in_own_letters
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
    blank = blank_document(template, pictures, known=known is not None)
    root = blank.tree(_dressed(body, template))
    content = root.find(qn("w:body"))
    fit(content, template.page, template.room)
    for blip in content.iter(qn("a:blip")):
        blip.set(qn("r:embed"), blank.pictures[int(blip.get(qn("r:embed")))])
    changes = {**_links(content, blank), blank.main: serialize_part_xml(root),
               **_bands(blank, header, about, template), **_properties(blank, about), **_spelling(blank, template)}
    if known is not None:
        changes[PART] = stamp(replace(known, text=text_print(content)))
    return blank.package.with_parts(changes)


def _dressed(content: str, template: Template) -> str:
    """Building blocks in the styles and colours of the template. What people typed is never touched: a quote in it is
    escaped."""
    if template.styles:
        content = _STYLED.sub(
            lambda found: f'<w:{found[1]} w:val="{template.styles.get(found[2], found[2])}"/>', content)
    if template.colours:
        content = _LISTED.sub(lambda found: f'"{template.colours.get(found[1], found[1])}"', content)
    return content


def _links(content: Any, blank: BlankDocument) -> dict[str, bytes]:
    """The part of relations with the targets of all links, each of which gets the id of its own in it; nothing where
    there is no link."""
    ids: dict[str, str] = {}
    for link in content.iter(qn("w:hyperlink")):
        target = link.get(qn("r:id"))
        link.set(qn("r:id"), ids.setdefault(target, f"rIdLink{len(ids) + 1}"))
    if not ids:
        return {}
    name, relations = blank.relations
    made = "".join(f'<Relationship Id="{id}" Type="{RT.HYPERLINK}" Target="{escaped(target)}" TargetMode="External"/>'
                   for target, id in ids.items())
    return {name: relations.replace(b"</Relationships>", f"{made}</Relationships>".encode())}


def _bands(blank: BlankDocument, header: str, about: DocumentProperties, template: Template) -> dict[str, bytes]:
    """The headers and footers: our lines under every header there is, and what a company's says of the document."""
    bands = {name: copy.deepcopy(root) for name, root in blank.bands.items()}
    first = 5000 if template.styles else 1  # a company's header may have marks of its own, with small numbers
    for number, (name, room) in enumerate(blank.heads.items(), first):
        lines: list[Any] = list(parse_xml(f'<w:body xmlns:w="{W}">'
                               f'{_dressed(fit_mark(header, template.page, number), template)}</w:body>'))
        if template.styles:  # a high header comes down to the text
            lines[-1].get_or_add_pPr().get_or_add_spacing().set(qn("w:after"), str(_UNDER))
            lines[0].get_or_add_pPr().get_or_add_spacing().set(qn("w:before"), str(max(room, _OVER)))
        bands[name].extend(lines)
    numbered = gettext("Page {number} of {all}") if not template.styles else ""
    for root in bands.values():
        if numbered:
            _number_pages(root, numbered)
        for text in root.iter(qn("w:t")):
            if (slot := text.attrib.pop(SLOT, None)) is not None:
                text.text = allowed(str(getattr(about, slot)))
    return {name: serialize_part_xml(root) for name, root in bands.items()}


def _number_pages(band: Any, words: str) -> None:
    """Put the words around the two numbers at the foot of our own pages."""
    fields = list(band.iter(qn("w:fldSimple")))
    if len(fields) == 2:
        parts = re.split(r"\{\w+\}", words)
        for text, part in zip((fields[0].getprevious(), fields[1].getprevious()), parts, strict=False):
            text.find(qn("w:t")).text = part
        if parts[-1]:
            after = copy.deepcopy(fields[1].getprevious())
            after.find(qn("w:t")).text = parts[-1]
            fields[1].addnext(after)


def _spelling(blank: BlankDocument, template: Template) -> dict[str, bytes]:
    """The part of the styles for another language than English, so that Word spells by it, and writes Japanese in its
    own letters. A company's template says by itself what it is written in."""
    code, (name, content) = spoken(), blank.styles
    if code == ENGLISH or template.styles:
        return {}
    locale = LOCALES[code].encode()
    if code == "ja":
        return {name: in_own_letters(content.decode()).encode().replace(b"zh-CN", locale)}
    return {name: content.replace(LOCALES[ENGLISH].encode(), locale)}


def _properties(blank: BlankDocument, about: DocumentProperties) -> dict[str, bytes]:
    """The part that says what the document is called, and whose it is."""
    name, element = blank.core[0], copy.deepcopy(blank.core[1])
    core = CoreProperties(element)
    core.title, core.subject, core.author = (allowed(text)[:_LONGEST]
                                             for text in (about.title, about.subject, about.author))
    core.language = LOCALES[spoken()]
    core.created = core.modified = datetime.combine(about.day, time())
    return {name: serialize_part_xml(element)}
