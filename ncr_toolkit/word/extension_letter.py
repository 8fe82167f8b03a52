"""The request for more time as a letter: what is asked for and why, what is done by then, and room for the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ncr_toolkit.common.text import plural
from ncr_toolkit.core.model import Action, Audit, Containment, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import column_names
from ncr_toolkit.word.blocks import TableRow, TextCell, facts, heading, paragraph, run
from ncr_toolkit.word.case import listing, printed
from ncr_toolkit.word.document import DocumentProperties, document_bytes
from ncr_toolkit.word.letter import addressee_lines, closing, greeting, leads_of
from ncr_toolkit.word.template.template import Template

NAMED = dict(zip(column_names((Finding, Action), "response_due", "implementation_due", "close_due", "due"),
                 ("our answer", "all actions done", "closing with evidence", "the action done"), strict=True))
"""What is due on the day of each of these columns."""


@dataclass(frozen=True, slots=True)
class Request:
    """A later date that the body is asked for."""

    record: Finding | Action
    finding: Finding
    name: str  # the column of the date
    old: date
    until: date
    reason: str
    asked_on: date
    asked_by: str

    @property
    def called(self) -> str:
        """ "NC-2026-03", "action CA-04 of NC-2026-03"."""
        return self.record.label if self.record is self.finding else \
            f"action {self.record.label} of {self.finding.label}"


def request_bytes(request: Request, review: Review, base: Template | None = None) -> bytes:
    """The request as a .docx, to be signed by the owner of the register; the same request gives the same bytes."""
    organisation = printed(review.register.settings, "organisation")
    audit = review.find(Audit, request.finding.audit)
    audits = [audit] if audit is not None else []
    leads = leads_of(audits)
    body = addressee_lines(review, audits, leads) + heading(f"Request for more time: {request.called}") \
        + greeting(leads) + _words(request) + _facts(request) + _done(request, review) \
        + closing(review, leads, keep=True) + _answer(request)
    header = paragraph("Request for more time", "Header", after="<w:r><w:tab/></w:r>" + run(organisation))
    about = DocumentProperties("Request for more time", request.record.label, organisation, review.today)
    return document_bytes(body, header, about, base=base)


def _words(request: Request) -> str:
    return paragraph(f"We ask for more time for {request.called}: {NAMED[request.name]} by {request.until} instead of "
                     f"{request.old}, {plural((request.until - request.old).days, 'day')} later.")


def _facts(request: Request) -> str:
    finding = request.finding
    rows: list[TableRow] = [
        ["Finding", TextCell(finding.label, printed(finding, "title"))],
        ["Grade", printed(finding, "grade")], ["Reference", printed(finding, "reference")],
        ["Date", request.record.SHEET.by_name[request.name].header],
        ["Until now", request.old.isoformat()], ["Asked for", request.until.isoformat()], ["Reason", request.reason]]
    if isinstance(request.record, Action):
        rows.insert(1, ["Action", TextCell(request.record.label, printed(request.record, "what"))])
    return heading("What we ask for", 2) + facts("What we ask for", [row for row in rows if row[1]])


def _done(request: Request, review: Review) -> str:
    """How far the work is: what holds meanwhile, and which actions are done."""
    steps, actions = review.of(Containment, request.finding), review.of(Action, request.finding)
    found, width = "", 36
    if steps:
        found += heading("What holds meanwhile", 2) + listing("What holds meanwhile", steps, None,
                                                              ("State", width, _state), kind=34, what=104)
    if actions:
        found += heading("How far the actions are", 2) + listing("How far the actions are", actions, None,
                                                                 ("State", width, _state), id=22, what=116)
    return found


def _state(row: Containment | Action) -> TextCell:
    planned = row.planned_on if isinstance(row, Containment) else row.due
    return TextCell(f"done on {row.done_on}" if row.done_on else f"planned for {planned}" if planned else "open")


def _answer(request: Request) -> str:
    """Room for what the body answers."""
    blank = TextCell("", blank=True)
    return heading("Answer of the certification body", 2) + facts("Answer of the certification body", [
        [f"\u2610 Granted until {request.until}", blank], ["\u2610 Granted until another day", blank],
        ["\u2610 Refused, because", TextCell("\n", blank=True)], ["Name, date", blank],
        ["Signature", TextCell("\n", blank=True)]], (60, 114), together=True)
