"""The picture of an Excel form: its own cells as they are, with the number of each place over it."""

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter
from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from ncr_toolkit.forms.picture import COLOURS, numbered
from ncr_toolkit.forms.starter import states
from ncr_toolkit.generate import ROOT
from ncr_toolkit.submission import form_pages, form_picture, pdf_export
from tests import excel_forms
from tests.excel_forms import book, grid
from tests.test_excel_forms import OPEN, members, packed, vml_form


def drawings(content: bytes) -> dict[str, dict[int, tuple[str, str]]]:
    """By drawing: each number with its cell and colour."""
    found: dict[str, dict[int, tuple[str, str]]] = {}
    parts = {name: part for name, part in members(content).items() if "/drawings/" in name and name.endswith(".xml")}
    for name, part in parts.items():
        for anchor in etree.fromstring(part).iter("{*}oneCellAnchor"):
            said = "".join(each.text for each in anchor.iter("{*}t"))
            where = f"{chr(65 + int(anchor.find('*/{*}col').text))}{int(anchor.find('*/{*}row').text) + 1}"
            if said.isdigit():
                assert int(said) not in found.setdefault(name, {})
                found[name][int(said)] = where, anchor.find(".//{*}srgbClr").get("val")
    return found


@pytest.fixture
def form(tmp_path):
    """A function: the form in a file."""
    def made(content: bytes, name: str = "form.xlsx"):
        (tmp_path / name).write_bytes(content)
        return load(tmp_path / name)
    return made


@pytest.mark.parametrize("name", ["car_form", "log_form", "eight_d_form"])
def test_every_number_stands_once_over_its_cell_in_the_colour_of_its_state(form, name):
    made = form(getattr(excel_forms, name)())
    known = states(made, None)
    there = {number: each for drawing in drawings(numbered(made)).values() for number, each in drawing.items()}
    assert {number: colour for number, (_, colour) in there.items()} == {
        number: COLOURS[state] for number, state in known.items()}
    cells = {place.number: place.id.rpartition("!")[2].partition(".")[0] for place in reversed(made.places)
             if place.act is not None and place.act.name in ("CELL", "LETTERS") and place.where == place.id}
    assert (cells or name == "log_form") and all(there[number][0] == cell for number, cell in cells.items())


def test_the_cells_stay_and_the_pages_are_as_wide_as_the_sheet(form):
    content = excel_forms.log_form()
    before, after = (openpyxl.load_workbook(io.BytesIO(each))["NC log"] for each in (content, numbered(form(content))))
    assert [[cell.value for cell in row] for row in before] == [[cell.value for cell in row] for row in after]
    assert after.sheet_properties.pageSetUpPr.fitToPage and after.page_setup.fitToHeight == 0
    assert "is filled" in after.oddHeader.left.text


def test_a_drawing_that_is_there_keeps_what_it_holds(form):
    def fill(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet("F")
        sheet.write("A1", "Extent: ____")
        sheet.insert_textbox("D4", "Please print.")
    content = numbered(form(book(fill)))
    assert [len(each) for each in drawings(content).values()] == [1]
    assert b"Please print." in members(content)["xl/drawings/drawing1.xml"]
    assert [len(each) for each in drawings(numbered(form(vml_form()))).values()] == [2]


def test_a_print_area_that_leaves_places_out_does_not_hold_for_the_picture(form):
    def fill(made: xlsxwriter.Workbook, last: str = "A2") -> None:
        sheet, look = made.add_worksheet("F"), made.add_format({"border": 1})
        sheet.write("A1", "Extent", look)
        sheet.write_blank("B1", None, look)
        sheet.print_area(f"A1:{last}")
    assert b"Print_Area" not in members(numbered(form(book(fill))))["xl/workbook.xml"]
    assert b"Print_Area" in members(numbered(form(book(lambda made: fill(made, "C3")))))["xl/workbook.xml"]


def test_the_picture_of_a_template_is_one_of_a_workbook(form):
    parts = members(grid(("Extent", "")))
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        f"{OPEN}.sheet.main+xml".encode(), f"{OPEN}.template.main+xml".encode())
    types = members(numbered(form(packed(parts), "form.xltx")))["[Content_Types].xml"]
    assert b"sheet.main+xml" in types and b"drawing+xml" in types


def test_it_is_drawn_as_a_workbook_where_libreoffice_is_found(tmp_path, monkeypatch):
    seen = []
    def convert(documents, out, program, day):
        seen.extend((each.name, program) for each in documents)
        return []
    monkeypatch.setattr(pdf_export, "convert", convert)
    for program, sentence in (("soffice", "made no PDF"), ("word", "needs LibreOffice, which was not found"),
                              ("", "needs LibreOffice, which was not found")):
        monkeypatch.setattr(pdf_export, "office", lambda program=program: program)
        with pytest.raises(CannotRun, match=sentence):
            form_picture.draw(b"", tmp_path / "out.pdf", TODAY, suffix=".xlsx")
    assert seen == [("form.xlsx", "soffice")]


# Pages

def test_pages_are_counted_of_the_blank_form_and_of_each_filled_one(form, monkeypatch):
    made, seen = form(grid(("Extent", ""))), []
    def convert(documents, out, program, day):
        seen.extend((each.suffix, b"rIdNcrPlaces" in each.read_bytes()) for each in documents)
        return list(range(len(documents)))
    monkeypatch.setattr(pdf_export, "convert", convert)
    monkeypatch.setattr(pdf_export, "office", lambda: "soffice")
    monkeypatch.setattr(form_pages, "_pages", lambda number: (1, 3, 1)[number])
    filled = [made.path.read_bytes()] * 2
    assert list(map(str, form_pages.count_pages(made, filled, TODAY))) == [
        "pages: 1 page becomes 3", "pages: 1, as before"]
    assert seen == [(".xlsx", False)] * 3
    monkeypatch.setattr(pdf_export, "convert", lambda *every: [0])
    assert form_pages.count_pages(made, filled, TODAY) == []
    monkeypatch.setattr(pdf_export, "office", lambda: "word")
    assert form_pages.count_pages(made, filled, TODAY) == []


def test_respond_tells_the_pages_of_each_form(ncr, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    path, register = tmp_path / "in" / "form.xlsx", ROOT / "samples" / "register.xlsx"
    path.parent.mkdir()
    path.write_bytes(excel_forms.car_form())
    command = ("respond", register, "NC-2026-01", "-o", tmp_path / "out", "--today", TODAY, "--pages")
    done = ncr(*command, "--form", path)
    assert done.returncode == 0 and "pages: not checked" in done.stdout
    assert "name it with --form" in ncr(*command).stderr
