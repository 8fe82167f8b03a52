"""The lines of a PDF's pages in the order of reading: without what each page repeats, columns one below the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile
from statistics import median

from ncr_toolkit.audit_report.headings import number_in
from ncr_toolkit.audit_report.inline import labelled
from ncr_toolkit.audit_report.labels import GRADE, ID, REFERENCE, TEXTS, is_id, key
from ncr_toolkit.audit_report.line_breaks import ITEM_SIGN, width
from ncr_toolkit.audit_report.parts import Line, letters

NEAR = 2
"""By how many letters the lines of one cell may begin apart."""
_SEGMENT = re.compile(r"\S+(?: \S+)*")
_FIGURES = re.compile(r"\d+")
_OF_A_FINDING = {ID, GRADE, REFERENCE, *TEXTS}
_MARGIN = 3
"""So many lines at the top and the foot of a page may be its header and its footer."""
_LEAST_OF_COLUMNS, _LEAST_WORDS, _LEAST_GOING_ON = 2, 3, 2
"""So many lines must be in two pieces that begin alike; so many words have most lines of a column of text, and so many
of those go on in the next, which labels hardly do."""
PITCH = 0.8
"""The width of a place, by which the page counts where a piece begins, in average letters."""
_LEAST_GAPS, _MOST_CELLS, _WIDEST, _LEAST_GAP, _LABEL_AND_TEXT, _INDENT = 3, 5, 12, 2, 2, 8
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
    """The pieces of a line. What begins an item belongs to it; single words with the same gap between any two of them
    are one text, set so that it fills its line."""
    found = [(each.start(), each[0]) for each in _SEGMENT.finditer(line)]
    for at in range(len(found) - 1, 0, -1):
        if ITEM_SIGN.fullmatch(found[at - 1][1]):
            found[at - 1:at + 1] = [(found[at - 1][0], f"{found[at - 1][1]} {found[at][1]}")]
    return [(found[0][0], " ".join(text for _, text in found))] if _is_spread(found) else found


def _is_spread(found: Sequence[Segment]) -> bool:
    """Whether pieces are the words of one text, set so that it fills its line; cells begin at even distances, or have
    gaps of many kinds."""
    gaps = [after[0] - before[0] - len(before[1]) for before, after in pairwise(found)]
    steps = [after[0] - before[0] for before, after in pairwise(found)]
    begin = int(bool(found) and found[0][1].endswith(":"))
    if len(found) == _LABEL_AND_TEXT:
        return found[0][1].endswith(":") and gaps[0] <= _LEAST_GAP
    return len(gaps) >= _LEAST_GAPS and max(gaps) - min(gaps) <= 1 < max(steps) - min(steps) and max(gaps) <= _WIDEST \
        and not any(" " in text for _, text in found) and (
            len(gaps) > _MOST_CELLS or not any(key(text) or is_id(text) for _, text in found[begin:]))


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
            if not _OF_A_FINDING.intersection(key(text.partition(":")[0]) for _, text in segments(page[at]))]


def _numbered(line: str) -> list[str]:
    """A line with its numbers taken out, where they do not say which finding it tells of."""
    text = " ".join(line.split())
    told = number_in(Line(text, "", 1)) or is_id(text) or key(text.partition(":")[0])
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
    first = min(segments(line)[0][0] for line in page if line.strip())
    if median(found[0][0] for found in pairs.values()) > first + _INDENT or any(
            abs(begin - right) <= NEAR for line in page if len(found := segments(line)) > 2 for begin, _ in found):
        return None  # of a table
    if len(pairs) < _LEAST_OF_COLUMNS:
        return None
    right = min(found[1][0] for found in pairs.values())
    begin, end = min(pairs), max(pairs) + 1
    while begin and not _is_crossed(page[begin - 1], right):
        begin -= 1
    while end < len(page) and not _is_crossed(page[end], right):
        end += 1
    if any(_is_crossed(line, right) for line in page[begin:end]):
        return None
    alone = [line[:right].strip() for line in page[min(pairs):end] if not line[right:].strip() and line.strip()]
    goes_on = sum(len(above.split()) >= _LEAST_WORDS and below[:1].islower() for above, below in pairwise(alone))
    texts = [(left[1], other[1]) for left, other in pairs.values()]
    return (begin, end, right) if goes_on >= _LEAST_GOING_ON or _are_text(texts) else None


def _is_crossed(line: str, at: int) -> bool:
    """Whether a piece of the line stands in both columns."""
    return any(begin < at <= begin + len(text) for begin, text in segments(line))


def _are_text(pairs: Sequence[tuple[str, str]]) -> bool:
    """Whether pieces side by side are two columns of text, and no table."""
    beside = sum(bool(labelled(left)) and bool(labelled(right)) for left, right in pairs)
    named = sum(bool(key(left)) or is_id(left) for left, _ in pairs)
    if any(key(left) and key(right) for left, right in pairs) or 5 * beside > len(pairs) or 3 * named > len(pairs):
        return False
    return any(labelled(left) for left, _ in pairs) or median(len(left.split()) for left, _ in pairs) >= _LEAST_WORDS
