"""Monthly runs that are killed at random moments: afterwards the archive has to verify, and nothing is half written.

    python benchmarks/kill_ncr_run.py          200 runs
    python benchmarks/kill_ncr_run.py 50

Each run is a process of its own on a register that was changed before; it gets SIGKILL (on Windows it is ended) after a
random part of the time that a whole run takes. Earlier runs must be as they were, byte for byte; every tenth time a run
is made to its end, and must leave nothing behind.
"""

from __future__ import annotations

import hashlib
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from ncr_toolkit.core.problem import Level
from ncr_toolkit.demo.sample import sample_files
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.verify_runs import verify

FIRST = date(2026, 7, 1)


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def command(folder: Path, day: date) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "ncr_toolkit", "run", "register.xlsx", "--today", str(day), "--yes"],
                            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def touch(register: Path, number: int) -> None:
    """Another register than before, by its bytes: a comment at the end of the package."""
    data = register.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    note = f"version {number}".encode()
    register.write_bytes(data[:end + 20] + len(note).to_bytes(2, "little") + note)


def main() -> None:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    dice, seen = random.Random(42), Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, content in sample_files().items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        start = time.perf_counter()
        assert command(folder, FIRST).wait() in (0, 1)
        whole = time.perf_counter() - start
        print(f"a whole run takes {whole:.2f} s; {kills} are killed", flush=True)
        for number in range(1, kills + 1):
            touch(folder / "register.xlsx", number)
            archive = Archive(folder / "runs")
            before = {run.name: tree(run.folder) for run in archive.runs()}
            process = command(folder, FIRST + timedelta(days=number))
            time.sleep(dice.uniform(0.05, 1.15) * whole)
            process.kill()
            process.wait()
            seen[check(archive, before)] += 1
            if number % 10 == 0:
                process = command(folder, FIRST + timedelta(days=number))
                _, told = process.communicate()
                assert process.returncode in (0, 1), told.decode()
                assert not verify(archive.folder), "a run made to its end mends what was left"
        assert read_register(folder / "register.xlsx").findings
        print(f"{sum(seen.values())} killed: " + ", ".join(f"{count} {what}" for what, count in seen.items()))
        print(f"{len(archive.runs())} runs kept, all as they were written: {not verify(archive.folder)}")


def check(archive: Archive, before: dict[str, dict[str, str]]) -> str:
    """Look at what was left; gives what it is in words. Raises AssertionError where anything is half written."""
    faults = verify(archive.folder)
    grave = [fault for fault in faults if fault.level is Level.ERROR and not fault.mends_itself]
    assert not grave, [fault.message for fault in grave]
    runs = {run.name: run for run in archive.runs()}
    for name, files in before.items():
        assert tree(runs[name].folder) == files, f"{name} is not as it was"
    for run in runs.values():
        assert run.copy.exists() and (run.folder / "check.json").exists(), f"{run.name} is half written"
    if len(runs) > len(before):
        return "kept whole"
    return "nothing kept, something to mend by the next run" if faults else "nothing kept"


if __name__ == "__main__":
    main()
