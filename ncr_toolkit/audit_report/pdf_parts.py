"""The lines and rows of a PDF, by where its letters stand on the page.

A PDF knows no tables. What stands side by side with a gap is a row; what stands below a cell, and begins where that
begins, goes on with it. Where that does not hold, nothing is located, and it is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ncr_toolkit.audit_report.labels import key
from ncr_toolkit.audit_report.parts import Line, Part, Row
from ncr_toolkit.audit_report.pdf_texts import texts_of_pages
from ncr_toolkit.common.errors import CannotRun

_SEGMENT = re.compile(r"\S+(?: \S+)*")
_CHAPTER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.? [^\W\d_][^.:]{1,80}$")
_FIGURES = re.compile(r"\d+")
_NEAR = 2
"""By how many letters the lines of one cell may begin apart."""
_SHORT = 0.6
"""A line of less than this share of the longest ends its paragraph."""
_HEADING_OF_A_CHAPTER = 1
_LEAST_OF_COLUMNS = 6
"""So many lines of a page must be in two pieces that begin alike."""
_NARROW, _LEAST_OF_A_LIST, _LEAST_OF_A_WIDE_LIST = 10, 3, 5
Segment = tuple[int, str]
"""Where a piece of a line begins, in letters, and its text."""


def parts(path: Path) -> list[Part]:
    """The lines and rows of the PDF. Raises CannotRun where it cannot be read, is locked, or shows pictures of text
    only."""
    pages = texts_of_pages(path, extraction_mode="layout", layout_mode_space_vertically=True)
    if not "".join(pages).strip():
        raise CannotRun(f"{path.name} holds no text: its pages are pictures. Ask the body for the report as it was "
                        "written, as Word document or PDF.")
    return list(_parts(pages))


def _parts(pages: Sequence[str]) -> Iterator[Part]:
    lines = [page.split("\n") for page in pages]
    everywhere = _on_most_pages(lines)
    reader = _PageReader()
    for number, page in enumerate(lines, start=1):
        seen = _in_one_column(_without_margins(page, everywhere))
        reader.turn_page()
        reader.width = max((len(line.rstrip()) for line in seen), default=0)
        for line in seen:
            yield from reader.take(line, f"page {number}")
    yield from reader.flush()


def _on_most_pages(pages: Sequence[Sequence[str]]) -> set[str]:
    """What stands at the top or the foot of most pages: headers and footers."""
    counts: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line.strip()]
        counts.update({_plain(line) for line in (*filled[:2], *filled[-2:])})
    return {line for line, count in counts.items() if count > 1 and count * 2 > len(pages)}


def _without_margins(page: Sequence[str], everywhere: set[str]) -> list[str]:
    """A page without what stands at the top and the foot of most; further in, the same words may count."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    margins = {at for at in (*filled[:2], *filled[-2:]) if _plain(page[at]) in everywhere}
    return [line for at, line in enumerate(page) if at not in margins]


def _in_one_column(page: list[str]) -> list[str]:
    """A page of two columns of text with the right one below the left; a table with its labels at the left stays."""
    pairs = [found for line in page if len(found := _segments(line)) == 2]
    if len(pairs) < _LEAST_OF_COLUMNS or 3 * sum(bool(key(left[1])) for left, _ in pairs) > len(pairs):
        return page
    at, count = Counter(right[0] for _, right in pairs).most_common(1)[0]
    if 5 * count < 4 * len(pairs):
        return page
    halves = [line for line in page if (len(found := _segments(line)) == 2 and abs(found[1][0] - at) <= _NEAR)
              or not line[:at].strip() or not line[at:].strip()]
    if len(halves) < len(page) - 2:  # what runs over both columns is a title at most
        return page
    return [line[:at].rstrip() for line in page] + ["", *(line[at:].rstrip() for line in page)]


def _segments(line: str) -> list[Segment]:
    return [(found.start(), found[0]) for found in _SEGMENT.finditer(line)]


def _plain(line: str) -> str:
    return _FIGURES.sub("#", " ".join(line.split()))


@dataclass(slots=True)
class _Cell:
    """A cell of the row that has begun."""

    begin: int
    lines: list[str]

    @property
    def text(self) -> str:
        """Its lines as one; a number that a narrow column has broken is whole again: "11/03/20" and "26"."""
        if len(self.lines) > 1 and all(_is_broken_number(line) for line in self.lines):
            return "".join(self.lines)
        return _joined(self.lines)


def _joined(lines: Sequence[str]) -> str:
    """Lines as one text; what ends in a hyphen goes on without a space: "NC-2026-" and "01"."""
    return "".join(line if line.endswith("-") else f"{line} " for line in lines).strip()


