"""The first free row of a sheet that people type rows into, wherever they have moved its columns."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.read import layout
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.reader import read_sheets
from ncr_toolkit.excel.read.sheetscan import table_end


@dataclass(frozen=True, slots=True)
class FreeRow:
    """The first row of a sheet below which nothing stands."""

    sheet: str  # as the file calls it
    row: int  # from 1
    letters: dict[str, str]  # of the columns that are there, by field


def free_row(register: Path, kind: type[Record], more: int) -> FreeRow | None:
    """Where `more` rows can be added to the sheet `kind` of a register; None where it has no such sheet.

    Raises CannotRun as `read_sheets`, and where the sheet's table has no room for as many.
    """
    package, _, sheets = read_sheets(register, str(register))
    own = next((each for each in sheets if each.kind is kind), None)
    found = layout.find(kind.SHEET, own.rows) if own is not None else layout.Layout()
    if own is None or not found.found:
        return None
    last = max((number for number, row in enumerate(own.rows) if any(map(text, row))), default=0)
    row = max(last, found.header_row) + 2
    end = table_end(package, own.part.path, kind.SHEET.table)
    if end and row + more - 1 > end:
        raise CannotRun(f"The table on the sheet '{own.part.name}' of {register} ends in row {end}, and has no room "
                        f"for {more} more; in Excel drag its lower right corner down, save, and run again.")
    return FreeRow(own.part.name, row, {name: letters(place) for name, place in found.columns.items()})
