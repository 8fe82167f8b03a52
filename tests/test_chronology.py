"""The tables of days: every day column of the workbook is compared with another, or is said to stand alone."""

from __future__ import annotations

from ncr_toolkit.checks.days import dates
from ncr_toolkit.checks.days.day_order import PAIRS, SEEN
from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.core.model import SHEETS
from ncr_toolkit.core.schema import Kind

ELSEWHERE = {
    "evidence.dated": "EVD005, EVD006, CLO009, EFF013, EFF015", "evidence.received_on": "CLO009, EFF013",
    "extension.to_date": "XTN002, XTN004", "person.left_on": "OWN004, OWN008, OWN009",
    "register.certificate_expiry": "DAT013, DAT019",
    "register.next_audit_on": "DAT014, DAT024", "action.due": "DAT007, DAT008", "setting.decided_on": "OWN008",
}
"""Days that other checks compare, with what belongs to another record or needs more than two days."""


def test_every_day_column_is_compared_with_another():
    days = {column.key for kind in SHEETS for column in kind.SHEET.columns if column.kind is Kind.DATE}
    paired = {key for pair in PAIRS for key in (pair.day, pair.limit)} - {SEEN}
    for table in (dates.AFTER_RAISED, dates.AFTER_SEEN):
        paired |= {f"{kind.SHEET.prefix}.{name}" for kind, names in table.items() for name in names}
    for kind, pairs in dates.WITHIN.items():
        paired |= {f"{kind.SHEET.prefix}.{name}" for pair in pairs for name in pair}
    assert days - paired - ELSEWHERE.keys() == set()
    assert paired <= days
    assert {code for codes in ELSEWHERE.values() for code in codes.split(", ")} <= catalogue().keys()


def test_every_pair_belongs_to_a_check():
    assert {pair.code for pair in PAIRS} <= catalogue().keys()
