"""What people typed, read back: every kind of cell, from every place they may have moved it to."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils import column_index_from_string

from ncr_toolkit.core.model import SHEETS, Action, Audit, Evidence, Finding, Person, Settings
from ncr_toolkit.core.register import Odd
from ncr_toolkit.core.schema import Why
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.read import layout
from ncr_toolkit.excel.read.reader import read_register
from tests.tables import Tables, save

PLAIN = """
Findings
| Finding ID | Audit   | Grade | Reference | Raised on  | Owner    | Similar cases found | Extent          |
|---|---|---|---|---|---|---|---|
| NC-1       | SA-2026 | Major | 5.10      | 2026-03-20 | Ana Lima | 3                   | All<br>6 models |
| NC-2       | SA-2026 | Minor | A.6.2.4   |            |          |                     |                 |

Actions
| Action ID | Finding ID | Action | Due        |
|---|---|---|---|
| CA-1      | NC-1       | A gate | 2026-09-30 |

Register
| Organisation | Due soon means within (days) | Certificate expires on |
|---|---|---|
| ACME         | 21                           | 2027-01-31             |
"""


def at(name: str, row: int, kind=Finding, moved: int = 0) -> str:
    """The cell of a field in a workbook that stands as the tests write it."""
    return f"{letters([column.name for column in kind.SHEET.columns].index(name) + moved)}{row}"


def setting(name: str, column: str = "C", moved: int = 0) -> str:
    """The cell of a setting's value there."""
    return f"{column}{[each.name for each in Settings.SHEET.columns].index(name) + 4 + moved}"


def unread(register) -> dict[str, tuple]:
    """The cells that could not be read: why, the text, the readings."""
    return {str(each.cell): (each.why, each.text, each.readings) for _, each in register.unread()}


def odd(register, *kinds: Odd) -> list[tuple[str, str, str]]:
    return [(str(each.cell), each.name, each.key) for each in register.oddities if each.odd in kinds]


def change(path, make) -> None:
    """Open a workbook in openpyxl, change it, save it."""
    book = load_workbook(path)
    make(book)
    book.save(path)


def test_records_in_the_order_of_their_rows(workbook):
    register = read_register(workbook(PLAIN))
    first, second = register.findings
    assert (first.id, first.audit, first.grade, first.reference) == ("NC-1", "SA-2026", "Major", "5.10")
    assert (first.raised_on, first.owner, first.extent_count) == (date(2026, 3, 20), "Ana Lima", 3)
    assert first.extent == "All\n6 models"
    assert (second.id, second.raised_on, second.owner, second.extent_count) == ("NC-2", None, "", None)
    assert [(action.id, action.due) for action in register.all(Action)] == [("CA-1", date(2026, 9, 30))]
    assert register.counts()["Findings"] == 2 and register.all(Audit) == []
    assert unread(register) == {} and register.oddities == []


def test_every_record_knows_its_cells(workbook):
    register = read_register(workbook(PLAIN))
    assert str(register.findings[1].cell("owner")) == f"Findings!{at('owner', 5)}"
    assert str(register.all(Action)[0].cell("due")) == f"Actions!{at('due', 4, Action)}"
    assert str(register.settings.cell("organisation")) == f"Register!{setting('organisation')}"


def test_settings(workbook):
    settings_read = read_register(workbook(PLAIN)).settings
    assert (settings_read.organisation, settings_read.pack, settings_read.due_soon_days) == ("ACME", "iso42001", 21)
    assert settings_read.certificate_expiry == date(2027, 1, 31) and settings_read.effect_min_days is None


def test_where_it_came_from(workbook, monkeypatch):
    path = workbook(PLAIN)
    monkeypatch.chdir(path.parent)
    register = read_register("register.xlsx")
    assert register.path == "register.xlsx" and len(register.sha256) == 64
    assert register.sha256 == read_register(path).sha256


# What cannot be taken for certain


