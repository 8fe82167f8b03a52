"""What is being made and is no result yet: a hidden file beside its place, or a folder of work.

Who makes one has a lock on it, which the system lifts when the process ends, however it ends. So whoever works in the
same place next knows which were left behind, and takes them away: they hold what is confidential.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from ncr_toolkit.common import disk, system
from ncr_toolkit.common.stopping import unbroken
from ncr_toolkit.common.swap import swap_known

_PART = re.compile(r"\..+\.ncr-[0-9a-f]{8}\.part", re.DOTALL)
_WORK = re.compile(r"ncr-[a-z]+-[0-9a-f]{8}")
_LOCK = ".lock"  # in a folder of work
_SURELY_GONE = 24 * 3600  # seconds; where a drive has no locks


class Part:
    """A file under way beside its place; used with `with`, at the end of which nothing of it is left but the place.

    What stands at the place stays there until `put`, which takes one step. Raises OSError.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self.path, self.number = _free(place), -1
        self.kept: Path | None = None  # another name of what stood at the place
        self.done = False
        self.swapped = False  # its path is now a name of what stood at the place
        self._ready = False
        self._new: list[Path] = []

    def __enter__(self) -> Part:
        try:
            with unbroken():
                self._new = disk.make_folder(self.place.parent)
                clear_away(self.place.parent)
                self.path, self.number = _created(self.place)
        except BaseException:  # also a signal that came within, and is acted on at its end: the file is there by then
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        with unbroken():
            self._close()
            for each in filter(None, (self.kept, None if self.done and not self.swapped else self.path)):
                with contextlib.suppress(OSError):
                    each.unlink(missing_ok=True)
            _remove_empty([] if self.done else self._new)

    def keep(self) -> bool:
        """Give what stands at the place another name, under which it stays whatever becomes of the place; tells whether
        the drive can do that."""
        name = _free(self.place)
        try:
            os.link(self.place, name)
        except OSError:
            return False
        self.kept = name
        return True

    def finish(self) -> None:
        """All that can be done before `put`: it is written, gets the rights of what stands at the place, and is forced
        onto the disk itself."""
        if self.place.exists():
            disk.same_rights(self.path, self.place)
        disk.force(self.path)
        self._ready = True

    def put(self, *, over: bool) -> None:
        """Make it the file of its place, forced onto the disk itself: over another one, or only where there is none.
        Raises FileExistsError."""
        if not self._ready:
            self.finish()
        with unbroken():
            if system.is_windows():  # where an open file cannot be renamed
                self._close()
            (disk.move if over else disk.move_to_free)(self.path, self.place)
            self.done = True
        disk.force(self.place.parent)

    def put_over(self, sha256: str) -> bool:
        """Make it the file of its place, as `put` does, if what it replaces has that fingerprint. That is looked at
        before and after the step, as somebody may save at any moment; where it is another one, that stays: False.
        """
        if not self._ready:
            self.finish()
        with unbroken():
            swapped = swap_known(self.path, self.place, sha256)
            self.swapped = self.done = bool(swapped)
        if swapped is None:
            return self._put_over(sha256)
        disk.force(self.place.parent)
        return swapped

    def _put_over(self, sha256: str) -> bool:
        """The same where two files cannot change places: a file renamed there at just that moment is not seen."""
        kept = self.keep()
        if disk.fingerprint(self.kept or self.place) != sha256 or (self.kept and not self.kept.samefile(self.place)):
            return False
        self.put(over=True)
        if kept and disk.fingerprint(self.kept or self.place) != sha256:
            self.take_back()
            return False
        return True

    def take_back(self) -> None:
        """After `put`: what stood at the place before stands there again, or nothing; before it, nothing happens."""
        with unbroken():
            half = not self.done and self.path.exists() and self.place.exists() and self.path.samefile(self.place)
            if not self.done and not half:  # half: it has both names
                return
            if earlier := self.path if self.swapped else self.kept:
                disk.move(earlier, self.place)
            else:
                self.place.unlink(missing_ok=True)

    def _close(self) -> None:
        number, self.number = self.number, -1
        if number >= 0:
            with contextlib.suppress(OSError):  # what matters was said when it was forced onto the disk
                os.close(number)


