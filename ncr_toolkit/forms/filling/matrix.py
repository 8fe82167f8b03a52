"""Tables that ask by their rows and their columns: "Corrective action" at the side, "Responsible" above, and room where
the two meet."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import takewhile

from ncr_toolkit.forms.filling.second_copies import TWICE
from ncr_toolkit.forms.survey import row_tables
from ncr_toolkit.forms.survey.grid import Grid, GridCell, has_box, has_tag, is_free_cell
from ncr_toolkit.forms.survey.label_meaning import about, label_texts, meaning
from ncr_toolkit.forms.survey.naming import AUDITOR, MARKED, SIGNS, Meaning
from ncr_toolkit.forms.survey.places import Act
from ncr_toolkit.forms.survey.rooms import Rooms
from ncr_toolkit.forms.survey.walk import Seat

_LONGEST = 90  # letters of a label
_NUMBER = re.compile(r"(?<!\S)[^\W\d_]{2,8}[\W_]{0,2}\d[\w.\-\u2010-\u2015/]*$")


@dataclass
class Matrices:
    """Finds the places of such tables in one part."""

    rooms: Rooms

    def find(self, table: Grid, header: int) -> bool:
        """Whether this row heads such a table, whose places are found then."""
        rows = self._rows(table, header)
        tops = {cell.column: self._said(cell) for cell in table.cells[header]}
        if self._are_findings(list(tops.values())[1:]):
            return self._of_findings(rows)
        ours = self._ours(tops)
        if not rows or not (ours or any(self._asks(each) for each in list(tops.values())[1:])):
            return False
        signed = any(self.rooms.words.signature(each) for each in tops.values())
        for side, *free in rows:
            for cell in free:
                seat = self.rooms.seat_of(cell)
                if seat is not None:
                    meant = self._ours_alone(side, tops[cell.column], seat) \
                        if cell.column in ours and not seat.auditor \
                        else self._meaning(self._said(side), tops[cell.column], seat, signed)
                    if not self.rooms.control(cell.element, meant, seat):
                        self.rooms.add(seat, meant, Act.CELL, cell.element)
        self.rooms.take_rows((table.cells[header], *rows))
        return True

    def _ours_alone(self, side: GridCell, top: str, seat: Seat) -> Meaning:
        """What a row asks in a column of the organisation; who it is, is told with the words over that column."""
        meant = self.rooms.naming.of(said := self._said(side), seat)
        personal = self.rooms.words.whom(said) or self.rooms.words.left(said)
        return replace(meant, label=f"{said}: {top}") if personal and not meant.names else meant

    def _ours(self, tops: dict[int, str]) -> set[int]:
        """The columns in which the organisation answers: "Response", or "Client" beside "Certification body"."""
        words = self.rooms.words
        theirs = any(words.heads_auditor(each) or words.part(each) == "auditor" for each in tops.values())
        return {column for column, each in tops.items()
                if words.answers_here(each) or (theirs and (words.names_us(each) or words.is_us(each)))}

    def _are_findings(self, tops: list[str]) -> bool:
        """Whether each column is for a finding of its own: "NC-1 | NC-2", "Nonconformity NC-1 | Nonconformity NC-2"."""
        words = {_NUMBER.sub("", each).strip(" :-").casefold() for each in tops}
        said = next(iter(words), "")
        return len(tops) > 1 and len(words) == 1 and all(map(_NUMBER.search, tops)) and (
            not said or "finding.id" in meaning(said, self.rooms.words)[1])

    def _of_findings(self, rows: list[list[GridCell]]) -> bool:
        """The places of such columns, of which those behind the first are filled only under the number of ours."""
        for side, *free in rows:
            for cell in free:
                seat = self.rooms.seat_of(cell)
                if seat is not None and not self._controlled(cell):
                    meant = self.rooms.naming.of(self._said(side), seat)
                    again = cell is not free[0] and not meant.why
                    self.rooms.add(seat, replace(meant, why=TWICE, known=False) if again else meant, Act.CELL,
                                   cell.element)
        self.rooms.take_rows(rows)
        return bool(rows)

    def _rows(self, table: Grid, header: int) -> list[list[GridCell]]:
        """The rows under a header that begin with a label and are free behind it."""
        head = table.cells[header]
        if len(head) < 3 or not all(self._said(cell) for cell in head[1:]) or any(cell.continued for cell in head):
            return []
        return list(takewhile(lambda row: self._said(row[0]) and all(
            is_free_cell(cell, self.rooms.words) for cell in row[1:]), table.rows_like(header)))

    def _said(self, cell: GridCell) -> str:
        """The words of a label; '' where the cell is room, a number, or holds boxes or tags."""
        if cell.continued or is_free_cell(cell, self.rooms.words):
            return ""
        said = cell.said
        return "" if has_tag(said) or has_box(said) or not any(map(str.isalpha, said)) or len(said) < 2 else said

    def _controlled(self, cell: GridCell) -> bool:
        return any(self.rooms.controlled(line) for line in cell.paragraphs)

    def _asks(self, top: str) -> bool:
        """Whether a header asks something of each row."""
        words = self.rooms.words
        return bool(row_tables.attribute(top, words)[1] or words.left(top) or words.signature(top)
                    or words.option(top, words.options) is not None)

    def _meaning(self, side: str, top: str, seat: Seat, signed: bool) -> Meaning:
        words, label = self.rooms.words, f"{side[:_LONGEST].rstrip(' :?*')}: {top[:_LONGEST]}"
        mapped = self.rooms.naming.of(label, seat)
        if seat.auditor or mapped.why == "the mapping file says so" or (mapped.names and words.is_mapped(label)):
            return Meaning(label, mapped.names, AUDITOR if seat.auditor else mapped.why)
        if words.option(top, words.options) is not None:
            return Meaning(label, (), MARKED.format(top))
        if signed:
            return Meaning(label, (), SIGNS)
        if meaning(top, words)[1]:  # a column with a meaning of its own, such as "Root cause"
            return Meaning(label, (), "the label is not known", known=False)
        rows = about(side, words)
        asked = words.attributes_of.get(rows, {}).get(row_tables.attribute(top, words)[1], "")
        asked = "done_on" if asked == "planned_on" and words.says_no_more_than_when(top) else asked
        own = any(words.here(head, rows) == rows for head in label_texts(top)) if rows else False
        names = (f"{rows}.{asked}",) if asked else (rows,) if own else ()
        return Meaning(label, names, "" if names else "the label is not known", known=bool(names))
