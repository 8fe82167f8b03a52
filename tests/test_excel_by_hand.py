"""What floats over a sheet or is hidden and only a person can fill in: each is told, none is passed over or written
under."""

# ruff: noqa: F811

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.forms import load
from ncr_toolkit.forms.messages import form_lines
from tests.excel_forms import book, grid
from tests.test_excel_forms import made, members, packed, states, why  # noqa: F401

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TEXT_BOX, BUTTON = "{8BD21D10-EC42-11CE-9E0D-00AA006002F3}", "{D7053240-CE69-11CD-A777-00DD01143C57}"


def with_controls(*kinds: str, active: str = "") -> bytes:
    """A form with a control of each kind over column B, one a row, beside its label; the last is an ActiveX one."""
    labels = ("Root cause", "Corrective action", "Weather")
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, look = made_.add_worksheet("F"), made_.add_format({"border": 1})
        lists = made_.add_worksheet("Lists")
        lists.write_column(0, 0, ["Open", "Closed"])
        for row, label in enumerate(labels[:len(kinds)]):
            sheet.write(row, 0, label, look)
            sheet.write_blank(row, 1, None, look)
        sheet.write("A9", "Extent", look)
        sheet.write_blank("B9", None, look)
        sheet.write_comment("H9", "a note")
    parts = members(book(fill))
    name = next(name for name in parts if name.endswith(".vml"))
    shapes = "".join(f'<v:shape id="_x0000_s{number}" type="#_x0000_t201"><x:ClientData ObjectType="{kind}"><x:Anchor>'
                     f'1, 4, {number - 2000}, 2, 1, 60, {number - 2000}, 18</x:Anchor>'
                     '<x:FmlaRange>Lists!$A$1:$A$2</x:FmlaRange></x:ClientData></v:shape>'
                     for number, kind in enumerate(kinds, start=2000))
    parts[name] = parts[name].replace(b"</xml>", shapes.encode() + b"</xml>")
    return packed({**parts, **(_active(parts, 1999 + len(kinds), active) if active else {})})


def _active(parts: dict[str, bytes], number: int, id: str) -> dict[str, bytes]:
    """The parts that make the last shape an ActiveX control of a class."""
    rels, sheet = "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/sheet1.xml"
    link = f'<Relationship Id="rIdX" Type="{RELATION}/control" Target="../activeX/activeX1.xml"/></Relationships>'
    control = f'<controls><control shapeId="{number}" r:id="rIdX" name="Box1"/></controls></worksheet>'
    return {rels: parts[rels].replace(b"</Relationships>", link.encode()),
            sheet: parts[sheet].replace(b"</worksheet>", control.encode()),
            "xl/activeX/activeX1.xml": f'<ax:ocx xmlns:ax="http://schemas.microsoft.com/office/2006/activeX" '
                                       f'ax:classid="{id}"/>'.encode()}


def test_controls_are_told_with_their_labels_and_nothing_is_written_under_them(made):
    filled, told = made(with_controls("Drop", "Edit", "Spin"))
    assert [filled["F"][f"B{row}"].value for row in (1, 2, 3)] == [None] * 3 and filled["F"]["B9"].value
    assert states(told) == {"F!B1": "blank", "F!B2": "blank", "F!B3": "blank", "F!B9": "filled"}
    assert "a drop-down list over the sheet (a form control); fill it in by hand" in why(told)["Root cause"]
    assert set(told.judgement.blank) == {"root cause", "corrective action"}  # it is not ready without them
    assert sorted(each.place.number for each in told.outcomes) == [1, 2, 3, 4]


def test_an_activex_box_is_told_and_a_button_is_none(made):
    assert "(an ActiveX control)" in why(made(with_controls("Pict", active=TEXT_BOX))[1])["Root cause"]
    assert set(states(made(with_controls("Pict", active=BUTTON))[1])) == {"F!B1", "F!B9"}


