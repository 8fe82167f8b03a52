"""What an earlier copy of the register (`Review.previous`) says of the same records."""

from __future__ import annotations

from ncr_toolkit.compare.matching import pairs
from ncr_toolkit.compare.pairs import Pairs
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Record


def earlier(record: Record, review: Review) -> Record | None:
    """The same record in the earlier register; None where there is none, or no earlier register."""
    return review.once(both).before(record) if review.previous is not None else None


def both(review: Review) -> Pairs:
    """The earlier register and this one side by side."""
    return pairs(past(review), review)


def past(review: Review) -> Review:
    """The earlier register, looked at on the same day; an empty one where there is none."""
    return Review(review.previous or Register(), review.pack, review.today)


def differs(record: Record, other: Record, name: str) -> bool:
    """Whether a column of two records says something else, spaces apart."""
    return " ".join(record.typed(name).split()) != " ".join(other.typed(name).split())
