"""`ncr upgrade`: everything that stands in an old register stands in the new one, or is said.

The files in `fixtures` were made by earlier versions (the commit is in the name), each with `register_bytes` of that
version, the rows below, and eight prepared rows a sheet instead of hundreds; they are packed with xz.
"""

from __future__ import annotations

import csv
import lzma
import re
import shutil
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.utils.escape import unescape
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from python_calamine import CalamineWorkbook

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.version import TEMPLATE_VERSION
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import RECORDS, SHEETS, Action, Finding, Person, Settings
from ncr_toolkit.core.packs.pack import Wording
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.schema import Why
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.upgrade.messages import report, summary
from ncr_toolkit.excel.upgrade.move import upgraded
from ncr_toolkit.excel.upgrade.read_back import verify
from ncr_toolkit.excel.upgrade.source import OldSheet
from ncr_toolkit.excel.write.user_additions import Own, OwnSheet
from ncr_toolkit.excel.write.writer import register_bytes
from ncr_toolkit.excel.write.written_values import FormulaCell
from tests.conftest import FEW_ROWS, TODAY
from tests.others import saved_by_openpyxl
from tests.packages import edit, raw_workbook, sheet_xml
from tests.samples import files
from tests.strictness import faults
from tests.tables import at, parse, save

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")

FIXTURES = sorted((Path(__file__).parent / "fixtures").glob("register-*.xlsx.xz"))
OWN = len(Finding.SHEET.columns)
FIRST_OWN = get_column_letter(OWN + 1)

PLAIN = """
Findings
| Finding ID | Audit   | Grade | Reference | Raised on  | Close due    | Owner    | Similar cases found | Extent     |
|---|---|---|---|---|---|---|---|---|
| NC-1       | SA-2026 | Major | 5.10      | 2026-03-20 | "03/05/2026" | Ana Lima | 3                   | Six<br>all |
| NC-2       | SA-2026 | Magor | `5.1`     |            | #REF!        | =1+1     | "1,000"             | "=not one" |

Actions
| Action ID | Finding ID | Action | Due        |
|---|---|---|---|
| CA-1      | NC-1       | A gate | 2026-09-30 |

Evidence
| Evidence ID | Finding ID | File or link                    |
|---|---|---|
| E-1         | NC-1       | the log (link) NC-1/gate log.txt |

Register
| Organisation | Due soon means within (days) | Certificate expires on |
|---|---|---|
| ACME         | 21                           | 2027-01-31             |
"""


def up(path: Path):
    """The upgraded workbook as a file beside the old one, and what is known of the move."""
    move = upgraded(path, path.name, TODAY)
    verify(move)
    new = path.with_name(f"{path.stem}-new.xlsx")
    new.write_bytes(move.content)
    return new, move


def records(path: Path, *, above: int = 0) -> dict:
    """All that is read of a register, without where it stands."""
    register = read_register(path)
    found = {}
    for kind in (*RECORDS, Settings):
        rows = [register.settings] if kind is Settings else register.records[kind]
        found[kind.SHEET.name] = [
            {column.name: (row.value(column.name), row.links.get(column.name), column.name in row.formulas,
                           (unread := row.unread.get(column.name)) and (unread.why, unread.text, unread.readings))
             for column in kind.SHEET.typed_columns if column.name != "template_version"} for row in rows]
    found["Findings"] = found["Findings"][above:]
    return found


def problems(path: Path) -> Counter:
    """What the checks say, but for what they say of the workbook itself, and without rows that have moved."""
    register = read_register(path)
    review = Review(register, packs.load("iso42001"), TODAY)
    return Counter((each.code, str(each.level), each.key,
                    re.sub(r"row \d+|\b[A-Z]{1,2}\d+\b", "there", f"{each.record} {each.message}"))
                   for each in run(review) if not each.code.startswith("WBK"))


def cells(path: Path, sheet: str) -> list[list]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def place(name: str, row: int, kind=Finding) -> str:
    return f"{get_column_letter([column.name for column in kind.SHEET.columns].index(name) + 1)}{row}"


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "register.xlsx"
    path.write_bytes(files()["register.xlsx"])
    return path


# ---------------------------------------------------------------- from every kind of old register


def same(old: Path, new: Path, **more) -> None:
    assert records(new, **more) == records(old)
    assert problems(new) == problems(old)


def test_the_sample_is_the_same_and_upgrading_twice_changes_nothing(sample):
    new, _ = up(sample)
    same(sample, new)
    again, _ = up(new)
    assert again.read_bytes() == new.read_bytes()


@pytest.mark.parametrize("pack", sorted({*packs.known()} - {packs.DEFAULT}))
def test_a_register_from_before_its_standard_had_words_of_its_own_gets_them(pack, tmp_path):
    worded = packs.load(pack)
    plain, old = replace(worded, wording=Wording()), tmp_path / "old.xlsx"
    row = {"id": "NC-1", "ai_system": "Valve V40"}
    pivot = OwnSheet("Pivot", {Address(0, 0): FormulaCell('=COUNTIF(tblFindings[AI system],"Valve V40")', 1)})
    old.write_bytes(register_bytes(plain, today=TODAY, settings={}, rows={Finding: [row]}, own=Own(sheets=[pivot])))
    new, move = up(old)
    header = worded.header(Finding.SHEET.column("ai_system"))
    book = load_workbook(new)
    same(old, new)
    assert not move.kept and not any("own words" in each for way in move.ways.values() for each in way.made.values())
    assert header in [cell.value for cell in book["Findings"][3]] and header != "AI system"
    assert book["Pivot"]["A1"].value == f'=COUNTIF(tblFindings[{header}],"Valve V40")'


@pytest.mark.parametrize("packed", FIXTURES, ids=lambda path: path.name.partition(".")[0])
def test_registers_of_earlier_templates(packed, tmp_path):
    old = tmp_path / "old.xlsx"
    old.write_bytes(lzma.decompress(packed.read_bytes()))
    new, move = up(old)
    before, after = records(old), records(new)
    assert [row["id"][0] for row in after["Findings"]] == ["NC-1", "NC-2", "NC-3"]
    missing = {column.name for column in Settings.SHEET.columns if column.later} - set(move.settings)
    for row in (*before["Register"], *after["Register"]):
        for name in missing:
            row.pop(name)
    assert after == before and problems(new) == problems(old)
    assert not move.kept, "nothing of an earlier template is taken for people's own"
    assert read_register(new).settings.id == "FIXTURE-1"
    assert read_register(new).settings.template_version == TEMPLATE_VERSION
    assert load_workbook(new).sheetnames == [
        "Start here", "Dashboard", "Finding card", *(kind.SHEET.name for kind in SHEETS), "Lists"]


