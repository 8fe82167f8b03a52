"""Choices in another language than that of the workbook: `ncr` reads them, Excel's formulas do not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.text import plural
from ncr_toolkit.common.translation import speaking
from ncr_toolkit.core.schema import Column
from ncr_toolkit.core.workbook_words import shown
from ncr_toolkit.excel.doctor.ranges import as_ranges, by_column
from ncr_toolkit.excel.doctor.registry import Remark, look, watch

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened


@look("language")
def other_language(opened: Opened) -> Iterator[Remark]:
    """Choices that somebody typed or pasted in a language that the workbook does not speak."""
    def foreign(column: Column, cell: Any) -> bool:
        return bool(column.choices) and isinstance(cell.value, str) and shown(column, cell.value) != cell.value

    with speaking(opened.language):
        found = [(sheet, *each) for sheet in opened.ours.values() for each in by_column(sheet, foreign)]
    for sheet, column, spots in found:
        yield watch(sheet.name, as_ranges(spots), f"{plural(len(spots), 'cell')} of '{column.header}' "
                    f"{'holds a choice' if len(spots) == 1 else 'hold choices'} in another language than this workbook "
                    "speaks: ncr reads that, and Excel's figures and colours take it for something else.",
                    "Choose again from the list of the cell.",
                    together="Choices stand in another language than this workbook speaks: ncr reads them, and Excel's "
                    "figures and colours take them for something else.")
