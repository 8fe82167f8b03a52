"""The rows of one sheet in two registers, while it is found out which is which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, TypeVar

from ncr_toolkit.core.schema import Record

R = TypeVar("R", bound=Record)
Key = Callable[[R], Hashable | None]
"""What a row is known by; None: it is not known by that."""
Alike = Callable[[R, R], float]

TOO_MANY = 40_000
"""More comparisons than this are not made within one group: only what is equal is paired then."""


class Sorting(Generic[R]):
    """`old` and `new` are the rows that have found no partner yet."""

    def __init__(self, old: Iterable[R], new: Iterable[R]) -> None:
        self.old, self.new = list(old), list(new)
        self.couples: list[tuple[R, R]] = []

    def join(self, of_old: Key[R], of_new: Key[R], alike: Alike[R], *, least: float = 0.0,
             single: bool = False) -> None:
        """Pair the rows that are known by the same; where several are, the likest first.

        `least`: how alike they have to be. `single`: only where exactly one row of each register is known by it.
        """
        if not self.old or not self.new:
            return
        olds, news = _groups(self.old, of_old), _groups(self.new, of_new)
        for key in olds.keys() & news.keys():
            mine, yours = olds[key], news[key]
            if len(mine) == len(yours) == 1:
                if not least or mine[0] == yours[0] or alike(mine[0], yours[0]) >= least:
                    self.couples.append((mine[0], yours[0]))
            elif not single:
                self.couples += likest(mine, yours, alike, least)
        self._left()

    def take_apart(self, apart: Callable[[R, R], bool]) -> None:
        """Let those couples go that have nothing in common but what they were paired by."""
        keep = [couple for couple in self.couples if couple[0] == couple[1] or not apart(*couple)]
        if len(keep) < len(self.couples):
            kept = {id(old) for old, _ in keep}
            loose = [couple for couple in self.couples if id(couple[0]) not in kept]
            self.couples = keep
            self.old += [old for old, _ in loose]
            self.new += [new for _, new in loose]

    def add(self, couples: Iterable[tuple[R, R]]) -> None:
        """Pair these."""
        self.couples += couples
        self._left()

    def _left(self) -> None:
        paired = {id(row) for couple in self.couples for row in couple}
        self.old = [row for row in self.old if id(row) not in paired]
        self.new = [row for row in self.new if id(row) not in paired]


def _groups(rows: list[R], key: Key[R]) -> dict[Hashable, list[R]]:
    found: dict[Hashable, list[R]] = defaultdict(list)
    for row in rows:
        known = key(row)
        if known is not None:
            found[known].append(row)
    return found


def likest(olds: list[R], news: list[R], alike: Alike[R], least: float) -> list[tuple[R, R]]:
    """Couples of two small groups: first the rows that are equal, then the likest."""
    couples, rest, free = _equal(olds, news)
    if len(rest) * len(free) > TOO_MANY:
        return couples if least else couples + list(zip(rest, free, strict=False))
    ranked = sorted(((alike(old, new), -mine, -yours) for mine, old in enumerate(rest)
                     for yours, new in enumerate(free)), reverse=True)
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    for score, mine, yours in ranked:
        if score >= least and mine not in taken_old and yours not in taken_new:
            taken_old.add(mine)
            taken_new.add(yours)
            couples.append((rest[-mine], free[-yours]))
    return couples


def _equal(olds: list[R], news: list[R]) -> tuple[list[tuple[R, R]], list[R], list[R]]:
    """Couples of rows that say the same in every column, and what is left of both."""
    waiting: dict[tuple[str, ...], list[R]] = defaultdict(list)
    for new in reversed(news):
        waiting[_content(new)].append(new)
    couples, rest = [], []
    for old in olds:
        same = waiting.get(_content(old))
        if same:
            couples.append((old, same.pop()))
        else:
            rest.append(old)
    taken = {id(new) for _, new in couples}
    return couples, rest, [new for new in news if id(new) not in taken]


def _content(row: Record) -> tuple[str, ...]:
    return tuple(row.typed(column.name) for column in row.SHEET.typed_columns)
