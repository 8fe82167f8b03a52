"""Which value belongs to which finding of a report: by labels, rows and headings, never by the sense of a sentence.

A finding begins with its number: beside a label, in a column of a list, or in a heading such as "NC-1: Minor, clause
8.4". What is labelled after it belongs to it, until the next number or the next heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ncr_toolkit.audit_report.labels import LONGEST, grade, is_value, key, named_clause
from ncr_toolkit.audit_report.parts import Line, Part, Row, letters

ID, GRADE, REFERENCE, TITLE = "finding.id", "finding.grade", "finding.reference", "finding.title"
_LEAST_OF_A_HEAD = 3
"""So many labels side by side, and nothing else, are the head of a list; two may be two values that are missing."""
_KIND = (r"(?:non-?conformit(?:y|ies)|non-?conformance|nonconformité|non-conformité|no conformidad|finding|observation|"
         r"opportunity(?: for improvement)?|area of concern|abweichung|hauptabweichung|nebenabweichung|feststellung|"
         r"hinweis|constat|remarque|hallazgo|observación|ncr?|car|ofi|obs|minor|major)")
_HEADED = re.compile(rf"(?:^|\b){_KIND}\s*(?:no\.?|nr\.?|n°|nº|number|#)?\s*[:#]?\s*([\w./-]*\d[\w./-]*)", re.IGNORECASE)
_ITSELF = re.compile(r"\b((?:NCR?|CAR|OFI|OBS|MIN|MAJ|AOC|F)[-_/ ]?(?:[A-Z0-9]+[-_/.])*\d+)\b")
_TITLE = re.compile(r"^\s*[:\u2013\u2014-]\s*(.+)$")


@dataclass(frozen=True, slots=True)
class Located:
    """A value, and where it stands."""

    text: str
    where: str


@dataclass
class ReportFinding:
    """A finding of a report: what is located of it, by the key of our column."""

    id: str
    where: str
    listed: bool = False  # in a row of a list, and not by itself
    values: dict[str, Located] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # as the report has them, by key
    twofold: dict[str, tuple[Located, Located]] = field(default_factory=dict)  # said twice, and not alike


@dataclass(frozen=True, slots=True)
class _Pair:
    key: str
    label: str
    value: Located
    listed: bool = False


def located(parts: Iterable[Part]) -> tuple[list[ReportFinding], dict[str, Located]]:
    """The findings of these parts, and what is said of the audit itself. A finding that is told in several places, in a
    list and by itself, is one."""
    reader = _Locator()
    for each in _events(list(parts)):
        reader.take(each)
    return reader.merged(), reader.about


@dataclass(frozen=True, slots=True)
class _Heading:
    line: Line


_Event = _Pair | _Heading


def _events(parts: Sequence[Part]) -> Iterator[_Event]:
    """Headings and labelled values in order."""
    at = 0
    while at < len(parts):
        part = parts[at]
        if isinstance(part, Row):
            end = next((number for number in range(at, len(parts)) if not _is_same_table(parts[number], part)), len(parts))
            yield from _of_table([each for each in parts[at:end] if isinstance(each, Row)])
            at = end
        else:
            used, found = _of_line(parts, at, part)
            yield from found
            at += used


def _is_same_table(part: Part, row: Row) -> bool:
    return isinstance(part, Row) and part.table == row.table


def _of_line(parts: Sequence[Part], at: int, line: Line) -> tuple[int, list[_Event]]:
    """What a line says, and how many lines that took: a label alone has its value on the lines below."""
    label, colon, rest = line.text.partition(":")
    if colon and rest.strip() and (known := key(label)) and is_value(known, rest):
        return 1, [_Pair(known, label.strip(), Located(rest.strip(), line.where))]
    if (known := key(line.text)) and not (line.level and _number_in(line.text)):
        below = list(_below(parts, at + 1))
        text = "\n".join(each.text for each in below)
        if text and is_value(known, text):
            return 1 + len(below), [_Pair(known, line.text.strip(" :"), Located(text, below[0].where))]
    return 1, [_Heading(line)] if line.level or _is_headed(line.text) else []


def _below(parts: Sequence[Part], at: int) -> Iterator[Line]:
    """The lines below a label, until something else begins."""
    for part in parts[at:]:
        if not isinstance(part, Line) or part.level or key(part.text.partition(":")[0]) or _is_headed(part.text):
            return
        yield part


def _of_table(rows: Sequence[Row]) -> Iterator[_Pair]:
    at = 0
    while at < len(rows):
        head = [key(cell) if cell else "" for cell in rows[at].cells]
        if _is_head(rows[at], head, rows[at + 1:at + 2]):
            end = next((number for number in range(at + 1, len(rows))
                        if sum(bool(key(cell)) for cell in rows[number].cells) >= _LEAST_OF_A_HEAD), len(rows))
            for row in rows[at + 1:end]:
                yield from _listed(rows[at].cells, head, row, listed=ID in head)
            at = end
        else:
            below = rows[at + 1] if at + 1 < len(rows) else None
            yield from _beside(rows[at], below)
            at += 1


def _is_head(row: Row, head: Sequence[str], below: Sequence[Row]) -> bool:
    """Whether a row is the head of columns: labels alone, the number among them or at least three, with cells below."""
    filled = [cell for cell in row.cells if cell]
    known = sum(map(bool, head))
    if known < 2 or not below or len(below[0].cells) < len(row.cells) - 1:
        return False
    if ID in head and head.index(ID) == 0 and known < len(filled) and is_value(ID, row.cells[1]):
        return False  # a label, and beside it its number
    return known >= _LEAST_OF_A_HEAD and known * 2 > len(filled) and not any(
        found and at + 1 < len(row.cells) and not head[at + 1] and is_value(found, row.cells[at + 1])
        and found in (ID, GRADE) for at, found in enumerate(head))


def _listed(labels: Sequence[str], head: Sequence[str], row: Row, *, listed: bool) -> Iterator[_Pair]:
    pairs = [_Pair(known, label, Located(cell.strip(), row.where), listed)
             for known, label, cell in zip(head, labels, row.cells, strict=False) if known and is_value(known, cell)]
    yield from sorted(pairs, key=lambda pair: pair.key != ID)


def _beside(row: Row, below: Row | None) -> Iterator[_Pair]:
    """The values beside, below or behind the labels of a row."""
    cells, at = row.cells, 0
    while at < len(cells):
        known = key(cells[at])
        label, colon, rest = cells[at].partition(":")
        behind = key(label) if colon else ""
        if known and at + 1 < len(cells) and _is_beside(known, cells[at + 1]):
            yield _Pair(known, cells[at].strip(" :"), Located(cells[at + 1].strip(), row.where))
            at += 1
        elif known and len(cells) == 1 and below is not None and len(below.cells) == 1 and _is_beside(known, below.cells[0]):
            yield _Pair(known, cells[at].strip(" :"), Located(below.cells[0].strip(), below.where))
        elif behind and is_value(behind, rest):
            yield _Pair(behind, label.strip(), Located(rest.strip(), row.where))
        at += 1


def _is_beside(known: str, text: str) -> bool:
    """Whether a cell holds the value of the label beside it, and is no label itself."""
    return is_value(known, text) and (known == GRADE or not key(text))


def _number_in(text: str) -> str:
    """The number of the finding that a heading names, '' where it names none."""
    found = _ITSELF.search(text) or _HEADED.search(text)
    return found[1].strip(".-/") if found else ""


def _is_headed(text: str) -> bool:
    """Whether a line without a style of headings begins as the heading of a finding does."""
    return len(text) <= 2 * LONGEST and bool(_number_in(text[:LONGEST])) and not text.rstrip().endswith(".") and \
        bool(grade(text) or _ITSELF.match(text.strip()))


class _Locator:
    """Puts headings and pairs together."""

    def __init__(self) -> None:
        self.findings: list[ReportFinding] = []
        self.about: dict[str, Located] = {}
        self.current: ReportFinding | None = None
        self.waiting: list[_Pair] = []  # labelled, and of a finding whose number follows
        self.section = ""  # the grade that the last heading without a number named

    def take(self, event: _Event) -> None:
        if isinstance(event, _Heading):
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
        number = _number_in(line.text)
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


def _enter(finding: ReportFinding, pair: _Pair) -> None:
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
