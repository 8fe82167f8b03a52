"""The public holidays in a filled register: those of the country that is chosen now, put where its formulas look."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ncr_toolkit.core.clocks import HOLIDAYS, WEEKEND
from ncr_toolkit.core.packs.days_off import DaysOff
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.excel.opc.address import address_of, letters
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse
from ncr_toolkit.excel.patch.fill_cells import Value
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.reader import SheetRead, read_sheets
from ncr_toolkit.excel.write.days_off_lists import MADE_OF, holidays_listed, made_of, weekend_word


def days_off_to_write(register: Path, off: DaysOff, today: date) -> dict[Cell, Value] | None:
    """What is to stand in which cells so that the workbook counts by these days off; {} where it does already, None
    where the workbook has no room for them, as those of an older template. Raises CannotRun as `read_sheets`."""
    package, _, sheets = read_sheets(register, str(register))
    places = _places(package)
    if not places.keys() >= {WEEKEND, HOLIDAYS, MADE_OF}:
        return None
    values: dict[Cell, Value] = {places[WEEKEND][0]: weekend_word(off), places[MADE_OF][0]: made_of(off, today)}
    if all(_stands(cell, sheets) == value for cell, value in values.items()):
        return {}
    days: list[Value] = [*holidays_listed(off, today)]
    room = places[HOLIDAYS]
    return values | dict(zip(room, [*days, *[""] * (len(room) - len(days))], strict=False))


def _places(package: WorkbookPackage) -> dict[str, list[Cell]]:
    """The cells that each name of the workbook leads to, of those that lead to cells of one column."""
    book = parse(package.name, package.part(package.workbook))
    found = ((each.get("name", ""), list(_cells(each.text or ""))) for each in book.iter("{*}definedName"))
    return {name: cells for name, cells in found if name in (WEEKEND, HOLIDAYS, MADE_OF) and cells}


def _cells(area: str) -> Iterator[Cell]:
    sheet, _, cells = area.rpartition("!")
    first, _, last = cells.replace("$", "").partition(":")
    top, bottom = address_of(first), address_of(last or first)
    if top is not None and bottom is not None:
        for row in range(top.row, bottom.row + 1):
            yield Cell(sheet.strip("'").replace("''", "'"), f"{letters(top.column)}{row + 1}")


def _stands(cell: Cell, sheets: list[SheetRead]) -> str:
    """The text of a cell, '' where nothing stands there."""
    where = address_of(cell.ref or "")
    rows = next((each.rows for each in sheets if each.part.name == cell.sheet), ())
    if where is None or where.row >= len(rows) or where.column >= len(rows[where.row]):
        return ""
    return text(rows[where.row][where.column])
