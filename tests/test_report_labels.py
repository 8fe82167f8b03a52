"""What the labels of audit reports mean: made of known words, in cells of their own, in the heading of a text, and days
of which the label does not say what is due."""

from __future__ import annotations

import pytest
from docx import Document

from ncr_toolkit.audit_report.headings import run_in
from ncr_toolkit.audit_report.label_words import CLOSE_DUE as CLOSE
from ncr_toolkit.audit_report.label_words import DUE
from ncr_toolkit.audit_report.label_words import RESPONSE_DUE as RESPONSE
from ncr_toolkit.audit_report.labels import is_name, is_value, key
from ncr_toolkit.audit_report.located import located
from ncr_toolkit.audit_report.parts import Line, Row
from ncr_toolkit.core.model import Finding
from ncr_toolkit.imports.mapping import read_mapping
from ncr_toolkit.imports.source import load


@pytest.mark.parametrize(("label", "expected"), [
    ("OFI number", "finding.id"), ("Hinweis Nr.", "finding.id"), ("NCR index", "finding.id"),
    ("Constat n°", "finding.id"), ("Number of findings", ""), ("Clause / Annex A", "finding.reference"),
    ("ISO clause no.", "finding.reference"),
    ("Annex 1", ""), ("Standard", ""), ("Closure by", CLOSE), ("Corrective action plan by", RESPONSE),
    ("Due", DUE), ("Frist", DUE), ("Délai", DUE), ("Deadline", DUE), ("Frist für die Maßnahmen", DUE),
    ("Deadline for the response", RESPONSE), ("Due diligence", ""), ("Approved by", ""),
    ("Planned completion by", CLOSE),
])
def test_a_label_is_made_of_words(label, expected):
    assert key(label) == expected


def row(at: int, *cells: str) -> Row:
    return Row(cells, f"row {at}", 1)


def days(*parts) -> dict[str, str]:
    """The days of the only finding of these parts, by the last word of their keys, and under their own labels."""
    found, = located(list(parts)).findings
    return {name.rpartition(".")[2]: value.text for name, value in (*found.values.items(), *found.others.items())
            if value.text.startswith("2026-")}


@pytest.mark.parametrize(("parts", "expected"), [
    pytest.param([row(1, "No.", "NC-1"), row(2, "Grade", "Minor"), row(3, "Due", "2026-06-30")], {"Due": "2026-06-30"},
                 id="nothing says it"),
    pytest.param([row(1, "No.", "NC-1"), row(2, "Response due", "2026-04-12"), row(3, "Due", "2026-06-30")],
                 {"response_due": "2026-04-12", "close_due": "2026-06-30"}, id="beside that of the answer"),
    pytest.param([row(1, "No.", "NC-1"), row(2, "Frist", "2026-04-12"), row(3, "Umsetzung bis", "2026-06-30")],
                 {"response_due": "2026-04-12", "close_due": "2026-06-30"}, id="beside that of the closing"),
    pytest.param([row(1, "No.", "NC-1"), row(2, "Grade", "Minor"), row(3, "Antwort an die Stelle"),
                  row(4, "Frist", "2026-04-12")], {"response_due": "2026-04-12"}, id="below a row that says it"),
    pytest.param([Line("NC-1: Minor, clause 8.4", "", 2), Line("Closure of the finding", "", 9),
                  Line("Due: 2026-06-30", "")], {}, id="below a heading that begins something else"),
    pytest.param([row(1, "No.", "Grade", "Response due", "Due"), row(2, "NC-1", "Minor", "", "2026-06-30")],
                 {"close_due": "2026-06-30"}, id="in a column beside that of the answer"),
])
def test_what_is_due_is_read_by_its_neighbours_or_not_at_all(parts, expected):
    assert days(*parts) == expected


