"""A column that was sorted, or pasted, alone: it holds the same values as before, in other rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import RECORDS
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Record

LEAST, LEAST_OF_FEW_VALUES = 4, 6
"""So many rows must hold another value than before; of a column with two or three values more, as these change places
by chance."""
_FEW = 3


@dataclass(frozen=True, slots=True)
class MovedColumn:
    """One of them."""

    sheet: str  # as the file calls it
    header: str
    rows: int  # that hold another value than before
    of: int  # rows that were compared


def moved_columns(before: Register, now: Register) -> Iterator[MovedColumn]:
    """The columns whose values changed places since, among the records that are in both. Where all of a sheet's columns
    did, it was the one with the ids that moved."""
    for kind in RECORDS:
        pairs = _pairs(kind, before, now)
        if len(pairs) < LEAST:
            continue
        filled = [name for name in (column.name for column in kind.SHEET.typed_columns) if name != kind.SHEET.id_field
                  and any(there.typed(name) for _, there in pairs)]
        moved = {name: rows for name in filled if (rows := _rows_moved(pairs, name))}
        sheet = pairs[0][1].at.sheet or kind.SHEET.name
        changing = [name for name in filled if len({there.typed(name) for _, there in pairs}) > _FEW]
        if len(moved) > 1 and set(changing) <= set(moved):
            moved = {kind.SHEET.id_field: max(moved.values())}
        for name, rows in moved.items():
            yield MovedColumn(sheet, kind.SHEET.by_name[name].header, rows, len(pairs))


def _pairs(kind: type[Record], before: Register, now: Register) -> list[tuple[Record, Record]]:
    """The records of a sheet that are in both, by their ids; one whose id stands there twice is none."""
    if not kind.SHEET.id_field:
        return []
    known, there = (_by_id(kind, register) for register in (before, now))
    return [(known[id], record) for id, record in there.items() if id in known]


def _by_id(kind: type[Record], register: Register) -> dict[str, Record]:
    ids = Counter(fold(record.typed(kind.SHEET.id_field)) for record in register.records[kind])
    return {id: record for record in register.records[kind]
            if (id := fold(record.typed(kind.SHEET.id_field))) and ids[id] == 1}


def _rows_moved(pairs: list[tuple[Record, Record]], name: str) -> int:
    """How many rows hold another value than before, where all values are those of before; 0 where they are not."""
    values = [(fold(old.typed(name)), fold(new.typed(name))) for old, new in pairs]
    rows = sum(old != new for old, new in values)
    filled = Counter(new for _, new in values)
    few = sum(map(bool, filled)) <= _FEW
    if rows < (LEAST_OF_FEW_VALUES if few else LEAST) or 2 * rows < sum(bool(new) for _, new in values):
        return 0
    return rows if Counter(old for old, _ in values) == filled else 0
