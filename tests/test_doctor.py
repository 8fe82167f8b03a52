"""One damage at a time: it is named at its place, and nothing else is."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import FilterColumn, Filters

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import RECORDS, SHEETS, Action, Audit, CheckSetting, Finding, Lesson, Person
from ncr_toolkit.excel.doctor import report
from ncr_toolkit.excel.doctor.examine import examine
from ncr_toolkit.excel.doctor.ranges import Area, as_ranges
from ncr_toolkit.excel.doctor.registry import Severity, looks
from ncr_toolkit.excel.doctor.saved_by import OURS
from ncr_toolkit.excel.opc.address import Address, letters
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.write.writer import register_bytes
from tests.conftest import FEW_ROWS, TODAY
from tests.others import saved_by_openpyxl
from tests.packages import edit
from tests.tables import at as ref
from tests.tables import parse, save
from tests.test_hostile_files import FILES

SAMPLE = Path(__file__).parent.parent / "samples" / "register.xlsx"
ROWS = {
    Audit: [{"id": "SA-1", "kind": "Surveillance", "ended_on": date(2026, 3, 20)}],
    Person: [{"name": "Ana Lima", "email": "ana@example.org"}],
    Finding: [{"id": f"NC-{number}", "audit": "SA-1", "grade": "Minor", "reference": "8.4", "title": "Gate",
               "raised_on": date(2026, 3, 20), "owner": "Ana Lima", "status": "Open", "close_due": date(2026, 9, 1),
               "extent_count": 2} for number in range(1, 7)],
    Action: [{"id": "CA-1", "finding": "NC-1", "what": "Gate refuses", "due": date(2026, 8, 1)}],
}
ALWAYS = {("fact", "saved by", "", ""), ("fact", "not calculated", "", ""), ("fact", "print area", "", ""),
          ("fact", "data bars", "Dashboard", "")}
"""What is told of every workbook that openpyxl has saved."""


@pytest.fixture(scope="module")
def filled() -> bytes:
    return register_bytes(packs.load("iso42001"), today=TODAY, settings={"organisation": "Acme"}, rows=ROWS)


@pytest.fixture
def register(tmp_path, filled):
    path = tmp_path / "register.xlsx"
    path.write_bytes(filled)
    return path


def at(name: str, row: int | str = "", kind=Finding) -> str:
    """The cell of a column of ours."""
    return f"{letters([column.name for column in kind.SHEET.columns].index(name))}{row}"


def last(kind, row: int) -> str:
    return at(kind.SHEET.columns[-1].name, row, kind)


def found(path) -> set[tuple[str, str, str, str]]:
    return {(str(each.level), each.kind, each.sheet, each.cell) for each in examine(path).remarks}


# -- what is sound ---------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("pack", packs.known())
def test_a_new_register_has_nothing_but_the_fact_who_saved_it(tmp_path, pack):
    path = tmp_path / "new.xlsx"
    path.write_bytes(register_bytes(packs.load(pack), today=TODAY, settings={}))
    diagnosis = examine(path)
    assert found(path) == {("fact", "saved by", "", "")} and diagnosis.sound
    assert diagnosis.saved_by.program == OURS and diagnosis.saved_by.on == "2026-06-30"
    assert diagnosis.looked_at["tables"] == len(RECORDS) + 1 and diagnosis.looked_at["rows with data"] == 0


def test_a_filled_register_is_as_sound(register):
    assert found(register) == {("fact", "saved by", "", "")}
    assert examine(register).looked_at["rows with data"] == 9


def test_the_sample_shows_what_was_planted_in_it():
    assert {each for each in found(SAMPLE) if each[0] != "fact"} == {
        ("lost", "error cell", "Actions", at("due", 35, Action)),
        ("watch", "formula", "Findings", at("acknowledged_on", 21)),
        ("watch", "date as text", "Findings", at("raised_on", 22)),
        ("watch", "number in text", "Findings", at("reference", 22))}


def test_saved_by_openpyxl_alone_loses_nothing(register):
    saved_by_openpyxl(register)
    assert found(register) == ALWAYS
    assert examine(register).saved_by.program == "openpyxl"


@pytest.mark.office
@pytest.mark.parametrize("rows", [None, ROWS], ids=["new", "filled"])
def test_saved_by_libreoffice_nothing_is_lost(tmp_path, office, rows):
    """Measured: drop-downs, tables, names and colours are kept; the fixed rows (without a window) and the tables' own
    formulas are not."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(register_bytes(packs.load("iso42001"), today=TODAY, settings={}, rows=rows))
    saved = office(path, "xlsx", tmp_path / "saved")
    diagnosis = examine(saved)
    assert diagnosis.sound and diagnosis.saved_by.program == "LibreOffice"
    assert {each.kind for each in diagnosis.remarks} == {"saved by", "fixed rows", "table formula"}
    assert {each.sheet for each in diagnosis.remarks if each.kind == "table formula"} \
        == {kind.SHEET.name for kind in RECORDS if len(kind.SHEET.typed_columns) < len(kind.SHEET.columns)}


