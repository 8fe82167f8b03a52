"""Which row of a source is which of the same source before: rows are sorted, inserted, edited, moved elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from ncr_toolkit.common.names import fold
from ncr_toolkit.imports.merge.memory import KnownRow, Memory

Mark = Callable[[KnownRow], Hashable]


@dataclass(frozen=True)
class SameRows:
    """What was found."""

    known: dict[int, KnownRow]  # by the number of the row now
    vanished: list[KnownRow]


_MARKS: Sequence[Mark] = (
    lambda row: (fold(row.id), row.print, row.table, row.row),
    lambda row: (fold(row.id), row.print),
    lambda row: (fold(row.id), row.text) if row.text else None,
)
"""By what two rows are the same, the surest first; what has none of a mark is not compared by it."""


def same_rows(now: Sequence[KnownRow], before: Iterable[KnownRow]) -> SameRows:
    """Each row of the source with the one it was before. Rows of equal marks are taken in their order; a row that was
    edited is known by its id, or by its place in a list that has as many rows as before, and only where no other can be
    meant: otherwise one row vanished, and another is new."""
    found, rest = _Found({}, dict(enumerate(now))), list(before)
    as_long = Counter(row.table for row in rest)
    as_long.subtract(Counter(row.table for row in now))
    for mark in _MARKS:
        rest = found.by(mark, rest)
    rest = found.by(lambda row: fold(row.id) or None, rest, alone=True)
    rest = found.by(lambda row: (row.table, row.row) if not row.id and not as_long[row.table] else None, rest,
                    alone=True)
    return SameRows(found.known, rest)


@dataclass
class _Found:
    """The rows that are known, by number, and those that are not yet."""

    known: dict[int, KnownRow]
    open: dict[int, KnownRow]

    def by(self, mark: Mark, rest: list[KnownRow], *, alone: bool = False) -> list[KnownRow]:
        """Find rows by a mark, with `alone` only those that no other row shares it with; gives who is left."""
        waiting, asking = _grouped(mark, rest), _grouped(mark, self.open.values())
        waiting.pop(None, None)
        used = set[int]()
        for number, row in list(self.open.items()):
            key = mark(row)
            if (there := waiting.get(key)) and not (alone and len(there) + len(asking[key]) > 2):
                self.known[number] = there.pop(0)
                used.add(id(self.known[number]))
                del self.open[number]
        return [row for row in rest if id(row) not in used]


def _grouped(mark: Mark, rows: Iterable[KnownRow]) -> dict[Hashable, list[KnownRow]]:
    found: dict[Hashable, list[KnownRow]] = {}
    for row in rows:
        found.setdefault(mark(row), []).append(row)
    return found


def name_of_before(memory: Memory, name: str, now: Sequence[KnownRow]) -> str:
    """Under which name the memory knows a source: people rename what they export each month. '' where it is new.

    Half of the rows before must be there again by their numbers, and half of these say the same: other lists count
    from 1, too.
    """
    if memory.of(name):
        return name
    texts = {_name(row): row.text for row in now}
    for source in dict.fromkeys(row.source for row in memory.rows):
        before = {_name(row): row.text for row in memory.of(source)}
        again = [text == texts[each] for each, text in before.items() if each in texts]
        if before and 2 * len(again) >= len(before) and 2 * sum(again) >= len(again):
            return source
    return ""


def _name(row: KnownRow) -> str:
    return fold(row.id) or row.text or row.print
