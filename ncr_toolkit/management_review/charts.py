"""Pictures of numbers over the months, drawn with matplotlib: for print, for colour-blind eyes, the same bytes twice.

It knows nothing of findings. Words in a picture are ours alone: names that people typed stand in tables, where every
script is shown right and a screen reader finds them.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

WIDTH, HEIGHT = 174.0, 56.0
"""Millimetres: the width of the text on A4, and a third of it high."""
DPI = 200
INK, QUIET, LINE = "#262B33", "#5B6570", "#C8D0D8"
SHADES = ("#08306B", "#2171B5", "#C6DBEF", "#FFFFFF")
"""One hue from dark to light, as on the Dashboard: apart in print and for colour-blind eyes."""
ALARM = "#D94801"
_DARK = SHADES[:2]  # on these a number is white
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


def png(columns: StackedColumns) -> bytes:
    """The picture, WIDTH by HEIGHT at DPI: the same columns give the same bytes."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # what it says of its caches concerns nobody
    with rc_context({"hatch.linewidth": 0.7, "path.simplify": False}):
        figure = Figure(figsize=(WIDTH / 25.4, HEIGHT / 25.4), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.045, 0.17, 0.775, 0.72))
        _Drawing(axes, columns).draw()
        stream = io.BytesIO()
        figure.savefig(stream, format="png", dpi=DPI, metadata={"Software": None})
    return stream.getvalue()


@cache
def _font(size: float, *, bold: bool = False) -> FontProperties:
    """DejaVu Sans from matplotlib's own files: no search through the fonts of the machine."""
    from matplotlib import get_data_path
    from matplotlib.font_manager import FontProperties

    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FontProperties(fname=str(Path(get_data_path()) / "fonts" / "ttf" / name), size=size)


