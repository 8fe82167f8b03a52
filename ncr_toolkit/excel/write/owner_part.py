"""A part of a register as a workbook: an introduction, and the sheets of a register with the rows of one person.

The prompts, drop-downs and colours are those of the register. A hidden column says which row of the register each row
is, so that it is known again wherever it is moved; rows that are still free have a number of their own, too.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from xlsxwriter import Workbook

from ncr_toolkit.common.translation import gettext, ngettext, pgettext, speaking
from ncr_toolkit.core.model import RECORDS, Result, Settings
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import Record, Step
from ncr_toolkit.excel.opc.owner_part import INTRODUCTION, MARK, ROW_HEADER, ROW_KEY
from ncr_toolkit.excel.write import cached_values
from ncr_toolkit.excel.write.content import SPARE, Content, Row, quoted
from ncr_toolkit.excel.write.data_sheet import write_records
from ncr_toolkit.excel.write.formats import DARK, DAY, INK, LINK, QUIET, Formats
from ncr_toolkit.excel.write.lists_sheet import NAME as LISTS
from ncr_toolkit.excel.write.lists_sheet import define_names, write_lists
from ncr_toolkit.excel.write.print_setup import set_page
from ncr_toolkit.excel.write.settings_sheet import write_results, write_settings
from ncr_toolkit.excel.write.user_additions import Own, OwnColumn
from ncr_toolkit.excel.write.xlsxwriter_fast import QuickSheet

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet


@dataclass(frozen=True)
class PartPage:
    """What a part says of itself, and how its sheets are shown."""

    number: str
    title: str  # of the file
    head: tuple[str, str]  # what it is, and whose
    lines: Sequence[str]  # the introduction
    shown: Sequence[type[Record]]  # the sheets that are in view
    keys: Mapping[type[Record], Sequence[str]]  # which row each one is, by sheet
    kept: frozenset[str]  # keys of columns that are not the owner's to change
    hidden: Collection[str]  # keys of columns that are out of view
    computed_on: date


@dataclass(frozen=True)
class _PartContent(Content):
    def prepared(self, kind: type[Record]) -> int:
        return len(self.of(kind)) + SPARE


def part_bytes(pack: Pack, page: PartPage, settings: Row, rows: Mapping[type[Record], Sequence[Row]]) -> bytes:
    """The workbook; the same for the same input. `settings` and `rows` as for `register_bytes`. Raises CannotRun for a
    text that Excel cannot hold."""
    own = Own({kind: [OwnColumn(ROW_HEADER, _numbered(kind, page.keys[kind]), ROW_KEY, 4, hidden=True)]
               for kind in page.keys})
    content = _PartContent(pack, page.computed_on, settings, rows, cached_values.register(settings, rows), True, own,
                           page.kept)
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    day = page.computed_on
    book.set_properties({"title": page.title, "comments": "Made by ncr-toolkit",
                         "created": datetime(day.year, day.month, day.day)})
    with speaking(content.language):
        _write_sheets(book, content, page)
        book.close()
    return stream.getvalue()


def _numbered(kind: type[Record], keys: Sequence[str]) -> list[str]:
    """The keys of the rows, and of those that are free."""
    return [*keys, *(f"{kind.SHEET.prefix}-new-{number}" for number in range(1, SPARE + 1))]


def _write_sheets(book: Workbook, content: Content, page: PartPage) -> None:
    formats = Formats(book)
    names = (INTRODUCTION, *(kind.SHEET.name for kind in RECORDS), Settings.SHEET.name, Result.SHEET.name, LISTS)
    sheets = {name: book.add_worksheet(name, QuickSheet) for name in names}
    define_names(book, content)
    book.define_name(MARK, f'="{page.number}"')
    _write_introduction(sheets[INTRODUCTION], book, content, page, formats)
    for kind in RECORDS:
        sheet = sheets[kind.SHEET.name]
        write_records(sheet, kind, content, formats)
        for number, column in enumerate(kind.SHEET.columns):
            if column.key in page.hidden:
                sheet.set_column(number, number, content.width(column), formats.column(column), {"hidden": True})
        if kind not in page.shown:
            sheet.hide()
    write_settings(sheets[Settings.SHEET.name], content, formats)
    write_results(sheets[Result.SHEET.name], content, formats)
    write_lists(sheets[LISTS], book, content, formats)
    for name in (Settings.SHEET.name, Result.SHEET.name):
        sheets[name].hide()
    sheets[INTRODUCTION].activate()


_WIDTHS = (2, 22, 18, 66, 2)
_TWO_LINES = 120
"""So many letters stand on two lines of the widest column."""


def _write_introduction(sheet: Worksheet, book: Workbook, content: Content, page: PartPage, formats: Formats) -> None:
    """What this is, what to do with it in three lines, and where the rows are. The day is one that formulas ask for."""
    sheet.hide_gridlines(2)
    for number, width in enumerate(_WIDTHS):
        sheet.set_column(number, number, width)
    dark = DARK[Step.OVERVIEW]
    looks: tuple[dict[str, Any], ...] = ({"bold": True, "font_size": 20, "valign": "vcenter"}, {"valign": "top"})
    for row, (text, height, look) in enumerate(zip(page.head, (36, 22), looks, strict=True)):
        sheet.set_row(row, height)
        for column in range(len(_WIDTHS)):
            sheet.write_blank(row, column, None, formats.get(bg_color=dark))
        sheet.write_string(row, 1, text, formats.get(font_color="#FFFFFF", bg_color=dark, **look))
    line = formats.get(font_color=INK, text_wrap=True, valign="vcenter", font_size=11)
    for row, text in enumerate(page.lines, start=3):
        sheet.set_row(row, 34)
        sheet.merge_range(row, 1, row, 3, f"{row - 2}.  {text}", line)
    row = _write_contents(sheet, 4 + len(page.lines), content, page, formats)
    sheet.write_string(row + 1, 1, gettext("Days are counted to"), formats.get(font_color=QUIET))
    dated = formats.get(num_format=DAY, font_color=QUIET, align="left")
    sheet.write_formula(row + 1, 2, "=TODAY()", dated, (page.computed_on - date(1899, 12, 30)).days)
    book.define_name("ncr_as_of", f"={quoted(INTRODUCTION)}!$C${row + 2}")
    sheet.set_tab_color(dark)
    set_page(sheet, INTRODUCTION, content, landscape=False)
    sheet.fit_to_pages(1, 1)


def _write_contents(sheet: Worksheet, row: int, content: Content, page: PartPage, formats: Formats) -> int:
    """A line for each sheet in view, with a link; gives the row below."""
    head = formats.get(bold=True, font_color=DARK[Step.OVERVIEW], bottom=2, bottom_color=DARK[Step.OVERVIEW])
    for column, text in enumerate((gettext("Sheet"), gettext("Rows of yours"), gettext("What it is for")), start=1):
        sheet.write_string(row, column, text, head)
    for kind in page.shown:
        row += 1
        about, rows, told = kind.SHEET, len(content.of(kind)), content.about(kind.SHEET)
        sheet.set_row(row, 32 if len(told) < _TWO_LINES else 48)
        plain = {"valign": "vcenter", "text_wrap": True, "bottom": 1, "bottom_color": "#D9D9D9"}
        sheet.write_url(row, 1, f"internal:{quoted(about.name)}!A4", formats.get(**LINK, bold=True, **plain),
                        pgettext("sheet", about.name), about.name)
        count = ngettext("{count} row", "{count} rows", rows) if rows else gettext("none yet")
        sheet.write_string(row, 2, count, formats.get(font_color=INK, **plain))
        sheet.write_string(row, 3, told, formats.get(font_color=INK, **plain))
    return row
