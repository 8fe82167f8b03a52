"""A workbook that came back and is about several findings: what of its lists and blocks belongs to which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ncr_toolkit.excel.opc.address import address_of
from ncr_toolkit.forms.docx.wordprocessingml import Element
from ncr_toolkit.forms.survey.grid import Grid, GridCell
from ncr_toolkit.forms.survey.header_rows import head
from ncr_toolkit.forms.survey.places import Marks
from ncr_toolkit.forms.survey.walk import FormSurvey, Seat
from ncr_toolkit.forms.survey.whom import Whom
from ncr_toolkit.forms.xlsx.log_rows import Log, LogPlaces
from ncr_toolkit.forms.xlsx.search_sheets import Search


@dataclass
class Several:
    """Its lists, a row or column a finding, and its blocks below each other."""

    search: Search
    survey: FormSurvey

    @cached_property
    def _lists(self) -> list[tuple[Grid, Log]]:
        return list(LogPlaces(self.survey, Marks(), "", answered=True).lists())

    def settle(self) -> None:
        """Say of the cells in the auditor's columns that they are the auditor's."""
        for grid, log in self._lists:
            theirs = LogPlaces(self.survey, Marks(), "", answered=True).theirs(grid, log)
            self.survey.mark_auditor([seat for row in log.rows for key in theirs & row.keys()
                                      for seat in self._seats(row[key])])

    def _seats(self, cell: GridCell) -> list[Seat]:
        return [seat for line in cell.paragraphs if (seat := self.survey.seats.get(line)) is not None]

    def about(self, whom: Whom) -> bool:
        """Whether a row, column or block has the number of a finding, or its words."""
        return any(log.row(whom) is not None for log in self._numbered) or any(
            block.names(whom) for group in self.search.blocks for block in group)

    @cached_property
    def _numbered(self) -> list[Log]:
        for _, log in self._lists:
            log.takes_new = False  # what came back has no free row for anybody
        return [log for _, log in self._lists]

    def apart(self, whom: Whom | None) -> set[Element]:
        """The lines that are not about a finding: of other rows and blocks; without one of all. Our row is read by its
        headers: `said`."""
        found = {line for _, log in self._lists for row in (log.heads, *log.rows) for cell in row.values()
                 for line in cell.paragraphs}
        for seat in self.survey.seats.values():
            sheet, _, cell = seat.where.rpartition("!")
            where = address_of(cell)
            block = next((each for group in self.search.blocks for each in group
                          if where is not None and each.holds(sheet, where)), None)
            if block is not None and not (whom and block.names(whom)):
                found.add(seat.paragraph)
        return found

    def said(self, whom: Whom) -> Iterator[tuple[str, GridCell]]:
        """The cells of our rows, each with its header."""
        for log in self._numbered:
            if (number := log.row(whom)) is not None:
                for key, label in log.heads.items():
                    if key in log.rows[number]:
                        yield head(label), log.rows[number][key]
