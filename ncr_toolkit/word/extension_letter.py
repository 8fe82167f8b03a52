"""The request for more time as a letter: what is asked for and why, what is done by then, and room for the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ncr_toolkit.common.translation import day, gettext, gettext_noop, ngettext, pgettext, speaking
from ncr_toolkit.core.model import Action, Audit, Containment, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import column_names
from ncr_toolkit.word.blocks import TableRow, TextCell, facts, heading, paragraph, run
from ncr_toolkit.word.case import header, listing, printed
from ncr_toolkit.word.document import DocumentProperties, document_bytes
from ncr_toolkit.word.letter import addressee_lines, closing, greeting, leads_of
from ncr_toolkit.word.template.template import Template

NAMED = dict(zip(column_names((Finding, Action), "revised_due", "response_due", "implementation_due", "close_due",
                              "due"),
                 (gettext_noop("our revised answer"), gettext_noop("our answer"), gettext_noop("all actions done"),
                  gettext_noop("closing with evidence"), gettext_noop("the action done")), strict=True))
"""What is due on the day of each of these columns."""
_BOX = "\u2610 "


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
            gettext("action {action} of {finding}", action=self.record.label, finding=self.finding.label)


def request_bytes(request: Request, review: Review, base: Template | None = None) -> bytes:
    """The request as a .docx, to be signed by the owner of the register; the same request gives the same bytes."""
    with speaking(review.document_language):
        return _letter(request, review, base)


def _letter(request: Request, review: Review, base: Template | None) -> bytes:
    organisation = printed(review.register.settings, "organisation")
    audit = review.find(Audit, request.finding.audit)
    audits = [audit] if audit is not None else []
    leads = leads_of(audits)
    body = addressee_lines(review, audits, leads) \
        + heading(gettext("Request for more time: {what}", what=request.called)) \
        + greeting(leads) + _words(request) + _facts(request) + _done(request, review) \
        + closing(review, leads, keep=True) + _answer(request)
    title = gettext("Request for more time")
    line = paragraph(title, "Header", after="<w:r><w:tab/></w:r>" + run(organisation))
    about = DocumentProperties(title, request.record.label, organisation, review.today)
    return document_bytes(body, line, about, base=base)


def _words(request: Request) -> str:
    return paragraph(ngettext(
        "We ask for more time for {what}: {due} by {day} instead of {before}, {count} day later.",
        "We ask for more time for {what}: {due} by {day} instead of {before}, {count} days later.",
        (request.until - request.old).days, what=request.called, due=gettext(NAMED[request.name]),
        day=day(request.until), before=day(request.old)))


def _facts(request: Request) -> str:
    finding = request.finding
    rows: list[TableRow] = [
        [gettext("Finding"), TextCell(finding.label, printed(finding, "title"))],
        [gettext("Grade"), printed(finding, "grade")], [gettext("Reference"), printed(finding, "reference")],
        [gettext("Date"), header(request.record.SHEET.by_name[request.name])],
        [gettext("Until now"), day(request.old)], [gettext("Asked for"), day(request.until)],
        [gettext("Reason"), request.reason]]
    if isinstance(request.record, Action):
        rows.insert(1, [gettext("Action"), TextCell(request.record.label, printed(request.record, "what"))])
    title = gettext("What we ask for")
    return heading(title, 2) + facts(title, [row for row in rows if row[1]])


def _done(request: Request, review: Review) -> str:
    """How far the work is: what holds meanwhile, and which actions are done."""
    steps, actions = review.of(Containment, request.finding), review.of(Action, request.finding)
    found, width = "", 36
    if steps:
        title = gettext("What holds meanwhile")
        found += heading(title, 2) + listing(title, steps, None, (gettext("State"), width, _state), kind=34, what=104)
    if actions:
        title = gettext("How far the actions are")
        found += heading(title, 2) + listing(title, actions, None, (gettext("State"), width, _state), id=22, what=116)
    return found


def _state(row: Containment | Action) -> TextCell:
    planned = row.planned_on if isinstance(row, Containment) else row.due
    return TextCell(gettext("done on {day}", day=day(row.done_on)) if row.done_on else
                    gettext("planned for {day}", day=day(planned)) if planned else pgettext("state", "open"))


def _answer(request: Request) -> str:
    """Room for what the body answers."""
    blank = TextCell("", blank=True)
    title = gettext("Answer of the certification body")
    return heading(title, 2) + facts(title, [
        [_BOX + gettext("Granted until {day}", day=day(request.until)), blank],
        [_BOX + gettext("Granted until another day"), blank],
        [_BOX + gettext("Refused, because"), TextCell("\n", blank=True)], [gettext("Name, date"), blank],
        [gettext("Signature"), TextCell("\n", blank=True)]], (60, 114), together=True)
