"""Files and folders that outlive a crash: written, forced onto the disk, and moved into their place.

Everything here raises OSError, which `plainly` turns into a sentence.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun

PAUSES: tuple[float, ...] = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6) if os.name == "nt" else ()
"""Seconds to wait before trying again: on Windows a virus scanner or the Explorer holds a new file for a moment."""

_BINARY = getattr(os, "O_BINARY", 0)
_NOT_OFFERED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF}
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def plainly(path: Path, what: str = "written") -> Iterator[None]:
    """Raises CannotRun, with a sentence about `path`, where the system refuses something."""
    try:
        yield
    except OSError as error:
        why = str(error.strerror or error)
        if error.errno in _FULL:
            hint = "no run is half kept; make room on the disk, and run again"
        elif error.errno in _REFUSED:
            hint = "a file in it is open in another program, or the folder may not be used; close the program, or " \
                   "ask for the right to the folder, and run again"
        else:
            hint = "look whether the folder and its drive can be reached, and run again"
        place = f" at {Path(error.filename).name}" if error.filename else ""
        raise CannotRun(f"{path} cannot be {what} ({why}{place}): {hint}.") from error


def fingerprint(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. It is safe from a crash only after `force`."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(number, rest):]
    finally:
        os.close(number)


def force(path: Path) -> None:
    """Have what was written to a file, or which names stand in a folder, put on the disk itself.

    Nothing happens where the system or the drive does not offer it: Windows for folders and for files that may not be
    written, some network drives for all.
    """
    try:
        number = os.open(path, _BINARY | (os.O_RDWR if os.name == "nt" else os.O_RDONLY))
    except PermissionError:
        return
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise
    finally:
        os.close(number)


def move(old: Path, new: Path) -> None:
    """Give a file (also over one that is there) or a folder its name, in one step."""
    act = os.rename if old.is_dir() else os.replace  # Windows replaces no folder
    _patiently(lambda: act(old, new))


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it, also what is protected."""
    if path.is_dir() and not path.is_symlink():
        for each in list(path.iterdir()):
            remove(each)
        _patiently(path.rmdir)
        return
    if os.name == "nt":
        path.chmod(stat.S_IREAD | stat.S_IWRITE)
    _patiently(path.unlink)


def protect(path: Path) -> None:
    """Make a file read-only, so that a program in which somebody looks at it does not save it by the way."""
    path.chmod(0o444)


def _patiently(act: Callable[[], None]) -> None:
    for pause in PAUSES:
        try:
            return act()
        except PermissionError:
            time.sleep(pause)
    return act()
