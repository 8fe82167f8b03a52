"""How often the checks of wording are right: measured on texts that say which of them should speak.

The lists of words were made by the texts of tests/seeds/measured.md. The figures in measured.toml, which `ncr explain` shows,
are of those in aside.md alone, by which no list is mended. `python -m ncr_toolkit.generate` counts them anew, and a test
compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.text import plural
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Cause, Effect, Finding
from ncr_toolkit.core.register import Register, Review

CODES = ("CAU007", "CAU008", "CAU009", "CAU010", "CAU011", "CAU012", "CAU015", "ACT007", "ACT008", "EFF007")
_DAY = date(2026, 6, 30)
_WHERE = {"CAU": ("root cause", ""), "ACT": ("plan", ""), "EFF": ("criterion", "criteria")}


@dataclass(frozen=True, slots=True)
class MeasuredText:
    """One row: what stands in the cells, and the checks that should speak."""

    sort: str  # the heading above the table
    cells: tuple[str, ...]
    wanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measured:
    """How a check did: how many texts there were of its sort, how many have the fault, how many it named, how many of
    these with right."""

    texts: int
    faulty: int
    named: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.named if self.named else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.faulty if self.faulty else 0.0

    def told(self, code: str) -> str:
        """In a sentence."""
        wrongly = self.named - self.right
        return (f"Tried on {plural(self.texts, _WHERE[code[:3]][0], _WHERE[code[:3]][1])} that were kept aside when its words were "
                f"gathered. {self.faulty} of them have the fault, and it named {self.right} of these "
                f"({self.recall:.0%}); {plural(wrongly, 'other')} it named wrongly ({self.precision:.0%} of what it named was right).")


def read_texts(path: Path) -> list[MeasuredText]:
    """Every row of the tables of a file, with the heading above it."""
    sort, found = "", []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            sort = line[3:].strip()
        elif line.startswith("| ") and not line.startswith("| Checks |"):
            checks, *cells = (cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|"))
            found.append(MeasuredText(sort, tuple(cell.replace("<br>", "\n") for cell in cells),
                                      frozenset(checks.replace(" ", "").split(",")) - {""}))
    return found


def spoken(texts: list[MeasuredText]) -> list[frozenset[str]]:
    """Which of the checks speak of each text, when each stands under a finding of its own."""
    register = Register()
    for number, text in enumerate(texts):
        _enter(register, f"N-{number}", text)
    review = Review(register, packs.load("iso42001"), _DAY)
    found: dict[str, set[str]] = {}
    for problem in run(review, CODES):
        for finding in problem.findings:
            found.setdefault(finding, set()).add(problem.code)
    return [frozenset(found.get(f"n-{number}", ())) for number in range(len(texts))]


def _enter(register: Register, id: str, text: MeasuredText) -> None:
    finding = Finding(id=id, grade="Minor", status="In progress")
    register.all(Finding).append(finding)
    if text.sort.startswith("Causes"):
        *statement, cause = text.cells
        finding.statement = "".join(statement)
        register.all(Cause).append(Cause(id=f"RC-{id}", finding=id, statement=cause))
    elif text.sort == "Plans":
        register.all(Action).extend(Action(id=f"CA-{id}-{number}", finding=id, what=what.strip())
                                    for number, what in enumerate(text.cells[0].split("//")))
    else:
        register.all(Effect).append(Effect(finding=id, criterion=text.cells[0]))


def measure(texts: list[MeasuredText], heard: list[frozenset[str]]) -> dict[str, Measured]:
    """The figures a check."""
    rows = [*zip(texts, heard, strict=True)]
    return {code: Measured(sum(_concerns(code, text) for text in texts), *_counted(code, rows)) for code in CODES}


def _concerns(code: str, text: MeasuredText) -> bool:
    sort = {"CAU": "Causes", "ACT": "Plans", "EFF": "Criteria"}[code[:3]]
    return text.sort.startswith(sort) and (code != "CAU007" or len(text.cells) > 1)


def _counted(code: str, rows: Iterable[tuple[MeasuredText, frozenset[str]]]) -> tuple[int, int, int]:
    count = Counter((code in text.wanted, code in said) for text, said in rows)
    return count[True, True] + count[True, False], count[True, True] + count[False, True], count[True, True]


def as_toml(figures: dict[str, Measured]) -> str:
    """The figures as measured.toml holds them."""
    lines = [f"{code} = {{ texts = {each.texts}, faulty = {each.faulty}, named = {each.named}, right = {each.right} }}"
             for code, each in figures.items()]
    return "\n".join(["# Made by python -m ncr_toolkit.generate from tests/seeds/aside.md.", *lines, ""])


@cache
def figures() -> dict[str, Measured]:
    """The figures that were counted last, by code."""
    import tomllib

    read = tomllib.loads((resources.files(__package__) / "measured.toml").read_text(encoding="utf-8"))
    return {code: Measured(**each) for code, each in read.items()}
