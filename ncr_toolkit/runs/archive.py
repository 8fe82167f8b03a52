"""The runs of a register, kept as files beside it: a folder a run, and the list of them.

    findings.xlsx
    runs/runs.jsonl                 one line a run (`ledger`)
    runs/2026-11-30/findings.xlsx   the register as it was
    runs/2026-11-30/run.json        the run's own line
    runs/2026-11-30/...             what else the run made
    runs/2026-11-30-2/...           a second run on that day, of a register that was changed

A run that should not have been (of a day that was mistyped) is withdrawn by another one, which is kept and chained like
any: nothing is taken away, and both count for nothing from then on.

A folder of runs belongs to one register, known by its Register ID, whatever its file is called this month. A second
register beside it is refused and needs a folder of its own: mixed, each would be compared with the other.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from ncr_toolkit.common import folder
from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.output_paths import real
from ncr_toolkit.runs.ledger import LIST, Run, counting, kept_by, lines
from ncr_toolkit.runs.lock import Lock
from ncr_toolkit.runs.new_run import NewRun
from ncr_toolkit.runs.recovery import adopt, holds_leftovers
from ncr_toolkit.runs.run_contents import FileState, differences

FOLDER = folder.RUNS
_WORDS = {FileState.MISSING: "missing", FileState.CHANGED: "changed", FileState.UNREADABLE: "no longer readable"}


class Archive:
    """The runs kept in one folder."""

    def __init__(self, folder: Path, *, shared: bool = False) -> None:
        """`shared`: several registers are kept there."""
        self.folder = folder
        self._shared = shared

    @classmethod
    def beside(cls, register: Path) -> Archive:
        """That of a register: the folder `runs` beside it."""
        return cls((register.resolve() if register.is_symlink() else register).parent / FOLDER)

    def runs(self, *, withdrawn: bool = False) -> list[Run]:
        """Every run of the list, by day and then in the order in which they were made; what cannot be read is left
        out, and named by `verify_runs`. `withdrawn`: also those that count for nothing. Raises CannotRun where the list
        cannot be opened."""
        found = self.listed() if withdrawn else counting(self.listed())
        return sorted(found, key=lambda run: (run.day, run.line))

    def last(self, before: date | None = None) -> Run | None:
        """The last run, or the last one before a day: what was made earlier on the same day is not meant, so that a
        run made twice is compared with the same one."""
        return next((run for run in reversed(self.runs()) if before is None or run.day < before), None)

    def copy(self, run: Run) -> Path:
        """The register's copy of a run, to compare with. Raises CannotRun where it is not as it was."""
        for state, _ in differences(run, extra=False, only=(run.register,)):
            raise CannotRun(f"{run.copy} is {_WORDS[state]} since the run of {run.day}, and nothing can be "
                            "compared with it; bring it back from a backup.")
        return run.copy

    def refuse_other(self, register: str, register_id: str) -> None:
        """Raise CannotRun if the runs belong to another register than this one (its file name and Register ID).

        Where one of them has no Register ID, the file name decides.
        """
        self._refuse_other(self.listed(), register, register_id)

    def _refuse_other(self, listed: list[Run], register: str, register_id: str) -> None:
        known = next((run for run in reversed(listed) if run.register_id), listed[-1] if listed else None)
        if known is None:
            return
        same = (known.register_id == register_id if known.register_id and register_id
                else known.register.casefold() == register.casefold())
        if not same:
            raise CannotRun(f"The runs in {self.folder} are those of another register: {known.register} with the "
                            f"Register ID '{known.register_id}'; {register} has '{register_id}'. Keep the runs of each "
                            "register in a folder of their own (`ncr run --runs FOLDER`); if it is the same register, "
                            "put its Register ID back on the sheet Register.")

    def refuse_earlier(self, day: date) -> None:
        """Raise CannotRun for a day before that of the run made last."""
        self._refuse_earlier(self.listed(), day)

    def _refuse_earlier(self, listed: list[Run], day: date) -> None:
        last = next(iter(reversed(counting(listed))), None)
        if last and day < last.day:
            raise CannotRun(f"The last run in {self.folder} is of {last.day}; a run of {day} after it would turn "
                            f"around what changed in between. Look at the day again; if it was {last.day} that was "
                            f"wrong, take that run back with --withdraw {last.name} and a --reason.")

    def refuse_withdrawal(self, name: str) -> None:
        """Raise CannotRun where the run of that name is not the one made last: later ones go by what it says."""
        self._refuse_withdrawal(self.listed(), name)

    def _refuse_withdrawal(self, listed: list[Run], name: str) -> None:
        runs = counting(listed)
        if not runs:
            raise CannotRun(f"No run in {self.folder} could be withdrawn.")
        if name != runs[-1].name:
            known = name in {run.name for run in runs}
            raise CannotRun(f"{f'The run {name} is not the last one' if known else f'There is no run {name}'} in "
                            f"{self.folder}; only the last one can be withdrawn, since each goes by the one before "
                            f"it: that is {runs[-1].name}.")

    def new(self, *, register: Path, register_id: str, day: date, made_at: datetime, who: str, version: str,
            sha256: str = "", earlier: bool = False, withdraws: str = "", reason: str = "") -> NewRun:
        """A run to be made, used with `with`: it is kept when the block ends, and not at all if it ends in an error.

        `sha256`: that of the register as it was read, so that no other one is kept. `earlier`: accept a day before that
        of the run made last; it then stands in its place among the days, and its line tells when it was made.
        `withdraws`: the name of the run made last, if this one only takes that one back, and the `reason`.
        On entering raises CannotRun where another run is at work, the register is another one, the day is an earlier
        one, or there is no place to write; on leaving, where the disk is full.
        """
        if home := kept_by(real(self.folder).parent):
            raise CannotRun(f"{self.folder} would lie in {home}, of which every file counts as a record and nothing is "
                            "added; name the register itself and no copy that was kept, or choose another folder.")

        def refuse(listed: list[Run]) -> None:
            if not self._shared:
                self._refuse_other(listed, register.name, register_id)
            if withdraws:
                self._refuse_withdrawal(listed, withdraws)
            elif not earlier:
                self._refuse_earlier(listed, day)

        told = {"run": "", "day": day.isoformat(), "time": made_at.isoformat(timespec="seconds"),
                "who": " ".join(who.split()), "version": version, "register": register.name, "register_id": register_id}
        told |= {"withdraws": withdraws, "reason": " ".join(reason.split())} if withdraws else {}
        return NewRun(self.folder, register, day, sha256, told, refuse)

    def mend(self) -> None:
        """Enter what an interrupted run left ready, and take away what it left half made: for who has nothing to keep.
        Raises CannotRun where another run is at work."""
        with plainly(self.folder):
            if not holds_leftovers(self.folder):
                return
            (lock := Lock(self.folder)).take()
            try:
                adopt(self.folder)
            finally:
                lock.leave()

    def listed(self) -> list[Run]:
        """Every run in the order of the list, that in which they were made; else like `runs`."""
        with plainly(self.folder / LIST, "read"):
            return [line.run for line in lines(self.folder) if line.run]
