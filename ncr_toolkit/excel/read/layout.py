"""Where things stand on a worksheet: its key row, its header row and its columns, wherever people have moved them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.translation import ENGLISH, LANGUAGES
from ncr_toolkit.core import workbook_words
from ncr_toolkit.core.model import SHEETS
from ncr_toolkit.core.register import Odd, Oddity
from ncr_toolkit.core.schema import Cell, Column, Kind, Record, Sheet
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.read.cells import text

Rows = list[list[Any]]

KEYS_WITHIN = 20
HEADERS_WITHIN = 30
HEADER_BELOW_KEYS = 10
TITLE_CELLS = 3  # a title has fewer cells than this, a record as many


@dataclass
class Layout:
    """The places of one sheet's columns; rows and columns are counted from 0."""

    header_row: int = -1  # data begins below it
    key_row: int = -1
    columns: dict[str, int] = field(default_factory=dict)  # by field
    seconds: list[tuple[int, Column]] = field(default_factory=list)  # columns that carry a key or header again

    @property
    def found(self) -> bool:
        return bool(self.columns)


def is_index(rows: Rows) -> bool:
    """Whether these are the answers as the index of a package lists them."""
    words = {fold(text(cell)) for row in rows[:4] for cell in row}
    return {"finding", "version", "holds", "response"} <= words and not sheet_by_keys(rows)


def known_sheet(name: str) -> type[Record] | None:
    """The sheet of ours with that name, however it is written."""
    return next((kind for kind in SHEETS if fold(kind.SHEET.name) == fold(name)), None)


def sheet_by_keys(rows: Rows) -> type[Record] | None:
    """The sheet of ours whose keys stand in the first rows (or, as in the settings, in the first column)."""
    best, most = None, 1
    for kind in SHEETS:
        keys = {column.key for column in kind.SHEET.columns}
        across = max((sum(_key(cell) in keys for cell in row) for row in rows[:KEYS_WITHIN]), default=0)
        down = sum(_key(row[0]) in keys for row in rows[:2 * KEYS_WITHIN] if row)
        if max(across, down) > most:
            best, most = kind, max(across, down)
    return best


def find(sheet: Sheet, rows: Rows) -> Layout:
    """Where the columns of `sheet` stand in `rows`: by key first, then by header; nothing found gives no columns."""
    key_row, keyed = _key_row(sheet, rows)
    header_row = _header_below(sheet, rows, key_row, keyed) if keyed else _header_row(sheet, rows)
    if header_row < 0 and not keyed:
        return Layout()
    layout = Layout(header_row, key_row)
    taken = set(keyed)
    for place, column in keyed.items():
        _put(layout, column, place)
    row = rows[header_row] if 0 <= header_row < len(rows) else []
    for place, column in _by_header(sheet, row, keyed=bool(keyed), of_packs=not keyed).items():
        if place not in taken:
            _put(layout, column, place)
    return layout


def oddities(sheet: Sheet, name: str, rows: Rows, layout: Layout) -> list[Oddity]:
    """Columns that are missing, unknown, or there twice. `name` is the sheet's name in the file."""
    row = max(layout.header_row, 0)
    odd = [Oddity(Odd.MISSING_COLUMN, Cell(name), column.header, column.key)
           for column in sheet.typed_columns if column.name not in layout.columns and not column.later]
    odd += [Oddity(Odd.ROW_ABOVE, Cell(name, f"A{number + 1}"), sheet.name)
            for number in range(row) if is_stray(rows[number], number, sheet, layout)]
    known = set(layout.columns.values())
    seconds = dict(layout.seconds)
    filled = list(filled_rows(rows[row + 1:]))
    for place in range(max(map(len, rows), default=0)):
        if place in known or not any(text(line[place]) for line in filled if place < len(line)):
            continue
        cell = Cell(name, f"{letters(place)}{row + 1}")
        header = text(rows[row][place]) if row < len(rows) and place < len(rows[row]) else ""
        if place in seconds:
            odd.append(Oddity(Odd.SECOND_COLUMN, cell, header or seconds[place].header, seconds[place].key))
        else:
            odd.append(Oddity(Odd.EXTRA_COLUMN, cell, header or f"column {letters(place)}"))
    return odd


def filled_rows(rows: Rows) -> Iterator[list[Any]]:
    """The rows in which anything stands: one value far out makes millions of blank cells before it."""
    return (row for row in rows if row.count("") < len(row))


def is_stray(row: list[Any], number: int, sheet: Sheet, layout: Layout) -> bool:
    """Whether a row above the header holds data: people sort the whole sheet, or paste into the title band."""
    places = [place for name, place in layout.columns.items() if sheet.by_name[name].typed]
    filled = [place for place in places if place < len(row) and text(row[place])
              and fold(text(row[place])[:200]) not in workbook_words.band_words(sheet)]
    return number != layout.key_row and len(filled) >= min(TITLE_CELLS, len(places))


def _put(layout: Layout, column: Column, place: int) -> None:
    if column.name in layout.columns:
        layout.seconds.append((place, column))
    else:
        layout.columns[column.name] = place