def test_cells_that_cannot_be_read_are_kept_as_typed(workbook):
    register = read_register(workbook("""
        Findings
        | Finding ID | Grade | Reference | Raised on    | Close due | Similar cases found | Owner | Title | Repeat of |
        |---|---|---|---|---|---|---|---|---|
        | NC-1       | Magor | `5.1`     | "03/05/2026" | soon      | "1,000"             | #REF! | =1+1  | `1.5`     |
    """))
    expected = {
        "grade": (Why.NOT_A_CHOICE, "Magor", ("Major",)),
        "reference": (Why.CHANGED_BY_EXCEL, "5.1", ("5.1", "5.10")),
        "raised_on": (Why.AMBIGUOUS_DATE, "03/05/2026", ("2026-05-03", "2026-03-05")),
        "close_due": (Why.NOT_A_DATE, "soon", ()),
        "extent_count": (Why.NOT_A_NUMBER, "1,000", ("1000", "1")),
        "owner": (Why.ERROR_CELL, "#REF!", ()),
        "title": (Why.NOT_CALCULATED, "=1+1", ()),
        "repeat_of": (Why.CHANGED_BY_EXCEL, "1.5", ("1.5", "1.50")),
    }
    assert unread(register) == {f"Findings!{at(name, 4)}": what for name, what in expected.items()}
    finding = register.findings[0]
    assert (finding.grade, finding.raised_on, finding.extent_count, finding.title) == ("", None, None, "")
    assert {each.record for each in finding.unread.values()} == {"NC-1"}


def test_an_unread_id_still_names_its_record(workbook):
    finding = read_register(workbook("""
        Findings
        | Finding ID | Grade |
        |---|---|
        | `1.5`      | Magor |
    """)).findings[0]
    assert finding.label == "1.5" and finding.unread["grade"].record == "1.5" == finding.unread["id"].record


def test_a_row_with_nothing_but_an_error_is_a_record(workbook):
    register = read_register(workbook("Findings\n| Finding ID | Owner |\n|---|---|\n| NC-1 | |\n| | #N/A |"))
    assert [finding.label for finding in register.findings] == ["NC-1", "row 5"]


def test_choices_are_known_whatever_their_case_and_spaces(workbook):
    finding = read_register(workbook("""
        Findings
        | Finding ID | Grade           | Status       | Corrective action needed |
        |---|---|---|---|
        | NC-1       | area  OF concern | in\u00a0progress | YES                  |
    """)).findings[0]
    assert (finding.grade, finding.status, finding.action_needed) == ("Area of concern", "In progress", "Yes")


def written(tmp_path, header: str, value, sheet: str = "Findings", number_format: str | None = None):
    """The one record of a workbook of openpyxl whose column `header` holds `value`."""
    book = Workbook()
    page = book.active
    page.title = sheet
    kind = next(each for each in SHEETS if each.SHEET.name == sheet)
    for place, column in enumerate(kind.SHEET.columns, 1):
        page.cell(1, place, column.key)
        page.cell(3, place, column.header)
        if column.header == header:
            cell = page.cell(4, place, value)
            cell.number_format = number_format or cell.number_format
    book.save(tmp_path / "one.xlsx")
    found = read_register(tmp_path / "one.xlsx").records[kind]
    return found[0] if found else None


@pytest.mark.parametrize("value, expected", [
    (12, "12"), (12.0, "12"), (0.1, "0.1"), (0.1 + 0.2, "0.3"), (-5, "-5"), (1e20, "1e+20"), (True, "TRUE"),
    (False, "FALSE"), (date(2026, 3, 20), "2026-03-20"), (datetime(2026, 3, 20, 14, 30), "2026-03-20 14:30"),
    ("\u00a0 both\u00a0sides \n", "both\u00a0sides"), ("'quoted", "'quoted"), ("@home", "@home"), ("-", "-"),
    ("N/A", "N/A")])
