"""The parts that a phrase is made of: each one of several words, or of several rows of joined words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ncr_toolkit.core.packs.clauses import Words, plain_words

LONGEST = 30
"""The most letters that a word with a star has before it."""
_NUMBER = "#"
_SPLIT = re.compile(r"[\s_/.-]+")


@dataclass(slots=True)
class Part:
    """One of several words or joined words. `tails`: what must follow a first word, by it; `endings` those with a star
    after it; `closings` the letters after a star; `number`: any number will do."""

    tails: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    endings: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    closings: tuple[str, ...] = ()
    number: bool = False
    seen: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict, repr=False)

    def add(self, words: tuple[str, ...]) -> None:
        first, rest = words[0], words[1:]
        if first[0] == "*":
            self.closings = (*self.closings, first[1:])
            return
        if first == _NUMBER:
            self.number = True
            return
        where, key = (self.endings, first[:-1]) if first[-1] == "*" else (self.tails, first)
        if key in where:
            where[key].append(rest)
        else:
            where[key] = [rest]

    def _rests(self, word: str) -> tuple[tuple[str, ...], ...]:
        """What must follow `word` for this part to stand there."""
        if word not in self.seen:
            found: list[tuple[str, ...]] = []
            if (self.closings and word.endswith(self.closings)) or (self.number and word[0].isdigit()):
                found.append(())
            found += self.tails.get(word, ())
            for length in range(1, min(len(word), LONGEST) + 1) if self.endings else ():
                found += self.endings.get(word[:length], ())
            if len(self.seen) > 5_000:  # a register full of words that are none
                self.seen.clear()
            self.seen[word] = tuple(found)
        return self.seen[word]

    def after(self, words: Words, at: int) -> list[int]:
        """Where the text goes on after this part, if it stands at `at`."""
        word = words[at]
        rests = self._rests(word) if word is not None else ()
        return [at + 1 + len(rest) for rest in rests if not rest or _stands(rest, words, at + 1)]


def _stands(rest: tuple[str, ...], words: Words, at: int) -> bool:
    """Whether the words of `rest` stand from `at` on."""
    for place, wanted in enumerate(rest, start=at):
        word = words[place]
        if word is None or not (word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted):
            return False
    return True


class PartReader:
    """Makes parts of how they are written, each once: phrases share most of theirs.

    `groups`: the words that a name in braces stands for.
    """

    def __init__(self, groups: Mapping[str, tuple[str, ...]]) -> None:
        self._groups = groups
        self._parts: dict[str, Part] = {}
        self._members: dict[str, list[tuple[str, ...]]] = {}

    def part(self, text: str) -> Part:
        """A part as it is written: `human|{thing}|lack_of`."""
        found = self._parts.get(text)
        if found is None:
            found = self._parts[text] = Part()
            for given in text.split("|"):
                for words in self._members.get(given) or self._read(given):
                    found.add(words)
        return found

    def _read(self, given: str) -> list[tuple[str, ...]]:
        every = self._groups[given[1:-1]] if given.startswith("{") else (given,)
        self._members[given] = found = [_words(each) for each in every]
        return found


def _words(given: str) -> tuple[str, ...]:
    """The words of a joined word."""
    if given.isalpha() and given.isascii():  # most are one word
        return (given.casefold(),)
    return tuple(plain for word in _SPLIT.split(given) if word for plain in plain_words(word))
