"""The tables that lines on a PDF's page draw: their cells by where the lines stand, whatever is in them.

Light or dark, drawn or filled, a line that parts two cells is one. Where it is missing, cells are one cell. A table
without a frame ends where its lines do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from ncr_toolkit.audit_report.pdf_pieces import Stroke

_NEAR, _GAP, _SHORTEST = 2.0, 4.0, 6.0
"""In points: lines so near each other are one; dots and dashes so near each other are one line; and what is shorter
is none of a table."""
_MOST, _MOST_CELLS, _MOST_TABLES = 400, 4_000, 40
"""So many lines has a page that holds tables; a drawing has more. So many cells has a table, so many tables a page."""
_COVERED = 0.7
"""A line parts two cells where it covers this share of the side between them."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its sides in points, and in which row and column it begins; `wide`, `high`: how many of them it spans."""

    left: float
    low: float
    right: float
    top: float
    row: int
    column: int
    wide: int = 1
    high: int = 1

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.low <= y <= self.top


@dataclass(frozen=True)
class Drawn:
    """A table that lines draw: where its rows and columns part, from the top and from the left, and its cells."""

    places: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[Box, ...]

    @property
    def frame(self) -> Box:
        """Around all of it."""
        return Box(self.places[0], self.heights[-1], self.places[-1], self.heights[0], 0, 0)

    def cell_at(self, x: float, y: float) -> Box:
        """The cell in which a point lies, or to which it is nearest."""
        column = min(max(bisect_right(self.places, x) - 1, 0), len(self.places) - 2)
        row = min(max(bisect_right(self._depths, -y) - 1, 0), len(self.heights) - 2)
        return self._grid[row, column]

    @cached_property
    def _depths(self) -> list[float]:
        return [-each for each in self.heights]

    @cached_property
    def _grid(self) -> dict[tuple[int, int], Box]:
        return {(each.row + down, each.column + right): each for each in self.cells
                for down in range(each.high) for right in range(each.wide)}


def drawn(strokes: Iterable[Stroke]) -> list[Drawn]:
    """The tables of a page, smallest first: one may stand in a cell of another."""
    lines = [*_merged([each for each in strokes if each.level]), *_merged([each for each in strokes if not each.level])]
    if len(lines) > _MOST:
        return []
    found = [table for group in _groups(lines) if (table := _table(group)) is not None]
    found = [] if len(found) > _MOST_TABLES else found
    return sorted(found, key=lambda each: (each.frame.right - each.frame.left) * (each.frame.top - each.frame.low))


def _merged(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Lines that lie on each other, or follow each other, as one."""
    rows: list[list[Stroke]] = []
    for each in sorted(strokes, key=lambda each: each.at):
        if rows and each.at - rows[-1][0].at <= _NEAR:
            rows[-1].append(each)
        else:
            rows.append([each])
    found: list[Stroke] = []
    for row in rows:
        at, parts = sum(each.at for each in row) / len(row), sorted((each.begin, each.end) for each in row)
        begin, end = parts[0]
        for first, last in [*parts[1:], (float("inf"), float("inf"))]:
            if first - end <= _GAP:
                end = max(end, last)
                continue
            if end - begin >= _SHORTEST:
                found.append(Stroke(row[0].level, at, begin, end))
            begin, end = first, last
    return found


def _groups(lines: Sequence[Stroke]) -> list[list[Stroke]]:
    """Lines that touch each other, together."""
    left, groups = list(lines), list[list[Stroke]]()
    while left:
        group, edge = [left[0]], [left.pop(0)]
        while edge:
            one = edge.pop()
            near = [each for each in left if _touch(one, each)]
            left = [each for each in left if each not in near]
            group, edge = group + near, edge + near
        groups.append(group)
    return groups


def _touch(one: Stroke, other: Stroke) -> bool:
    return one.level is not other.level and one.begin - _GAP <= other.at <= one.end + _GAP \
        and other.begin - _GAP <= one.at <= other.end + _GAP


def _table(group: Sequence[Stroke]) -> Drawn | None:
    """The table of these lines; None where they part no columns."""
    level, upright = ([each for each in group if each.level is way] for way in (True, False))
    if len(level) < 2 or not upright:
        return None
    places = _apart([*(each.at for each in upright), min(each.begin for each in level),
                     max(each.end for each in level)])
    heights = _apart([*(each.at for each in level), min(each.begin for each in upright),
                      max(each.end for each in upright)])[::-1]
    if len(places) * len(heights) > _MOST_CELLS:
        return None
    cells = _cells(places, heights, level, upright)
    if not any(each.wide < len(places) - 1 for each in cells):
        return None
    return Drawn(tuple(places), tuple(heights), tuple(cells))


def _apart(places: Iterable[float]) -> list[float]:
    found: list[float] = []
    for each in sorted(places):
        if not found or each - found[-1] > _GAP:
            found.append(each)
    return found


def _cells(places: Sequence[float], heights: Sequence[float], level: Sequence[Stroke],
           upright: Sequence[Stroke]) -> list[Box]:
    """The cells from the top, row by row; between two without a line there is one."""
    columns, rows = list(pairwise(places)), list(pairwise(heights))
    taken: set[tuple[int, int]] = set()
    found: list[Box] = []
    for row in range(len(rows)):
        for column in range(len(columns)):
            if (row, column) in taken:
                continue
            top, low = rows[row]
            wide = high = 1
            while column + wide < len(columns) and not _parted(upright, places[column + wide], low, top):
                wide += 1
            left, right = places[column], places[column + wide]
            while row + high < len(rows) and not any(
                    _parted(level, heights[row + high], *columns[column + at]) for at in range(wide)):
                high += 1
            taken |= {(row + down, column + at) for down in range(high) for at in range(wide)}
            found.append(Box(left, heights[row + high], right, top, row, column, wide, high))
    return found


def _parted(lines: Sequence[Stroke], at: float, begin: float, end: float) -> bool:
    """Whether a line stands there between two cells."""
    covered = sum(max(0.0, min(end, each.end) - max(begin, each.begin)) for each in lines if abs(each.at - at) <= _GAP)
    return covered >= _COVERED * (end - begin)
