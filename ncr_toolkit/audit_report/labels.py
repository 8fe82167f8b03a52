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
_LEAST_BROKEN = 8
_CLAUSE = re.compile(r"\b(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})*\b")
_NAMED_CLAUSE = re.compile(r"(?:clauses?|controls?|kapitel|abschnitt|article|chapitre|apartado|cl[aá]usula|\u00a7)\s*"
                           r"((?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})*)", re.IGNORECASE)
_STANDARD = re.compile(r"\b(?:ISO|IEC)[A-Z/ -]{0,20}\d{4,5}(?:-\d{1,2})?(?::\d{4})?", re.IGNORECASE)


def key(label: str) -> str:
    """The key of our column that a label stands for, '' where none is meant for certain."""
    plain = plain_header(label.strip().rstrip(":").strip()) if len(label) <= LONGEST else ""
    if not plain:
        return ""
    found = words().key(plain)
    return _own().get(plain) or (found if found in _TAKEN else "") or _broken().get("".join(plain.split()), "")


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
def _lists() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))


@cache
def _own() -> dict[str, str]:
    return {plain_header(word): key for key, found in _lists()["labels"].items() for word in found}


@cache
def _broken() -> dict[str, str]:
    """Labels without spaces: a narrow column breaks words where it likes. The short ones are left out, as what another
    word may hide."""
    known = {plain: key for plain, key in words().headers.items() if key in _TAKEN} | _own()
    return {"".join(plain.split()): key for plain, key in known.items() if len(plain) > _LEAST_BROKEN}


@cache
def _grades() -> dict[str, str]:
    """The words that are certain: letters alone ("A", "C") and scales of risk are none in a report."""
    listed = {**words().values["grade"], **{fold(grade): grade for grade in GRADES},
              **{fold(word): grade for grade, found in _lists()["grades"].items() for word in found}}
    return {" ".join(re.findall(r"[^\W\d_]+", word)): grade for word, grade in listed.items()}


@cache
def _longest() -> int:
    return max(len(word.split()) for word in _grades())
