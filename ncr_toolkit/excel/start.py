"""The sheet Start here: what the workbook is, where to begin, what to do every month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncr_toolkit.excel.layout import Content
from ncr_toolkit.excel.style import Formats

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

NAME = "Start here"


def write_start(sheet: Worksheet, content: Content, formats: Formats) -> None:
    """Write the sheet."""
    sheet.write_string(0, 0, "Start here", formats.get(bold=True, font_size=20))
