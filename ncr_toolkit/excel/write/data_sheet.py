"""One sheet people type rows into: hidden keys, title band, table, drop-downs, colours, page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.text import width_of
from ncr_toolkit.common.translation import pgettext
from ncr_toolkit.core.first_findings import serial
from ncr_toolkit.core.schema import Column, Record, Sheet, in_brackets
from ncr_toolkit.core.workbook_words import is_of_choices, shown
from ncr_toolkit.excel.write.cell_writer import CellWriter
from ncr_toolkit.excel.write.colours import add_colours
from ncr_toolkit.excel.write.content import FIRST, HEADER, KEYS, TITLE, Content, letter
from ncr_toolkit.excel.write.derived_columns import DERIVED
from ncr_toolkit.excel.write.formats import DARK, Formats, cell_properties
from ncr_toolkit.excel.write.print_setup import set_table_page
from ncr_toolkit.excel.write.user_additions_writer import add_own_columns, own_headings, write_own_cells
from ncr_toolkit.excel.write.validation import rule
from ncr_toolkit.excel.write.xlsxwriter_fast import fitting_height

if TYPE_CHECKING:
    from ncr_toolkit.excel.write.xlsxwriter_fast import QuickSheet


def write_records(sheet: QuickSheet, kind: type[Record], content: Content, formats: Formats) -> None:
    """Write a whole data sheet with its rows."""
    frame(sheet, kind, content, formats)
    last = content.reach(kind)
    for number, column in enumerate(kind.SHEET.columns):
        allowed = rule(kind, column, content, kept=column.key in content.kept)
        sheet.data_validation(FIRST, number, last - 1, number, allowed)
    add_colours(sheet, kind, content, formats)
    _rows(CellWriter(sheet, formats), kind, content)
    write_own_cells(CellWriter(sheet, formats), kind, content)
    for column in kind.SHEET.columns:
        if not column.typed:
            _computed(sheet, kind, column, content, formats)


def frame(sheet: QuickSheet, kind: type[Record], content: Content, formats: Formats) -> None:
    """Keys, title band, table with its header, widths, panes, tab and page of a sheet."""
    about, columns, own = kind.SHEET, kind.SHEET.columns, content.own_columns(kind)
    folded = _folded(about)
    for number, column in enumerate(columns):
        hidden = content.hides(kind, column)
        sheet.set_column(number, number, content.width(column), formats.column(column),
                         {"level": int(number in folded and not hidden), "hidden": hidden})
        sheet.write_string(KEYS, number, column.key, formats.key())
    sheet.set_row(KEYS, None, None, {"hidden": True})
    sheet.outline_settings(symbols_right=False)  # the sign to fold stands above the column that stays in view
    title_band(sheet, about, content, formats)
    add_own_columns(sheet, kind, content, formats)
    headings = [*(_heading(kind, column, formats, content) for column in columns),
                *own_headings(kind, content, formats)]
    sheet.add_long_table(HEADER, HEADER + content.prepared(kind), len(columns) + len(own) - 1, {
        "name": about.table, "style": None, "columns": headings})
    sheet.set_row(HEADER, 34)
    frozen = 2 if len(columns) > 1 and columns[1].name == about.id_field else 1
    sheet.freeze_panes(FIRST, frozen)
    sheet.set_selection(FIRST, 0, FIRST, 0)
    sheet.set_tab_color(DARK[about.step])
    set_table_page(sheet, about, content, frozen, [column.width for column in own if not column.hidden])
    whole = f"A{FIRST + 1}:{letter(kind, columns[-1].name)}{content.reach(kind)}"
    sheet.ignore_errors({"number_stored_as_text": whole, "calculated_column": whole})


def title_band(sheet: QuickSheet, about: Sheet, content: Content, formats: Formats) -> None:
    """The sheet's name, and in the first column free of it what the sheet is for. Never merged: people move columns."""
    sheet.set_row(TITLE, 30, formats.about(about.step))
    name = pgettext("sheet", about.name)
    sheet.write_string(TITLE, 0, name, formats.title(about.step))
    needed, number = 1.75 * width_of(name) + 2, 0
    while needed > 0 and number < len(about.columns) - 1:
        needed -= content.width(about.columns[number])
        number += 1
    for blank in range(1, len(about.columns)):
        sheet.write_blank(TITLE, blank, None, formats.about(about.step))
    sheet.write_string(TITLE, number, content.about(about), formats.about(about.step))
    for band in about.bands:
        sheet.write_string(TITLE, _number(about, band.first), pgettext("band", band.name), formats.band(about.step))


