"""Tables, pictures and the mark of a draft, fitted to the page they come to stand on."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn

from ncr_toolkit.word.look import WIDTH
from ncr_toolkit.word.page import TWIPS, Page

_EMU = 635  # in a twip
_MEASURES = (qn("w:tblW"), qn("w:gridCol"), qn("w:tcW"))
_LETTERS = re.compile(r"width:(\d+)pt;height:(\d+)pt;rotation")
_SHAPES = ("pic", "wpg", "wps", "wpc")


def fit(body: Any, page: Page) -> None:
    """Tables, written for our own width, become as wide as the text; what is drawn too wide is made smaller."""
    factor = page.text / round(WIDTH * TWIPS)
    if abs(factor - 1) > 0.001:
        for element in body.iter(*_MEASURES):
            if element.get(qn("w:type"), "dxa") == "dxa":
                _scale(element, qn("w:w"), factor)
        for cell in body.iter(qn("w:tc")):
            for indent in cell.iter(qn("w:ind")):
                _scale(indent, qn("w:right"), factor)
    for inline in body.iter("{*}inline"):
        _shrink(inline, page)


def _scale(element: Any, name: str, factor: float) -> None:
    if (length := element.get(name)) is not None:
        element.set(name, str(round(int(length) * factor)))


def _shrink(inline: Any, page: Page) -> None:
    extent = inline.find("{*}extent")
    factor = min(page.text * _EMU / int(extent.get("cx")), page.column * _EMU / int(extent.get("cy")))
    if factor < 0.999:
        whole = list(inline.iterfind("{*}graphic/{*}graphicData/*/*/{*}xfrm/{*}ext"))
        for element in (extent, *whole):
            _scale(element, "cx", factor)
            _scale(element, "cy", factor)


def fit_mark(header: str, page: Page, number: int) -> str:
    """The header with a watermark that is no larger than the text of the page, and has a number of its own."""
    factor = min(1.0, page.text / TWIPS / WIDTH, page.column / TWIPS / WIDTH)
    smaller = _LETTERS.sub(lambda found: f"width:{round(int(found[1]) * factor)}pt;"
                                         f"height:{round(int(found[2]) * factor)}pt;rotation", header)
    return smaller.replace('id="DraftMark" o:spid="_x0000_s2049"',
                           f'id="DraftMark{number}" o:spid="_x0000_s{2048 + number}"') if number > 1 else smaller
