"""The rows of a new workbook as Excel's formulas will see them, so that cached values can be computed by `status`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from ncr_toolkit.common.names import fold
from ncr_toolkit.core import workbook_words
from ncr_toolkit.core.model import RECORDS, Reply, Settings
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.replies import enter_revised_days
from ncr_toolkit.core.schema import Cell, Column, Kind, Record, Unread, Why
from ncr_toolkit.excel.write.written_values import ErrorCell, Formatted, FormulaCell, Hyper, Linked, Value

_DAY_0 = date(1899, 12, 30)
_READ = (Kind.DATE, Kind.NUMBER, Kind.CHOICE)
"""Of these a text may be something else, or nothing, to a formula."""
_LAST_SERIAL = 2_958_465  # 9999-12-31


def register(settings: Mapping[str, Value], rows: Mapping[type[Record], Sequence[Mapping[str, Value]]]) -> Register:
    """The register that these rows make. Text in a date column is no date for a formula, and none here."""
    records = {kind: [record(kind, row) for row in rows.get(kind, ())] for kind in RECORDS}
    facts = record(Settings, settings)
    assert isinstance(facts, Settings)
    made = Register(records=records, settings=facts)
    enter_revised_days(made.findings, made.all(Reply))
    return made


def record(kind: type[Record], row: Mapping[str, Value]) -> Record:
    """One row as a record."""
    made = kind()
    columns = kind.SHEET.by_name
    for name, value in row.items():
        column = columns[name]
        if type(value) is str and column.kind not in _READ:  # most of them
            if value:
                setattr(made, name, value)
            continue
        plain = _plain(value)
        if plain in (None, ""):
            continue
        fitting = _fitting(column, plain)
        if fitting is None:
            made.unread[name] = Unread(Cell(kind.SHEET.name), column, "", plain.text if isinstance(plain, ErrorCell)
                                        else str(plain), Why.ERROR_CELL)
        else:
            setattr(made, name, fitting)
    return made


def _plain(value: Value) -> str | int | float | date | ErrorCell | None:
    if isinstance(value, Hyper):
        return value.text
    if isinstance(value, Linked):
        return _plain(value.value)
    return value.value if isinstance(value, FormulaCell | Formatted) else value


def _fitting(column: Column, value: str | int | float | date | ErrorCell | None) -> str | int | date | None:
    """`value` as the column's own type, None where a formula could not use it."""
    if isinstance(value, ErrorCell):
        return None
    if column.kind is Kind.DATE:
        return _day(value)
    if column.kind is Kind.NUMBER:
        return int(value) if isinstance(value, int | float) else None
    if column.kind is Kind.CHOICE and isinstance(value, str):
        return value if value in column.choices else workbook_words.meant(column).get(fold(value), value)
    return None if isinstance(value, date) else f"{value:g}" if isinstance(value, float) else str(value)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, int | float):
        return _DAY_0 + timedelta(days=int(value)) if 0 < value <= _LAST_SERIAL else None
    return value if isinstance(value, date) else None
