"""The words of labels and headings, `labels.toml`, and what a label means that is made of them: "OFI number"."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.foreign_words import plain_header, words

ID, REFERENCE = "finding.id", "finding.reference"
STARTED, ENDED = "audit.started_on", "audit.ended_on"
RESPONSE_DUE, CLOSE_DUE, DUE = "finding.response_due", "finding.close_due", "finding.either day"
"""The last is a day of which its label does not say which of the two it is."""
_SHORT = 3
"""A word for findings with no more letters may stand within another word."""
_WORD = re.compile(r"[^\W\d_]+[\u00b0\u00ba]?|\u00a7|#|n\.\u00ba")


@cache
def lists() -> dict[str, Any]:
    """The lists, read once."""
    return tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))


def plain_label(label: str) -> str:
    """A label without case, colon and stars, with one kind of apostrophe."""
    return plain_header(label.replace("\u2019", "'").strip().rstrip(":").strip())


def composed(label: str) -> str:
    """The key of a plain label by the words of which it is made, '' where one of them is of no such kind: the word for
    a finding and one for a number; words for clauses and standards; a word for a day that is due, and what is."""
    tokens = _WORD.findall(label)
    if not tokens or any(sign.isdigit() or sign in ":;!?" for sign in label):
        return ""
    numbers, clauses = _of_list("heads", "numbers"), _of_list("references", "words")
    rest = " ".join(token for token in tokens if token not in numbers)
    if len(tokens) > len(rest.split()) and rest in _of_list("heads", "kinds"):
        return ID
    if clauses.issuperset(tokens) and not _of_list("references", "needed").isdisjoint(tokens):
        return REFERENCE
    return _due(label, tokens) or _day_of_audit(tokens)


def _day_of_audit(tokens: list[str]) -> str:
    """The key of a label that is made of words for the first or the last day of the audit: "First day on site"."""
    first, last, others = (_of_list("days", name) for name in ("first", "last", "of"))
    told = [STARTED if token in first else ENDED for token in tokens if token in first | last]
    return told[0] if len(told) == 1 and all(token in first | last | others for token in tokens) else ""


def are_of_a_heading(text: str) -> bool:
    """Whether a text holds nothing but words for findings, grades, clauses and standards, as a heading does."""
    several = (*lists()["announced"]["findings"], *lists()["announced"]["nonconformities"])
    known = {word for each in (*lists()["heads"]["kinds"], *several, *(grade for found in lists()["grades"].values()
             for grade in found), *lists()["grades"], *words().values["grade"]) for word in fold(each).split()}
    return set(_WORD.findall(fold(text))) <= known | _of_list("references", "words") | _of_list("heads", "numbers")


def _due(label: str, tokens: list[str]) -> str:
    """The key of a label that is made of a word for a day that is due."""
    begun = next((word for word in _of_list("due", "bare") if label.startswith(f"{word} ")), "")
    named = due_named(label)
    ended = named and tokens[-1] in _of_list("due", "ends") and all(
        token in _of_list("due", "words") or due_named(token) for token in tokens[:-1])
    if not begun and not ended:
        return ""
    return named or (DUE if begun and label.removeprefix(begun).split()[0] in _of_list("due", "of") else "")


@cache
def _of_list(section: str, name: str) -> frozenset[str]:
    found = (fold(word) for word in lists()[section][name])
    return frozenset(each for word in found for each in (word, word.rstrip(".")))


def due_named(text: str) -> str:
    """Which of the two days a text is about, a heading or another label: that of the answer, or that of the closing; ''
    where it says neither, or both."""
    tokens = re.findall(r"[^\W\d_]+", fold(text))
    told = [key for key, words in ((RESPONSE_DUE, "answer"), (CLOSE_DUE, "closing"))
            if any(f"{token}$".startswith(fold(word)) for token in tokens for word in lists()["due"][words])]
    return told[0] if len(told) == 1 else ""


def is_number_label(label: str) -> bool:
    """Whether a label says that a number stands beside it: "Fiche n°"."""
    tokens = fold(label).replace(":", " ").replace("-", " ").split()
    return any(token in _of_list("heads", "numbers") for token in tokens)


def is_earlier(heading: str) -> bool:
    """Whether a heading stands above what an earlier audit found."""
    said = plain_label(heading)
    earlier, kinds_ = lists()["earlier"], lists()["heads"]["kinds"]
    return any(phrase in said for phrase in earlier["phrases"]) or (
        any(year in said for year in earlier["years"]) and any(kind in said for kind in kinds_ if len(kind) > _SHORT))


def is_of_good(heading: str) -> bool:
    """Whether a heading stands above what is good, which is no finding: "2. Positive aspects"."""
    said = " ".join(re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", plain_label(heading)))
    return said in _of_list("heads", "good")


def is_of_this_audit(heading: str) -> bool:
    """Whether a heading says that what stands below it is of this audit."""
    return any(phrase in plain_label(heading) for phrase in lists()["earlier"]["this"])


@cache
def kinds() -> str:
    """The words before the number in the heading of a finding, as a pattern."""
    found = sorted(lists()["heads"]["kinds"], key=len, reverse=True)
    return "|".join(re.escape(each) for each in found)


@cache
def number_words() -> str:
    """"No.", "n°" and the like, as a pattern."""
    return "|".join(re.escape(each) for each in sorted(lists()["heads"]["numbers"], key=len, reverse=True))
