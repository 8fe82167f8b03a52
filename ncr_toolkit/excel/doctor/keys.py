"""The hidden row of keys, and columns that are missing or there twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import quoted
from ncr_toolkit.core.register import Odd
from ncr_toolkit.excel.doctor.registry import NOTHING, Remark, fact, look, lost, watch
from ncr_toolkit.excel.opc.address import letters

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened, OurSheet


@look("keys")
def keys(opened: Opened) -> Iterator[Remark]:
    """The row of keys is gone, stands open, or lacks some."""
    for sheet in opened.data_sheets:
        row, first = sheet.layout.key_row, sheet.kind.SHEET.columns[0].key
        if row < 0:
            yield lost(sheet.name, "", "The hidden row of keys is gone: columns are known by their headers only, and "
                       "the colours of Check results have nothing to go by.",
                       f"Insert a row above the title and copy row 1 of this sheet from a fresh register (it begins "
                       f"with {first}); hide it.",
                       together="The hidden row of keys is gone: columns are known by their headers only, and the "
                       "colours of Check results have nothing to go by.",
                       together_fix="Copy row 1 of each sheet from a fresh register (ncr new) and hide it.")
            continue
        assert sheet.sheet is not None
        if row not in sheet.facts.hidden:
            yield watch(sheet.name, f"A{row + 1}", "The row of keys stands open: it may be sorted, changed or deleted "
                        "by accident.", f"Right-click row {row + 1}, Hide.",
                        together="The row of keys stands open: it may be sorted, changed or deleted by accident.",
                        together_fix="On each sheet: right-click row 1, Hide.")
        yield from _single_keys(sheet)


def _single_keys(sheet: OurSheet) -> Iterator[Remark]:
    row, gone = sheet.layout.key_row, []
    for name, place in sheet.layout.columns.items():
        cell = sheet.cells.get(place, {}).get(row)
        if cell is None or fold(str(cell.value)) != sheet.kind.SHEET.by_name[name].key:
            gone.append((place, sheet.kind.SHEET.by_name[name]))
    for place, column in gone:
        yield watch(sheet.name, f"{letters(place)}{row + 1}", f"The key of '{column.header}' is gone: the column is "
                    "known by its header only.", f"Write {column.key} into this cell.")


@look("column missing")
def column_missing(opened: Opened) -> Iterator[Remark]:
    """Columns of the template that are not there."""
    for sheet in opened.data_sheets:
        gone = [column for column in sheet.kind.SHEET.columns if column.name not in sheet.layout.columns]
        for words, columns in (("typed", [each for each in gone if each.typed and not each.later]),
                               ("later", [each for each in gone if each.later]),
                               ("computed", [each for each in gone if not each.typed and not each.later])):
            if columns:
                yield _missing(words, sheet.name, quoted(column.header for column in columns))


def _missing(words: str, sheet: str, headers: str) -> Remark:
    if words == "typed":
        return lost(sheet, "", f"Columns are missing: {headers}. What stood in them is not checked.",
                    "Insert the column with its header and its key in row 1, as in a fresh register; where it stands "
                    "does not matter.")
    if words == "later":
        return fact(sheet, "", f"Columns that came with a later template are not there: {headers}. The register works "
                    "without them.", NOTHING)
    return fact(sheet, "", f"Columns that Excel computes are missing: {headers}. ncr does not need them.", NOTHING)


@look("column twice")
def column_twice(opened: Opened) -> Iterator[Remark]:
    """Columns that carry a key or header a second time."""
    for sheet in opened.data_sheets:
        for place, column in sheet.layout.seconds:
            yield watch(sheet.name, f"{letters(place)}{sheet.layout.header_row + 1}",
                        f"The column '{column.header}' stands here a second time; only the one in column "
                        f"{letters(sheet.layout.columns[column.name])} is read.",
                        "Move what is needed into that one, and delete this one.")


@look("row above", whole=False)
def row_above(opened: Opened) -> Iterator[Remark]:
    """Rows of data that got above the header."""
    for odd in opened.register.oddities if opened.register else ():
        if odd.odd is Odd.ROW_ABOVE:
            yield lost(odd.cell.sheet, odd.cell.ref or "", "This row holds data and stands above the header: it is "
                       "not read.", "Cut it and insert it below the header row.")


@look("settings", whole=False)
def settings_missing(opened: Opened) -> Iterator[Remark]:
    """Settings whose row is gone from the sheet Register."""
    for odd in opened.register.oddities if opened.register else ():
        if odd.odd is Odd.MISSING_COLUMN and odd.key.startswith("register."):
            yield lost(odd.cell.sheet, "", f"The line '{odd.name}' is missing.",
                       f"Insert a row with {odd.key} in column A and '{odd.name}' in column B.",
                       together="Lines of the sheet Register are missing.",
                       together_fix="Insert them again as in a fresh register, each with its key in column A.")

