"""The findings of a register beside those of the report: which is which, what differs, and what cannot be compared."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.label_words import REFERENCE
from ncr_toolkit.audit_report.labels import DAYS, GRADE, TEXTS, days
from ncr_toolkit.audit_report.line_breaks import is_sentence_end
from ncr_toolkit.audit_report.parts import letters
from ncr_toolkit.audit_report.references import differ
from ncr_toolkit.audit_report.report import AuditReport
from ncr_toolkit.audit_report.told import ReportFinding
from ncr_toolkit.audit_report.values_and_headings import Located
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import column_names

_LONGEST = 60  # of a text by which a finding without a number is named
_NOT_IN_AN_ID = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"^[^\W\d_]*0*(?=\d)")
_COMPARED = column_names(Finding, "grade", "reference", "raised_on", "response_due", "close_due")


class Pairs:
    """Which finding of the register is which of its audit's report; without a report none is any."""

    def __init__(self, own: Sequence[Finding], report: AuditReport | None) -> None:
        own = own if report is not None else ()
        found, bare = ((), ()) if report is None else (report.findings, report.told.bare)
        unnumbered = () if report is None else report.told.unnumbered
        self.told = _match(own, found)
        self.told |= _by_statement([each for each in own if id(each) not in self.told], unnumbered)
        self.matched = [(finding, self.told[id(finding)]) for finding in own if id(finding) in self.told]
        self.strangers = sorted(finding.label for finding in own if id(finding) not in self.told)
        ids, taken = {_plain(each.id) for each in own if each.known("id")}, {id(told) for told in self.told.values()}
        self.bare = [f"{each.text} ({each.where})" for each in bare if _plain(each.text) not in ids]
        self.unread = [] if report is None else [f"'{each.text}' ({each.where})" for each in report.told.unread]
        self.unnumbered = [f"'{_beginning(each)}' ({each.where})" for each in unnumbered if id(each) not in taken]
        self.unlogged = [told for told in found if id(told) not in taken and _plain(told.id) not in ids]


def _match(findings: Sequence[Finding], reported: Sequence[ReportFinding]) -> dict[int, ReportFinding]:
    """By their ids: letters and digits alone, then the bare number where only one on each side has it."""
    found: dict[int, ReportFinding] = {}
    for way in (_plain, _bare):
        left = [finding for finding in findings if id(finding) not in found and finding.known("id")]
        taken = {id(told) for told in found.values()}
        rest = [told for told in reported if id(told) not in taken]
        there = {way(told.id): told for told in rest}
        counts = Counter(way(told.id) for told in rest)
        mine = Counter(way(finding.id) for finding in left)
        found |= {id(finding): there[way(finding.id)] for finding in left
                  if counts[way(finding.id)] == mine[way(finding.id)] == 1}
    return found


def _by_statement(findings: Sequence[Finding], reported: Sequence[ReportFinding]) -> dict[int, ReportFinding]:
    """By what was found, letter by letter, where the report gives no number."""
    said = {letters(each.values[TEXTS[0]].text): each for each in reported if TEXTS[0] in each.values}
    return {id(finding): said[text] for finding in findings if finding.known("statement")
            and (text := letters(finding.typed("statement"))) in said}


def _beginning(finding: ReportFinding) -> str:
    text = finding.values[TEXTS[0]].text if TEXTS[0] in finding.values else ""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} ..."


def _plain(id: str) -> str:
    return _NOT_IN_AN_ID.sub("", fold(id))


def _bare(id: str) -> str:
    """The number without the letters and noughts before it: "NC-01" is "1"."""
    return _NUMBER.sub("", _plain(id))


def differences(finding: Finding, told: ReportFinding, pack: Pack) -> Iterator[tuple[str, Located]]:
    """The fields that differ, each with what the report says. `pack`: of the register."""
    says = told.values.get(GRADE)
    if says is not None and finding.known("grade") and GRADE not in told.twofold and grade(says.text) != finding.grade:
        yield "grade", says
    says = told.values.get(REFERENCE)
    if says is not None and finding.known("reference") and REFERENCE not in told.twofold \
            and differ(finding, says.text, pack):
        yield "reference", says
    for key in DAYS:
        name, says = key.partition(".")[2], told.values.get(key)
        if says is not None and key not in told.twofold and finding.known(name) \
                and finding.value(name) not in days(says.text):
            yield name, says


def not_typed(finding: Finding, told: ReportFinding) -> dict[str, Located]:
    """By the columns that are blank here, what the report says; not where it says two things."""
    names = (key.partition(".")[2] for key in (GRADE, REFERENCE, *TEXTS, *DAYS)
             if key in told.values and key not in told.twofold)
    return {name: told.values[f"finding.{name}"] for name in names
            if finding.cell(name).ref is not None and finding.blank(name)}


def cut_short(finding: Finding, told: ReportFinding) -> dict[str, str]:
    """By the columns with the auditor's words that stop within a sentence of the report, how it goes on there."""
    found = {}
    for key in TEXTS:
        name, says = key.partition(".")[2], told.values.get(key)
        if says is not None and finding.known(name) and not is_sentence_end(finding.typed(name).strip()):
            mine, whole = letters(finding.typed(name)), letters(says.text)
            if mine != whole and whole.startswith(mine):
                found[name] = _behind(says.text, len(mine))
    return found


def _behind(text: str, count: int) -> str:
    """What follows in a text upon so many letters as are compared."""
    return text[bisect_right(range(len(text)), count, key=lambda end: len(letters(text[:end]))) - 1:]


def not_compared(finding: Finding, told: ReportFinding) -> list[str]:
    """The columns that are filled here and not located there, or told twice and not alike."""
    return [f"'{finding.SHEET.column(name).header}'" for name in _COMPARED
            if finding.known(name) and (f"finding.{name}" not in told.values or f"finding.{name}" in told.twofold)]
