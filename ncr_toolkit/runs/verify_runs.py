"""Whether the kept runs are as they were written; if not, which one, and what to do.

Each line of the list is held against the same line in its run's folder (`verify_lines`), against the line above it
(`verify_order`), and every file against its fingerprint. What that proves, and what not, stands in `ledger`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.progress import SILENT, Progress
from ncr_toolkit.runs.delivered import came
from ncr_toolkit.runs.faults import FaultKind, RunFault
from ncr_toolkit.runs.ledger import ENTRY, LIST, NAME, LedgerLine, Run, entries, lines
from ncr_toolkit.runs.lock import NAME as LOCK
from ncr_toolkit.runs.recovery import PART, STAGED, following, interrupted, tip
from ncr_toolkit.runs.run_contents import FileState, differences, is_of_the_system
from ncr_toolkit.runs.verify_lines import Agreement
from ncr_toolkit.runs.verify_order import Order

BACKUP = "Bring it back from a backup. Without one, say openly that it is {state}: what the run says of it stays " \
         "true, and cannot be shown any more."


def verify(folder: Path, *, contents: bool = True, progress: Progress = SILENT) -> list[RunFault]:
    """Every fault of a folder of runs, those of the list first; an empty list means that all is as it was written,
    or that there is no such folder yet.

    Without `contents` the files of the runs are not read: quick, and says only whether list and folders fit.
    Raises CannotRun where the folder cannot be read.
    """
    with plainly(folder, "read"):
        listed, found = lines(folder), entries(folder)
        own = {name: line for name, line in found.items() if line.run is None or line.run.name == name}
        moved = {line.run.name: name for name, line in found.items() if line.run and line.run.name != name}
        agreement = Agreement(listed, own)
        order = Order(agreement.lines, list(agreement.strays.values()))
        faults = [*agreement.faults, *order.faults(), *_unlisted(folder, listed, own, order.unlisted)]
        runs = [*(each.run for each in agreement.lines if each.run), *agreement.strays.values()]
        for run in progress.each(runs, "Looking at the runs"):
            faults += _of_the_folder(run, moved, own, contents=contents)
        renamed = {moved[run.name] for run in runs if run.name in moved and not run.folder.is_dir()}
        faults += _others(folder, {run.name for run in runs} | renamed)
        return sorted(faults, key=lambda fault: fault.kind in (FaultKind.EXTRA, FaultKind.LEFTOVER))


def _unlisted(folder: Path, listed: list[LedgerLine], own: dict[str, LedgerLine],
              runs: list[Run]) -> Iterator[RunFault]:
    """Runs in folders that the list does not know, or the list that is gone."""
    next_run = [line.run.name for line in following(tip(listed), [own[run.name] for run in runs]) if line.run]
    if runs and not listed:
        enters = f"The next run makes {LIST} anew from the folders, letter by letter"
        yield RunFault(FaultKind.NO_LIST, "", f"{LIST} is missing or empty, and {len(runs)} folders of runs are there.",
                       "Bring it back from a backup. "
                       f"{enters if next_run else 'No folder holds the first run any more'}.",
                       mends_itself=bool(next_run))
    elif not listed and (folder / LIST).exists():
        yield RunFault(FaultKind.NO_LIST, "", f"{LIST} is empty, and no folder holds a run.",
                       "Bring both back from a backup.")
    half = interrupted(folder, [own[run.name] for run in runs])
    for run in runs:
        if run == half and not came(run):
            yield RunFault(FaultKind.LEFTOVER, run.name,
                           f"The run {run.name} was interrupted before anything that it notes came to its place, and "
                           "counts for nothing.", "The next run takes it away.", mends_itself=True)
        elif run.name in next_run and listed:
            yield RunFault(FaultKind.UNLISTED, run.name,
                           f"The run {run.name} lies there whole and does not stand in {LIST}: "
                           "it was interrupted just before that, or its line was taken away.",
                           "The next run enters it.",
                           mends_itself=True)
        elif run.name not in next_run:
            yield RunFault(FaultKind.UNLISTED, run.name,
                           f"The folder {run.name} holds a run that does not stand in {LIST} and "
                           "does not fit on the end of it, or is not whole.",
                           "Look into a backup of the list; if the run is none of yours, move the folder away.")


def _of_the_folder(run: Run, moved: dict[str, str], own: dict[str, LedgerLine], *,
                   contents: bool) -> Iterator[RunFault]:
    """What is wrong in the folder of a run."""
    if not run.folder.is_dir():
        name = moved.get(run.name)
        where = f"it was renamed to {name}" if name else "everything the run kept is gone"
        yield RunFault(FaultKind.FOLDER_MISSING, run.name, f"The folder {run.name} is missing: {where}.",
                       f"Give it the name {run.name} again." if name else "Bring it back from a backup.", run.line)
        return
    if run.name not in own:
        yield RunFault(FaultKind.ENTRY_MISSING, run.name, f"{run.name}/{ENTRY}, the run's own line, is missing.",
                       f"Put line {run.line} of {LIST} there again, in a file of that name.", run.line)
    for state, name in differences(run) if contents else ():
        yield _of_a_file(run, state, name)


def _of_a_file(run: Run, state: FileState, name: str) -> RunFault:
    if state is FileState.EXTRA:
        return RunFault(FaultKind.EXTRA, run.name, f"{run.name}/{name} was not there when the run was made.",
                        "Move it elsewhere if you need it: a run's folder holds only what the run made.", run.line)
    what = "the copy of the register" if name == run.register else "a file of the run"
    if state is FileState.UNREADABLE:
        return RunFault(FaultKind.FILE_UNREADABLE, run.name, f"{run.name}/{name}, {what}, cannot be read.",
                        "Close it in other programs, or ask for the right to read it, and look again.", run.line)
    kinds = {(True, FileState.CHANGED): FaultKind.REGISTER_CHANGED,
             (True, FileState.MISSING): FaultKind.REGISTER_MISSING,
             (False, FileState.CHANGED): FaultKind.FILE_CHANGED, (False, FileState.MISSING): FaultKind.FILE_MISSING}
    told = "was changed after the run" if state is FileState.CHANGED else "is missing"
    return RunFault(kinds[name == run.register, state], run.name, f"{run.name}/{name}, {what}, {told}.",
                    BACKUP.format(state=state), run.line)


def _others(folder: Path, known: Iterable[str]) -> Iterator[RunFault]:
    """What lies beside the runs and is none."""
    known = {*known, LIST, LOCK}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.name.startswith(STAGED) or path.name == PART:
            yield RunFault(FaultKind.LEFTOVER, "",
                           f"{path.name} is being written by a run at this moment, or was left by one "
                           "that was interrupted.", "The next run takes it away.", mends_itself=True)
        elif path.name in known or is_of_the_system(path.name):
            continue
        elif path.is_dir() and NAME.fullmatch(path.name):
            yield RunFault(FaultKind.UNLISTED, path.name,
                           f"The folder {path.name} has the name of a run, but neither {LIST} "
                           f"nor a readable {ENTRY} in it tells of one.", "Look into a backup; if it never was a run, "
                           "move the folder away.")
        else:
            what = "folder" if path.is_dir() else "file"
            yield RunFault(FaultKind.EXTRA, "", f"The {what} {path.name} is no run, and the list does not know it.",
                           "Move it elsewhere if you need it.")
