"""What a report says of the audit itself: its number, its days, and who led it."""

from __future__ import annotations

import re

from ncr_toolkit.audit_report.label_words import ENDED, STARTED
from ncr_toolkit.audit_report.labels import LEAD_AUDITOR, PERIOD, days
from ncr_toolkit.audit_report.periods import period
from ncr_toolkit.audit_report.values_and_headings import Located

PERIOD_KEYS = (STARTED, ENDED)
_NAME_ENDS, _SEVERAL = re.compile(r"[;,(\n\uff08\u3001]"), re.compile(r"\d|\s(?:and|und|et|y|&)\s")
_MOST_OF_A_NAME = 6
"""In words."""


class AboutAudit:
    """Takes it label by label; the first that can be is taken."""

    def __init__(self) -> None:
        self.values: dict[str, Located] = {}
        self.ends: dict[str, Located] = {}  # each under a label of its own

    def take(self, key: str, value: Located) -> None:
        """What a label of the audit says."""
        if key in PERIOD_KEYS:
            self.ends.setdefault(key, value)
            if len(self.ends) == len(PERIOD_KEYS):
                self._days(" \u2013 ".join(self.ends[name].text for name in PERIOD_KEYS), value.where)
        elif key == PERIOD:
            self._days(value.text, value.where)
        elif key == LEAD_AUDITOR:
            name = _NAME_ENDS.split(value.text)[0].strip()
            if not _SEVERAL.search(name) and len(name.split()) <= _MOST_OF_A_NAME:
                self.values.setdefault(key, Located(name, value.where))
        else:
            self.values.setdefault(key, value)

    def _days(self, text: str, where: str) -> None:
        """The first and the last day, where the two allow one reading."""
        for name, day in zip(PERIOD_KEYS, period(text, days) or (), strict=False):
            self.values.setdefault(name, Located(day.isoformat(), where))
