"""Two registers side by side: each record with its partner, and what it says otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar
from urllib.parse import unquote

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Odd, Review
from ncr_toolkit.core.schema import Column, Kind, Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True, eq=False)
class Pair(Generic[R]):
    """The same record in both registers."""

    old: R
    new: R
    changed: tuple[str, ...] = ()  # the columns that were read in both, and say something else
    unclear: tuple[str, ...] = ()  # the columns that say something else, and could not be read in one of the two

    def filled(self, name: str) -> bool:
        """The column was blank, and says something now."""
        return name in self.changed and self.old.blank(name)

    def emptied(self, name: str) -> bool:
        """The column said something, and is blank now."""
        return name in self.changed and self.new.blank(name)

    def turned(self, name: str, value: str) -> bool:
        """The column says `value` now, and did not before."""
        return name in self.changed and self.new.value(name) == value


@dataclass
class Pairs:
    """Which record of the old register is which of the new."""

    old: Review
    new: Review
    couples: dict[type[Record], list[tuple[Record, Record]]]
    gone: dict[type[Record], list[Record]]
    added: dict[type[Record], list[Record]]
    renamed: dict[str, dict[str, str]]  # by prefix: the folded new id for a folded old one, where it is another

    @cached_property
    def _before(self) -> dict[int, Record]:
        return {id(new): old for couples in self.couples.values() for old, new in couples}

    @cached_property
    def _after(self) -> dict[int, Record]:
        return {id(old): new for couples in self.couples.values() for old, new in couples}

    def before(self, new: R) -> R | None:
        """The same record in the old register."""
        return self._before.get(id(new))  # type: ignore[return-value]

    def after(self, old: R) -> R | None:
        """The same record in the new register."""
        return self._after.get(id(old))  # type: ignore[return-value]

    def renumbered(self) -> Iterator[tuple[Finding, Finding]]:
        """The findings whose id is another one now."""
        for old, new in self.couples[Finding]:
            if fold(old.typed("id")) != fold(new.typed("id")):
                yield old, new  # type: ignore[misc]

    def compared(self, kind: type[Record]) -> bool:
        """Whether both registers have that sheet."""
        return not (is_missing(self.old, kind) or is_missing(self.new, kind))

    def lost_columns(self, kind: type[Record]) -> set[str]:
        """The columns that cannot be compared: one of the two files has none of that name.

        One that came with a newer template is blank in an older file, and not lost.
        """
        later = {column.name for column in kind.SHEET.columns if column.later}
        return _without(self.new, kind) | (_without(self.old, kind) - later)

    def pair(self, old: R, new: R, lost: set[str]) -> Pair[R] | None:
        """Both records with the columns that differ; None if they say the same."""
        if old == new and old.links == new.links and not old.unread and not new.unread:
            return None
        other = [column.name for column in old.SHEET.typed_columns
                 if column.name not in lost and self.differs(old, new, column)]
        unread = old.unread.keys() | new.unread.keys()
        return Pair(old, new, tuple(name for name in other if name not in unread),
                    tuple(name for name in other if name in unread)) if other else None

    def differs(self, old: Record, new: Record, column: Column) -> bool:
        """Whether a column says something else: spaces apart, the case of ids and names apart, and a link to a record
        that got another id has not changed."""
        mine, yours = old.typed(column.name), new.typed(column.name)
        if mine == yours:
            return column.kind is Kind.FILE and _leads_elsewhere(old, new, column.name)
        if column.name in old.unread and column.name in new.unread:  # =#REF! is #REF!, saved by another program
            return mine.lstrip("=") != yours.lstrip("=")
        if column.kind is Kind.LINK:
            now = {self.renamed[prefix].get(fold(mine)) for prefix in column.to} - {"", None}
            return fold(yours) not in {fold(mine), *now}
        return not says_the_same(column, mine, yours)


def says_the_same(column: Column, mine: str, yours: str) -> bool:
    """Whether two texts say the same in a column: spaces apart, and the case of ids and names."""
    if mine == yours:
        return True
    if column.kind in (Kind.PERSON, Kind.LINK) or (column.exact and column.kind is not Kind.FILE):
        return fold(mine) == fold(yours)
    return " ".join(mine.split()) == " ".join(yours.split())


def target(record: Record, name: str) -> str:
    """The name of the file or page that a cell's link leads to, '' if it has no link. The folder before it is another
    one on each computer."""
    return fold(unquote(record.links.get(name, "")).replace("\\", "/").rstrip("/").rpartition("/")[2])


def _leads_elsewhere(old: Record, new: Record, name: str) -> bool:
    was, now = target(old, name), target(new, name)
    return bool(was and now) and was != now


def is_missing(review: Review, kind: type[Record]) -> bool:
    """Whether the workbook has no such sheet."""
    return any(odd.odd is Odd.MISSING_SHEET and odd.key == kind.SHEET.name for odd in review.register.oddities)


def _without(review: Review, kind: type[Record]) -> set[str]:
    """The columns of a sheet that the file does not have."""
    there = next((row.at.letters for row in review.register.records.get(kind, []) if row.at.letters), None)
    return set() if there is None else {column.name for column in kind.SHEET.typed_columns} - there.keys()
