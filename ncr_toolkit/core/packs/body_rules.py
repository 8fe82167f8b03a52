"""Rules of certification bodies: how long a body gives for each step, and from which day it counts. A body is one more
TOML file in `bodies`; a person may keep one of their own beside the register.

What a body does not say stays unknown: nothing is proposed then, and the person is told to ask.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.core.packs.days_off import WEEKENDS, DaysOff
from ncr_toolkit.core.packs.own_file import tables_of, text_of

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

USUAL = "Usual"
"""The rules that hold where a register names no others."""
_USUAL_FILE = "usual.toml"

PLAN, IMPLEMENTATION, PROOF = STEPS = ("plan", "implementation", "proof")
"""What a body sets a date for: the answer with its plan, the actions done, and the evidence that they work."""
ASKED_OF = {"response_due": (PLAN,), "implementation_due": (IMPLEMENTATION,), "close_due": (PROOF, IMPLEMENTATION)}
"""The step whose date stands in a column of the sheet Findings; the earlier one where the body names no later."""

LAST_DAY, MEETING, REPORT, NOTICE = STARTS = ("Last audit day", "Closing meeting", "Report received", "Notification")
"""The days that a body counts from, as the column 'Deadline counts from' calls them."""

CALENDAR, WORKING = COUNTED = ("calendar", "working")
_FRAME = {"name", "kind", "looked_up_on", "sources", "wants", "grows", "note", "terms", "becomes"}
_TERM = {"grade", "step", "days", "months", "counted", "start", "audits", "says"}


@dataclass(frozen=True, slots=True)
class Term:
    """How long a body gives for one step of findings of one grade."""

    grade: str
    step: str
    days: int = 0
    months: int = 0  # instead of days
    counted: str = CALENDAR
    start: str = LAST_DAY
    audits: tuple[str, ...] = ()  # the kinds of audit for which it holds, all where there are none
    says: str = ""  # what the body says besides

    def due(self, start: date, off: DaysOff = WEEKENDS) -> date:
        """The last day, counted from the day `start`, which is not counted itself; working days are not `off`."""
        if self.months:
            return _months_later(start, self.months)
        return off.later(start, self.days) if self.counted == WORKING else start + timedelta(days=self.days)

    @property
    def length(self) -> str:
        """In words: "10 working days"."""
        return plural(self.months, "month") if self.months else \
            plural(self.days, f"{'working ' if self.counted == WORKING else ''}day")

    @property
    def told(self) -> str:
        """In words: "10 working days from the audit's last day"."""
        return f"{self.length} from {START[self.start]}"


LATE, NEXT_AUDIT, MANY = WHEN = ("late", "next audit", "many")
"""What makes a graver finding of one: its date passes, it is open at the next audit, or as many are open at once."""
_BECOMES = {"grade", "into", "when", "step", "many"}


@dataclass(frozen=True, slots=True)
class Becomes:
    """What makes a finding of one grade one of another, as the body says."""

    grade: str
    into: str
    when: str
    step: str = PROOF  # of what is late: whose date
    many: int = 0  # how many of one audit are open


START = {LAST_DAY: "the audit's last day", MEETING: "the closing meeting", REPORT: "the day the report was received",
         NOTICE: "the day the finding was raised"}
"""The day that each of these is, in words."""


@dataclass(frozen=True)
class BodyRules:
    """The rules of one certification body or scheme, each with where it was read and when."""

    name: str
    kind: str
    terms: tuple[Term, ...] = ()
    becomes: tuple[Becomes, ...] = ()
    sources: tuple[str, ...] = ()
    looked_up_on: date | None = None
    wants: str = ""  # which parts an answer has, in words
    grows: str = ""  # what makes a graver finding of it
    note: str = ""

    def term(self, grade: str, column: str, audit: str) -> Term | None:
        """What it says of a date column of a finding of this grade, raised in an audit of this kind; None where it says
        nothing. What is its last step is asked for by `close_due` alone."""
        found = next((term for step in ASKED_OF[column] for term in self.terms
                      if (term.grade, term.step) == (grade, step) and (not term.audits or audit in term.audits)), None)
        is_last = column == "implementation_due" and found is self.term(grade, "close_due", audit)
        return None if is_last else found


def _months_later(start: date, months: int) -> date:
    """The same day of a later month, or the last day of a month that has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


@cache
def _files() -> dict[BodyRules, str]:
    """The rules that come along, each with the text of its file."""
    texts = {each.name: each.read_text(encoding="utf-8") for each in _folder().iterdir() if each.name.endswith(".toml")}
    return {_rules(text, name): text for name, text in texts.items()}


