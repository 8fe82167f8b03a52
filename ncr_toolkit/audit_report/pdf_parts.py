"""The lines and rows of a PDF, by where its letters stand on the page.

A PDF knows no tables and no paragraphs. What stands side by side with a gap is a row; what stands below a cell, and
begins where that begins, goes on with it; a paragraph goes on where its line had no room for the next word. Where that
does not hold it is noted, and what may be cut is not located.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from ncr_toolkit.audit_report.headings import CHAPTER, number_in
from ncr_toolkit.audit_report.label_words import ID, REFERENCE
from ncr_toolkit.audit_report.labels import DAYS, GRADE, begins_label, first_key, is_value, key, listed_key
from ncr_toolkit.audit_report.line_breaks import ITEM, Break, Hyphens, between, is_sentence_end, width
from ncr_toolkit.audit_report.line_pieces import NEAR, PITCH, Segment
from ncr_toolkit.audit_report.parts import Line, Part, Row, letters
from ncr_toolkit.audit_report.pdf_cells import Cell, TableColumns, cell_of
from ncr_toolkit.audit_report.pdf_fonts import Fonts, fonts
from ncr_toolkit.audit_report.pdf_layout import LaidPage, LaidTable, laid_pages, table_of
from ncr_toolkit.audit_report.pdf_pages import PageLine, page_lines
from ncr_toolkit.audit_report.pdf_tables import DrawnTables
from ncr_toolkit.common.errors import CannotRun

_SURE = (ID, GRADE, REFERENCE, *DAYS)
"""What is told from a text: a number, a grade, a clause, a day."""
_SHORT = 0.7
"""The heading of a chapter is shorter than this share of its column."""
_HEADING_OF_A_CHAPTER = 1
_MOST_OF_TWO_NUMBERS = 5
"""So few figures below each other are no number that a column has broken."""
_LEAST_OF_A_LIST, _LEAST_OF_A_WIDE_LIST = 3, 5


def readings(path: Path) -> list[list[Part]]:
    """The lines and rows of the PDF, twice where columns may be read in two orders. Raises CannotRun where it cannot be
    read, is locked, or shows pictures of text only."""
    pages = laid_pages(path)
    if not "".join(page.text for page in pages).strip():
        raise CannotRun(f"{path.name} holds no text: its pages are pictures. Ask the body for the report as it was "
                        "written, as Word document or PDF.")
    return of_pages(pages, fonts(path))


def of_pages(pages: Sequence[str | LaidPage], set_in: Fonts) -> list[list[Part]]:
    """The same of the pages' texts, in which each letter stands at its place, and of what their lines draw."""
    laid = [LaidPage(page) if isinstance(page, str) else page for page in pages]
    tables = {(number, at): table for number, page in enumerate(laid, 1) for at, table in enumerate(page.tables)}
    one, other = (page_lines([page.text for page in laid], set_in.small, other=other) for other in (False, True))
    return [list(_parts(lines, set_in, tables)) for lines in ([one] if one == other else [one, other])]


def _parts(lines: Sequence[PageLine], set_in: Fonts, tables: Mapping[tuple[int, int], LaidTable]) -> Iterator[Part]:
    every = [text for line in lines for _, text in line.segments if table_of(text) is None]
    every += [line for table in tables.values() for cell in table.cells for line in cell.lines if line]
    reader = _PageReader(set_in, Hyphens(every), tables)
    for line in lines:
        yield from reader.take(line)
    yield from reader.flush()


def _is_row(segments: Sequence[Segment]) -> bool:
    """Whether a line is a label and its value, and no second line of a label: "No." and "NC-4" below "Clause"."""
    known = key(segments[0][1])
    return len(segments) > 1 and known in _SURE and is_value(known, segments[1][1])


