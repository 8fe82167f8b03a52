"""Prose: whether a text is one, in which language, and whether it only holds the place of one.

The words by which this is seen are data in `prose_words`: a language is one more TOML file there, even where
`languages` has no lists for the checks of wording. What a text means is not judged here.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from itertools import pairwise, product
from typing import Any

from ncr_toolkit.common.names import fold, folded
from ncr_toolkit.core.packs import language
from ncr_toolkit.core.packs.clauses import clauses
from ncr_toolkit.core.packs.noted import Noted
from ncr_toolkit.core.packs.phrases import PhraseLists, Phrases

_FOLDER = "prose_words"
_ANYWHERE = "anywhere.toml"
_LETTERS = re.compile(r"[^\W\d_]+")
_IN_ORDER = re.compile(r"[\w'/-]+|[^\w\s]")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")
_ID = re.compile(r"\b[^\W\d_]{1,6}[-./]?\d[\w./-]*")
_FIGURE_OF_AN_ID = re.compile(r"\d(?:(?<=[^\W\d_]\d)|(?<=[^\W\d_][-./]\d))")  # begins with what is rare
_ADDRESS = re.compile(r"(?<![\w!-~])(?:(?!://|@)[\w!-~])+(?:://|@)\S{1,500}")
_MUTE = re.compile("[bcdfghjklmnpqrstvwxz]{5,60}"
                   "|[a-z\u00df-\u00ff]{0,40}[bcdfghjklmnpqrstvwxz]{7}[a-z\u00df-\u00ff]{0,40}", re.IGNORECASE)
"""A word that nobody can say: without a vowel, or with seven consonants in a row."""

TELLING, ENOUGH = 0.25, 6
"""The share of function words by which a text is seen to be of a language, and how many words it has at least."""
LEAST = 0.1
"""The share of known words below which a text has none of its language."""
LONG, SHORT_NOTE = 5, 8
"""How many words a sentence, and a note, have at least to be asked for a word of their language."""
UNSPACED_LONG, UNSPACED_LEAST = 8, 0.05
ROUND, FEW, STEM = 10, 4, 5
"""From how many words on a text may go in a circle; fewer than how many telling stems it then has; a stem's letters."""
MANY = 9
"""How many different words a text has at least that cannot be the same over and over."""
MOST = 120
"""How many characters a text has at most that is nothing but a stopgap."""


@dataclass(frozen=True, eq=False)  # there is one of a language: it is its own key where results are kept
class Prose:
    """The words of one language without which nobody writes a sentence."""

    name: str
    also: tuple[str, ...]
    function: frozenset[str]
    plain: frozenset[str]  # words that stand in any text
    stems: str  # a pattern of those that such registers are full of
    unspaced: bool
    never: frozenset[tuple[str, str]]  # pairs of words that no sentence has

    def share(self, tokens: Sequence[str]) -> float:
        """Which share of these words are function words."""
        return sum(map(self.function.__contains__, tokens)) / len(tokens) if tokens else 0.0

    def known(self, tokens: Sequence[str]) -> float:
        """Which share of these words are function words, or have a stem that such registers are full of."""
        return sum(token in self.function or bool(self.common and self.common.search(token)) for token in tokens) \
            / len(tokens) if tokens else 0.0

    @cached_property
    def common(self) -> re.Pattern[str] | None:
        """Finds a stem that such registers are full of; made when it is asked for: that of English is."""
        return re.compile(self.stems) if self.stems else None

    def has_no_word_in(self, text: str, least: int = LONG) -> bool:
        """Whether a text of at least `least` words has no word, or hardly one, of this language."""
        tokens = letters(text)
        if self.unspaced:
            run = "".join(tokens)
            return len(run) >= UNSPACED_LONG and sum(each in self.function for each in run) < len(run) * UNSPACED_LEAST
        return len(tokens) >= least and self.share(tokens) < LEAST and self.known(tokens) < LEAST

    def out_of_order(self, text: str) -> list[str]:
        """Pairs of words that no sentence has, where there are several of them."""
        if self.never.isdisjoint(pairwise(clauses(text).words)):  # sooner seen, but for the marks between words
            return []
        tokens = _IN_ORDER.findall(text.casefold())
        found = [f"{one} {following}" for one, following in pairwise(tokens) if (one, following) in self.never]
        return found if len(found) > 1 else []

    def telling(self, text: str) -> list[str]:
        """The words of a text that say something, folded, each once; of a text without spaces its pairs of signs."""
        tokens: Sequence[str] = letters(text)
        if self.unspaced:
            run = "".join(token for token in tokens if _UNSPACED.search(token))
            tokens = [run[at:at + 2] for at in range(len(run) - 1) if not set(run[at:at + 2]) & self.function] + \
                [token for token in tokens if not _UNSPACED.search(token)]
        return list(dict.fromkeys(filter(self._tells.__getitem__, tokens)))

    @cached_property
    def _tells(self) -> Noted[bool]:
        """Whether a word says something by itself."""
        return Noted(lambda word: len(word) > 1 and word not in self.function and word not in self.plain)

    def circling(self, text: str) -> list[str]:
        """The few telling words that a longer text says over and over; nothing where one of them stands there once."""
        tokens = () if self.unspaced else letters(text)
        said: Counter[str] = Counter()
        for token in tokens if len(tokens) >= ROUND else ():
            if self._tells[token]:
                said[token[:STEM]] += 1
                if len(said) >= FEW:
                    return []
        found = said and min(said.values()) > 1
        return [next(token for token in tokens if token[:STEM] == stem) for stem in said] if found else []


