"""What an answer says otherwise than the one the body has: for the reader who knows that one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date

from ncr_toolkit.common.punctuation import beside
from ncr_toolkit.common.translation import ENGLISH, day, gettext, pgettext, spoken
from ncr_toolkit.compare.change import Change
from ncr_toolkit.core.model import BY_PREFIX, Action
from ncr_toolkit.core.schema import Column, Kind
from ncr_toolkit.core.sent import Answer
from ncr_toolkit.runs.sent_compare import before_it_came_back, replaced, says_the_same, since
from ncr_toolkit.word.blocks import TableRow, heading, table
from ncr_toolkit.word.case import Case, header

_RESOURCES = Action.SHEET.column("resources").key


def followed(case: Case) -> Answer | None:
    """The answer that this one follows, where it says something else."""
    before = before_it_came_back(case.finding, case.review)
    return before if before and not says_the_same(before, case.finding, case.review) else None


def replaces_line(case: Case) -> str:
    """"replaces version 1 of 2026-06-02"; '' where it replaces none, or nobody knows which one the body has."""
    old = replaced(case.finding, case.review)
    return gettext("replaces version {number} of {day}", number=old.version, day=day(old.day)) if old else ""


def changes(case: Case) -> str:
    """Every change since the answer that the body has, as a table under its heading; '' where it has none."""
    old = followed(case)
    found = [_row(change) for change in _shared(since([old], case.review), case)] if old else []
    if not old or not found:
        return ""
    title = gettext("Changed since version {number} of {day}", number=old.version, day=day(old.day))
    columns = [(gettext("Where"), 38.0), (gettext("Then"), 68.0), (pgettext("date", "Now"), 68.0)]
    return heading(title, 2) + table(title, columns, found)


def _shared(found: list[Change], case: Case) -> Iterator[Change]:
    """The changes as the body is to see them; what changed only in what it is not told is no change to it."""
    for change in found:
        if change.key != _RESOURCES:
            yield change
            continue
        then, now = case.resources(change.old), case.resources(change.new)
        if then != now:
            yield replace(change, old=then, new=now)


def _row(change: Change) -> TableRow:
    prefix, _, name = change.key.partition(".")
    sheet = BY_PREFIX[prefix].SHEET
    column = sheet.by_name[name]
    if change.cell.ref is None:  # the row is gone
        then = change.message if spoken() == ENGLISH else change.old  # changes are told in English alone
        return [beside(pgettext("sheet", sheet.name), change.record), then, gettext("Taken out")]
    if change.old_cell is None:
        now = change.message if spoken() == ENGLISH else gettext("New: {text}", text=change.new)
        return [beside(pgettext("sheet", sheet.name), change.record), "", now]
    called = header(column)
    return [called if prefix == "finding" else beside(change.record, called),
            *(_value(column, text) for text in (change.old, change.new))]


def _value(column: Column, text: str) -> str:
    """What stood in a cell, in the language of the document where the cell holds a choice or a day."""
    if column.kind is Kind.DATE:
        with suppress(ValueError):  # what could not be read as a day stands as typed
            return day(date.fromisoformat(text))
    return pgettext("choice", text) if column.kind is Kind.CHOICE else text
