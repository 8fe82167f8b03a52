"""A list of all findings, one row each: the client fills some columns of each row, the auditor the others.

Which row is ours is known when the form is filled: the one with the number of our finding, else the next free one.
"""

from __future__ import annotations

from dataclasses import dataclass

from ncr_toolkit.common.names import fold
from ncr_toolkit.forms.docx.wordprocessingml import text
from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.survey.grid import Grid, GridCell, has_box, is_free_cell
from ncr_toolkit.forms.survey.naming import AUDITOR, Meaning, Naming
from ncr_toolkit.forms.survey.places import Act, FoundBy, Marks, Place
from ncr_toolkit.forms.survey.rooms import locate
from ncr_toolkit.forms.survey.row_tables import is_of_a_finding
from ncr_toolkit.forms.survey.walk import FormSurvey, meaning

NO_ROW = "no row has the number of the finding, and none is free for it"
_LEAST = 3  # columns


@dataclass
class Log:
    """Such a list: its rows, each as cells by the column in which they begin."""

    rows: list[dict[int, GridCell]]
    number: int  # the column of the finding's number
    takes_new: bool = True  # whether that column is ours to fill

    def row(self, id: str) -> int | None:
        """The row of a finding: the one with its number, else the first free one behind the last that is used."""
        said = [_said(row[self.number]) for row in self.rows]
        for place, each in enumerate(said):
            if each and fold(each) == fold(id):
                return place
        if not self.takes_new:
            return None
        used = max((place for place, row in enumerate(self.rows)
                    if any(_said(cell) for column, cell in row.items() if column >= self.number)), default=-1)
        return used + 1 if used + 1 < len(self.rows) else None


@dataclass
class LogPlaces:
    """Finds the lists of a form, and the places of their columns."""

    survey: FormSurvey
    marks: Marks
    part: str

    def find(self) -> tuple[list[Place], dict[int, tuple[Log, int]]]:
        """The places, and by their mark the list and the column in which each stands."""
        places: list[Place] = []
        logs: dict[int, tuple[Log, int]] = {}
        for grid in self.survey.grids:
            last = -1
            for number in range(len(grid.cells)):
                if number > last and (log := self._log(grid, number)) is not None:
                    last = number + len(log.rows)
                    for column, place in self._places(grid, number, log):
                        places.append(place)
                        logs[place.mark] = (log, column)
        return places, logs

    def _log(self, grid: Grid, header: int) -> Log | None:
        cells = grid.cells[header]
        said = {cell.column: _said(cell) for cell in cells if not cell.continued and _said(cell)}
        if len(said) < _LEAST or any(map(has_box, said.values())) or not is_of_a_finding(said, self.survey.words):
            return None
        number = next((column for column, each in said.items() if "finding.id" in self._names(each)), None)
        shape = [(cell.column, cell.span) for cell in cells]
        rows: list[dict[int, GridCell]] = []
        for row in grid.cells[header + 1:]:
            if [(cell.column, cell.span) for cell in row] != shape:
                break
            rows.append({cell.column: cell for cell in row})
        if number is None or len(rows) < 2 or not any(self._is_free(cell) for row in rows for cell in row.values()):
            return None
        return Log(rows, number)

    def _names(self, said: str) -> tuple[str, ...]:
        return meaning(said, self.survey.words)[1]

    def _is_free(self, cell: GridCell) -> bool:
        return is_free_cell(cell, self.survey.words)

    def _places(self, grid: Grid, header: int, log: Log) -> list[tuple[int, Place]]:
        """One place for each column in which some row has room."""
        found, naming, before = [], Naming(self.survey.words), ""
        for cells in ([cell for cell in grid.cells[header] if not self._is_free(cell)],
                      *grid.cells[header + 1:header + len(log.rows) + 1]):
            self.survey.settled.update(cell.element for cell in cells)
        for head in grid.cells[header]:
            seat = self.survey.seats.get(head.paragraphs[0])
            free = [row[head.column] for row in log.rows if self._is_free(row[head.column])]
            if seat is None or not free:
                continue
            meant = naming.of(_said(head), seat, before)
            before = meant.names[0] if len(meant.names) == 1 and meant.names[0] in ROWS else before
            if self._is_auditors(grid, header, head) or (not meant.names and self._names_auditor(_said(head))):
                meant = Meaning(meant.label, meant.names, AUDITOR)
            if head.column == log.number:
                log.takes_new = meant.why != AUDITOR
            place = Place(FoundBy.LABEL, grid.rows_where(header + 1, header + len(log.rows)), meant.label, meant.names,
                          meant.why, meant.known, Act.CELL, part=self.part)
            locate(place, seat)
            place.auditor = place.auditor or meant.why == AUDITOR
            place.mark = self.marks.mark(free[0].element)
            found.append((head.column, place))
        return found

    def _is_auditors(self, grid: Grid, header: int, head: GridCell) -> bool:
        """Whether the heading above a column's header says that the auditor fills it."""
        above = grid.cells[header - 1] if header else []
        over = [_said(cell) for cell in above if cell.column <= head.column < cell.column + cell.span]
        return any(map(self._names_auditor, over))

    def _names_auditor(self, said: str) -> bool:
        return self.survey.words.part(said) == "auditor" or self.survey.words.heads_auditor(said)


def _said(cell: GridCell) -> str:
    return " ".join(" ".join(text(paragraph) for paragraph in cell.paragraphs).split())
