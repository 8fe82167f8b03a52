"""Findings: new, gone, under another id, closed, open again, graded anew, sent and judged."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import short
from ncr_toolkit.compare.answer_parts import RANKS, WORDS, is_marked, is_sent_again
from ncr_toolkit.compare.change import Both, ChangeKind, News, Where, look
from ncr_toolkit.compare.pairs import Pair
from ncr_toolkit.compare.wording import differing, what
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.status import ENDED, is_open

Findings = Pair[Finding]


@look(Where.NEW, Finding)
def new_finding(finding: Finding, both: Both) -> Iterator[News]:
    """It was in no earlier register."""
    said = finding.typed("title") or finding.typed("statement")
    yield News(ChangeKind.NEW, f"{finding.label} is new{_described(finding)}{f': {short(said)}' if said else ''}.",
               "id")


@look(Where.GONE, Finding)
def vanished(finding: Finding, both: Both) -> Iterator[News]:
    """Findings do not disappear."""
    twin = both.new.find(Finding, finding.typed("id"))
    more = f"; another row of that id is still there ({twin.cell('id')})" if twin is not None else ""
    yield News(ChangeKind.VANISHED, f"{finding.label}{_described(finding)} is gone{more}.", "id", grave=True)


def _described(finding: Finding) -> str:
    parts = [part for part in (finding.typed("grade"), finding.typed("status")) if part]
    return f" ({', '.join(parts)})" if parts else ""


@look(Where.BOTH, Finding)
def renumbered(pair: Findings, both: Both) -> Iterator[News]:
    """The body matches the answer to its own number."""
    if "id" in pair.changed:
        was = pair.old.typed("id") or "without an id"
        now = pair.new.typed("id") or "without an id"
        nearly = any(name in pair.changed for name in ("statement", "title"))
        says = "nearly the same" if nearly else "the same"
        yield News(ChangeKind.RENUMBERED, f"The finding that was {was} is {now} now: it says {says}.", "id", grave=True)


@look(Where.BOTH, Finding)
def closed(pair: Findings, both: Both) -> Iterator[News]:
    """It was open, and is closed."""
    if pair.turned("status", "Closed"):
        on = f" on {pair.new.typed('closed_on')}" if pair.new.typed("closed_on") else ""
        by = f" by {pair.new.typed('closed_by')}" if pair.new.typed("closed_by") else ""
        yield News(ChangeKind.CLOSED, f"{pair.new.label} was closed{on}{by}.", "status",
                   also=("closed_on", "closed_by"))


@look(Where.BOTH, Finding)
def withdrawn(pair: Findings, both: Both) -> Iterator[News]:
    """The body took it back, says the register."""
    if pair.turned("status", "Withdrawn"):
        yield News(ChangeKind.WITHDRAWN, f"{pair.new.label} was withdrawn; it was '{pair.old.typed('status')}'.",
                   "status")


@look(Where.BOTH, Finding)
def reopened(pair: Findings, both: Both) -> Iterator[News]:
    """It is open again, and says so."""
    if is_marked(pair):
        day, why = pair.new.typed("reopened_on"), pair.new.typed("reopen_reason")
        yield News(ChangeKind.REOPENED, f"{pair.new.label} was reopened{f' on {day}' if day else ''}{_because(why)}.",
                   "status" if "status" in pair.changed else "reopened_on", also=("reopened_on", "reopen_reason"))


def _because(why: str) -> str:
    return f": {short(why)}" if why else "; no reason is given"


@look(Where.BOTH, Finding)
def reopened_silently(pair: Findings, both: Both) -> Iterator[News]:
    """It was closed, is open now, and does not say so."""
    if _is_silent(pair):
        yield News(ChangeKind.REOPENED_SILENTLY,
                   f"{pair.new.label} was closed, is '{pair.new.typed('status')}' now, and "
                   "does not say that it was reopened.", "status", grave=True)


def _is_silent(pair: Findings) -> bool:
    return "status" in pair.changed and pair.old.status == "Closed" and is_open(pair.new) and not is_marked(pair)


@look(Where.BOTH, Finding)
def status_moved(pair: Findings, both: Both) -> Iterator[News]:
    """Any other step; without a status a finding is in no count."""
    if "status" not in pair.changed or pair.new.status in ENDED or is_marked(pair) or _is_silent(pair):
        return
    was, now = pair.old.typed("status") or "empty", pair.new.typed("status")
    told = f"is '{now}' now" if now else "is empty now, so that the finding is in no count"
    yield News(ChangeKind.STATUS, f"The status of {pair.new.label} was {_quoted(was)} and {told}.", "status",
               grave=not now)


def _quoted(text: str) -> str:
    return text if text == "empty" else f"'{text}'"


@look(Where.BOTH, Finding)
def regraded(pair: Findings, both: Both) -> Iterator[News]:
    """The grade is the body's: lowered, it has to say so."""
    if "grade" not in pair.changed:
        return
    before, after = RANKS.get(pair.old.grade, 0), RANKS.get(pair.new.grade, 0)
    kind = (ChangeKind.GRADE_LOWERED if after < before else ChangeKind.GRADE_RAISED if after > before > 0
            else ChangeKind.GRADE_CHANGED)
    said = kind is ChangeKind.GRADE_LOWERED and "body_comment" in pair.changed and not pair.new.blank("body_comment")
    why = f"; the body's comment says {short(pair.new.body_comment)}" if said else ""
    yield News(kind, f"{pair.new.label} was {_quoted(pair.old.typed('grade') or 'without a grade')} and is "
               f"{_quoted(pair.new.typed('grade') or 'without a grade')} now{why}.", "grade",
               grave=kind is ChangeKind.GRADE_LOWERED and not said)


@look(Where.BOTH, Finding)
def decided(pair: Findings, both: Both) -> Iterator[News]:
    """What the body said; that an answer was sent is told with its day."""
    if "body_decision" not in pair.changed or (is_sent_again(pair) and pair.new.body_decision == "Sent"):
        return
    was, now = pair.old.typed("body_decision") or "empty", pair.new.typed("body_decision") or "empty"
    comment = "body_comment" in pair.changed and not pair.new.blank("body_comment")
    said = f": {short(pair.new.body_comment)}" if comment else ""
    yield News(ChangeKind.DECISION, f"The body's decision on {pair.new.label} was {_quoted(was)} and is {_quoted(now)} "
               f"now{said}.", "body_decision", also=("body_comment",) if comment else ())


@look(Where.BOTH, Finding)
def sent(pair: Findings, both: Both) -> Iterator[News]:
    """An answer went to the body."""
    if is_sent_again(pair) and "response_sent_on" in pair.changed:
        again = "" if pair.old.blank("response_sent_on") else " again"
        yield News(ChangeKind.SENT, f"The answer to {pair.new.label} was sent{again} on {pair.new.response_sent_on}.",
                   "response_sent_on", also=("body_decision",) if pair.new.body_decision == "Sent" else ())


@look(Where.BOTH, Finding)
def auditors_words(pair: Findings, both: Both) -> Iterator[News]:
    """Statement, requirement, evidence and reference are the auditor's."""
    for name in WORDS:
        was, now = pair.old.typed(name), pair.new.typed(name)
        if name in pair.changed and was and fold(was) != fold(now):
            told = f"{what(pair.new, name)} is the auditor's text: {differing(was, now)}."
            yield News(ChangeKind.AUDITORS_WORDS, told, name, grave=True)
