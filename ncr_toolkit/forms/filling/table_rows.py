"""One row of the register into each row of a table; further rows are copies of the last blank one."""

from __future__ import annotations

from ncr_toolkit.forms.docx.form_writer import FormWriter
from ncr_toolkit.forms.docx.wordprocessingml import Element, inside
from ncr_toolkit.forms.meaning.answers import Answers
from ncr_toolkit.forms.survey.grid import grid
from ncr_toolkit.forms.survey.places import Place


def fill(place: Place, elements: list[Element], answers: Answers, pen: FormWriter) -> int:
    """Fill the table rows of a place; gives how many rows of the register stand there now."""
    name = place.names[0]
    records = answers.rows(name)
    blank = list(elements)
    while blank and len(blank) < len(records):
        blank.append(pen.row(blank[-1]))
    for record, cells in zip(records, _cells(blank), strict=False):
        for column, cell in cells.items():
            if column in place.columns and (value := answers.field(name, record, place.columns[column]).strip()):
                pen.put_cell(cell, value)
    return len(records)


def _cells(rows: list[Element]) -> list[dict[int, Element]]:
    """The cells of rows of one table by the column in which they begin."""
    if not rows:
        return []
    table = inside(rows[0], "tbl")
    assert table is not None
    made = grid(table, "")
    places = {id(row): number for number, row in enumerate(made.rows)}
    return [{cell.column: cell.element for cell in made.cells[places[id(row)]]} for row in rows]
