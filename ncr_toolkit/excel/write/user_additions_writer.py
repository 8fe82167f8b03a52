"""Writes what people added to the template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.translation import gettext
from ncr_toolkit.core.model import Settings
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.write.cell_writer import CellWriter
from ncr_toolkit.excel.write.content import FIRST, KEYS, TITLE, Content
from ncr_toolkit.excel.write.formats import DARK, LIGHT, Formats
from ncr_toolkit.excel.write.user_additions import BAND
from ncr_toolkit.excel.write.written_values import Value
from ncr_toolkit.excel.write.xlsxwriter_fast import QuickSheet

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_PLAIN = {"valign": "top"}
_WRAPPED = {"valign": "top", "text_wrap": True}


def add_own_columns(sheet: Worksheet, kind: type[Record], content: Content, formats: Formats) -> None:
    """Widths, keys and the title band of the columns people added to a data sheet."""
    step = kind.SHEET.step
    for number, column in enumerate(content.own_columns(kind), start=len(kind.SHEET.columns)):
        sheet.set_column(number, number, column.width, None, {"hidden": column.hidden})
        CellWriter(sheet, formats).write(KEYS, number, column.key, {"font_size": 8})
        sheet.write_blank(TITLE, number, None, formats.about(step))
        if number == len(kind.SHEET.columns):
            sheet.write_string(TITLE, number, gettext(BAND), formats.get(italic=True, font_color=DARK[step],
                                                                bg_color=LIGHT[step], valign="vcenter"))


def own_headings(kind: type[Record], content: Content, formats: Formats) -> list[dict[str, Any]]:
    """Their headers, as XlsxWriter wants them for a table: light instead of dark."""
    step = kind.SHEET.step
    look = formats.get(bold=True, font_color=DARK[step], bg_color=LIGHT[step], text_wrap=True, valign="vcenter",
                       border=1, border_color=DARK[step])
    return [{"header": column.header, "header_format": look} for column in content.own_columns(kind)]


def write_own_cells(pen: CellWriter, kind: type[Record], content: Content) -> None:
    """What stands in the columns people added to a data sheet."""
    for number, column in enumerate(content.own_columns(kind), start=len(kind.SHEET.columns)):
        for row, value in enumerate(column.values, start=FIRST):
            pen.place = f"{kind.SHEET.name}, row {row + 1}, column {column.header}"
            pen.write(row, number, value, _look(value))


def write_own_settings(pen: CellWriter, content: Content) -> None:
    """Rows that people added to the sheet Register."""
    for spot, value in content.own.settings.items():
        pen.place = f"{Settings.SHEET.name}, {letters(spot.column)}{spot.row + 1}"
        pen.write(spot.row, spot.column, value, _WRAPPED)


def write_own_sheets(book: Workbook, content: Content, formats: Formats) -> dict[str, Worksheet]:
    """The sheets people added, after those of the template; gives them by name."""
    made = {}
    for own in content.own.sheets:
        made[own.name] = sheet = book.add_worksheet(own.name, QuickSheet)
        if own.state != "visible":
            (sheet.very_hidden if own.state == "veryHidden" else sheet.hide)()
        for column, width in own.widths.items():
            sheet.set_column(column, column, width)
        pen = CellWriter(sheet, formats)
        for spot, value in own.cells.items():
            pen.place = f"{own.name}, {letters(spot.column)}{spot.row + 1}"
            pen.write(spot.row, spot.column, value, _look(value))
    return made


def write_notes(sheets: dict[str, Worksheet], content: Content) -> None:
    """The notes on cells, on whatever sheet."""
    for name, notes in content.own.notes.items():
        for spot, note in notes.items():
            sheets[name].write_comment(spot.row, spot.column, note.text, {"author": note.author, "x_scale": 2})


def _look(value: Value) -> dict[str, Any]:
    return _WRAPPED if isinstance(value, str) and ("\n" in value or len(value) > 60) else _PLAIN
