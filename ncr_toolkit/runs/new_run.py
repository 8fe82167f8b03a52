"""A run while it is made. It is kept whole or not at all.

It is made in a folder `.new-...`, forced onto the disk, given its name, and then entered in the list: only what stands
there is a run. Whatever happens before that leaves the old state; where the process dies, `recovery` mends.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import count
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any, cast

from ncr_toolkit.common import disk
from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import safe_name
from ncr_toolkit.common.stopping import unbroken
from ncr_toolkit.runs.delivered import places
from ncr_toolkit.runs.inputs import FILE
from ncr_toolkit.runs.ledger import ENTRY, LIST, LedgerLine, Run, counting, encoded, holds_runs, is_inside, mark, read
from ncr_toolkit.runs.lock import Lock
from ncr_toolkit.runs.recovery import (
    STAGED,
    adopt,
    clear_leftovers,
    content,
    doubt,
    longer,
    put_in_place,
    stage,
    tip,
)
from ncr_toolkit.runs.run_contents import differences, files


def _nothing() -> None:
    pass


class NewRun:
    """Used with `with`; made by `Archive.new`."""

    kept: Run
    """The run in the archive, once the block has ended: this one, or the same one that was kept before."""

    def __init__(self, home: Path, register: Path, day: date, sha256: str, told: dict[str, str],
                 refuse: Callable[[list[Run]], None]) -> None:
        self.folder = Path()  # where its files are made; a caller may write there itself
        self.fresh = True  # False: the same run was kept already, and nothing was written
        self.adopted: list[Run] = []  # earlier runs that were interrupted, and were entered in the list now
        self._home, self._register, self._day, self._sha256 = home, register, day, sha256
        self._told: dict[str, Any] = told
        self._refuse = refuse
        self._figures: dict[str, int] = {}
        self._listed: list[LedgerLine] = []
        self._lock = Lock(home)
        self._put: Callable[[], object] = _nothing
        self._take_back: Callable[[], object] = _nothing
        self._delivers: dict[str, str] = {}

    def write(self, name: str, data: bytes) -> None:
        """Add a file; `name` may hold folders: `responses/NC-1_response.docx`. Raises CannotRun if the disk is full."""
        parts = PurePosixPath(name).parts
        if not parts or any(safe_name(part, longest=255) != part for part in parts) or name.casefold() == ENTRY:
            raise ValueError(f"{name!r} is no name for a file of a run")
        with plainly(self._home):
            path = self.folder.joinpath(*parts)
            if path.exists():
                raise ValueError(f"{name!r} was written already")
            path.parent.mkdir(parents=True, exist_ok=True)
            disk.write(path, data)

    def deliver(self, put: Callable[[], object], take_back: Callable[[], object], prints: Mapping[Path, str]) -> None:
        """Have results put in their places when the run is: they may be there only if it is kept. `take_back` removes
        them where it cannot be kept after all. `prints`: their fingerprints by their places."""
        self._put, self._take_back = put, take_back
        self._delivers = places(prints, self._home)

    def keep_figures(self, figures: dict[str, int]) -> None:
        """Numbers to stand in the run's line."""
        self._figures |= figures

    def __enter__(self) -> NewRun:
        try:
            with plainly(self._home):
                self._begin()
        except BaseException:
            self._leave()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            if kind is None:
                with plainly(self._home):
                    self._end()
        finally:
            self._leave()

    def _begin(self) -> None:
        if not self._home.is_dir():
            if self._home.exists():
                raise CannotRun(f"{self._home} is a file; the folder of the runs goes there, so move it away first.")
            self._home.mkdir(parents=True)
            disk.force(self._home.parent)
        self._lock.take()
        self._listed, self.adopted = adopt(self._home)
        self._refuse([line.run for line in self._listed if line.run])
        if not self._listed and holds_runs(self._home):
            raise CannotRun(f"{self._home / LIST}, the list of the runs, is missing or empty, and cannot be made anew "
                            "from their folders. Bring it back from a backup; to begin anew, move what is there away.")
        staged = next(self._free(f"{STAGED}{self._day}"))
        staged.mkdir()
        self.folder = staged
        self._copy_register()

    def _copy_register(self) -> None:
        try:
            data = self._register.read_bytes()
        except OSError as error:
            raise CannotRun(f"{self._register} cannot be read ({error.strerror or error}); close it in other programs, "
                            "and run again.") from error
        if not is_inside(self._register.name):
            raise CannotRun(f"{self._register} has a name that not every system bears; rename it, and run again.")
        if self._sha256 and mark(data) != self._sha256:
            raise CannotRun(f"{self._register} was saved by somebody while it was looked at; nothing was kept. Run "
                            "again.")
        disk.write(self.folder / self._register.name, data)

    def _free(self, name: str) -> Iterator[Path]:
        """Folders that are not there yet: NAME, NAME-2 ...; a run in the list keeps its name even if its folder is
        gone."""
        listed = {line.run.name for line in self._listed if line.run}
        for number in count(1):
            path = self._home / (name if number == 1 else f"{name}-{number}")
            if path.name not in listed and not path.exists():
                yield path

    def _end(self) -> None:
        """Force everything onto the disk, give the folder its name, and enter the run."""
        prints = {name: disk.fingerprint(self.folder / name) for name in files(self.folder)}
        sha256 = prints.pop(self._register.name)
        if same := self._same(sha256, prints):
            self.kept, self.fresh = same, False
            self._put()
            return
        place = next(self._free(self._day.isoformat()))
        doubted = doubt(self._home, self._listed)
        known = {"doubt": doubted, "delivers": self._delivers}
        raw = encoded(self._told | {"run": place.name, "sha256": sha256, "files": prints, "figures": self._figures,
                                    "before": tip(self._listed)} | {key: each for key, each in known.items() if each})
        disk.write(self.folder / ENTRY, raw + b"\n")
        self._force()
        listed = longer(content(self._home), raw)
        self._enter(place, listed)
        self.kept = cast(Run, read(raw, listed.count(b"\n"), self._home).run)

    def _force(self) -> None:
        for path in (*self.folder.rglob("*"), self.folder):
            disk.force(path)
            if path.is_file():
                disk.protect(path)

    def _enter(self, place: Path, listed: bytes) -> None:
        """The two steps that make it a run. The new list lies ready before them, so that no full disk comes between."""
        stage(self._home, listed)
        with unbroken():
            disk.move(self.folder, place)
            try:
                disk.force(self._home)
                self._put()  # a process that dies here leaves a run that `recovery` enters if anything of it is there
                put_in_place(self._home)
            except BaseException:
                if content(self._home) != listed:  # then it is no run, and must not look like one
                    try:
                        self._take_back()
                    finally:
                        disk.move(place, self.folder)
                raise

    def _same(self, sha256: str, prints: dict[str, str]) -> Run | None:
        """The run made last of this day, if it is the same as this one and still whole. What it was made from may
        differ, a new version of this program for example, where all that came out of it does not."""
        apart = {FILE: ""}
        of_day = [run for run in counting([line.run for line in self._listed if line.run]) if run.day == self._day]
        for run in of_day[-1:]:
            if (run.register, run.sha256, run.files | apart) == (self._register.name, sha256, prints | apart) \
                    and not any(differences(run, extra=False)):
                return run
        return None

    def _leave(self) -> None:
        """Leave nothing behind but what was kept; nothing at all where another run is at work."""
        with unbroken():
            if self._lock.held:
                with contextlib.suppress(OSError):
                    clear_leftovers(self._home)
            self._lock.leave()
            with contextlib.suppress(OSError):  # the folder of all runs goes only if it is empty
                self._home.rmdir()
