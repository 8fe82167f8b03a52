"""What a run says at its end: half a screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ncr_toolkit.common.text import one_line, plural
from ncr_toolkit.compare.change import ChangeKind
from ncr_toolkit.monthly.month import MonthlyReview
from ncr_toolkit.reminders.mail import address
from ncr_toolkit.report.check_text import closing
from ncr_toolkit.report.text_lines import wrap

MOST = 5
"""How many of the changes that need a look are told here; all of them stand in changes.html."""

_TOLD = (ChangeKind.NEW, ChangeKind.CLOSED, ChangeKind.REOPENED, ChangeKind.REOPENED_SILENTLY, ChangeKind.VANISHED,
         ChangeKind.WITHDRAWN, ChangeKind.RENUMBERED,
         ChangeKind.GRADE_LOWERED, ChangeKind.GRADE_RAISED, ChangeKind.DATE_LATER, ChangeKind.DATE_LATER_AGREED,
         ChangeKind.OWNER, ChangeKind.DONE)
"""The kinds of change that are counted one by one."""


def run_lines(month: MonthlyReview) -> list[str]:
    """The lines about the register, without a word about what was written."""
    lines = [*closing(month.assessment), *wrap(_since(month)), *_grave(month), *wrap(_answers(month)),
             *wrap(_reminders(month))]
    if unread := sum(1 for _ in month.review.register.unread()):
        lines += wrap(f"{plural(unread, 'cell')} could not be read and may hold a deadline: see check.html.")
    return lines


def _since(month: MonthlyReview) -> str:
    if month.comparison is None:
        return "This is the first run; the next one tells what changed since."
    counts = Counter(change.kind for change in month.comparison.changes)
    named = [f"{counts[kind]} {kind}" for kind in _TOLD if counts[kind]]
    if rest := sum(counts.values()) - sum(counts[kind] for kind in _TOLD):
        named.append(plural(rest, "other change"))
    return f"Since {month.comparison.old.today}: {', '.join(named) or 'nothing changed'}."


def _grave(month: MonthlyReview) -> Iterator[str]:
    grave = month.comparison.grave if month.comparison else []
    if grave:
        yield f"Look at {plural(len(grave), 'change')}, all of them in changes.html:"
    for change in grave[:MOST]:
        yield from wrap(one_line(f"{change.message} ({change.cell})"), "  - ", "    ")


def _reminders(month: MonthlyReview) -> str:
    owners = [owner for _, owner, _ in month.reminders]
    nowhere = sum(not address(owner) for owner in owners)
    return (f"{plural(len(owners), 'reminder')} to owners and a calendar made"
            + (f", {nowhere} without an e-mail address on the sheet People" if nowhere else "") + ".")


def _answers(month: MonthlyReview) -> str:
    reasons = Counter(why for _, why in month.answers)
    if not reasons:
        return "Responses: none is due or changed."
    counted = ", ".join(f"{count} {why}" for why, count in reasons.items())
    return f"{plural(len(month.answers), 'response')} made: {counted}."
