"""The findings of an audit report, each by its labels, in its row of a list, or below its heading.

A Word document that is no report, and only holds a list, is read as a grid as any other; so no column of it is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ncr_toolkit.audit_report.about_audit import PERIOD_KEYS
from ncr_toolkit.audit_report.announced import NONCONFORMITY
from ncr_toolkit.audit_report.grades import grade
from ncr_toolkit.audit_report.label_words import DUE, ID, REFERENCE
from ncr_toolkit.audit_report.labels import DAYS, GRADE, LEAD_AUDITOR, REPORT, TEXTS, key
from ncr_toolkit.audit_report.report import AuditReport, read
from ncr_toolkit.audit_report.told import ReportFinding
from ncr_toolkit.audit_report.values_and_headings import Located
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.text import cut, listing, plural, several
from ncr_toolkit.core.model import Audit, Finding
from ncr_toolkit.imports.sources.grid import TWO_DAYS, Grid

_MOST_QUOTED = 5
_LONGEST = 90  # of a text that is quoted
_NAME = "report"
_ALWAYS = (ID, GRADE, REFERENCE, *TEXTS, *DAYS)
"""Of these it is told where they are not located."""
_OF_THE_AUDIT = (*PERIOD_KEYS, LEAD_AUDITOR, REPORT)


def grids(path: Path) -> list[Grid]:
    """The findings of a report. Raises CannotRun where it cannot be read, or none is located in it."""
    report = read(path)
    if not (report.findings or report.told.unnumbered):
        aside = "".join(f" {said}." for said in (*not_taken(report), *left_out(report)))
        raise CannotRun(f"In {path.name} no finding was located: none has its number beside a label, in a list or in a "
                        f"heading with labels below it.{aside} Log the findings by hand; name the file in 'Report "
                        "file' on the sheet Audits, and `ncr check` holds the auditor's words against it.")
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
    every = (*report.findings, *report.told.unnumbered)
    keys = list(dict.fromkeys((*_ALWAYS, *(name for each in every for name in each.values))))
    own = list(dict.fromkeys(header for each in every for header in each.others))
    headers: list[object] = [_header(key) for key in keys]
    rows, places = [[*headers, *own]], dict[tuple[int, int], str]()
    for number, each in enumerate(every, start=1):
        rows.append([each.id, *(_value(each, key) for key in keys[1:]),
                     *(each.others[header].text if header in each.others else "" for header in own)])
        found = {ID: each.where} | {key: value.where for key, value in (*each.values.items(), *each.others.items())}
        places |= {(number, at): found[key] for at, key in enumerate((*keys, *own)) if key in found}
    open_ = tuple(not_taken(report))
    return Grid(_NAME, rows, spreadsheet=False, places=places, aside=(*open_, *left_out(report)), open=bool(open_),
                asked={header: TWO_DAYS for header in own if key(header) == DUE})


def not_taken(report: AuditReport) -> Iterator[str]:
    """What may be a finding, and is not taken."""
    told = report.told
    for said, count in told.announced:
        yield (f"The report announces {_counted(said.grade, said.count)} (\"{cut(said.text, _LONGEST)}\", "
               f"{said.where}), and {count or 'none'} {'was' if count == 1 else 'were'} located; look for the others")
    if told.bare:
        yield ("Numbers without anything located beside them or below; look them up in the report: "
               f"{listing(_with_places(told.bare))}")
    if told.lines:
        yield ("Not taken, since nobody can say whether they are findings; look at what begins so: "
               f"{listing(_quoted(told.lines))}")
    if told.unread:
        yield (f"Not taken, since it has no number: what stands below {listing(_quoted(told.unread))}; look whether it "
               f"is a finding: {several(_quoted(told.below), _MOST_QUOTED)}")


def left_out(report: AuditReport) -> Iterator[str]:
    """What is not taken since it is none of this audit's findings, and what of the audit is missing."""
    told = report.told
    if told.unnumbered:
        yield f"Without a number in the report, so that one is given here: {plural(len(told.unnumbered), 'finding')}"
    if told.earlier:
        yield f"Left out as findings of an earlier audit: {listing(_with_places(told.earlier))}"
    if told.closed:
        yield f"Left out as the report calls them closed: {listing(_with_places(told.closed))}"
    if told.good:
        yield f"Left out as what is good: {listing(_quoted(told.good))}"
    if twofold := [f"{_header(key)} of {each.id or 'one without a number'} ({one.text}, {one.where}; {other.text}, "
                   f"{other.where})" for each in report.findings for key, (one, other) in each.twofold.items()]:
        yield f"Said twice and not alike, so left empty: {listing(twofold)}"
    missing = [Audit.SHEET.by_name[key.partition(".")[2]].header for key in _OF_THE_AUDIT if key not in report.about]
    if missing:
        yield f"Of the audit itself not located, so type it on the sheet Audits: {listing(missing)}"


def _counted(grade_: str, count: int) -> str:
    """"2 nonconformities", "1 finding of grade Observation"."""
    if grade_ == NONCONFORMITY:
        return plural(count, "nonconformity", "nonconformities")
    return f"{plural(count, 'finding')}{f' of grade {grade_}' if grade_ else ''}"


def _with_places(found: Iterable[Located]) -> list[str]:
    return [f"{each.text} ({each.where})" for each in found]


def _quoted(found: Iterable[Located]) -> list[str]:
    return [f"'{cut(each.text, _LONGEST)}' ({each.where})" for each in found]


def _header(key: str) -> str:
    return Finding.SHEET.by_name[key.partition(".")[2]].header


def _value(finding: ReportFinding, key: str) -> str:
    """What is located, unless it is said twice and not alike; of a grade our word, where a narrow column broke it."""
    text = finding.values[key].text if key in finding.values and key not in finding.twofold else ""
    return (grade(text) or text) if key == GRADE else text
