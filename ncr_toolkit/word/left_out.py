"""What a response had to leave out because Word cannot hold it."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.text import forbidden
from ncr_toolkit.core.model import RECORDS, Audit, Finding, Lesson, Reply
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Cell, Record


def dropped(review: Review, finding: Finding) -> list[Cell]:
    """The cells of a finding whose text holds characters that Word forbids: the document has them without these."""
    return [record.cell(column.name) for record in _used(review, finding) for column in record.SHEET.typed_columns
            if column.key != "finding.internal_note" and forbidden(record.typed(column.name))]


def _used(review: Review, finding: Finding) -> Iterator[Record]:
    """Every record that a response to the finding may show."""
    yield finding
    for kind in RECORDS:
        if "finding" in kind.SHEET.by_name and kind not in (Lesson, Reply):
            yield from review.of(kind, finding)
    yield from review.extensions(finding)
    yield from review.requests(finding)
    for other in (review.find(Audit, finding.typed("audit")), review.person(finding.owner)):
        if other is not None:
            yield other
    yield review.register.settings
