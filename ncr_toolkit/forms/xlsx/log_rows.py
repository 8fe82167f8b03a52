"""A list of all findings, one row or one column each: the client fills some cells of each, the auditor the others.

Which one is ours is known when the form is filled: the one with the number of our finding, else the next free one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.vocabulary import plain
from ncr_toolkit.forms.survey import row_tables
from ncr_toolkit.forms.survey.grid import Grid, GridCell, has_box, is_free_cell
from ncr_toolkit.forms.survey.header_rows import head as head_of
from ncr_toolkit.forms.survey.label_meaning import about, meaning
from ncr_toolkit.forms.survey.naming import AUDITOR, Meaning, Naming
from ncr_toolkit.forms.survey.places import Act, FoundBy, Marks, Place
from ncr_toolkit.forms.survey.rooms import locate
from ncr_toolkit.forms.survey.row_tables import is_of_a_finding
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat
from ncr_toolkit.forms.survey.whom import Whom

NO_ROW = "no row has the number of the finding, and none is free for it"
_LEAST = 3  # columns
_KEYS = ("finding.id", "finding.statement")  # by which a row or column says whose it is
_MOST_LABELS = 200  # at the left of a list sideways; more are rows of data
ALL_PROOF = (("actions.evidence",), ("evidence", "finding.objective_evidence"))
"""What "Evidence" asks behind the action, or alone."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBER = re.compile(r"\d")


@dataclass
class Log:
    """Such a list: its rows, each as cells by the column in which they begin; where it has one column a finding, its
    columns, each as cells by their row."""

    rows: list[dict[int, GridCell]]
    number: int  # the column, or row, of the finding's number; without one of its words
    words: int | None  # that of its words
    heads: dict[int, GridCell]  # the labels of the cells
    where: str
    last: int  # row of the table
    takes_new: bool = True  # whether the number is ours to fill

    def row(self, whom: Whom) -> int | None:
        """The row of a finding: the one with its number, or without a number its words; else the first free one behind
        the last that is used."""
        for place, row in enumerate(self.rows):
            number, words = (row[key].said if key is not None and key in row else ""
                             for key in (self.number, self.words))
            if whom.is_numbered(number) or whom.is_worded(number) or (not number and whom.is_worded(words)):
                return place
        if not self.takes_new:
            return None
        used = max((place for place, row in enumerate(self.rows)
                    if any(cell.said for column, cell in row.items() if column >= self.number)), default=-1)
        return used + 1 if used + 1 < len(self.rows) else None

    def called(self, row: int) -> str:
        """What people call one of them: "Log, row 6"."""
        cells = list(self.rows[row].values())
        sheet, _, at = cells[0].id.rpartition("!")
        place = re.match(r"[A-Z]+|", at)[0] if len({cell.column for cell in cells}) == 1 else ""  # type: ignore[index]
        return f"{sheet}, column {place}," if place else f"{sheet}, row {at.lstrip(_LETTERS)},"


