"""Small histories: a register of a few findings, as it was on several days."""

from __future__ import annotations

from datetime import date

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import RECORDS, Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Record


def day(text: str) -> date:
    """A day of 2026 (05-31), or of any year."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def finding(id: str, status: str = "Open", grade: str = "Minor", **more) -> Finding:
    """One finding; days may be typed as texts."""
    dated = {name: day(value) if name.endswith(("_on", "_due")) and value else value for name, value in more.items()}
    return Finding(**{"id": id, "status": status, "grade": grade, "owner": "Ana Lima", **dated})


def look(on: str, *records: Record, pack: str = "iso42001", **about) -> Review:
    """A register with these records, looked at on a day."""
    register = Register(records={kind: [] for kind in RECORDS})
    for record in records:
        register.records[type(record)].append(record)
    for name, value in about.items():
        setattr(register.settings, name, value)
    register.path = "findings.xlsx"
    return Review(register, packs.load(pack), day(on))
