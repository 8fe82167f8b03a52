"""Writing into a workbook that belongs to the user: never while it is open elsewhere, never without a copy."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

from ncr_toolkit.common import disk
from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import put_in_place, write_whole
from ncr_toolkit.common.system import patiently

_LOCKS = {"~${name}": "Excel", ".~lock.{name}#": "LibreOffice"}
"""The marks that programs leave beside a workbook while it is open."""
_WORKBOOKS = (b"PK", b"\xd0\xcf\x11\xe0")
"""How workbooks begin: zip packages, and the compound files of old and of encrypted ones."""

_BACKUP = re.compile(r" backup \d{4}-\d\d-\d\d(?: \(\d+\))?$")


def refuse_open(path: Path) -> None:
    """Raise CannotRun if the workbook is open in another program, or may not be written."""
    for pattern, program in _LOCKS.items():
        mark = path.parent / pattern.format(name=path.name)
        if mark.exists():
            raise CannotRun(f"{path} is open in {program}; save and close it there, and run again. If it is open "
                            f"nowhere, delete the file {mark.name} that lies beside it.")
    try:
        patiently(lambda: path.open("r+b")).close()  # on Windows a program that has the workbook open refuses this
    except FileNotFoundError:  # reading it says so better
        return
    except OSError as error:
        raise CannotRun(f"{path} cannot be written ({error.strerror or error}): it is open in another program, or "
                        "marked as read-only; close it there, and run again.") from error


def is_backup(path: Path) -> bool:
    """Whether a file has the name of a copy that was kept here."""
    return _BACKUP.search(path.stem) is not None


def back_up(path: Path, content: bytes, day: date, is_copy: Callable[[Path], bool]) -> Path | None:
    """Keep the content of a file beside it: `findings backup 2026-06-30.xlsx`, or with the first number that is free.
    None where that was done already: `is_copy` tells whether a file of such a name is one."""
    for number in count(1):
        mark = "" if number == 1 else f" ({number})"
        copy = path.with_name(f"{path.stem} backup {day.isoformat()}{mark}{path.suffix}")
        if not os.path.lexists(copy):
            write_whole(copy, content)
            with contextlib.suppress(OSError):  # when it was saved is good to know, and no more
                shutil.copystat(path, copy)
            return copy
        if copy.is_file() and is_copy(copy):
            return None
    raise AssertionError("there is always a number that is free")


def replace(path: Path, content: bytes, sha256: str) -> None:
    """Put `content` in the place of the file, if it still is the one with that fingerprint. Raises CannotRun.

    What is replaced is kept until it is sure that it was no other: somebody may save at any moment.
    """
    refuse_open(path)
    with put_in_place(path) as part:
        disk.fill(part.number, content)
        if not part.put_over(sha256):
            raise CannotRun(f"{path} was saved by somebody, or taken away, while ncr worked; nothing was written. "
                            "Run again.")


def write_workbook(path: Path, content: bytes, day: date, *, force: bool) -> Path | None:
    """Write a workbook; with `force` also over another one, of which a copy is kept: its path, None where there was
    none. `day`: the day on the clock. Raises CannotRun, also where the other one is open."""
    if force and path.is_file():
        refuse_open(path)
        with plainly(path, "read"):
            before = path.read_bytes()
        if before.startswith(_WORKBOOKS):
            kept = back_up(path, before, day, lambda copy: copy.read_bytes() == before)
            replace(path, content, hashlib.sha256(before).hexdigest())
            return kept
    write_whole(path, content, force=force)
    return None


def kept_sentence(kept: Path | None, what: str) -> str:
    """What there is to say of such a copy, after another sentence; '' where none was made. `what`: the file."""
    return f" {what} as it was before is kept in {kept.name}." if kept else ""
