"""Where a result may not go: over what it is made from, or among files of which every one counts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import refuse_name

_WORKBOOKS = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods"}


def real(path: Path) -> Path:
    """The place that a path means once the folders on it that are missing are made: links followed, `..` gone. Raises
    CannotRun where links lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:  # RuntimeError: before Python 3.13
        raise CannotRun(f"{path} cannot be used: its folder cannot be reached, or links on the way lead in a "
                        "circle.") from error


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths mean the same file, by whatever names: links of both kinds, capitals, short names of Windows;
    or would, if it were there."""
    first, second = real(one), real(other)
    if os.path.normcase(first) == os.path.normcase(second):
        return True
    try:
        return first.samefile(second)
    except OSError:  # one of them is not there
        return False


def refuse_existing(out: Path, *, force: bool, example: str = "", otherwise: str = "add --force to replace it") -> None:
    """Raise CannotRun where `out` is a folder, or is there already and may not be replaced: before the work is done.

    `example`: a name for the result, shown where only a folder was named; `otherwise`: what replaces it.
    """
    refuse_name(out)
    place = real(out)
    if place.is_dir():
        raise CannotRun(f"{out} is a folder; name the file to write"
                        f"{f', for example {out / example}' if example else ''}.")
    if place.exists() and not force:
        raise CannotRun(f"{out} exists already and is left as it is; choose another name, or {otherwise}.")


def refuse_workbook(out: Path) -> None:
    """Raise CannotRun where a result that is no workbook would take the name of one, or its place."""
    if out.suffix.casefold() in _WORKBOOKS:
        raise CannotRun(f"{out} is the name of a workbook, and the result is none; give it another ending.")


def refuse_in_use(out: Path, *used: Path | None, folders: Iterable[Path | None] = ()) -> None:
    """Raise CannotRun where a result would take the place of a file that it is made from, or lie in a folder of which
    every file counts (evidence, what was sent, the kept runs), whether that is there already or not."""
    if any(each is not None and is_same(out, each) for each in used):
        raise CannotRun(f"{out} is the register itself, or another file that this is made from; give the result "
                        "another name.")
    for folder in folders:
        if folder is not None and real(out).is_relative_to(real(folder)):
            raise CannotRun(f"{folder} holds what counts as evidence or as a record; put the result elsewhere.")
