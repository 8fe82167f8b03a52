"""Languages: the words by which checks of wording go. A new language is one more TOML file in `languages`.

A list of words cannot judge what a sentence means: the checks that use it show the words they went by, and can be set
aside for a record. Words are matched whole, without case; no phrase reaches over the end of a clause (see clauses.py).
How a phrase is written:

    human error*        whole words in this order; * stands for any ending
    poor|weak control   one of several words
    not ... trained     up to three words may stand between (.... up to seven)
    lack_of training    _ joins words within one of several
    {thing} lacks       one of the words of the group `thing`
    *ed wrong, above #  what ends in these letters (not at the beginning); any number
    ^ training          what stands there begins a clause; training $ ends one
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import filterfalse, pairwise
from typing import Any

from ncr_toolkit.common.names import fold, folded
from ncr_toolkit.core.packs.phrases import PhraseLists, Phrases

_FOLDER = "languages"
_SENTENCE = re.compile(r"(?<=[.;!?])\s+|\n+")
_WORD = re.compile(r"\w[\w'-]*")

SAME = 0.75
"""From which share of its words on a text says the other again."""
ALIKE = 0.6
"""From which share on it does so where the other says hardly more."""


@dataclass(frozen=True)
class Language:
    """The lists of one language by name."""

    name: str
    lists: dict[str, Phrases]
    stop: frozenset[str]  # words that say nothing by themselves
    numbers: dict[str, int] = field(default_factory=dict)  # number words and what they stand for
    of: tuple[str, ...] = ()  # what stands between a part and its whole: "9 of 13"

    def found(self, name: str, text: str) -> tuple[str, ...]:
        """The phrases of the list `name` in `text`."""
        return self.lists[name].found(text)

    @cached_property
    def _number_words(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, self.numbers)) or '(?!)'})(?![\w-])", re.IGNORECASE)

    def digits(self, text: str) -> str:
        """`text` with its number words as digits."""
        return self._number_words.sub(lambda match: str(self.numbers[match.group().casefold()]), text)

    def begins(self, name: str, text: str) -> str:
        """The phrase of the list `name` with which `text` begins, '' if it begins with none."""
        head = " ".join(text.split()[:4])
        return next((each for each in self.found(name, head) if head.startswith(each)), "")

    def content(self, text: str) -> tuple[str, ...]:
        """The words of `text` that say something, folded, each once."""
        return _content(text, self.stop)

    def repeated(self, text: str, other: str, least: float = ALIKE) -> tuple[str, ...]:
        """The words by which `text` says `other` again; nothing where it says something of its own.

        Counted are the content words of `text` that stand, in any form, in `other`: at least two, and at least `SAME`
        of them; or `least` of them where also `ALIKE` of both texts together is shared.
        """
        return _shared(self.content(text), self.content(other), least)

    def reworded(self, text: str, other: str, least: float = ALIKE) -> tuple[str, ...]:
        """The words by which `text` says again what one or two sentences of `other` say."""
        mine = self.content(text)
        parts = [self.content(part) for part in _SENTENCE.split(other) if part.strip()]
        pairs = [list(dict.fromkeys(one + two)) for one, two in pairwise(parts)]
        near = (part for part in (*parts, *pairs) if 2 * len(part) >= len(mine))  # of a word two forms at most
        return next((shared for part in near if (shared := _shared(mine, part, least))), ())


@lru_cache(maxsize=1024)  # the texts of a finding are compared with each other again and again
def _content(text: str, stop: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filterfalse(stop.__contains__, words(text))))


def _shared(mine: Sequence[str], theirs: Sequence[str], least: float) -> tuple[str, ...]:
    from rapidfuzz import fuzz, process  # only when texts are compared: keeps start-up light

    shared = [word for word in mine if process.extractOne(word, theirs, scorer=fuzz.ratio, score_cutoff=80)]
    if len(shared) < 2:
        return ()
    share, both = len(shared) / len(mine), 2 * len(shared) / (len(mine) + len(theirs))
    return tuple(shared) if share >= SAME or (share >= least and both >= ALIKE) else ()


@lru_cache(maxsize=1024)  # the texts of a finding and its rows, which many checks ask of
def words(text: str) -> tuple[str, ...]:
    """The words of a text in order, folded."""
    return tuple(_WORD.findall(folded(text.replace("\u2019", "'"))))


@cache
def names() -> tuple[str, ...]:
    """The languages for which there are lists."""
    return tuple(sorted(_read(each.name)["language"] for each in _files()))


@cache
def load(name: str) -> Language | None:
    """The lists of that language, None where there are none."""
    for each in _files():
        data = _read(each.name)
        if fold(data["language"]) == fold(name):
            groups = {group: tuple(members) for group, members in data["groups"].items()}
            made = PhraseLists(groups)
            lists = {key: made.make(entry["phrases"], entry.get("except", ())) for key, entry in data["lists"].items()}
            return Language(data["language"], lists, frozenset(data["stop"]), data.get("numbers", {}),
                            tuple(data.get("of", ())))
    return None


def _files() -> list[Traversable]:
    folder = resources.files(__package__) / _FOLDER
    return sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)


@cache
def _read(file: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / _FOLDER / file).read_text(encoding="utf-8"))
