"""Whose rules the checks are, and on which day each kind of rule was last compared with a text (sources.toml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import BY_PREFIX
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.packs.pack_file import OWN_HEADERS
from ncr_toolkit.core.problem import Rule

ALIKE = ("42001", "27001", "27701")
"""Standards of which clause 10.2 has the letters that the pages of the checks cite."""
_RENAMED = [BY_PREFIX[key.partition(".")[0]].SHEET.column(key.partition(".")[2]) for key in OWN_HEADERS]
_CORRECTIVE = re.compile(r"\b10\.2(?!\.?\d)(?: [a-z]\)(?: (?:and [a-z]|\d)\))*)?")


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
def rule(code: str, pack: Pack | None = None) -> Rule:
    """What the check of this code asks, and whose rule that is, in the words and clauses of the standard of `pack`.
    Raises KeyError for a code that no check has."""
    check = catalogue()[code]
    title, why, fix, cited = (of_standard(text, pack) for text in (check.page.title, check.page.why, check.page.fix,
                                                                   check.page.source))
    source = source_of(cited)
    return Rule(code, title, why, fix, check.level, cited, source.looked_up_on, source.read_in)


def of_standard(text: str, pack: Pack | None) -> str:
    """A text of a page for a register of `pack`: the clause on corrective action as its standard numbers it (its letters
    stay only where they mean the same), columns as they are called there, and no word about AI where it is of none."""
    if pack is None or pack.id == packs.DEFAULT:
        return text
    for column in _RENAMED:
        plain = column.header if column.name == "impact_assessment_reference" else f"'{column.header}'"
        text = text.replace(plain, f"'{pack.header(column)}'")
    if "AI" not in pack.system.split():
        text = text.replace("Advice for AI management systems", "Our advice").replace("AI system", pack.subject.name)
    return text if pack.number in ALIKE else _CORRECTIVE.sub(pack.corrective_action, text)
