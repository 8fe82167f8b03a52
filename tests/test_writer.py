"""The workbook that a register is: what openpyxl, calamine and LibreOffice find in it."""

from __future__ import annotations

import html
import io
import re
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.figures import FIGURES, figures
from ncr_toolkit.core.model import (
    RECORDS,
    SHEETS,
    Action,
    Audit,
    Cause,
    Evidence,
    Finding,
    Lesson,
    Person,
    Probe,
    Reply,
    Settings,
)
from ncr_toolkit.core.packs import known, load, names
from ncr_toolkit.core.schema import Kind, Step
from ncr_toolkit.excel.write import cached_values
from ncr_toolkit.excel.write.content import SPARE
from ncr_toolkit.excel.write.dependent_lists import narrowed
from ncr_toolkit.excel.write.derived_columns import DERIVED
from ncr_toolkit.excel.write.lists_sheet import list_name
from ncr_toolkit.excel.write.validation import shortened
from ncr_toolkit.excel.write.writer import register_bytes, register_id
from ncr_toolkit.excel.write.written_values import ErrorCell, FormulaCell, Hyper
from tests.conftest import all_rows
from tests.tables import at

pytestmark = pytest.mark.filterwarnings("ignore:Print area cannot be set")  # openpyxl knows fixed ones only

DAY = date(2026, 6, 30)
COMPUTED = {kind.SHEET.name for kind in RECORDS if len(kind.SHEET.typed_columns) < len(kind.SHEET.columns)}
"""The sheets with computed columns."""
PACK = load("iso42001")


def blank(**more) -> bytes:
    return register_bytes(PACK, today=DAY, settings={"organisation": "Lumen & Sons"}, **more)


def opened(content: bytes, **more):
    return openpyxl.load_workbook(io.BytesIO(content), **more)


