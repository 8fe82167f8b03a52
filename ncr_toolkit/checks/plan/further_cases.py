"""Further cases: whether a text speaks of the similar cases that were found: by a word, by their number, or by name."""

from __future__ import annotations

import re

from ncr_toolkit.checks.proof.quantities import counted, in_digits
from ncr_toolkit.core.dates import ENGLISH_MONTHS
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.packs.language import words as words_of

_MONTH = rf"(?:{'|'.join(name for names in ENGLISH_MONTHS for name in names.split())})\b"
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w-]*\w|\b[A-Z]{2,}[\w-]*|\b[A-Z][\w-]*\d\w*", re.MULTILINE)
_SUM = re.compile(r"\b\d{1,3} ?(?:\+|and|&) ?(\d{1,3})\b")
_ALL = re.compile(r"\ball(?: of)?(?: the| these| those)? (\d{1,4})\b(?! *(?:%|days?\b|weeks?\b|months?\b))", re.IGNORECASE)
_BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
_LEAST = 4  # letters of a word that tells a thing


def mentions_cases(text: str, finding: Finding, words: Language) -> bool:
    """Whether a correction or action speaks of the cases beyond the first."""
    number, plain = finding.extent_count or 0, in_digits(text, words)
    return bool(words.found("such_cases", text)) or _counts(number, text) or _total(number, plain, finding, words) \
        or _names(text, finding, words)


def _counts(number: int, text: str) -> bool:
    """Whether a text counts that many of something: "the 2 records", not a day of the month, a place or part of 1,812."""
    return bool(re.search(rf"(?<![\w.,-]){number} (?!{_MONTH})(?:\w+ )?[a-z]\w+s\b", text))


def _total(number: int, text: str, finding: Finding, words: Language) -> bool:
    """Whether a text counts the finding's own cases together with them: "8 accounts (3 + 5)", "all eight"; not "all
    three" or "both" where that is how many the auditor saw."""
    own = {int(value) for value, _ in counted(f"{finding.statement}. {finding.objective_evidence}", words)} or {1}
    totals = {number + each for each in own} | ({number} - own)
    return any(_counts(each, text) for each in totals if each < 1000) \
        or any(int(each) == number for each in _SUM.findall(text)) \
        or any(int(each) > number and int(each) not in own for each in _ALL.findall(text)) \
        or bool(2 in {number, *totals} and _BOTH.search(text))


def _names(text: str, finding: Finding, words: Language) -> bool:
    """Whether a text names what the extent names, and the finding itself does not: a name, an id, or two words."""
    own = set(words_of(" ".join(finding.typed(name) for name in ("statement", "objective_evidence", "title", "requirement",
                                                                  "ai_system", "site", "process"))))
    said = set(words_of(text))
    named = {word for name in _NAME.findall(finding.extent) for word in words_of(name)} - own
    if any(name in said for name in named if len(name) > 1 and not re.match(_MONTH, name)):
        return True
    rest = (word for word in words.content(finding.extent) if word not in own and len(word) >= _LEAST and word.isalpha())
    return sum(word in said for word in rest) > 1
