"""The list of runs: one line a run, and in each the fingerprint of the line before it.

A line names the run's day, the time and by whom it was made, and the fingerprint of every file of the run. The same
line lies as `run.json` in the run's folder. So what is changed, removed or put in another order later no longer fits,
and mostly it can be said which run it is (`verify_runs`).

What this cannot prove: nothing here is signed and no clock is witnessed. Who may write into the folder can make all of
it anew, or take away the last runs with their folders, and it fits again. Against that helps only what lies elsewhere:
the mark of a run (the fingerprint of its line), noted in the minutes of a management review or sent by mail. As long
as the run shows that mark, neither it nor any run before it was replaced.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

LIST = "runs.jsonl"
ENTRY = "run.json"
"""A run's own line, kept in its folder."""

NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:-[1-9]\d*)?")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as its line tells it."""

    name: str  # of its folder: 2026-11-30, 2026-11-30-2
    day: date  # as on which the register was looked at
    made_at: str  # when, with the offset: 2026-11-30T09:12:44+01:00
    who: str
    version: str  # of the tool
    register: str  # file name
    register_id: str
    sha256: str  # of the register's copy
    files: dict[str, str]  # every other file: name with `/`, sha256
    figures: dict[str, int]
    before: str  # the mark of the run before it, "" for the first
    doubt: str  # what that mark was by the folder of the run before, if list and folder did not agree then
    withdraws: str  # the name of the run that this one takes back, "" for none: it is no look at the register then
    reason: str  # why it does
    delivers: dict[str, str]  # what it put elsewhere (`delivered`): the place, its sha256
    mark: str  # the sha256 of this line
    line: int  # its place in the list, from 1
    folder: Path

    @property
    def copy(self) -> Path:
        """The register's copy. It may have been changed since: `Archive.copy` looks first."""
        return self.folder / self.register

    @property
    def prints(self) -> dict[str, str]:
        """The sha256 of every file by name, the register's copy first."""
        return {self.register: self.sha256, **self.files}


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line of the list: its bytes without the line end, and the run it tells of, or why it tells of none."""

    number: int
    raw: bytes
    run: Run | None
    trouble: str = ""


def counting(listed: Sequence[Run]) -> list[Run]:
    """Those of the runs that say something of the register: not withdrawn, and withdrawing none."""
    gone = {run.withdraws for run in listed}
    return [run for run in listed if not run.withdraws and run.name not in gone]


def mark(raw: bytes) -> str:
    """The fingerprint of a line."""
    return hashlib.sha256(raw).hexdigest()


def encoded(fields: dict[str, Any]) -> bytes:
    """A line of the list, without its line end."""
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", errors="replace")


def lines(folder: Path) -> list[LedgerLine]:
    """The lines of the list in a folder of runs, blank ones left out; none where there is no list. Raises OSError."""
    try:
        content = (folder / LIST).read_bytes()
    except FileNotFoundError:
        return []
    found = []
    for number, piece in enumerate(content.removeprefix(_BOM).split(b"\n"), start=1):
        raw = piece.rstrip(b"\r")  # an editor may have changed the line ends, and nothing else
        if raw.strip():
            found.append(read(raw, number, folder))
    return found


def holds_runs(folder: Path) -> bool:
    """Whether there is a list, or a folder with the name of a run. Raises OSError."""
    return folder.is_dir() and any(path.name == LIST or NAME.fullmatch(path.name) for path in folder.iterdir())


def kept_by(folder: Path) -> Path | None:
    """The folder of runs that a folder is, or lies in, by the list in it."""
    return next((each for each in (folder, *folder.parents) if (each / LIST).is_file()), None)


def entries(folder: Path, known: Collection[str] = ()) -> dict[str, LedgerLine]:
    """The run's own line in each folder that holds one, by the folder's name; not of those that are `known`.

    Raises OSError.
    """
    found = {}
    for each in sorted(folder.iterdir()) if folder.is_dir() else []:
        if each.name not in known and not each.name.startswith(".") and (own := entry(each)):
            found[each.name] = own
    return found


def entry(folder: Path) -> LedgerLine | None:
    """The run's own line in its folder, if one is there. Raises OSError."""
    path = folder / ENTRY
    return read(path.read_bytes().removeprefix(_BOM).rstrip(b"\r\n"), 0, folder.parent) if path.is_file() else None


def read(raw: bytes, number: int, folder: Path) -> LedgerLine:
    """Read one line; `folder` is that of all runs."""
    try:
        return LedgerLine(number, raw, _run(raw, number, folder))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        return LedgerLine(number, raw, None, f"{type(error).__name__}: {error}")


def _run(raw: bytes, number: int, folder: Path) -> Run:
    found = json.loads(raw.decode("utf-8"))
    name, day = _text(found, "run"), date.fromisoformat(_text(found, "day"))
    if not (fits := NAME.fullmatch(name)) or fits[1] != day.isoformat():
        raise ValueError(f"{name!r} is no name of a run of {day}")
    files = {_inside(file): str(sha) for file, sha in found["files"].items()}
    figures = {str(figure): int(count) for figure, count in found["figures"].items()}
    delivers = {str(place): str(sha) for place, sha in found.get("delivers", {}).items()}
    return Run(name, day, _text(found, "time"), _text(found, "who"), _text(found, "version"),
               _inside(_text(found, "register")), _text(found, "register_id"), _text(found, "sha256"), files, figures,
               _text(found, "before"), _added(found, "doubt"), _added(found, "withdraws"), _added(found, "reason"),
               delivers, mark(raw), number, folder / name)


def _text(found: dict[str, Any], key: str) -> str:
    if not isinstance(found[key], str):
        raise TypeError(f"{key} is no text")
    return str(found[key])


def _added(found: dict[str, Any], key: str) -> str:
    """What not every line has."""
    return _text({key: "", **found}, key)


def _inside(name: str) -> str:
    if not is_inside(name):
        raise ValueError(f"{name!r} is no file of the run")
    return name


def is_inside(name: str) -> bool:
    """Whether the name of a file can only mean one inside a run's folder, and can be written down."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not ("\\" in name or "\x00" in name or ".." in parts or name.startswith("/")
                                or parts[0][1:2] == ":" or name != name.encode(errors="replace").decode())