def member(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def sheet_xml(content: bytes, name: str) -> str:
    return member(content, f"xl/worksheets/sheet{opened(content).sheetnames.index(name) + 1}.xml")


@pytest.fixture(scope="module")
def book():
    with all_rows():
        return opened(blank())


# ---------------------------------------------------------------- sheets, keys, tables


def test_the_sheets_come_in_the_order_of_the_work(book):
    assert book.sheetnames == ["Start here", "Dashboard", "Finding card", *(kind.SHEET.name for kind in RECORDS),
                               "Register", "Check results", "Lists"]
    assert book["Lists"].sheet_state == "hidden"


@pytest.mark.parametrize("kind", [kind for kind in SHEETS if kind is not Settings], ids=lambda kind: kind.SHEET.name)
def test_a_data_sheet_has_keys_title_and_table(book, kind):
    sheet, columns = book[kind.SHEET.name], kind.SHEET.columns
    assert [cell.value for cell in sheet[1][:len(columns)]] == [column.key for column in columns]
    assert sheet.row_dimensions[1].hidden
    assert sheet["A2"].value == kind.SHEET.name
    assert kind.SHEET.about in [cell.value for cell in sheet[2]]
    assert not sheet.merged_cells.ranges, "merged cells keep people from moving columns"
    assert [cell.value for cell in sheet[3][:len(columns)]] == [column.header for column in columns]
    table = sheet.tables[kind.SHEET.table]
    assert table.ref == f"A3:{sheet.cell(3, len(columns)).column_letter}{3 + kind.SHEET.rows}"
    assert [column.name for column in table.tableColumns] == [column.header for column in columns]
    assert sheet.freeze_panes.endswith("4")
    assert not sheet.protection.sheet, "a protected sheet keeps tables from growing"


def test_the_ids_stay_in_view(book):
    assert book["Findings"].freeze_panes == "B4"
    assert book["Containment"].freeze_panes == "C4"


def test_a_sheet_with_computed_columns_has_free_rows_however_many_are_filled(book):
    """Only Excel makes a table longer by itself; and LibreOffice prints every row in which a formula stands."""
    assert all(SPARE <= kind.SHEET.rows <= 100 for kind in RECORDS if kind.SHEET.name in COMPUTED)
    with all_rows():
        full = opened(blank(rows={Finding: [{"id": f"NC-{number}"} for number in range(500)]}))
    for made, last in ((book, 3 + Finding.SHEET.rows), (full, 533)):
        formulas = [made["Findings"][at("finding.state", row)].value for row in (4, last, last + 1)]
        assert [str(formula).startswith("=IF(") for formula in formulas] == [True, True, False]
        assert made["Findings"].tables["tblFindings"].ref.endswith(str(last))


def test_more_rows_than_prepared_make_the_table_longer():
    people = [{"name": f"Person {number}"} for number in range(250)]
    assert opened(blank(rows={Person: people}))["People"].tables["tblPeople"].ref.endswith("253")


def test_the_settings_stand_one_a_row(book):
    sheet = book["Register"]
    rows = {sheet.cell(row, 1).value: sheet.cell(row, 3).value for row in range(4, sheet.max_row + 1)}
    assert list(rows) == [column.key for column in Settings.SHEET.columns]
    assert sheet.column_dimensions["A"].hidden
    assert rows["register.organisation"] == "Lumen & Sons"
    assert rows["register.pack"] == "iso42001"
    assert (rows["register.due_soon_days"], rows["register.evidence_folder"]) == (14, "evidence")
    assert re.fullmatch(r"[0-9a-f-]{36}", rows["register.id"])


def test_what_is_given_wins_over_the_defaults():
    sheet = opened(register_bytes(PACK, today=DAY, settings={"id": "R-1", "due_soon_days": 7}))["Register"]
    assert (sheet[at("register.id")].value, sheet[at("register.due_soon_days")].value) == ("R-1", 7)


def test_sheets_of_one_step_share_a_colour(book):
    colours = {step: {book[kind.SHEET.name].sheet_properties.tabColor.rgb for kind in SHEETS if kind.SHEET.step is step}
               for step in Step}
    assert all(len(found) == 1 for found in colours.values())
    assert len(set.union(*colours.values())) == len(Step)


@pytest.mark.parametrize("name", known())
def test_every_pack_makes_a_workbook(name):
    content = register_bytes(load(name), today=DAY, settings={})
    book = opened(content)
    assert book["Register"][at("register.pack")].value == name
    headers = {f"{table.name}[{column.name}]" for sheet in book for table in sheet.tables.values()
               for column in table.tableColumns}
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = html.unescape("".join(package.read(part).decode() for part in package.namelist() if ".xml" in part))
    named = set(re.findall(r"tbl\w+\[[^\[\]#@]+\]", text))
    assert named and {each for each in named if each not in headers} == set(), "every formula names a column there is"


def test_links_of_start_here_lead_to_sheets_that_exist(book):
    links = [cell.hyperlink.location for row in book["Start here"].iter_rows() for cell in row if cell.hyperlink]
    reached = {link.partition("!")[0].strip("'") for link in links}
    assert reached == set(book.sheetnames) - {"Start here", "Lists"}


# ---------------------------------------------------------------- drop-downs, prompts, names


def validations(sheet) -> dict[str, list]:
    found: dict[str, list] = {}
    for each in sheet.data_validations.dataValidation:
        for area in each.sqref.ranges:
            found.setdefault(area.coord.partition(":")[0].rstrip("0123456789"), []).append(each)
    return found


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.SHEET.name)
def test_every_column_has_one_validation_with_its_help_as_prompt(book, kind):
    sheet = book[kind.SHEET.name]
    found = validations(sheet)
    for number, column in enumerate(kind.SHEET.columns, start=1):
        (rule,) = found[sheet.cell(1, number).column_letter]
        assert rule.prompt == shortened(PACK.help(column), 255)
        assert rule.promptTitle == shortened(column.header, 32)
        assert rule.showInputMessage
        assert all(len(text or "") <= most for text, most in
                   ((rule.prompt, 255), (rule.error, 255), (rule.promptTitle, 32), (rule.errorTitle, 32)))
        assert (rule.type == "list") == bool(list_name(column))
        if rule.type == "list":
            part = narrowed(kind, column)
            assert part or rule.formula1 == list_name(column), "a long list in the rule is silently lost"
            assert len(rule.formula1) <= 255
            assert (rule.errorStyle or "stop") == (
                "warning" if rule.showErrorMessage and not column.choices else "stop")
            assert rule.showErrorMessage or column.numbered or len(column.to) > 1, \
                "only where more may stand than the list offers"


