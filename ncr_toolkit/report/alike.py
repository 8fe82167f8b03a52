"""The same problem in many cells, told once: a column that somebody pasted gives one line and not three thousand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ncr_toolkit.common.text import several
from ncr_toolkit.report.problem_rows import ProblemRow

MANY = 10
"""From so many alike on they are told as one. Fewer stand with their findings, where people work on them."""
CELLS = 3
"""So many of their cells are named at once."""
_NUMBER = re.compile(r"\d+")


def alike(listed: Iterable[ProblemRow]) -> list[tuple[ProblemRow, ...]]:
    """The problems, each alone or with the many that are like it, in the order of the first of each.

    Alike are those of one check, level and column that say the same but for numbers, days and the names of their
    records.
    """
    groups: dict[tuple[object, ...], list[ProblemRow]] = {}
    rows = list(listed)
    keys = [_key(row) for row in rows]
    for key, row in zip(keys, rows, strict=True):
        groups.setdefault(key, []).append(row)
    told: list[tuple[ProblemRow, ...]] = []
    for key, row in zip(keys, rows, strict=True):
        found = groups[key]
        if len(found) < MANY:
            told.append((row,))
        elif row is found[0]:
            told.append(tuple(found))
    return told


def gravest_groups_first(groups: Iterable[tuple[ProblemRow, ...]]) -> list[tuple[ProblemRow, ...]]:
    """Errors first; within a level what belongs to no finding, then what many cells share, then finding by finding."""
    def rank(group: tuple[ProblemRow, ...]) -> tuple[int, int, int]:
        level, place = group[0].rank
        return (level, 1, -len(group)) if len(group) > 1 else (level, 2 if place else 0, place)

    return sorted(groups, key=rank)


def _key(row: ProblemRow) -> tuple[object, ...]:
    problem, names = row.problem, (row.problem.record or "", row.name)
    return (problem.code, problem.level, problem.cell.sheet, problem.key, row.of_the_file,
            _nameless(problem.message, names), _nameless(problem.fix, names))


def _nameless(text: str, names: Iterable[str]) -> str:
    """The text without its numbers and these names."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, "\0")
    return _NUMBER.sub("0", text)


def first_cells(group: Sequence[ProblemRow]) -> str:
    """"Findings!G4, G5, G6 and 1,675 more"."""
    first, *more = (row.problem.cell for row in group[:CELLS])
    return several([str(first), *(cell.ref or str(cell) for cell in more)], CELLS, len(group))
