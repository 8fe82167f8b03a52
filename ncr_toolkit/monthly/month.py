"""One look at a register in the light of the run before, and all that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from ncr_toolkit.checks.not_checked import not_checked
from ncr_toolkit.checks.run import run as checked
from ncr_toolkit.common.names import fold
from ncr_toolkit.compare.change import ChangeKind
from ncr_toolkit.compare.comparison import Comparison, compare
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.memory import Memory
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import deadlines, is_open
from ncr_toolkit.reminders.drafts import Message, messages
from ncr_toolkit.runs.memory_update import remembered

AHEAD = 35
"""Days: what falls due before the run of the next month is dealt with in this one."""


@dataclass(frozen=True)
class MonthlyReview:
    """A register as on a day, what the checks found in it, and what changed since the run before."""

    assessment: Assessment
    comparison: Comparison | None  # None: there is no run before

    @property
    def review(self) -> Review:
        return self.assessment.review

    @cached_property
    def memory(self) -> Memory:
        """What is to be remembered: that of the runs before, and what the register says today."""
        changes = self.comparison.changes if self.comparison else []
        renumbered = {change.old: change.new for change in changes
                      if change.kind is ChangeKind.RENUMBERED and change.key in ("finding.id", "action.id")}
        return remembered(self.review.memory, self.review, renumbered)

    @cached_property
    def _changed(self) -> dict[str, ChangeKind]:
        """The findings, folded, of which anything changed; the gravest change of each."""
        found: dict[str, ChangeKind] = {}
        for change in self.comparison.changes if self.comparison else ():
            found.setdefault(fold(change.finding), change.kind)
        return found

    @cached_property
    def answers(self) -> list[tuple[Finding, str]]:
        """The findings that get a response in this run, majors first, each with the reason."""
        found = ((finding, self._why(finding)) for finding in self.assessment.answered)
        return [(finding, why) for finding, why in found if why]

    def _why(self, finding: Finding) -> str:
        if self.comparison is None:
            return "first run" if is_open(finding) else ""
        if kind := self._changed.get(fold(finding.label)):
            return "new" if kind is ChangeKind.NEW else "changed"
        horizon = self.review.today + timedelta(days=AHEAD)
        return "due" if any(day <= horizon for day in deadlines(finding)) else ""

    @cached_property
    def reminders(self) -> list[Message]:
        """A message to each owner of what is overdue, or falls due before the next run."""
        return messages(self.review, self.comparison.old.today if self.comparison else None, AHEAD)

    @property
    def failed(self) -> bool:
        """Whether the checks found an error, or something changed that somebody has to look at."""
        return self.assessment.failed or bool(self.comparison and self.comparison.grave)


def month(review: Review, before: Review | None) -> MonthlyReview:
    """Check a register and compare it with that of the run before."""
    assessment = Assessment(review, checked(review), not_checked=tuple(not_checked(review)))
    return MonthlyReview(assessment, compare(before, review) if before is not None else None)
