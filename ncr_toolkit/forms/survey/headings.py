"""What the texts with numbers say of one finding: which of them head a part of the form.

A number heads what follows it, up to the next one: as a title, a heading, a caption, the value of "NC No.", or the name
of a sheet. Several in one row head the columns under them. One that is only spoken of ("repeat of NC-1") heads nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.forms.survey.finding_numbers import (
    FindingNumbers,
    Number,
    are_listed,
    folded,
    is_spoken_of,
    is_telling,
)
from ncr_toolkit.forms.survey.heads import Head, Heads
from ncr_toolkit.forms.survey.label_meaning import meaning

_FEW, _FEWER = 5, 2  # words before a number that heads something; before one that may be something else
_SENTENCE = 8  # words
_FEW_DIGITS = 3
_SERIES = 5  # letters and the space behind them: "X 2024-7"
_FOREIGN = re.compile(r"(?<!\S)[^\s()]*\d[^\s()]*(?: [^\s()]*\d[^\s()]*)?")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FORM = re.compile(
    r"\b(?:form|formular|formulaire|formulario|template|vorlage|mod\u00e8le|modelo|version|rev|page|seite)\b")
_FINDING = {"finding.id", "finding.statement", "finding.title"}


class Heading(NamedTuple):
    """A text that heads what is about one finding."""

    head: Head
    number: Number

    @property
    def order(self) -> int:
        return self.head.order


@dataclass
class Headings:
    """What the texts of one part say, for one finding."""

    heads: Heads
    numbers: FindingNumbers

    def __post_init__(self) -> None:
        found = [Heading(head, number) for head in self.heads.found if (number := self._number(head)) is not None]
        self.found: Sequence[Heading] = sorted(found or self._foreign(),
                                               key=lambda each: (self._begins(each), each.order))
        self._orders = [self._begins(each) for each in self.found]
        rows: dict[tuple[str, int], list[Heading]] = defaultdict(list)
        for each in self.found:
            if each.head.at is not None:
                rows[each.head.table, each.head.at.row].append(each)
        self._columns = {key: some for key, some in rows.items() if len({each.number.key for each in some}) > 1}

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
        if not numbers or (len(numbers) > 1 and are_listed(text, numbers)
                           and any(each.key == self.numbers.ours for each in numbers)):
            return None  # none, or it is about all of them
        lead, behind = text[:numbers[0].start], text[numbers[0].end:]
        few = len(_WORD.findall(lead)) <= _FEWER
        if (head.fact and len(_WORD.findall(lead + behind)) > _FEWER) or is_spoken_of(lead):
            return None
        heads = self._asks(lead) or (head.asked and few) or self._may_head(lead, behind, numbers[0])
        return numbers[0] if heads else None

    def _may_head(self, lead: str, behind: str, number: Number) -> bool:
        """Whether a number heads something by itself, with few words before it."""
        before, after = (len(_WORD.findall(each)) for each in (lead, behind))
        if lead.strip() and behind.endswith(".") and before + after > _SENTENCE:
            return False
        letters = any(isinstance(part, str) for part in number.key)
        return before <= _FEW if is_telling(number) else letters and before <= _FEWER and _FORM.search(lead) is None

    def _foreign(self) -> list[Heading]:
        """Several texts such as "Nonconformity X 2024-7", where no number is built like those of the register."""
        found = []
        for head in self.heads.found:
            text = folded(head.said)
            said = _FOREIGN.search(text)
            if said is None or sum(map(str.isdigit, said[0])) < _FEW_DIGITS:
                continue
            start = next((each for each in (said.start(), text[:said.start() - 1].rfind(" ") + 1)
                          if said.start() - each <= _SERIES and self._asks(text[:each])), None)
            if start is not None:
                number = text[start:said.end()]
                found.append(Heading(head, Number((number,), number.upper(), start, said.end())))
        return found if len({each.number.key for each in found}) > 1 else []

    def doubtful(self, orders: Sequence[int]) -> set[Heading]:
        """Those that stand in one table right behind another number. `orders`: where something is asked."""
        return {each for before, each in pairwise(self.found) if before.number.key != each.number.key
                and before.head.at is not None and each.head.at is not None
                and before.head.table == each.head.table and before.head.at.row < each.head.at.row
                and bisect_right(orders, each.order) == bisect_right(orders, self._begins(before))}

    def _asks(self, lead: str) -> bool:
        """Whether the words before a number are those of a finding: "Nonconformity", "NC No."."""
        said, words = lead.strip(" :-#(|"), self.heads.words
        return bool(said) and (bool(_FINDING & set(meaning(said, words)[1])) or words.subject(said) == "finding")
