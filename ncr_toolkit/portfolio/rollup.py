"""All registers as one: totals, groups, what comes first, and people who have too much on their desk everywhere."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.core.status import grade_rank
from ncr_toolkit.portfolio.facts import NO_REGISTER, FindingFacts, RegisterFacts
from ncr_toolkit.portfolio.repeats import Repeat, repeats

UNKNOWN = "(not said)"
HEAVY = 10
"""From how many open findings and actions on a person has much on the desk (ours)."""


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding and the register that it stands in."""

    register: RegisterFacts
    finding: FindingFacts


@dataclass(frozen=True, slots=True)
class Group:
    """The open findings of one site, standard, body, grade or owner."""

    name: str
    open: int
    major: int
    overdue: int
    soon: int
    registers: int


@dataclass(frozen=True, slots=True)
class Desk:
    """What one person has to do in all registers together; told apart by name only."""

    name: str
    findings: int
    actions: int
    late: int
    registers: tuple[str, ...]


@dataclass(frozen=True)
class Portfolio:
    """Every register that was looked at on a day."""

    today: date
    registers: tuple[RegisterFacts, ...]  # read and checked
    failed: tuple[RegisterFacts, ...]
    left_out: tuple[RegisterFacts, ...]  # workbooks of another kind that were only found in a folder
    totals: dict[str, int]
    groups: dict[str, tuple[Group, ...]]  # by what they are grouped by
    first: tuple[PlacedFinding, ...]  # open findings, late majors first
    repeats: tuple[Repeat, ...]
    desks: tuple[Desk, ...]  # fullest first
    copies: tuple[tuple[str, ...], ...]  # the names of files that hold one register, each counted

    @property
    def has_errors(self) -> bool:
        """Whether a register could not be read, or holds a problem of level error."""
        return bool(self.failed) or self.totals.get("error", 0) > 0


GROUPED_BY: dict[str, Callable[[PlacedFinding], tuple[str, ...]]] = {
    "Register": lambda each: (each.register.name,),
    "Site": lambda each: each.finding.sites or (each.finding.site,),
    "Standard": lambda each: each.finding.standards or (each.finding.standard,),
    "Certification body": lambda each: (each.register.body,),
    "Grade": lambda each: (each.finding.grade,),
    "Owner": lambda each: (each.finding.owner,),
}
"""Every grouping of the open findings; one of several sites stands under each. A further one is one line here."""


def roll_up(found: Iterable[RegisterFacts], named: Iterable[str], today: date) -> Portfolio:
    """The whole of what was found. `named`: paths that somebody named; a workbook of another kind is a mistake there,
    and only left out where it was found in a folder."""
    every, asked = sorted(found, key=lambda each: natural(each.path)), set(named)
    read = _named([each for each in every if each.ok])
    left_out = tuple(each for each in every if each.known == NO_REGISTER and each.path not in asked)
    failed = _named([each for each in every if not each.ok and each not in left_out])
    placed = [PlacedFinding(register, finding) for register in read for finding in register.findings]
    alive = sorted((each for each in placed if each.finding.open), key=_urgency)
    totals: Counter[str] = Counter()
    for register in read:
        totals.update(register.summary)
    groups = {name: _groups(alive, key) for name, key in GROUPED_BY.items()}
    return Portfolio(today, read, failed, left_out, dict(totals), groups, tuple(alive), tuple(repeats(read)),
                     _desks(read), _copies(read))


def _named(registers: list[RegisterFacts]) -> tuple[RegisterFacts, ...]:
    """The same, called by the organisation where that says which; else by the file, too."""
    shared = Counter(each.organisation for each in registers)
    home = os.path.commonpath([str(Path(each.path).parent) for each in registers]) if registers else ""

    def name(each: RegisterFacts) -> str:
        file = os.path.relpath(each.path, home).removesuffix(Path(each.path).suffix)
        return each.organisation if shared[each.organisation] == 1 else f"{each.organisation} ({file})"

    return tuple(replace(each, name=name(each).strip() if each.organisation else Path(each.path).stem)
                 for each in registers)


def _copies(registers: Iterable[RegisterFacts]) -> tuple[tuple[str, ...], ...]:
    names = defaultdict(list)
    for each in registers:
        if each.id:
            names[fold(each.id)].append(each.name)
    return tuple(tuple(each) for each in names.values() if len(each) > 1)


def _urgency(each: PlacedFinding) -> tuple[bool, int, int, str, str, str]:
    """Late before the rest, majors before minors, the latest before others, then by the day it is due."""
    finding = each.finding
    return (finding.overdue_days == 0, grade_rank(finding.grade), -finding.overdue_days, finding.due or "9",
            each.register.path, finding.id)


def _groups(alive: Sequence[PlacedFinding], keys: Callable[[PlacedFinding], tuple[str, ...]]) -> tuple[Group, ...]:
    """Most overdue first, then most majors. Names that differ in case or spaces only are one."""
    members: dict[str, list[PlacedFinding]] = defaultdict(list)
    called: dict[str, str] = {}
    for each in alive:
        for name in keys(each):
            members[fold(name)].append(each)
            called.setdefault(fold(name), name or UNKNOWN)
    made = [_group(called[name], rows) for name, rows in members.items()]
    return tuple(sorted(made, key=lambda each: (-each.overdue, -each.major, -each.open, natural(each.name))))


def _group(name: str, rows: Sequence[PlacedFinding]) -> Group:
    return Group(name, len(rows), sum(each.finding.grade == "Major" for each in rows),
                 sum(each.finding.overdue_days > 0 for each in rows), sum(each.finding.soon for each in rows),
                 len({each.register.path for each in rows}))


def _desks(registers: Iterable[RegisterFacts]) -> tuple[Desk, ...]:
    rows = defaultdict(list)
    for register in registers:
        for load in register.people:
            rows[fold(load.name)].append((register, load))
    made = [Desk(loads[0][1].name, sum(load.findings for _, load in loads), sum(load.actions for _, load in loads),
                 sum(load.late for _, load in loads), tuple(dict.fromkeys(register.name for register, _ in loads)))
            for loads in rows.values()]
    return tuple(sorted(made, key=lambda desk: (-desk.findings - desk.actions, -desk.late, desk.name)))
