"""What a pack is: the data of one standard, and how its words and lists are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.schema import Column, Sheet

PARTS = ("mitigations", "correction", "extent", "causes", "actions", "implementation", "effectiveness", "readiness",
         "signoff", "disposition")
"""What a response may have to hold; a pack's grade wants some of them."""
_ADDED = re.compile(r"(?:(?<!\d)|(?!\d))(?:[ .]*+\(?(?:[a-z]|\d++\))\)?+)*+")
"""What may stand after the number of a clause: " b) 3)"; never the rest of a number."""
CLAUSE = r"(?:clauses?|controls?|sections?|art(?:icles?|ikel)?\.?|cl\.?|§+)"
"""What may stand before the number of a clause or control."""
EXAMPLE = "Example: "
"""What stands before the example of a column's help."""


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


@dataclass(frozen=True, slots=True)
class Subject:
    """What the certified system looks after, and what a change of it asks for."""

    name: str  # in a sentence: "AI system", "product or process"
    renewed: tuple[str, ...] = ()  # the columns of the finding that name what is assessed anew when it changes
    at: tuple[str, ...] = ()  # the clauses that ask for it
    told_by_words: bool = False  # the languages have lists of words by which such a change is told


@dataclass(frozen=True, slots=True)
class AlsoAsked:
    """What this standard asks of a nonconformity besides what all of them ask."""

    at: str
    asks: str
    column: str = ""  # of the finding, in which the answer stands


@dataclass(frozen=True, slots=True)
class NextEdition:
    """What was read of the edition to come; `published` stays False until it was read that it is out."""

    standard: str
    told: str
    looked_up_on: date
    sources: tuple[str, ...]
    published: bool = False


@dataclass(frozen=True, slots=True)
class Reporting:
    """A law by which what was found may have to be reported besides: a question to people, and no advice."""

    law: str
    asks: str
    told: str  # what was read of it: to whom, within which time, from when on
    looked_up_on: date
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """What the workbook says in the words of this standard: by the key of the column, `about` by the sheet's name."""

    headers: dict[str, str] = field(default_factory=dict)
    prompts: dict[str, str] = field(default_factory=dict)  # the whole help
    examples: dict[str, str] = field(default_factory=dict)  # what stands for the example of the help
    offered: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of the choices, those that are offered
    about: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)  # each is one: what is made of it is kept by it
class Pack:
    """One standard: what a finding may refer to, what a response must hold, and what helps to find causes."""

    id: str  # the name of a pack that comes along, of one's own that of its file
    standard: str
    title: str
    system: str  # what is certified: "AI management system"
    references: dict[str, str]  # clause or control -> short title
    grades: dict[str, Grade]
    bone_sets: dict[str, tuple[str, ...]]
    questions: tuple[Question, ...]
    corrective_action: str  # the clause on nonconformity and corrective action
    subject: Subject
    bank: str = "Questions"  # what the questions are called in a response
    wording: Wording = field(default_factory=Wording)
    also_asked: tuple[AlsoAsked, ...] = ()
    next_edition: NextEdition | None = None
    reporting: tuple[Reporting, ...] = ()
    bare_controls: bool = False  # 5.15 may mean A.5.15; not where both have chapters of the same numbers
    sources: tuple[str, ...] = ()
    looked_up_on: date | None = None
    note: str = ""
    expected: dict[str, tuple[str, ...]] = field(default_factory=dict)  # column -> references that ask for it
    unused: tuple[str, ...] = ()  # the keys of columns that a workbook of this standard hides as long as they are empty

    @property
    def bones(self) -> tuple[str, ...]:
        """The bones offered first: the pack's own set."""
        return next(iter(self.bone_sets.values()))

    def header(self, column: Column) -> str:
        """What a column is called in a workbook of this standard."""
        return self.wording.headers.get(column.key, column.header)

    def help(self, column: Column) -> str:
        """What a column says of itself, with an example out of this standard's world."""
        told = self.wording.prompts.get(column.key, column.help)
        example = self.wording.examples.get(column.key)
        return told if example is None else f"{told.partition(EXAMPLE)[0].rstrip()} {EXAMPLE}{example}"

    def choices(self, column: Column) -> tuple[str, ...]:
        """Those of a column's choices that its drop-down offers; read are all of them."""
        return self.wording.offered.get(column.key, column.choices)

    def about(self, sheet: Sheet) -> str:
        """What a sheet says of itself."""
        return self.wording.about.get(sheet.name, sheet.about)

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
        plain = re.sub(rf"^(?:{CLAUSE}|annex)\s*(?=[a0-9])", "", fold(text)).rstrip(". ")
        plain = re.sub(r"^(annex )?a[ .-]*(?=\d)", "a.", plain)
        for end in range(min(len(plain), max(map(len, self._by_folded), default=0)), 0, -1):
            for attempt in (plain[:end], "a." + plain[:end]) if self.bare_controls else (plain[:end],):
                if attempt in self._by_folded and _ADDED.fullmatch(plain, end):
                    return self._by_folded[attempt]
        return ""

    @property
    def number(self) -> str:
        """The number of the standard alone, "42001"; of a pack of one's own what its standard is called."""
        return self.id.removeprefix("iso") if self.id.removeprefix("iso").isdigit() else self.standard

    def topic(self, clause: str) -> str:
        """What a clause is about, without what this management system is about: "risk assessment"."""
        about = fold(self.system).removesuffix(" management system")
        return fold(self.references[clause]).removeprefix(about).strip()

    def own_texts(self) -> Iterator[str]:
        """What the workbook of this standard says by itself besides the model: as an answer it is none."""
        yield from (question.text for question in self.questions)
        yield from self.wording.examples.values()
        yield from (part for told in self.wording.prompts.values() for part in (told, *told.split(EXAMPLE)))

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {fold(question.id): question for question in reversed(self.questions)}  # of two the first counts

    def question(self, id: str) -> Question | None:
        """The question of that number; None where there is none."""
        return self._questions.get(fold(id))
