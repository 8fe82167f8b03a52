"""Registers to measure with: of any size, with short texts, or with texts as long as people write them.

    python benchmarks/registers.py 1000 real.xlsx            1,000 findings with texts of 200 to 1,500 characters
    python benchmarks/registers.py 10000 short.xlsx --short  10,000 with short ones, one row a finding on each sheet
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from ncr_toolkit.core.model import RECORDS, Audit, Finding, Person, Settings
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Column, Kind, Record
from ncr_toolkit.excel.read.reader import read_register

DAY = date(2026, 3, 2)
SAMPLE = Path(__file__).parent.parent / "samples" / "register.xlsx"
SHORTEST, LONGEST = 200, 1500
_SENTENCE = re.compile(r"(?<=[.;])\s+")
_NUMBER = re.compile(r"\b\d{2,3}\b")
Row = dict[str, Any]
Vary = Callable[[str], str]


def short_rows(findings: int) -> Iterator[tuple[type[Record], list[Row]]]:
    """One row a finding on each sheet that belongs to findings, 40 on the others; every column filled."""
    for kind in RECORDS:
        many = findings if kind is Finding or "finding" in kind.SHEET.by_name else 40
        yield kind, [{column.name: short_value(column, number) for column in kind.SHEET.typed_columns}
                     for number in range(many)]


def short_value(column: Column, number: int) -> Any:  # noqa: PLR0911 - a table of kinds
    """Something plausible for one cell."""
    if column.name == "id":
        return f"{column.key[:2].upper()}-{number:05}"
    if column.name in ("finding", "record"):
        return f"FI-{number:05}"
    if column.name == "name" or column.kind is Kind.PERSON:
        return f"Person {number % 40}"
    if column.to:
        return f"{column.to[0][:2].upper()}-{number % 40 if column.to[0] == 'audit' else number:05}"
    if column.kind is Kind.DATE:
        return DAY + timedelta(days=number % 90)
    if column.kind is Kind.NUMBER:
        return number % 7
    if column.choices:
        return column.choices[number % len(column.choices)]
    if column.kind is Kind.LONG:
        return f"What was seen in case {number}: the gate let release {number % 40} pass without a signed assessment."
    return f"{column.header} {number % 50}"


ALIKE: dict[str, Callable[[Column], bool]] = {
    "shared words": lambda column: column.kind is Kind.LONG,
    "one clause": lambda column: column.source == "references",
    "one owner": lambda column: column.kind is Kind.PERSON,
}
"""What findings may have in common: the columns in which all of them hold the same."""


def alike_rows(findings: int, what: str) -> Iterator[tuple[type[Record], list[Row]]]:
    """`short_rows` that have something of `ALIKE` in common."""
    for kind, rows in short_rows(findings):
        same = {column.name: short_value(column, 0) for column in kind.SHEET.typed_columns if ALIKE[what](column)}
        yield kind, [row | same for row in rows]


def real_rows(findings: int, vary: Vary = str) -> Iterator[tuple[type[Record], list[Row]]]:
    """The sample's findings with all that belongs to them, again and again under other ids, in texts of real length.

    `vary` is called with each text last. Audits and people are the sample's.
    """
    sample, chance = read_register(SAMPLE), random.Random(42)
    rounds = -(-findings // len(sample.findings))
    for kind in RECORDS:
        if kind in (Audit, Person) or ("finding" not in kind.SHEET.by_name and kind is not Finding):
            yield kind, [_row(record) for record in sample.all(kind)]
            continue
        longer = _lengthened(sample, kind, chance)
        yield kind, [{name: vary(value) if isinstance(value, str) else value for name, value in row.items()}
                     for number in range(rounds) for record in sample.all(kind)
                     for row in [longer(_renamed(kind, _row(record), number))]]


def _row(record: Record) -> Row:
    return {column.name: record.value(column.name) for column in record.SHEET.typed_columns}


def _renamed(kind: type[Record], row: Row, number: int) -> Row:
    ids = [column.name for column in kind.SHEET.typed_columns
           if column.name in (kind.SHEET.id_field, "finding", "record") or (column.to and column.to != ("audit",))]
    return row | {name: f"{row[name]}-{number:04}" for name in ids if row[name]}


def _lengthened(sample: Register, kind: type[Record], chance: random.Random) -> Callable[[Row], Row]:
    names = [column.name for column in kind.SHEET.typed_columns if column.kind is Kind.LONG]
    pools = {name: [part for record in sample.all(kind) for part in _SENTENCE.split(record.typed(name)) if part]
             for name in names}

    def longer(row: Row) -> Row:
        for name in names:
            text, wanted = row[name], min(LONGEST, SHORTEST * chance.lognormvariate(0.8, 0.6))
            while text and len(text) < wanted:
                text = f"{text} {_NUMBER.sub(lambda _: str(chance.randrange(10, 999)), chance.choice(pools[name]))}"
            row[name] = text
        return row

    return longer


def write(path: Path, sheets: Iterable[tuple[type[Record], list[Row]]]) -> int:
    """Write a register of these rows; gives the number of its cells."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    dates, cells = book.add_format({"num_format": "yyyy-mm-dd"}), 0
    for kind, rows in sheets:
        sheet, columns = book.add_worksheet(kind.SHEET.name), kind.SHEET.typed_columns
        for number, column in enumerate(columns):
            sheet.write_string(0, number, column.key)
        for number, column in enumerate(columns):
            sheet.write_string(2, number, column.header)
        for at, row in enumerate(rows, start=3):
            for number, column in enumerate(columns):
                value = row.get(column.name)
                cells += value not in (None, "")
                if isinstance(value, date):
                    sheet.write_datetime(at, number, value, dates)  # type: ignore[arg-type]
                elif value not in (None, ""):
                    sheet.write(at, number, value)
    sheet = book.add_worksheet(Settings.SHEET.name)
    for number, (key, text) in enumerate({"register.pack": "iso42001", "register.id": "big"}.items()):
        sheet.write_string(number + 3, 0, key)
        sheet.write_string(number + 3, 2, text)
    book.close()
    return cells


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("findings", type=int)
    asked.add_argument("path", type=Path)
    asked.add_argument("--short", action="store_true")
    given = asked.parse_args()
    print(write(given.path, (short_rows if given.short else real_rows)(given.findings)), "cells")


if __name__ == "__main__":
    main()
