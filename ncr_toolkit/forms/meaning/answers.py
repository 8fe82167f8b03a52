"""What a finding has to say to a form, under the names that tags, controls, labels and the mapping file use.

A name is a field (`finding.statement`, `settings.organisation`, `audit.lead_auditor`, `owner.role`), all rows of one
kind as lines of text (`causes`, `actions`), or one field of all rows (`actions.owner`). The internal note has no name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import allowed
from ncr_toolkit.common.translation import gettext_noop
from ncr_toolkit.core.model import (
    RECORDS,
    Action,
    Audit,
    Bone,
    Cause,
    Containment,
    Effect,
    Evidence,
    Extension,
    Finding,
    FiveWhys,
    Lesson,
    Person,
    Probe,
    ReadinessStep,
    Settings,
    SignOff,
)
from ncr_toolkit.core.schema import Record, column_names
from ncr_toolkit.core.second_reading import signatures
from ncr_toolkit.core.status import is_needless, is_open
from ncr_toolkit.forms.meaning import row_texts
from ncr_toolkit.word.case import Case, printed
from ncr_toolkit.word.front_page import proven

_DAYS = ("due", "done_on", "planned_on")
PEOPLE = ("owner", "reviewer")  # columns that name who does a thing
_HIDDEN = {"finding.internal_note"}
_SAYS_MOST = column_names(RECORDS, "what", "statement", "title", "item", "criterion")


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind: which record, which of them, how one reads as a line, and what it has besides its columns."""

    kind: type[Record]
    line: Callable[[Record, Case], str]
    of: tuple[str, ...] = ()  # only rows with one of these in the column `by`
    more: tuple[str, ...] = ()
    done: bool = False  # only rows that are done
    by: str = "kind"

    @property
    def first(self) -> tuple[str, ...]:
        """The field that says the most: what was done, the cause, the title."""
        return tuple(name for name in _SAYS_MOST if name in fields_of(self.kind))[:1]

    @property
    def fields(self) -> tuple[str, ...]:
        return (*fields_of(self.kind), *self.more, "line")


ROWS: dict[str, Rows] = {
    "causes": Rows(Cause, row_texts.cause),
    "actions": Rows(Action, row_texts.action, more=("cause_statement", "status", "evidence")),
    "implemented": Rows(Action, row_texts.action, more=("cause_statement", "status", "evidence"), done=True),
    "preventive": Rows(Action, row_texts.action, ("Preventive", "Improvement"),
                       ("cause_statement", "status", "evidence")),
    "steps": Rows(Containment, row_texts.any_step, more=("status", "evidence")),
    "containment": Rows(Containment, row_texts.step, ("Containment",), ("status", "evidence")),
    "corrections": Rows(Containment, row_texts.step, ("Correction",), ("status", "evidence")),
    "mitigations": Rows(Containment, row_texts.step, ("Interim mitigation",), ("status", "evidence")),
    "evidence": Rows(Evidence, row_texts.proof),
    "whys": Rows(FiveWhys, row_texts.chain),
    "occurrence": Rows(FiveWhys, row_texts.chain, ("Why it happened",), by="leg"),
    "escape": Rows(FiveWhys, row_texts.chain, ("Why it was not detected",), by="leg"),
    "bones": Rows(Bone, row_texts.bone),
    "questions": Rows(Probe, row_texts.question, more=("text",)),
    "effects": Rows(Effect, row_texts.effect),
    "readiness": Rows(ReadinessStep, row_texts.preparation),
    "signoffs": Rows(SignOff, row_texts.sign_off),
    "lessons": Rows(Lesson, row_texts.lesson),
    "extensions": Rows(Extension, row_texts.extension),
}
"""Every kind of row by its name."""

ONES: dict[str, type[Record]] = {"finding": Finding, "settings": Settings, "audit": Audit, "contact": Person,
                                 "owner": Person}
"""Records of which there is one for a finding, by name: `contact` keeps the register, `owner` acts on the finding."""

WORDS = ("today", "ready", "stage", "audit.dates")
"""Names that stand for one text."""

CHOICES = ("repeat", "similar", "closed", "effective")
"""Names for a Yes or No that follows from the register: only boxes and lists ask for these."""

_YES_OF = {"Effective": "Yes", "Not effective": "No"}
"""The result of the effectiveness check -> the answer to "Effective?"."""


