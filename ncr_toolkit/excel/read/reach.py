"""How far the used cells of a worksheet reach: a reader of values lays out all cells from A1 to the last of them, and
ends the whole process where that is too much.

Worksheets are looked at as bytes, in their plain form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ncr_toolkit.excel.opc.address import Address, column_number, letters

LAST_ROW, LAST_COLUMN = 100_000, 2_000
USUAL_COLUMNS = 100
LARGEST_AREA = 3_000_000  # cells from A1 to the last used corner, where few of them are used
LARGEST_FILLED = 12_000_000  # where every second is: 50,000 findings with all that belongs to them have 2.4 on a sheet

_FAR = re.compile(rb'<c r="(?:[A-Z]{3}|[A-Z]+[0-9]{6}|[A-Z]{0,2}[^A-Z0-9])')
_WIDE = re.compile(rb'<c r="[A-Z]{2}')
_LONG = re.compile(rb'<c r="[A-Z]+(?:[4-9][0-9]{3}|[0-9]{5})')  # with two letters: more than the largest area
_USED = re.compile(rb'<c r="([A-Za-z]+)([0-9]+)"(?:[^<>]*[^/<>])?>(?!</c>)')
_PIECE = 1 << 22  # bytes that are looked at in one go: of all cells at once the list would be larger than the sheet


class Reach(NamedTuple):
    """The used cell with the highest column, the one with the highest row, and how many are used."""

    widest: Address
    lowest: Address
    used: int

    @property
    def is_too_far(self) -> bool:
        """Whether there is too much to lay out. What is filled may be longer than what holds a few cells far out."""
        columns, rows = self.widest.column + 1, self.lowest.row + 1
        filled = self.used >= rows and 2 * self.used >= columns * rows
        return columns > LAST_COLUMN or (rows > LAST_ROW and not filled) or \
            columns * rows > (LARGEST_FILLED if filled else LARGEST_AREA)


def far_cell(data: bytes) -> str:
    """The used cell that lies too far out for a reader of values, '' if none does. Both together can span too much."""
    if not _FAR.search(data) and not (_WIDE.search(data) and _LONG.search(data)):
        return ""
    reach = reach_of(data)
    if not reach.is_too_far:
        return ""
    columns, rows = reach.widest.column + 1, reach.lowest.row + 1
    too_wide = columns > LAST_COLUMN or (rows <= LAST_ROW and columns > USUAL_COLUMNS)
    far = reach.widest if too_wide else reach.lowest
    return f"{letters(far.column)}{far.row + 1}"


def reach_of(data: bytes) -> Reach:
    """How far the used cells reach; A1 where none is used."""
    widest = lowest = Address(0, 0)
    number = 0
    for piece in _pieces(data):
        used = _USED.findall(piece)
        number += len(used)
        letter = max({letter for letter, _ in used}, key=column_number, default=b"A")
        if column_number(letter) > widest.column:
            widest = Address(int(next(row for each, row in used if each == letter)) - 1, column_number(letter))
        row = max({row for _, row in used}, key=int, default=b"1")
        if int(row) > lowest.row + 1:
            lowest = Address(int(row) - 1, column_number(next(letter for letter, each in used if each == row)))
    return Reach(widest, lowest, number)


def _pieces(data: bytes) -> Iterator[bytes]:
    """The bytes in pieces that each begin with a row; cells before the first row, and a long row, stay whole."""
    begin = 0
    while begin < len(data):
        end = data.find(b"<row", begin + _PIECE)
        end = len(data) if end < 0 else end
        yield data[begin:end]
        begin = end
