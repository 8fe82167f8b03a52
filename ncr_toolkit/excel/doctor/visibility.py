"""What keeps people from seeing what is there: merged, hidden and filtered cells, and rows far below the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ncr_toolkit.common.text import plural, quoted
from ncr_toolkit.excel.doctor.ranges import Area, as_ranges, column_cells
from ncr_toolkit.excel.doctor.registry import Remark, fact, look, lost, watch
from ncr_toolkit.excel.opc.address import Address, letters
from ncr_toolkit.excel.opc.package import relations
from ncr_toolkit.excel.read.layout import known_sheet
from ncr_toolkit.excel.write.content import REACH

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened, OurSheet

_MERGED = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\b[^<>]*\bref=["']([^"']+)["']""")
_USED = re.compile(rb"""<(?:[\w.-]+:)?dimension\b[^<>]*\bref=["'][^"':]*:\$?[A-Z]+\$?([0-9]+)["']""")
_FILTER = re.compile(rb"<(?:[\w.-]+:)?filterColumn\b")
GHOST = 2 * REACH
SHOWN = 5


@look("far cell", whole=False)
def far_cell(opened: Opened) -> Iterator[Remark]:
    """Cells so far out that nothing on the sheet can be read."""
    for name, xml in opened.xml.items():
        if far := xml.far_cell():
            say = lost if known_sheet(name) else watch
            yield say(name, far, "Something stands in this cell, so far out that the sheet cannot be read.",
                      "Clear the cell, or delete the empty rows or columns before it, and save.")


@look("ghost rows", whole=False)
def ghost_rows(opened: Opened) -> Iterator[Remark]:
    """Empty rows that Excel drags along."""
    for name, depth in opened.depths.items():
        used = _USED.search(opened.xml[name].data, 0, 4096)
        listed = max(depth.listed, int(used[1]) if used else 0)
        if listed > max(GHOST, 2 * depth.used) and not opened.xml[name].far_cell():
            yield watch(name, f"{depth.used + 1}:{listed}", f"The sheet is in use down to row {listed:,}, though its "
                        f"last filled row is {depth.used:,}: it becomes slow and large.",
                        f"Select row {depth.used + 1}, press Ctrl+Shift+End, Home > Delete > Delete Sheet Rows, save.")


@look("merged", whole=False)
def merged(opened: Opened) -> Iterator[Remark]:
    """Merged cells in the data: only the first of them holds the value."""
    for sheet in opened.input_sheets:
        found = [each.decode("ascii", "ignore") for each in _MERGED.findall(opened.xml[sheet.name].data)]
        last = max(sheet.layout.columns.values(), default=0)
        inside = [each for each in found for low, high in Area(each).corners
                  if high.row >= sheet.first - 1 and low.column <= last]
        if inside:
            more = f" and {len(inside) - SHOWN} more" if len(inside) > SHOWN else ""
            yield watch(sheet.name, ", ".join(inside[:SHOWN]) + more, "Merged cells: only the first holds the value, "
                        "the others are read as empty, and the sheet can no longer be sorted.",
                        "Select them, Home > Merge & Center (off), and fill in each row.")


@look("hidden rows", whole=False)
def hidden_rows(opened: Opened) -> Iterator[Remark]:
    """Rows with data that are hidden, by hand or by a filter."""
    for sheet in opened.input_sheets:
        rows = [row for row in sheet.rows if row in sheet.facts.hidden]
        if not rows:
            continue
        where = as_ranges(column_cells(min(sheet.layout.columns.values()), rows))
        if _filtered(opened, sheet):
            yield fact(sheet.name, where, f"A filter hides {plural(len(rows), 'row')} with data; ncr reads all rows.",
                       "To see them: Data > Clear.")
        else:
            yield watch(sheet.name, where, f"{plural(len(rows), 'row')} with data {'is' if len(rows) == 1 else 'are'} "
                        "hidden; ncr reads all rows, and what is in them goes into responses.",
                        "Select all (Ctrl+A), right-click a row number, Unhide; then hide row 1, the keys, again.")


def _filtered(opened: Opened, sheet: OurSheet) -> bool:
    package = opened.package
    if _FILTER.search(opened.xml[sheet.name].data):
        return True
    if sheet.sheet is None:
        path = next(part.path for part in package.sheets if part.name == sheet.name)
        return any(_FILTER.search(package.part(target)) for kind, target in relations(package, path).values()
                   if kind == "table" and target in package.members)
    return any(table.autoFilter is not None and table.autoFilter.filterColumn for table in sheet.sheet.tables.values())


@look("hidden columns")
def hidden_columns(opened: Opened) -> Iterator[Remark]:
    """Columns of ours with data that are hidden."""
    for sheet in opened.input_sheets:
        assert sheet.sheet is not None
        hidden = Area(" ".join(f"{letters(each.min - 1)}:{letters(each.max - 1)}"
                               for each in sheet.sheet.column_dimensions.values()
                               if each.hidden and each.min and each.max))
        gone = {place: column for place, column in sheet.typed.items() if hidden.column(place)
                and any(row >= sheet.first for row in sheet.cells.get(place, ()))}
        if gone:
            yield fact(sheet.name, as_ranges(Address(sheet.layout.header_row, place) for place in gone),
                       f"Hidden columns hold data: {quoted(column.header for column in gone.values())}; they are read "
                       "like the others.", "To see them: Ctrl+A, right-click a column letter, Unhide.")
