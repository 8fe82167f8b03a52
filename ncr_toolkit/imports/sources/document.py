"""The tables of a Word document, those within tables too, and the findings of a report that stand in no list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.common.files import content_of
from ncr_toolkit.excel.opc.address import whole
from ncr_toolkit.forms.docx import form_file
from ncr_toolkit.forms.docx.wordprocessingml import Element, paragraphs, text, w
from ncr_toolkit.imports.sources.grid import Grid
from ncr_toolkit.imports.sources.report import beside_lists

_MOST_SPANNED = 60  # columns that one cell may cover: Word bears 63


def grids(path: Path) -> list[Grid]:
    """One grid a table, in the order of the document; last the findings that are told one by one.
    Raises CannotRun where it is no Word document."""
    file = form_file.read(path, content_of(path, "name the document that holds the findings"), to_fill=False)
    tables = file.parse(file.document).iter(w("tbl"))
    cards, told = beside_lists(path)
    return [Grid(f"table {number}", [list(_cells(row)) for row in table.iterchildren(w("tr"))], spreadsheet=False)
            for number, table in enumerate(tables, start=1) if number not in told] + cards


def _cells(row: Element) -> Iterator[str]:
    """The texts of a row, a covered column blank."""
    for cell in row.iterchildren(w("tc")):
        yield "\n".join(filter(None, (text(paragraph).strip() for paragraph in paragraphs(cell))))
        span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
        width = whole(span.get(w("val")), 1) if span is not None else 1
        yield from [""] * (min(width, _MOST_SPANNED) - 1)
