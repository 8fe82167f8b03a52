"""Sentences about an old and a new value."""

from __future__ import annotations

from ncr_toolkit.common.text import short
from ncr_toolkit.core.schema import Record

SHOWN = 60
LEAD = 20
"""How many characters before the first difference are shown."""


def named(record: Record) -> str:
    """"CA-1 of NC-1"."""
    own, owner = record.label, record.owner_id
    return f"{own} of {owner}" if owner and owner != own else own or record.SHEET.name


def what(record: Record, name: str) -> str:
    """"'Due' of CA-1 of NC-1"."""
    return f"'{record.SHEET.by_name[name].header}' of {named(record)}"


def differing(old: str, new: str) -> str:
    """"it was 'A' and is 'B' now", of long texts the part where they begin to differ."""
    was, now = " ".join(old.split()), " ".join(new.split())
    if not was or not now:
        return f"it was {_part(was, 0)} and is {_part(now, 0)} now"
    same = next((place for place, (mine, yours) in enumerate(zip(was, now, strict=False)) if mine != yours),
                min(len(was), len(now)))
    start = max(was.rfind(" ", 0, same - LEAD) + 1, same - 2 * LEAD) if same > SHOWN - LEAD else 0
    return f"it was {_part(was, start)} and is {_part(now, start)} now"


def _part(text: str, start: int) -> str:
    if not text:
        return "empty"
    shown = short(text[start:], SHOWN)
    return f"'...{shown[1:]}" if start else shown
