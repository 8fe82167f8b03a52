"""What the commands beside `ncr check` cost: made a second time where nothing changed, and on big registers.

    python benchmarks/commands.py               1,000 findings, and how 2,500 and 10,000 grow; a quarter of an hour
    python benchmarks/commands.py 100 250       100 findings, and how 250 grow

Seconds are those of the processor, memory is the most that the process held; the ratios are what counts. What one
response costs beside docxtpl tells `responses.py`, what results written back cost beside openpyxl `write_back.py`.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter
from registers import real_rows, short_rows, write

from ncr_toolkit.core import packs
from ncr_toolkit.excel.write.writer import register_bytes

DAY = date(2026, 6, 30)


def other(found: object, number: int) -> object:
    """What stands there in nearly the same register, in which nearly every text and day differs."""
    if isinstance(found, date):
        return found + timedelta(days=7)
    return f"{found} Seen again in week {number % 52}." if isinstance(found, str) and " " in found else found


def cost(folder: Path, *words: str) -> tuple[float, float]:
    """CPU seconds and peak memory (MB) of `ncr` with these words, in a process of its own."""
    child = os.fork()
    if not child:
        os.chdir(folder)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.execv(sys.executable, [sys.executable, "-m", "ncr_toolkit", *words])
    _, code, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(code) not in (0, 1):
        raise SystemExit(f"ncr {' '.join(words)} ended with {os.waitstatus_to_exitcode(code)}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def line(what: str, seconds: float, more: str) -> None:
    print(f"  {what:<44}{seconds:8.2f} s  {more}", flush=True)


def again(folder: Path) -> None:
    """Commands that are called twice, and nothing changed."""
    for words in (("respond", "findings.xlsx", "--today", str(DAY)),
                  ("run", "findings.xlsx", "--today", str(DAY), "--yes")):
        first, most = cost(folder, *words)
        line(f"ncr {words[0]}", first, f"{most:5.0f} MB")
        second, most = cost(folder, *words)
        line(f"ncr {words[0]}, nothing changed", second, f"{most:5.0f} MB; {second / first:.2f} of the first")


def bare(held: list[list[dict[str, object]]]) -> float:
    """Seconds for the same cells, without anything else, by XlsxWriter alone."""
    start = time.process_time()
    book = xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True})
    days = book.add_format({"num_format": "yyyy-mm-dd"})
    for records in held:
        sheet = book.add_worksheet()
        for number, record in enumerate(records):
            for place, found in enumerate(record.values()):
                if isinstance(found, date):
                    sheet.write_datetime(number, place, found, days)  # type: ignore[arg-type]
                else:
                    sheet.write(number, place, found)
    book.close()
    return time.process_time() - start


def new(findings: int) -> None:
    pack, held = packs.load("iso42001"), dict(short_rows(findings))
    for what, these in (("a blank register", None), (f"{findings:,} findings", held)):
        start = time.process_time()
        register_bytes(pack, today=DAY, settings={}, rows=these)
        took = time.process_time() - start
        line(f"written: {what}", took, f"{took / bare(list(held.values())):.2f} of the bare cells by XlsxWriter"
             if these else "")


def big(folder: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "ncr compare, the same file", ("compare", "old.xlsx", "old.xlsx")
    yield "ncr compare, nearly all differs", ("compare", "old.xlsx", "new.xlsx")
    yield "ncr doctor", ("doctor", "old.xlsx")
    yield "ncr upgrade", ("upgrade", "old.xlsx", "-o", "up.xlsx", "--force")


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print(f"{sizes[0]:,} findings, with texts of 200 to 1,500 characters")
        (folder / "findings.xlsx").write_bytes(register_bytes(packs.load("iso42001"), today=DAY, settings={"id": "big"},
                                                              rows=dict(real_rows(sizes[0]))))
        again(folder)
        print(f"{sizes[0]:,} findings, with texts of a line")
        new(sizes[0])
        for size in sizes[1:]:
            cells = write(folder / "old.xlsx", short_rows(size))
            write(folder / "new.xlsx", ((kind, [{name: other(found, number) for name, found in record.items()}
                                                for number, record in enumerate(records)])
                                        for kind, records in short_rows(size)))
            print(f"{size:,} findings, {cells:,} cells")
            for what, words in big(folder):
                seconds, most = cost(folder, *words)
                line(what, seconds, f"{most:5.0f} MB; {seconds / size * 1000:.2f} s a thousand")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1000, 2500, 10_000])
