"""What the letter to the certification body is made of, and which of it the register does not hold yet.

A number of an audit is a short name of one's own: the body knows its audit by the number of its report, or by its days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ncr_toolkit.common.text import hollow
from ncr_toolkit.common.translation import day
from ncr_toolkit.core.addressee import name_alone
from ncr_toolkit.core.model import Audit, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Record

BEFORE_THE_CERTIFICATE = ("Stage 1", "Stage 2")


@dataclass(frozen=True, slots=True)
class LetterPart:
    """A part that the letter lacks, and the cell that it is taken from."""

    record: Record
    name: str  # of the column
    what: str  # for a sentence: "to whom it goes"
    needed: bool  # without it the letter is no answer of anybody to anybody; otherwise only good to have

    @property
    def cell(self) -> Cell:
        return self.record.cell(self.name)


def lacking_parts(findings: Iterable[Finding], review: Review) -> list[LetterPart]:
    """What a letter with the answers to these findings lacks: what is needed first, each in the order of the letter."""
    findings = list(findings)
    audits = {id(audit): audit for finding in findings if (audit := review.find(Audit, finding.typed("audit")))}
    found = [*_of_register(list(audits.values()), findings, review),
             *(part for audit in audits.values() for part in _of_audit(audit)),
             *(part for finding in findings for part in _of_finding(finding, review))]
    return sorted(found, key=lambda part: not part.needed)


def days_of(audit: Audit) -> str:
    """The days of an audit as the document's language writes them, "2026-04-13 \u2013 2026-04-15"; '' where none is
    known."""
    days = (value if isinstance(value := audit.value(name), date) else None for name in ("started_on", "ended_on"))
    return " \u2013 ".join(dict.fromkeys(day(each) for each in days if each is not None))


def _of_register(audits: list[Audit], findings: list[Finding], review: Review) -> Iterator[LetterPart]:
    settings = review.register.settings
    if _empty(settings, "certification_body") and all(_empty(audit, "body") for audit in audits):
        yield LetterPart(settings, "certification_body", "the certification body that it goes to", needed=True)
    if _empty(settings, "organisation"):
        yield LetterPart(settings, "organisation", "your organisation", needed=True)
    if _empty(settings, "owner"):
        yield LetterPart(settings, "owner", "who signs it", needed=True)
    own = any(review.pack_of(finding) is review.pack for finding in findings)
    certified = any(audit.kind not in BEFORE_THE_CERTIFICATE for audit in audits)
    if own and certified and _empty(settings, "certificate_number"):
        yield LetterPart(settings, "certificate_number", "the number of your certificate", needed=False)


def _of_audit(audit: Audit) -> Iterator[LetterPart]:
    dated = bool(days_of(audit))
    if _empty(audit, "report_reference"):
        what = f"the number of the report of {audit.label}" + ("" if dated else ", or the days of that audit")
        yield LetterPart(audit, "report_reference", what, needed=not dated)
    elif not dated:
        yield LetterPart(audit, "ended_on", f"the days of {audit.label}", needed=False)
    if _empty(audit, "lead_auditor") or not name_alone(audit.typed("lead_auditor")):
        yield LetterPart(audit, "lead_auditor", f"the lead auditor of {audit.label}", needed=False)


def _of_finding(finding: Finding, review: Review) -> Iterator[LetterPart]:
    if review.find(Audit, finding.typed("audit")) is None:
        yield LetterPart(finding, "audit",
                         f"the audit in which {finding.label} was raised, with a row on the sheet Audits", needed=True)
    if _empty(finding, "title"):
        yield LetterPart(finding, "title", f"the title of {finding.label}", needed=False)


def _empty(record: Record, name: str) -> bool:
    """Whether nothing stands in a cell, or only what holds the place: "tbd"."""
    return record.blank(name) or hollow(record.typed(name))
