"""Each line of the list, held against the same line in its run's folder: which of both was changed."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from ncr_toolkit.history.chain import ENTRY, LIST, Line, Run, mark
from ncr_toolkit.history.contents import differences
from ncr_toolkit.history.faults import Fault, Kind


@dataclass(frozen=True, slots=True)
class Agreed:
    """A line of the list and what its run said when it was written; None where that cannot be known any more."""

    line: Line
    run: Run | None
    doubtful: bool = False  # line and folder say different things, and nothing tells which is right


class Agreement:
    """The lines of the list, each run once, and what was found wrong on the way."""

    def __init__(self, listed: list[Line], own: dict[str, Line]) -> None:
        """`own`: the line in each run's folder, by the name of the run."""
        self.faults: list[Fault] = []
        self._own = own
        self._listed = list(self._once(listed))
        names = {line.run.name for line in self._listed if line.run}
        self.strays = {name: line.run for name, line in own.items() if line.run and name not in names}
        self._followed = {line.run.before for line in (*listed, *own.values()) if line.run and not line.run.doubt}
        self.lines = list(self._agreed())

    def _once(self, listed: list[Line]) -> Iterator[Line]:
        groups: dict[str, list[Line]] = defaultdict(list)
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
                self.faults.append(Fault(
                    Kind.LINE_TWICE, name, f"Line {line.number} of {LIST} names the run {name} {same}; "
                    f"line {best.number} names it already.", f"Remove line {line.number} of {LIST}.", line.number))
            groups[name] = [best]
        yield from sorted((line for lines in groups.values() for line in lines), key=lambda line: line.number)

    def _is_own(self, line: Line) -> bool:
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

    def _meant(self, line: Line, above: str) -> Agreed:
        """A line that names no folder, or cannot be read: the run that lies in a folder and fits in its place."""
        below = self._below(line)
        fits = [run for run in self.strays.values() if run.before == above or run.mark == below]
        if not fits:
            if line.run is None:
                self.faults.append(Fault(
                    Kind.LINE_UNREADABLE, "", f"Line {line.number} of {LIST} cannot be read, and no folder holds the "
                    "run it told of.", f"Bring {LIST} back from a backup.", line.number))
            return Agreed(line, line.run)
        run = self.strays.pop(max(fits, key=lambda run: run.mark == below).name)
        how = "cannot be read" if line.run is None else f"was changed: it tells of a run {line.run.name}"
        kind = Kind.LINE_UNREADABLE if line.run is None else Kind.LINE_CHANGED
        self.faults.append(Fault(kind, run.name, f"Line {line.number} of {LIST}, that of the run {run.name}, {how}.",
                                 _put_back(run, line), line.number))
        return Agreed(line, replace(run, line=line.number))

    def _below(self, line: Line) -> str | None:
        """The mark that the next line says stands above it."""
        return next((each.run.before for each in self._listed if each.number > line.number and each.run), None)

    def _judged(self, line: Line, listed: Run, own: Line, above: str) -> Agreed:
        """Which of two lines is the one that was written: others follow on it, its files fit, it follows on others."""
        if own.run is None:
            self._entry_changed(listed, "cannot be read")
            return Agreed(line, listed)
        for signs in ((listed.mark in self._followed, own.run.mark in self._followed),
                      (_fits(listed), _fits(own.run)),
                      (listed.before == above, own.run.before == above)):
            if signs == (False, True):
                self.faults.append(Fault(
                    Kind.LINE_CHANGED, listed.name, f"Line {line.number} of {LIST}, that of the run {listed.name}, was "
                    f"changed: {_told(own, line)}.", _put_back(own.run, line), line.number))
                return Agreed(line, replace(own.run, line=line.number))
            if signs == (True, False):
                self._entry_changed(listed, f"was changed: {_told(line, own)}")
                return Agreed(line, listed)
        self.faults.append(Fault(
            Kind.LINE_CHANGED, listed.name, f"The run {listed.name} was changed: line {line.number} of {LIST} and "
            f"{listed.name}/{ENTRY} do not say the same. {_either(own, line)}.",
            "Nothing here tells which of the two is right; look into a backup, or into what the run's reports say.",
            line.number))
        return Agreed(line, listed, doubtful=True)

    def _entry_changed(self, run: Run, how: str) -> None:
        self.faults.append(Fault(Kind.ENTRY_CHANGED, run.name, f"{run.name}/{ENTRY} {how}.",
                                 f"Put line {run.line} of {LIST} there again.", run.line))


def _fits(run: Run) -> bool:
    return not any(differences(run, extra=False))


def _put_back(run: Run, line: Line) -> str:
    return f"Put the one line of {run.name}/{ENTRY} in the place of line {line.number} of {LIST}."


def _told(was: Line, now: Line) -> str:
    """"overdue was 3 and is 0"."""
    return ", ".join(f"{name} was {old} and is {new}" for name, old, new in _differing(was, now)) or "in its spelling"


def _either(own: Line, line: Line) -> str:
    return ", ".join(f"{name} is {new} in the list and {old} in the folder" for name, old, new in _differing(own, line))


def _differing(one: Line, other: Line) -> Iterator[tuple[str, str, str]]:
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
