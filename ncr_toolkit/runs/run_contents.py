"""What lies in a run's folder, held against what its line says."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from enum import StrEnum
from pathlib import Path

from ncr_toolkit.common import disk
from ncr_toolkit.runs.ledger import ENTRY, Run


class FileState(StrEnum):
    """How a file differs from the line of its run."""

    MISSING = "missing"
    CHANGED = "changed"
    UNREADABLE = "cannot be read"
    EXTRA = "extra"


_OF_THE_SYSTEM = {"thumbs.db", "desktop.ini", ".ds_store"}


def files(folder: Path) -> Iterator[str]:
    """The name of every file below a folder, with `/`, sorted; without what the system or an open program puts there.
    """
    for place, below, names in os.walk(folder):
        below.sort()
        for name in sorted(names):
            if not is_of_the_system(name):
                yield (Path(place) / name).relative_to(folder).as_posix()


def is_of_the_system(name: str) -> bool:
    """Whether a file is none of a person's: a folder's look, or the mark of a program that has a file open."""
    return name.casefold() in _OF_THE_SYSTEM or name.startswith(("~$", ".~lock."))


def differences(run: Run, *, extra: bool = True, only: Collection[str] = ()) -> Iterator[tuple[FileState, str]]:
    """Every file of a run that is not as its line says; with `extra` also those of which it says nothing.

    `only`: no other files than these are read.
    """
    for name, sha256 in run.prints.items():
        if only and name not in only:
            continue
        path = run.folder / name
        try:
            if not path.is_file():
                yield FileState.MISSING, name
            elif disk.fingerprint(path) != sha256:
                yield FileState.CHANGED, name
        except OSError:
            yield FileState.UNREADABLE, name
    if extra:
        known = {ENTRY, *run.prints}
        yield from ((FileState.EXTRA, name) for name in files(run.folder) if name not in known)
