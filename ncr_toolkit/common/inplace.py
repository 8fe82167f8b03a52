"""Writing into a file that belongs to the user: never while it is open elsewhere, never without a copy of the day."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import write_whole

_LOCKS = {"~${name}": "Excel", ".~lock.{name}#": "LibreOffice"}
"""The marks that programs leave beside a workbook while it is open."""


def refuse_open(path: Path) -> None:
    """Raise CannotRun if the workbook is open in another program, or may not be written."""
    for pattern, program in _LOCKS.items():
        mark = path.parent / pattern.format(name=path.name)
        if mark.exists():
            raise CannotRun(f"{path} is open in {program}; save and close it there, and run again. If it is open "
                            f"nowhere, delete the file {mark.name} that lies beside it.")
    try:
        with path.open("r+b"):  # on Windows a program that has the workbook open refuses this
            pass
    except FileNotFoundError:  # reading it says so better
        return
    except OSError as error:
        raise CannotRun(f"{path} cannot be written ({error.strerror or error}): it is open in another program, or "
                        "marked as read-only; close it there, and run again.") from error


def back_up(path: Path, day: date) -> Path | None:
    """Copy the file beside itself, the first time each day: `findings backup 2026-06-30.xlsx`. None if it is there."""
    copy = path.with_name(f"{path.stem} backup {day.isoformat()}{path.suffix}")
    if copy.exists():
        return None
    write_whole(copy, path.read_bytes())
    shutil.copystat(path, copy)
    return copy


def replace(path: Path, content: bytes, sha256: str) -> None:
    """Put `content` in the place of the file, if it still is the one with that fingerprint. Raises CannotRun."""
    refuse_open(path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise CannotRun(f"{path} was saved by somebody while it was checked; nothing was written. Run again.")
    mode = path.stat().st_mode
    write_whole(path, content, force=True)
    path.chmod(mode)
