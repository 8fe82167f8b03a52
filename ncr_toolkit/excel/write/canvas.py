"""A page of tables whose columns are all alike: cells over several of them, headings, bars."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ncr_toolkit.core.schema import Step
from ncr_toolkit.excel.write.content import Content
from ncr_toolkit.excel.write.formats import DARK, INK, QUIET, Formats

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

LAST, MARGIN = 12, 1.5
"""The last column of a page (the first is 1), and the width of the margins beside."""
WIDTH = 9.6
"""Of each column between them, in characters."""
ROW = 19
"""The height of a row of a page of tables, in pixels: enough for letters of 10 points."""

LINE = {"bottom": 1, "bottom_color": "#D9D9D9", "valign": "vcenter", "font_size": 10}
_DARK = DARK[Step.OVERVIEW]


@dataclass(frozen=True)
class Canvas:
    """The sheet that is drawn on."""

    sheet: Worksheet
    book: Workbook
    name: str
    content: Content
    formats: Formats

    def across(self, row: int, first: int, last: int, look: dict[str, Any]) -> Any:
        """One cell over several columns; gives its format."""
        form = self.formats.get(**look)
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", form)
        return form

    def text(self, row: int, first: int, last: int, text: str, **look: Any) -> None:
        form = self.across(row, first, last, {"font_color": INK, **LINE, **look})
        self.sheet.write_string(row, first, text, form)

    def formula(self, row: int, first: int, last: int, formula: str, value: str | float, **look: Any) -> None:
        form = self.across(row, first, last, {"font_color": INK, **LINE, **look})
        self.sheet.write_formula(row, first, f"={self.content.formula(formula)}", form, value)

    def heading(self, row: int, first: int, last: int, title: str) -> None:
        look = self.formats.get(bold=True, font_size=12, font_color=_DARK, bottom=2, bottom_color=_DARK)
        for column in range(first, last + 1):
            self.sheet.write_blank(row, column, None, look)
        if title:
            self.sheet.write_string(row, first, title, look)
        self.sheet.set_row(row, 19)

    def heads(self, row: int, heads: Sequence[tuple[int, int, str]]) -> None:
        for first, last, text in heads:
            self.text(row, first, last, text, font_color=QUIET, align="left" if first != last else "right", shrink=True)

    def bar(self, row: int, first: int, last: int, formula: str, value: str | float) -> None:
        """A bar as long as the number; the number itself stands beside it."""
        self.formula(row, first, last, formula, value, font_color="#FFFFFF", num_format=";;;")

    def bars(self, top: int, bottom: int, column: int, colour: str = "#2171B5") -> None:
        self.sheet.conditional_format(top, column, bottom, column, {
            "type": "data_bar", "bar_only": True, "bar_solid": True, "bar_color": colour, "min_type": "num",
            "min_value": 0, "data_bar_2010": True})
