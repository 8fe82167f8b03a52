"""A process that dies at a chosen call to the system, played without a process: from that call on nothing happens any
more, whatever `finally` and `except` would still do. Then what a loss of power can do is done to the files.
"""

from __future__ import annotations

import contextlib
import os
import signal
import stat
from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.common import swap

_OF_OS = ("open", "write", "ftruncate", "fsync", "mkdir", "rename", "replace", "link", "unlink", "rmdir", "chmod")
CALLS = {**dict.fromkeys(_OF_OS, os), "swap": swap}
"""Every call by which ncr changes files, and where it stands. `os.open` counts only where it may make a file."""

MODES = {
    "killed": "the process dies, the system lives on",
    "in the middle": "the same, with half of what was to be written",
    "data lost": "the power fails: names are kept, what was not forced onto the disk is empty",
    "all lost": "the power fails: whatever was not forced onto the disk never happened",
    "out of order": "the same, but for the very last step, which came onto the disk before the others",
}


class Death(BaseException):
    """The process is dead."""


class Crash:
    """Counts calls; at call number `at` everything ends. `home`: the folder in which files may be lost.

    With `fault` that one call fails instead, and everything goes on; or the signal that it is comes there.
    """

    def __init__(self, at: int, mode: str, home: Path, fault: BaseException | signal.Signals | None = None) -> None:
        self.at, self.mode, self.home, self.fault = at, mode, home, fault
        self.calls: list[str] = []
        self.dead = False
        self.struck = ""  # the call at which it happened
        self._real = {name: getattr(home, name) for name, home in CALLS.items()}
        self._close = os.close
        self._open: dict[int, Path] = {}
        self._dirty: set[int] = set()  # files whose content was not forced
        self._undo: list[tuple[Path, object]] = []  # folder whose names were not forced, how to take it back

    @contextlib.contextmanager
    def strikes(self) -> Iterator[None]:
        """Within this block the calls are counted, and the process dies."""
        for name, home in CALLS.items():
            setattr(home, name, self._watched(name))
        os.close = self._closing
        try:
            yield
        except Death:
            pass
        finally:
            for name, home in CALLS.items():
                setattr(home, name, self._real[name])
            os.close = self._close
            for number in self._open:  # the system closes files and lifts locks
                self._close(number)
            if self.dead and self.mode in ("data lost", "all lost", "out of order"):
                self._lose()

    def _watched(self, name: str):
        def call(*words, **more):
            if name == "open" and not words[1] & os.O_CREAT:
                number = self._real["open"](*words, **more)
                self._open[number] = Path(words[0])
                return number
            if len(self.calls) + 1 == self.at and not self.struck:
                self.calls.append(name)
                self.struck = name
                if isinstance(self.fault, BaseException):
                    raise self.fault
                if self.fault:
                    signal.raise_signal(self.fault)
                elif name == "write" and self.mode == "in the middle":
                    self._real["write"](words[0], bytes(words[1])[:len(words[1]) // 2])
                self.dead = not self.fault
            if self.dead:
                raise Death
            self.calls.append(name)
            return getattr(self, f"_{name}_", self._real[name])(*words, **more)

        return call

    def _closing(self, number: int) -> None:
        self._open.pop(number, None)
        self._close(number)

    def _open_(self, path, flags, mode=0o777) -> int:
        new = not os.path.exists(path)
        number = self._real["open"](path, flags, mode)
        self._open[number] = Path(path)
        if new:
            self._undo.append((Path(path).parent, lambda: self._real["unlink"](path)))
        return number

    def _write_(self, number: int, data) -> int:
        self._dirty.add(os.fstat(number).st_ino)
        return self._real["write"](number, data)

    def _fsync_(self, number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            self._undo = [each for each in self._undo if each[0] != self._open[number]]
        self._dirty.discard(os.fstat(number).st_ino)
        self._real["fsync"](number)

    def _mkdir_(self, path, mode=0o777) -> None:
        self._real["mkdir"](path, mode)
        self._undo.append((Path(path).parent, lambda: self._remove(Path(path))))

    def _rename_(self, old, new) -> None:
        over = Path(new).read_bytes() if Path(new).is_file() else None
        self._real["rename"](old, new)

        def back() -> None:
            self._real["rename"](new, old)
            if over is not None:
                Path(new).write_bytes(over)

        self._undo.append((Path(new).parent, back))

    def _replace_(self, old, new) -> None:
        self._rename_(old, new)

    def _swap_(self, one, other) -> bool:
        done = self._real["swap"](one, other)
        if done:
            self._undo.append((Path(other).parent, lambda: self._real["swap"](one, other)))
        return done

    def _link_(self, old, new) -> None:
        self._real["link"](old, new)
        self._undo.append((Path(new).parent, lambda: self._real["unlink"](new)))

    def _unlink_(self, path) -> None:
        content = Path(path).read_bytes()
        self._real["unlink"](path)
        self._undo.append((Path(path).parent, lambda: Path(path).write_bytes(content)))

    def _rmdir_(self, path) -> None:
        self._real["rmdir"](path)
        self._undo.append((Path(path).parent, lambda: self._real["mkdir"](path)))

    def _remove(self, path: Path) -> None:
        for each in path.iterdir():
            self._remove(each) if each.is_dir() else self._real["unlink"](each)
        self._real["rmdir"](path)

    def _lose(self) -> None:
        for path in self.home.rglob("*"):
            if path.is_file() and path.stat().st_ino in self._dirty:
                path.chmod(0o644)
                path.write_bytes(b"")
        lost = {"data lost": [], "all lost": self._undo, "out of order": self._undo[:-1]}[self.mode]
        for _, undo in reversed(lost):
            with contextlib.suppress(OSError):
                undo()
