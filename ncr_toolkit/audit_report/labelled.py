"""What is labelled in a report, and its headings, in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ncr_toolkit.audit_report.labels import (
    GRADE,
    ID,
    LONGEST,
    REFERENCE,
    REPORT,
    TEXTS,
    clauses,
    codes_of,
    grade,
    is_earlier,
    is_id,
    is_number_label,
    is_value,
    key,
    kinds,
    named_clause,
    number_words,
)
from ncr_toolkit.audit_report.parts import Line, Part, Row

_LEAST_OF_A_HEAD = 3
"""So many labels side by side, and nothing else, are the head of a list; two may be two values that are missing."""
_MOST_OF_A_HEADING = 200
_AT_FIRST = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*\.? )?([^\W\d_]{1,12}[-_/]?\d[\w./-]*)(?!\w)")
"""A number with letters that begins a heading, behind that of the chapter: "MN1 (Clause 7.2)"."""
_SENTENCE = ".;"
_REQUIREMENT = "finding.requirement"


@dataclass(frozen=True, slots=True)
class Located:
    """A value, and where it stands."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A value with its label; without a key it is of a column of the report's own."""

    key: str
    label: str
    value: Located
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that begins something new."""

    line: Line
    number: str = ""  # of the finding that it begins


@dataclass(frozen=True, slots=True)
class Boundary:
    """A table begins; or a row of a list ends here, as it has no number."""

    where: str
    unnumbered: bool = False


Event = Pair | Heading | Boundary


def events(parts: Sequence[Part]) -> Iterator[Event]:
    """Headings and labelled values in order; what an earlier audit found is left out."""
    codes = {code: meant for part in parts if isinstance(part, Line) for code, meant in codes_of(part.text).items()}
    at, earlier = 0, 0
    while at < len(parts):
        part = parts[at]
        if isinstance(part, Row):
            end = next((number for number in range(at, len(parts)) if not _is_same_table(parts[number], part)),
                       len(parts))
            if not earlier:
                yield from _of_table([each for each in parts[at:end] if isinstance(each, Row)], codes)
            at = end
            continue
        earlier = _still_earlier(part, earlier)
        used, found = _of_line(parts, at, part, codes)
        at += used
        if not earlier:
            yield from found


def earlier_tables(parts: Sequence[Part]) -> set[int]:
    """The numbers of the tables in which an earlier audit's findings stand."""
    found, earlier = set[int](), 0
    for part in parts:
        if isinstance(part, Line):
            earlier = _still_earlier(part, earlier)
        elif earlier:
            found.add(part.table)
    return found


def _still_earlier(line: Line, earlier: int) -> int:
    """The level of the heading of what an earlier audit found, while what follows stands below it; else 0."""
    level = line.level or (1 if len(line.text) <= 2 * LONGEST and line.text.rstrip()[-1:] not in _SENTENCE
                           and ":" not in line.text and is_earlier(line.text) else 0)
    if level and is_earlier(line.text):
        return level
    return 0 if earlier and ((line.level and line.level <= earlier) or number_in(line)) else earlier


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
    found = _headed().match(plain)
    if found is None or not (line.level or grade(plain) or named_clause(plain)):
        return ""
    number = found[2].rstrip(".-/,:")
    return number if not number.isdigit() else f"{found[1]} {number}"


@cache
def _headed() -> re.Pattern[str]:
    """"Finding 1", "No conformidad menor AI-26-04/1", "4.2.1 Abweichung Nr. 3"."""
    return re.compile(rf"(?:\d{{1,2}}(?:\.\d{{1,2}})*\.? )?(?:(?:minor|major) )?({kinds()})(?=[ :#])"
                      rf"(?: [^\W\d_]{{4,12}})? ?(?:(?:{number_words()}) ?)?[:#-]? ?"
                      r"([\w./-]{0,30}\d[\w./-]*)(?!\w)", re.IGNORECASE)


