"""Results written into the register: one sheet changes, everything else stays as it was, and everybody can read it."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.table import Table
from python_calamine import CalamineWorkbook

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.problem import Level, Problem
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.excel.opc.package import open_package
from ncr_toolkit.excel.patch import check_results
from ncr_toolkit.excel.patch.check_results import with_results
from ncr_toolkit.excel.read.reader import read_register
from tests.others import saved_by_openpyxl
from tests.packages import edit, packed
from tests.samples import files
from tests.strictness import faults
from tests.tables import parse, ref, save

SHEET = "Check results"
ODD = "=1+1 <b>&amp; _x000D_ \x0b \U0001f600 line\nbreak" + "é" * 40_000
PROBLEMS = [Problem("OWN001", Level.ERROR, Cell("5 Whys", "J5"), "No cause.", "Choose one.", "why.cause", "NC-2"),
            Problem("WBK002", Level.ERROR, Cell("A sheet that is gone"), "It is gone.", "Bring it back."),
            Problem("CEL001", Level.WARNING, Cell("Findings", "P6"), ODD, "Mend it.", "finding.owner", "NC-1")]


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "register.xlsx"
    path.write_bytes(files()["register.xlsx"])
    return path


def hashes(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist()}


def changed(before: bytes, after: bytes) -> set[str]:
    old, new = hashes(before), hashes(after)
    assert list(new)[:len(old)] == list(old), "members keep their order"
    return {name for name in new if old.get(name) != new[name]}


def written(path: Path, problems=PROBLEMS) -> bytes:
    return with_results(open_package(path, path.name), problems, "Check of today.")


def values(data: bytes) -> list[list[str]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(SHEET).to_python()


def by_openpyxl(path: Path, folder: Path, change=lambda book: None) -> Path:
    return saved_by_openpyxl(path, change, folder / "by-openpyxl.xlsx")


def test_only_the_sheet_its_table_and_the_workbook_change(sample):
    before = sample.read_bytes()
    assert {re.sub(r"\d+", "", name) for name in changed(before, written(sample))} \
        == {"xl/worksheets/sheet.xml", "xl/tables/table.xml", "xl/workbook.xml"}


def test_every_other_member_keeps_its_packed_bytes(sample):
    before, after = packed(sample.read_bytes()), packed(written(sample))
    assert list(after) == list(before)
    assert len([name for name in before if before[name] == after[name]]) == len(before) - 3 > 60


def test_many_results_are_packed_as_they_are_made(sample):
    """10,000 findings may have 100,000 problems, a hundred megabytes of XML that nobody's memory need hold."""
    many = [Problem("OWN001", Level.ERROR, Cell("Findings", f"P{n}"), f"{n} {'long ' * 400}", "Do.", "finding.owner")
            for n in range(4, 8004)]
    package = open_package(sample, sample.name)
    tracemalloc.start()
    try:
        data = with_results(package, many, "Check of today.")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    with zipfile.ZipFile(io.BytesIO(data)) as made:
        assert 2 * peak < max(member.file_size for member in made.infolist())


def test_earlier_results_are_dropped_before_they_are_read(sample, tmp_path):
    many = [Problem("OWN001", Level.ERROR, Cell("Findings", f"P{n}"), "None.", "Do.", "finding.owner", f"N-{n}")
            for n in range(4, 5004)]
    often = tmp_path / "often.xlsx"
    often.write_bytes(written(sample, many))
    assert written(often, many) == often.read_bytes()
    assert hashes(written(often)) == hashes(written(sample))
    noted = edit(often, next(name for name in changed(sample.read_bytes(), often.read_bytes()) if "/sheet" in name),
                 lambda sheet: sheet.replace(b"</sheetData>", b"<!-- </row></sheetData> --></sheetData>"))
    assert values(written(noted)) == values(written(sample)), "a row's end in a comment is none"


def test_more_results_than_could_be_read_again_are_refused(sample, monkeypatch):
    monkeypatch.setattr(check_results, "LARGEST_PART", 40_000)
    with pytest.raises(CannotRun, match="more problems than a sheet of"):
        written(sample, PROBLEMS)
    assert written(sample, PROBLEMS[:1])


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_rows_stand_in_their_order_whichever_was_gone(sample, tmp_path, gone):
    def lose(sheet: bytes) -> bytes:
        return re.sub(rb'<row r="%d".*?</row>' % gone, b"", sheet, flags=re.DOTALL)

    shutil.copy(sample, tmp_path / "gone.xlsx")
    name = next(name for name in changed(sample.read_bytes(), written(sample)) if "/sheet" in name)
    after = written(edit(tmp_path / "gone.xlsx", name, lose))
    rows = re.findall(rb'<row r="(\d+)"', zipfile.ZipFile(io.BytesIO(after)).read(name))
    assert list(map(int, rows)) == [1, 2, 3, 4, 5, 6]


