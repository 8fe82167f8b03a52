"""The five whys as a table with a column for each line of questions: why it happened, and why nobody noticed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ncr_toolkit.forms.meaning.wording import plain
from ncr_toolkit.forms.survey.grid import Grid, GridCell, is_free_cell
from ncr_toolkit.forms.survey.label_meaning import about
from ncr_toolkit.forms.survey.naming import AUDITOR, Meaning
from ncr_toolkit.forms.survey.places import Act
from ncr_toolkit.forms.survey.rooms import Rooms

_DETECTION = "finding.detection_cause"
_LINES = {"causes": "occurrence", _DETECTION: "escape"}
"""What heads a column -> the rows of its line of questions."""
_LEAST = 2  # columns, and questions below each other
_WHY = re.compile(r"whys\.(why[1-5])")
_COUNT = re.compile(r"\W*([1-5])\W*")


@dataclass
class WhyColumns:
    """Finds the places of such tables in one part."""

    rooms: Rooms

    def find(self, table: Grid, number: int) -> bool:
        """Whether such columns begin in this row, with the questions below it; their places are found then."""
        heads = {cell.column: line for cell in table.cells[number] if (line := self._line(cell))}
        if len({*heads.values()}) < _LEAST or len(heads) != len({*heads.values()}):
            return False
        found = [(row, name) for row in table.cells[number + 1:]
                 if row and not row[0].continued and (name := self._asked(row[0], number))]
        if sum(name != "cause" for _, name in found) < _LEAST:
            return False
        for row, name in found:
            for cell in row[1:]:
                self._place(row[0], cell, heads.get(cell.column, ""), name)
        self.rooms.done.update(cell.element for cell in table.cells[number])
        return True

    def _line(self, head: GridCell) -> str:
        """The line of questions that a column holds, '' where its header names none."""
        said, words = head.said, self.rooms.words
        names = words.names(said) or tuple(filter(None, (words.here(said, "causes"),))) if said else ()
        return _LINES.get(names[0], "") if len(names) == 1 else ""

    def _asked(self, label: GridCell, number: int) -> str:
        """Which of the questions a row asks, or "cause" for what they lead to; '' where neither."""
        names = self.rooms.words.names(label.said)
        if len(names) == 1 and (why := _WHY.fullmatch(names[0])):
            return why[1]
        if counted := _COUNT.fullmatch(label.said):
            return f"why{counted[1]}" if label.row == number + int(counted[1]) else ""
        return "cause" if about(label.said, self.rooms.words) == "causes" else ""

    def _place(self, label: GridCell, cell: GridCell, line: str, name: str) -> None:
        seat, rooms = self.rooms.seat_of(cell), self.rooms
        if seat is None or not line or not is_free_cell(cell, rooms.words) or cell.element in rooms.taken:
            return
        meant = ("causes" if line == "occurrence" else _DETECTION) if name == "cause" else f"{line}.{name}"
        label_of_both = f"{label.said.rstrip(' ?:')} ({plain(line)})"
        found = Meaning(label_of_both, (meant,), AUDITOR if seat.auditor else "")
        rooms.done.add(label.element)
        rooms.taken.add(cell.element)
        if not rooms.control(cell.element, found, seat):
            rooms.add(seat, found, Act.CELL, cell.element)
