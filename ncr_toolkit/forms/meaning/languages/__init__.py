"""The words of forms as data, one file a language: which language a form speaks, and what is known in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any

from ncr_toolkit.forms.meaning import bags, concepts
from ncr_toolkit.forms.meaning.asked import read
from ncr_toolkit.forms.meaning.wording import east_asian, plain, split_label

LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ja", "zh")
_KANA = re.compile(r"[\u3040-\u30ff]")
_LABEL = 200  # letters of a text that may be a label
_SHARE = 0.25  # of the words that the best language explains, for another to be spoken too


@cache
def _data(language: str) -> Mapping[str, Any]:
    return tomllib.loads((resources.files(__package__) / f"{language}.toml").read_text(encoding="utf-8"))


@cache
def _lexicon(language: str) -> concepts.Lexicon:
    return concepts.lexicon(_data(language).get("concepts", {}))


def annex_words(texts: Iterable[str]) -> str:
    """What a form says, in the language that it speaks most, of an answer that is in the annex: with {file}."""
    return str(_data(most_spoken(texts))["annex"])


def most_spoken(texts: Iterable[str]) -> str:
    """The language that a form speaks most, by its code."""
    said = list(texts)
    words = {word for text in said for word in _words(text)}
    letters = "".join(said)
    asian = "ja" if _KANA.search(letters) else "zh"
    return asian if east_asian(letters) else max(LANGUAGES, key=lambda language: len(words & _own(language)))


def spoken(texts: Iterable[str]) -> frozenset[str]:
    """The languages that the texts of a form speak: the best, and every one that has words no other explains."""
    texts = list(texts)
    words = {word for text in texts for word in _words(text)}
    hits = {language: words & _own(language) for language in LANGUAGES}
    best = max(len(found) for found in hits.values())
    kept = {language for language, found in hits.items() if found and len(found) >= best * _SHARE}
    letters = "".join(texts)
    written = {"ja"} if _KANA.search(letters) else {"ja", "zh"} if east_asian(letters) else set()
    return frozenset(kept | _alone(hits) | written) or frozenset(LANGUAGES)


def certain(texts: Iterable[str]) -> frozenset[str]:
    """The languages of the labels of a form: of each there is a label that no other one explains. What stands in the
    rooms, in whatever language, does not count."""
    labels = {plain(label) for text in texts if len(text) < _LABEL for label in (text, *split_label(text))}
    hits = {language: found for language in LANGUAGES if (found := labels & _own(language))}
    return frozenset(language for language, found in hits.items()
                     if not any(found <= other for each, other in hits.items() if each != language))


def _alone(hits: Mapping[str, set[str]]) -> set[str]:
    """Languages with a word that only they know."""
    return {language for language, found in hits.items()
            if any(all(word not in hits[other] for other in hits if other != language) for word in found)}


def _words(text: str) -> list[str]:
    word = plain(text)
    return [word, *word.split()] if len(text) < _LABEL else []


@cache
def _own(language: str) -> set[str]:
    """Every word, and every whole label, that a language's file holds."""
    data = _data(language)
    labels = [*_lists(data.get("labels", {})), *_lists(data.get("attributes", {})), *_lists(data.get("blank", {})),
              *_lists(data.get("subjects", {})), *data["parts"].get("auditor", ()), *data["parts"].get("yours", ())]
    return {
        each
        for label in labels
        for each in ([plain(label), *plain(label).split()])
        if len(each) > 3 or east_asian(each)
    }


def _lists(table: Mapping[str, list[str]]) -> Iterable[str]:
    for words in table.values():
        yield from words


