"""The days of a finding that its timeline shows: what happened, what was planned, and how late it was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ncr_toolkit.common.translation import day as said
from ncr_toolkit.common.translation import gettext, gettext_noop, ngettext, pgettext, within
from ncr_toolkit.core.clocks import implementation_day
from ncr_toolkit.core.model import Action, Containment, Effect
from ncr_toolkit.core.status import is_open
from ncr_toolkit.core.timeline import chronicle
from ncr_toolkit.word.case import Case

_STEPS = {("Containment",): gettext_noop("Contained"), ("Correction",): gettext_noop("Corrected"),
          ("Containment", "Correction"): gettext_noop("Contained and corrected")}
"""What is told of steps of these kinds once all of them are done."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something on one day. `done`: it happened; else it is a deadline, a plan, or today."""

    day: date
    what: str
    done: bool = True
    late: str = ""  # "12 days late"
    today: bool = False


@dataclass(frozen=True, slots=True)
class Times:
    """The life of a finding: its moments, and from when to when it was open and beyond a deadline."""

    moments: Sequence[Moment]
    open: Sequence[tuple[date, date]] = ()
    late: Sequence[tuple[date, date]] = ()

    @property
    def told(self) -> str:
        """The same in words."""
        told = (f"{said(moment.day)} {moment.what}{f' ({moment.late})' if moment.late else ''}"
                for moment in sorted(self.moments, key=lambda moment: (moment.day, moment.done)))
        return "; ".join(dict.fromkeys(told))


def times(case: Case) -> Times:
    """What is known of a finding's days."""
    record, today = case.finding, case.review.today
    alive = is_open(record)
    told = chronicle(record, case.review)
    late: list[tuple[date, date]] = []

    def against(due: date | None, done: date | None, *, still: bool) -> str:
        """How late something was done, or is if it `still` waits; '' if it is not."""
        words = behind(due, done, today if still else None)
        if words and due is not None:
            late.append((due, done or today))
        return words

    sent, closed = record.response_sent_on, record.closed_on if record.status == "Closed" else None
    answer = against(record.response_due, sent, still=alive and record.blank("response_sent_on"))
    is_old = record.close_due and record.reopened_on and record.close_due < record.reopened_on
    closing = "" if is_old else against(record.close_due, closed, still=alive)
    doing = against(implementation_day(record, case.review), None, still=alive)
    moments = [Moment(day, gettext(what), late=answer if what == "Answer sent" and day == sent else
                      closing if what == "Closed" and day == closed else "") for day, what in told]
    moments += _steps(case) + _actions(case, alive=alive) + _reviews(case, alive=alive)
    for name, what, missed in (("response_due", gettext_noop("Response due"), answer if sent is None else ""),
                               ("implementation_due", gettext_noop("Implementation due"), doing),
                               ("close_due", gettext_noop("Close due"), closing if closed is None else "")):
        day = record.value(name)
        proposed = case.review.proposed(record, name)
        if isinstance(day, date):
            moments.append(Moment(day, gettext(what), done=False, late=missed))
        elif proposed:
            moments.append(Moment(proposed, gettext("{what} (proposed)", what=gettext(what)), done=False))
    if alive and record.revised_due:
        missed = against(record.revised_due, None, still=True)
        moments.append(Moment(record.revised_due, gettext("Revised answer due"), done=False, late=missed))
    if alive:
        moments.append(Moment(today, gettext("Today"), done=False, today=True))
    return Times(moments, _open(told, today if alive else None), late)


def behind(due: date | None, done: date | None, today: date | None) -> str:
    """How late something was done, or is `today`, in words; '' where it is not."""
    until = done or today
    if due is None or until is None or until <= due:
        return ""
    days = (until - due).days
    return ngettext("{count} day late", "{count} days late", days) if done else \
        ngettext("{count} day overdue", "{count} days overdue", days)


def _steps(case: Case) -> list[Moment]:
    """Containment and correction."""
    steps = [step for step in case.rows(Containment) if (step.kind,) in _STEPS]
    kinds = tuple(sorted({step.kind for step in steps}))
    return _done([step.done_on for step in steps], gettext(_STEPS.get(kinds, "")),
                 gettext_noop("{done} of {count} steps done (containment, correction)"))


def _actions(case: Case, *, alive: bool) -> list[Moment]:
    """The last action as planned, and as done."""
    actions = case.rows(Action)
    last = max((action.due for action in actions if action.due), default=None)
    done = _done([action.done_on for action in actions], gettext("All actions done"),
                 gettext_noop("{done} of {count} actions done"))
    if all(action.done_on for action in actions):
        done = [replace(each, late=behind(last, each.day, None)) for each in done]
    if last is None:
        return done
    waits = alive and any(action.blank("done_on") for action in actions)
    missed = behind(last, None, case.review.today if waits else None)
    return [*done, Moment(last, gettext("Last action due"), done=False, late=missed)]


def _done(days: Sequence[date | None], whole: str, part: str) -> list[Moment]:
    """The day on which the last of several things was done; where some are not, how many of them were."""
    done = [day for day in days if day is not None]
    what = whole if len(done) == len(days) else gettext(part, done=len(done), count=len(days))
    return [Moment(max(done), what)] if done else []


def _reviews(case: Case, *, alive: bool) -> list[Moment]:
    """Every judgement on whether it worked; those to come by the day they are due."""
    found = []
    for check in case.rows(Effect):
        if check.reviewed_on:
            what = gettext("Effectiveness reviewed: {result}", result=within(pgettext("choice", check.result))) \
                if check.result else gettext("Effectiveness reviewed")
            found.append(Moment(check.reviewed_on, what,
                                late=behind(check.due, check.reviewed_on, None)))
        elif check.due:
            waits = alive and check.blank("reviewed_on")
            found.append(Moment(check.due, gettext("Effectiveness review due"), done=False,
                                late=behind(check.due, None, case.review.today if waits else None)))
    return found


def _open(told: Iterable[tuple[date, str]], until: date | None) -> list[tuple[date, date]]:
    """From when to when the finding was open; `until`: the last day, where it still is."""
    spans: list[tuple[date, date]] = []
    begun: date | None = None
    for day, what in told:
        if what.startswith("Closed"):
            if begun is not None:
                spans.append((begun, day))
            begun = None
        elif begun is None and what.startswith(("Raised", "Reopened")):
            begun = day
    if begun is not None and until is not None and begun < until:
        spans.append((begun, until))
    return spans