@pytest.mark.parametrize("help_text", [
    "The language of your answers; checks of wording go by lists of its words.",
    "The language of your answers: checks of wording go by lists of its words, and documents for the body speak it, "
    "where they can (English, German, French, Spanish, Japanese)."])
def test_the_help_of_a_setting_that_was_changed_since_is_nobodys_own(workbook, help_text):
    old = workbook(PLAIN)
    row = next(number for number, row in enumerate(cells(old, "Register"), 1) if "Language of the texts" in row)
    _, move = up(saved_by_openpyxl(old, lambda book: book["Register"].__setitem__(f"D{row}", help_text)))
    assert not move.kept


@pytest.mark.office
def test_a_register_that_libreoffice_saved(sample, saved_sample, tmp_path):
    saved = Path(shutil.copy(saved_sample, tmp_path / "saved.xlsx"))
    new, move = up(saved)
    same(saved, new)
    assert records(new) == records(sample) and not move.kept


def test_a_register_that_openpyxl_saved(sample, tmp_path):
    saved = tmp_path / "saved.xlsx"
    load_workbook(sample).save(saved)
    new, move = up(saved)
    same(saved, new)
    assert not move.kept


def test_a_rewrite_by_pandas_has_headers_only(sample, tmp_path):
    import pandas

    path = tmp_path / "pandas.xlsx"
    with pandas.ExcelWriter(path) as writer:
        for kind in SHEETS:
            if kind is not Settings:
                frame = pandas.read_excel(sample, sheet_name=kind.SHEET.name, header=2, dtype=object)
                frame.to_excel(writer, sheet_name=kind.SHEET.name, index=False)
    new, move = up(path)
    assert records(new)["Findings"] == records(path)["Findings"] and problems(new) == problems(path)
    assert len(read_register(new).findings) == 22
    assert "There was no sheet Register" in summary(move, "new.xlsx")


def test_missing_sheets_are_there_again(workbook):
    old = workbook(PLAIN + "\n(no sheet) Lessons\n(no sheet) People\n")
    new, move = up(old)
    same(old, new)
    assert "New and empty: Lessons, People." in summary(move, "new.xlsx")


def lose_keys(book) -> None:
    for sheet in book:
        sheet.delete_rows(1)


def mirror(book) -> None:
    for name in ("Findings", "Actions"):
        sheet = book[name]
        for row in sheet.iter_rows(min_row=1, max_row=6):
            values = [(cell.value, cell.number_format, cell.data_type) for cell in row][::-1]
            for cell, (value, form, kind) in zip(row, values, strict=True):
                cell.value, cell.number_format = value, form
                cell.data_type = kind


def rename_sheet(book) -> None:
    book["Findings"].title = "Feststellungen"


def translate(book) -> None:
    for cell in book["Findings"][3]:
        cell.value = f"Spalte {cell.column}"


@pytest.mark.parametrize("disturb", [lose_keys, mirror, rename_sheet, translate])
def test_keys_lost_columns_moved_sheets_and_headers_renamed(workbook, disturb):
    old = saved_by_openpyxl(workbook(PLAIN), disturb)
    new, _ = up(old)
    same(old, new)
    assert read_register(new).oddities == []