def test_a_bare_due_is_asked_in_the_mapping_and_no_column_of_ours_till_then(ncr, tmp_path):
    document = Document()
    document.add_paragraph("Report no.: R-34")
    table = document.add_table(rows=0, cols=4)
    for cells in (("No.", "Grade", "Nonconformity", "Due"),
                  ("N1", "Minor", "The policy is not signed.", "30 June 2026"),
                  ("N2", "Minor", "No review was held.", "31 July 2026")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.save(tmp_path / "report.docx")
    done = ncr("import", "report.docx", "findings.xlsx", "--pack", "iso9001", "--organisation", "A & B")
    assert done.returncode == 1 and "what is due on the days of 'Due'" in done.stdout + done.stderr
    source = load([tmp_path / "report.docx"])
    assert all("close_due" not in each and "response_due" not in each for each in source.outcome().rows[Finding])
    assert [*source.outcome().own[Finding]["Due"].values()] == ["30 June 2026", "31 July 2026"]

    mapping = tmp_path / "findings-import.toml"
    text = mapping.read_text(encoding="utf-8")
    assert "# To be decided by you:\n#   - what is due on the days of 'Due'" in text
    again = next(line for line in text.splitlines() if line.startswith("#   ncr import"))
    assert "--pack iso9001" in again and "A & B" in again, "the same register comes of it"
    assert "finding.ai_system" in text and "Product or service" in text, "in the words of its standard"
    mapping.write_text(text.replace('"Due" = ""', '"Due" = "finding.response_due"'), encoding="utf-8")
    decided = load([tmp_path / "report.docx"], read_mapping(mapping))
    assert [str(each["response_due"]) for each in decided.outcome().rows[Finding]] == ["2026-06-30", "2026-07-31"]
    assert decided.mapping.asked == []


@pytest.mark.parametrize(("text", "expected"), [
    ("Observation JH-3 – clause 7.4. The plan is not approved.", ("JH-3", "The plan is not approved.")),
    ("NC-4 (Minor). Two records are missing.", ("NC-4", "Two records are missing.")),
    ("Finding KP-1 of 2025 (minor, clause 7.2) was verified and closed. All is well.", ("", "")),
    ("Finding NC-2 was discussed. The client agreed.", ("", "")),
])
def test_a_heading_may_run_into_its_text(text, expected):
    assert run_in(Line(text, ""))[1:] == expected


def test_a_cell_that_begins_with_its_label():
    found, = located([row(1, "NCR no.", "N1"), row(2, "Nonconformity\nTwo records are missing."),
                      row(3, "Objective evidence\nFile 4.", "Requirement\nRecords are kept.")]).findings
    assert {name: value.text for name, value in found.values.items()} == {
        "finding.statement": "Two records are missing.", "finding.objective_evidence": "File 4.",
        "finding.requirement": "Records are kept."}


@pytest.mark.parametrize(("parts", "expected"), [
    pytest.param([row(1, "Company", "Report ID", "Standard"), row(2, "A Ltd", "JM-26-9", "ISO/IEC 42001:2023"),
                  row(3, "Lead auditor", "First day", "Last day"),
                  row(4, "Ana de Sousa", "14-Apr-2026", "15-Apr-2026")],
                 {"report_reference": "JM-26-9", "lead_auditor": "Ana de Sousa", "started_on": "2026-04-14",
                  "ended_on": "2026-04-15"}, id="labels above their values"),
    pytest.param([row(1, "Audit start", "01/06/2026"), row(2, "Audit end", "04/06/2026")],
                 {"started_on": "2026-06-01", "ended_on": "2026-06-04"}, id="two days that allow one reading"),
    pytest.param([row(1, "Audit start", "01/06/2026"), row(2, "Audit end", "02/06/2026"), row(3, "Report", "SQ-9")],
                 {"started_on": "2026-06-01", "ended_on": "2026-06-02", "report_reference": "SQ-9"}, id="bare report"),
    pytest.param([row(1, "Report", "Final"), row(2, "Lead auditor", "Signature")], {}, id="no values"),
])
def test_what_a_table_says_of_the_audit(parts, expected):
    found = located(parts).about
    assert {name.partition(".")[2]: value.text for name, value in found.items()} == expected


def test_names_and_numbers_of_reports():
    assert [text for text in ("Ana de Sousa", "Dr. Katrin Vogel", "Owen Roe (lead)", "First day", "Signature", "NC 1")
            if is_name(text)] == ["Ana de Sousa", "Dr. Katrin Vogel", "Owen Roe (lead)"]
    assert [text for text in ("PTC/26/0417", "ISO/IEC 42001:2023", "Standard") if
            is_value("audit.report_reference", text)] == ["PTC/26/0417"]


def test_what_an_earlier_year_found_is_left_out():
    rows = [Row(("Nr.", "Normkapitel", "Abweichung"), "", 1), Row(("A-25-01", "8.5.1", "Prüfmerkmale fehlten."), "", 1),
            Row(("A-25-02", "7.2", "Einweisungen fehlten."), "", 1)]
    assert located([Line("Abweichungen aus dem Vorjahr", "", 1), *rows]).findings == ()
    assert len(located([Line("Abweichungen", "", 1), *rows]).findings) == 2
    assert len(located([Line("Änderungen gegenüber dem Vorjahr", ""), *rows]).findings) == 2
