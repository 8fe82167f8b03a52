"""The cells of a PDF's row: where each begins, and its lines as one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ncr_toolkit.audit_report.line_breaks import ITEM, Hyphens
from ncr_toolkit.audit_report.line_pieces import NEAR, Segment

_NARROW = 10
"""Of the lines of a number that a narrow cell has broken, in letters."""


@dataclass(slots=True)
class Cell:
    """A cell of the row that has begun."""

    begin: int
    lines: list[str]

    def text(self, hyphens: Hyphens, room: float) -> tuple[str, bool]:
        """Its lines as one, and whether that is certain; a number that a narrow column has broken is whole again:
        "11/03/20" and "26". `room`: how wide it is."""
        if len(self.lines) > 1 and all(_is_broken_number(line) for line in self.lines):
            return "".join(self.lines), True
        found = hyphens.unbroken(self.lines, room)
        lines = [line.strip() for line in (self.lines if found is None else found)]
        begins = [0, *(at for at, line in enumerate(lines) if at and ITEM.match(line)), len(lines)]
        texts = [hyphens.joined(lines[begin:end]) for begin, end in pairwise(begins)]
        return "\n".join(ITEM.sub("", text, count=1) if ITEM.match(text) else text for text in texts), found is not None


def _is_broken_number(line: str) -> bool:
    return len(line) <= _NARROW and not any(sign.islower() for sign in line) and " " not in line


def near(row: Sequence[Cell], begin: int) -> Cell | None:
    """The cell that begins there, or so near that it is the same column; None where there is none."""
    return next((cell for cell in row if abs(cell.begin - begin) <= NEAR), None)


def cell_of(row: Sequence[Cell], segment: Segment) -> Cell | None:
    """The cell of a row in which a piece of a line stands: below its beginning, or further in, as an item of a list."""
    begin, text = segment
    inside = [at for at, cell in enumerate(row) if at and cell.begin < begin
              and (at + 1 == len(row) or begin + len(text) < row[at + 1].begin)]
    return near(row, begin) or (row[inside[-1]] if inside else None)


class TableColumns:
    """Where the columns of a table stand that no line parts: by its head, and by what stands below."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []

    def begin(self, segments: Sequence[Segment]) -> None:
        """Begin with these pieces of a line, each a column."""
        self.spans = [_span(each) for each in segments]

    def row(self, segments: Sequence[Segment]) -> tuple[list[Cell], bool]:
        """A new row with these pieces in its cells, and whether it is certain in which: a blank cell must not move the
        others, and columns may be centred, or a little elsewhere on another page."""
        places = self._near(segments) or self._over(segments)
        moved = not places and len(segments) < len(self.spans)
        if not places:
            self.spans = self.spans if moved else [_span(each) for each in segments]
            row = [Cell(begin, [text]) for begin, text in segments]
            return row, not moved
        row = [Cell(begin, []) for begin, _ in self.spans]
        for place, segment in zip(places, segments, strict=True):
            row[place] = Cell(segment[0], [segment[1]])
            begin, end = self.spans[place]
            self.spans[place] = min(begin, segment[0]), max(end, _span(segment)[1])
        return row, True

    def _near(self, segments: Sequence[Segment]) -> list[int]:
        """The columns that begin where the pieces do, [] where not all of them do."""
        found = [next((at for at, (column, _) in enumerate(self.spans) if abs(column - begin) <= NEAR), -1)
                 for begin, _ in segments]
        return found if -1 not in found and len(set(found)) == len(found) else []

    def _over(self, segments: Sequence[Segment]) -> list[int]:
        """The columns below which the pieces stand, [] where one stands below none or several."""
        found = list[int]()
        for segment in segments:
            begin, end = _span(segment)
            below = [at for at, (first, last) in enumerate(self.spans) if first < end and begin < last]
            found += below if len(below) == 1 else [-1]
        return found if -1 not in found and len(set(found)) == len(found) else []


def _span(segment: Segment) -> tuple[int, int]:
    return segment[0], segment[0] + len(segment[1])
