"""How sheets are printed: A4, as many pages wide as stay readable, title and header on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from ncr_toolkit.common.translation import pgettext
from ncr_toolkit.core.model import BY_PREFIX
from ncr_toolkit.core.schema import Sheet
from ncr_toolkit.excel.write.content import HEADER, TITLE, Content

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_INCH = 72  # points
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.25, 0.25, 0.5, 0.6  # inches; what printers leave blank is narrower
_PAGE_WIDTH = 842 - _INCH * (_LEFT + _RIGHT)
_LETTERS, SMALLEST = 11, 7.45
"""Points: of the letters in a cell, and the least of what may become of them on paper: 7, and the 6 % by which columns
come out wider in LibreOffice than in Excel."""


def set_page(sheet: Worksheet, name: str, content: Content, *, landscape: bool = True) -> None:
    """Paper, margins, and a footer with sheet, page and organisation."""
    set_paper(sheet, landscape=landscape)
    # a blank after &8: "&85 Whys" would be letters of 85 points
    organisation = content.register.settings.organisation[:100].replace("&", "&&")
    title = pgettext("sheet", name)
    sheet.set_footer(f"&L&8 {title}&C&8&P / &N&R&8 {organisation}", {"margin": 0.3, "scale_with_doc": False})


def set_paper(sheet: Worksheet, *, landscape: bool = True) -> None:
    """A4 and its margins."""
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_paper(_A4)
    sheet.set_margins(left=_LEFT, right=_RIGHT, top=_TOP, bottom=_BOTTOM)


def set_table_page(sheet: Worksheet, about: Sheet, content: Content, frozen: int, own: Sequence[float] = ()) -> None:
    """The page of a data sheet. One that is too wide to be read takes several pages side by side, each with the ids.
    `own`: the widths of the columns that people added."""
    set_page(sheet, about.name, content)
    shown = (content.width(column) for column in about.columns if not content.hides(BY_PREFIX[about.prefix], column))
    fit_width(sheet, [*shown, *own], frozen)
    sheet.repeat_rows(TITLE, HEADER)


def fit_width(sheet: Worksheet, widths: Sequence[float], frozen: int) -> None:
    """As many pages side by side as columns of these widths need, each with the first `frozen` of them."""
    pages = pages_wide(widths, frozen)
    sheet.fit_to_pages(pages, 0)
    if pages > 1:
        sheet.repeat_columns(0, frozen - 1)


def pages_wide(widths: Sequence[float], frozen: int) -> int:
    """How many pages side by side columns of these widths (in characters) take in letters of the least size, when each
    page begins with the first `frozen` of them."""
    room = _PAGE_WIDTH * _LETTERS / SMALLEST
    sizes = [_points(width) for width in widths]
    repeated = sum(sizes[:frozen])
    pages, used = 1, repeated
    for size in sizes[frozen:]:
        if used + size > room and used > repeated:
            pages, used = pages + 1, repeated
        used += size
    return pages


def on_first_page(widths: Iterable[float]) -> int:
    """How many columns of these widths (in characters) one page holds in letters of full size: at least one."""
    return max(1, sum(end <= _PAGE_WIDTH for end in accumulate(map(_points, widths))))


def _points(width: float) -> float:
    """The width of a column in points: 7 pixels a character and 5 around, 96 pixels an inch."""
    return (7 * width + 5) * _INCH / 96
