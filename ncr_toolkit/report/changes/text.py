"""The changes as plain text: what needs a look, then the news finding by finding, then counts."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.text import one_line
from ncr_toolkit.compare.change import Change
from ncr_toolkit.compare.comparison import Comparison
from ncr_toolkit.report.changes.groups import Group, counted, groups, place, read, rest_in_words
from ncr_toolkit.report.text_lines import wrap


def report(comparison: Comparison) -> str:
    """The whole comparison as lines, ending in a line break."""
    lines: list[str] = []
    for title, changes in (("Needs a look", comparison.grave), ("News", comparison.news)):
        if changes:
            lines += [f"{title}: {len(changes)}", ""]
            lines += [line for group in groups(changes, comparison) for line in _group(group)]
    if small := rest_in_words(comparison):
        lines += [*wrap(f"And {small} --format json and html list them."), ""]
    closing = (line for text in (*read(comparison), counted(comparison)) for line in wrap(text))
    return "\n".join([*lines, *closing]) + "\n"


def _group(group: Group) -> Iterator[str]:
    head = ", ".join(part for part in (group.finding, group.grade) if part)
    yield from wrap(one_line(f"{head}: {group.title}" if head and group.title else head or group.title), "  ", "    ")
    for change in group.changes:
        yield from _change(change)
    yield ""


def _change(change: Change) -> list[str]:
    return wrap(one_line(change.message), f"    {place(change):<18} ", " " * 23)
