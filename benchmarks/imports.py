"""Lists of many makes imported: of each the rows in, taken and skipped, the cells left and why; then a plan of many
rows, with time, memory and the lines that people read, made new and merged a second time.

    python benchmarks/imports.py            3,760 rows
    python benchmarks/imports.py 20000

Each step with many rows runs in a process of its own, so that its peak of memory is its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from ncr_toolkit.imports.source import load
from tests.import_layouts import LAYOUTS, fedramp


def table(folder: Path) -> None:
    """What comes of every make."""
    print(f"{'':<11} {'in':>3} {'taken':>5} {'skipped':>7} {'left':>4}  why")
    for name, layout in LAYOUTS.items():
        source = load(layout.write(folder))
        outcome = source.outcome()
        why = Counter(each.why.split("'")[0].strip() or each.why for each in (*outcome.skipped, *outcome.left))
        print(f"{name:<11} {outcome.rows_in:>3} {outcome.taken:>5} {len(outcome.skipped):>7} {len(outcome.left):>4}  "
              + "; ".join(f"{count} {text}" for text, count in why.items()))


def measured(words: list[str], folder: Path) -> None:
    """One command, with its figures."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "ncr_toolkit", *words], cwd=folder, capture_output=True, text=True,
                          check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{' '.join(words):<44} exit {done.returncode}, {after.ru_utime - before.ru_utime:.1f} s of processor, "
          f"{time.perf_counter() - begun:.1f} s, at most {after.ru_maxrss // 1024} MB so far, "
          f"{len(done.stdout.splitlines())} lines")


def main() -> None:
    rows = int(sys.argv[1]) if sys.argv[1:] else 3760
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        table(folder)
        fedramp(folder, rows, rows // 4)
        print(f"\n{rows:,} rows:")
        for words in (["import", "poam.xlsx", "findings.xlsx"], ["import", "poam.xlsx", "findings.xlsx", "--merge"],
                      ["check", "findings.xlsx"]):
            measured(words, folder)


if __name__ == "__main__":
    main()
