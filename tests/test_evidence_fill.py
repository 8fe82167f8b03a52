"""Fingerprints written into the register: some cells change, everything else stays, whoever saved the workbook."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.replace_parts import with_parts
from ncr_toolkit.core.model import RECORDS, Evidence
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.excel.opc.package import open_package
from ncr_toolkit.excel.patch.fill_cells import FORMULA, JOINED, filled_part
from ncr_toolkit.excel.read.reader import read_register
from tests.others import saved_by_openpyxl
from tests.packages import edit, packed, raw_workbook, sheet_xml
from tests.samples import lay_out
from tests.strictness import faults
from tests.tables import at, parse, save
from tests.validation import validated

MARK = "0123456789abcdef" * 4
ROWS = """
Evidence
| Evidence ID | Finding ID | File or link | Dated      | Fingerprint |
|---|---|---|---|---|
| E-1         | NC-1       | a.txt        | 2026-05-02 |             |
| E-2         | NC-1       | b.txt        |            | typed       |
| E-3         | NC-2       | c.txt        | 2026-05-04 |             |
Findings
| Finding ID | Grade |
|---|---|
| NC-1       | Minor |
"""


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    return lay_out(folder)


def with_values(package, sheet: str, values) -> tuple[bytes, dict[str, str]]:
    """The workbook with these values in cells of a sheet, and the cells left alone."""
    path, content, left = filled_part(package, sheet, values)
    return package.data if content is None else with_parts(package.data, {path: content}), left


def filled(path: Path) -> tuple[bytes, dict[str, str]]:
    """The workbook with a mark in every blank fingerprint, and the cells left alone."""
    blank = [proof for proof in read_register(path).all(Evidence) if proof.blank("sha256")]
    texts = {proof.cell("sha256").ref: f"{MARK[:-4]}{proof.at.row:04d}" for proof in blank}
    assert blank
    return with_values(open_package(path, path.name), blank[0].at.sheet, texts)


def same_but_for_the_fingerprints(before: Path, data: bytes, folder: Path) -> int:
    """Compare what the reader sees, record by record; gives the number of fingerprints that are new."""
    after = folder / "after.xlsx"
    after.write_bytes(data)
    old, new, count = read_register(before), read_register(after), 0
    assert old.settings == new.settings and old.oddities == new.oddities
    for kind in RECORDS:
        if kind is not Evidence:
            assert old.records[kind] == new.records[kind]
    for one, two in zip(old.all(Evidence), new.all(Evidence), strict=True):
        assert one.at == two.at
        if one.blank("sha256") and two.sha256:
            assert two.sha256 == f"{MARK[:-4]}{two.at.row:04d}"
            one.sha256 = two.sha256
            count += 1
        assert one == two and one.links == two.links and one.formulas == two.formulas
    return count


def styles(data: bytes) -> dict[str, tuple[int, ...] | None]:
    sheet = load_workbook(io.BytesIO(data))["Evidence"]
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate: tuple(cell._style) if cell.has_style else None for cell in cells}


def shown(value) -> str:
    """A value; openpyxl has an object of its own for each array formula."""
    return getattr(value, "text", None) or str(value or "")


def by_openpyxl(path: Path, folder: Path, change=lambda book: None) -> Path:
    return saved_by_openpyxl(path, change, folder / "by-openpyxl.xlsx")


def prefixed(path: Path, folder: Path) -> Path:
    """As some libraries write it: <x:worksheet>, <x:c>."""
    target = folder / "prefixed.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if re.match(r"xl/(worksheets/sheet|workbook|tables)", name):
                content = re.sub(rb"<(/?)(?=[a-zA-Z])(?!\?)", rb"<\1x:", content)
                content = content.replace(b' xmlns="http', b' xmlns:x="http', 1)
            new.writestr(name, content)
    return target


def test_only_the_sheet_changes_and_all_else_keeps_its_bytes(sample, tmp_path):
    data, left = filled(sample)
    before, after = packed(sample.read_bytes()), packed(data)
    assert list(before) == list(after) and left == {}
    (name,) = [name for name in before if before[name] != after[name]]
    assert name.startswith("xl/worksheets/sheet")
    assert same_but_for_the_fingerprints(sample, data, tmp_path) == 59
    assert faults(data) == []


def test_cells_keep_their_format(sample):
    """One that was not there takes that of its column, as the fingerprint has that is there already."""
    before, after = styles(sample.read_bytes()), styles(filled(sample)[0])
    there, column = at("evidence.sha256", 56), re.compile(at("evidence.sha256").rstrip("0") + r"\d+$")
    new = {after[cell] for cell in after if column.match(cell) and not before[cell]}
    assert before[there] and new == {before[there]}
    assert all(after[cell] == style for cell, style in before.items() if style is not None)


def test_openpyxl_sees_the_same_but_for_these_cells(sample):
    old = load_workbook(sample)
    new = load_workbook(io.BytesIO(filled(sample)[0]))
    differ = set()
    for sheet in old:
        for row in sheet.iter_rows():
            for cell in row:
                if shown(cell.value) != shown(new[sheet.title][cell.coordinate].value):
                    differ.add((sheet.title, cell.column_letter, cell.value))
        assert sheet.dimensions == new[sheet.title].dimensions
        assert len(sheet.data_validations.dataValidation) == len(new[sheet.title].data_validations.dataValidation)
        assert sheet.tables.keys() == new[sheet.title].tables.keys()
    assert differ == {("Evidence", "K", None)}


@pytest.mark.parametrize("made", [by_openpyxl, prefixed])
def test_whoever_saved_the_workbook(sample, tmp_path, made):
    path = made(sample, tmp_path)
    data, left = filled(path)
    assert left == {} and same_but_for_the_fingerprints(path, data, tmp_path) == 59


@pytest.mark.parametrize("mirrored", [False, True])
def test_rows_without_that_cell_and_moved_columns(tmp_path, mirrored):
    path = save(parse(ROWS), tmp_path / "register.xlsx", mirrored=mirrored)
    data, left = filled(path)
    assert left == {} and same_but_for_the_fingerprints(path, data, tmp_path) == 2 and faults(data) == []
    assert read_register(tmp_path / "after.xlsx").all(Evidence)[1].sha256 == "typed"


def test_the_key_row_is_gone(tmp_path):
    path = save(parse(ROWS), tmp_path / "register.xlsx")
    gone = by_openpyxl(path, tmp_path, lambda book: book["Evidence"].delete_rows(1))
    data, _ = filled(gone)
    assert same_but_for_the_fingerprints(gone, data, tmp_path) == 2
    assert read_register(tmp_path / "after.xlsx").all(Evidence)[0].cell("sha256").ref == "K3"


def bare(rows: str, before: str = "", after: str = "") -> bytes:
    return raw_workbook(sheet_xml(rows, before, after), name="Evidence")


HEAD = ('<row><c t="inlineStr"><is><t>evidence.id</t></is></c><c t="inlineStr"><is><t>evidence.file</t></is></c>'
        '<c t="inlineStr"><is><t>evidence.sha256</t></is></c><c t="inlineStr"><is><t>evidence.title</t></is></c></row>'
        '<row/><row><c t="inlineStr"><is><t>Evidence ID</t></is></c><c t="inlineStr"><is><t>File or link</t></is></c>'
        "</row>")


@pytest.mark.parametrize(("row", "style"), [
    ('<row><c t="inlineStr"><is><t>E-1</t></is></c><c t="inlineStr"><is><t>a.txt</t></is></c></row>', "0"),
    ('<row r="4" spans="1:2" s="1" customFormat="1"><c r="A4" t="inlineStr"><is><t>E-1</t></is></c>'
     '<c r="D4" t="inlineStr"><is><t>log</t></is></c></row>', "1"),
    ('<row r="4"><c r="A4" t="inlineStr"><is><t>E-1</t></is></c><c r="C4" s="2"/></row>', "2"),
    ('<row r="4"><c r="A4" t="inlineStr"><is><t>E-1</t></is></c><c r="C4" s="2" t="s" cm="1"><v>0</v></c></row>', "2"),
])
def test_cells_however_they_are_written(tmp_path, row, style):
    """Without a reference, without the cell, empty with a format, and with a text of no length."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(raw_workbook(sheet_xml(HEAD + row, '<dimension ref="A1:B4"/>'), name="Evidence",
                                  texts="<si><t></t></si>"))
    data, left = with_values(open_package(path, "r"), "Evidence", {"C4": MARK})
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    cell = re.search(r'<c r="C4"([^>]*)>(.*?)</c>', sheet)
    assert left == {} and MARK in cell[2] and (f's="{style}"' in cell[1] or style == "0") and "cm=" not in cell[1]
    assert '<dimension ref="A1:C4"/>' in sheet
    path.write_bytes(data)
    assert read_register(path).all(Evidence)[0].sha256 == MARK
    references = re.findall(r'<c r="([A-Z])4"', sheet)
    assert references == sorted(references)


