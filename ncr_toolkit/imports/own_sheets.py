"""Sheets of a register as `ncr export` writes them: known by their headers, and taken over as they are, unasked."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import fitting_cell
from ncr_toolkit.core import workbook_words
from ncr_toolkit.core.dates import Unclear
from ncr_toolkit.core.model import RECORDS, Finding, Settings
from ncr_toolkit.core.schema import Column, Record, Sheet, Why
from ncr_toolkit.excel.read.cells import converter
from ncr_toolkit.imports.outcome import Left, Outcome, Row, Trace
from ncr_toolkit.imports.source_row import plain_value
from ncr_toolkit.imports.sources.grid import Doubtful, seen
from ncr_toolkit.imports.tables import SourceRow, SourceTable

SETTINGS = ("Setting", "Value")
"""The headers of the facts of a register, one a row."""
_LEAST = 0.8
"""Such a share of a sheet's columns makes a table that sheet: no list of somebody else has the same ones."""
_FEWEST = 4


def own_sheet(headers: Iterable[str]) -> type[Record] | None:
    """The sheet of a register that a table with these headers is a copy of; None where it is another list."""
    plain = {fold(header) for header in headers}
    if plain == {fold(header) for header in SETTINGS}:
        return Settings
    found = {kind: {_columns(kind.SHEET)[header].name for header in plain & _columns(kind.SHEET).keys()}
             for kind in RECORDS}
    share = {kind: len(names) / len(kind.SHEET.typed_columns) for kind, names in found.items()
             if len(names) >= _FEWEST}
    best = max(share, key=lambda kind: share[kind], default=None)
    return best if best is not None and share[best] >= _LEAST else None


@cache  # there are some twenty sheets
def _columns(sheet: Sheet) -> dict[str, Column]:
    """The columns that people type into, by folded header, by whatever standard the register is made."""
    every = {fold(header): column for column in sheet.typed_columns for header in workbook_words.headers(column)}
    return every | {fold(column.header): column for column in sheet.typed_columns}


def take(table: SourceTable, kind: type[Record], outcome: Outcome) -> None:
    """Take over the rows of such a table, all of them: it has no rows of guidance."""
    for row in table.rows:
        outcome.rows_in += 1
        outcome.taken += 1
        if kind is Settings:
            _take_setting(table, row, outcome)
        else:
            _take_row(table, kind, row, outcome)


def _take_row(table: SourceTable, kind: type[Record], row: SourceRow, outcome: Outcome) -> None:
    rows = outcome.rows.setdefault(kind, [])
    place, record = (kind, len(rows)), Row()
    rows.append(record)
    for number, header in table.headers.items():
        raw = row.cells[number] if number < len(row.cells) else ""
        if not (shown := seen(raw)):
            continue
        where, column = table.grid.where(row.number, number), _columns(kind.SHEET).get(fold(header))
        if column is None:
            outcome.own.setdefault(kind, {}).setdefault(header, {})[place[1]] = plain_value(raw, shown)
            outcome.traces.append(Trace(where, place, header, own=True))
        elif isinstance(value := converter(column)(shown), Unclear) or isinstance(raw, Doubtful):
            why = raw.why if isinstance(raw, Doubtful) else str(value.why) if isinstance(value, Unclear) else ""
            outcome.left.append(Left(where, shown, f"cannot be read: {why}"))
            _note(outcome, record if kind is Finding else None, str(record.get("finding") or ""), f"{header}: {shown}")
        else:
            record[column.name] = value
            outcome.traces.append(Trace(where, place, column.name))


def _take_setting(table: SourceTable, row: SourceRow, outcome: Outcome) -> None:
    name, shown = (seen(row.cells[place]) if place < len(row.cells) else "" for place in (0, 1))
    column = _columns(Settings.SHEET).get(fold(name))
    value = converter(column)(shown) if column is not None else Unclear(shown, Why.NOT_A_CHOICE)
    if isinstance(value, Unclear):
        outcome.left.append(Left(table.grid.where(row.number, 1), shown, f"is nothing that can stand at '{name}'"))
    elif shown and column is not None:
        outcome.settings[column.name] = value


def _note(outcome: Outcome, row: Row | None, id: str, text: str) -> None:
    """Keep a text that could not be read in the note of its finding."""
    finding = row if row is not None else next(
        (each for each in outcome.rows.get(Finding, ()) if fold(str(each.get("id") or "")) == fold(id)), None)
    if finding is not None:
        before = str(finding.get("internal_note") or "")
        finding["internal_note"] = fitting_cell("\n".join(filter(None, (before, text))))
