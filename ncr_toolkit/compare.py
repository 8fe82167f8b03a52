"""What an earlier copy of the register says of the same records."""

from __future__ import annotations

from ncr_toolkit.model import Action, Cause, Containment, Evidence, Finding, Readiness
from ncr_toolkit.names import fold
from ncr_toolkit.register import Review
from ncr_toolkit.schema import Record

CHILDREN: tuple[type[Record], ...] = (Containment, Cause, Action, Evidence, Readiness)
"""Rows with an id of their own, by which they are found again."""


def earlier(record: Record, review: Review) -> Record | None:
    """The same record in the earlier register, by its id; None where there is none, or no earlier register."""
    index = review.once(_earlier)
    own = record.typed(record.SHEET.id_field)
    return index.get((record.SHEET.prefix, fold(own))) if own else None


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