def test_texts_as_people_see_them(tmp_path, value, expected):
    assert written(tmp_path, "Title", value).title == expected


@pytest.mark.parametrize("value, expected", [("NC-1", "NC-1"), (12, "12"), (2026.0, "2026"), ("5.10", "5.10"),
                                             (True, "TRUE")])
def test_ids_that_are_still_what_was_typed(tmp_path, value, expected):
    assert written(tmp_path, "Finding ID", value).id == expected


@pytest.mark.parametrize("value, text, reading", [
    (5.1, "5.1", "5.10"), (date(2026, 2, 1), "2026-02-01", "1-2"), (date(2026, 3, 5), "2026-03-05", "5.3"),
    (1234567890123456789, "1.23456789012346e+18", None)])
def test_ids_that_excel_has_changed(tmp_path, value, text, reading):
    found = written(tmp_path, "Finding ID", value).unread["id"]
    assert (found.why, found.text) == (Why.CHANGED_BY_EXCEL, text)
    assert reading is None or reading in found.readings


def test_a_reference_is_never_a_number(tmp_path):
    found = written(tmp_path, "Reference", 10).unread["reference"]
    assert (found.why, found.text, found.readings) == (Why.CHANGED_BY_EXCEL, "10", ("10",))


@pytest.mark.parametrize("value, expected", [(3, 3), (3.0, 3), ("3", 3), (" 3 ", 3), ("3.0", 3), (0, 0), ("３", 3),
                                             ("+3", 3)])
def test_numbers(tmp_path, value, expected):
    assert written(tmp_path, "Similar cases found", value).extent_count == expected


@pytest.mark.parametrize("value, readings", [
    ("three", ()), (2.5, ()), (-1, ()), ("-1", ()), ("2,5", ()), (True, ()), (date(2026, 1, 1), ()), ("9" * 5000, ()),
    (1e300, ()), ("1.000", ("1000", "1")), ("1,234", ("1234",)), ("1 234 567", ("1234567",)), ("3 cases", ())])
def test_what_is_no_whole_number(tmp_path, value, readings):
    found = written(tmp_path, "Similar cases found", value).unread["extent_count"]
    assert (found.why, found.readings) == (Why.NOT_A_NUMBER, readings)


def test_a_tick_box_is_no_choice_but_its_meaning_is_told(tmp_path):
    assert written(tmp_path, "Corrective action needed", True).unread["action_needed"].readings == ("Yes",)


@pytest.mark.parametrize("value", ["", " ", "\u00a0", "\n\t", "\u200b", None])
def test_a_row_of_nothing_is_no_record(tmp_path, value):
    assert written(tmp_path, "Title", value) is None


# Moved, renamed, hidden


def test_columns_in_any_order_with_hidden_and_inserted_ones(workbook):
    path = workbook(PLAIN)

    def move(book):
        sheet = book["Findings"]
        sheet.insert_cols(1, 2)
        sheet["A3"], sheet["A4"] = "Our remark", "look at this"
        for row in sheet.iter_rows(min_row=1, max_row=5, min_col=3, max_col=4):
            row[0].value, row[1].value = row[1].value, row[0].value
        sheet.column_dimensions["E"].hidden = True

    change(path, move)
    register = read_register(path)
    finding = register.findings[0]
    assert (finding.id, finding.audit, finding.owner) == ("NC-1", "SA-2026", "Ana Lima")
    assert (str(finding.cell("id")), str(finding.cell("audit"))) == ("Findings!D4", "Findings!C4")
    assert odd(register, *Odd) == [("Findings!A3", "Our remark", "")]


def test_renamed_headers_are_read_by_key(workbook):
    path = workbook(PLAIN)
    change(path, lambda book: book["Findings"].__setitem__(at("owner", 3), "Verantwortlich"))
    register = read_register(path)
    assert register.findings[0].owner == "Ana Lima" and register.oddities == []