@cache
def _usual() -> BodyRules:
    """The usual ones: all that a check of most registers needs."""
    return _rules(_folder().joinpath(_USUAL_FILE).read_text(encoding="utf-8"), _USUAL_FILE)


def _folder() -> Traversable:
    return resources.files(__package__).joinpath("bodies")


@cache
def known() -> tuple[BodyRules, ...]:
    """The rules that come along: the usual ones first, then by name."""
    return tuple(sorted(_files(), key=lambda rules: (rules.name != USUAL, fold(rules.name))))


def source(rules: BodyRules) -> str:
    """The text of the file of rules that come along."""
    return _files()[rules]


def names() -> tuple[str, ...]:
    """Their names, as the drop-down shows them."""
    return tuple(rules.name for rules in known())


def named(text: str) -> BodyRules | None:
    """The rules of that name, the usual ones for an empty one; None if none come along."""
    if fold(text or USUAL) == fold(USUAL):
        return _usual()
    return next((rules for rules in known() if fold(rules.name) == fold(text)), None)


def read(path: Path) -> BodyRules:
    """The rules in a file of one's own. Raises CannotRun, in one sentence that says what to mend."""
    return _rules(text_of(path, "the rules of a body"), str(path))


def _rules(text: str, where: str) -> BodyRules:
    data = tables_of(text, where)
    for fault in _faults(data):
        raise CannotRun(f"{where}: {fault}.")
    terms = [Term(**{**term, "audits": tuple(term.get("audits", ()))}) for term in data.get("terms", ())]
    becomes = tuple(Becomes(**each) for each in data.get("becomes", ()))
    return BodyRules(**{**data, "sources": tuple(data.get("sources", ())), "terms": tuple(terms), "becomes": becomes})


def _faults(data: dict[str, Any]) -> Iterator[str]:
    """What is wrong with rules as they stand in a file, in words."""
    texts = ("name", "kind", "wants", "grows", "note")
    yield from (f"{key!r} is not known; there are {listing(sorted(_FRAME))}" for key in data if key not in _FRAME)
    yield from (f"{key!r} must be a text in quotes" for key in texts if not isinstance(data.get(key, ""), str))
    yield from (f"{key!r} is missing" for key in ("name", "kind") if not data.get(key))
    if type(data.get("looked_up_on", date.min)) is not date:
        yield "'looked_up_on' must be a day such as 2026-06-30, without quotes"
    if not _are_texts(data.get("sources", [])):
        yield "'sources' must be a list of texts"
    for name, faults_of in (("terms", _faults_of_term), ("becomes", _faults_of_becoming)):
        tables = data.get(name, [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            yield f"each term begins with a line [[{name}]]"
            return
        for number, table in enumerate(tables, start=1):
            head = "term" if name == "terms" else f"[[{name}]]"
            yield from (f"{head} {number}: {fault}" for fault in faults_of(table))


def _faults_of_term(term: dict[str, Any]) -> Iterator[str]:
    yield from (f"{key!r} is not known; there are {listing(sorted(_TERM))}" for key in term if key not in _TERM)
    for key, choices in (("step", STEPS), ("counted", COUNTED), ("start", STARTS)):
        if (key == "step" or key in term) and term.get(key) not in choices:
            yield f"{key!r} must be one of {listing(choices)}"
    if not isinstance(term.get("grade"), str):
        yield "'grade' must be a text such as \"Major\""
    if not isinstance(term.get("says", ""), str) or not _are_texts(term.get("audits", [])):
        yield "'says' must be a text, 'audits' a list of texts"
    lengths = [term[key] for key in ("days", "months") if key in term]
    if len(lengths) != 1 or type(lengths[0]) is not int or not 0 < lengths[0] < 1000:  # True is no number here
        yield "it needs either 'days' or 'months', a whole number from 1 to 999"


def _faults_of_becoming(rule: dict[str, Any]) -> Iterator[str]:
    yield from (f"{key!r} is not known; there are {listing(sorted(_BECOMES))}" for key in rule if key not in _BECOMES)
    yield from (f"{key!r} must be a text such as \"Major\"" for key in ("grade", "into")
                if not isinstance(rule.get(key), str))
    for key, choices in (("when", WHEN), ("step", STEPS)):
        if (key == "when" or key in rule) and rule.get(key) not in choices:
            yield f"{key!r} must be one of {listing(choices)}"
    many = rule.get("many", 2)
    if (rule.get("when") == MANY) != ("many" in rule) or type(many) is not int or many < 2:  # True is no number here
        yield "'many' is a whole number from 2 on, with when = \"many\" alone"


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