def merged(spoken: frozenset[str]) -> dict[str, Any]:
    """What the languages know together, as the fields of a vocabulary."""
    found = [_data(language) for language in LANGUAGES if not spoken or language in spoken]
    base, attributes = _data("en"), _table(found, "attributes")
    columns, anchors = _columns(_tables(found, "columns"), attributes, base["attributes_of"], base["like"])
    steps = {word: about for word, about in _turned(base["subjects"]).items() if re.fullmatch(r"d\d", word)}
    return {
        "labels": _several(_table(found, "labels")), "perhaps": _several(_table(found, "perhaps")),
        "attributes": _turned(attributes), "attributes_of": base["attributes_of"],
        "columns": columns, "anchors": anchors,
        "alike": frozenset(base["like"]), "blank": _turned(_table(found, "blank")),
        "options": {question: {plain(word): (question, value) for value, words in values.items() for word in words}
                    for question, values in _tables(found, "options").items()},
        "questions": _turned(_table(found, "questions")),
        "placeholders": set(map(plain, _table(found, "placeholders").get("texts", ()))),
        "invites": {word.casefold() for word in _table(found, "placeholders").get("begins", ())},
        "subjects": {**steps, **_turned(_table(found, "subjects"))},
        "within": {section: _turned(names) for section, names in _tables(found, "within").items()},
        "bags": tuple(bag for data in found for bag in bags.read(data)),
        "lexicons": tuple(_lexicon(language) for language in LANGUAGES if not spoken or language in spoken),
        "ways": tuple(way for data in found for way in read(data)),
        "said": tuple(way for data in found for way in read(data, "said")),
        "narrows": tuple(way for data in found for way in read(data, "narrows")), "narrowed": base["narrowed"],
        "asking": tuple(word for data in found for word in data.get("asked", {}).get("words", ())),
        **_parts(_table(found, "parts")),
    }


def _parts(parts: Mapping[str, list[str]]) -> dict[str, Any]:
    """The words that say whose part of a form it is."""
    sets = ("auditor", "yours", "premises", "details", "signs", "customers", "suppliers", "tails", "fronts", "findings",
            "bys", "ons", "froms", "dates")
    return {**{name: set(map(plain, parts.get(name, ()))) for name in sets},
            "by": tuple(re.compile(each) for each in parts.get("by", ())), "us": tuple(parts.get("us", ())),
            "denies": tuple(re.compile(each) for each in parts.get("denies", ())),
            "closes": set(map(plain, parts.get("closes", ()))), "again": tuple(parts.get("again", ())),
            "them": tuple(parts.get("them", ())), "audits": tuple(parts.get("audits", ())),
            "cuts": tuple(map(plain, parts.get("cuts", ()))),
            "either": tuple(parts.get("either", ())), "judges": tuple(parts.get("judges", ())),
            "if_yes": tuple(parts.get("if_yes", ())), "if_no": tuple(parts.get("if_no", ())),
            "done": tuple(parts.get("done", ())), "acts": tuple(parts.get("acts", ()))}


def _table(found: Iterable[Mapping[str, Any]], name: str) -> dict[str, list[str]]:
    """One table of all the languages."""
    made: dict[str, list[str]] = {}
    for data in found:
        for key, words in data.get(name, {}).items():
            made.setdefault(key, []).extend(words)
    return made


def _tables(found: Iterable[Mapping[str, Any]], name: str) -> dict[str, dict[str, list[str]]]:
    """The tables within one of all the languages."""
    made: dict[str, dict[str, list[str]]] = {}
    for data in found:
        for key, inner in data.get(name, {}).items():
            for own, words in inner.items():
                made.setdefault(key, {}).setdefault(own, []).extend(words)
    return made


def _columns(tables: Mapping[str, Mapping[str, list[str]]], attributes: Mapping[str, list[str]],
             attributes_of: Mapping[str, Mapping[str, str]], like: Mapping[str, str]) \
        -> tuple[dict[str, dict[str, tuple[str, ...]]], dict[str, set[str]]]:
    """The headers of tables of rows, with the fields they may stand for; and those that say what rows they are."""
    columns, anchors = {}, {}
    for rows, known in {**tables, **{name: tables[other] for name, other in like.items() if other in tables}}.items():
        headers: dict[str, dict[str, None]] = {}
        for name, words in known.items():
            for word in words:
                headers.setdefault(plain(word), {})[name] = None
        for name, own in attributes_of.get(rows, {}).items():
            for word in attributes[name]:
                headers.setdefault(plain(word), {})[str(own)] = None
        columns[rows] = {word: tuple(fields) for word, fields in headers.items()}
        anchors[rows] = set(map(plain, next(iter(known.values()))))
    return columns, anchors


def _several(lists: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Lists of words by meaning -> every meaning of each word."""
    found: dict[str, dict[str, None]] = {}
    for name, words in lists.items():
        for word in words:
            found.setdefault(plain(word), {})[name] = None
    return {word: tuple(names) for word, names in found.items()}


def _turned(lists: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Lists of words by meaning -> the meaning of each word."""
    return {plain(word): meaning for meaning, words in lists.items() for word in words}
