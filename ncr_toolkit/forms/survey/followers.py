"""Labels that say nothing but how they go on from the one before them in their line: "by", "on", "dated"."""

from __future__ import annotations

from ncr_toolkit.forms.meaning.label_attributes import BY_NAME
from ncr_toolkit.forms.survey.naming import AUDITOR, SIGNS, UNKNOWN, Meaning, Naming
from ncr_toolkit.forms.survey.walk import Seat

_AT_ONCE = {"corrections", "steps", "containment", "mitigations"}
"""Rows of which a bare day is the one on which they were done."""


def behind(naming: Naming, last: Meaning | None, said: str, seat: Seat, before: str = "") -> Meaning:
    """What a text asks behind another label: "by" alone asks who did what that one asks for, "on" when it was done or
    signed, and "dated" behind the number of the finding on which day it was raised."""
    words = naming.words
    if last is not None and last.names == ("finding.id",) and not last.why and words.only_from(said):
        meant = naming.of(said, seat, before)
        return meant if meant.why == AUDITOR else Meaning(meant.label, ("finding.raised_on",))
    if last is not None and words.only_on(said) and (when := _when(naming, last)):
        return Meaning(said.strip(" :"), (when,) if "." in when else (), "" if "." in when else when)
    right_behind = {seat.context} & set(words.attributes_of) if seat.section.about in ("", seat.context) else set()
    if last is None and words.only_on(said) and (done := right_behind & _AT_ONCE):
        return Meaning(said.strip(" :"), (f"{done.pop()}.done_on",), AUDITOR if seat.auditor else "")
    if not words.only_by(said):
        return naming.of(said, seat, before)
    rows = {name.partition(".")[0] for name in last.names} if last is not None else right_behind
    return naming.of(said, seat, rows.pop() if len(rows) == 1 else UNKNOWN)


def _when(naming: Naming, last: Meaning) -> str:
    """What "on" asks behind a label, or why it is left; '' where neither is known."""
    if last.why == AUDITOR:
        return AUDITOR
    if last.why in (BY_NAME, SIGNS):
        return SIGNS
    rows, _, field = last.names[0].partition(".") if len(last.names) == 1 else ("", "", "")
    own = naming.words.attributes_of.get(rows, {})
    done = rows in _AT_ONCE or (field == own.get("owner") and naming.words.of_done(last.label))
    return f"{rows}.{own['done_on']}" if own and done and field in ("", own["owner"]) else ""
