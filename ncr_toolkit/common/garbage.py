"""Python's search for what nobody can reach any more, put off while much is made that is kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
