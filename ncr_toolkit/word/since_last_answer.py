"""What an answer says otherwise than the one the body has: for the reader who knows that one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ncr_toolkit.compare.change import Change
from ncr_toolkit.core.model import BY_PREFIX, Action
from ncr_toolkit.core.sent import Answer
from ncr_toolkit.runs.sent_compare import before_it_came_back, replaced, says_the_same, since, version
from ncr_toolkit.word.blocks import TableRow, heading, table
from ncr_toolkit.word.case import Case

_RESOURCES = Action.SHEET.column("resources").key


def followed(case: Case) -> Answer | None:
    """The answer that this one follows, where it says something else."""
    before = before_it_came_back(case.finding, case.review)
    return before if before and not says_the_same(before, case.finding, case.review) else None


def version_line(case: Case) -> str:
    """"2, replaces version 1 of 2026-06-02"; '' where it replaces none, or nobody knows which one the body has."""
    old = replaced(case.finding, case.review)
    return f"{version(case.finding, case.review)}, replaces version {old.version} of {old.day}" if old else ""


def changes(case: Case) -> str:
    """Every change since the answer that the body has, as a table under its heading; '' where it has none."""
    old = followed(case)
    found = [_row(change) for change in _shared(since([old], case.review), case)] if old else []
    if not old or not found:
        return ""
    title = f"Changed since version {old.version} of {old.day}"
    return heading(title, 2) + table(title, [("Where", 38), ("Then", 68), ("Now", 68)], found)


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
    header = sheet.by_name[name].header
    if change.cell.ref is None:  # the row is gone
        return [f"{sheet.name}: {change.record}", change.message, "Taken out"]
    if change.old_cell is None:
        return [f"{sheet.name}: {change.record}", "", change.message]
    return [header if prefix == "finding" else f"{change.record}: {header}", change.old, change.new]
