"""A sheet on which the answers to several findings stand below or beside each other: the same labels again for each.

What may be filled for a finding is the block with its number, else the first one without a number. Rows that only
repeat (two actions, three causes) are no such blocks: each must begin with a number or the words of a finding, or be
counted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from ncr_toolkit.common.names import fold
from ncr_toolkit.excel.opc.address import Address, letters
from ncr_toolkit.forms.docx.wordprocessingml import text
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.meaning.wording import plain
from ncr_toolkit.forms.survey.grid import GridCell, is_free_cell
from ncr_toolkit.forms.survey.walk import meaning
from ncr_toolkit.forms.xlsx.sheet_grid import SheetGrid

_FINDING = {"finding.id", "finding.statement", "finding.title"}
_ANSWERS = {"corrections": "correction", "steps": "correction", "containment": "correction", "causes": "cause",
            "whys": "cause", "actions": "action", "preventive": "action", "finding.extent": "extent"}
_COUNTED = re.compile(r"\S*\d\S*")
_COUNTER = re.compile(r"\W*\d{1,2}\W*(?:/\W*\d{1,2}\W*)?")
_LONGEST = 80


class Block(NamedTuple):
    """The cells of one finding."""

    first: int  # row of the sheet, from 0
    last: int
    said: tuple[str, ...]  # what stands there as its number
    used: bool  # an answer stands there already
    left: int = 0  # column of the sheet
    right: int | None = None  # None: to the end

    def holds(self, where: Address) -> bool:
        return self.first <= where.row <= self.last and self.left <= where.column \
            and (self.right is None or where.column <= self.right)

    def names(self, id: str) -> bool:
        """Whether its number is that of a finding."""
        parts = r"\W*".join(map(re.escape, re.findall(r"\w+", fold(id))))
        return bool(parts) and any(re.search(rf"(?<!\w){parts}(?!\w)", fold(each)) for each in self.said)

    @property
    def free(self) -> bool:
        return not self.used and not any(number for each in self.said for number in _COUNTED.findall(each)
                                         if not _COUNTER.fullmatch(number))

    @property
    def where(self) -> str:
        rows = f"rows {self.first + 1} to {self.last + 1}"
        return rows if self.right is None else f"columns {letters(self.left)} to {letters(self.right)}"


def blocks(grid: SheetGrid, words: Vocabulary) -> list[Block]:
    """The blocks of a sheet in order; none where it is about one finding."""
    return _Blocks(grid, words).found()


@dataclass
class _Blocks:
    """Looks for them in one sheet."""

    grid: SheetGrid
    words: Vocabulary

    def found(self) -> list[Block]:
        keys = self._keys()
        for starts in sorted((rows for rows in keys.values() if len(rows) > 1), key=lambda rows: rows[0]):
            least = self._least(starts)
            if least and len(self._repeated(starts, keys)) >= least:
                return self._cut(self._raised(starts))
        return next((found for row in range(len(self.grid.cells)) if (found := self._beside(row))), [])

    def _beside(self, row: int) -> list[Block]:
        """Blocks beside each other, of which this row has the numbers; none where it has not."""
        starts = [cell.column for cell in self.grid.cells[row]
                  if not cell.continued and self._asks(cell) == ["finding.id"]]
        if len(starts) < 2:
            return []
        kinds, last = set[str](), row
        for number, cells in enumerate(self.grid.cells[row + 1:], start=row + 1):
            at = {cell.column: cell for cell in cells if not cell.continued}
            same = {plain(_said(at[column])) if column in at else "" for column in starts}
            if len(same) == 1 and "" not in same:
                last = number
                kinds |= {_ANSWERS[name] for name in self._asks(at[starts[0]]) if name in _ANSWERS}
        ends = [each - 1 for each in starts[1:]] + [max(each.column + each.span for each in self.grid.cells[row])]
        return [Block(self.grid.numbers[row], self.grid.numbers[last], tuple(self._numbers(row, last, left, right)),
                      self._used(row, last, left, right), left, right)
                for left, right in zip(starts, ends, strict=True)] if kinds else []

    def _asks(self, cell: GridCell) -> list[str]:
        said = _said(cell)
        return list(meaning(said, self.words)[1]) if said else []

    def _keys(self) -> dict[tuple[int, str], list[int]]:
        """The rows by column and words of their first text, without what counts them."""
        found: dict[tuple[int, str], list[int]] = defaultdict(list)
        for number in range(len(self.grid.cells)):
            if key := self._key(number):
                found[key].append(number)
        return found

    def _key(self, row: int) -> tuple[int, str] | None:
        first = next((cell for cell in self.grid.cells[row] if not cell.continued and _said(cell)), None)
        said = _said(first) if first is not None else ""
        word = plain(_COUNTED.sub(" ", said)) if len(said) <= _LONGEST else ""
        return (first.column, word) if first is not None and word else None

    def _least(self, starts: list[int]) -> int:
        """How many kinds of answers each block must ask for, 0 for rows with which none begins."""
        means = [set(self._means(row)) for row in starts]
        if all(each & _FINDING for each in means):
            return 1
        texts = [said for row in starts if (said := self._alone(row))]
        counted = len(texts) == len(starts) == len({fold(each) for each in texts})
        return 2 if counted and not any(each & _ANSWERS.keys() for each in means) else 0

    def _means(self, row: int) -> list[str]:
        return [name for cell in self.grid.cells[row] if not cell.continued and (said := _said(cell))
                for name in meaning(_COUNTED.sub(" ", said).strip() or said, self.words)[1]]

    def _alone(self, row: int) -> str:
        """The words of a row with one text that holds a number."""
        texts = [said for cell in self.grid.cells[row] if not cell.continued and (said := _said(cell))]
        return texts[0] if len(texts) == 1 and _COUNTED.search(texts[0]) else ""

    def _repeated(self, starts: list[int], keys: dict[tuple[int, str], list[int]]) -> set[str]:
        """The kinds of answers that are asked for once behind each of these rows."""
        found = set()
        for rows in keys.values():
            turns = [sum(start <= row for start in starts) for row in rows]
            if turns == list(range(1, len(starts) + 1)):
                found |= {_ANSWERS[name] for name in self._means(rows[0]) if name in _ANSWERS}
        return found

    def _raised(self, starts: list[int]) -> list[int]:
        """The first rows of the blocks: those above that are alike belong to them."""
        while starts[0] > 0 and (key := self._key(starts[0] - 1)) is not None \
                and all(self._key(each - 1) == key for each in starts):
            starts = [each - 1 for each in starts]
        return starts

    def _cut(self, starts: list[int]) -> list[Block]:
        ends = [each - 1 for each in starts[1:]]
        ends.append(min(starts[-1] + starts[-1] - starts[-2], len(self.grid.cells)) - 1)
        return [Block(self.grid.numbers[first], self.grid.numbers[last], tuple(self._numbers(first, last)),
                      self._used(first, last)) for first, last in zip(starts, ends, strict=True)]

    def _labels(self, first: int, last: int, left: int, right: int | None) -> list[GridCell]:
        return [cell for row in self.grid.cells[first:last + 1] for cell in row if not cell.continued
                and left <= cell.column and (right is None or cell.column <= right)]

    def _numbers(self, first: int, last: int, left: int = 0, right: int | None = None) -> list[str]:
        """What may be the number of a block: its heading, and what stands behind a label that asks for it."""
        found = [self._alone(first)]
        for cell in self._labels(first, last, left, right):
            if "finding.id" in self._asks(cell):
                found += [_said(cell), *(_said(each) for each in (self.grid.right(cell),) if each is not None)]
        return [each for each in found if each]

    def _used(self, first: int, last: int, left: int = 0, right: int | None = None) -> bool:
        """Whether the answers that a block asks for stand in it already, every one."""
        beside = [cell for label in self._labels(first, last, left, right) if set(self._asks(label)) & _ANSWERS.keys()
                  for cell in (self.grid.right(label) or self.grid.below(label),) if cell is not None]
        return bool(beside) and not any(is_free_cell(cell, self.words) for cell in beside)


def _said(cell: GridCell) -> str:
    return " ".join(" ".join(map(text, cell.paragraphs)).split())
