"""What the tool knows, told: the page of a check, the catalogue, and the guide to every column and check."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from ncr_toolkit.checks.base import Check, catalogue
from ncr_toolkit.model import SHEETS
from ncr_toolkit.schema import Column, Kind, Sheet

EXAMPLE_DAY = "2026-06-30"
"""The day on which the examples of the pages are read."""

WIDTH = 100


def page(check: Check) -> str:
    """One check as text: how grave, why, what to do, an example that fires it and one that does not."""
    told = check.page
    parts = [f"{check.code}  {told.title}", f"{level(check)} (family: {check.family})", "",
             "Why", _wrap(told.why), "", "What to do", _wrap(told.fix), "",
             f"Reported (read on {EXAMPLE_DAY}; ** marks the cell)", "", textwrap.indent(told.bad, "  "), "",
             "Not reported", "", textwrap.indent(told.good, "  ")]
    return "\n".join(parts) + "\n"


def level(check: Check) -> str:
    """How grave a check is, in words."""
    words = check.level.capitalize()
    if check.minor:
        words += f"; {check.minor} for a Minor"
    if check.early:
        words += "; only a note while the finding is just logged"
    return words


def listing(checks: Iterable[Check]) -> str:
    """The checks by family as text, a line each."""
    lines: list[str] = []
    family = ""
    for each in checks:
        if each.family != family:
            lines += ([""] if lines else []) + [each.family.capitalize()]
            family = each.family
        lines.append(f"  {each.code}  {each.level:<8} {each.page.title}")
    return "\n".join([*lines, "", "`ncr explain CODE` tells why, and what to do."]) + "\n"


def _wrap(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  ")


def guide() -> str:
    """GUIDE.md: every sheet with its columns, every check with its page."""
    return "\n".join([
        "# Guide to the register", "",
        "Made by the tool from its own source; every column of the workbook and every check is here.", "",
        "## The sheets", "", *(line for kind in SHEETS for line in _sheet(kind.SHEET)),
        "## The checks", "",
        "An *error* is what a certification body would send back, a *warning* what it would ask about, an *info* what "
        "is still to do.", "", *(line for check in catalogue().values() for line in _check(check)),
    ]).rstrip() + "\n"


def _sheet(sheet: Sheet) -> Iterator[str]:
    yield from (f"### {sheet.name}", "", sheet.about, "", "| Column | Kind | What goes in | Key |", "|---|---|---|---|")
    for column in sheet.columns:
        yield f"| {column.header} | {_kind(column)} | {column.help} | `{column.key}` |"
    yield ""


def _kind(column: Column) -> str:
    if column.choices:
        return "one of: " + ", ".join(column.choices)
    if column.source:
        return f"{'text' if column.kind is Kind.TEXT else 'choice'}, list from the standard"
    if column.to:
        return "id of " + " or ".join(column.to)
    return "computed" if column.kind is Kind.DERIVED else str(column.kind)


def _check(check: Check) -> Iterator[str]:
    told = check.page
    yield from (f"### {check.code} {told.title}", "", f"{level(check)}.", "", f"**Why.** {told.why}", "",
                f"**What to do.** {told.fix}", "")
