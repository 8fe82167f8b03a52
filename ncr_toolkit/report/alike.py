"""The problems of a report, those that many cells share told once."""

from __future__ import annotations

from collections.abc import Iterable

from ncr_toolkit.core.alike import MANY, sameness
from ncr_toolkit.report.problem_rows import ProblemRow


def alike(listed: Iterable[ProblemRow]) -> list[tuple[ProblemRow, ...]]:
    """The problems, each alone or with the many that are like it, in the order of the first of each."""
    groups: dict[object, list[ProblemRow]] = {}
    rows = list(listed)
    keys = [(row.of_the_file, sameness(row.problem, (row.problem.record or "", row.name))) for row in rows]
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
