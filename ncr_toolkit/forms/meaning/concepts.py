"""A label by its concepts: "What was done at once?" and "Sofortma\u00dfnahme" both speak of acting, and of at once.

No list holds every label, but its words are few: a language says which of its words is which concept (`[concepts]` of
its file), and `readings.toml`, for all of them, which concepts together ask for what. A label with one word that is no
concept is not read, nor one that may be read in two ways. Words that are put together are taken apart, in the languages
that do so, and texts without spaces are cut into words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources

from ncr_toolkit.forms.meaning.bags import Bag, read
from ncr_toolkit.forms.meaning.wording import east_asian, plain

_NOTHING = "small"
"""The concept of words that say nothing."""
_ENDINGS = "endings"
"""What a word may end with inside of another, in a language that puts words together."""
_MOST = 30  # words of a label
_LONGEST = 40  # letters of one word, or of a label without spaces
_PHRASE = 4  # words of a concept
_ENDING = 7  # letters behind the beginning of a word, at most; behind a short one, no more than it has
_WAYS = 64  # in which a label may be read
_KEPT = 20_000  # words, and sets of concepts, that are remembered

Concepts = frozenset[str]


@dataclass
class Lexicon:
    """The words of one language, with the concepts that each may stand for."""

    whole: dict[str, set[Concepts]] = field(default_factory=dict)
    begun: dict[str, set[Concepts]] = field(default_factory=dict)
    apart: bool = False  # words are put together of others

    def __post_init__(self) -> None:
        self._known = lru_cache(maxsize=_KEPT)(self._of)

    def readings(self, label: str) -> set[Concepts]:
        """Every set of concepts that a plain label may stand for; none where one of its words is not known."""
        if east_asian(label):
            return self._cut(label.replace(" ", ""))
        words = label.split()
        return _fewest(len(words), _PHRASE, lambda at, end: self._known(" ".join(words[at:end]))) \
            if len(words) <= _MOST else set()

    def _of(self, word: str) -> set[Concepts]:
        return self._single(word) or (self._cut(word) if self.apart and " " not in word else set())

    def _single(self, word: str) -> set[Concepts]:
        """The concepts of one word: as it is, and by its longest beginning that is known."""
        starts = (word[:end] for end in range(len(word), 1, -1) if len(word) - end <= min(_ENDING, max(2, end)))
        begun = next((self.begun[each] for each in starts
                      if each in self.begun and each.count(" ") == word.count(" ")), set())
        return self.whole.get(word, set()) | begun

    def _cut(self, said: str) -> set[Concepts]:
        """The concepts of the words of which a text without spaces is made."""
        return _fewest(len(said), len(said), lambda at, end: self.whole.get(said[at:end], set())) \
            if len(said) <= _LONGEST else set()


def _fewest(length: int, longest: int, known: Callable[[int, int], set[Concepts]]) -> set[Concepts]:
    """Every reading of a text by the fewest pieces that are known: "put right" is more than "put" and "right"."""
    reached = [(length + 1, set[Concepts]()) for _ in range(length + 1)]
    reached[0] = (0, {frozenset()})
    for at in range(length):
        pieces, before = reached[at]
        for end in range(at + 1, min(length, at + longest) + 1) if before else ():
            if pieces < reached[end][0] and (found := known(at, end)):
                joined = {one | other for one in before for other in found}
                joined |= reached[end][1] if pieces + 1 == reached[end][0] else set()
                reached[end] = (pieces + 1, joined if len(joined) <= _WAYS else set())
    return reached[-1][1]


def lexicon(table: Mapping[str, str]) -> Lexicon:
    """The words of the table of a language: `cause = "cause*|what led to"`; "*" for all endings."""
    endings = table[_ENDINGS].split("|") if _ENDINGS in table else []
    made = Lexicon(apart=bool(endings))
    for names, words in table.items():
        concepts = frozenset(names.split()) - {_NOTHING}
        for each in words.split("|") if names != _ENDINGS else ():
            begins = each.removesuffix("*").casefold()
            if begins == each.casefold():
                made.whole.setdefault(plain(each), set()).add(concepts)
            elif not endings:
                made.begun.setdefault(begins, set()).add(concepts)
            for ending in endings if each.endswith("*") else ():
                made.whole.setdefault(begins + ending, set()).add(concepts)
    return made


@cache
def _rules() -> tuple[Bag, ...]:
    text = (resources.files(__package__) / "readings.toml").read_text(encoding="utf-8")
    return read(tomllib.loads(text))


@lru_cache(maxsize=_KEPT)
def asked(concepts: Concepts) -> frozenset[str]:
    """Everything that concepts together may ask."""
    said = " ".join(sorted(concepts))
    return frozenset(rule.name for rule in _rules() if rule.holds(said, ()))


def read_label(label: str, lexicons: Iterable[Lexicon]) -> frozenset[str]:
    """Everything that a plain label may ask, by the words of some languages."""
    return frozenset(name for each in lexicons for concepts in each.readings(label) for name in asked(concepts))
