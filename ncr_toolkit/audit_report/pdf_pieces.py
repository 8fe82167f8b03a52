"""What a PDF's page shows, and where: its letters piece by piece, and the lines drawn (ISO 32000-1, 8 and 9)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from ncr_toolkit.audit_report.pdf_widths import FontWidths, font_widths

Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)
_MOST_COMMANDS = 100_000
"""Of a page; what is longer is read as it was before."""
_STROKED, _FILLED = frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*")), frozenset((b"f", b"F", b"f*"))
_ENDS = _STROKED | _FILLED | {b"n"}
_STATES = {b"Tc": 0.0, b"Tw": 0.0, b"Tz": 100.0, b"TL": 0.0, b"Ts": 0.0}
_THIN, _STRAIGHT = 2.5, 0.6
"""In points: a filled box no thicker is a line, and a line that leans no more is upright or level."""


@dataclass(frozen=True, slots=True)
class Part:
    """Letters of a piece without a jump within: where they begin and end, and how far the jump before them is."""

    begin: float
    end: float
    shown: bytes
    moved: float  # as the command says it


@dataclass
class Piece:
    """Letters that follow each other: where they begin and end, and the commands that show them."""

    font: str
    size: float
    states: dict[bytes, float]
    matrix: Matrix
    shows: list[tuple[list[Any], bytes]]
    x: float
    y: float
    end: float
    ends_blank: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def height(self) -> float:
        """Of its letters, in points."""
        return abs(self.size * self.matrix[3]) or abs(self.size)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line that is drawn, level or upright, from its left or lower end."""

    level: bool
    at: float  # the height of a level one, the place from the left of an upright one
    begin: float
    end: float


@dataclass
class Shown:
    """All of a page."""

    pieces: list[Piece] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)


def shown(page: Any) -> Shown:
    """What a page of pypdf shows. Raises whatever its bytes lead to."""
    from pypdf.generic import ContentStream

    contents = page.get("/Contents")
    if contents is None:
        return Shown()
    commands = ContentStream(contents.get_object(), page.pdf, "bytes").operations
    return _Page(font_widths(page)).read(commands) if len(commands) <= _MOST_COMMANDS else Shown()


def times(one: Matrix, other: Matrix) -> Matrix:
    """The matrix that does what one does, and then what the other does."""
    a, b, c, d, e, f = one
    u, v, w, x, y, z = other
    return (a * u + b * w, a * v + b * x, c * u + d * w, c * v + d * x, e * u + f * w + y, e * v + f * x + z)


