"""What a word of a form means: labels, what boxes and lists stand for, whose part of the form it is.

The words stand in `labels.toml`; a mapping file adds to them. Better no meaning than a wrong one.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from importlib import resources

from ncr_toolkit.common.names import fold

_SMALL = frozenset(re.split(" ", "the of a an and or to for in your this please is are was were describe state give "
                             "provide enter de la le les des du d l el los las del der die das den dem und oder "
                             "et ou y für"))
_KEPT_S = ("ss", "us", "is", "os", "as")
_NC = re.compile(r"\bnon[- ]?conform(?:it(?:y|ies)|ances?|ités?|idad(?:es)?)\b|\bncr?s?\b|\bnichtkonformität(?:en)?\b|"
                 r"\bno conformidad(?:es)?\b|\bnon conformité\b")
_NUMBER = re.compile(r"(?:\bn[°ºo]\.?|\bnr\b\.?|\b(?:number|numero|nummer)\b|\bnum\b\.?|\bno\b\.?|#|\bref\b\.?|"
                     r"\breference\b|\breferenz\b)(?=\W|$)")
_IN_FRONT = re.compile(r"^(?:(?:section|part|step|teil|partie|abschnitt|sección|parte)\s+)?"
                       r"(?:[0-9]+(?:\.[0-9]+)*[a-z]?[.):]?|[a-z][.)]|[b-h](?=\s)|[ivx]+[.)]|s[0-9]\b[.:)]?)\s+(?=\w)(?!why|pourquoi|porqu|warum)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|<[^<>]*>")
_LEAST = 93  # likeness in percent at which a word counts as misspelt
_SHORTEST = 9  # letters; in shorter words one letter is another word


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """A label without the accidents of writing: "3. Root causes (5-Why):" and "root cause" are the same."""
    line = unicodedata.normalize("NFKC", text).casefold()
    line = _BRACKETS.sub("", _BRACKETS.sub("", line)).strip(" \t\n*:")
    line = _NC.sub("nc", _IN_FRONT.sub("", line.replace("\u2019", "'").replace("/", " ").replace("&", " ").strip()))
    line = _NUMBER.sub(" no ", line)
    words = re.sub(r"[^\w]+", " ", line).split()
    kept = [word for word in words if word not in _SMALL] or words
    return " ".join(_one(word) for word in kept)


def _one(word: str) -> str:
    """A word without the s of its plural."""
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(_KEPT_S) else word


@dataclass
class Vocabulary:
    """The words of `labels.toml`, ready to be looked up, and those of a mapping file."""

    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)  # plain label -> every name it may mean
    attributes: dict[str, str] = field(default_factory=dict)
    attributes_of: dict[str, dict[str, str]] = field(default_factory=dict)
    columns: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)  # rows -> plain header -> fields
    anchors: dict[str, set[str]] = field(default_factory=dict)  # rows -> plain headers that say what they are about
    blank: dict[str, str] = field(default_factory=dict)  # plain label -> why it is left
    auditor: set[str] = field(default_factory=set)
    yours: set[str] = field(default_factory=set)
    options: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)  # question -> plain -> value
    questions: dict[str, str] = field(default_factory=dict)
    placeholders: set[str] = field(default_factory=set)
    mapped: dict[str, str] = field(default_factory=dict)  # of the mapping file

    def names(self, label: str) -> tuple[str, ...]:
        """Every name that a label may mean; () where it is not known."""
        word = plain(label)
        if word in self.mapped:
            return (self.mapped[word],)
        for each in (word, re.sub(r" (?:nc|finding|problem|identified)$", "", word)):
            if each in self.labels:
                return self.labels[each]
        return self._likely(word)

    def _likely(self, word: str) -> tuple[str, ...]:
        """The meaning of a misspelt label, where only one comes near."""
        from rapidfuzz import fuzz, process

        if len(word) < _SHORTEST:
            return ()
        near = process.extract(word, self._long, scorer=fuzz.ratio, score_cutoff=_LEAST, limit=3)
        found = {self.labels[each] for each, *_ in near if _digits(each) == _digits(word)}
        return found.pop() if len(found) == 1 else ()

    @property
    def _long(self) -> list[str]:
        return [label for label in self.labels if len(label) >= _SHORTEST]

    def left(self, label: str) -> str:
        """Why a place of this label is left blank on purpose; '' where it is not."""
        word = plain(label)
        return "" if word in self.mapped else self.blank.get(word, "")

    def part(self, text: str) -> str:
        """Whether a text says whose part of the form begins: "auditor", "yours" or ''."""
        word = plain(text)
        if not word or len(word.split()) > 9:
            return ""
        inner = plain(" ".join(re.findall(r"[(\[]([^()\[\]]*)[)\]]", text)))
        for each in (word, inner):
            if _holds(each, self.yours):
                return "yours"
            if _holds(each, self.auditor):
                return "auditor"
        return ""

    def option(self, label: str, questions: Iterable[str]) -> tuple[str, str] | None:
        """What a box or entry of this label stands for, as question and value, among these questions."""
        word = plain(label)
        found = [(question, self.options[question][word]) for question in questions
                 if word in self.options.get(question, {})]
        return (found[0][0], found[0][1][1]) if len(found) == 1 else None

    def question(self, text: str) -> str:
        """What a Yes or No asks, '' where it is not known."""
        word = plain(text)
        return self.mapped.get(word) or self.questions.get(word, "")

    def is_placeholder(self, text: str) -> bool:
        """Whether a text only invites to type."""
        return plain(text) in self.placeholders


def is_numbered(text: str) -> bool:
    """Whether a text begins as a section does: "Part 3", "2.", "B)"."""
    return _IN_FRONT.match(unicodedata.normalize("NFKC", text).casefold().strip()) is not None


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _holds(word: str, phrases: set[str]) -> bool:
    return any(f" {phrase} " in f" {word} " for phrase in phrases)


@cache
def _data() -> Mapping[str, object]:
    return tomllib.loads((resources.files(__package__) / "labels.toml").read_text(encoding="utf-8"))


@cache
def _common() -> Vocabulary:
    data: dict[str, dict[str, dict[str, list[str]]]] = _data()  # type: ignore[assignment]
    labels: dict[str, dict[str, None]] = {}
    for name, words in data["labels"].items():
        for word in words:
            labels.setdefault(plain(word), {})[name] = None
    columns, anchors = {}, {}
    for rows, fields in data["columns"].items():
        headers: dict[str, dict[str, None]] = {}
        for name, known in fields.items():
            for word in known:
                headers.setdefault(plain(word), {})[name] = None
        for name, own in data["attributes_of"].get(rows, {}).items():
            for word in data["attributes"][name]:
                headers.setdefault(plain(word), {})[str(own)] = None
        columns[rows] = {word: tuple(found) for word, found in headers.items()}
        anchors[rows] = set(map(plain, next(iter(fields.values()))))
    return Vocabulary(
        {label: tuple(names) for label, names in labels.items()}, _turned(data["attributes"]),
        data["attributes_of"], columns, anchors, _turned(data["blank"]),  # type: ignore[arg-type]
        set(map(plain, data["parts"]["auditor"])), set(map(plain, data["parts"]["yours"])),
        {question: {plain(word): (question, value) for value, words in values.items() for word in words}
         for question, values in data["options"].items()},
        _turned(data["questions"]), set(map(plain, data["placeholders"]["texts"])))


def _turned(lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Lists of words by meaning -> the meaning of each word."""
    return {plain(word): meaning for meaning, words in lists.items() for word in words}


def vocabulary(mapping: Mapping[str, str]) -> Vocabulary:
    """The words known, with those of a mapping file."""
    return replace(_common(), mapped={plain(label): name for label, name in mapping.items()})


def same(one: str, other: str) -> bool:
    """Whether two texts are equal but for case, spaces and kinds of dashes."""
    return fold(one) == fold(other)


def means(shown: str, value: str) -> bool:
    """Whether an entry of a list says a value in other words: "Minor NC" for Minor."""
    words = _common()
    return any(found is not None and same(found[1], value)
               for question in words.options if (found := words.option(shown, [question])))