def listed(book, name: str) -> list[str]:
    sheet, _, area = book.defined_names[name].attr_text.partition("!")
    return [row[0].value for row in book[sheet][area.replace("$", "")]]


def test_the_lists_hold_the_choices_and_the_lists_of_the_pack(book):
    for kind in RECORDS:
        for column in kind.SHEET.columns:
            if column.choices:
                assert listed(book, list_name(column)) == list(PACK.choices(column))
                assert set(PACK.choices(column)) <= set(column.choices)
            if column.source:
                assert listed(book, list_name(column)) == list(names(PACK, column.source))


def test_no_defined_name_is_broken(book):
    assert {f"ncr_{figure.name}" for figure in FIGURES} | {"ncr_as_of", "ncr_due_soon_days"} <= set(book.defined_names)
    for name, defined in book.defined_names.items():
        text = defined.attr_text
        assert "#REF" not in text
        sheets = re.findall(r"(?:'([^']+)'|\b([A-Z]\w*))!", text)
        tables = re.findall(r"\b(tbl\w+)\[", text)
        assert (sheets or tables) and all((quoted or plain) in book.sheetnames for quoted, plain in sheets), name
        assert set(tables) <= {kind.SHEET.table for kind in RECORDS}, name


def test_no_formula_needs_an_excel_newer_than_2016():
    content = blank()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))
    assert not re.search(r"\b(FILTER|XLOOKUP|XMATCH|LET|LAMBDA|UNIQUE|SORT|SEQUENCE|TEXTSPLIT|VSTACK)\(", text)
    assert "[@" not in text
    cells = [formula for name in (*COMPUTED, "Dashboard")
             for formula in re.findall("<f>([^<]*)</f>", sheet_xml(content, name))]
    assert cells and not any("#This Row" in formula for formula in cells), "Err:507 in LibreOffice"


def test_every_computed_column_has_a_formula():
    assert set(DERIVED) == {column.key for kind in RECORDS for column in kind.SHEET.columns if not column.typed}


def test_a_blank_register_shows_no_stray_noughts(book):
    values = opened(blank(), data_only=True)
    for name, columns in (("Findings", (43, 44)), ("Actions", (13,)), ("AI questions", (3,))):
        assert {values[name].cell(row, column).value for row in (4, 5, 100) for column in columns} == {None}
    assert values["Dashboard"]["D4"].value.date() == DAY


# ---------------------------------------------------------------- print


def test_pages_are_a4_landscape_with_repeated_header(book):
    for kind in RECORDS:
        sheet = book[kind.SHEET.name]
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.print_title_rows == "$2:$3"
        assert "Lumen && Sons" in (sheet.oddFooter.right.text or "")
    assert book["Findings"].page_setup.fitToWidth > 1, "a thousand characters on one page cannot be read"
    assert book["Findings"].print_title_cols == "$A:$A"


def print_areas(content: bytes) -> list[str]:
    names = re.findall(r'"_xlnm.Print_Area" localSheetId="\d+">([^<]*:INDEX[^<]*)<', member(content, "xl/workbook.xml"))
    return [html.unescape(name) for name in names]


def test_the_print_area_is_a_formula_that_follows_what_is_typed():
    found = {area.partition("!")[0].strip("'") for area in print_areas(blank())}
    assert found == COMPUTED


