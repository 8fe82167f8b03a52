"""What a label in a report means, and whether what stands beside it can be its value."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.dates import Unclear, read_text
from ncr_toolkit.core.foreign_words import plain_header, words
from ncr_toolkit.core.model import GRADES

LONGEST = 60
"""Of a label, in letters."""
TEXTS = ("finding.statement", "finding.requirement", "finding.objective_evidence")
DAYS = ("finding.raised_on", "finding.response_due", "finding.close_due")
_TAKEN = (*TEXTS, *DAYS, *(f"finding.{name}" for name in (
    "id", "title", "grade", "reference", "site", "process", "ai_system", "impact")))
_MOST_OF_AN_ID = 40
_CLAUSE = re.compile(r"\b(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})*\b")
_NAMED_CLAUSE = re.compile(r"(?:clauses?|controls?|kapitel|abschnitt|article|chapitre|apartado|cl[aá]usula|\u00a7)\s*"
                           r"((?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})*)", re.IGNORECASE)
_STANDARD = re.compile(r"\b(?:ISO|IEC)[A-Z/ -]{0,20}\d{4,5}(?:-\d{1,2})?(?::\d{4})?", re.IGNORECASE)


def key(label: str) -> str:
    """The key of our column that a label stands for, '' where none is meant for certain."""
    plain = plain_header(label.strip().rstrip(":").strip()) if len(label) <= LONGEST else ""
    if not plain:
        return ""
    own = _own().get(plain)
    found = own or words().key(plain)
    return found if own or found in _TAKEN else ""


def is_value(key: str, text: str) -> bool:
    """Whether a text can be the value of that key: a grade is a grade, a day a day, a clause has a number."""
    if key == "finding.grade":
        return bool(grade(text))
    if key in DAYS:
        return day(text) is not None
    if key == "finding.reference":
        return bool(clauses(text))
    if key == "finding.id":
        return len(text) <= _MOST_OF_AN_ID and any(sign.isdigit() for sign in text) and "\n" not in text.strip()
    return bool(text.strip())


def grade(text: str) -> str:
    """Our word for the one grade that a text names, '' where it names none or several. A word that a narrow column has
    broken counts as whole."""
    return _grade(re.findall(r"[^\W\d_]+", fold(text))) or _grade([fold("".join(text.split()))])


def _grade(tokens: list[str]) -> str:
    found: dict[str, None] = {}
    at = 0
    while at < len(tokens):
        size = next((size for size in range(min(_longest(), len(tokens) - at), 0, -1)
                     if " ".join(tokens[at:at + size]) in _grades()), 0)
        if size:
            found[_grades()[" ".join(tokens[at:at + size])]] = None
        at += max(size, 1)
    return next(iter(found)) if len(found) == 1 else ""


def day(text: str) -> date | None:
    """The day that a text is, None where it is none, or may be two."""
    read = read_text(" ".join(text.split()))
    return None if isinstance(read, Unclear) else read


def clauses(text: str) -> list[str]:
    """The clauses and controls that a text names, without the numbers of standards and years."""
    return list(dict.fromkeys(_CLAUSE.findall(_STANDARD.sub(" ", text))))


def named_clause(text: str) -> str:
    """The clause that a heading names as one: "8.4" of "Minor, clause 8.4"; '' where it names none."""
    found = _NAMED_CLAUSE.search(text)
    return found[1] if found else ""


@cache
def _own() -> dict[str, str]:
    data = tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))
    return {plain_header(word): key for key, found in data.items() for word in found}


@cache
def _grades() -> dict[str, str]:
    """The words that are certain: letters alone ("A", "C") and scales of risk are none in a report."""
    listed = {**words().values["grade"], **{fold(grade): grade for grade in GRADES}}
    return {" ".join(re.findall(r"[^\W\d_]+", word)): grade for word, grade in listed.items()}


@cache
def _longest() -> int:
    return max(len(word.split()) for word in _grades())