def _folded(about: Sheet) -> set[int]:
    """The numbers of the columns that can be folded away."""
    return {number for band in about.bands if band.folds
            for number in range(_number(about, band.folds[0]), _number(about, band.folds[1]) + 1)}


def _number(about: Sheet, name: str) -> int:
    return about.columns.index(about.by_name[name])


def _heading(kind: type[Record], column: Column, formats: Formats, content: Content) -> dict[str, Any]:
    heading = {"header": content.header(column), "header_format": formats.header(
        kind.SHEET.step, quiet=column.key in DERIVED or column.key in content.kept)}
    if column.key in DERIVED:  # so that rows which Excel adds to the table are computed too
        cells = {name: f"{kind.SHEET.table}[[#This Row],[{in_brackets(content.header(other))}]]"
                 for name, other in kind.SHEET.by_name.items()}
        heading["formula"] = "=" + content.formula(DERIVED[column.key].formula).format(**cells)
    return heading


def _rows(pen: CellWriter, kind: type[Record], content: Content) -> None:
    looks = {column.name: cell_properties(column) for column in kind.SHEET.columns}
    places = {column.name: (number, content.header(column), looks[column.name], pen.formats.get(**looks[column.name]))
              for number, column in enumerate(kind.SHEET.columns)}
    computed = [column for column in kind.SHEET.columns if not column.typed]
    ours = {column.name: column for column in kind.SHEET.columns if is_of_choices(column)}
    own = kind.SHEET.id_field or kind.SHEET.columns[0].name
    for row, given in enumerate(content.of(kind), start=FIRST):
        values = {**given, **{name: shown(column, value) for name, column in ours.items()
                              if type(value := given.get(name)) is str}}
        seen = {**values, **_shown(content.register.records[kind][row - FIRST], computed, content)}
        if height := fitting_height(kind.SHEET, seen if computed else values):
            pen.sheet.set_row(row, height)
        record = f"{kind.SHEET.name}, row {row + 1} ({values.get(own) or 'no id'})"
        for name, value in values.items():
            if value is None or value == "":
                continue
            number, header, look, form = places[name]
            pen.place = f"{record}, column {header}"
            if type(value) is str:  # most of them
                pen.write_text(row, number, value, form)
            else:
                pen.write(row, number, value, look)


def _shown(record: Record, computed: Sequence[Column], content: Content) -> dict[str, str | int | date]:
    """What the computed columns of a record show."""
    return {column.name: DERIVED[column.key].value(record, content) for column in computed}


def _computed(sheet: QuickSheet, kind: type[Record], column: Column, content: Content, formats: Formats) -> None:
    """The row formulas, with plain references (LibreOffice bears no [@Column]) and the values they have today."""
    derived, look = DERIVED[column.key], formats.column(column)
    number = kind.SHEET.columns.index(column)
    records = content.register.records[kind]
    places = {name: f"{letter(kind, name)}{{0}}" for name in kind.SHEET.by_name}
    cells = content.formula(derived.formula).format(**places)
    for count in range(content.prepared(kind)):
        row = FIRST + count
        value = derived.value(records[count], content) if count < len(records) else ""
        sheet.write_formula(row, number, f"={cells.format(row + 1)}", look,
                            serial(value) if isinstance(value, date) else value)
