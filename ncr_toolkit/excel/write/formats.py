"""How the workbook looks: colours by step of the work, and the cell formats made from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ncr_toolkit.core.schema import Column, Kind, Step

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

DAY = "yyyy-mm-dd"
INK = "#262626"
QUIET = "#6B6B6B"
LINE = "#BFBFBF"

DARK = {
    Step.OVERVIEW: "#1F3864",
    Step.LOG: "#1F5C99",
    Step.CONTAIN: "#A1490B",
    Step.ANALYSE: "#6A3D8F",
    Step.ACT: "#2B6E3F",
    Step.CLOSE: "#0F6B73",
    Step.KEEP: "#595959",
}
"""One dark colour a step: tab and header. White text on each of them passes 4.5 : 1."""

LIGHT = {
    Step.OVERVIEW: "#E3E9F4",
    Step.LOG: "#E1ECF7",
    Step.CONTAIN: "#FBE9DC",
    Step.ANALYSE: "#EEE6F5",
    Step.ACT: "#E2F0E5",
    Step.CLOSE: "#DDF0F1",
    Step.KEEP: "#EDEDED",
}
"""The same step, light: the title band."""

OVERDUE = {"bg_color": "#F9D5CF", "font_color": "#8C1410", "bold": True}
DUE_SOON = {"bg_color": "#FFEBB0", "font_color": "#6B4A00"}
ENDED = {"font_color": "#6B6B6B"}
LINK = {"font_color": "#0B5394", "underline": 1}
ROW_LINE = {"bottom": 1, "bottom_color": "#D9D9D9", "right": 1, "right_color": "#EBEBEB"}
"""Below a row, and between texts that are wrapped close beside each other."""
MARKED = {"bg_color": "#E6D3F5", "border": 1, "border_color": "#6A3D8F"}


@dataclass
class Formats:
    """The formats of one workbook, each made once."""

    book: Workbook
    made: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def get(self, **properties: Any) -> Format:
        """The format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format(properties)
        return self.made[key]

    def column(self, column: Column, **more: Any) -> Format:
        """The format of the cells of a column."""
        return self.get(**cell_properties(column), **more)

    def key(self) -> Format:
        return self.get(font_size=8, font_color=QUIET)

    def title(self, step: Step) -> Format:
        return self.get(bold=True, font_size=16, font_color=DARK[step], bg_color=LIGHT[step], valign="vcenter")

    def about(self, step: Step) -> Format:
        return self.get(font_color=INK, bg_color=LIGHT[step], valign="vcenter")

    def band(self, step: Step) -> Format:
        """The name of a band of columns."""
        return self.get(bold=True, font_size=12, font_color=DARK[step], bg_color=LIGHT[step], valign="vcenter",
                        left=2, left_color=DARK[step])

    def header(self, step: Step, *, quiet: bool) -> Format:
        """The header of a column; quiet: it is computed and nobody types there."""
        shared = {"text_wrap": True, "valign": "vcenter", "border": 1, "border_color": "#FFFFFF"}
        if quiet:
            return self.get(italic=True, font_color="#4D4D4D", bg_color="#D9D9D9", **shared)
        return self.get(bold=True, font_color="#FFFFFF", bg_color=DARK[step], **shared)


def cell_properties(column: Column) -> dict[str, Any]:
    """Everything people type stays as typed: text cells, so that 5.10, 1-2 and a line beginning with - survive."""
    match column.kind:
        case Kind.DATE:
            return {"num_format": DAY, "align": "left", "valign": "top"}
        case Kind.NUMBER:
            return {"num_format": "0", "align": "left", "valign": "top"}
        case Kind.DERIVED:
            return {"italic": True, "font_color": "#4D4D4D", "valign": "top", "align": "left", "text_wrap": True,
                    "num_format": DAY if column.shows_day else "0"}
        case _:
            return {"num_format": "@", "valign": "top", "text_wrap": True}
