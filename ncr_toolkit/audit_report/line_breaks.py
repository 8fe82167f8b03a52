"""Whether a text goes on in the next line: a line breaks by itself only where the next word has no room in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import Enum
from itertools import pairwise

_NARROW, _WIDE = frozenset("iljtfrI.,;:'!|()[]-/ \u2019\u2018"), frozenset("mwMW@%\u2013\u2014\u2026")
_WIDTHS = {**dict.fromkeys(_NARROW, 0.6), **dict.fromkeys(_WIDE, 1.5)}
_CAPITAL = 1.25
_FULL = 0.95
"""A line that the next word would fill by more than this share of its column broke by itself."""
_NEARLY = 0.75
"""And one in the middle of a sentence by more than this: letters differ in width."""
_END = re.compile(r"[.!?:\u3002][)\"'\u201c\u201d\u00bb]?$")
_LABEL_LIKE = re.compile(r"[^\W\d_][^:.;,!?]{1,40}:(?= |$)")
_MOST_OF_A_LABEL = 5
_SIGNS = r"[\u2022\u25aa\u25cf\u25e6\u2023\uf0b7\uf0a7\u00b7*]|[-\u2013](?!\S)|[a-z]\)"
ITEM_SIGN = re.compile(_SIGNS)
ITEM = re.compile(rf"(?:{_SIGNS}|\d{{1,2}}\)(?= ))\s*(?=\S)")
"""What begins an item of a list."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_FILLED = 0.75
"""A single word that fills a narrow column by more than this share may be broken."""
_NO_WORDS = frozenset("bcdfghjklmnpqrstvwxz")
BROKEN = "\u00ad"
"""Ends a line that certainly ends within a word."""
_EAST_ASIAN = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef].|.[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
"""What stands on both sides of a line's end, where words are not parted by blanks."""
_LEAST_HYPHENS = 3
"""So many words that go on in small letters, and the report hyphenates by itself."""


class Break(Enum):
    """What parts two lines."""

    NONE = "the text goes on"
    END = "the text ends"
    UNSURE = "either"


def width(text: str) -> float:
    """About how wide a text is, in average letters."""
    return sum(_WIDTHS.get(letter, _CAPITAL if letter.isupper() else 1.0) for letter in text)


def is_sentence_end(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _END.search(text) is not None


def is_label_like(text: str) -> bool:
    """Whether a text begins as a label does: a few words, a colon."""
    found = _LABEL_LIKE.match(text)
    return found is not None and len(found[0].split()) <= _MOST_OF_A_LABEL


def between(above: str, below: str, room: float, *, gap: bool) -> Break:
    """What parts two lines of a column that is `room` wide."""
    if above.endswith("-") and len(above) > 1 and above[-2].isalnum() and not gap:
        return Break.NONE
    if above.endswith((",", "(")) and not gap:
        return Break.NONE
    filled = (width(above) + width(f" {below.split(maxsplit=1)[0]}")) / max(room, 1)
    full, open_, small = filled > _FULL, not is_sentence_end(above), below[:1].islower()
    if gap:
        return Break.NONE if open_ and small else Break.UNSURE if open_ and full else Break.END
    goes_on = full or (open_ and filled > _NEARLY)
    if is_label_like(below) and not (open_ and small):
        return Break.UNSURE if goes_on else Break.END
    if goes_on or (open_ and small):
        return Break.NONE
    return Break.UNSURE if open_ else Break.END


class Hyphens:
    """Puts lines together. A hyphen at the end of a line stays, unless the report has the word without it elsewhere, or
    hyphenates by itself."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        every = list(lines)
        self.words = Counter(word.casefold() for line in every for word in _WORD.findall(line))
        self.inner = {word.casefold() for line in every for word in _WORD.findall(line.partition(" ")[2])}
        self.automatic = sum(bool(_begun(above)) and below[:1].islower()
                             for above, below in pairwise(every)) >= _LEAST_HYPHENS

    def joined(self, lines: Sequence[str]) -> str:
        """Lines as one text; what ends in a hyphen goes on without a space: "NC-2026-" and "01"."""
        text = ""
        for line in lines:
            begun = _begun(text)
            if begun and line[:1].islower() and self._is_one_word(begun, _WORD.match(line)):
                text = text[:-1] + line
            else:
                is_joined = (text.endswith("-") and not text.endswith(" -")) or _EAST_ASIAN.match(text[-1:] + line[:1])
                text += line if not text or is_joined else f" {line}"
        return text.strip()

    def unbroken(self, lines: Sequence[str], room: float) -> list[str] | None:
        """The lines of a column that is `room` wide in which no word is broken: a narrow one breaks a long word without
        a hyphen. None where it is not certain whether it did."""
        found = list(lines[:1])
        for above, line in pairwise(lines):
            if found[-1].endswith(BROKEN):
                found[-1] = found[-1][:-1] + line
                continue
            begun = line.split()[0].strip(".,;:!?").casefold()
            if not (above.isalpha() and line[:1].islower() and width(above + line[0]) >= _FILLED * room):
                found.append(line)
            elif self.words[f"{above.casefold()}{begun}"] or begun in _NO_WORDS:
                found[-1] += line
            elif begun in self.inner:
                found.append(line)
            else:
                return None
        return found

    def _is_one_word(self, begun: str, rest: re.Match[str] | None) -> bool:
        end = rest[0].casefold() if rest else ""
        if self.words[f"{begun.casefold()}-{end}"]:
            return False
        return self.automatic or bool(self.words[f"{begun.casefold()}{end}"])


def _begun(line: str) -> str:
    """The letters of the word that a hyphen parts at the end of a line, '' where none does."""
    last = line.rsplit(None, 1)[-1] if line.endswith("-") and line.strip() else ""
    begun = last[:-1].rpartition("-")[2]
    return begun if begun.isalpha() else ""
