"""The same register, written in every way the file format allows, and in some that only other programs use."""

from datetime import date

import pytest

from ncr_toolkit.core.register import Odd
from ncr_toolkit.core.schema import Why
from ncr_toolkit.excel.opc.address import address_of, letters
from ncr_toolkit.excel.read.reader import read_register
from tests.packages import MAIN, edit, raw_workbook, sheet_xml

HEADERS = ("finding.id", "finding.title", "finding.raised_on", "finding.extent_count")


def header(row: int) -> str:
    cells = "".join(f'<c r="{letters(place)}{row}" t="inlineStr"><is><t>{key}</t></is></c>'
                    for place, key in enumerate(HEADERS))
    labels = "".join(f'<c r="{letters(place)}{row + 1}" t="inlineStr"><is><t>{text}</t></is></c>'
                     for place, text in enumerate(("Finding ID", "Title", "Raised on", "Similar cases found")))
    return f'<row r="{row}">{cells}</row><row r="{row + 1}">{labels}</row>'


def finding(tmp_path, title_cell: str = '<c r="B3" t="inlineStr"><is><t>x</t></is></c>', **more):
    """The one finding of a sheet whose row 3 holds NC-1 and `title_cell`."""
    row = f'<row r="3"><c r="A3" t="inlineStr"><is><t>NC-1</t></is></c>{title_cell}</row>'
    return write(tmp_path, sheet_xml(header(1) + row), **more).findings[0]


def write(tmp_path, sheet: str | bytes, **more):
    path = tmp_path / "raw.xlsx"
    path.write_bytes(raw_workbook(sheet, **more))
    return read_register(path)


TEXTS = {
    "<t>Line_x000D_\nbreak</t>": "Line\r\nbreak",
    "<t>_x0041_BC</t>": "ABC",
    "<t>_x005F_x0041_</t>": "_x0041_",
    "<t>_x12_ and _xZZZZ_</t>": "_x12_ and _xZZZZ_",
    "<t>a_x000B_b</t>": "a\x0bb",
    '<t xml:space="preserve">  both   sides  </t>': "both   sides",
    '<r><rPr><b/></rPr><t>Rich </t></r><r><t xml:space="preserve">and plain</t></r>': "Richand plain",
    '<r><t xml:space="preserve">Rich </t></r><r><t>and plain</t></r>': "Rich and plain",
    '<t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh><phoneticPr fontId="1"/>': "東京",
    '<r><t>東</t></r><rPh sb="0" eb="1"><t>トウ</t></rPh><r><t>京</t></r>': "東京",
    "<t>&amp;amp; &lt;b&gt; &#10;&#x1F600;</t>": "&amp; <b> \n😀",
    "<t><![CDATA[a < b & c]]></t>": "a < b & c",
    "<t>שלום\u200f audit\t審計</t>": "שלום\u200f audit\t審計",
    "<t>{{ name }} {% if %} ' \" ;--</t>": "{{ name }} {% if %} ' \" ;--",
    f"<t>{'x' * 32767}</t>": "x" * 32767,
    "<t/>": "",
    "": "",
}


@pytest.mark.parametrize("xml", TEXTS)
def test_texts_in_the_common_list(tmp_path, xml):
    assert finding(tmp_path, '<c r="B3" t="s"><v>0</v></c>', texts=f"<si>{xml}</si>").title == TEXTS[xml]


@pytest.mark.parametrize("xml", TEXTS)
def test_texts_inside_the_cell(tmp_path, xml):
    assert finding(tmp_path, f'<c r="B3" t="inlineStr"><is>{xml}</is></c>').title == TEXTS[xml]


@pytest.mark.parametrize("cell", [
    "<c r='B3' t='str'><v>x</v></c>", '<c t="str" r="B3"><v>x</v></c>', '<c t="str"><v>x</v></c>',
    f'<q:c xmlns:q="{MAIN}" r="B3" t="str"><q:v>x</q:v></q:c>', '<c r="B3"\n t="str" ><v>x</v></c >',
    '<!-- <c r="XFD1048576"><v>1</v></c> --><c r="B3" t="str"><v>x</v></c>',
])
def test_cells_however_they_are_written(tmp_path, cell):
    read = finding(tmp_path, cell)
    assert (read.title, str(read.cell("title"))) == ("x", "Findings!B3")


