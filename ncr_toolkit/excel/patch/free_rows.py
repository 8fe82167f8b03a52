"""Room for new rows on a sheet that people type rows into, wherever they have moved its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.schema import Cell, Record
from ncr_toolkit.excel.opc.address import letters, whole
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse
from ncr_toolkit.excel.patch.workbook_parts import tag, xml
from ncr_toolkit.excel.read import layout
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.reader import SheetRead, read_sheets
from ncr_toolkit.excel.read.sheetscan import table_end, table_part
from ncr_toolkit.excel.write.derived_columns import DERIVED


@dataclass(frozen=True, slots=True)
class FreeRows:
    """Rows of a sheet below which nothing stands."""

    sheet: str  # as the file calls it
    numbers: range  # from 1
    letters: dict[str, str]  # of the columns that are there, by field
    own: dict[str, str]  # the same of people's own columns, by folded header
    kind: type[Record]
    table: str = ""  # the part of the table that has to grow by them, '' where none has to

    def cell(self, place: int, name: str) -> Cell:
        """The cell of a column in one of the rows, counted from 0."""
        return Cell(self.sheet, f"{self.letters[name]}{self.numbers[place]}")

    def formulas(self, worded: Callable[[str], str]) -> dict[str, str]:
        """The formulas of the computed columns in these rows, by cell, each `worded` for this workbook: only Excel
        fills them in by itself."""
        derived = {name: worded(DERIVED[column.key].formula) for name, column in self.kind.SHEET.by_name.items()
                   if column.key in DERIVED and name in self.letters}
        if any(name not in self.letters for name in self.kind.SHEET.by_name) or not derived:
            return {}
        return {f"{self.letters[name]}{row}": formula.format(**{each: f"{letter}{row}" for each, letter
                                                                in self.letters.items()})
                for row in self.numbers for name, formula in derived.items()}


def free_rows(register: Path, kind: type[Record], more: int) -> FreeRows | None:
    """Where `more` rows can be added to the sheet `kind` of a register; None where it has no such sheet.

    Raises CannotRun as `read_sheets`, and where the sheet's table cannot grow.
    """
    return free_rows_of(register, {kind: more}).get(kind)


def free_rows_of(register: Path, wanted: Mapping[type[Record], int]) -> dict[type[Record], FreeRows]:
    """The same for several sheets, read once; a sheet that the register does not have is left out. Raises as
    `free_rows`."""
    package, _, sheets = read_sheets(register, str(register))
    found = {kind: free_rows_in(package, sheets, kind, more) for kind, more in wanted.items()}
    return {kind: rows for kind, rows in found.items() if rows is not None}


def free_rows_in(package: WorkbookPackage, sheets: Sequence[SheetRead], kind: type[Record], more: int) \
        -> FreeRows | None:
    """The same in a register that is read already. Raises CannotRun where the sheet's table cannot grow."""
    own = next((each for each in sheets if each.kind is kind), None)
    found = layout.find(kind.SHEET, own.rows) if own is not None else layout.Layout()
    if own is None or not found.found:
        return None
    last = max((number for number, row in enumerate(own.rows, start=1) if any(map(text, row))), default=0)
    row = max(last, found.header_row + 1) + 1
    end, table = table_end(package, own.part.path, kind.SHEET.table), ""
    if end and row + more - 1 > end:
        table = table_part(package, own.part.path, kind.SHEET.table)
        if row > end + 1 or _has_totals(package, table):
            raise CannotRun(f"The table on the sheet '{own.part.name}' of {package.name} ends in row {end}, and has no "
                            f"room for {more} more, as something stands below it; in Excel move that away (or switch "
                            "off Table Design > Total Row), save, and run again.")
    return FreeRows(own.part.name, range(row, row + more), {name: letters(place) for name, place
                                                            in found.columns.items()}, own_columns(own, found),
                    kind, table)


def own_columns(sheet: SheetRead, found: layout.Layout) -> dict[str, str]:
    """The letters of the columns that people added to a sheet of ours, by folded header."""
    ours = set(found.columns.values()) | {place for place, _ in found.seconds}
    return {fold(header): letters(place) for place, cell in enumerate(sheet.rows[found.header_row])
            if place not in ours and (header := text(cell))}


def _has_totals(package: WorkbookPackage, table: str) -> bool:
    return whole(parse(package.name, package.part(table)).get("totalsRowCount"), 0) > 0


def grown_table(package: WorkbookPackage, rows: FreeRows) -> dict[str, bytes]:
    """The part of the table that has to grow, made to end with these rows, as Excel lets it grow; nothing where it need
    not."""
    if not rows.table:
        return {}
    root = parse(package.name, package.part(rows.table))
    for each in (root, *root.iterchildren(tag(root, "autoFilter"))):
        each.set("ref", f"{each.get('ref', '').partition(':')[0]}:{_column(each)}{rows.numbers[-1]}")
    return {rows.table: xml(root)}


def _column(each: etree._Element) -> str:
    """The letters of the last column of an area."""
    return each.get("ref", "").rpartition(":")[2].rstrip("0123456789")
