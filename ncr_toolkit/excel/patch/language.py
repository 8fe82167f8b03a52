"""What is written into a register that people fill in, in the words of that workbook: its choices, its formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from ncr_toolkit.common.translation import speaking
from ncr_toolkit.core import packs
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Cell, Column, Record
from ncr_toolkit.core.workbook_words import shown
from ncr_toolkit.excel.patch.fill_cells import Value
from ncr_toolkit.excel.patch.free_rows import FreeRows
from ncr_toolkit.excel.write.formula_words import formula_in_words


def in_its_words(values: Mapping[Cell, Value], register: Register, new: Sequence[FreeRows]) -> dict[Cell, Value]:
    """Values with each choice as the drop-down of its cell shows it; `new`: rows that are not there yet."""
    columns = _columns(register, new)
    with speaking(register.settings.workbook_language):
        return {cell: shown(column, value) if isinstance(value, str) and (column := _column(cell, columns)) else value
                for cell, value in values.items()}


def formulas_of(rows: FreeRows, register: Register) -> dict[str, str]:
    """The formulas of the computed columns in new rows, by cell."""
    settings = register.settings
    pack = packs.of_register(settings.pack, Path(register.path).parent) or packs.load(packs.DEFAULT)
    with speaking(settings.workbook_language):
        return rows.formulas(lambda formula: formula_in_words(formula, pack))


def _columns(register: Register, new: Sequence[FreeRows]) -> dict[str, dict[str, Column]]:
    """By sheet, as the file calls it, the columns of ours by their letters; of the settings by their cells."""
    found: dict[str, dict[str, Column]] = {}
    for kind, records in register.records.items():
        if records:
            found[records[0].at.sheet] = _by_letter(kind, records[0].at.letters)
    for rows in new:
        found.setdefault(rows.sheet, {}).update(_by_letter(rows.kind, rows.letters))
    settings = register.settings
    return found | {settings.at.sheet: {cell: settings.SHEET.column(name) for name, cell in settings.at.cells.items()}}


def _by_letter(kind: type[Record], letters: Mapping[str, str]) -> dict[str, Column]:
    return {letter: kind.SHEET.column(name) for name, letter in letters.items()}


def _column(cell: Cell, columns: Mapping[str, Mapping[str, Column]]) -> Column | None:
    own, ref = columns.get(cell.sheet, {}), cell.ref or ""
    return own.get(ref) or own.get(ref.rstrip("0123456789"))