@pytest.mark.parametrize("cell", [
    '<c r="B3" t="e"><v>#REF!</v></c>', "<c r='B3' t='e'><v>#REF!</v></c>", '<c t="e"><v>#REF!</v></c>',
    '<c r="B3" s="1" t="e"><f>A1/0</f><v>#REF!</v></c>', f'<q:c xmlns:q="{MAIN}" r="B3" t="e"><q:v>#REF!</q:v></q:c>',
])
def test_errors_however_they_are_written(tmp_path, cell):
    unread = finding(tmp_path, cell).unread["title"]
    assert (unread.why, unread.text, str(unread.cell)) == (Why.ERROR_CELL, "#REF!", "Findings!B3")


@pytest.mark.parametrize("word", ["#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!", "#GETTING_DATA", "#BUSY!", "Err:507"])
def test_error_words_newer_than_the_reader_of_values(tmp_path, word):
    read = finding(tmp_path, f'<c r="B3" t="e" vm="1"><f>A1</f><v>{word}</v></c>')
    assert (read.id, read.unread["title"].text) == ("NC-1", word)


@pytest.mark.parametrize("word", ["#N/A", "#SPILL!"])
@pytest.mark.parametrize("empty", ['<c r="B3" t="e"/>', '<c r="B3" t="e"></c>', '<c r="B3" t="e"><v/></c>',
                                   '<c r="B3" s="1"/>'])
def test_an_error_without_a_word_leaves_its_neighbour_alone(tmp_path, empty, word):
    cells = f'{empty}<c r="D3"><v>5</v></c><c r="E3" t="e"><v>{word}</v></c>'
    row = f'<row r="3"><c r="A3" t="str"><v>NC-1</v></c>{cells}</row>'
    head = header(1).replace("</row>", '<c r="E1" t="str"><v>finding.owner</v></c></row>', 1)
    read = write(tmp_path, sheet_xml(head + row)).findings[0]
    assert (read.extent_count, read.unread["owner"].text) == (5, word)


@pytest.mark.parametrize("cell, text", [
    ('<c r="B3"><f>1+1</f></c>', "=1+1"), ('<c r="B3"><f>1+1</f><v></v></c>', "=1+1"),
    ('<c r="B3"><f>1+1</f><v/></c>', "=1+1"),
    ('<c r="B3"><f>A1&amp;"x"</f></c>', '=A1&"x"'), ('<c r="B3"><f t="shared" si="0"/></c>', "=…"),
    ("<c r='B3'><f>1+1</f></c>", "=1+1"),
])
def test_formulas_never_calculated(tmp_path, cell, text):
    unread = finding(tmp_path, cell).unread["title"]
    assert (unread.why, unread.text) == (Why.NOT_CALCULATED, text)


def test_a_formula_that_gives_nothing_is_blank(tmp_path):
    read = finding(tmp_path, '<c r="B3" t="str"><f>IF(A1="","",1)</f><v></v></c>')
    assert read.title == "" and read.unread == {} and read.formulas.keys() == {"title"}


def test_a_formula_alone_below_the_last_value(tmp_path):
    rows = header(1) + '<row r="9"><c r="A9"><f>A1</f></c></row>'
    assert [record.at.row for record in write(tmp_path, sheet_xml(rows)).findings] == [9]


def test_rows_and_cells_without_references(tmp_path):
    def row(*texts):
        return "<row>" + "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts) + "</row>"

    rows = row(*HEADERS) + row("Finding ID", "Title") + row("NC-1", "x") + row("NC-2", "y")
    register = write(tmp_path, sheet_xml(rows))
    assert [(read.id, read.title, read.at.row) for read in register.findings] == [("NC-1", "x", 3), ("NC-2", "y", 4)]


