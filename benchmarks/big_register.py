"""How reading and checking grow with the register, side by side with the bare libraries in one run.

    python benchmarks/big_register.py            1,000 and 4,000 findings
    python benchmarks/big_register.py 10000      10,000 findings with their 120,000 child rows

Absolute seconds depend on the machine; look at the ratios.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import RECORDS, Finding, Settings
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Column, Kind
from ncr_toolkit.excel.read.reader import read_register

DAY = date(2026, 3, 2)
CHILDREN_EACH = 1  # rows a finding on each child sheet; 12 child sheets


def value(column: Column, number: int) -> object:  # noqa: PLR0911 - a table of kinds
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


def make(path: Path, findings: int) -> int:
    """Write a register of that size; gives the number of its cells."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    dates, cells = book.add_format({"num_format": "yyyy-mm-dd"}), 0
    for kind in RECORDS:
        sheet = book.add_worksheet(kind.SHEET.name)
        columns = kind.SHEET.typed_columns
        rows = findings if kind is Finding or "finding" in kind.SHEET.by_name else 40
        for number, column in enumerate(columns):
            sheet.write_string(0, number, column.key)
        for number, column in enumerate(columns):
            sheet.write_string(2, number, column.header)
        for row in range(rows):
            for number, column in enumerate(columns):
                found = value(column, row)
                cells += 1
                if isinstance(found, date):
                    sheet.write_datetime(row + 3, number, found, dates)  # type: ignore[arg-type]
                else:
                    sheet.write(row + 3, number, found)
    sheet = book.add_worksheet(Settings.SHEET.name)
    for number, (key, text) in enumerate({"register.pack": "iso42001", "register.id": "big"}.items()):
        sheet.write_string(number + 3, 0, key)
        sheet.write_string(number + 3, 2, text)
    book.close()
    return cells


def timed(what: str, act: object, base: float | None = None) -> tuple[float, object]:
    start = time.perf_counter()
    result = act()  # type: ignore[operator]
    seconds = time.perf_counter() - start
    ratio = f"  {seconds / base:5.2f} x calamine" if base else ""
    print(f"  {what:<34} {seconds:7.2f} s{ratio}")
    return seconds, result


def calamine(path: Path) -> None:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def openpyxl(path: Path) -> None:
    from openpyxl import load_workbook

    for sheet in load_workbook(path, read_only=True):
        for _ in sheet.iter_rows(values_only=True):
            pass


def measure(path: Path, *, slow: bool) -> None:
    base, _ = timed("calamine, bare values", lambda: calamine(path))
    _, register = timed("read_register", lambda: read_register(path), base)
    review = Review(register, packs.load("iso42001"), date(2026, 6, 30))  # type: ignore[arg-type]
    timed("all checks", lambda: run(review), base)
    if slow:
        timed("openpyxl, read-only values", lambda: openpyxl(path), base)


def main(sizes: list[int]) -> None:
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "big.xlsx"
            cells = make(path, size)
            print(f"{size:,} findings, {cells:,} cells, {path.stat().st_size / 1e6:.1f} MB")
            measure(path, slow=size <= 4000)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1000, 4000])
