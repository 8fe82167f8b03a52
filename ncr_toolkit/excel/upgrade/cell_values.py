"""One old cell becomes the value that the writer takes: the same text, number, day, error, formula and link.

Days are counted as in ECMA-376 Part 1, 18.17.4.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.dates import FIRST, LAST, Unclear, read_serial
from ncr_toolkit.core.schema import Column, Kind
from ncr_toolkit.core.workbook_words import BONES
from ncr_toolkit.core.workbook_words import shown as shown_as
from ncr_toolkit.excel.opc.address import Address, letters
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.upgrade.formulas import CellMapping, Formula, moved
from ncr_toolkit.excel.upgrade.source import GENERAL, Dated, OldSheet
from ncr_toolkit.excel.write.content import sheet_key
from ncr_toolkit.excel.write.written_values import ErrorCell, Formatted, FormulaCell, Linked, Value

_DAYS_1904 = 1462  # from the first day of the one calendar of Excel to that of the other
_MINUTE = "yyyy-mm-dd hh:mm:ss"
_PLAIN_FORMS = (GENERAL, 49, 1)  # General, text, whole number
_LAST_SERIAL = 2_958_465
_DAY_0 = datetime(1899, 12, 30)

Plain = str | int | float | date | Formatted | None


@dataclass
class Mover:
    """Turns the cells of one workbook into values. What it could not keep as it was, it says by cell."""

    name: str  # of the workbook, for messages
    date1904: bool
    ways: Mapping[str, CellMapping]  # by the keys of the old sheets
    names: Mapping[str, str]  # of cells and of columns in tables, and what they are called in today's template
    said: dict[tuple[str, Address], str] = field(default_factory=dict)
    formulas: dict[tuple[str, Address], str] = field(default_factory=dict)  # those that became values
    worded: dict[tuple[str, Address], str] = field(default_factory=dict)  # choices that are in another language now
    bones: Mapping[str, str] = field(default_factory=dict)  # the bones of the old language, folded, in English

    def value(self, sheet: OldSheet, where: Address, column: Column | None = None) -> Value:
        """What the new cell must hold; `column` is the column of ours it stands in.

        Raises CannotRun for what cannot be moved, naming the cell and what to do.
        """
        value = self._bare(sheet, where, column)
        link = sheet.links.get(where)
        return Linked(value, link.target, link.location, link.tip) if link else value

    def text(self, sheet: OldSheet, where: Address, value: str, column: Column) -> str:
        """A text that was typed into a column: of a choice the word that the language which is spoken has for it."""
        bone = self.bones.get(fold(value), value) if column.source == BONES else value
        word = shown_as(column, bone)
        return value if word == value else self.put(sheet, where, word, f"{value}, now {word}, as its language has it")

    def put(self, sheet: OldSheet, where: Address, word: str, told: str) -> str:
        """Another word in place of one that stood in a cell, which is told."""
        self.worded[sheet.name, where], self.said[sheet.name, where] = word, told
        return word

    def _bare(self, sheet: OldSheet, where: Address, column: Column | None) \
            -> Plain | ErrorCell | FormulaCell:
        if where in sheet.formulas:
            return self._formula(sheet, where, column)
        if where in sheet.errors:
            return ErrorCell(sheet.errors[where])
        return self._plain(sheet, where, column)

    def _plain(self, sheet: OldSheet, where: Address, column: Column | None) -> Plain:
        raw = sheet.raw(where)
        if isinstance(raw, bool | str):
            return raw or None if isinstance(raw, str) else raw
        if isinstance(raw, Dated):
            return self._day(sheet, where, raw, column)
        if not math.isfinite(raw):
            raise CannotRun(f"{self.name}: the number in {cell(sheet, where)} is none that Excel knows; type it anew "
                            "and save, then run again.")
        form = sheet.forms.get(where, GENERAL)
        return _number(self._in_1900(sheet, where, raw, column), form, column)

    def _in_1900(self, sheet: OldSheet, where: Address, raw: float, column: Column | None) -> float:
        """A number in a column of days that stands for a day, counted by the calendar that the new workbook has."""
        if self.date1904 and column and column.kind is Kind.DATE \
                and not isinstance(read_serial(raw, "", True), Unclear):
            self.said[sheet.name, where] = "a number that stands for a day; it was counted from 1904, now from 1900"
            return raw + _DAYS_1904
        return raw

    def _day(self, sheet: OldSheet, where: Address, raw: Any, column: Column | None) -> Plain:
        """A day or a time by its number, which loses nothing."""
        form, own = sheet.forms.get(where, GENERAL), column is None or column.kind is not Kind.DATE
        if isinstance(raw, date) and not isinstance(raw, datetime) and FIRST <= raw <= LAST \
                and (not own or form == GENERAL):
            return raw
        serial = sheet.serials.get(where)
        if serial is None:
            serial = _serial(raw)
        elif self.date1904 and isinstance(raw, date):
            serial += _DAYS_1904
        if isinstance(raw, datetime) and (not own or form == GENERAL):
            form = _MINUTE
        elif form == GENERAL:
            form = "yyyy-mm-dd" if isinstance(raw, date) else "hh:mm:ss" if isinstance(raw, time) else "[h]:mm:ss"
        return Formatted(_whole(serial), form)

    def _formula(self, sheet: OldSheet, where: Address, column: Column | None) -> Plain | ErrorCell | FormulaCell:
        formula = sheet.formulas[where]
        there = self.moved(sheet, formula)
        if there is not None and (where in sheet.uncalculated or where not in sheet.errors):
            if there != formula.text:
                self.said[sheet.name, where] = f"formula {formula.text}, which points to the same cells as before"
            return FormulaCell(there, *self._shown(sheet, where))
        if there is not None:
            return FormulaCell(there, ErrorCell(sheet.errors[where]))
        if where in sheet.uncalculated and where not in sheet.errors:
            raise CannotRun(f"{self.name}: {cell(sheet, where)} holds a formula that was never calculated and that "
                            f"cannot be moved ({formula.text[:80]}); open the workbook in Excel, save it, and run "
                            "again, or type the value in its place.")
        self.formulas[sheet.name, where] = formula.text
        self.said[sheet.name, where] = (f"formula {formula.text} became the value that it showed, since what it "
                                        "points to is not in the same places any more")
        return ErrorCell(sheet.errors[where]) if where in sheet.errors else self._plain(sheet, where, column)

    def moved(self, sheet: OldSheet, formula: Formula) -> str | None:
        """The formula of a cell of that sheet as it must read in the new workbook, None where it cannot."""
        return moved(formula, sheet_key(sheet.name), self.ways, self.names)

    def _shown(self, sheet: OldSheet, where: Address) -> tuple[str | int | float | None, str | int]:
        """What a formula shows, and its number format."""
        if where in sheet.uncalculated:
            return None, sheet.forms.get(where, "")
        raw = sheet.raw(where)
        if isinstance(raw, Dated):
            shown = self._day(sheet, where, raw, None)
            if isinstance(shown, Formatted):
                return shown.value, shown.form
            return _whole(_serial(raw)), "yyyy-mm-dd"
        if isinstance(raw, bool | str):
            return raw, ""
        return _whole(raw), sheet.forms.get(where, GENERAL)  # the column's own would make a day of it


def cell(sheet: OldSheet, where: Address) -> str:
    """A cell as messages name it."""
    return f"{sheet.name}!{letters(where.column)}{where.row + 1}"


def _number(raw: float, form: str | int, column: Column | None) -> int | float | Formatted:
    """A number as it was shown: the format of a column of ours would round it, or make a day of it."""
    number = _whole(raw)
    if abs(number) > _LAST_SERIAL:
        form = GENERAL  # as a day it would be a row of hashes
    if form in _PLAIN_FORMS and (column is None or column.kind is not Kind.DATE):
        fits = column is None or column.kind is not Kind.NUMBER or isinstance(number, int)
        return number if fits else Formatted(number, GENERAL)
    return Formatted(number, form)


def _whole(number: float) -> int | float:
    """5.0 is 5; what is larger than Excel's 15 digits stays what it is."""
    return int(number) if math.isfinite(number) and number == int(number) and abs(number) < 10 ** 15 else number


def _serial(raw: date | time | timedelta) -> float:
    """The number of a day or time that the file writes out in words."""
    if isinstance(raw, time):
        return (raw.hour * 3600 + raw.minute * 60 + raw.second + raw.microsecond / 1e6) / 86400
    if isinstance(raw, timedelta):
        return raw.total_seconds() / 86400
    moment = raw if isinstance(raw, datetime) else datetime(raw.year, raw.month, raw.day)
    return (moment.replace(tzinfo=None) - _DAY_0).total_seconds() / 86400


def shown(sheet: OldSheet, where: Address) -> str:
    """What a person sees in the cell, or its formula where it shows nothing."""
    seen = sheet.errors.get(where) or text(sheet.raw(where))
    if not seen and where in sheet.formulas:
        return sheet.formulas[where].text
    return seen
