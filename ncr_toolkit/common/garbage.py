"""Python's search for what nobody can reach any more, put off while much is made that is kept."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 200_000
"""After how many new objects a command looks for garbage: a check of a small register makes half as many that stay."""


@contextmanager
def without_collection() -> Iterator[None]:
    """Let no search run: it walks over all that is kept again and again, and finds nothing (a tenth of a check's time).
    What nothing points to is given back all the same."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def seldom() -> None:
    """For a process that is one command: search seldom, and not at the end, when the system takes all back anyway.
    The last search over all modules cost a sixth of a small check."""
    gc.set_threshold(SELDOM)
    atexit.register(gc.freeze)
