"""The index of a package as a workbook: one sheet for the findings, one for the evidence, with links to the files."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time

import xlsxwriter

from ncr_toolkit.common.packages.limits import OWN
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.packages.writer import packed
from ncr_toolkit.common.text import allowed
from ncr_toolkit.common.translation import gettext
from ncr_toolkit.evidence.links import address
from ncr_toolkit.excel.write.print_setup import fit_width, set_paper
from ncr_toolkit.submission.index_tables import IndexLink, IndexTable

FILE = "index.xlsx"
_INK, _LINE, _HEAD = "#262B33", "#C8D0D8", "#1F4E6B"
_HIGHEST = 400  # points; Excel bears 409
_LONGEST_LINK = 2000  # characters; Excel refuses longer ones


def index_book(tables: Sequence[IndexTable], title: str, organisation: str, day: date) -> bytes:
    """The workbook; the same tables and day give the same bytes."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": allowed(title), "author": allowed(organisation),
                         "created": datetime.combine(day, time())})
    for table in tables:
        _sheet(book, table, title)
    book.close()
    return _forward(stream.getvalue())


def _forward(package: bytes) -> bytes:
    """XlsxWriter writes links to files with \\, which only Windows follows; / is followed everywhere."""
    with open_zip(package, OWN) as old:
        return packed((name, content.replace(b"\\", b"/") if name.endswith(".rels") else content)
                      for name, content in old.contents())


def _sheet(book: xlsxwriter.Workbook, table: IndexTable, title: str) -> None:
    sheet = book.add_worksheet(gettext(table.name))
    base = {"font_name": "Calibri", "font_size": 11, "font_color": _INK, "valign": "top", "text_wrap": True,
            "bottom": 1, "bottom_color": _LINE, "num_format": "@"}
    text, link = book.add_format(base), book.add_format(base | {"font_color": "#0B57A4", "underline": 1})
    head = book.add_format(base | {"bold": True, "font_color": "#FFFFFF", "bg_color": _HEAD, "valign": "vcenter"})
    sheet.write_string(0, 0, allowed(title), book.add_format({"bold": True, "font_size": 14, "font_color": _HEAD}))
    for place, (header, width) in enumerate(table.columns):
        sheet.write_string(2, place, gettext(header), head)
        sheet.set_column(place, place, width)
    for number, row in enumerate(table.rows, start=3):
        sheet.set_row(number, _height(row, table))
        for place, cell in enumerate(row):
            _write(sheet, number, place, cell, text, link)
    last = len(table.columns) - 1
    sheet.freeze_panes(3, 1)
    sheet.autofilter(2, 0, max(2 + len(table.rows), 3), last)
    set_paper(sheet)
    fit_width(sheet, [width for _, width in table.columns], 1)
    sheet.repeat_rows(2)
    sheet.set_footer("&C&P / &N")


def _height(row: Sequence[str | IndexLink], table: IndexTable) -> float:
    """Points for the longest text of a row when it is wrapped: not every program works that out by itself."""
    texts = (cell if isinstance(cell, str) else cell.text for cell in row)
    lines = max(-(-len(text) // int(width * 0.95)) for text, (_, width) in zip(texts, table.columns, strict=True))
    return min(max(lines, 1) * 15 + 2, _HIGHEST)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, place: int, cell: str | IndexLink, text: object,
           link: object) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, place, allowed(cell), text)
        return
    target = cell.target if cell.outside else f"external:{address(cell.target)}"
    if len(target) > _LONGEST_LINK:
        sheet.write_string(row, place, allowed(cell.text), text)
    else:
        sheet.write_url(row, place, target, link, allowed(cell.text))


