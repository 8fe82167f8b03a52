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

from ncr_toolkit.audit_report.headings import number_in
from ncr_toolkit.audit_report.labels import days, is_bare_clause, is_id
from ncr_toolkit.audit_report.labels_in_text import labelled
from ncr_toolkit.audit_report.line_breaks import Break, Hyphens, between
from ncr_toolkit.audit_report.located import located
from ncr_toolkit.audit_report.parts import Line, Row, letters
from ncr_toolkit.audit_report.pdf_fonts import Fonts
from ncr_toolkit.audit_report.pdf_parts import of_pages
from ncr_toolkit.audit_report.pdf_texts import texts_of_pages
from ncr_toolkit.audit_report.periods import period
from ncr_toolkit.audit_report.report import read
from ncr_toolkit.checks.run import run
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.imports.sources.report import grids
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
    for located_there, wanted in zip(told(found), reports.FINDINGS, strict=True):
        narrow = {*KEYS} - {"Grade", "Clause", "Response due"} if make is reports.listed else set()  # may be broken
        assert {label: letters(text) for label, text in wanted.items() if label in located_there} == \
            {label: letters(text) for label, text in located_there.items()}
        assert set(wanted) - set(located_there) <= narrow
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
    ("report.pdf", telling.content("newer-locked.pdf"), "is locked with a password"),
    ("report.odt", b"", "no Word document"),
    ("report.pdf", None, "There is no file report.pdf"),
])
def test_what_cannot_be_read_is_one_sentence(tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotRun, match=says):
        read(tmp_path / name)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_report_that_is_locked_against_changes_is_read(tmp_path, algorithm):
    plain, path = tmp_path / "plain.pdf", tmp_path / "report.pdf"
    plain.write_bytes(no_proof.pages(b"BT /F1 9 Tf (Finding NC-1) Tj ET"))
    writer = pypdf.PdfWriter(clone_from=plain)
    writer.encrypt("", "of the body", algorithm=algorithm)
    writer.write(path)
    assert texts_of_pages(path) == texts_of_pages(plain) == ["Finding NC-1"]


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


def page(*lines: str) -> str:
    return "\n".join(lines)


TOLD = {"clause": "finding.reference", "said": "finding.statement", "seen": "finding.objective_evidence"}
HEADINGS = Fonts(headings={letters(text): 2 for text in ("NC-1 - Minor", "NC-2 - Minor", "Hinweise", "Good practice")})


