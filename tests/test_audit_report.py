"""Audit reports of several makes: what is located in them, and that the register is held against them."""

from __future__ import annotations

import json
import shutil

import openpyxl
import pypdf
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ncr_toolkit.audit_report.parts import letters
from ncr_toolkit.audit_report.report import read
from ncr_toolkit.checks.run import run
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.loader import load
from tests import no_proof, reports, telling
from tests.conftest import TODAY
from tests.tables import parse, save

KEYS = {"Grade": "finding.grade", "Clause": "finding.reference", "Response due": "finding.response_due",
        "Statement of nonconformity": "finding.statement", "Objective evidence": "finding.objective_evidence"}
MAKES = (reports.cards, reports.listed, reports.headed)


def told(report) -> list[dict[str, str]]:
    return [{"No.": each.id} | {label: each.values[key].text for label, key in KEYS.items() if key in each.values}
            for each in report.findings]


@pytest.fixture(params=MAKES, ids=lambda make: make.__name__)
def report(request, tmp_path):
    return request.param(tmp_path / "report.docx")


def test_each_finding_is_located_with_what_belongs_to_it(report):
    found = read(report)
    assert told(found) == [dict(each) for each in reports.FINDINGS]
    assert {key: value.text for key, value in found.about.items()} == \
        {"audit.report_reference": "SA-2026-118", "audit.lead_auditor": "Maria Silva"}


@pytest.mark.office
@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_a_pdf_gives_the_same(make, office, tmp_path):
    found = read(office(make(tmp_path / "report.docx"), "pdf", tmp_path))
    assert [{label: letters(text) for label, text in each.items()} for each in told(found)] == \
        [{label: letters(text) for label, text in each.items()} for each in reports.FINDINGS]
    assert {value.where for each in found.findings for value in each.values.values()} == {"page 1"}
    assert all(found.holds(each["Statement of nonconformity"]) for each in reports.FINDINGS)


def test_labels_above_values_and_grades_of_a_section(tmp_path):
    document = Document()
    document.add_heading("4.1 Hauptabweichungen", 2)
    for number, clause in enumerate(("8.4", "9.2"), start=1):
        document.add_heading(f"Feststellung Nr. {number}", 3)
        for label, text in (("Normkapitel", clause), ("Feststellung", f"Modell {number} ging ohne Prüfung live."),
                            ("Nachweis", f"Akte {number}, gelesen am 18.03.2026")):
            document.add_paragraph().add_run(label).bold = True
            document.add_paragraph(text)
    document.add_heading("4.2 Hinweise", 2)
    document.add_paragraph("Keine.")
    document.save(tmp_path / "bericht.docx")
    first, second = read(tmp_path / "bericht.docx").findings
    assert [first.id, second.id] == ["Feststellung 1", "Feststellung 2"]
    assert second.values["finding.grade"].text == "Major"
    assert second.values["finding.reference"].text == "9.2"
    assert first.values["finding.statement"].text == "Modell 1 ging ohne Prüfung live."
    assert first.values["finding.objective_evidence"].where.startswith("paragraph ")


def test_what_was_deleted_is_not_read(tmp_path):
    document = Document()
    document.add_heading("NC-4: Minor, clause 7.5", 2)
    paragraph = document.add_paragraph("Statement of nonconformity: The list is ")
    gone = OxmlElement("w:del")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "not "
    run.append(text)
    gone.append(run)
    paragraph._p.append(gone)
    paragraph.add_run("kept.").font.element.set(qn("w:rsidR"), "0")
    document.save(tmp_path / "report.docx")
    found, = read(tmp_path / "report.docx").findings
    assert found.values["finding.statement"].text == "The list is kept."


def test_prose_and_what_is_no_finding_give_none(tmp_path):
    document = Document()
    document.add_heading("Findings", 1)
    document.add_paragraph("We raised a minor nonconformity against clause 7.2, since two records were missing.")
    document.add_heading("Annex A.5 Documents", 1)
    document.add_paragraph("Grade: a Major is the absence of a process.")
    document.save(tmp_path / "report.docx")
    assert read(tmp_path / "report.docx").findings == ()


@pytest.mark.parametrize(("name", "content", "says"), [
    ("report.docx", b"no zip", "cannot be read as a Word document"),
    ("report.pdf", b"%PDF-1.4 cut", "cannot be read as a PDF"),
    ("report.pdf", telling.content("newer-locked.pdf"), "is encrypted in a way that cannot be read here"),
    ("report.odt", b"", "no Word document"),
    ("report.pdf", None, "There is no file report.pdf"),
])
def test_what_cannot_be_read_is_one_sentence(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotRun, match=says):
        read(tmp_path / name)