def test_a_blank_text_box_is_told_and_one_with_words_is_none(made):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet = made_.add_worksheet("F")
        sheet.write("A2", "Root cause")
        sheet.insert_textbox("B2", "")
        sheet.insert_textbox("B9", "Please print.")
    assert why(made(book(fill))[1]) == {"Root cause": "it is a text box over the sheet; fill it in by hand, in Excel"}


def test_hidden_sheets_are_told_but_for_those_of_lists(tmp_path):
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, secret, lists = (made_.add_worksheet(name) for name in ("F", "Inner", "Entries"))
        sheet.write("A1", "Extent: ____")
        secret.write("A1", "Root cause")
        lists.write("A1", "Major")
        sheet.data_validation("B1", {"validate": "list", "source": "=Entries!$A$1:$A$2"})
        secret.hide()
        lists.hide()
    path = tmp_path / "form.xlsx"
    path.write_bytes(book(fill))
    assert [each for each in form_lines(load(path)) if each.startswith("!")] == [
        "! The sheet 'Inner' is hidden and is left alone."]


@pytest.mark.parametrize(("gap", "state"), [((), "blank"), (((None, None),), "filled")])
def test_a_mark_is_left_only_in_the_table_of_its_header(made, gap, state):
    """A cell under "Minor" takes a mark; one in another table further down, or under a box, does not."""
    _, told = made(grid(("Grade", "Minor"), *gap, ("Root cause", ""), (None, None)))
    assert states(told)["Form!B3" if gap else "Form!B2"] == state
    _, told = made(grid(("Grade", "\u2610 Minor"), ("Root cause", ""), (None, None)))
    assert states(told)["Form!B2"] == "filled"


def _boxed(made_: xlsxwriter.Workbook) -> None:
    sheet = made_.add_worksheet("F")
    sheet.set_column(1, 1, 30)
    sheet.set_row(0, 30)
    sheet.write("A1", "Root cause")
    sheet.insert_textbox("B1", "")


@pytest.mark.parametrize(("form", "part", "there", "spoilt", "told"), [
    ("control", "sheet1.xml", b'shapeId="2002"', b'shapeId="x"', "F!B3"),
    ("control", ".vml", b"1, 4, 0, 2, 1, 60, 0, 18", b"1, 4, -5, 2, 1, 60, -5, 18", "F!B1"),
    ("control", ".vml", b"1, 4, 0, 2, 1, 60, 0, 18", b"1, 4, 9999999999, 2, 1, 60, 9999999999, 18", "F!B1048576"),
    ("box", "drawing1.xml", b"<xdr:row>0</xdr:row>", b"<xdr:row>x</xdr:row>", "F!B1"),
    ("box", "sheet1.xml", b'min="2"', b'min="x"', "F!B1"), ("box", "sheet1.xml", b'ht="30"', b'ht="x"', "F!B1"),
    ("box", "sheet1.xml", b'<c r="A1"', b'<c s="x" r="A1"', "F!B1"),
    ("box", "styles.xml", b'<sz val="11"', b'<sz val="x"', "F!B1"),
    ("box", "drawing1.xml", b"cNvSpPr", b"cNvQqPr", ""),
])
def test_numbers_that_no_workbook_has_end_nothing(tmp_path, form, part, there, spoilt, told):
    parts = members(with_controls("Drop", "Edit", "Pict", active=TEXT_BOX) if form == "control" else book(_boxed))
    name = next(name for name in parts if name.endswith(part))
    assert there in parts[name]
    path = tmp_path / "form.xlsx"
    path.write_bytes(packed({**parts, name: parts[name].replace(there, spoilt)}))
    assert told in ["", *(place.id for place in load(path).places)]


def test_damaged_controls_are_told_in_one_sentence(tmp_path):
    content = bytearray(with_controls("Drop"))
    package = zipfile.ZipFile(io.BytesIO(content))
    found = next(each for each in package.infolist() if each.filename.endswith(".vml"))
    start = found.header_offset + 30 + len(found.filename)
    content[start:start + 40] = bytes(40)
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    with pytest.raises(CannotRun, match=r"form\.xlsx is damaged"):
        load(path)