def _is_same_table(part: Part, row: Row) -> bool:
    return isinstance(part, Row) and part.table == row.table


def _of_line(parts: Sequence[Part], at: int, line: Line, codes: Mapping[str, str]) -> tuple[int, list[Event]]:
    """What a line says, and how many lines that took: a label alone has its value on the lines below."""
    label, colon, rest = line.text.partition(":")
    if colon and rest.strip() and (known := key(label)) and is_value(known, rest, codes):
        return 1, [Pair(known, label.strip(), Located(rest.strip(), line.where))]
    number = number_in(line)
    if colon and rest.strip() and not number and (told := number_in(replace(line, text=label))):
        return 1, [Heading(replace(line, text=label), told), Pair(TEXTS[0], "", Located(rest.strip(), line.where))]
    if not number and (known := key(line.text)):
        below = list(_below(parts, at + 1))
        text = "\n".join(each.text for each in below)
        if text and is_value(known, text, codes):
            return 1 + len(below), [Pair(known, line.text.strip(" :"), Located(text, below[0].where))]
    return 1, [Heading(line, number)] if line.level or number else []


def _below(parts: Sequence[Part], at: int) -> Iterator[Line]:
    """The lines below a label, until something else begins."""
    for number in range(at, len(parts)):
        part = parts[number]
        if not isinstance(part, Line) or part.level or key(part.text.partition(":")[0]) or number_in(part):
            return
        yield part


def _of_table(rows: Sequence[Row], codes: Mapping[str, str]) -> Iterator[Event]:
    found: list[Pair | Boundary] = []
    at = 0
    yield Boundary(rows[0].where)
    while at < len(rows):
        head = [key(cell) if cell else "" for cell in rows[at].cells]
        below = _below_head(rows, at) if _is_head(rows[at], head) else []
        if below:
            head = _with_number_column(rows[at].cells, head, below)
            for row in below:
                found += _in_columns(rows[at].cells, head, row, codes, listed=len(below) > 1)
            at = 1 + rows.index(below[-1])
        else:
            found += _beside(rows[at], rows[at + 1] if at + 1 < len(rows) else None, codes)
            at += 1
    pairs = [each for each in found if isinstance(each, Pair)]
    yield from found if len(pairs) < len(found) or any(pair.key == ID for pair in pairs) else _with_number(pairs, rows)


def _is_head(row: Row, head: Sequence[str]) -> bool:
    """Whether a row holds labels alone, at least three; a label and beside it its value are none."""
    filled = [cell for cell in row.cells if cell]
    known = sum(map(bool, head))
    return known >= _LEAST_OF_A_HEAD and known * 2 > len(filled) and not any(
        found in (ID, GRADE) and at + 1 < len(row.cells) and not head[at + 1] and is_value(found, row.cells[at + 1])
        for at, found in enumerate(head))


def _below_head(rows: Sequence[Row], at: int) -> list[Row]:
    """The rows of a list below its head; a heading within it is left out."""
    found: list[Row] = []
    for row in rows[at + 1:]:
        filled = [cell for cell in row.cells if cell]
        if len(row.cells) >= len(rows[at].cells) - 1 and sum(bool(key(cell)) for cell in filled) < _LEAST_OF_A_HEAD:
            found.append(row)
        elif len(filled) != 1 or key(filled[0]):
            break
    return found


def _with_number_column(labels: Sequence[str], head: list[str], below: Sequence[Row]) -> list[str]:
    """The head with the column of the numbers: the one that is labelled so, else the first where each row has one of
    its own there."""
    column = next((at for at, known in enumerate(head) if known == ID), None)
    if column is None:
        column = next((at for at, (known, label) in enumerate(zip(head, labels, strict=True))
                       if known in ("", REPORT) and is_number_label(label) and _are_numbers(below, at)), None)
    if column is None and _are_numbers(below, 0):
        column = 0
    return head if column is None else [ID if at == column else known for at, known in enumerate(head)]


