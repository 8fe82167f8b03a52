"""What the kept runs of a register say to a new look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.memory import FILE, Memory, decoded
from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.ledger import Run, mark
from ncr_toolkit.runs.run_contents import FileState, differences

_WORDS = {FileState.MISSING: "is missing", FileState.CHANGED: "was changed", FileState.UNREADABLE: "cannot be read"}


@dataclass(frozen=True, slots=True)
class Past:
    """The run to compare with, what was remembered by then, and what is wrong with the runs after it."""

    run: Run | None = None
    memory: Memory | None = None
    troubles: tuple[str, ...] = ()  # sentences


def memory_of(register: Path, register_id: str, day: date) -> tuple[Memory | None, str]:
    """What the runs beside a register remember up to a day, as `remembered_by`; nothing of another register's runs."""
    archive = Archive.beside(register)
    try:
        known = archive.runs()
    except CannotRun as error:
        return None, str(error)
    try:
        archive.refuse_other(register.name, register_id)
    except CannotRun:
        return None, ""
    return remembered_by(known, day)


def remembered_by(runs: Sequence[Run], day: date) -> tuple[Memory | None, str]:
    """The memory of the last run up to a day, and a sentence where it is not as it was written ('' where it is)."""
    last = next((run for run in reversed(runs) if run.day <= day), None)
    if last is None or FILE not in last.files:
        return None, ""
    try:
        data = (last.folder / FILE).read_bytes()
    except OSError:
        data = b""
    memory = decoded(data) if mark(data) == last.files[FILE] else None
    return memory, "" if memory else (
        f"{last.folder / FILE} is not as it was written: what earlier runs saw (first dates, closings) is left out; "
        "`ncr history` tells more.")


def past(archive: Archive, day: date) -> Past:
    """The last run before a day that is as it was written, with its memory. Runs that are not are named."""
    troubles: list[str] = []
    for run in reversed([each for each in archive.runs() if each.day < day]):
        wrong = {name: state for state, name in differences(run, extra=False, only=(run.register, FILE))}
        if not wrong:
            memory = decoded((run.folder / FILE).read_bytes()) if FILE in run.files else None
            return Past(run, memory, tuple(troubles))
        troubles += [f"{run.folder / name} {_WORDS[state]} since the run of {run.day}, which is left out; "
                     "`ncr history` tells more." for name, state in wrong.items()]
    return Past(troubles=tuple(troubles))
