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
