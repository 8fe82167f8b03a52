"""What an earlier copy of the register says of the same records."""

from __future__ import annotations

from ncr_toolkit.model import (
    Action,
    Bone,
    Cause,
    Containment,
    Effect,
    Evidence,
    Finding,
    FiveWhys,
    Probe,
    Readiness,
    SignOff,
)
from ncr_toolkit.names import fold
from ncr_toolkit.register import Review
from ncr_toolkit.schema import Record

CHILDREN: tuple[type[Record], ...] = (Containment, Cause, Action, Evidence, Readiness)
"""Rows with an id of their own, by which they are found again."""
WITHOUT_ID: tuple[type[Record], ...] = (FiveWhys, Bone, Probe, Effect, SignOff)
"""Rows of a response that have none."""


def earlier(record: Record, review: Review) -> Record | None:
    """The same record in the earlier register; None where there is none, or no earlier register.

    It is known by its id; on a sheet without ids it is the row of the same finding that says most of the same.
    """
    if type(record) in WITHOUT_ID:
        return _likest(record, review)
    index = review.once(_earlier)
    own = record.typed(record.SHEET.id_field)
    return index.get((record.SHEET.prefix, fold(own))) if own else None


def _likest(record: Record, review: Review) -> Record | None:
    finding = review.find(Finding, record.owner_id)
    before = earlier(finding, review) if finding is not None else None
    rows = review.once(past).of(type(record), before) if isinstance(before, Finding) else []
    names = [column.name for column in record.SHEET.typed_columns]
    return max(rows, key=lambda row: sum(not differs(record, row, name) for name in names), default=None)


def _earlier(review: Review) -> dict[tuple[str, str], Record]:
    found: dict[tuple[str, str], Record] = {}
    if review.previous is None:
        return found
    kinds: tuple[type[Record], ...] = (Finding, *CHILDREN)
    for kind in kinds:
        for record in review.previous.all(kind):
            found.setdefault((kind.SHEET.prefix, fold(record.typed(kind.SHEET.id_field))), record)
    return found


def past(review: Review) -> Review:
    """The earlier register, looked at on the same day."""
    return Review(review.previous, review.pack, review.today)  # type: ignore[arg-type]


def differs(record: Record, other: Record, name: str) -> bool:
    """Whether a column of two records says something else, spaces apart."""
    return " ".join(record.typed(name).split()) != " ".join(other.typed(name).split())