def test_what_is_written_is_read_by_others(sample, tmp_path):
    data = written(sample)
    plain = values(data)
    assert plain[3] == ["5 Whys!J5", "NC-2", "why.cause", "OWN001", "error", "No cause.", "Choose one."]
    assert plain[4][0] == "A sheet that is gone"
    assert plain[5][5].startswith("=1+1 <b>&amp; _x000D_  \U0001f600 line\nbreak")
    assert len(plain[5][5].encode("utf-16-le")) == 2 * 32_000, "Excel counts an emoji as two"
    sheet = load_workbook(io.BytesIO(data))[SHEET]
    assert sheet["A4"].hyperlink.location == "'5 Whys'!J5"
    assert sheet["A5"].hyperlink is None, "no link to a sheet that is not there"
    assert sheet["F6"].data_type == "s"
    assert sheet.tables["tblCheckResults"].ref == "A3:G6"
    assert sheet["C2"].value == "Check of today."


def test_the_register_reads_the_same_afterwards(sample, tmp_path):
    after = tmp_path / "after.xlsx"
    after.write_bytes(written(sample))
    assert read_register(after).records == read_register(sample).records


def test_written_twice_it_is_the_same_and_fewer_problems_leave_nothing_behind(sample, tmp_path):
    once = tmp_path / "once.xlsx"
    once.write_bytes(written(sample))
    assert hashes(written(once)) == hashes(once.read_bytes())
    none = written(once, [])
    assert values(none)[3][0] == "Nothing was found." and len(values(none)) == 4
    assert load_workbook(io.BytesIO(none))[SHEET].tables["tblCheckResults"].ref == "A3:G4"


def test_names_and_table_reach_as_far_as_the_results(sample):
    many = [Problem("OWN001", Level.ERROR, Cell("Findings", f"P{n}"), "None.", "Do.", "finding.owner", f"N-{n}")
            for n in range(4, 9004)]
    book = load_workbook(io.BytesIO(written(sample, many)))
    assert book.defined_names["ncr_result_keys"].attr_text == "'Check results'!$C$4:$C$9003"
    assert book[SHEET].tables["tblCheckResults"].ref == "A3:G9003"
    assert b'fullCalcOnLoad="1"' in zipfile.ZipFile(io.BytesIO(written(sample))).read("xl/workbook.xml")


def test_a_sheet_that_is_missing_is_added(sample, tmp_path):
    path = by_openpyxl(sample, tmp_path, lambda book: book.remove(book[SHEET]))
    data = written(path)
    assert changed(path.read_bytes(), data) <= {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
                                                "xl/worksheets/sheet24.xml"}
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames[-1] == SHEET and book[SHEET]["A3"].value == "Where"
    assert book[SHEET]["A4"].hyperlink.location == "'5 Whys'!J5"
    assert book[SHEET]["A3"].fill.fgColor.rgb == "FF1F5C99", "it looks like the others"
    (tmp_path / "again.xlsx").write_bytes(data)
    assert load_workbook(io.BytesIO(written(tmp_path / "again.xlsx", []))).sheetnames.count(SHEET) == 1


def other_sheet(name: str, title: str = ""):
    """A change: the sheet of results is gone, the names of its areas lead to another sheet."""
    def change(book):
        book.remove(book[SHEET])
        if name not in book.sheetnames:
            book.create_sheet(name)["A1"] = title
            book[name]["B7"] = "mine"
        for each in ("ncr_result_places", "ncr_result_records", "ncr_result_keys"):
            book.defined_names[each].attr_text = f"'{name}'!$A$4:$A$5000"

    return change


@pytest.mark.parametrize(("name", "cell", "value"), [("My notes", "A1", "mine too"),
                                                     ("Lessons", "A1", "lesson.finding")])
def test_another_sheet_is_never_taken_for_the_results(sample, tmp_path, name, cell, value):
    path = by_openpyxl(sample, tmp_path, other_sheet(name, "mine too"))
    book = load_workbook(io.BytesIO(written(path)))
    assert book[name][cell].value == value and book.sheetnames[-1] == SHEET
    assert book.defined_names["ncr_result_keys"].attr_text.startswith(f"'{SHEET}'!")