def test_the_format_of_the_column_is_taken_where_the_row_has_none(tmp_path):
    path = tmp_path / "register.xlsx"
    row = '<row r="4"><c r="A4" t="inlineStr"><is><t>E-1</t></is></c></row>'
    path.write_bytes(bare(HEAD + row, '<cols><col min="2" max="3" width="9" style="2"/></cols>'))
    data, _ = with_values(open_package(path, "r"), "Evidence", {"C4": MARK})
    assert b'<c r="C4" s="2" t="inlineStr">' in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_a_formula_and_merged_cells_are_left_alone(tmp_path):
    path = tmp_path / "register.xlsx"
    rows = '<row r="4"><c r="C4"><f>A1</f></c></row><row r="5"><c r="A5"/></row><row r="6"><c r="A6"/></row>'
    path.write_bytes(bare(HEAD + rows, after='<mergeCells count="1"><mergeCell ref="C5:D5"/></mergeCells>'))
    data, left = with_values(open_package(path, "r"), "Evidence", {"C4": MARK, "C5": MARK, "C6": MARK})
    assert left == {"C4": FORMULA, "C5": JOINED} and data.count(b"PK\x01\x02") == path.read_bytes().count(b"PK\x01\x02")
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>A1</f>" in sheet and sheet.count(MARK) == 1
    nothing, left = with_values(open_package(path, "r"), "Evidence", {"C4": MARK, "C99": MARK})
    assert nothing == path.read_bytes() and set(left) == {"C4", "C99"}


