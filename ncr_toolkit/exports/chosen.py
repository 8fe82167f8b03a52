"""What belongs to some findings of a register: their rows, and the audits and people that these name."""

from __future__ import annotations

from collections.abc import Sequence

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import RECORDS, Audit, CheckSetting, Decision, Finding, Person
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Kind, Record


def records_of(findings: Sequence[Finding], review: Review) -> dict[type[Record], list[Record]]:
    """By sheet, in the order of the workbook, what belongs to these findings; no settings of checks, which are for the
    register as a whole."""
    register = review.register
    wanted = set(map(id, findings))
    found: dict[type[Record], list[Record]] = {kind: [] for kind in RECORDS}
    found[Finding] = [finding for finding in register.findings if id(finding) in wanted]
    for kind in RECORDS:
        if kind not in (Finding, Audit, Person, Decision, CheckSetting):
            found[kind] = [record for record in register.records[kind] if id(review.finding(record)) in wanted]
    ids = {fold(record.label) for rows in found.values() for record in rows if record.SHEET.id_field}
    found[Decision] = [each for each in register.all(Decision) if fold(each.typed("record")) in ids]
    audits = {fold(str(finding.value("audit"))) for finding in found[Finding]}
    found[Audit] = [each for each in register.all(Audit) if fold(each.typed("id")) in audits]
    named = {fold(record.typed(column.name)) for rows in found.values() for record in rows
             for column in record.SHEET.columns if column.kind is Kind.PERSON}
    found[Person] = [each for each in register.all(Person) if fold(each.typed("name")) in named]
    return found