@pytest.mark.office
def test_a_damage_is_still_found_after_libreoffice_has_saved_it(register, tmp_path, office):
    book = load_workbook(register)
    book["Findings"].merge_cells("F5:G5")
    drop_rule(book, "grade", 6)
    book.save(register)
    assert {each for each in found(office(register, "xlsx", tmp_path / "saved")) if each[0] != "fact"} == {
        ("watch", "merged", "Findings", "F5:G5"), ("lost", "drop-down", "Findings", at("grade", 6))}


def test_rewritten_by_pandas_is_said_in_a_few_lines(register):
    pandas = pytest.importorskip("pandas")
    sheets = pandas.read_excel(register, sheet_name=None, engine="openpyxl")
    with pandas.ExcelWriter(register) as writer:
        for name, frame in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False)
    diagnosis = examine(register)
    assert diagnosis.saved_by.program == "pandas"
    lost = {each.kind for each in diagnosis.remarks if each.level is Severity.LOST}
    assert {"table", "name", "drop-down", "dashboard"} <= lost
    written = report.text(diagnosis)
    assert diagnosis.count(Severity.LOST) > 50 and written.count("To do:") < 30
    assert "46 names that drop-downs, figures and colours go by are gone" in written


# -- one damage at a time ---------------------------------------------------------------------------------------------

def drop_rule(book, name: str, *rows: int) -> None:
    """Take the validation of a column of Findings from some rows, or altogether."""
    rules = book["Findings"].data_validations
    column = at(name)
    rule = next(each for each in rules.dataValidation if str(each.sqref).startswith(f"{column}4:"))
    rules.dataValidation.remove(rule)
    if rows:
        kept = [f"{column}{row}" for row in range(4, 10) if row not in rows] + [f"{column}10:{column}5000"]
        copy = DataValidation(type=rule.type, formula1=rule.formula1, formula2=rule.formula2, sqref=" ".join(kept))
        rules.dataValidation.append(copy)


def end_rule(book, name: str, last: int) -> None:
    column = at(name)
    rule = next(each for each in book["Findings"].data_validations.dataValidation
                if str(each.sqref).startswith(f"{column}4:"))
    rule.sqref = type(rule.sqref)(f"{column}4:{column}{last}")


def put(cell: str, value, number_format: str = "", sheet: str = "Findings"):
    def damage(book) -> None:
        book[sheet][cell] = value
        if number_format:
            book[sheet][cell].number_format = number_format

    return damage


def formats(name: str, number_format: str):
    def damage(book) -> None:
        for row in range(4, 10):
            book["Findings"][at(name, row)].number_format = number_format

    return damage


def no_table(book, sheet: str) -> None:
    book[sheet].tables.clear()


def other_table(book) -> None:
    table = next(iter(book["Actions"].tables.values()))
    book["Actions"].tables.clear()
    table.name = table.displayName = "Table7"
    book["Actions"].add_table(table)


def short_table(book) -> None:
    table = book["Findings"].tables["tblFindings"]
    table.ref = table.autoFilter.ref = f"A3:{at(Finding.SHEET.columns[-1].name, 7)}"


def short_print_area(book) -> None:
    book["Findings"].print_area = "A1:AU7"


def no_colours(book) -> None:
    book["Findings"].conditional_formatting = ConditionalFormattingList()


def short_colours(book) -> None:
    old, new = book["Findings"].conditional_formatting, ConditionalFormattingList()
    for area in old:
        for rule in area.rules:
            new.add(re.sub(r"(?<=[A-Z])500[01]", "7", str(area.sqref)), rule)
    book["Findings"].conditional_formatting = new


def filtered(book) -> None:
    table = book["Findings"].tables["tblFindings"]
    table.autoFilter.filterColumn.append(FilterColumn(colId=0, filters=Filters(filter=["NC-1"])))
    book["Findings"].row_dimensions[6].hidden = True


def hide(sheet: str, *, row: int = 0, column: str = ""):
    def damage(book) -> None:
        if row:
            book[sheet].row_dimensions[row].hidden = True
        if column:
            book[sheet].column_dimensions[column].hidden = True

    return damage


def rename(old: str, new: str):
    def damage(book) -> None:
        book[old].title = new

    return damage


def column_again(book) -> None:
    last = len(Finding.SHEET.columns) + 1
    book["Findings"].cell(3, last, "Owner")
    book["Findings"].cell(4, last, "Ben Okoro")


def own_sheet(book) -> None:
    book.create_sheet("Ours")["A1"] = "x"


def no_key_row(book) -> None:
    for cell in book["Lessons"][1]:
        cell.value = None


def no_list_entry(book) -> None:
    book["Lists"]["A6"] = None


def protect(book) -> None:
    book["Actions"].protection.sheet = True


def lock(book) -> None:
    book.security = WorkbookProtection(lockStructure=True)


def note(book) -> None:
    book["Findings"]["F5"].comment = Comment("look", "Ana")


def broken_source(book) -> None:
    rule = next(each for each in book["Actions"].data_validations.dataValidation
                if str(each.sqref).startswith(f"{at('kind', 4, Action)}:"))
    rule.formula1 = "#REF!"


def no_column(book, name: str) -> None:
    for row in (1, 3):
        book["Findings"][at(name, row)] = None


def no_setting(book) -> None:
    for column in "ABC":
        book["Register"][f"{column}{ref('register.certification_body')[1:]}"] = None