def test_a_hand_typed_list_with_nothing_but_headers(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "Findings"
    for row in (["Finding ID", "Owner", "Grade", "Our ticket"], ["NC-1", "Ana Lima", "Major", "JIRA-1"],
                [None] * 4, ["NC-2", None, None, 17]):
        sheet.append(row)
    book.save(tmp_path / "typed.xlsx")
    new, move = up(tmp_path / "typed.xlsx")
    assert [(each.id, each.owner, each.grade) for each in read_register(new).findings] == [
        ("NC-1", "Ana Lima", "Major"), ("NC-2", "", "")]
    rows = cells(new, "Findings")
    assert [row[OWN] for row in rows[1:5]] == ["Your own columns", "Our ticket", "JIRA-1", 17.0]
    assert "1 blank row between others left out" in summary(move, "new.xlsx")


def test_a_workbook_that_needs_mending(tmp_path):
    head = '<c r="A1" t="inlineStr"><is><t>Finding ID</t></is></c><c r="B1" t="inlineStr"><is><t>Close due</t></is></c>'
    body = ('<c r="A2" t="inlineStr"><is><t>NC-1</t></is></c><c r="B2" s="1"><v>-1E+300</v></c>'
            '<c r="C2" t="e"><v>#SPILL!</v></c>')
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(raw_workbook(sheet_xml(f'<row r="1">{head}</row><row r="2">{body}</row>',
                                            before='<dimension ref="A1:XFD1048576"/>')))
    new, _ = up(path)
    assert records(new)["Findings"] == records(path)["Findings"]
    assert "#SPILL!" in member(new, "Findings")


def test_a_worksheet_that_is_no_xml_from_its_first_line_on(tmp_path):
    """Its values are read all the same, from the rows; when they are counted once more the rest of it counts."""
    cell = '<c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c>'.format
    rows = f'<row r="1">{cell(1, "Finding ID")}</row><row r="2">{cell(2, "NC-1")}</row>'
    path = tmp_path / "damaged.xlsx"
    path.write_bytes(raw_workbook('<?xml version="1.0?>' + sheet_xml(rows)))
    with pytest.raises(CannotRun, match="is damaged"):
        up(path)


def member(path: Path, sheet: str) -> str:
    number = load_workbook(path).sheetnames.index(sheet) + 1
    with zipfile.ZipFile(path) as package:
        return package.read(f"xl/worksheets/sheet{number}.xml").decode()


# ---------------------------------------------------------------- values


VALUES = [
    (5, "General"), (5.1, "0.00"), (0.1 + 0.2, "General"), (-3, "General"), (1e300, "General"), (0.155, "0.0%"),
    (12345678901234567890, "0"), (True, "General"), (False, "General"), ("5.10", "@"), ("=1+1", "@"), ("@x", "@"),
    ("+1", "General"), (" both sides ", "General"), ("two\nlines", "General"), ("a\rb", "General"), (" ", "General"),
    ("<r>looks like XML</r>", "General"), ("tab\there", "General"), ("x" * 32_000, "General"),
    (date(2026, 3, 20), "dd/mm/yyyy"), (date(1950, 1, 1), "yyyy-mm-dd"), (datetime(2026, 3, 20, 14, 30), "yyyy-mm-dd"),
    (datetime(2026, 3, 20, 14, 30, 15), "dd/mm/yyyy hh:mm:ss"), (time(9, 30), "hh:mm"),
    (timedelta(hours=30, minutes=5), "[h]:mm:ss"), (date(2026, 3, 20), "dddd"), (46101, "General"),
]


@pytest.mark.parametrize("epoch", [1900, 1904])
def test_every_kind_of_value_in_every_kind_of_place(workbook, epoch):
    """In a column of texts, of days and of numbers, in one of people's own, and on a sheet of their own."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    columns = [place(name, "") for name in ("title", "raised_on", "extent_count")] + [FIRST_OWN]

    def put(book):
        book.create_sheet("Mine")["A1"] = "x"
        book["Findings"][f"{FIRST_OWN}3"] = "Cost"
        if epoch == 1904:
            book.epoch = CALENDAR_MAC_1904
        for row, (value, form) in enumerate(VALUES, start=4):
            for cell in (*(book["Findings"][f"{column}{row}"] for column in columns), book["Mine"][f"C{row}"]):
                cell.value, cell.number_format = value, form
                if isinstance(value, str):
                    cell.data_type = "s"

    old = saved_by_openpyxl(workbook(PLAIN), put)
    new, move = up(old)
    before, after = load_workbook(old), load_workbook(new)
    assert not move.kept
    for row, (value, form) in enumerate(VALUES, start=4):
        for sheet, ref in (*(("Findings", f"{column}{row}") for column in columns), ("Mine", f"C{row}")):
            one, other = before[sheet][ref], after[sheet][ref]
            if epoch == 1904 and value == 46101 and ref.startswith(columns[1]):
                assert other.value == one.value + 1462, "the same day, counted by the calendar of the new workbook"
            else:
                assert str(other.value).replace("_x000D_", "\r") == str(one.value), (sheet, ref)
                assert other.data_type == one.data_type, (sheet, ref)
        if not isinstance(value, (bool, str)) and form not in ("General", "0"):
            assert after["Mine"][f"C{row}"].number_format == form
            assert after["Findings"][f"{FIRST_OWN}{row}"].number_format == form
    assert records(new) == records(old)


SIGNS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cn", "Cc"), include_characters="\n\t")
ANY_TEXT = st.text(SIGNS, max_size=40)
ANY = st.one_of(ANY_TEXT, st.integers(-10**9, 10**9), st.floats(-9.99e307, 9.99e307),  # all that Excel knows
                st.booleans(), st.dates(date(1901, 1, 1), date(2199, 12, 31)),
                st.datetimes(datetime(1901, 1, 1), datetime(2199, 12, 31)).map(lambda day: day.replace(microsecond=0)))
SPOTS = [("Findings", place("title", 4)), ("Findings", place("id", 5)), ("Findings", place("raised_on", 4)),
         ("Findings", place("grade", 5)), ("Findings", place("extent_count", 4)), ("Findings", f"{FIRST_OWN}5"),
         ("Findings", f"{FIRST_OWN}3"), ("Findings", "C2"), ("Mine", "B2"), ("Mine", "D9"), ("Register", "C5"),
         ("Register", "C30"), ("Register", "F5"), ("People", place("name", 4, Person)), ("Findings", place("state", 4))]


def standing(path: Path, without: tuple[str, ...]) -> Counter:
    """Every value of the workbook with its number."""
    book = CalamineWorkbook.from_path(str(path))
    return Counter(repr(cell) for name in book.sheet_names if name not in without
                   for row in book.get_sheet_by_name(name).to_python() for cell in row if cell != "")


@settings(max_examples=6, phases=[Phase.explicit, Phase.generate],
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(SPOTS), ANY, min_size=8))
def test_whatever_stands_in_whatever_cell_survives(workbook, values):
    def put(book):
        book.create_sheet("Mine")["A1"] = "x"
        for (sheet, ref), value in values.items():
            cell = book[sheet][ref]
            if isinstance(value, str):
                cell._value, cell.data_type = value, "s"  # also what openpyxl would not take
            else:
                cell.value = value
                if not isinstance(value, date):
                    cell.number_format = "General"

    old = workbook(PLAIN, "any.xlsx")
    book = load_workbook(old)
    try:
        put(book)
        book.save(old)
    except (ValueError, UnicodeEncodeError):
        return
    before = standing(old, ("Start here", "Dashboard", "Lists"))
    new, _ = up(old)
    after = standing(new, ("Start here", "Dashboard", "Lists"))
    headers = {repr(cell) for cell in cells(old, "Findings")[2][OWN:]}  # text, and each once, in the new table
    assert not set(before - after) - headers
    assert records(new) == records(old)


def with_texts(path: Path, sheet: str, coded: dict[str, str]) -> Path:
    """The workbook with texts in the code that Excel has for what XML cannot hold: openpyxl would write another."""
    number = load_workbook(path).sheetnames.index(sheet) + 1
    for mark, text in coded.items():
        edit(path, f"xl/worksheets/sheet{number}.xml", lambda data, mark=mark, text=text:
             data.replace(mark.encode() + b"<", text.encode() + b"<"))
    return path


def test_what_xml_cannot_hold_is_kept_and_the_new_workbook_is_xml(sample, tmp_path):
    """In a text, in the figures of the Dashboard that show it, in a header, and in what a formula shows."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(sample.read_bytes())

    def put(book):
        book["Findings"][place("title", 4)] = book["Findings"][place("owner", 4)] = "MARK1"
        book["Findings"][f"{FIRST_OWN}3"], book["Findings"][f"{FIRST_OWN}4"] = "MARK2", "v"
        book["Findings"][f"{get_column_letter(OWN + 2)}3"] = "MARK4"
        book.create_sheet("Mine")["A1"] = "=1+1"

    with_values(saved_by_openpyxl(path, put), {("Mine", "A1"): ("=1+1", "MARK3")})
    with_texts(path, "Findings", {"MARK1": "a_x000B_b_x000D_c_x005F_x000D_", "MARK2": "h_x0001_",
                                  "MARK4": "_x005F_x0041_"})
    with_texts(path, "Mine", {"MARK3": "a_x000B_b_x000D_"})
    new, move = up(path)
    assert faults(move.content) == [] and records(new) == records(path)
    assert cells(new, "Findings")[3][5] == "a\x0bb\rc_x000D_" and cells(new, "Mine")[0][0] == "a\x0bb\r"
    assert "the header of column" in summary(move, "new.xlsx")


def test_a_new_workbook_that_is_no_xml_is_refused(workbook):
    move = upgraded(workbook(PLAIN), "old.xlsx", TODAY)
    spoilt = workbook(PLAIN).with_name("spoilt.xlsx")
    spoilt.write_bytes(move.content)
    move.content = edit(spoilt, "xl/sharedStrings.xml", lambda data: data.replace(
        b"NC-1<", b"NC\x0b1<")).read_bytes()
    with pytest.raises(CannotRun, match="Excel could not read"):
        verify(move)


# ---------------------------------------------------------------- columns, rows and sheets of people's own


def test_own_columns_stand_in_the_table_each_with_a_header_of_its_own(workbook):
    def put(book):
        sheet = book["Findings"]
        for number, (header, value) in enumerate([("Cost", 12.5), ("cost", "more"), ("Owner", "Bo Li"), (None, "bare"),
                                                  (2026, "year"), ("only a header", None), ("two\nlines", "x")]):
            sheet.cell(3, OWN + 1 + number, header)
            sheet.cell(5, OWN + 1 + number, value)

    old = saved_by_openpyxl(workbook(PLAIN), put)
    new, move = up(old)
    sheet = load_workbook(new)["Findings"]
    table = sheet.tables["tblFindings"]
    headers = [sheet.cell(3, number + 1).value for number in range(OWN + 7)]
    assert [column.name.replace("_x000a_", "\n") for column in table.tableColumns] == headers, \
        "else Excel asks to repair"
    assert table.ref == f"A3:{get_column_letter(OWN + 7)}{3 + FEW_ROWS}"
    assert len({header.casefold() for header in headers}) == len(headers)
    assert [sheet.cell(5, OWN + number).value for number in range(1, 8)] == [12.5, "more", "Bo Li", "bare", "year",
                                                                             None, "x"]
    assert headers[OWN:] == ["Cost", "cost 2", "Owner 2", f"Own column {get_column_letter(OWN + 4)}", "2026",
                             "only a header", "two\nlines"]
    assert "7 columns of your own kept" in summary(move, "new.xlsx")
    assert Counter(each.odd for each in read_register(new).oddities) == \
        Counter(each.odd for each in read_register(old).oddities)
    same(old, new)


def test_own_columns_between_ours_go_to_the_right(workbook):
    old = saved_by_openpyxl(workbook(PLAIN), lambda book: (
        book["Findings"].insert_cols(2), book["Findings"].cell(3, 2, "Mine"), book["Findings"].cell(4, 2, "first")))
    new, _ = up(old)
    assert cells(new, "Findings")[3][OWN] == "first"
    same(old, new)


def test_rows_above_the_header_and_headers_once_more(workbook):
    old = workbook("""
        Findings
        | Finding ID   | Grade | Status | Owner |
        |---|---|---|---|
        | (above) NC-0 | Major | Open   | Bo Li |
        | NC-1         | Major | Open   |       |
        | NC-2         | Minor | Open   |       |
    """)

    def again(book):
        sheet = book["Findings"]
        sheet.insert_rows(6)
        for cell in sheet[3]:
            sheet.cell(6, cell.column, cell.value)

    saved_by_openpyxl(old, again)
    new, move = up(old)
    assert [each.id for each in read_register(old).findings] == ["NC-1", "NC-2"]
    assert [each.id for each in read_register(new).findings] == ["NC-0", "NC-1", "NC-2"]
    assert records(new, above=1) == records(old)
    said = summary(move, "new.xlsx")
    assert "1 row with data stood above the header" in said and "1 row that repeated the header" in said
    assert read_register(new).oddities == []


def test_hidden_rows_are_told(workbook):
    old = saved_by_openpyxl(workbook(PLAIN), lambda book: setattr(book["Findings"].row_dimensions[5], "hidden", True))
    new, move = up(old)
    assert "1 hidden row with data on 'Findings'" in summary(move, "new.xlsx")
    assert not load_workbook(new)["Findings"].row_dimensions[5].hidden
    same(old, new)


def test_own_sheets_follow_ours_with_their_values_and_widths(workbook):
    def put(book):
        sheet = book.create_sheet("Budget", 0)
        sheet["B2"], sheet["C7"], sheet["D1"] = "text", 1.5, date(2026, 3, 1)
        sheet.column_dimensions["B"].width = 41
        sheet.merge_cells("B2:C2")
        book.create_sheet("check SETTINGS (old)")["A1"] = "mine"

    old = saved_by_openpyxl(workbook(PLAIN), put)
    new, move = up(old)
    book = load_workbook(new)
    assert book.sheetnames[-2:] == ["Budget", "check SETTINGS (old)"]
    sheet = book["Budget"]
    assert (sheet["B2"].value, sheet["C7"].value, sheet["D1"].value) == ("text", 1.5, datetime(2026, 3, 1))
    assert sheet.column_dimensions["B"].width == pytest.approx(41, abs=1)
    assert "merged cells (their text is kept) (1) on 'Budget'" in summary(move, "new.xlsx")
    same(old, new)


def test_sheets_whose_names_differ_by_a_dash_or_a_blank_are_two(workbook):
    """Excel tells them apart; ncr forgives such things in what people type, and lost one of the two."""
    names = ["Plan 2025-26", "Plan 2025\u201326", "findings ", "Stra\u00dfe", "Strasse"]

    def put(book):
        for number, name in enumerate(names):
            book.create_sheet(name)["A1"] = f"value {number}"
        book["Plan 2025-26"]["B1"] = "='Plan 2025\u201326'!A1"

    old = with_values(saved_by_openpyxl(workbook(PLAIN), put),
                      {("Plan 2025-26", "B1"): ("='Plan 2025\u201326'!A1", "value 1")})
    new, move = up(old)
    book = load_workbook(new)
    assert [book[name]["A1"].value for name in [*names[:2], "findings (2)", *names[3:]]] == [
        f"value {number}" for number in range(5)]
    assert book["Plan 2025-26"]["B1"].value == "='Plan 2025\u201326'!A1"
    assert "now called 'findings (2)'" in summary(move, "new.xlsx") and len(read_register(new).findings) == 2


def test_two_sheets_of_one_name_are_refused(workbook, ncr):
    old = saved_by_openpyxl(workbook(PLAIN), lambda book: (book.create_sheet("Mine"), book.create_sheet("Yours")))
    edit(old, "xl/workbook.xml", lambda data: data.replace(b'"Yours"', b'"MINE"'))
    done = ncr("upgrade", old, "-o", "new.xlsx")
    assert done.returncode == 2 and "two sheets called 'MINE'" in done.stderr


def test_hidden_sheets_of_their_own_stay_hidden(workbook):
    def put(book):
        for name, state in (("Salaries", "hidden"), ("Deep", "veryHidden"), ("Open", "visible")):
            book.create_sheet(name)["A1"] = name
            book[name].sheet_state = state

    new, _ = up(saved_by_openpyxl(workbook(PLAIN), put))
    assert [load_workbook(new)[name].sheet_state for name in ("Salaries", "Deep", "Open")] == [
        "hidden", "veryHidden", "visible"]


def test_sheets_of_the_template_under_other_names_are_made_anew(sample, tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(sample.read_bytes())
    for name in zipfile.ZipFile(path).namelist():
        if name == "xl/workbook.xml" or name.startswith("xl/worksheets/sheet"):
            edit(path, name, lambda data: data.replace(b'"Dashboard"', b'"Cockpit"').replace(
                b"Dashboard!", b"Cockpit!").replace(b'"Lists"', b'"Listen"').replace(b"Lists!", b"Listen!").replace(
                b'name="Finding card"', b'name="FINDING CARD"'))
    new, move = up(path)
    assert load_workbook(new).sheetnames == load_workbook(sample).sheetnames and not move.kept
    same(sample, new)


def test_a_sheet_with_a_name_of_ours_and_nothing_else_of_it(workbook):
    def put(book):
        del book["Actions"]
        book.create_sheet("Actions")["A1"] = "not what you think"

    old = saved_by_openpyxl(workbook(PLAIN), put)
    new, move = up(old)
    assert cells(new, "Actions (2)")[0][0] == "not what you think"
    assert read_register(new).all(Action) == [] and "now called 'Actions (2)'" in summary(move, "new.xlsx")


def test_cells_beside_the_tables_are_kept_with_their_place(workbook, sample, tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(sample.read_bytes())

    def put(book):
        book["Dashboard"]["K3"], book["Start here"]["J2"], book["Findings"]["C2"] = "remark", 17, "Confidential"
        book["Lists"]["A90"] = "my own choice"
        book["Findings"][place("state", 4)] = "waits for the body"
        book["Check results"]["J9"] = "done by Bo"

    new, move = up(saved_by_openpyxl(path, put))
    kept = [row[:3] for row in cells(new, "Kept cells")[1:]]
    assert sorted(kept, key=str) == sorted([
        ["Dashboard", "K3", "remark"], ["Start here", "J2", 17.0], ["Findings", "C2", "Confidential"],
        ["Lists", "A90", "my own choice"], ["Findings", place("state", 4), "waits for the body"],
        ["Check results", "J9", "done by Bo"]], key=str)
    assert "6 cells stood beside the tables" in summary(move, "new.xlsx")
    again, twice = up(new)
    assert again.read_bytes() == new.read_bytes() and not twice.kept


def test_settings_of_peoples_own_and_the_day_of_the_figures(sample, tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(sample.read_bytes())

    def put(book):
        book["Register"]["B40"], book["Register"]["C40"] = "Our auditor", "Bo Li"
        book["Register"]["C13"] = None
        book["Dashboard"]["D4"] = date(2026, 5, 5)

    new, move = up(saved_by_openpyxl(path, put))
    row = 4 + len(Settings.SHEET.columns)
    assert cells(new, "Register")[row][1:3] == ["Our auditor", "Bo Li"]
    assert load_workbook(new)["Register"]["C13"].value is None, "a default does not come back by itself"
    assert "typed as 2026-05-05" in summary(move, "new.xlsx")
    assert load_workbook(new)["Dashboard"]["D4"].value == "=TODAY()"


def test_what_was_typed_beside_a_setting_is_kept(sample, tmp_path):
    """Also in the hidden column of the keys, where those are gone."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(sample.read_bytes())

    def put(book):
        for row in range(1, 20):
            book["Register"].cell(row, 1).value = None
        book["Register"]["A7"] = "ask Bo"

    new, _ = up(saved_by_openpyxl(path, put))
    assert [row[:3] for row in cells(new, "Kept cells")[1:]] == [["Register", "A7", "ask Bo"]]


# ---------------------------------------------------------------- formulas, links, notes


def with_values(path: Path, formulas: dict[tuple[str, str], tuple[str, str]]) -> Path:
    """The workbook with these formulas and what they show: openpyxl saves formulas without."""
    def put(book):
        for (sheet, ref), (formula, _) in formulas.items():
            book[sheet][ref] = formula

    saved_by_openpyxl(path, put)
    names = load_workbook(path).sheetnames
    for (sheet, ref), (_, value) in formulas.items():
        kind = b' t="str"' if not value.replace(".", "").isdigit() else b""
        edit(path, f"xl/worksheets/sheet{names.index(sheet) + 1}.xml", lambda data, ref=ref, value=value, kind=kind:
             re.sub(rb'(<c r="' + ref.encode() + rb'"[^>]*?)(?: t="\w+")?>(<f>.*?</f>)<v ?(?:/>|></v>)',
                    rb"\1" + kind + rb">\2<v>" + value.encode() + rb"</v>", data))
    return path


def test_formulas_point_to_the_same_cells_or_become_what_they_showed(workbook):
    old = workbook(PLAIN)

    def put(book):
        sheet = book["Findings"]
        sheet.insert_cols(1)
        sheet["A3"], sheet["A4"] = "Mine", "m"
        book.create_sheet("Sums")["A1"] = 2

    saved_by_openpyxl(old, put)
    own = get_column_letter(OWN + 1)
    with_values(old, {("Sums", "B1"): ("=A1*2", "4"), ("Sums", "B2"): ("=Findings!B4", "NC-1"),
                      ("Sums", "B3"): ("=COUNTA(Findings!B4:B5)", "2"), ("Sums", "B4"): ("=SUM(Findings!A1:Z9)", "7"),
                      ("Sums", "B5"): ("=XLOOKUP(1,A1:A1,A1:A1)", "9"), ("Sums", "B6"): ("=A1&\"\"", ""),
                      ("Findings", "A5"): ("=B5&$C$5", "NC-2SA-2026")})
    assert read_register(old).findings[0].id == "NC-1"
    new, move = up(old)
    book, shown = load_workbook(new), load_workbook(new, data_only=True)
    assert [book["Sums"][f"B{row}"].value for row in range(1, 7)] == [
        "=A1*2", "=Findings!A4", "=COUNTA(Findings!A4:A5)", 7, "=XLOOKUP(1,A1:A1,A1:A1)", "=A1&\"\""]
    assert [shown["Sums"][f"B{row}"].value for row in range(1, 6)] == [4, "NC-1", 2, 7, 9]
    assert book["Findings"][f"{own}5"].value == "=A5&$B$5" and shown["Findings"][f"{own}5"].value == "NC-2SA-2026"
    assert "=SUM(Findings!A1:Z9)" in book["Sums"]["B4"].comment.text
    assert "Sums!B4: formula =SUM(Findings!A1:Z9) became the value" in summary(move, "new.xlsx")
    again, _ = up(new)
    assert records(again) == records(new) and "=SUM(" in load_workbook(again)["Sums"]["B4"].comment.text


def test_formulas_that_go_by_places_or_lost_names_become_what_they_showed(workbook):
    old = workbook(PLAIN)

    def put(book):
        book["Findings"].insert_cols(1)
        book["Findings"]["A3"], book["Findings"]["A4"] = "Mine", "m"
        book.create_sheet("Sums")["A1"] = 1
        book.defined_names["ncr_mine"] = DefinedName("ncr_mine", attr_text="Findings!$B$4")

    formulas = {"B1": ('=INDIRECT("Findings!B4")', "NC-1"), "B2": ("=COLUMN(Findings!B4)", "2"),
                "B3": ("=OFFSET(Findings!A4,0,1)", "NC-1"), "B4": ("=ncr_mine", "NC-1")}
    with_values(saved_by_openpyxl(old, put), {("Sums", ref): formula for ref, formula in formulas.items()})
    new, move = up(old)
    sums = load_workbook(new)["Sums"]
    assert [sums[ref].value for ref in formulas] == ["NC-1", 2, "NC-1", "NC-1"]
    assert all(formula in sums[ref].comment.text for ref, (formula, _) in formulas.items())
    assert "ncr_mine = Findings!$B$4" in summary(move, "new.xlsx")


def test_formulas_that_go_by_places_stay_where_nothing_moves(sample, tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(sample.read_bytes())
    saved_by_openpyxl(path, lambda book: book.create_sheet("Sums").__setitem__("A1", 1))
    new, _ = up(with_values(path, {("Sums", "B1"): ('=INDIRECT("Findings!A4")', "NC-1")}))
    assert load_workbook(new)["Sums"]["B1"].value == '=INDIRECT("Findings!A4")'


def test_a_formula_never_calculated_that_cannot_be_moved_is_refused(workbook, ncr):
    formula = "=VLOOKUP(1,Lists!A:B,2)"
    old = saved_by_openpyxl(workbook(PLAIN), lambda book: book["Findings"].__setitem__(place("owner", 4), formula))
    done = ncr("upgrade", old, "-o", "new.xlsx")
    assert done.returncode == 2 and f"Findings!{place('owner', 4)}" in done.stderr and "save it" in done.stderr
    assert not (old.parent / "new.xlsx").exists() and "Traceback" not in done.stderr


@pytest.mark.office
def test_formulas_calculated_anew_show_what_they_showed(workbook, office, tmp_path):
    old = workbook(PLAIN)
    saved_by_openpyxl(old, lambda book: (book["Findings"].insert_cols(1), book["Findings"].__setitem__("A3", "Mine"),
                              book.create_sheet("Sums").__setitem__("A1", "=Findings!B5&COUNTA(Findings!B4:B5)"),
                              book["Findings"].__setitem__("A4", "=B4&\"/\"&B5")))
    calculated = office(old, "xlsx", tmp_path / "one")
    new, _ = up(calculated)
    after = load_workbook(office(new, "xlsx", tmp_path / "two"), data_only=True)
    assert after["Sums"]["A1"].value == "NC-22" and after["Findings"][f"{FIRST_OWN}4"].value == "NC-1/NC-2"


LINKS = ["https://example.org/a%20b?x=1#frag", "https://example.org/a b", "mailto:a@example.org", "tel:+49123",
         "docs/a%20b/c.docx", "docs\\c.docx", "file:///C:/x/y.txt", "100%25.txt", "x.xlsx#Sheet1!A1"]


def test_links_keep_their_target_letter_by_letter(workbook):
    """On a text, on a cell of people's own and on a day: in each row another link."""
    places = [(place("title", row), f"{FIRST_OWN}{row}", place("raised_on", row)) for row in range(4, 4 + len(LINKS))]

    def put(book):
        sheet = book["Findings"]
        sheet[f"{FIRST_OWN}3"] = "Mine"
        for target, refs in zip(LINKS, places, strict=True):
            for ref, value in zip(refs, ("shown", 17, date(2026, 3, 20)), strict=True):
                sheet[ref].hyperlink = target
                sheet[ref].value = value

    old = saved_by_openpyxl(workbook(PLAIN), put)
    before = load_workbook(old)["Findings"]
    new, _ = up(old)
    after = load_workbook(new)["Findings"]
    for target, refs in zip(LINKS, places, strict=True):
        assert [before[ref].hyperlink.target for ref in refs] == [target] * 3
        assert [after[ref].hyperlink.target for ref in refs] == [target] * 3
        assert [after[ref].value for ref in refs[:2]] == ["shown", 17]
    same(old, new)


def test_a_link_over_a_whole_sheet_is_named(sample, tmp_path):
    old = tmp_path / "old.xlsx"
    old.write_bytes(sample.read_bytes())
    edit(old, "xl/worksheets/sheet4.xml", lambda text: text.replace(
        b"</dataValidations>",
        b'</dataValidations><hyperlinks><hyperlink ref="A4:XFD1048576" location="Lists!A1"/></hyperlinks>'))
    with pytest.raises(CannotRun, match="sheet 'Findings' one hyperlink lies over whole rows or columns from A4"):
        up(old)


def test_notes_go_with_their_cells(workbook):
    def put(book):
        sheet = book["Findings"]
        for ref, text in ((place("owner", 4), "who?"), (place("extent", 4), "two\nlines"), ("C2", "in the title"),
                          (place("owner", 3), "on the header"), (place("grade", 4), "line\r\nend")):
            sheet[ref].comment = Comment(text, "Bo Li")
        sheet.insert_rows(4)

    old = saved_by_openpyxl(workbook(PLAIN), put)
    assert load_workbook(old)["Findings"][place("owner", 5)].comment is not None
    new, move = up(old)
    sheet = load_workbook(new)["Findings"]
    assert (sheet[place("owner", 4)].comment.text, sheet[place("owner", 4)].comment.author) == ("who?", "Bo Li")
    assert sheet[place("extent", 4)].comment.text == "two\nlines"
    every = [cell for page in load_workbook(new) for row in page.iter_rows() for cell in row]
    texts = {cell.comment.text for cell in every if cell.comment}
    assert {unescape(text) for text in texts} == {"who?", "two\nlines", "in the title", "on the header", "line\r\nend"}
    assert report(move).count("a note on the cell") == 5


def test_what_is_not_carried_is_told(workbook):
    _, move = up(saved_by_openpyxl(workbook(PLAIN), lambda book: book["Findings"].add_chart(BarChart(), "C9")))
    assert "charts (1) on 'Findings'" in summary(move, "new.xlsx") and "not carried: charts" in report(move)


@pytest.mark.parametrize("name", ["sample", "by LibreOffice"])
@pytest.mark.office
def test_of_a_register_to_which_nothing_was_added_nothing_is_left_behind(sample, saved_sample, tmp_path, name):
    path = sample
    if name == "by LibreOffice":
        path = Path(shutil.copy(saved_sample, tmp_path / "saved.xlsx"))
    assert "Not carried" not in summary(up(path)[1], "new.xlsx")


def protect(book) -> None:
    for sheet in book:
        sheet.protection.sheet = True


def choose(book) -> None:
    book["Findings"][f"{FIRST_OWN}3"], book["Findings"][f"{FIRST_OWN}4"] = "Mine", "a"
    rule = DataValidation(type="list", formula1='"a,b"', sqref=f"{FIRST_OWN}4:{FIRST_OWN}99")
    book["Findings"].add_data_validation(rule)


def second_table(book) -> None:
    for ref, value in (("BA10", "Ticket"), ("BB10", "Cost"), ("BA11", "J-1"), ("BB11", 5)):
        book["Findings"][ref] = value
    for name, ref in (("First", "A3:C5"), ("Mine", "BA10:BB11")):
        book["Findings"].add_table(Table(displayName=name, ref=ref))


@pytest.mark.parametrize(("make", "said"), [
    (protect, "the protection on 'Findings', 'Containment', "),
    (lambda book: setattr(book, "security", WorkbookProtection(lockStructure=True)), "the protection of the workbook"),
    (choose, "drop-downs of your own columns (1) on 'Findings'"),
    (second_table, "tables of your own (their values are kept) (1) on 'Findings'"),
    (translate, f"{OWN} headers in words of your own, now the template's again: 'Spalte 1', "),
])
def test_what_people_gave_the_workbook_and_loses_is_told(workbook, make, said):
    old = saved_by_openpyxl(workbook(PLAIN), make)
    new, move = up(old)
    assert said in summary(move, "new.xlsx")
    same(old, new)


CORE = (b'<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc"><dc:creator>Ana Lima</dc:creator>'
        b'<cp:keywords>ISO 42001</cp:keywords></cp:coreProperties>')


@pytest.mark.parametrize(("kind", "content", "said"), [
    ("custom-properties", "<Properties><property name='MSIP_Label'/></Properties>", "label of confidentiality"),
    ("custom-properties", "<Properties/>", ""), ("connections", "<connections/>", "connections to other data"),
    ("digital-signature/origin", "<Signature/>", "the digital signature"),
])
def test_what_the_file_carries_beside_its_sheets_is_told(sample, tmp_path, kind, content, said):
    """Whatever its name is: by the relation that leads to it."""
    path = tmp_path / "register.xlsx"
    path.write_bytes(sample.read_bytes())
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("other/PART 7.xml", content)
    edit(path, "_rels/.rels", lambda xml: xml.replace(b"</Relationships>", (
        f'<Relationship Id="r77" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        'Target="other/part%207.XML"/></Relationships>').encode()))
    words = summary(up(path)[1], "new.xlsx")
    assert said in words if said else "Not carried" not in words


def test_who_made_the_register_goes_along_and_its_keywords_are_told(workbook):
    new, move = up(edit(workbook(PLAIN), "docProps/core.xml", lambda _: CORE))
    assert load_workbook(new).properties.creator == "Ana Lima"
    assert "keywords" in summary(move, "new.xlsx")


@pytest.mark.parametrize(("part", "old", "added", "said"), [
    ("xl/worksheets/sheet1.xml", b"</sheetData>", b'</sheetData><extLst><ext xmlns:x14="urn:x14"><x14:sparkline></'
     b'x14:sparkline></ext></extLst>', "sparklines (1) on 'Findings'"),
    ("xl/worksheets/sheet1.xml", b"</sheetData>", b'</sheetData><conditionalFormatting sqref="A4"><cfRule '
     b'type="dataBar" priority="1"/></conditionalFormatting>', "bars, scales and symbols by rule (1) on 'Findings'"),
    ("xl/sharedStrings.xml", b"<t>Ana Lima</t>", b"<r><rPr><b/></rPr><t>Ana</t></r><r><t> Lima</t></r>",
     "cells with some words in bold"),
])
def test_looks_that_are_not_carried_are_told(workbook, part, old, added, said):
    path = workbook(PLAIN)
    edit(path, part, lambda xml: xml.replace(old, added))
    assert said in summary(up(path)[1], "new.xlsx")


def test_cleared_formats_and_odd_widths_are_no_reason_to_refuse(sample, tmp_path):
    path = tmp_path / "register.xlsx"
    path.write_bytes(sample.read_bytes())
    for name in zipfile.ZipFile(path).namelist():
        if name.startswith("xl/worksheets/sheet"):
            edit(path, name, lambda xml: re.sub(rb' width="[^"]*"', b' width="abc"', re.sub(rb' s="[0-9]+"', b"", xml)))
    new, _ = up(path)
    assert [finding.acknowledged_on for finding in read_register(new).findings] \
        == [finding.acknowledged_on for finding in read_register(sample).findings]


def test_a_row_that_was_not_read_is_a_reason_to_refuse(workbook, monkeypatch):
    monkeypatch.setattr(OldSheet, "filled", lambda self: iter(()))
    with pytest.raises(CannotRun, match=r"row [0-9]+ of the sheet 'Findings' could not be read"):
        up(workbook(PLAIN))


def test_a_sheet_that_the_workbook_lists_and_does_not_hold_is_told(workbook):
    old = saved_by_openpyxl(workbook(PLAIN), lambda book: book.create_sheet("Budget"))
    edit(old, "xl/_rels/workbook.xml.rels", lambda data: data.replace(
        f"sheet{len(load_workbook(old).sheetnames)}.xml".encode(), b"sheet99.xml"))
    assert "the sheet 'Budget', which the workbook lists and does not hold" in summary(up(old)[1], "new.xlsx")


# ---------------------------------------------------------------- the report, the files, and the check before writing


def test_the_report_has_one_row_for_each_cell_and_tells_the_truth(sample, ncr, tmp_path):
    done = ncr("upgrade", sample, "-o", "new.xlsx", "--report", "moved.csv", "--today", TODAY)
    assert done.returncode == 0 and "22 Findings" in done.stdout
    with (tmp_path / "moved.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    named = {(row["Old sheet"], row["Old cell"]) for row in rows if row["Old sheet"]}
    filled = {(sheet.title, cell.coordinate) for sheet in load_workbook(sample) for row in sheet.iter_rows()
              for cell in row if cell.value is not None}
    assert named == filled
    before, after = load_workbook(sample), load_workbook(tmp_path / "new.xlsx")
    moved = [row for row in rows if row["New cell"]]
    assert len(moved) > 2600 and f"{len(moved):,} cells moved" in done.stdout
    for row in moved:
        assert after[row["New sheet"]][row["New cell"]].value == before[row["Old sheet"]][row["Old cell"]].value
    rest = [row for row in rows if row["Old cell"] and not row["New cell"]]
    assert all(row["Note"].startswith("made by the template") for row in rest)


def test_the_old_register_is_never_touched(sample, ncr, tmp_path):
    old = tmp_path / "old.xlsx"
    old.write_bytes(sample.read_bytes())
    (tmp_path / "there.xlsx").write_text("somebody's")
    for words, said in ((["-o", old], "is the register itself"), (["-o", "there.xlsx"], "--force"),
                        (["-o", "new.csv"], ".xlsx"), (["-o", "new.xlsx", "--report", old], "is the register itself"),
                        (["-o", "new.xlsx", "--report", "new.xlsx"], "same file"), ([], "--output")):
        done = ncr("upgrade", old, *words)
        assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr, words
    assert old.read_bytes() == sample.read_bytes() and not (tmp_path / "new.xlsx").exists()
    assert (tmp_path / "there.xlsx").read_text() == "somebody's"
    assert ncr("upgrade", old, "-o", "there.xlsx", "--force").returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.xlsx", "there.xlsx"], "nothing half-written"


def spoil(sheet: str, ref: str, value):
    def make(book):
        book[sheet][ref] = value
    return make


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """A move that is right, also as openpyxl saves it: the move and the new workbook's file."""
    def put(book):
        book["Findings"]["A4"].comment = Comment("a note", "Bo")
        book.create_sheet("Mine")["A1"] = 1

    folder = tmp_path_factory.mktemp("moved")
    move = upgraded(saved_by_openpyxl(save(parse(PLAIN), folder / "old.xlsx"), put), "old.xlsx", TODAY)
    verify(move)
    (folder / "new.xlsx").write_bytes(move.content)
    saved = saved_by_openpyxl(folder / "new.xlsx")
    verify(replace(move, content=saved.read_bytes()))
    return move, saved


@pytest.mark.parametrize(("make", "cell"), [
    (spoil("Findings", place("owner", 4), "Bo Li"), f"Findings!{place('owner', 4)}"),
    (spoil("Findings", "A5", None), "Findings!A5"),
    (spoil("Actions", "A4", 5), "Actions!A4"),
    (spoil("Register", at("register.organisation"), "ACMF"), f"Register!{at('register.organisation')}"),
    (spoil("Findings", "A9", "NC-9"), "the sheet Findings"),
    (spoil("Findings", place("owner", 5), "=1+2"), f"Findings!{place('owner', 5)}"),
    (lambda book: setattr(book["Evidence"][at("evidence.file", 4)], "hyperlink", None),
     f"Evidence!{at('evidence.file', 4)}"),
    (lambda book: setattr(book["Findings"]["A4"], "comment", None), "the note"),
    (spoil("Mine", "A1", 2), "Mine!A1"),
])
def test_a_new_workbook_that_says_anything_else_is_refused(moved, tmp_path, make, cell):
    move, saved = moved
    spoilt = saved_by_openpyxl(saved, make, tmp_path / "spoilt.xlsx")
    with pytest.raises(CannotRun, match=re.escape(cell)):
        verify(replace(move, content=spoilt.read_bytes()))


def test_a_number_out_of_its_mind_is_refused_with_its_cell(tmp_path):
    row = '<c r="A1" t="inlineStr"><is><t>Finding ID</t></is></c><c r="B1" t="inlineStr"><is><t>Title</t></is></c>'
    path = tmp_path / "far.xlsx"
    path.write_bytes(raw_workbook(sheet_xml(f'<row r="1">{row}</row><row r="2"><c r="A2"><v>1</v></c>'
                                            '<c r="XFC2"><v>1</v></c></row>')))
    with pytest.raises(CannotRun, match="XFC2"):
        upgraded(path, "far.xlsx", TODAY)


def test_an_unread_formula_stays_one(workbook):
    new, _ = up(workbook(PLAIN))
    assert read_register(new).findings[1].unread["owner"].why is Why.NOT_CALCULATED
