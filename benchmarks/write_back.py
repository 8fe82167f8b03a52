"""Results written into a big register: which members of the package change, how long it takes, and how much memory,
side by side with openpyxl's load and save of the same file.

    python benchmarks/write_back.py            1,000 findings
    python benchmarks/write_back.py 10000      10,000 findings with their 120,000 child rows (takes some minutes)

Each way runs in a process of its own, so that its peak of memory is its own. Absolute figures depend on the machine;
look at the ratios.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import struct
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from registers import short_value as value

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import RECORDS, Finding
from ncr_toolkit.core.problem import Problem
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register

DAY = date(2026, 6, 30)


def make(path: Path, findings: int) -> None:
    """Write a register of that size as `ncr new` makes it: with tables, drop-downs, colours and a Dashboard."""
    from ncr_toolkit.excel.write.writer import register_bytes

    rows = {}
    for kind in RECORDS:
        count = findings if kind is Finding or "finding" in kind.SHEET.by_name else min(40, findings)
        rows[kind] = [{column.name: value(column, number) for column in kind.SHEET.typed_columns}
                      for number in range(count)]
    path.write_bytes(register_bytes(packs.load("iso42001"), today=DAY, settings={"id": "big"}, rows=rows))


def ours(path: Path, target: Path, problems: Sequence[Problem]) -> None:
    from ncr_toolkit.excel.opc.package import open_package
    from ncr_toolkit.excel.patch.check_results import with_results

    package = open_package(path, path.name)
    target.write_bytes(with_results(package, problems, "Check of today."))


def openpyxl(path: Path, target: Path, problems: Sequence[Problem]) -> None:
    from openpyxl import load_workbook

    load_workbook(path).save(target)


WAYS = {"write-back": ours, "once more": ours, "openpyxl": openpyxl}


def measured(way: str, path: Path, target: Path, problems: Path) -> float:
    """Seconds of one way in a process of its own; prints them and its peak of memory."""
    done = subprocess.run([sys.executable, __file__, "--way", way, str(path), str(target), str(problems)],
                          check=True, capture_output=True, text=True)
    seconds, most, held = json.loads(done.stdout.splitlines()[-1])
    print(f"  {way:<12}{seconds:8.2f} s, at most {most:.0f} MB, of which {held:.0f} MB before it began")
    return float(seconds)


def child(way: str, path: str, target: str, problems: str) -> None:
    found = pickle.loads(Path(problems).read_bytes()) if WAYS[way] is ours else []
    held, start = peak(), time.perf_counter()
    WAYS[way](Path(path), Path(target), found)
    print(json.dumps([time.perf_counter() - start, peak(), held]))


def peak() -> float:
    """The most memory (MB) that this process has had. Linux counts the parent's in `ru_maxrss`, so ask /proc first."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
    import resource  # not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 ** (2 if sys.platform == "darwin" else 1)


def packed(path: Path) -> dict[str, str]:
    """The sum of each member's packed bytes, by its name."""
    data = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        members = package.infolist()
    sums = {}
    for member in members:
        names, extra = struct.unpack_from("<HH", data, member.header_offset + 26)
        start = member.header_offset + 30 + names + extra
        sums[member.filename] = hashlib.sha256(data[start:start + member.compress_size]).hexdigest()
    return sums


def compare(before: Path, after: Path) -> None:
    old, new = packed(before), packed(after)
    changed = sorted(name for name in old if name in new and old[name] != new[name])
    print(f"  identical packed bytes: {len(old) - len(changed) - len(old.keys() - new.keys())} of {len(old)} members")
    for word, names in (("changed", changed), ("added", sorted(new.keys() - old.keys())),
                        ("gone", sorted(old.keys() - new.keys()))):
        if names:
            print(f"  {word}: {', '.join(names) if len(names) <= 8 else f'{len(names)} members'}")


def main(sizes: list[int]) -> None:
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path, problems = Path(folder) / "big.xlsx", Path(folder) / "problems"
            start = time.perf_counter()
            make(path, size)
            print(f"{size:,} findings, {path.stat().st_size / 1e6:.1f} MB, made in {time.perf_counter() - start:.0f} s")
            start = time.perf_counter()
            found = run(Review(read_register(path), packs.load("iso42001"), DAY))
            print(f"  read and checked in {time.perf_counter() - start:.1f} s: {len(found):,} problems")
            problems.write_bytes(pickle.dumps(found))
            figures = {}
            for way in WAYS:
                target = Path(folder) / f"{way}.xlsx"
                source = Path(folder) / "write-back.xlsx" if way == "once more" else path
                figures[way] = measured(way, source, target, problems)
                compare(source, target)
            print(f"  openpyxl takes {figures['openpyxl'] / figures['write-back']:.0f} x the time of the write-back")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        child(*sys.argv[2:])
    else:
        main([int(word) for word in sys.argv[1:]] or [1000])
