"""The problems as a CSV file that Excel opens by double click: one row each."""

from __future__ import annotations

import csv
import io

from ncr_toolkit.common.text import csv_cell
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.report.problem_rows import ProblemRow, is_set_aside, rows

HEADERS = ("Level", "Check", "Sheet", "Cell", "Record", "Finding", "Grade", "Owner", "What is wrong", "What to do",
           "What stands there", "Column key", "Set aside", "Where to work")


def report(assessment: Assessment) -> str:
    """Every problem as a row below one header row. Begins with a byte-order mark, so that Excel reads it as UTF-8."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(HEADERS)
    for row in rows(assessment):
        lines.writerow(csv_cell(text) for text in _cells(row))
    return "\ufeff" + out.getvalue()


def _cells(row: ProblemRow) -> tuple[str | None, ...]:
    problem = row.problem
    return (problem.level.value, problem.code, problem.cell.sheet, problem.cell.ref, problem.record, row.name,
            row.grade, row.owner, problem.message, problem.fix, problem.value, problem.key,
            "yes" if is_set_aside(problem) else "", str(problem.where))
