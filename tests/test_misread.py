"""What a register holds and a reader of values does not tell: struck-out words, merged cells, rows below the table,
plain numbers for days; and files that are no register, or may not be written into."""

from __future__ import annotations

import re
import zipfile
from datetime import date

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Action, Evidence, Finding, Person
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Struck
from ncr_toolkit.excel.doctor.examine import examine
from ncr_toolkit.excel.opc.package import open_package
from ncr_toolkit.excel.patch.write_back import write_marked, write_results
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.write.writer import register_bytes
from ncr_toolkit.report import due
from ncr_toolkit.submission.index_tables import IndexTable
from ncr_toolkit.submission.index_workbook import index_book
from tests.conftest import TODAY
from tests.others import saved_by_openpyxl
from tests.packages import edit
from tests.tables import at, parse, ref, save
from tests.telling import ole

ROWS = {
    Person: [{"name": "Ana Lima", "email": "ana.lima@heron.example"}, {"name": "Ben Okoro"}],
    Finding: [{"id": f"NC-{number}", "grade": "Minor", "title": f"Gate {number}", "owner": "Ana Lima", "status": "Open",
               "close_due": date(2026, 9, number)} for number in range(1, 7)],
    Action: [{"id": "CA-1", "finding": "NC-1", "what": "Gate refuses", "owner": "Ben Okoro", "due": date(2026, 6, 1)},
             {"id": "CA-2", "finding": "NC-1", "what": "Gate logs", "owner": "Ben Okoro", "due": date(2026, 5, 1),
              "done_on": date(2026, 5, 1)}],
    Evidence: [{"id": "E-1", "finding": "NC-1", "title": "Log"}],
}


PLAIN = """
People
| Name      | E-mail                 |
|---|---|
| Ana Lima  | ana.lima@heron.example |
| Ben Okoro |                        |

Findings
| Finding ID | Grade | Reference | Title  | Owner    | Status | Close due  |
|---|---|---|---|---|---|---|
| NC-1       | Minor |           | Gate 1 | Ana Lima | Open   | 2026-09-01 |
| NC-2       | Minor |           | Gate 2 | Ana Lima | Open   | 2026-09-02 |
"""
"""For what only one typed value tells: such a workbook is made thirty times as fast."""


@pytest.fixture(scope="module")
def made() -> bytes:
    return register_bytes(packs.load("iso42001"), today=TODAY, settings={"organisation": "Heron"}, rows=ROWS)


@pytest.fixture
def register(tmp_path, made):
    path = tmp_path / "register.xlsx"
    path.write_bytes(made)
    return path


@pytest.fixture
def typed_in(tmp_path):
    """A function: the plain register with that value in a column of NC-2, in row 5."""
    def make(name: str, value: str):
        tables = parse(PLAIN)
        tables.rows["Findings"][1][Finding.SHEET.by_name[name].header] = value
        return save(tables, tmp_path / "register.xlsx")

    return make


def said(path, *codes: str) -> list[tuple[str, str, str]]:
    review = Review(read_register(path), packs.load("iso42001"), TODAY)
    return [(each.code, str(each.cell), each.message) for each in run(review, select=codes)]


def strike(sheet: str, *cells: str):
    return lambda book: [setattr(book[sheet][cell], "font", Font(strike=True)) for cell in cells]


# -- struck out --------------------------------------------------------------------------------------------------------

def test_a_cell_struck_out_by_its_format(register):
    saved_by_openpyxl(register, strike("Findings", at("finding.title", 5), at("finding.close_due", 6),
                                       at("finding.impact", 6)))
    title, day = said(register, "CEL010")
    assert title[:2] == ("CEL010", ref("finding.title", 5)) and "'Gate 2'" in title[2]
    assert day[1] == ref("finding.close_due", 6) and "read as 2026-09-03; struck out, it may mean that there" in day[2]


def test_a_row_struck_out_is_told_once_and_a_finished_one_only_for_information(register):
    cells = [f"{letter}{row}" for row in (4, 5) for letter in "ABCDEFGHIJKLMN"]
    saved_by_openpyxl(register, strike("Actions", *cells))
    review = Review(read_register(register), packs.load("iso42001"), TODAY)
    found = run(review, select=["CEL010"])
    assert [(str(each.cell), each.level.value) for each in found] == [
        (ref("action.id", 4), "warning"), (ref("action.id", 5), "info")]
    assert "The whole row of CA-1 is struck out" in found[0].message


