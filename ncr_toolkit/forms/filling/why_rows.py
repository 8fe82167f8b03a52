"""The five whys as rows: "1" to "5" under "Why?", or "Why?" again and again, each with room beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from ncr_toolkit.forms.survey.grid import Grid, GridCell, is_free_cell
from ncr_toolkit.forms.survey.naming import AUDITOR, Meaning
from ncr_toolkit.forms.survey.places import Act
from ncr_toolkit.forms.survey.rooms import Rooms

_LEAST, _MOST = 2, 5  # questions
_COUNTED = re.compile(r"\W*([1-5])\W*")


@dataclass
class WhyRows:
    """Finds the places of such rows in one part."""

    rooms: Rooms

    def find(self, table: Grid, number: int) -> bool:
        """Whether such rows begin with this one, or with the one below it; their places are found then."""
        row = table.cells[number]
        said = "" if not row or row[0].continued else row[0].said
        if not said or (len(row) < _LEAST and not self._asks_why(said)):
            return False
        rows = self._again(table, number, said) or self._counted(table, number, said)
        for count, (label, room) in enumerate(rows, start=1):
            seat = self.rooms.seat_of(room)
            if seat is not None:
                meant = Meaning(f"{said.rstrip(' ?:')} {count}", (f"whys.why{count}",), AUDITOR if seat.auditor else "")
                self.rooms.done.add(label.element)
                self.rooms.taken.add(room.element)
                if not self.rooms.control(room.element, meant, seat):
                    self.rooms.add(seat, meant, Act.CELL, room.element)
        if rows and rows[0][0] is not row[0]:
            self.rooms.done.update(cell.element for cell in row)
        return bool(rows)

    def _asks_why(self, said: str) -> bool:
        names = self.rooms.words.names
        return names(f"{said.rstrip(' ?:')} 1") == ("whys.why1",) or names(said) == ("whys",)

    def _again(self, table: Grid, number: int, said: str) -> list[tuple[GridCell, GridCell]]:
        """The rows that ask "Why?" again and again."""
        if self.rooms.words.names(f"{said.rstrip(' ?:')} 1") != ("whys.why1",):
            return []
        rows = takewhile(lambda row: bool(row) and row[0].said == said, table.cells[number:])
        return self._with_room([row[0] for row in rows], table)

    def _counted(self, table: Grid, number: int, said: str) -> list[tuple[GridCell, GridCell]]:
        """The rows "1" to "5" under this one."""
        below = table.cells[number + 1:number + 1 + _MOST] if self._asks_why(said) else []
        labels = [row[0] for count, row in enumerate(below, start=1)
                  if row and (found := _COUNTED.fullmatch(row[0].said)) is not None and int(found[1]) == count]
        return self._with_room(labels, table) if labels and labels[0].row == number + 1 else []

    def _with_room(self, labels: list[GridCell], table: Grid) -> list[tuple[GridCell, GridCell]]:
        """Labels with the room beside each; none where one of them has none."""
        rooms = [(label, beside) for label in labels if (beside := table.right(label)) is not None
                 and is_free_cell(beside, self.rooms.words) and beside.element not in self.rooms.taken]
        return rooms if _LEAST <= len(rooms) == len(labels) <= _MOST else []
