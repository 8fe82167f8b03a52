"""Many phrases, and which of them can stand in a text at all: seen by its words, before any is looked for.

Few phrases can: those of whose first parts each has a word in the text. A word is a number whose bits are the phrases
that it begins a part of, a text the numbers of its words together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import NamedTuple

from ncr_toolkit.core.packs.clauses import Clauses, Words
from ncr_toolkit.core.packs.phrase_parts import LONGEST, Part

ASKED = 3
"""Of how many parts of a phrase, from its first on, each must have a word in the text."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts in order, each with how many words may stand before it; whether it begins or ends a clause."""

    parts: tuple[tuple[int, Part], ...]
    begins: bool
    ends: bool

    @property
    def goes_on_apart(self) -> bool:
        """Whether what follows its first word need not be a first word of its second part."""
        first = self.parts[0][1]
        return len(self.parts) == 1 or self.parts[1][0] > 0 or "" in self.parts[1][1].closings \
            or any(map(any, (*first.tails.values(), *first.endings.values())))

    def match(self, words: Words, at: int) -> int:
        """Where the phrase ends that begins at `at`; 0 where none does."""
        if self.begins and words[at - 1] is not None:
            return 0
        reached: Iterable[int] = (at,)
        for gap, part in self.parts:
            further: list[int] = []
            for start in reached:
                for here in range(start, start + gap + 1):
                    if words[here] is None:
                        break
                    further += part.after(words, here)
            if not further:
                return 0
            reached = set(further) if len(further) > 1 else further
        if self.ends:
            reached = [end for end in reached if words[end] is None]
        return min(reached, default=0)


class Possible(NamedTuple):
    """The phrases that can stand in a text, as the bits of a number; and the places of its words with which some can
    begin, each with these."""

    bits: int
    beginnings: list[tuple[int, int]]


class PhraseBook:
    """Phrases, each a bit of a number. All are added before the first is looked for."""

    def __init__(self) -> None:
        self.phrases: list[Phrase] = []
        self._bits: _BitsOfWords | None = None

    def add(self, phrase: Phrase) -> int:
        """Enter a phrase; gives its bit."""
        self._bits = None
        self.phrases.append(phrase)
        return 1 << (len(self.phrases) - 1)

    @property
    def bits(self) -> _BitsOfWords:
        if self._bits is None:
            self._bits = _BitsOfWords(self.phrases)
        return self._bits

    def possible(self, parted: Clauses) -> Possible:
        """The phrases that can stand in a text."""
        return _possible(self, parted)

    def those(self, bits: int) -> Iterator[Phrase]:
        """The phrases of these bits."""
        while bits:
            last = bits & -bits
            yield self.phrases[last.bit_length() - 1]
            bits ^= last


class _BitsOfWords(dict["str | None", int]):
    """For each word the phrases whose first part can begin with it; above these, each as far again, whose second and
    third can."""

    def __init__(self, phrases: list[Phrase]) -> None:
        super().__init__({None: 0})
        self.size = len(phrases)
        self.always = 0  # what has no such part
        self.apart = 0  # phrases whose second part need not be seen by the word after the first
        self._whole: dict[str, list[int]] = defaultdict(list)  # the numbers of bits: an int of each word costs more
        self._starts: dict[str, list[int]] = defaultdict(list)
        self._closings: dict[str, list[int]] = defaultdict(list)
        self._numbers: list[int] = []
        for number, phrase in enumerate(phrases):
            self.apart |= phrase.goes_on_apart << number
            for place in range(ASKED):
                part = phrase.parts[place][1] if place < len(phrase.parts) else None
                self._enter(part, place * self.size + number)

    def _enter(self, part: Part | None, bit: int) -> None:
        if part is None or "" in part.closings:  # any word will do
            self.always |= 1 << bit
            return
        for where, keys in ((self._whole, part.tails), (self._starts, part.endings), (self._closings, part.closings)):
            for key in keys:
                where[key].append(bit)
        if part.number:
            self._numbers.append(bit)

    def __missing__(self, word: str) -> int:
        bits = [*self._whole.get(word, ()), *(self._numbers if word[0].isdigit() else ())]
        for length in range(1, min(len(word), LONGEST) + 1):
            bits += self._starts.get(word[:length], ())
            bits += self._closings.get(word[-length:], ())
        found = sum(map((1).__lshift__, set(bits)))
        if len(self) > 20_000:  # a register full of words that are none
            self.clear()
            self[None] = 0
        self[word] = found
        return found


@lru_cache(maxsize=1024)
def _possible(book: PhraseBook, parted: Clauses) -> Possible:
    bits = book.bits
    different = set(parted.words)
    every = reduce(or_, filter(None, map(bits.__getitem__, different)), bits.always)
    found = (1 << bits.size) - 1
    for place in range(ASKED):
        found &= every >> (place * bits.size)
    begin = {word: first for word in different if (first := bits[word] & found)} if found else {}
    words = parted.words
    here = [(at, first) for at, word in enumerate(words) if word in begin
            if (first := begin[word] & (bits.apart | (bits[words[at + 1]] >> bits.size)))] if begin else []
    return Possible(found, here)
