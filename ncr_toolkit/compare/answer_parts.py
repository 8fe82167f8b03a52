"""What belongs to an answer, and since when it may not change in silence."""

from __future__ import annotations

from dataclasses import dataclass

from ncr_toolkit.compare.matching import CHILDREN, WITHOUT_ID
from ncr_toolkit.compare.pairs import Pair
from ncr_toolkit.core import clocks
from ncr_toolkit.core.linked_records import LINKED
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.schema import Record, column_names
from ncr_toolkit.core.status import is_open

PARTS: tuple[type[Record], ...] = (Finding, *CHILDREN, *WITHOUT_ID)
"""The sheets of which a response is made."""
WORDS = column_names(Finding, "statement", "requirement", "objective_evidence", "reference")
"""What the auditor wrote."""
OWN = column_names(Finding, "internal_note")
"""What no response holds."""
REFERENCES = column_names(Finding, "management_review_reference", *LINKED)
"""Columns that name records kept elsewhere."""
AFTERWARDS = column_names(PARTS, *REFERENCES, "body_decision", "body_comment", "repeat_of", "internal_note", "sha256")
"""Columns that may rightly be filled in when a finding is closed already."""
NOT_THE_ANSWER = column_names(Finding, "status", "body_decision", "body_comment", "response_due", "close_due",
                              "response_sent_on", "internal_note", "owner", "disputed", "acknowledged_on",
                              "implementation_due", *clocks.ACCEPTED)
"""Columns of a finding that its response does not hold."""
_BEHIND = tuple(" ,;(\n")
RANKS = {"Major": 3, "Minor": 2, "Observation": 1, "Opportunity": 1, "Area of concern": 1}
"""How grave a grade is."""

AT_THE_BODY = ("Sent", "Plan accepted", "Closed by body")
IN_HAND = ("Submitted", "Verifying")
"""What decision or status says that the body has an answer."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a finding stood and stands, as far as it decides what may change."""

    closed: bool  # in both registers
    sent: bool  # the body has the answer, and has not asked for another
    reopened: bool  # since the old register, and it says so


def standing(pair: Pair[Finding]) -> Standing:
    """How the finding of a pair stands."""
    closed = pair.old.status == pair.new.status == "Closed"
    again = is_marked(pair) or is_sent_again(pair) or "Returned" in (pair.old.body_decision, pair.new.body_decision)
    return Standing(closed, was_sent(pair.old) and not closed and not again, is_marked(pair))


def was_sent(finding: Finding) -> bool:
    """Whether the body has an answer."""
    return not finding.blank("response_sent_on") or finding.status in IN_HAND \
        or finding.body_decision in AT_THE_BODY


def is_marked(pair: Pair[Finding]) -> bool:
    """Whether it was opened again since, and says so; a day of reopening from an earlier time says nothing of this."""
    says = pair.turned("status", "Reopened") or ("reopened_on" in pair.changed and not pair.new.blank("reopened_on"))
    return says and is_open(pair.new)


def is_sent_again(pair: Pair[Finding]) -> bool:
    """Whether an answer was sent since: the first one, or another one on a later day."""
    before, after = pair.old.response_sent_on, pair.new.response_sent_on
    return pair.filled("response_sent_on") or (before is not None and after is not None and after > before)


def is_excused(old: Record | None, new: Record | None, name: str) -> bool:
    """Whether a column may change on a closed finding: our own notes, and what is rightly filled in afterwards."""
    if name in OWN:
        return True
    return name in AFTERWARDS and old is not None and (
        old.blank(name) or (new is not None and adds_to(name, old.typed(name), new.typed(name))))


def adds_to(name: str, was: str, now: str) -> bool:
    """Whether a reference only got something behind it: the day of the record, or one that was renewed since."""
    was = was.rstrip()
    return name in REFERENCES and now.startswith(was) and now[len(was):len(was) + 1] in _BEHIND
