"""A table of a form as rows and columns, with merged cells where they begin."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile

from ncr_toolkit.excel.opc.address import whole
from ncr_toolkit.forms.docx.form_writer import is_filler
from ncr_toolkit.forms.docx.wordprocessingml import BOXES, TICKED, Element, inside, on, paragraphs, pieces, w
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.blanks import is_hint

FOREIGN = re.compile(r"(?<!\{)\{[#/^]?[A-Za-z_][\w.]{0,60}\}(?!\})|[\ue0f0\ue0f1]")
"""A tag of another system: {name}, {#rows}, {/rows}."""
_THINGS = (w("drawing"), w("pict"), w("object"), w("tbl"))

_BOXES = (*BOXES, *TICKED, "[ ]", "[]", "[x]", "[X]", "( )", "(  )")


@dataclass(slots=True, eq=False)  # each is one of its own: to compare what stands there took most of the time
class GridCell:
    """One cell, where it stands, and how many columns it takes."""

    element: Element
    row: int
    column: int
    span: int
    continued: bool = False  # the lower part of a merged cell
    where: str = ""  # as people find it: "table 2, row 3", "Response!B7"
    id: str = ""  # stays the same whatever a mapping says: "T2.R3.C1", "Response!B7"
    over: str = ""  # in a header of two rows: the header of the columns among which it is
    title: str = ""  # of the lower part of a header that takes both rows: its words

    @property
    def paragraphs(self) -> list[Element]:
        return paragraphs(self.element)

    @property
    def said(self) -> str:
        """Its words, in one line; the invitation of a control is none of them."""
        return " ".join(" ".join(map(answer, self.paragraphs)).split())


@dataclass(slots=True)
class Grid:
    """A table."""

    element: Element
    where: str  # "table 2"
    rows: list[Element] = field(default_factory=list)
    cells: list[list[GridCell]] = field(default_factory=list)
    starts: frozenset[int] = frozenset()  # the rows at which the answer to another finding begins

    @property
    def whole(self) -> str:
        """What people call it."""
        return self.where

    def number_of(self, row: int) -> int:
        """The number of a row in what it is the table of, from 0."""
        return row

    def rows_where(self, first: int, last: int) -> str:
        """Where some of its rows stand: "table 2, rows 3 to 5"."""
        return f"{self.where}, rows {first + 1} to {last + 1}" if last > first else f"{self.where}, row {first + 1}"

    def right(self, cell: GridCell) -> GridCell | None:
        row, place = self.cells[cell.row], self._place(cell) + 1
        return row[place] if place < len(row) else None

    def left(self, cell: GridCell) -> GridCell | None:
        place = self._place(cell) - 1
        return self.cells[cell.row][place] if place >= 0 else None

    def rows_like(self, header: int) -> Iterator[list[GridCell]]:
        """The rows under one, up to the first whose cells stand in other columns."""
        shape = [(cell.column, cell.span) for cell in self.cells[header]]
        return takewhile(lambda row: [(cell.column, cell.span) for cell in row] == shape, self.cells[header + 1:])

    def swap(self, one: int, other: int) -> None:
        """Let two rows change their places in what is looked at; each keeps its name and its id."""
        self.rows[one], self.rows[other] = self.rows[other], self.rows[one]
        self.cells[one], self.cells[other] = self.cells[other], self.cells[one]
        for number in (one, other):
            for cell in self.cells[number]:
                cell.row = number

    def _place(self, cell: GridCell) -> int:
        """Which of its row a cell is; a row may have 16,384 of them."""
        row = self.cells[cell.row]
        place = bisect_left(row, cell.column, key=lambda each: each.column)
        while row[place] is not cell:  # a cell without width begins where the next one does
            place += 1
        return place

    def below(self, cell: GridCell) -> GridCell | None:
        """The next cell under it that begins in the same column; the rest of a merged cell is skipped."""
        for row in self.cells[cell.row + 1:]:
            found = next((each for each in row if each.column == cell.column), None)
            if found is None or not found.continued:
                return found
        return None


def grid(table: Element, where: str, id: str = "") -> Grid:
    """The cells of a table; rows that were deleted with tracking are left out. `id`: what the ids of its cells begin
    with."""
    made = Grid(table, where)
    for row in _rows(table):
        settings = row.find(w("trPr"))
        if settings is not None and settings.find(w("del")) is not None:
            continue
        column = _skipped(settings)
        cells: list[GridCell] = []
        for element in _cells(row):
            span = _number(element.find(f"{w('tcPr')}/{w('gridSpan')}"), 1)
            merge = element.find(f"{w('tcPr')}/{w('vMerge')}")
            goes_on = merge is not None and merge.get(w("val"), "continue") == "continue"
            number = len(made.rows)
            cells.append(GridCell(element, number, column, span, goes_on, f"{where}, row {number + 1}",
                                  f"{id}.R{number + 1}.C{len(cells) + 1}"))
            column += span
        made.rows.append(row)
        made.cells.append(cells)
    return made


def _skipped(settings: Element | None) -> int:
    return _number(settings.find(w("gridBefore")), 0) if settings is not None else 0


def _number(element: Element | None, otherwise: int) -> int:
    return whole(element.get(w("val")), otherwise) if element is not None else otherwise


def _rows(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == w("tr"):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins")):
            yield from _rows(child)


def _cells(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == w("tc"):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml")):
            yield from _cells(child)


def answer(paragraph: Element) -> str:
    """The text of a paragraph without the invitations to type that controls show."""
    return "".join(piece.text for piece in pieces(paragraph) if not _invites(piece.run))


def _invites(run: Element) -> bool:
    control = inside(run, "sdt")
    shows = control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") if control is not None else None
    return shows is not None and on(shows)


def is_free(paragraph: Element, words: Vocabulary) -> bool:
    """Whether a paragraph is only room to write on."""
    said = answer(paragraph)
    return (is_filler(said) or words.is_placeholder(said) or is_hint(said)) and next(
        paragraph.iter(*_THINGS), None
    ) is None


def is_free_cell(cell: GridCell, words: Vocabulary) -> bool:
    """Whether a cell is only room to write on."""
    return not cell.continued and bool(cell.paragraphs) and next(cell.element.iter(*_THINGS), None) is None \
        and all(is_free(paragraph, words) for paragraph in cell.paragraphs)


def has_control(cell: GridCell) -> bool:
    """Whether a content control stands in a cell, or around it."""
    return next(cell.element.iter(w("sdt")), None) is not None or inside(cell.element, "sdt") is not None


def has_tag(letters: str) -> bool:
    """Whether a tag stands in a text."""
    return "{{" in letters or "{%" in letters or "{#" in letters or FOREIGN.search(letters) is not None


def has_box(letters: str) -> bool:
    """Whether a box to tick stands in a text."""
    return any(box in letters for box in _BOXES)


def before_box(letters: str) -> str:
    """What stands before the first box to tick of a text; all of it where there is none."""
    return letters[:min((letters.find(box) for box in _BOXES if box in letters), default=None)]
