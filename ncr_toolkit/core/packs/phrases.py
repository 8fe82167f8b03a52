"""Lists of phrases, matched word by word in a time that grows with the text alone.

How a phrase is written is told in language.py. Each phrase is a row of parts with a gap before each; a text is walked
through once, and only the phrases that begin with the word that stands there are tried.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from ncr_toolkit.core.packs.clauses import Clauses, clauses, plain_words

_GAPS = {"...": 3, "....": 7}
LONGEST = 30
"""The most letters that a word with a star has before it."""
LONG = 300
"""From how many words on a text is looked at as a whole before its phrases are looked for."""
_NUMBER = "#"
_BEGIN, _END = "^", "$"
_SPLIT = re.compile(r"[\s_/.-]+")

Words = tuple[str | None, ...]


@dataclass(slots=True)
class Part:
    """One of several words or joined words. `tails`: what must follow a first word, by it; `endings` those with a star
    after it; `closings` the letters after a star; `number`: any number will do."""

    tails: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    endings: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    closings: tuple[str, ...] = ()
    number: bool = False

    def add(self, words: tuple[str, ...]) -> None:
        first, *rest = words
        if first.startswith("*"):
            self.closings = (*self.closings, first[1:])
            return
        if first == _NUMBER:
            self.number = True
            return
        where, key = (self.endings, first[:-1]) if first.endswith("*") else (self.tails, first)
        where.setdefault(key, []).append(tuple(rest))

    def can_begin_with(self, word: str) -> bool:
        """Whether this part, or its first word, can be that word."""
        return next(self._rests(word), None) is not None

    def _rests(self, word: str) -> Iterator[tuple[str, ...]]:
        """What must follow `word` for this part to stand there."""
        if (self.closings and word.endswith(self.closings)) or (self.number and word[0].isdigit()):
            yield ()
        yield from self.tails.get(word, ())
        if self.endings:
            for length in range(1, min(len(word), LONGEST) + 1):
                yield from self.endings.get(word[:length], ())

    def after(self, words: Words, at: int) -> Iterator[int]:
        """Where the text goes on after this part, if it stands at `at`."""
        word = words[at]
        for rest in self._rests(word) if word is not None else ():
            yield from _rest(rest, words, at + 1)


def _rest(rest: tuple[str, ...], words: Words, at: int) -> Iterator[int]:
    for wanted in rest:
        word = words[at]
        if word is None or not (word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted):
            return
        at += 1
    yield at


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts in order, each with how many words may stand before it; whether it begins or ends a clause."""

    parts: tuple[tuple[int, Part], ...]
    begins: bool
    ends: bool

    def match(self, words: Words, at: int) -> int:
        """Where the phrase ends that begins at `at`; 0 where none does."""
        if self.begins and words[at - 1] is not None:
            return 0
        reached = {at}
        for gap, part in self.parts:
            further: set[int] = set()
            for start in reached:
                for here in range(start, start + gap + 1):
                    if words[here] is None:
                        break
                    further.update(part.after(words, here))
            reached = further
        if self.ends:
            reached = {end for end in reached if words[end] is None}
        return min(reached, default=0)


