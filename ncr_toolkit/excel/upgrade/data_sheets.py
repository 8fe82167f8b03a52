"""A sheet of rows: which old row and column becomes which new one."""

from __future__ import annotations

import re
from typing import Any

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import allowed
from ncr_toolkit.common.translation import word_in_every_language
from ncr_toolkit.core import workbook_words
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import Column, Record
from ncr_toolkit.excel.opc.address import Address, letters
from ncr_toolkit.excel.read import layout as layouts
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.layout import Layout
from ncr_toolkit.excel.read.records import repeated_headers
from ncr_toolkit.excel.upgrade.mapping import OwnPlace, SheetMapping
from ncr_toolkit.excel.upgrade.source import OldSheet
from ncr_toolkit.excel.upgrade.template_texts import Known, headers_of
from ncr_toolkit.excel.write.content import FIRST, HEADER, KEYS


def _any_of(*words: str) -> str:
    """What these words are in any language, as a pattern."""
    return "|".join(re.escape(each) for word in words for each in word_in_every_language("choice", word))


_LATE = "|".join(re.escape(each).replace("0", "-?[0-9]+") for each in workbook_words.late_in_every_language(0))
_COMPUTED = {
    "finding.state": re.compile(rf"({_LATE}|{_any_of('Due soon', 'Open', 'Closed', 'Withdrawn')})?$"),
    "finding.days_left": re.compile(r"(-?[0-9]+)?$"),
    "action.state": re.compile(rf"({_any_of('Done', 'Not counted', 'Overdue', 'Open')})?$"),
}
_LONGEST_HEADER = 200
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what Excel would take for a character
IN_OWN_WORDS = "header in words of your own"


def place_rows(sheet: OldSheet, kind: type[Record], known: Known) -> SheetMapping:
    """The way of a sheet that was read as one of ours."""
    layout = layouts.find(kind.SHEET, sheet.rows)
    way = SheetMapping(sheet, kind.SHEET.name, kind, below=layout.header_row + 1)
    for name, place in layout.columns.items():
        column = kind.SHEET.by_name[name]
        way.fields[place] = column
        (way.columns if column.typed else way.computed)[place] = kind.SHEET.columns.index(column)
    data = _data_rows(way, layout)
    _add_own_columns(way, layout, data, known.pack)
    _number_rows(way, data)
    _note_made(way, layout, set(data), known)
    return way


def _data_rows(way: SheetMapping, layout: Layout) -> list[int]:
    """The rows that hold data, in their order: first those that stand above the header by mistake."""
    assert way.kind is not None
    sheet, header = way.old, layout.header_row
    strays = [number for number in range(min(max(header, 0), len(sheet.rows)))
              if layouts.is_stray(sheet.rows[number], number, way.kind.SHEET, layout)]
    again = {header + 1 + number for number in repeated_headers(sheet.rows, header)}
    last = max((where.row for where in (*sheet.errors, *sheet.formulas, *sheet.notes)), default=0)
    way.above, way.repeated = len(strays), len(again)
    for row in again:
        way.made |= {Address(row, column): "header once more" for column, value in enumerate(sheet.rows[row])
                     if value != ""}
    return [*strays, *(row for row in range(header + 1, max(len(sheet.rows), last + 1)) if row not in again)]


def _add_own_columns(way: SheetMapping, layout: Layout, data: list[int], pack: Pack) -> None:
    """Every column that is not ours and has something in its rows or its header."""
    assert way.kind is not None
    sheet, rows = way.old, set(data)
    special = [*sheet.errors, *sheet.formulas, *sheet.notes]
    width = max([len(sheet.rows[0]) if sheet.rows else 0, *(where.column + 1 for where in special)])
    filled = {where.column for where in special if where.row in rows or where.row == layout.header_row}
    lines = [sheet.rows[row] for row in data if row < len(sheet.rows)]
    filled |= {place for place, cells in enumerate(zip(*lines, strict=True)) if any(cell != "" for cell in cells)}
    seconds = {place: column.key for place, column in layout.seconds}
    taken = {fold(each) for column in way.kind.SHEET.columns
             for each in (column.header, pack.header(column), workbook_words.header(column, pack))}
    for place in range(width):
        named = sheet.raw(Address(layout.header_row, place)) != "" if layout.header_row >= 0 else False
        if place in way.fields or not (named or place in filled):
            continue
        own = OwnPlace(place, _header(way, Address(layout.header_row, place), taken), seconds.get(place, ""))
        way.columns[place] = len(way.kind.SHEET.columns) + len(way.own)
        way.own.append(own)
        if layout.header_row >= 0 and layout.header_row != layout.key_row:
            way.cells[Address(layout.header_row, place)] = Address(HEADER, way.columns[place])
        if layout.key_row >= 0:
            way.cells[Address(layout.key_row, place)] = Address(KEYS, way.columns[place])


def _header(way: SheetMapping, where: Address, taken: set[str]) -> str:
    """A header that Excel bears in a table: never empty, never the same twice."""
    shown = text(way.old.errors.get(where) or way.old.raw(where)) if where.row >= 0 else ""
    plain = _CODE.sub("_ ", allowed(shown)[:_LONGEST_HEADER].replace("\t", " "))
    wanted = plain or f"Own column {letters(where.column)}"
    header, number = wanted, 1
    while fold(header) in taken:
        number += 1
        header = f"{wanted} {number}"
    taken.add(fold(header))
    if header != shown or not isinstance(way.old.raw(where), str):
        way.remarks.append(f"the header of column {letters(where.column)} is now '{header}', because a table of Excel "
                           "wants each header once, as text, and none empty or longer than a line")
    return header


def _number_rows(way: SheetMapping, data: list[int]) -> None:
    """The new row of each row in which something stands; blank ones between are left out."""
    sheet = way.old
    special = {where.row for where in (*sheet.errors, *sheet.formulas, *sheet.notes) if where.column in way.columns}
    places = list(way.columns)
    blank = 0
    for row in data:
        values = sheet.rows[row] if row < len(sheet.rows) else ()
        if row in special or any(place < len(values) and values[place] != "" for place in places):
            way.rows[row] = FIRST + len(way.rows)
            way.dropped, blank = way.dropped + blank, 0
        else:
            blank += 1


def _note_made(way: SheetMapping, layout: Layout, data: set[int], known: Known) -> None:
    """Keys, headers, the title band and what is computed: the template makes them itself."""
    for where in way.old.filled():
        if where in way.made or where in way.cells:
            continue
        column = way.fields.get(where.column)
        if where.row == layout.key_row and column:
            way.made[where] = "key"
        elif where.row == layout.header_row and column:
            way.made[where] = header_made(way.old.raw(where), column, known.pack)
        elif where.row in data:
            if column and not column.typed and _is_computed(way.old, where, column.key, known):
                way.made[where] = "computed"
        elif known.has(way.name, way.old.raw(where)):
            way.made[where] = "title"


def header_made(shown: Any, column: Column, pack: Pack) -> str:
    """What becomes of a header: the template's own, or one in words of people's own."""
    known = headers_of(column, pack)
    if fold(text(shown)[:_LONGEST_HEADER]) in map(fold, known):
        return "header"
    return f"{IN_OWN_WORDS}; it is '{known[0]}' again"


def _is_computed(sheet: OldSheet, where: Address, key: str, known: Known) -> bool:
    """Whether a cell of a computed column shows what the template computes, and nothing that was typed over it."""
    if where in sheet.formulas or where in sheet.errors:
        return True
    shown = text(sheet.raw(where))
    return bool(_COMPUTED[key].match(shown)) if key in _COMPUTED else known.has("Lists", shown)
