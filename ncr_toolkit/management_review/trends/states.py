"""Open, closed, withdrawn: what became of findings between two registers, and on days for which there is none."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest
from types import MappingProxyType

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.status import is_open
from ncr_toolkit.management_review.trends.figures import GROUPS, Counts, FigureSource, Flow, group


class FindingState(StrEnum):
    """How a finding counts. ABSENT: it is not there, or has no status."""

    ABSENT = "absent"
    CLOSED = "closed"
    OPEN = "open"
    WITHDRAWN = "withdrawn"


def state(finding: Finding) -> FindingState:
    """As `status` sees it: a status that could not be read counts as open."""
    if is_open(finding):
        return FindingState.OPEN
    return {"Closed": FindingState.CLOSED, "Withdrawn": FindingState.WITHDRAWN}.get(finding.status, FindingState.ABSENT)


def counts(groups: Iterable[str]) -> Counts:
    """How often each of GROUPS occurs."""
    found = Counter(groups)
    return {name: found[name] for name in GROUPS}


def total(numbers: Counts) -> int:
    """All grades together."""
    return sum(numbers.values())


def added(flows: list[Flow]) -> Flow:
    """Several flows, one after the other, as one. If a part is reckoned from dates, so is the whole."""
    def every(name: str) -> Counts:
        return {each: sum(getattr(flow, name)[each] for flow in flows) for each in GROUPS}

    source = FigureSource.DATES if any(flow.source is FigureSource.DATES for flow in flows) else FigureSource.RUN
    return Flow(flows[0].since, flows[-1].until, source, every("opened"), every("closed"), every("reopened"),
                every("withdrawn"), every("gone"))


# --- between two registers

Names = Mapping[str, str]
"""The id of today for one that a finding had before, both folded."""


def renumbered(review: Review) -> Names:
    """The ids that the runs remember as former ones; not those that stand in the register today for something else."""
    here = set(_by_id(review.register, {}))
    lives = review.memory.lives.values() if review.memory else []
    return {fold(old): fold(life.id) for life in lives for old in life.formerly if fold(old) not in here}


def between(before: Review, after: Review, names: Names = MappingProxyType({})) -> Flow:
    """What happened between two registers, finding by finding; `names`: ids that were changed.

    One that is new and closed already counts as opened and closed, unless it was closed before the first of the two:
    then somebody logged an old one. An id that stands there more than once is counted as often as it stands there.
    """
    earlier, later = _by_id(before.register, names), _by_id(after.register, names)
    found: dict[str, list[str]] = defaultdict(list)
    for id in sorted(earlier.keys() | later.keys()):
        for was, now in _steps(earlier.get(id, []), later.get(id, [])):
            for what in _happened(was, now, before.today):
                found[what].append(group(now or was))  # type: ignore[arg-type]
    return Flow(before.today, after.today, FigureSource.RUN, *(counts(found[name]) for name in _EVENTS))


_EVENTS = ("opened", "closed", "reopened", "withdrawn", "gone")
_OVER = {FindingState.CLOSED: "closed", FindingState.WITHDRAWN: "withdrawn", FindingState.ABSENT: "gone"}


def _by_id(register: Register, names: Names) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in register.findings:
        groups[known_as(finding, names)].append(finding)
    return groups


def known_as(finding: Finding, names: Names) -> str:
    """The folded id by which a finding is found again; '' for one without."""
    id = fold(finding.typed("id"))
    return names.get(id, id)


def _steps(was: list[Finding], now: list[Finding]) -> Iterator[tuple[Finding | None, Finding | None]]:
    """Each row with what it was before. Of rows with the same id, those in the same state are the same ones."""
    if len(was) == len(now) == 1:
        yield was[0], now[0]
        return
    waiting: dict[FindingState, list[Finding]] = defaultdict(list)
    for finding in sorted(was, key=_rank):
        waiting[state(finding)].append(finding)
    new = []
    for finding in sorted(now, key=_rank):
        if waiting[state(finding)]:
            waiting[state(finding)].pop(0)
        else:
            new.append(finding)
    yield from zip_longest((finding for each in FindingState for finding in waiting[each]), new)


def _rank(finding: Finding) -> tuple[str, str, str]:
    return state(finding), group(finding), finding.typed("closed_on")


def _happened(was: Finding | None, now: Finding | None, since: date) -> Iterator[str]:
    """The events of `Flow` that lead from one state to the other."""
    first = state(was) if was else FindingState.ABSENT
    last = state(now) if now else FindingState.ABSENT
    if first is last:
        return
    if first is FindingState.OPEN:
        yield _OVER[last]
    elif last is FindingState.OPEN:
        yield "opened" if first is FindingState.ABSENT else "reopened"
    elif first is FindingState.ABSENT and now is not None and (now.closed_on is None or now.closed_on > since):
        yield "opened"
        yield _OVER[last]


# --- from dates alone

Span = tuple[date, date | None]
"""Open from a day on, up to another on which it is so no more."""


def spans(finding: Finding) -> tuple[Span, ...]:
    """When a finding was open, by the dates of its row; () where they do not tell.

    They do not tell without a day of raising; of a withdrawn one; of a closed one without a day of closing, with one
    before it was raised, or reopened after it. Of several reopenings the row holds the last.
    """
    raised, closed, back = finding.raised_on, finding.closed_on, finding.reopened_on
    now = state(finding)
    if raised is None or now in (FindingState.ABSENT, FindingState.WITHDRAWN):
        return ()
    if now is FindingState.OPEN:
        if closed and back and raised <= closed <= back:
            return (raised, closed), (back, None)
        return ((raised, None),)
    if closed is None or closed < raised or (back is not None and back > closed):
        return ()
    return ((raised, closed),)


def open_on(register: Register, day: date) -> Counts:
    """How many were open at the end of a day, reckoned from dates."""
    return counts(group(finding) for finding in register.findings
                  for start, end in spans(finding) if start <= day and (end is None or end > day))


def dated(register: Register, since: date, until: date) -> Flow:
    """What happened after `since` and up to `until`, reckoned from dates."""
    found: dict[str, list[str]] = defaultdict(list)
    for finding in register.findings:
        for number, (start, end) in enumerate(spans(finding)):
            if since < start <= until:
                found["reopened" if number else "opened"].append(group(finding))
            if end is not None and since < end <= until:
                found["closed"].append(group(finding))
    return Flow(since, until, FigureSource.DATES, *(counts(found[name]) for name in _EVENTS))


def undated(register: Register) -> int:
    """How many findings the reckoning from dates leaves out."""
    return sum(not spans(finding) for finding in register.findings if state(finding) is not FindingState.ABSENT)


def day_before(day: date) -> date:
    """The day before a day."""
    return day - timedelta(days=1)