def test_words_struck_out_inside_a_cell(register):
    text = CellRichText(TextBlock(InlineFont(strike=True), "Gate is red. "), "Gate is open.")
    saved_by_openpyxl(register, lambda book: book["Findings"].__setitem__(at("finding.title", 5), text))
    (_, cell, message), = said(register, "CEL010")
    assert cell == ref("finding.title", 5) and "'Gate is red.'" in message and "it says 'Gate is open.'" in message
    finding = read_register(register).findings[1]
    assert finding.title == "Gate is red. Gate is open."
    assert finding.struck["title"] == Struck("Gate is red.", "Gate is open.")


def test_a_date_of_which_one_is_struck_out_has_two_readings(register):
    text = CellRichText(TextBlock(InlineFont(strike=True), "2026-09-20"), " 2026-10-20")
    saved_by_openpyxl(register, lambda book: book["Findings"].__setitem__(at("finding.close_due", 5), text))
    (code, cell, message), = said(register, "CEL003", "CEL004", "CEL010")
    assert (code, cell) == ("CEL004", ref("finding.close_due", 5)) and "2026-09-20 or 2026-10-20" in message


@pytest.mark.parametrize("change", ["inline", "prefixed"])
def test_however_the_file_is_written(tmp_path, change):
    path = save(parse("Findings\n| Finding ID | Title | Close due |\n|---|---|---|\n"
                      "| NC-1 | (struck) Old // New | (struck) 2026-09-20 |"), tmp_path / "register.xlsx")
    rich = (b'<is><r><rPr><strike/></rPr><t>Old</t></r><r><t xml:space="preserve"> New</t></r></is>')
    sheet = "xl/worksheets/sheet1.xml"
    if change == "inline":
        with zipfile.ZipFile(path) as archive:
            data = archive.read(sheet)
        cell = re.search(rb'<c r="' + at("finding.title", 4).encode() + rb'"[^>]*>.*?</c>', data)[0]
        made = b'<c r="' + at("finding.title", 4).encode() + b'" t="inlineStr">' + rich + b"</c>"
        edit(path, sheet, lambda before: before.replace(cell, made))
    else:
        edit(path, sheet, lambda before: before.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(
            b"<x:?xml", b"<?xml").replace(b"xmlns=", b"xmlns:x="))
    found = said(path, "CEL010")
    assert [cell for _, cell, _ in found] == [ref("finding.title", 4), ref("finding.close_due", 4)]


def test_formats_that_are_only_there_are_not_told(register):
    """Struck-out fonts of blank cells, of what is computed, and in rules of colours say nothing."""
    cells = at("finding.impact", 4), at("finding.state", 4), "A1", at("finding.title", 300)
    saved_by_openpyxl(register, strike("Findings", *cells))
    assert said(register, "CEL010") == []


def test_doctor_says_where(register):
    saved_by_openpyxl(register, strike("Findings", at("finding.title", 5), at("finding.title", 6)))
    found = [each for each in examine(register).remarks if each.kind == "struck out"]
    assert [(each.sheet, each.cell) for each in found] == [
        ("Findings", f"{at('finding.title', 5)}:{at('finding.title', 6)}")]


# -- merged cells ------------------------------------------------------------------------------------------------------

def test_owners_merged_into_one_cell_are_told_instead_of_missed(register):
    area = f"{at('finding.owner', 5)}:{at('finding.owner', 7)}"
    saved_by_openpyxl(register, lambda book: book["Findings"].merge_cells(area))
    found = said(register, "CEL012", "OWN001")
    first = at("finding.owner", 5)
    assert [(code, cell) for code, cell, _ in found] == [
        ("CEL012", ref("finding.owner", 6)), ("CEL012", ref("finding.owner", 7))]
    assert f"'Owner' of NC-3 is merged with {first}, which says 'Ana Lima'" in found[0][2]
    assert read_register(register).findings[2].typed("owner") == "Ana Lima"


def test_merged_blanks_rows_without_data_and_titles_are_left_alone(register):
    def merge(book):
        for area in (f"{at('finding.impact', 4)}:{at('finding.impact', 9)}", "A30:A40", "C2:G2", "A1:B1"):
            book["Findings"].merge_cells(area)

    saved_by_openpyxl(register, merge)
    assert said(register, "CEL012") == [] and len(read_register(register).findings) == 6


def test_a_merge_across_columns_is_told_and_its_text_not_taken(register):
    area = f"{at('finding.title', 4)}:{at('finding.statement', 4)}"
    saved_by_openpyxl(register, lambda book: book["Findings"].merge_cells(area))
    (_, cell, message), = said(register, "CEL012")
    assert cell == ref("finding.statement", 4) and "'Gate 1'" in message
    assert read_register(register).findings[0].typed("statement") == ""