class _Page:
    """Follows the commands of a page."""

    def __init__(self, widths: Mapping[str, FontWidths]) -> None:
        self.widths, self.found = widths, Shown()
        self.around, self.font, self.size, self.states = _SAME, "", 1.0, dict(_STATES)
        self.kept: list[tuple[Matrix, str, float, dict[bytes, float]]] = []
        self.line = self.text = _SAME
        self.path: list[list[tuple[float, float]]] = []

    def read(self, commands: Sequence[tuple[Any, bytes]]) -> Shown:
        for operands, command in commands:
            if command in _STATES:
                self.states[command] = float(operands[0])
            elif command in (b"Tj", b"TJ", b"'", b'"'):
                self._show(list(operands), command)
            elif command in (b"BT", b"Td", b"TD", b"Tm", b"T*", b"Tf"):
                self._place(operands, command)
            elif command in (b"q", b"Q", b"cm"):
                self._around(operands, command)
            else:
                self._draw(operands, command)
        return self.found

    def _around(self, operands: Any, command: bytes) -> None:
        if command == b"cm":
            self.around = times(_matrix(operands), self.around)
        elif command == b"q":
            self.kept.append((self.around, self.font, self.size, dict(self.states)))
        elif self.kept:
            self.around, self.font, self.size, self.states = self.kept.pop()

    def _place(self, operands: Any, command: bytes) -> None:
        if command == b"Tf":
            self.font, self.size = str(operands[0]), float(operands[1])
            return
        if command == b"TD":
            self.states[b"TL"] = -float(operands[1])
        if command == b"BT":
            self.line = _SAME
        elif command == b"Tm":
            self.line = _matrix(operands)
        else:
            x, y = (0.0, -self.states[b"TL"]) if command == b"T*" else map(float, operands)
            self.line = times((1, 0, 0, 1, x, y), self.line)
        self.text = self.line

    def _show(self, operands: list[Any], command: bytes) -> None:
        if command in (b"'", b'"'):
            if command == b'"':
                self.states[b"Tw"], self.states[b"Tc"] = float(operands[0]), float(operands[1])
            self._place([], b"T*")
            operands, command = operands[-1:], b"Tj"
        items = operands[0] if command == b"TJ" else operands
        before, stretch, jump, parts = self.text, self.states[b"Tz"] / 100, 0.0, list[Part]()
        for item in items:
            if isinstance(item, (int, float)):
                jump += float(item)
                self._go(-float(item) / 1000 * self.size * stretch)
                continue
            at = self._here()[4]
            self._go(self._advance(bytes(item)) * stretch)
            parts.append(Part(at, self._here()[4], bytes(item), jump))
            jump = 0.0
        begin, font = times(before, self.around), self.widths.get(self.font, FontWidths())
        self.found.pieces.append(Piece(
            self.font, self.size, dict(self.states), begin, [(operands, command)], begin[4], begin[5], self._here()[4],
            bool(parts) and font.ends_blank(parts[-1].shown), tuple(parts)))

    def _go(self, far: float) -> None:
        self.text = times((1, 0, 0, 1, far, 0), self.text)

    def _here(self) -> Matrix:
        return times(self.text, self.around)

    def _advance(self, shown_: bytes) -> float:
        font = self.widths.get(self.font, FontWidths())
        wide, letters, spaces = font.of(shown_)
        return wide / 1000 * self.size + letters * self.states[b"Tc"] + spaces * self.states[b"Tw"]

    def _draw(self, operands: Any, command: bytes) -> None:
        if command == b"m":
            self.path.append([self._at(*operands[:2])])
        elif command == b"l" and self.path:
            self.path[-1].append(self._at(*operands[:2]))
        elif command == b"h" and self.path:
            self.path[-1].append(self.path[-1][0])
        elif command == b"re":
            x, y, wide, high = map(float, operands)
            self.path.append([self._at(*corner) for corner in (
                (x, y), (x + wide, y), (x + wide, y + high), (x, y + high), (x, y))])
        elif command in (b"c", b"v", b"y") and self.path:
            self.path[-1] = [self._at(*operands[-2:])]  # what is round is no line of a table
        elif command in _ENDS:
            if command in _STROKED:
                self.found.strokes += [each for part in self.path for each in _sides(part)]
            if command in _FILLED:
                self.found.strokes += [each for part in self.path for each in _thin(part)]
            self.path = []

    def _at(self, x: Any, y: Any) -> tuple[float, float]:
        a, b, c, d, e, f = self.around
        return (a * float(x) + c * float(y) + e, b * float(x) + d * float(y) + f)


def _matrix(operands: Any) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def _sides(points: Sequence[tuple[float, float]]) -> Iterator[Stroke]:
    """The level and upright lines from point to point."""
    for (x, y), (u, v) in pairwise(points):
        if abs(y - v) <= _STRAIGHT:
            yield Stroke(True, (y + v) / 2, min(x, u), max(x, u))
        elif abs(x - u) <= _STRAIGHT:
            yield Stroke(False, (x + u) / 2, min(y, v), max(y, v))


def _thin(points: Sequence[tuple[float, float]]) -> Iterator[Stroke]:
    """The line that a thin filled shape is."""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    if high - low <= _THIN < right - left:
        yield Stroke(True, (low + high) / 2, left, right)
    elif right - left <= _THIN < high - low:
        yield Stroke(False, (left + right) / 2, low, high)
