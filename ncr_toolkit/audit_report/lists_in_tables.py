"""The lists of a table: a head of labels, and below it a finding a row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.label_words import (
    CLOSE_DUE,
    DUE,
    ID,
    RESPONSE_DUE,
    due_named,
    is_earlier,
    is_number_label,
)
from ncr_toolkit.audit_report.labels import GRADE, REPORT, TEXTS, clauses, is_id, is_value, key
from ncr_toolkit.audit_report.parts import Row
from ncr_toolkit.audit_report.ticks import grade_columns, grade_of_row
from ncr_toolkit.audit_report.values_and_headings import Boundary, Located, Pair, Unnumbered
from ncr_toolkit.core.foreign_words import words

_LEAST_OF_A_HEAD = 3
"""So many labels side by side, and nothing else, are the head of a list; two may be two values that are missing."""


_LEAST_WORDS = 3
"""Of what was found, in a row without a number."""


@dataclass
class ListRows:
    """The rows of a list below its head. `used`: how many rows that takes, the head among them."""

    labels: Sequence[str]
    keys: list[str]
    rows: list[tuple[Row, list[str], str]]  # each with its cells below the labels, and the grade of its section
    used: int
    ticks: dict[int, str] = field(default_factory=dict)  # columns of marks, and the grade that each stands for

    def pairs(self, codes: Mapping[str, str]) -> list[Pair | Boundary | Unnumbered]:
        """The values of all rows. `codes`: short words that the report explains as grades."""
        return [each for row, cells, section in self.rows
                for each in self._in_columns(row, cells, section, codes)]

    def _in_columns(self, row: Row, cells: list[str], section: str,
                    codes: Mapping[str, str]) -> list[Pair | Boundary | Unnumbered]:
        """The values of a row, its number first; of a list's row without one nothing is anybody's."""
        listed = len(self.rows) > 1
        if not row.placed:
            number = row.cells[0] if is_id(row.cells[0]) and ID in self.keys[:1] else ""
            return [Boundary(row.where, unnumbered=True, number=number)]
        at_number = next((at for at, (known, cell) in enumerate(zip(self.keys, cells, strict=False))
                       if known == ID and is_id(cell)), None)
        if at_number is None and listed:
            if ID not in self.keys and (whole := self._without_number(row, cells, section, codes)) is not None:
                return [whole]
            tells = {GRADE, *TEXTS}.intersection(self.keys) and not _is_total(cells)
            return [Boundary(row.where, unnumbered=True)] if tells else []
        pairs = self._pairs(row, cells, codes, at_number, listed=listed)
        named = [pair for pair in pairs if pair.key or at_number is not None]
        graded = grade_of_row(cells, self.ticks) or section * (GRADE not in self.keys and not self.ticks)
        if graded and at_number is not None:
            named.append(Pair(GRADE, "", Located(graded, row.where), listed))
        return [*sorted(named, key=lambda pair: pair.key != ID)]

    def _pairs(self, row: Row, cells: list[str], codes: Mapping[str, str], number: int | None, *,
               listed: bool) -> list[Pair]:
        return [Pair(ID if at == number else known, label.strip(" :"), located(known, cell, row, codes), listed)
                for at, (known, label, cell) in enumerate(zip(self.keys, self.labels, cells, strict=False))
                if cell.strip() and at not in self.ticks
                and (at == number or not known or is_value(known, cell, codes))]

    def _without_number(self, row: Row, cells: list[str], section: str, codes: Mapping[str, str]) -> Unnumbered | None:
        """A row of a list without numbers that tells a grade and what was found; None where it does not."""
        pairs = self._pairs(row, cells, codes, None, listed=True)
        graded = grade_of_row(cells, self.ticks) or section
        pairs += [Pair(GRADE, "", Located(graded, row.where), True)] * (bool(graded) and GRADE not in self.keys)
        told = {pair.key: pair.value.text for pair in pairs}
        return Unnumbered(row.where, tuple(pairs)) if told.get(GRADE) and len(
            told.get(TEXTS[0], "").split()) >= _LEAST_WORDS and not _is_total(cells) else None


def list_at(rows: Sequence[Row], at: int) -> ListRows | None:
    """The list whose head is this row, None where it is none, or nothing stands below it."""
    head, deep = _head(rows, at)
    keys = [(key(cell) or (due_named(cell) if deep > 1 else "")) if cell else "" for cell in head.cells]
    if not _is_head(head, keys):
        return None
    below, used = _below_head(rows, at + deep, head)
    if not below:
        return None
    cells = [_aligned(head, row) for row, _ in below]
    ticks = grade_columns(head.cells, cells)
    keys = _with_days(_with_number_column(head.cells, ["" if at in ticks else known for at, known in enumerate(keys)],
                                          cells))
    return ListRows(head.cells, keys, [(row, its, section) for (row, section), its in zip(below, cells, strict=True)],
                    deep + used, ticks)


def located(known: str, text: str, row: Row, codes: Mapping[str, str]) -> Located:
    """A value and its row; of a grade that the report shortens our word, of a text that may be cut nothing."""
    if known in TEXTS and any(text.strip() in row.cells[at] for at in row.cut):
        return Located("", row.where)
    return Located((known == GRADE and codes.get(text.strip())) or text.strip(), row.where)


def is_clause(text: str) -> bool:
    """Whether a text is the number of a clause and nothing else, as some write it for the requirement."""
    return clauses(text) == [text.strip()]


def _head(rows: Sequence[Row], at: int) -> tuple[Row, int]:
    """The head that begins in this row, and how many rows it has: the second names the columns below a label that
    spans several."""
    below = rows[at + 1] if at + 1 < len(rows) else rows[at]
    if below.above and below.begins and all(key(cell) or due_named(cell) for cell in below.cells if cell):
        named = sorted([*below.above, *zip(below.begins, below.cells, strict=True)])
        if any(below.cells) and all(key(cell) for _, cell in below.above if cell):
            return replace(below, cells=tuple(cell for _, cell in named), above=(),
                           begins=tuple(column for column, _ in named)), 2
    return rows[at], 1


def _is_head(row: Row, head: Sequence[str]) -> bool:
    """Whether a row holds labels alone, at least three; a label and beside it its value are none."""
    filled = [cell for cell in row.cells if cell]
    graded = {grade(cell) for cell in filled} - {""}
    known = sum(bool(found) or (len(graded) > 1 and bool(grade(cell)))
                for found, cell in zip(head, row.cells, strict=True))
    return known >= _LEAST_OF_A_HEAD and known * 2 > len(filled) and not any(
        found in (ID, GRADE) and at + 1 < len(row.cells) and not head[at + 1] and is_value(found, row.cells[at + 1])
        and len(graded) < 2 for at, found in enumerate(head))


def _below_head(rows: Sequence[Row], at: int, head: Row) -> tuple[list[tuple[Row, str]], int]:
    """The rows of a list below its head, each with the grade that the heading above it within the list names, and up to
    which they go; what stands below the heading of an earlier audit is left out."""
    found, used, section, earlier = list[tuple[Row, str]](), 0, "", False
    for number, row in enumerate(rows[at:], start=1):
        filled = [cell for cell in row.cells if cell]
        whole = len(row.cells) + len(row.above) >= len(head.cells) - 1 or not row.placed
        if len(filled) == 1 and not key(filled[0]) and not (whole and is_id(filled[0])):
            section, earlier = grade(filled[0]) or section, is_earlier(filled[0])
        elif whole and sum(bool(key(cell)) for cell in filled) < _LEAST_OF_A_HEAD:
            if not earlier:
                found.append((row, section))
            used = number
        else:
            break
    return found, used


def _aligned(head: Row, row: Row) -> list[str]:
    """The cells of a row below the labels of its head: a cell that spans several stands below the first, and one that
    reaches down from above counts for this row, too."""
    if not head.begins or not row.begins:
        return list(row.cells)
    said = dict(row.above) | dict(zip(row.begins, row.cells, strict=True))
    ends = [*head.begins[1:], max((*said, *head.begins)) + 1]
    number = next((at for at, cell in enumerate(head.cells) if key(cell) == ID), 0)
    own = set(row.begins)
    return [" ".join(said[column] for column in sorted(said) if begin <= column < end and said[column]
                     and (at != number or column in own))
            for at, (begin, end) in enumerate(zip(head.begins, ends, strict=True))]


def _with_number_column(labels: Sequence[str], head: list[str], below: Sequence[Sequence[str]]) -> list[str]:
    """The head with the column of the numbers: the one that is labelled so, else the first where each row has one of
    its own there."""
    column = next((at for at, known in enumerate(head) if known == ID), None)
    if column is None:
        column = next((at for at, (known, label) in enumerate(zip(head, labels, strict=True))
                       if known in ("", REPORT) and is_number_label(label) and _are_numbers(below, at)), None)
    if column is None and _are_numbers(below, 0):
        column = 0
    return head if column is None else [ID if at == column else known for at, known in enumerate(head)]


def _with_days(head: list[str]) -> list[str]:
    """The head in which a column of days without a word of what is due is the other one of the two, beside one."""
    told = {RESPONSE_DUE, CLOSE_DUE}.intersection(head)
    other = {RESPONSE_DUE: CLOSE_DUE, CLOSE_DUE: RESPONSE_DUE}[told.pop()] if len(told) == 1 else DUE
    return [other if known == DUE and head.count(DUE) == 1 else known for known in head]


def _are_numbers(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether each row has a number of its own there, with letters or more than a clause has."""
    found = [row[column] if column < len(row) else "" for row in rows]
    return len(set(found)) == len(found) and all(is_id(text) and not is_clause(text) for text in found)


def _is_total(cells: Sequence[str]) -> bool:
    """Whether a row counts the others."""
    first = next((cell for cell in cells if cell.strip()), "").casefold().rstrip(": ")
    return first.split(" ")[0] in words().rows["total"]
