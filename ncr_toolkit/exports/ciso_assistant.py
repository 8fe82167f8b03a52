"""The layout that CISO Assistant's data wizard reads as findings (community edition, data_wizard/views.py).

It matches by `ref_id`, else by `name`. A severity in other words than these becomes undefined there, a label in other
letters than these breaks its import, and an owner is not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.core.cell_parts import values
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.several import typed
from ncr_toolkit.excel.write.plain_workbook import Cell, plain_workbook
from ncr_toolkit.exports.leaving import Leaving

COLUMNS = {"ref_id": 18, "name": 40, "description": 60, "severity": 10, "status": 14, "filtering_labels": 24,
           "asset": 20, "due_date": 12, "observation": 50}
"""In their order, with their widths in characters."""
_SEVERITIES = {"Major": "high", "Minor": "medium", "Observation": "low", "Opportunity": "info",
               "Area of concern": "medium"}
_STATES = {"Open": "identified", "In progress": "in_progress", "Submitted": "in_progress", "Verifying": "mitigated",
           "Closed": "closed", "Reopened": "confirmed", "Withdrawn": "dismissed"}
_NOT_IN_LABELS = re.compile(r"[^\w-]+")
_LONGEST_LABEL = 36
_SEVERAL = re.compile(r"[|,;\n]")


def made(leaving: Leaving) -> bytes:
    """The workbook."""
    return plain_workbook(leaving.review.today, {"Findings": (COLUMNS, list(_rows(leaving)))})


def _rows(leaving: Leaving) -> Iterator[list[Cell]]:
    for finding in leaving.all(Finding):
        text = leaving.text
        title = text(finding, "title")
        yield [text(finding, "id"), title or finding.label, text(finding, "statement"),
               leaving.word(finding, "grade", _SEVERITIES), leaving.word(finding, "status", _STATES),
               "|".join(_labels(finding, leaving)), _asset(finding, leaving), leaving.day(finding, "close_due"),
               text(finding, "objective_evidence")]


def _labels(finding: Finding, leaving: Leaving) -> Iterator[str]:
    """By which the findings can be filtered there: the grade, which the severity does not say exactly, the standard and
    the reference."""
    if finding.grade:  # of which the severity says more
        yield _label(finding.grade)
    for name in ("standard", "reference"):
        labels = [label for each in typed(finding, name) if (label := _label(each))] if finding.value(name) else []
        if labels:
            leaving.reword(finding, name, "|".join(labels))
            yield from labels


def _label(text: str) -> str:
    return _NOT_IN_LABELS.sub("-", text).strip("-")[:_LONGEST_LABEL]


def _asset(finding: Finding, leaving: Leaving) -> str:
    """The AI systems, as several are told there; of one whose name would be taken for several, nothing."""
    systems = values(finding.ai_system)
    if not systems or any(map(_SEVERAL.search, systems)):
        return ""
    leaving.reword(finding, "ai_system", "|".join(systems))
    return "|".join(systems)