def test_rows_and_cells_in_disorder(tmp_path):
    rows = '<row r="3"><c r="B3" t="str"><v>x</v></c><c r="A3" t="str"><v>NC-1</v></c></row>' + header(1)
    assert [(read.id, read.title) for read in write(tmp_path, sheet_xml(rows)).findings] == [("NC-1", "x")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_other_encodings(tmp_path, encoding):
    row = '<row r="3"><c r="A3" t="str"><v>NC-é</v></c></row>'
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>' + sheet_xml(header(1) + row)
    assert write(tmp_path, text.encode(encoding)).findings[0].id == "NC-é"


def test_the_whole_sheet_with_a_prefix(tmp_path):
    plain = sheet_xml(header(1) + '<row r="3"><c r="A3" t="str"><v>NC-1</v></c><c r="B3" t="e"><v>#N/A</v></c></row>')
    prefixed = plain.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    read = write(tmp_path, prefixed).findings[0]
    assert (read.id, read.unread["title"].text) == ("NC-1", "#N/A")


@pytest.mark.parametrize("ghost", ["A1:XFD1048576", "B7:C9", "zz", ""])
def test_a_used_range_that_is_not_true(tmp_path, ghost):
    row = '<row r="3"><c r="A3" t="str"><v>NC-1</v></c></row>'
    register = write(tmp_path, sheet_xml(header(1) + row, f'<dimension ref="{ghost}"/>'))
    assert [read.id for read in register.findings] == ["NC-1"]


def test_empty_cells_with_a_format_far_out_cost_nothing(tmp_path):
    row = '<row r="3"><c r="A3" t="str"><v>NC-1</v></c></row>'
    ghosts = '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"></c></row>'
    assert len(write(tmp_path, sheet_xml(header(1) + row + ghosts)).findings) == 1


def test_merged_cells(tmp_path):
    row = '<row r="3"><c r="A3" t="str"><v>NC-1</v></c></row><row r="4"><c r="A4" s="1"/></row>'
    register = write(tmp_path, sheet_xml(header(1) + row, after='<mergeCells><mergeCell ref="A3:A5"/></mergeCells>'))
    assert [read.at.row for read in register.findings] == [3]


@pytest.mark.parametrize("value", ['<c r="C3" s="1"><v>44639</v></c>', '<c r="C3"><v>44639</v></c>'])
def test_the_date_system_of_1904(tmp_path, value):
    assert finding(tmp_path, value, properties='<workbookPr date1904="1"/>').raised_on == date(2026, 3, 20)


@pytest.mark.parametrize("style", [0, 1, 2])
@pytest.mark.parametrize("value", ["-1", "0", "59", "60", "0.5", "2958466", "1234567890", "-1234567890", "1e300", "NaN",
                                   "-1e300", "-1000000000000000", "abc", "1e"])
def test_no_serial_raises(tmp_path, value, style, capfd):
    cells = "".join(f'<c r="{letter}3" s="{style}"><v>{value}</v></c>' for letter in "BCD")
    read = finding(tmp_path, cells)
    assert read.unread["raised_on"].why in (Why.NOT_A_DATE, Why.DATE_OUT_OF_RANGE) and read.title
    assert capfd.readouterr() == ("", "")


def test_iso_dates_of_the_format_itself(tmp_path):
    assert finding(tmp_path, '<c r="C3" t="d"><v>2026-03-20T12:00:00</v></c>').raised_on == date(2026, 3, 20)


def test_links_by_range_place_and_prefix(tmp_path):
    rows = header(1) + "".join(f'<row r="{n}"><c r="A{n}" t="str"><v>NC-{n}</v></c></row>' for n in (3, 4, 5))
    links = ('<x:hyperlinks xmlns:x="m"><x:hyperlink ref="A3:A4" r:id="rId1" location="Sheet&amp;1!A1"/>'
             "<x:hyperlink display='a > b' ref='A5' location='Findings!B1'/></x:hyperlinks>")
    relations = ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                 'Id="rId1" Type="x/hyperlink" Target="a%20b.txt" TargetMode="External"/></Relationships>')
    register = write(tmp_path, sheet_xml(rows, after=links), links=relations)
    assert [read.links.get("id") for read in register.findings] == ["a b.txt#Sheet&1!A1"] * 2 + ["#Findings!B1"]


def test_hidden_rows_in_other_quotes(tmp_path):
    rows = header(1) + "<row hidden='true' r='3'><c r='A3' t='str'><v>NC-1</v></c></row>"
    register = write(tmp_path, sheet_xml(rows))
    assert [each.cell.ref for each in register.oddities if each.odd is Odd.HIDDEN_ROWS] == ["A3"]


def test_a_workbook_in_another_place_of_the_package(tmp_path):
    path = tmp_path / "raw.xlsx"
    path.write_bytes(raw_workbook(sheet_xml(header(1) + '<row r="3"><c r="A3" t="str"><v>NC-1</v></c></row>')))
    edit(path, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b'"worksheets/', b'"/xl/worksheets/'))
    assert read_register(path).findings[0].id == "NC-1"


@pytest.mark.parametrize("column, name", [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")])
def test_letters_of_columns(column, name):
    assert letters(column) == name and address_of(f"{name}7") == (6, column) and address_of(f"${name}$7") == (6, column)


@pytest.mark.parametrize("text", ["", "A", "7", "A0x", "7A", "A1:B2", "Ä1"])
def test_what_is_no_cell(text):
    assert address_of(text) is None
