"""Which answers of a package still read as the register does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ncr_toolkit.common.folder import fingerprint, plain_fingerprint
from ncr_toolkit.common.names import fold
from ncr_toolkit.compare.change import Change
from ncr_toolkit.core.model import Evidence, Finding
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.sent import Answer
from ncr_toolkit.evidence.own_files import place_of
from ncr_toolkit.runs.sent_compare import is_edit, print_of, rows_of, since
from ncr_toolkit.submission.verify_package import Answered, Verified


@dataclass(frozen=True)
class Matched:
    """One answer of a package against the register."""

    answered: Answered
    finding: Finding | None  # None: the register has none of that id
    same: bool
    changes: tuple[Change, ...] | None  # None: what the package said is not taken down beside the register
    also: tuple[str, ...] = ()  # what else is not as it was packed, in sentences

    @property
    def edited(self) -> bool:
        """Whether something that stands in the package was changed or is gone, or nobody knows what it was."""
        if self.same or self.also:
            return bool(self.also)
        return not self.changes or any(map(is_edit, self.changes))


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
    also = tuple(_also(answered, finding, review))
    if print_of(rows_of(finding, review)) == answered.print:
        return Matched(answered, finding, True, (), also)
    answer = taken_down(answered, verified, review)
    return Matched(answered, finding, False, tuple(since([answer], review)) if answer else None, also)


def _also(answered: Answered, finding: Finding, review: Review) -> Iterator[str]:
    """Ids typed twice, and evidence files that are no longer those that were packed."""
    if len(rows := review.ids(Finding.SHEET.prefix)[fold(finding.id)]) > 1:
        last = rows[-1].cell("id")
        yield f"{len(rows)} rows have the ID {finding.id}, and which one was answered is unknown. ({last})"
    proofs = {fold(row.typed("id")): row for row in review.of(Evidence, finding)}
    for id, packed in answered.evidence:
        row = proofs.get(fold(id))
        if row is None:  # that the row is gone is told with the answer
            continue
        if row.known("sha256") and plain_fingerprint(row.sha256) != packed:
            yield f"The fingerprint of {id} is not that of the file that was packed. ({row.cell('sha256')})"
        elif (now := _now(row, review)) and now != packed:
            yield f"'{row.file}' of {id} is not the file that was packed. ({row.cell('file')})"


def _now(row: Evidence, review: Review) -> str:
    """The fingerprint of the file as it lies in the evidence folder; '' where it cannot be read."""
    place = place_of(row, review)
    return fingerprint(place.path) if place.path else ""