class _Drawing:
    """One picture on its axes."""

    def __init__(self, axes: Any, columns: StackedColumns) -> None:
        self.axes, self.columns = axes, columns
        self.count = len(columns.labels)
        self.many = self.count > _MANY
        self.scale = min(1, self.count / _FEW)  # a few columns are no wider than those of a year
        self.named = self._named()
        tops = [sum(series.values[place] for series in columns.up) for place in range(self.count)]
        lows = [sum(series.values[place] for series in columns.down) for place in range(self.count)]
        thin = [value for value in columns.beside if value is not None]
        self.top, self.low = max([*tops, *thin, 1]), max([*lows, 1 if columns.down else 0])
        wide, away = (0.52, -0.11) if thin else (0.72, 0.0)  # of the columns, and where their middle is
        self.wide, self.away = wide * self.scale, away * self.scale
        self.height = (self.top + self.low) * 1.16
        self.tops, self.lows = tops, lows
        self.aside = axes.get_yaxis_transform()  # x as a part of the width, y as a number

    def _named(self) -> set[int]:
        """The columns under which a label stands: all; of many every third, with those in which a year begins."""
        years = [place for place, label in enumerate(self.columns.labels) if "\n" in label]
        start = years[min(1, len(years) - 1)] if years else 0
        return {place for place in range(self.count) if not self.many or (place - start) % 3 == 0}

    def draw(self) -> None:
        self._frame()
        self._stack(self.columns.up, 1)
        self._stack(self.columns.down, -1)
        self._totals()
        self._beside()
        self._gaps()
        self._soft()
        self._names()

    def write(self, x: float, y: float, text: str, *, size: float = 7.5, bold: bool = False, **more: Any) -> None:
        """Words; never read as a formula."""
        more = {"color": INK, "ha": "center", "va": "center", "clip_on": False} | more
        self.axes.text(x, y, text, fontproperties=_font(size, bold=bold), parse_math=False, **more)

    def _frame(self) -> None:
        axes, columns = self.axes, self.columns
        axes.set_xlim(-0.6, self.count - 0.4)
        axes.set_ylim(-self.low - 0.08 * self.height * bool(self.low), self.top + 0.08 * self.height)
        for side in ("top", "right", "left", "bottom"):
            axes.spines[side].set_visible(False)
        axes.axhline(0, color=INK, linewidth=0.8, zorder=3)
        axes.set_yticks([])
        axes.set_xticks([])
        low = axes.get_ylim()[0]
        for place in self.named:
            self.write(place, low - 0.03 * self.height, columns.labels[place], size=7.5 if self.count <= 12 else 6.5,
                       va="top", linespacing=1.15)
        for y, word in ((self.top / 2, columns.above), (-self.low / 2, columns.below)):
            if word:
                self.write(-0.012, y, word, rotation=90, color=QUIET, ha="right", transform=self.aside)

    def _stack(self, stack: Sequence[Series], sign: int) -> None:
        under = [0] * self.count
        for number, series in enumerate(stack):
            colour = SHADES[number]
            for place, value in enumerate(series.values):
                if not value:
                    continue
                soft = place < self.columns.soft
                bar = (place + self.away, sign * value, self.wide, sign * under[place])
                self.axes.bar(*bar, color=colour, linewidth=0.8, zorder=2, edgecolor="white" if number < 3 else QUIET)
                if soft:
                    self.axes.bar(*bar, fill=False, linewidth=0, zorder=2, hatch="////",
                                  edgecolor="white" if colour in _DARK else "#8FB4D9")
                middle = sign * (under[place] + value / 2)
                if value / self.height >= _ROOM and not self.many and self._parts(stack, place) > 1:
                    box = {"facecolor": colour, "edgecolor": "none", "pad": 0.8} if soft else None
                    self.write(place + self.away, middle, str(value), size=7, bbox=box, zorder=4,
                               color="white" if colour in _DARK else INK)
                under[place] += value

    @staticmethod
    def _parts(stack: Sequence[Series], place: int) -> int:
        return sum(1 for series in stack if series.values[place])

    def _totals(self) -> None:
        """The number of all, at the end of each column."""
        size = 7.5 if not self.many else 6
        away = 0.047 * self.height
        for place in sorted(self.named - self.columns.gaps):
            if self.tops[place] or not self.columns.down:
                self.write(place + self.away, self.tops[place] + away, str(self.tops[place]), size=size, bold=True)
            if self.lows[place]:
                self.write(place + self.away, -self.lows[place] - away, str(self.lows[place]), size=size, bold=True)

    def _beside(self) -> None:
        for place, value in enumerate(self.columns.beside):
            if value is not None:
                right = place + 0.28 * self.scale
                self.axes.bar(right, value, 0.2 * self.scale, color=ALARM, linewidth=0, zorder=2)
                if not self.many:
                    self.write(right, value + 0.045 * self.height, str(value), size=7, color=ALARM)

    def _gaps(self) -> None:
        for place in self.columns.gaps:
            self.write(place, 0.02 * self.height, "no run", size=6.5, rotation=90, color=QUIET, va="bottom")

    def _soft(self) -> None:
        """Where what is reckoned ends, and what it is."""
        columns = self.columns
        if not columns.soft:
            return
        high = self.axes.get_ylim()[1]
        self.write(-0.55, high + 0.03 * self.height, columns.softened, size=6.5, color=QUIET, ha="left", va="bottom")
        if columns.soft < self.count:
            self.axes.plot((columns.soft - 0.5,) * 2, (self.axes.get_ylim()[0], high),
                           color=QUIET, linewidth=0.8, linestyle=(0, (3, 3)), clip_on=False, zorder=1)

    def _names(self) -> None:
        """What each shade is, beside the last column and as high as there, with a patch of the shade."""
        columns, last = self.columns, self.count - 1
        under, wanted = 0, []
        for number, series in enumerate(columns.up):
            if any(series.values) or any(columns.down[number].values if columns.down else ()):
                value = series.values[last]
                wanted.append((under + value / 2, series.name, SHADES[number]))
                under += value
        places = _apart([y for y, _, _ in wanted], 0.1 * self.height)
        for y, (_, name, colour) in zip(places, wanted, strict=True):
            self._patch(y, name, colour, edge=colour if colour != SHADES[3] else QUIET)
        if any(value is not None for value in columns.beside):
            y = (places[-1] if places else 0) + 0.13 * self.height
            self._patch(y, columns.besides, ALARM, edge=ALARM, color=ALARM)

    def _patch(self, y: float, name: str, colour: str, *, edge: str, **more: Any) -> None:
        self.axes.plot(1.024, y, marker="s", markersize=6, color=colour, clip_on=False, markeredgecolor=edge,
                       markeredgewidth=0.6, transform=self.aside)
        self.write(1.039, y, name, ha="left", transform=self.aside, **more)


def _apart(wanted: Sequence[float], least: float) -> list[float]:
    """Places in the same order that are at least so far apart, as near to the wanted ones as may be from below."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + least) if places else place)
    return places

