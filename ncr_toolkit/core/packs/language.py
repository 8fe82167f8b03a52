"""Languages: the words by which checks of wording go. A new language is one more TOML file in `languages`.

A list of words cannot judge what a sentence means: the checks that use it show the words they went by, and can be set
aside for a record. Words are matched whole, without case. How a phrase is written:

    human error*        whole words in this order; * stands for any ending
    poor|weak control   one of several words
    not ... trained     up to three words may stand between (.... up to seven)
    lack_of training    _ joins words within one of several
    {thing} lacks       one of the words of the group `thing`
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from ncr_toolkit.common.names import fold

_FOLDER = "languages"
_BETWEEN = r"[^\w.;!?]+"  # what may stand between the words of a phrase: no end of a sentence
_GAPS = {"...": 3, "....": 7}
_WORD = re.compile(r"\w[\w'-]*")

SAME = 0.75
"""From which share of its words on a text says the other again."""
ALIKE = 0.6
"""From which share on it does so where the other says hardly more."""


@dataclass(frozen=True)
class Phrases:
    """One list of phrases, and the phrases in which its words mean something else."""

    pattern: re.Pattern[str]
    exceptions: re.Pattern[str] | None

    def found(self, text: str) -> tuple[str, ...]:
        """The phrases that stand in `text`, as they stand there, each once."""
        plain = text.replace("\u2019", "'")
        if self.exceptions is not None:
            plain = self.exceptions.sub(lambda match: "\x00" * len(match.group()), plain)
        return tuple(dict.fromkeys(text[match.start():match.end()] for match in self.pattern.finditer(plain)))

    def without(self, text: str) -> str:
        """`text` without these phrases."""
        return self.pattern.sub(" ", text.replace("\u2019", "'"))

    def __contains__(self, text: str) -> bool:
        return bool(self.found(text))


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

    def content(self, text: str) -> list[str]:
        """The words of `text` that say something, folded, each once."""
        return list(dict.fromkeys(word for word in words(text) if word not in self.stop))

    def repeated(self, text: str, other: str, least: float = ALIKE) -> tuple[str, ...]:
        """The words by which `text` says `other` again; nothing where it says something of its own.

        Counted are the content words of `text` that stand, in any form, in `other`: at least two, and at least `SAME`
        of them; or `least` of them where also `ALIKE` of both texts together is shared.
        """
        from rapidfuzz import fuzz, process  # only when texts are compared: keeps start-up light

        mine, theirs = self.content(text), self.content(other)
        shared = [word for word in mine if process.extractOne(word, theirs, scorer=fuzz.ratio, score_cutoff=80)]
        if len(shared) < 2:
            return ()
        share, both = len(shared) / len(mine), 2 * len(shared) / (len(mine) + len(theirs))
        return tuple(shared) if share >= SAME or (share >= least and both >= ALIKE) else ()


def words(text: str) -> list[str]:
    """The words of a text in order, folded."""
    return _WORD.findall(fold(text.replace("\u2019", "'")))


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
            lists = {key: Phrases(_pattern(entry["phrases"], groups), _pattern(entry["except"], groups)
                                  if "except" in entry else None) for key, entry in data["lists"].items()}
            return Language(data["language"], lists, frozenset(data["stop"]), data.get("numbers", {}),
                            tuple(data.get("of", ())))
    return None


def _files() -> list[Traversable]:
    folder = resources.files(__package__) / _FOLDER
    return sorted((each for each in folder.iterdir() if each.name.endswith(".toml")), key=lambda each: each.name)


@cache
def _read(file: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / _FOLDER / file).read_text(encoding="utf-8"))


def _pattern(phrases: Iterable[str], groups: dict[str, tuple[str, ...]]) -> re.Pattern[str]:
    """One pattern for all phrases, the longer first."""
    each = sorted((_phrase(phrase, groups) for phrase in phrases), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(each)})(?!\w)", re.IGNORECASE)


def _phrase(phrase: str, groups: dict[str, tuple[str, ...]]) -> str:
    pattern, before = "", ""
    for part in phrase.split():
        if part in _GAPS:
            before = rf"{_BETWEEN}(?:[\w'-]+{_BETWEEN}){{0,{_GAPS[part]}}}?"
        else:
            pattern, before = pattern + before + _alternatives(part, groups), _BETWEEN
    return pattern


def _alternatives(part: str, groups: dict[str, tuple[str, ...]]) -> str:
    given = [word for each in part.split("|") for word in (groups[each[1:-1]] if each.startswith("{") else (each,))]
    return "(?:" + "|".join(re.escape(word).replace(r"\*", r"[\w'-]*").replace("_", _BETWEEN) for word in given) + ")"