@pytest.mark.parametrize(("pages", "expected"), [
    pytest.param([page("NC-1 - Minor                       Good practice",
                       "Clause: 8.4                        The workshop and its matrix of skills",
                       "Finding: Two suppliers of sand     are exemplary, and scrap has been",
                       "have not been evaluated since      halved.",
                       "2022.",
                       "Evidence: List of suppliers")],
                 {"NC-1": {"clause": "8.4", "said": "Two suppliers of sand have not been evaluated since 2022.",
                           "seen": "List of suppliers"}}, id="two columns of text"),
    pytest.param([page("NC-1 - Minor", "Finding: Bei drei Wiederherstellungs-", "übungen fehlten die"),
                  page("Unterschriften der Leitung.", "Evidence: Akte 4.", "", "Hinweise", "H1: Die Tafel.")],
                 {"NC-1": {"said": "Bei drei Wiederherstellungs-übungen fehlten die Unterschriften der Leitung.",
                           "seen": "Akte 4."}, "H1": {"said": "Die Tafel."}}, id="over pages, and a heading behind"),
    pytest.param([page("NC-1 - Minor", "Finding: Model three went live", "without a review of the risk that"),
                  page("Assessment of the risk register", "", "stands in the procedure.", "Evidence: Record 4.")],
                 {"NC-1": {"seen": "Record 4."}}, id="what may be the head of the page is not taken"),
    pytest.param([page("No.         NC-1", "Finding     Two models went live.", "Grade       Minor"),
                  page("No.         NC-2", "Finding     No review was held.", "Grade       Minor")],
                 {"NC-1": {"said": "Two models went live."}, "NC-2": {"said": "No review was held."}},
                 id="a number at the top of each page is no header"),
    pytest.param([page("NC-1 - Minor", "Finding: The records were missing.", "Evidence: The file",
                       "  \u2022   list L-4", "  \u2022   list L-5", "Auditor: M. Silva")],
                 {"NC-1": {"said": "The records were missing.", "seen": "The file\nlist L-4\nlist L-5"}}, id="items"),
    pytest.param([page("NC-1 - Minor", "Finding: The records were missing.", "", "An answer is expected in 30 days.")],
                 {"NC-1": {}}, id="where a text ends is not certain"),
    pytest.param([page("NC-1 - Minor", "Finding:   The   records   of   two   models   were   not   found   in",
                       "the archive.", "Evidence: None.")],
                 {"NC-1": {"said": "The records of two models were not found in the archive.", "seen": "None."}},
                 id="a line that fills its column"),
    pytest.param([page("No.            NC-1                              Grade   Minor",
                       "Description of the      Two models went live without a",
                       "nonconformity           review.")],
                 {"NC-1": {"said": "Two models went live without a review."}}, id="a label on two lines"),
    pytest.param([page("No.    Grade   Finding         Evidence", "NC-1   Minor   Schulungsnach   Akte 4",
                       "               weise fehlten")], {"NC-1": {"seen": "Akte 4"}}, id="a word that may be broken"),
])
def test_a_text_of_a_pdf_is_whole_or_not_located(pages, expected):
    [parts] = of_pages(pages, HEADINGS)
    found = located(parts).findings
    assert {each.id: {name: each.values[key].text for name, key in TOLD.items() if key in each.values}
            for each in found} == expected


@pytest.mark.parametrize(("above", "below", "gap", "expected"), [
    ("was not shown to the auditors who", "asked for it", False, Break.NONE),
    ("was not shown to the auditors at", "Leeds", False, Break.NONE),
    ("was not shown.", "The second record", False, Break.END),
    ("was not shown", "The second record", False, Break.UNSURE),
    ("was not shown to the auditors at the", "Leeds site", True, Break.UNSURE),
    ("was not shown to the auditors who", "asked for it", True, Break.NONE),
    ("was not shown.", "Auditor: M. Silva", False, Break.END),
    ("was not shown to the auditors at.", "Note: see there", False, Break.UNSURE),
    ("procedure VA-", "12, page 4", False, Break.NONE),
])
def test_a_line_breaks_by_itself_where_the_next_word_has_no_room(above, below, gap, expected):
    assert between(above, below, 34, gap=gap) is expected


def test_a_hyphen_goes_where_the_report_has_the_word_without_it():
    broken = ["eine Folgen-", "abschätzung"]
    assert Hyphens(["Die Folgenabschätzung", *broken]).joined(broken) == "eine Folgenabschätzung"
    assert Hyphens(["ein KI-", "gestütztes"]).joined(["ein KI-", "gestütztes"]) == "ein KI-gestütztes"


@pytest.mark.parametrize(("text", "expected"), [
    ("Grade: Minor    Clause: 6.2    Date: 2026-02-17", ["Minor", "6.2", "2026-02-17"]),
    ("Grade: Minor; Clause: 6.2", ["Minor", "6.2"]),
    ("Finding: It is late. Evidence: File 4", ["It is late.", "File 4"]),
    ("Evidence: the file says clause: 8.4 is open", ["the file says clause: 8.4 is open"]),
    ("Grade: to be decided", []),
    ("We say: Grade: Minor", []),
])
def test_labels_that_share_a_paragraph(text, expected):
    assert [each.value for each in labelled(text)] == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("Nonconformity 1: BR-5520-1", "BR-5520-1"), ("Finding 2: 8.4", "Finding 2"), ("Major NC-11", "NC-11"),
    ("Non-conformité mineure NC-A (§ 5.3)", "NC-A"), ("Major findings of 2025", ""),
])
def test_the_number_in_a_heading(text, expected):
    assert number_in(Line(text, "", 2)) == expected


