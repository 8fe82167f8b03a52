"""What a run puts elsewhere, a package or final responses: its line says what and where, so that after a process that
died in between it is known whether they came there.

What is noted is there, and what is there is noted: of a run that was interrupted nothing counts where nothing of it
came to its place, and what is lacking of the rest is put there from the run's own copies.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from ncr_toolkit.common import disk
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.output_folder import OutputFolder
from ncr_toolkit.runs.ledger import Run


def places(prints: Mapping[Path, str], home: Path) -> dict[str, str]:
    """Fingerprints by where the files will lie, seen from beside the folder `home` of the runs, with `/`; where that
    cannot be said (another drive of Windows), by the whole path."""
    return {_seen_from(home.resolve().parent, path.resolve()): print_ for path, print_ in prints.items()}


def _seen_from(folder: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.as_posix()


def came(run: Run) -> bool:
    """Whether anything of what a run puts elsewhere lies there; True of one that puts nothing. Raises OSError."""
    return not run.delivers or len(_lacking(run)) < len(run.delivers)


def complete(run: Run) -> None:
    """Put what is lacking in its place, from the run's own copies; a file that somebody else made there stays.
    Raises OSError."""
    copies = {print_: run.folder / name for name, print_ in run.files.items()}
    for path, print_ in _lacking(run).items():
        if copy := copies.get(print_):
            content = copy.read_bytes()
            with contextlib.suppress(CannotRun), OutputFolder(path.parent) as folder:
                folder.refuse_changed([path.name], lambda _, same=content: same)  # type: ignore[misc]
                folder.write(path.name, content)


def _lacking(run: Run) -> dict[Path, str]:
    """What does not lie in its place."""
    home = run.folder.resolve().parent.parent
    found = {home / place: print_ for place, print_ in run.delivers.items()}
    return {path: print_ for path, print_ in found.items() if not path.is_file() or disk.fingerprint(path) != print_}
