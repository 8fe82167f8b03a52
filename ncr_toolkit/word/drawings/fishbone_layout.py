"""Where everything on a fishbone stands: boxes and lines in millimetres, worked out without Word.

The bones are parallel, so that every row between two of them is equally wide; a cause stands on a line of its own that
leads to its bone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from ncr_toolkit.common.translation import gettext, gettext_noop
from ncr_toolkit.word.drawings.drawing import Box, BoxText, Shape, Stroke, cross, mark
from ncr_toolkit.word.drawings.text_size import LINE as LEADING
from ncr_toolkit.word.drawings.text_size import MM, Text
from ncr_toolkit.word.styles import ACCENT, INK, LINE, QUIET, TINT

_ARROW = 6.0  # from the last bone to the head
_WIDEST, _NARROWEST = 60.0, 24.0  # between two bones
_BEFORE, _BEHIND = 1.4, 1.8  # room before and behind a bone
_INSET = 0.8
_FRAME = 0.5  # room over the words of a cause
_BETWEEN = 2.2  # causes
_SHORTEST = 20.0  # half of the fish
_WORTH = 0.85  # of the height as typed: what another order of the bones must save at least
_MARK = 2.4
_HEAD_SHARE = 0.34  # of the width, that the head takes at most
_LEGEND = 4.5  # height of a row
_NAME = 8.5  # size of the letters of a bone's name
_HEAD = 9.0


@dataclass(frozen=True, slots=True)
class Twig:
    """A possible cause, what lies behind it, and what was found out."""

    cause: Text
    because: Text
    verdict: str
    is_cut: bool = False

    def cut(self, most: float) -> Twig:
        cause, because = self.cause.cut(most), self.because.cut(most)
        return replace(self, cause=cause, because=because,
                       is_cut=self.is_cut or cause is not self.cause or because is not self.because)

    def height(self, room: float, size: float) -> float:
        return self.cause.height(room, size) + self.because.height(room, size - 0.5)

    def words(self, size: float) -> list[BoxText]:
        out = self.verdict == "Ruled out"
        said = BoxText(self.cause.text, size, QUIET if out else INK, bold=self.cause.bold, struck=out)
        return [said, BoxText(self.because.text, size - 0.5, QUIET)] if self.because.text else [said]


@dataclass(frozen=True, slots=True)
class Limb:
    """A bone: its category and the causes on it."""

    name: Text
    twigs: tuple[Twig, ...]

    def cut(self, most: float) -> Limb:
        return replace(self, twigs=tuple(twig.cut(most) for twig in self.twigs))


_MARKS = {"Root cause": ("ellipse", ACCENT, ACCENT), "Contributes": ("ellipse", ACCENT, "FFFFFF"),
          "To be checked": ("diamond", INK, "FFFFFF")}
_TOLD = {"Root cause": gettext_noop("Root cause (bold, framed)"), "Contributes": gettext_noop("Contributes"),
         "To be checked": gettext_noop("To be checked"), "Ruled out": gettext_noop("Ruled out (struck through)")}


def verdict_mark(verdict: str, x: float, y: float) -> list[Shape]:
    """What stands where the line of a cause meets its bone: a figure for each verdict, nothing without one."""
    if verdict == "Ruled out":
        return cross(x, y, _MARK * 0.75, INK)
    if verdict not in _MARKS:
        return []
    shape, edge, fill = _MARKS[verdict]
    return [mark(x, y, _MARK, shape, edge, fill)]


@dataclass(slots=True)
class _Grid:
    """What the bones of a drawing have in common."""

    columns: int
    width: float
    size: float
    head: float = field(init=False)  # width
    slant: float = field(init=False)
    cell: float = field(init=False)

    def __post_init__(self) -> None:
        self.head = min({1: 58.0, 2: 46.0}.get(self.columns, 38.0), self.width * _HEAD_SHARE)
        self.slant = 7.0 if self.columns > 2 else 10.0
        self.cell = min((self.width - self.head - _ARROW - self.slant) / self.columns, _WIDEST)

    @property
    def used(self) -> float:
        return self.spine(self.columns) + _ARROW + self.head

    def spine(self, column: int) -> float:
        """Where the bone of a column, from 1, meets the spine; 0: where the first column begins."""
        return self.slant + column * self.cell


@dataclass(slots=True)
class _Half:
    """The bones above or below the spine."""

    grid: _Grid
    limbs: Sequence[Limb]
    heights: list[list[float]] = field(init=False)
    share: float = field(init=False)  # of the length of a bone, that its highest cause may take
    names: float = field(init=False)  # height of the boxes at the ends of the bones
    length: float = field(init=False)  # of the bones, from top to bottom

    def __post_init__(self) -> None:
        self.names = max((limb.name.height(self.name_width - 2, _NAME) for limb in self.limbs), default=-1.6) + 1.6
        self.heights, self.length = [], 0.0
        if self.limbs:
            self._lengthen(0.34)
            if max(map(len, self.heights)) <= 3:
                first = (self.share, self.heights, self.length)
                for share in (0.5, 0.8):
                    self._lengthen(share)
                    first = min(first, (self.share, self.heights, self.length), key=lambda found: found[2])
                self.share, self.heights, self.length = first

    def _lengthen(self, share: float) -> None:
        """Make the bones as long as their causes need, none of which takes more than that share of its bone."""
        self.share = share
        self.heights = [[twig.height(self.room - 2 * _INSET, self.grid.size) + _FRAME for twig in limb.twigs]
                        for limb in self.limbs]
        highest = max(height for heights in self.heights for height in heights)
        self.length = max(_SHORTEST, highest / share,
                          *(sum(heights) + _BETWEEN * (len(heights) + 1) for heights in self.heights))

    @property
    def room(self) -> float:
        """The width of every cause's box: what a slanting bone leaves to the highest of them."""
        return self.grid.cell - _BEFORE - _BEHIND - self.grid.slant * self.share

    @property
    def name_width(self) -> float:
        return min(self.grid.cell - 2, 48)

    def shapes(self, spine: float, way: int) -> tuple[list[Shape], list[Shape]]:
        """Lines, and what lies over them; `way`: -1 above the spine, 1 below it."""
        lines: list[Shape] = []
        boxes: list[Shape] = []
        for column, (limb, heights) in enumerate(zip(self.limbs, self.heights, strict=True), start=1):
            end, tip = self.grid.spine(column), self.grid.spine(column) - self.grid.slant
            lines.append(Stroke(tip, spine + way * self.length, end, spine, ACCENT, 1.5))
            boxes.append(self._name(limb, tip, spine + way * self.length, way))
            gap = (self.length - sum(heights)) / (len(heights) + 1)
            at = spine - self.length + gap if way < 0 else spine + gap
            for twig, height in zip(limb.twigs, heights, strict=True):
                self._twig(twig, column, (at, at + height), spine, lines, boxes)
                at += height + gap
        return lines, boxes

    def _bone(self, column: int, away: float) -> float:
        """Where the bone of a column is, so far away from the spine."""
        return self.grid.spine(column) - self.grid.slant * away / self.length

    def _name(self, limb: Limb, tip: float, end: float, way: int) -> Box:
        wide = self.name_width
        right = tip + min(self.grid.slant - 0.5, wide / 4)
        return Box(right - wide, end - self.names if way < 0 else end, wide, self.names,
                   (BoxText(limb.name.text, _NAME, "FFFFFF", bold=True, centred=True),), fill=ACCENT, anchor="ctr",
                   inset=1)

    def _twig(self, twig: Twig, column: int, rows: tuple[float, float], spine: float, lines: list[Shape],
              boxes: list[Shape]) -> None:
        top, bottom = rows
        near, far = sorted((abs(top - spine), abs(bottom - spine)))
        left, right = self._bone(column - 1, near) + _BEHIND, self._bone(column, far) - _BEFORE
        root = twig.verdict == "Root cause"
        joint = self._bone(column, abs(bottom - spine))
        lines.append(Stroke(left, bottom, joint, bottom, ACCENT if root else LINE, 1.25 if root else 0.75))
        boxes.append(Box(left, top - _FRAME, right - left, bottom - top + _FRAME, twig.words(self.grid.size),
                         inset=_INSET, above=_FRAME, fill=TINT if root else "", edge=ACCENT if root else ""))
        boxes += verdict_mark(twig.verdict, joint, bottom)