def test_a_sheet_of_ones_own_of_that_name_is_not_replaced(sample, tmp_path):
    path = by_openpyxl(sample, tmp_path, other_sheet(SHEET + " ", "Minutes of our checks"))
    book = load_workbook(path)
    book[SHEET + " "].title = SHEET
    book.save(path)
    with pytest.raises(CannotRun, match="something of your own"):
        written(path)


def test_an_empty_sheet_of_that_name_is_used(sample, tmp_path):
    def empty(book):
        book.remove(book[SHEET])
        book.create_sheet(SHEET)

    book = load_workbook(io.BytesIO(written(by_openpyxl(sample, tmp_path, empty))))
    assert book.sheetnames.count(SHEET) == 1 and book[SHEET]["A3"].value == "Where"


def test_new_names_stand_behind_links_to_other_workbooks(sample, tmp_path):
    path = tmp_path / "linked.xlsx"
    path.write_bytes(sample.read_bytes())
    edit(path, "xl/workbook.xml", lambda text: re.sub(rb"<definedNames>.*?</definedNames>", b"", text).replace(
        b"</sheets>", b"</sheets><externalReferences/>"))
    book = zipfile.ZipFile(io.BytesIO(written(path))).read("xl/workbook.xml").decode()
    assert book.index("<externalReferences") < book.index("<definedNames") < book.index("<calcPr")


def test_a_renamed_sheet_is_found_by_the_names_that_look_at_it(sample, tmp_path):
    def rename(book):
        book[SHEET].title = "Ergebnisse d'audit"
        for name in ("ncr_result_places", "ncr_result_records", "ncr_result_keys"):
            text = book.defined_names[name].attr_text
            book.defined_names[name].attr_text = text.replace("Check results", "Ergebnisse d''audit")

    path = by_openpyxl(sample, tmp_path, rename)
    book = load_workbook(io.BytesIO(written(path)))
    assert SHEET not in book.sheetnames and book["Ergebnisse d'audit"]["D4"].value == "OWN001"
    assert book.defined_names["ncr_result_keys"].attr_text.startswith("'Ergebnisse d''audit'!")


def test_filters_merged_cells_and_leftovers_of_people_do_not_hide_results(sample, tmp_path):
    def meddle(book):
        sheet = book[SHEET]
        sheet.merge_cells("A4:C6")
        sheet["A9"] = "my note"
        sheet.row_dimensions[5].hidden = True
        sheet.tables["tblCheckResults"].autoFilter.ref = "A3:G204"

    data = written(by_openpyxl(sample, tmp_path, meddle))
    sheet = load_workbook(io.BytesIO(data))[SHEET]
    assert not sheet.merged_cells.ranges and not sheet.row_dimensions[5].hidden
    assert sheet["B4"].value == "NC-2" and sheet["A9"].value is None


@pytest.mark.parametrize("place", ["I8:J9", "A9:B10"])
def test_a_table_of_ones_own_beside_the_results_is_not_overwritten(sample, tmp_path, place):
    """It would lose its cells, and Excel would offer to repair the workbook."""
    def add(book):
        (first, second), *_ = book[SHEET][place]
        first.value, second.value = "Who", "When"
        book[SHEET].add_table(Table(displayName="Mine", name="Mine", ref=place))
        if place.startswith("A"):
            book[SHEET].tables["tblCheckResults"].ref = "A3:G6"

    with pytest.raises(CannotRun, match=f"a table of your own in {place}"):
        written(by_openpyxl(sample, tmp_path, add))


def test_our_table_is_found_where_rows_were_put_above_it(sample, tmp_path):
    def move(book):
        book[SHEET].insert_rows(2)
        book[SHEET].tables["tblCheckResults"].ref = "A4:G204"

    data = written(by_openpyxl(sample, tmp_path, move))
    assert load_workbook(io.BytesIO(data))[SHEET].tables["tblCheckResults"].ref == "A3:G6" and faults(data) == []


