"""Audit reports as bodies write them, made for tests: the same findings by cards, in a list and under headings."""

from __future__ import annotations

from pathlib import Path

from docx import Document

FINDINGS = (
    {"No.": "NC-1", "Grade": "Major", "Clause": "8.4", "Response due": "2026-04-19",
     "Statement of nonconformity": "Release 2.3 went live without the impact assessment.",
     "Objective evidence": "Release records REL-031 to REL-036; two of six name no assessment."},
    {"No.": "NC-2", "Grade": "Minor", "Clause": "7.2", "Response due": "2026-04-19",
     "Statement of nonconformity": "Two of nine reviewers have no record of training.",
     "Objective evidence": "Training records of the review board, read on 2026-03-18."},
)


def cards(path: Path, findings=FINDINGS) -> Path:
    """Each finding a table of its own, two labels a row."""
    document = _begun()
    for finding in findings:
        table, pairs = document.add_table(rows=0, cols=4), list(finding.items())
        for at in range(0, 4, 2):
            cells = table.add_row().cells
            for cell, text in zip(cells, (*pairs[at], *pairs[at + 1]), strict=True):
                cell.text = text
        for label, text in pairs[4:]:
            cells = table.add_row().cells
            cells[0].text, cells[1].merge(cells[3]).text = label, text
        document.add_paragraph()
    return _saved(document, path)


def listed(path: Path, findings=FINDINGS) -> Path:
    """One table, a finding a row."""
    document, headers = _begun(), list(findings[0])
    table = document.add_table(rows=1, cols=len(headers))
    for row in ({each: each for each in headers}, *findings):
        cells = table.rows[0].cells if row["No."] == "No." else table.add_row().cells
        for cell, header in zip(cells, headers, strict=True):
            cell.text = row.get(header, "")
    return _saved(document, path)


def headed(path: Path, findings=FINDINGS) -> Path:
    """A heading a finding, and below it a paragraph a label."""
    document = _begun()
    for finding in findings:
        document.add_heading(f"{finding['No.']}: {finding['Grade']} nonconformity, clause {finding['Clause']}", 2)
        for label, text in list(finding.items())[3:]:
            document.add_paragraph(f"{label}: {text}")
    return _saved(document, path)


def _begun():
    document = Document()
    document.add_heading("Audit report", 0)
    document.add_paragraph("Report no.: SA-2026-118")
    document.add_paragraph("Lead auditor: Maria Silva")
    document.add_heading("2 Findings", 1)
    document.add_paragraph("The organisation answers each finding within 30 days.")
    return document


def _saved(document, path: Path) -> Path:
    document.add_heading("3 Conclusion", 1)
    document.add_paragraph("Certification is recommended once the corrective action plans are accepted.")
    document.save(path)
    return path