def test_all_headers_translated(workbook):
    path = workbook(PLAIN)

    def translate(book):
        for place, cell in enumerate(book["Findings"][3]):
            cell.value = f"Spalte {place}"

    change(path, translate)
    assert [finding.id for finding in read_register(path).findings] == ["NC-1", "NC-2"]


def test_headers_deleted_with_their_row(workbook):
    path = workbook(PLAIN)
    change(path, lambda book: book["Findings"].delete_rows(2, 2))
    register = read_register(path)
    assert [(finding.id, finding.at.row) for finding in register.findings] == [("NC-1", 2), ("NC-2", 3)]


def test_without_the_key_row_headers_are_enough(workbook):
    path = workbook(PLAIN)

    def lose(book):
        for sheet in book:
            sheet.delete_rows(1)
        book["Findings"]["A2"], book["Findings"][at("owner", 2)] = "  FINDING id", "Owner\n"

    change(path, lose)
    register = read_register(path)
    assert [(finding.id, finding.owner, finding.at.row) for finding in register.findings] == \
        [("NC-1", "Ana Lima", 3), ("NC-2", "", 4)]
    assert register.settings.organisation == "ACME" and register.oddities == []


def test_single_keys_lost_are_made_up_for_by_headers(workbook):
    path = workbook(PLAIN)
    change(path, lambda book: book["Findings"].__setitem__(at("owner", 1), None))
    assert read_register(path).findings[0].owner == "Ana Lima"


def test_former_headers(workbook, monkeypatch):
    owner = replace(Finding.SHEET.by_name["owner"], formerly=("Person in charge",))
    renamed = replace(Finding.SHEET, columns=tuple(owner if column.name == "owner" else column
                                                   for column in Finding.SHEET.columns))
    path = workbook(PLAIN)

    def age(book):
        book["Findings"].delete_rows(1)
        book["Findings"][at("owner", 2)] = "Person in charge"

    change(path, age)
    for name in ("_headers", "_headers_of_all"):
        now = getattr(layout, name)
        monkeypatch.setattr(layout, name, lambda sheet, *more, now=now: now(
            renamed if sheet is Finding.SHEET else sheet, *more))
    assert read_register(path).findings[0].owner == "Ana Lima"


def test_a_title_above_and_rows_between(workbook):
    path = workbook(PLAIN)

    def loosen(book):
        book["Findings"].insert_rows(5, 3)
        book["Findings"].insert_rows(1, 4)
        book["Findings"]["A1"] = "Our register 2026"

    change(path, loosen)
    assert [(finding.id, finding.at.row) for finding in read_register(path).findings] == [("NC-1", 8), ("NC-2", 12)]


def test_the_header_once_more_among_the_rows_is_no_finding(workbook):
    path = workbook(PLAIN)
    change(path, lambda book: [book["Findings"].cell(6, cell.column, cell.value) for cell in book["Findings"][3]])
    assert [finding.id for finding in read_register(path).findings] == ["NC-1", "NC-2"]


def test_columns_missing_extra_and_twice(workbook):
    path = workbook(PLAIN)
    free = len(Finding.SHEET.columns)
    columns = [letters(free + number) for number in range(5)]

    def disturb(book):
        sheet = book["Findings"]
        cost, empty, owner, grade, beside = columns
        sheet[f"{cost}3"], sheet[f"{cost}4"] = "Cost", 100
        sheet[f"{empty}3"] = "Empty, so nothing is said"
        sheet[f"{owner}1"], sheet[f"{owner}3"], sheet[f"{owner}5"] = "finding.owner", "Owner", "somebody else"
        sheet[f"{grade}3"], sheet[f"{grade}5"] = "Grade", "Minor"
        sheet[f"{beside}5"] = "a note beside the table"

    change(path, disturb)
    register = read_register(path)
    cost, _, owner, grade, beside = columns
    assert [finding.owner for finding in register.findings] == ["Ana Lima", ""]
    assert odd(register, Odd.EXTRA_COLUMN) == [(f"Findings!{cost}3", "Cost", ""),
                                               (f"Findings!{beside}3", f"column {beside}", "")]
    assert odd(register, Odd.SECOND_COLUMN) == [(f"Findings!{owner}3", "Owner", "finding.owner"),
                                                (f"Findings!{grade}3", "Grade", "finding.grade")]


