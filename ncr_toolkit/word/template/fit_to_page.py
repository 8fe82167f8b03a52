"""Tables, pictures and the mark of a draft, fitted to the page they come to stand on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from docx.oxml.ns import qn

from ncr_toolkit.word.styles import WIDTH
from ncr_toolkit.word.template.page_setup import TWIPS, PageSetup

_EMU = 635  # in a twip
_NARROW = round(22 * TWIPS)
_LETTERS = re.compile(r"width:(\d+)pt;height:(\d+)pt;rotation")


def fit(body: Any, page: PageSetup, room: float = 1.0) -> None:
    """Tables, written for our own width, become as wide as the text; what is drawn too wide is made smaller.

    `room`: how much wider narrow columns become where that can be had, for letters that are wider than ours.
    """
    factor = page.text / round(WIDTH * TWIPS)
    if abs(factor - 1) > 0.001 or room > 1:
        for table in list(body.iter(qn("w:tbl"))):
            _fit_table(table, factor, room)
    for inline in body.iter("{*}inline"):
        _shrink(inline, page)


def columns(widths: Sequence[int], factor: float, room: float) -> list[int]:
    """The widths of columns on a page that is `factor` times as wide as ours.

    A date or an id needs its room on any page: narrow columns keep theirs where the wide ones can give it, which lose
    at most a seventh more than their share; on a wide page it is the wide ones that gain most.
    """
    narrow = sum(width for width in widths if width <= _NARROW)
    wide = sum(widths) - narrow
    if not narrow or not wide:
        return [round(width * factor) for width in widths]
    most = factor * (1 + wide / narrow / 7)
    small = min(most, max(room, 1 + (factor - 1) / 2))
    large = (factor * (narrow + wide) - small * narrow) / wide
    return [round(width * (small if width <= _NARROW else large)) for width in widths]


def _fit_table(table: Any, factor: float, room: float) -> None:
    grid = table.find(qn("w:tblGrid"))
    old = [int(each.get(qn("w:w"))) for each in grid]
    new = columns(old, factor, room)
    for column, width in zip(grid, new, strict=True):
        column.set(qn("w:w"), str(width))
    table.find(f"{qn('w:tblPr')}/{qn('w:tblW')}").set(qn("w:w"), str(sum(new)))
    for row in table.findall(qn("w:tr")):
        place = 0
        for cell in row.findall(qn("w:tc")):
            settings = cell.find(qn("w:tcPr"))
            spans = settings.find(qn("w:gridSpan"))
            end = place + (1 if spans is None else int(spans.get(qn("w:val"))))
            settings.find(qn("w:tcW")).set(qn("w:w"), str(sum(new[place:end])))
            for indent in cell.iter(qn("w:ind")):  # a bar ends where its share of the cell ends
                _scale(indent, qn("w:right"), sum(new[place:end]) / sum(old[place:end]))
            place = end


def _scale(element: Any, name: str, factor: float) -> None:
    if (length := element.get(name)) is not None:
        element.set(name, str(round(int(length) * factor)))


def _shrink(inline: Any, page: PageSetup) -> None:
    extent = inline.find("{*}extent")
    factor = min(page.text * _EMU / int(extent.get("cx")), page.column * _EMU / int(extent.get("cy")))
    if factor < 0.999:
        whole = list(inline.iterfind("{*}graphic/{*}graphicData/*/*/{*}xfrm/{*}ext"))
        for element in (extent, *whole):
            _scale(element, "cx", factor)
            _scale(element, "cy", factor)


def fit_mark(header: str, page: PageSetup, number: int) -> str:
    """The header with a watermark that is no larger than the text of the page, and has a number of its own."""
    factor = min(1.0, page.text / TWIPS / WIDTH, page.column / TWIPS / WIDTH)
    smaller = _LETTERS.sub(lambda found: f"width:{round(int(found[1]) * factor)}pt;"
                                         f"height:{round(int(found[2]) * factor)}pt;rotation", header)
    return smaller.replace('id="DraftMark" o:spid="_x0000_s2049"',
                           f'id="DraftMark{number}" o:spid="_x0000_s{2048 + number}"') if number > 1 else smaller
