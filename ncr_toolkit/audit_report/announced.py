"""How many findings a report announces in its sentences: "two minor nonconformities and one observation"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.headings import number_in
from ncr_toolkit.audit_report.label_words import is_earlier, lists
from ncr_toolkit.audit_report.labels import GRADE
from ncr_toolkit.audit_report.parts import Line, Part
from ncr_toolkit.audit_report.told import Announced, ReportFinding
from ncr_toolkit.common.names import fold

_TOKEN = re.compile(r"[^\W_]+(?:[-'\u2019.,:/][^\W_]+)*|[.,;:!?()\u2013\u2014\u3001\u3002-]")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|(?<=\u3002)|\n+")
_BEHIND = re.compile(r"([^\s\d\u3001\u3002,.;:()]{2,14}?)\s{0,2}(?:\u304c|\u306f|:|\uff1a)?\s{0,2}"
                     r"(\d{1,2})\s{0,2}\u4ef6")
"""The number behind what is counted: "\u8efd\u5fae\u306a\u4e0d\u9069\u54082\u4ef6"."""
_PARTS = frozenset(".,;:()\u2013\u2014-")
_MOST, _MOST_WORDS, _MOST_FIGURES = 60, 5, 3
ANY, NONCONFORMITY = "", "nonconformity"


def announced(parts: Sequence[Part]) -> list[Announced]:
    """What the sentences of a report, and the rows of a summary, announce: the most of each grade."""
    found: dict[str, Announced] = {}
    for part in parts:
        for each in _of_part(part):
            if each.count > (found[each.grade].count if each.grade in found else 0):
                found[each.grade] = each
    return list(found.values())


def _of_part(part: Part) -> Iterator[Announced]:
    if isinstance(part, Line):
        for sentence in () if part.level or number_in(part) else _SENTENCE.split(part.text):
            yield from _of_sentence(sentence, part.where)
        return
    filled = [cell.strip() for cell in part.cells if cell.strip()]
    if len(filled) == 2 and filled[1].isdecimal() and len(filled[1]) < _MOST_FIGURES and int(filled[1]) <= _MOST:
        meant = _meant([fold(token) for token in _TOKEN.findall(filled[0])])
        if meant is not None and int(filled[1]):
            yield Announced(meant, int(filled[1]), ": ".join(filled), part.where)


def not_reached(said: Iterable[Announced], found: Sequence[ReportFinding]) -> Iterator[tuple[Announced, int]]:
    """What is announced and was not located in such numbers, each with how many were. One of which the grade is not
    located may be of any."""
    grades = [grade(each.values[GRADE].text) if GRADE in each.values else "" for each in found]
    for each in said:
        meant = {ANY: set(grades), NONCONFORMITY: {"Major", "Minor", ""}}.get(each.grade, {each.grade, ""})
        count = sum(named in meant for named in grades)
        if count < each.count:
            yield each, count


def _of_sentence(sentence: str, where: str) -> Iterator[Announced]:
    if is_earlier(sentence):
        return
    yield from (Announced(meant, int(each[2]), sentence.strip(), where) for each in _BEHIND.finditer(sentence)
                if (meant := _meant([each[1]])) is not None)
    tokens = [fold(token) for token in _TOKEN.findall(sentence)]
    listed = list(_listed(tokens))
    if len(listed) > 1:
        yield from (Announced(meant, count, sentence.strip(), where) for meant, count in listed if count)
        return
    raised = not _of("raised").isdisjoint(tokens)
    found = []
    for at, token in enumerate(tokens):
        count, article = (0, False) if at and tokens[at - 1] in lists()["references"]["needed"] else _number(token)
        after = tokens[at + 1:at + 1 + _MOST_WORDS]
        meant = next((each for size in range(len(after), 0, -1) if (each := _meant(after[:size])) is not None), None)
        if 0 < count <= _MOST and meant is not None:
            found.append((meant, count, article))
    if raised or any(not article for _, _, article in found):
        yield from (Announced(meant, count, sentence.strip(), where) for meant, count, _ in found)


def _listed(tokens: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Grades and how many, as in "Major 0, Minor 2, OFI 1"."""
    for at, token in enumerate(tokens):
        ends = at + 1 == len(tokens) or tokens[at + 1] in _PARTS
        if token.isdecimal() and len(token) < _MOST_FIGURES and ends:
            before = tokens[max(0, at - _MOST_WORDS):at]
            sizes = range(len(before), 0, -1)
            meant = next((each for size in sizes if (each := _meant(before[-size:])) is not None), "")
            if meant and meant != NONCONFORMITY and int(token) <= _MOST:
                yield meant, int(token)


def _number(token: str) -> tuple[int, bool]:
    """The number that a word is, 0 where it is none; and whether it may be an article: "une"."""
    if token.isdecimal():
        return (int(token) if len(token) < _MOST_FIGURES else 0), False
    numbers = lists()["announced"]["numbers"]
    return next((count for count, said in enumerate(numbers, start=1) if token in said), 0), token in numbers[0]


def _meant(words: Sequence[str]) -> str | None:
    """The grade, or the kind, of which these words are all; None where they are something else."""
    said = " ".join(words)
    if named := grade(said) if not _PARTS.intersection(words) else "":
        return named if all(word in _of_grades() for part in words for word in part.split("-")) else None
    if said in _of("nonconformities"):
        return NONCONFORMITY
    return ANY if said in _of("findings") else None


@cache
def _of(name: str) -> frozenset[str]:
    return frozenset(map(fold, lists()["announced"][name]))


@cache
def _of_grades() -> frozenset[str]:
    """The words of which grades are made, and those for what is graded."""
    from ncr_toolkit.core.foreign_words import words

    every = [*words().values["grade"], *(word for found in lists()["grades"].values() for word in found),
             *lists()["grades"], *lists()["announced"]["nonconformities"], *lists()["announced"]["findings"],
             *lists()["heads"]["kinds"]]
    return frozenset(part for word in every for part in re.findall(r"[^\W\d_]+", fold(word)))
