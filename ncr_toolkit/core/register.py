"""What was read from a workbook, and one look at it on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from ncr_toolkit.common.folder import Fingerprints
from ncr_toolkit.common.names import fold
from ncr_toolkit.core import several
from ncr_toolkit.core.extension_state import is_granted
from ncr_toolkit.core.memory import Memory
from ncr_toolkit.core.model import RECORDS, Action, Audit, Extension, Finding, Person, Probe, Reply, Settings
from ncr_toolkit.core.packs import Grade, Pack, Question, body_rules, days_off, language
from ncr_toolkit.core.packs.body_rules import NOTICE, REPORT, START, BodyRules, Term
from ncr_toolkit.core.packs.days_off import WEEKENDS, DaysOff
from ncr_toolkit.core.packs.language import Language
from ncr_toolkit.core.packs.pack import Subject
from ncr_toolkit.core.replies import enter_revised_days
from ncr_toolkit.core.schema import Cell, Record, Unread
from ncr_toolkit.core.sent import Sent

R = TypeVar("R", bound=Record)
T = TypeVar("T")


class Odd(StrEnum):
    """What the reader noticed about the workbook's build, as against its content."""

    MISSING_SHEET = "missing sheet"
    MISSING_COLUMN = "missing column"
    EXTRA_COLUMN = "extra column"
    EXTRA_SHEET = "extra sheet"
    SECOND_COLUMN = "second column of the same key"
    SECOND_SHEET = "second sheet of the same keys"
    ROW_ABOVE = "row above the header"
    HIDDEN_ROWS = "hidden rows with data"
    BELOW_TABLE = "rows below the end of the Excel table"


@dataclass(frozen=True, slots=True)
class Oddity:
    """One such thing: where, what it is called, and the key or sheet of ours that it concerns."""

    odd: Odd
    cell: Cell
    name: str
    key: str = ""


@dataclass(slots=True)
class Register:
    """Everything a workbook holds, record by record; nothing judged."""

    records: dict[type[Record], list[Record]] = field(default_factory=lambda: {kind: [] for kind in RECORDS})
    settings: Settings = field(default_factory=Settings)
    oddities: list[Oddity] = field(default_factory=list)
    path: str = ""  # as the user gave it
    sha256: str = ""

    def all(self, kind: type[R]) -> list[R]:
        """The records of one sheet, in the order of its rows."""
        return self.records[kind]  # type: ignore[return-value]

    @property
    def findings(self) -> list[Finding]:
        """The records of the sheet Findings."""
        return self.all(Finding)

    def every(self) -> Iterable[Record]:
        """Every record of every sheet, and the settings."""
        for kind in RECORDS:
            yield from self.records[kind]
        yield self.settings

    def unread(self) -> Iterable[tuple[Record, Unread]]:
        """Every cell that could not be read, with its record."""
        for record in self.every():
            for unread in record.unread.values():
                yield record, unread

    def counts(self) -> dict[str, int]:
        """How many records were read, by sheet name."""
        return {kind.SHEET.name: len(rows) for kind, rows in self.records.items()}

    @property
    def told(self) -> str:
        """What was read, in words: "14 Findings, 31 Actions", or "nothing"."""
        rows = ((number, f"{'row' if number == 1 else 'rows'} of {name}" if name[0].isdigit() else name)
                for name, number in self.counts().items())
        return ", ".join(f"{number} {what}" for number, what in rows if number) or "nothing"


def by(records: Sequence[R], key: Callable[[R], str]) -> dict[str, list[R]]:
    """`records` grouped by the folded id that `key` gives; those without one are left out."""
    groups: dict[str, list[R]] = defaultdict(list)
    for record in records:
        if name := fold(key(record)):
            groups[name].append(record)
    return groups


