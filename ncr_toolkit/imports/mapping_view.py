"""The mapping of a source as a person sees it: what becomes of each column, with samples, and of each word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ncr_toolkit.common.text import cut, one_line
from ncr_toolkit.core.model import BY_PREFIX, Finding
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.imports.apart import WAYS
from ncr_toolkit.imports.mapping import LEAVE, OWN
from ncr_toolkit.imports.source import Source
from ncr_toolkit.imports.tables import SourceTable

WIDTH = 110
"""Of a line; the samples get what the others leave."""
_WIDEST = 34
MOST = 12
"""So many words of a kind; those that are asked come first."""
ASKED = "? (asked in the mapping)"


def mapping_lines(source: Source) -> Iterator[str]:
    """Each table with its columns, and the words that stand for a grade, a status or a person."""
    for table in source.tables:
        if table.kind is None and not _told(table, source).leave:
            rows = [(one_line(header), becomes(_told(table, source).columns.get(header, OWN), source.pack),
                     " | ".join(one_line(each) for each in table.samples(column)))
                    for column, header in table.headers.items()]
            yield f"What becomes of the columns of {table.name}:"
            yield from _aligned(rows)
    for what, section, words in (("grade", "grade", source.mapping.grade), ("status", "status", source.mapping.status),
                                 ("person", "people", source.mapping.people)):
        asked_first = sorted(words.items(), key=lambda each: bool(each[1]))
        if words:
            yield f"What is taken for which {what}:"
            yield from _aligned((one_line(word), _ours(ours) or ASKED, source.notes.get((section, word), ""))
                                for word, ours in asked_first[:MOST])
        if len(words) > MOST:
            yield f"  and {len(words) - MOST} more, which the mapping names"


def mapping_json(source: Source) -> list[dict[str, Any]]:
    """The columns for a program."""
    return [{"table": table.name, "header": header, "becomes": _told(table, source).columns.get(header, OWN),
             "samples": table.samples(column)}
            for table in source.tables if table.kind is None for column, header in table.headers.items()]


def becomes(key: str, pack: Pack) -> str:
    """What a key of the mapping means, in the words of the register's standard: "Actions: Due"."""
    if not key:
        return ASKED
    if key in (OWN, LEAVE):
        return _ours(key)
    if key in WAYS:
        return f"taken apart: {WAYS[key]}"
    kind = BY_PREFIX[key.partition(".")[0]]
    column = kind.SHEET.by_name[key.partition(".")[2]]
    return pack.header(column) if kind is Finding else f"{kind.SHEET.name}: {pack.header(column)}"


def _ours(key: str) -> str:
    return {OWN: "a column of your own", LEAVE: "left out"}.get(key, key)


def _told(table: SourceTable, source: Source) -> Any:
    return source.mapping.tables[table.name]


def _aligned(rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Lines in three columns: theirs, ours, and samples."""
    every = list(rows)
    first, second = (min(max((len(row[place]) for row in every), default=0), _WIDEST) for place in (0, 1))
    for theirs, ours, samples in every:
        begun = f"  {cut(theirs, _WIDEST):<{first}} -> {cut(ours, _WIDEST):<{second}}"
        yield f"{begun}  {cut(samples, WIDTH - len(begun) - 2)}".rstrip() if samples else begun.rstrip()
