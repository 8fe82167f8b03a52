"""How cells look and what that does to what is typed: colours, number formats, fixed rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from openpyxl.styles.numbers import is_date_format

from ncr_toolkit.common.text import plural
from ncr_toolkit.core.schema import Column, Kind
from ncr_toolkit.excel.doctor.fresh_register import colour_rules, column_format, shape
from ncr_toolkit.excel.doctor.ranges import Area, as_ranges, by_column, column_cells
from ncr_toolkit.excel.doctor.registry import REBUILD, Remark, fact, look, watch
from ncr_toolkit.excel.opc.address import letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from ncr_toolkit.excel.doctor.opened import Opened, OurSheet

TEXT = "@"


@look("colours")
def colours(opened: Opened) -> Iterator[Remark]:
    """Colour rules that are gone from a sheet, or from rows with data."""
    for sheet in opened.input_sheets:
        assert sheet.sheet is not None
        wanted, areas = opened.template.colours(sheet.kind), dict[str, Area]()
        for where, formula in colour_rules(sheet.sheet):
            areas.setdefault(shape(formula), Area()).add(where)
        gone = [each for each in wanted if each not in areas]
        own = sheet.layout.columns.get(sheet.kind.SHEET.label_field, min(sheet.layout.columns.values()))
        bare = sorted({row for each in wanted if each in areas for row in areas[each].without(own, sheet.rows)})
        if gone:
            yield watch(sheet.name, "", f"{len(gone)} of {plural(len(wanted), 'colour rule')} are gone: what is late, "
                        "or named in Check results, is not marked.", REBUILD,
                        together="Colour rules are gone: what is late, or named in Check results, is not marked.")
        elif bare:
            yield watch(sheet.name, as_ranges(column_cells(own, bare)), "The colours do not reach "
                        f"{plural(len(bare), 'row')} with data.",
                        "Copy a row that has them, select these rows, Paste Special > Formats.")


@look("text format")
def text_format(opened: Opened) -> Iterator[Remark]:
    """Text columns that are no longer of text: what is typed there next, Excel may turn into a number or a date."""
    for sheet in opened.input_sheets:
        for place, column in _of_format(opened, sheet, TEXT):
            cells = {row: cell for row, cell in sheet.cells.get(place, {}).items() if row >= sheet.first}
            bad = [row for row, cell in cells.items() if cell.number_format != TEXT]
            new = not cells and column_format(_sheet(sheet), place) != TEXT
            if not bad and not new:
                continue
            where = as_ranges(column_cells(place, bad)) or letters(place) + ":" + letters(place)
            say = watch if column.exact else fact
            risk = "5.10 typed there becomes 5.1" if column.exact else "a text such as 1-2 becomes a date"
            yield say(sheet.name, where, f"Cells of '{column.header}' are no longer cells of text: {risk}.",
                      "Select the column, Home > Number Format > Text. What has changed already must be typed again.",
                      together=f"Cells are no longer cells of text: {risk}.")


@look("date format")
def date_format(opened: Opened) -> Iterator[Remark]:
    """Dates that are shown as plain numbers."""
    for sheet in opened.input_sheets:
        for column, spots in by_column(sheet, lambda column, cell: column.kind is Kind.DATE and cell.data_type == "n"
                                       and not is_date_format(cell.number_format)):
            yield watch(sheet.name, as_ranges(spots), f"{plural(len(spots), 'date')} of '{column.header}' "
                        f"{'is' if len(spots) == 1 else 'are'} shown as plain numbers, such as 46101.",
                        "Select the cells, Home > Number Format > Short Date.",
                        together="Dates are shown as plain numbers, such as 46101.")


@look("fixed rows")
def fixed_rows(opened: Opened) -> Iterator[Remark]:
    """Sheets whose header scrolls away."""
    for sheet in opened.data_sheets:
        if not _sheet(sheet).freeze_panes:
            yield fact(sheet.name, "", "The header is no longer fixed and scrolls away.",
                       "Click the first cell below the header, right of the ids; View > Freeze Panes.",
                       together="The header is no longer fixed and scrolls away.")


def _of_format(opened: Opened, sheet: OurSheet, number_format: str) -> Iterator[tuple[int, Column]]:
    """The typed columns that have this number format from the start."""
    for place, column in sheet.typed.items():
        if opened.template.number_format(sheet.kind, column) == number_format:
            yield place, column


def _sheet(sheet: OurSheet) -> Worksheet:
    assert sheet.sheet is not None
    return sheet.sheet

