"""The sheet Register: each setting goes to its row of today's template, rows of people's own go below."""

from __future__ import annotations

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import plural
from ncr_toolkit.core.model import Settings
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import Column
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.settings import setting_places
from ncr_toolkit.excel.upgrade.data_sheets import header_made
from ncr_toolkit.excel.upgrade.mapping import SheetMapping
from ncr_toolkit.excel.upgrade.source import OldSheet
from ncr_toolkit.excel.upgrade.template_texts import Known
from ncr_toolkit.excel.write.content import FIRST

VALUE = 2  # the column of the values
ANEW = frozenset({"template_version"})
_KEYS = frozenset(column.key for column in Settings.SHEET.columns)
_KEY_WIDTH = 60


def place_settings(sheet: OldSheet, known: Known) -> SheetMapping:
    """The way of the sheet Register."""
    way = SheetMapping(sheet, Settings.SHEET.name, Settings)
    places = setting_places(sheet.rows)
    by_row = {spot.row: (name, spot) for name, spot in places.items()}
    own: list[int] = []
    first = min(by_row)
    for where in sheet.filled():
        name, spot = by_row.get(where.row, ("", where))
        column = Settings.SHEET.by_name.get(name)
        if column and where == spot:
            _value(way, where, name)
        elif column and where.column < spot.column:
            if made := _label(way, where, column, spot.column - where.column, known.pack):
                way.made[where] = made
        elif known.has(way.name, sheet.raw(where)):
            way.made[where] = "text of the template"
        elif not column and where.row > first and where.row not in own:
            own.append(where.row)
    _place_own(way, own)
    return way


def _value(way: SheetMapping, where: Address, name: str) -> None:
    way.fields[where.column] = Settings.SHEET.by_name[name]
    if name in ANEW:
        way.made[where] = f"version of the template, was {text(way.old.raw(where)) or 'empty'}"
    else:
        way.cells[where] = Address(FIRST + Settings.SHEET.columns.index(Settings.SHEET.by_name[name]), VALUE)


def _label(way: SheetMapping, where: Address, column: Column, before: int, pack: Pack) -> str:
    """What becomes of a cell so many columns before the value: key or label; '' for what is neither."""
    if fold(text(way.old.raw(where))[:_KEY_WIDTH]) in _KEYS:
        return "key"
    return header_made(way.old.raw(where), column, pack) if before == 1 else ""


def _place_own(way: SheetMapping, rows: list[int]) -> None:
    """Rows that are no setting stand below ours, in the same columns; column A is for keys and hidden."""
    keyed = any(isinstance(row[0], str) and fold(row[0][:_KEY_WIDTH]) in _KEYS for row in way.old.rows if row)
    step = 0 if keyed else 1
    start = FIRST + len(Settings.SHEET.columns) + 1
    mine = {row: start + number for number, row in enumerate(rows)}
    for where in way.old.filled():
        if where.row in mine and where not in way.made:
            way.cells[where] = Address(mine[where.row], where.column + step)
    if rows:
        way.remarks.append(f"{plural(len(rows), 'row')} of your own, below the settings now")
