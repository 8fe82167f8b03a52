"""Runs are kept by a process that is killed again and again, and what is left is looked at each time.

    python benchmarks/kill_runs.py             200 kills at random moments
    python benchmarks/kill_runs.py 1000
    python benchmarks/kill_runs.py strace      a kill at each call to the system in turn (Linux, with strace)

After each kill: every run that was told to be kept is kept, earlier ones are as they were byte for byte, and whatever
else lies there is mended by the next run. It ends at the first one of which that is not true.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.verify_runs import verify

MADE = datetime(2026, 11, 30, tzinfo=UTC)
CALLS = ("openat", "write", "fsync", "mkdir", "rename", "unlink", "rmdir", "chmod", "fchmodat", "ftruncate", "flock",
         "close")
CHILD = [sys.executable, __file__, "child"]


def keep(home: Path, number: int) -> str:
    """One run, of 8 files and about 300 kB; gives its name."""
    register = home / "findings.xlsx"
    register.write_bytes(b"%8d" % number * 20_000)
    with Archive.beside(register).new(register=register, register_id="R-1", day=date(2026, 1, 1) + timedelta(number),
                                      made_at=MADE, who="Ana Lima", version="0.1.0") as run:
        for each in range(7):
            run.write(f"responses/NC-{each}_response.docx", b"%8d" % (number + each) * 2500)
    return run.kept.name


def child(home: Path, number: int, times: int) -> None:
    """Keep runs, and tell each."""
    for each in range(number, number + times):
        print(keep(home, each), flush=True)


def prints(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0][0] != "."}


def look(home: Path, told: set[str], before: dict[str, str]) -> Counter[str]:
    """What is left after a kill; ends the script where it is not as promised."""
    runs, after = home / "runs", prints(home / "runs")
    lost = told - {run.name for run in Archive(runs).runs()}
    changed = [name for name, print_ in before.items() if name != "runs.jsonl" and after.get(name) != print_]
    faults = verify(runs) if runs.exists() else []
    wrong = [fault.message for fault in faults if not fault.mends_itself]
    if lost or changed or wrong:
        sys.exit(f"NOT AS PROMISED in {home}: lost {lost}, changed {changed}, {wrong}")
    left = Counter(str(fault.kind) for fault in faults)
    left["lock"] += (runs / ".lock").exists()
    left["nothing"] += not faults and not (runs / ".lock").exists()
    return left


def at_random(kills: int) -> None:
    chance, left, told = random.Random(1), Counter[str](), set[str]()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        start = time.perf_counter()
        for number in range(5):
            keep(home, number)
        longest = 2 * (time.perf_counter() - start) / 5
        for kill in range(kills):
            before = prints(home / "runs")
            words = [*CHILD, str(home), str(10 * kill + 10), "9"]
            with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout is not None
                first = process.stdout.readline()
                time.sleep(chance.uniform(0, longest))
                process.send_signal(signal.SIGKILL)
                told |= {line.strip() for line in (first, *process.stdout) if line.endswith("\n")}
            left += look(home, told, before)
        keep(home, 10 * kills + 20)
        assert verify(home / "runs") == []
        print(f"{kills} kills within {longest * 1000:.0f} ms; {len(told)} runs told to be kept, none lost, none half; "
              f"{len(Archive(home / 'runs').runs())} in the list at the end. Left behind and mended: {dict(left)}")


def counted(made: Path, folder: Path) -> dict[str, range]:
    """For each kind of call, which of them a process makes from the moment on at which it comes to the runs."""
    home, log = Path(shutil.copytree(made, folder / "copy")), folder / "log"
    subprocess.run(["strace", "-f", "-qq", "-o", log, "-e", f"trace={','.join(CALLS)}", *CHILD, home, "9", "1"],
                   capture_output=True, check=True)
    first, seen = Counter[str](), Counter[str]()
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        call = line.split(maxsplit=1)[1].split("(")[0]
        if str(home) in line and not first and "copy/findings.xlsx" in line:
            first = seen.copy() + Counter(dict.fromkeys(CALLS, 1))
        seen[call] += 1
    shutil.rmtree(home)
    return {call: range(first[call], seen[call] + 1) for call in CALLS}


def at_each_call() -> None:
    """The system itself ends the process as it comes to call number n of its kind."""
    with tempfile.TemporaryDirectory() as folder:
        made, kills, left = Path(folder) / "made", 0, Counter[str]()
        made.mkdir()
        for number in range(3):
            keep(made, number)
        before, old = prints(made / "runs"), {run.name for run in Archive(made / "runs").runs()}
        for call, numbers in counted(made, Path(folder)).items():
            for number in numbers:
                home = Path(shutil.copytree(made, Path(folder) / "copy"))
                inject = f"inject={call}:signal=KILL:when={number}"
                done = subprocess.run(["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", inject,
                                       *CHILD, home, "9", "1"], capture_output=True, text=True, check=False)
                left += look(home, old | set(done.stdout.split()), before)
                keep(home, 9)
                if verify(home / "runs"):
                    sys.exit(f"NOT MENDED after {call} {number}")
                shutil.rmtree(home)
                kills += done.returncode != 0
            print(f"  {call:<10} {len(numbers)} calls", flush=True)
        print(f"{kills} kills, none lost, none half. Left behind and mended: {dict(left)}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    elif sys.argv[1:2] == ["strace"]:
        at_each_call()
    else:
        at_random(int((sys.argv[1:] or ["200"])[0]))
