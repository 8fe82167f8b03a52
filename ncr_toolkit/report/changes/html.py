"""The changes as one HTML page: no network, printable, to be kept and shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.common.text import short
from ncr_toolkit.compare.change import Change
from ncr_toolkit.compare.comparison import Comparison
from ncr_toolkit.core.model import BY_PREFIX, CheckSetting, Decision, Finding
from ncr_toolkit.core.schema import Column, Record, column_names
from ncr_toolkit.report.changes.groups import counted, groups, place, read, rest_in_words
from ncr_toolkit.report.html_page import page

SHOWN = 300
"""How much of an old and a new text a table shows."""
FIRST = 100
"""So many changes of a part are listed at once; the rest unfolds."""
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
                script=bool(comparison.changes), figures=_figures(comparison), choices=_choices(comparison),
                first=FIRST, grave=_grouped(comparison.grave, comparison), news=_grouped(comparison.news, comparison),
                small=[_line(change) for change in comparison.rest], rest=rest_in_words(comparison),
                counted=counted(comparison), internal=any(change.key in _KEYS for change in comparison.changes))


def _figures(comparison: Comparison) -> list[tuple[str, int, bool, str]]:
    """The tiles: title, number, whether it asks for somebody, and what a click on it chooses."""
    parts = [(title, count, part == "look" and count > 0, f"part={part}") for part, title, count in _parts(comparison)]
    return [*parts, ("Findings before", len(comparison.old.register.findings), False, ""),
            ("Findings now", len(comparison.new.register.findings), False, "")]


def _parts(comparison: Comparison) -> list[tuple[str, str, int]]:
    return [("look", "Needs a look", len(comparison.grave)), ("news", "News", len(comparison.news)),
            ("small", "Small", len(comparison.rest))]


def _choices(comparison: Comparison) -> list[tuple[str, str, list[tuple[str, str, int]]]]:
    """What the filter offers: the name and label of a choice, and its options with how many changes each shows."""
    changes = comparison.changes
    return [("part", "Which", [part for part in _parts(comparison) if part[2]]),
            ("finding", "Finding", _options((change.finding for change in changes), natural)),
            ("grade", "Grade", _options((change.grade for change in changes if change.finding), str.casefold)),
            ("kind", "What", _options((change.kind.value for change in changes), str.casefold))]


def _options(names: Iterable[str], order: Callable[[str], Any]) -> list[tuple[str, str, int]]:
    counts = Counter(name for name in names if name)
    return [(name, name, counts[name]) for name in sorted(counts, key=order)]


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