def test_a_file_with_prefixed_xml(sample, tmp_path):
    """As some libraries write it: <x:worksheet>, <x:c>."""
    path = tmp_path / "prefixed.xlsx"
    with zipfile.ZipFile(sample) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if re.match(r"xl/(worksheets/sheet|workbook|tables)", name):
                content = re.sub(rb"<(/?)(?=[a-zA-Z])(?!\?)", rb"<\1x:", content)
                content = content.replace(b' xmlns="http', b' xmlns:x="http', 1)
            new.writestr(name, content)
    data = written(path)
    assert values(data)[3][3] == "OWN001"
    assert len(changed(path.read_bytes(), data)) == 3


def test_a_copy_of_a_register_with_macros_must_end_so_that_excel_opens_it(sample, ncr, tmp_path):
    path = tmp_path / "macros.xlsm"
    path.write_bytes(sample.read_bytes())
    edit(path, "[Content_Types].xml", lambda xml: xml.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"))
    done = ncr("check", path, "--marked", tmp_path / "copy.xlsx", "--today", TODAY)
    assert done.returncode == 2 and "copy.xlsx must end in .xlsm" in done.stderr
    assert not (tmp_path / "copy.xlsx").exists()
    assert ncr("check", path, "--marked", tmp_path / "copy.xlsm", "--today", TODAY).returncode == 1


CHAINED = (b'<Relationship Id="rId999" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
           b'calcChain" Target="calcChain.xml"/></Relationships>')


def test_a_cell_that_was_computed_there_is_taken_off_the_list_of_cells_to_compute(sample, tmp_path):
    path, number = tmp_path / "chained.xlsx", 0
    with zipfile.ZipFile(sample) as old, zipfile.ZipFile(path, "w") as new:
        book = old.read("xl/workbook.xml").decode()
        number = int(re.search(r'name="Check results" sheetId="(\d+)"', book)[1])
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</Relationships>", CHAINED) if "workbook.xml.rels" in name
                         else old.read(name))
        new.writestr("xl/calcChain.xml", '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                     f'<c r="R4" i="3"/><c r="A9" i="{number}"/><c r="A10"/><c r="S4" i="3"/></calcChain>')
    chain = zipfile.ZipFile(io.BytesIO(written(path))).read("xl/calcChain.xml").decode()
    assert re.findall(r'r="(\w+)"', chain) == ["R4", "S4"]


@pytest.mark.office
@pytest.mark.parametrize("saved", ["as made", "by LibreOffice", "by openpyxl", "without the sheet"])
def test_libreoffice_opens_it_and_shows_the_results(sample, saved_sample, office, tmp_path, saved):
    path = sample
    if saved == "by LibreOffice":
        path = saved_sample
    elif saved == "by openpyxl":
        path = by_openpyxl(sample, tmp_path)
    elif saved == "without the sheet":
        path = by_openpyxl(sample, tmp_path, lambda book: book.remove(book[SHEET]))
    data = written(path)
    if saved in ("as made", "by LibreOffice"):
        assert len(changed(path.read_bytes(), data)) == 3
    done = tmp_path / "done.xlsx"
    done.write_bytes(data)
    assert read_register(done).records == read_register(path).records
    again = values(office(done, "xlsx", tmp_path / "again").read_bytes())
    assert [row[3] for row in again if len(row) > 3][-3:] == ["OWN001", "WBK002", "CEL001"]


# ---------------------------------------------------------------- the command


@pytest.fixture
def register(sample, tmp_path) -> Path:
    shutil.copy(sample, tmp_path / "register.xlsx")
    return tmp_path / "register.xlsx"


def backups(register: Path) -> list[str]:
    return sorted(path.name for path in register.parent.glob("*backup*"))


def test_write_back_keeps_a_copy_once_a_day(register, ncr):
    before = register.read_bytes()
    done = ncr("check", register, "--today", TODAY, "--write-back")
    assert done.returncode == 1 and "Written into" in done.stderr, done.stderr
    kept = backups(register)
    assert kept == [f"register backup {date.today()}.xlsx"] and (register.parent / kept[0]).read_bytes() == before
    assert f"Check of {TODAY}" in values(register.read_bytes())[1][2]
    assert ncr("check", register, "--today", TODAY, "--write-back").returncode == 1
    assert (register.parent / kept[0]).read_bytes() == before, "the first of the day is kept"


def test_a_marked_copy_leaves_the_register_alone(register, ncr):
    before = register.read_bytes()
    done = ncr("check", register, "--today", TODAY, "--marked", "marked.xlsx")
    assert done.returncode == 1 and register.read_bytes() == before and backups(register) == []
    assert len(values((register.parent / "marked.xlsx").read_bytes())) > 50
    assert ncr("check", register, "--marked", "marked.xlsx").returncode == 2, "never over an existing file"
    assert ncr("check", register, "--marked", "marked.xlsx", "--force").returncode == 1
    assert ncr("check", register, "--marked", register, "--force").returncode == 2
    assert ncr("check", register, "--marked", "other.xlsx", "--write-back").returncode == 2
    assert register.read_bytes() == before


@pytest.mark.parametrize(("mark", "program"), [("~$register.xlsx", "Excel"), (".~lock.register.xlsx#", "LibreOffice")])
def test_a_register_that_is_open_is_not_written(register, ncr, mark, program):
    before = register.read_bytes()
    (register.parent / mark).write_text("Ana")
    done = ncr("check", register, "--today", TODAY, "--write-back")
    assert done.returncode == 2 and program in done.stderr and mark in done.stderr
    assert register.read_bytes() == before and backups(register) == []
    assert ncr("check", register, "--today", TODAY, "--marked", "copy.xlsx").returncode == 1, "a copy can be made"


def test_a_link_to_the_register_stays_a_link(register, ncr):
    link = register.parent / "link.xlsx"
    link.symlink_to(register)
    assert ncr("check", link, "--today", TODAY, "--write-back").returncode == 1
    assert link.is_symlink() and len(values(register.read_bytes())) > 50


def test_only_some_checks_are_said_to_be_some(register, ncr):
    ncr("check", register, "--today", TODAY, "--write-back", "--select", "OWN")
    told = values(register.read_bytes())
    assert "Only a part is listed" in told[1][2]
    assert {row[3][:3] for row in told[3:]} == {"OWN"}


def test_a_damaged_part_that_no_check_reads_is_said_before_anything_is_written(register, ncr):
    """The damage would be taken along into a file that we wrote."""
    content = register.read_bytes()
    with zipfile.ZipFile(register) as package:
        member = package.getinfo("docProps/app.xml")
    at = member.header_offset + 30 + len(member.filename) + member.compress_size // 2
    register.write_bytes(before := content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1:])
    for words in (("--write-back",), ("--marked", "marked.xlsx")):
        done = ncr("check", register, "--today", TODAY, *words)
        assert done.returncode == 2 and "is damaged" in done.stderr, done.stderr
    assert register.read_bytes() == before and [each.name for each in register.parent.iterdir()] == ["register.xlsx"]


