"""One run at a time: a lock that the system lifts by itself when its process ends, however it ends.

So a run that was killed never keeps the next one out, and no guess is needed whether a process still lives. Only on a
drive that has no locks the text in the file decides: the process and the computer that made it.

The library filelock does not do: on Linux it leaves its file behind, where we leave nothing; its lock of the system
names no holder; on Windows it locks the first byte, so that who has it cannot be read from the file; and where a drive
has no locks (ENOLCK) it raises, where we go by the text.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.stopping import unbroken
from ncr_toolkit.common.system import is_windows
from ncr_toolkit.common.system import seize as _seize

NAME = ".lock"
_TRIES = 50


class Lock:
    """The lock of one folder of runs."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        self._number: int | None = None

    @property
    def held(self) -> bool:
        return self._number is not None

    def take(self) -> None:
        """Raises CannotRun where another run has it, OSError where the folder cannot be written."""
        for _ in range(_TRIES):
            with unbroken():  # the file that may be made here is known, and given back, when a signal is acted on
                number = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
                try:
                    self._refuse_taken(number)
                    if self._is_in_place(number):
                        self._number = number
                        self._sign(number)
                        return
                finally:
                    if self._number is None:
                        os.close(number)
        raise CannotRun(f"Another run is at work in {self.path.parent}; wait until it is done, and run again.")

    def _sign(self, number: int) -> None:
        os.ftruncate(number, 0)
        os.lseek(number, 0, os.SEEK_SET)
        os.write(number, json.dumps({"process": os.getpid(), "computer": platform.node()}).encode())

    def leave(self) -> None:
        """Give it back, and leave no file behind."""
        if self._number is None:
            return
        with unbroken():
            number, self._number = self._number, None
            if is_windows():  # where what is open cannot be removed; if the next run has it by then, neither can it
                os.close(number)
            with contextlib.suppress(OSError):
                self.path.unlink()
            if not is_windows():
                os.close(number)

    def _is_in_place(self, number: int) -> bool:
        """Whether the file that was locked is still the one that others will find by its name."""
        try:
            return is_windows() or os.path.samestat(os.fstat(number), self.path.stat())
        except FileNotFoundError:
            return False

    def _refuse_taken(self, number: int) -> None:
        try:
            _seize(number)
            return
        except (BlockingIOError, PermissionError):
            taken = True
        except OSError:  # this drive has no locks
            taken = False
        process, computer = _holder(number)
        if taken or (process and _may_live(process, computer)):
            named = f" (process {process} on {computer})" if process else ""
            undone = "" if taken else f" If none is, delete the file {self.path}."
            raise CannotRun(f"Another run is at work in {self.path.parent}{named}; wait until it is done, and run "
                            f"again.{undone}")


def _holder(number: int) -> tuple[int, str]:
    """The process and the computer that stand in the file; 0 where nothing can be read."""
    try:
        os.lseek(number, 0, os.SEEK_SET)
        found = json.loads(os.read(number, 10_000))
        return int(found["process"]), str(found["computer"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0, ""


def _may_live(process: int, computer: str) -> bool:
    if computer != platform.node() or is_windows():  # on Windows asking by signal 0 would end the process
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return process != os.getpid()  # in containers the next process often has the number of the dead one
