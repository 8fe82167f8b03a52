"""Twelve monthly runs of one register: time and size of each, to see whether a run costs more the more are kept.

    python benchmarks/twelve_runs.py          1,000 findings
    python benchmarks/twelve_runs.py 300      300 findings

Between the runs one finding in twenty changes. Each run is a process of its own, as on somebody's computer.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from registers import short_rows

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.excel.write.writer import register_bytes

FIRST = date(2026, 1, 30)


def main() -> None:
    findings = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    held = dict(short_rows(findings))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        print(f"{findings:,} findings, {sum(map(len, held.values())):,} rows")
        print("run   seconds      MB kept   files   changes told")
        for month in range(12):
            day = FIRST + timedelta(days=30 * month)
            for number in range(month, findings, 20):
                held[Finding][number] |= {"owner": f"Person {month + number % 9}",
                                          "extent": f"Looked again in month {month}."}
            content = register_bytes(packs.load("iso42001"), today=day, settings={"id": "BENCH"}, rows=held)
            (folder / "findings.xlsx").write_bytes(content)
            start = time.perf_counter()
            done = subprocess.run([sys.executable, "-m", "ncr_toolkit", "run", "findings.xlsx", "--yes", "--today",
                                   str(day)],
                                  cwd=folder, capture_output=True, text=True, check=False)
            took = time.perf_counter() - start
            assert done.returncode in (0, 1), done.stderr
            kept = [path for path in (folder / "runs" / str(day)).rglob("*") if path.is_file()]
            since = next((line for line in done.stdout.splitlines() if line.startswith("Since")), "first run")
            size = sum(path.stat().st_size for path in kept) / 1e6
            print(f"{month + 1:>3} {took:>9.2f} {size:>12.1f} {len(kept):>7}   {since[:60]}", flush=True)
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "ncr_toolkit", "history"], cwd=folder, capture_output=True,
                              text=True, check=False)
        print(f"ncr history verifies all of it in {time.perf_counter() - start:.2f} s, exit {done.returncode}")


if __name__ == "__main__":
    main()
