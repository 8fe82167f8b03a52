"""Lists of phrases, matched word by word in a time that grows with the text alone.

How a phrase is written is told in language.py. Each phrase is a row of parts with a gap before each; a text is walked
through once, and only the phrases that begin with the word that stands there are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ncr_toolkit.core.packs.clauses import Clauses, Words, clauses
from ncr_toolkit.core.packs.phrase_book import Phrase, PhraseBook, Possible
from ncr_toolkit.core.packs.phrase_parts import PartReader

_GAPS = {"...": 3, "....": 7}
_BEGIN, _END = "^", "$"


@dataclass(frozen=True, slots=True, eq=False)
class Phrases:
    """One list of phrases of a book, and those in which its words mean something else: each the bits of a number."""

    book: PhraseBook
    listed: int
    exceptions: int

    def spans(self, parted: Clauses, *, excepted: bool = True) -> list[tuple[int, int]]:
        """Where the phrases stand, none of them in an exception."""
        possible = self.book.possible(parted)
        if not possible.bits & self.listed:
            return []
        words = parted.words
        if excepted and possible.bits & self.exceptions and (masked := self._spans(words, possible, self.exceptions)):
            plain = list(words)
            for start, end in masked:
                plain[start:end] = [None] * (end - start)
            words = tuple(plain)
        return self._spans(words, possible, self.listed)

    def _spans(self, words: Words, possible: Possible, wanted: int) -> list[tuple[int, int]]:
        """Where the wanted phrases stand, as first word and word after; of two that begin at one place the longer."""
        found, at = [], 0
        for start, bits in possible.beginnings:
            if start < at or not bits & wanted or words[start] is None:
                continue
            end = max([phrase.match(words, start) for phrase in self.book.those(bits & wanted)])
            if end:
                found.append((start, end))
                at = end
        return found

    def found(self, text: str) -> tuple[str, ...]:
        """The phrases that stand in `text`, as they stand there, each once."""
        return _found(self, text)

    def without(self, text: str) -> str:
        """`text` without these phrases, exceptions or not."""
        parted, kept, at = clauses(text), [], 0
        for start, end in self.spans(parted, excepted=False):
            kept.append(text[at:parted.place(start)[0]])
            at = parted.place(end - 1)[1]
        return " ".join([*kept, text[at:]])

    def around(self, text: str) -> str:
        """What `text` says beside these phrases: without them, and without what one of them goes on with up to a comma
        or the end of its clause ("no procedure | to ensure a timely review")."""
        parted, kept, at = clauses(text), [], 0
        for start, end in self.spans(parted):
            kept.append(text[at:max(at, parted.place(start)[0])])
            stop = parted.end(end)
            comma = text.find(",", parted.place(end - 1)[1], stop)
            at = max(at, comma if comma >= 0 else stop)
        return " ".join([*kept, text[at:]])

    def __contains__(self, text: str) -> bool:
        return bool(self.found(text))


@lru_cache(maxsize=4096)  # several checks ask the same of a text
def _found(phrases: Phrases, text: str) -> tuple[str, ...]:
    parted = clauses(text)
    spans = phrases.spans(parted)
    return tuple(dict.fromkeys(text[parted.place(start)[0]:parted.place(end - 1)[1]] for start, end in spans))


class PhraseLists:
    """Makes lists of phrases that are looked for in the same texts: they share a book and their parts.

    `groups`: the words that a name in braces stands for.
    """

    def __init__(self, groups: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._book, self._reader = PhraseBook(), PartReader(groups or {})

    def make(self, listed: Iterable[str], exceptions: Iterable[str] = ()) -> Phrases:
        """A list from how its phrases are written. Raises ValueError for one that begins with the end of a word."""
        return Phrases(self._book, self._entered(listed), self._entered(exceptions))

    def _entered(self, listed: Iterable[str]) -> int:
        bits = 0
        for each in listed:
            phrase = self._phrase(each)
            if phrase.parts[0][1].closings:
                raise ValueError(f"a phrase does not begin with the last letters of a word: {each}")
            bits |= self._book.add(phrase)
        return bits

    def _phrase(self, text: str) -> Phrase:
        given, gap = text.split(), 0
        begins, ends = given[0] == _BEGIN, given[-1] == _END
        parts = []
        for word in given[begins:len(given) - ends]:
            if word in _GAPS:
                gap = _GAPS[word]
            else:
                parts.append((gap, self._reader.part(word)))
                gap = 0
        return Phrase(tuple(parts), begins, ends)
