"""The Dashboard: the figures of a register as named cells that follow what is typed, on one A4 page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.translation import gettext, gettext_noop, pgettext
from ncr_toolkit.core.figures import FIGURES, WITHOUT_STATUS, Figure, without_status
from ncr_toolkit.core.first_findings import serial
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.schema import Step
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.write.canvas import LAST, MARGIN, ROW, WIDTH, Canvas
from ncr_toolkit.excel.write.content import Content, setting_cell, span
from ncr_toolkit.excel.write.dashboard_panels import write_panels
from ncr_toolkit.excel.write.formats import DARK, DAY, DUE_SOON, INK, LIGHT, LINE, OVERDUE, QUIET, Formats
from ncr_toolkit.excel.write.print_setup import set_page
from ncr_toolkit.excel.write.validation import MESSAGE_LENGTH, TITLE_LENGTH, shortened

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

NAME = "Dashboard"

_DARK, _LIGHT = DARK[Step.OVERVIEW], LIGHT[Step.OVERVIEW]
_TILE = 2  # columns

_FIRST = ("total", "open", "closed", "reopened", "overdue", "due_soon")
"""The figures at the top; the others follow below, in their order."""

_ALARMS: dict[str, dict[str, Any]] = {"overdue": OVERDUE, "actions_overdue": OVERDUE, "due_soon": DUE_SOON}


def write_dashboard(sheet: Worksheet, book: Workbook, content: Content, formats: Formats) -> None:
    """Write the page and name its figures."""
    sheet.hide_gridlines(2)
    sheet.set_default_row(ROW * 0.75)
    sheet.set_column(0, 0, MARGIN)
    sheet.set_column(1, LAST, WIDTH)
    sheet.set_column(LAST + 1, LAST + 1, MARGIN)
    _head(sheet, book, content, formats)
    named = {figure.name: figure for figure in FIGURES}
    figures = [*(named.pop(name) for name in _FIRST), *named.values()]
    beside = LAST // _TILE
    for place, figure in enumerate(figures):
        row, column = 5 + 3 * (place // beside), 1 + _TILE * (place % beside)
        _tile(sheet, row, column, figure, content, formats)
        book.define_name(f"ncr_{figure.name}", f"={NAME}!${letters(column)}${row + 2}")
    last = write_panels(Canvas(sheet, book, NAME, content, formats), 5 + 3 * -(-len(figures) // beside))
    sheet.set_tab_color(_DARK)
    set_page(sheet, NAME, content, landscape=False)
    sheet.print_area(0, 0, last, LAST + 1)
    sheet.fit_to_pages(1, 1)
    sheet.center_horizontally()


def _head(sheet: Worksheet, book: Workbook, content: Content, formats: Formats) -> None:
    band = formats.get(bg_color=_DARK)
    for row, height in ((0, 30), (1, 20)):
        sheet.set_row(row, height)
        for column in range(LAST + 2):
            sheet.write_blank(row, column, None, band)
    sheet.write_string(0, 1, pgettext("sheet", NAME), formats.get(bold=True, font_size=20, font_color="#FFFFFF",
                                                                  bg_color=_DARK, valign="vcenter"))
    organisation, cell = content.register.settings.organisation, setting_cell("organisation")
    nameless = gettext("Audit findings")
    sheet.write_formula(1, 1, f'=IF({cell}="","{nameless}",{cell})',
                        formats.get(font_size=11, font_color="#FFFFFF", bg_color=_DARK, valign="top"),
                        organisation or nameless)
    sheet.set_row(2, 6)
    sheet.set_row(3, 20)
    sheet.write_string(3, 1, gettext("Figures as of"), formats.get(valign="vcenter", font_color=INK))
    day = formats.get(num_format=DAY, bold=True, align="center", valign="vcenter", border=1, border_color=LINE)
    if content.fixed_day:
        sheet.write_datetime(3, 3, content.today, day)
    else:
        sheet.write_formula(3, 3, "=TODAY()", day, serial(content.today))
    sheet.set_column(3, 3, max(WIDTH, 11))
    book.define_name("ncr_as_of", f"={NAME}!$D$4")
    _hint(sheet, content, formats)
    sheet.data_validation(3, 3, 3, 3, {
        "validate": "date", "criteria": "between", "minimum": date(2015, 1, 1), "maximum": date(2100, 12, 31),
        "input_title": shortened(gettext("The day of the figures"), TITLE_LENGTH), "input_message": gettext(
            "Today, by itself. Type a date to look at another day; write =TODAY() to return."),
        "error_title": shortened(gettext("A date, please"), TITLE_LENGTH),
        "error_message": gettext("This cell takes a real date, such as 2026-03-20, or =TODAY().")})
    sheet.set_row(4, 6)


_HINT = gettext_noop("Today, by itself. Type a date over it for another day. Click on a figure to see what it counts.")
_UNTOLD = gettext_noop("Findings without a Status, counted neither as open nor as closed:")
_BELOW = gettext_noop("Rows below the end of a table, which are not counted (see ncr doctor):")


def _hint(sheet: Worksheet, content: Content, formats: Formats) -> None:
    """What the day means; or what is not counted: rows below a table (which only Excel makes longer by itself), and
    findings without a status."""
    below = "+".join(f"COUNTA({span(kind, 'id', content.reach(kind))})-COUNTA({kind.SHEET.in_table('id')})"
                     for kind in (Finding, Action))
    look = formats.get(italic=True, font_size=10, font_color=QUIET, valign="vcenter", indent=1)
    number = len(without_status(content.register))
    below, without = content.formula(below), content.formula(WITHOUT_STATUS)
    hint, untold = gettext(_HINT), f"{gettext(_UNTOLD)} "
    sheet.write_formula(3, 4, f'=IF({below}>0,"{gettext(_BELOW)} "&{below},IF({without}>0,"{untold}"&{without},'
                        f'"{hint}"))', look, f"{untold}{number}" if number else hint)
    sheet.conditional_format(3, 4, 3, LAST, {"type": "formula", "criteria": f"={below}+{without}>0",
                                             "format": formats.get(**OVERDUE)})


def _tile(sheet: Worksheet, row: int, column: int, figure: Figure, content: Content, formats: Formats) -> None:
    """A figure under its title; what it counts is shown where somebody selects it."""
    edge = {"left": 5, "left_color": "#FFFFFF", "right": 5, "right_color": "#FFFFFF"}
    title = pgettext("figure", figure.title)
    shared = {"bg_color": _LIGHT, "align": "center", "valign": "vcenter", **edge}
    sheet.set_row(row, 18)
    sheet.merge_range(row, column, row, column + 1, title, formats.get(font_color=INK, **shared))
    sheet.set_row(row + 1, 32)
    look = formats.get(font_size=24, bold=True, font_color=_DARK, num_format="0", **shared)
    sheet.merge_range(row + 1, column, row + 1, column + 1, "", look)
    sheet.write_formula(row + 1, column, f"={content.formula(figure.formula)}", look,
                        figure.count(content.register, content.today))
    sheet.data_validation(row + 1, column, row + 1, column, {
        "validate": "any", "input_title": shortened(title, TITLE_LENGTH),
        "input_message": shortened(pgettext("figure", figure.meaning), MESSAGE_LENGTH)})
    sheet.set_row(row + 2, 6)
    if figure.name in _ALARMS:
        sheet.conditional_format(row, column, row + 1, column + 1, {
            "type": "formula", "criteria": f"=ncr_{figure.name}>0", "format": formats.get(**_ALARMS[figure.name])})
