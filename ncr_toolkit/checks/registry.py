"""How a check is written, and the catalogue that every check enters by its decorator.

A check is a function that looks at one record (or at the whole review) and yields a `Fault` for what is wrong. Its
docstring is its page: a title line, then `Why:`, `Fix:`, `Source:` (whose rule it is), `Varies:` (where a fault is graver
or softer than the check), `Needs:` (without what it cannot look, in the words of `not_checked.py`), `Bad:` and `Good:`.
The two tables are run as tests.
"""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cache
from importlib import import_module
from typing import Any

from ncr_toolkit.common.text import plural
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Level, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Record
from ncr_toolkit.core.status import next_due, overdue_days

FIRM = ("cells", "workbook")
"""Families of which no check can be set aside: what was not read cannot be judged."""

EARLY_DAYS = 10
"""How near a deadline ends the time in which a logged finding may still be unanswered (rule: leave the body time to
send an answer back once)."""


class Of(Enum):
    """Which findings a check looks at. All but EVERY leave withdrawn findings and unknown grades alone."""

    EVERY = "every record"
    GRADED = "findings of any grade"
    NONCONFORMITY = "majors and minors"
    MAJOR = "majors"
    OBSERVATION = "observations, opportunities and areas of concern"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell. `level`, `fix` and `blocks` only where this case differs from the check's own."""

    record: Record | None
    field: str
    message: str
    fix: str = ""
    level: Level | None = None
    cell: Cell | None = None  # where it is not the record's own cell
    value: str | None = None
    blocks: Purpose | None = None
    adds: type[Record] | None = None  # on whose sheet a row is to be added to mend it


Finder = Callable[..., Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """A check's docstring, taken apart."""

    title: str
    why: str
    fix: str
    bad: str
    good: str
    source: str = ""  # whose rule it is
    needs: str = ""  # without what it cannot look
    varies: str = ""  # where a fault is graver or softer than the check

@dataclass(frozen=True, slots=True)
class Check:
    """One entry of the catalogue."""

    code: str
    family: str
    kinds: tuple[type[Record], ...]  # empty: it looks at the whole review, once
    of: Of
    level: Level
    minor: Level | None
    early: Level | None
    blocks: Purpose | None
    firm: bool
    across: bool
    find: Finder
    page: CheckPage


CATALOGUE: dict[str, Check] = {}
RETIRED: frozenset[str] = frozenset()
"""Codes that once meant something and must never mean anything else."""


def check(code: str, *kinds: type[Record], of: Of = Of.EVERY, level: Level = Level.ERROR, minor: Level | None = None,
          early: Level | None = None, blocks: Purpose | None = None, firm: bool = False,
          across: bool = False) -> Callable[[Finder], Finder]:
    """Enter a function into the catalogue.

    `kinds`: the records it looks at one by one, called `(record, review)`; without any it is called `(review)` once.
    `level`: how grave; `minor` for minors where that differs; `early` while the finding is only logged (`is_early`).
    `firm`: it cannot be set aside by a row of Decisions.
    `across`: it compares findings with each other; it runs when each has been looked at by itself.
    `blocks`: which readiness it stands in the way of; left out, an error stands in the way of the plan.
    """

    def enter(find: Finder) -> Finder:
        if code in CATALOGUE or code in RETIRED:
            raise ValueError(f"the code {code} is taken")
        family = find.__module__.rpartition(".")[2]
        CATALOGUE[code] = Check(code, family, kinds, of, level, minor, early, blocks,
                                firm or family in FIRM, across, find, page(find))
        return find

    return enter


PARTS = ("Why", "Fix", "Source", "Varies", "Needs", "Bad", "Good")
"""What a page consists of, besides its title; Source, Varies and Needs may be left out."""
OUR_ADVICE = "Our advice."
_INDENT = "    "  # of the tables of a page


def page(find: Finder) -> CheckPage:
    """The docstring of a check as its page. Raises ValueError when a part is missing."""
    parts: dict[str, list[str]] = {"title": []}
    lines = parts["title"]
    for line in inspect.getdoc(find).splitlines():  # type: ignore[union-attr]
        head, colon, rest = line.partition(":")
        if colon and head in PARTS:
            lines = parts.setdefault(head.lower(), [])
            lines.append(rest.strip())
        else:
            lines.append(line)
    missing = {"title", "why", "fix", "bad", "good"} - parts.keys()
    if missing:
        raise ValueError(f"{find.__name__} has no {', '.join(sorted(missing))} in its page")
    parts.setdefault("source", [OUR_ADVICE])
    prose = {name: " ".join(" ".join(parts.get(name, ())).split())
             for name in ("title", "why", "fix", "source", "varies", "needs")}
    bad, good = ("\n".join([line.removeprefix(_INDENT) for line in parts[name]]).strip() for name in ("bad", "good"))
    return CheckPage(**prose, bad=bad, good=good)


@cache
def catalogue() -> dict[str, Check]:
    """Every check by code, in order; families are the modules of the rooms of this package."""
    package = import_module(__package__ or "ncr_toolkit.checks")
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        import_module(module.name)
    return dict(sorted(CATALOGUE.items(), key=lambda item: (item[1].family != "workbook", item[1].family, item[0])))


def is_early(finding: Finding, review: Review) -> bool:
    """Logged and not yet worked on: status Open, nothing sent, no deadline within ten days. What is missing then is
    work to do, not a fault."""
    if finding.status != "Open" or not finding.blank("response_sent_on") or overdue_days(finding, review.today):
        return False
    due = next_due(finding, review.today)
    return due is None or due > review.today + timedelta(days=EARLY_DAYS)


def concerns(of: Of, finding: Finding | None, review: Review) -> bool:
    """Whether a check for `of` (not EVERY) looks at the records of this finding."""
    grade = review.grade(finding) if finding is not None else None
    if finding is None or grade is None or finding.status == "Withdrawn":
        return False
    if of is Of.MAJOR:
        return finding.grade == "Major"
    return of is Of.GRADED or grade.nonconformity is (of is Of.NONCONFORMITY)


def fault(record: Record, field: str, message: str, **more: Any) -> Fault:
    """A fault at the column `field` of a record. Raises NoSuchColumnError where its sheet has none of that name."""
    record.SHEET.column(field)
    return Fault(record, field, message, **more)


def days(number: int) -> str:
    """"1 day", "12 days"."""
    return plural(number, "day")
