"""Where the next row of a sheet is typed, in the user's own file."""

from __future__ import annotations

from ncr_toolkit.core.problem import NewRow
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Location, Record

FIRST_ROW = 4
"""The first row of data: below the keys, the title band and the header."""


def first_free_row(kind: type[Record], review: Review) -> NewRow:
    """The row below the last record of that sheet, and its first column; of a sheet without a record that of the
    template."""
    return review.once(_free_rows)[kind]


def _free_rows(review: Review) -> dict[type[Record], NewRow]:
    return {kind: _below(kind, [record.at for record in rows]) for kind, rows in review.register.records.items()}


def _below(kind: type[Record], places: list[Location]) -> NewRow:
    last, first = max(places, key=lambda at: at.row, default=None), kind.SHEET.columns[0]
    if last is None:
        last = Location(kind.SHEET.name, FIRST_ROW - 1, {first.name: "A"})
    place = Location(last.sheet, last.row + 1, last.letters)
    return NewRow(place.cell(first.name), first.key, place.row)
