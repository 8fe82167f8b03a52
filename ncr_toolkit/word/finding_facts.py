"""The facts about a finding: its days, where it was seen, and who answers for it. What is blank has no row."""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.translation import day, gettext
from ncr_toolkit.core.clocks import ACCEPTED
from ncr_toolkit.core.model import Audit
from ncr_toolkit.core.schema import Record
from ncr_toolkit.word.blocks import TableRow, TextCell, facts, heading
from ncr_toolkit.word.case import Case, header, printed

_WIDTHS = (30, 57, 30, 57)


def finding_facts(case: Case) -> str:
    """The facts under their heading, two beside each other; '' where there are none."""
    pairs = [(label, value) for label, value in _pairs(case) if not _is_blank(value)]
    rows: list[TableRow] = [[part for pair in pairs[at:at + 2] for part in pair] for at in range(0, len(pairs), 2)]
    if case.formal and not case.review.register.settings.blank("scope"):
        rows.append([gettext("Scope"), printed(case.review.register.settings, "scope")])
    return heading(gettext("Facts"), 2) + facts(gettext("Facts about the finding"), rows, _WIDTHS, together=True) \
        if rows else ""


def of_audit(case: Case, name: str) -> str:
    """What stands in a column of the finding's audit, '' where there is none."""
    audit = case.review.find(Audit, case.finding.typed("audit"))
    return printed(audit, name) if audit else ""


def owner(case: Case) -> TextCell:
    """Who answers for the finding, and what that person does."""
    person = case.review.person(case.finding.owner)
    return TextCell(printed(case.finding, "owner"), printed(person, "role") if person else "")


def _pairs(case: Case) -> Iterator[tuple[str, str | TextCell]]:
    record, columns = case.finding, case.finding.SHEET.by_name
    yield header(columns["raised_on"]), printed(record, "raised_on")
    yield header(columns["acknowledged_on"]), printed(record, "acknowledged_on")
    yield header(columns["response_due"]), _due(case, "response_due")
    yield header(columns["response_sent_on"]), printed(record, "response_sent_on")
    yield header(columns["implementation_due"]), _due(case, "implementation_due")
    yield header(columns["close_due"]), _due(case, "close_due")
    yield from ((header(columns[name]), printed(record, name)) for name in ACCEPTED)
    yield header(columns["closed_on"]), _closed(record)
    yield header(columns["reopened_on"]), TextCell(printed(record, "reopened_on"), printed(record, "reopen_reason"))
    yield gettext("Audit dates"), _dates(case)
    yield from ((header(columns[name], case.pack), printed(record, name))
                for name in ("site", "process", "ai_system", "model_version", "incident_reference", "repeat_of"))


def _is_blank(value: str | TextCell) -> bool:
    return not (value.text if isinstance(value, TextCell) else value).strip()


def _due(case: Case, name: str) -> str | TextCell:
    """The date typed; without one, the date the pack would set, marked as such."""
    proposed = case.review.proposed(case.finding, name)
    return TextCell(day(proposed), gettext("proposed, not confirmed by the body")) if proposed \
        else printed(case.finding, name)


def _closed(record: Record) -> TextCell:
    by = printed(record, "closed_by")
    return TextCell(printed(record, "closed_on"), gettext("by {name}", name=by) if by else "")


def _dates(case: Case) -> str:
    first, last = of_audit(case, "started_on"), of_audit(case, "ended_on")
    if first and last and first != last:
        return gettext("{first} to {last}", first=first, last=last)
    return first or last
