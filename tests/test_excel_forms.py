"""The body's Excel form: what it asks for is found, and filled by patching; everything else stays byte for byte."""

from __future__ import annotations

import io
import random
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.cell import coordinate_to_tuple

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from ncr_toolkit.forms.xlsx import blank_areas, form_book
from ncr_toolkit.forms.xlsx.blank_areas import BlankAreas
from ncr_toolkit.forms.xlsx.sheet_grid import Layout
from ncr_toolkit.generate import ROOT
from tests import excel_forms
from tests.excel_forms import book, grid
from tests.forms import docx, p
from tests.test_form_places import FINDING, RECORDS

RAISED = date(2026, 3, 20)


@pytest.fixture
def made(tmp_path):
    """A function: a form -> the filled workbook as openpyxl reads it, and what `Filled` tells."""

    def fill(content: bytes, *records, mapping=None, name="form.xlsx", ready=True, **finding):
        path = tmp_path / name
        path.write_bytes(content)
        one, register = Finding(id="NC-1", raised_on=RAISED, **{**FINDING, **finding}), Register()
        for record in (one, *RECORDS[1:], *records):
            register.records[type(record)].append(record)
        register.settings.organisation = "Tessvalen"
        readiness = Readiness() if ready else Readiness(("No cause.",))
        told = load(path, mapping).fill(Review(register, packs.load("iso42001"), TODAY), one, readiness)
        return openpyxl.load_workbook(io.BytesIO(told.content)), told

    return fill


def states(told) -> dict[str, str]:
    return {each.id: str(each.state) for each in told.accounts}


def why(told) -> dict[str, str]:
    return {each.label: each.why for each in told.accounts}


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


# Three forms of bodies

def test_a_car_form(made):
    filled, told = made(excel_forms.car_form())
    sheet = filled["CAR"]
    assert [sheet[cell].value for cell in ("B2", "B3", "E4", "B5", "A7", "B11", "B13")] == [
        "NC-1", "Tessvalen", "Major NC", "\u2610 Yes   \u2612 No", "No test was made", "C-2: Tested again (Cleo)",
        "RC-1: Nobody owned it"]
    assert sheet["E2"].value == datetime(2026, 3, 20) and sheet["E2"].number_format == "dd/mm/yyyy"
    assert {id for id, state in states(told).items() if state == "auditor"} == {"CAR!B19.B1", "CAR!B20", "CAR!E20"}
    assert sheet["B20"].value is None and sheet["B19"].value == "\u2610 Yes   \u2610 No"
    assert why(told)["Signature"] == "sign and date it by hand"


def test_a_list_of_all_findings_takes_its_own_row(made):
    content = excel_forms.log_form()
    filled, told = made(content)
    rows = [[cell.value for cell in row] for row in filled["NC log"].iter_rows(min_row=4, max_row=11)]
    assert rows[1][:6] == ["NC-1", "8.4", "No test was made", "C-2: Tested again (Cleo)", "RC-1: Nobody owned it",
                           "CA-1: Gate (Ana, due 2026-06-30)\nCA-2: Check (Ben, due 2026-06-30)"]
    assert rows[1][7:] == [None, None] and rows[0][:2] == ["NC-0", "7.2"] and rows[2][3:] == [None] * 6
    assert not any(any(row) for row in rows[3:])
    assert set(states(told).values()) == {"filled", "auditor"}


def test_a_list_without_our_number_takes_the_next_free_row(made):
    filled, _ = made(excel_forms.log_form(), **{"reference": "7.3"})
    assert filled["NC log"]["A5"].value == "NC-1"
    heads = ("NC No.", "Clause", "Root cause", "Corrective action")
    filled, _ = made(grid(heads, ("NC-8", "4.1", "x", "y"), ("",) * 4, ("",) * 4))
    assert [[cell.value for cell in row] for row in filled["Form"].iter_rows(min_row=2)][1][:3] == [
        "NC-1", None, "RC-1: Nobody owned it"]
    filled, told = made(grid(heads, ("NC-8", "4.1", "x", ""), ("NC-9", "4.1", "x", "")))
    assert [cell.value for cell in filled["Form"][3]] == ["NC-9", "4.1", "x", None]
    assert "no row has the number" in why(told)["Corrective action"] and "corrective action" in told.judgement.lacks


