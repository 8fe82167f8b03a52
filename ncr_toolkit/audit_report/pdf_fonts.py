"""How the letters of a PDF are set: which lines stand out as headings do, and which are smaller than its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from ncr_toolkit.audit_report.parts import letters
from ncr_toolkit.audit_report.pdf_texts import texts_of_pages
from ncr_toolkit.common.errors import CannotRun

_BOLD = re.compile(r"bold|black|heavy|demi|-bd\b", re.IGNORECASE)
_LARGER, _SMALLER = 1.1, 0.88
"""Of the size in which most letters are set."""
_APART = 1.2
"""Of the distance of two lines of a text: what is further apart is parted by a gap."""
BOLD_HEADING = 9
"""The level of a line that stands out by being bold alone, as many write headings."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Letters that are shown by one command, and how."""

    height: float  # above the foot of its page
    size: float
    bold: bool
    text: str


@dataclass(frozen=True)
class Fonts:
    """What stands out of the text. `headings`: the level of a line, by its letters; `small`: the letters of notes, and
    of what stands in the margins."""

    headings: dict[str, int] = field(default_factory=dict)
    small: frozenset[str] = frozenset()
    heights: dict[str, list[float]] = field(default_factory=dict)  # where a line stands, by its letters
    leading: float = 0  # from one line of a text to the next

    def is_apart(self, above: str, below: str) -> bool | None:
        """Whether a gap parts two lines; None where that is not known, as on two pages."""
        apart = {one - other > _APART * self.leading for one in self.heights.get(letters(above), ())
                 for other in self.heights.get(letters(below), ()) if one > other}
        return apart.pop() if len(apart) == 1 and self.leading else None


def fonts(path: Path) -> Fonts:
    """How the lines of the PDF are set; nothing is known where that cannot be read."""
    pieces: list[_Piece] = []

    def see(text: str, around: Any, matrix: Any, font: Any, size: Any) -> None:
        if text.strip():
            height, scale = matrix[5] * around[3] + around[5], around[0] * (matrix[0] or matrix[1])
            is_bold = _BOLD.search(str((font or {}).get("/BaseFont", ""))) is not None
            pieces.append(_Piece(round(height), round(abs(scale * size), 1), is_bold, text))

    try:
        texts_of_pages(path, visitor_text=see)
    except CannotRun:
        return Fonts()
    return _of(pieces)


def _of(pieces: list[_Piece]) -> Fonts:
    counts: Counter[tuple[float, bool]] = Counter()
    for each in pieces:
        counts[each.size, each.bold] += len(each.text)
    if not counts:
        return Fonts()
    (body, bold), _ = counts.most_common(1)[0]
    sizes = sorted({each.size for each in pieces if each.size >= _LARGER * body}, reverse=True)
    levels = {size: min(number, BOLD_HEADING - 1) for number, size in enumerate(sizes, start=1)}
    headings, small = dict[str, int](), set[str]()
    for size, is_bold, text in _runs(pieces):
        level = levels.get(size, BOLD_HEADING if is_bold and not bold and size >= _SMALLER * body else 0)
        if level:
            headings[letters(text)] = level
        elif size <= _SMALLER * body:
            small.add(letters(text))
    heights, leading = _lines(pieces)
    return Fonts(headings, frozenset(small), heights, leading)


def _lines(pieces: Iterable[_Piece]) -> tuple[dict[str, list[float]], float]:
    """Where the lines stand, and how far lines of a text are apart."""
    lines = [(height, letters("".join(each.text for each in found)))
             for height, found in groupby(pieces, key=lambda each: each.height)]
    apart = Counter(round(one - other) for (one, _), (other, text) in pairwise(lines)
                    if one > other and text[:1].islower())
    heights: dict[str, list[float]] = {}
    for height, text in lines:
        heights.setdefault(text, []).append(height)
    return heights, apart.most_common(1)[0][0] if apart else 0


def _runs(pieces: Iterable[_Piece]) -> Iterator[tuple[float, bool, str]]:
    """What is set alike on one line, as a whole and piece by piece: side by side may stand two columns."""
    for (_, size, bold), found in groupby(pieces, key=lambda each: (each.height, each.size, each.bold)):
        texts = [each.text for each in found]
        for text in dict.fromkeys(("".join(texts), *texts)):
            yield size, bold, text
