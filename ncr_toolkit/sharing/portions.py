"""Whose rows are whose: what of a register one person gets to fill in, and nothing besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ncr_toolkit.common.names import fold
from ncr_toolkit.core import clocks
from ncr_toolkit.core.model import (
    Action,
    Bone,
    Cause,
    Containment,
    Effect,
    Evidence,
    Finding,
    FiveWhys,
    Lesson,
    Probe,
    ReadinessStep,
)
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Column, Record, column_names
from ncr_toolkit.core.status import is_open

SHARED: tuple[type[Record], ...] = (Finding, Containment, FiveWhys, Bone, Probe, Cause, Action, Evidence, Effect,
                                    ReadinessStep, Lesson)
"""The sheets that owners fill in. All others are kept by whoever keeps the register, and stay with them."""

_OWNED: dict[type[Record], str] = {Containment: "owner", Action: "owner", ReadinessStep: "owner", Effect: "reviewer"}
"""The sheets whose rows may be somebody else's than their finding, and the column that says whose."""

OF_THE_FINDING = column_names(Finding, "id", "grade", "status")
"""All that is told of somebody else's finding in which a person has an action: no text of its owner."""

WITHHELD = frozenset({"finding.internal_note"})
"""Columns that no part holds: they are for those who keep the register."""

_KEPT: dict[type[Record], tuple[str, ...]] = {
    Finding: ("id", "audit", "grade", "standard", "reference", "title", "statement", "requirement",
              "objective_evidence", "raised_on", "acknowledged_on", "owner", *clocks.DATES, "due_basis",
              *clocks.ACCEPTED, "response_sent_on", "body_decision", "body_comment", "disputed", "closed_on",
              "closed_by", "reopened_on", "reopen_reason", "repeat_of"),
    Evidence: ("sha256",),
}
KEPT = frozenset(f"{kind.SHEET.prefix}.{name}" for kind, names in _KEPT.items() for name in column_names(kind, *names))
"""Columns that are not an owner's to change: the auditor's words, what the body decides, days and names agreed with it,
and what the tool makes."""


def shared_columns(kind: type[Record]) -> list[Column]:
    """The columns of a sheet that go into a part."""
    return [column for column in kind.SHEET.typed_columns if column.key not in WITHHELD]


@dataclass
class Portion:
    """The rows of one person, or of one finding."""

    owner: str  # as the sheet People has the name
    email: str = ""
    about: str = ""  # the finding, where a part is made for each
    rows: dict[type[Record], list[Record]] = field(default_factory=lambda: {kind: [] for kind in SHARED})
    beside: list[Finding] = field(default_factory=list)  # of others, in which this person has something to do

    @property
    def names_of_people(self) -> list[str]:
        """Every person whose name stands in the rows, once, and the owner first."""
        found = {fold(self.owner): self.owner}
        for rows in self.rows.values():
            for record in rows:
                for column in record.SHEET.typed_columns:
                    if column.kind == "person" and (name := record.typed(column.name)):
                        found.setdefault(fold(name), name)
        return list(found.values())


@dataclass
class Shared:
    """A register shared out."""

    portions: list[Portion]
    unowned: list[Finding]  # open findings that nobody gets, since no person of People owns them
    closed: int  # findings that are over, which nobody needs


def shared_out(review: Review, *, by_finding: bool = False) -> Shared:
    """Who gets which rows: the open findings of each person with all that belongs to them, and the person's own steps,
    actions and reviews in the findings of others, with the evidence of those."""
    found = _Sharing(review, by_finding=by_finding)
    for finding in review.register.findings:
        if is_open(finding):
            found.share(finding)
    return Shared(sorted(found.portions.values(), key=lambda each: (each.owner.casefold(), each.about)), found.unowned,
                  sum(not is_open(finding) for finding in review.register.findings))


class _Sharing:
    """Goes from finding to finding."""

    def __init__(self, review: Review, *, by_finding: bool) -> None:
        self.review, self.by_finding = review, by_finding
        self.portions: dict[tuple[str, str], Portion] = {}
        self.unowned: list[Finding] = []

    def share(self, finding: Finding) -> None:
        """Give a finding and its rows to those whose they are."""
        own = self._portion(finding.typed("owner"), finding)
        if own is None:
            self.unowned.append(finding)
        else:
            own.rows[Finding].append(finding)
            for kind in SHARED[1:]:
                own.rows[kind] += self.review.of(kind, finding)
        for record, name in () if self.by_finding else _owned_rows(finding, self.review):
            portion = self._portion(name, finding)
            if portion is not None and portion is not own:
                self._lend(portion, finding, record)

    def _lend(self, portion: Portion, finding: Finding, record: Record) -> None:
        """Give somebody a row in another's finding, and the evidence of that row."""
        if portion.beside[-1:] != [finding]:
            portion.beside.append(finding)
        portion.rows[type(record)].append(record)
        id = fold(record.typed("id")) if record.SHEET.id_field else ""
        portion.rows[Evidence] += [proof for proof in self.review.of(Evidence, finding)
                                   if id and fold(proof.typed("supports")) == id]

    def _portion(self, name: str, finding: Finding) -> Portion | None:
        """The portion of a person; None where nobody of that name is on People and there still."""
        person = self.review.person(name) if name else None
        if person is None or (person.left_on is not None and person.left_on <= self.review.today):
            return None
        about = finding.label if self.by_finding else ""
        made = Portion(person.label, person.email.strip(), about)
        return self.portions.setdefault((fold(person.label), about), made)


def _owned_rows(finding: Finding, review: Review) -> Iterator[tuple[Record, str]]:
    for kind, name in _OWNED.items():
        yield from ((record, record.typed(name)) for record in review.of(kind, finding))


def in_view(portion: Portion) -> Sequence[type[Record]]:
    """The sheets that the person sees: all, or of who has no finding those in which there is something to do."""
    if portion.rows[Finding]:
        return SHARED
    return [kind for kind in SHARED if portion.rows[kind] or kind in (Action, Evidence)]
