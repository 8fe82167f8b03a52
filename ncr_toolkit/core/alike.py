"""The same problem in many cells, told once: a column that somebody pasted gives one line and not three thousand."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from ncr_toolkit.common.text import several
from ncr_toolkit.core.problem import Level, Problem

MANY = 10
"""From so many alike on they are told as one. Fewer stand with their findings, where people work on them."""
CELLS = 3
"""So many of their cells are named at once."""
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Alike:
    """Problems of many cells that say the same."""

    problems: tuple[Problem, ...]

    @property
    def first(self) -> Problem:
        return self.problems[0]


def sameness(problem: Problem, names: Iterable[str]) -> Hashable:
    """Alike are problems of one check, level and column that say the same but for numbers, days and these names, by
    which people know their records."""
    return (problem.code, problem.level, problem.cell.sheet, problem.key, _nameless(problem.message, names),
            _nameless(problem.fix, names))


def _nameless(text: str, names: Iterable[str]) -> str:
    """The text without its numbers and these names."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, "\0")
    return _NUMBER.sub("0", text)


def many_alike(problems: Iterable[Problem]) -> list[Alike]:
    """What many cells share, gravest and most frequent first; of no finding in particular where they are of several."""
    groups: dict[Hashable, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(sameness(problem, [problem.record or ""]), []).append(problem)
    found = [Alike(tuple(group)) for group in groups.values() if len(group) >= MANY]
    return sorted(found, key=lambda group: (list(Level).index(group.first.level), -len(group.problems)))


def first_cells(problems: Sequence[Problem]) -> str:
    """"Findings!G4, G5, G6 and 1,675 more"."""
    first, *more = (problem.cell for problem in problems[:CELLS])
    return several([str(first), *(cell.ref or str(cell) for cell in more)], CELLS, len(problems))
