"""Which value belongs to which finding of a report: by labels, rows and headings, never by the sense of a sentence.

A finding begins with its number: beside a label, in a column of a list, or in a heading such as "NC-1: Minor, clause
8.4". What is labelled after it belongs to it, until the next number or the next heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ncr_toolkit.audit_report.labelled import GRADE, ID, Event, Heading, Located, Pair, events, number_in
from ncr_toolkit.audit_report.labels import grade, named_clause
from ncr_toolkit.audit_report.parts import Line, Part, letters

REFERENCE, TITLE = "finding.reference", "finding.title"
_TITLE = re.compile(r"^\s*[:\u2013\u2014-]\s*(.+)$")


@dataclass
class ReportFinding:
    """A finding of a report: what is located of it, by the key of our column."""

    id: str
    where: str
    listed: bool = False  # in a row of a list, and not by itself
    values: dict[str, Located] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # as the report has them, by key
    twofold: dict[str, tuple[Located, Located]] = field(default_factory=dict)  # said twice, and not alike


def located(parts: Iterable[Part]) -> tuple[list[ReportFinding], dict[str, Located]]:
    """The findings of these parts, and what is said of the audit itself. A finding that is told in several places, in a
    list and by itself, is one."""
    reader = _Locator()
    for each in events(list(parts)):
        reader.take(each)
    return reader.merged(), reader.about


class _Locator:
    """Puts headings and pairs together."""

    def __init__(self) -> None:
        self.findings: list[ReportFinding] = []
        self.about: dict[str, Located] = {}
        self.current: ReportFinding | None = None
        self.waiting: list[Pair] = []  # labelled, and of a finding whose number follows
        self.section = ""  # the grade that the last heading without a number named

    def take(self, event: Event) -> None:
        if isinstance(event, Heading):
            self._heading(event.line)
        elif event.key.startswith("audit."):
            self.about.setdefault(event.key, event.value)
        elif event.key == ID:
            self._begin(event.value.text, event.value.where, event.label, listed=event.listed)
        elif self.current is None or event.key in self.current.values:
            self.waiting.append(event)
        else:
            _enter(self.current, event)

    def _begin(self, id: str, where: str, label: str = "", *, listed: bool = False) -> None:
        if self.current is not None and not listed and self.current.id == id:
            return
        self.current = ReportFinding(" ".join(id.split()), where, listed)
        if label:
            self.current.labels[ID] = label
        for pair in self.waiting:
            if pair.key not in self.current.values:
                _enter(self.current, pair)
        self.waiting = []
        if self.section and not listed:
            self.current.values.setdefault(GRADE, Located(self.section, where))
        self.findings.append(self.current)

    def _heading(self, line: Line) -> None:
        self.waiting = []
        number = number_in(line.text)
        if not number:
            self.current, self.section = None, grade(line.text) or ("" if line.level else self.section)
            return
        self._begin(number, line.where)
        assert self.current is not None
        if grade(line.text):
            self.current.values[GRADE] = Located(grade(line.text), line.where)
        if named_clause(line.text):
            self.current.values[REFERENCE] = Located(named_clause(line.text), line.where)
        rest = _TITLE.match(line.text.partition(number)[2].rpartition("(")[0] or line.text.partition(number)[2])
        if rest and not (grade(rest[1]) or named_clause(rest[1])):
            self.current.values[TITLE] = Located(rest[1].strip(), line.where)

    def merged(self) -> list[ReportFinding]:
        """Each finding once, with what stands of it anywhere; those of which nothing but a number is located are left
        out."""
        found: dict[str, ReportFinding] = {}
        for each in self.findings:
            known = found.setdefault(each.id.casefold(), each)
            if known is not each:
                _join(known, each)
        return [each for each in found.values() if each.values]


def _enter(finding: ReportFinding, pair: Pair) -> None:
    finding.values[pair.key] = pair.value
    finding.labels[pair.key] = pair.label


def _join(finding: ReportFinding, other: ReportFinding) -> None:
    """Take over what another place says of the same finding; of a text the longer one, where one begins the other."""
    for name, value in other.values.items():
        known = finding.values.setdefault(name, value)
        if _alike(name, known.text, value.text):
            finding.values[name] = max(known, value, key=lambda each: len(each.text))
        else:
            finding.twofold[name] = (known, value)
    finding.labels = {**other.labels, **finding.labels}
    finding.listed = finding.listed and other.listed


def _alike(name: str, one: str, other: str) -> bool:
    if name == GRADE:
        return grade(one) == grade(other)
    short, long = sorted((letters(one), letters(other)), key=len)
    return short in long
