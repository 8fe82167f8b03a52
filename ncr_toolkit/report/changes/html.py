"""The changes as one HTML page: no network, printable, to be kept and shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import short
from ncr_toolkit.compare.change import Change
from ncr_toolkit.compare.comparison import Comparison
from ncr_toolkit.core.model import BY_PREFIX, CheckSetting, Decision, Finding
from ncr_toolkit.core.schema import Column, Record, column_names
from ncr_toolkit.report.changes.groups import counted, groups, place, read, rest_in_words
from ncr_toolkit.report.html_page import page

SHOWN = 300
"""How much of an old and a new text a table shows."""
INTERNAL: dict[type[Record], tuple[str, ...]] = {
    Finding: column_names(Finding, "internal_note"), Decision: column_names(Decision, "reason"),
    CheckSetting: column_names(CheckSetting, "reason")}
"""What is typed for the house alone, and shown here where it changed."""
_KEYS = {f"{kind.SHEET.prefix}.{name}" for kind, names in INTERNAL.items() for name in names}


class ChangeLine(NamedTuple):
    """A change as the page lists it."""

    change: Change
    place: str
    moved: bool  # whether the cell stood elsewhere in the old register
    record: str  # '' where it is the finding itself
    header: str
    was: str
    now: str


def report(comparison: Comparison) -> str:
    """The whole comparison as one page."""
    register, day = comparison.new.register, comparison.new.today
    name = register.settings.organisation or register.path
    return page("changes.html", f"What changed in {name}, {day}", name=name, day=day, read=read(comparison),
                figures=_figures(comparison), grave=_grouped(comparison.grave, comparison),
                news=_grouped(comparison.news, comparison),
                small=[_line(change) for change in comparison.rest], rest=rest_in_words(comparison),
                counted=counted(comparison), internal=any(change.key in _KEYS for change in comparison.changes))


def _figures(comparison: Comparison) -> list[tuple[str, int, bool]]:
    """The tiles: title, number, and whether it asks for somebody."""
    grave = len(comparison.grave)
    return [("Needs a look", grave, grave > 0), ("News", len(comparison.news), False),
            ("Small", len(comparison.rest), False), ("Findings before", len(comparison.old.register.findings), False),
            ("Findings now", len(comparison.new.register.findings), False)]


def _grouped(changes: Iterable[Change], comparison: Comparison) -> list[ChangeLine]:
    return [_line(change) for group in groups(changes, comparison) for change in group.changes]


def _line(change: Change) -> ChangeLine:
    moved = change.cell.ref is not None and change.old_cell not in (None, change.cell)
    record = change.record if fold(change.record) not in ("", fold(change.finding)) else ""
    return ChangeLine(change, place(change), moved, record, _header(change), _value(change.old), _value(change.new))


def _header(change: Change) -> str:
    prefix, _, name = change.key.partition(".")
    column: Column | None = BY_PREFIX[prefix].SHEET.by_name.get(name) if prefix in BY_PREFIX else None
    return column.header if column is not None and change.old and change.new else change.kind.value


def _value(text: str) -> str:
    return text if len(text) <= SHOWN else short(text, SHOWN)
