"""Many cells told as a few ranges, and ranges asked whether they hold a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from ncr_toolkit.core.schema import Column
from ncr_toolkit.excel.opc.address import Address, address_of, letters, whole

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import OurSheet

SHOWN = 5


def as_ranges(spots: Iterable[Address]) -> str:
    """Cells as ranges: "C4:C9, C12"; of many the first, and how many more."""
    ranges = list(_ranges(spots))
    more = f" and {len(ranges) - SHOWN} more" if len(ranges) > SHOWN else ""
    return ", ".join(ranges[:SHOWN]) + more


def column_cells(column: int, rows: Iterable[int]) -> list[Address]:
    """The cells of one column in these rows, all counted from 0."""
    return [Address(row, column) for row in sorted(rows)]


def _ranges(spots: Iterable[Address]) -> Iterator[str]:
    ordered = sorted(set(spots), key=lambda each: (each.column, each.row))
    for _, run in groupby(enumerate(ordered), key=lambda pair: (pair[1].column, pair[1].row - pair[0])):
        cells = [each for _, each in run]
        first, last = cells[0], cells[-1]
        letter = letters(first.column)
        yield f"{letter}{first.row + 1}" + (f":{letter}{last.row + 1}" if last != first else "")


def by_column(sheet: OurSheet, test: Callable[[Column, Any], bool]) -> Iterator[tuple[Column, list[Address]]]:
    """The filled cells of a sheet that pass a test, column by column."""
    found: dict[Column, list[Address]] = {}
    for column, where, cell in sheet.filled():
        if test(column, cell):
            found.setdefault(column, []).append(where)
    yield from found.items()


class Area:
    """Rectangles of cells, as "A4:C9 E4:E12" names them; never walked, however large."""

    def __init__(self, reference: str = "") -> None:
        self.corners: list[tuple[Address, Address]] = []
        self.add(reference)

    def add(self, reference: str) -> None:
        """Add ranges with blanks between; what is no range, such as whole columns, is taken by its letters or rows."""
        for each in reference.replace("$", "").split():
            first, _, last = each.partition(":")
            low, high = _corner(first, Address(0, 0)), _corner(last or first, Address(1_048_575, 16_383))
            if low and high:
                self.corners.append((low, high))

    def column(self, column: int) -> list[tuple[int, int]]:
        """First and last row of each rectangle that crosses a column."""
        return [(low.row, high.row) for low, high in self.corners if low.column <= column <= high.column]

    def without(self, column: int, rows: Iterable[int]) -> list[int]:
        """Those of `rows` that no rectangle covers in this column."""
        spans = self.column(column)
        return [row for row in rows if not any(first <= row <= last for first, last in spans)]


def _corner(text: str, edge: Address) -> Address | None:
    if column := re.fullmatch(r"[A-Za-z]{1,3}", text):
        found = address_of(f"{column[0]}1")
        return Address(edge.row, found.column) if found else None
    if row := whole(text, 0):
        return Address(row - 1, edge.column)
    return address_of(text)
