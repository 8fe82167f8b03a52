"""What people added to a register: columns beside ours, and sheets of their own; their values as they stand there."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.register import Odd, Register
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.opc.address import Address, address_of, letters
from ncr_toolkit.excel.opc.package import parse
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.reader import SheetRead, read_sheets

Plain = str | int | float | bool | None
"""What JSON and CSV bear; a day as 2026-06-30."""


@dataclass
class Additions:
    """All of it."""

    columns: dict[type[Record], dict[str, dict[int, Plain]]] = field(default_factory=dict)
    """By sheet and header, the values by the number of the row in the workbook."""
    sheets: dict[str, list[list[Plain]]] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)  # of the sheets those that no one sees
    unread: list[tuple[str, str]] = field(default_factory=list)  # cell, and what stands there: no value can be told

    def of(self, record: Record) -> dict[str, Plain]:
        """What people added to the row of a record, by header."""
        columns = self.columns.get(type(record), {})
        return {header: values[record.at.row] for header, values in columns.items() if record.at.row in values}

    def headers(self, kind: type[Record]) -> list[str]:
        """The headers of the columns that people added to a sheet."""
        return list(self.columns.get(kind, ()))


def additions(register: Register) -> Additions:
    """What people added to the register that was read, empty where nothing. Raises CannotRun where it was saved anew
    since, or a sheet reaches too far."""
    odd = [each for each in register.oddities if each.odd in (Odd.EXTRA_COLUMN, Odd.SECOND_COLUMN, Odd.EXTRA_SHEET)]
    if not odd:
        return Additions()
    package, again, sheets = read_sheets(Path(register.path), register.path)
    if again.sha256 != register.sha256:
        raise CannotRun(f"{register.path} was saved while it was read; run again.")
    book = parse(package.name, package.part(package.workbook))
    found = Additions(hidden={each.get("name", "") for each in book.iter("{*}sheet")
                              if each.get("state", "visible") != "visible"})
    by_name = {each.part.name: each for each in sheets}
    for each in odd:
        sheet = by_name[each.cell.sheet]
        if each.odd is Odd.EXTRA_SHEET:
            found.sheets[each.cell.sheet] = list(_lines(sheet, found))
        elif sheet.kind is not None and (place := address_of(str(each.cell.ref))):
            _take_column(found, sheet, place, each.name, register.records[sheet.kind])
    return found


def _take_column(found: Additions, sheet: SheetRead, header: Address, name: str, records: Sequence[Record]) -> None:
    """The cells of one column, in the rows that are records."""
    assert sheet.kind is not None
    columns = found.columns.setdefault(sheet.kind, {})
    title, number = name, 1
    while title in columns:
        number += 1
        title = f"{name} ({number})"
    values, troubles = columns.setdefault(title, {}), _troubles(sheet, {header.column})
    for record in records:
        where = Address(record.at.row - 1, header.column)
        if trouble := troubles.get(where):
            found.unread.append((_cell(sheet, where), trouble))
        elif (value := plain(_raw(sheet, where))) is not None:
            values[record.at.row] = value


def _lines(sheet: SheetRead, found: Additions) -> Iterator[list[Plain]]:
    width = max(map(len, sheet.rows), default=0)
    found.unread += [(_cell(sheet, where), shown) for where, shown in sorted(_troubles(sheet, range(width)).items())]
    filled = [number for number, row in enumerate(sheet.rows) if any(text(cell) for cell in row)]
    for row in sheet.rows[:filled[-1] + 1 if filled else 0]:
        line = [plain(cell) for cell in row]
        while line and line[-1] is None:
            line.pop()
        yield line


def _troubles(sheet: SheetRead, columns: Any) -> dict[Address, str]:
    """The errors, and the formulas without a value."""
    facts = sheet.xml.facts(columns, links=False)
    return {where: shown for where, shown in (*facts.errors.items(), *facts.uncalculated.items())
            if where.column in columns}


def _raw(sheet: SheetRead, where: Address) -> Any:
    row = sheet.rows[where.row] if where.row < len(sheet.rows) else []
    return row[where.column] if where.column < len(row) else ""


def _cell(sheet: SheetRead, where: Address) -> str:
    return f"{sheet.part.name}!{letters(where.column)}{where.row + 1}"


def plain(raw: Any) -> Plain:
    """A value as JSON bears it; None where nothing stands there."""
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time.min else raw.isoformat()
    if isinstance(raw, (date, time)):
        return raw.isoformat()
    if isinstance(raw, timedelta):
        return str(raw)
    if isinstance(raw, float) and math.isfinite(raw):
        return int(raw) if raw.is_integer() and abs(raw) < 10 ** 15 else raw
    return raw if isinstance(raw, (bool, int)) else text(raw) or None