@dataclass(frozen=True)
class Only:
    """Phrases of which a whole sentence, bracket or text may consist, and every word of them."""

    phrases: Phrases
    words: frozenset[str]

    def holds(self, text: str) -> bool:
        """Whether a text is nothing but such phrases, numbers, ids and function words."""
        if len(text) > MOST:
            return False
        function = anywhere().function
        for word in text.casefold().split():  # sooner seen: letters alone are no id
            if word.isalpha() and len(word) > 1 and word not in self.words and word not in function:
                return False
        plain = _ID.sub(" ", text)
        if not all(word in self.words or word in function or len(word) == 1 for word in letters(plain)):
            return False
        return bool(self.phrases.found(plain)) and all(word in function or len(word) == 1
                                                       for word in letters(self.phrases.without(plain)))


@dataclass(frozen=True)
class Anywhere:
    """What stands for a text in every language."""

    runs: frozenset[str]
    filler: frozenset[str]
    marks: Phrases
    ending: frozenset[str]
    capitals: frozenset[str]
    pasted: Phrases  # what a program says to the one who asked it
    about: Phrases  # words of a sentence that speaks of a mark, and does not use it
    bracketed: frozenset[str]
    counting: frozenset[str]  # words that only count or date
    pointers: frozenset[str]
    pointed_at: frozenset[str]
    pointing: frozenset[str]  # the first word of a text that points elsewhere
    courteous: frozenset[str]  # words before it that change nothing
    no_place: frozenset[str]  # after it: then the text says something, as in "see to it that"
    awaited: frozenset[str]  # what follows a mark for a place: "TBC with legal"
    stopgap: Only
    alone: Only

    @cached_property
    def function(self) -> frozenset[str]:
        """The function words of all languages."""
        return frozenset(word for each in every() for word in each.function)


_FEW = 8
_SAYS_MORE = re.compile(r"[.;:,!?](?=\s+\S)|[\u2013\u2014]")


@lru_cache(maxsize=1024)  # the texts of a finding and its rows, which are looked at in several ways
def letters(text: str) -> tuple[str, ...]:
    """The words of a text in order, folded, parted at everything that is no letter."""
    return tuple(_LETTERS.findall(folded(text)))


def is_pointer(text: str) -> bool:
    """Whether a text says no more than where something is to be found: "Please see the attached report 4"."""
    listed, said = anywhere(), letters(_ID.sub(" ", text)) if len(text) <= MOST else []
    return (bool(listed.pointers.intersection(said)) and all(
        word in listed.function or word in listed.pointed_at or word in listed.pointers for word in said)) \
        or _points_elsewhere(text)


