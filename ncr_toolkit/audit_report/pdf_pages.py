"""The lines of a PDF's pages in the order of reading: without what each page repeats, columns one below the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from ncr_toolkit.audit_report.headings import number_in
from ncr_toolkit.audit_report.labels import is_id, key
from ncr_toolkit.audit_report.line_breaks import width
from ncr_toolkit.audit_report.parts import Line, letters

NEAR = 2
"""By how many letters the lines of one cell may begin apart."""
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_FIGURES = re.compile(r"\d+")
_MARGIN = 3
"""So many lines at the top and the foot of a page may be its header and its footer."""
_LEAST_OF_COLUMNS, _LEAST_WORDS = 4, 3
"""So many lines must be in two pieces that begin alike, and so many words have most lines of a column of text."""
_PITCH = 0.8
"""The width of a place, by which the page counts where a piece begins, in average letters."""
Segment = tuple[int, str]
"""Where a piece of a line begins, in letters, and its text."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page. `room`: how wide its column is, in average letters."""

    text: str
    page: int
    room: float = 0
    in_column: bool = False  # beside another one, whose gaps are seen in this one, too
    first: bool = False  # on its page
    lone: bool = False  # the first of its page, and a gap follows

    @property
    def segments(self) -> list[Segment]:
        """Its pieces, with gaps between."""
        return segments(self.text)


def segments(line: str) -> list[Segment]:
    return [(found.start(), found[0]) for found in _SEGMENT.finditer(line)]


def plain(line: str) -> str:
    """A line for the question whether another page has it, too: with any number for any other."""
    return _FIGURES.sub("#", " ".join(line.split()))


def page_lines(pages: Sequence[str], small: frozenset[str]) -> list[PageLine]:
    """The lines of the pages; blank ones stand for gaps. What is set smaller at the foot of a page comes last, so that
    it does not part a sentence that goes on overleaf."""
    lines = [page.split("\n") for page in pages]
    everywhere = _on_most_pages(lines)
    said, notes = list[PageLine](), list[PageLine]()
    for number, page in enumerate(lines, start=1):
        rest, aside = _without_notes(_trimmed(_without_margins(page, everywhere)), small)
        notes += [PageLine(line, number) for line in aside]
        said += _of_page(rest, number)
    room = max((_right(line) for line in said if not line.in_column and len(line.segments) == 1), default=0.0)
    return [line if line.in_column else replace(line, room=room) for line in [*said, PageLine("", 0), *notes]]


def _of_page(page: Sequence[str], number: int) -> list[PageLine]:
    found = list(_one_below_the_other(page, number))
    for at, line in enumerate(found[:1]):
        lone = len(found) > 1 and not found[1].text.strip()
        found[at] = replace(line, first=True, lone=lone)
    return found


def _right(line: PageLine) -> float:
    """Where a line ends, in average letters."""
    return max((begin * _PITCH + width(text) for begin, text in line.segments), default=0.0)


def _on_most_pages(pages: Sequence[Sequence[str]]) -> set[str]:
    """What stands at the top or the foot of most pages: headers and footers. A label or the number of a finding is
    none, unless it is the same everywhere."""
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({said for at in _margin(page) for said in (page[at].strip(), *_numbered(page[at]))})
    return {line for line, count in counts.items() if count > 1 and count * 2 > len(pages)}


def _numbered(line: str) -> list[str]:
    """A line with its numbers taken out, where they do not say which finding it tells of."""
    text = " ".join(line.split())
    told = number_in(Line(text, "", 1)) or is_id(text) or key(text.partition(":")[0])
    return [] if told else [plain(line)]


def _margin(page: Sequence[str]) -> set[int]:
    """Which lines may be header or footer; the head of a list is none."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    return {at for at in (*filled[:_MARGIN], *filled[-_MARGIN:])
            if sum(bool(key(text)) for _, text in segments(page[at])) < 2}


def _without_margins(page: Sequence[str], everywhere: set[str]) -> list[str]:
    """A page without what stands at the top and the foot of most; further in, the same words may count."""
    gone = {at for at in _margin(page) if not everywhere.isdisjoint((page[at].strip(), *_numbered(page[at])))}
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


def _one_below_the_other(page: Sequence[str], number: int) -> Iterator[PageLine]:
    """The lines of a page, of two columns of text the right one below the left."""
    found = _columns(page)
    if found is None:
        yield from (PageLine(line.rstrip(), number) for line in page)
        return
    begin, end, at = found
    yield from _one_below_the_other(page[:begin], number)
    for half in ([line[:at].rstrip() for line in page[begin:end]], [line[at:].rstrip() for line in page[begin:end]]):
        lines = [PageLine(line, number, in_column=True) for line in _trimmed(half)]
        room = max(map(_right, lines), default=0.0)
        yield from (replace(line, room=room) for line in lines)
        yield PageLine("", number)
    yield from _one_below_the_other(page[end:], number)


def _columns(page: Sequence[str]) -> tuple[int, int, int] | None:
    """Where on a page two columns of text begin and end, and at which letter the right one begins. A table with labels
    or numbers at its left is none."""
    pairs = {at: found for at, line in enumerate(page) if len(found := segments(line)) == 2}
    if not pairs:
        return None
    right = Counter(found[1][0] for found in pairs.values()).most_common(1)[0][0]
    pairs = {at: found for at, found in pairs.items() if abs(found[1][0] - right) <= NEAR}
    if len(pairs) < _LEAST_OF_COLUMNS or not _are_text([(left[1], other[1]) for left, other in pairs.values()]):
        return None
    right = min(found[1][0] for found in pairs.values())
    begin, end = min(pairs), max(pairs) + 1
    while begin and not _is_crossed(page[begin - 1], right):
        begin -= 1
    while end < len(page) and not _is_crossed(page[end], right):
        end += 1
    if any(_is_crossed(line, right) for line in page[begin:end]):
        return None
    return begin, end, right


def _is_crossed(line: str, at: int) -> bool:
    """Whether a piece of the line stands in both columns."""
    return any(begin < at <= begin + len(text) for begin, text in segments(line))


def _are_text(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether pieces side by side are two columns of text, and no table."""
    if any(key(left) and key(right) for left, right in pairs):
        return False
    named = sum(bool(key(left)) or is_id(left) for left, _ in pairs)
    words = [len(left.split()) for left, _ in pairs]
    return 3 * named <= len(pairs) and median(words) >= _LEAST_WORDS
