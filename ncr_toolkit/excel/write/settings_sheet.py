"""The sheet Register: the settings, one a row, and the sheet Check results."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncr_toolkit.common.translation import gettext, gettext_noop, pgettext
from ncr_toolkit.core import workbook_words
from ncr_toolkit.core.model import Result, Settings
from ncr_toolkit.excel.write.cell_writer import CellWriter
from ncr_toolkit.excel.write.content import FIRST, HEADER, KEYS, TITLE, Content, letter
from ncr_toolkit.excel.write.data_sheet import frame
from ncr_toolkit.excel.write.formats import (
    DARK,
    DUE_SOON,
    LINE,
    LINK,
    MARKED,
    OVERDUE,
    ROW_LINE,
    Formats,
    cell_properties,
)
from ncr_toolkit.excel.write.print_setup import set_page
from ncr_toolkit.excel.write.user_additions_writer import write_own_settings
from ncr_toolkit.excel.write.validation import rule
from ncr_toolkit.excel.write.xlsxwriter_fast import height_of, lines_needed

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_HEIGHT = 21  # points, of a row of one line
_KEY, _LABEL, _VALUE, _HELP = 20, 33, 48, 58
"""The widths of the columns, in characters: together few enough for one upright page in letters that can be read."""

NONE_YET = gettext_noop("No check has been written here yet.")


def write_settings(sheet: Worksheet, content: Content, formats: Formats) -> None:
    """Write the settings: key hidden in column A, label in B, value in C, help in D."""
    about = Settings.SHEET
    for number, width in enumerate((_KEY, _LABEL, _VALUE, _HELP)):
        sheet.set_column(number, number, width, None, {"hidden": number == 0})
    sheet.set_row(KEYS, None, None, {"hidden": True})
    sheet.set_row(TITLE, 30, formats.about(about.step))
    sheet.write_string(TITLE, 1, pgettext("sheet", about.name), formats.title(about.step))
    sheet.write_string(TITLE, 2, content.about(about), formats.about(about.step))
    sheet.write_blank(TITLE, 3, None, formats.about(about.step))
    head = formats.get(bold=True, font_color="#FFFFFF", bg_color=DARK[about.step], valign="vcenter")
    for number, text in enumerate((gettext("Setting"), gettext("Value"), gettext("What it means")), start=1):
        sheet.write_string(HEADER, number, text, head)
    sheet.set_row(HEADER, 22)
    _settings_rows(sheet, content, formats)
    last = FIRST + len(about.columns)
    sheet.conditional_format(f"C{FIRST + 1}:C{last}", {
        "type": "formula", "criteria": f"=COUNTIF(ncr_result_keys,$A{FIRST + 1})>0", "format": formats.get(**MARKED)})
    write_own_settings(CellWriter(sheet, formats), content)
    sheet.freeze_panes(FIRST, 0)
    sheet.set_selection(FIRST + 1, 2, FIRST + 1, 2)
    sheet.set_tab_color(DARK[about.step])
    set_page(sheet, about.name, content, landscape=False)
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"C{FIRST + 1}:C{FIRST + len(about.columns)}"})


def _settings_rows(sheet: Worksheet, content: Content, formats: Formats) -> None:
    pen = CellWriter(sheet, formats)
    line = {"bottom": 1, "bottom_color": "#D9D9D9", "valign": "vcenter", "text_wrap": True}
    for row, column in enumerate(Settings.SHEET.columns, start=FIRST):
        value = workbook_words.in_cell(column, content.settings.get(column.name))
        told = content.help(column)
        sheet.set_row(row, max(_HEIGHT, height_of(max(lines_needed(told, _HELP), lines_needed(value, _VALUE)))))
        sheet.write_string(row, 0, column.key, formats.key())
        sheet.write_string(row, 1, content.header(column), formats.get(bold=True, **line))
        sheet.write_string(row, 3, told, formats.get(font_color="#6B6B6B", **line))
        ours = {"font_color": "#6B6B6B"} if "Made by the tool" in column.help else {}
        box = {**cell_properties(column), "border": 1, "border_color": LINE, "valign": "vcenter", **ours}
        sheet.write_blank(row, 2, None, formats.get(**box))
        pen.place = f"{Settings.SHEET.name}, {column.header}"
        pen.write(row, 2, value, box)
        sheet.data_validation(row, 2, row, 2, rule(Settings, column, content))


def write_results(sheet: Worksheet, content: Content, formats: Formats) -> None:
    """Write the sheet as it is before the first check; `results` fills it, in the formats of its columns."""
    frame(sheet, Result, content, formats)
    for number, column in enumerate(Result.SHEET.columns):
        look: dict[str, object] = {**LINK} if column.name == "place" else {}
        sheet.set_column(number, number, column.width, formats.get(text_wrap=True, valign="top", **ROW_LINE, **look))
    sheet.write_string(FIRST, 0, gettext(NONE_YET), formats.get(italic=True, font_color="#6B6B6B"))
    level = letter(Result, "level")
    for word, colours in (("error", OVERDUE), ("warning", DUE_SOON)):
        sheet.conditional_format(f"{level}{FIRST + 1}:{level}{content.reach(Result)}", {
            "type": "formula", "criteria": f'=${level}{FIRST + 1}="{word}"', "format": formats.get(**colours)})
