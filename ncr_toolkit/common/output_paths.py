"""Where a result may not go: over what it is made from, or among files of which every one counts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun


def refuse_existing(out: Path, *, force: bool, example: str, otherwise: str = "add --force to replace it") -> None:
    """Raise CannotRun where `out` is a folder, or is there already and may not be replaced: before the work is done.

    `example`: a name for the result, shown where only a folder was named; `otherwise`: what replaces it.
    """
    if out.is_dir():
        raise CannotRun(f"{out} is a folder; name the file to write, for example {out / example}.")
    if out.exists() and not force:
        raise CannotRun(f"{out} exists already and is left as it is; choose another name, or {otherwise}.")


def refuse_in_use(out: Path, *used: Path | None, folders: Iterable[Path | None] = ()) -> None:
    """Raise CannotRun where a result would take the place of a file that it is made from, or lie in a folder of which
    every file counts (evidence, what was sent, the kept runs)."""
    if out.exists() and any(each and each.exists() and out.samefile(each) for each in used):
        raise CannotRun(f"{out} is a file that this is made from; give the result another name.")
    for folder in folders:
        if folder is not None and folder.is_dir() and out.resolve().is_relative_to(folder.resolve()):
            raise CannotRun(f"{folder} holds what counts as evidence or as a record; put the result elsewhere.")