def test_columns_under_a_heading_of_the_auditor_are_the_auditors(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, look = made_.add_worksheet("L"), made_.add_format({"border": 1})
        sheet.merge_range("A1:B1", "To be completed by the auditor", look)
        sheet.merge_range("C1:D1", "To be completed by the client", look)
        for row, texts in enumerate((("Finding No", "Clause", "Root cause", "Corrective action"), ("NC-2", "8", "", ""),
                                     ("", "", "", "")), start=1):
            for place, text in enumerate(texts):
                sheet.write(row, place, text or None, look)
    filled, told = made(book(fill))
    rows = [[cell.value for cell in row] for row in filled["L"].iter_rows(min_row=3)]
    assert rows == [["NC-2", "8", None, None], [None] * 4]
    assert [str(each.state) for each in told.accounts] == ["auditor", "auditor", "blank", "blank"]


def test_a_sheet_about_another_finding_is_left(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        look = made_.add_format({"border": 1})
        for name, number in (("NC-1", "NC-1"), ("NC-2", ""), ("Third", "NC-3"), ("Fourth", "")):
            sheet = made_.add_worksheet(name)
            rows = (("Finding no.", number), ("Root cause", ""), ("{{ finding.id }}", "x"))
            for row, (label, given) in enumerate(rows):
                sheet.write(row, 0, label, look)
                sheet.write(row, 1, given or None, look)
    others = (Finding(id="NC-2"), Finding(id="NC-3"))
    filled, told = made(book(fill), *others)
    assert [sheet["B2"].value for sheet in filled] == ["RC-1: Nobody owned it", None, None, "RC-1: Nobody owned it"]
    assert [sheet["A3"].value for sheet in filled] == ["NC-1", "{{ finding.id }}", "{{ finding.id }}", "NC-1"]
    assert {each.why for each in told.accounts if each.state == "blank"} == {
        "its sheet is about NC-2", "its sheet is about NC-3"}


def test_sections_written_upwards_at_the_side(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, look = made_.add_worksheet("F"), made_.add_format({"border": 1, "rotation": 90})
        for row, label in enumerate(("Clause", "Finding no.", "Root cause", "Correction", "Verification", "Comments")):
            sheet.write(row, 1, label, look)
            sheet.write_blank(row, 2, None, look)
        for row, whose in ((0, "AUDITOR"), (2, "CLIENT"), (4, "AUDITOR")):
            sheet.merge_range(row, 0, row + 1, 0, whose, look)
    _, told = made(book(fill))
    assert " ".join(states(told).values()) == "auditor auditor filled filled auditor auditor"


@pytest.mark.parametrize(("boxes", "ticked"), [
    ("( ) Major   ( ) Minor", "(x) Major   ( ) Minor"), ("[ ] Major [ ] Minor", "[x] Major [ ] Minor"),
    ("( ) Major   (x) Minor", "( ) Major   (x) Minor"), ("as a (major) finding", "as a (major) finding"),
])
def test_round_brackets_are_boxes_too(made, boxes, ticked):
    filled, told = made(grid(("Severity", boxes), ("Root cause", "")))
    assert filled["Form"]["B1"].value == ticked and len(told.accounts) == (1 if "as a" in boxes else 2)


def test_a_cell_under_yes_takes_no_text(made):
    rows = (("Question", "Yes", "No"), ("Is the root cause identified?", "", ""), ("Is evidence attached?", "", ""))
    filled, told = made(grid(*rows))
    assert not any(cell.value for row in filled["Form"].iter_rows(min_row=2, min_col=2) for cell in row)
    assert why(told)["Is evidence attached: Yes"] == "a cell under 'Yes' takes a mark; set it by hand"


@pytest.mark.parametrize(("name", "expected"), [
    ("Actions", [None, "Gate", "Ana"]), ("Sheet3", [None, None, None]), ("Corrections", [None, "Tested again", "Cleo"]),
])
def test_a_table_on_a_sheet_is_of_what_the_sheet_is_called(made, name, expected):
    def fill(workbook):
        sheet = workbook.add_worksheet("Summary")
        sheet.write_row(0, 0, ["Finding number"])
        sheet = workbook.add_worksheet(name)
        look = workbook.add_format({"border": 1})
        sheet.write_row(0, 0, ["Type", "Description", "Owner", "Due", "Closed"], look)
        for number in range(1, 4):
            sheet.write_row(number, 0, [""] * 5, look)
            for column in range(5):
                sheet.write_blank(number, column, None, look)

    filled, told = made(book(fill))
    got = [filled[name].cell(2, column).value for column in (1, 2, 3)]
    assert got[1:] == expected[1:] and "Gate log" not in str(got)
    assert any(each.id.startswith(name) for each in told.accounts)


def test_a_sheet_of_instructions_is_left(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        for name in ("Instructions", "Form"):
            made_.add_worksheet(name).write_column("A1", ["Root cause:", "Correction: what was put right"])
    filled, told = made(book(fill))
    assert states(told) == {"Form!B1": "filled"} and filled["Instructions"]["B1"].value is None


def test_an_8d_report(made):
    content = excel_forms.eight_d_form()
    filled, told = made(content)
    sheet = filled["8D"]
    assert [sheet[cell].value for cell in ("C2", "E2", "A6", "B11", "C11", "A15", "B20", "C21")] == [
        "NC-1", "Tessvalen", "No test was made", "Switched off", "Eva", "RC-1: Nobody owned it", "Gate", "Ben"]
    assert sheet["D20"].value == datetime(2026, 6, 30) and sheet["D20"].number_format == "dd.mm.yyyy"
    assert sheet["C24"].value is None and told.judgement.lacks == ()
    assert sheet.protection.sheet and any("not locked" in fact for fact in load_facts(content))


def load_facts(content: bytes) -> tuple[str, ...]:
    path = Path("/tmp") / "ncr-form-facts.xlsx"
    path.write_bytes(content)
    try:
        return load(path).facts
    finally:
        path.unlink()


# Which blank cells are places

@pytest.mark.parametrize(("rows", "lines", "expected"), [
    ((("Root cause", ""),), True, {"Form!B1": "filled"}),
    ((("Root cause",), ("",)), True, {"Form!A2": "filled"}),
    ((("Root cause", None), (None, None), ("Weather:", None)), False, {"Form!B1": "filled", "Form!B3": "unknown"}),
    ((("Nice weather today",), (None,)), False, {}),
    ((("Root cause: ______",),), True, {"Form!A1": "filled"}),
    ((("Root cause: [Describe it]",),), False, {"Form!A1": "filled"}),
    ((("Grade", "\u2610 Major \u2610 Minor"),), True, {"Form!B1.B1": "filled"}),
    ((("Colour", ""),), True, {"Form!B1": "unknown"}),
    ((("For registrar use only",), ("Root cause", "")), True, {"Form!B2": "auditor"}),
    ((("Name: ____ Signature: ____",),), True, {"Form!A1": "blank", "Form!A1.2": "blank"}),
    ((("Ursache", "", "Ma\u00dfnahme / Action", ""),), True, {"Form!B1": "filled", "Form!D1": "blank"}),
])
def test_the_places_of_a_sheet(made, rows, lines, expected):
    _, told = made(grid(*rows, lines=lines))
    assert states(told) == expected


def test_a_gap_between_two_tables_is_no_place(made):
    _, told = made(grid(("Root cause", ""), (None, None), ("Correction", "")))
    assert set(states(told)) == {"Form!B1", "Form!B3"}


def test_an_outlined_box_takes_the_answer_under_its_label(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet = made_.add_worksheet("F")
        for row in range(4):
            for column in range(3):
                sides = {"top": row == 0, "bottom": row == 3, "left": column == 0, "right": column == 2}
                look = made_.add_format({side: int(drawn) for side, drawn in sides.items()})
                sheet.write(row, column, "Root cause:" if row == column == 0 else None, look)
    filled, told = made(book(fill))
    assert states(told) == {"F!A2": "filled"} and filled["F"]["A2"].value == "RC-1: Nobody owned it"
    assert [str(area) for area in filled["F"].merged_cells.ranges] == ["A2:C4"]  # so that all of it is seen


def test_a_label_in_a_merged_box_has_its_room_there_and_not_beyond_the_table(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet = made_.add_worksheet("F")
        lined = made_.add_format({"border": 1})
        sheet.merge_range("A1:C1", "Finding No.: ", lined)
        sheet.merge_range("D1:F1", "Date raised: ", lined)
        sheet.merge_range("A2:F2", "Root cause", lined)
        sheet.merge_range("A3:F3", "", lined)
    filled, told = made(book(fill))
    assert set(states(told)) == {"F!A1", "F!D1", "F!A3"} and filled["F"]["G1"].value is None


def test_a_space_behind_a_label_is_no_second_room(made):
    _, told = made(grid(("Root cause: ", None), ("Correction: ", None), lines=False))
    assert set(states(told)) == {"Form!B1", "Form!B2"}


def test_hidden_sheets_rows_and_columns_and_sheets_of_lists_are_left(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        look = made_.add_format({"border": 1})
        for name in ("Seen", "Secret", "Choices"):
            sheet = made_.add_worksheet(name)
            for row in range(3):
                sheet.write(row, 0, ("Root cause", "Correction", "Extent")[row], look)
                sheet.write_blank(row, 1, None, look)
        made_.get_worksheet_by_name("Secret").hide()
        seen = made_.get_worksheet_by_name("Seen")
        seen.set_row(1, None, None, {"hidden": True})
        seen.data_validation("D1", {"validate": "list", "source": "=Choices!$A$1:$A$3"})
    _, told = made(book(fill))
    assert set(states(told)) == {"Seen!B1", "Seen!B3", "Seen!D1"}


def test_locked_cells_of_a_protected_sheet_are_told_and_stay_blank(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet = made_.add_worksheet("F")
        for row, locked in enumerate((True, False)):
            sheet.write(row, 0, ("Root cause", "Correction")[row], made_.add_format({"border": 1}))
            sheet.write_blank(row, 1, None, made_.add_format({"border": 1, "locked": locked}))
        sheet.protect("x")
    filled, told = made(book(fill))
    assert states(told) == {"F!B1": "blank", "F!B2": "filled"} and filled["F"]["B1"].value is None
    assert "locked in the protected sheet" in why(told)["Root cause"]
    assert (told.judgement.blank, told.judgement.core) == (("root cause",), ("corrective action",))


def test_formulas_are_never_overwritten_and_the_workbook_computes_itself(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, look = made_.add_worksheet("F"), made_.add_format({"border": 1})
        sheet.write("A1", "Root cause", look)
        sheet.write_formula("B1", '=""', look, "")
        sheet.write("A2", "Correction", look)
        sheet.write_blank("B2", None, look)
        sheet.write_formula("C2", "=LEN(B2)", look, 0)
    parts = members(book(fill))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    filled, told = made(packed(parts))
    assert filled["F"]["B1"].value == '=""' and filled["F"]["C2"].value == "=LEN(B2)"
    assert states(told) == {"F!B2": "filled"} and b'fullCalcOnLoad="1"' in members(told.content)["xl/workbook.xml"]


def test_a_merged_cell_of_a_whole_column_is_no_million_rows(made, monkeypatch):
    parts = members(excel_forms.grid(("Root cause", "", None, "Notes"), ("Correction", "")))
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(
        b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="D1:D1048576"/></mergeCells>')
    rows, real = [], Layout._row
    monkeypatch.setattr(Layout, "_row", lambda *words: (rows.append(1), real(*words))[1])
    _, told = made(packed(parts))
    assert len(rows) < 100 and {"Form!B1", "Form!B2"} <= states(told).keys()


# Drop-downs

@pytest.mark.parametrize(("source", "value", "reason"), [
    (["Major NC", "Minor NC"], "Major NC", ""), (["Hauptabweichung", "Nebenabweichung"], "Hauptabweichung", ""),
    (["High", "Low"], None, "its drop-down has no entry 'Major'"), ("=$D$1:$D$2", "MAJOR", ""),
    ("='A list'!$A$1:$A$2", "Major", ""), ("=Grades", "Major", ""),
    ('=INDIRECT("x")', None, "its drop-down takes entries that cannot be told from here; choose one in Excel"),
])
def test_a_drop_down_takes_one_of_its_entries(made, source, value, reason):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, look = made_.add_worksheet("F"), made_.add_format({"border": 1})
        sheet.write("A1", "Grade", look)
        sheet.write_blank("B1", None, look)
        sheet.write_column("D1", ["MAJOR", "MINOR"])
        sheet.data_validation("B1", {"validate": "list", "source": source})
        other = made_.add_worksheet("A list")
        other.write_column("A1", ["Major", "Minor"])
        made_.define_name("Grades", "='A list'!$A$1:$A$2")
    filled, told = made(book(fill))
    assert filled["F"]["B1"].value == value and why(told)["Grade"] == reason


@pytest.mark.parametrize(("rule", "reason"), [
    ({"validate": "length", "criteria": "<=", "value": 5}, "it takes 5 characters, and the register's text has 16"),
    ({"validate": "date", "criteria": ">", "value": RAISED},
     "it takes one date, and the register has 'Two more models'"),
    ({"validate": "integer", "criteria": ">", "value": 0}, "it takes a number, and the register has 'Two more models'"),
])
def test_what_a_cell_does_not_take_is_left_and_said(made, rule, reason):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet = made_.add_worksheet("F")
        sheet.write("A1", "Extent:")
        sheet.data_validation("B1", rule)
    filled, told = made(book(fill))
    assert filled["F"]["B1"].value is None and re.sub(r"has 1\d", "has 16", why(told)["Extent"]) == reason


# What is written

@pytest.mark.parametrize("value", ["=1+1", "+49 30", "-", "@SUM(A1)", "'quoted", "5.10", "a\nb", " kept ",
                                   "<b> & \u201e", "1-2", "true", "\U0001f600 x", "a\x0bb"])
def test_a_text_is_never_a_formula_and_reads_as_typed(made, value):
    filled, _ = made(grid(("Extent", ""), ("Extent: ____", None)), extent=value)
    cell = filled["Form"]["B1"]
    assert str(cell.value).strip() == value.replace("\x0b", "").strip() and cell.data_type in ("s", "inlineStr")
    assert cell.quotePrefix is (value[:1] in "=+-@" or value in ("5.10", "1-2"))
    assert filled["Form"]["A2"].value.startswith("Extent:")


def test_days_are_days_and_numbers_are_numbers(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet = made_.add_worksheet("F")
        for row, shape in enumerate(("General", "dd/mm/yy", "@")):
            sheet.write(row, 0, "Date raised", made_.add_format({"border": 1}))
            sheet.write_blank(row, 1, None, made_.add_format({"border": 1, "num_format": shape}))
        sheet.write(3, 0, "Number of similar cases", made_.add_format({"border": 1}))
        sheet.write_blank(3, 1, None, made_.add_format({"border": 1}))
    filled, _ = made(book(fill), extent_count=2, mapping={"Number of similar cases": "finding.extent_count"})
    cells = [filled["F"].cell(row, 2) for row in (1, 2, 3, 4)]
    assert [cell.value for cell in cells] == [datetime(2026, 3, 20), datetime(2026, 3, 20), "2026-03-20", 2]
    assert [cell.number_format for cell in cells] == ["yyyy-mm-dd", "dd/mm/yy", "@", "General"]


def test_a_workbook_that_counts_from_1904(made):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"date_1904": True}) as book_:
        sheet = book_.add_worksheet()
        sheet.set_column(0, 0, 20)
        sheet.write("A1", "Date raised:")
    assert made(stream.getvalue())[0].active["B1"].value == datetime(2026, 3, 20)


def test_a_label_keeps_its_look_and_the_answer_stands_behind_it(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, bold, look = made_.add_worksheet("F"), made_.add_format({"bold": True}), made_.add_format({"border": 1})
        sheet.write_rich_string("A1", bold, "Root cause:", " ________", look)
    filled, told = made(book(fill))
    assert filled["F"]["A1"].value == "Root cause: RC-1: Nobody owned it"
    sheet = members(told.content)["xl/worksheets/sheet1.xml"]
    assert re.search(rb"<r><rPr><b/>.*?</rPr><t[^>]*>Root cause:</t></r>", sheet)


def test_a_row_grows_with_its_text_and_a_fixed_one_is_told(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, look = made_.add_worksheet("F"), made_.add_format({"border": 1})
        for row, label in enumerate(("Extent", "Impact")):
            sheet.write(row, 0, label, look)
            sheet.write_blank(row, 1, None, look)
        sheet.set_column(1, 1, 30)
        sheet.set_row(1, 30)
    filled, told = made(book(fill), extent="word " * 60, impact="word " * 60)
    sheet = filled["F"]
    assert sheet.row_dimensions[1].height > 140 and sheet["B1"].alignment.wrap_text
    assert sheet.row_dimensions[2].height == 30 and "fixed height" in why(told)["Impact"] and why(told)["Extent"] == ""


def test_a_text_beyond_what_a_cell_holds_is_left(made):
    filled, told = made(grid(("Extent", "")), extent="x" * 32_767, grade="Minor")
    assert len(filled["Form"]["B1"].value) == 32_767
    filled, told = made(grid(("Extent: ____",)), extent="x" * 32_767)
    assert filled["Form"]["A1"].value == "Extent: ____" and "32,767" in why(told)["Extent"]


def test_more_rows_than_the_table_has_stand_in_its_last_row(made):
    more = [Action(id=f"CA-{number}", finding="NC-1", what=f"Step {number}", owner="Eva", due=TODAY)
            for number in (3, 4)]
    filled, told = made(grid(("Action", "Responsible", "Due date"), *[("",) * 3] * 2), *more)
    rows = [[cell.value for cell in row] for row in filled["Form"].iter_rows(min_row=2)]
    assert rows[0][:2] == ["Gate", "Ana"]
    assert rows[1] == ["Check\nStep 3\nStep 4", "Ben\nEva\nEva", datetime(2026, 6, 30)]
    assert told.accounts[0].why == "its last row holds 3 rows of the register, line by line"


# Boxes

def vml_form(linked: str = "$D$4") -> bytes:
    """Check boxes and options that float over the cells, as older Excel writes them."""
    def shape(number: int, kind: str, label: str, row: int, link: str) -> str:
        return (f'<v:shape id="_x0000_s{number}" type="#_x0000_t201"><v:textbox><div><font>{label}'
                f'</font></div></v:textbox><x:ClientData ObjectType="{kind}"><x:Anchor>1, 4, {row}, 2, 2, 60, {row}, 18'
                f'</x:Anchor>{f"<x:FmlaLink>{link}</x:FmlaLink>" if link else ""}</x:ClientData></v:shape>')
    shapes = "".join((shape(1025, "Checkbox", "Major", 0, linked), shape(1026, "Checkbox", "Minor", 1, "$D$5"),
                      shape(1027, "Radio", "Yes", 3, "$D$6"), shape(1028, "Radio", "No", 4, "")))
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet = made_.add_worksheet("F")
        sheet.write("A1", "Grade")
        sheet.write("A4", "Repeat finding?")
        sheet.write_comment("H9", "a note")
    parts = members(book(fill))
    name = next(name for name in parts if name.endswith(".vml"))
    parts[name] = parts[name].replace(b"</xml>", shapes.encode() + b"</xml>")
    return packed(parts)


def spoilt(content: bytes, part: str) -> bytes:
    """A workbook with a byte changed in a part, which cannot be unpacked then."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        member = package.getinfo(part)
    at = member.header_offset + 30 + len(member.filename) + member.compress_size // 2
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1:]


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def test_check_boxes_over_the_sheet(made):
    filled, told = made(vml_form())
    assert filled["F"]["D4"].value is True and filled["F"]["D5"].value is None and filled["F"]["D6"].value == 2
    drawn = next(content for name, content in members(told.content).items() if name.endswith(".vml")).decode()
    shapes = [each for each in drawn.split("<v:shape ")[1:] if "<x:Checked>1" in each]
    ticked = [re.search(r"<font>(\w+)</font>", each)[1] for each in shapes]
    assert ticked == ["Major", "No"] and [str(each.state) for each in told.accounts] == ["filled", "filled"]


def test_boxes_in_the_letters_of_wingdings(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, signs = made_.add_worksheet("F"), made_.add_format({"font_name": "Wingdings"})
        look = made_.add_format({"border": 1})
        sheet.write_rich_string("A1", "Grade: ", signs, "o", " Major   ", signs, "o", " Minor", look)
    _, told = made(book(fill))
    sheet = members(told.content)["xl/worksheets/sheet1.xml"].decode()
    assert re.findall(r'rFont val="Wingdings"/>.*?<t[^>]*>(.)</t>', sheet) == ["\u00fe", "o"]


# Names and tags

def test_cells_with_our_names_are_filled(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet = made_.add_worksheet("F")
        sheet.write("A1", "Blurb")
        for row, name in enumerate(("ncr.finding.statement", "ncr_causes", "other.name"), start=1):
            made_.define_name(name, f"=F!$B${row}")
    filled, told = made(book(fill))
    assert [filled["F"][f"B{row}"].value for row in (1, 2, 3)] == ["No test was made", "RC-1: Nobody owned it", None]
    assert {each.kind for each in told.accounts} == {"defined name"}


def test_tags_in_cells(made):
    rows = (("{{ finding.title }} ({{ finding.grade }})",), ("{{ finding.raised_on }}",),
            ("Causes:\n{{ text.causes }}",),
            ("{% for a in actions %}{{ a.what }}; {% endfor %}",), ("{RootCause}",), ("{{ unheard }}",))
    filled, told = made(grid(*rows))
    assert [filled["Form"][f"A{row}"].value for row in range(1, 7)] == [
        "Model not tested (Major)", datetime(2026, 3, 20), "Causes:\nRC-1: Nobody owned it", "Gate; Check; ",
        "RC-1: Nobody owned it", "{{ unheard }}"]
    assert states(told)["Form!A6"] == "unknown"


def test_a_loop_over_several_cells_is_told(made):
    filled, told = made(grid(("{% for a in actions %}{{ a.what }}", "{{ a.owner }}{% endfor %}"), ("Extent", "")))
    assert filled["Form"]["B2"].value == "Two more models" and "over several cells" in told.accounts[-1].why


def test_a_tag_with_a_mistake_names_its_cell(made):
    with pytest.raises(CannotRun, match=r"Form!B1.*no 'ownr'"):
        made(grid(("x", "{{ finding.ownr }}")))


def test_a_mapping_names_a_cell(made):
    filled, _ = made(grid(("Lessons", ""), ("Lessons", "")), mapping={"Form!B2": "causes", "Form!B1": "leave"})
    assert [filled["Form"][f"B{row}"].value for row in (1, 2)] == [None, "RC-1: Nobody owned it"]


# The file

def test_everything_else_stays_byte_for_byte(made):
    content = excel_forms.car_form()
    before, after = members(content), members(made(content)[1].content)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet1.xml"}
    assert made(content)[1].content == made(content)[1].content


def test_a_form_that_is_not_ready_says_draft_on_every_sheet(made):
    _, told = made(excel_forms.eight_d_form(), ready=False)
    sheets = [content for name, content in members(told.content).items() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2 and all(b"DRAFT" in sheet for sheet in sheets)
    assert not any(b"DRAFT" in each for each in members(made(excel_forms.eight_d_form())[1].content).values())


OPEN = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@pytest.mark.parametrize(("kind", "name", "suffix", "written"), [
    ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "f.xlsm", ".xlsm", "sheet.macroEnabled.main"),
    (f"{OPEN}.template.main+xml", "f.xltx", ".xlsx", "spreadsheetml.sheet.main"),
    ("application/vnd.ms-excel.template.macroEnabled.main+xml", "f.xltm", ".xlsm", "sheet.macroEnabled.main"),
])
def test_macros_are_kept_and_templates_become_workbooks(made, tmp_path, kind, name, suffix, written):
    parts = members(grid(("Extent", "")))
    types = parts["[Content_Types].xml"].decode()
    parts["[Content_Types].xml"] = types.replace(
        f"{OPEN}.sheet.main+xml", kind).encode()
    parts["xl/vbaProject.bin"] = b"macros"
    path = tmp_path / name
    path.write_bytes(packed(parts))
    form = load(path)
    assert form.suffix == suffix and any("macros" in fact for fact in form.facts) is (suffix == ".xlsm")
    _, told = made(packed(parts), name=name)
    after = members(told.content)
    assert written in after["[Content_Types].xml"].decode() and after["xl/vbaProject.bin"] == b"macros"


def test_a_word_form_that_holds_a_workbook_is_a_word_form(tmp_path):
    path = tmp_path / "form.docx"
    path.write_bytes(docx(p("Extent: ____"), more={"word/embeddings/book.xlsx": grid(("Root cause", ""))}))
    assert [place.names for place in load(path).places] == [("finding.extent",)]


def signed(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The same with a signature, which relations lead to."""
    kind = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin"
    origin = f'<Relationship Id="rIdS" Type="{kind}" Target="_xmlsignatures/origin.sigs"/></Relationships>'.encode()
    return {**parts, "_rels/.rels": parts["_rels/.rels"].replace(b"</Relationships>", origin),
            "_xmlsignatures/origin.sigs": b"", "_xmlsignatures/sig1.xml": b"<x/>"}


@pytest.mark.parametrize(("content", "part"), [
    (b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "Workbook\0".encode("utf-16-le"), "old Excel kind"),
    (packed({"xl/workbook.bin": b"", "[Content_Types].xml": b"<Types/>"}), "binary workbook"),
    (packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
    (packed(signed(members(grid(("Extent", ""))))), "signed digitally"),
    (packed({**members(grid(("Extent", ""))), "xl/worksheets/sheet1.xml": b"<!DOCTYPE x><x/>"}), "damaged"),
    (packed({**members(grid(("Extent", ""))), "docProps/_rels/app.xml.rels": b"<x"}), "damaged"),
    (packed({**members(grid(("Extent", ""))), "xl/styles.xml": b"<x/>"}), "has no formats"),
    (spoilt(grid(("Extent", "")), "docProps/app.xml"), "damaged"),
    (grid(("Extent", ""))[:900], "not a workbook, or it is damaged"), (b"", "is empty"), (b"hello", "not a workbook"),
    (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "open it in Excel and save it without one"),
    (packed({"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<x/>", "xl/workbook.xml": b"<workbook"}), "damaged"),
])
def test_what_cannot_be_filled_is_refused_in_one_sentence(tmp_path, content, part):
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    with pytest.raises(CannotRun, match=part) as caught:
        load(path)
    assert "form.xlsx" in str(caught.value) and "\n" not in str(caught.value) and "register" not in str(caught.value)


def test_a_register_is_no_form():
    with pytest.raises(CannotRun, match="is a register of ncr and no form"):
        load(ROOT / "samples" / "register.xlsx")


# Every room is accounted for

LABELS = ["Root cause", "Correction", "Weather", "Action", "Extent:", "Due date", "Auditor", "Name", "Evidence",
          "NC No.", "Ursache", "Action corrective", "Part C Auditor only", "D3 Containment", "Date: ____", "[Say why]",
          "x"]


@pytest.mark.parametrize("seed", range(60))
def test_no_blank_cell_with_lines_is_passed_over_in_silence(made, seed):
    """Whatever a form looks like: each place ends in one of four ways, and each blank cell with lines on all sides is
    one, or belongs to one: it stands under a place of its column, or in its row of a table."""
    chance = random.Random(seed)
    rows = [tuple(chance.choice([*LABELS, "", "", "", None]) for _ in range(chance.randint(1, 5)))
            for _ in range(chance.randint(1, 9))]
    _, told = made(grid(*rows, (None,)))
    count = dict.fromkeys(("filled", "blank", "auditor", "unknown"), 0)
    for account in told.accounts:
        count[str(account.state)] += 1
        assert account.state != "blank" or account.why, account
    assert sum(count.values()) == len(told.accounts) == len({each.id for each in told.accounts})
    blank = {(row, column) for row, texts in enumerate(rows, 1) for column, text in enumerate(texts, 1) if text == ""}
    cells = [each.place.id.rpartition("!")[2].partition(".")[0] for each in told.outcomes]
    places = {(row, column) for row, column in map(coordinate_to_tuple, cells)}
    tables = [tuple(map(int, re.findall(r"\d+", each.place.where))) for each in told.outcomes
              if ", row" in each.place.where]
    for row, column in blank - places:
        above = {(up, column) for up in range(1, row)} & places
        inside = any(span[0] <= row <= span[-1] for span in tables)
        assert above or inside, (row, column, rows, states(told))


# The commands

def test_the_commands_take_an_excel_form(ncr, tmp_path):
    form = tmp_path / "in" / "car.xlsx"
    form.parent.mkdir()
    form.write_bytes(excel_forms.car_form())
    register = ROOT / "samples" / "register.xlsx"
    done = ncr("form", form, register, "NC-2026-01", "--today", TODAY)
    assert done.returncode == 1, done.stderr  # what a person fills in and signs stays blank
    assert "CAR!E4 [label] 'Grading': Major NC" in done.stdout
    done = ncr("respond", register, "NC-2026-01", "--form", form, "-o", tmp_path / "out", "--today", TODAY)
    assert done.returncode == 0 and (tmp_path / "out" / "NC-2026-01_response.xlsx").exists(), done.stderr
    done = ncr("form", form, "--write-mapping", tmp_path / "map.toml")
    assert done.returncode == 0, done.stderr


@pytest.mark.office
@pytest.mark.parametrize("name", ["car", "log", "eight_d"])
def test_a_form_that_libreoffice_saved_is_filled_the_same(made, office, tmp_path, name):
    path = tmp_path / "saved.xlsx"
    path.write_bytes(getattr(excel_forms, f"{name}_form")())
    ours = made(path.read_bytes())[1]
    theirs = made(office(path, "xlsx", tmp_path / "lo").read_bytes())[1]
    assert {(each.label, each.value) for each in ours.accounts if each.state == "filled"} <= {
        (each.label, each.value) for each in theirs.accounts if each.state == "filled"}


# --- what is no form


def test_a_value_far_out_is_no_reason_to_look_at_a_million_blank_cells(tmp_path, monkeypatch):
    looked = []
    monkeypatch.setattr(blank_areas, "_MOST_CELLS", 10_000)
    is_free = BlankAreas._is_free
    monkeypatch.setattr(BlankAreas, "_is_free", lambda self, where: looked.append(where) or is_free(self, where))
    for name, place in (("far", (99_999, 4_460)), ("corner", (4_999, 199))):
        (tmp_path / name).write_bytes(book(lambda made, place=place: made.add_worksheet("Form").write(*place, "Site:")))
        load(tmp_path / name, None)
        assert len(looked) < 40_000, f"{name}: {len(looked)}"
        looked.clear()


@pytest.mark.parametrize(("limit", "most"), [("_MOST_CELLS", 2), ("_MOST_LETTERS", 20)])
def test_data_is_no_form(tmp_path, monkeypatch, limit, most):
    (tmp_path / "form.xlsx").write_bytes(grid(("Root cause", "", "Correction"), ("Site", "", "")))
    load(tmp_path / "form.xlsx", None)
    monkeypatch.setattr(form_book, limit, most)
    with pytest.raises(CannotRun, match="3 filled cells with 24 letters, more than any form does"):
        load(tmp_path / "form.xlsx", None)
