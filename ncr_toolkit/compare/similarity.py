"""How alike two records are: to find a row again whose id is gone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.schema import Column, Kind, Record
from ncr_toolkit.core.several import typed

LEAST = 0.75
"""From here on two rows of different ids are taken for one. Chosen on public registers with known ids: above it more
renumbered rows are missed, below it more rows that really vanished hide behind others."""

_WORD = re.compile(r"\w+")
_WORDING = (Kind.TEXT, Kind.LONG, Kind.FILE)


PART_MISSING = 0.9
"""How sure a likeness is where one of the two rows has no statement, or no title."""


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What a finding says, prepared once: statement and title, and the words of both."""

    finding: Finding
    texts: tuple[str, str]
    words: tuple[frozenset[str], frozenset[str]]

    @property
    def every_word(self) -> frozenset[str]:
        return self.words[0] | self.words[1]


def said(finding: Finding) -> Said:
    """What a finding says, by which it is known again."""
    texts = fold(finding.typed("statement")), fold(finding.typed("title"))
    return Said(finding, texts, (frozenset(_WORD.findall(texts[0])), frozenset(_WORD.findall(texts[1]))))


class Weights:
    """How much a word tells: the rarer it is in the two registers, the more."""

    def __init__(self, findings: Iterable[Said]) -> None:
        counts: Counter[str] = Counter()
        number = 0
        for each in findings:
            number += 1
            counts.update(each.every_word)
        self._weights = {word: math.log(1 + number / count) for word, count in counts.items()}

    def of(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, 0.0) for word in words)


def alike(one: Said, other: Said, weights: Weights) -> float:
    """0 to 1: the letters and the words that two findings share. A finding that was raised on another day or in
    another audit is another one, whatever it says; one of another reference is less likely the same."""
    doubt = _doubt(one.finding, other.finding)
    parts = [part for part in (0, 1) if one.texts[part] and other.texts[part]]
    if not doubt or not parts:
        return 0.0
    if any(bool(mine) is not bool(yours) for mine, yours in zip(one.texts, other.texts, strict=True)):
        doubt *= PART_MISSING
    mine, yours = (frozenset().union(*(each.words[part] for part in parts)) for each in (one, other))
    every = weights.of(mine | yours)
    shared = weights.of(mine & yours) / every if every else 0.0
    return doubt * (letters(one, other) + shared) / 2


def letters(one: Said, other: Said) -> float:
    """0 to 1: the letters that two findings share in what both of them have; the statement counts twice as much as the
    title."""
    from rapidfuzz import fuzz  # only when something is lost: keeps start-up light

    parts = [(weight, fuzz.ratio(mine, yours) / 100)
             for weight, mine, yours in zip((2, 1), one.texts, other.texts, strict=True) if mine and yours]
    return sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts) if parts else 0.0


def _doubt(one: Finding, other: Finding) -> float:
    if any(_contradict(one, other, name) for name in ("raised_on", "audit")):
        return 0.0
    shared = {fold(each) for each in typed(one, "reference")} & {fold(each) for each in typed(other, "reference")}
    return 0.8 if not shared and _contradict(one, other, "reference") else 1.0


def _contradict(one: Finding, other: Finding, name: str) -> bool:
    return one.known(name) and other.known(name) and fold(one.typed(name)) != fold(other.typed(name))


def rows_alike(old: Record, new: Record, columns: Iterable[Column], now: Callable[[Column, str], str]) -> float:
    """0 to 1: how much of what two rows of one sheet say is the same; a text counts twice as much as a choice.

    `now` gives the folded id that a folded old one has in the new register.
    """
    from rapidfuzz import fuzz

    total = same = 0.0
    for column in columns:
        mine, yours = fold(old.typed(column.name)), fold(new.typed(column.name))
        if not mine and not yours:
            continue
        weight = 2.0 if column.kind in _WORDING else 1.0
        total += weight
        if mine == yours or (column.kind is Kind.LINK and now(column, mine) == yours):
            same += weight
        elif column.kind in _WORDING:
            same += weight * fuzz.ratio(mine, yours) / 100
    return same / total if total else 1.0
