"""Labels of a form beside room to write on in a table: in the next cell, or in the cell below."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from ncr_toolkit.forms.docx.form_writer import is_filler
from ncr_toolkit.forms.docx.wordprocessingml import text
from ncr_toolkit.forms.filling.begun_lists import BegunLists
from ncr_toolkit.forms.filling.matrix import Matrices
from ncr_toolkit.forms.filling.table_heads import is_borrowed, of_group
from ncr_toolkit.forms.filling.why_columns import WhyColumns
from ncr_toolkit.forms.filling.why_rows import WhyRows
from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary, plain
from ncr_toolkit.forms.survey import row_tables
from ncr_toolkit.forms.survey.followers import behind
from ncr_toolkit.forms.survey.grid import Grid, GridCell, has_box, has_tag, is_free_cell
from ncr_toolkit.forms.survey.header_rows import head
from ncr_toolkit.forms.survey.label_meaning import meaning, takes_mark
from ncr_toolkit.forms.survey.naming import AUDITOR, MARKS, UNCERTAIN, Meaning
from ncr_toolkit.forms.survey.places import Act, FoundBy, Place
from ncr_toolkit.forms.survey.rooms import Rooms, locate
from ncr_toolkit.forms.survey.walk import Seat

NO_LABEL = "no label says what it asks"
_HEADED = 3  # columns of a table with a header
_LONGEST = 90  # characters; a longer text that means nothing is no label


@dataclass
class Labels:
    """Finds the places of labels in the tables of one part."""

    rooms: Rooms

    @property
    def words(self) -> Vocabulary:
        return self.rooms.words

    def table(self, table: Grid) -> None:
        """Every label with room beside it or below."""
        lists, matrices, whys = BegunLists(self.rooms), Matrices(self.rooms), WhyRows(self.rooms)
        columns = WhyColumns(self.rooms)
        for number, row in enumerate(table.cells):
            seat = self.rooms.seat_of(row[0]) if row else None
            auditor = seat is not None and seat.auditor
            if row and row[-1].element not in self.rooms.done and (
                    lists.find(table, number) or columns.find(table, number) or whys.find(table, number)):
                continue
            found = None if auditor or seat is None else row_tables.find(table, number, self.words, seat)
            if found is not None and seat is not None:
                self._rows(table, found, seat)
                continue
            if row and row[-1].element not in self.rooms.done and matrices.find(table, number):
                continue
            further = self._further(table, number)
            heads = bool(further) or _is_header(table, number, self.words)
            before, last = "", None
            for cell in row:
                said = self._text(cell)
                if not said or cell.element in self.rooms.done:
                    continue
                free = further.get(cell.column) if further else self._below(table, cell) if heads \
                    else self._beside(table, cell) or self._below(table, cell)
                own = self.rooms.seat_of(cell)
                if free is None or own is None:
                    continue
                meant = last = behind(self.rooms.naming, last, said, own, before)
                meant = of_group(self.rooms.naming, cell, said, own, meant) if heads and cell.over else meant
                if heads and self._counts_findings(table, cell, meant):
                    meant = replace(meant, names=("finding.id",), why="", known=True)
                after = [self._text(each) for each in row if each.column > free.column] if free in row else []
                if not meant.why and takes_mark(said, after, self.words):
                    meant = replace(meant, why=MARKS)
                if heads and not (before or cell.over) and is_borrowed(list(map(self._text, row)), meant, self.words):
                    meant = replace(meant, why=UNCERTAIN, known=False)
                before = _before(meant, before, own, heads=heads)
                self._answer(cell, free, meant, own)

    def _further(self, table: Grid, header: int) -> dict[int, GridCell]:
        """The first free row of a list of findings whose first rows hold answers already, by column."""
        said = {each.column: head(each) for each in table.cells[header] if self._text(each)}
        if len(said) < max(_HEADED, len(table.cells[header])) or not row_tables.is_of_a_finding(said, self.words):
            return {}
        rows = list(table.rows_like(header))
        free = next((row for row in rows if all(is_free_cell(cell, self.words) for cell in row)), [])
        return {cell.column: cell for cell in free} if free and free is not rows[0] else {}

    def _counts_findings(self, table: Grid, cell: GridCell, meant: Meaning) -> bool:
        """Whether "No." heads the first column of a list of findings that has no other for their numbers."""
        if meant.names or meant.known or plain(meant.label) != "no" or cell is not table.cells[cell.row][0]:
            return False
        said = {each.column: head(each) for each in table.cells[cell.row]}
        return row_tables.is_of_a_finding(said, self.words) and not any(
            "finding.id" in meaning(each, self.words)[1] for each in said.values())

    def rest(self, table: Grid) -> None:
        """Every blank cell that no label has: it is told too. Further rows under a place belong to it."""
        for number, row in enumerate(table.cells):
            for cell in row:
                if (
                    cell.element in self.rooms.taken
                    or cell.element in self.rooms.done
                    or not is_free_cell(cell, self.words)
                ):
                    continue
                seat = self.rooms.seat_of(cell)
                if seat is None or any(paragraph in self.rooms.taken for paragraph in cell.paragraphs) \
                        or any(self.rooms.controlled(paragraph) for paragraph in cell.paragraphs):
                    continue
                above = next((each for each in table.cells[number - 1] if each.column == cell.column), None) \
                    if number else None
                if above is not None and above.element in self.rooms.taken and above.span == cell.span \
                        and not any(self._text(each) for each in row[:row.index(cell)]):
                    self.rooms.taken.add(cell.element)
                    continue
                self._alone(table, cell, seat)

    def _alone(self, table: Grid, cell: GridCell, seat: Seat) -> None:
        label = self._nearest(table, cell)
        meant = self.rooms.naming.of(label, seat) if label else Meaning("", (), AUDITOR if seat.auditor else NO_LABEL)
        if meant.names and not meant.why:
            meant = Meaning(
                meant.label,
                meant.names,
                "another place is nearer to that label; say in the mapping file what goes here",
                known=False,
            )
        self.rooms.taken.add(cell.element)
        self.rooms.add(seat, meant, Act.CELL, cell.element, way=FoundBy.ROOM if not label else FoundBy.LABEL)

    def _nearest(self, table: Grid, cell: GridCell) -> str:
        """The words of the first cell to the left, or above, that holds some."""
        row = table.cells[cell.row]
        for each in reversed(row[:row.index(cell)]):
            if said := self._said(each):
                return said[:_LONGEST]
        for above in reversed(table.cells[:cell.row]):
            found = next((each for each in above if each.column == cell.column), None)
            if found is not None and (said := self._said(found)) and len(above) > 1:
                return said[:_LONGEST]
        return ""

    def _said(self, cell: GridCell) -> str:
        return "" if cell.continued or is_free_cell(cell, self.words) else " ".join(
            text(cell.paragraphs[0]).split()) if cell.paragraphs else ""

    def _rows(self, table: Grid, found: row_tables.RowTable, seat: Seat) -> None:
        """A table that takes one row of the register a row."""
        rooms = self.rooms
        place = Place(FoundBy.ROWS, table.rows_where(found.first, found.last), found.label, (found.name,),
                      act=Act.ROWS, part=rooms.part, columns=found.columns)
        locate(place, seat)
        place.mark = rooms.marks.mark(table.rows[found.first])
        for row in table.rows[found.first + 1:found.last + 1]:
            rooms.marks.again(row, place.mark)
        rooms.places.append(place)
        for column, label in found.unknown.items():
            cell = next(cell for cell in table.cells[found.header] if cell.column == column)
            head = rooms.seat_of(cell) or seat
            why = AUDITOR if head.auditor else "the column means nothing that a row of the register holds"
            other = Place(FoundBy.LABEL, head.where, label, part=rooms.part, why=why, known=head.auditor)
            locate(other, head)
            other.mark = rooms.marks.mark(cell.element)
            rooms.places.append(other)
        for cells in table.cells[found.header:found.last + 1]:
            rooms.taken.update(cell.element for cell in cells)
            rooms.done.update(cell.element for cell in cells)

    def _text(self, cell: GridCell) -> str:
        """The text of a cell that may be a label; '' where it is room, holds boxes or tags, or is no label."""
        if cell.continued or is_free_cell(cell, self.words):
            return ""
        said = "\n".join(text(paragraph) for paragraph in cell.paragraphs).strip()
        return "" if has_tag(said) or has_box(said) or is_filler(said) or _is_number(said) else said

    def _beside(self, table: Grid, cell: GridCell) -> GridCell | None:
        free = table.right(cell)
        return free if free is not None and self._room(free) and not self._is_of_column(table, cell, free) else None

    def _is_of_column(self, table: Grid, cell: GridCell, free: GridCell) -> bool:
        """Whether a label has its room in its own cell, and the cell beside it answers the header of its column."""
        own = [text(line).strip() for line in cell.paragraphs]
        head = next((each for each in table.cells[0] if each.column == free.column), None)
        return len(own) > 1 and bool(own[0]) and not own[-1] and cell.row > 0 and head is not None \
            and len(table.cells[0]) >= _HEADED and bool(self._text(head)) and all(map(self._text, table.cells[0]))

    def _below(self, table: Grid, cell: GridCell) -> GridCell | None:
        """The cell under a label, where it is room and no label beside it has a better claim."""
        free = table.below(cell)
        if free is None or not self._room(free) or free.span < cell.span:
            return None
        own = [text(line).strip() for line in cell.paragraphs]
        if len(own) > 1 and own[0] and not own[-1] and not _is_header(table, cell.row, self.words):
            return None  # it has its room in its own cell
        beside = table.left(free)
        return None if beside is not None and self._speaks(beside) and not _is_header(table, cell.row, self.words) \
            else free

    def _speaks(self, cell: GridCell) -> bool:
        """Whether a cell is a label, or asks by boxes."""
        return bool(self._text(cell)) or any(has_box(text(paragraph)) for paragraph in cell.paragraphs)

    def _room(self, cell: GridCell) -> bool:
        return cell.element not in self.rooms.taken and is_free_cell(cell, self.words) \
            and not any(has_tag(text(paragraph)) or has_box(text(paragraph)) for paragraph in cell.paragraphs)

    def _answer(self, cell: GridCell, free: GridCell, meant: Meaning, seat: Seat) -> None:
        """The answer of a label has its place in another cell."""
        if not meant.names and not self.words.left(meant.label) and not seat.auditor \
                and (len(meant.label) > _LONGEST or self.words.part(meant.label) == "yours"):
            return
        said = text(cell.paragraphs[0])
        rest = said.strip()[len(meant.label):].lstrip(" \t:*\uff1a")
        if (":" in said or "\uff1a" in said) and rest and not self.rooms.is_hint(rest):
            return  # the answer stands behind the label already
        self.rooms.taken.add(free.element)
        self.rooms.done.add(cell.element)
        if self.rooms.control(free.element, meant, seat):
            return
        self.rooms.add(seat, meant, Act.CELL, free.element, room=self.rooms.seat_of(free))


def _before(meant: Meaning, before: str, seat: Seat, *, heads: bool) -> str:
    """The rows that the next label of a row is about: those of the last column, or of an action behind its review."""
    rows, _, field = meant.names[0].rpartition(", ")[2].partition(".") if len(meant.names) == 1 else ("", "", "")
    if heads:
        return rows if rows in ROWS and not field else before
    return rows if field and seat.context == "effects" and rows == "actions" else ""


def _is_header(table: Grid, number: int, words: Vocabulary) -> bool:
    """Whether a row holds labels beside each other with room under each."""
    row = table.cells[number]
    said = [not is_free_cell(cell, words) and not cell.continued for cell in row]
    if len(row) < 2 or sum(said) < 2 or not any(one and other for one, other in pairwise(said)):
        return False
    under = [table.below(cell) for cell, full in zip(row, said, strict=True) if full]
    free = [cell is not None and is_free_cell(cell, words) for cell in under]
    return any(free) and all(one or (cell is not None and _is_number(" ".join(map(text, cell.paragraphs))))
                             for one, cell in zip(free, under, strict=True))


def _is_number(said: str) -> bool:
    """Whether a text only counts: "1", "2.", "a)"."""
    return re.fullmatch(r"\W*(?:\d{1,3}|[a-zA-Z])\W*", said) is not None
