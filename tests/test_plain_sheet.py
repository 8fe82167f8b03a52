"""Cells that our scan and the reader of values would see differently: read right, or refused with sheet and cell."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.package import open_package
from ncr_toolkit.excel.read.plain_sheet import is_plain, plain
from ncr_toolkit.excel.read.sheetscan import SheetXml
from ncr_toolkit.excel.read.values import Values
from tests.packages import MAIN, raw_workbook, sheet_xml

TEXTS = "".join(f"<si><t>text {number}</t></si>" for number in range(41))


def values(path, sheet: str | bytes, *, texts: str = TEXTS, properties: str = "") -> list[list]:
    path.write_bytes(raw_workbook(sheet, texts=texts, properties=properties))
    package = open_package(path, "register.xlsx")
    part = package.sheets[0].path
    return Values(package, {part: SheetXml(package, part).data}).rows(part)


READ = {
    "a character by its number": ("<c r='A1'><v>1&#50;</v></c>", 12),
    "a comment": ('<c r="A1"><v>1<!-- 5 -->2</v></c>', 12),
    "CDATA": ('<c r="A1"><v><![CDATA[12]]></v></c>', 12),
    "CDATA in a text": ('<c r="A1" t="inlineStr"><is><t>a<![CDATA[<b>]]></t></is></c>', "a<b>"),
    "blanks round an index": ('<c r="A1" t="s"><v> 40 </v></c>', "text 40"),
    "noughts before an index": ('<c r="A1" t="s"><v>0000000040</v></c>', "text 40"),
    "an index with a character by its number": ('<c r="A1" t="s"><v>4&#48;</v></c>', "text 40"),
    "blanks round a number": ('<c r="A1"><v>\n 12 </v></c>', 12),
    "an exponent": ('<c r="A1"><v>1.2E+1</v></c>', 12),
    "a plus": ('<c r="A1"><v>+12</v></c>', 12),
    "no nought": ('<c r="A1"><v>.5</v></c>', 0.5),
    "less than nothing": ('<c r="A1"><v>-0</v></c>', 0),
    "a date in words": ('<c r="A1" t="d"><v> 2026-03-04 </v></c>', date(2026, 3, 4)),
    "a date and a time in words": ('<c r="A1" t="d"><v>2026-03-04T10:20:30</v></c>', datetime(2026, 3, 4, 10, 20, 30)),
    "a date": ('<c s="1" r="A1"><v>46085</v></c>', date(2026, 3, 4)),
    "true": ('<c r="A1" t="b"><v>true</v></c>', True),
    "false": ('<c r="A1" t="b"><v>false</v></c>', False),
    "no by its number": ('<c r="A1" t="b"><v> 0 </v></c>', False),
    "runs": ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t xml:space="preserve"> b</t></r></is></c>',
             "a b"),
    "how it is spoken": ('<c r="A1" t="inlineStr"><is><t>a</t><rPh sb="0" eb="1"><t>x</t></rPh></is></c>', "a"),
    "blanks that are kept": ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c>', " a "),
    "blanks that are not": ('<c r="A1" t="inlineStr"><is><t> a </t></is></c>', "a"),
    "a text of a formula": ('<c r="A1" t="str"><f>B1</f><v>a&#10;b</v></c>', "a\nb"),
    "a prefix": (f'<c r="A1"><x:v xmlns:x="{MAIN}">12</x:v></c>', 12),
    "a value of another language": ('<c r="A1"><v>12</v><v xmlns="urn:other">13</v></c>', 12),
    "no place": ('<c><v>12</v></c>', 12),
    "small letters": ('<c r="a1"><v>12</v></c>', 12),
    "what follows, first": ('<c r="B1"><v>13</v></c><c r="A1"><v>12</v></c>', 12),
    "no number": ('<c r="A1"><v>abc</v></c>', "abc"),
}


@pytest.mark.parametrize("what", READ)
def test_read_as_it_is_meant(tmp_path, what):
    cells, wanted = READ[what]
    row = values(tmp_path / "register.xlsx", sheet_xml(f'<row r="1">{cells}</row>'))[0]
    assert row[0] == wanted and isinstance(row[0], bool) == isinstance(wanted, bool)


@pytest.mark.parametrize("cell", [
    '<c r="B4" t="s"><v>41</v></c>', '<c r="B4" t="s"><v> 41 </v></c>', '<c r="B4" t="s"><v>-1</v></c>',
    '<c r="B4" t="s"><v>x</v></c>', '<c r="B4" t="s"><v>1.0</v></c>', "<c r='B4' t='b'><v>2</v></c>",
    '<c r="B4" t="n"><v>abc</v></c>', '<c r="B4" t="other"><v>1</v></c>',
    '<c r="B4"><v>1</v></c><c r="B4"><v>2</v></c>', "<c r='B4'><v>1</v></c><c r='B4'><v>2</v></c>",
])
def test_what_nobody_can_read_is_refused_with_its_sheet(tmp_path, cell):
    with pytest.raises(CannotRun) as caught:
        values(tmp_path / "register.xlsx", sheet_xml(f'<row r="4">{cell}</row>'))
    assert "register.xlsx is damaged" in str(caught.value) and "sheet 'Findings'" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_rows_out_of_order_and_without_a_number(tmp_path):
    rows = '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row><row><c><v>2</v></c></row>'
    assert values(tmp_path / "register.xlsx", sheet_xml(rows)) == [[1], [2], [3]]


def test_days_counted_from_1904(tmp_path):
    sheet = sheet_xml("<row r='1'><c r='A1' s='1'><v>44623</v></c></row>")
    assert values(tmp_path / "register.xlsx", sheet, properties='<workbookPr date1904="true"/>') == [[date(2026, 3, 4)]]


@pytest.mark.parametrize("attribute", ["t='e'", 't = "e"'])
def test_an_error_in_other_quotes_is_one(tmp_path, attribute):
    path = tmp_path / "register.xlsx"
    path.write_bytes(raw_workbook(sheet_xml(f'<row r="1"><c r="A1" {attribute}><v>#REF!</v></c></row>')))
    package = open_package(path, "register.xlsx")
    facts = SheetXml(package, package.sheets[0].path).facts(range(9))
    assert list(facts.errors.values()) == ["#REF!"]


def test_formulas_links_and_hidden_rows_under_another_prefix():
    data = (f"<x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='1' hidden='1'><x:c r='A1'><x:f>B1&gt;1</x:f>"
            "<x:v>1</x:v></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref='A1:B1'/></x:mergeCells>"
            "</x:worksheet>").encode()
    assert not is_plain(data)
    assert plain(data, "register.xlsx", "Findings", 0) == (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1" hidden="1"><c r="A1" t="n"><f>B1&gt;1</f><v>1</v></c></row>'
        '</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>').encode()


@pytest.mark.parametrize("before", ["<!-- remark -->", '<cols xmlns="urn:other"/>', "<sheetPr codeName='x'/>"])
def test_what_stands_round_the_rows_is_looked_at_too(before):
    assert is_plain(sheet_xml("").encode()) and not is_plain(sheet_xml("", before).encode())
