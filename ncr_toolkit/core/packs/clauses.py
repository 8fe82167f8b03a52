"""Texts taken apart into words and clauses, as phrases are matched on them.

A clause ends with a sentence, a semicolon, a colon, a dash between spaces, a line, a bullet or a number of a list:
words on both sides of such a mark do not speak of each other ("controls / Lack of staff").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

_ABBREVIATION = re.compile(r"\b(?:e\.\s?g|i\.\s?e|etc|incl|approx|resp|nos?|art|cf|vs|dr|mrs?|ms)\.(?=\s*[\w,(])",
                           re.IGNORECASE)
_BULLETS = "\u2022\u00b7\u25aa\u25cf\u2023"
_TOKEN = re.compile(rf"""
      (?P<word> % | \d+(?:[.,]\d+)+ | \w+(?:['\u2019]\w+)* )
    | (?P<end> [.!?](?=["')\]\u201d\u2019]*(?:\s|$)) | [;\r\n\x0b\u2013\u2014\u2192{_BULLETS}] | :(?=\s)
             | (?:^|(?<=\s))[-*](?=\s) )
""", re.VERBOSE)
_NUMBER_OF_A_LIST = re.compile(
    rf"(?:^|(?<=[\s;:.,]))(?:\(?[1-9a-h]\)|\(?[ivx]{{1,4}}\)|[1-9]\.(?=\s)|[-*{_BULLETS}](?=\s))")
_LETTER_OF_A_LIST = re.compile(r"(?:^|(?<= ))([a-h])\.(?=\s)")


@dataclass(frozen=True, slots=True)
class Clauses:
    """The words of a text in order, folded; None is the end of a clause. The first and the last entry are one."""

    words: tuple[str | None, ...]
    starts: tuple[int, ...]  # where in the text each begins
    ends: tuple[int, ...]


@lru_cache(maxsize=512)
def clauses(text: str) -> Clauses:
    """The words and ends of a text."""
    plain = _ABBREVIATION.sub(lambda match: match.group().replace(".", " "), text)
    found: list[tuple[str | None, int, int]] = [(None, 0, 0)]
    marks = [match.span() for match in _NUMBER_OF_A_LIST.finditer(plain)]
    begins = [start for start, _ in marks]
    for token in _TOKEN.finditer(plain):
        at = bisect_right(begins, token.start()) - 1
        if at >= 0 and token.start() < marks[at][1]:
            found.append((None, *token.span()))  # a number of a list, no word
        elif token.lastgroup == "word":
            found += [(word, *token.span()) for word in plain_words(token.group())]
        else:
            found.append((None, *token.span()))
    found.append((None, len(text), len(text)))
    every, starts, ends = zip(*found, strict=True)
    return Clauses(every, starts, ends)


def plain_words(word: str) -> list[str]:
    """A word as phrases are matched on it: folded, and "didn't" as two."""
    folded = word.casefold().replace("\u2019", "'")
    if not folded.endswith("n't"):
        return [folded]
    return {"can't": ["cannot"], "won't": ["will", "not"]}.get(folded, [folded[:-3], "not"])


def points(text: str) -> list[str]:
    """The points of a numbered or bulleted text, each by itself; any other text as one."""
    marks = [*_NUMBER_OF_A_LIST.finditer(text)]
    letters = [*_LETTER_OF_A_LIST.finditer(text)]
    if [each.group(1) for each in letters[:2]] == ["a", "b"]:
        marks = sorted([*marks, *letters], key=lambda mark: mark.start())
    if len(marks) < 2:
        return [text]
    edges = [*(mark.start() for mark in marks[1:]), len(text)]
    return [text[mark.end():edge].strip() for mark, edge in zip(marks, edges, strict=True)]