def test_a_column_that_is_gone(workbook):
    path = workbook(PLAIN)
    change(path, lambda book: book["Findings"].delete_cols(column_index_from_string(at("owner", 1)[:-1])))
    register = read_register(path)
    assert odd(register, *Odd) == [("Findings", "Owner", "finding.owner")]
    assert register.findings[0].cell("owner").ref is None


def test_sheets_by_any_other_name(workbook):
    path = workbook(PLAIN)

    def rename(book):
        book["Findings"].title = "Feststellungen & <mehr>"
        book["Actions"].title = "ACTIONS "
        book["Register"].title = "Stammdaten"

    change(path, rename)
    register = read_register(path)
    assert str(register.findings[0].cell("id")) == "Feststellungen & <mehr>!A4"
    assert register.all(Action)[0].id == "CA-1" and register.settings.organisation == "ACME"
    assert register.oddities == []


def test_sheets_missing_extra_and_twice(workbook):
    path = workbook(PLAIN)

    def disturb(book):
        book.copy_worksheet(book["Findings"])
        del book["Lessons"]
        book.create_sheet("Empty")
        book.create_sheet("Notes")["B2"] = "mine"
        book.create_sheet("Lists")["A1"] = "ours"
        book.move_sheet("Findings Copy", -50)

    change(path, disturb)
    register = read_register(path)
    assert {finding.at.sheet for finding in register.findings} == {"Findings"}
    assert odd(register, Odd.MISSING_SHEET) == [("Lessons", "Lessons", "Lessons")]
    assert odd(register, Odd.EXTRA_SHEET) == [("Notes", "Notes", "")]
    assert odd(register, Odd.SECOND_SHEET) == [("Findings Copy", "Findings", "Findings")]


def test_typed_by_hand_with_headers_only(tmp_path):
    book = Workbook()
    book.active.title = "findings"
    for row in (["finding id", "GRADE", "Raised on"], ["NC-1", "minor", "20 Mar 2026"], [], ["NC-2", "Major", None]):
        book.active.append(row)
    book.save(tmp_path / "hand.xlsx")
    register = read_register(tmp_path / "hand.xlsx")
    assert [(finding.id, finding.grade, finding.at.row) for finding in register.findings] == \
        [("NC-1", "Minor", 2), ("NC-2", "Major", 4)]
    assert register.findings[0].raised_on == date(2026, 3, 20)
    assert ("findings", "Owner", "finding.owner") in odd(register, Odd.MISSING_COLUMN)
    assert len(odd(register, Odd.MISSING_SHEET)) == sum(not kind.SHEET.later for kind in SHEETS) - 2


def test_a_column_of_names_alone_is_a_list_of_people(tmp_path):
    """Whoever types a register by hand types one header on this sheet."""
    book = Workbook()
    for name, rows in {"People": [None, "Name", "Ana Lima", "Bo Chen"], "Findings": ["Finding ID", "NC-1"]}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([row])
    book.save(tmp_path / "hand.xlsx")
    register = read_register(tmp_path / "hand.xlsx")
    assert [person.name for person in register.all(Person)] == ["Ana Lima", "Bo Chen"]
    assert [finding.id for finding in register.findings] == ["NC-1"]
    assert {"People", "Findings"}.isdisjoint(each.name for each in register.oddities if each.odd is Odd.MISSING_SHEET)