def _points_elsewhere(text: str) -> bool:
    """Whether a text is a few words that begin by pointing: "see Jira AIMS-123", "cf. courriel". What says something
    behind a comma or a stop says more, and so does "see to it that"."""
    listed = anywhere()
    said = [word for word in text.split() if fold(word.strip(",.:")) not in listed.courteous]
    if not 1 < len(said) <= _FEW or _SAYS_MORE.search(" ".join(said[1:])):
        return False
    first, second = (fold(word.strip(".:(")) for word in said[:2])
    return f"{first} {second}" in listed.pointing or (first in listed.pointing and second not in listed.no_place)


@cache
def every() -> tuple[Prose, ...]:
    """The languages of which a sentence is known, by name."""
    return tuple(sorted((_prose(data) for data in _files().values() if "language" in data), key=lambda each: each.name))


def names() -> tuple[str, ...]:
    """Their names."""
    return tuple(each.name for each in every())


@cache
def load(name: str) -> Prose | None:
    """The language that `name` means ("German", "Deutsch", "de"), None where there are no words of it."""
    return next((each for each in every() if fold(name) in each.also), None)


def _list(phrases: Iterable[str], exceptions: Iterable[str] = ()) -> Phrases:
    """A list in a book of its own: these are asked for one by one, and most texts hold none."""
    return PhraseLists().make(phrases, exceptions)


@cache
def anywhere() -> Anywhere:
    """What stands for a text in every language."""
    data, spoken = _files()[_ANYWHERE], list(_files().values())
    about, pasted, stopgap, alone = ([words for each in spoken for words in each.get(name, ())]
                                     for name in ("about", "pasted", "stopgap", "alone"))
    marks = "|".join(data["anywhere"])
    spoken_of = [f"{words} ... {marks}" for words in about] + [f"{marks} ... {words}" for words in about]
    sets = {name: frozenset(map(fold, data[name])) for name in
            ("filler", "at_the_end", "bracketed", "counting", "pointers", "pointed_at", "pointing", "courteous",
             "no_place", "awaited")}
    return Anywhere(
        _runs(data["keys"]), sets["filler"], _list(data["anywhere"], spoken_of), sets["at_the_end"],
        frozenset(data["capitals"]), _list(pasted), _list(about), sets["bracketed"],
        sets["counting"], sets["pointers"], sets["pointed_at"], sets["pointing"],
        sets["courteous"], sets["no_place"], sets["awaited"],
        *(Only(_list(each), frozenset(word for phrase in each for word in letters(phrase)))
          for each in (stopgap, alone + stopgap)))


@cache
def _files() -> dict[str, dict[str, Any]]:
    folder = resources.files(__package__) / _FOLDER
    return {each.name: tomllib.loads(each.read_text(encoding="utf-8"))
            for each in sorted(folder.iterdir(), key=lambda each: each.name) if each.name.endswith(".toml")}


def _prose(data: dict[str, Any]) -> Prose:
    stems = "|".join(re.escape(fold(stem)) for stem in data["common"])
    stems = stems if data.get("compounds") or not stems else rf"\b(?:{stems})"
    also = tuple(fold(name) for name in (data["language"], *data["also"]))
    function, plain = (frozenset(map(fold, data.get(name, ()))) for name in ("function", "plain"))
    never = frozenset(pair for phrase in data.get("never", ())
                      for pair in product(*(part.split("|") for part in phrase.split())))
    return Prose(data["language"], also, function, plain, stems,
                 data.get("unspaced", False), never)


def _runs(rows: Iterable[str]) -> frozenset[str]:
    """Every stretch of at least three neighbouring keys, forwards and backwards."""
    return frozenset(way[at:end] for row in rows for way in (row, row[::-1])
                     for at in range(len(way) - 2) for end in range(at + 3, len(way) + 1))


def reads_as(*texts: str) -> Prose | None:
    """The language in which these texts are written, None where that cannot be told."""
    tokens = [token for text in texts for token in letters(text)]
    signs = sum(map(len, tokens))
    strange = sum(len(_UNSPACED.findall(text)) for text in texts if not text.isascii())
    if signs >= UNSPACED_LONG and strange * 3 > signs:
        return load("Japanese" if any(map(_KANA.search, texts)) else "Chinese")
    if len(tokens) < ENOUGH:
        return None
    best = max((each for each in every() if not each.unspaced), key=lambda each: each.share(tokens))
    telling = {token for token in tokens if token in best.function and len(token) > 1}
    return best if best.share(tokens) >= TELLING and len(telling) > 1 else None


