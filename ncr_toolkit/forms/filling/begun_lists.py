"""Lists of findings that the body has begun: a row each, with its number and words, and room for the answer.

Every row is a place; which of them is ours is seen when a finding is filled in, by its number.
"""

from __future__ import annotations

from dataclasses import dataclass

from ncr_toolkit.forms.survey.followers import behind
from ncr_toolkit.forms.survey.grid import Grid, GridCell, has_box, has_tag, is_free_cell
from ncr_toolkit.forms.survey.label_meaning import meaning
from ncr_toolkit.forms.survey.naming import Meaning
from ncr_toolkit.forms.survey.places import Act
from ncr_toolkit.forms.survey.rooms import Rooms
from ncr_toolkit.forms.survey.row_tables import is_of_a_finding

_LEAST = 3  # columns
_CORE = {"causes", "corrections", "actions", "steps", "preventive", "containment"}


@dataclass
class BegunLists:
    """Finds such lists in one part."""

    rooms: Rooms

    def find(self, table: Grid, header: int) -> bool:
        """Whether this row heads such a list, whose places are found then."""
        head = {cell.column: cell for cell in table.cells[header]}
        rows = self._rows(table, header)
        if not rows or not self._asks({column: self._said(cell) for column, cell in head.items()}, rows[0]):
            return False
        for row in rows:
            last: Meaning | None = None
            for cell in (cell for cell in row if self._free(cell)):
                top, seat = self.rooms.seat_of(head[cell.column]), self.rooms.seat_of(cell)
                if top is not None and seat is not None and not any(map(self.rooms.controlled, cell.paragraphs)):
                    before = next((name for name in last.names if name in self.rooms.words.attributes_of), "") \
                        if last is not None else ""
                    meant = behind(self.rooms.naming, last, self._said(head[cell.column]), top, before)
                    last = meant if meant.names and "." not in meant.names[0] else last
                    self.rooms.add(seat, meant, Act.CELL, cell.element).listed = True
        self.rooms.take_rows((table.cells[header], *rows))
        return True

    def _rows(self, table: Grid, header: int) -> list[list[GridCell]]:
        """The rows under a header that begin with words and have room in the same columns."""
        head = table.cells[header]
        if len(head) < _LEAST or not all(map(self._said, head)) or any(cell.continued for cell in head):
            return []
        found: list[list[GridCell]] = []
        for row in table.rows_like(header):
            free = [self._free(cell) for cell in row]
            if not self._said(row[0]) or not any(free) or (found and free != list(map(self._free, found[0]))):
                break
            found.append(row)
        return found

    def _asks(self, said: dict[int, str], row: list[GridCell]) -> bool:
        """Whether the columns are about whole findings, and those with room ask for an answer."""
        names = {name for cell in row if self._free(cell) for name in meaning(said[cell.column], self.rooms.words)[1]}
        typed = {name for cell in row if not self._free(cell)
                 for name in meaning(said[cell.column], self.rooms.words)[1]}
        return bool(names & _CORE) and (is_of_a_finding(said, self.rooms.words)
                                        or any(name.startswith("finding.") for name in typed))

    def _free(self, cell: GridCell) -> bool:
        return is_free_cell(cell, self.rooms.words)

    def _said(self, cell: GridCell) -> str:
        """The words of a cell; '' where it is room, or holds boxes or tags."""
        if cell.continued or self._free(cell):
            return ""
        said = cell.said
        return "" if has_tag(said) or has_box(said) else said
