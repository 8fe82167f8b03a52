"""Findings whose id is gone, found again by what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ncr_toolkit.compare.similarity import LEAST, Said, Weights, alike, said
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.schema import column_names

MARGIN = 0.02
"""By how much the best must beat the second best; else the text is a template, and proves nothing."""
COMMON = 60
"""A word that stands in more findings than this finds none of them."""
RAREST = 8
"""By how many of its rarest words a finding is looked for."""

class Index:
    """The findings of one register by their words: to find the few that may be the same without comparing all."""

    def __init__(self, findings: list[Said]) -> None:
        self._by_word: dict[str, list[Said]] = defaultdict(list)
        self._by_text: dict[tuple[str, str], list[Said]] = defaultdict(list)
        for each in findings:
            self._by_text[each.texts].append(each)
            for word in each.every_word:
                self._by_word[word].append(each)

    def near(self, wanted: Said) -> Iterator[Said]:
        """The findings that may be the same: the same text, or one of the rarest words."""
        if not wanted.every_word:
            return
        found = {id(each): each for each in self._by_text.get(wanted.texts, [])[:COMMON]}
        here = sorted((len(rows), word) for word in wanted.every_word if (rows := self._by_word.get(word)))
        for count, word in here[:RAREST]:
            if count <= COMMON:
                found.update((id(each), each) for each in self._by_word[word])
        yield from found.values()


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """A finding of the other register that comes near."""

    other: Said
    likeness: float
    sure: float  # the same with what breaks a tie: what else the two have in common


def found_again(olds: list[Finding], news: list[Finding], gone: list[Finding], come: list[Finding]) \
        -> list[tuple[Finding, Finding]]:
    """Of the findings that are `gone` and those that have `come`, the couples that say the same, and are like no other
    finding of either register: where several say the same, nobody knows which one is which."""
    mine, yours = ([said(finding) for finding in rows] for rows in (olds, news))
    weights, in_old, in_new = Weights([*mine, *yours]), Index(mine), Index(yours)
    free_old, free_new = ({id(row) for row in rows} for rows in (gone, come))
    after = {id(one.finding): _near(one, in_new, weights) for one in mine if id(one.finding) in free_old}
    before = {id(one.finding): _near(one, in_old, weights) for one in yours if id(one.finding) in free_new}
    ranked = sorted(((near, old) for old in gone for near in after[id(old)]
                     if near.likeness >= LEAST and id(near.other.finding) in free_new), key=lambda each: -each[0].sure)
    couples: list[tuple[Finding, Finding]] = []
    taken: set[int] = set()
    for near, old in ranked:
        new = near.other.finding
        rivals = [each.sure for each in after[id(old)] if each is not near]
        rivals += [each.sure for each in before[id(new)] if each.other.finding is not old]
        if not taken & {id(old), id(new)} and near.sure - max(rivals, default=0.0) >= MARGIN:
            taken |= {id(old), id(new)}
            couples.append((old, new))
    return couples


def _near(one: Said, index: Index, weights: Weights) -> list[Near]:
    return [Near(other, likeness, likeness + _rest(one.finding, other.finding) / 10)
            for other in index.near(one) if (likeness := alike(one, other, weights)) > 0]


_KNOWN_BY = column_names(Finding, "id", "statement", "title", "audit", "raised_on", "reference")


def _rest(one: Finding, other: Finding) -> float:
    """0 to 1: how many of the other columns of two findings are the same."""
    both = [(mine, yours) for column in Finding.SHEET.typed_columns if column.name not in _KNOWN_BY
            for mine, yours in ((one.typed(column.name), other.typed(column.name)),) if mine or yours]
    return sum(mine == yours for mine, yours in both) / len(both) if both else 1.0