def test_rows_of_records_fit_their_text_and_may_still_grow():
    xml = sheet_xml(blank(rows={Finding: [{"id": "NC-1", "statement": "word " * 60}]}), "Findings")
    row = re.search(r'<row r="4"[^>]*>', xml)[0]
    assert float(re.search(r' ht="([\d.]+)"', row)[1]) > 60
    assert "customHeight" not in row
    assert "customHeight" in re.search(r'<row r="3"[^>]*>', xml)[0]


# ---------------------------------------------------------------- what is typed arrives


TEXTS = ["=1+1", "+49 30", "-5 days", "@home", "00012", "5.10", "1-2", "a\nb", "a\r\nb\ttab", "_x000D_ typed",
         "  kept  ", "<b>&amp;</b> \"quotes\" 'single'", "{{ name }}", "http://example.org not a link", "\x0bvertical",
         "日本語", "שלום", "😀", "x" * 32_767]


def statements(content: bytes) -> list[str]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Findings")
    return [row[6] for row in sheet.to_python(skip_empty_area=False)[3:] if row[0]]


def findings_of(texts: list[str]) -> bytes:
    return blank(rows={Finding: [{"id": f"NC-{number}", "statement": text} for number, text in enumerate(texts)]})


def test_texts_arrive_through_calamine():
    assert statements(findings_of(TEXTS)) == TEXTS


def test_texts_arrive_through_openpyxl():
    sheet = opened(findings_of(TEXTS))["Findings"]
    escaped = {"a\r\nb\ttab": "a_x000D_\nb\ttab", "\x0bvertical": "_x000B_vertical"}  # openpyxl leaves these to us
    assert [sheet.cell(row, 7).value for row in range(4, 4 + len(TEXTS))] == [escaped.get(text, text) for text in TEXTS]
    assert {sheet.cell(row, 7).data_type for row in range(4, 4 + len(TEXTS))} == {"s"}


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=20))
def test_any_text_arrives(texts):
    assert statements(findings_of(texts)) == texts


def test_a_text_that_excel_cannot_hold_is_refused_and_never_cut():
    with pytest.raises(CannotRun, match=r"Findings, row 4 \(NC-1\), column Statement of nonconformity"):
        blank(rows={Finding: [{"id": "NC-1", "statement": "😀" * 16_384}]})


def test_dates_are_dates_and_ids_are_text_cells(book):
    sheet = opened(blank(rows={Finding: [{"id": "5.10", "reference": "5.10", "raised_on": DAY}]}))["Findings"]
    id, reference, raised = (sheet[at(f"finding.{name}", 4)] for name in ("id", "reference", "raised_on"))
    assert (id.value, id.number_format, reference.value) == ("5.10", "@", "5.10")
    assert (raised.value.date(), raised.number_format) == (DAY, "yyyy-mm-dd")
    for kind in RECORDS:
        for number, column in enumerate(kind.SHEET.columns, start=1):
            derived = "yyyy-mm-dd" if column.shows_day else "0"
            wanted = {Kind.DATE: "yyyy-mm-dd", Kind.NUMBER: "0", Kind.DERIVED: derived}.get(column.kind, "@")
            (found,) = (each.number_format for each in book[kind.SHEET.name].column_dimensions.values()
                        if each.min <= number <= each.max)
            assert found == wanted, column.key


def test_mistakes_are_written_as_they_are():
    row = {"id": "NC-1", "reference": 5.1, "raised_on": "03/05/2026", "status": "Opne", "grade": ErrorCell("#REF!"),
           "title": date(2026, 2, 1), "site": FormulaCell("=A4", "NC-1"), "process": FormulaCell("=A4")}
    content = blank(rows={Finding: [row]})
    typed, shown = ({name: book["Findings"][at(f"finding.{name}", 4)] for name in row}
                    for book in (opened(content), opened(content, data_only=True)))
    assert (typed["reference"].value, typed["reference"].data_type) == (5.1, "n")
    assert (typed["raised_on"].value, typed["raised_on"].data_type) == ("03/05/2026", "s")
    assert typed["status"].value == "Opne"
    assert (shown["grade"].value, shown["grade"].data_type) == ("#REF!", "e")
    assert shown["title"].value.date() == date(2026, 2, 1)
    assert (typed["site"].value, shown["site"].value) == ("=A4", "NC-1")
    assert (typed["process"].value, shown["process"].value) == ("=A4", None)