# -- rows below the table, numbers for days ----------------------------------------------------------------------------

def test_rows_below_the_table_are_said_in_one_line(register):
    def shrink(book):
        table = book["Findings"].tables["tblFindings"]
        table.ref = table.ref.partition(":")[0] + ":" + table.ref.partition(":")[2].rstrip("0123456789") + "6"
        table.autoFilter = None

    saved_by_openpyxl(register, shrink)
    assert said(register, "WBK009") == [
        ("WBK009", "Findings!A7", "3 rows stand below the end of the Excel table on 'Findings', which ends in row 6: "
                                  "ncr counts 6, the workbook 3.")]


def test_a_day_as_a_plain_number_is_told_with_the_day(register):
    def plain(book):
        book["Findings"][at("finding.close_due", 5)].number_format = "General"

    saved_by_openpyxl(register, plain)
    (_, cell, message), = said(register, "CEL011")
    assert cell == ref("finding.close_due", 5) and "the number 46267" in message and "read as 2026-09-02" in message
    assert read_register(register).findings[1].close_due == date(2026, 9, 2)


def test_a_date_cell_of_the_iso_kind_with_a_zone(register):
    cell = at("finding.close_due", 5).encode()

    def iso(data: bytes) -> bytes:
        return re.sub(rb'<c r="' + cell + rb'"([^>]*)><v>[^<]*</v></c>',
                      b'<c r="' + cell + rb'"\1 t="d"><v>2026-06-29T22:00:00Z</v></c>', data)

    part = next(part.path for part in open_package(register, "x").sheets if part.name == "Findings")
    edit(register, part, iso)
    found = said(register, "CEL004")
    assert [each[1] for each in found] == [ref("finding.close_due", 5)] and "2026-06-29 or 2026-06-30" in found[0][2]


# -- names, choices, references ----------------------------------------------------------------------------------------

@pytest.mark.parametrize("typed", [
    "Lima, Ana", "LIMA, Ana", "Ana Lima (QA)", "Ana Lima (QA team)", "Lima, Ana (QA)", "Dr. Ana Lima", "Lima, Dr. Ana",
    "ana.lima@heron.example", "Ana Lima <ana.lima@heron.example>", "Ana Lima - Quality", "Ana Lima, MSc", "ana.lima",
    "Ana Lima [external]", "Anna Lima"])
def test_a_name_in_another_form_is_suggested(typed_in, typed):
    register = typed_in("owner", typed)
    (_, cell, message), = said(register, "OWN002", "OWN003")
    assert cell == ref("finding.owner", 5) and "did you mean 'Ana Lima'" in message


@pytest.mark.parametrize("typed", ["Ana Lima, Ben Okoro", "QA team", "IT", "TBC", "Ana Lima / Ben Okoro"])
def test_several_people_are_nobody(typed_in, typed):
    register = typed_in("owner", typed)
    (code, _, message), = said(register, "OWN002", "OWN003")
    assert code == "OWN003" and "did you mean" not in message


@pytest.mark.parametrize(("column", "typed", "meant"), [
    ("status", "Completed", "Closed"), ("status", "Done", "Closed"), ("status", "Implemented", "Verifying"),
    ("status", "WIP", "In progress"), ("status", "Re-opened", "Reopened"), ("status", "Cancelled", "Withdrawn"),
    ("status", "Not started", "Open"), ("status", "Sent", "Submitted"), ("status", "laufend", "In progress"),
    ("grade", "High", "Major"), ("grade", "Medium", "Minor"), ("grade", "Low", "Observation"),
    ("grade", "NC Major", "Major"), ("grade", "NC-Minor", "Minor"), ("grade", "OFI", "Opportunity"),
    ("grade", "kritische Abweichung", "Major"), ("grade", "major  nc", "Major")])
def test_other_words_for_status_and_grade_are_suggested(typed_in, column, typed, meant):
    register = typed_in(column, typed)
    (_, _, message), = said(register, "CEL006")
    assert f"did you mean '{meant}'" in message


def test_due_says_that_the_status_was_not_understood(register):
    def done(book):
        book["Findings"][at("finding.status", 4)] = "Completed"
        book["Findings"][at("finding.close_due", 4)] = date(2026, 6, 1)

    review = Review(read_register(saved_by_openpyxl(register, done)), packs.load("iso42001"), TODAY)
    text = due.report(Assessment(review, run(review)))
    assert "status 'Completed' was not understood; did you mean 'Closed'? It counts as open." in " ".join(text.split())
    assert text.count("was not understood") == 1


