"""Every sheet of a register as CSV: UTF-8 with a mark by which Excel knows it, days as 2026-06-30, nothing that would
be run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from ncr_toolkit.common.files import unique_names
from ncr_toolkit.common.text import LONGEST_CELL, csv_cell
from ncr_toolkit.core.model import RECORDS, Settings
from ncr_toolkit.core.schema import Record
from ncr_toolkit.exports.leaving import Leaving


def made(leaving: Leaving) -> dict[str, bytes]:
    """The files, by name: one a sheet in which something stands."""
    sheets = {kind.SHEET.name: _sheet(kind, leaving) for kind in RECORDS if leaving.rows[kind]}
    if leaving.whole:
        sheets |= {Settings.SHEET.name: _settings(leaving), **{
            name: table([["" if cell is None else str(cell) for cell in line] for line in lines])
            for name, lines in leaving.own_sheets.items() if name not in sheets}}
    return {f"{name}.csv": content for name, content in zip(unique_names([*sheets]), sheets.values(), strict=True)}


def table(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of cells as a file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([cell and csv_cell(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode("utf-8", "replace")


def _sheet(kind: type[Record], leaving: Leaving) -> bytes:
    columns = [column for column in kind.SHEET.typed_columns if not leaving.withheld(column)]
    own = leaving.added.headers(kind)

    def rows() -> Iterator[list[str]]:
        yield [*map(leaving.review.pack.header, columns), *own]
        for record in leaving.rows[kind]:
            added = leaving.added.of(record)
            yield [*(cell(record, column.name, leaving) for column in columns),
                   *("" if (value := added.get(header)) is None else str(value) for header in own)]

    return table(rows())


def cell(record: Record, name: str, leaving: Leaving) -> str:
    """What stands in a cell; what could not be read as it was typed."""
    shown = record.unread[name].text if name in record.unread else leaving.text(record, name)
    if len(shown) > LONGEST_CELL // 2 and csv_cell(shown).strip() != shown.strip():
        leaving.shortened.append(str(record.cell(name)))
    return shown


def _settings(leaving: Leaving) -> bytes:
    settings = leaving.review.register.settings
    return table([["Setting", "Value"], *([leaving.review.pack.header(column), cell(settings, column.name, leaving)]
                                          for column in settings.SHEET.typed_columns)])
