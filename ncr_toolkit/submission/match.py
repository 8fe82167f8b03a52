"""Which answers of a package still read as the register does."""

from __future__ import annotations

from dataclasses import dataclass

from ncr_toolkit.history.base import Change
from ncr_toolkit.history.sent import is_edit, print_of, rows_of, since
from ncr_toolkit.model import Finding
from ncr_toolkit.register import Review
from ncr_toolkit.sent import Answer
from ncr_toolkit.submission.verify import Answered, Verified


@dataclass(frozen=True)
class Matched:
    """One answer of a package against the register."""

    answered: Answered
    finding: Finding | None  # None: the register has none of that id
    same: bool
    changes: tuple[Change, ...] | None  # None: what the package said is not taken down beside the register

    @property
    def edited(self) -> bool:
        """Whether something that stands in the package was changed or is gone, or nobody knows what it was."""
        return not self.same and (self.changes is None or any(map(is_edit, self.changes)) or not self.changes)


def match(verified: Verified, review: Review) -> list[Matched]:
    """Each answer of the package, in its order."""
    return [_one(answered, verified, review) for answered in verified.answers]


def taken_down(answered: Answered, verified: Verified, review: Review) -> Answer | None:
    """The answer as it was taken down when the package was made."""
    made = review.sent.of(answered.id) if review.sent else []
    return next((answer for answer in reversed(made) if answer.print == answered.print
                 and (answer.sha256 == verified.sha256 or answer.rows)), None)


def _one(answered: Answered, verified: Verified, review: Review) -> Matched:
    finding = review.find(Finding, answered.id)
    if finding is None:
        return Matched(answered, None, False, None)
    if print_of(rows_of(finding, review)) == answered.print:
        return Matched(answered, finding, True, ())
    answer = taken_down(answered, verified, review)
    return Matched(answered, finding, False, tuple(since([answer], review)) if answer else None)