def fields_of(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record that may go into a form."""
    return tuple(column.name for column in kind.SHEET.typed_columns if column.key not in _HIDDEN)


@cache
def names() -> frozenset[str]:
    """Every name that gives a text."""
    found = {*WORDS, *CHOICES, "gaps", *ROWS}
    found |= {f"{name}.{field}" for name, kind in ONES.items() for field in fields_of(kind)}
    return frozenset(found | {f"{name}.{field}" for name, rows in ROWS.items() for field in rows.fields})


class Answers:
    """The texts of one finding by name, without the characters that Word cannot hold."""

    def __init__(self, case: Case, annex: str = "") -> None:
        """`annex`: the file with the whole answer, to which a place refers that is too small for its part of it."""
        self.case = case
        self.annex = annex

    def text(self, name: str) -> str:
        """What a name stands for, '' where the register has nothing. Names joined by commas stand under each other."""
        if "," in name:
            return self._several([each.strip() for each in name.split(",")])
        return allowed(self._text(name)).strip("\n")

    def _several(self, names: list[str]) -> str:
        """Several names: under each other, and two fields of the same rows beside each other, a line a row."""
        kinds = {name.partition(".")[0] for name in names}
        first = next(iter(kinds))
        if len(kinds) > 1 or first not in ROWS or not all("." in name for name in names):
            return "\n".join(part for each in names if (part := self.text(each)))
        fields = [name.partition(".")[2] for name in names]
        told = []
        for row in (rows := self.rows(first)):
            label = row.typed(row.SHEET.id_field) if row.SHEET.id_field and len(rows) > 1 else ""
            said = " / ".join(each for field in fields if (each := self.field(first, row, field)))
            told += [f"{label}: {said}" if label else said] if said else []
        return "\n".join(told)

    def last_day(self, name: str) -> str:
        """The last of the days of several rows, when the last of them is due or done; '' where a row has none."""
        first, _, field = name.partition(".")
        days = [row.value(field) for row in self.rows(first)] if first in ROWS and field in _DAYS else []
        known = [day for day in days if isinstance(day, date)]
        return max(known).isoformat() if known and len(known) == len(days) else ""

    def _text(self, name: str) -> str:
        first, _, field = name.partition(".")
        if name == "audit.dates":
            days = (self._text("audit.started_on"), self._text("audit.ended_on"))
            first, last = days[0] or days[1], days[1] or days[0]
            return first if first == last else row_texts.told(gettext_noop("{first} to {last}"), first=first, last=last)
        if first in ONES:
            record = self._ones[first]
            left = field == "owner" and row_texts.gone(record.typed(field), self.case) if record is not None else None
            return printed(record, field) if record is not None and not left else ""
        if first in ROWS:
            return self._column(first, field) if field else self._lines(first)
        if name in CHOICES:
            return self._choice(name)
        stage = "decision" if self.case.readiness.settled else str(self.case.purpose)
        return {"today": self.case.review.today.isoformat(), "ready": proven(self.case), "stage": stage,
                "gaps": "\n".join(self.gaps)}[name]

    @property
    def gaps(self) -> tuple[str, ...]:
        return self.case.readiness.missing(self.case.purpose)

    def rows(self, name: str) -> list[Record]:
        """The rows of one kind that belong to the finding."""
        wanted = ROWS[name]
        if wanted.kind is Extension:
            return list(self.case.review.extensions(self.case.finding))
        if wanted.kind is SignOff:
            return list(signatures(self.case.finding, self.case.review))
        return [row for row in self.case.rows(wanted.kind) if (not wanted.of or row.typed(wanted.by) in wanted.of)
                and (not wanted.done or self._is_done(row))]

    def _is_done(self, row: Record) -> bool:
        """Whether a row is done on the day of the look: a day still to come is a plan."""
        day = row.value("done_on")
        return isinstance(day, date) and day <= self.case.review.today

    def field(self, name: str, row: Record, field: str) -> str:
        """One field of one row; of two, joined by a comma, both."""
        told = [allowed(self._field(ROWS[name], row, each)) for each in field.split(", ")]
        return told[0] if len(told) == 1 else " / ".join(filter(None, told))

    def _field(self, rows: Rows, row: Record, field: str) -> str:
        if field == "line":
            return rows.line(row, self.case)
        if field == "cause_statement":
            cause = self.case.review.find(Cause, row.typed("cause"))
            return printed(cause, "statement") if cause else ""
        if field == "evidence":
            own = fold(row.typed(row.SHEET.id_field))
            return "\n".join(row_texts.proof(proof, self.case) for proof in self.case.rows(Evidence)
                             if own and fold(proof.typed("supports")) == own)
        if field == "status":
            return row_texts.told(gettext_noop("Done") if not row.blank("done_on") else gettext_noop("Open"))
        if field == "text":
            asked = self.case.review.question(row) if isinstance(row, Probe) else None
            return asked.text if asked else ""
        return row_texts.who(row, field, self.case) if field in PEOPLE else printed(row, field)

    def _lines(self, name: str) -> str:
        told = [ROWS[name].line(row, self.case) for row in self.rows(name)]
        if name == "actions" and not told and is_needless(self.case.finding):
            return row_texts.told(gettext_noop("No corrective action is needed: {reason}"),
                        reason=printed(self.case.finding, "no_action_reason"))
        return "\n".join(told)

    def _column(self, name: str, field: str) -> str:
        """One field of all rows: one text where they agree, else one line a row that has it."""
        rows = self.rows(name)
        values = [self._field(ROWS[name], row, field) for row in rows]
        if len(set(values)) == 1:
            return values[0]
        labels = [row.typed(row.SHEET.id_field) if row.SHEET.id_field else str(number)
                  for number, row in enumerate(rows, start=1)]
        return "\n".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True) if value.strip())

    def _choice(self, name: str) -> str:
        finding = self.case.finding
        if name == "effective":
            results = {row.typed("result") for row in self.rows("effects")}
            return _YES_OF.get(results.pop(), "") if len(results) == 1 else ""
        if name == "repeat":
            return "No" if finding.blank("repeat_of") else "Yes"
        if name == "closed":
            return "" if finding.status == "" else "No" if is_open(finding) else "Yes"
        return "" if finding.extent_count is None else "Yes" if finding.extent_count else "No"

    @cached_property
    def _ones(self) -> dict[str, Record | None]:
        review, finding = self.case.review, self.case.finding
        return {"finding": finding, "settings": review.register.settings,
                "audit": review.find(Audit, finding.typed("audit")), "owner": self._there(finding.owner),
                "contact": self._there(review.register.settings.owner)}

    def _there(self, name: str) -> Person | None:
        """A person on the sheet People who has not left."""
        return None if row_texts.gone(name, self.case) else self.case.review.person(name)
