"""Which value belongs to which finding of a report: by labels, rows and headings, never by the sense of a sentence.

A finding begins with its number: beside a label, in a column of a list, or in a heading such as "NC-1: Minor, clause
8.4". What is labelled after it belongs to it, until the next number or the next heading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.label_words import CLOSE_DUE, DUE, ID, REFERENCE, RESPONSE_DUE
from ncr_toolkit.audit_report.labels import (
    ENDED,
    GRADE,
    LEAD_AUDITOR,
    PERIOD,
    REQUIREMENT,
    STARTED,
    TEXTS,
    TITLE,
    days,
    is_bare_clause,
    meant,
    named_clause,
)
from ncr_toolkit.audit_report.parts import Part, letters
from ncr_toolkit.audit_report.periods import period
from ncr_toolkit.audit_report.values_and_headings import Boundary, Event, Heading, Located, Pair, Prose
from ncr_toolkit.audit_report.values_in_lines import events

PERIOD_KEYS = (STARTED, ENDED)
_NAME_ENDS, _SEVERAL = re.compile(r"[;,(\n]"), re.compile(r"\d|\s(?:and|und|et|y|&)\s")
_MOST_OF_A_NAME = 6
"""In words."""
_TITLE = re.compile(r"^\s*[:\u2013\u2014-]\s*(.+)$")


@dataclass
class ReportFinding:
    """A finding of a report: what is located of it, by the key of our column."""

    id: str
    where: str
    listed: bool = False  # in a row of a list, and not by itself
    section: str = ""  # the grade that the heading above it names
    values: dict[str, Located] = field(default_factory=dict)
    others: dict[str, Located] = field(default_factory=dict)  # in columns of the report's own, by their headers
    twofold: dict[str, tuple[Located, Located]] = field(default_factory=dict)  # said twice, and not alike


@dataclass(frozen=True)
class Told:
    """What a report tells. `about`: of the audit itself, by the key of our column."""

    findings: tuple[ReportFinding, ...]
    about: dict[str, Located]
    bare: tuple[Located, ...]  # numbers of findings of which nothing else is located
    unread: tuple[Located, ...]  # headings of a grade below which stands what is not taken


def located(parts: Sequence[Part]) -> Told:
    """What these parts tell. A finding that is told in several places, in a list and by itself, is one."""
    reader = _Locator()
    for each in events(parts):
        reader.take(each)
    found = reader.merged()
    bare = [Located(each.id, each.where) for each in found if not each.values] + reader.unnumbered
    return Told(tuple(each for each in found if each.values), reader.about, tuple(bare), tuple(reader.unread.values()))


class _Locator:
    """Puts headings and pairs together."""

    def __init__(self) -> None:
        self.findings: list[ReportFinding] = []
        self.about: dict[str, Located] = {}
        self.ends: dict[str, Located] = {}  # of the audit, each under a label of its own
        self.current: ReportFinding | None = None
        self.unnumbered: list[Located] = []
        self.waiting: list[Pair] = []  # labelled, and of a finding whose number follows
        self.before_numbers: set[str] = set()  # what this report labels before it says the number
        self.section = ""  # the grade that the last heading without a number named
        self.headed = Located("", "")  # that heading
        self.due = "Due"  # what the report calls a day that may be that of the answer or of the closing
        self.unread: dict[str, Located] = {}  # headings of a grade below which stands what is not taken

    def take(self, event: Event) -> None:
        if isinstance(event, Heading):
            self._heading(event)
        elif isinstance(event, Prose):
            if self.current is None and self.section:
                self.unread.setdefault(self.headed.text, self.headed)
        elif isinstance(event, Boundary):
            self.waiting = []
            self.unnumbered += [Located(event.number or "a row without a number", event.where)] * bool(
                event.unnumbered or event.number)
        else:
            self._pair(event)

    def _pair(self, event: Pair) -> None:
        event = replace(event, key=meant(event.key, event.value.text))
        self.due = event.label if event.key == DUE else self.due
        if event.key == REQUIREMENT and is_bare_clause(event.value.text):
            event = replace(event, key=REFERENCE)
            if self.current is not None and REFERENCE in self.current.values:
                return  # it is said already, and is not the words of the requirement
        if event.key.startswith("audit."):
            self._of_the_audit(event.key, event.value)
        elif event.key == ID:
            self._begin(event.value.text, event.value.where, listed=event.listed)
        elif not event.key:
            if self.current is not None:
                self.current.others.setdefault(event.label, event.value)
        elif self.current is None:
            self.waiting.append(event)
            self.before_numbers.add(event.key)
        elif event.key not in self.current.values:
            self.current.values[event.key] = event.value
        elif event.key in self.before_numbers:
            self.waiting.append(event)
        else:
            _say_again(self.current, event.key, event.value)

    def _of_the_audit(self, key: str, value: Located) -> None:
        if key in PERIOD_KEYS:
            self.ends.setdefault(key, value)
            if len(self.ends) == len(PERIOD_KEYS):
                self._days(" \u2013 ".join(self.ends[name].text for name in PERIOD_KEYS), value.where)
        elif key == PERIOD:
            self._days(value.text, value.where)
        elif key == LEAD_AUDITOR:
            name = _NAME_ENDS.split(value.text)[0].strip()
            if not _SEVERAL.search(name) and len(name.split()) <= _MOST_OF_A_NAME:
                self.about.setdefault(key, Located(name, value.where))
        else:
            self.about.setdefault(key, value)

    def _days(self, text: str, where: str) -> None:
        """The first and the last day, where the two allow one reading."""
        for name, day in zip(PERIOD_KEYS, period(text, days) or (), strict=False):
            self.about.setdefault(name, Located(day.isoformat(), where))

    def _begin(self, id: str, where: str, *, listed: bool = False) -> None:
        plain = " ".join(id.split())
        if self.current is not None and not listed and letters(self.current.id).endswith(letters(plain)) \
                and set(self.current.values) <= {GRADE, REFERENCE, TITLE}:
            self.current.id = plain  # the number beside its label, below the heading that named it
            return
        self.current = ReportFinding(plain, where, listed, self.section)
        for pair in self.waiting:
            self.current.values.setdefault(pair.key, pair.value)
        self.waiting = []
        self.findings.append(self.current)

    def _heading(self, heading: Heading) -> None:
        self.waiting, line = [], heading.line
        if not heading.number:
            self.current, self.section = None, grade(line.text) or ("" if line.level else self.section)
            self.headed = Located(line.text, line.where) if grade(line.text) else self.headed
            return
        self._begin(heading.number, line.where)
        assert self.current is not None
        if grade(line.text):
            self.current.values[GRADE] = Located(grade(line.text), line.where)
        if named_clause(line.text):
            self.current.values[REFERENCE] = Located(named_clause(line.text), line.where)
        behind = line.text.partition(heading.number.rpartition(" ")[2])[2]
        rest = _TITLE.match(behind.rpartition("(")[0] or behind)
        if rest and not (grade(rest[1]) or named_clause(rest[1])):
            self.current.values[TITLE] = Located(rest[1].strip(), line.where)

    def merged(self) -> list[ReportFinding]:
        """Each finding once, with what stands of it anywhere."""
        found: list[ReportFinding] = []
        for each in self.findings:
            known = next((other for other in found if other.id.casefold() == each.id.casefold()
                          and not _is_another(other, each)), None)
            if known is None:
                found.append(each)
            else:
                _join(known, each)
        for each in found:
            _settle_due(each, self.due)
            each.values = {key: value for key, value in each.values.items() if value.text}
            if each.section and each.values:
                each.values.setdefault(GRADE, Located(each.section, each.where))
        return found


def _settle_due(finding: ReportFinding, label: str) -> None:
    """A day of which the label does not say what is due is the other one of the two, where one is told; else it stays
    under its label."""
    due, twofold = finding.values.pop(DUE, None), finding.twofold.pop(DUE, None)
    if due is None or twofold:
        return
    free = [key for key in (RESPONSE_DUE, CLOSE_DUE) if key not in finding.values]
    if len(free) == 1:
        finding.values[free[0]] = due
    else:
        finding.others.setdefault(label, due)


def _is_another(finding: ReportFinding, other: ReportFinding) -> bool:
    """Whether two findings share a number and are not one: two sites may each have an NC-1. A list may shorten what is
    told in full elsewhere."""
    if finding.listed != other.listed:
        return False
    return any(not _alike(name, finding.values[name].text, other.values[name].text)
               for name in TEXTS if name in finding.values and name in other.values)


def _join(finding: ReportFinding, other: ReportFinding) -> None:
    """Take over what another place says of the same finding; of a text that differs the one that is no list's."""
    for name, value in other.values.items():
        known = finding.values.setdefault(name, value)
        if known.text and value.text and not _alike(name, known.text, value.text) and name in (*TEXTS, TITLE):
            finding.values[name] = value if finding.listed and not other.listed else known
        else:
            _say_again(finding, name, value)
    finding.others = {**other.others, **finding.others}
    finding.listed = finding.listed and other.listed


def _say_again(finding: ReportFinding, name: str, value: Located) -> None:
    """Put a value beside the one that the finding has: the longer counts, where the short is part of it. What is not
    alike is not compared, and a text of which one may be cut, or which is said in two ways, is none."""
    known = finding.values[name]
    if known.text and value.text and _alike(name, known.text, value.text):
        finding.values[name] = max(known, value, key=lambda each: len(each.text))
    elif name in (*TEXTS, TITLE):
        finding.values[name] = Located("", known.where)
    else:
        finding.twofold[name] = (known, value)


def _alike(name: str, one: str, other: str) -> bool:
    if name == GRADE:
        return grade(one) == grade(other)
    short, long = sorted((letters(one), letters(other)), key=len)
    return short in long
