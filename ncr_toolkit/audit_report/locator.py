"""Puts what is found in a report together: which value belongs to which finding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ncr_toolkit.audit_report.about_audit import AboutAudit
from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.label_words import DUE, ID, REFERENCE
from ncr_toolkit.audit_report.labels import (
    GRADE,
    REQUIREMENT,
    TEXTS,
    TITLE,
    is_bare_clause,
    key,
    meant,
    named_clause,
)
from ncr_toolkit.audit_report.parts import letters
from ncr_toolkit.audit_report.said_again import is_another, join, say_again, settle_due
from ncr_toolkit.audit_report.told import ReportFinding
from ncr_toolkit.audit_report.values_and_headings import (
    Aside,
    Boundary,
    Event,
    Graded,
    Heading,
    Located,
    Pair,
    Prose,
    Unnumbered,
)

_LEAST_OF_DEFINITIONS = 3
_ROW = "row"  # what stands for the label of a row without a number
_TITLE = re.compile(r"^\s*[:\u2013\u2014-]\s*(.+)$")


class Locator:
    """Puts headings and pairs together."""

    def __init__(self) -> None:
        self.findings: list[ReportFinding] = []
        self.about = AboutAudit()
        self.current: ReportFinding | None = None
        self.unnumbered: list[Located] = []
        self.waiting: list[Pair] = []  # labelled, and of a finding whose number follows
        self.before_numbers: set[str] = set()  # what this report labels before it says the number
        self.section = ""  # the grade that the last heading without a number named
        self.headed = Located("", "")  # that heading
        self.due = "Due"  # what the report calls a day that may be that of the answer or of the closing
        self.unread: dict[str, Located] = {}  # headings of a grade below which stands what is not taken
        self.prose: list[Located] = []  # what stands there
        self.lines: list[Located] = []  # that begin as a finding does
        self.good: list[Located] = []
        self.statements: set[str] = set()  # labels of statements of findings with a number
        self.run: list[list[tuple[Graded, ReportFinding]]] = [[]]  # lines without numbers, one below the other

    def take(self, event: Event) -> None:
        if isinstance(event, Graded):
            self._graded(event)
            return
        if not isinstance(event, Prose):
            self.run += [[]] * bool(self.run[-1])
        if isinstance(event, Heading):
            self._heading(event)
        elif isinstance(event, Unnumbered):
            found = ReportFinding("", event.where, listed=True)
            for pair in event.pairs:
                (found.values if pair.key else found.others)[pair.key or pair.label] = pair.value
            self.run.append([(Graded(found.values[GRADE].text, _ROW, found.values[TEXTS[0]]), found)])
        elif isinstance(event, Aside):
            (self.good if event.good else self.lines).append(event.value)
        elif isinstance(event, Prose):
            if self.current is None and self.section:
                self.unread.setdefault(self.headed.text, self.headed)
                self.prose.append(event.value)
        elif isinstance(event, Boundary):
            self.drop_waiting()
            self.unnumbered += [Located(event.number or "a row without a number", event.where)] * bool(
                event.unnumbered or event.number)
        else:
            self._pair(event)

    def _graded(self, event: Graded) -> None:
        """A line that is the statement of the finding that has begun, or a finding without a number."""
        known, is_label = self.current, key(event.label) == TEXTS[0]
        if known is not None and not known.listed and TEXTS[0] not in known.values and known.id and (
                is_label or GRADE not in known.values or grade(known.values[GRADE].text) == event.grade):
            self._pair(Pair(TEXTS[0], event.label, event.value))
            if not is_label:
                known.values.setdefault(GRADE, Located(event.grade, event.value.where))
            return
        self.drop_waiting()
        self.current = ReportFinding("", event.value.where, values={
            GRADE: Located(event.grade, event.value.where), TEXTS[0]: event.value})
        self.run[-1].append((event, self.current))

    def without_number(self) -> list[ReportFinding]:
        """The findings without a number; lines that tell what each grade means are none."""
        return [each for run in self.run for event, each in run if self._is_finding(event, run)]

    def _is_finding(self, event: Graded, run: Sequence[tuple[Graded, ReportFinding]]) -> bool:
        """Whether a line without a number is a finding: not where its label stands before statements elsewhere."""
        return not event.is_definition and not _are_definitions(run) and event.label not in self.statements and (
            bool(event.label) or not self.statements)

    def lines_not_taken(self) -> list[Located]:
        """The lines that begin as a finding does, and are none of those that are located."""
        known = {letters(each.id).casefold() for each in self.findings}
        doubtful = [Located(f"{event.label or event.grade}: {event.value.text}", event.value.where)
                    for run in self.run for event, _ in run
                    if not event.is_definition and not self._is_finding(event, run)]
        return doubtful + [each for each in self.lines if not any(
            id and letters(each.text).casefold().endswith(id) for id in known)]

    def drop_waiting(self) -> None:
        """What is labelled and of no number: a finding without one, where it tells what was found and its grade."""
        waiting, self.waiting = self.waiting, []
        values = {pair.key: pair.value for pair in reversed(waiting)}
        if {GRADE, TEXTS[0]} <= values.keys() and values[TEXTS[0]].text:
            found = ReportFinding("", waiting[0].value.where, values=values)
            self.run.append([(Graded(values[GRADE].text, "", values[TEXTS[0]]), found)])

    def _pair(self, event: Pair) -> None:
        event = replace(event, key=meant(event.key, event.value.text))
        self.due = event.label if event.key == DUE else self.due
        if event.key == REQUIREMENT and is_bare_clause(event.value.text):
            event = replace(event, key=REFERENCE)
            if self.current is not None and REFERENCE in self.current.values:
                return  # it is said already, and is not the words of the requirement
        if event.key.startswith("audit."):
            self.about.take(event.key, event.value)
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
            if event.key == TEXTS[0] and self.current.id and not event.listed:
                self.statements.add(event.label)
        elif event.key in self.before_numbers:
            self.waiting.append(event)
        else:
            say_again(self.current, event.key, event.value)

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
        self.drop_waiting()
        line = heading.line
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
        if is_bare_clause(behind):
            self.current.values.setdefault(REFERENCE, Located(behind.strip(" ,;:()\u2013\u2014-"), line.where))
        rest = _TITLE.match(behind.rpartition("(")[0] or behind)
        if rest and not (grade(rest[1]) or named_clause(rest[1])):
            self.current.values[TITLE] = Located(rest[1].strip(), line.where)

    def merged(self) -> list[ReportFinding]:
        """Each finding once, with what stands of it anywhere."""
        found: list[ReportFinding] = []
        for each in filter(lambda each: each.id, self.findings):
            known = next((other for other in found if other.id.casefold() == each.id.casefold()
                          and not is_another(other, each)), None)
            if known is None:
                found.append(each)
            else:
                join(known, each)
        for each in found:
            settle_due(each, self.due)
            each.values = {key: value for key, value in each.values.items() if value.text}
            if each.section and each.values:
                each.values.setdefault(GRADE, Located(each.section, each.where))
        return found


def _are_definitions(run: Sequence[tuple[Graded, ReportFinding]]) -> bool:
    """Whether lines one below the other name each grade once, as those do that tell what a grade means."""
    named = [event.grade for event, each in run if set(each.values) <= {GRADE, TEXTS[0]}]
    return len(named) >= _LEAST_OF_DEFINITIONS and len(set(named)) == len(named) == len(run)
