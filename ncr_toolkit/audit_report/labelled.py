"""What is labelled in a report, and its headings, in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ncr_toolkit.audit_report.labels import LONGEST, grade, is_value, key
from ncr_toolkit.audit_report.parts import Line, Part, Row

ID, GRADE = "finding.id", "finding.grade"
_LEAST_OF_A_HEAD = 3
"""So many labels side by side, and nothing else, are the head of a list; two may be two values that are missing."""
_MOST_OF_A_HEADING = 200
_KIND = (r"(?:non-?conformit(?:y|ies)|non-?conformance|nonconformité|non-conformité|no conformidad|finding|observation|"
         r"opportunity(?: for improvement)?|area of concern|abweichung|hauptabweichung|nebenabweichung|feststellung|"
         r"hinweis|constat|remarque|hallazgo|observación|ncr?|car|ofi|obs|minor|major)")
_HEADED = re.compile(rf"\b{_KIND} ?(?:(?:no\.?|nr\.?|n°|nº|number|#) ?)?[:#]? ?([\w./-]{{0,30}}\d[\w./-]*)",
                     re.IGNORECASE)
_ITSELF = re.compile(r"\b((?:NCR?|CAR|OFI|OBS|MIN|MAJ|AOC|F)[-_/ ]?(?:[A-Z0-9]{1,12}[-_/.]){0,4}\d{1,12})\b")


@dataclass(frozen=True, slots=True)
class Located:
    """A value, and where it stands."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A value with its label."""

    key: str
    label: str
    value: Located
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that begins something new."""

    line: Line


Event = Pair | Heading


def events(parts: Sequence[Part]) -> Iterator[Event]:
    """Headings and labelled values in order."""
    at = 0
    while at < len(parts):
        part = parts[at]
        if isinstance(part, Row):
            end = next((number for number in range(at, len(parts)) if not _is_same_table(parts[number], part)),
                       len(parts))
            yield from _of_table([each for each in parts[at:end] if isinstance(each, Row)])
            at = end
        else:
            used, found = _of_line(parts, at, part)
            yield from found
            at += used


def _is_same_table(part: Part, row: Row) -> bool:
    return isinstance(part, Row) and part.table == row.table


def _of_line(parts: Sequence[Part], at: int, line: Line) -> tuple[int, list[Event]]:
    """What a line says, and how many lines that took: a label alone has its value on the lines below."""
    label, colon, rest = line.text.partition(":")
    if colon and rest.strip() and (known := key(label)) and is_value(known, rest):
        return 1, [Pair(known, label.strip(), Located(rest.strip(), line.where))]
    if (known := key(line.text)) and not (line.level and number_in(line.text)):
        below = list(_below(parts, at + 1))
        text = "\n".join(each.text for each in below)
        if text and is_value(known, text):
            return 1 + len(below), [Pair(known, line.text.strip(" :"), Located(text, below[0].where))]
    return 1, [Heading(line)] if line.level or _is_headed(line.text) else []


def _below(parts: Sequence[Part], at: int) -> Iterator[Line]:
    """The lines below a label, until something else begins."""
    for number in range(at, len(parts)):
        part = parts[number]
        if not isinstance(part, Line) or part.level or key(part.text.partition(":")[0]) or _is_headed(part.text):
            return
        yield part


def _of_table(rows: Sequence[Row]) -> Iterator[Pair]:
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


def _listed(labels: Sequence[str], head: Sequence[str], row: Row, *, listed: bool) -> Iterator[Pair]:
    pairs = [Pair(known, label, Located(cell.strip(), row.where), listed)
             for known, label, cell in zip(head, labels, row.cells, strict=False) if known and is_value(known, cell)]
    yield from sorted(pairs, key=lambda pair: pair.key != ID)


def _beside(row: Row, below: Row | None) -> Iterator[Pair]:
    """The values beside, below or behind the labels of a row."""
    cells, at = row.cells, 0
    while at < len(cells):
        known = key(cells[at])
        label, colon, rest = cells[at].partition(":")
        behind = key(label) if colon else ""
        if known and at + 1 < len(cells) and _is_beside(known, cells[at + 1]):
            yield Pair(known, cells[at].strip(" :"), Located(cells[at + 1].strip(), row.where))
            at += 1
        elif known and len(cells) == 1 and below is not None and len(below.cells) == 1 \
                and _is_beside(known, below.cells[0]):
            yield Pair(known, cells[at].strip(" :"), Located(below.cells[0].strip(), below.where))
        elif behind and is_value(behind, rest):
            yield Pair(behind, label.strip(), Located(rest.strip(), row.where))
        at += 1


def _is_beside(known: str, text: str) -> bool:
    """Whether a cell holds the value of the label beside it, and is no label itself."""
    return is_value(known, text) and (known == GRADE or not key(text))


def number_in(text: str) -> str:
    """The number of the finding that a heading names, '' where it names none."""
    plain = " ".join(text[:_MOST_OF_A_HEADING].split())
    found = _ITSELF.search(plain) or _HEADED.search(plain)
    return found[1].strip(".-/") if found else ""


def _is_headed(text: str) -> bool:
    """Whether a line without a style of headings begins as the heading of a finding does."""
    return len(text) <= 2 * LONGEST and bool(number_in(text[:LONGEST])) and not text.rstrip().endswith(".") and \
        bool(grade(text) or _ITSELF.match(text.strip()))
