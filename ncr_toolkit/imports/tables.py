"""The table of findings in a grid: where its header is, which rows are findings, and why the others are none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ncr_toolkit.audit_report.about_audit import AboutAudit
from ncr_toolkit.audit_report.labels import is_id, is_value, key
from ncr_toolkit.audit_report.labels_in_text import of_the_audit
from ncr_toolkit.audit_report.values_and_headings import Located
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.foreign_words import plain_header, words
from ncr_toolkit.core.schema import Record
from ncr_toolkit.imports.sources.grid import Grid, seen

SEARCHED = 60
"""The header is one of the first rows."""
LEAST = 2
"""So many headers must be known, in different columns."""
LEAST_COMMON = 4
"""The same, where none of them is more than what stands in tables of any kind."""
OTHER_LIST = 3
"""So many headers of another kind of list, and no more of ours, make it that."""
_LEAST_OF_A_REMARK = 4  # words
_PLACEHOLDER = re.compile(r"\[[^\]]*\]|<[^>]*>|\$\{[^}]*\}|\{\{[^}]*\}\}|(?:dd|mm|tt|jj)[/.-](?:mm|dd)[/.-](?:yy|jj)\w*"
                          r"|yyyy-mm-dd|xx+|_+|\.{3,}|select|choose|auswählen|choisir", re.IGNORECASE)
_OF_ANY_LIST = {"", "finding.owner", "finding.id", "finding.status"}
_COMMON = _OF_ANY_LIST | {"finding.title", "finding.raised_on", "finding.site", "finding.process", "finding.ai_system",
                          "finding.internal_note"}


class RowKind(StrEnum):
    """Why a row is no finding."""

    HEADER = "the header once more"
    GUIDANCE = "guidance of the template"
    EXAMPLE = "an example of the template"
    PLACEHOLDER = "placeholders of the template"
    TOTAL = "a total"
    REMARK = "a remark, in one cell alone"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row below the header; `number` is its place in the grid, from 0."""

    number: int
    cells: tuple[object, ...]
    skipped: RowKind | None = None


@dataclass(frozen=True)
class SourceTable:
    """A table of a file: its headers by column, and its rows."""

    grid: Grid
    header_row: int
    headers: dict[int, str]  # column -> header as it stands, each different
    rows: tuple[SourceRow, ...]
    kind: type[Record] | None = None  # the sheet of a register that it is a copy of

    @property
    def name(self) -> str:
        """How a mapping calls it."""
        return self.grid.name or "table"

    def samples(self, column: int, most: int = 3) -> list[str]:
        """Some of the different values of a column."""
        found = (seen(row.cells[column]) for row in self.rows if not row.skipped and column < len(row.cells))
        return [text for text in dict.fromkeys(found) if text][:most]


def find_table(grid: Grid) -> SourceTable | None:
    """The table of a grid, None where there is none."""
    rows = [[seen(cell) for cell in row] for row in grid.rows[:SEARCHED]]
    known = max(enumerate(map(_known, rows)), key=lambda each: len(each[1]), default=(0, set[str]()))
    if len(known[1]) < (LEAST_COMMON if known[1] <= _COMMON else LEAST):
        return None
    return table_at(grid, known[0])


def table_at(grid: Grid, header_row: int) -> SourceTable:
    """The table whose header is that row of a grid. A row of group headings above, or a second row of headers below,
    gives a name to the columns that have none."""
    headers = _headers(grid, header_row)
    first = header_row + 1
    rows = tuple(SourceRow(number, tuple(row), _kind(row, grid.rows[header_row]))
                 for number, row in enumerate(grid.rows[first:], start=first) if any(map(seen, row)))
    return SourceTable(grid, header_row, headers, rows)


def other_list(grid: Grid) -> str:
    """What else than findings a grid lists, with the headers that tell so; '' where it may be findings."""
    for row in grid.rows[:SEARCHED]:
        headers = {plain_header(text) for text in map(seen, row) if text}
        own = {words().key(header) for header in headers} - _OF_ANY_LIST
        for what, known in words().refused.items():
            others = sorted(headers & known)
            if len(others) >= OTHER_LIST and len(others) >= len(own):
                return f"{what}, with the columns {', '.join(others[:OTHER_LIST])}"
    return ""


def about_audit(table: SourceTable) -> dict[str, Located]:
    """What the rows above the header of a list say of the audit: its report, its days, and who led it."""
    about = AboutAudit()
    for number, row in enumerate(table.grid.rows[:table.header_row]):
        cells = [(place, text) for place, text in enumerate(map(seen, row)) if text]
        for (place, label), (_, value) in pairwise(cells):
            if (known := key(label)).startswith("audit.") and is_value(known, value):
                about.take(known, Located(value, table.grid.where(number, place)))
        for place, text in cells:
            for each in of_the_audit(text):
                if each.key.startswith("audit.") and is_value(each.key, each.value):
                    about.take(each.key, Located(each.value, table.grid.where(number, place)))
    return about.values


def _known(row: Iterable[str]) -> set[str]:
    """The keys that the cells of a row are headers of."""
    return {key for cell in row if cell and len(cell) < 80 and (key := words().key(cell))}


def _headers(grid: Grid, header_row: int) -> dict[int, str]:
    row, above = grid.rows[header_row], grid.rows[header_row - 1] if header_row else []
    found: dict[int, str] = {}
    for column in range(max(len(row), len(above))):
        text = seen(row[column]) if column < len(row) else ""
        text = text or (seen(above[column]) if column < len(above) and _is_header(above[column]) else "")
        if text:
            found[column] = _unlike(" ".join(text.split()), found.values())
    return found


def _is_header(cell: object) -> bool:
    return bool(words().key(seen(cell)))


def _unlike(header: str, others: Iterable[str]) -> str:
    """The header, with a number where it stands there already."""
    taken, number, text = set(others), 1, header
    while text in taken:
        number += 1
        text = f"{header} ({number})"
    return text


def _kind(row: list[object], header: list[object]) -> RowKind | None:
    """Why a row is no finding; None where it is one."""
    filled = [text for text in map(seen, row) if text]
    first = fold(filled[0])
    lists = words().rows
    own = [fold(seen(cell)) for cell in header]
    if sum(bool(text) and text == own[at] for at, text in enumerate(map(fold, map(seen, row[:len(own)])))) >= LEAST:
        return RowKind.HEADER
    if _is(first, lists["guidance"]):
        return RowKind.GUIDANCE
    if _is(first, lists["example"]):
        return RowKind.EXAMPLE
    if len(filled) == 1 and _is_remark(filled[0]) and words().key(own[[seen(cell) for cell in row].index(
            filled[0])] if len(own) == len(row) else "") == "finding.id":
        return RowKind.REMARK
    if first.split(" ")[0].rstrip(":") in lists["total"] and all(map(_is_number, filled[1:])):
        return RowKind.TOTAL
    placeholders = sum(_PLACEHOLDER.fullmatch(text) is not None for text in filled)
    return RowKind.PLACEHOLDER if placeholders * 2 >= len(filled) else None


def _is_remark(text: str) -> bool:
    """Whether the only cell of a row that is filled holds a sentence, and no number of a finding."""
    return not is_id(text) and len(text.split()) >= _LEAST_OF_A_REMARK


def _is_number(text: str) -> bool:
    return text.strip("%").replace(".", "").replace(",", "").isdigit()


def _is(text: str, labels: Iterable[str]) -> bool:
    """Whether a cell holds one of these labels and nothing more: "Example 2:", and not "Examples are missing"."""
    return text.rstrip(" 0123456789:.") in labels
