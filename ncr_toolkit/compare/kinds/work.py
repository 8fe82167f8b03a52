"""The work on a finding: who does it, causes, actions, evidence, and the look whether it helped."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.text import short
from ncr_toolkit.compare.change import Both, ChangeKind, News, Where, look
from ncr_toolkit.compare.pairs import Pair, target
from ncr_toolkit.compare.wording import differing, named
from ncr_toolkit.core.model import Action, Cause, Containment, Effect, Evidence, Finding, ReadinessStep
from ncr_toolkit.core.schema import Record

OWNED = (Finding, Containment, Action, ReadinessStep)
DOABLE = (Containment, Action, ReadinessStep)
WITH_ID = (Containment, Cause, Action, Evidence, ReadinessStep)


@look(Where.BOTH, *OWNED)
def owner_changed(pair: Pair[Record], both: Both) -> Iterator[News]:
    """Somebody else answers for it."""
    if "owner" in pair.changed:
        was, now = pair.old.typed("owner") or "nobody", pair.new.typed("owner") or "nobody"
        yield News(ChangeKind.OWNER, f"The owner of {named(pair.new)} was {was} and is {now} now.", "owner")


@look(Where.BOTH, *WITH_ID)
def renumbered(pair: Pair[Record], both: Both) -> Iterator[News]:
    """A row of a finding has another id of our own."""
    if "id" in pair.changed:
        was = pair.old.typed("id") or "without an id"
        yield News(ChangeKind.RENUMBERED, f"{named(pair.new)} was {was} before: it says the same.", "id")


@look(Where.BOTH, *DOABLE)
def done(pair: Pair[Record], both: Both) -> Iterator[News]:
    """It has a day of being done now."""
    if pair.filled("done_on"):
        yield News(ChangeKind.DONE, f"{named(pair.new)} was done on {pair.new.typed('done_on')}{_what(pair.new)}.",
                   "done_on")


@look(Where.BOTH, *DOABLE)
def undone(pair: Pair[Record], both: Both) -> Iterator[News]:
    """The day is gone; who reopens a finding may begin anew."""
    if pair.emptied("done_on"):
        yield News(ChangeKind.UNDONE,
                   f"{named(pair.new)} was done on {pair.old.typed('done_on')}, and is not done any more.",
                   "done_on", grave=not both.standing(pair.old, pair.new).reopened)


def _what(record: Record) -> str:
    said = record.typed("item" if isinstance(record, ReadinessStep) else "what")
    return f": {short(said)}" if said else ""


@look(Where.NEW, Action)
def action_added(action: Action, both: Both) -> Iterator[News]:
    """One more is promised."""
    due = f", due {action.typed('due')}" if action.typed("due") else ""
    yield News(ChangeKind.ACTION_ADDED, f"{named(action)} is a new action{due}{_what(action)}.", "id")


@look(Where.GONE, Action)
def action_dropped(action: Action, both: Both) -> Iterator[News]:
    """What was promised is not there any more."""
    yield News(ChangeKind.ACTION_DROPPED, f"The action {named(action)} is gone{_what(action)}.", "id")


@look(Where.NEW, Cause)
def cause_added(cause: Cause, both: Both) -> Iterator[News]:
    """One more was found."""
    yield News(ChangeKind.CAUSE_ADDED, f"{named(cause)} is a new cause{_said(cause.typed('statement'))}.", "id")


@look(Where.GONE, Cause)
def cause_removed(cause: Cause, both: Both) -> Iterator[News]:
    """It is no cause any more."""
    yield News(ChangeKind.CAUSE_REMOVED, f"The cause {named(cause)} is gone{_said(cause.typed('statement'))}.", "id")


def _said(text: str) -> str:
    return f": {short(text)}" if text else ""


@look(Where.NEW, Evidence)
def evidence_added(evidence: Evidence, both: Both) -> Iterator[News]:
    """One more proof."""
    yield News(ChangeKind.EVIDENCE_ADDED, f"{named(evidence)} is new evidence{_said(evidence.typed('title'))}.", "id")


@look(Where.GONE, Evidence)
def evidence_removed(evidence: Evidence, both: Both) -> Iterator[News]:
    """A proof does not disappear: the body may have it."""
    shown = evidence.typed("title") or evidence.typed("file")
    yield News(ChangeKind.EVIDENCE_REMOVED, f"The evidence {named(evidence)} is gone{_said(shown)}.", "id", grave=True)


@look(Where.BOTH, Evidence)
def file_changed(pair: Pair[Evidence], both: Both) -> Iterator[News]:
    """Another file, or the same words over a link that leads elsewhere."""
    if "file" not in pair.changed:
        return
    was, now = pair.old.typed("file"), pair.new.typed("file")
    if was == now:
        was, now = (target(row, "file") for row in (pair.old, pair.new))
    yield News(ChangeKind.EVIDENCE_FILE, f"The file of {named(pair.new)}: {differing(was, now)}.", "file",
               values=(was, now))


@look(Where.BOTH, Evidence)
def fingerprint_changed(pair: Pair[Evidence], both: Both) -> Iterator[News]:
    """The file is not the one it was, whatever its name; the first fingerprint is written by the tool."""
    if "sha256" in pair.changed and not pair.old.blank("sha256"):
        what = "is gone" if pair.new.blank("sha256") else "is another one: the file is not the one it was"
        yield News(ChangeKind.FINGERPRINT, f"The fingerprint of {named(pair.new)} {what}.", "sha256", grave=True)


@look(Where.BOTH, Effect)
def judged(pair: Pair[Effect], both: Both) -> Iterator[News]:
    """Whether it worked."""
    if "result" in pair.changed:
        was, now = pair.old.typed("result"), pair.new.typed("result") or "empty"
        before = f" was '{was}' and" if was else ""
        yield News(ChangeKind.RESULT, f"The effectiveness of {pair.new.label}{before} is '{now}' now.", "result",
                   also=("reviewed_on",) if pair.filled("reviewed_on") else ())
