"""Which blank cells of a sheet are room to write on: a sheet has a million of them, and a form means a few.

Room is what lines enclose, what may be filled in a protected sheet, what a list or an Excel table holds, and the cells
beside a label where the sheet draws no lines at all. Blank cells that no line parts are one field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.forms.survey.grid import has_box, has_tag
from ncr_toolkit.forms.survey.label_meaning import about, meaning
from ncr_toolkit.forms.xlsx.sheet import Area, Sheet

ROWS_BEYOND, _COLUMNS_BEYOND = 60, 12  # of the last text: further blank ones are looked at for lines
MOST_ROWS, _MOST_COLUMNS, _MOST_CELLS = 5000, 200, 150_000  # what lies farther out is no part of a form
_NARROW, _LOW = 2.5, 5.0  # characters and points: narrower is a gap
_OPEN_ROWS = 15  # blank rows under a header without lines that are taken for its rows
_OVER = 1.35  # a label this much longer than its column runs over the next
_IS_ANSWERED = re.compile(r"[:\uff1a]\s*\S")  # words behind a colon: an answer, or what the label means
_OPPOSITE = {"left": ("right", 0, -1), "right": ("left", 0, 1), "top": ("bottom", -1, 0), "bottom": ("top", 1, 0)}


@dataclass
class BlankAreas:
    """Finds the room of one sheet."""

    sheet: Sheet
    words: Vocabulary
    open: Iterable[Area] = ()  # cells that are room whatever lines there are: of Excel tables, lists, names
    shut: Collection[Address] = ()  # cells on which check boxes stand
    aside: Collection[Address] = ()  # texts that tell how to fill in, and ask nothing
    rooms: list[Area] = field(default_factory=list)
    taken: set[Address] = field(default_factory=set)

    def find(self) -> list[Area]:
        """The areas of room, each cell in one at most."""
        for area in self.open:
            for where in _cells(area):
                if self._is_free(where):
                    self._take(self.sheet.area(where))
        seen: set[Address] = set()
        for row in self._visible_rows:
            for column in self._visible_columns:
                where = Address(row, column)
                if where not in seen and self._is_free(where):
                    self._look(where, seen)
        if not self.rooms:
            self._under_headers()
        self._beside_labels(lines=bool(self.rooms))
        return self.rooms

    @cached_property
    def _edge(self) -> Address:
        """The last row and column that are looked at."""
        every = (*self.sheet.cells, *(area.last for area in set(self.sheet.merged.values())))
        ends = [each for each in every if each.row <= MOST_ROWS and each.column <= _MOST_COLUMNS]
        row, column = max((each.row for each in ends), default=0), max((each.column for each in ends), default=0)
        drawn = [where for where in self.sheet.styles if self.sheet.format(where).lines]
        low = min(max((each.row for each in drawn), default=0), row + ROWS_BEYOND)
        wide = min(max((each.column for each in drawn), default=0), column + _COLUMNS_BEYOND)
        right = min(max(column, wide) + 1, _MOST_COLUMNS)
        return Address(min(max(row, low) + 1, MOST_ROWS, _MOST_CELLS // right), right)

    @cached_property
    def _visible_rows(self) -> list[int]:
        return [row for row in range(self._edge.row + 1) if row not in self.sheet.hidden_rows]

    @cached_property
    def _visible_columns(self) -> list[int]:
        return [column for column in range(self._edge.column + 1) if not self.sheet.is_hidden(column)]

    def _is_free(self, where: Address) -> bool:
        """Whether a cell is blank, may be filled, and is in no area yet."""
        area = self.sheet.area(where)
        return area.first == where and where not in self.taken and where not in self.shut \
            and self.sheet.blank(where) and self._may(where) \
            and not any(each.holds(where) for each in self.sheet.shut)

    def _may(self, where: Address) -> bool:
        return not self.sheet.protected or not self.sheet.format(where).locked

    def _take(self, area: Area) -> None:
        self.rooms.append(area)
        self.taken.update(_cells(area))

    def line(self, where: Address, side: str) -> bool:
        """Whether a line is drawn at a side of a cell, by itself or by its neighbour."""
        other, down, right = _OPPOSITE[side]
        if side in self.sheet.format(where).lines:
            return True
        beside = Address(where.row + down, where.column + right)
        return beside.row >= 0 and beside.column >= 0 and other in self.sheet.format(beside).lines

    def _look(self, where: Address, seen: set[Address]) -> None:
        """Grow a field from its first cell, and take it if it is one."""
        area = self.sheet.area(where)
        if area.first == area.last:
            area = self._grown(where, seen)
        seen.update(_cells(area))
        if not (self._is_gap(area) or self._is_rest(area)) and (
                self._is_field(area) or (self.sheet.protected and self._is_marked(area))):
            self._take(area)

    def _grown(self, where: Address, seen: set[Address]) -> Area:
        """The blank cells from here to the right and down that no line parts."""
        last = where.column
        low = where.row
        while last < self._edge.column and self._joins(Address(low, last), Address(low, last + 1), "right", seen):
            last += 1
        columns = range(where.column, last + 1)
        while low < self._edge.row and self._goes_on(where, low + 1, columns, seen):
            low += 1
        return Area(where, Address(low, last))

    def _goes_on(self, first: Address, row: int, columns: range, seen: set[Address]) -> bool:
        """Whether a field takes in a further row: blank as those above, with the same sides."""
        return (
            all(self._joins(Address(row - 1, each), Address(row, each), "bottom", seen) for each in columns)
            and not any(self.line(Address(row, each), "right") for each in columns[:-1])
            and self._is_bound(Address(row, first.column))
            and self.line(Address(row, columns[-1]), "right") == self.line(Address(first.row, columns[-1]), "right")
        )

    def _is_bound(self, where: Address) -> bool:
        """Whether something ends a field at the left of a cell."""
        return where.column == 0 or self.line(where, "left") or not self._is_free(Address(where.row, where.column - 1))

    def _joins(self, one: Address, other: Address, side: str, seen: set[Address]) -> bool:
        return other not in seen and other not in self.sheet.merged and self._is_free(other) \
            and not self.line(one, side) and self.sheet.format(one).fill == self.sheet.format(other).fill

    def _is_gap(self, area: Area) -> bool:
        wide = sum(self.sheet.width(each) for each in range(area.first.column, area.last.column + 1))
        tall = sum(self.sheet.heights.get(each, (self.sheet.normal_height, False))[0]
                   for each in range(area.first.row, area.last.row + 1))
        return wide < _NARROW or tall < _LOW

    def _is_rest(self, area: Area) -> bool:
        """Whether it is only the rest of the line of a label whose box goes on below."""
        before = Address(area.first.row, area.first.column - 1)
        label = self.sheet.area(before).first if before.column >= 0 else before
        below = Address(before.row + 1, label.column)
        return area.first.row == area.last.row and self._said(before) and not self.line(area.first, "left") \
            and not self.line(label, "bottom") and self._is_free(below)

    def _is_marked(self, area: Area) -> bool:
        """Whether the cells of a protected sheet were unlocked one by one, and not the sheet as a whole."""
        return area.first in self.sheet.styles and area.last.column < self._edge.column

    def _is_field(self, area: Area) -> bool:
        """Whether lines enclose an area, with texts for some of its sides; a line to write on counts behind a text."""
        (top, left), (bottom, right) = area
        rows, columns = range(top, bottom + 1), range(left, right + 1)
        drawn = {"left": all(self.line(Address(row, left), "left") for row in rows),
                 "right": all(self.line(Address(row, right), "right") for row in rows),
                 "top": all(self.line(Address(top, column), "top") for column in columns),
                 "bottom": all(self.line(Address(bottom, column), "bottom") for column in columns)}
        lines = sum(drawn.values())
        behind = any(self._said(Address(top, column)) for column in range(max(left - 2, 0), left))
        texts = behind + self._said(Address(top - 1, left)) + self._said(Address(top, right + 1))
        if not (drawn["left"] or drawn["right"] or behind):
            return False  # a gap between two tables
        if not drawn["bottom"]:
            return lines == 3 or (area.first in self.sheet.merged and lines >= 2 and texts > 0)
        return lines >= 3 or (lines == 2 and texts > 0) or (behind and top == bottom)

    def _said(self, where: Address) -> bool:
        if where.row < 0 or where.column < 0:
            return False
        cell = self.sheet.cells.get(self.sheet.area(where).first)
        return cell is not None and bool(cell.text.strip())

    def _under_headers(self) -> None:
        """Rows under a header of known words, in a sheet without lines."""
        for row in self._visible_rows:
            heads = [where for column in self._visible_columns if (where := Address(row, column)) in self.sheet.cells]
            if len(heads) < 3 or sum(map(self._is_known, heads)) < 2:
                continue
            under = [each for each in self._visible_rows if each > row][:_OPEN_ROWS]
            for low in under:
                if not all(self._is_free(Address(low, head.column)) for head in heads[1:]):
                    break
                for head in heads:
                    if self._is_free(Address(low, head.column)):
                        self._take(Area(Address(low, head.column), Address(low, head.column)))

    def _is_known(self, where: Address) -> bool:
        said = self.sheet.cells[where].text.strip()
        label, names = meaning(said, self.words)
        return bool(names or self.words.left(label) or self.words.asks(label) or about(said, self.words))

    def _beside_labels(self, *, lines: bool) -> None:
        """A blank cell behind a label without lines around it; under one that leads to blank rows."""
        for where, cell in sorted(self.sheet.cells.items()):
            said = cell.text.strip()
            if cell.formula or "\n" in said or not said or where.row in self.sheet.hidden_rows or where in self.aside:
                continue
            asks = said.endswith((":", "?", "\uff1a", "\uff1f"))
            if any(not each.bare for each in blanks(said)) or has_box(said) or has_tag(said):
                continue  # it has its room itself
            if not asks and (lines or _IS_ANSWERED.search(said) or not self._is_known(where) or self._is_band(where)):
                continue
            room = self._right(where, said)
            below = self._below(where)
            if below is not None and (room is None or below.last.row > below.first.row):
                room = below
            if room is not None and not self._has_room(where):
                self._take(room)

    def _has_room(self, where: Address) -> bool:
        """Whether a label has a field already: beside it, or below."""
        area = self.sheet.area(where)
        beside = (Address(where.row, area.last.column + step) for step in (1, 2))
        return any(each in self.taken for each in (*beside, Address(area.last.row + 1, where.column)))

    def _right(self, where: Address, said: str) -> Area | None:
        """The first blank cell behind a label, beyond the cells that its words run over."""
        area = self.sheet.area(where)
        column, wide = area.last.column + 1, sum(
            self.sheet.width(each) for each in range(where.column, area.last.column + 1))
        over = len(said) - wide if len(said) > _OVER * wide else 0
        while column <= self._edge.column + 1 and self._is_free(Address(where.row, column)) and (
                (over > 0 and not self.sheet.format(where).wraps) or self.sheet.is_hidden(column)
                or self.sheet.width(column) < _NARROW):
            over -= self.sheet.width(column)
            column += 1
        there = Address(where.row, column)
        return self.sheet.area(there) if self._is_free(there) and not self._leaves_box(area, there) else None

    def _leaves_box(self, box: Area, beyond: Address) -> bool:
        """Whether a cell lies outside of the table at whose edge a label stands in a box wide enough for an answer."""
        return box.first.column < box.last.column and self.line(Address(box.first.row, box.last.column), "right") \
            and not any(self.line(beyond, side) for side in ("top", "right", "bottom"))

    def _below(self, where: Address) -> Area | None:
        """The blank rows under a label that stands alone in its row."""
        area, column = self.sheet.area(where), where.column
        alone = self._in_rows[where.row] == 1
        low = area.last.row + 1
        while alone and low <= self._edge.row and self._is_free(Address(low, column)) and not self._in_rows[low]:
            low += 1
        first = Address(area.last.row + 1, column)
        last = low - 2 if low <= self._edge.row else low - 1  # the last blank row is a gap before what follows
        if not alone or last < first.row:
            return None
        return self.sheet.area(first) if first in self.sheet.merged else Area(first, Address(last, area.last.column))

    @cached_property
    def _in_rows(self) -> Counter[int]:
        """How many texts and check boxes stand in each row."""
        return Counter(where.row for where in {*self.sheet.cells, *self.shut})

    def _is_band(self, where: Address) -> bool:
        """Whether a text stands in a coloured band, or in larger letters: a heading."""
        look, area = self.sheet.format(where), self.sheet.area(where)
        beside = self.sheet.format(Address(where.row, area.last.column + 1))
        return (bool(look.fill) and look.fill == beside.fill) or look.size >= self._letters + 2 or (
            area.last.column - where.column > 1)

    @cached_property
    def _letters(self) -> float:
        sizes = sorted(self.sheet.format(where).size for where in self.sheet.cells)
        return sizes[len(sizes) // 2] if sizes else 11


def _cells(area: Area) -> Iterable[Address]:
    for row in range(area.first.row, min(area.last.row, area.first.row + MOST_ROWS) + 1):
        for column in range(area.first.column, min(area.last.column, area.first.column + _MOST_COLUMNS) + 1):
            yield Address(row, column)


