"""Every form of every report, by the word that people type after --format.

A new form is one function here and its module beside this one; that module is imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ncr_toolkit.compare.comparison import Comparison
    from ncr_toolkit.core.assessment import Assessment
    from ncr_toolkit.evidence.survey import EvidenceSurvey


@dataclass(frozen=True, slots=True)
class Look:
    """How a report is shown where that is left open: what one form of it alone can do, the others ignore."""

    cells: bool = False  # in the order of the workbook, not finding by finding
    colour: bool = False


def _check_text(assessment: Assessment, look: Look) -> str:
    from ncr_toolkit.report.check_text import report

    return report(assessment, cells=look.cells, colour=look.colour)


def _check_json(assessment: Assessment, _look: Look) -> str:
    from ncr_toolkit.report.check_json import report

    return report(assessment)


def _check_csv(assessment: Assessment, _look: Look) -> str:
    from ncr_toolkit.report.check_csv import report

    return report(assessment)


def _check_html(assessment: Assessment, _look: Look) -> str:
    from ncr_toolkit.report.check_html import report

    return report(assessment)


def _check_sarif(assessment: Assessment, _look: Look) -> str:
    from ncr_toolkit.report.check_sarif import report

    return report(assessment)


def _changes_text(comparison: Comparison) -> str:
    from ncr_toolkit.report.changes.text import report

    return report(comparison)


def _changes_json(comparison: Comparison) -> str:
    from ncr_toolkit.report.changes.json import report

    return report(comparison)


def _changes_html(comparison: Comparison) -> str:
    from ncr_toolkit.report.changes.html import report

    return report(comparison)


def _evidence_text(found: EvidenceSurvey, width: int) -> str:
    from ncr_toolkit.report.evidence.text import report

    return report(found, width)


def _evidence_csv(found: EvidenceSurvey, _width: int) -> str:
    from ncr_toolkit.report.evidence.csv import report

    return report(found)


def _evidence_json(found: EvidenceSurvey, _width: int) -> str:
    from ncr_toolkit.report.evidence.json import report

    return report(found)


CHECK: dict[str, Callable[[Assessment, Look], str]] = {
    "text": _check_text, "json": _check_json, "csv": _check_csv, "html": _check_html, "sarif": _check_sarif}
TELLS_PROBLEMS_ALONE = ("csv",)
"""The forms that do not say how far an answer is."""
CHANGES: dict[str, Callable[[Comparison], str]] = {
    "text": _changes_text, "json": _changes_json, "html": _changes_html}
EVIDENCE: dict[str, Callable[[EvidenceSurvey, int], str]] = {
    "text": _evidence_text, "csv": _evidence_csv, "json": _evidence_json}
"""The number is the width of a line, which only text has."""
