"""Which day may come before which, as a table: every pair of day columns that is odd, with the check that tells of it.

What cannot be at all stands in `dates` (DAT005). A pair that stands in neither place is fine: an action may begin before or
after the answer is sent, a plan may be signed before its work begins, a review may be later than planned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ncr_toolkit.checks.registry import Fault, fault
from ncr_toolkit.core import clocks
from ncr_toolkit.core.model import BY_PREFIX, Action, Audit, Effect, Extension, Finding, Settings
from ncr_toolkit.core.past_days import PAST
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.core.status import is_internal, known_open

BEFORE, AFTER = "before", "after"
SEEN = "seen"
"""The first day on which the finding could be known: the audit's first day, or the day it was raised."""


def noticed(finding: Finding, review: Review) -> tuple[Record, str]:
    """The record and column of that day: what was seen on the first day of the audit may be put right on that day, though
    the finding is raised on the last."""
    audit = review.find(Audit, finding.audit)
    if audit is not None and audit.started_on and (finding.raised_on is None or audit.started_on <= finding.raised_on):
        return audit, "started_on"
    return finding, "raised_on"


@dataclass(frozen=True, slots=True)
class Pair:
    """The day in the column `day` must not lie `sense` (before, after) the one in the column `limit`, where `when` holds."""

    code: str
    day: str
    sense: str
    limit: str
    when: Callable[[Record, Finding | None, Review], bool] = lambda record, finding, review: True
    slack: int = 0  # days by which it may


def _answers(record: Record, finding: Finding | None, review: Review) -> bool:
    return isinstance(record, Action) and record.kind in ("", "Corrective", "Extent") and "kind" not in record.unread


def _alive(record: Record, finding: Finding | None, review: Review) -> bool:
    return finding is not None and known_open(finding)


def _ahead(record: Record, finding: Finding | None, review: Review) -> bool:
    return _alive(record, finding, review) and record.blank("done_on")


def _judged_to_close(record: Record, finding: Finding | None, review: Review) -> bool:
    """A major is closed with the result; a minor with its plan, and the result is looked at afterwards."""
    return finding is not None and finding.grade == "Major" and _alive(record, finding, review) and record.blank("reviewed_on")


def _alive_to_the_body(record: Record, finding: Finding | None, review: Review) -> bool:
    """Open, and its next audit by the body is still to come: what is open at that audit is told by DAT014."""
    audit = review.find(Audit, finding.audit) if finding is not None and _alive(record, finding, review) else None
    coming = audit is not None and audit.next_audit_on is not None and audit.next_audit_on > review.today
    return finding is not None and coming and not is_internal(finding, review)


def _of_the_body(record: Record, finding: Finding | None, review: Review) -> bool:
    return finding is not None and not is_internal(finding, review)


def _closed_for_good(record: Record, finding: Finding | None, review: Review) -> bool:
    return finding is not None and finding.status == "Closed" and finding.blank("reopened_on")


def _closed(record: Record, finding: Finding | None, review: Review) -> bool:
    return finding is not None and finding.status == "Closed"


def _not_told_yet(record: Record, finding: Finding | None, review: Review) -> bool:
    """The criterion was not set after the last action was done, which EFF002 tells."""
    return not (finding is not None and isinstance(record, Effect) and set_afterwards(record, finding, review))


def set_afterwards(effect: Effect, finding: Finding, review: Review) -> bool:
    """Whether the criterion was set when all actions were done."""
    done = [action.done_on for action in review.of(Action, finding)]
    return bool(effect.set_on and done and all(done) and effect.set_on > max(day for day in done if day))


def _counts_from(*bases: str) -> Callable[[Record, Finding | None, Review], bool]:
    return lambda record, finding, review: isinstance(record, Finding) and record.due_basis in bases


