"""The labelled values in a table: beside or below their labels, or in the columns of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ncr_toolkit.audit_report.grades import grade, has_boxes, leaves_grade_open
from ncr_toolkit.audit_report.headings import number_in
from ncr_toolkit.audit_report.label_words import DUE, ID, due_named, is_number_label
from ncr_toolkit.audit_report.labels import GRADE, LONGEST, REPORT, TEXTS, is_id, is_value, key
from ncr_toolkit.audit_report.labels_in_text import Labelled, labelled
from ncr_toolkit.audit_report.lists_in_tables import is_clause, list_at, located
from ncr_toolkit.audit_report.parts import Line, Row
from ncr_toolkit.audit_report.tables_apart import apart
from ncr_toolkit.audit_report.ticks import grade_beside, is_mark, names_several
from ncr_toolkit.audit_report.values_and_headings import Boundary, Event, Heading, Located, Pair


def of_table(rows: Sequence[Row], codes: Mapping[str, str]) -> Iterator[Event]:
    """What the rows of a table say, from top to bottom; of findings beside each other one after the other, and what
    stands below them is nobody's. `codes`: short words that the report explains as grades."""
    beside = False
    for part, its_own in apart(rows):
        if beside and not its_own:
            yield Heading(Line("", part[0].where))
        yield from _of_rows(part, codes)
        beside = its_own
    if beside:
        yield Heading(Line("", rows[-1].where))


def _of_rows(rows: Sequence[Row], codes: Mapping[str, str]) -> Iterator[Event]:
    found: list[Event] = []
    at, above = 0, ""
    yield Boundary(rows[0].where)
    while at < len(rows):
        if (listed := list_at(rows, at)) is not None:
            found += listed.pairs(codes)
            at += listed.used
        else:
            pairs = list(_beside(rows[at], rows[at + 1] if at + 1 < len(rows) else None, codes))
            filled = [cell for cell in rows[at].cells if cell]
            above = due_named(filled[0]) if len(filled) == 1 and not pairs else above
            pairs = [replace(pair, key=above) if above and pair.key == DUE else pair for pair in pairs]
            found += [*_further_numbers(rows[at]), *_begun(filled, pairs, rows[at].where), *pairs] or _named(rows[at])
            at += 1
    pairs = [each for each in found if isinstance(each, Pair)]
    yield from found if len(pairs) < len(found) or any(pair.key == ID for pair in pairs) else _with_number(pairs, rows)


def _beside(row: Row, below: Row | None, codes: Mapping[str, str]) -> Iterator[Pair]:
    """The values beside, below or behind the labels of a row."""
    cells, at = row.cells, 0
    is_open = leaves_grade_open(cells)
    if names_several(cells) and not any(key(cell) for cell in cells if not grade(cell)) and any(map(is_mark, cells)):
        yield Pair(GRADE, "", Located(grade_beside(cells), row.where))  # "Major", "", "Minor", "X"
        return
    while at < len(cells):
        known = key(cells[at])
        if known == GRADE and (is_open or names_several(cells[at + 1:])) and at + 1 < len(cells):
            marked = "" if is_open else grade_beside(cells[at + 1:])
            yield Pair(known, cells[at].strip(" :"), Located(marked, row.where))
            at = len(cells) if not is_open else at + 1
        elif known and at + 1 < len(cells) and _is_beside(known, cells[at + 1], codes):
            yield Pair(known, cells[at].strip(" :"), located(known, cells[at + 1], row, codes))
            at += 1
        elif known and len(cells) == 1 and below is not None and len(below.cells) == 1 \
                and _is_beside(known, below.cells[0], codes):
            yield Pair(known, cells[at].strip(" :"), located(known, below.cells[0], below, codes))
        elif known.startswith("audit.") and below is not None and at < len(below.cells) \
                and _is_beside(known, below.cells[at], codes):
            yield Pair(known, cells[at].strip(" :"), located(known, below.cells[at], below, codes))
        else:
            values = labelled(cells[at], codes) or _below_first_line(cells[at], codes)
            yield from (Pair(each.key, each.label, located(each.key, each.value, row, codes)) for each in values)
            if not values and not is_open and has_boxes(cells[at]) and grade(cells[at]):
                yield Pair(GRADE, "", Located(grade(cells[at]), row.where))
        at += 1


def _below_first_line(cell: str, codes: Mapping[str, str]) -> list[Labelled]:
    """The value in a cell whose first line is its label."""
    label, _, text = cell.partition("\n")
    known = key(label)
    return [Labelled(known, label.strip(" :"), text.strip())] if known and is_value(known, text, codes) else []


def _further_numbers(row: Row) -> list[Boundary]:
    """The numbers of findings that stand beside the first, in columns of their own: the values below are read as
    those of the first alone."""
    label, *filled = [cell for cell in row.cells if cell] or [""]
    several = len(filled) > 1 and key(label) == ID and all(is_id(cell) and not is_clause(cell) for cell in filled)
    return [Boundary(row.where, number=cell) for cell in filled[1:]] if several else []


def _begun(filled: Sequence[str], pairs: Sequence[Pair], where: str) -> list[Heading]:
    """The finding whose heading stands at the left of its first values: "Nonconformity NC-1" beside "Grade: Minor"."""
    line = Line(filled[0] if filled else "", where, 1)
    is_heading = bool(pairs) and " " in line.text and len(line.text) <= LONGEST and not any(
        pair.key == ID or pair.value.text == line.text for pair in pairs)
    return [Heading(line, number)] if is_heading and (number := number_in(line)) else []


def _named(row: Row) -> list[Event]:
    """The finding that a row names without a label: as a heading where it holds nothing else; else nothing can be told
    of it."""
    filled = [cell for cell in row.cells if cell]
    if len(filled) == 1:
        line = Line(filled[0], row.where, 1)
        return [Heading(line, number)] if (number := number_in(line)) else []
    return [Boundary(row.where, number=number) for cell in filled
            if (number := number_in(Line(cell, row.where, int(" " in cell and len(cell) <= LONGEST))))]


def _is_beside(known: str, text: str, codes: Mapping[str, str]) -> bool:
    """Whether a cell holds the value of the label beside it, and is no label itself."""
    return is_value(known, text, codes) and (known == GRADE or not key(text))


def _with_number(pairs: Sequence[Pair], rows: Sequence[Row]) -> list[Pair]:
    """The pairs of a table that tells of a finding, with its number where a label is none that is known: "Fiche n°"."""
    keys = {pair.key for pair in pairs}
    if len(keys & {GRADE, *TEXTS}) < 2:
        return list(pairs)
    for number, row in enumerate(rows):
        inline = [(label, cell.strip()) for label, _, cell in (each.partition(":") for each in row.cells)]
        for at, (label, cell) in enumerate([*pairwise(row.cells), *inline]):
            first = number == at == 0 and not is_clause(cell)
            if is_id(cell) and (first or key(label) == REPORT or (not key(label) and is_number_label(label))):
                rest = [pair for pair in pairs if pair.value != Located(cell.strip(), row.where)]
                return [Pair(ID, label.strip(" :"), Located(cell.strip(), row.where)), *rest]
    return list(pairs)
