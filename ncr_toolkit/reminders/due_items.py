"""What each person owes on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from ncr_toolkit.common.translation import gettext_noop
from ncr_toolkit.core.clocks import CLOCKS, REVISED, has_stopped
from ncr_toolkit.core.model import Action, Containment, Effect, Finding, ReadinessStep
from ncr_toolkit.core.packs.body_rules import IMPLEMENTATION, PLAN, PROOF
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Record
from ncr_toolkit.core.status import grade_rank, is_open


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing that somebody has to do."""

    what: str  # "answer to the body", "action": in English
    id: str  # of the record
    finding: str
    grade: str
    title: str  # in one line
    day: date | None  # None: the date cannot be read
    cell: Cell  # where the date stands, or should
    key: str  # of the column: finding.close_due
    proposed: bool = False  # the day is the pack's own; the body has set none
    typed: str = ""  # what stands there and cannot be read
    number: int = 0  # among the rows of the finding that have no id of their own

    def days(self, today: date) -> int | None:
        """Days left; less than 0: overdue. None where the date cannot be read or is only proposed."""
        return None if self.day is None or self.proposed else (self.day - today).days


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody who owes something, and where a message reaches them."""

    name: str
    email: str  # '' where the register has none
    items: tuple[DueItem, ...]  # majors first, then by day; what cannot be read comes first in its grade
    left_over: tuple[tuple[str, DueItem], ...] = ()  # of people who cannot be reached: the name as typed, and the item

    @property
    def every(self) -> tuple[DueItem, ...]:
        """All that a message to this person is about."""
        return (*self.items, *(item for _, item in self.left_over))

    def late(self, today: date) -> int:
        """How much of it is overdue."""
        return sum((item.days(today) or 0) < 0 for item in self.every)


def owners(review: Review) -> list[Owner]:
    """Everybody who owes something.

    What nobody owns, or somebody who is not on People or has left, comes to the owner of the register; without one it
    stands under a name of ours, so that it is never lost.
    """
    own: dict[str, list[DueItem]] = {}
    lost: list[tuple[str, DueItem]] = []
    for name, item in _owed(review):
        person = review.person(name)
        if person is None or (person.left_on is not None and person.left_on <= review.today):
            lost.append((name, item))
        else:
            own.setdefault(person.label, []).append(item)
    keeper = review.person(review.register.settings.typed("owner"))
    chief = keeper.label if keeper is not None else NOBODY
    found = []
    for name in sorted(own.keys() | ({chief} if lost else set()), key=str.casefold):
        person = review.person(name)
        left_over = sorted(lost, key=lambda pair: _rank(pair[1])) if name == chief else []
        found.append(Owner(name, person.email.strip() if person else "", tuple(sorted(own.get(name, []), key=_rank)),
                           tuple(left_over)))
    return found


NOBODY = "Register owner"
"""For whom a message is where the sheet Register names nobody."""


def _rank(item: DueItem) -> tuple[int, date, str]:
    return grade_rank(item.grade), item.day or date.min, item.id


def _owed(review: Review) -> Iterator[tuple[str, DueItem]]:
    """Each thing that is owed, with the name of its owner as typed."""
    for finding in review.register.findings:
        if is_open(finding):
            for item in _of_finding(finding, review):
                yield finding.typed("owner"), item
            for number, (record, name, owner, what) in enumerate(_work(finding, review)):
                found = _item(record, what, name, finding)
                if found is not None:
                    yield record.typed(owner), found if record.SHEET.id_field else replace(found, number=number)


def _of_finding(finding: Finding, review: Review) -> Iterator[DueItem]:
    if revised := _item(finding, _WHAT[REVISED.step], REVISED.due, finding):
        yield revised
    for clock in CLOCKS:
        name, what = clock.due, _WHAT[clock.step]
        if has_stopped(clock, finding, review):
            continue
        item = _item(finding, what, name, finding)
        if item is not None:
            yield item
        elif day := review.proposed(finding, name):
            yield DueItem(what, finding.label, finding.label, finding.grade, finding.typed("title"), day,
                          finding.cell(name), f"finding.{name}", proposed=True)


_WHAT = {REVISED.step: gettext_noop("revised answer to the body"), PLAN: gettext_noop("answer to the body"),
         IMPLEMENTATION: gettext_noop("all actions done"),
         PROOF: gettext_noop("closing with evidence")}


def _work(finding: Finding, review: Review) -> Iterator[tuple[Record, str, str, str]]:
    """The open work on a finding: the row, the columns of its day and of who owes it, and what it is."""
    for effect in review.of(Effect, finding):  # the first, so that their numbers stay
        if effect.blank("reviewed_on"):
            yield effect, "due", "reviewer", gettext_noop("review of effectiveness")
    for step in review.of(Containment, finding):
        if step.blank("done_on"):
            yield step, "planned_on", "owner", _STEPS.get(step.kind, gettext_noop("step"))
    for action in review.of(Action, finding):
        if action.blank("done_on"):
            yield action, "due", "owner", gettext_noop("action")
    for plan in review.of(ReadinessStep, finding):
        if plan.blank("done_on"):
            yield plan, "due", "owner", gettext_noop("preparation for the re-audit")


_STEPS = {"Containment": gettext_noop("containment"), "Correction": gettext_noop("correction"),
          "Interim mitigation": gettext_noop("interim mitigation")}
_TITLES = {Finding: "title", Containment: "what", Action: "what", ReadinessStep: "item", Effect: "criterion"}


def _item(record: Record, what: str, name: str, finding: Finding) -> DueItem | None:
    """The item of a date column; None where nothing stands there."""
    if record.blank(name):
        return None
    day = record.value(name)
    title = " ".join(record.typed(_TITLES[type(record)]).split())
    return DueItem(what, record.label, finding.label, finding.grade, title, day if isinstance(day, date) else None,
                   record.cell(name), f"{record.SHEET.prefix}.{name}",
                   typed=record.typed(name) if name in record.unread else "")