def row_above(book) -> None:
    for name, value in (("id", "NC-0"), ("grade", "Minor"), ("status", "Open")):
        book["Findings"][at(name, 2)] = value


def break_name(word: str, text: str):
    def damage(book) -> None:
        book.defined_names[word].attr_text = text

    return damage


def no_formula(book) -> None:
    book["Findings"][at("state", 5)] = "Open"


ORGANISATION = ref("register.organisation")
GRADE, OWNER, RAISED = at("grade"), at("owner"), at("raised_on")
DAMAGES = {
    "a drop-down is gone": (lambda book: drop_rule(book, "grade"), ("lost", "drop-down", "Findings",
                                                                    f"{GRADE}4:{GRADE}9")),
    "pasted over a drop-down": (lambda book: drop_rule(book, "grade", 5, 6, 8),
                                ("lost", "drop-down", "Findings", f"{GRADE}5:{GRADE}6, {GRADE}8")),
    "a drop-down ends with the data": (lambda book: end_rule(book, "grade", 9),
                                       ("watch", "drop-down", "Findings", f"{GRADE}4:{GRADE}9")),
    "a drop-down with room for one more": (lambda book: end_rule(book, "grade", 10), None),
    "a date is no longer asked for": (lambda book: drop_rule(book, "raised_on", 7),
                                      ("watch", "refusal", "Findings", f"{RAISED}7")),
    "a number is no longer asked for": (lambda book: drop_rule(book, "extent_count", 4),
                                        ("watch", "refusal", "Findings", at("extent_count", 4))),
    "the source of a drop-down": (broken_source, ("lost", "drop-down source", "Actions",
                                                  f"{at('kind', 4, Action)}:{at('kind', 5000, Action)}")),
    "a list's entry": (no_list_entry, ("watch", "list", "Lists", "A2:A6")),
    "a name is gone": (lambda book: book.defined_names.pop("lst_people"), ("lost", "name", "", "")),
    "a name leads nowhere": (break_name("ncr_as_of", "#REF!$D$4"), ("lost", "name", "", "")),
    "a name leads to another sheet": (break_name("lst_finding_grade", "Listen!$A$2:$A$6"), ("lost", "name", "", "")),
    "a figure's name is gone": (lambda book: book.defined_names.pop("ncr_closed"), ("watch", "name", "", "")),
    "a name of a later column is gone": (lambda book: book.defined_names.pop("lst_setting_level"), None),
    "a table the figures count by": (lambda book: no_table(book, "Findings"),
                                     ("lost", "table", "Findings", f"A3:{at(Finding.SHEET.columns[-1].name, 9)}")),
    "a table": (lambda book: no_table(book, "Lessons"), ("watch", "table", "Lessons", f"A3:{last(Lesson, 4)}")),
    "a table is renamed": (other_table, ("watch", "table", "Actions", f"A3:{last(Action, 3 + FEW_ROWS)}")),
    "a table ends above the data": (short_table, ("watch", "table", "Findings", "A8:A9")),
    "a print area that ends above the data": (short_print_area, ("watch", "print area", "Findings", "A8:A9")),
    "the colours are gone": (no_colours, ("watch", "colours", "Findings", "")),
    "the colours end above the data": (short_colours, ("watch", "colours", "Findings", "A8:A9")),
    "the key row": (no_key_row, ("lost", "keys", "Lessons", "")),
    "the key row stands open": (lambda book: setattr(book["Lessons"].row_dimensions[1], "hidden", False),
                                ("watch", "keys", "Lessons", "A1")),
    "one key": (put(at("owner", 1), None), ("watch", "keys", "Findings", f"{OWNER}1")),
    "a column twice": (column_again, ("watch", "column twice", "Findings",
                                      f"{letters(len(Finding.SHEET.columns))}3")),
    "ids no longer text": (formats("reference", "General"),
                           ("watch", "text format", "Findings", f"{at('reference', 4)}:{at('reference', 9)}")),
    "titles no longer text": (formats("title", "General"),
                              ("fact", "text format", "Findings", f"{at('title', 4)}:{at('title', 9)}")),
    "dates as numbers": (formats("raised_on", "0"), ("watch", "date format", "Findings", f"{RAISED}4:{RAISED}9")),
    "dates in another form": (formats("raised_on", "dd.mm.yyyy"), None),
    "fixed rows": (lambda book: setattr(book["Audits"], "freeze_panes", None), ("fact", "fixed rows", "Audits", "")),
    "merged": (lambda book: book["Findings"].merge_cells("F5:G6"), ("watch", "merged", "Findings", "F5:G6")),
    "struck out": (lambda book: setattr(book["Findings"][at("title", 5)], "font", Font(strike=True)),
                   ("watch", "struck out", "Findings", at("title", 5))),
    "merged in the title": (lambda book: book["Findings"].merge_cells("C2:G2"), None),
    "a formula": (put(at("title", 5), '=A5&"x"'), ("watch", "formula", "Findings", at("title", 5))),
    "an error": (put(at("close_due", 6), "#N/A"), ("lost", "error cell", "Findings", at("close_due", 6))),
    "a formula that leads nowhere": (put(at("title", 5), "=#REF!"), ("lost", "error cell", "Findings",
                                                                     at("title", 5))),
    "an error in the settings": (put(ORGANISATION, "#REF!", sheet="Register"),
                                 ("lost", "error cell", "Register", ORGANISATION)),
    "a computed cell": (no_formula, ("watch", "computed", "Findings", at("state", 5))),
    "a figure": (put("B7", 12, sheet="Dashboard"), ("lost", "dashboard", "Dashboard", "B7")),
    "a certain date as text": (put(at("raised_on", 6), "2026-03-20"), ("watch", "date as text", "Findings",
                                                                     f"{RAISED}6")),
    "an unclear date as text": (put(at("raised_on", 6), "03/05/2026"), ("watch", "date as text", "Findings",
                                                                      f"{RAISED}6")),
    "a text that is no date": (put(at("raised_on", 6), "soon"), None),
    "a number as text": (put(at("extent_count", 6), "3"), ("watch", "date as text", "Findings",
                                                           at("extent_count", 6))),
    "a number in a reference": (put(at("reference", 6), 5.1, "@"), ("watch", "number in text", "Findings",
                                                                  at("reference", 6))),
    "a date in a reference": (put(at("reference", 6), datetime(2026, 2, 1), "@"),
                              ("watch", "number in text", "Findings", at("reference", 6))),
    "a blank after an id": (put(at("id", 6), "NC-3 "), ("watch", "blanks", "Findings", "A6")),
    "a hard blank in a name": (put(at("owner", 6), "Ana\u00a0Lima"), ("watch", "blanks", "Findings", f"{OWNER}6")),
    "a status in another language": (put(at("status", 6), "Geschlossen"),
                                     ("watch", "language", "Findings", at("status", 6))),
    "a blank before a status": (put(at("status", 6), " Open"), ("watch", "blanks", "Findings", at("status", 6))),
    "a blank after a title": (put(at("title", 6), "Gate "), None),
    "hidden rows": (hide("Findings", row=6), ("watch", "hidden rows", "Findings", "A6")),
    "hidden rows without data": (hide("Findings", row=20), None),
    "filtered rows": (filtered, ("fact", "hidden rows", "Findings", "A6")),
    "a hidden column": (hide("Findings", column=OWNER), ("fact", "hidden columns", "Findings", f"{OWNER}3")),
    "a hidden column without data": (hide("Findings", column=at("impact")), None),
    "a hidden sheet": (lambda book: setattr(book["Audits"], "sheet_state", "hidden"),
                       ("fact", "sheet hidden", "Audits", "")),
    "a sheet renamed": (rename("Lessons", "Lehren"), ("watch", "sheet renamed", "Lehren", "")),
    "a sheet of one's own": (own_sheet, ("fact", "own sheet", "Ours", "")),
    "a later sheet is gone": (lambda book: book.remove(book[CheckSetting.SHEET.name]),
                              ("fact", "sheet missing", CheckSetting.SHEET.name, "")),
    "a sheet is gone": (lambda book: book.remove(book["Lessons"]), ("lost", "sheet missing", "Lessons", "")),
    "the first sheet is gone": (lambda book: book.remove(book["Start here"]),
                                ("fact", "sheet missing", "Start here", "")),
    "protected": (protect, ("watch", "protection", "Actions", "")),
    "structure protected": (lock, ("fact", "protection", "", "")),
    "a comment": (note, ("fact", "notes and pictures", "Findings", "F5")),
    "a column is gone": (lambda book: no_column(book, "extent"), ("lost", "column missing", "Findings", "")),
    "a later column is gone": (lambda book: no_column(book, "disputed"), ("fact", "column missing", "Findings", "")),
    "a computed column is gone": (lambda book: no_column(book, "state"), ("fact", "column missing", "Findings", "")),
    "a setting is gone": (no_setting, ("lost", "settings", "Register", "")),
    "a row above the header": (row_above, ("lost", "row above", "Findings", "A2")),
    "a sheet twice": (lambda book: book.copy_worksheet(book["Lessons"]),
                      ("watch", "sheet twice", "Lessons Copy", "")),
    "another template": (put(ref("register.template_version"), "0", sheet="Register"),
                         ("fact", "version", "Register", "")),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_one_damage_is_named_at_its_place_and_nothing_else_is(register, name):
    damage, expected = DAMAGES[name]
    saved_by_openpyxl(register, damage)
    before = register.read_bytes()
    assert found(register) - ALWAYS == ({expected} if expected else set())
    assert register.read_bytes() == before


def test_an_error_in_a_figure_is_named(register):
    edit(register, part_of(register, "Dashboard"), lambda xml: re.sub(
        rb'<c r="B7"([^>]*)><f>(.*?)</f><v>.*?</v></c>', rb'<c r="B7"\1 t="e"><f>\2</f><v>#REF!</v></c>', xml))
    assert news(register) == {("watch", "error cell", "Dashboard", "B7")}


def test_every_look_has_a_damage_that_it_names():
    named = {expected[1] for _, expected in DAMAGES.values() if expected}
    named |= {remark[1] for _, expected in SURGERY.values() for remark in expected}
    told_elsewhere = {"saved by", "not calculated", "not read"}
    own_tests = {"table formula", "data bars"}  # only LibreOffice drops them; openpyxl always does
    assert {entry.kind for entry in looks()} == named | told_elsewhere | own_tests


def test_two_damages_are_two_remarks(register):
    book = load_workbook(register)
    put(at("id", 6), "NC-3 ")(book)
    protect(book)
    book.save(register)
    assert news(register) == {("watch", "blanks", "Findings", "A6"), ("watch", "protection", "Actions", "")}


def test_what_stands_in_moved_columns_is_named_where_it_stands(register):
    book = load_workbook(register)
    sheet = book["Findings"]
    sheet.insert_cols(1)  # openpyxl moves the cells and leaves rules, colours and formulas where they were
    sheet["B6"] = "NC-3 "
    book.save(register)
    assert ("watch", "blanks", "Findings", "B6") in found(register)
    assert not any(kind.startswith("column") or kind == "keys" for _, kind, _, _ in found(register))


def test_without_the_list_and_the_figures(register):
    book = load_workbook(register)
    book.remove(book["Lists"])
    book.remove(book["Dashboard"])
    book.save(register)
    kinds = {(level, kind, sheet) for level, kind, sheet, _ in news(register)}
    assert {("lost", "sheet missing", "Lists"), ("lost", "sheet missing", "Dashboard"), ("lost", "name", "")} <= kinds
    assert not any(kind == "drop-down" for _, kind, _ in kinds)  # they are there; what they show is told once, as names


def test_a_sheet_without_keys_that_is_renamed_is_not_missing(register):
    edit(register, "xl/workbook.xml", lambda xml: xml.replace(b'"Lists"', b'"Listen"').replace(b">Lists!", b">Listen!"))
    assert news(register) == {("fact", "sheet renamed", "Listen", "")}


# -- what no library writes ------------------------------------------------------------------------------------------

def news(path) -> set[tuple[str, str, str, str]]:
    return found(path) - ALWAYS


def part_of(path: Path, sheet: str) -> str:
    """The path of a sheet's part, as XlsxWriter numbers them."""
    with zipfile.ZipFile(path) as archive:
        names = re.findall(rb'<sheet name="([^"]+)"', archive.read("xl/workbook.xml"))
    return f"xl/worksheets/sheet{names.index(sheet.encode()) + 1}.xml"


def add(path: Path, **parts: str) -> None:
    """Add parts to the package; in their names __ stands for / and _DOT_ for a dot."""
    with zipfile.ZipFile(path, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_DOT_", "."), content)


def led_to(path: Path, source: str, kind: str, target: str, **parts: str) -> None:
    """Add parts, and to the relations in `source` the one that leads to `target`."""
    add(path, **parts)
    relation = (f'<Relationship Id="rId77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                f'{kind}" Target="{target}"/></Relationships>')
    edit(path, source, lambda xml: xml.replace(b"</Relationships>", relation.encode()))


BOOK = "xl/_rels/workbook.xml.rels"


def in_findings(before: bytes, after: bytes):
    def damage(path: Path) -> None:
        def change(xml: bytes) -> bytes:
            assert before in xml
            return xml.replace(before, after, 1)

        edit(path, part_of(path, "Findings"), change)

    return damage


def rows_far_down(path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1"/></row>' % (row, row) for row in range(1504, 150_000))
    in_findings(b"</sheetData>", rows + b"</sheetData>")(path)


def other_workbook(path: Path) -> None:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    led_to(path, BOOK, "externalLink", "externalLinks/externalLink1.xml",
        xl__externalLinks__externalLink1_DOT_xml="<externalLink/>",
        xl__externalLinks___rels__externalLink1_DOT_xml_DOT_rels='<Relationships xmlns="http://schemas.openxmlformats.'
        f'org/package/2006/relationships"><Relationship Id="rId1" Type="{relations}/externalLinkPath" '
        'Target="file:///C:/My%20files/budget.xlsx" TargetMode="External"/></Relationships>')
    cell = rb'\1<c r="CX5"><f>[1]Costs!A1</f><v>7</v></c></row>'
    edit(path, part_of(path, "Findings"), lambda xml: re.sub(
        rb'(<row r="5".*?)</row>', cell, xml, count=1, flags=re.DOTALL))


def picture(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        member = part_of(path, "Findings").replace("worksheets/", "worksheets/_rels/") + ".rels"
        assert member in archive.namelist()
    relation = b'<Relationship Id="rId99" Type="http://x/relationships/drawing" Target="../drawings/drawing99.xml"/>'
    edit(path, member, lambda xml: xml.replace(b"</Relationships>", relation + b"</Relationships>"))
    add(path, xl__drawings__drawing99_DOT_xml='<xdr:wsDr xmlns:xdr="urn:x"><xdr:pic/><xdr:pic/></xdr:wsDr>')


def newer_rule(path: Path) -> None:
    """The drop-down of the grade in the way newer Excels write lists of other sheets."""
    def change(xml: bytes) -> bytes:
        plain, count = re.subn(rb'<dataValidation [^>]*?sqref="%s4:%s5000"><formula1>.*?</dataValidation>'
                               % (GRADE.encode(), GRADE.encode()), b"", xml)
        assert count == 1
        newer = ('<extLst><ext><x14:dataValidations xmlns:x14="urn:x" xmlns:xm="urn:m">'
                 '<x14:dataValidation type="list">'
                 f'<x14:formula1><xm:f>Lists!A2:A6</xm:f></x14:formula1><xm:sqref>{GRADE}4:{GRADE}900</xm:sqref>'
                 '</x14:dataValidation></x14:dataValidations></ext></extLst></worksheet>')
        return plain.replace(b"</worksheet>", newer.encode())

    edit(path, part_of(path, "Findings"), change)


def prefixed(path: Path) -> None:
    """As some programs write it: with a prefix of its own on every element."""
    in_findings(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="F5:G6"/></mergeCells>')(path)
    edit(path, part_of(path, "Findings"), lambda xml: re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", xml).replace(
        b"xmlns=", b"xmlns:x="))


def renumbered(path: Path) -> None:
    """As Excel numbers sheets that were moved about: the order of the parts is not the order of the sheets."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    new = {name: re.sub(r"sheet(\d+)\.xml", lambda found: f"sheet{200 - int(found[1])}.xml", name) for name in parts}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            points = name.endswith(("workbook.xml.rels", "[Content_Types].xml"))
            archive.writestr(new[name], re.sub(rb"sheet(\d+)\.xml", lambda found: b"sheet%d.xml" % (
                200 - int(found[1])), content) if points else content)


def no_formats_of_numbers(path: Path) -> None:
    edit(path, "xl/styles.xml", lambda xml: re.sub(rb"<numFmts.*?</numFmts>", b"", xml))


def no_place_of_a_table(path: Path) -> None:
    edit(path, "xl/tables/table1.xml", lambda xml: re.sub(rb' ref="[^"]*"', b"", xml))


@pytest.mark.parametrize(("damage", "kind"), [(no_formats_of_numbers, "date format"), (no_place_of_a_table, "table")])
def test_parts_that_lack_something_are_looked_at_all_the_same(register, damage, kind):
    damage(register)
    assert kind in {remark[1] for remark in found(register)}


def put_in(path: Path, member: str, content: bytes) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, content)


def from_1904(path: Path) -> None:
    edit(path, "xl/workbook.xml", lambda xml: xml.replace(b"<workbookPr ", b'<workbookPr date1904="1" '))


def thread(path: Path) -> None:
    """A thread as Excel keeps it, beside the note for older programs; and a note."""
    def comments(*said: tuple[str, str], word: str = "comment", text: str = "<text><t>{}</t></text>") -> bytes:
        return f"<x>{''.join(f'<{word} ref={ref!r}>{text.format(words)}</{word}>' for ref, words in said)}</x>".encode()

    sheet = part_of(path, "Findings")
    for number, (kind, content) in enumerate((
            ("comments", comments(("F5", "[Threaded comment] Your version of Excel"), ("F7", "ask Ana"))),
            ("threadedComment", comments(("F5", "NOT really done"), ("F5", "see Jira"), word="threadedComment",
                                         text="<text>{}</text>")))):
        put_in(path, f"xl/said{number}.xml", content)
        add_relation(path, sheet, kind, f"/xl/said{number}.xml")


def add_relation(path: Path, sheet: str, kind: str, target: str) -> None:
    edit(path, sheet.replace("worksheets/", "worksheets/_rels/") + ".rels", lambda xml: xml.replace(
        b"</Relationships>", f'<Relationship Id="rIdx{kind}" Type="http://schemas.microsoft.com/{kind}" '
                             f'Target="{target}"/></Relationships>'.encode()))


def test_a_thread_of_comments_is_told_with_its_words(register):
    thread(register)
    said = next(each.message for each in examine(register).remarks if each.kind == "notes and pictures")
    assert "2 cells have a comment" in said and "F5 'NOT really done; see Jira'" in said and "F7 'ask Ana'" in said
    assert "Threaded" not in said


def test_a_workbook_that_rightly_counts_from_1904_is_only_told_of(register):
    def mac(book) -> None:
        book.epoch = CALENDAR_MAC_1904

    saved_by_openpyxl(register, mac)
    assert found(register) - ALWAYS == {("fact", "days from 1904", "", "")}


SURGERY = {
    "rows far down": (rows_far_down, {("watch", "ghost rows", "Findings", f"{4 + FEW_ROWS}:149999")}),
    "a used range to the end": (lambda path: edit(path, part_of(path, "Findings"), lambda xml: re.sub(
        rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml)),
        {("watch", "ghost rows", "Findings", f"{4 + FEW_ROWS}:1048576")}),
    "a merge to the end": (in_findings(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell '
                                       b'ref="A4:XFD1048576"/></mergeCells>'),
                           {("watch", "merged", "Findings", "A4:XFD1048576")}),
    "a link to the end": (in_findings(b"</dataValidations>", b'</dataValidations><hyperlinks><hyperlink '
                                      b'ref="A4:XFD1048576" location="Lists!A1"/></hyperlinks>'), set()),
    "a far cell": (in_findings(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
                   {("lost", "far cell", "Findings", "XFD1048576")}),
    "another workbook": (other_workbook, {("watch", "other workbooks", "Findings", "CX5")}),
    "signed": (lambda path: led_to(path, "_rels/.rels", "digital-signature/origin", "_xmlsignatures/origin.sigs",
                                   _xmlsignatures__origin_DOT_sigs="x"), {("fact", "signature", "", "")}),
    "macros": (lambda path: led_to(path, BOOK, "vbaProject", "vbaProject.bin", xl__vbaProject_DOT_bin="x"),
               {("watch", "macros", "", "")}),
    "macros that nothing leads to": (lambda path: put_in(path, "xl/vbaProject.bin", b"x"),
                                     {("watch", "macros", "", "")}),
    "says that it has macros": (lambda path: edit(path, "[Content_Types].xml", lambda xml: xml.replace(
        b"officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")),
        {("watch", "macros", "", "")}),
    "days typed where they count from 1900": (from_1904, {("lost", "days from 1904", "Findings", f"{RAISED}4")}),
    "a thread of comments": (thread, {("fact", "notes and pictures", "Findings", "F5, F7")}),
    "pictures": (picture, {("fact", "notes and pictures", "Findings", "")}),
    "a drop-down of a newer kind": (newer_rule, set()),
    "prefixed": (prefixed, {("watch", "merged", "Findings", "F5:G6")}),
    "sheets numbered otherwise": (renumbered, set()),
}


@pytest.mark.parametrize("name", SURGERY)
def test_what_no_library_writes_is_named_and_quickly(register, name):
    damage, expected = SURGERY[name]
    damage(register)
    assert found(register) == expected | {("fact", "saved by", "", "")}


def test_the_other_workbook_is_called_by_its_name(register):
    other_workbook(register)
    assert any("budget.xlsx" in each.message and "My files" not in each.message for each in examine(register).remarks)


# -- who saved it ----------------------------------------------------------------------------------------------------

def application(name: str, version: str = ""):
    def change(xml: bytes) -> bytes:
        xml = re.sub(rb"<Application>.*?</Application>", f"<Application>{name}</Application>".encode(), xml)
        return re.sub(rb"<AppVersion>.*?</AppVersion>", f"<AppVersion>{version}</AppVersion>".encode(), xml)

    return change


@pytest.mark.parametrize(("name", "version", "program", "told_version"), [
    ("Microsoft Excel", "16.0300", "Excel", "16.0300"), ("Microsoft Macintosh Excel", "16.0300", "Excel", "16.0300"),
    ("LibreOffice/24.2.1.2$Windows_X86_64 LibreOffice_project/db4d", "15.0000", "LibreOffice", "24.2.1.2"),
    ("WPS Office_12.1.0.1_F1E327BC", "", "WPS Office", "12.1.0.1"), ("Numbers 14.2", "", "Numbers", "14.2"),
    ("Aspose.Cells", "21", "Aspose.Cells", "21"), ("", "", "", ""),
])
def test_the_program_that_saved_it_last(register, name, version, program, told_version):
    edit(register, "docProps/app.xml", application(name, version))
    edit(register, "docProps/core.xml", lambda xml: re.sub(
        rb"<cp:lastModifiedBy>.*?<dcterms:created", b"<cp:lastModifiedBy>Ana Lima</cp:lastModifiedBy><dcterms:created",
        xml).replace(b"2026-06-30T00:00:00Z</dcterms:modified>", b"2026-07-02T14:05:33Z</dcterms:modified>"))
    edit(register, "xl/workbook.xml", lambda xml: xml.replace(b"124519", b"191029"))
    by = examine(register).saved_by
    assert (by.program, by.version, by.person, by.on) == (program, told_version, "Ana Lima", "2026-07-02 14:05")
    first = examine(register).remarks[0]
    assert first.kind == "saved by" and first.message.endswith(", by Ana Lima, on 2026-07-02 14:05.")


def test_google_sheets_says_nothing_of_itself_but_a_name_space(register):
    with zipfile.ZipFile(register) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps")}
    mark = b'<workbook xmlns:mx="http://schemas.microsoft.com/office/mac/excel/2008/main" '
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbook ", mark).replace(b"124519", b"0")
    with zipfile.ZipFile(register, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert examine(register).saved_by.program == "Google Sheets"


# -- what cannot be opened -------------------------------------------------------------------------------------------

def test_what_openpyxl_cannot_open_is_said_and_the_rest_is_looked_at(register):
    edit(register, part_of(register, "Actions"), lambda xml: xml.replace(
        b"<pageMargins", b'<sheetProtection sheet="1"/><pageMargins', 1))
    in_findings(b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="F5:G6"/></mergeCells>')(register)
    edit(register, "xl/styles.xml", lambda xml: xml.replace(b'<family val="2"/>', b'<family val="99"/>'))
    with pytest.raises(ValueError, match="could not read stylesheet"):
        load_workbook(register)
    assert {each for each in found(register) if each[1] != "saved by"} == {
        ("watch", "not read", "", ""), ("watch", "merged", "Findings", "F5:G6"),
        ("watch", "protection", "Actions", "")}
    diagnosis = examine(register)
    assert "drop-downs" not in diagnosis.looked_at and diagnosis.looked_at["rows with data"] == 9


def test_a_file_cut_off_is_one_sentence(register):
    register.write_bytes(register.read_bytes()[:5000])
    with pytest.raises(CannotRun, match="is damaged"):
        examine(register)


@pytest.mark.parametrize("name", FILES)
def test_files_that_are_no_register_get_the_sentence_of_the_check(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(FILES[name][0])
    with pytest.raises(CannotRun) as doctor:
        examine(path)
    with pytest.raises(CannotRun) as check:
        read_register(path)
    assert str(doctor.value) == str(check.value)


def test_a_register_with_nothing_but_its_keys_is_looked_at(tmp_path):
    """As tests make them, and as people paste them into an empty workbook."""
    path = save(parse("Findings\n| Finding ID | Grade |\n|---|---|\n| NC-1 | Major |"), tmp_path / "bare.xlsx",
                mirrored=True)
    assert {"table", "name", "drop-down"} <= {each.kind for each in examine(path).remarks
                                              if each.level is Severity.LOST}


def test_a_workbook_that_is_no_register(tmp_path):
    book = load_workbook(io.BytesIO(register_bytes(packs.load("iso42001"), today=TODAY, settings={})))
    for name in {kind.SHEET.name for kind in SHEETS}:
        book.remove(book[name])
    book.save(tmp_path / "other.xlsx")
    with pytest.raises(CannotRun, match="no register"):
        examine(tmp_path / "other.xlsx")


# -- how it is told --------------------------------------------------------------------------------------------------

def test_many_equal_cells_are_one_line(tmp_path):
    rows = {Finding: [{"id": f"NC-{number} ", "grade": "Minor"} for number in range(500)]}
    path = tmp_path / "many.xlsx"
    path.write_bytes(register_bytes(packs.load("iso42001"), today=TODAY, settings={}, rows=rows))
    assert found(path) == {("fact", "saved by", "", ""), ("watch", "blanks", "Findings", "A4:A503")}
    assert "500 cells" in report.text(examine(path))


def test_a_few_equal_things_share_a_line_with_their_places(register):
    book = load_workbook(register)
    for name, value in (("id", "NC-3 "), ("owner", "Ana Lima "), ("status", " Open")):
        book["Findings"][at(name, 6)] = value
    for word in ("lst_people", "lst_bones"):
        del book.defined_names[word]
    book.save(register)
    written = report.text(examine(register))
    assert f"Findings!A6, {OWNER}6, {at('status', 6)}: Cells begin" in written and written.count("with a blank") == 1
    assert "The name lst_people is gone" in written and "The name lst_bones is gone" in written


def test_cells_are_told_as_ranges_and_counted():
    assert as_ranges([Address(3, 2), Address(4, 2), Address(6, 2), Address(3, 3)]) == "C4:C5, C7, D4"
    assert as_ranges([Address(row, 0) for row in range(0, 20, 2)]) == "A1, A3, A5, A7, A9 and 5 more"
    assert as_ranges([]) == ""


def test_areas_are_asked_and_never_walked():
    area = Area("A4:XFD1048576 $C:$C 2:3")
    assert area.without(0, [1, 2, 3, 9]) == [] and area.without(2, [0]) == [] and area.without(0, [0]) == [0]


def test_the_command(ncr, register, tmp_path):
    done = ncr("doctor", register)
    assert done.returncode == 0 and done.stdout.startswith("Good to know\n") and not done.stderr
    last = " ".join(done.stdout.split())
    names = examine(register).looked_at["names"]
    assert f"Looked at 24 sheets, 19 tables, {names} names" in last and names > 60
    assert "saved last by ncr itself" in last
    book = load_workbook(register)
    drop_rule(book, "grade", 5)
    protect(book)
    book.save(register)
    done = ncr("doctor", register)
    assert done.returncode == 1
    assert done.stdout.index("Lost:") < done.stdout.index(f"Findings!{GRADE}5:") < done.stdout.index("To do:") \
        < done.stdout.index("Watch:") < done.stdout.index("Actions:") < done.stdout.index("Good to know")
    made = ncr("doctor", register, "--format", "json", "-o", "doctor.json")
    assert made.returncode == 1 and not made.stdout
    data = json.loads((tmp_path / "doctor.json").read_text(encoding="utf-8"))
    assert data["saved_by"]["program"] == "openpyxl" and data["summary"] == {
        "lost": 1, "watch": 1, "fact": 4}
    first = data["remarks"][0]
    assert set(first) == {"level", "kind", "sheet", "cell", "message", "fix"}
    assert (first["level"], first["sheet"], first["cell"]) == ("lost", "Findings", f"{GRADE}5")


def test_the_command_writes_over_nothing(ncr, register, tmp_path):
    before = register.read_bytes()
    for target in ("register.xlsx", "there.txt"):
        (tmp_path / "there.txt").write_text("mine")
        done = ncr("doctor", register, "-o", target)
        assert done.returncode == 2 and done.stderr.startswith("ncr: ") and "Traceback" not in done.stderr
    assert register.read_bytes() == before and (tmp_path / "there.txt").read_text() == "mine"
    assert ncr("doctor", register, "-o", "there.txt", "--force").returncode == 0
    assert "Looked at" in (tmp_path / "there.txt").read_text()
    assert ncr("doctor", "nowhere.xlsx").returncode == 2
