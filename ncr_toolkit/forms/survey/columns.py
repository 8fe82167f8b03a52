"""Whose columns of a table are: those under a heading that names the auditor are the auditor's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.meaning.wording import plain
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.forms.survey.grid import GridCell, is_free_cell

_HEADING = 60  # letters of a heading


@dataclass
class Columns:
    """Tells the columns of the auditor."""

    words: Vocabulary

    def is_theirs(self, said: str) -> bool:
        """Whether a text over columns says that the auditor fills them."""
        return self.words.part(said) == "auditor" or self.words.heads_auditor(said)

    def theirs(self, row: list[GridCell], said: dict[GridCell, str], before: set[int], after: list[list[GridCell]],
               *, answered: bool = False) -> set[int]:
        """The columns that are the auditor's: a row says so that names the organisation in one cell and the auditor in
        another, and it holds up to a row of one cell. Over nothing but room, or with room beside them, they are
        labels; but not where an answer is asked for over them (`answered`)."""
        if len(row) == 1:
            return set()
        if not answered and any(all(is_free_cell(cell, self.words) for cell in below) for below in after):
            return before
        whose = {cell.column: self._whose(said[cell]) for cell in row if not cell.continued}
        if any(whose.get(cell.column) and is_free_cell(beside, self.words) for cell, beside in pairwise(row)):
            return before
        return {column for column, who in whose.items() if who == "auditor"} \
            if {"auditor", "yours"} <= set(whose.values()) else before

    def _whose(self, said: str) -> str:
        """Whose column a heading begins."""
        if not said or "\n" in said or len(said) > _HEADING or self.words.is_figure(plain(said)) or blanks(said):
            return ""
        return self.words.part(said) or ("auditor" if self.words.heads_auditor(said) else
                                         "yours" if self.words.names_us(said) or self.words.is_us(said) else "")
