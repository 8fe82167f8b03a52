"""What a label in a report means, and whether what stands beside it can be its value."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from ncr_toolkit.audit_report.periods import period
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.dates import Unclear, read_text
from ncr_toolkit.core.foreign_words import plain_header, words

REQUIREMENT = "finding.requirement"
ID, GRADE, REFERENCE, TITLE = "finding.id", "finding.grade", "finding.reference", "finding.title"
TEXTS = ("finding.statement", REQUIREMENT, "finding.objective_evidence")
RESPONSE_DUE, CLOSE_DUE, DUE = "finding.response_due", "finding.close_due", "finding.due"
"""The last is a day of which its label does not say which of the two it is."""
DAYS = ("finding.raised_on", RESPONSE_DUE, CLOSE_DUE)
REPORT, PERIOD, LEAD_AUDITOR = "audit.report_reference", "audit.first to last day", "audit.lead_auditor"
LONGEST = 60
"""Of a label, in letters."""
LETTERED = r"[A-Z]{2,6}[-\u2010-\u2015/_][A-Z](?![\w-])"
"""The number of a finding that has none: "NC-A"."""
_TAKEN = (*TEXTS, *DAYS, ID, GRADE, REFERENCE, TITLE, *(f"finding.{name}" for name in (
    "site", "process", "ai_system", "impact")))
_MOST_OF_AN_ID, _LEAST_BROKEN, _LEAST_BEGUN = 40, 4, 8
CLAUSE = re.compile(r"\b(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})*\b")
_WORD = r"(?:clauses?|controls?|kapitel|abschnitt|article|chapitre|apartado|cl[aá]usulas?|\u00a7)"
_FURTHER = rf"(?:\s?(?:[,;/&]|\b(?:and|und|et|y|e)\b)\s?(?:{_WORD}\s?)?(?:[A-Z]\.)?\d{{1,2}}(?:\.\d{{1,2}})+)*+"
"""Those that follow a clause, each with a point: "clauses 8.4, A.6.2.4 and A.6.2.5", not "clause 8.4, 2 records"."""
_NAMED_CLAUSE = re.compile(rf"{_WORD}\s*((?:[A-Z]\.)?\d{{1,2}}(?:\.\d{{1,2}})*+{_FURTHER})", re.IGNORECASE)
_BARE_CLAUSE = re.compile(rf"(?:\(|[-\u2013\u2014] )((?:[A-Z]\.)?\d{{1,2}}(?:\.\d{{1,2}})+{_FURTHER})(?=\)|$)")
STANDARD = re.compile(r"\b(?:ISO|IEC)[A-Z/ -]{0,20}\d{4,5}(?:-\d{1,2})?(?::\d{4})?", re.IGNORECASE)
_DATE_LIKE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}")
_ID_LIKE = re.compile(r"[\w./\u2010-\u2015-]{1,24}(?: [\w./\u2010-\u2015-]{1,12})?")
_LETTERED = re.compile(LETTERED)
_ITEM_NUMBER = re.compile(r"[A-Z]{1,6}(?:[-_/. ]{0,2}\d{1,4}){1,3}")
_CLAUSE_WORDS = re.compile(r"\b(?:iso|iec|clauses?|controls?|annex|anhang|kapitel|abschnitt|article|chapitre|apartado|"
                           r"cl[aá]usula|and|und|et|y)\b|\b[a-z]\)", re.IGNORECASE)


def key(label: str) -> str:
    """The key of our column that a label stands for, '' where none is meant for certain."""
    if len(label) > LONGEST:
        return ""
    plain = _plain(label)
    found = words().key(plain)
    known = _own().get(plain) or _own().get(plain.partition("(")[0].strip()) or (found if found in _TAKEN else "")
    return known or (_broken().get("".join(plain.split()), "") if " " in plain else "")


def first_key(text: str) -> str:
    """The same of a text that is a label, or begins with one and a colon: "Grade: Minor"."""
    return key(text) or key(text.partition(":")[0])


def begins_label(text: str) -> bool:
    """Whether a text is the beginning of a longer label, also within a word that a narrow column has broken."""
    plain = "".join(_plain(text).split())
    return len(plain) >= _LEAST_BEGUN and any(label.startswith(plain) for label in _compact())


def is_value(key: str, text: str, codes: Mapping[str, str] | None = None) -> bool:
    """Whether a text can be the value of that key: a grade is a grade, a day a day, a clause has a number. `codes`:
    short words that the report explains as grades."""
    if key == GRADE:
        return bool(grade(text, codes))
    if key in (*DAYS, DUE):
        return bool(days(text))
    if key == PERIOD:
        return period(text, days) is not None
    if key == REFERENCE:
        return bool(clauses(text))
    if key == ID:
        return is_id(text)
    return bool(text.strip())


def is_id(text: str) -> bool:
    """Whether a text can be the number of a finding."""
    plain = text.strip()
    return _LETTERED.fullmatch(plain) is not None or (
        len(plain) <= _MOST_OF_AN_ID and any(map(str.isdigit, plain)) and _ID_LIKE.fullmatch(plain) is not None
        and day(plain) is None and not _DATE_LIKE.fullmatch("".join(plain.split())))


def is_item_number(text: str) -> bool:
    """Whether a text is the number of an item: a few letters and a figure, "OFI 1", "VP-02"."""
    return _ITEM_NUMBER.fullmatch(text.strip()) is not None


def meant(key: str, value: str) -> str:
    """The key for a label with this value beside it: "Finding: NC-1" is its number, and not what was found."""
    return ID if key == TEXTS[0] and is_item_number(value) else key


def due_named(text: str) -> str:
    """Which of the two days a text is about, a heading or another label: that of the answer, or that of the closing; ''
    where it says neither, or both."""
    tokens = re.findall(r"[^\W\d_]+", fold(text))
    told = [key for key, words in ((RESPONSE_DUE, "answer"), (CLOSE_DUE, "closing"))
            if any(token.startswith(fold(word)) for token in tokens for word in _lists()["due"][words])]
    return told[0] if len(told) == 1 else ""


def is_number_label(label: str) -> bool:
    """Whether a label says that a number stands beside it: "Fiche n°"."""
    tokens = fold(label).replace(":", " ").replace("-", " ").split()
    return any(token in _numbers() for token in tokens)


def grade(text: str, codes: Mapping[str, str] | None = None) -> str:
    """Our word for the one grade that a text names, '' where it names none or several. A word that a narrow column has
    broken counts as whole; of boxes the ticked one counts."""
    if codes and text.strip() in codes:
        return codes[text.strip()]
    ticked = _ticked(text)
    return _grade(re.findall(r"[^\W\d_]+", fold(ticked))) or _grade([fold("".join(ticked.split()))])


def codes_of(text: str) -> dict[str, str]:
    """The short words that a text explains as grades: "HA = Hauptabweichung, NA = Nebenabweichung"."""
    found = re.finditer(r"(?<!\w)([^\W\d_]{1,3})\s{0,2}[=:]\s{0,2}([^,;=:.\n]{3,40})", text)
    return {each[1]: meant for each in found if (meant := grade(each[2]))}


def day(text: str) -> date | None:
    """The day that a text is, None where it is none, or may be two."""
    found = days(text)
    return found[0] if len(found) == 1 else None


def days(text: str) -> tuple[date, ...]:
    """The days that a text can be: two where day and month may change places, none where it is no day."""
    for way in (" ".join(text.split()), "".join(text.split())):
        if not isinstance(read := read_text(way), Unclear):
            return (read,)
        if _DATE_LIKE.fullmatch(way) and read.readings:
            return tuple(date.fromisoformat(each[:10]) for each in read.readings)
    return ()


def clauses(text: str) -> list[str]:
    """The clauses and controls that a text names, without the numbers of standards and years."""
    return list(dict.fromkeys(CLAUSE.findall(STANDARD.sub(" ", text))))


def is_bare_clause(text: str) -> bool:
    """Whether a text is the numbers of clauses and nothing else, as some write them for the requirement: "8.4",
    "ISO/IEC 42001:2023, A.7.4"."""
    rest = _CLAUSE_WORDS.sub(" ", CLAUSE.sub(" ", STANDARD.sub(" ", text)))
    return bool(clauses(text)) and not any(map(str.isalnum, rest))


def named_clause(text: str) -> str:
    """The clauses that a heading names as such: "8.4" of "Minor, clause 8.4", "8.4 and 9.2" of "clauses 8.4 and 9.2";
    '' where it names none."""
    found = _NAMED_CLAUSE.search(text) or _BARE_CLAUSE.search(text)
    return found[1] if found else ""


def is_earlier(heading: str) -> bool:
    """Whether a heading stands above what an earlier audit found."""
    plain = _plain(heading)
    return any(phrase in plain for phrase in _lists()["earlier"]["phrases"])


@cache
def kinds() -> str:
    """The words before the number in the heading of a finding, as a pattern."""
    found = sorted(_heads()["kinds"], key=len, reverse=True)
    return "|".join(re.escape(each) for each in found)


@cache
def number_words() -> str:
    """"No.", "n°" and the like, as a pattern."""
    return "|".join(re.escape(each) for each in sorted(_heads()["numbers"], key=len, reverse=True))


def _plain(label: str) -> str:
    return plain_header(label.replace("\u2019", "'").strip().rstrip(":").strip())


_BOX, _TICKED = "\u2610\u2611\u2612\u25a1\u25a0\u2713\u2714\u2717\u2718", "\u2611\u2612\u25a0\u2713\u2714\u2717\u2718"


def has_boxes(text: str) -> bool:
    """Whether a text holds boxes to tick."""
    return any(sign in text for sign in _BOX)


def _ticked(text: str) -> str:
    """What stands behind the ticked box; all of a text without boxes, '' where none or several are ticked."""
    if not has_boxes(text):
        return text
    found = [part[1:] for part in re.split(f"(?=[{_BOX}])", text) if part[:1] in _TICKED and part]
    return found[0] if len(found) == 1 else ""


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


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("labels.toml").read_text(encoding="utf-8"))


def _heads() -> dict[str, list[str]]:
    heads: dict[str, list[str]] = _lists()["heads"]
    return heads


@cache
def _numbers() -> frozenset[str]:
    return frozenset(fold(word) for word in _heads()["numbers"])


@cache
def _own() -> dict[str, str]:
    every = {**_lists()["labels"], DUE: _lists()["due"]["bare"]}
    return {_plain(word): key for key, found in every.items() for word in found}


@cache
def _broken() -> dict[str, str]:
    """Labels without spaces: a narrow column breaks words where it likes."""
    known = {plain: key for plain, key in words().headers.items() if key in _TAKEN} | _own()
    return {"".join(plain.split()): key for plain, key in known.items() if len(plain) > _LEAST_BROKEN}


@cache
def _compact() -> frozenset[str]:
    known = [plain for plain, key in (*words().headers.items(), *_own().items()) if key in _TAKEN]
    return frozenset("".join(plain.split()) for plain in known if " " in plain)


@cache
def _grades() -> dict[str, str]:
    """The words that are certain: letters alone ("A", "C") and scales of risk are none in a report."""
    listed = {**words().values["grade"], **{fold(word): grade for grade, found in _lists()["grades"].items()
                                            for word in (grade, *found)}}
    return {" ".join(re.findall(r"[^\W\d_]+", word)): grade for word, grade in listed.items()}


@cache
def _longest() -> int:
    return max(len(word.split()) for word in _grades())
