"""From building blocks to a .docx."""

from __future__ import annotations

import copy
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from ncr_toolkit.files import same_bytes
from ncr_toolkit.text import allowed
from ncr_toolkit.word.look import W

BASE = Path(__file__).with_name("base.docx")
_LONGEST = 255  # characters of a document property


@dataclass(frozen=True, slots=True)
class Facts:
    """The properties of a document."""

    title: str
    subject: str
    author: str
    day: date


@cache
def _base() -> WordDocument:
    """base.docx, parsed once; every document is a copy of it."""
    return Document(str(BASE))


def document_bytes(body: str, header: str, about: Facts, pictures: Sequence[bytes] = ()) -> bytes:
    """A document made of the base's page and styles, `body` and `header` (both building blocks) and its properties.

    `pictures`: PNG files; the body refers to them by their numbers from 0 (`picture.py`).
    """
    document = copy.deepcopy(_base())
    section = document.sections[0]
    _replace(section.header._element, header)
    content = document.element.body
    for child in list(parse_xml(_wrapped(body))):
        content.insert(len(content) - 1, child)
    _embed(document, pictures)
    core = document.core_properties
    core.title, core.subject, core.author = (allowed(text)[:_LONGEST]
                                             for text in (about.title, about.subject, about.author))
    core.language = "en-GB"
    core.created = core.modified = datetime.combine(about.day, time())
    stream = io.BytesIO()
    document.save(stream)
    return same_bytes(stream.getvalue())


def _embed(document: WordDocument, pictures: Sequence[bytes]) -> None:
    """Put the pictures into the package, and the ids they have there in the place of their numbers."""
    ids = [document.part.get_or_add_image(io.BytesIO(picture))[0] for picture in pictures]
    for blip in document.element.body.iter(qn("a:blip")):
        blip.set(qn("r:embed"), ids[int(blip.get(qn("r:embed")))])


def _replace(element: BaseOxmlElement, content: str) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(parse_xml(_wrapped(content))))


def _wrapped(content: str) -> str:
    return f'<w:body xmlns:w="{W}">{content}</w:body>'
