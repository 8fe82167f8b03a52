"""What an import says: rows in, taken and skipped, what is left for a person, and what to do next."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from ncr_toolkit.common.text import csv_cell, cut, one_line, plural, several
from ncr_toolkit.core.foreign_words import words
from ncr_toolkit.core.model import BY_PREFIX
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.imports.outcome import Left, Outcome, Skipped, Trace
from ncr_toolkit.imports.source import Source
from ncr_toolkit.imports.sources.grid import seen
from ncr_toolkit.imports.tables import SourceRow, SourceTable

T = TypeVar("T")
K = TypeVar("K")
MOST = 3
"""So many cells or rows are named where they are many."""
NAMED = 8
"""So many columns or questions."""
_NAMED_BY = 60  # letters
_FIRST_ROW = 4  # of a register's data


def told(outcome: Outcome, source: Source, left: Sequence[Left] | None = None) -> Iterator[str]:
    """The lines that a person reads. `left`: the cells to be told, all that were left if not given."""
    left = outcome.left if left is None else left
    ids = {(each.table, each.row): str(outcome.row(each.places[0]).get("id")) for each in outcome.given if each.places}
    for table in source.tables:
        yield from _located(table, source.pack, ids) if table.grid.places else (
            f"{table.name}: header in row {table.header_row + 1}, {plural(len(table.rows), 'row')}",)
    yield (f"Rows: {outcome.rows_in} in, {outcome.taken} taken over, {len(outcome.skipped)} skipped.")
    yield from (f"  {line}" for line in _skipped(outcome.skipped))
    given = (f"{len(rows)} {kind.SHEET.name}" for kind, rows in outcome.rows.items() if rows)
    yield f"They give {', '.join(given) or 'nothing'}."
    if own := outcome.own_headers():
        yield f"Columns without a place of ours, kept as columns of your own: {several(own, NAMED)}."
    if source.together:
        yield (f"Cells that hold several things, taken as they are: {several(source.together, NAMED)}. The mapping "
               "tells how they can be taken apart.")
    if left:
        yield f"Left empty, with the text in 'Internal note' ({plural(len(left), 'cell')}):"
        yield from (f"  {line}" for line in _left(left))
    if asked := source.mapping.asked:
        yield f"To be decided in the mapping: {several([one_line(each) for each in asked], NAMED)}."


def _located(table: SourceTable, pack: Pack, ids: Mapping[tuple[str, int], str]) -> Iterator[str]:
    """The findings of a report, each with its place and with what was not located of it. `ids`: those that are given
    here, by the table and the row."""
    yield f"{plural(len(table.rows), 'finding')} located in the {table.name}:"
    for row in table.rows:
        missing = dict.fromkeys(_called(header, pack) for column, header in table.headers.items()
                                if header not in table.grid.asked and column and not seen(row.cells[column]))
        lacks = f"; not located, so left empty: {', '.join(missing)}" if missing else ""
        where = table.grid.where(row.number, 0) if seen(row.cells[0]) else next(
            (table.grid.where(row.number, at) for at, cell in enumerate(row.cells) if seen(cell)), "")
        named = seen(row.cells[0]) or f"{ids.get((table.name, row.number + 1), 'One')}: {_beginning(row)}"
        yield f"  {named} ({where}){lacks}"


def _beginning(row: SourceRow) -> str:
    """A finding without a number, named by its longest text."""
    return f"'{cut(one_line(max(map(seen, row.cells), key=len)), _NAMED_BY)}', without a number"


def _called(header: str, pack: Pack) -> str:
    """What a column of ours is called in a register of this standard; another one as it is."""
    prefix, _, name = words().key(header).partition(".")
    return pack.header(BY_PREFIX[prefix].SHEET.by_name[name]) if prefix else header


def _skipped(skipped: list[Skipped]) -> Iterator[str]:
    for why, found in _grouped(skipped, lambda each: each.why):
        yield f"{why}: {several([each.row for each in found], MOST)}"


def _left(left: Sequence[Left]) -> Iterator[str]:
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


def as_json(outcome: Outcome, left: Sequence[Left] | None = None, more: Mapping[str, object] | None = None) -> str:
    """The same for a program, and `more`."""
    left = outcome.left if left is None else left
    return json.dumps({"rows_in": outcome.rows_in, "written": outcome.taken,
                       "skipped": [{"row": each.row, "why": each.why} for each in outcome.skipped],
                       "left": [{"cell": each.cell, "text": each.text, "why": each.why} for each in left],
                       "own_columns": outcome.own_headers(), **(more or {})}, ensure_ascii=False, indent=2) + "\n"


def as_csv(outcome: Outcome) -> str:
    """From each cell of the source to ours, for Excel."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(("From", "To", "What stands there"))
    for trace in outcome.traces:
        kind, number = trace.place
        value = outcome.own[kind][trace.field][number] if trace.own else outcome.row(trace.place).get(trace.field)
        place = f"{kind.SHEET.name}!{_letter(trace, outcome)}{_FIRST_ROW + number}"
        table.writerow(map(csv_cell, (trace.source, place, str(value))))
    return "\ufeff" + out.getvalue()


def _letter(trace: Trace, outcome: Outcome) -> str:
    """The column of a cell in a register that was made of it; own columns follow ours."""
    kind = trace.place[0]
    if trace.own:
        return letters(len(kind.SHEET.columns) + list(outcome.own[kind]).index(trace.field))
    return letters([column.name for column in kind.SHEET.columns].index(trace.field))
