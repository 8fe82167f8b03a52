"""The findings of an audit report, each by its labels, in its row of a list, or below its heading.

A Word document that is no report, and only holds a list, is read as a grid as any other; so no column of it is lost.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.label_words import DUE, ID, REFERENCE
from ncr_toolkit.audit_report.labels import DAYS, GRADE, LEAD_AUDITOR, REPORT, TEXTS, key
from ncr_toolkit.audit_report.located import PERIOD_KEYS, ReportFinding
from ncr_toolkit.audit_report.report import AuditReport, read
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.text import listing
from ncr_toolkit.core.model import Audit, Finding
from ncr_toolkit.imports.sources.grid import Grid

_TABLE = re.compile(r"table (\d+)")
_NAME = "report"
_ALWAYS = (ID, GRADE, REFERENCE, *TEXTS, *DAYS)
"""Of these it is told where they are not located."""
_TWO_DAYS = '"finding.response_due" (your answer is due) or "finding.close_due" (all is done)?'
_OF_THE_AUDIT = (*PERIOD_KEYS, LEAD_AUDITOR, REPORT)


def grids(path: Path) -> list[Grid]:
    """The findings of a report. Raises CannotRun where it cannot be read, or none is located in it."""
    report = read(path)
    if not report.findings:
        raise CannotRun(f"In {path.name} no finding was located: none has its number beside a label, in a list or in a "
                        "heading with labels below it. Log the findings by hand; name the file in 'Report file' on the "
                        "sheet Audits, and `ncr check` holds the auditor's words against it.")
    return [_grid(report)]


def of_report(path: Path) -> list[Grid] | None:
    """The findings of a Word report, and what of its tables is left out; None where the document is no report. Raises
    CannotRun where no finding is located in a report."""
    try:
        report = read(path)
    except CannotRun:
        return None
    return grids(path) if report.is_report else None


def _grid(report: AuditReport) -> Grid:
    """A row a finding, under our own headers: what a label of a report means is known already."""
    every = report.findings
    keys = list(dict.fromkeys((*_ALWAYS, *(name for each in every for name in each.values))))
    own = list(dict.fromkeys(header for each in every for header in each.others))
    headers: list[object] = [_header(key) for key in keys]
    rows, places = [[*headers, *own]], dict[tuple[int, int], str]()
    for number, each in enumerate(every, start=1):
        rows.append([each.id, *(_value(each, key) for key in keys[1:]),
                     *(each.others[header].text if header in each.others else "" for header in own)])
        found = {ID: each.where} | {key: value.where for key, value in (*each.values.items(), *each.others.items())}
        places |= {(number, at): found[key] for at, key in enumerate((*keys, *own)) if key in found}
    return Grid(_NAME, rows, spreadsheet=False, places=places, aside=tuple(_aside(report)),
                asked={header: _TWO_DAYS for header in own if key(header) == DUE})


def _aside(report: AuditReport) -> list[str]:
    """What looks like a finding, and is not taken."""
    said = []
    if report.told.bare:
        named = listing([f"{each.text} ({each.where})" for each in report.told.bare])
        said.append(f"Numbers without anything located beside them or below; look them up in the report: {named}")
    if report.earlier:
        said.append(f"Left out as findings of an earlier audit: {listing(_tables(sorted(report.earlier)))}")
    if report.told.unread:
        named = listing([f"'{each.text}' ({each.where})" for each in report.told.unread])
        said.append(f"Not taken, since it has no number: what stands below {named}; look whether it is a finding")
    if twofold := [f"{_header(key)} of {each.id} ({one.text}, {one.where}; {other.text}, {other.where})"
                   for each in report.findings for key, (one, other) in each.twofold.items()]:
        said.append(f"Said twice and not alike, so left empty: {listing(twofold)}")
    missing = [Audit.SHEET.by_name[key.partition(".")[2]].header for key in _OF_THE_AUDIT if key not in report.about]
    if missing:
        said.append(f"Of the audit itself not located, so type it on the sheet Audits: {listing(missing)}")
    return said


def _header(key: str) -> str:
    return Finding.SHEET.by_name[key.partition(".")[2]].header


def _tables(numbers: Sequence[int]) -> list[str]:
    return [f"table {number}" for number in numbers]


def _value(finding: ReportFinding, key: str) -> str:
    """What is located, unless it is said twice and not alike; of a grade our word, where a narrow column broke it."""
    text = finding.values[key].text if key in finding.values and key not in finding.twofold else ""
    return (grade(text) or text) if key == GRADE else text
