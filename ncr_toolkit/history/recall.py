"""What the kept runs of a register say to a new look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ncr_toolkit.errors import CannotRun
from ncr_toolkit.history.archive import Archive
from ncr_toolkit.history.chain import Run, mark
from ncr_toolkit.history.contents import State, differences
from ncr_toolkit.memory import FILE, Memory, decoded

_WORDS = {State.MISSING: "is missing", State.CHANGED: "was changed", State.UNREADABLE: "cannot be read"}


@dataclass(frozen=True, slots=True)
class Past:
    """The run to compare with, what was remembered by then, and what is wrong with the runs after it."""

    run: Run | None = None
    memory: Memory | None = None
    troubles: tuple[str, ...] = ()  # sentences


def remembered_by(archive: Archive, day: date) -> Memory | None:
    """The memory of the last run up to a day; None where there is none, or it is not as it was written."""
    for run in reversed(archive.runs()):
        if run.day <= day:
            data = (run.folder / FILE).read_bytes() if FILE in run.files else b""
            return decoded(data) if mark(data) == run.files.get(FILE) else None
    return None


def memory_of(register: Path, register_id: str, day: date) -> Memory | None:
    """What the runs beside a register remember up to a day; None where there are no runs, or they are another one's."""
    archive = Archive.beside(register)
    try:
        archive.refuse_other(register.name, register_id)
        return remembered_by(archive, day)
    except (CannotRun, OSError):
        return None


def past(archive: Archive, day: date) -> Past:
    """The last run before a day that is as it was written, with its memory. Runs that are not are named."""
    troubles: list[str] = []
    for run in reversed([each for each in archive.runs() if each.day < day]):
        wrong = {name: state for state, name in differences(run, extra=False) if name in (run.register, FILE)}
        if not wrong:
            memory = decoded((run.folder / FILE).read_bytes()) if FILE in run.files else None
            return Past(run, memory, tuple(troubles))
        troubles += [f"{run.folder / name} {_WORDS[state]} since the run of {run.day}, which is left out; "
                     "`ncr history` tells more." for name, state in wrong.items()]
    return Past(troubles=tuple(troubles))
