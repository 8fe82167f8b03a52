"""Which record of an earlier register is which of a later one: by its id, and by what it says where the id is gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from typing import Any

from ncr_toolkit.common.names import fold
from ncr_toolkit.compare.content_matching import found_again
from ncr_toolkit.compare.pairs import Pairs
from ncr_toolkit.compare.row_matching import Sorting
from ncr_toolkit.compare.similarity import LEAST, letters, rows_alike, said
from ncr_toolkit.core.model import (
    RECORDS,
    Action,
    Audit,
    Bone,
    Cause,
    CheckSetting,
    Containment,
    Decision,
    Effect,
    Evidence,
    Extension,
    Finding,
    FiveWhys,
    Lesson,
    Person,
    Probe,
    ReadinessStep,
    Reply,
    SignOff,
)
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Column, Record

CHILDREN: tuple[type[Record], ...] = (Cause, Containment, Action, ReadinessStep, Evidence)
"""Rows of a finding with an id of their own, those that others point to first."""
WITHOUT_ID: tuple[type[Record], ...] = (FiveWhys, Bone, Probe, Effect, SignOff)
"""Rows of a response that have none."""

HALF = 0.5
"""Less alike than this, two rows of one id have nothing in common but that."""


def pairs(old: Review, new: Review) -> Pairs:
    """Both registers side by side."""
    return _Matching(old, new).pairs()


class _Matching:
    """Goes from sheet to sheet: findings first, since their rows follow them to another id."""

    def __init__(self, old: Review, new: Review) -> None:
        self.old, self.new = old, new
        self.sorted: dict[type[Record], Sorting[Any]] = {}
        self.renamed: dict[str, dict[str, str]] = {kind.SHEET.prefix: {} for kind in RECORDS}

    def pairs(self) -> Pairs:
        self._take(Finding, self._findings)
        for kind in (*CHILDREN, Audit, Person):
            self._take(kind, self._rows_with_id)
        for kind in (*WITHOUT_ID, Lesson, Extension, Reply, Decision, CheckSetting):
            self._take(kind, self._rows_without_id)
        return Pairs(self.old, self.new, {kind: each.couples for kind, each in self.sorted.items()},
                     {kind: each.old for kind, each in self.sorted.items()},
                     {kind: each.new for kind, each in self.sorted.items()}, self.renamed)

    def _take(self, kind: type[Record], sort: Callable[[type[Record], Sorting[Any]], None]) -> None:
        sorting = Sorting(self.old.register.all(kind), self.new.register.all(kind))
        sort(kind, sorting)
        place = {id(row): number for number, row in enumerate(self.new.register.all(kind))}
        sorting.couples.sort(key=lambda couple: place[id(couple[1])])
        self.sorted[kind] = sorting
        if kind.SHEET.id_field:
            self._note_renamed(kind, sorting)

    def _note_renamed(self, kind: type[Record], sorting: Sorting[Any]) -> None:
        """What follows a record to its new id. An id that stands for another record now leads nowhere."""
        kept = {_id(old) for old, new in sorting.couples if _id(old) == _id(new)}
        here = {_id(new) for _, new in sorting.couples}
        ids = {_id(old): "" for old in sorting.old if _id(old) in here}
        ids |= {_id(old): _id(new) or "" for old, new in sorting.couples}
        self.renamed[kind.SHEET.prefix] = {mine: yours for mine, yours in ids.items()
                                           if mine and mine not in kept and mine != yours}

    # --- findings

    def _findings(self, kind: type[Record], sorting: Sorting[Finding]) -> None:
        def near(old: Finding, new: Finding) -> float:
            return letters(said(old), said(new))

        sorting.join(_id, _id, near)
        sorting.take_apart(lambda old, new: _told(old) and _told(new) and near(old, new) < HALF)
        sorting.join(_loose, _loose, lambda old, new: near(old, new) if _told(old) and _told(new) else 1.0, least=HALF,
                     single=True)
        if sorting.old and sorting.new:
            sorting.add(found_again(self.old.register.findings, self.new.register.findings, sorting.old, sorting.new))
        sorting.join(_id, _id, near)

    # --- other rows

    def _rows_with_id(self, kind: type[Record], sorting: Sorting[Record]) -> None:
        columns = _telling(kind)

        def near(old: Record, new: Record) -> float:
            return rows_alike(old, new, columns, self._now)

        def whose(review: Review) -> Callable[[Record], Hashable]:
            return lambda row: (self._whose(row, review), _id(row)) if _id(row) else None

        sorting.join(whose(self.old), whose(self.new), near)
        sorting.take_apart(lambda old, new: near(old, new) < HALF)
        sorting.join(lambda row: self._whose(row, self.old), lambda row: self._whose(row, self.new), near, least=LEAST)
        sorting.join(whose(self.old), whose(self.new), near)
        sorting.join(_id, _id, near, single=True)  # moved to another finding

    def _rows_without_id(self, kind: type[Record], sorting: Sorting[Record]) -> None:
        columns = _telling(kind)

        def near(old: Record, new: Record) -> float:
            return rows_alike(old, new, columns, self._now)

        for single, least in ((False, HALF), (True, 0.0)):  # the one row that is left is the same, rewritten
            sorting.join(lambda row: self._whose(row, self.old), lambda row: self._whose(row, self.new), near,
                         least=least, single=single)
        sorting.join(_owner, _owner, near, least=HALF)  # rows that did not follow their finding

    def _now(self, column: Column, old_id: str) -> str:
        """The folded id that a record has in the new register."""
        return next((self.renamed[prefix][old_id] for prefix in column.to if old_id in self.renamed[prefix]), old_id)

    def _whose(self, row: Record, review: Review) -> str:
        """The folded id of the finding (or other record) a row belongs to, as the new register has it."""
        owner = _owner(row)
        if review is self.new:
            return owner
        for prefix in ("finding", *(("action",) if isinstance(row, (Extension, Decision)) else ())):
            if owner in self.renamed[prefix]:
                return self.renamed[prefix][owner] or f"\0{owner}"
        return owner


def _id(row: Record) -> str | None:
    return fold(row.typed(row.SHEET.id_field)) or None


def _loose(row: Record) -> str | None:
    """An id without signs, spaces and leading zeros: NC-1, NC 01 and nc.1 are spellings of one."""
    return ".".join(part.lstrip("0") or "0" if part.isdigit() else part
                   for part in re.findall(r"[0-9]+|[^\W\d_]+", _id(row) or "")) or None


def _owner(row: Record) -> str:
    return fold(row.typed("code")) if isinstance(row, CheckSetting) else fold(row.owner_id)


def _told(finding: Finding) -> bool:
    return bool(finding.typed("statement") or finding.typed("title"))


def _telling(kind: type[Record]) -> list[Column]:
    """The columns by which a row of a finding is known again."""
    places = (kind.SHEET.id_field, "finding", "record")
    return [column for column in kind.SHEET.typed_columns if column.name not in places]