def test_a_link_keeps_its_text_and_its_target():
    rows = [{"id": "E-1", "file": Hyper("gate log", "https://example.org/log#p4")},
            {"id": "E-2", "file": Hyper("NC-1/log.txt", "NC-1/other.txt")}]
    sheet = opened(blank(rows={Evidence: rows}))["Evidence"]
    page, file = (sheet[at("evidence.file", row)] for row in (4, 5))
    assert (page.value, page.hyperlink.target) == ("gate log", "https://example.org/log")
    assert (file.value, file.hyperlink.target.replace("\\", "/")) == ("NC-1/log.txt", "NC-1/other.txt")


def test_the_same_input_gives_the_same_bytes():
    rows = lively(DAY)
    assert blank(rows=rows) == blank(rows=rows)
    assert register_id("iso42001", "Lumen", DAY, "a.xlsx") == register_id("iso42001", "Lumen", DAY, "a.xlsx")
    assert register_id("iso42001", "Lumen", DAY, "a.xlsx") != register_id("iso42001", "Lumen", DAY, "b.xlsx")


# ---------------------------------------------------------------- check results


def test_without_a_check_the_sheet_says_so(book):
    assert book["Check results"]["A4"].value == "No check has been written here yet."


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.SHEET.name)
def test_cells_named_in_check_results_are_coloured(book, kind):
    formulas = [rule.formula[0] for area in book[kind.SHEET.name].conditional_formatting for rule in area.rules]
    assert sum("ncr_result_" in formula for formula in formulas) == 1


# ---------------------------------------------------------------- LibreOffice calculates the same