@dataclass
class LogPlaces:
    """Finds the lists of a form, and the places of their columns."""

    survey: FormSurvey
    marks: Marks
    part: str
    answered: bool = False  # it came back: a list without any room left is one

    def find(self) -> tuple[list[Place], dict[int, tuple[Log, int]]]:
        """The places, and by their mark the list and the column in which each stands."""
        places: list[Place] = []
        logs: dict[int, tuple[Log, int]] = {}
        for grid, log in self.lists():
            for key, place in self._places(grid, log):
                places.append(place)
                logs[place.mark] = (log, key)
        return places, logs

    def lists(self) -> Iterator[tuple[Grid, Log]]:
        """The lists, each with the table in which it stands."""
        for grid in self.survey.grids:
            last, ends = -1, self._ends(grid)
            for number, end in enumerate(ends):
                if number > last and (log := self._sideways(grid, number, end) or self._log(grid, number)) is not None:
                    last = log.last
                    yield grid, log

    def theirs(self, grid: Grid, log: Log) -> set[int]:
        """The keys of the cells that the auditor fills."""
        return {key for key, head in log.heads.items() if self._is_auditors(grid, head) or (
            not self._names(self._label(head)) and self._names_auditor(head_of(head)))
            or ((seat := self.survey.seats.get(head.paragraphs[0])) is not None and seat.auditor)}

    def _log(self, grid: Grid, header: int) -> Log | None:
        cells = grid.cells[header]
        said = {cell.column: self._label(cell) for cell in cells if head_of(cell)}
        if len(said) < _LEAST or any(map(has_box, said.values())) or not is_of_a_finding(said, self.survey.words):
            return None
        number, words = self._keys(said)
        shape = {(cell.column, cell.span) for cell in cells}
        rows: list[dict[int, GridCell]] = []
        for row in grid.cells[header + 1:]:
            here = {(cell.column, cell.span) for cell in row}
            if not here <= shape or number not in {cell.column for cell in row} or 2 * len(here) < len(shape) \
                    or any("finding.id" in self._names(head_of(cell)) for cell in row if cell.column == number):
                break  # locked cells may be missing; another header begins another list
            rows.append({cell.column: cell for cell in row})
        if number is None or len(rows) < 2 or not self._has_room(rows) or self._are_labels(rows):
            return None
        last = header + len(rows)
        heads = {cell.column: cell for cell in cells}
        return Log(rows, number, words, heads, grid.rows_where(header + 1, last), last)

    def _ends(self, grid: Grid) -> list[int]:
        """Of each row the number behind the last of those that begin with it and may be a list sideways: of the same
        columns, a label at the left and none beside it. Its own number where none of them asks which finding it is."""
        ends: list[int] = []
        shape, end, named = list[tuple[int, int]](), 0, False
        for number, row in reversed(list(enumerate(grid.cells))):
            before, shape = shape, [(cell.column, cell.span) for cell in row]
            label = head_of(row[0]) if len(row) >= _LEAST else ""
            if not label or any(map(self._names, map(head_of, row[1:]))):
                shape, named = [], False
            elif before != shape:
                end, named = number + 1, False
            named = named or (bool(shape) and not {*_KEYS}.isdisjoint(self._names(label)))
            ends.append(end if named else number)
        return ends[::-1]

    def _sideways(self, grid: Grid, first: int, end: int) -> Log | None:
        """A list with labels at the left and a column for each finding, whose numbers stand there."""
        if not _LEAST <= end - first <= _MOST_LABELS:
            return None
        rows = dict(enumerate(grid.cells[first:end], start=first))
        said = {number: head_of(row[0]) for number, row in rows.items()}
        at, words = self._keys(said)
        columns = [dict(zip(rows, cells, strict=True)) for cells in list(zip(*rows.values(), strict=True))[1:]]
        if at is None or not is_of_a_finding(said, self.survey.words) \
                or not self._has_room(columns) \
                or not all(head_of(cell) if at == words else _NUMBER.search(head_of(cell)) for cell in rows[at][1:3]):
            return None
        last = max(rows)
        return Log(columns, at, words, {number: row[0] for number, row in rows.items()}, grid.rows_where(first, last),
                   last=last)

    def _keys(self, said: dict[int, str]) -> tuple[int | None, int | None]:
        """Where the number of a finding stands, or without one its words; and where these stand."""
        asked = {name: next((key for key, each in said.items() if name in self._names(each)), None)
                 for name in _KEYS}
        words = asked["finding.statement"]
        return (words if asked["finding.id"] is None else asked["finding.id"]), words

    def _are_labels(self, rows: list[dict[int, GridCell]]) -> bool:
        """Whether labels stand in the rows, as where a form has several blocks beside each other."""
        return sum(any(self._names(head_of(cell)) for cell in row.values()) for row in rows) > len(rows) // 2

    def _has_room(self, rows: list[dict[int, GridCell]]) -> bool:
        return self.answered or any(self._is_free(cell) for row in rows for cell in row.values())

    def _label(self, head: GridCell) -> str:
        """The words of a column's header, with those over it where only both together mean something: "Nonconformity:
        No."."""
        said = head_of(head)
        both = f"{head.over} {said}"
        known = self._names(said) or row_tables.attribute(said, self.survey.words)[1] or not head.over
        return both if not known and self._names(both) else said

    def _names(self, said: str) -> tuple[str, ...]:
        return meaning(said, self.survey.words)[1]

    def _is_free(self, cell: GridCell) -> bool:
        return is_free_cell(cell, self.survey.words)

    def _places(self, grid: Grid, log: Log) -> list[tuple[int, Place]]:
        """One place for each label of which some cell has room."""
        found, naming, before = [], Naming(self.survey.words), ""
        self.survey.settled.update(cell.element for cell in log.heads.values() if head_of(cell))
        self.survey.settled.update(cell.element for row in log.rows for cell in row.values())
        for key, head in log.heads.items():
            seat = self.survey.seats.get(head.paragraphs[0])
            free = [row[key] for row in log.rows if key in row and self._is_free(row[key])]
            if seat is None or not free:
                continue
            meant = self._meant(log, head, seat, naming, before)
            rows = meant.names[0].rpartition(", ")[2] if len(meant.names) == 1 else ""
            before = rows if rows in ROWS else before
            if self._is_auditors(grid, head) or (not meant.names and self._names_auditor(head_of(head))):
                meant = Meaning(meant.label, meant.names, AUDITOR)
            if key == log.number:
                log.takes_new = meant.why != AUDITOR
            place = Place(FoundBy.LABEL, log.where, meant.label, meant.names, meant.why, meant.known, Act.CELL,
                          part=self.part)
            locate(place, seat)
            place.auditor = place.auditor or meant.why == AUDITOR
            place.mark = self.marks.mark(free[0].element)
            found.append((key, place))
        return found

    def _meant(self, log: Log, head: GridCell, seat: Seat, naming: Naming, before: str) -> Meaning:
        """What a column asks: beside those before it, or among those under the same header."""
        label, words = self._label(head), self.survey.words
        group = about(head.over, words)
        if plain(label) == "no" and log.number == log.words:
            return naming.of(label, seat) if seat.auditor else Meaning(label, ("finding.id",))
        meant = naming.of(label, seat, group or before)
        if not group and meant.names in ALL_PROOF:
            return Meaning(meant.label, ("evidence",), meant.why, meant.known)  # a row is the whole answer
        if not meant.known and group and (field := row_tables.first_field(label, group, words)):
            return Meaning(meant.label, (f"{group}.{field}",))
        return Meaning(meant.label, (group,)) if not meant.known and self._is_whole(log, head, group) else meant

    def _is_whole(self, log: Log, head: GridCell, group: str) -> bool:
        """Whether a header in words of its own asks what its group is about: it stands alone under it, or beside
        others that ask who and when."""
        words = self.survey.words
        beside = [self._label(each) for each in log.heads.values() if each.over == head.over and each is not head]
        return bool(group) and not words.left(self._label(head)) and all(map(words.asks, beside))

    def _is_auditors(self, grid: Grid, head: GridCell) -> bool:
        """Whether the heading above a column's header says that the auditor fills it."""
        above = grid.cells[head.row - 1] if head.row else []
        above = [] if any(map(self._is_free, above)) else above  # labels with room of their own head nothing
        over = [cell.said for cell in above if cell.column <= head.column < cell.column + cell.span]
        return any(map(self._names_auditor, over))

    def _names_auditor(self, said: str) -> bool:
        return self.survey.words.part(said) == "auditor" or self.survey.words.heads_auditor(said)
