"""What may say of which finding a part of a form is: every text in which a number stands, and where; and of a finding,
what these texts say.

A number heads what follows it, up to the next one: as a title, a heading, a caption, the value of "NC No.", or the name
of a sheet. Several in one row head the columns under them. One that is only spoken of ("repeat of NC-1") heads nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ncr_toolkit.common.names import fold
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.docx.wordprocessingml import Element, w
from ncr_toolkit.forms.meaning.answers import ROWS
from ncr_toolkit.forms.meaning.vocabulary import Vocabulary
from ncr_toolkit.forms.survey.finding_numbers import FindingNumbers, Number, are_listed, folded, is_telling
from ncr_toolkit.forms.survey.grid import Grid, GridCell, answer
from ncr_toolkit.forms.survey.label_meaning import meaning
from ncr_toolkit.forms.survey.walk import FormSurvey

_LONGEST = 300  # letters of a text that are looked at
_FEW, _FEWER = 5, 2  # words before a number that heads something; before one that may be something else
_SENTENCE = 8  # words
_FEW_DIGITS = 3
_FOREIGN = re.compile(r"(?<!\S)[^\s()]*\d[^\s()]*(?: [^\s()]*\d[^\s()]*)?")
_WORD = re.compile(r"[^\W\d_]{2,}")
_COUNTED = re.compile(r"(?<!\S)\S*\d\S*")
_SPOKEN = re.compile(
    r"\b(?:see|same|repeat|previous|earlier|related|linked|similar|example|e\.g|cf|siehe|vgl|wie|wiederhol|vorherig|"
    r"fr\u00fcher|verwandt|\u00e4hnlich|beispiel|voir|r\u00e9curren|r\u00e9p\u00e9t|pr\u00e9c\u00e9dent|li\u00e9e?|exemple|v\u00e9ase|ver|"
    r"repetid|repetici|reiterad|anterior|previ[ao]|relacionad|ejemplo)")
_FORM = re.compile(r"\b(?:form|formular|formulaire|formulario|template|vorlage|mod\u00e8le|modelo|version|rev|page|seite)\b")
_FINDING = {"finding.id", "finding.statement", "finding.title"}
_CONTENTS = re.compile(r"(?:toc|verzeichnis|tm|tdc|\u00edndice|ndice) ?\d", re.IGNORECASE)  # styles of a table of contents
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


class Heading(NamedTuple):
    """A text that heads what is about one finding."""

    head: Head
    number: Number

    @property
    def order(self) -> int:
        return self.head.order


@dataclass
class Heads:
    """Such texts of one part of a form, in the order in which they are read."""

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
    """The texts with numbers of a part. `lists`: the cells of lists of findings, of which each row tells by itself whose
    it is."""
    order = {element: place for place, element in enumerate(tree.iter("*"), start=1)}
    heads = Heads(survey.words)
    for paragraph, seat in survey.seats.items():
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        named = style.get(w("val"), "") if style is not None else ""
        if seat.cell is None and any(map(str.isdigit, said := answer(paragraph)[:_LONGEST])) and not _CONTENTS.match(named):
            heads.found.append(Head(said, order[paragraph], seat.where, caption=bool(_CAPTION.search(named))))
    for table in survey.grids:
        numbers = [table.number_of(row) for row in range(len(table.cells))]
        heads.rows[table.where] = numbers, [order[row] for row in table.rows]
        if table.whole != table.where:  # a sheet has a name of its own
            heads.apart = True
            heads.found.append(Head(table.where, order[table.element], table.whole, table.where, asked=True))
        for number, row in zip(numbers, table.cells, strict=True):
            heads.columns.update((cell.id, cell.column) for cell in row)
            heads.found += _of_row(table, number, [cell for cell in row if cell.element not in lists], order, survey.words)
    heads.found.sort(key=lambda each: each.order)
    return heads


def _of_row(table: Grid, number: int, row: Iterable[GridCell], order: dict[Element, int], words: Vocabulary) \
        -> Iterable[Head]:
    for cell in row:
        said = "" if cell.continued else cell.said[:_LONGEST]
        if any(map(str.isdigit, said)):
            label = _label(table, cell)
            names = meaning(_COUNTED.sub(" ", label), words)[1] if label else ()
            if not _SPOKEN.search(fold(label)) and not any(each.partition(".")[0] in ROWS for each in names):
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


@dataclass
class Headings:
    """What the texts of one part say, for one finding."""

    heads: Heads
    numbers: FindingNumbers

    def __post_init__(self) -> None:
        found = [Heading(head, number) for head in self.heads.found for number in [self._number(head)] if number]
        rows: dict[tuple[str, int], list[Heading]] = defaultdict(list)
        found = found or self._foreign()
        for each in found:
            if each.head.at is not None:
                rows[each.head.table, each.head.at.row].append(each)
        self._columns = {key: some for key, some in rows.items() if len({each.number.key for each in some}) > 1}
        self.found: Sequence[Heading] = found
        self._orders = [self._begins(each) for each in found]

    def _begins(self, heading: Heading) -> int:
        """Where what it heads begins: with its row."""
        at = heading.head.at
        return heading.order if at is None else self.heads.order(heading.head.table, at.row)

    def over(self, order: int, table: str = "", at: Address | None = None) -> Heading | None:
        """What heads a place: the last one before it; where that row has several, the one over its column."""
        last = bisect_right(self._orders, order) - 1
        head = self.found[last].head if last >= 0 else None
        if head is None or (self.heads.apart and head.table != table):
            return None
        several = self._columns.get((head.table, head.at.row)) if head.at is not None else None
        if several is None:
            return self.found[last]
        if at is None or table != head.table:
            return None
        return next((each for each in reversed(several) if each.head.at is not None
                     and each.head.at.column <= at.column), None)

    @property
    def are_below(self) -> bool:
        """Whether all are captions, which may stand under their tables."""
        return len(self.found) > 1 and all(each.head.caption for each in self.found)

    def under(self, order: int) -> Heading | None:
        """The caption under a place."""
        return next((each for each in self.found if each.order > order), None)

    def _number(self, head: Head) -> Number | None:
        """The number of the finding that a text heads; None where it heads nothing."""
        text = folded(head.said)
        numbers = self.numbers.find(text)
        if not numbers:
            return None
        first, lead = numbers[0], text[:numbers[0].start]
        if len(numbers) > 1 and are_listed(text, numbers) and any(each.key == self.numbers.ours for each in numbers):
            return None  # it is about all of them
        before, every = (len(_WORD.findall(each)) for each in (lead, text))
        if head.fact and len(_WORD.findall(lead + text[first.end:])) > _FEWER:
            return None
        if self._asks(lead) or (head.asked and before <= _FEWER and not _SPOKEN.search(lead)):
            return first
        if _SPOKEN.search(lead) or (lead.strip() and text.endswith(".") and every > _SENTENCE):
            return None
        if is_telling(first):
            return first if before <= _FEW else None
        return first if before <= _FEWER and not _FORM.search(lead) and any(
            isinstance(part, str) for part in first.key) else None

    def _foreign(self) -> list[Heading]:
        """Several texts such as "Nonconformity X 2024-7", where no number is built like those of the register."""
        found = []
        for head in self.heads.found:
            text = folded(head.said)
            said = _FOREIGN.search(text)
            if said is not None and sum(map(str.isdigit, said[0])) >= _FEW_DIGITS and self._asks(text[:said.start()]):
                found.append(Heading(head, Number((said[0],), said[0].upper(), said.start(), said.end())))
        return found if len({each.number.key for each in found}) > 1 else []

    def is_doubtful(self, heading: Heading, orders: Sequence[int]) -> bool:
        """Whether another number stands in the same table right before one. `orders`: where something is asked."""
        place = self.found.index(heading)
        before = self.found[place - 1] if place else None
        return before is not None and before.number.key != heading.number.key and before.head.at is not None \
            and heading.head.at is not None and before.head.table == heading.head.table \
            and before.head.at.row < heading.head.at.row \
            and bisect_right(orders, heading.order) == bisect_right(orders, self._begins(before))

    def _asks(self, lead: str) -> bool:
        """Whether the words before a number are those of a finding: "Nonconformity", "NC No."."""
        said, words = lead.strip(" :-#("), self.heads.words
        return bool(said) and _SPOKEN.search(said) is None and (
            bool(_FINDING & set(meaning(said, words)[1]))
            or words.subject(said) == "finding")
