"""One finding with all that belongs to it, as the sections of a response see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from ncr_toolkit.common.money import without_amounts
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import RESOURCES_TOLD, Action, Cause, Containment, Finding
from ncr_toolkit.core.packs import Grade
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Kind, Record
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.word.blocks import TextCell, facts, inline, labelled, missing, paragraph, table
from ncr_toolkit.word.styles import HEIGHT, WIDTH

R = TypeVar("R", bound=Record)


@dataclass
class Case:
    """What a response is made from."""

    review: Review
    finding: Finding
    readiness: Readiness
    purpose: Purpose  # what it is to be ready for
    width: float = WIDTH  # millimetres of text on a page; what is drawn is drawn for it, tables are fitted to it later
    height: float = HEIGHT

    @property
    def id(self) -> str:
        return self.finding.typed("id") or self.finding.label

    @property
    def ready(self) -> bool:
        return self.readiness.ready(self.purpose)

    def lacks(self, what: str) -> str:
        """The line that stands where something is wanted and not there. A response that is ready lacks nothing."""
        return "" if self.ready else missing(what)

    @property
    def nothing_yet(self) -> str:
        """What stands under a heading of a ready response for which there is nothing."""
        later = self.purpose is Purpose.PLAN and not self.readiness.proof_ready
        return paragraph("To follow with the proof of implementation." if later else "None recorded.")

    @property
    def grade(self) -> Grade | None:
        return self.review.grade(self.finding)

    def wants(self, part: str) -> bool:
        """Whether the response must hold this part."""
        return self.review.wants(self.finding, part)

    def shows(self, part: str, filled: object) -> bool:
        """Whether the response holds this part: also where it is `filled` and the grade could not be read."""
        return self.wants(part) or (self.grade is None and bool(filled))

    def rows(self, kind: type[R]) -> list[R]:
        """The rows of one sheet that belong to the finding, as the body is to see them."""
        if kind not in self._rows:
            self._rows[kind] = [self._shared(row) for row in self.review.of(kind, self.finding)]
        return list(self._rows[kind])  # type: ignore[arg-type]

    @cached_property
    def _rows(self) -> dict[type[Record], list[Record]]:
        return {}

    def _shared(self, row: R) -> R:
        """A row with no more about resources than the body is to know."""
        if not isinstance(row, Action) or (told := self.resources(row.typed("resources"))) == row.typed("resources"):
            return row
        unread = {name: why for name, why in row.unread.items() if name != "resources"}
        return replace(row, resources=told, unread=unread)

    def resources(self, text: str) -> str:
        """What the body is told of a text about resources; nothing where nobody can read what it may be told."""
        settings = self.review.register.settings
        without, typed, _ = RESOURCES_TOLD
        wanted = settings.resources_told or ("" if "resources_told" in settings.unread else without)
        return text if wanted == typed else without_amounts(text) if wanted == without else ""

    def cause(self, id: str) -> str:
        """The text of a cause of this finding, '' where there is none of that id."""
        return next((printed(cause, "statement") for cause in self.rows(Cause) if fold(cause.id) == fold(id)), "")

    @cached_property
    def mitigations(self) -> list[Containment]:
        return [step for step in self.rows(Containment) if step.kind == "Interim mitigation"]

    @cached_property
    def corrections(self) -> list[Containment]:
        """The steps that have no heading of their own in this response."""
        own = self.mitigations if self.shows("mitigations", self.mitigations) else []
        return [step for step in self.rows(Containment) if step not in own]

    def disposed(self, choice: str, filled: object) -> bool:
        """Whether an observation is answered in this way; one not yet decided shows whatever is filled."""
        undecided = self.finding.disposition == ""
        return self.wants("disposition") and (self.finding.disposition == choice or (undecided and bool(filled)))


def printed(record: Record, name: str) -> str:
    """What stands in a cell, for print; what could not be read stands as typed and says so."""
    return f"{record.typed(name)} (as typed)" if name in record.unread else record.typed(name)


def begun(text: str, most: int = 70) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rpartition(' ')[0] or line[:most]}\u2026"


def labelled_values(record: Record, *names: str, style: str = "") -> str:
    """The named values of a record: long texts under their label, short ones beside it; blank ones are left out."""
    columns = (record.SHEET.by_name[name] for name in names)
    return "".join(labelled(column.header, printed(record, column.name), style) if column.kind is Kind.LONG
                   else inline(column.header, printed(record, column.name)) for column in columns)


def listing(title: str, records: Sequence[Record], notes: dict[str, str] | None = None, /, **widths: float) -> str:
    """A table of records: one column for each named field with its width in millimetres; '' if there are none.

    `notes` gives the field that stands small under another one's value.
    """
    if not records:
        return ""
    sheet, under = records[0].SHEET, notes or {}
    columns = [(sheet.by_name[name].header, width) for name, width in widths.items()]
    rows = [[TextCell(printed(record, name), printed(record, under[name]) if name in under else "") for name in widths]
            for record in records]
    return table(title, columns, rows)


def sheet_facts(title: str, record: Record, *names: str) -> str:
    """A record as a table of labels and values; blank short fields are left out, blank texts show as blank."""
    columns = record.SHEET.by_name
    return facts(title, [[columns[name].header, printed(record, name)] for name in names
                         if not record.blank(name) or columns[name].kind is Kind.LONG], together=True)
