"""What an import took from where, remembered in the register itself on a sheet that no menu shows: it goes along when
the file is renamed, moved, copied, saved by another program or brought into a newer template."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Action, Cause, Containment, Effect, Evidence, Extension, Finding
from ncr_toolkit.core.schema import Record
from ncr_toolkit.imports.outcome import Given, Outcome, Place

HEADER = ("What", "Source", "Sheet", "Row", "ID", "Fingerprint", "Text", "Records or cells")
_ROW, _RECORD = "row", "record"
_MOST = 32_000  # letters that a cell bears, and some to spare
OWN = "own:"
"""Begins the name of a column of the user's own."""
MAIN: Mapping[type[Record], tuple[str, ...]] = {
    Finding: ("statement", "title"), Containment: ("what",), Cause: ("statement",), Action: ("what",),
    Evidence: ("title",), Effect: ("observed", "result"), Extension: ("to_date",)}
"""The columns that tell one record of a finding from another."""


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row of a source, as an import before saw it."""

    source: str
    table: str
    row: int  # from 1
    id: str
    print: str  # of all its cells
    text: str  # of the cell that says what was found
    records: tuple[str, ...]  # the prefix of the sheet and the key of each record, its finding first


Fields = dict[str, str]
"""The fingerprints of what stood in the cells of a record, by field."""


@dataclass
class Memory:
    """What was taken."""

    rows: list[KnownRow] = field(default_factory=list)
    records: dict[tuple[str, str], Fields] = field(default_factory=dict)  # by source, and prefix with key

    def of(self, source: str) -> list[KnownRow]:
        """The rows of one source."""
        return [row for row in self.rows if row.source == source]

    def renewed(self, source: str, rows: Iterable[KnownRow], records: Mapping[str, Fields]) -> Memory:
        """The same after another import of a source."""
        others = {key: fields for key, fields in self.records.items() if key[0] != source}
        return Memory([*(row for row in self.rows if row.source != source), *rows],
                      others | {(source, key): fields for key, fields in records.items()})

    def cells(self) -> Iterator[Sequence[str]]:
        """The rows of its sheet."""
        yield HEADER
        for row in self.rows:
            yield (_ROW, row.source, row.table, str(row.row), row.id, row.print, row.text, json.dumps(row.records))
        for (source, key), fields in self.records.items():
            if len(held := json.dumps(fields)) < _MOST:
                yield (_RECORD, source, "", "", key, "", "", held)


def memory_in(rows: Iterable[Sequence[object]]) -> Memory:
    """The memory that stands in the cells of its sheet; a line that somebody has changed beyond reading is left out."""
    found = Memory()
    for line in rows:
        cells = [str(cell) for cell in (*line, *[""] * len(HEADER))][:len(HEADER)]
        what, source, table, row, id, mark, text, more = cells
        try:
            held = json.loads(more)
            if what == _ROW:
                found.rows.append(KnownRow(source, table, int(float(row)), id, mark, text, tuple(map(str, held))))
            elif what == _RECORD:
                found.records[source, id] = {str(name): str(each) for name, each in dict(held).items()}
        except (ValueError, TypeError):
            continue
    return found


def print_of(*texts: object) -> str:
    """A short fingerprint of what stands in cells, spaces and line breaks aside; '' of nothing."""
    plain = "\n".join(" ".join(text_of(text).split()) for text in texts)
    return sha256(plain.encode("utf-8", "replace")).hexdigest()[:12] if plain.strip() else ""


def text_of(value: object) -> str:
    """What stands in a cell, as a text that does not depend on how it is kept."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def values_of(outcome: Outcome, place: Place) -> dict[str, object]:
    """What the source says of a record: by field, and by header what stands in columns of the user's own."""
    kind, number = place
    own = {OWN + fold(header): values[number] for header, values in outcome.own.get(kind, {}).items()
           if number in values}
    return {**{name: value for name, value in outcome.row(place).items() if value not in (None, "")}, **own}


def main_text(values: Mapping[str, object], kind: type[Record]) -> str:
    """The fingerprint of what tells a record from the others of its finding."""
    return next((print_of(values[name]) for name in MAIN.get(kind, ()) if values.get(name)), "")


def row_of(source: str, given: Given, outcome: Outcome, keys: Mapping[Place, str]) -> KnownRow:
    """A row of the source, to be remembered with the records that came of it."""
    cells = print_of(*(text for pair in given.cells for text in pair))
    return KnownRow(source, given.table, given.row, given.id, cells, given_text(given, outcome),
                    tuple(keys[place] for place in given.places if place in keys))


def given_text(given: Given, outcome: Outcome) -> str:
    """The fingerprint of what a row says was found; of a row that adds to a finding, what it adds."""
    place = given.places[min(1, len(given.places) - 1)] if given.adds else given.places[0]
    return main_text(values_of(outcome, place), place[0])


def fields_of(outcome: Outcome, keys: Mapping[Place, str]) -> dict[str, Fields]:
    """The fingerprints of what the source says of records, by their keys."""
    return {key: {name: print_of(value) for name, value in values_of(outcome, place).items()}
            for place, key in keys.items()}


def first_memory(source: str, outcome: Outcome) -> Memory:
    """What is remembered of a first import."""
    keys = keys_of(outcome)
    rows = [row_of(source, given, outcome, keys) for given in outcome.given]
    return Memory().renewed(source, rows, fields_of(outcome, keys))


def key_of(kind: type[Record], id: object, number: int = 0) -> str:
    """How a record is called in the memory: by its id, or by its finding and which row of it."""
    return f"{kind.SHEET.prefix} {id}#{number}" if number or not kind.SHEET.id_field else f"{kind.SHEET.prefix} {id}"


def keys_of(outcome: Outcome) -> dict[Place, str]:
    """The keys of the records of a first import."""
    found, counts = dict[Place, str](), dict[tuple[type[Record], str], int]()
    for given in outcome.given:
        for place in given.places:
            kind, row = place[0], outcome.row(place)
            if place in found:
                continue
            if kind.SHEET.id_field:
                found[place] = key_of(kind, row["id"])
            else:
                of = str(row.get("finding") or row.get("record"))
                counts[kind, of] = counts.get((kind, of), 0) + 1
                found[place] = key_of(kind, of, counts[kind, of])
    return found
