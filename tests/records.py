"""A Markdown table becomes records at once, without a workbook: for tests of what follows from what was read.

    | Finding ID | Status | Close due | Response sent on |
    |---|---|---|---|
    | NC-1       | Open   | D+14      | "soon"           |

`D`, `D-1`, `D+14` are days counted from TODAY. What the column cannot hold (a word in a date, a status that is none of
the list) becomes a cell that could not be read, as it does in the reader.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Settings
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Cell, Column, Kind, Location, Record, Unread, Why
from tests.conftest import TODAY
from tests.tables import kind_of, parse

RELATIVE = re.compile(r"D([+-]\d+)?$")
WHY = {Kind.DATE: Why.NOT_A_DATE, Kind.NUMBER: Why.NOT_A_NUMBER, Kind.CHOICE: Why.NOT_A_CHOICE}


def day(text: str) -> date | None:
    """"D" is TODAY, "D+3" three days later, "2026-05-01" itself; None for anything else."""
    if relative := RELATIVE.match(text):
        return TODAY + timedelta(days=int(relative[1] or 0))
    return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else None


def plain(markdown: str) -> list[dict[str, str]]:
    """The rows of one table, cells by heading; also headings that no sheet has."""
    head, _, *rows = ([cell.strip() for cell in line.strip().strip("|").split("|")]
                      for line in markdown.strip().splitlines())
    return [dict(zip(head, row, strict=True)) for row in rows]


def told(row: dict[str, str]) -> str:
    """A row of a table as the name of its test."""
    return ", ".join(f"{heading} {cell}" for heading, cell in row.items() if cell) or "nothing"


def register(markdown: str) -> Register:
    """The register that these tables of sheets are."""
    found = Register()
    for sheet, rows in parse(markdown).rows.items():
        kind = kind_of(sheet)
        made = [record(kind, row, number) for number, row in enumerate(rows, start=4)]
        if kind is Settings:
            found.settings = made[0]
        else:
            found.records[kind] = made
    return found


def record(kind: type[Record], row: dict[str, str], number: int = 4) -> Any:
    """One record out of cells by heading; other headings are left aside."""
    values, unread = {}, {}
    letters = {column.name: xl_col_to_name(place) for place, column in enumerate(kind.SHEET.columns)}
    typed = {fold(heading): cell for heading, cell in row.items()}
    for column in kind.SHEET.typed_columns:
        text = typed.get(fold(column.header), "").strip('"')
        if not text:
            continue
        value = read(column, text)
        if value is None:
            unread[column.name] = Unread(Cell(kind.SHEET.name, f"{letters[column.name]}{number}"), column, "", text,
                                         WHY.get(column.kind, Why.ERROR_CELL))
        else:
            values[column.name] = value
    return kind(**values, unread=unread, at=Location(kind.SHEET.name, number, letters))


def read(column: Column, text: str) -> str | date | int | None:
    """The value of a cell, None where the column cannot hold it."""
    if column.kind is Kind.DATE:
        return day(text)
    if column.kind is Kind.NUMBER:
        return int(text) if text.isdigit() else None
    if text.startswith("#"):
        return None
    return text if not column.choices or text in column.choices else None
