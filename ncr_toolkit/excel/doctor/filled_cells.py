"""What stands in the cells of a sheet, without all else that openpyxl makes of each of a million cells.

Its own reader of cells is asked, so that a value is what it would be in the workbook opened whole.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.worksheet._reader import WorkSheetParser


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell with something in it."""

    value: Any
    data_type: str  # as openpyxl has it: s a text, n a number, d a day, f a formula, b, e an error
    number_format: str


FilledCells = dict[int, dict[int, FilledCell]]
"""By column and row, both counted from 0."""


def filled_cells(book: Any, texts: Sequence[str], sheet: bytes) -> FilledCells:
    """The cells of a worksheet of `book`, a workbook of openpyxl, that hold anything. `texts`: those that they refer to
    by numbers. Raises whatever openpyxl raises where the sheet is damaged."""
    formats, found = _formats(book), FilledCells()
    parser = WorkSheetParser(io.BytesIO(sheet), texts, epoch=book.epoch, date_formats=book._date_formats,
                             timedelta_formats=book._timedelta_formats)
    for _, cells in parser.parse():
        for cell in cells:
            if cell["value"] is not None and cell["value"] != "":
                found.setdefault(cell["column"] - 1, {})[cell["row"] - 1] = FilledCell(
                    cell["value"], cell["data_type"], formats[cell["style_id"]])
    return found


def _formats(book: Any) -> list[str]:
    """The number format of each cell style."""
    return [BUILTIN_FORMATS.get(style.numFmtId, "General") if style.numFmtId < BUILTIN_FORMATS_MAX_SIZE
            else book._number_formats[style.numFmtId - BUILTIN_FORMATS_MAX_SIZE] for style in book._cell_styles]