def test_ids_clauses_and_days_of_a_report():
    assert [text for text in ("NC-A", "N/A", "AI-ML", "NC 01/2026") if is_id(text)] == ["NC-A", "NC 01/2026"]
    assert [text for text in ("A.7.4", "ISO 9001:2015, 8.4", "6.1.3 d)", "The plan 8.4") if is_bare_clause(text)] == \
        ["A.7.4", "ISO 9001:2015, 8.4", "6.1.3 d)"]
    assert [len(days(text)) for text in ("08/04/2026", "28/04/2026", "soon")] == [2, 1, 0]


@pytest.mark.parametrize(("text", "expected"), [
    ("9 March 2026 – 11 March 2026", "2026-03-09 2026-03-11"),
    ("du 07/04/2026 au 09/04/2026", "2026-04-07 2026-04-09"),
    ("20 to 22 April 2026", "2026-04-20 2026-04-22"), ("02.-05.03.2026", "2026-03-02 2026-03-05"),
    ("1er au 4 juin 2026", "2026-06-01 2026-06-04"), ("12 May 2026", "2026-05-12 2026-05-12"),
    ("12/05/2026", ""), ("2 March 2026 to 30 May 2026", ""), ("three days", ""),
])
def test_the_days_of_an_audit(text, expected):
    assert " ".join(day.isoformat() for day in period(text, days) or ()) == expected


def cells(*rows: tuple[str, ...]) -> list[Row]:
    return [Row(row, f"row {number}", 1) for number, row in enumerate(rows, start=1)]


@pytest.mark.parametrize(("parts", "expected"), [
    (cells(("No.", "NC-1"), ("Requirement", "A.7.4"), ("Finding", "Late.")), {"finding.reference": "A.7.4"}),
    (cells(("Nonconformity NC-1",), ("Category: Minor", "Clause: 8.4"), ("Finding",), ("Late.",)),
     {"finding.grade": "Minor", "finding.reference": "8.4"}),
    (cells(("Request no.: CAR 1", "Date: 15 April 2026"), ("\u2612 Major   \u2610 Minor", "Clause: 8.4"),
           ("Finding:\nLate.",)), {"finding.grade": "Major", "finding.raised_on": "15 April 2026"}),
    (cells(("No.", "NC-1"), ("Grade", "Minor"), ("Finding", "Late."), ("Finding", "Never.")),
     {"finding.statement": None}),
    *((cells(("No.", "NC-1"), row, ("Finding", "Late.")), {"finding.grade": grade}) for row, grade in (
        (("Category", "\u2610 Minor", "\u2612 Major"), "Major"),  # of two fonts, boxes stand apart
        (("Category", "\u2610", "\u2612 Minor", "Major"), None),
        (("Category", "Major", "Minor \u2610", "\u2612"), None),
        (("Category", "\u2612 \u2610 OFI", "\u2612 Major", "Minor"), None),
        (("Category", "Major", "Repeated?", "Yes \u2610 No \u2612"), "Major"))),
])
def test_what_tables_say_of_a_finding(parts, expected):
    found, = located(parts).findings
    assert {key: found.values[key].text if key in found.values else None for key in expected} == expected


def test_a_second_label_is_no_value_of_the_next_finding():
    rows = [("No.", "NC-1"), ("Grade", "Minor"), ("Evidence", "File 1."), ("Evidence", "File 2."), ("No.", "NC-2"),
            ("Grade", "Minor"), ("Evidence", "File 3.")]
    first, second = located(cells(*rows)).findings
    assert second.values["finding.objective_evidence"].text == "File 3."
    assert "finding.objective_evidence" not in first.values


