"""The lines of a PDF's pages in the order of reading: without what each page repeats, columns one below the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from ncr_toolkit.audit_report.headings import number_in
from ncr_toolkit.audit_report.label_words import ID, REFERENCE
from ncr_toolkit.audit_report.labels import GRADE, TEXTS, first_key, is_id
from ncr_toolkit.audit_report.line_breaks import width
from ncr_toolkit.audit_report.line_pieces import PITCH, Segment, segments
from ncr_toolkit.audit_report.page_columns import Columns, Way, columns, sides
from ncr_toolkit.audit_report.parts import Line, letters

_MOST_BLOCKS = 30
"""So many pairs of columns stand below each other on a page."""
_FIGURES = re.compile(r"\d+")
_OF_A_FINDING = {ID, GRADE, REFERENCE, *TEXTS}
_MARGIN = 3
"""So many lines at the top and the foot of a page may be its header and its footer."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page. `room`: how wide its column is, in average letters."""

    text: str
    page: int
    room: float = 0
    in_column: bool = False  # beside another one, whose gaps are seen in this one, too
    first: bool = False  # on its page
    lone: bool = False  # the first of its page, and a gap follows
    below_columns: bool = False  # and perhaps of the left one, whose text may go on in the right one
    ends_column: bool = False  # a blank one below the last of a column, whose text may go on in the next

    @property
    def segments(self) -> list[Segment]:
        """Its pieces, with gaps between."""
        return segments(self.text)


def page_lines(pages: Sequence[str], small: frozenset[str], *, other: bool = False) -> list[PageLine]:
    """The lines of the pages; blank ones stand for gaps. What is set smaller at the foot of a page comes last, so that
    it does not part a sentence that goes on overleaf. `other`: where two orders of reading may be meant, the second."""
    lines = [page.split("\n") for page in pages]
    everywhere = _on_most_pages(lines)
    said, notes = list[PageLine](), list[PageLine]()
    for number, page in enumerate(lines, start=1):
        rest, aside = _without_notes(_trimmed(_without_margins(page, everywhere)), small)
        notes += [PageLine(line, number) for line in aside]
        said += _of_page(rest, number, other=other)
    room = max((_right(line) for line in said if not line.in_column and len(line.segments) == 1), default=0.0)
    return [line if line.in_column else replace(line, room=room) for line in [*said, PageLine("", 0), *notes]]


def _of_page(page: Sequence[str], number: int, *, other: bool) -> list[PageLine]:
    found = list(_in_order(page, number, other=other))
    for at, line in enumerate(found[:1]):
        lone = len(found) > 1 and not found[1].text.strip()
        found[at] = replace(line, first=True, lone=lone)
    return found


def _right(line: PageLine) -> float:
    """Where a line ends, in average letters."""
    return max((begin * PITCH + width(text) for begin, text in line.segments), default=0.0)


def _on_most_pages(pages: Sequence[Sequence[str]]) -> set[tuple[int, str]]:
    """What stands at the same place of the top or the foot of most pages: headers and footers."""
    counts = Counter(each for page in pages for _, said in _margin(page) for each in said)
    return {said for said, count in counts.items() if count > 1 and count * 2 > len(pages)}


def _margin(page: Sequence[str]) -> list[tuple[int, set[tuple[int, str]]]]:
    """The lines that may be header or footer, each with what it says and which from above or below it is; what
    tells of a finding is none."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    places = [*enumerate(filled[:_MARGIN]), *((-1 - number, at) for number, at in enumerate(filled[:-_MARGIN - 1:-1]))]
    return [(at, {(place, said) for said in (page[at].strip(), *_numbered(page[at]))}) for place, at in places
            if not _OF_A_FINDING.intersection(first_key(text) for _, text in segments(page[at]))]


def _numbered(line: str) -> list[str]:
    """A line with its numbers taken out, where they do not say which finding it tells of."""
    text = " ".join(line.split())
    told = number_in(Line(text, "", 1)) or is_id(text) or first_key(text)
    return [] if told else [_FIGURES.sub("#", text)]


def _without_margins(page: Sequence[str], everywhere: set[tuple[int, str]]) -> list[str]:
    """A page without what stands at the top and the foot of most; further in, the same words may count."""
    margin = {at: not everywhere.isdisjoint(said) for at, said in _margin(page)}
    filled = [at for at, line in enumerate(page) if line.strip()]
    gone = {at for way in (filled, filled[::-1]) for at in takewhile(lambda at: margin.get(at, False), way)}
    return [line for at, line in enumerate(page) if at not in gone]


def _trimmed(page: Sequence[str]) -> list[str]:
    filled = [at for at, line in enumerate(page) if line.strip()]
    return list(page[filled[0]:filled[-1] + 1]) if filled else []


def _without_notes(page: list[str], small: frozenset[str]) -> tuple[list[str], list[str]]:
    """A page without the lines of small letters at its foot, and these; a table is none."""
    at = len(page)
    while at and (not page[at - 1].strip() or (len(segments(page[at - 1])) == 1 and letters(page[at - 1]) in small)):
        at -= 1
    if at == 0:
        return page, []
    return _trimmed(page[:at]), [line for line in page[at:] if line.strip()]


def _in_order(page: Sequence[str], number: int, *, other: bool) -> Iterator[PageLine]:
    """The lines of a page in the order of reading; where that may be another one, `other` asks for it."""
    for _ in range(_MOST_BLOCKS):
        if (found := columns(page)) is None:
            break
        yield from _across(page[:found.begin], number)
        yield from _across(page[found.begin:found.last], number) if found.way is Way.EITHER and other else \
            _in_columns(page, found, number, other=other)
        page = page[found.last:]
    yield from _across(page, number)


def _in_columns(page: Sequence[str], found: Columns, number: int, *, other: bool) -> Iterator[PageLine]:
    """The lines of two columns. What stands below them may be of the left one, or come after both: the `other` way."""
    end = found.last if found.whole else found.end
    below = [replace(line, below_columns=True) for line in _in_order(page[end:found.last], number, other=other)]
    for lines, right_first in _halves(page[found.begin:end], found):
        halves = ([line[:found.at].rstrip() for line in lines], [line[found.at:].rstrip() for line in lines])
        first, second = reversed(halves) if right_first else halves
        yield from _of_column(first, number, other=other)
        yield from below if found.way is not Way.CARDS and not other else ()
        yield from _of_column(second, number, other=other)
    yield from below if found.way is Way.CARDS or other else ()


def _across(page: Sequence[str], number: int) -> Iterator[PageLine]:
    yield from (PageLine(line.rstrip(), number) for line in page)


def _of_column(half: list[str], number: int, *, other: bool) -> Iterator[PageLine]:
    """The lines of a column, which may have columns of its own."""
    found = [replace(line, in_column=True) for line in _in_order(_trimmed(half), number, other=other)]
    room = max(map(_right, found), default=0.0)
    yield from (line if line.room else replace(line, room=room) for line in found)
    yield PageLine("", number, in_column=True, ends_column=True)


def _halves(lines: Sequence[str], found: Columns) -> Iterator[tuple[Sequence[str], bool]]:
    """The lines that are read by their left side, then by their right one, or in the other order: all of them, or of
    cards those of each finding, the side with its number first."""
    left, right = sides(lines, found.at)
    begins = (left.numbers or right.numbers) if found.way is Way.CARDS else []
    for begin, end in pairwise(sorted({0, *begins, len(lines)})):
        yield lines[begin:end], found.way is Way.CARDS and not left.numbers