def lively(today: date) -> dict:
    """Findings and actions on both sides of every border, and cells that break careless formulas."""

    def day(days: int) -> date:
        return today + timedelta(days=days)

    back = {"grade": "Minor", "status": "In progress", "response_due": day(-40), "response_sent_on": day(-41),
            "body_decision": "Returned"}
    returned = [{"id": f"R-{number}", **back, **more} for number, more in enumerate(
        ({}, {"close_due": day(-1)}, {"close_due": day(5)}, {"close_due": day(90)}, {"body_decision": "Sent"},
         {"body_decision": ErrorCell()}, {"response_sent_on": None}, {"status": "Closed"}, {}, {}, {}))]
    replies = [{"finding": f"r-{number}", "replied_on": day(-20), "decision": "Returned", "revised_by": by}
               for number, by in enumerate((*[day(-3)] * 3, day(0), *[day(-3)] * 2, day(14), day(-3), "soon", day(-3)))]
    replies += [{"finding": "R-10", "replied_on": day(-2), "decision": "Returned", "revised_by": day(8)},
                {"finding": "R-10", "replied_on": day(-20), "decision": "Returned", "revised_by": day(-9)},
                {"finding": "R-9", "replied_on": day(-20), "decision": "Plan accepted"}, {"finding": "NC-2"},
                {"finding": "R-0", "replied_on": day(-20), "decision": "Returned", "revised_by": day(9)}]
    findings = [
        {"id": "NC-1", "grade": "Major", "status": "Open", "close_due": day(-5), "response_due": day(-30)},
        {"id": "NC-2", "grade": "Minor", "status": "In progress", "close_due": day(14)},
        {"id": "NC-3", "grade": "Observation", "status": "Submitted", "response_due": day(0), "close_due": day(90)},
        {"id": "NC-4", "grade": "Opportunity", "status": "Verifying", "response_due": day(-1),
         "response_sent_on": day(-3), "close_due": day(15)},
        {"id": "NC-5", "grade": "Area of concern", "status": "Reopened", "close_due": day(-1)},
        {"id": "NC-6", "grade": "Minor", "status": "Open", "reopened_on": day(-4), "close_due": day(3),
         "response_due": day(2)},
        {"id": "NC-7", "grade": "Minor", "status": "Closed", "close_due": day(-40)},
        {"id": "NC-8", "grade": "Major", "status": "Withdrawn", "close_due": day(-40)},
        {"id": "NC-9", "grade": "Minor", "close_due": day(-40)},
        {"id": "NC-10", "grade": "Minor", "status": "Opne", "close_due": "03/05/2026", "response_due": day(2),
         "response_sent_on": "sent"},
        {"id": "NC-11", "grade": "Major", "status": ErrorCell(), "close_due": ErrorCell("#N/A"),
         "response_due": day(10)},
        {"id": "NC-12", "grade": "Minor", "status": "Open", "close_due": day(5), "response_due": day(-2)},
        {"grade": "Minor", "status": "Open", "close_due": day(5), "response_due": day(6)},
        {"id": "NC-13", "grade": "Minor", "status": "Closed", "reopened_on": day(-2)},
        {"id": 15, "grade": "Minor", "status": "closed"},
        {"id": "NC-16", "grade": "Minor", "status": "Open", "close_due": day(-8), "response_due": day(4)},
        *returned,
    ]
    for number, finding in enumerate(findings):
        finding["raised_on"] = (day(1), day(0), day(-30), day(-31), day(-60), day(-61), None)[number % 7]
        finding["reference"] = ("8.4", "A.6.2.4", "8.4", "7.2", "", ErrorCell(), "a.6.2.4", "9.1")[number % 8]
        finding["owner"] = ("Bo Li", "Ana Ruiz", "", "ana ruiz", "Bo Li", ErrorCell())[number % 6]
        finding["ai_system"] = ("Triage", "Planner", "triage", "", "Sepsis")[number % 5]
        finding["title"] = f"Finding {number}, told in one line that is too long for its place on the page"
    actions = [
        {"id": "CA-1", "finding": "NC-1", "due": day(-1)}, {"id": "CA-2", "finding": "NC-1", "due": day(0)},
        {"id": "CA-3", "finding": "NC-2", "due": day(-9), "done_on": day(-8)},
        {"id": "CA-4", "finding": "NC-7", "due": day(-9)}, {"id": "CA-5", "finding": "nc-5", "due": day(-2)},
        {"id": "CA-6", "due": day(-9)}, {"id": "CA-7", "finding": "NC-99", "due": day(-9)},
        {"id": "CA-8", "finding": "NC-3", "due": "soon"}, {"id": "CA-9", "finding": "NC-3", "due": ErrorCell()},
        {"id": "CA-10", "finding": "NC-3", "due": day(-3), "done_on": ErrorCell()},
        {"id": "CA-11", "finding": "NC-9", "due": day(-3)}, {"id": "CA-12", "finding": "NC-11", "due": day(-3)},
        {"id": "CA-13", "finding": "NC-1", "due": day(-1), "owner": "Bo Li"},
        {"id": "CA-14", "finding": "NC-2", "due": day(-9), "owner": "bo li"},
        {"id": "CA-15", "finding": "NC-2", "due": day(12), "owner": ErrorCell()},
    ]
    probes = [{"finding": "NC-1", "question": "Q01"}, {"finding": "NC-1", "question": "Q999"}, {"finding": "NC-1"}]
    return {Finding: findings, Action: actions, Probe: probes, Person: [{"name": "Ana Ruiz"}, {"name": "Bo Li"}],
            Audit: [{"id": "SA-1"}, {}, {"id": "SA-3"}], Cause: [], Lesson: [], Reply: replies}


VALUE = re.compile(rb'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="\w+")?>(<f[^>]*>[^<]*</f>)<v>[^<]*</v>')


