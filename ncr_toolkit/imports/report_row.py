"""The row of Audits by which a register is held against the report it came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from ncr_toolkit.audit_report.about_audit import PERIOD_KEYS
from ncr_toolkit.audit_report.labels import REPORT
from ncr_toolkit.audit_report.report import ENDINGS, AuditReport, read
from ncr_toolkit.audit_report.values_and_headings import Located
from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import write_whole
from ncr_toolkit.common.folder import fingerprint
from ncr_toolkit.core.model import Audit, Finding
from ncr_toolkit.imports.outcome import Outcome, Row


def reports(paths: Iterable[Path]) -> list[tuple[Path, AuditReport]]:
    """Those of these files that are reports with findings in them."""
    found = []
    for path in paths:
        if path.suffix.casefold() in ENDINGS:
            try:
                report = read(path)
            except CannotRun:
                continue
            if report.findings or report.told.unnumbered:
                found.append((path, report))
    return found


def add_audits(outcome: Outcome, made_from: Sequence[Path], above: Mapping[str, Located] | None = None) -> None:
    """Give the findings the audit of their report, and the audit the name and the fingerprint of its file. Of several
    reports none is chosen: which finding is whose is not told. `above`: what the rows above a list say of its audit."""
    found = reports(made_from)
    bare = [row for row in outcome.rows.get(Finding, ()) if not row.get("audit")]
    if len(found) > 1 or not bare or not (found or above):
        return
    about = found[0][1].about if found else above or {}
    row: Row = {"id": audit_id(about)}
    if found:
        row |= {"report_file": found[0][0].name, "report_sha256": fingerprint(found[0][0])}
    row |= {key.partition(".")[2]: date.fromisoformat(value.text) if key in PERIOD_KEYS else value.text
            for key, value in about.items()}
    outcome.rows.setdefault(Audit, []).append(row)
    for finding in bare if row["id"] else ():
        finding["audit"] = row["id"]


def audit_id(about: Mapping[str, Located]) -> str:
    """What the audit of a report is called: by the number of the report, else by its last day; '' where the report
    tells neither, since the name goes out with each answer."""
    last = about.get(PERIOD_KEYS[1])
    return about[REPORT].text if REPORT in about else f"Audit {last.text}" if last else ""


def lay_beside(register: Path, made_from: Iterable[Path], *, named: bool = True) -> Iterator[str]:
    """Copy the reports into the folder of the register; what was done, in sentences. `named`: whether the register
    names them in 'Report file'. Raises CannotRun."""
    for path, report in reports(made_from):
        there = register.parent / path.name
        if not there.exists():
            with plainly(path):
                content = path.read_bytes()
            write_whole(there, content, force=False)
            yield f"{path.name} was copied beside the register."
        elif fingerprint(there) != fingerprint(path):
            yield f"Beside the register lies another {path.name}; put the one that was imported in its place."
        if named and not audit_id(report.about):
            yield ("The report tells neither its number nor its days, so that the audit has no name yet: type one into "
                   "'Audit ID' on the sheet Audits and into 'Audit' of the findings (`ncr fill` enters it there); each "
                   f"check then holds the findings against {path.name}.")
            continue
        yield (f"Each check holds the findings against {path.name}." if named else
               f"Type {path.name} into 'Report file' on the sheet Audits: each check then holds the findings to it.")
