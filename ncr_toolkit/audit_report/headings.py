"""Which lines begin a finding, and which stand above what an earlier audit found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.label_words import (
    are_of_a_heading,
    is_earlier,
    is_of_good,
    is_of_this_audit,
    kinds,
    number_words,
)
from ncr_toolkit.audit_report.labels import LETTERED, LONGEST, is_bare_clause, is_id, is_item_number, named_clause
from ncr_toolkit.audit_report.parts import Line, Part

CHAPTER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.? [^\W\d_][^.:]{1,80}$")
"""The heading of a chapter with its number."""
_MOST_OF_A_HEADING = 200
_AT_FIRST = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*\.? )?([^\W\d_]{1,12}[-_/]?\d[A-Za-z\d_./-]*|"
                       rf"{LETTERED})(?!\w)")
"""A number with letters that begins a heading, behind that of the chapter: "MN1 (Clause 7.2)"."""
_SENTENCE, _NO_LEVEL = (".", ";", "\u3002"), 99
"""A short line that stands above a table or a list is below all headings."""
_FIRST_SENTENCE = re.compile(r"\.\s+(?=[^\W\d_])")


def of_this_audit(parts: Sequence[Part]) -> tuple[list[Part], list[Part], list[Part]]:
    """What stands of this audit; what below the heading of what an earlier one found; and what below that of what is
    good, which is no finding."""
    now, before, good = list[Part](), list[Part](), list[Part]()
    earlier = praised = 0
    for part in parts:
        if isinstance(part, Line):
            earlier, praised = still_earlier(part, earlier), _still_good(part, praised)
        (before if earlier else good if praised else now).append(part)
    return now, before, good


def _still_good(line: Line, praised: int) -> int:
    """The level of the heading of what is good, while what follows stands below it; else 0."""
    level = line.level or (_NO_LEVEL if len(line.text) <= LONGEST else 0)
    if level and is_of_good(line.text):
        return level
    ends = line.level or number_in(line) or (praised == _NO_LEVEL and line.text.rstrip().endswith((":", "\uff1a")))
    return 0 if praised and ends and (line.level or 0) <= praised else praised


def still_earlier(line: Line, earlier: int) -> int:
    """The level of the heading of what an earlier audit found, while what follows stands below it; else 0."""
    text = line.text.rstrip(" :\uff1a")
    is_short = len(text) <= 2 * LONGEST and text[-1:] not in _SENTENCE and ":" not in text
    if (line.level or is_short) and is_earlier(text):
        return min(line.level or _NO_LEVEL, earlier or _NO_LEVEL)
    if not earlier or ((line.level or is_short) and is_of_this_audit(text)):
        return 0
    begins = line.text != text and is_short and are_of_a_heading(text)  # "Findings:"
    over = line.level and line.level <= earlier
    return 0 if over or (earlier == _NO_LEVEL and (begins or number_in(line))) else earlier


def number_in(line: Line) -> str:
    """The number of the finding that a line begins as its heading, '' where it is none. A bare number has the word
    before it: "Finding 1" is another one than "Observation 1"."""
    if not line.level and (len(line.text) > 2 * LONGEST or line.text.rstrip()[-1:] in _SENTENCE):
        return ""
    plain = " ".join(line.text[:_MOST_OF_A_HEADING].replace("\u2013", "-").replace("\u2014", "-").split())
    begun = _AT_FIRST.match(plain)
    rest = plain[begun.end():].strip() if begun else ""
    if begun and (grade(plain) or named_clause(rest) or (line.level and not rest and is_id(begun[1]))):
        return begun[1].rstrip(".-/,:")
    before, _, last = plain.rpartition(" ")
    if len(plain) <= LONGEST and grade(before) and is_item_number(last) and not is_bare_clause(last):
        return last  # "Major NC-1"
    found = _headed().match(plain)
    if found is None or not (line.level or grade(plain) or named_clause(plain) or found.end() == len(plain)):
        return ""
    number, behind = found[2].rstrip(".-/,:"), plain[found.end():].strip(" :-")
    if not number.isdigit():
        return number
    return behind if is_id(behind) and not is_bare_clause(behind) else f"{found[1]} {number}"


def run_in(line: Line) -> tuple[str, str, str]:
    """The heading, the number and the text of a finding whose heading is the first sentence of its paragraph:
    "Observation JH-3 - clause 7.4. The plan is late."; '' where what stands first is more than a heading."""
    for end in _FIRST_SENTENCE.finditer(line.text[:_MOST_OF_A_HEADING]):
        head = line.text[:end.start()]
        number = number_in(replace(line, text=head, level=0))
        if number and are_of_a_heading(head.replace(number.rpartition(" ")[2], " ", 1)):
            return head, number, line.text[end.end():].strip()
    return "", "", ""


@cache
def _headed() -> re.Pattern[str]:
    """"Finding 1", "No conformidad menor AI-26-04/1", "4.2.1 Abweichung Nr. 3"."""
    return re.compile(rf"(?:\d{{1,2}}(?:\.\d{{1,2}})*\.? )?(?:(?:minor|major) )?({kinds()})(?=[ :#])"
                      rf"(?: [^\W\d_]{{4,12}})? ?(?:(?:{number_words()}) ?)?[:#-]? ?"
                      rf"([\w./-]{{0,30}}\d[\w./-]*|(?-i:{LETTERED}))(?!\w)", re.IGNORECASE)