def test_a_protected_sheet_is_refused(tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(bare(HEAD, after='<sheetProtection sheet="1"/>'))
    with pytest.raises(CannotRun, match="Unprotect Sheet"):
        with_values(open_package(path, "r"), "Evidence", {"C4": MARK})


@pytest.mark.office
@pytest.mark.parametrize("saved", ["as made", "by LibreOffice"])
def test_libreoffice_opens_it_and_reads_the_same(sample, saved_sample, office, tmp_path, saved):
    path = sample if saved == "as made" else saved_sample
    data, left = filled(path)
    assert left == {} and same_but_for_the_fingerprints(path, data, tmp_path) == 59
    again = office(tmp_path / "after.xlsx", "xlsx", tmp_path / "again")
    assert read_register(again).records == read_register(tmp_path / "after.xlsx").records


def test_the_schemas_of_open_xml_hold(sample, tmp_path):
    path = tmp_path / "after.xlsx"
    path.write_bytes(filled(sample)[0])
    for version in ("Office2016", "Microsoft365"):
        assert validated(path, version) == []


# ---------------------------------------------------------------- the command


@pytest.fixture
def register(sample, tmp_path) -> Path:
    shutil.copytree(sample.parent, tmp_path / "house")
    return tmp_path / "house" / "register.xlsx"


def test_write_back_keeps_a_copy_and_replaces_no_fingerprint(register, ncr):
    before, old = register.read_bytes(), read_register(register)
    done = ncr("evidence", register, "--today", TODAY, "--write-back")
    assert done.returncode == 1 and "55 fingerprints written into the sheet Evidence" in done.stderr, done.stderr
    assert (register.parent / f"register backup {date.today()}.xlsx").read_bytes() == before
    new = read_register(register)
    recorded = {proof.id: proof.sha256 for proof in old.all(Evidence) if proof.sha256}
    assert recorded == {proof.id: proof.sha256 for proof in new.all(Evidence) if proof.id in recorded} != {}
    again = register.read_bytes()
    done = ncr("evidence", register, "--today", TODAY, "--write-back")
    assert done.returncode == 1 and "nothing was written" in done.stderr and register.read_bytes() == again


def test_what_was_written_holds(register, ncr):
    """A check sees the fingerprints, and a file that is changed afterwards."""
    ncr("evidence", register, "--today", TODAY, "--write-back")
    proof = next(proof for proof in read_register(register).all(Evidence) if proof.id == "E-01")
    (register.parent / "evidence" / proof.file).write_bytes(b"another picture")
    done = ncr("check", register, "--today", TODAY, "--select", "EVD014", "--format", "csv")
    assert "E-01" in done.stdout and "E-52" in done.stdout and done.stdout.count("EVD014") == 2


def test_a_register_that_is_open_is_not_written(register, ncr):
    before = register.read_bytes()
    (register.parent / "~$register.xlsx").write_text("Ana")
    done = ncr("evidence", register, "--write-back")
    assert done.returncode == 2 and "open in Excel" in done.stderr and register.read_bytes() == before


def test_a_row_whose_file_must_be_mended_gets_no_fingerprint(tmp_path, ncr):
    path = save(parse(ROWS.replace("b.txt", "b.pdf").replace("typed", "     ")), tmp_path / "register.xlsx")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "a.txt").write_text("a")
    (tmp_path / "evidence" / "b.pdf").write_text("no PDF")
    done = ncr("evidence", path, "--write-back")
    assert done.returncode == 1 and "1 fingerprint written" in done.stderr
    assert [bool(proof.sha256) for proof in read_register(path).all(Evidence)] == [True, False, False]


def test_saved_meanwhile(register, monkeypatch):
    from ncr_toolkit.excel.patch.write_back import put_back

    with pytest.raises(CannotRun, match="saved by somebody"):
        put_back(register, "0" * 64, lambda package: package.data, date(2026, 6, 30))
    sha256 = read_register(register).sha256

    def meddled(package):
        edit(register, "docProps/core.xml", lambda text: text + b" ")
        return package.data

    with pytest.raises(CannotRun, match="saved by somebody"):
        put_back(register, sha256, meddled, date(2026, 6, 30))