class _PageReader:
    """Reads line by line; a row or a paragraph that has begun may go on in the next, and on the next page."""

    def __init__(self, set_in: Fonts, hyphens: Hyphens, drawn: Mapping[tuple[int, int], LaidTable]) -> None:
        self.set_in, self.hyphens, self.drawn = set_in, hyphens, drawn
        self.tables_drawn, self.below_table = DrawnTables(hyphens), False
        self.tables = 0
        self.row: list[Cell] = []
        self.columns = TableColumns()
        self.said: list[PageLine] = []
        self.page, self.last_was_row, self.after_gap = 0, False, False
        self.head: list[str] = []  # the lines of the first row of this table, which the next page may repeat
        self.in_head, self.repeated = False, list[str]()
        self.below = False  # columns, so that its text may go on in the next one
        self.placed = True  # whether it is certain in which columns its cells stand
        self.strange = False  # the row that has begun may be the end of the one above

    def take(self, line: PageLine) -> Iterator[Part]:
        number = table_of(line.text)
        if number is not None:
            yield from self._table(self.drawn[line.page, number], line)
            return
        if line.text.strip():
            yield from self.tables_drawn.flush()
            self.below_table = False
        if line.first:  # a row may go on behind a head that the new page repeats
            self.after_gap, self.in_head, self.repeated = False, False, list(self.head)
        if self.repeated and line.text.strip():
            if " ".join(line.text.split()) == self.repeated[0]:
                if len(self.repeated) == len(self.head):
                    self.columns.begin(line.segments)  # they may stand a little elsewhere on this page
                self.repeated = self.repeated[1:]
                return
            self.repeated = []
        segments = line.segments
        if not segments:
            self.after_gap = True
            if self.row and line.ends_column and not is_sentence_end(self._last_of_row()):
                yield from self.flush(cut=True)
            return
        if self.row and self._goes_on(segments):
            self._add(line)
        elif len(segments) > 1:
            strange = self._is_strange(segments, line)
            yield from self.flush(cut=strange if self.row else not self.after_gap)
            self.strange = strange
            self.in_head = not self.last_was_row
            self.head = [" ".join(line.text.split())] if self.in_head else self.head
            self._begin(segments, line)
        else:
            yield from self._text(line)
        self.after_gap = False

    def _table(self, table: LaidTable, line: PageLine) -> Iterator[Part]:
        """The rows of a table that is drawn; above it all ends."""
        yield from self._flush_text()
        self.tables += 1
        yield from self.tables_drawn.take(table, line.page, self.tables, overleaf=line.first and self.below_table)
        self.last_was_row, self.after_gap, self.below_table, self.head, self.repeated = False, True, True, [], []

    def _add(self, line: PageLine) -> None:
        """A line more of the row that has begun."""
        self.head += [" ".join(line.text.split())] * self.in_head
        for segment in line.segments:
            cell = cell_of(self.row, segment)
            assert cell is not None
            cell.lines.append(segment[1])

    def _begin(self, segments: Sequence[Segment], line: PageLine) -> None:
        """Begin a row, its cells in the columns of its table."""
        if not self.last_was_row:
            self.tables, self.columns = self.tables + 1, TableColumns()
        self.page, self.below = line.page, line.below_columns
        self.row, self.placed = self.columns.row(segments)

    def _is_strange(self, segments: Sequence[Segment], line: PageLine) -> bool:
        """Whether what follows the row without a gap does not look as if the row were over."""
        if not self.row or self.after_gap or self._level(line):
            return False
        (first, text), last = segments[0], self._last_of_row()
        if line.first and len(segments) == 1:
            return not is_sentence_end(last) and not first_key(text)
        return text[:1].islower() or abs(first - self.row[0].begin) > NEAR

    def _last_of_row(self) -> str:
        return next(cell.lines[-1] for cell in reversed(self.row) if cell.lines)

    def _goes_on(self, segments: Sequence[Segment]) -> bool:
        """Whether a line belongs to the row that has begun: all of it stands in cells, and its first is no cell of a
        new row."""
        if any(cell_of(self.row, segment) is None for segment in segments):
            return False
        (first, text), above = segments[0], self.row[0]
        if abs(first - above.begin) > NEAR:
            return True
        said = " ".join(above.lines)
        if self.after_gap:
            return self.in_head and len(self.row) >= _LEAST_OF_A_WIDE_LIST - 1 and bool(listed_key(f"{said} {text}"))
        if (listed_key(f"{said} {text}") or begins_label(f"{said} {text}")) and not _is_row(segments):
            return True  # a label on several lines
        if self.in_head and len(self.row) >= _LEAST_OF_A_WIDE_LIST and len(segments) < len(self.row):
            return True
        labelled = key(said) or first_key(text)
        return not labelled and self._goes_on_below(said, text, len(segments))

    def _goes_on_below(self, above: str, text: str, segments: int) -> bool:
        """Whether a text below the first cell belongs to it: not where a number is over, or another begins."""
        filled, has_digit = sum(bool(cell.lines) for cell in self.row), any(map(str.isdigit, text))
        is_over = filled >= _LEAST_OF_A_LIST and any(map(str.isdigit, above)) and not has_digit
        if above.isdecimal() and text.isdecimal() and len(above) + len(text) <= _MOST_OF_TWO_NUMBERS:
            return False  # "2" and "3" are two
        return segments < filled and not is_over and not (text[:1].isalpha() and has_digit)

    def _text(self, line: PageLine) -> Iterator[Part]:
        if self.row:
            yield from self.flush(cut=self._is_strange(line.segments, line))
        elif self.said and (parted := self._break(line)) is not Break.NONE:
            yield from self.flush(cut=parted is Break.UNSURE)
        self.said.append(line)
        if len(self.said) == 1 and self._is_chapter(line):
            yield from self.flush()

    def _break(self, line: PageLine) -> Break:
        """What parts a line from the paragraph that has begun."""
        above, text = self.said[-1], line.text.strip()
        level, said = self._level(above), " ".join(each.text.strip() for each in self.said)
        if not self.after_gap and ":" not in said and listed_key(f"{said} {text}".partition(":")[0]):
            return Break.NONE  # a label on two lines
        if first_key(text) or ITEM.match(text) or key(said) or number_in(Line(text, "", self._level(line))):
            return Break.END
        if level or self._level(line):
            gap = self.after_gap and not above.text.rstrip().endswith(",")
            parted = between(above.text.strip(), text, line.room, gap=gap)
            return parted if level == self._level(line) and parted is Break.NONE else Break.END
        if line.lone and not is_sentence_end(above.text.strip()):
            return Break.UNSURE  # the head of the page, as likely
        return between(above.text.strip(), text, line.room, gap=self._gap(line))

    def _gap(self, line: PageLine) -> bool:
        """Whether a gap parts a line from the one above: by where they stand, else by what the page shows."""
        apart = self.set_in.is_apart(self.said[-1].text, line.text)
        return apart if apart is not None else self.after_gap

    def _level(self, line: PageLine) -> int:
        return self.set_in.headings.get(letters(line.text), 0)

    def _is_chapter(self, line: PageLine) -> bool:
        text = line.text.strip()
        return len(text) < _SHORT * line.room and CHAPTER.match(text) is not None

    def flush(self, *, cut: bool = False) -> Iterator[Part]:
        """What has begun ends here; `cut`: which is not certain."""
        yield from self.tables_drawn.flush()
        yield from self._flush_text(cut=cut)

    def _flush_text(self, *, cut: bool = False) -> Iterator[Part]:
        if self.row:
            yield self._as_row(cut=cut or (self.below and not is_sentence_end(self._last_of_row())))
            self.last_was_row = True
        elif self.said:
            lines = [" ".join(line.text.split()) for line in self.said]
            whole = self.hyphens.unbroken(lines, self.said[0].room)
            text = self.hyphens.joined(lines if whole is None else whole)
            item = ITEM.match(text)
            level = self._level(self.said[0]) or (_HEADING_OF_A_CHAPTER if self._is_chapter(self.said[0])
                                                  and len(self.said) == 1 else 0)
            head = len(self.said) == 1 and self.said[0].lone and not is_sentence_end(text)  # of the page, as likely
            yield Line(text[item.end():] if item else text, f"page {self.said[0].page}", level, item is not None,
                       cut or whole is None or head or (self.said[-1].below_columns and not is_sentence_end(text)))
            self.last_was_row = False
        self.row, self.said = [], []

    def _as_row(self, *, cut: bool) -> Row:
        """The row that has begun. How wide its last column is, its longest line tells."""
        last = max(map(width, self.row[-1].lines), default=0.0)
        rooms = [*((after.begin - cell.begin) * PITCH for cell, after in pairwise(self.row)), last]
        cells = [cell.text(self.hyphens, room) for cell, room in zip(self.row, rooms, strict=True)]
        filled = [text for text, _ in cells if text]
        spread = len(filled) > 2 and first_key(filled[0]) and not any(map(first_key, filled[1:]))
        unsure = frozenset(at for at, (_, certain) in enumerate(cells) if cut or self.strange or spread or not certain)
        return Row(tuple(text for text, _ in cells), f"page {self.page}", self.tables, unsure, placed=self.placed)
