"""The sheet `Register`: one setting a row, found by its key or by its label."""

from __future__ import annotations

from typing import Any

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.dates import Unclear
from ncr_toolkit.core.model import Settings
from ncr_toolkit.core.register import Odd, Oddity, Register
from ncr_toolkit.core.schema import Cell, Location
from ncr_toolkit.core.workbook_words import headers
from ncr_toolkit.excel.opc.address import Address, SheetFacts, letters
from ncr_toolkit.excel.read.cells import converter, text
from ncr_toolkit.excel.read.layout import Rows
from ncr_toolkit.excel.read.records import mark, trouble_at

_BY_KEY = {column.key: column.name for column in Settings.SHEET.columns}
_BY_LABEL = {fold(label): column.name for column in Settings.SHEET.columns
             for label in reversed(headers(column))}
_WITHIN = 6  # columns in which a key or label is looked for


def read_settings(register: Register, sheet: str, rows: Rows, facts: SheetFacts, date1904: bool) -> bool:
    """Fill `register.settings` from the rows of the sheet, which is called `sheet` in the file.

    False where no setting was found at all. `rows` are the values from A1, of equal length.
    """
    found = setting_places(rows)
    if not found:
        return False
    settings = register.settings
    settings.at = Location(sheet, 0, {}, {name: f"{letters(spot.column)}{spot.row + 1}" for name,
                                          spot in found.items()})
    troubles = {}
    for name, spot in found.items():
        raw = rows[spot.row][spot.column] if spot.column < len(rows[spot.row]) else ""
        value: Any = trouble_at(facts, spot) or converter(Settings.SHEET.by_name[name], date1904)(raw)
        if isinstance(value, Unclear):
            troubles[name] = value
        else:
            setattr(settings, name, value)
            if spot in facts.formulas:
                settings.formulas = {**settings.formulas, name: facts.formulas[spot]}
        if spot in facts.links:
            settings.links[name] = facts.links[spot]
    mark(settings, troubles)
    register.oddities += [Oddity(Odd.MISSING_COLUMN, Cell(sheet), column.header, column.key)
                          for column in Settings.SHEET.columns if column.name not in found and not column.later]
    return True


def setting_places(rows: Rows) -> dict[str, Address]:
    """The cell of each setting's value: two right of its key where labels stand between, else right of its label."""
    keys: dict[str, Address] = {}
    labels: dict[str, Address] = {}
    for number, row in enumerate(rows):
        words = [fold(text(cell)[:100]) for cell in row[:_WITHIN]]
        for names, found in ((_BY_KEY, keys), (_BY_LABEL, labels)):
            place = next((place for place, word in enumerate(words) if word in names), None)
            if place is not None:
                found.setdefault(names[words[place]], Address(number, place))
    places = {name: Address(spot.row, spot.column + 1) for name, spot in labels.items()}
    width = max(map(len, rows))
    for name, spot in keys.items():
        if name in labels and labels[name].row == spot.row and labels[name].column > spot.column:
            continue
        step = 2 if labels or width > spot.column + 2 else 1
        places[name] = Address(spot.row, spot.column + step)
    return {name: places[name] for name in Settings.SHEET.by_name if name in places}
