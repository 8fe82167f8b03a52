"""The Finding card: what it shows, in our own words and as LibreOffice works it out."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest

from ncr_toolkit.core.model import Action, Cause, Containment, Evidence, Finding, FiveWhys, SignOff
from ncr_toolkit.excel.write.finding_card import NAME, PICK
from tests.samples import files
from tests.test_writer import DAY, PACK, blank, named, opened, register_bytes, without_values

LONG = "The release gate asks for a test report and for nothing else. " * 9
ROWS = {
    Finding: [{"id": "NC-1", "grade": "Minor", "status": "Open", "close_due": DAY + timedelta(days=40),
               "statement": LONG},
              {"id": "NC-2", "grade": "Major", "status": "Open", "close_due": DAY - timedelta(days=3), "owner": "Bo Li",
               "title": "No assessment", "reference": "8.4\nA.6.2.4", "raised_on": "soon", "extent": "two\nlines",
               "extent_count": 0, "statement": LONG},
              {"id": "NC-3", "status": "Closed"}],
    Containment: [{"finding": "nc-2", "id": f"C-{n}", "kind": "Correction", "what": f"step {n}"} for n in range(6)],
    FiveWhys: [{"finding": "NC-2", "leg": "Why it happened", "problem": "p", "why1": "a", "why2": "b", "why4": "d"}],
    Cause: [{"finding": "NC-1", "id": "RC-1", "statement": "of another"},
            {"finding": "NC-2", "id": "RC-2", "statement": LONG}],
    Action: [{"finding": "NC-2", "id": "CA-1", "cause": "RC-2", "what": "do", "due": DAY, "owner": "Ana"},
             {"finding": "NC-1", "id": "CA-2", "what": "other"},
             {"finding": "NC-2", "id": "CA-3", "what": "did", "due": DAY, "done_on": DAY}],
    Evidence: [{"finding": "NC-2", "id": "E-1", "title": "log", "file": "a.txt", "dated": date(2026, 5, 1)}],
    SignOff: [{"finding": "NC-2", "person": "Chief", "decision": "Approved", "signed_on": DAY}],
}


def made(**more) -> bytes:
    return register_bytes(PACK, today=DAY, settings={}, rows=ROWS, fixed_day=True, **more)


def shown(book) -> list[object]:
    """Every value on the page, from top to bottom, without the columns beside it."""
    return [cell.value for row in book[NAME].iter_rows(max_col=13) for cell in row if cell.value not in (None, "")]


def test_the_most_pressing_finding_stands_on_it():
    page = shown(opened(made(), data_only=True))
    for value in ("NC-2", "No assessment", "Overdue 3 days", "8.4; A.6.2.4", "Bo Li", "soon", "two lines", 0,
                  "a → b → d", "Chief", "Containment (4 of 6)", "step 3", "RC-2", "CA-1", "CA-3", "Done", "a.txt"):
        assert value in page, value
    for value in ("step 4", "CA-2", "of another"):
        assert value not in page


def test_a_long_text_is_cut_and_says_so():
    texts = [value for value in shown(opened(made(), data_only=True)) if str(value).startswith("The release gate")]
    assert len(texts) == 2 and all(text.endswith("…") and len(text) > 140 for text in texts)


def test_without_findings_the_page_is_empty():
    page = shown(opened(blank(), data_only=True))
    assert "Go to its row" not in page and "NC-2" not in page and "Statement of nonconformity" in page


def test_it_prints_on_two_pages_each_with_the_finding():
    sheet = opened(made())[NAME]
    page = sheet.page_setup
    assert (page.orientation, int(page.paperSize), int(page.scale)) == ("portrait", 9, 80)
    (second,) = [each.id for each in sheet.row_breaks.brk]
    assert sheet.cell(second + 2, 2).value.startswith('="Actions"') and sheet.print_title_rows == "$1:$5"


@pytest.mark.office
@pytest.mark.parametrize("pick", ["NC-2", "nc-1", "NC-3", "NC-9"])
def test_libreoffice_shows_the_same_whatever_is_chosen(office, tmp_path, pick):
    chosen = without_values(made())
    book = opened(chosen)
    assert named(book, PICK) == "NC-2"
    sheet, _, cell = book.defined_names[PICK].attr_text.partition("!")
    book[sheet.strip("'")][cell.replace("$", "")] = pick
    book.save(tmp_path / "card.xlsx")
    theirs = openpyxl.load_workbook(office(tmp_path / "card.xlsx", "xlsx", tmp_path / "out"), data_only=True)
    if pick == "NC-2":
        assert shown(theirs) == shown(opened(made(), data_only=True))
        return
    page = shown(theirs)
    assert ("RC-1" in page, "CA-2" in page, "Overdue 3 days" in page) == ((True, True, False) if pick == "nc-1"
                                                                          else (False, False, False))
    assert ("Closed" in page) == (pick == "NC-3")
    assert not [value for value in page if str(value).startswith(("#", "Err:"))]


@pytest.mark.office
def test_every_value_of_the_sample_is_right_when_it_is_written(office, tmp_path):
    content = files()["register.xlsx"]
    (tmp_path / "REGISTER.xlsx").write_bytes(without_values(content))  # the name that stands there until it has one
    theirs = openpyxl.load_workbook(office(tmp_path / "REGISTER.xlsx", "xlsx", tmp_path / "out"), data_only=True)
    ours = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    for sheet in ours.worksheets:
        for here, there in zip(sheet.iter_rows(max_row=150), theirs[sheet.title].iter_rows(max_row=150), strict=False):
            for cell, other in zip(here, there, strict=False):
                assert (cell.value or None) == (other.value or None), f"{sheet.title}!{cell.coordinate}"


# ---------------------------------------------------------------- contrast


def _luminance(colour: str) -> float:
    parts = [int(colour[-6:][place:place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 counts it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_stands_out_from_its_ground():
    """WCAG AA: 4.5 : 1, for every format that a cell with words has and for every colour that a rule gives."""
    book = opened(files()["register.xlsx"])
    weak = set()
    for sheet in book.worksheets:
        rules = [rule.dxf for area in sheet.conditional_formatting for rule in area.rules if rule.dxf and rule.dxf.font]
        for dxf in rules:
            ground = dxf.fill.bgColor.rgb if dxf.fill and dxf.fill.bgColor else "FFFFFFFF"
            weak |= {(sheet.title, dxf.font.color.rgb, ground)} if contrast(dxf.font.color.rgb, ground) < 4.5 else set()
        for row in sheet.iter_rows(max_row=110):
            for cell in row:
                if cell.value is None or cell.number_format == ";;;":
                    continue
                ink = cell.font.color.rgb if cell.font.color and cell.font.color.type == "rgb" else "FF000000"
                ground = cell.fill.fgColor.rgb if cell.fill.patternType else "FFFFFFFF"
                if contrast(ink, ground) < 4.5:
                    weak.add((sheet.title, cell.coordinate, ink, ground))
    assert not weak


def test_charts_say_in_words_what_they_show():
    content = zipfile.ZipFile(io.BytesIO(blank()))
    drawing = content.read("xl/drawings/drawing1.xml").decode()
    assert len(re.findall(r'descr="[^"]{20,}"', drawing)) == drawing.count("<xdr:graphicFrame")
