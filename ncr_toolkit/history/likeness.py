"""How alike two records are: to find a row again whose id is gone."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ncr_toolkit.model import Finding
from ncr_toolkit.names import fold
from ncr_toolkit.schema import Column, Kind, Record

LEAST = 0.75
"""From here on two rows of different ids are taken for one. Chosen on public registers with known ids: above it more
renumbered rows are missed, below it more rows that really vanished hide behind others."""

_WORD = re.compile(r"\w+")
_WORDING = (Kind.TEXT, Kind.LONG, Kind.FILE)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What a finding says, prepared once."""

    finding: Finding
    statement: str
    title: str
    words: frozenset[str]


def said(finding: Finding) -> Said:
    """The words of a finding by which it is known again."""
    statement, title = fold(finding.typed("statement")), fold(finding.typed("title"))
    return Said(finding, statement, title, frozenset(_WORD.findall(f"{statement} {title}")))


class Weights:
    """How much a word tells: the rarer it is in the two registers, the more."""

    def __init__(self, findings: Iterable[Said]) -> None:
        counts: Counter[str] = Counter()
        number = 0
        for each in findings:
            number += 1
            counts.update(each.words)
        self._weights = {word: math.log(1 + number / count) for word, count in counts.items()}

    def of(self, words: Iterable[str]) -> float:
        return sum(self._weights.get(word, 0.0) for word in words)


def alike(one: Said, other: Said, weights: Weights) -> float:
    """0 to 1: the letters and the words that two findings share. A finding that was raised on another day or in
    another audit is another one, whatever it says; one of another reference is less likely the same."""
    doubt = _doubt(one.finding, other.finding)
    if not doubt:
        return 0.0
    every = weights.of(one.words | other.words)
    shared = weights.of(one.words & other.words) / every if every else 0.0
    return doubt * (letters(one, other) + shared) / 2


def letters(one: Said, other: Said) -> float:
    """0 to 1: the letters that two findings share; the statement counts twice as much as the title."""
    from rapidfuzz import fuzz  # only when something is lost: keeps start-up light

    parts = [(weight, fuzz.ratio(mine, yours) / 100)
             for weight, mine, yours in ((2, one.statement, other.statement), (1, one.title, other.title))
             if mine or yours]
    return sum(weight * part for weight, part in parts) / sum(weight for weight, _ in parts) if parts else 0.0


def _doubt(one: Finding, other: Finding) -> float:
    if any(_contradict(one, other, name) for name in ("raised_on", "audit")):
        return 0.0
    return 0.8 if _contradict(one, other, "reference") else 1.0


def _contradict(one: Finding, other: Finding, name: str) -> bool:
    return one.known(name) and other.known(name) and fold(one.typed(name)) != fold(other.typed(name))


def rows_alike(one: Record, other: Record, columns: Iterable[Column]) -> float:
    """0 to 1: how much of what two rows of one sheet say is the same; a text counts twice as much as a choice."""
    from rapidfuzz import fuzz

    total = same = 0.0
    for column in columns:
        mine, yours = fold(one.typed(column.name)), fold(other.typed(column.name))
        if not mine and not yours:
            continue
        weight = 2.0 if column.kind in _WORDING else 1.0
        total += weight
        if mine == yours:
            same += weight
        elif column.kind in _WORDING:
            same += weight * fuzz.ratio(mine, yours) / 100
    return same / total if total else 1.0