def arrange(limbs: Sequence[Limb], head: Text, width: float, size: float, *, only_height: bool = False) \
        -> tuple[float, float, list[Shape]]:
    """A fishbone with letters of one size: its width, its height and its shapes; without them if `only_height`."""
    grid = _Grid(ceil(len(limbs) / 2), width, size)
    upper, lower = _halves(limbs, grid)
    high = head.height(grid.head - 4, _HEAD) + 7.5 * LEADING * MM + 3
    above = max(upper.names + upper.length, high / 2 if not lower.limbs else 0)
    below = max(lower.names + lower.length, high - above, high / 2 if not lower.limbs else 0)
    rows, legend = _legend(limbs, above + below + 3, grid.used)
    height = above + below + 3 + rows * _LEGEND
    if only_height:
        return grid.used, height, []
    lines, boxes = upper.shapes(above, -1)
    if lower.limbs:
        more_lines, more = lower.shapes(above, 1)
        lines, boxes = lines + more_lines, boxes + more
    left = grid.used - grid.head
    top = min(max(above - high / 2, 0), above + below - high)
    spine = Stroke(2, above, left, above, ACCENT, 2.5, arrow=True)
    problem = Box(left, top, grid.head, high,
                  (BoxText(gettext("Problem"), 7.5, QUIET), BoxText(head.text, _HEAD, INK, bold=True)),
                  fill=TINT, edge=ACCENT, weight=1.5, anchor="ctr", inset=2)
    return grid.used, height, [spine, *lines, *boxes, problem, *legend]