def _is_broken_number(line: str) -> bool:
    return len(line) <= _NARROW and not any(sign.islower() for sign in line) and " " not in line


def _near(row: Sequence[_Cell], begin: int) -> _Cell | None:
    return next((cell for cell in row if abs(cell.begin - begin) <= _NEAR), None)


class _PageReader:
    """Reads line by line; a row or a paragraph that has begun may go on in the next, and on the next page."""

    def __init__(self) -> None:
        self.width, self.tables = 0, 0
        self.row: list[_Cell] = []
        self.columns: list[int] = []  # where the cells of this table begin
        self.said: list[str] = []
        self.where, self.last_was_row, self.after_gap = "", False, False
        self.head: list[str] = []  # the lines of the first row of this table, which the next page may repeat
        self.in_head, self.repeated = False, list[str]()

    def turn_page(self) -> None:
        """A row may go on behind a head that the new page repeats."""
        self.after_gap, self.in_head, self.repeated = False, False, list(self.head)

    def take(self, line: str, where: str) -> Iterator[Part]:
        if self.repeated and line.strip():
            if _plain(line) == self.repeated[0]:
                self.repeated = self.repeated[1:]
                return
            self.repeated = []
        segments = _segments(line)
        if not segments:
            self.after_gap = True
            if self.said:
                yield from self.flush()
            return
        if self.row and self._goes_on(segments):
            self.head += [_plain(line)] * self.in_head
            for begin, text in segments:
                cell = _near(self.row, begin)
                assert cell is not None
                cell.lines.append(text)
        elif len(segments) > 1:
            yield from self.flush()
            self.in_head = not self.last_was_row
            self.head = [_plain(line)] if self.in_head else self.head
            self._begin(segments, where)
        else:
            yield from self._text(segments[0][1], where)
        self.after_gap = False

    def _begin(self, segments: Sequence[Segment], where: str) -> None:
        """Begin a row, its cells in the columns of its table: a blank one must not move the others."""
        if not self.last_was_row:
            self.tables, self.columns = self.tables + 1, []
        begins = [begin for begin, _ in segments]
        if not all(any(abs(column - begin) <= _NEAR for column in self.columns) for begin in begins):
            self.columns = begins
        self.row, self.where = [_Cell(column, []) for column in self.columns], where
        for begin, text in segments:
            cell = _near(self.row, begin)
            assert cell is not None
            cell.lines.append(text)

    def _goes_on(self, segments: Sequence[Segment]) -> bool:
        """Whether a line belongs to the row that has begun: all of it stands below cells, and its first is no cell of a
        new row."""
        if any(_near(self.row, begin) is None for begin, _ in segments):
            return False
        (first, text), above = segments[0], self.row[0]
        if abs(first - above.begin) > _NEAR:
            return True
        if self.after_gap:
            return False
        if key(f"{above.text} {text}"):
            return True  # a label on two lines
        if self.in_head and len(self.row) >= _LEAST_OF_A_WIDE_LIST and len(segments) < len(self.row):
            return True
        labelled = key(above.text) or key(text) or key(text.partition(":")[0])
        return not labelled and self._goes_on_below(above.text, text, len(segments))

    def _goes_on_below(self, above: str, text: str, segments: int) -> bool:
        """Whether a text below the first cell belongs to it: not where a number is over, or another begins."""
        filled, has_digit = sum(bool(cell.lines) for cell in self.row), any(map(str.isdigit, text))
        is_over = filled >= _LEAST_OF_A_LIST and any(map(str.isdigit, above)) and not has_digit
        return segments < filled and not is_over and not (text[:1].isalpha() and has_digit)

    def _text(self, text: str, where: str) -> Iterator[Part]:
        if self.row or (self.said and (key(text.partition(":")[0]) or len(self.said[-1]) < _SHORT * self.width)):
            yield from self.flush()
        self.said.append(text)
        self.where = self.where if len(self.said) > 1 else where
        if len(self.said) == 1 and self._is_chapter(text):
            yield from self.flush()

    def _is_chapter(self, text: str) -> bool:
        return len(text) < _SHORT * self.width and _CHAPTER.match(text) is not None

    def flush(self) -> Iterator[Part]:
        """What has begun ends here."""
        if self.row:
            yield Row(tuple(cell.text for cell in self.row), self.where, self.tables)
            self.last_was_row = True
        elif self.said:
            text = _joined(self.said)
            yield Line(text, self.where, _HEADING_OF_A_CHAPTER if self._is_chapter(text) else 0)
            self.last_was_row = False
        self.row, self.said = [], []
