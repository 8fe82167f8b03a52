"""The second reader: somebody who did no work on an answer has read it before it goes out, and on which day.

What was read is known by the fingerprints of its rows. The first run, or the first answer made to be sent, after the
row was typed on the sheet Sign-off takes them down; what is changed from then on was not read.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.memory import Said
from ncr_toolkit.core.model import (
    BY_PREFIX,
    SECOND_READER_ROLE,
    Action,
    Bone,
    Cause,
    Containment,
    Effect,
    Evidence,
    Finding,
    FiveWhys,
    Probe,
    ReadinessStep,
    SignOff,
)
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record, column_names

READ: dict[str, tuple[str, ...]] = {kind.SHEET.prefix: column_names(kind, *names) for kind, names in (
    (Finding, ("consequences", "extent", "extent_count", "action_needed", "no_action_reason", "disposition",
               "acceptance_reason", "risk_rationale", "detection_cause", "system_change")),
    (Containment, ("kind", "what", "rationale")),
    (FiveWhys, ("leg", "problem", "why1", "why2", "why3", "why4", "why5", "proof", "cause")),
    (Bone, ("category", "cause", "sub_cause", "verdict", "proof", "leads_to")),
    (Probe, ("question", "answer", "points_to_cause", "leads_to")),
    (Cause, ("id", "statement")),
    (Action, ("id", "cause", "kind", "what", "measure")),
    (Evidence, ("supports", "title", "file", "place", "dated")),
    (Effect, ("criterion", "method", "target")),
    (ReadinessStep, ("item",)),
)}
"""What a second reader reads: the columns of each sheet, by prefix. Days of work done, and results, come later."""
ADDED_LATER = (Evidence.SHEET.prefix,)
"""Sheets on which rows are rightly added after the answer was read."""

def signatures(finding: Finding, review: Review) -> list[SignOff]:
    """The rows of Sign-off by which management answers for a finding: all but those of second readers."""
    return [row for row in review.of(SignOff, finding) if row.role != SECOND_READER_ROLE]


def readings(finding: Finding, review: Review) -> list[SignOff]:
    """The rows of Sign-off that say who has read the answer."""
    return [row for row in review.of(SignOff, finding) if row.role == SECOND_READER_ROLE]


def work_of(name: str, finding: Finding, review: Review) -> str:
    """What somebody does for a finding that a second reader may not: "owns NC-1", "owns CA-1"; '' where nothing."""
    work: list[Record] = [finding, *review.of(Action, finding)]
    own = [record for record in work if name and fold(record.typed("owner")) == fold(name)]
    return f"owns {own[0].label}" if own else ""


def counts(row: SignOff, finding: Finding, review: Review) -> bool:
    """Whether a row says that somebody else has read the answer by now, and did not reject it."""
    return row.known("person", "signed_on") and row.decision != "Rejected" and row.signed_on is not None \
        and row.signed_on <= review.today and not work_of(row.person, finding, review)


def last_reading(finding: Finding, review: Review) -> SignOff | None:
    """The last reading that holds: since then nothing was changed of what was read. None where there is none."""
    found = [row for row in readings(finding, review) if counts(row, finding, review)
             and not changed_since(row, finding, review)]
    return max(found, key=lambda row: row.signed_on or date.min, default=None)


def said_now(finding: Finding, review: Review) -> dict[str, list[str]]:
    """The fingerprints of what the register says of a finding's answer."""
    rows = {prefix: [finding] if kind is Finding else review.of(kind, finding)
            for prefix, kind in BY_PREFIX.items() if prefix in READ}
    return _said({prefix: [_texts(record, READ[prefix]) for record in records] for prefix, records in rows.items()})


def _texts(record: Record, names: Sequence[str]) -> dict[str, str]:
    return {name: record.typed(name) for name in names}


def _said(rows: Mapping[str, Sequence[Mapping[str, str]]]) -> dict[str, list[str]]:
    found = {prefix: sorted(print_ for row in rows.get(prefix, ()) if (print_ := _print(row, names)))
             for prefix, names in READ.items()}
    return {prefix: prints for prefix, prints in found.items() if prints}


def _print(row: Mapping[str, str], names: Sequence[str]) -> str:
    """The fingerprint of a row, whatever its spaces; '' of one that says nothing."""
    texts = {name: text for name in names if (text := " ".join(row.get(name, "").split()))}
    said = json.dumps(texts, ensure_ascii=False).encode(errors="replace")
    return hashlib.sha256(said).hexdigest()[:16] if texts else ""


def changed_since(row: SignOff, finding: Finding, review: Review) -> list[str]:
    """The sheets on which the answer was changed since it was read; none where nobody took down what was read."""
    then = _as_read(row, finding, review)
    if then is None:
        return []
    now, changed = said_now(finding, review), []
    for prefix in READ:
        gone = Counter(then.get(prefix, ())) - Counter(now.get(prefix, ()))
        new = Counter(now.get(prefix, ())) - Counter(then.get(prefix, ()))
        if gone or (new and prefix not in ADDED_LATER):
            changed.append(BY_PREFIX[prefix].SHEET.name)
    return changed


def is_kept(row: SignOff, finding: Finding, review: Review) -> bool:
    """Whether it was taken down what this reader read."""
    return _as_read(row, finding, review) is not None


def _as_read(row: SignOff, finding: Finding, review: Review) -> Said | None:
    """What was read, as it was taken down first: by a run, or in an answer made to be sent."""
    life = review.memory.life(finding.typed("id")) if review.memory else None
    taken = [(kept.seen, kept.said) for kept in (life.readings if life else ())
             if fold(kept.reader) == fold(row.person) and kept.day == row.signed_on]
    made = review.sent.of(finding.id) if review.sent else []
    taken += [(answer.day, _said(answer.rows)) for answer in made
              if any(_is_same(row, each) for each in answer.rows.get(SignOff.SHEET.prefix, ()))]
    return min(taken, key=lambda each: each[0])[1] if taken else None


def _is_same(row: SignOff, kept: Mapping[str, str]) -> bool:
    return (fold(kept.get("role", "")), fold(kept.get("person", "")), kept.get("signed_on", "")) == (
        fold(SECOND_READER_ROLE), fold(row.person), row.typed("signed_on"))