def no_text(text: str, *, sentence: bool) -> str:
    """Why a text is none, in words that follow "it"; '' where it may be one. `sentence`: one is asked for here."""
    bare = _ADDRESS.sub(" ", text) if sentence and ("@" in text or "://" in text) else text
    named = letters(bare)
    if _FIGURE_OF_AN_ID.search(bare) and not (sentence and _says_much(bare, named)):
        named = letters(_without_ids(bare))
    tokens = named if sentence else letters(bare)
    if not tokens and (sentence or not any(sign.isdigit() for sign in text)):
        return "holds no word"
    if not tokens:
        return ""
    counted = tokens if sentence else language.words(bare)
    one = sentence and len(tokens) == 1 and not _ID.search(bare) and not _UNSPACED.search(bare)
    odd = any(map(_ODD.__getitem__, tokens))
    return _repeats(counted, named) or \
        (odd and (_keys(tokens) or _filler(tokens) or _unspeakable(bare, tokens))) or ("is one word" if one else "")


def _says_much(text: str, tokens: Sequence[str]) -> bool:
    """Whether a text has so many different words beside its ids that it is one, whatever these are: quickly seen."""
    different = set(filter(str.isalpha, text.casefold().split())) if text.isascii() else ()
    return len(different) >= MANY and len(set("".join(different))) > 2 and not any(map(_ODD.__getitem__, tokens))


def _without_ids(text: str) -> str:
    """A text without ids, each of which stands within a word that holds a figure."""
    return " ".join([word if word.isalpha() else _ID.sub(" ", word) for word in text.split()])


def _repeats(counted: Sequence[str], named: Sequence[str]) -> str:
    """`counted`: the words in order; `named`: those that are no ids, of whose letters there should be several."""
    run, different = "".join(named), len(set(counted))
    if len(set(run)) <= (1 if len(run) < 5 else 2) and len(run) > 1:
        return f"is '{named[0]}' over and over" if len(named) > 1 else "is the same letter over and over"
    if len(counted) >= 2 and (different == 1 or (different < MANY and different * 3 <= len(counted) >= 6)):
        return f"says '{' '.join(dict.fromkeys(counted))}' over and over"
    return ""


def _keys(tokens: Sequence[str]) -> str:
    typed = list(filter(_is_typed, tokens))
    return f"is a row of keys ('{typed[0]}')" if typed and sum(map(len, typed)) * 2 >= sum(map(len, tokens)) else ""


@lru_cache(maxsize=50_000)  # words come again and again
def _is_typed(word: str) -> bool:
    runs = anywhere().runs
    return len(word) >= 4 and word[:3] in runs and _covered(word[:60], runs)


def _covered(token: str, runs: frozenset[str]) -> bool:
    """Whether a word is made of nothing but stretches of neighbouring keys."""
    reached = {0}
    for end in range(3, len(token) + 1):
        if any(at in reached and token[at:end] in runs for at in range(max(0, end - 26), end - 2)):
            reached.add(end)
    return len(token) in reached


def _filler(tokens: Sequence[str]) -> str:
    found = anywhere().filler.intersection(tokens)
    if len(found) < 2 or sum(token in found for token in tokens) * 3 < len(tokens):
        return ""
    return f"is filler ('{' '.join([word for word in dict.fromkeys(tokens) if word in found][:3])}')"


@lru_cache(maxsize=50_000)  # words come again and again
def _is_mute(word: str) -> bool:
    return not word.isupper() and _MUTE.fullmatch(word) is not None


_ODD = Noted(lambda word: word in anywhere().filler or _is_mute(word) or _is_typed(word))
"""Whether a word may be none: few texts have one that may."""


def _unspeakable(text: str, tokens: Sequence[str]) -> str:
    if not any(map(_is_mute, tokens)):
        return ""
    long = [word for word in _LETTERS.findall(text) if len(word) >= 4]
    odd = [word for word in long if _is_mute(word)]
    return f"is letters, and no words ('{odd[0]}')" if odd and len(odd) * 2 >= len(long) else ""
