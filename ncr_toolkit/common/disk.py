"""Files and folders that outlive a crash: written, forced onto the disk, and moved into their place.

Everything here raises OSError, which `plainly` turns into a sentence.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.system import is_windows, patiently

BINARY = getattr(os, "O_BINARY", 0)
_NOT_OFFERED = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EBADF}
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_FULL_ON_WINDOWS = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL (Windows, System Error Codes)
_REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_FOLDER = {errno.ENOTDIR, errno.EEXIST}
_JUNCTION = 0xA0000003  # IO_REPARSE_TAG_MOUNT_POINT ([MS-FSCC] 2.1.2.1)

@contextmanager
def plainly(path: Path, what: str = "written") -> Iterator[None]:
    """Raises CannotRun, with a sentence about `path`, where the system refuses something."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOENT and what == "read":
            raise CannotRun(f"There is no file {path}; check the name and the folder.") from error
        why = str(error.strerror or error)
        named = Path(os.fsdecode(error.filename)).name if isinstance(error.filename, (str, bytes, Path)) else ""
        place = f" at {named}" if named and named != path.name and not named.startswith(".") else ""
        raise CannotRun(f"{path} cannot be {what} ({why}{place}): {_hint(error)}.") from error


def _hint(error: OSError) -> str:
    """What to do where the system refuses to write or to read."""
    if error.errno in _FULL or getattr(error, "winerror", None) in _FULL_ON_WINDOWS:
        return "nothing is half written; make room on the disk, and run again"
    if error.errno in _REFUSED:
        return ("it is open in another program, or the folder may not be used; close the program, or ask for the right "
                "to the folder, and run again")
    if error.errno == errno.ENAMETOOLONG:
        return "the name is too long; choose a shorter one, and run again"
    if error.errno in _NO_FOLDER:
        return "where its folder should be lies a file; choose another place, and run again"
    return "look whether the folder and its drive can be reached, and run again"


def fingerprint(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write(path: Path, content: bytes) -> None:
    """Write a file that is not there yet. It is safe from a crash only after `force`."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o666)
    try:
        fill(number, content)
    finally:
        os.close(number)


def fill(number: int, content: bytes) -> None:
    """Write into an open file."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(number, rest):]


def force(path: Path) -> None:
    """Have what was written to a file, or which names stand in a folder, put on the disk itself.

    Nothing happens where the system or the drive does not offer it: Windows for folders and for files that may not be
    written, some network drives for all.
    """
    try:
        number = os.open(path, BINARY | (os.O_RDWR if is_windows() else os.O_RDONLY))
    except (PermissionError, IsADirectoryError):  # a folder: what Windows says, and what other systems say to O_RDWR
        return
    try:
        os.fsync(number)
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise
    finally:
        os.close(number)


def make_folder(path: Path) -> list[Path]:
    """Make a folder with those above it; gives the ones that were not there, the innermost first."""
    made = []
    for each in (path, *path.parents):
        if each.exists():
            break
        made.append(each)
    path.mkdir(parents=True, exist_ok=True)
    return made


def move(old: Path, new: Path) -> None:
    """Give a file (also over one that is there) or a folder its name, in one step."""
    act = os.rename if old.is_dir() else os.replace  # Windows replaces no folder
    patiently(lambda: act(old, new))


def move_to_free(old: Path, new: Path) -> None:
    """Give a file a name that no file has. Raises FileExistsError where one has it, also if it came only now."""
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:  # a drive without links: the look is as late as can be
        if os.path.lexists(new):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(new)) from None
        move(old, new)
        return
    with contextlib.suppress(OSError):  # held for a moment by a scanner: whoever works there next takes it away
        patiently(old.unlink)


def is_link(path: Path) -> bool:
    """Whether a path leads elsewhere: a symbolic link, or a junction of Windows, which is no such link to Python."""
    about = os.lstat(path)
    return stat.S_ISLNK(about.st_mode) or getattr(about, "st_reparse_tag", 0) == _JUNCTION


def remove(path: Path) -> None:
    """Remove a file, or a folder with all that is in it, also what is protected; of a link never what it leads to."""
    if path.is_dir() and not is_link(path):
        for each in list(path.iterdir()):
            remove(each)
        patiently(path.rmdir)
        return
    if is_windows():
        path.chmod(stat.S_IREAD | stat.S_IWRITE)
    patiently(path.unlink)


def protect(path: Path) -> None:
    """Make a file read-only, so that a program in which somebody looks at it does not save it by the way; who may read
    it stays as it is."""
    path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)


def same_rights(path: Path, as_of: Path) -> None:
    """Give a file the rights of another one, and its owner where that can be done."""
    status = as_of.stat()
    if hasattr(os, "chown") and (status.st_uid, status.st_gid) != (os.geteuid(), os.getegid()):
        with contextlib.suppress(PermissionError):  # only an administrator can; else it belongs to who writes it
            os.chown(path, status.st_uid, status.st_gid)
    path.chmod(stat.S_IMODE(status.st_mode))
