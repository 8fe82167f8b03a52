"""Files that are no register: each ends with one sentence that names the file, says what it is and what to do."""

import io
import os
import re
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Odd
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.opc.package import package_of
from ncr_toolkit.excel.read import layout
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.reach import far_cell
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.read.sheetscan import SheetXml
from tests.packages import MAIN, edit, raw_workbook, sheet_xml

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def directory(*streams: str) -> bytes:
    """Entries of the directory of an old Office file: a name in UTF-16, padded to 64 bytes, and its length."""
    entry = [(name + "\0").encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) + bytes(62)
             for name in ("Root Entry", *streams)]
    return OLE + b"".join(entry).ljust(1024, b"\0")


def packed(**members: str | bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return content.getvalue()


FILES = {
    "empty.xlsx": (b"", "is empty", "last good copy"),
    "cut.xlsx": (raw_workbook(sheet_xml(""))[:900], "is damaged", "fetch a fresh copy"),
    "encrypted.xlsx": (directory("EncryptionInfo", "EncryptedPackage"), "protected with a password",
                       "remove the password"),
    "old.xls": (directory("Workbook"), "old Excel kind (*.xls)", "save it as Excel Workbook (*.xlsx)"),
    "older.xls": (directory("Book"), "old Excel kind (*.xls)", "save it as Excel Workbook (*.xlsx)"),
    "letter.doc": (directory("WordDocument"), "Word document", "name the register"),
    "findings.csv": (b"Finding ID,Grade\r\nNC-1,Major\r\n", "is a text file", "ncr new"),
    "utf16.csv": ("Finding ID\tGrade\r\n".encode("utf-16"), "is a text file", "ncr new"),
    "renamed.xlsx": (b"Finding ID;Grade\nNC-1;Major\n", "is a text file", "ncr new"),
    "data.json": (b'{"findings": []}', "is a text file", "name the register"),
    "report.pdf": (b"%PDF-1.7\n%\xe2\xe3", "is a PDF", "name the register"),
    "photo.png": (b"\x89PNG\r\n\x1a\n", "is a picture", "name the register"),
    "export.xls": (b"<html><body><table><tr><td>NC-1", "is a web page", "save it as Excel Workbook (*.xlsx)"),
    "export2.xls": (b"\xef\xbb\xbf \n<!DOCTYPE HTML><table>", "is a web page", "save it as Excel Workbook (*.xlsx)"),
    "export3.xls": (b"MIME-Version: 1.0\nX-Document-Type: Workbook", "is a web page", "save it as Excel Workbook"),
    "xml2003.xls": (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
                    "XML spreadsheet of Excel 2003", "save it as Excel Workbook (*.xlsx)"),
    "noise.xlsx": (bytes(range(256)) * 8, "is no Excel workbook", "name the register"),
    "~$register.xlsx": (b"\x05Alice" + bytes(159), "mark Excel leaves", "name the workbook itself"),
    "binary.xlsb": (packed(**{"xl__workbook.bin": b"x"}), "binary workbook (*.xlsb)",
                    "save it as Excel Workbook (*.xlsx)"),
    "letter.docx": (packed(**{"word__document.xml": "x", "_rels__.rels": "x"}), "Word document", "name the register"),
    "talk.pptx": (packed(**{"ppt__presentation.xml": "x", "_rels__.rels": "x"}), "PowerPoint", "name the register"),
    "sheet.ods": (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "OpenDocument spreadsheet (*.ods)",
                  "save it as"),
    "text.odt": (packed(mimetype="application/vnd.oasis.opendocument.text"), "OpenDocument text", "name the register"),
    "apple.numbers": (packed(**{"Index__Document.iwa": b"x"}), "Apple Numbers", "export it"),
    "folder.zip": (packed(**{"a__register.xlsx": b"x"}), "packed folder", "unpack it"),
    "other.zip": (packed(**{"a.txt": b"x"}), "is a zip file", "name the register"),
    "nothing.zip": (packed(), "is a zip file", "name the register"),
    "more.gz": (b"\x1f\x8b\x08\0", "is a packed file", "unpack it"),
    "strict.xlsx": (raw_workbook(sheet_xml("").replace(MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"),
                                 main="http://purl.oclc.org/ooxml/spreadsheetml/main"),
                    "Strict Open XML", "save it as Excel Workbook (*.xlsx)"),
    "other.xlsx": (raw_workbook(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>'), name="Budget"),
                   "is a workbook but no register", "ncr new"),
    "bare.xlsx": (raw_workbook(sheet_xml(""), name="Sheet1"), "is a workbook but no register", "ncr new"),
    "twins.xlsx": (raw_workbook(sheet_xml(""), name='Causes" sheetId="2" r:id="rId1"/><sheet name="Findings'),
                   "'Causes' and 'Findings' are one and the same part", "fetch a fresh copy"),
    "no_sheet.xlsx": (packed(**{"xl__workbook.xml": f'<workbook xmlns="{MAIN}"/>'}),
                      "is a workbook but no register", "ncr new"),
    "no_xml.xlsx": (packed(**{"xl__workbook.xml": "Not XML at all"}), "is damaged", "fetch a fresh copy"),
    "empty_xml.xlsx": (packed(**{"xl__workbook.xml": ""}), "is damaged", "fetch a fresh copy"),
}


@pytest.mark.parametrize("name", FILES)
def test_the_sentence_says_what_it_is_and_what_to_do(tmp_path, name):
    content, what, advice = FILES[name]
    path = tmp_path / name
    path.write_bytes(content)
    sentence = refused(path)
    assert name in sentence and what in sentence and advice in sentence


def refused(path) -> str:
    with pytest.raises(CannotRun) as caught:
        read_register(path)
    sentence = str(caught.value)
    assert sentence.endswith((".", "ncr new", "ncr new")) and "\n" not in sentence and "Error" not in sentence
    return sentence


def test_nothing_at_that_name(tmp_path):
    assert "There is no file" in refused(tmp_path / "registr.xlsx")


def test_a_folder(tmp_path):
    assert "is a folder" in refused(tmp_path)


def test_a_name_no_system_bears(tmp_path):
    assert "cannot be read" in refused(tmp_path / ("x" * 5000))
    assert "cannot be read" in refused(f"{tmp_path}/a\0b.xlsx")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_no_right_to_read(tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"PK")
    path.chmod(0)
    assert "close it there" in refused(path)


def test_open_in_excel_on_windows(tmp_path, monkeypatch):
    path = tmp_path / "register.xlsx"
    path.write_bytes(b"PK")

    def held(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", held)
    assert "if it is open in Excel, close it there" in refused(path)


@pytest.mark.parametrize("size", [0, 4, 30, 100, 1000, 2500])
def test_cut_anywhere(tmp_path, size, workbook):
    whole = workbook("Findings\n| Finding ID |\n|---|\n| NC-1 |").read_bytes()
    path = tmp_path / "cut.xlsx"
    path.write_bytes(whole[:size or -1])
    assert re.search("damaged|is no Excel", refused(path))


def test_changed_bytes_inside(workbook):
    path = workbook("Findings\n| Finding ID |\n|---|\n| NC-1 |")
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    content[start:start + 40] = b"\xff" * 40
    path.write_bytes(content)
    assert "is damaged" in refused(path)


def test_sheets_that_are_cut_inside_the_package(workbook):
    path = workbook("Findings\n| Finding ID |\n|---|\n| NC-1 |")
    edit(path, "xl/worksheets/sheet1.xml", lambda xml: xml[:len(xml) // 2])
    assert "is damaged" in refused(path)


def test_a_text_that_is_not_in_the_list_of_texts(workbook):
    path = workbook('Findings\n| Finding ID |\n|---|\n| "NC-1" |')
    edit(path, "xl/sharedStrings.xml", lambda xml: re.sub(rb"<si>.*</si>", b"", xml))
    assert "is damaged" in refused(path)


@pytest.mark.parametrize("member", ["xl/worksheets/sheet99.xml", "xl/media/image1.png", "bomb"])
def test_a_bomb_that_says_so(workbook, member):
    path = workbook("Findings\n| Finding ID |\n|---|\n| NC-1 |")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open(member, "w") as bomb:
        for _ in range(64):
            bomb.write(bytes(1024 * 1024))
    assert "would unpack to 64 MB" in refused(path)


def test_many_members_that_are_large_together(tmp_path):
    """The same packed content under many names: small in the file, a thousand times larger outside."""
    path = tmp_path / "bomb.xlsx"
    content = os.urandom(900_000) + bytes(30_000_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(40):
            archive.writestr(f"xl/{number}.xml", content)
    assert "would unpack to 1,178 MB" in refused(path)


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_a_bomb_that_lies_about_its_size(workbook, member):
    path = workbook("Findings\n| Finding ID |\n|---|\n| NC-1 |")
    edit(path, member, lambda xml: xml + b" " * 200_000_000)
    with zipfile.ZipFile(path) as archive:
        real = archive.getinfo(member).file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", real), struct.pack("<L", 5000)))
    assert "is damaged" in refused(path)


def test_an_encrypted_member(workbook):
    path = workbook("Findings\n| Finding ID |\n|---|\n| NC-1 |")
    content = bytearray(path.read_bytes())
    for place in (found.start() for found in re.finditer(b"PK\x01\x02", bytes(content))):
        content[place + 8] |= 1
    path.write_bytes(content)
    assert "packed in a way that Excel does not use" in refused(path)


def test_entities_are_not_opened(tmp_path):
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
    bomb = f'<!DOCTYPE w [{entities}<!ENTITY e0 "ha">]>'
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&e12;</t></is></c></row>'
    path = tmp_path / "laughs.xlsx"
    path.write_bytes(raw_workbook(bomb + sheet_xml(cell)))
    assert "is damaged" in refused(path)


FAR = {
    "last cell": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "far row": '<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>x</t></is></c></row>',
    "far column": '<row r="1"><c r="XFD1"><v>1</v></c></row>',
    "no column at all": '<row r="1"><c r="ZZZZZ1"><v>1</v></c></row>',
    "wide and long": '<row r="1"><c r="AZZ1"><v>1</v></c></row><row r="150000"><c r="A150000"><v>1</v></c></row>',
    "other quotes": "<row r='1048576'><c t='str' r='XFD1048576'><v>1</v></c></row>",
    "order": '<row r="1048576"><c t="str" r="XFD1048576"><v>1</v></c></row>',
    "small letters": '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
    "mixed letters": '<row r="1048576"><c r="Xfd1048576"><v>1</v></c></row>',
    "row only": '<row r="1048576"><c><v>1</v></c></row>',
    "prefix": f'<x:row xmlns:x="{MAIN}" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "not in its row": '<row r="1"><c r="XFD1048576"><v>1</v></c></row>',
    "line break": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c\nr="XFD1048576"><v>1</v></c></row>',
    "tab": '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c\tr="XFD1048576"><v>1</v></c></row>',
    "formula": '<row r="1048576"><c r="XFD1048576"><f>1+1</f></c></row>',
}


@pytest.mark.parametrize("how", FAR)
def test_a_value_far_out_is_named_and_does_not_kill_the_process(tmp_path, how):
    path = tmp_path / "far.xlsx"
    path.write_bytes(raw_workbook(sheet_xml(FAR[how])))
    sentence = refused(path)
    far = re.search(r"cell ([A-Z]+[0-9]+) of the sheet 'Findings'", sentence)
    assert far and far[1].upper() in ("XFD1048576", "A1048576", "XFD1", "ZZZZZ1", "AZZ1", "A150000")


ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="B{n}"><v>2</v></c></row>' for n in range(1, 120_001))
WIDE_ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c><c r="AD{n}"><v>2</v></c></row>' for n in range(1, 120_001))


@pytest.mark.parametrize("rows, far", [
    (ROWS, ""),  # every cell is used
    (ROWS[:ROWS.index('<row r="60001"')] + '<row r="120001"><c r="A120001"><v>1</v></c></row>', ""),  # half of them
    (ROWS[:ROWS.index('<row r="50001"')] + '<row r="120001"><c r="A120001"><v>1</v></c></row>', "A120001"),
    (WIDE_ROWS, "A120000"),  # two of thirty
    (ROWS + '<row r="1000000"><c r="A1000000"><v>1</v></c></row>', "A1000000")],
                         ids=["filled", "half", "less than half", "wide", "far below"])
def test_rows_that_are_filled_are_read_however_many_they_are(rows, far):
    assert far_cell(sheet_xml(rows).encode()) == far


def test_a_far_value_on_a_sheet_of_their_own_is_none_of_our_business(tmp_path, workbook):
    from openpyxl import load_workbook
    path = workbook("Findings\n| Finding ID |\n|---|\n| NC-1 |")
    book = load_workbook(path)
    book.create_sheet("Pivot")["XFD1048576"] = 1
    book.save(path)
    assert [finding.id for finding in read_register(path).findings] == ["NC-1"]


LIMITED = """
import sys, time
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.register import Odd
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.opc.package import package_of
from ncr_toolkit.excel.read import layout
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.read.sheetscan import SheetXml
start = time.process_time()
try:
    read_register(sys.argv[1])
except CannotRun as error:
    print(error)
seconds = time.process_time() - start
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(seconds, int(peak) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no figure of a process's peak memory")
@pytest.mark.parametrize("kind", ["declared", "lying", "far", "quoted", "csv"])
def test_quick_and_small(tmp_path, workbook, kind):
    """Under 300 MB and a few seconds of the processor, whatever the file holds."""
    path = workbook("Findings\n| Finding ID |\n|---|\n| NC-1 |")
    if kind == "far":
        path.write_bytes(raw_workbook(sheet_xml(FAR["last cell"])))
    elif kind == "csv":
        with path.open("wb") as stream:
            stream.truncate(2_000_000_000)
    elif kind == "quoted":
        rows = "".join(f"<row r='{n}'><c r='A{n}'><v>1</v></c></row>" for n in range(1, 50_000))
        path.write_bytes(raw_workbook(sheet_xml(rows + FAR["other quotes"])))
    else:
        edit(path, "xl/worksheets/sheet1.xml", lambda xml: xml + b" " * 400_000_000)
        if kind == "lying":
            path.write_bytes(path.read_bytes().replace(struct.pack("<L", path_size(path)), struct.pack("<L", 5000)))
    done = subprocess.run([sys.executable, "-c", LIMITED, str(path)], capture_output=True, text=True, check=True)
    sentence, figures = done.stdout.strip().split("\n")
    seconds, megabytes = map(float, figures.split())
    assert path.name in sentence and seconds < 5 and megabytes < 300


def test_links_over_a_whole_sheet_reach_as_far_as_it_is_used():
    """Each laid its target on a million cells: 0.8 s."""
    links = "".join(f'<hyperlink ref="A{number}:XFD1048576" location="a{number}"/>' for number in range(1, 60))
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="90"><c r="C90"><v>1</v></c></row>'
    package = package_of(raw_workbook(sheet_xml(cells, after=f"<hyperlinks>{links}</hyperlinks>")), "links.xlsx")
    found = SheetXml(package, "xl/worksheets/sheet1.xml").facts(range(40)).links
    assert len(found) == 90 * 3 and found[Address(89, 2)] == "#a59" and found[Address(0, 0)] == "#a1"


def test_blank_cells_before_a_far_value_are_not_looked_at_one_by_one(monkeypatch):
    """Of 18 sheets with one value in CU29000 each, that took half of the time."""
    looked = []
    monkeypatch.setattr(layout, "text", lambda cell: looked.append(cell) or text(cell))
    rows = [["finding.id"] + [""] * 99, [""] * 100, ["Finding ID"] + [""] * 99]
    rows += [[""] * 100 for _ in range(1000)] + [[""] * 99 + ["far"]]
    found = layout.oddities(Finding.SHEET, "Findings", rows, layout.find(Finding.SHEET, rows))
    assert any(each.odd is Odd.EXTRA_COLUMN and "CV" in str(each) for each in found) and len(looked) < 2000


def path_size(path) -> int:
    with zipfile.ZipFile(path) as archive:
        return archive.getinfo("xl/worksheets/sheet1.xml").file_size


@pytest.mark.office
@pytest.mark.parametrize("kind, what", [("xls", "old Excel kind"), ("ods", "OpenDocument spreadsheet"),
                                        ("csv", "text file"), ("html", "web page"), ("pdf", "PDF")])
def test_real_files_of_other_kinds(tmp_path, workbook, office, kind, what):
    path = workbook("Findings\n| Finding ID |\n|---|\n| NC-1 |")
    assert what in refused(office(path, kind, tmp_path / "out"))