PAIRS = (
    Pair("DAT016", "action.start_on", BEFORE, SEEN, _answers),
    Pair("DAT016", "containment.planned_on", BEFORE, SEEN),
    Pair("DAT016", "effect.set_on", BEFORE, SEEN),
    Pair("DAT016", "effect.window_start", BEFORE, SEEN),
    Pair("DAT016", "lesson.taken_on", BEFORE, SEEN),
    Pair("DAT017", "finding.raised_on", AFTER, "audit.report_received_on"),
    Pair("DAT017", "finding.raised_on", AFTER, "audit.next_audit_on"),
    Pair("DAT017", "finding.closed_on", BEFORE, "audit.report_received_on", _of_the_body, slack=30),
    Pair("DAT018", "finding.response_due", AFTER, "finding.close_due"),
    Pair("DAT018", "finding.response_due", AFTER, "finding.implementation_due"),
    Pair("DAT018", "finding.implementation_due", AFTER, "finding.close_due"),
    Pair("DAT018", "finding.response_due", BEFORE, "audit.ended_on", _counts_from("Last audit day", "Closing meeting")),
    Pair("DAT018", "finding.response_due", BEFORE, "audit.report_received_on", _counts_from("Report received")),
    Pair("DAT018", "finding.close_due", BEFORE, "audit.ended_on", _counts_from("Last audit day", "Closing meeting")),
    Pair("DAT018", "finding.close_due", BEFORE, "audit.report_received_on", _counts_from("Report received")),
    Pair("DAT018", "finding.close_due", AFTER, "audit.next_audit_on", _alive_to_the_body, slack=7),
    Pair("DAT022", "readiness.due", AFTER, "finding.close_due", _ahead),
    Pair("DAT022", "containment.planned_on", AFTER, "finding.close_due", _ahead),
    Pair("DAT022", "effect.due", AFTER, "finding.close_due", _judged_to_close),
    Pair("DAT024", "audit.report_received_on", AFTER, "audit.next_audit_on"),
    Pair("DAT025", "decision.decided_on", AFTER, "decision.until"),
    Pair("DAT025", "decision.decided_on", BEFORE, SEEN),
    Pair("DAT026", "finding.acknowledged_on", AFTER, "finding.response_sent_on"),
    Pair("DAT026", "finding.acknowledged_on", AFTER, "finding.closed_on"),
    *(Pair("DAT030", f"finding.{name}", BEFORE, SEEN) for name in clocks.ACCEPTED),
    *(Pair("DAT030", f"finding.{later}", BEFORE, f"finding.{first}")
      for first, later in (clocks.ACCEPTED[:2], clocks.ACCEPTED[1:], clocks.ACCEPTED[::2])),
    Pair("CLO010", "signoff.signed_on", AFTER, "finding.closed_on", _closed_for_good),
    Pair("CLO010", "readiness.done_on", AFTER, "finding.closed_on", _closed_for_good),
    Pair("STA008", "finding.closed_on", BEFORE, "finding.reopened_on", _closed),
    Pair("EFF012", "effect.window_start", BEFORE, "effect.set_on", _not_told_yet),
    Pair("EFF012", "effect.set_on", AFTER, "effect.reviewed_on", _not_told_yet),
    Pair("EFF012", "effect.set_on", AFTER, "effect.due", _not_told_yet),
    Pair("XTN005", "extension.agreed_on", BEFORE, SEEN),
    Pair("XTN005", "extension.asked_on", BEFORE, SEEN),
    Pair("XTN005", "extension.agreed_on", BEFORE, "extension.asked_on"),
    Pair("XTN005", "extension.from_date", BEFORE, SEEN),
    Pair("XTN005", "extension.agreed_on", AFTER, "finding.closed_on", _closed_for_good),
    Pair("XTN005", "extension.agreed_on", AFTER, "action.done_on"),
)
"""The odd pairs. Of several of one check that name the same cell the first is told."""


def broken(code: str, record: Record, review: Review) -> Iterator[Fault]:
    """The pairs of this check that the record breaks, each at the cell of its day."""
    told: set[str] = set()
    for pair in _BY_PLACE.get((code, record.SHEET.prefix), ()):
        name, finding = pair.day.partition(".")[2], review.finding(record)
        other, limit_name = _limit(pair, record, finding, review)
        day, limit = record.value(name), other.value(limit_name) if other is not None else None
        if other is None or not isinstance(day, date) or not isinstance(limit, date) or name in told:
            continue
        if _is_impossible(other, limit) or not pair.when(record, finding, review):
            continue
        slack = timedelta(days=pair.slack)
        wrong = day < limit - slack if pair.sense == BEFORE else day > limit + slack
        if wrong and not (name in PAST and day > review.today) and not (limit_name in PAST and limit > review.today):
            told.add(name)
            whose = "" if other is record or isinstance(other, Settings) else f" of {other.label}"
            yield fault(record, name, f"'{record.SHEET.by_name[name].header}' ({day}) comes {pair.sense} "
                                      f"'{other.SHEET.by_name[limit_name].header}' ({limit}){whose}.")


def _limit(pair: Pair, record: Record, finding: Finding | None, review: Review) -> tuple[Record | None, str]:
    """The record and column that the day is compared with."""
    prefix, _, name = pair.limit.partition(".")
    if prefix == SEEN:
        return noticed(finding, review) if finding is not None else (None, "")
    if prefix == record.SHEET.prefix:
        return record, name
    if prefix == "action" and isinstance(record, Extension):
        return review.find(Action, record.record) if review.find(Finding, record.record) is None else None, name
    if prefix == "audit":
        return review.find(Audit, finding.audit) if finding is not None else None, name
    return finding if prefix == "finding" else None, name


def _is_impossible(record: Record, day: date) -> bool:
    """Whether a day of a finding or audit cannot be itself, as DAT005 tells: nothing else is measured by it."""
    begun: tuple[date | None, ...] = (record.raised_on,) if isinstance(record, Finding) else ()
    if isinstance(record, Audit):
        begun = (record.started_on, record.ended_on)
    return any(first is not None and day < first for first in begun) and day not in begun


def _by_place() -> dict[tuple[str, str], list[Pair]]:
    found: dict[tuple[str, str], list[Pair]] = {}
    for pair in PAIRS:
        for key in (pair.day, *((pair.limit,) if pair.limit != SEEN else ())):
            prefix, _, name = key.partition(".")
            BY_PREFIX[prefix].SHEET.column(name)
        found.setdefault((pair.code, pair.day.partition(".")[0]), []).append(pair)
    return found


_BY_PLACE = _by_place()
