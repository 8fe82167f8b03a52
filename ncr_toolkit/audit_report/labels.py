"""What a label in a report means, and whether what stands beside it can be its value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache, lru_cache

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.label_words import (
    CLOSE_DUE,
    DUE,
    ENDED,
    ID,
    REFERENCE,
    RESPONSE_DUE,
    STARTED,
    composed,
    lists,
    plain_label,
)
from ncr_toolkit.audit_report.periods import period
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.dates import Unclear, read_text
from ncr_toolkit.core.foreign_words import words

REQUIREMENT = "finding.requirement"
GRADE, TITLE, STATUS = "finding.grade", "finding.title", "finding.status"
TEXTS = ("finding.statement", REQUIREMENT, "finding.objective_evidence")
DAYS = ("finding.raised_on", RESPONSE_DUE, CLOSE_DUE)
REPORT, PERIOD, LEAD_AUDITOR = "audit.report_reference", "audit.first to last day", "audit.lead_auditor"
LONGEST = 60
"""Of a label, in letters."""
LETTERED = r"[A-Z]{2,6}[-\u2010-\u2015/_][A-Z](?![\w-])"
"""The number of a finding that has none: "NC-A"."""
_TAKEN = (*TEXTS, *DAYS, ID, GRADE, STATUS, REFERENCE, TITLE, *(f"finding.{name}" for name in (
    "site", "process", "ai_system", "impact")))
_NAME_ENDS, _MOST_OF_A_NAME = re.compile(r"[;,(\n\uff08\u3001]"), 6
_EAST_ASIAN_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{1,6}[ \u3000\u30fb]?[\u3040-\u30ff\u3400-\u9fff]{1,8}")
_PARTICLES = frozenset(("von", "van", "de", "der", "den", "del", "della", "di", "da", "do", "dos", "du", "la", "le",
                        "y", "e", "al", "bin", "ibn", "zu", "zur"))
_MOST_OF_A_REPORT = 4
_MOST_OF_AN_ID, _LEAST_BROKEN, _LEAST_BEGUN = 40, 4, 8
CLAUSE = re.compile(r"(?<![A-Za-z][-_])\b(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})*\b")
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


@lru_cache(maxsize=8192)  # of each line it is asked again and again
def key(label: str) -> str:
    """The key of our column that a label stands for, '' where none is meant for certain."""
    return listed_key(label) or (composed(plain_label(label)) if len(label) <= LONGEST else "")


def listed_key(label: str) -> str:
    """The same where the label stands in a list as it is, so that it may be put together of two lines: "Clause" above
    "No." is two labels."""
    if len(label) > LONGEST:
        return ""
    said = plain_label(label)
    found = words().key(said)
    known = _own().get(said) or _own().get(said.partition("(")[0].strip()) or (found if found in _TAKEN else "")
    return known or (_broken().get("".join(said.split()), "") if " " in said else "")


def is_bare_due(label: str) -> bool:
    """Whether a label says that something is due and not what: the answer, or the closing."""
    return key(label) == DUE


def first_key(text: str) -> str:
    """The same of a text that is a label, or begins with one and a colon: "Grade: Minor"."""
    return key(text) or key(text.partition(":")[0])


def begins_label(text: str) -> bool:
    """Whether a text is the beginning of a longer label, also within a word that a narrow column has broken."""
    said = "".join(plain_label(text).split())
    return len(said) >= _LEAST_BEGUN and any(label.startswith(said) for label in _compact())


def is_value(key: str, text: str, codes: Mapping[str, str] | None = None) -> bool:
    """Whether a text can be the value of that key: a grade is a grade, a day a day, a clause has a number. `codes`:
    short words that the report explains as grades."""
    if key == GRADE:
        return bool(grade(text, codes))
    can_be = _VALUES.get(key)
    return bool(can_be(text) if can_be else text.strip())


def _is_report(text: str) -> bool:
    """Whether a text can be the number of a report."""
    tokens = text.split()
    if any(key(" ".join(tokens[:size])) for size in range(1, len(tokens))):
        return False  # "Report no. 7" below "Audit report"
    return any(map(str.isdigit, text)) and not STANDARD.search(text) and len(text.split()) <= _MOST_OF_A_REPORT \
        and not days(text)


def is_name(text: str) -> bool:
    """Whether a text begins with the name of a person: two words or more, each with a capital but "von" and the like;
    what stands in brackets behind it, or after a comma, is none of it."""
    words_ = _NAME_ENDS.split(text.strip())[0].split()
    if _EAST_ASIAN_NAME.fullmatch(" ".join(words_)):
        return True
    return 1 < len(words_) <= _MOST_OF_A_NAME and not any(map(str.isdigit, "".join(words_))) and all(
        word[0].isupper() or fold(word) in _PARTICLES for word in words_)


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


_VALUES: Mapping[str, Callable[[str], object]] = {
    **dict.fromkeys((*DAYS, DUE, STARTED, ENDED), days), PERIOD: lambda text: period(text, days), REFERENCE: clauses,
    STATUS: lambda text: words().certain("status", text.strip(" .\u3002")),
    ID: is_id, REPORT: _is_report, LEAD_AUDITOR: is_name}
"""What can tell whether a text is a value of a key."""


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




@cache
def _own() -> dict[str, str]:
    every = {**lists()["labels"], DUE: lists()["due"]["bare"]}
    return {plain_label(word): key for key, found in every.items() for word in found}


@cache
def _broken() -> dict[str, str]:
    """Labels without spaces: a narrow column breaks words where it likes."""
    known = {plain: key for plain, key in words().headers.items() if key in _TAKEN} | _own()
    return {"".join(plain.split()): key for plain, key in known.items() if len(plain) > _LEAST_BROKEN}


@cache
def _compact() -> frozenset[str]:
    known = [plain for plain, key in (*words().headers.items(), *_own().items()) if key in _TAKEN]
    return frozenset("".join(plain.split()) for plain in known if " " in plain)


