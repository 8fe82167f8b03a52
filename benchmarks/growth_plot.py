"""A plot of seconds by findings as an SVG: both axes logarithmic, a line each kind of register."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

WIDE, HIGH, LEFT, TOP, RIGHT, BOTTOM = 720, 400, 64, 24, 170, 48
COLOURS = ("#1f4e79", "#b03a2e", "#1e8449", "#9a7d0a", "#6c3483")


def drawn(lines: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """The SVG of these lines, each of points (findings, seconds)."""
    points = [point for line in lines.values() for point in line]
    across, up = Axis([x for x, _ in points], LEFT, WIDE - RIGHT), Axis([y for _, y in points], HIGH - BOTTOM, TOP)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" font-family="sans-serif" font-size="13">',
        "<title>Seconds of the processor for ncr check, by the number of findings</title>",
        f'<rect width="{WIDE}" height="{HIGH}" fill="#fff"/>', *_grid(across, up),
        *(part for number, (name, line) in enumerate(lines.items())
          for part in _line(name, line, number, across, up)), "</svg>", ""])


class Axis:
    """Where a figure stands between two ends, by its logarithm; the ends are whole powers of ten."""

    def __init__(self, figures: Sequence[float], begin: int, end: int) -> None:
        self.low, self.high = math.floor(math.log10(min(figures))), math.ceil(math.log10(max(figures)))
        self.high = max(self.high, self.low + 1)
        self.begin, self.end = begin, end

    def at(self, figure: float) -> float:
        part = (math.log10(figure) - self.low) / (self.high - self.low)
        return round(self.begin + part * (self.end - self.begin), 1)

    @property
    def powers(self) -> list[float]:
        return [10.0 ** power for power in range(self.low, self.high + 1)]


def _grid(across: Axis, up: Axis) -> Iterator[str]:
    for figure in across.powers:
        x = across.at(figure)
        yield f'<path d="M{x} {TOP}V{HIGH - BOTTOM}" stroke="#ddd"/>'
        yield f'<text x="{x}" y="{HIGH - BOTTOM + 18}" text-anchor="middle">{figure:,.0f}</text>'
    for figure in up.powers:
        y = up.at(figure)
        yield f'<path d="M{LEFT} {y}H{WIDE - RIGHT}" stroke="#ddd"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end">{figure:g} s</text>'
    yield f'<text x="{(LEFT + WIDE - RIGHT) / 2}" y="{HIGH - 10}" text-anchor="middle">findings</text>'


def _line(name: str, line: Sequence[tuple[int, float]], number: int, across: Axis, up: Axis) -> Iterator[str]:
    colour, places = COLOURS[number % len(COLOURS)], [(across.at(x), up.at(y)) for x, y in line]
    yield f'<path d="M{" L".join(f"{x} {y}" for x, y in places)}" fill="none" stroke="{colour}" stroke-width="2"/>'
    yield from (f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in places)
    y = TOP + 20 * number + 10
    yield f'<path d="M{WIDE - RIGHT + 16} {y}h20" stroke="{colour}" stroke-width="2"/>'
    yield f'<text x="{WIDE - RIGHT + 42}" y="{y + 4}">{escape(name)}</text>'
