"""A request for more time: the later date of a finding or action that the certification body is asked for.

It moves nothing. In the register it is a row on the sheet Extensions, and the old date holds until the body has granted
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.mail_draft import Attachment, draft
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.common.punctuation import with_commas
from ncr_toolkit.common.shell import to_type
from ncr_toolkit.common.text import listing, one_line, plural, short
from ncr_toolkit.common.translation import day, gettext, speaking
from ncr_toolkit.core import clocks
from ncr_toolkit.core.addressee import addressee
from ncr_toolkit.core.extension_state import is_waiting
from ncr_toolkit.core.letter_parts import lacking_parts
from ncr_toolkit.core.model import Action, Audit, Extension, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.core.status import is_internal, is_open
from ncr_toolkit.excel.patch.free_rows import FreeRows, free_rows
from ncr_toolkit.excel.patch.write_back import write_cells
from ncr_toolkit.word.extension_letter import NAMED, Request
from ncr_toolkit.word.letter import leads_of, salutation

ROW = ("record", "from_date", "to_date", "reason", "asked_on", "asked_by")
"""The columns of the sheet Extensions that a request fills."""
_DOCX = "vnd.openxmlformats-officedocument.wordprocessingml.document"


def request_of(review: Review, id: str, until: date, reason: str, *, step: str = "", asked_by: str = "") -> Request:
    """The request for a later date of the finding or action with this id. `step`: which of the dates of a finding
    (`plan`, `implementation`, `proof`); without it the next one that has to be kept. `asked_by`: the owner of the
    register where nobody is named. Raises CannotRun, in one sentence, where there is nothing to ask for, or it was
    asked for already for another reason.
    """
    record, finding = _meant(review, id)
    if not reason.strip():
        raise CannotRun("A body asks why more time is needed: say it with --reason.")
    if is_internal(finding, review):
        raise CannotRun(f"{record.label} is of an audit of your own, so no body is asked: agree on the later date in "
                        "the house, and log it on the sheet Extensions.")
    if not is_open(finding) or (isinstance(record, Action) and not record.blank("done_on")):
        if finding.blank("status"):
            raise CannotRun(_no_status(finding, review))
        is_ = "done" if is_open(finding) else finding.typed("status")
        raise CannotRun(f"{record.label} is {is_}, so there is no date to move; look at the ID again.")
    name = _column(record, finding, step, review)
    old = record.value(name)
    header, cell = record.SHEET.by_name[name].header, record.cell(name)
    if not isinstance(old, date):
        said = f"holds {short(record.typed(name))}, which is no date" if record.typed(name) else "is empty"
        raise CannotRun(f"'{header}' of {record.label} ({cell}) {said}: type the date that the body set first.")
    if until <= old:
        raise CannotRun(f"{until} is not later than '{header}' of {record.label}, {old} ({cell}).")
    person = asked_by or review.register.settings.typed("owner")
    request = Request(record, finding, name, old, until, " ".join(reason.split()), review.today, person)
    if (same := _asked(review, record.label, old, until)) is None:
        return request
    if entered(request, review) is None:
        raise CannotRun(f"More time for {record.label} until {until} was asked for already ({same.cell('record')}) and "
                        "is not answered yet.")
    return replace(request, asked_on=same.asked_on or request.asked_on)


def _no_status(finding: Finding, review: Review) -> str:
    """That nobody knows whether a finding is open, and what to do."""
    return (f"{finding.label} has no status, so nobody knows whether it is open: choose one in "
            f"{finding.cell('status')}, or let "
            f"`{to_type('fill', Path(review.register.path), '--yes')}` enter what follows from its other cells.")


def _meant(review: Review, id: str) -> tuple[Finding | Action, Finding]:
    """The record with that id, and its finding."""
    for kind in (Finding, Action):
        rows = review.ids(kind.SHEET.prefix).get(fold(id), [])
        if len(rows) > 1:
            where = listing(str(row.cell("id")) for row in rows)
            raise CannotRun(f"Several rows have the ID {id} ({where}); mend that first.")
        for row in rows:
            assert isinstance(row, Finding | Action)
            finding = review.finding(row)
            if finding is None:
                raise CannotRun(f"{row.label} ({row.cell('id')}) belongs to no finding of the register; mend that.")
            return row, finding
    near = nearest(id, [*review.labels("finding"), *review.labels("action")])
    raise CannotRun(f"There is no finding or action {id!r} in {review.register.path}"
                    f"{f'; did you mean {near}' if near else ''}.")


def _column(record: Finding | Action, finding: Finding, step: str, review: Review) -> str:
    """The date column that is to move."""
    if isinstance(record, Action):
        if step:
            raise CannotRun(f"{record.label} is an action and has one date; leave --of out.")
        return "due"
    if step:
        return next(clock.due for clock in clocks.CLOCKS if clock.step == step)
    found = clocks.next_clock(finding, review)
    if found is None:
        raise CannotRun(f"{finding.label} has no date that is still to be kept: type the date that the body set first "
                        f"({listing(str(finding.cell(name)) for name in clocks.DATES if finding.cell(name).ref)}).")
    return found[0].due


def entered(request: Request, review: Review) -> Extension | None:
    """The row of the register that is this very request: whoever makes it again, after the letter was lost or never
    written, enters it no second time."""
    row = _asked(review, request.record.label, request.old, request.until)
    return row if row is not None and " ".join(row.typed("reason").split()) == request.reason else None


def _asked(review: Review, label: str, old: date, until: date) -> Extension | None:
    """The row that asks for the same and waits for its answer."""
    return next((row for row in review.register.all(Extension) if fold(row.record) == fold(label) and is_waiting(row)
                 and (row.from_date, row.to_date) == (old, until)), None)


def room_for(request: Request, register: Path) -> FreeRows:
    """The row of the sheet Extensions that the request will fill. Raises CannotRun where the register has none."""
    free = free_rows(register, Extension, 1)
    lacking = [Extension.SHEET.by_name[name].header for name in ROW if free is None or name not in free.letters]
    if free is None or lacking:
        raise CannotRun(f"{register} has no column {listing(f'{header!r}' for header in lacking)} on the sheet "
                        "Extensions; `ncr upgrade` brings it.")
    return free


def values_of(request: Request, free: FreeRows) -> dict[Cell, str | date]:
    """What goes into which cell of that row."""
    found: dict[str, str | date] = {
        "record": request.record.label, "from_date": request.old, "to_date": request.until, "reason": request.reason,
        "asked_on": request.asked_on, "asked_by": request.asked_by}
    return {free.cell(0, name): value for name, value in found.items() if value}


def enter(request: Request, register: Path, review: Review, free: FreeRows, clock: date) -> Path | None:
    """Enter the row; gives the copy of the register of that day (`clock`), None where there was one. Raises
    CannotRun."""
    return write_cells(register, review.register, values_of(request, free), clock, [free])[0]


def remarks(request: Request, review: Review) -> Iterator[str]:
    """What somebody should know before it is sent, in sentences."""
    late = (review.today - request.old).days
    if late > 0:
        yield f"The date has passed, {plural(late, 'day')} ago: the body may count that, whatever it grants."
    if off := review.days_off.name(request.until):
        yield f"{request.until} is a day off ({off}); the last working day before is " \
              f"{review.days_off.last_working_day(request.until)}."
    ends = review.register.settings.certificate_expiry
    if ends is not None and request.until > ends:
        yield f"{request.until} lies after the end of the certificate ({ends}): a body can hardly grant that."
    close = request.finding.close_due
    if close is not None and request.name != "close_due" and request.until > close:
        yield f"{request.until} lies after 'Close due' ({close}): ask for that date as well (--of proof)."
    lacks = [f"{part.what} ({part.cell})" for part in lacking_parts([request.finding], review) if part.needed]
    if lacks:
        yield f"The letter is not ready to send; it does not say {listing(lacks)}."


def mail(request: Request, review: Review, file: str, content: bytes) -> bytes:
    """The draft of the mail to the body, with the request attached. The same request gives the same bytes."""
    audit = review.find(Audit, request.finding.audit)
    audits = [audit] if audit is not None else []
    organisation = one_line(review.register.settings.typed("organisation"))
    mark = f"{review.register.settings.typed('id')}|{request.record.label}|{request.until}|{review.today}"
    with speaking(review.document_language):
        about = gettext("Request for more time: {what}", what=one_line(request.record.label))
        return draft(addressee(audits, review), with_commas((about, organisation)),
                     list(_lines(request, review, audits, file)), "", review.today, mark,
                     [Attachment(file, _DOCX, content)])


def _lines(request: Request, review: Review, audits: list[Audit], file: str) -> Iterator[str]:
    leads = leads_of(audits)
    until, old = day(request.until), day(request.old)
    yield from (salutation(leads if len(leads) == 1 else []), "")
    yield from (gettext("we ask for more time for {what}: {due} by {day} instead of {before}.",
                        what=one_line(request.called), due=gettext(NAMED[request.name]), day=until, before=old), "")
    yield from (gettext("Reason: {reason}", reason=one_line(request.reason)), "")
    yield from (gettext("The request is attached ({file}). Please tell us whether you grant it; until then {day} holds "
                        "for us.", file=file, day=old), "", gettext("Kind regards"), "")
    yield from filter(None, map(one_line, (request.asked_by, review.register.settings.typed("organisation"))))