@dataclass
class Review:
    """A register looked at on a day: what checks, responses and reports are made from.

    `today` is an argument here and everywhere below the command line; nothing else reads the clock.
    """

    register: Register
    pack: Pack
    today: date
    folder: Path | None = None  # the evidence folder, None where there is nothing to look at on disk
    previous: Register | None = None
    memory: Memory | None = None  # of the earlier runs, None where there is none
    sent: Sent | None = None  # what was sent to the body, None where nobody looked
    troubles: tuple[str, ...] = ()  # what beside the register is not as it was written, in sentences
    own_rules: BodyRules | None = None  # of the body, in a file beside the register
    home: Path | None = None  # the folder of the register, None where there is nothing to look at on disk
    documents_in: str = ""  # the language of documents, where another one is asked for than that of the texts

    def __post_init__(self) -> None:
        for register in filter(None, (self.register, self.previous)):
            enter_revised_days(register.records.get(Finding, ()), register.records.get(Reply, ()))  # type: ignore[arg-type]

    @property
    def document_language(self) -> str:
        """The language wanted of the documents that are made of it, by its name or code; where they do not speak
        that, they are English."""
        return self.documents_in or self.register.settings.typed("language")

    @property
    def settings(self) -> Settings:
        """The settings of the register."""
        return self.register.settings

    @cached_property
    def fingerprints(self) -> Fingerprints:
        """The fingerprints of the evidence files, each read once, when it is asked for."""
        return Fingerprints()

    @cached_property
    def language(self) -> Language | None:
        """The word lists of the language the answers are written in; None where there are none for it."""
        settings = self.settings
        return language.load(settings.typed("language") or settings.SHEET.by_name["language"].default)

    @cached_property
    def _children(self) -> dict[type[Record], dict[str, list[Record]]]:
        return {kind: by(rows, lambda record: record.typed("finding"))
                for kind, rows in self.register.records.items() if "finding" in kind.SHEET.by_name}

    @cached_property
    def _ids(self) -> dict[str, dict[str, list[Record]]]:
        return {kind.SHEET.prefix: by(rows, lambda record: record.typed(record.SHEET.id_field))
                for kind, rows in self.register.records.items() if kind.SHEET.id_field}

    def of(self, kind: type[R], finding: Finding) -> list[R]:
        """The rows of one sheet that belong to a finding."""
        return self._children[kind].get(fold(finding.typed("id")), [])  # type: ignore[return-value]

    @cached_property
    def _extended(self) -> dict[str, list[Extension]]:
        return by(self.register.all(Extension), lambda extension: extension.typed("record"))

    def remembered(self, record: Record, name: str, *, since_reopened: bool = False) -> date | None:
        """The first day that the earlier runs saw in a date column; of an id typed twice they know the first row."""
        if self.memory is None or self.find(type(record), record.typed("id")) is not record:
            return None
        return self.memory.first(record.typed("id"), name, since_reopened=since_reopened)

    def moves(self, id: str) -> list[Extension]:
        """The later dates that were agreed for the finding or action with this id."""
        return list(filter(is_granted, self._extended.get(fold(id), [])))

    def asked(self, id: str) -> list[Extension]:
        """The later dates that were asked for and are not granted, for the finding or action with this id."""
        return [extension for extension in self._extended.get(fold(id), []) if not is_granted(extension)]

    def extensions(self, finding: Finding) -> list[Extension]:
        """Every later date that was agreed, for a finding and then for its actions."""
        return [extension for id in self._ids_of(finding) for extension in self.moves(id)]

    def requests(self, finding: Finding) -> list[Extension]:
        """Every later date that was asked for and is not granted, for a finding and then for its actions."""
        return [extension for id in self._ids_of(finding) for extension in self.asked(id)]

    def _ids_of(self, finding: Finding) -> Iterable[str]:
        """The ids of a finding and of its actions."""
        return dict.fromkeys(fold(record.typed("id")) for record in (finding, *self.of(Action, finding)))

    def find(self, kind: type[R], id: str) -> R | None:
        """The record of that sheet with that id (its first row, if there are several)."""
        rows = self._ids[kind.SHEET.prefix].get(fold(id), [])
        return rows[0] if rows else None  # type: ignore[return-value]

    def ids(self, prefix: str) -> dict[str, list[Record]]:
        """The records of one sheet by folded id."""
        return self._ids[prefix]

    @cached_property
    def _memory(self) -> dict[Callable[[Review], object], object]:
        return {}

    def once(self, make: Callable[[Review], T]) -> T:
        """What `make` gives for this review, worked out the first time it is asked for."""
        if make not in self._memory:
            self._memory[make] = make(self)
        return self._memory[make]  # type: ignore[return-value]

    @cached_property
    def _memory_of(self) -> defaultdict[Callable[[Any, Review], object], dict[int, object]]:
        return defaultdict(dict)

    def once_for(self, make: Callable[[R, Review], T], record: R) -> T:
        """What `make` gives for a record of this review, worked out the first time it is asked for."""
        found, key = self._memory_of[make], id(record)
        if key not in found:
            found[key] = make(record, self)
        return found[key]  # type: ignore[return-value]

    @cached_property
    def _labels(self) -> dict[str, list[str]]:
        return {prefix: sorted(rows[0].label for rows in ids.values()) for prefix, ids in self._ids.items()}

    def labels(self, prefix: str) -> list[str]:
        """The ids of one sheet as typed, sorted: what a misspelt one may have meant."""
        return self._labels[prefix]

    def finding(self, record: Record) -> Finding | None:
        """The finding a record belongs to."""
        return record if isinstance(record, Finding) else self.once_for(_finding_of, record)

    def person(self, name: str) -> Person | None:
        """The row of the sheet People with that name."""
        return self.find(Person, name)

    def pack_of(self, finding: Finding) -> Pack | None:
        """The pack of the standard that the finding was raised against, the register's where it names none or that one
        among others; None where nobody knows that standard."""
        named = several.packs_of(finding, self.pack)
        return self.pack if self.pack in named else next(iter(named), None)

    def subject(self, finding: Finding) -> Subject:
        """What the finding's standard looks after; of a standard that nobody knows nothing is known of it."""
        pack = self.pack_of(finding)
        return pack.subject if pack is not None else Subject("system")

    def header(self, finding: Finding, name: str) -> str:
        """What a column of the sheet Findings is called in a register of this standard."""
        return self.pack.header(finding.SHEET.column(name))

    def questions(self, row: Record) -> tuple[Question, ...]:
        """The bank of questions of a row's finding: of its own standard and of the register's."""
        return tuple(question for pack in self._banks(row) for question in pack.questions)

    def _banks(self, row: Record) -> list[Pack]:
        finding = self.finding(row)
        own = self.pack_of(finding) if finding is not None else None
        return [self.pack] if own is None or own is self.pack else [own, self.pack]

    def question(self, row: Probe) -> Question | None:
        """The question of that bank that a row answers; None where there is none of its number."""
        return next(filter(None, (pack.question(row.typed("question")) for pack in self._banks(row))), None)

    def grade(self, finding: Finding) -> Grade | None:
        """What its pack says about findings of this grade; None where the grade is empty or unreadable."""
        return (self.pack_of(finding) or self.pack).grades.get(finding.grade)

    def wants(self, finding: Finding, part: str) -> bool:
        """Whether a response to a finding of this grade must hold this part."""
        grade = self.grade(finding)
        return grade is not None and part in grade.wanted

    @cached_property
    def body(self) -> BodyRules | None:
        """The rules of the body that the register names, the usual ones where it names none; None if nobody knows
        them."""
        return self.own_rules or body_rules.named(self.settings.typed("body_rules"))

    def rules(self, finding: Finding) -> BodyRules | None:
        """The rules a finding is answered by: those of the body, and the usual ones where no body has raised it."""
        audit = self.find(Audit, finding.audit)
        return body_rules.named(body_rules.USUAL) if audit is not None and audit.kind == "Internal" else self.body

    def term(self, finding: Finding, name: str) -> Term | None:
        """What these rules say of an empty date column (`clocks.DATES`); None where they say nothing."""
        audit, rules = self.find(Audit, finding.audit), self.rules(finding)
        if rules is None or audit is None or not finding.blank(name):
            return None
        return rules.term(finding.grade, name, audit.kind)

    def proposed(self, finding: Finding, name: str) -> date | None:
        """The date for an empty date column (`clocks.DATES`) by the rules of the body; None where they give none, or
        count from a day that the register does not hold.

        Shown as a proposal only; no figure and no check counts it as a deadline.
        """
        term = self.term(finding, name)
        start = self._counted_from(finding, term) if term is not None else None
        return None if term is None or start is None else term.due(start, self.days_off)

    def _counted_from(self, finding: Finding, term: Term) -> date | None:
        """The day from which these rules count: no date of a finding that was reopened lies before that."""
        audit = self.find(Audit, finding.audit)
        if audit is None:
            return None
        start = {REPORT: audit.report_received_on, NOTICE: finding.raised_on}.get(term.start, audit.ended_on)
        if not came_back(finding):
            return start
        again = finding.reopened_on
        return max(again, start) if again is not None and start is not None else again

    def counts_from(self, finding: Finding, term: Term) -> str:
        """That day in words."""
        return "the day it was reopened" if came_back(finding) else START[term.start]

    @cached_property
    def days_off(self) -> DaysOff:
        """Weekends, and the public holidays of the country that the register names; weekends alone where nobody knows
        it."""
        settings = self.settings
        return days_off.of(settings.typed("country"), settings.typed("region")) or WEEKENDS


def came_back(finding: Finding) -> bool:
    """Whether a finding says that it was reopened."""
    return finding.status == "Reopened" or not finding.blank("reopened_on")


def _finding_of(record: Record, review: Review) -> Finding | None:
    own = review.find(Finding, record.owner_id)
    moved = review.find(Action, record.owner_id) if own is None and isinstance(record, Extension) else None
    return review.find(Finding, moved.finding) if moved is not None else own