def without_values(content: bytes) -> bytes:
    """The workbook without the values its formulas were written with: whoever opens it must calculate."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name.startswith("xl/worksheets/sheet"):
                data = VALUE.sub(rb"\1>\2", data)
            new.writestr(name, data)
    return result.getvalue()


def named(book, name: str):
    sheet, _, cell = book.defined_names[name].attr_text.partition("!")
    return book[sheet.strip("'")][cell.replace("$", "")].value


@pytest.mark.office
def test_libreoffice_calculates_the_same_figures_and_columns(office, tmp_path):
    today = date(2026, 2, 28)
    rows = lively(today)
    content = register_bytes(PACK, today=today, settings={"due_soon_days": 14}, rows=rows, fixed_day=True)
    bare = without_values(content)
    assert named(opened(bare, data_only=True), "ncr_total") is None
    (tmp_path / "register.xlsx").write_bytes(bare)
    calculated = openpyxl.load_workbook(office(tmp_path / "register.xlsx", "xlsx", tmp_path / "out"), data_only=True)
    ours = opened(content, data_only=True)
    wanted = figures(cached_values.register({"due_soon_days": 14}, rows), today)
    assert {name: named(calculated, f"ncr_{name}") for name in wanted} == wanted
    assert {name: named(ours, f"ncr_{name}") for name in wanted} == wanted
    assert wanted["overdue"] == 8 and wanted["due_soon"] == 8 and wanted["actions_overdue"] == 5
    for name, last in (("Findings", 35), ("Actions", 24), ("AI questions", 24), ("Dashboard", 70)):
        for row in range(4, last):
            here = [cell.value or None for cell in ours[name][row]]
            there = [cell.value or None for cell in calculated[name][row]]
            assert here == there, f"{name} row {row}"


@pytest.mark.office
def test_live_lists_and_print_areas_follow_what_is_typed(office, tmp_path):
    content = blank(rows=lively(DAY))
    names = {name: html.unescape(text) for name, text in
             re.findall(r'<definedName name="(lst_\w+)">([^<]*)<', member(content, "xl/workbook.xml"))}
    areas = print_areas(content)
    areas += [area.replace("Findings!", "Empty!") for area in areas if area.startswith("Findings!")]
    book = opened(content)
    book.create_sheet("Empty")
    probe = book.create_sheet("Probe")
    for name in names:
        probe.append([name, f"=ROWS({name})", f"=INDEX({name},ROWS({name}))"])
    for area in areas:
        probe.append([area.partition("!")[0], f"=ROWS({area})", f"=COLUMNS({area})"])
    book.save(tmp_path / "probe.xlsx")
    sheet = openpyxl.load_workbook(office(tmp_path / "probe.xlsx", "xlsx", tmp_path / "out"), data_only=True)["Probe"]
    found = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    assert found["lst_people"] == (2, "Bo Li")
    assert found["lst_audit_ids"] == (3, "SA-3"), "an empty row between hides nobody"
    assert found["lst_cause_ids"][0] == 1, "an empty sheet gives an empty list, not an error"
    assert found["lst_references"] == (len(PACK.references), list(PACK.references)[-1])
    assert found["Findings"] == (27 + 2, len(Finding.SHEET.columns))
    assert found["Actions"] == (15 + 2, len(Action.SHEET.columns))
    assert found["'AI questions'"] == (3 + 2, len(Probe.SHEET.columns))
    assert found["Empty"] == (1 + 2, 6), "the headings that one page holds"


def test_each_part_of_a_bar_says_its_number():
    with zipfile.ZipFile(io.BytesIO(register_bytes(load("iso42001"), today=DAY, settings={}))) as book:
        charts = {name: book.read(name).decode() for name in book.namelist() if name.startswith("xl/charts/chart")}
    assert charts, "the Dashboard has some"
    for name, chart in charts.items():
        assert chart.count("<c:showVal val=\"1\"/>") == chart.count("<c:ser>") > 1, name
