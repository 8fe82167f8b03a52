"""What a row leaves empty because another cell of it says it: the finding of evidence follows from what it supports."""

from __future__ import annotations

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import BY_PREFIX, Evidence
from ncr_toolkit.core.register import Register, by

_SUPPORTED = tuple(BY_PREFIX[prefix] for prefix in Evidence.SHEET.by_name["supports"].to)


def take_implied(register: Register) -> None:
    """Fill in the finding of each row of evidence that names none and supports a step, action or item of exactly one;
    `Record.implied` says so, and a check tells it."""
    waiting = [proof for proof in register.all(Evidence) if proof.blank("finding") and proof.known("supports")]
    if not waiting:
        return
    work = by([record for kind in _SUPPORTED for record in register.records[kind]], lambda record: record.typed("id"))
    for proof in waiting:
        owners = {fold(record.owner_id): record.owner_id for record in work.get(fold(proof.supports), ())}
        if len(owners) == 1 and (owner := next(iter(owners.values()))):
            proof.finding, proof.implied = owner, frozenset(("finding",))
