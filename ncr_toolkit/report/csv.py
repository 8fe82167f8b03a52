"""The problems as a CSV file that Excel opens by double click: one row each."""

from __future__ import annotations

import csv
import io

from ncr_toolkit.assessment import Assessment

HEADERS = ("Level", "Sheet", "Cell", "Record", "Check", "What is wrong", "What to do", "What stands there",
           "Column key")


def report(assessment: Assessment) -> str:
    """Every problem as a row below one header row. Begins with a byte-order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(HEADERS)
    for each in assessment.problems:
        row = (each.level.value, each.cell.sheet, each.cell.ref, each.record, each.code, each.message, each.fix,
               each.value, each.key)
        rows.writerow(_plain(text) for text in row)
    return "\ufeff" + out.getvalue()


def _plain(text: str | None) -> str:
    """Text that a spreadsheet shows and does not run: a leading = + - @ is kept behind a space."""
    value = text or ""
    return f" {value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
