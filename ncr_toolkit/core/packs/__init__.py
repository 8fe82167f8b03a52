"""Packs: the data of one standard, and nothing but data. A new standard is one more TOML file beside this one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.packs import body_rules, days_off, prose

DEFAULT = "iso42001"

PARTS = ("mitigations", "correction", "extent", "causes", "actions", "implementation", "effectiveness", "readiness",
         "signoff", "disposition")
"""What a response may have to hold; a pack's grade wants some of them."""
_ADDED = re.compile(r"(?:(?<!\d)|(?!\d))(?:[ .]*+\(?(?:[a-z]|\d++\))\)?+)*+")
"""What may stand after the number of a clause: " b) 3)"; never the rest of a number."""


@dataclass(frozen=True, slots=True)
class Grade:
    """How findings of one grade are answered."""

    name: str
    nonconformity: bool
    wanted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the bank that helps to find a cause."""

    id: str
    category: str
    text: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Pack:
    """One standard: what a finding may refer to, what a response must hold, and what helps to find causes."""

    id: str
    standard: str
    title: str
    system: str  # what is certified: "AI management system"
    references: dict[str, str]  # clause or control -> short title
    grades: dict[str, Grade]
    bone_sets: dict[str, tuple[str, ...]]
    questions: tuple[Question, ...]
    bare_controls: bool = False  # 5.15 may mean A.5.15; not where both have chapters of the same numbers
    assess_changes: bool = False  # a change of what is certified asks for a new look at risk and impact

    @property
    def bones(self) -> tuple[str, ...]:
        """The bones offered first: the pack's own set."""
        return next(iter(self.bone_sets.values()))

    @property
    def standards(self) -> tuple[str, ...]:
        """The standards a finding may be raised against, this pack's own first: audits are often of several at once."""
        return (self.standard, *(pack.standard for pack in map(load, known()) if pack.id != self.id))

    def names(self, source: str) -> tuple[str, ...]:
        """The values of a column whose list comes from the pack (`Column.source`)."""
        lists: dict[str, Callable[[], tuple[str, ...]]] = {
            "standards": lambda: self.standards, "references": lambda: tuple(self.references),
            "bones": lambda: self.bones, "questions": lambda: tuple(question.id for question in self.questions),
            "languages": prose.names, "bodies": body_rules.names, "countries": days_off.countries}
        return lists[source]()

    @cached_property
    def _by_folded(self) -> dict[str, str]:
        return {fold(reference): reference for reference in self.references}

    def reference(self, text: str) -> str:
        """The clause or control that `text` means, '' if it means none.

        Auditors add letters and words ("10.2 b) 3)", "9.2.2 a", "Clause 8.4", "Annex A 6.2.4"): they are dropped.
        Where `bare_controls` says that controls are written with and without "A.", a number that is also a clause means
        the clause.
        """
        if text not in self._meant:
            self._meant[text] = self._reference(text)
        return self._meant[text]

    @cached_property
    def _meant(self) -> dict[str, str]:
        return {}  # a register names few

    def _reference(self, text: str) -> str:
        plain = re.sub(r"^(clause|control|annex|section|cl\.?|§+)\s*(?=[a0-9])", "", fold(text)).rstrip(". ")
        plain = re.sub(r"^(annex )?a[ .]+(?=\d)", "a.", plain)
        for end in range(min(len(plain), max(map(len, self._by_folded), default=0)), 0, -1):
            for attempt in (plain[:end], "a." + plain[:end]) if self.bare_controls else (plain[:end],):
                if attempt in self._by_folded and _ADDED.fullmatch(plain, end):
                    return self._by_folded[attempt]
        return ""

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {fold(question.id): question for question in reversed(self.questions)}  # of two the first counts

    def question(self, id: str) -> Question | None:
        return self._questions.get(fold(id))


@cache
def known() -> tuple[str, ...]:
    """The names of all packs."""
    folder = resources.files(__package__)
    return tuple(sorted(each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml")))


@cache
def load(name: str) -> Pack:
    """The pack of that name.

    Raises CannotRun when there is none.
    """
    if name not in known():
        raise CannotRun(f"There is no standard pack {name!r}; choose one of {', '.join(known())}.")
    data = tomllib.loads((resources.files(__package__) / f"{name}.toml").read_text(encoding="utf-8"))
    strange = {part for grade in data["grades"] for part in grade["wanted"]} - set(PARTS)
    if strange:
        raise ValueError(f"{name}.toml wants parts that no response has: {', '.join(sorted(strange))}")
    grades = {grade["name"]: Grade(**{**grade, "wanted": tuple(grade["wanted"])}) for grade in data["grades"]}
    bank = tuple(Question(q["id"], q["category"], q["text"], tuple(q["references"])) for q in data.get("questions", ()))
    bones = {key: tuple(values) for key, values in data["bones"].items()}
    return Pack(name, data["standard"], data["title"], data["system"], {**data["clauses"], **data.get("controls", {})},
                grades, bones, bank, data.get("bare_controls", False), data.get("assess_changes", False))


def named(text: str) -> Pack:
    """The pack that a person means: "iso42001", "ISO 42001", "ISO/IEC 42001:2023", "42001".

    Raises CannotRun when there is none.
    """
    plain = re.sub("[^a-z0-9]|iec", "", fold(text)).removeprefix("iso")
    meant = (name for name in known() if re.fullmatch(rf"{name.removeprefix('iso')}(?:[12]\d{{3}})?", plain))
    return load(next(meant, text))


@cache
def by_standard(text: str) -> Pack | None:
    """The pack with that name, or of the standard with that name; None if there is none."""
    return next((pack for pack in map(load, known()) if fold(text) in (fold(pack.id), fold(pack.standard))), None)
