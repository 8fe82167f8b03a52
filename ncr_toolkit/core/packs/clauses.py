"""Texts taken apart into words and clauses, as phrases are matched on them.

A clause ends with a sentence, a semicolon, a colon, a dash between spaces, a line, a bullet or a number of a list:
words on both sides of such a mark do not speak of each other ("controls / Lack of staff").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

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
    tokens: list[str | None]  # one a word or end, but for the outermost ends; None: the second word of the one before
    words: Words

    @cached_property
    def places(self) -> list[tuple[int, int]]:
        """Where in the text each word begins and ends; of an end of a clause only that it lies between words."""
        found, at, find = [(0, 0)], 0, self.text.find
        for token in self.tokens:
            if token is not None:
                at = find(token, at)  # between two words stand only signs
                place = at, at + len(token)
                at = place[1]
            found.append(place)
        return [*found, (len(self.text), len(self.text))]

    def end(self, word: int) -> int:
        """Where in the text the clause ends in which this word stands."""
        at = self.words.index(None, word)
        return next((match.start() for match in _TOKEN.finditer(self.text, self.places[at - 1][1])), len(self.text))


@lru_cache(maxsize=1024)  # the texts of a finding and its rows, which many checks ask of
def clauses(text: str) -> Clauses:
    """The words and ends of a text."""
    plain = _NO_END.sub(" ", text)
    tokens = _TOKEN.findall(plain)
    words = list(map(_WORDS.__getitem__, tokens))
    if "'" in plain or "\u2019" in plain:
        both = [(at, found) for at, found in enumerate(words) if isinstance(found, tuple)]
        for at, (first, second) in reversed(both):
            words[at:at + 1] = first, second
            tokens.insert(at + 1, None)
    return Clauses(plain, tokens, (None, *words, None))


class _Tokens(dict[str, Any]):
    """What each token is: a word, folded; two words, or None for the end of a clause. Worked out once for each."""

    def __missing__(self, token: str) -> Any:
        is_word = token == "%" or token[-1] == "_" or token[-1].isalnum()
        words = plain_words(token) if is_word else (None,)
        if len(self) > 50_000:  # registers full of words that are none
            self.clear()
        self[token] = words if len(words) > 1 else words[0]
        return self[token]


_WORDS = _Tokens()


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