def test_hidden_rows_are_read_and_told(workbook):
    path = workbook(PLAIN)

    def hide(book):
        book["Findings"].row_dimensions[1].hidden = True
        book["Findings"].row_dimensions[5].hidden = True

    change(path, hide)
    register = read_register(path)
    assert len(register.findings) == 2 and odd(register, *Odd) == [("Findings!A5", "1", "")]


def test_the_settings_sheet_by_key_and_by_label(workbook):
    path = workbook(PLAIN)

    def translate(book):
        book["Register"][setting("organisation", "B")] = "Firma"
        book["Register"].move_range(f"A4:C{book['Register'].max_row}", rows=3)

    change(path, translate)
    register = read_register(path)
    assert register.settings.organisation == "ACME" and str(register.settings.cell("organisation")) == \
        f"Register!{setting('organisation', moved=3)}"
    change(path, lambda book: book["Register"].delete_cols(1))
    register = read_register(path)
    assert register.settings.due_soon_days == 21 and str(register.settings.cell("due_soon_days")) == \
        f"Register!{setting('due_soon_days', 'B', 3)}"
    assert odd(register, *Odd) == [("Register", "Organisation", "register.organisation")]


def test_settings_that_cannot_be_read(workbook):
    register = read_register(workbook("""
        Register
        | Certificate expires on | Due soon means within (days) |
        |---|---|
        | "03/05/2026"           | #N/A                         |
    """))
    assert unread(register) == {
        f"Register!{setting('certificate_expiry')}": (Why.AMBIGUOUS_DATE, "03/05/2026", ("2026-05-03", "2026-03-05")),
        f"Register!{setting('due_soon_days')}": (Why.ERROR_CELL, "#N/A", ())}
    assert register.settings.days("due_soon_days") == 14


def test_links_and_formulas(workbook):
    path = workbook("""
        Evidence
        | Evidence ID | File or link | Title |
        |---|---|---|
        | E-1         | gate log     | x     |
        | E-2         |              |       |
    """)

    def link(book):
        sheet = book["Evidence"]
        sheet[at("file", 4, Evidence)].hyperlink = "NC-1/gate%20log.txt"
        for name, shown, target in (("file", "site", "https://example.org/a%20b?x=1&y=2"),
                                    ("title", "see", "#Findings!A4")):
            sheet[at(name, 5, Evidence)].value, sheet[at(name, 5, Evidence)].hyperlink = shown, target

    change(path, link)
    first, second = read_register(path).all(Evidence)
    assert first.links == {"file": "NC-1/gate log.txt"} and first.file == "gate log"
    assert second.links == {"file": "https://example.org/a%20b?x=1&y=2", "title": "#Findings!A4"}
    assert first.formulas == {}


def test_formulas_with_a_value_are_read_and_told(tmp_path):
    import xlsxwriter
    book = xlsxwriter.Workbook(str(tmp_path / "formula.xlsx"))
    sheet = book.add_worksheet("Findings")
    for place, header in enumerate(("Finding ID", "Title", "Raised on", "Where it stands", "Owner")):
        sheet.write(0, place, header)
    sheet.write("A2", "NC-1")
    sheet.write_formula("B2", '="Gate "&"gaps"', None, "Gate gaps")
    sheet.write_formula("C2", "=TODAY()", book.add_format({"num_format": "yyyy-mm-dd"}), 46101)
    sheet.write_formula("D2", "=1/0", None, "#DIV/0!")
    book.close()
    finding = read_register(tmp_path / "formula.xlsx").findings[0]
    assert (finding.title, finding.raised_on) == ("Gate gaps", date(2026, 3, 20))
    assert finding.formulas.keys() == {"title", "raised_on"} and finding.unread == {}


