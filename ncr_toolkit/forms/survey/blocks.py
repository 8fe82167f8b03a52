"""Where the answers to several findings stand below or beside each other: the same labels again for each.

What may be filled for a finding is the block with its number, else the first one without a number. Rows that only
repeat (two actions, three causes) are no such blocks: each must begin with a number or the words of a finding, or be
counted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import NamedTuple

from ncr_toolkit.common.names import fold
from ncr_toolkit.excel.opc.address import Address, letters
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.meaning.wording import plain
from ncr_toolkit.forms.survey.grid import Grid, GridCell, is_free_cell
from ncr_toolkit.forms.survey.header_rows import head
from ncr_toolkit.forms.survey.label_meaning import meaning
from ncr_toolkit.forms.survey.row_tables import is_of_a_finding
from ncr_toolkit.forms.survey.whom import Whom

_FINDING = {"finding.id", "finding.statement", "finding.title"}
_ANSWERS = {"corrections": "correction", "steps": "correction", "containment": "correction", "causes": "cause",
            "whys": "cause", "actions": "action", "preventive": "action", "finding.extent": "extent"}
_COUNTED = re.compile(r"(?<!\S)\S*\d\S*")  # looked for from where a word begins alone
_COUNTER = re.compile(r"\W*\d{1,2}\W*(?:/\W*\d{1,2}\W*)?")
_LONGEST = 80
_LEAST = 3  # columns of a list
_TRIED = 5  # rows in which blocks beside each other may begin
_END = 1_048_575  # the last row of a sheet


class Block(NamedTuple):
    """The cells of one finding."""

    sheet: str
    first: int  # row of the sheet, from 0
    last: int
    said: tuple[str, ...]  # what stands there as its number
    used: bool  # an answer stands there already
    words: tuple[str, ...] = ()  # what stands there as what was found
    left: int = 0  # column of the sheet
    right: int | None = None  # None: to the end
    whole: str = ""  # of a sheet or table: what people call it

    def holds(self, sheet: str, where: Address) -> bool:
        return sheet == self.sheet and self.first <= where.row <= self.last and self.left <= where.column \
            and (self.right is None or where.column <= self.right)

    def names(self, whom: Whom) -> bool:
        """Whether it is about a finding: by its number, and where it has none by its words."""
        said = (self.sheet, *self.said) if self.whole else self.said
        return any(map(whom.is_numbered, said)) or (not self.is_numbered and any(map(whom.is_worded, self.words)))

    @property
    def is_numbered(self) -> bool:
        """Whether a number stands there already."""
        return any(number for each in self.said for number in _COUNTED.findall(each) if not _COUNTER.fullmatch(number))

    @property
    def free(self) -> bool:
        return not self.used and not self.is_numbered and not self.words

    @property
    def where(self) -> str:
        if self.whole:
            return self.whole
        if self.right is not None:
            return f"{self.sheet}, columns {letters(self.left)} to {letters(self.right)},"
        one, other = self.first + 1, self.last + 1
        return f"{self.sheet}, rows {one} to {other}," if other > one else f"{self.sheet}, row {one},"


def twins(grids: Iterable[Grid], words: Vocabulary) -> list[list[Block]]:
    """Sheets that are the same form, each for a finding of its own, as one block each."""
    alike: dict[frozenset[tuple[int, str]], list[_Blocks]] = defaultdict(list)
    for grid in grids:
        made = _Blocks(grid, words)
        means = [name for row in range(len(grid.cells)) for name in made.means(row)]
        if len({_ANSWERS[each] for each in means if each in _ANSWERS}) > 1 and _FINDING & set(means):
            labels = made.labels
            alike[frozenset(key for key in made.firsts() if key[1] in labels)].append(made)
    return [[each.block(0, len(each.grid.cells) - 1, whole=True) for each in found] for found in alike.values()
            if len(found) > 1]


def groups(grids: Sequence[Grid], words: Vocabulary) -> list[list[Block]]:
    """What of some tables is alike and each about a finding of its own: parts of a table, rows of a list, and tables
    as a whole."""
    found = {id(grid): here for grid in grids if (here := blocks(grid, words) or rows(grid, words))}
    return [*found.values(), *twins([grid for grid in grids if id(grid) not in found], words)]


def rows(grid: Grid, words: Vocabulary) -> list[Block]:
    """The rows of a list of findings, of which each is about one; none where the table is no such list, or has no
    number yet."""
    for header, cells in enumerate(grid.cells):
        said = {cell.column: head(cell) for cell in cells if head(cell) and not is_free_cell(cell, words)}  # no hint
        names = {column: meaning(each, words)[1] for column, each in said.items()}
        ids = [column for column, each in names.items() if each == ("finding.id",)] \
            or [column for column, each in names.items() if "finding.id" in each]
        words_at = [column for column, each in names.items() if "finding.statement" in each and column not in ids]
        shape = [(cell.column, cell.span) for cell in cells]
        below = list(takewhile(lambda row, shape=shape: [(cell.column, cell.span) for cell in row] == shape,  # type: ignore[misc]
                               grid.cells[header + 1:]))
        labelled = len(said) >= _LEAST and 2 * len(said) > len(cells)  # labels beside their rooms head no list
        if not labelled or len(ids) != 1 or len(below) < 2 or not is_of_a_finding(said, words):
            continue
        texts = [{cell.column: cell.said for cell in row} for row in below]
        if any(row[ids[0]] for row in texts):
            return [Block(grid.where, number, number, tuple(filter(None, [row[ids[0]]])), used=False,
                          words=tuple(filter(None, (row[column] for column in words_at))))
                    for number, row in enumerate(texts, start=header + 1)]
    return []


def is_list(grid: Grid, words: Vocabulary) -> bool:
    """Whether a table has a header that asks about a finding, and free rows for two or more."""
    for number, cells in enumerate(grid.cells):
        said = {cell.column: head(cell) for cell in cells if head(cell)}
        if len(said) >= _LEAST and len(said) == len(cells) and is_of_a_finding(said, words):
            below = takewhile(lambda row: any(is_free_cell(cell, words) for cell in row), grid.rows_like(number))
            return sum(all(is_free_cell(cell, words) for cell in row[1:]) for row in below) > 1
    return False


def blocks(grid: Grid, words: Vocabulary) -> list[Block]:
    """The blocks of a sheet in order; none where it is about one finding."""
    return _Blocks(grid, words).found()


@dataclass
class _Blocks:
    """Looks for them in one sheet."""

    grid: Grid
    words: Vocabulary

    def found(self) -> list[Block]:
        keys = self.firsts()
        for starts in sorted((rows for rows in keys.values() if len(rows) > 1), key=lambda rows: rows[0]):
            least = self._least(starts)
            if least and len(self._repeated(starts, keys)) >= least:
                return self._cut(self._raised(starts))
        several = (row for row in range(len(self.grid.cells)) if len(self._ids(row)) > 1)
        return next((found for row in islice(several, _TRIED) if (found := self._beside(row))), [])

    def _ids(self, row: int) -> list[int]:
        """The columns in which a row asks for the number of a finding."""
        return [cell.column for cell in self.grid.cells[row]
                if not cell.continued and self._asks(cell) == ["finding.id"]]

    def _beside(self, row: int) -> list[Block]:
        """Blocks beside each other, of which this row has the numbers; none where nothing is asked for below."""
        starts, kinds, last = self._ids(row), set[str](), row
        for number, cells in enumerate(self.grid.cells[row + 1:], start=row + 1):
            at = {cell.column: cell for cell in cells if not cell.continued}
            same = {plain(at[column].said) if column in at else "" for column in starts}
            if len(same) == 1 and "" not in same:
                last = number
                kinds |= {_ANSWERS[name] for name in self._asks(at[starts[0]]) if name in _ANSWERS}
        ends = [each - 1 for each in starts[1:]] + [max(each.column + each.span for each in self.grid.cells[row])]
        return [self.block(row, last, left, right) for left, right in zip(starts, ends, strict=True)] if kinds else []

    def _asks(self, cell: GridCell) -> list[str]:
        said = cell.said
        return list(meaning(said, self.words)[1]) if said else []

    def firsts(self) -> dict[tuple[int, str], list[int]]:
        """The rows by column and words of their first text, without what counts them."""
        found: dict[tuple[int, str], list[int]] = defaultdict(list)
        for number in range(len(self.grid.cells)):
            if key := self._key(number):
                found[key].append(number)
        return found

    def _key(self, row: int) -> tuple[int, str] | None:
        first = next((cell for cell in self.grid.cells[row] if not cell.continued and cell.said), None)
        said = first.said if first is not None else ""
        word = plain(_COUNTED.sub(" ", said)) if len(said) <= _LONGEST else ""
        return (first.column, word) if first is not None and word else None

    def _least(self, starts: list[int]) -> int:
        """How many kinds of answers each block must ask for, 0 for rows with which none begins."""
        means = [set(self.means(row)) for row in starts]
        if all(each & _FINDING for each in means):
            return 1
        texts = [said for row in starts if (said := self._alone(row))]
        counted = len(texts) == len(starts) == len({fold(each) for each in texts})
        return 2 if counted and not any(each & _ANSWERS.keys() for each in means) else 0

    @property
    def labels(self) -> set[str]:
        """The words of the labels that ask something."""
        return {plain(_COUNTED.sub(" ", cell.said)) for row in self.grid.cells for cell in row if self._asks(cell)}

    def means(self, row: int) -> list[str]:
        """What the texts of a row ask."""
        return [name for cell in self.grid.cells[row] if not cell.continued and (said := cell.said)
                for name in meaning(_COUNTED.sub(" ", said).strip() or said, self.words)[1]]

    def _alone(self, row: int) -> str:
        """The words of a row with one text that holds a number."""
        texts = [said for cell in self.grid.cells[row] if not cell.continued and (said := cell.said)]
        return texts[0] if len(texts) == 1 and _COUNTED.search(texts[0]) else ""

    def _repeated(self, starts: list[int], keys: dict[tuple[int, str], list[int]]) -> set[str]:
        """The kinds of answers that are asked for once behind each of these rows."""
        found = set()
        for rows in keys.values():
            turns = [bisect_right(starts, row) for row in rows]
            if turns == list(range(1, len(starts) + 1)):
                found |= {_ANSWERS[name] for name in self.means(rows[0]) if name in _ANSWERS}
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
        return [self.block(first, last) for first, last in zip(starts, ends, strict=True)]

    def block(self, first: int, last: int, left: int = 0, right: int | None = None, *, whole: bool = False) -> Block:
        """The cells of some rows and columns. `whole`: of the sheet."""
        cells = [cell for row in self.grid.cells[first:last + 1] for cell in row if not cell.continued
                 and left <= cell.column and (right is None or cell.column <= right)]
        rows = (0, _END) if whole else (self.grid.number_of(first), self.grid.number_of(last))
        said = ["" if whole else self._alone(first), *self._behind(cells, {"finding.id"}, own=True)]
        return Block(self.grid.where, *rows, tuple(filter(None, said)), self._used(cells),
                     tuple(self._behind(cells, {"finding.statement"})), left, right, self.grid.whole if whole else "")

    def _behind(self, cells: list[GridCell], asked: set[str], *, own: bool = False) -> list[str]:
        """What stands beside or below the labels that ask for something. `own`: and their own words."""
        found = []
        for cell in cells:
            if asked & set(self._asks(cell)):
                beside = self.grid.right(cell) or self.grid.below(cell)
                found += [each.said for each in ((cell,) if own else ()) + ((beside,) if beside is not None else ())]
        return [each for each in found if each]

    def _used(self, cells: list[GridCell]) -> bool:
        """Whether the answers that a block asks for stand in it already, every one."""
        beside = [cell for label in cells if set(self._asks(label)) & _ANSWERS.keys()
                  for cell in (self.grid.right(label) or self.grid.below(label),) if cell is not None]
        return bool(beside) and not any(is_free_cell(cell, self.words) for cell in beside)