def test_a_row_that_is_missing_leads_to_the_first_free_one_which_is_coloured(ncr, tmp_path):
    """The colours look for the row by its number, as it has no id yet, and for the key of its first column."""
    one = "Findings\n| Finding ID | Grade | Status |\n|---|---|---|\n| NC-1       | Minor | In progress |"
    register = save(parse(one), tmp_path / "register.xlsx")
    ncr("check", register, "--today", TODAY, "--write-back")
    [row] = [row for row in load_workbook(register)["Check results"].iter_rows(min_row=4) if row[3].value == "CAU001"]
    assert [cell.value for cell in row[:3]] == ["Causes!A4", "row 4", "cause.id"]
    assert row[0].hyperlink.location == "'Causes'!A4"


def test_what_many_cells_share_stands_first_and_each_below(ncr, tmp_path):
    rows = "".join(f"| N-{number} | Majr | Gate {number} |\n" for number in range(1, 13))
    save(parse(f"Findings\n| Finding ID | Grade | Title |\n|---|---|---|\n{rows}"), tmp_path / "register.xlsx")
    assert ncr("check", "register.xlsx", "--write-back", "--select", "CEL").returncode == 1
    sheet = load_workbook(tmp_path / "register.xlsx")["Check results"]
    first, *each = [[cell.value for cell in row][:6] for row in sheet.iter_rows(min_row=4) if row[3].value]
    cells = [ref("finding.grade", row) for row in (4, 5, 6)]
    assert first[:5] == [cells[0], None, "finding.grade", each[0][3], "errors"]
    assert first[5].startswith("12 times, first: ") and sheet["G4"].value.startswith(
        f"{', '.join([cells[0], *(cell.partition('!')[2] for cell in cells[1:])])} and 9 more: ")
    assert [row[4] for row in each] == ["error"] * 12 and [row[1] for row in each] == [f"N-{n}" for n in range(1, 13)]
    assert "What many cells share stands first" in sheet["C2"].value
    assert sheet["A4"].hyperlink.location == cells[0].replace("Findings", "'Findings'")