def test_due_lists_the_actions_that_come_next(tmp_path):
    table = """
Findings
| Finding ID | Grade | Status      | Close due  |
|---|---|---|---|
| NC-1       | Minor | In progress | 2026-12-01 |

Actions
| Action ID | Finding ID | Due        | Done on    |
|---|---|---|---|
| CA-1      | NC-1       | 2026-07-14 |            |
| CA-2      | NC-1       | 2026-07-01 |            |
| CA-3      | NC-1       | 2026-06-29 |            |
| CA-4      | NC-1       | 2026-07-15 |            |
| CA-5      | NC-1       | 2026-07-01 | 2026-06-01 |
"""
    review = Review(read_register(save(parse(table), tmp_path / "register.xlsx")), packs.load("iso42001"), TODAY)
    late, _, soon = due.report(Assessment(review, run(review))).partition("Actions due within 14 days")
    assert "CA-3" in late and "1 day late" in late
    assert re.findall(r"CA-\d", soon) == ["CA-2", "CA-1"], "the nearest first, with the last day of the fortnight"


@pytest.mark.parametrize(("reference", "other"), [
    ("3.11.2", "NIST SP 800-171"), ("AC-2(1)", "NIST SP 800-53"), ("PR.AC-1", "Cybersecurity Framework"),
    ("GOVERN 1.2", "AI Risk Management"), ("CC6.1", "SOC 2"), ("A.12.4.1", "27001:2013"), ("Article 30", "a law")])
def test_a_reference_of_another_standard(typed_in, reference, other):
    register = typed_in("reference", reference)
    message = next(message for _, cell, message in said(register, "IDN006") if cell == ref("finding.reference", 5))
    assert "it reads like" in message and other in message and "did you mean" not in message


def test_a_misspelt_reference_of_its_own_standard(typed_in):
    register = typed_in("reference", "A.6.2.9")
    assert "did you mean" in said(register, "IDN006")[0][2]


# -- files that are no register, or may not be written into ------------------------------------------------------------

def test_a_workbook_encrypted_by_its_label(tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(ole(("DRMEncryptedDataSpace", b"x"), ("EncryptedPackage", b"x")))
    with pytest.raises(CannotRun, match="encrypted by its sensitivity label, not by a password"):
        read_register(path)
    path.write_bytes(ole(("EncryptedPackage", b"x")))
    with pytest.raises(CannotRun, match="protected with a password"):
        read_register(path)


def test_the_index_of_a_package_is_no_register(tmp_path):
    path = tmp_path / "index.xlsx"
    heads = "Finding", "Grade", "Reference", "Title", "Version", "Holds", "Response", "Evidence"
    columns = [(name, 12.0) for name in heads]
    tables = [IndexTable("Findings", columns, [["NC-1"] * 8]), IndexTable("Evidence", columns[:3], [])]
    path.write_bytes(index_book(tables, "Answers of Heron", "Heron", TODAY))
    with pytest.raises(CannotRun, match="this is the index of a package"):
        read_register(path)


@pytest.fixture
def signed(register):
    with zipfile.ZipFile(register, "a") as archive:
        archive.writestr("_xmlsignatures/origin.sigs", "")
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
        archive.writestr("_xmlsignatures/_rels/origin.sigs.rels", "<Relationships><Relationship Id='rId1' "
                         "Type='urn:signature' Target='SIG1.xml'/></Relationships>")
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    origin = f'<Relationship Id="rIdS" Type="{kind}" Target="_xmlsignatures/origin.sigs"/></Relationships>'
    edit(register, "_rels/.rels", lambda data: data.replace(b"</Relationships>", origin.encode()))
    return register


def test_a_signed_workbook_is_not_written_into(signed, tmp_path):
    review = Review(read_register(signed), packs.load("iso42001"), TODAY)
    before = signed.read_bytes()
    with pytest.raises(CannotRun, match=r"digitally signed.*--marked"):
        write_results(Assessment(review, run(review)), signed, TODAY)
    assert signed.read_bytes() == before and [path.name for path in tmp_path.iterdir()] == ["register.xlsx"]
    write_marked(Assessment(review, run(review)), signed, tmp_path / "copy.xlsx", TODAY, force=False)
    with zipfile.ZipFile(tmp_path / "copy.xlsx") as archive:
        assert not [name for name in archive.namelist() if "_xmlsignatures" in name]
        assert b"_xmlsignatures" not in archive.read("_rels/.rels") + archive.read("[Content_Types].xml")
    assert len(read_register(tmp_path / "copy.xlsx").findings) == 6


def test_doctor_says_that_it_is_signed(signed):
    assert [each.level.value for each in examine(signed).remarks if each.kind == "signature"] == ["fact"]
