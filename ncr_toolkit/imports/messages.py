"""What an import says: rows in, taken and skipped, what is left for a person, and what to do next."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from ncr_toolkit.common.text import csv_cell, one_line, plural, several
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.imports.conversion import Left, Outcome, Skipped
from ncr_toolkit.imports.mapping import NOTE, Mapping
from ncr_toolkit.imports.tables import SourceTable

T = TypeVar("T")
K = TypeVar("K")
MOST = 3
"""So many cells or rows are named where they are many."""
_FIRST_ROW = 4  # of a register's data


def told(outcome: Outcome, mapping: Mapping, tables: Sequence[SourceTable]) -> Iterator[str]:
    """The lines that a person reads."""
    for table in tables:
        yield f"{table.name}: header in row {table.header_row + 1}, {plural(len(table.rows), 'row')}"
    yield (f"Rows: {outcome.rows_in} in, {outcome.taken} taken over, {len(outcome.skipped)} skipped.")
    yield from (f"  {line}" for line in _skipped(outcome.skipped))
    yield "Written: " + ", ".join(f"{len(rows)} {kind.SHEET.name}" for kind, rows in outcome.rows.items() if rows) + "."
    notes = [header for table in tables for header, key in mapping.tables[table.name].columns.items() if key == NOTE]
    if notes:
        yield f"Columns without a place of ours, kept in 'Internal note': {several(notes, 8)}."
    if outcome.left:
        yield f"Left empty, with the text in 'Internal note' ({plural(len(outcome.left), 'cell')}):"
        yield from (f"  {line}" for line in _left(outcome.left))
    if mapping.asked:
        yield f"To be decided in the mapping: {several([one_line(each) for each in mapping.asked], 8)}."


def _skipped(skipped: list[Skipped]) -> Iterator[str]:
    for why, found in _grouped(skipped, lambda each: each.why):
        yield f"{why}: {several([each.row for each in found], MOST)}"


def _left(left: list[Left]) -> Iterator[str]:
    for (text, why), found in _grouped(left, lambda each: (one_line(each.text)[:60], each.why)):
        count = f"{len(found):,} cells: " if len(found) > 1 else ""
        said = why if text in why else f"'{text}' {why}"
        yield f"{count}{one_line(said)} ({several([each.cell for each in found], MOST)})"


def _grouped(found: Iterable[T], key: Callable[[T], K]) -> list[tuple[K, list[T]]]:
    """What is alike together, the most first."""
    groups: dict[K, list[T]] = {}
    for each in found:
        groups.setdefault(key(each), []).append(each)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def as_json(outcome: Outcome) -> str:
    """The same for a program."""
    return json.dumps({"rows_in": outcome.rows_in, "written": outcome.taken,
                       "skipped": [{"row": each.row, "why": each.why} for each in outcome.skipped],
                       "left": [{"cell": each.cell, "text": each.text, "why": each.why} for each in outcome.left]},
                      ensure_ascii=False, indent=2) + "\n"


def as_csv(outcome: Outcome) -> str:
    """From each cell of the source to ours, for Excel."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(("From", "To", "What stands there"))
    for trace in outcome.traces:
        value = outcome.rows[trace.kind][trace.row].get(trace.field)
        place = f"{trace.kind.SHEET.name}!{_letter(trace.kind, trace.field)}{_FIRST_ROW + trace.row}"
        table.writerow(map(csv_cell, (trace.source, place, str(value))))
    return "\ufeff" + out.getvalue()


def _letter(kind: type[Record], name: str) -> str:
    return letters([column.name for column in kind.SHEET.columns].index(name))
