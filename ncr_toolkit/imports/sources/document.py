"""The tables of a Word document, those within tables too, or the findings of an audit report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.common.files import content_of
from ncr_toolkit.excel.opc.address import whole
from ncr_toolkit.forms.docx import form_file
from ncr_toolkit.forms.docx.wordprocessingml import Element, paragraphs, text, w
from ncr_toolkit.imports.sources.grid import Grid
from ncr_toolkit.imports.sources.report import of_report

_MOST_SPANNED = 60  # columns that one cell may cover: Word bears 63


def grids(path: Path) -> list[Grid]:
    """One grid a table, in the order of the document; of an audit report one with its findings. Raises CannotRun where
    it is no Word document, or a report in which no finding is located."""
    file = form_file.read(path, content_of(path, "name the document that holds the findings"), to_fill=False)
    tables = file.parse(file.document).iter(w("tbl"))
    if (report := of_report(path)) is not None:
        return report
    return [Grid(f"table {number}", [list(_cells(row)) for row in table.iterchildren(w("tr"))], spreadsheet=False)
            for number, table in enumerate(tables, start=1)]


def _cells(row: Element) -> Iterator[str]:
    """The texts of a row, a covered column blank."""
    for cell in row.iterchildren(w("tc")):
        yield "\n".join(filter(None, (text(paragraph).strip() for paragraph in paragraphs(cell))))
        span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
        width = whole(span.get(w("val")), 1) if span is not None else 1
        yield from [""] * (min(width, _MOST_SPANNED) - 1)
