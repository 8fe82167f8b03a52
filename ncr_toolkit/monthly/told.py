"""What a run says at its end: half a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ncr_toolkit.chase.mail import address
from ncr_toolkit.history.base import Kind
from ncr_toolkit.monthly.month import Month
from ncr_toolkit.report.lines import wrap
from ncr_toolkit.report.text import closing
from ncr_toolkit.text import one_line, plural

MOST = 5
"""How many of the changes that need a look are told here; all of them stand in changes.html."""

_TOLD = (Kind.NEW, Kind.CLOSED, Kind.REOPENED, Kind.REOPENED_SILENTLY, Kind.VANISHED, Kind.WITHDRAWN, Kind.RENUMBERED,
         Kind.GRADE_LOWERED, Kind.GRADE_RAISED, Kind.DATE_LATER, Kind.DATE_LATER_AGREED, Kind.OWNER, Kind.DONE)
"""The kinds of change that are counted one by one."""


def told(month: Month) -> list[str]:
    """The lines about the register, without a word about what was written."""
    lines = [*closing(month.assessment), *wrap(_since(month)), *_grave(month), *wrap(_answers(month)),
             *wrap(_reminders(month))]
    if unread := sum(1 for _ in month.review.register.unread()):
        lines += wrap(f"{plural(unread, 'cell')} could not be read and may hold a deadline: see check.html.")
    return lines


def _since(month: Month) -> str:
    if month.comparison is None:
        return "This is the first run; the next one tells what changed since."
    counts = Counter(change.kind for change in month.comparison.changes)
    named = [f"{counts[kind]} {kind}" for kind in _TOLD if counts[kind]]
    if rest := sum(counts.values()) - sum(counts[kind] for kind in _TOLD):
        named.append(plural(rest, "other change"))
    return f"Since {month.comparison.old.today}: {', '.join(named) or 'nothing changed'}."


def _grave(month: Month) -> Iterator[str]:
    grave = month.comparison.grave if month.comparison else []
    if grave:
        yield f"Look at {plural(len(grave), 'change')}, all of them in changes.html:"
    for change in grave[:MOST]:
        yield from wrap(one_line(f"{change.message} ({change.cell})"), "  - ", "    ")


def _reminders(month: Month) -> str:
    owners = [owner for _, owner, _ in month.reminders]
    nowhere = sum(not address(owner) for owner in owners)
    return (f"{plural(len(owners), 'reminder')} to owners and a calendar made"
            + (f", {nowhere} without an e-mail address on the sheet People" if nowhere else "") + ".")


def _answers(month: Month) -> str:
    reasons = Counter(why for _, why in month.answers)
    if not reasons:
        return "Responses: none is due or changed."
    counted = ", ".join(f"{count} {why}" for why, count in reasons.items())
    return f"{plural(len(month.answers), 'response')} made: {counted}."
