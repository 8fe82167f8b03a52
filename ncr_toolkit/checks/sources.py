"""Whose rules the checks are, and on which day each kind of rule was last compared with a text (sources.toml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.core.problem import Rule


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of rule: what the source line of a check's page begins with, and what that means."""

    begins: str
    meaning: str
    looked_up_on: date | None = None
    read_in: str = ""

    @property
    def name(self) -> str:
        """As it stands in a table: without the colon."""
        return self.begins.rstrip(": ")


@cache
def sources() -> tuple[Source, ...]:
    """Every kind of rule, in the order of their weight."""
    import tomllib

    text = (files("ncr_toolkit.checks") / "sources.toml").read_text(encoding="utf-8")
    return tuple(Source(**entry) for entry in tomllib.loads(text)["source"])


def source_of(line: str) -> Source:
    """The kind of rule of a page's source line. Raises ValueError for a line that begins like none of them."""
    for source in sources():
        if line.startswith(source.begins):
            return source
    raise ValueError(f"no kind of source begins {line!r} (checks/sources.toml)")


@cache
def rule(code: str) -> Rule:
    """What the check of this code asks, and whose rule that is. Raises KeyError for a code that no check has."""
    check = catalogue()[code]
    told, source = check.page, source_of(check.page.source)
    return Rule(code, told.title, told.why, told.fix, check.level, told.source, source.looked_up_on, source.read_in)
