"""The Dashboard: the figures of a register as named cells that follow what is typed, on one A4 page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ncr_toolkit.excel.content import Content, setting_cell
from ncr_toolkit.excel.page import set_page
from ncr_toolkit.excel.style import DARK, DAY, DUE_SOON, INK, LIGHT, LINE, OVERDUE, QUIET, Formats
from ncr_toolkit.schema import Step
from ncr_toolkit.status import FIGURES, Figure

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NAME = "Dashboard"

_TILES = (1, 3, 5, 7)  # columns B, D, F, H; narrow ones between
_LAST = 8
_DARK, _LIGHT = DARK[Step.OVERVIEW], LIGHT[Step.OVERVIEW]

_BLOCKS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Findings", (
        ("total", "every row with a Finding ID, whatever its status"),
        ("open", "status is neither empty nor Closed nor Withdrawn"),
        ("closed", "status is Closed"),
        ("reopened", "open again: status Reopened, or a date in 'Reopened on'"))),
    ("Open findings by grade", (
        ("open_major", "open, graded Major"),
        ("open_minor", "open, graded Minor"),
        ("open_observation", "open: Observation, Opportunity or Area of concern"))),
    ("Deadlines", (
        ("overdue", "open, past 'Close due', or past 'Response due' with no answer sent"),
        ("due_soon", "open, not overdue, with a deadline within the days set on Register"),
        ("actions_open", "actions not done whose finding is open"),
        ("actions_overdue", "open actions past their due date"))),
)
"""The figures in the order of the page, each with what it counts."""

_ALARMS: dict[str, dict[str, Any]] = {"overdue": OVERDUE, "actions_overdue": OVERDUE, "due_soon": DUE_SOON}


def write_dashboard(sheet: Worksheet, book: Workbook, content: Content, formats: Formats) -> None:
    """Write the page and name its figures."""
    sheet.hide_gridlines(2)
    for number in range(_LAST + 1):
        sheet.set_column(number, number, 22 if number in _TILES else 2)
    _head(sheet, book, content, formats)
    figures, row = {figure.name: figure for figure in FIGURES}, 5
    for title, names in _BLOCKS:
        row = _block(sheet, row, title, formats)
        for column, (name, _) in zip(_TILES, names, strict=False):
            _tile(sheet, row, column, figures[name], content, formats)
            letter = "ABCDEFGHI"[column]
            book.define_name(f"ncr_{name}", f"={NAME}!${letter}${row + 2}")
        row += 3
    last = _meanings(sheet, row, figures, formats)
    sheet.set_tab_color(_DARK)
    set_page(sheet, NAME, content, landscape=False)
    sheet.print_area(0, 0, last, _LAST)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()


def _head(sheet: Worksheet, book: Workbook, content: Content, formats: Formats) -> None:
    band = formats.get(bg_color=_DARK)
    for row, height in ((0, 34), (1, 22)):
        sheet.set_row(row, height)
        for column in range(_LAST + 1):
            sheet.write_blank(row, column, None, band)
    sheet.write_string(0, 1, NAME, formats.get(bold=True, font_size=20, font_color="#FFFFFF", bg_color=_DARK,
                                               valign="vcenter"))
    organisation, cell = content.register.settings.organisation, setting_cell("organisation")
    sheet.write_formula(1, 1, f'=IF({cell}="","Audit findings",{cell})',
                        formats.get(font_size=11, font_color="#FFFFFF", bg_color=_DARK, valign="top"),
                        organisation or "Audit findings")
    sheet.set_row(2, 8)
    sheet.set_row(3, 22)
    sheet.write_string(3, 1, "Figures as of", formats.get(align="right", valign="vcenter", font_color=INK))
    day = formats.get(num_format=DAY, bold=True, align="center", valign="vcenter", border=1, border_color=LINE)
    if content.fixed_day:
        sheet.write_datetime(3, 3, content.today, day)
    else:
        sheet.write_formula(3, 3, "=TODAY()", day, (content.today - date(1899, 12, 30)).days)
    book.define_name("ncr_as_of", f"={NAME}!$D$4")
    sheet.write_string(3, 5, "Today, by itself. Type a date over it for another day.",
                       formats.get(italic=True, font_size=9, font_color=QUIET, valign="vcenter"))
    sheet.data_validation(3, 3, 3, 3, {
        "validate": "date", "criteria": "between", "minimum": date(2015, 1, 1), "maximum": date(2100, 12, 31),
        "input_title": "The day of the figures", "input_message": "Today, by itself. Type a date to look at another "
        "day; write =TODAY() to return.", "error_title": "A date, please",
        "error_message": "This cell takes a real date, such as 2026-03-20, or =TODAY()."})


def _block(sheet: Worksheet, row: int, title: str, formats: Formats) -> int:
    """The heading of a row of tiles; gives the row after it."""
    look = formats.get(bold=True, font_size=12, font_color=_DARK, bottom=2, bottom_color=_DARK)
    for column in range(1, _LAST):
        sheet.write_blank(row, column, None, look)
    sheet.write_string(row, 1, title, look)
    sheet.set_row(row, 20)
    return row + 1


def _tile(sheet: Worksheet, row: int, column: int, figure: Figure, content: Content, formats: Formats) -> None:
    shared = {"bg_color": _LIGHT, "align": "center", "valign": "vcenter"}
    sheet.set_row(row, 20)
    sheet.write_string(row, column, figure.title, formats.get(font_color=INK, **shared))
    sheet.set_row(row + 1, 42)
    sheet.write_formula(row + 1, column, f"={figure.formula}",
                        formats.get(font_size=28, bold=True, font_color=_DARK, num_format="0", **shared),
                        figure.count(content.register, content.today))
    sheet.set_row(row + 2, 10)
    if figure.name in _ALARMS:
        sheet.conditional_format(row, column, row + 1, column, {
            "type": "formula", "criteria": f"=ncr_{figure.name}>0", "format": formats.get(**_ALARMS[figure.name])})


def _meanings(sheet: Worksheet, row: int, figures: dict[str, Figure], formats: Formats) -> int:
    """What each figure counts; gives the last row written."""
    row = _block(sheet, row, "What the figures count", formats)
    for _, names in _BLOCKS:
        for name, meaning in names:
            sheet.set_row(row, 16)
            sheet.write_string(row, 1, figures[name].title, formats.get(bold=True, font_color=INK, valign="vcenter"))
            sheet.write_string(row, 3, meaning, formats.get(font_color=INK, valign="vcenter"))
            row += 1
    return row
