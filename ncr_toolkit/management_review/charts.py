"""Columns over the months, laid out as shapes: for print, for colour-blind eyes, and the same ones twice.

It knows nothing of findings. Words in a chart are ours alone: names that people typed stand in tables, where every
script is shown right and a screen reader finds them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ncr_toolkit.management_review.chart_shapes import Line, Rectangle, Shape, Words

WIDTH, HEIGHT = 174.0, 56.0
"""Millimetres: the width of the text on A4, and a third of it high."""
INK, QUIET = "262B33", "5B6570"
SHADES = ("08306B", "2171B5", "C6DBEF", "FFFFFF")
"""One hue from dark to light, as on the Dashboard: apart in print and for colour-blind eyes."""
ALARM = "D94801"
_DARK = SHADES[:2]  # on these a number is white
_LEFT, _TOP, _WIDE, _HIGH = 11.0, 6.2, 131.0, 40.3  # where the columns stand
_NAMES = _LEFT + _WIDE + 3.2  # where the names of the shades begin
_PATCH, _APART = 2.2, 4.0
_POINT = 25.4 / 72  # millimetres
_ROOM = 0.075  # part of the height that a number needs
_FEW = 8
_MANY = 18  # from so many columns on there is no room for every label


@dataclass(frozen=True, slots=True)
class Series:
    """One number a column, and the name that stands beside it."""

    name: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StackedColumns:
    """Stacked columns, one a label, some of them upwards and some downwards; a thin one beside each."""

    labels: tuple[str, ...]
    up: tuple[Series, ...]
    down: tuple[Series, ...] = ()
    beside: tuple[int | None, ...] = ()  # None: not known
    besides: str = ""  # what the thin ones are
    above: str = ""  # what is upwards and what downwards
    below: str = ""
    gaps: frozenset[int] = frozenset()  # columns of which nothing is known
    soft: int = 0  # so many columns from the left are reckoned: they are hatched
    softened: str = ""  # what that means


def shapes(columns: StackedColumns) -> list[Shape]:
    """What is drawn, from the lowest shape to the one on top, on WIDTH by HEIGHT."""
    return _Layout(columns).all()


class _Layout:
    """The columns on their place. Heights are numbers, as they are counted, until they are drawn."""

    def __init__(self, columns: StackedColumns) -> None:
        self.columns, self.count = columns, len(columns.labels)
        self.many = self.count > _MANY
        self.scale = min(1, self.count / _FEW)  # a few columns are no wider than those of a year
        self.tops = [sum(series.values[place] for series in columns.up) for place in range(self.count)]
        self.lows = [sum(series.values[place] for series in columns.down) for place in range(self.count)]
        thin = [value for value in columns.beside if value is not None]
        self.top, self.low = max([*self.tops, *thin, 1]), max([*self.lows, 1 if columns.down else 0])
        wide, away = (0.52, -0.11) if thin else (0.72, 0.0)  # of the columns, and where their middle is
        self.wide, self.away = wide * self.scale, away * self.scale
        self.height = (self.top + self.low) * 1.16
        self.floor = -self.low - 0.08 * self.height * bool(self.low)
        self.ceiling = self.top + 0.08 * self.height
        self.named = self._named()

    def _named(self) -> list[int]:
        """The columns under which a label stands: all; of many every third, with those in which a year begins."""
        years = [place for place, label in enumerate(self.columns.labels) if "\n" in label]
        start = years[min(1, len(years) - 1)] if years else 0
        return [place for place in range(self.count) if not self.many or (place - start) % 3 == 0]

    def all(self) -> list[Shape]:
        return [*self._soft(), *self._stack(self.columns.up, 1), *self._stack(self.columns.down, -1), *self._beside(),
                Line(_LEFT, self.y(0), _LEFT + _WIDE, self.y(0), INK), *self._labels(), *self._totals(), *self._gaps(),
                *self._names()]

    def x(self, place: float) -> float:
        return _LEFT + _WIDE * (place + 0.6) / (self.count + 0.2)

    def y(self, value: float) -> float:
        return _TOP + _HIGH * (self.ceiling - value) / (self.ceiling - self.floor)

    def bar(self, middle: float, wide: float, low: float, high: float, fill: str, edge: str = "",
            hatch: str = "") -> Rectangle:
        """A column from one number up to another."""
        left = self.x(middle - wide / 2)
        return Rectangle(left, self.y(high), self.x(middle + wide / 2) - left, self.y(low) - self.y(high), fill, edge,
                         hatch)

    def _stack(self, stack: Sequence[Series], sign: int) -> list[Shape]:
        found: list[Shape] = []
        for place in range(self.count):
            under, parts = 0, sum(1 for series in stack if series.values[place])
            for series, colour in zip(stack, SHADES, strict=False):
                if value := series.values[place]:
                    found += self._part(place, sorted((sign * under, sign * (under + value))), colour, alone=parts < 2)
                under += value
        return found

    def _part(self, place: int, ends: Sequence[int], colour: str, *, alone: bool) -> list[Shape]:
        """One shade of a column, with its number where there is room and it is not that of all."""
        low, high = ends
        middle, soft, dark = place + self.away, place < self.columns.soft, colour in _DARK
        hatch = ("FFFFFF" if dark else "8FB4D9") if soft else ""
        found: list[Shape] = [self.bar(middle, self.wide, low, high, colour,
                                       QUIET if colour == SHADES[-1] else "FFFFFF", hatch)]
        if not alone and not self.many and (high - low) / self.height >= _ROOM:
            x, y, number = self.x(middle), self.y((low + high) / 2), str(high - low)
            wide = 1.2 + 1.4 * len(number)
            found += [Rectangle(x - wide / 2, y - 1.5, wide, 3, colour)] if soft else []
            found.append(Words(x, y, number, 7.5, "FFFFFF" if dark else INK))
        return found

    def _beside(self) -> list[Shape]:
        found: list[Shape] = []
        for place, value in enumerate(self.columns.beside):
            if value is not None:
                middle = place + 0.28 * self.scale
                found += [self.bar(middle, 0.2 * self.scale, 0, value, ALARM)] if value else []
                if not self.many:
                    found.append(Words(self.x(middle), self.y(value) - 1.7, str(value), 7.5, ALARM))
        return found

    def _labels(self) -> list[Shape]:
        """What stands under the columns, and left of them what is upwards and what downwards."""
        size, top = 8 if self.count <= 12 else 7, self.y(self.floor) + 0.8
        line = size * _POINT * 1.15
        found: list[Shape] = [Words(self.x(place), top + line * (number + 0.5), text, size, INK)
                              for place in self.named
                              for number, text in enumerate(self.columns.labels[place].split("\n"))]
        sides = ((-2, self.columns.above), (2, self.columns.below))
        return found + [Words(0, self.y(0) + away, word, 8, QUIET, begins=True) for away, word in sides if word]

    def _totals(self) -> list[Shape]:
        """The number of all, at the end of each column."""
        found: list[Shape] = []
        for place in self.named:
            ends = [(self.tops[place], -1)] if self.tops[place] or not self.columns.down else []
            ends += [(-self.lows[place], 1)] if self.lows[place] else []
            found += [Words(self.x(place + self.away), self.y(end) + way * 1.8, str(abs(end)), 7 if self.many else 8,
                            INK, bold=True)
                      for end, way in ends if place not in self.columns.gaps]
        return found

    def _gaps(self) -> list[Shape]:
        told = ("\u2013",) if self.many else ("run", "no")
        return [Words(self.x(place), self.y(0) - 1.6 - 2.6 * number, word, 7, QUIET)
                for place in sorted(self.columns.gaps) for number, word in enumerate(told)]

    def _soft(self) -> list[Shape]:
        """Where what is reckoned ends, and what it is."""
        columns = self.columns
        if not columns.soft:
            return []
        end = self.x(columns.soft - 0.5)
        return [Words(_LEFT, 3.4, columns.softened, 7, QUIET, begins=True),
                *([Line(end, _TOP, end, self.y(self.floor), QUIET, dashed=True)] if columns.soft < self.count else [])]

    def _names(self) -> list[Shape]:
        """What each shade is, beside the last column and as high as there, with a patch of the shade."""
        columns, under = self.columns, 0
        wanted: list[tuple[float, str, str]] = []
        for number, (series, colour) in enumerate(zip(columns.up, SHADES, strict=False)):
            if any(series.values) or any(columns.down[number].values if columns.down else ()):
                wanted.append((self.y(under + series.values[-1] / 2), series.name, colour))
                under += series.values[-1]
        if any(value is not None for value in columns.beside):
            wanted.append((self.y(self.top), columns.besides, ALARM))
        return [shape for y, (_, name, colour) in zip(_apart([y for y, _, _ in wanted]), wanted, strict=True)
                for shape in _name(y, name, colour)]


def _name(y: float, name: str, colour: str) -> list[Shape]:
    edge, ink = QUIET if colour == SHADES[-1] else colour, ALARM if colour == ALARM else INK
    return [Rectangle(_NAMES, y - _PATCH / 2, _PATCH, _PATCH, colour, edge),
            Words(_NAMES + _PATCH + 1.2, y, name, 8, ink, begins=True)]


def _apart(wanted: Sequence[float]) -> list[float]:
    """Heights in the same order, from below, far enough apart for a line of words, as near to the wanted ones as may
    be, and none of them over the edge."""
    places: list[float] = []
    for place in wanted:
        places.append(min(place, places[-1] - _APART) if places else place)
    return [max(place, _APART * (len(places) - number - 0.5)) for number, place in enumerate(places)]
