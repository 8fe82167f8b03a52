"""How sheets are printed: A4, as many pages wide as stay readable, title and header on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncr_toolkit.core.schema import Sheet
from ncr_toolkit.excel.write.content import HEADER, TITLE, Content

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_A4 = 9
_ONE_PAGE, _MORE_PAGES = 300, 220
"""Characters of column width: up to how many a sheet is pressed on one page, and how many a page of a wider one takes.
A sheet of 1,000 characters pressed on one page would print in letters of half a millimetre."""


def set_page(sheet: Worksheet, name: str, content: Content, *, landscape: bool = True) -> None:
    """Paper, margins, and a footer with sheet, page and organisation."""
    if landscape:
        sheet.set_landscape()
    else:
        sheet.set_portrait()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    # a blank after &8: "&85 Whys" would be letters of 85 points
    organisation = content.register.settings.organisation[:100].replace("&", "&&")
    sheet.set_footer(f"&L&8 {name}&C&8&P / &N&R&8 {organisation}", {"margin": 0.3})


def set_table_page(sheet: Worksheet, about: Sheet, content: Content, frozen: int) -> None:
    """The page of a data sheet. A very wide one takes several pages side by side, each with the ids."""
    set_page(sheet, about.name, content)
    width = sum(column.width for column in about.columns)
    pages = 1 if width <= _ONE_PAGE else -(-width // _MORE_PAGES)
    sheet.fit_to_pages(pages, 0)
    sheet.repeat_rows(TITLE, HEADER)
    if pages > 1:
        sheet.repeat_columns(0, frozen - 1)
