"""Texts taken apart into words and clauses, as phrases are matched on them.

A clause ends with a sentence, a semicolon, a colon, a dash between spaces, a line, a bullet or a number of a list:
words on both sides of such a mark do not speak of each other ("controls / Lack of staff").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain

from ncr_toolkit.core.packs.noted import Noted

_BULLETS = "\u2022\u00b7\u25aa\u25cf\u2023"
_NUMBER = rf"(?<![^\s;:.,])(?:\(?[1-9a-h]\)|\(?[ivx]{{1,4}}\)|[1-9]\.(?=\s)|[-*{_BULLETS}](?=\s))"
_NUMBER_OF_A_LIST = re.compile(_NUMBER)
_LETTER_OF_A_LIST = re.compile(r"(?:^|(?<= ))([a-h])\.(?=\s)")
_TOKEN = re.compile(rf"""
      {_NUMBER}
    | % | \d+(?:[.,]\d+)+ | \w+(?:['\u2019]\w+)*
    | [.!?](?=["')\]\u201d\u2019]*(?:\s|$)) | [;\r\n\x0b\u2013\u2014\u2192{_BULLETS}] | :(?=\s)
""", re.VERBOSE)
"""A number of a list, a word, or what ends a clause; only a word ends with a letter or a figure."""
_SHORTENED = "|".join(rf"(?<=\b{word}\.)" for word in (
    "etc", "incl", "approx", "resp", "no", "nos", "art", "cf", "vs", "dr", "mr", "mrs", "ms",
    r"e\.g", r"e\.\sg", r"i\.e", r"i\.\se"))
_NO_END = re.compile(rf"""\.(?: (?=\s*[\w,(]) (?:{_SHORTENED})
    | (?<=\be\.) (?=\s?g\.\s*[\w,(]) | (?<=\bi\.) (?=\s?e\.\s*[\w,(]) )
""", re.IGNORECASE | re.VERBOSE)
"""The point of an abbreviation that something follows. It is looked for by the point, of which there are few."""

Words = tuple[str | None, ...]


@dataclass(frozen=True, eq=False)  # one a text: what is found out of it is kept by it
class Clauses:
    """The words of a text in order, folded; None is the end of a clause. The first and the last entry are one."""

    text: str
    words: Words

    @cached_property
    def _pieces(self) -> tuple[list[int], list[int]]:
        """Of each piece between spaces how many words stand before it, and where it begins."""
        *most, _ = self.text.split(" ")
        before = accumulate(map(len, map(_WORDS.__getitem__, most)), initial=1)
        return list(before), list(accumulate((len(piece) + 1 for piece in most), initial=0))

    def place(self, word: int) -> tuple[int, int]:
        """Where in the text a word begins and ends, by its number; an end of a clause lies anywhere between words."""
        before, starts = self._pieces
        piece = bisect_right(before, word) - 1
        left = word - before[piece]
        for match in _TOKEN.finditer(self.text, starts[piece]) if piece >= 0 else ():
            left -= len(_words(match.group()))
            if left < 0:
                return match.span()
        return (len(self.text) if word else 0,) * 2

    def end(self, word: int) -> int:
        """Where in the text the clause ends in which this word stands."""
        at = self.words.index(None, word)
        return next((match.start() for match in _TOKEN.finditer(self.text, self.place(at - 1)[1])), len(self.text))


@lru_cache(maxsize=1024)  # the texts of a finding and its rows, which many checks ask of
def clauses(text: str) -> Clauses:
    """The words and ends of a text, piece by piece: what a token is, is seen by what stands around it up to the next
    space."""
    plain = _NO_END.sub(" ", text)
    *most, last = plain.split(" ")
    words = chain(chain.from_iterable(map(_WORDS.__getitem__, most)), _all_words(last))
    return Clauses(plain, (None, *words, None))


def _all_words(piece: str) -> Words:
    return tuple(chain.from_iterable(map(_words, _TOKEN.findall(piece))))


def _words(token: str) -> Words:
    return plain_words(token) if token == "%" or token[-1] == "_" or token[-1].isalnum() else (None,)


_WORDS: Noted[Words] = Noted(lambda piece: _all_words(f"{piece} "))
"""Of the pieces that a space follows: they come again and again."""


def plain_words(word: str) -> tuple[str, ...]:
    """A word as phrases are matched on it: folded, and "didn't" as two."""
    folded = word.casefold().replace("\u2019", "'")
    if not folded.endswith("n't"):
        return (folded,)
    return {"can't": ("cannot",), "won't": ("will", "not")}.get(folded, (folded[:-3], "not"))


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