@contextlib.contextmanager
def work_folder(kind: str, *, beside: Path | None = None) -> Iterator[Path]:
    """A folder to work in, which is gone when the block ends: among the system's temporary files; or hidden in the
    folder `beside`, from where files are renamed into it. Raises OSError."""
    home = beside or Path(tempfile.gettempdir())
    with contextlib.ExitStack() as closing:
        with unbroken():  # a signal that comes within is acted on at its end: what is made is tidied up by then
            clear_away(home, _PART if beside else _WORK)
            folder, number = _folder(home, f".{kind}.ncr-{{}}.part" if beside else f"ncr-{kind}-{{}}")
            closing.callback(_take_away, folder, number)
        yield folder


def clear_away(folder: Path, ours: re.Pattern[str] = _PART) -> None:
    """Take away what lies half made in a folder and nobody makes any more; nothing else, and never an error."""
    with contextlib.suppress(OSError), os.scandir(folder) as found:
        for name in [each.name for each in found if ours.fullmatch(each.name)]:
            with contextlib.suppress(OSError):
                _clear(folder / name)


def _clear(path: Path) -> None:
    status = path.lstat()
    if hasattr(os, "getuid") and status.st_uid != os.getuid() and os.getuid():
        return
    if disk.is_link(path) or not (path.is_file() or path.is_dir()):
        return
    if path.is_dir() and not (path / _LOCK).exists():  # just made by somebody, who makes another one then; what holds
        (disk.remove if _PART.fullmatch(path.name) else Path.rmdir)(path)  # files lost its lock with the power, or is
    elif not _is_held(path / _LOCK if path.is_dir() else path):            # somebody's own
        (_remove_work if path.is_dir() else disk.remove)(path)


def _take_away(folder: Path, number: int) -> None:
    with unbroken(), contextlib.suppress(OSError):  # a file that is open elsewhere: the next run takes it away
        _remove_work(folder, number)


def _remove_work(folder: Path, number: int = -1) -> None:
    """Remove a folder of work; its lock, open by that number, goes last, so that the rest is never without one."""
    for each in list(folder.iterdir()):
        if each.name != _LOCK:
            disk.remove(each)
    if number >= 0:
        os.close(number)
    disk.remove(folder)


def _is_held(lock: Path) -> bool:
    """Whether a process that lives has this file locked."""
    number = os.open(lock, os.O_RDONLY | disk.BINARY)
    try:
        system.seize(number)
        return not os.path.samestat(os.fstat(number), lock.stat())
    except (BlockingIOError, PermissionError):
        return True
    except OSError:  # this drive has no locks
        return time.time() - lock.stat().st_mtime < _SURELY_GONE
    finally:
        os.close(number)


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _created(place: Path) -> tuple[Path, int]:
    """A new file beside a place, open and locked."""
    while True:
        path = _free(place)
        number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | disk.BINARY, 0o666)
        if _locked(number, path):
            return path, number


def _folder(home: Path, name: str) -> tuple[Path, int]:
    """A new folder with a lock in it, which is open."""
    while True:
        path = home / name.format(os.urandom(4).hex())
        path.mkdir(mode=0o700)
        try:
            number = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL | disk.BINARY, 0o600)
        except FileNotFoundError:  # it was taken for one that was left behind, as it was empty
            continue
        except BaseException:
            _remove_empty([path])
            raise
        if _locked(number, path / _LOCK):
            return path, number


def _locked(number: int, path: Path) -> bool:
    """Lock an open file; False, and it is closed, where who clears away had it first."""
    try:
        system.seize(number)
    except (BlockingIOError, PermissionError):
        os.close(number)
        return False
    except OSError:  # this drive has no locks
        pass
    if system.is_windows() or path.exists():
        return True
    os.close(number)
    return False


def _free(place: Path) -> Path:
    """A hidden name beside a place, as nobody else has it."""
    return place.with_name(f".{place.name[:40]}.ncr-{os.urandom(4).hex()}.part")
