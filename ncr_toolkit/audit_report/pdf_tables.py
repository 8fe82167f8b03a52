"""The rows of the tables that lines draw on a PDF's pages. A table goes on overleaf where it has the same columns, and
so does its last row; what may be the rest of that row or not is noted, and not located."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ncr_toolkit.audit_report.grades import has_boxes
from ncr_toolkit.audit_report.label_words import ID
from ncr_toolkit.audit_report.labels import first_key, key
from ncr_toolkit.audit_report.line_breaks import BROKEN, Hyphens, is_sentence_end
from ncr_toolkit.audit_report.parts import Row
from ncr_toolkit.audit_report.pdf_cells import Cell
from ncr_toolkit.audit_report.pdf_layout import LaidTable

_NEAR = 4.0
"""By so many points the columns of a table may stand elsewhere overleaf."""
_WIDE_GAP = re.compile(r"\S {4,}\S")
"""In a line of a cell: two columns without a line between."""


@dataclass
class _Lines:
    """A cell of a row: its lines, on one page and the next; `below`: it covers the next row, too."""

    lines: list[str]
    room: float
    column: int
    unsure: bool = False

    def plain(self) -> str:
        return " ".join(" ".join(self.lines).replace(f"{BROKEN} ", "").split())


@dataclass
class _DrawnRow:
    """A row that may go on overleaf."""

    page: int
    cells: list[_Lines]
    above: dict[int, _Lines] = field(default_factory=dict)  # cells that reach down into it, by their columns


class DrawnTables:
    """Reads table after table; the last row waits until it is known whether it goes on."""

    def __init__(self, hyphens: Hyphens) -> None:
        self.hyphens = hyphens
        self.table: LaidTable | None = None
        self.head: list[list[str]] = []  # the first rows of the table, which the next page may repeat
        self.held: _DrawnRow | None = None
        self.number = 0

    def take(self, table: LaidTable, page: int, number: int, *, overleaf: bool) -> Iterator[Row]:
        """The rows of a table. `number`: its own, where it is another than the last; `overleaf`: it is the first on its
        page, and the last one ended the page before."""
        rows = [row for row in _rows(table, page) if any(each.lines for each in (*row.cells, *row.above.values()))]
        if overleaf and self._goes_on(table, rows):
            rows = rows[self._repeated(rows):]
            if rows and self.held is not None and _is_rest(rows[0]):
                _join(self.held, rows.pop(0))
        else:
            yield from self.flush()
            self.number, self.head = number, [_texts(row) for row in rows]
        self.table = table
        for row in rows:
            yield from self.flush()
            self.held = row

    def flush(self) -> Iterator[Row]:
        """The row that waits."""
        if self.held is not None:
            yield self._as_row(self.held)
        self.held = None

    def _goes_on(self, table: LaidTable, rows: Sequence[_DrawnRow]) -> bool:
        """Whether a table has the columns of the one before, and is no new one: that begins with the same label."""
        if self.table is None or not rows or len(table.drawn.places) != len(self.table.drawn.places):
            return False
        if not all(abs(one - other) <= _NEAR for one, other in
                   zip(table.drawn.places, self.table.drawn.places, strict=True)):
            return False
        first, known = _texts(rows[0]), self.head[0] if self.head else []
        return first == known or not (key(first[0]) and (first[0] == known[0] or key(first[0]) == ID))

    def _repeated(self, rows: Sequence[_DrawnRow]) -> int:
        """How many rows at the beginning are the head once more."""
        count = 0
        while count < min(len(rows), len(self.head)) and _texts(rows[count]) == self.head[count]:
            count += 1
        return count

    def _as_row(self, row: _DrawnRow) -> Row:
        texts = [self._text(each) for each in row.cells]
        above = tuple((column, self._text(each)[0]) for column, each in row.above.items())
        unsure = frozenset(at for at, (_, certain) in enumerate(texts) if not certain)
        return Row(tuple(text for text, _ in texts), f"page {row.page}", self.number, unsure,
                   tuple(each.column for each in row.cells), above=above)

    def _text(self, cell: _Lines) -> tuple[str, bool]:
        """The text of a cell, and whether it is certain."""
        parts, certain = list[str](), not cell.unsure
        for lines in _paragraphs(cell.lines):
            certain = certain and (not any(map(_WIDE_GAP.search, lines)) or any(map(has_boxes, lines)))
            plain = [" ".join(line.split()) + " " * line.endswith(" ") for line in lines]
            text, whole = Cell(0, plain).text(self.hyphens, cell.room)
            parts.append(text)
            certain = certain and whole
        return "\n".join(parts), certain


def _rows(table: LaidTable, page: int) -> Iterator[_DrawnRow]:
    for number in range(len(table.drawn.heights) - 1):
        its = [each for each in table.cells if each.box.row <= number < each.box.row + each.box.high]
        lines = {each.box.column: _Lines(list(each.lines), each.room, each.box.column) for each in its}
        begun = [each.box.column for each in its if each.box.row == number]
        yield _DrawnRow(page, [lines[column] for column in sorted(begun)],
                        {column: each for column, each in sorted(lines.items()) if column not in begun})


def _texts(row: _DrawnRow) -> list[str]:
    return [each.plain() for each in row.cells] or [""]


def _is_rest(row: _DrawnRow) -> bool:
    """Whether a row at the top of a page is the rest of the one before: its first cell is blank."""
    return len(row.cells) > 1 and not row.cells[0].lines


def _join(row: _DrawnRow, rest: _DrawnRow) -> None:
    """Put the rest of a row behind it. Where a cell was at the end of a sentence, what follows may be another row's."""
    there = {each.column: each for each in row.cells}
    for each in rest.cells:
        mine = there.get(each.column)
        if not each.lines:
            continue
        if mine is None:
            row.cells.append(each)
            each.unsure = True
            continue
        said, more = mine.plain(), each.plain()
        mine.unsure = mine.unsure or not said or (is_sentence_end(said) and not more[:1].islower())
        mine.lines += each.lines
        mine.room = mine.room or each.room


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines between blank ones, and a label apart from what follows."""
    part: list[str] = []
    for line in lines:
        said = " ".join(part).strip()
        if part and (not line.strip() or key(said) or (first_key(line) and ":" in line and is_sentence_end(said))):
            yield part
            part = []
        part += [line] if line else []
    if part:
        yield part
