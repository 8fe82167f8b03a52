"""stdout and stderr as they have to be before a command runs: there, in UTF-8, and no reason to give up the work.

What is said is the last thing that counts: the work goes on where nobody reads, and ends with its own exit code.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from typing import TextIO

from ncr_toolkit.common.system import is_without_reader
from ncr_toolkit.common.terminal_text import shown


class _Patient(io.TextIOWrapper):
    """A stream that bears it when its reader, `| head` for one, goes away: the rest is written nowhere."""

    def write(self, text: str) -> int:
        with self._without_reader():
            super().write(text)
        return len(text)

    def flush(self) -> None:
        with self._without_reader():
            super().flush()

    @contextlib.contextmanager
    def _without_reader(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if not self.bears(error):
                raise
            discard(self)

    def bears(self, error: OSError) -> bool:
        return is_without_reader(error)


class _Last(_Patient):
    """stderr, which bears everything, a full disk too: there is no other place in which to say so."""

    def bears(self, error: OSError) -> bool:
        return True


def make_ready() -> None:
    """Make both streams fit for whatever a command says. What goes into a file or a pipe is UTF-8 and keeps its line
    ends, also on Windows, where the old code page would lose letters; a terminal keeps its own encoding."""
    _fill_gaps()
    sys.stdout = _ready(sys.stdout) or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stays open
    sys.stderr = _ready(sys.stderr, _Last) or sys.stdout  # a reason that cannot be said there is said here
    for stream in (sys.stdout, sys.stderr):
        if stream.isatty() or stream is sys.stderr:  # what goes into a file or another program is kept letter by letter
            stream.write = _only_shown(stream.write)  # type: ignore[method-assign]


def _only_shown(write: Callable[[str], int]) -> Callable[[str], int]:
    """`write` for people's eyes: whatever a cell or a file name holds, a terminal obeys none of it."""
    def written(text: str) -> int:
        write(shown(text))
        return len(text)

    return written


def _fill_gaps() -> None:
    """Have the numbers 0 to 2 stand for something: a file opened later would get one of them, and what is said would be
    written into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the first number that is free


def _ready(stream: TextIO | None, kind: type[_Patient] = _Patient) -> TextIO | None:
    if not isinstance(stream, io.TextIOWrapper):  # None: a service, pythonw; else what a program has put there
        return stream
    if stream.isatty():
        stream.reconfigure(errors="replace")
        return stream
    return kind(stream.detach(), encoding="utf-8", errors="replace", newline="")


def discard(stream: TextIO) -> None:
    """Let what is left in a stream, and what comes, go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, stream.fileno())
    finally:
        os.close(nowhere)
