"""One finding with all that belongs to it, as the sections of a response see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from ncr_toolkit.common.money import without_amounts
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.translation import day, gettext, pgettext, within
from ncr_toolkit.core.model import RESOURCES_TOLD, Action, Containment, Evidence, Finding
from ncr_toolkit.core.packs import Grade, Pack
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Column, Kind, Record
from ncr_toolkit.core.several import in_one_line
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.evidence.links import EvidenceFiles
from ncr_toolkit.word.blocks import TextCell, facts, inline, labelled, link, missing, paragraph, run, table
from ncr_toolkit.word.styles import HEIGHT, WIDTH

R = TypeVar("R", bound=Record)
_SENTENCE_END = re.compile(r"[.;!?](?=\s)")


@dataclass
class Case:
    """What a response is made from."""

    review: Review
    finding: Finding
    readiness: Readiness
    purpose: Purpose  # what it is to be ready for
    width: float = WIDTH  # millimetres of text on a page; what is drawn is drawn for it, tables are fitted to it later
    height: float = HEIGHT
    files: EvidenceFiles = field(default_factory=dict)

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
        return paragraph(gettext("To follow with the proof of implementation.") if later else gettext("None recorded."))

    @property
    def grade(self) -> Grade | None:
        return self.review.grade(self.finding)

    @property
    def formal(self) -> bool:
        """Whether a formal answer is due: to a nonconformity, and where the grade could not be read."""
        return self.grade is None or self.grade.nonconformity

    @property
    def called(self) -> str:
        """What it is called: a nonconformity "Finding", what needs no formal answer by its grade."""
        return gettext("Finding") if self.formal or self.grade is None else pgettext("choice", self.grade.name)

    @property
    def title(self) -> str:
        """What the document is called."""
        if self.formal or self.grade is None:
            return gettext("Response to finding {id}", id=self.id)
        return gettext("Response to {grade} {id}", grade=within(self.called), id=self.id)

    def proofs(self, *supported: str) -> list[Evidence]:
        """The evidence of these records, named by their ids, in the order of its rows."""
        wanted = {fold(id) for id in supported if id.strip()}
        return [proof for proof in self.rows(Evidence) if fold(proof.supports) in wanted]

    def proof_links(self, *supported: str) -> str:
        """The numbers of that evidence as runs, each leading to its file."""
        return run(", ").join(map(self.proof_link, self.proofs(*supported)))

    def proof_link(self, proof: Evidence) -> str:
        """The number of a proof as a run that leads to its file."""
        file = self.files.get(proof.at.row)
        return link(printed(proof, "id"), file.target if file else "")

    @property
    def pack(self) -> Pack:
        """The pack of the finding's standard; the register's where nobody knows that."""
        return self.review.pack_of(self.finding) or self.review.pack

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
    """What stands in a cell, for print: days and choices in the language of the document; what could not be read
    stands as typed and says so."""
    text = in_one_line(record, name) if isinstance(record, Finding) else record.typed(name)
    if name in record.unread:
        return gettext("{text} (as typed)", text=text)
    value = record.value(name)
    if isinstance(value, date):
        return day(value)
    column = record.SHEET.by_name[name]
    return pgettext("choice", text) if column.kind is Kind.CHOICE or text in column.words else text


def header(column: Column, pack: Pack | None = None) -> str:
    """What a column is called, in the language of the document; `pack`: by the words of its standard."""
    return pgettext("column", pack.header(column) if pack else column.header)


def begun(text: str, most: int, section: str = "") -> str:
    """A text on one line; of one that is longer its beginning, whole sentences where they fit, with an ellipsis, and in
    which section it stands in full: the body takes what it reads first for all that was answered."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    end = max((found.end() for found in _SENTENCE_END.finditer(line[:most + 1])), default=0)
    kept = line[:end].rstrip() if end >= most // 3 else line[:most].rpartition(" ")[0] or line[:most]
    where = f" {gettext('(in full in the section {section})', section=gettext(section))}" if section else ""
    return f"{kept}{' ' if end >= most // 3 else ''}\u2026{where}"


def labelled_values(record: Record, *names: str, style: str = "") -> str:
    """The named values of a record: long texts under their label, short ones beside it; blank ones are left out."""
    columns = (record.SHEET.by_name[name] for name in names)
    return "".join(labelled(header(column), printed(record, column.name), style) if column.kind is Kind.LONG
                   else inline(header(column), printed(record, column.name)) for column in columns)


Extra = tuple[str, float, Callable[[R], TextCell]]
"""A column that no field of the record fills: its header, its width in millimetres, and what makes its cells."""


def listing(title: str, records: Sequence[R], notes: dict[str, str] | None = None, last: Extra[R] | None = None, /,
            **widths: float) -> str:
    """A table of records: one column for each named field with its width in millimetres; '' if there are none.

    `notes` gives the field that stands small under another one's value. `last`: one more column. A column in which
    nothing stands is left out, and the widest gets its room; the first always stays.
    """
    if not records:
        return ""
    sheet, under = records[0].SHEET, notes or {}
    cells = {name: [TextCell(printed(record, name), printed(record, under[name]) if name in under else "")
                    for record in records] for name in widths}
    columns = {name: (header(sheet.by_name[name]), width) for name, width in widths.items()}
    if last is not None:
        columns[""], cells[""] = last[:2], [last[2](record) for record in records]
    shown = filled(columns, cells)
    return table(title, list(shown.values()), list(zip(*(cells[name] for name in shown), strict=True)))


def filled(columns: Mapping[str, tuple[str, float]], cells: Mapping[str, Sequence[TextCell]]) \
        -> dict[str, tuple[str, float]]:
    """The columns in which something stands, and the first one; the widest gets the room of the others."""
    first = next(iter(columns))
    shown = {name: column for name, column in columns.items()
             if name == first or any(cell.text.strip() or cell.note or cell.more for cell in cells[name])}
    widest = max(shown, key=lambda name: shown[name][1])
    free = sum(width for _, width in columns.values()) - sum(width for _, width in shown.values())
    return {name: (title, width + (free if name == widest else 0)) for name, (title, width) in shown.items()}


def sheet_facts(title: str, record: Record, *names: str) -> str:
    """A record as a table of labels and values; blank fields are left out."""
    columns = record.SHEET.by_name
    return facts(title, [[header(columns[name]), printed(record, name)] for name in names if not record.blank(name)])
