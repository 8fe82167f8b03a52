"""What depends on the operating system: which one it is, and what is done in another way on it. Nothing else asks.

A test that wants another system sets `HERE`.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import subprocess

T = TypeVar("T")


class System(StrEnum):
    """An operating system; what is neither Windows nor macOS is dealt with as Linux."""

    WINDOWS = "Windows"
    MACOS = "macOS"
    LINUX = "Linux"


HERE = System.WINDOWS if os.name == "nt" else System.MACOS if sys.platform == "darwin" else System.LINUX

PAUSES: tuple[float, ...] = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds to wait before trying again: on Windows a virus scanner, OneDrive or Explorer holds a file for a moment."""
_HELD_ON_WINDOWS = {5, 32, 33, 391, 397}
"""ERROR_ACCESS_DENIED, _SHARING_VIOLATION, _LOCK_VIOLATION, _CLOUD_FILE_IN_USE, _CLOUD_FILE_PROPERTY_LOCK_CONFLICT
(Windows, System Error Codes)"""

_FAR = 1 << 30  # on Windows a locked byte cannot be read: it must not be one of the content

if sys.platform == "win32":
    import msvcrt

    def seize(number: int) -> None:
        """Lock an open file for as long as it stays open. Raises BlockingIOError or PermissionError where another
        process has the lock, another OSError where the drive has no locks."""
        os.lseek(number, _FAR, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        os.lseek(number, 0, os.SEEK_SET)
else:
    import fcntl

    def seize(number: int) -> None:
        """Lock an open file for as long as it stays open. Raises BlockingIOError or PermissionError where another
        process has the lock, another OSError where the drive has no locks."""
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_windows() -> bool:
    """Where an open file can neither be renamed nor removed, folders cannot be forced onto the disk, and files have no
    rights to be run."""
    return HERE is System.WINDOWS


def cache_folder() -> Path | None:
    """Where this system has programs keep, for one user, what may be deleted at any time; None where none is known."""
    said = os.environ.get
    home, below = {System.WINDOWS: ("LOCALAPPDATA", ""), System.MACOS: ("HOME", "Library/Caches"),
                   System.LINUX: ("HOME", ".cache")}[HERE]
    folder = Path(said("XDG_CACHE_HOME") or (Path(own) / below if (own := said(home)) else ""))
    return folder / "ncr-toolkit" if folder.is_absolute() else None


def patiently(act: Callable[[], T]) -> T:
    """What `act` gives; on Windows it is done again where another program holds the file for a moment. Raises what it
    raises the last time."""
    for pause in PAUSES if is_windows() else ():
        try:
            return act()
        except OSError as error:
            if not (isinstance(error, PermissionError) or getattr(error, "winerror", None) in _HELD_ON_WINDOWS):
                raise
            time.sleep(pause)
    return act()


def is_without_reader(error: OSError) -> bool:
    """Whether that is what writing into a pipe whose reader is gone ends in."""
    return error.errno in {errno.EPIPE, errno.ESHUTDOWN, *([errno.EINVAL] if is_windows() else [])}


def end_with_all(process: subprocess.Popen[bytes]) -> None:
    """End a program that leads a session of its own, and all that it started."""
    if is_windows():
        import subprocess  # only here: a fifteenth of what `ncr --help` takes

        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
