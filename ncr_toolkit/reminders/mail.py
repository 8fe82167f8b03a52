"""The reminder to one person, as a draft that a mail program opens (.eml). It is never sent from here."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from html import escape

from ncr_toolkit.common import mail_draft
from ncr_toolkit.common.punctuation import beside, with_commas
from ncr_toolkit.common.text import one_line
from ncr_toolkit.common.translation import (
    ENGLISH,
    day,
    gettext,
    gettext_noop,
    ngettext,
    pgettext,
    speaking,
    spoken,
    weekday,
)
from ncr_toolkit.core.model import Action
from ncr_toolkit.core.packs.days_off import WEEKDAYS
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.workbook_words import in_workbook
from ncr_toolkit.reminders.due_items import DueItem, Owner

_WIDTH = 76


def address(owner: Owner) -> str:
    """The address of a person, '' where what stands on People is none."""
    return owner.email if mail_draft.is_address(owner.email) else ""


def draft(owner: Owner, review: Review, calendar: bytes = b"", part: mail_draft.Attachment | None = None) -> bytes:
    """A draft to one person, with the text as plain words and as HTML, and their dates as a calendar. `part`: their
    part of the register, to be filled in and sent back.

    The same register and day give the same bytes. No other person's items and no internal note are in it.
    """
    with speaking(review.document_language):
        return _draft(owner, review, calendar, part)


def _draft(owner: Owner, review: Review, calendar: bytes, part: mail_draft.Attachment | None) -> bytes:
    who = f"{review.register.settings.typed('id')}|{owner.name}|{review.today}"
    # as text/calendar Outlook would read its first date only
    attached = [mail_draft.Attachment("dates.ics", "ics", calendar)] if calendar else []
    attached += [part] if part is not None else []
    name = part.name if part is not None else ""
    return mail_draft.draft(address(owner), subject(owner, review.today, name), lines(owner, review, name),
                            _html(owner, review, name), review.today, f"{who}|{name}" if name else who, attached)


def subject(owner: Owner, today: date, part: str = "") -> str:
    """"Audit findings: 3 things to do, 1 overdue"; with a part of the register: "your part to fill in, 1 overdue"."""
    late = owner.late(today)
    what = gettext("Audit findings: your part to fill in") if part else ngettext(
        "Audit findings: {count} thing to do", "Audit findings: {count} things to do", len(owner.every))
    return gettext("{what}, {count} overdue", what=what, count=late) if late else what


def lines(owner: Owner, review: Review, part: str = "") -> list[str]:
    """The message as plain text; `part`: the name of the part of the register that goes along."""
    found = [line for text in _opening(owner, review, part) for line in (*_wrap(text), "")]
    for item in owner.items:
        found += [*_wrap(_told(item, review), "- ", "  "), ""]
    if owner.left_over:
        found += [*_wrap(gettext(_ORPHANS)), ""]
        for name, item in owner.left_over:
            typed = gettext("Owner as typed: {name}.", name=one_line(name) or gettext("nobody"))
            told = f"{_told(item, review)} {typed}"
            found += [*_wrap(told, "- ", "  "), ""]
    return [*found, *(line for text in _closing(owner, review, part) for line in (*_wrap(text), ""))][:-1]


_ORPHANS = gettext_noop(
    "These have no owner who can be reached (empty, not on the sheet People, or the person has left). Please name one "
    "in the register:")


def _opening(owner: Owner, review: Review, part: str) -> Iterator[str]:
    yield gettext("Dear {names},", names=one_line(owner.name))
    organisation = one_line(review.register.settings.typed("organisation"))
    if part:
        yield gettext("attached is your part of the register of audit findings of {organisation}: {file}.",
                      organisation=organisation, file=part) if organisation else \
            gettext("attached is your part of the register of audit findings: {file}.", file=part)
        yield gettext("Please fill it in, save it, and send it back with the files that prove what was done. Its first "
                      "sheet says how.")
    if owner.every:
        today = day(review.today)
        yield gettext("On {day} the register names what follows; the most serious comes first.", day=today) if part \
            else gettext("on {day} the register of audit findings of {organisation} names what follows; the most "
                         "serious comes first.", day=today, organisation=organisation) if organisation \
            else gettext("on {day} the register of audit findings names what follows; the most serious comes first.",
                         day=today)


def _closing(owner: Owner, review: Review, part: str) -> Iterator[str]:
    register = review.register.path.replace("\\", "/").rpartition("/")[2]
    column = in_workbook(Action.SHEET.column("done_on"), review.pack, review.register.settings.workbook_language)
    yield gettext("When something is done: write the day into '{column}', send the proof along and add a row on the "
                  "sheet Evidence.", column=column) if part else \
        gettext("When something is done: write the day into '{column}', put the proof into the evidence folder and add "
                "a row on the sheet Evidence.", column=column)
    yield gettext("If a date cannot be kept, please say so before it passes, so that a later one can be agreed and "
                  "noted on the sheet Extensions. A date that is only typed over counts as missed.")
    keeper = one_line(review.register.settings.typed("owner"))
    told = [] if part else [gettext("The register is {file}.", file=register)]
    if keeper != one_line(owner.name):
        told.append(gettext("Questions go to {name}.", name=keeper) if keeper else
                    gettext("Questions go to whoever keeps it."))
    yield " ".join((*told, gettext("Thank you.")))


def _told(item: DueItem, review: Review) -> str:
    """One item in a sentence: what, of which finding, by when, and where it stands."""
    grade = f"{pgettext('choice', item.grade)} " if item.grade else ""
    whose = f"{grade}{item.finding}" if item.id == item.finding else f"{item.id} ({grade}{item.finding})"
    title = _title(item)
    named = beside(one_line(whose), title) if title else one_line(whose)
    return f"{beside(_by(item, review), with_commas((gettext(item.what), named)))} [{item.cell}]"


def _title(item: DueItem) -> str:
    return textwrap.shorten(one_line(item.title), 160, placeholder=" ...")


def _by(item: DueItem, review: Review) -> str:
    if item.day is None:
        return gettext("The date '{text}' cannot be read; please correct it", text=one_line(item.typed))
    due = day(item.day)
    if item.proposed:
        return gettext("{day} (proposed: the register has no date of the body)", day=due)
    days = (item.day - review.today).days
    if days < 0:
        return ngettext("OVERDUE since {day}, {count} day", "OVERDUE since {day}, {count} days", -days, day=due)
    by = gettext("By {day}, today", day=due) if days == 0 else \
        ngettext("By {day}, in {count} day", "By {day}, in {count} days", days, day=due)
    off = review.days_off.name(item.day)
    last = review.days_off.last_working_day(item.day) if off else None
    if last is None:
        return by
    return f'{by} {gettext("({reason}: work until {day})", reason=_off(off, item.day), day=day(last))}'


def _off(name: str, on: date) -> str:
    """Why nobody works on a day; days off have their names in English alone."""
    return name if spoken() == ENGLISH else weekday(on) if name in WEEKDAYS else gettext("public holiday")


def _html(owner: Owner, review: Review, part: str) -> str:
    """The same with a table; nothing is loaded from anywhere, and each element has its look, as Outlook needs it."""
    body = "".join(f"<p>{escape(text)}</p>" for text in _opening(owner, review, part))
    body += _table(owner.items, review)
    if owner.left_over:
        body += f"<p>{escape(gettext(_ORPHANS))}</p>" + _table([item for _, item in owner.left_over], review,
                                                      [name or gettext("nobody") for name, _ in owner.left_over])
    body += "".join(f"<p>{escape(text)}</p>" for text in _closing(owner, review, part))
    return (f'<!doctype html><html lang="{spoken()}"><body style="font-family:Segoe UI,Calibri,Arial,sans-serif;'
            f'font-size:15px;color:#1d2733">{body}</body></html>\n')


_CELL = "border-bottom:1px solid #dce3ea;padding:5px 9px;text-align:left;vertical-align:top"


def _table(items: tuple[DueItem, ...] | list[DueItem], review: Review, names: list[str] | None = None) -> str:
    if not items:
        return ""
    heads = [pgettext("date", "By"), gettext("What"), gettext("Finding"), gettext("In the register"),
             *([gettext("Owner as typed")] if names else [])]
    rows = "".join(_row(item, review, names[number] if names else None) for number, item in enumerate(items))
    head = "".join(f'<th style="{_CELL};background:#17406d;color:#ffffff">{text}</th>' for text in heads)
    return f'<table style="border-collapse:collapse"><tr>{head}</tr>{rows}</table>'


def _row(item: DueItem, review: Review, name: str | None) -> str:
    late = (item.days(review.today) or 0) < 0
    look = f'{_CELL};color:#8f2015;font-weight:bold' if late else _CELL
    title = _title(item)
    own = "" if item.id == item.finding else f"{one_line(item.id)}: "
    cells = [_by(item, review), f"{own}{gettext(item.what)}{f' - {title}' if title else ''}",
             f"{item.finding} ({pgettext('choice', item.grade)})" if item.grade else item.finding, str(item.cell)]
    cells += [] if name is None else [name]
    return "<tr>" + "".join(f'<td style="{look if place == 0 else _CELL}">{escape(one_line(text))}</td>'
                            for place, text in enumerate(cells)) + "</tr>"


def _wrap(text: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False,
                         break_on_hyphens=False)
