"""Many registers: what one process, several and a Dask cluster cost, beside `ncr check` called for each.

    python benchmarks/portfolio.py                     200 registers of 50 findings
    python benchmarks/portfolio.py 1000 --dask         1,000, and a local cluster, one worker of which is killed

CPU seconds are those of this process and all that it started; the wall clock only tells whether more processes help.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path

from registers import short_rows, write

from ncr_toolkit.portfolio.facts import RegisterFacts
from ncr_toolkit.portfolio.rollup import roll_up
from ncr_toolkit.portfolio.workers import looked_at, looked_at_by

DAY = date(2026, 6, 30)
FINDINGS = 50


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    return sum(used.ru_utime + used.ru_stime
               for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def timed(what: str, act: Callable[[], Iterable[RegisterFacts]]) -> list[RegisterFacts]:
    began, spent = time.monotonic(), cpu()
    found = list(act())
    lost = [each.path for each in found if each.error]
    print(f"{what:<44} {cpu() - spent:7.1f} s CPU {time.monotonic() - began:7.1f} s; {len(found)} told, "
          f"{len(lost)} of them not read", flush=True)
    return found


def prepare(folder: Path, many: int) -> list[str]:
    """Registers with words of their own, three broken ones among them."""
    first = folder / "site-0000.xlsx"
    write(first, short_rows(FINDINGS))
    for number in range(1, many):
        (folder / f"site-{number:04}.xlsx").write_bytes(first.read_bytes())
    (folder / "cut.xlsx").write_bytes(first.read_bytes()[:9000])
    (folder / "empty.xlsx").write_bytes(b"")
    (folder / "noise.xlsx").write_bytes(random.Random(1).randbytes(50_000))
    return sorted(str(path) for path in folder.glob("*.xlsx"))


def alone(paths: list[str]) -> None:
    """`ncr check` for each: what a loop in a shell costs, measured on some of them."""
    spent, few = cpu(), paths[-10:]
    for path in few:
        subprocess.run([sys.executable, "-m", "ncr_toolkit", "check", path, "--today", str(DAY)], capture_output=True,
                       check=False)
    each = (cpu() - spent) / len(few)
    print(f"{'ncr check for each, from 10 of them':<44} {each * len(paths):7.1f} s CPU", flush=True)


def with_a_kill(coming: Iterable[RegisterFacts], after: int, victim: Callable[[], int]) -> Iterable[RegisterFacts]:
    """The same, while one worker is killed in the middle."""
    for number, each in enumerate(coming):
        if number == after:
            with suppress(ProcessLookupError):
                os.kill(victim(), signal.SIGKILL)
        yield each


def child() -> int:
    """A process that this one has started."""
    told = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=True)
    return int(told.stdout.split()[0])


def cluster(paths: list[str]) -> None:
    from distributed import LocalCluster

    with LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None) as made:
        victims = [worker.pid for worker in made.workers.values()]
        timed("Dask, 3 workers, one killed", lambda: with_a_kill(
            looked_at_by(made.scheduler_address, paths, DAY), len(paths) // 3, lambda: victims[0]))


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("many", nargs="?", type=int, default=200)
    wanted.add_argument("--dask", action="store_true")
    asked = wanted.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = prepare(Path(folder), asked.many)
        print(f"{asked.many} registers of {FINDINGS} findings, and 3 broken ones")
        alone(paths)
        found = timed("ncr portfolio, 1 process", lambda: looked_at(paths, DAY, 1))
        timed("ncr portfolio, 2 processes", lambda: looked_at(paths, DAY, 2))
        timed("ncr portfolio, 2 processes, one killed", lambda: with_a_kill(looked_at(paths, DAY, 2), 20, child))
        spent = cpu()
        roll_up(found, [], DAY)
        print(f"{'rolling up':<44} {cpu() - spent:7.1f} s CPU")
        if asked.dask:
            cluster(paths)
        print(f"most memory of one process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