def test_a_pdf_of_pictures_is_told_as_one(tmp_path):
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "scan.pdf")
    with pytest.raises(CannotRun, match="its pages are pictures"):
        read(tmp_path / "scan.pdf")


def test_whatever_a_pdf_leads_to_is_one_sentence(tmp_path, monkeypatch):
    """What reads it promises no kind of error."""
    (tmp_path / "report.pdf").write_bytes(no_proof.pages(b"BT /F1 9 Tf (Report) Tj ET"))
    monkeypatch.setattr("pypdf.PageObject.extract_text", lambda *words, **more: 1 / 0)
    with pytest.raises(CannotRun, match="cannot be read as a PDF"):
        read(tmp_path / "report.pdf")


@pytest.mark.parametrize(("statement", "told"), [("Two records are missing.", []), ("Nothing is missing.", ["RPT001"])])
def test_words_are_not_called_strange_where_the_other_order_of_reading_cannot_be_had(statement, told, tmp_path,
                                                                                     monkeypatch):
    (tmp_path / "report.pdf").write_bytes(
        no_proof.pages(b"BT /F1 9 Tf 40 700 Td (NC-1: Two records are missing.) Tj ET"))
    path = save(parse(f"""
Audits
| Audit ID | Report file |
|---|---|
| SA-1     | report.pdf  |

Findings
| Finding ID | Audit | Statement of nonconformity |
|---|---|---|
| NC-1       | SA-1  | {statement}                |
"""), tmp_path / "findings.xlsx")
    real = pypdf.PageObject.extract_text
    monkeypatch.setattr("pypdf.PageObject.extract_text",
                        lambda page, **how: real(page, **how) if how else {}["no such font"])
    found = run(load(path, today=TODAY).review, select=["RPT001", "RPT004"])
    assert [each.code for each in found] == told
    assert all("The auditor's words of SA-1 were not held against" in each.message for each in found)


def problems(ncr, register) -> list[tuple[str, str]]:
    done = ncr("check", register, "--today", "2026-04-01", "--select", "RPT", "--format", "json")
    return [(each["code"], each["cell"]) for each in json.loads(done.stdout)["problems"]]


def typed(register, sheet: str, key: str, row: int, value: object) -> None:
    """Type a value into a cell, the row counted from the first of the data."""
    book = openpyxl.load_workbook(register)
    column = next(cell.column for cell in book[sheet][1] if cell.value == key)
    book[sheet].cell(3 + row, column).value = value
    book.save(register)


def test_it_is_imported_and_each_check_holds_the_register_against_it(report, ncr, tmp_path):
    (tmp_path / "inbox").mkdir()
    shutil.move(report, tmp_path / "inbox" / "report.docx")
    done = ncr("import", "inbox/report.docx", "findings.xlsx")
    assert done.returncode == 0, done.stderr
    assert "report.docx was copied beside the register" in done.stderr + done.stdout
    register = tmp_path / "findings.xlsx"
    found = read_register(register)
    assert [(each.id, each.grade, each.reference, str(each.response_due), each.audit) for each in found.findings] == \
        [("NC-1", "Major", "8.4", "2026-04-19", "SA-2026-118"), ("NC-2", "Minor", "7.2", "2026-04-19", "SA-2026-118")]
    assert problems(ncr, register) == []

    typed(register, "Findings", "finding.grade", 1, "Minor")
    typed(register, "Findings", "finding.reference", 2, "7.3")
    typed(register, "Findings", "finding.response_due", 2, "2026-05-19")
    typed(register, "Findings", "finding.statement", 1, "Release 2.3 went live with a late impact assessment.")
    assert sorted(code for code, _ in problems(ncr, register)) == ["RPT003", "RPT003", "RPT003", "RPT004"]
    typed(register, "Findings", "finding.id", 2, "NC-9")
    assert {code for code, _ in problems(ncr, register)} == {"RPT002", "RPT003", "RPT004", "RPT005"}
    with (tmp_path / "report.docx").open("ab") as changed:
        changed.write(b"\0")
    assert "RPT001" in {code for code, _ in problems(ncr, register)}


def test_what_the_report_says_twice_and_not_alike_is_not_compared(tmp_path):
    other = [each | {"Grade": "Minor"} for each in reports.FINDINGS]
    document = Document(reports.listed(tmp_path / "list.docx", other))
    for finding in reports.FINDINGS:
        document.add_heading(f"{finding['No.']}: {finding['Grade']} nonconformity, clause {finding['Clause']}", 2)
    document.save(tmp_path / "report.docx")
    first, second = read(tmp_path / "report.docx").findings
    assert set(first.twofold) == {"finding.grade"}
    assert set(second.twofold) == set()
