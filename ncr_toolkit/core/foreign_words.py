"""What headers and values of other lists of findings mean to us: `foreign_words.toml`, and our own headers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ncr_toolkit.common.names import fold
from ncr_toolkit.core import packs, workbook_words
from ncr_toolkit.core.model import Action, Cause, Containment, Effect, Evidence, Extension, Finding
from ncr_toolkit.core.schema import Record

TAKEN: tuple[type[Record], ...] = (Finding, Containment, Cause, Action, Evidence, Effect, Extension)
"""The sheets that a row of a list can give rows to."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_ORNAMENTS = "*:#\u2020 "


@dataclass(frozen=True)
class Words:
    """The lists, folded."""

    headers: Mapping[str, str]  # header -> key
    values: Mapping[str, Mapping[str, str]]  # list -> word -> ours
    rows: Mapping[str, tuple[str, ...]]  # kind of row -> first words
    refused: Mapping[str, frozenset[str]]  # what else it is -> headers
    milestones: frozenset[str]  # headers of lists of steps
    programs: frozenset[str]  # headers of what other programs write
    nothing: frozenset[str]  # what stands in a cell for nothing: it leaves a day, a person or a choice empty, unasked

    def key(self, header: str) -> str:
        """The key of our column for a header, '' where none is meant for certain."""
        plain = plain_header(header)
        return self.headers.get(plain) or self.headers.get(_without_brackets(plain), "")

    def certain(self, what: str, value: str) -> str:
        """Our word for a value of the grade, the status or the result, or for a word in the name of a sheet (`sheet`);
        '' where it is not certain."""
        return self.values[what].get(fold(value.replace("_", " ")), "")

    def is_list_of_steps(self, header: str) -> bool:
        """Whether the cells below a header list steps with their days."""
        return plain_header(header) in self.milestones

    def proposed(self, what: str, value: str) -> str:
        """What a value may have been meant for; '' where nothing can be said."""
        return self.values.get(f"{what}_proposed", {}).get(fold(value), "")


def plain_header(header: str) -> str:
    """A header without case, line breaks, stars and colons; "dueDate" is "due date"."""
    apart = header if " " in header else _CAMEL.sub(" ", header)
    return fold(apart.replace("_", " ")).rstrip(_ORNAMENTS)


def _without_brackets(header: str) -> str:
    """"Category" of "Category (Major/Minor)"."""
    for opening, closing in ("()", "[]"):
        if header.endswith(closing) and opening in header:
            return header[:header.rindex(opening)].rstrip(_ORNAMENTS)
    return header


@cache
def words() -> Words:
    """The lists, read once."""
    data = tomllib.loads(files(__package__).joinpath("foreign_words.toml").read_text(encoding="utf-8"))
    columns = [column for kind in reversed(TAKEN) for column in kind.SHEET.columns
               if column.typed and column.name != "finding"]
    headers = {plain_header(header): column.key for column in columns for header in workbook_words.headers(column)}
    headers |= {plain_header(header): column.key for column in columns for header in packs.headers(column)}
    headers |= {plain_header(column.header): column.key for column in columns}
    headers |= {plain_header(word): key for key, found in data["headers"].items() for word in found}
    values = {what: {fold(word.replace("_", " ")): ours for ours, found in data[what].items() for word in found}
              for what in ("grade", "grade_proposed", "status", "status_proposed", "result", "sheet")}
    return Words(headers, values, {kind: tuple(map(fold, found)) for kind, found in data["rows"].items()},
                 {what: frozenset(map(plain_header, found)) for what, found in data["refused"].items()},
                 frozenset(map(plain_header, data["milestones"]["headers"])),
                 frozenset(map(plain_header, data["programs"]["headers"])), frozenset(map(fold, data["nothing"])))