@dataclass(frozen=True, slots=True)
class Index:
    """Phrases by the word they begin with."""

    exact: dict[str, list[Phrase]]
    endings: dict[str, list[Phrase]]
    numbers: list[Phrase]
    seen: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)

    def beginning(self, word: str) -> tuple[Phrase, ...]:
        if word not in self.seen:
            found = [*self.exact.get(word, ()), *(self.numbers if word[0].isdigit() else ())]
            for length in range(1, min(len(word), LONGEST) + 1):
                found += self.endings.get(word[:length], ())
            if len(self.seen) > 20_000:  # a register full of words that are none
                self.seen.clear()
            self.seen[word] = tuple({id(each): each for each in found}.values())
        return self.seen[word]

    def spans(self, words: Words) -> list[tuple[int, int]]:
        """Where phrases stand, as first word and word after; of two that begin at one place the longer counts."""
        found, at = [], 0
        possible = self._possible(words)
        for start, word in enumerate(words):
            if word is None or start < at:
                continue
            phrases = self.beginning(word) if possible is None else possible.get(word, ())
            end = max((phrase.match(words, start) for phrase in phrases), default=0)
            if end:
                found.append((start, end))
                at = end
        return found

    def _possible(self, words: Words) -> dict[str, tuple[Phrase, ...]] | None:
        """Of a long text, by each of its words the phrases that begin with it and whose parts all have a word in it."""
        if len(words) < LONG:
            return None
        known = {word for word in words if word is not None}
        can: dict[int, bool] = {}

        def all_parts(phrase: Phrase) -> bool:
            if id(phrase) not in can:
                can[id(phrase)] = all(any(part.can_begin_with(word) for word in known) for _, part in phrase.parts[1:])
            return can[id(phrase)]

        return {word: tuple(phrase for phrase in self.beginning(word) if all_parts(phrase)) for word in known}


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """One list of phrases, and the phrases in which its words mean something else."""

    index: Index
    exceptions: Index | None

    def spans(self, parted: Clauses) -> list[tuple[int, int]]:
        """Where the phrases stand, none of them in an exception."""
        words = parted.words
        if self.exceptions is not None and (masked := self.exceptions.spans(words)):
            plain = list(words)
            for start, end in masked:
                plain[start:end] = [None] * (end - start)
            words = tuple(plain)
        return self.index.spans(words)

    def found(self, text: str) -> tuple[str, ...]:
        """The phrases that stand in `text`, as they stand there, each once."""
        return _found(self, text)

    def without(self, text: str) -> str:
        """`text` without these phrases, exceptions or not."""
        parted, kept, at = clauses(text), [], 0
        for start, end in self.index.spans(parted.words):
            kept.append(text[at:parted.starts[start]])
            at = parted.ends[end - 1]
        return " ".join([*kept, text[at:]])

    def around(self, text: str) -> str:
        """What `text` says beside these phrases: without them, and without what one of them goes on with up to a comma
        or the end of its clause ("no procedure | to ensure a timely review")."""
        parted, kept, at = clauses(text), [], 0
        for start, end in self.spans(parted):
            kept.append(text[at:max(at, parted.starts[start])])
            stop = next(here for here in range(end, len(parted.words)) if parted.words[here] is None)
            comma = text.find(",", parted.ends[end - 1], parted.starts[stop])
            at = max(at, comma if comma >= 0 else parted.starts[stop])
        return " ".join([*kept, text[at:]])

    def __contains__(self, text: str) -> bool:
        return bool(self.found(text))


@lru_cache(maxsize=8192)  # several checks ask the same of a text
def _found(phrases: Phrases, text: str) -> tuple[str, ...]:
    parted = clauses(text)
    spans = phrases.spans(parted)
    return tuple(dict.fromkeys(text[parted.starts[start]:parted.ends[end - 1]] for start, end in spans))


def make_phrases(phrases: Iterable[str], exceptions: Iterable[str], groups: Mapping[str, tuple[str, ...]]) -> Phrases:
    """A list from how its phrases are written."""
    others = [*exceptions]
    return Phrases(_index(phrases, groups), _index(others, groups) if others else None)


def _index(phrases: Iterable[str], groups: Mapping[str, tuple[str, ...]]) -> Index:
    found = Index({}, {}, [])
    for each in phrases:
        phrase = _phrase(each, groups)
        first = phrase.parts[0][1]
        if first.closings:
            raise ValueError(f"a phrase does not begin with the last letters of a word: {each}")
        for word in first.tails:
            found.exact.setdefault(word, []).append(phrase)
        for word in first.endings:
            found.endings.setdefault(word, []).append(phrase)
        found.numbers.extend([phrase] if first.number else [])
    return found


def _phrase(text: str, groups: Mapping[str, tuple[str, ...]]) -> Phrase:
    given, gap = text.split(), 0
    begins, ends = given[0] == _BEGIN, given[-1] == _END
    parts: list[tuple[int, Part]] = []
    for word in given[begins:len(given) - ends]:
        if word in _GAPS:
            gap = _GAPS[word]
        else:
            parts.append((gap, _part(word, groups)))
            gap = 0
    return Phrase(tuple(parts), begins, ends)


def _part(text: str, groups: Mapping[str, tuple[str, ...]]) -> Part:
    part = Part()
    for given in text.split("|"):
        for each in groups[given[1:-1]] if given.startswith("{") else (given,):
            part.add(tuple(plain for word in _SPLIT.split(each) if word for plain in plain_words(word)))
    return part
