"""The page of a check and the catalogue, as text."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import Any

WIDTH = 100
EXAMPLE_DAY = "2026-06-30"
"""The day on which the examples of the pages are read."""


def page(check: Any) -> str:
    """One check: title, level, why, what to do, an example that fires it and one that does not."""
    told = check.page
    parts = [f"{check.code}  {told.title}", f"{level(check)}  (family: {check.family})", "",
             "Why", _wrap(told.why), "", "What to do", _wrap(told.fix), "",
             f"This is reported (read on {EXAMPLE_DAY}; ** marks the cell)", "", told.bad, "",
             "This is not", "", told.good]
    return "\n".join(parts) + "\n"


def level(check: Any) -> str:
    """How grave a check is, in words."""
    words = str(check.level)
    if check.minor:
        words += f"; {check.minor} for a Minor"
    if check.early:
        words += "; only a note while the finding is just logged"
    return words


def listing(checks: Iterable[Any]) -> str:
    """The checks by family, a line each."""
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
