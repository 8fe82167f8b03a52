"""The findings that an audit report holds one by one: each by its labels, under its number or below its heading.

A table that lists findings in a Word report is a grid as any other; a PDF has no tables, so its lists are here, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ncr_toolkit.audit_report.labelled import GRADE, ID
from ncr_toolkit.audit_report.labels import grade
from ncr_toolkit.audit_report.located import ReportFinding
from ncr_toolkit.audit_report.report import AuditReport, read
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.model import Finding
from ncr_toolkit.imports.sources.grid import Grid

_TABLE = re.compile(r"table (\d+)")
_NAME = "report"


def grids(path: Path) -> list[Grid]:
    """The findings of a PDF. Raises CannotRun where it cannot be read, or none is located in it."""
    report = read(path)
    if not report.findings:
        raise CannotRun(f"In {path.name} no finding was located: none has its number beside a label, in a list or in a "
                        "heading. Log the findings by hand; name the file in 'Report file' on the sheet Audits, and "
                        "`ncr check` holds the auditor's words against it.")
    return [_grid(report.findings)]


def beside_lists(path: Path) -> tuple[list[Grid], set[int]]:
    """The findings of a Word report that stand in no list, and the numbers of the tables that tell of them."""
    try:
        report = read(path)
    except CannotRun:
        return [], set()
    found = [each for each in report.findings if not each.listed]
    places = [value.where for each in found for value in each.values.values()] + [each.where for each in found]
    tables = {int(at[1]) for place in places if (at := _TABLE.match(place))}
    return ([_grid(found)] if found else []), tables - _lists(report)


def _lists(report: AuditReport) -> set[int]:
    return {int(found[1]) for each in report.findings if each.listed and (found := _TABLE.match(each.where))}


def _grid(findings: Iterable[ReportFinding]) -> Grid:
    """A row a finding, under our own headers: what a label of a report means is known already."""
    every = list(findings)
    keys = [ID, *dict.fromkeys(key for each in every for key in each.values if key != ID)]
    headers: list[object] = [Finding.SHEET.by_name[key.partition(".")[2]].header for key in keys]
    rows, places = [headers], dict[tuple[int, int], str]()
    for number, each in enumerate(every, start=1):
        rows.append([each.id, *(_value(each, key) for key in keys[1:])])
        places |= {(number, 0): each.where}
        places |= {(number, at): each.values[key].where for at, key in enumerate(keys) if key in each.values}
    return Grid(_NAME, rows, spreadsheet=False, places=places)


def _value(finding: ReportFinding, key: str) -> str:
    """What is located; of a grade our word, where a narrow column has broken the report's."""
    text = finding.values[key].text if key in finding.values else ""
    return (grade(text) or text) if key == GRADE else text