def test_what_has_no_number_below_the_heading_of_a_grade_is_named():
    found = located([Line("Observations", "page 1", 1), Line("The log could be kept on the computer.", "page 1"),
                     Line("Opportunities for improvement", "page 2", 1), Line("OFI 1: Ask for more.", "page 2"),
                     Line("Strengths", "page 3", 1), Line("S 1: The staff knows its tasks well.", "page 3")])
    assert [each.text for each in found.unread] == ["Observations"]
    assert [(each.id, each.values["finding.grade"].text) for each in found.findings] == [("OFI 1", "Opportunity")]


def test_what_the_report_says_of_the_audit_itself():
    found = located([Line("Client: A Ltd. Audit dates: 20 to 22 April 2026. Lead auditor: Owen Roe. All well.", "")])
    assert {key: value.text for key, value in found.about.items()} == {
        "audit.started_on": "2026-04-20", "audit.ended_on": "2026-04-22", "audit.lead_auditor": "Owen Roe"}
    assert located([Line("Lead auditor: A. Roe and B. Doe", "")]).about == {}


def test_each_finding_that_is_not_compared_is_named(ncr, tmp_path):
    done = ncr("import", reports.listed(tmp_path / "report.docx").name, "findings.xlsx")
    assert "Of the audit itself not located, so type it on the sheet Audits: First day and Last day" in \
        done.stdout + done.stderr
    for row in range(2, 10):
        typed(tmp_path / "findings.xlsx", "Findings", "finding.id", row, f"X-{row}0")
        typed(tmp_path / "findings.xlsx", "Findings", "finding.audit", row, "SA-2026-118")
    typed(tmp_path / "findings.xlsx", "Findings", "finding.statement", 1, "Release 2.3 went live without")
    done = ncr("check", "findings.xlsx", "--today", "2026-04-01", "--select", "RPT", "--format", "json")
    told_there = json.loads(done.stdout)["problems"]
    said = {each["code"]: each["message"] for each in told_there}
    assert [each["level"] for each in told_there if each["code"] == "RPT002"] == ["error"]
    assert all(f"X-{row}0" in said["RPT005"] for row in range(2, 10))
    assert "stops within a sentence" in said["RPT004"]


def test_findings_beside_each_other_lend_each_other_nothing(tmp_path):
    """Two in a row of labels and values, three as columns: each has its own."""
    document = Document()
    beside = document.add_table(rows=2, cols=4)
    for row, texts in zip(beside.rows, (("NC No.", "NC-1", "NC No.", "NC-2"), ("Grade", "Major", "Grade", "Minor")),
                          strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph("Next")
    columns = document.add_table(rows=2, cols=4)
    for row, texts in zip(columns.rows, (("NC No.", "NC-7", "NC-8", "NC-9"), ("Grade", "Minor", "Major", "Minor")),
                          strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.save(tmp_path / "report.docx")
    [grid] = grids(tmp_path / "report.docx")
    assert {row[0]: row[grid.rows[0].index("Grade")] for row in grid.rows[1:]} == {
        "NC-1": "Major", "NC-2": "Minor", "NC-7": "Minor", "NC-8": "Major", "NC-9": "Minor"}


@pytest.mark.parametrize("rows", [
    pytest.param([("No.", "NC-1", "No.", "NC-2"), ("Grade", "Major", "Grade", ""), ("Clause", "", "Clause", "8.4")],
                 id="labels twice"),
    pytest.param([("Finding NC-1", "Finding NC-2"), ("Grade", "Major", "Grade", ""), ("Clause", "", "Clause", "8.4")],
                 id="below their numbers"),
    pytest.param([("No.", "NC-1", "NC-2"), ("Grade", "Major", ""), ("Clause", "", "8.4")], id="a column each"),
])
def test_what_one_of_several_beside_each_other_lacks_stays_blank(rows):
    found = located([*cells(*rows, ("Response due", "2026-04-30")), Line("Evidence: File 4.", "")]).findings
    assert [{key.rpartition(".")[2]: value.text for key, value in each.values.items()} for each in found] == [
        {"grade": "Major"}, {"reference": "8.4"}], "and what stands below both is nobody's"
