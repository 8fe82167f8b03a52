"""What something costs: seconds of the processor and memory, each time in a process of its own, in turns with others.

The clock on the wall tells what else the machine does; the seconds of the processor tell less of it, and the ratio of
two that ran in turns tells least. Linux and macOS only: Windows does not fork.
"""

from __future__ import annotations

import gc
import json
import math
import os
import resource
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Act = Callable[[], Callable[[], object]]
"""Prepares something, and gives what is measured: what it imports and reads first does not count."""
_PEAK, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(frozen=True)
class Cost:
    """What something cost."""

    seconds: float  # of the processor
    megabytes: float  # the most that was held at once, beyond what was held before


class NotMeasuredError(Exception):
    """Why something could not be measured, in a clause."""


def cost(act: Act) -> Cost:
    """What it costs in a process of its own. Raises NotMeasuredError."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        os.close(reader)
        _child(act, writer)
    os.close(writer)
    with os.fdopen(reader) as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status):
        raise NotMeasuredError(said.strip().splitlines()[-1] if said.strip() else "it was ended")
    return Cost(*json.loads(said))


def _child(act: Act, writer: int) -> None:
    with os.fdopen(writer, "w") as told:
        try:
            do = act()
            gc.collect()
            _reset()
            before, start = _peak(), time.process_time()
            do()
            seconds, code = time.process_time() - start, 0
            told.write(json.dumps([seconds, _peak() - before]))
        except BaseException as error:
            code = 1
            told.write("".join(traceback.format_exception_only(error)))
    os._exit(code)


def _reset() -> None:
    """Let the peak begin with what is held now, where the system can."""
    if _RESET.exists():
        _RESET.write_text("5")


def _peak() -> float:
    """The most memory (MB) that this process has held."""
    if _PEAK.exists():
        return int(next(line for line in _PEAK.read_text().splitlines() if line.startswith("VmHWM")).split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 ** (2 if sys.platform == "darwin" else 1)


def command(folder: Path, *words: str, program: Sequence[str] = ("-m", "ncr_toolkit")) -> Cost:
    """What a whole command costs, from its start to its end. Raises NotMeasuredError where it could not run."""
    child = os.fork()
    if not child:
        os.chdir(folder)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.execv(sys.executable, [sys.executable, *program, *words])
    _, status, used = os.wait4(child, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise NotMeasuredError(f"ncr {' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024 ** (2 if sys.platform == "darwin" else 1))


def in_turns(measured: Mapping[str, Callable[[], Cost]], times: int) -> dict[str, Cost]:
    """What each costs, the least of so many times; all of them once, then all again. Raises NotMeasuredError."""
    rounds = [{name: measure() for name, measure in measured.items()} for _ in range(times)]
    return {name: Cost(min(each[name].seconds for each in rounds), min(each[name].megabytes for each in rounds))
            for name in measured}


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """The power of the size with which the seconds grow: the slope of the straight line through both logarithms."""
    across, up = [math.log(size) for size in sizes], [math.log(each) for each in seconds]
    middle, height = sum(across) / len(across), sum(up) / len(up)
    return sum((x - middle) * (y - height) for x, y in zip(across, up, strict=True)) / \
        sum((x - middle) ** 2 for x in across)
