"""Lines that begin as a finding does: "Observation: ...", "OFI-02 ...", "Point fort : ...", and what they are."""

from __future__ import annotations

import re
from functools import cache

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.label_words import are_of_a_heading, kinds, lists, number_words
from ncr_toolkit.audit_report.labels import LONGEST
from ncr_toolkit.common.names import fold

_LABEL = re.compile(r"[^:\uff1a\n]{1,60}?(?:\s?[:\uff1a]|\s[\u2013\u2014-]\s)")
_BEHIND_A_LABEL = " :\uff1a\u2013\u2014-"
_LEAST_WORDS, _LEAST_LETTERS, _MOST_OF_NONE, _SHORT = 3, 8, 12, 3
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def graded_line(text: str) -> tuple[str, str, str] | None:
    """The grade, the label and the text of a line that is a finding without a number: "Observation: ..."; None where it
    is none."""
    found = _LABEL.match(text)
    label, rest = (found[0].strip(_BEHIND_A_LABEL), text[found.end():].strip()) if found else ("", "")
    named = grade(label) if label and not any(map(str.isdigit, label)) else ""
    if not named or not are_of_a_heading(label) or not _is_text(rest) or _is_none(rest):
        return None
    return named, label, rest


def is_definition(text: str, heading: str) -> bool:
    """Whether a line tells what a grade means, by the heading above it or by its words."""
    said, above = fold(text), fold(heading)
    return any(fold(word) in above for word in lists()["definitions"]["headings"]) or \
        any(fold(phrase) in said for phrase in lists()["definitions"]["phrases"])


def tells_of_good(text: str) -> bool:
    """Whether a line tells of what is good: "Positive: ..."."""
    found = _LABEL.match(text)
    return found is not None and fold(found[0].strip(_BEHIND_A_LABEL)) in _of_heads("good") and \
        _is_text(text[found.end():])


def begins_like_finding(text: str) -> str:
    """The beginning of a line that begins with a word for a finding and a number, '' where it does not."""
    plain = " ".join(text[:2 * LONGEST].split())
    found = _begun().match(plain)
    return found[0].strip(" :#-") if found and any(map(str.isalpha, plain[found.end():])) else ""


def _is_text(text: str) -> bool:
    """Whether a text says something: some words, or as many letters where words are not parted."""
    if _EAST_ASIAN.search(text):
        return len(text) >= _LEAST_LETTERS
    return len(text.split()) >= _LEAST_WORDS


def _is_none(text: str) -> bool:
    """Whether a text only says that there is none: "None.", "No nonconformity was raised"."""
    said = fold(text).rstrip(".\u3002")
    if said in _of_heads("none"):
        return True
    begun = any(said.startswith(f"{word} ") or (_EAST_ASIAN.search(word) and word in said)
                for word in _of_heads("none"))
    return begun and len(said.split()) <= _MOST_OF_NONE and any(
        word in said for word in (*_of_heads("kinds"), *map(fold, lists()["grades"])) if len(word) > _SHORT)


def is_any_remark(label: str) -> bool:
    """Whether a label stands before remarks of any kind, too."""
    return fold(label) in _of_heads("unsure")


@cache
def _of_heads(name: str) -> frozenset[str]:
    return frozenset(map(fold, lists()["heads"][name]))


@cache
def _begun() -> re.Pattern[str]:
    words = "|".join(re.escape(each) for each in sorted(lists()["grades"], key=len, reverse=True))
    return re.compile(rf"(?:(?:minor|major) )?(?:{kinds()}|{words})[ ]?(?:(?:{number_words()})[ ]?)?[:#-]?[ ]?"
                      r"\d{1,4}(?![\dA-Za-z_%]|[.,]\d)(?:[-/]\d{1,4})?", re.IGNORECASE)