def _halves(limbs: Sequence[Limb], grid: _Grid) -> tuple[_Half, _Half]:
    """The bones above the spine and those below it, in the order typed, or where that saves much, the tall ones above.
    """
    rough = grid.cell - 2 * _BEFORE - grid.slant / 2
    need = [sum(twig.height(rough, grid.size) + _BETWEEN for twig in limb.twigs) for limb in limbs]
    order = sorted(range(len(limbs)), key=lambda place: -need[place])
    as_typed = max(need[:grid.columns]) + max(need[grid.columns:], default=0)
    best = need[order[0]] + max((need[place] for place in order[grid.columns:]), default=0)
    tall = set(order[:grid.columns] if best < _WORTH * as_typed else range(grid.columns))
    return (_Half(grid, [limb for place, limb in enumerate(limbs) if place in tall]),
            _Half(grid, [limb for place, limb in enumerate(limbs) if place not in tall]))


def _legend(limbs: Sequence[Limb], top: float, width: float) -> tuple[int, list[Shape]]:
    """What the marks mean, of those that are there; and in how many rows."""
    used = {twig.verdict for limb in limbs for twig in limb.twigs}
    shapes: list[Shape] = []
    left, rows = 0.0, 0
    for verdict, told in _TOLD.items():
        if verdict in used:
            words = gettext(told)
            wide = Text(words).width * 7.5 * MM + 7
            if not rows or left + wide > width:
                left, rows = 2.0, rows + 1
            y = top + (rows - 1) * _LEGEND
            shapes += [*verdict_mark(verdict, left + 1.2, y + 1.7),
                       Box(left + 3.4, y, wide - 4, 3.4, (BoxText(words, 7.5, QUIET),))]
            left += wide + 2.4
    return rows, shapes


def fits(bones: int, width: float) -> bool:
    """Whether a drawing of so many bones leaves each of them room enough for words."""
    return _Grid(ceil(bones / 2), width, 0).cell >= _NARROWEST
