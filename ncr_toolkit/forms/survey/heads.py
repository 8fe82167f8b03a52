"""Every text in which a number stands: what may say of which finding a part of a form is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.docx.wordprocessingml import Element, w
from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.finding_numbers import is_spoken_of
from ncr_toolkit.forms.survey.grid import Grid, GridCell, answer
from ncr_toolkit.forms.survey.label_meaning import meaning
from ncr_toolkit.forms.survey.walk import FormSurvey

_LONGEST = 300  # letters of a text that are looked at
_COUNTED = re.compile(r"(?<!\S)\S*\d\S*")
_CONTENTS = re.compile(r"(?:toc|verzeichnis|tm|tdc|\u00edndice|ndice) ?\d", re.IGNORECASE)
"""Styles of a table of contents."""
_CAPTION = re.compile(r"caption|beschriftung|l\u00e9gende|legende|leyenda|ep\u00edgrafe|epgrafe", re.IGNORECASE)


class Head(NamedTuple):
    """A text with a number in it."""

    said: str
    order: int  # where it stands in its part of the form
    where: str
    table: str = ""
    at: Address | None = None  # in its table
    asked: bool = False  # its label asks for the number of a finding
    fact: bool = False  # its label asks for something else of the finding
    caption: bool = False


@dataclass
class Heads:
    """Such texts of one part of a form, and where its rows and cells stand."""

    words: Vocabulary = field(default_factory=Vocabulary)
    found: list[Head] = field(default_factory=list)
    rows: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)  # by table: numbers of rows, their order
    columns: dict[str, int] = field(default_factory=dict)  # of cells, by their ids
    apart: bool = False  # its tables are sheets: none heads another

    def order(self, table: str, row: int) -> int:
        """Where a row of a table stands."""
        numbers, orders = self.rows[table]
        return orders[max(bisect_right(numbers, row) - 1, 0)]


def collect(tree: Element, survey: FormSurvey, lists: Collection[Element]) -> Heads:
    """The texts with numbers of a part. `lists`: the cells of lists of findings, of which each row tells by itself
    whose it is."""
    order = {element: place for place, element in enumerate(tree.iter("*"), start=1)}
    heads = Heads(survey.words, _of_lines(survey, order))
    for table in survey.grids:
        numbers = [table.number_of(row) for row in range(len(table.cells))]
        heads.rows[table.where] = numbers, [order[row] for row in table.rows]
        if table.whole != table.where:  # a sheet has a name of its own
            heads.apart = True
            heads.found.append(Head(table.where, order[table.element], table.whole, table.where, asked=True))
        for number, row in zip(numbers, table.cells, strict=True):
            heads.columns.update((cell.id, cell.column) for cell in row)
            there = [cell for cell in row if cell.element not in lists]
            heads.found += _of_row(table, number, there, order, survey.words)
    return heads


def _of_lines(survey: FormSurvey, order: dict[Element, int]) -> list[Head]:
    """Those outside of tables."""
    found = []
    for paragraph, seat in survey.seats.items():
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        named = style.get(w("val"), "") if style is not None else ""
        said = "" if seat.cell is not None or _CONTENTS.match(named) else answer(paragraph)[:_LONGEST]
        if any(map(str.isdigit, said)):
            found.append(Head(said, order[paragraph], seat.where, caption=_CAPTION.search(named) is not None))
    return found


def _of_row(table: Grid, number: int, row: Iterable[GridCell], order: dict[Element, int], words: Vocabulary) \
        -> Iterable[Head]:
    for cell in row:
        said = "" if cell.continued else cell.said[:_LONGEST]
        if any(map(str.isdigit, said)):
            label = _label(table, cell)
            names = meaning(_COUNTED.sub(" ", label), words)[1] if label else ()
            if not is_spoken_of(label) and not any(each.partition(".")[0] in ROWS for each in names):
                yield Head(said, order[cell.element], cell.where, table.where, Address(number, cell.column),
                           "finding.id" in names, fact=bool(names) and "finding.id" not in names)


def _label(table: Grid, cell: GridCell) -> str:
    """What stands before or over a cell as its label; '' where nothing does."""
    left = table.left(cell)
    if left is not None and left.said:
        return left.said
    above = table.cells[cell.row - 1] if cell.row else []
    if len(table.cells[cell.row]) == 1:
        return above[0].said if len(above) == 1 else ""
    heads = len(above) == len(table.cells[cell.row]) and all(each.said for each in above)
    return next((each.said for each in above if (each.column, each.span) == (cell.column, cell.span)), "") \
        if heads else ""
