"""The Dashboard: the figures of a register as named cells that follow what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncr_toolkit.excel.layout import Content
from ncr_toolkit.excel.style import DAY, Formats
from ncr_toolkit.status import FIGURES

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet


def write_dashboard(sheet: Worksheet, book: Workbook, content: Content, formats: Formats) -> None:
    """Write the sheet and name its figures."""
    serial = (content.today - __import__("datetime").date(1899, 12, 30)).days
    sheet.write_formula(0, 1, "=TODAY()", formats.get(num_format=DAY), serial)
    book.define_name("ncr_as_of", "=Dashboard!$B$1")
    for row, figure in enumerate(FIGURES, start=2):
        sheet.write_string(row, 0, figure.title)
        sheet.write_formula(row, 1, f"={figure.formula}", None, figure.count(content.register, content.today))
        book.define_name(f"ncr_{figure.name}", f"=Dashboard!$B${row + 1}")
