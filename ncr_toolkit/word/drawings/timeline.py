"""The timeline of a finding as a picture: what happened over the line, deadlines and plans under it.

A label stands to the right of its pole. From the right to the left every label is put as near to the line as those to
its right leave room for, so that no label covers another one and no pole runs through a label.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from ncr_toolkit.common.translation import day, gettext
from ncr_toolkit.word.drawings.drawing import Box, BoxText, Drawing, Shape, Stroke, mark
from ncr_toolkit.word.drawings.text_size import MM, Text
from ncr_toolkit.word.drawings.timeline_days import Moment, Times
from ncr_toolkit.word.styles import ACCENT, ALARM, INK, LINE, QUIET, TINT

_SIZE = 8.0
_BAR = 2.4  # height of the line
_FIRST = 3.5  # from the line to the nearest label
_APART = 1.5  # between labels
_RUN_ON = 1.2  # how far the line goes on before the first day and behind the last
_NOTE = 5.0  # height of the sentence below
_WIDEST = 46.0  # label
_INSET = 0.9  # room beside its words
_OPEN = "9DB6C6"


def timeline(known: Times, width: float) -> Drawing | None:
    """The picture, as wide as that; None where there are not two days to show."""
    days = {moment.day for moment in known.moments if not moment.today}
    if len(days) < 2:
        return None
    scale = _Scale.of(known, width)
    over = _labels([each for each in known.moments if each.done], scale)
    under = _labels([each for each in known.moments if not each.done], scale)
    above = _FIRST + max((label.far for label in over), default=0)
    below = _FIRST + max((label.far for label in under), default=0)
    shapes = _line(known, scale, above)
    for labels, way in ((over, -1), (under, 1)):
        shapes += [shape for label in labels for shape in label.poles(above + _BAR / 2, way)]
    for labels, way in ((over, -1), (under, 1)):
        shapes += [shape for label in labels for shape in label.shapes(above + _BAR / 2, way)]
    height = above + _BAR + below
    if known.late:
        shapes += _legend(height + 1)
        height += _NOTE
    return Drawing(gettext("Timeline"), gettext("Timeline: {events}.", events=known.told), width, height, shapes)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From days to millimetres."""

    first: date
    span: int  # days
    length: float
    width: float  # of the whole picture

    @staticmethod
    def of(known: Times, width: float) -> _Scale:
        days = [moment.day for moment in known.moments]
        widest = max(label.wide for label in _grouped(known.moments))
        first, last = min(days), max(days)
        return _Scale(first, max((last - first).days, 1), width - 2 * _RUN_ON - widest, width)

    def at(self, day: date) -> float:
        return _RUN_ON + self.length * (day - self.first).days / self.span


@dataclass(slots=True)
class Label:
    """What stands at one day, on one side of the line."""

    moments: list[Moment]
    x: float = 0
    near: float = 0  # from the line to the label
    words: list[BoxText] = field(init=False)
    wide: float = field(init=False)
    high: float = field(init=False)

    def __post_init__(self) -> None:
        self.words = [BoxText(part, _SIZE, ALARM if kind == "late" else INK, bold=True) for moment in self.moments
                      for part, kind in ((moment.what, "what"), (moment.late, "late")) if part]
        self.words.append(BoxText(day(self.moments[0].day), _SIZE, QUIET))
        texts = [Text(each.text, bold=each.bold) for each in self.words]
        self.wide = min(max(text.width for text in texts) * _SIZE * MM + 2.2, _WIDEST)
        self.high = sum(text.height(self.wide - 2 * _INSET, _SIZE) for text in texts)

    @property
    def far(self) -> float:
        return self.near + self.high

    def _end(self, line: float, way: int) -> float:
        """Where the pole ends that begins at the middle of the line."""
        return line + way * (_BAR / 2 + _FIRST + self.far)

    def poles(self, line: float, way: int) -> list[Shape]:
        today = any(moment.today for moment in self.moments)
        return [Stroke(self.x, line, self.x, self._end(line, way), INK if today else QUIET, 1 if today else 0.5,
                       dashed=today)]

    def shapes(self, line: float, way: int) -> list[Shape]:
        top = min(self._end(line, way), self._end(line, way) - way * self.high)
        shapes: list[Shape] = [Box(self.x, top, self.wide, self.high, self.words, inset=_INSET)]
        if not all(moment.today for moment in self.moments):
            done = self.moments[0].done
            shapes.append(mark(self.x, line, 2.6 if done else 3.2, "ellipse" if done else "diamond", ACCENT,
                               ACCENT if done else "FFFFFF"))
        return shapes


def _grouped(moments: Iterable[Moment]) -> list[Label]:
    """One label a day and side of the line, in the order of the days."""
    order = sorted(moments, key=lambda moment: (moment.day, moment.done))
    return [Label(list(dict.fromkeys(group)))
            for _, group in groupby(order, key=lambda moment: (moment.day, moment.done))]


def _labels(moments: Iterable[Moment], scale: _Scale) -> list[Label]:
    """The labels on one side of the line, each where it covers no other."""
    labels = _grouped(moments)
    for place in range(len(labels) - 1, -1, -1):
        label = labels[place]
        label.x = scale.at(label.moments[0].day)
        end = label.x + label.wide + _APART
        label.near = max((other.far + _APART for other in labels[place + 1:] if other.x < end), default=0)
    return labels


def _line(known: Times, scale: _Scale, top: float) -> list[Shape]:
    """The line itself: where the finding was open, and where a deadline had passed."""
    shapes: list[Shape] = [Box(0, top, scale.length + 2 * _RUN_ON, _BAR, fill=TINT, edge=LINE)]
    for begin, end in known.open:
        shapes.append(Box(scale.at(begin), top, scale.at(end) - scale.at(begin), _BAR, fill=_OPEN))
    for begin, end in known.late:
        shapes.append(Box(scale.at(begin), top, scale.at(end) - scale.at(begin), _BAR, edge=ALARM, hatch=ALARM))
    return shapes


def _legend(top: float) -> list[Shape]:
    return [Box(0.5, top + 0.6, 7, _BAR, edge=ALARM, hatch=ALARM),
            Box(8.5, top, 60, 3.6, (BoxText(gettext("Hatched: beyond a deadline"), 7.5, QUIET),))]