def _are_numbers(rows: Sequence[Row], column: int) -> bool:
    """Whether each row has a number of its own there, with letters or more than a clause has."""
    found = [row.cells[column] if column < len(row.cells) else "" for row in rows]
    return len(set(found)) == len(found) and all(is_id(text) and not _is_clause(text) for text in found)


def _in_columns(labels: Sequence[str], head: Sequence[str], row: Row, codes: Mapping[str, str], *,
                listed: bool) -> list[Pair | Boundary]:
    """The values of a row, its number first; of a list's row without one nothing is anybody's."""
    number = _number_column(head, row)
    if number is None and listed:
        return [Boundary(row.where, unnumbered=True)] if {GRADE, *TEXTS}.intersection(head) else []
    head = [REFERENCE if known == _REQUIREMENT and _is_clause(cell) and REFERENCE not in head else known
            for known, cell in zip(head, row.cells, strict=False)]
    pairs = [Pair(ID if at == number else known, label.strip(" :"), _located(known, cell, row, codes), listed)
             for at, (known, label, cell) in enumerate(zip(head, labels, row.cells, strict=False))
             if cell.strip() and (at == number or not known or is_value(known, cell, codes))]
    named = [pair for pair in pairs if pair.key or number is not None]
    return [*sorted(named, key=lambda pair: pair.key != ID)]


def _is_clause(text: str) -> bool:
    """Whether a text is the number of a clause and nothing else, as some write it for the requirement."""
    return clauses(text) == [text.strip()]


def _number_column(head: Sequence[str], row: Row) -> int | None:
    return next((at for at, (known, cell) in enumerate(zip(head, row.cells, strict=False))
                 if known == ID and is_id(cell)), None)


def _beside(row: Row, below: Row | None, codes: Mapping[str, str]) -> Iterator[Pair]:
    """The values beside, below or behind the labels of a row."""
    cells, at = row.cells, 0
    while at < len(cells):
        known = key(cells[at])
        label, colon, rest = cells[at].partition(":")
        behind = key(label) if colon else ""
        if known and at + 1 < len(cells) and _is_beside(known, cells[at + 1], codes):
            yield Pair(known, cells[at].strip(" :"), _located(known, cells[at + 1], row, codes))
            at += 1
        elif known and len(cells) == 1 and below is not None and len(below.cells) == 1 \
                and _is_beside(known, below.cells[0], codes):
            yield Pair(known, cells[at].strip(" :"), _located(known, below.cells[0], below, codes))
        elif behind and is_value(behind, rest, codes):
            yield Pair(behind, label.strip(), _located(behind, rest, row, codes))
        at += 1


def _located(known: str, text: str, row: Row, codes: Mapping[str, str]) -> Located:
    """A value and its row; of a grade that the report shortens our word."""
    return Located((known == GRADE and codes.get(text.strip())) or text.strip(), row.where)


def _is_beside(known: str, text: str, codes: Mapping[str, str]) -> bool:
    """Whether a cell holds the value of the label beside it, and is no label itself."""
    return is_value(known, text, codes) and (known == GRADE or not key(text))


def _with_number(pairs: Sequence[Pair], rows: Sequence[Row]) -> list[Pair]:
    """The pairs of a table that tells of a finding, with its number where a label is none that is known: "Fiche n°"."""
    keys = {pair.key for pair in pairs}
    if len(keys & {GRADE, *TEXTS}) < 2:
        return list(pairs)
    for number, row in enumerate(rows):
        for at, (label, cell) in enumerate(zip(row.cells, row.cells[1:], strict=False)):
            first = number == at == 0 and not _is_clause(cell)
            if is_id(cell) and (first or key(label) == REPORT or (not key(label) and is_number_label(label))):
                rest = [pair for pair in pairs if pair.value != Located(cell.strip(), row.where)]
                return [Pair(ID, label.strip(" :"), Located(cell.strip(), row.where)), *rest]
    return list(pairs)
