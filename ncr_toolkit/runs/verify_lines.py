"""Each line of the list, held against the same line in its run's folder: which of both was changed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from ncr_toolkit.runs.faults import FaultKind, RunFault
from ncr_toolkit.runs.ledger import ENTRY, LIST, LedgerLine, Run, mark
from ncr_toolkit.runs.run_contents import differences


@dataclass(frozen=True, slots=True)
class Agreed:
    """A line of the list and what its run said when it was written; None where that cannot be known any more."""

    line: LedgerLine
    run: Run | None
    doubtful: bool = False  # line and folder say different things, and nothing tells which is right


class Agreement:
    """The lines of the list, each run once, and what was found wrong on the way."""

    def __init__(self, listed: list[LedgerLine], own: dict[str, LedgerLine]) -> None:
        """`own`: the line in each run's folder, by the name of the run."""
        self.faults: list[RunFault] = []
        self._own = own
        self._listed = list(self._once(listed))
        names = {line.run.name for line in self._listed if line.run}
        self.strays = {name: line.run for name, line in own.items() if line.run and name not in names}
        self._followed = {line.run.before for line in (*listed, *own.values()) if line.run and not line.run.doubt}
        self.lines = list(self._agreed())

    def _once(self, listed: list[LedgerLine]) -> Iterator[LedgerLine]:
        groups: dict[str, list[LedgerLine]] = defaultdict(list)
        above = {line.number: mark(before.raw) for before, line in pairwise(listed)}
        for line in listed:
            groups[line.run.name if line.run else f"line {line.number}"].append(line)
        for name, lines in groups.items():
            best = max(lines, key=lambda line: (self._is_own(line), line.run is not None
                                                and line.run.before == above.get(line.number, "")))
            for line in lines:
                if line is best:
                    continue
                same = "again" if line.raw == best.raw else "again, with other content"
                self.faults.append(RunFault(
                    FaultKind.LINE_TWICE, name, f"Line {line.number} of {LIST} names the run {name} {same}; "
                    f"line {best.number} names it already.", f"Remove line {line.number} of {LIST}.", line.number))
            groups[name] = [best]
        yield from sorted((line for lines in groups.values() for line in lines), key=lambda line: line.number)

    def _is_own(self, line: LedgerLine) -> bool:
        own = self._own.get(line.run.name) if line.run else None
        return own is not None and own.raw == line.raw

    def _agreed(self) -> Iterator[Agreed]:
        above = ""
        for line in self._listed:
            own = self._own.get(line.run.name) if line.run else None
            if line.run is None or (own is None and line.run.mark not in self._followed):
                agreed = self._meant(line, above)
            elif own is None or own.raw == line.raw:
                agreed = Agreed(line, line.run)
            else:
                agreed = self._judged(line, line.run, own, above)
            above = "in doubt" if agreed.doubtful else agreed.run.mark if agreed.run else mark(line.raw)
            yield agreed

    def _meant(self, line: LedgerLine, above: str) -> Agreed:
        """A line that names no folder, or cannot be read: the run that lies in a folder and fits in its place."""
        below = self._below(line)
        fits = [run for run in self.strays.values() if run.before == above or run.mark == below]
        if not fits:
            if line.run is None:
                self.faults.append(RunFault(
                    FaultKind.LINE_UNREADABLE, "",
                    f"Line {line.number} of {LIST} cannot be read, and no folder holds the "
                    "run it told of.", f"Bring {LIST} back from a backup.", line.number))
            return Agreed(line, line.run)
        run = self.strays.pop(max(fits, key=lambda run: run.mark == below).name)
        how = "cannot be read" if line.run is None else f"was changed: it tells of a run {line.run.name}"
        kind = FaultKind.LINE_UNREADABLE if line.run is None else FaultKind.LINE_CHANGED
        self.faults.append(RunFault(kind, run.name, f"Line {line.number} of {LIST}, that of the run {run.name}, {how}.",
                                    _put_back(run, line), line.number))
        return Agreed(line, replace(run, line=line.number))

    def _below(self, line: LedgerLine) -> str | None:
        """The mark that the next line says stands above it."""
        return next((each.run.before for each in self._listed if each.number > line.number and each.run), None)

    def _judged(self, line: LedgerLine, listed: Run, own: LedgerLine, above: str) -> Agreed:
        """Which of two lines is the one that was written: others follow on it, its files fit, it follows on others."""
        if own.run is None:
            self._entry_changed(listed, "cannot be read")
            return Agreed(line, listed)
        for signs in ((listed.mark in self._followed, own.run.mark in self._followed),
                      (_fits(listed), _fits(own.run)),
                      (listed.before == above, own.run.before == above)):
            if signs == (False, True):
                self.faults.append(RunFault(
                    FaultKind.LINE_CHANGED, listed.name,
                    f"Line {line.number} of {LIST}, that of the run {listed.name}, was "
                    f"changed: {_told(own, line)}.", _put_back(own.run, line), line.number))
                return Agreed(line, replace(own.run, line=line.number))
            if signs == (True, False):
                self._entry_changed(listed, f"was changed: {_told(line, own)}")
                return Agreed(line, listed)
        self.faults.append(RunFault(
            FaultKind.LINE_CHANGED, listed.name, f"The run {listed.name} was changed: line {line.number} of {LIST} and "
            f"{listed.name}/{ENTRY} do not say the same. {_either(own, line)}.",
            "Nothing here tells which of the two is right; look into a backup, or into what the run's reports say.",
            line.number))
        return Agreed(line, listed, doubtful=True)

    def _entry_changed(self, run: Run, how: str) -> None:
        self.faults.append(RunFault(FaultKind.ENTRY_CHANGED, run.name, f"{run.name}/{ENTRY} {how}.",
                                    f"Put line {run.line} of {LIST} there again.", run.line))


def _fits(run: Run) -> bool:
    return not any(differences(run, extra=False))


def _put_back(run: Run, line: LedgerLine) -> str:
    return f"Put the one line of {run.name}/{ENTRY} in the place of line {line.number} of {LIST}."


def _told(was: LedgerLine, now: LedgerLine) -> str:
    """"overdue was 3 and is 0"."""
    return ", ".join(f"{name} was {old} and is {new}" for name, old, new in _differing(was, now)) or "in its spelling"


def _either(own: LedgerLine, line: LedgerLine) -> str:
    return ", ".join(f"{name} is {new} in the list and {old} in the folder" for name, old, new in _differing(own, line))


def _differing(one: LedgerLine, other: LedgerLine) -> Iterator[tuple[str, str, str]]:
    first, second = _flat(json.loads(one.raw)), _flat(json.loads(other.raw))
    for name in dict.fromkeys([*first, *second]):
        old, new = (side.get(name, "nothing") for side in (first, second))
        if old != new:
            yield name, str(old) or "empty", str(new) or "empty"


def _flat(found: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in found.items():
        flat |= value if isinstance(value, dict) else {key: value}
    return flat