def _key(cell: Any) -> str:
    return fold(cell) if isinstance(cell, str) and "." in cell and len(cell) < 60 else ""


@cache
def _keys(sheet: Sheet) -> dict[str, Column]:
    return {column.key: column for column in sheet.columns}


@cache
def _names(column: Column) -> frozenset[str]:
    """What its header may say, folded, in any language."""
    return frozenset(map(fold, workbook_words.headers(column)))


def _key_row(sheet: Sheet, rows: Rows) -> tuple[int, dict[int, Column]]:
    """The row that carries most keys, and its columns by place; two keys at least, or half of a small sheet's."""
    keys = _keys(sheet)
    least = min(2, max(1, len(sheet.columns) // 2))
    best, found = -1, dict[int, Column]()
    for number, row in enumerate(rows[:KEYS_WITHIN]):
        here = {place: keys[key] for place, cell in enumerate(row) if (key := _key(cell)) in keys}
        if len(here) > len(found):
            best, found = number, here
    if len(found) >= least or (found and max(map(len, rows)) <= 2):
        return best, found
    return -1, {}


@cache  # there are some twenty sheets
def _headers(sheet: Sheet, code: str = ENGLISH) -> dict[str, Column]:
    """The sheet's own headers in a language, and in English those that columns had in earlier templates."""
    if code != ENGLISH:
        return {fold(workbook_words.header_in(column, code)): column for column in sheet.columns}
    former = {fold(name): column for column in sheet.columns for name in column.formerly}
    return {**former, **{fold(column.header): column for column in sheet.columns}}


@cache
def _headers_of_all(sheet: Sheet, code: str, of_packs: bool) -> dict[str, Column]:
    """The headers of all languages, and with `of_packs` also those that the packs of standards have for columns; where
    two columns have the same in two languages, as `code` has it."""
    found = {name: column for each in LANGUAGES for name, column in _headers(sheet, each).items()}
    if of_packs:
        found = {fold(header): column for column in sheet.columns
                 for header in workbook_words.headers(column)} | found
    return {**found, **_headers(sheet), **_headers(sheet, code)}


def _by_header(sheet: Sheet, row: list[Any], *, keyed: bool, of_packs: bool) -> dict[int, Column]:
    """The columns of a row by its headers. Where a sheet carries its keys only those of the language count that its
    header row speaks: of another a header is a word of somebody's own. `of_packs`: also by those of other standards,
    for which they are read."""
    names = {place: fold(cell) for place, cell in enumerate(row) if isinstance(cell, str) and cell and len(cell) < 200}
    said = set(names.values())
    code = max(LANGUAGES, key=lambda each: len(said & _headers(sheet, each).keys()))  # of equals English
    headers = {**_headers(sheet), **_headers(sheet, code)} if keyed else _headers_of_all(sheet, code, of_packs)
    return {place: headers[name] for place, name in names.items() if name in headers}


def _header_row(sheet: Sheet, rows: Rows) -> int:
    """Without keys: the row with most known headers, two at least; or the first that has nothing but the sheet's own id
    or name: a list of people may hold their names alone."""
    known = [{column.name for column in _by_header(sheet, row, keyed=False, of_packs=False).values()}
             for row in rows[:HEADERS_WITHIN]]
    best = max(map(len, known), default=0)
    if best >= 2:
        return [len(names) for names in known].index(best)
    alone = (number for number, names in enumerate(known)
             if names == {sheet.label_field} and sum(map(bool, map(text, rows[number]))) == 1)
    return next(alone, -1)


def _header_below(sheet: Sheet, rows: Rows, key_row: int, keyed: dict[int, Column]) -> int:
    """With keys: the row below them whose cells are their columns' headers; if all are renamed, the one that looks
    like headers rather than data."""
    below = range(key_row + 1, min(key_row + 1 + HEADER_BELOW_KEYS, len(rows)))
    own = {place: _names(column) for place, column in keyed.items()}
    counts = {number: sum(place < len(rows[number]) and fold(text(rows[number][place])[:200]) in names
                          for place, names in own.items()) for number in below}
    best = max(counts, key=lambda number: counts[number], default=-1)
    if best >= 0 and 2 * counts[best] >= min(4, len(_filled(rows[best], keyed))) and counts[best]:
        return best
    for number in below:
        filled = _filled(rows[number], keyed)
        if len(filled) > 1 and _is_data(rows[number], keyed):
            return number - 1
        if 2 * len(filled) > len(keyed):
            return number
    return key_row + 2


def _filled(row: list[Any], keyed: dict[int, Column]) -> list[int]:
    return [place for place in keyed if place < len(row) and text(row[place])]


def _is_data(row: list[Any], keyed: dict[int, Column]) -> bool:
    """Whether a row holds what only data can hold: a real date or number, or one of a column's choices."""
    for place, column in keyed.items():
        cell = row[place] if place < len(row) else ""
        if isinstance(cell, (date, float, int)) and column.kind is not Kind.DERIVED:
            return True
        if column.choices and fold(text(cell)) in workbook_words.meant(column):
            return True
    return False
