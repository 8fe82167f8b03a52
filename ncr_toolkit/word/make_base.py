"""Builds base.docx, the empty A4 document with our styles that every Word document of ours starts from.

Run it after a change in styles.py: `python -m ncr_toolkit.word.make_base`.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.shared import Mm

from ncr_toolkit.common.files import same_bytes
from ncr_toolkit.word.styles import BULLETS, DEFAULTS, STYLES, WIDTH, W, page_numbers

PATH = Path(__file__).with_name("base.docx")

_LEFTOVERS = ("thumbnail", "customXml", "stylesWithEffects", "webSettings")  # of python-docx's template; unused

_PROGRAM = ('<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/'
            'officeDocument/2006/extended-properties"><Application>ncr-toolkit</Application></Properties>\n')
"""ECMA-376 Part 1, 22.2: no version and no company, so that the same content gives the same bytes."""


def base_bytes() -> bytes:
    """The content of base.docx: the same bytes every time."""
    document = Document()
    for part in (document.part.package, document.part):
        for id in [id for id, rel in part.rels.items() if rel.reltype.endswith(_LEFTOVERS)]:
            del part.rels[id]
    _fill(document.styles.element, DEFAULTS + "".join(STYLES))
    _fill(document.part.numbering_part.element, BULLETS)
    _settings(document.settings.element)
    _page(document)
    core = document.core_properties
    core.title, core.author, core.comments, core.last_modified_by, core.revision = "Response", "", "", "", 1
    core.created = core.modified = datetime(2026, 1, 1)
    _name_the_program(document)
    stream = io.BytesIO()
    document.save(stream)
    return same_bytes(stream.getvalue())


def _name_the_program(document: WordDocument) -> None:
    """Say that we made it: python-docx's template says Word for Macintosh, of somebody's company."""
    for rel in document.part.package.rels.values():
        if rel.reltype.endswith("/extended-properties"):
            rel.target_part._blob = _PROGRAM.encode()


def _fill(element: Any, content: str) -> None:
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(f'<w:all xmlns:w="{W}">{content}</w:all>')):
        element.append(child)


def _settings(element: Any) -> None:
    """Today's Word without "compatibility mode", and English as the language."""
    _fill(element, '<w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
                   '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
                   '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
                   'w:val="15"/></w:compat><w:themeFontLang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
                   '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>')


def _page(document: WordDocument) -> None:
    """A4 with room for the header, and page numbers in the footer."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm((210 - WIDTH) / 2)
    section.top_margin, section.bottom_margin = Mm(27), Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.header.is_linked_to_previous = False
    footer = section.footer
    footer.is_linked_to_previous = False
    _fill(footer._element, page_numbers())


if __name__ == "__main__":
    PATH.write_bytes(base_bytes())
