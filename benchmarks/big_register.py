"""How reading and checking grow with the register, side by side with the bare libraries in one run, in CPU time.

    python benchmarks/big_register.py                1,000 findings with real texts, 1,000 and 4,000 with short
    python benchmarks/big_register.py --real 4000    4,000 with texts of real length
    python benchmarks/big_register.py --short 10000  10,000 findings with short texts and their 120,000 other rows

Absolute seconds depend on the machine; look at the ratios.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import date
from pathlib import Path

from registers import real_rows, short_rows, write

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register


def timed(what: str, act: object, base: float | None = None) -> tuple[float, object]:
    start = time.process_time()
    result = act()  # type: ignore[operator]
    seconds = time.process_time() - start
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


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--real", type=int, nargs="*", default=[])
    asked.add_argument("--short", type=int, nargs="*", default=[])
    given = asked.parse_args()
    if not given.real and not given.short:
        given.real, given.short = [1000], [1000, 4000]
    for rows, sizes in ((real_rows, given.real), (short_rows, given.short)):
        for size in sizes:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "big.xlsx"
                cells = write(path, rows(size))
                print(f"{size:,} findings, {cells:,} cells, {path.stat().st_size / 1e6:.1f} MB, {rows.__name__}")
                measure(path, slow=size <= 4000)


if __name__ == "__main__":
    main()
