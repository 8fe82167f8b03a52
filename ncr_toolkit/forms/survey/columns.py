"""Whose columns of a table are: those under a heading that names the auditor are the auditor's."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.meaning.wording import plain
from ncr_toolkit.forms.survey.blanks import blanks
from ncr_toolkit.forms.survey.grid import GridCell, is_free_cell

_SIDE = 3  # words that name the customer's side: "For the customer"
_PARTIES = 2  # of a form: who answers, and who looks at the answer
_HEADING = 60  # letters of a heading


@dataclass
class Columns:
    """Tells the columns of the auditor."""

    words: Vocabulary

    def is_theirs(self, said: str) -> bool:
        """Whether a text over columns says that the auditor fills them."""
        return self.words.part(said) == "auditor" or self.words.heads_auditor(said) or self._of_customer(said)

    def _of_customer(self, said: str) -> bool:
        """Whether a text names the customer of a form in which we are the supplier."""
        return self.words.supplied and len(said.split()) <= _SIDE and self.words.of_customer(said)

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
        if "yours" in whose.values() and _are_twins(row, after):
            ours = [cell.column for cell in row if whose.get(cell.column) == "yours"]
            if len(ours) == _PARTIES:  # "organisme" is a word for both sides
                ours = [cell.column for cell in row if not self.words.may_be_either(said[cell])]
            return _columns(row, [column for column in whose if column not in ours]) if len(ours) == 1 else before
        if any(whose.get(cell.column) and is_free_cell(beside, self.words) for cell, beside in pairwise(row)):
            return before
        return _columns(row, [column for column, who in whose.items() if who == "auditor"]) \
            if {"auditor", "yours"} <= set(whose.values()) else before

    def _whose(self, said: str) -> str:
        """Whose column a heading begins."""
        if not said or "\n" in said or len(said) > _HEADING or self.words.is_figure(plain(said)) or blanks(said):
            return ""
        return self.words.part(said) or ("auditor" if self.words.heads_auditor(said) or self._of_customer(said) else
                                         "yours" if self.words.names_us(said) or self.words.is_us(said) else "")


def _columns(row: list[GridCell], heads: list[int]) -> set[int]:
    """Every column under the cells of a row that begin at these."""
    return {column for cell in row if cell.column in heads for column in range(cell.column, cell.column + cell.span)}


def _are_twins(row: list[GridCell], after: list[list[GridCell]]) -> bool:
    """Whether the same label stands under each of two headings beside each other: one is ours, so the other party has
    the other, whatever it is called: "For the company | For the scheme" over "Name | | Name |"."""
    under = {cell.column: plain(cell.said) for below in after for cell in below if not cell.continued}
    said = [under.get(cell.column, "") for cell in row]
    return len(row) == _PARTIES and len({*said}) == 1 and bool(said[0])
