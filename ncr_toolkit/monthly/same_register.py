"""Whether the file is the one that people work in: copies beside it, runs that were made from another file, and columns
that were sorted alone since the last run. Each is told in one sentence, before answers are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.shell import to_type
from ncr_toolkit.common.text import plural, several
from ncr_toolkit.compare.moved_columns import moved_columns
from ncr_toolkit.core.register import Register
from ncr_toolkit.excel.read.copies import copies_beside
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.ledger import Run

MOST = 3
"""So many copies or columns are named."""


def other_files(path: Path, register: Register) -> Iterator[str]:
    """What speaks for another file: a copy beside it, or a last run that was made from one."""
    own = register.settings.typed("id")
    if copies := copies_beside(path, own):
        names, one = several([copy.name for copy in copies], MOST), len(copies) == 1
        compare = to_type("compare", path, path.with_name(copies[0].name))
        yield (f"{names} beside {path.name} {'is' if one else 'are'} the same register (Register ID). Only one file "
               f"can be the one that counts: `{compare}` tells how they differ; then move the other"
               f"{'' if one else 's'} away.")
    run = _last_run(path)
    if run is not None and own and run.register_id == own and run.register.casefold() != path.name.casefold():
        yield (f"The last run, of {run.day}, was made from {run.register}, and this is {path.name}, the same register "
               "(Register ID): look whether it is the file that people work in.")


def sorted_alone(path: Path, register: Register) -> Iterator[str]:
    """What was sorted alone since the last run that was kept beside the register."""
    run = _last_run(path)
    if run is not None and run.register_id == register.settings.typed("id") != "" and run.sha256 != register.sha256:
        try:
            yield from sorted_since(read_register(Archive.beside(path).copy(run)), register, run)
        except CannotRun:  # `ncr run` and `ncr history` say what became of the run
            return


def sorted_since(before: Register, now: Register, run: Run) -> Iterator[str]:
    """The same against the register as it was in a run."""
    for moved in moved_columns(before, now):
        yield (f"The column '{moved.header}' of the sheet {moved.sheet} holds the values of the last run, {run.day}, "
               f"in other rows ({moved.rows} of {plural(moved.of, 'row')}): it was sorted or pasted alone. Put its "
               f"values back from {run.copy}, before answers are made of this.")


def _last_run(path: Path) -> Run | None:
    try:
        return Archive.beside(path).last()
    except CannotRun:
        return None
