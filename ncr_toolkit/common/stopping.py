"""Being asked to end before the time: the work is left as by an error, so that it can tidy up, and never in the middle
of steps that belong together."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Ctrl+C; `kill`, a service that is stopped; a terminal that is closed; Ctrl+Break on Windows."""
SIGNALS: list[signal.Signals] = [getattr(signal, name) for name in _NAMES if hasattr(signal, name)]


def stop_like_ctrl_c() -> None:
    """From now on every one of these signals raises KeyboardInterrupt, but those that are ignored here (`nohup`)."""
    for number in SIGNALS:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def stop_at_once() -> None:
    """From now on each of these signals ends the process as the system does: the work is done or left, and how it
    ended is being said. What would be raised there is nobody's to catch, and the person would see a traceback."""
    for number in SIGNALS:
        if signal.getsignal(number) in (_stop, signal.default_int_handler):
            signal.signal(number, signal.SIG_DFL)


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextlib.contextmanager
def unbroken() -> Iterator[None]:
    """Steps that belong together: a signal that comes within this block is acted on at its end.

    Only in the main thread: no other one gets signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in SIGNALS}
    watched = [number for number, handler in before.items() if callable(handler)]
    for number in watched:
        signal.signal(number, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        for number in watched:
            signal.signal(number, before[number])
        for each in dict.fromkeys(came):
            signal.raise_signal(each)
