"""Findings beside each other in one table: each gets the cells that are its own, as if it stood in a table by itself.

Two stand in a row as labels and values twice over ("NC no.", "NC-1", "NC no.", "NC-2"), or below a row of their numbers
alone; or each has a column of values, and the labels stand once, at the left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ncr_toolkit.audit_report.headings import number_in
from ncr_toolkit.audit_report.label_words import ID
from ncr_toolkit.audit_report.labels import is_bare_clause, is_id, key
from ncr_toolkit.audit_report.parts import Line, Row


def apart(rows: Sequence[Row]) -> Iterator[tuple[list[Row], bool]]:
    """The rows of a table in pieces, one below the other, and of each whether it is one of several findings that stand
    beside each other."""
    at = begun = 0
    while at < len(rows):
        parts = _parts(rows, at)
        if parts:
            if begun < at:
                yield list(rows[begun:at]), False
            yield from ((part, True) for part in parts)
            at = begun = at + max(map(len, parts))
        else:
            at += 1
    if begun < len(rows):
        yield list(rows[begun:]), False


def _parts(rows: Sequence[Row], at: int) -> list[list[Row]]:
    """The findings that begin beside each other in this row, each with its cells of the rows below; none where not
    several do."""
    cells = rows[at].cells
    labels = [place for place, (label, value) in enumerate(pairwise(cells)) if key(label) == ID and is_id(value)]
    if len(labels) > 1:
        below = _alike(rows, at, len(cells))
        return [[_cut(row, begin, end) for row in below] for begin, end in pairwise([*labels, len(cells)])]
    if len(cells) > 2 and key(cells[0]) == ID and all(is_id(cell) and not is_bare_clause(cell) for cell in cells[1:]):
        below = _alike(rows, at, len(cells))
        return [[replace(row, cells=(row.cells[0], row.cells[place]), cut=frozenset()) for row in below]
                for place in range(1, len(cells))]
    return _below_numbers(rows, at)


def _below_numbers(rows: Sequence[Row], at: int) -> list[list[Row]]:
    """The same below a row that holds nothing but their numbers, where the labels are the same in each part."""
    heads = rows[at].cells
    wide = len(rows[at + 1].cells) if at + 1 < len(rows) else 0
    if len(heads) < 2 or wide <= len(heads) or wide % len(heads) or not all(
            number_in(Line(head, "", 1)) for head in heads):
        return []
    size = wide // len(heads)
    if len({key(rows[at + 1].cells[place]) for place in range(0, wide, size)}) != 1 or not key(rows[at + 1].cells[0]):
        return []
    below = _alike(rows, at + 1, wide)
    return [[replace(rows[at], cells=(head,), cut=frozenset()), *(_cut(row, place * size, (place + 1) * size)
                                                                  for row in below)]
            for place, head in enumerate(heads)]


def _alike(rows: Sequence[Row], at: int, wide: int) -> list[Row]:
    """The rows from here that have as many cells, until others begin."""
    end = next((number for number in range(at + 1, len(rows)) if len(rows[number].cells) != wide
                or key(rows[number].cells[0]) == ID), len(rows))
    return list(rows[at:end])


def _cut(row: Row, begin: int, end: int) -> Row:
    """Some cells of a row."""
    return replace(row, cells=row.cells[begin:end],
                   cut=frozenset(place - begin for place in row.cut if begin <= place < end))