# Properties

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=60)
ONE_BY_ONE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ONE_BY_ONE
@given(texts=st.lists(TEXT, min_size=1, max_size=8), start=st.integers(0, 41))
def test_any_text_in_any_cell_is_read_and_never_raises(tmp_path, texts, start):
    columns = Finding.SHEET.typed_columns
    used = [columns[(start + number) % len(columns)] for number in range(len(texts))]
    write_strings(tmp_path / "any.xlsx", used, texts)
    register = read_register(tmp_path / "any.xlsx")
    for column, text in zip(used, texts, strict=True):
        if column.kind in ("text", "long text", "person") and column.name != "id":
            assert register.findings[0].value(column.name) == seen(text)


def seen(text: str) -> str:
    from ncr_toolkit.common.names import fold
    return text.strip() if fold(text) or len(text.strip()) > 8 else ""


def write_strings(path, columns, texts) -> None:
    import xlsxwriter
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Findings")
    for place, (column, text) in enumerate(zip(columns, texts, strict=True), 1):
        sheet.write_string(0, place, column.key)
        sheet.write_string(1, place, column.header)
        sheet.write_string(2, place, text)
    sheet.write_string(0, 0, "finding.id")
    sheet.write_string(1, 0, "Finding ID")
    sheet.write_string(2, 0, "NC-1")
    book.close()


@ONE_BY_ONE
@given(order=st.permutations(range(6)))
def test_sorting_rows_changes_nothing_but_the_rows(tmp_path, order):
    rows = [{"Finding ID": f"NC-{number}", "Grade": "Major", "Raised on": "2026-03-20"} for number in order]
    register = read_register(save(Tables({"Findings": rows}), tmp_path / "sorted.xlsx"))
    assert [finding.id for finding in register.findings] == [f"NC-{number}" for number in order]
    assert [finding.at.row for finding in register.findings] == [4, 5, 6, 7, 8, 9]
    assert {finding.raised_on for finding in register.findings} == {date(2026, 3, 20)}


@ONE_BY_ONE
@given(order=st.permutations(Finding.SHEET.columns), keys=st.booleans())
def test_moving_columns_changes_nothing_but_the_places(tmp_path, order, keys):
    book = Workbook()
    book.active.title = "Findings"
    values = {"id": "NC-1", "grade": "Minor", "raised_on": date(2026, 3, 20), "extent_count": 4, "state": "derived"}
    book.active.append([column.key if keys else None for column in order])
    book.active.append([column.header for column in order])
    book.active.append([values.get(column.name) for column in order])
    book.save(tmp_path / "moved.xlsx")
    register = read_register(tmp_path / "moved.xlsx")
    expected = Finding(id="NC-1", grade="Minor", raised_on=date(2026, 3, 20), extent_count=4)
    assert register.findings == [expected] and odd(register, Odd.EXTRA_COLUMN, Odd.MISSING_COLUMN) == []
    place = book.active.cell(3, order.index(Finding.SHEET.by_name["grade"]) + 1).coordinate
    assert register.findings[0].cell("grade").ref == place


# Other programs


@pytest.mark.office
def test_saved_again_by_libreoffice(workbook, office, tmp_path):
    before = read_register(workbook(PLAIN))
    after = read_register(office(workbook(PLAIN), "xlsx", tmp_path / "out"))
    assert before.records == after.records and before.settings == after.settings
    assert [finding.cell("id") for finding in before.findings] == [finding.cell("id") for finding in after.findings]
    assert after.oddities == []


def test_written_by_pandas(tmp_path):
    import pandas
    frame = pandas.DataFrame({"Finding ID": ["NC-1", "NC-2"], "Raised on": pandas.to_datetime(["2026-03-20", None]),
                              "Similar cases found": [3, None], "Owner": ["Ana", None]})
    frame.to_excel(tmp_path / "pandas.xlsx", sheet_name="Findings", index=False)
    first, second = read_register(tmp_path / "pandas.xlsx").findings
    assert (first.raised_on, first.extent_count, first.owner) == (date(2026, 3, 20), 3, "Ana")
    assert (second.raised_on, second.extent_count, second.owner) == (None, None, "")
