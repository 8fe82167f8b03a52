"""Excel forms with several findings: one a row, one a column, or one below the other; and headers of two rows. The
answer goes where our number is, and nowhere else."""

# ruff: noqa: F811

from __future__ import annotations

import io

import openpyxl
import pytest
import xlsxwriter

from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Action, Cause, Finding
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.forms import load
from tests.excel_forms import book, grid, log_form
from tests.test_excel_forms import made, states  # noqa: F401

OTHERS = (Finding(id="NC-2"), Finding(id="NC-3"))
CAUSE, CORRECTION = "RC-1: Nobody owned it", "C-2: Tested again (Cleo)"


def column(filled, letter: str) -> list[object]:
    return [cell.value for cell in filled.worksheets[0][letter]]


def block(number: str, *, head: str = "NC No.", action: str = "") -> tuple[tuple[str, str], ...]:
    return ((head, number), ("Correction", ""), ("Root cause", ""), ("Corrective action", action),
            ("Accepted by auditor", ""))


# One below the other

def test_the_part_with_our_number_is_filled_and_the_others_are_left(made):
    filled, told = made(grid(*block("NC-2"), *block("NC-1"), *block("NC-3")), *OTHERS)
    said = column(filled, "B")
    assert said[5:8] == ["NC-1", CORRECTION, CAUSE] and not any(said[1:5] + said[11:])
    assert sum(each.why == "it is for another finding; NC-1 has Form, rows 6 to 10" for each in told.accounts) == 6
    assert told.notes[0].endswith("NC-1 has Form, rows 6 to 10, of those for several findings")
    assert not told.judgement.lacks


def test_without_our_number_the_first_free_part_is_filled(made):
    filled, _ = made(grid(*block("NC-2"), *block(""), *block("")), *OTHERS)
    assert column(filled, "B")[5:8] == ["NC-1", CORRECTION, CAUSE] and not any(column(filled, "B")[10:])


def test_where_every_part_is_of_another_finding_nothing_is_filled(made):
    filled, told = made(grid(*block("NC-2"), *block("X 2024-7")), *OTHERS)
    assert [each for each in column(filled, "B") if each] == ["NC-2", "X 2024-7"]
    assert "none is free for it" in told.accounts[0].why and "root cause" in told.judgement.lacks


def test_a_label_that_is_not_known_in_another_part_is_not_left_for_a_person(made):
    odd = ("Weather", "")
    _, told = made(grid(*block("NC-2"), odd, *block("NC-1"), odd), *OTHERS)
    assert list(states(told).values()).count("unknown") == 1


@pytest.mark.parametrize("heads", [("Sheet 1", "Sheet 2", "Sheet 3"), ("NC 1", "NC 2", "NC 3"),
                                   ("Nonconformity NC-2", "Nonconformity NC-3", "Nonconformity: NC-1")])
def test_parts_that_are_counted_or_named_in_their_headings(made, heads):
    rows = [row for head in heads for row in ((head, None), *block("")[1:])]
    filled, _ = made(grid(*rows), *OTHERS)
    ours = 2 if heads[2].endswith("NC-1") else 0
    said = column(filled, "B")
    assert [bool(said[5 * number + 1]) for number in range(3)] == [number == ours for number in range(3)]
    assert said[5 * ours + 2] == CAUSE


def test_a_part_of_the_auditor_ends_with_the_finding_that_it_is_about(made):
    theirs = (("For certification body use only", None), ("Accepted", ""))
    filled, told = made(grid(*block("nc 2")[:4], *theirs, *block("nc 1")[:4], *theirs), *OTHERS)
    assert column(filled, "B")[7:9] == [CORRECTION, CAUSE] and not any(column(filled, "B")[1:6])
    assert list(states(told).values()).count("auditor") == 2


def test_blocks_beside_each_other(made):
    rows = [(label, one, None, label, other) for (label, one), (_, other) in zip(block("NC-2"), block("NC-1"),
                                                                                strict=True)]
    filled, told = made(grid(*rows, widths=(20, 30, 3, 20, 30)), *OTHERS)
    assert column(filled, "E")[1:3] == [CORRECTION, CAUSE] and not any(column(filled, "B")[1:])
    assert told.notes[0].endswith("NC-1 has Form, columns D to F, of those for several findings")


@pytest.mark.parametrize("rows", [
    (("Root cause of occurrence", ""), ("Corrective action", ""), ("Root cause", ""), ("Corrective action", "")),
    (("Action 1", None), ("Corrective action", ""), ("Due date", ""), ("Action 2", None), ("Corrective action", ""),
     ("Due date", "")),
    (("Correction", ""), ("Responsible", ""), ("Date", ""), ("Corrective action", ""), ("Responsible", ""),
     ("Date", "")),
])
def test_what_only_repeats_is_one_finding(made, rows):
    _, told = made(grid(("NC No.", ""), *rows))
    assert not any("another finding" in each.why for each in told.accounts)


# Headers of two rows

def two_rows(sheet: xlsxwriter.worksheet.Worksheet, look, groups, heads, rows) -> None:
    """A header of two rows in rows 2 and 3; a group of one column takes both."""
    for first, last, text in groups:
        sheet.merge_range(1, first, 1 + (first == last), last, text, look)
    for place, text in enumerate(heads):
        if text:
            sheet.write(2, place, text, look)
    for number, row in enumerate(rows, start=3):
        for place, text in enumerate(row):
            sheet.write(number, place, text or None, look)


def two_row_book(groups, heads, rows) -> bytes:
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, look = made_.add_worksheet("L"), made_.add_format({"border": 1})
        sheet.write(0, 0, "Nonconformities", look)
        two_rows(sheet, look, groups, heads, rows)
    return book(fill)


def test_a_plan_under_a_header_of_two_rows(made):
    groups = ((0, 0, "No"), (1, 3, "Corrective actions (organisation)"), (4, 5, "Verification (auditor)"))
    heads = ("", "Description", "Responsible", "Due date", "Accepted", "Date")
    filled, told = made(two_row_book(groups, heads, [("",) * 6] * 3))
    rows = [[cell.value for cell in row] for row in filled["L"].iter_rows(min_row=4)]
    assert [row[1:3] for row in rows] == [["Gate", "Ana"], ["Check", "Ben"], [None, None]]
    assert rows[0][3].date() == TODAY and [row[4:] for row in rows] == [[None, None]] * 3
    assert list(states(told).values()).count("auditor") == 2


def test_a_list_of_findings_under_a_header_of_two_rows(made):
    groups = ((0, 1, "Nonconformity"), (2, 2, "Root cause"), (3, 5, "Corrective action"),
              (6, 7, "For the certification body only"))
    heads = ("No.", "Statement", "", "Description", "Responsible", "Due date", "Accepted", "Date")
    filled, told = made(two_row_book(groups, heads, [("NC-2", "x") + ("",) * 6, ("NC-1", "y") + ("",) * 6]), *OTHERS,
                        Action(id="CA-3", finding="NC-2", what="Other"))
    rows = [[cell.value for cell in row] for row in filled["L"].iter_rows(min_row=4)]
    assert rows[0][2:] == [None] * 6
    assert rows[1][2] == CAUSE and rows[1][3].startswith("CA-1: Gate") and rows[1][6:] == [None, None]
    assert "Ana" in rows[1][4] and "Gate" not in rows[1][4]
    assert told.notes[0].endswith("NC-1 has L, row 5, of those for several findings")


def test_a_list_whose_locked_cells_are_no_room_is_a_list_all_the_same(made):
    heads = ("No.", "NC No.", "Correction", "Root cause", "Auditor's review")
    def fill(made_: xlsxwriter.Workbook) -> None:
        sheet, look = made_.add_worksheet("L"), made_.add_format({"border": 1})
        free = made_.add_format({"border": 1, "locked": False})
        for place, text in enumerate(heads):
            sheet.write(0, place, text, look)
        for row, id in enumerate(("NC-2", "NC-1"), start=1):
            sheet.write(row, 0, row, look)
            for place, text in enumerate((id, "", "", ""), start=1):
                sheet.write(row, place, text or None, free if 1 < place < 4 else look)
        sheet.protect()
    filled, _ = made(book(fill), *OTHERS)
    rows = [[cell.value for cell in row][2:] for row in filled["L"].iter_rows(min_row=2)]
    assert rows == [[None] * 3, [CORRECTION, CAUSE, None]]


@pytest.mark.parametrize("ids", [("NC-10", "NC-1"), ("NC-1.2", "NC-1"), ("NC-2 (Minor)", "NC-1 (Major)"),
                                 ("2024-7", "nc 1")])
def test_a_number_is_ours_whatever_stands_around_it(made, ids):
    rows = [(id, "", "", "") for id in ids]
    filled, _ = made(grid(("NC No.", "Correction", "Root cause", "Accepted by auditor"), *rows), *OTHERS)
    assert column(filled, "C")[1:] == [None, CAUSE]


def test_without_numbers_the_words_of_the_finding_tell(made):
    rows = [(said, "", "") for said in ("Other thing", "No test was made", "Third")]
    filled, _ = made(grid(("Nonconformity statement", "Correction", "Root cause"), *rows), *OTHERS)
    assert column(filled, "C")[1:] == [None, CAUSE, None]
    filled, _ = made(grid(*[(label, *said) for label, said in zip(
        ("Nonconformity statement", "Correction", "Root cause"),
        (("Other thing", "No test was made"), ("", ""), ("", "")), strict=True)]), *OTHERS)
    assert (column(filled, "B")[2], column(filled, "C")[2]) == (None, CAUSE)
    parts = [row for said in ("Other thing", "No test was made") for row in (
        ("Nonconformity statement", said), *block("")[1:])]
    filled, _ = made(grid(*parts), *OTHERS)
    assert [column(filled, "B")[row] for row in (2, 7)] == [None, CAUSE]


def test_two_lists_on_a_sheet_are_filled_both(made):
    one, two = ("NC No.", "Statement", "Correction"), ("NC No.", "Root cause", "Corrective action")
    rows = [("NC-2", "", ""), ("NC-1", "", "")]
    filled, _ = made(grid(one, *rows, (None,) * 3, two, *rows), *OTHERS)
    assert [cell.value for cell in filled["Form"][3]][2] == CORRECTION
    assert [cell.value for cell in filled["Form"][7]][1] == CAUSE and column(filled, "B")[5] is None


# A sheet each

@pytest.mark.parametrize(("numbers", "ours"), [(("NC-2", "NC-1", ""), 1), (("", "", ""), 0), (("NC-2", "", ""), 1)])
def test_of_sheets_that_are_the_same_form_one_is_filled(made, numbers, ours):
    def fill(made_: xlsxwriter.Workbook) -> None:
        look = made_.add_format({"border": 1})
        for place, number in enumerate(numbers):
            sheet = made_.add_worksheet(f"CAR {place + 5}")
            for row, (label, given) in enumerate(block(number)):
                sheet.write(row, 0, label, look)
                sheet.write(row, 1, given or None, look)
    filled, told = made(book(fill), *OTHERS)
    assert [sheet["B3"].value for sheet in filled] == [CAUSE if place == ours else None for place in range(3)]
    assert told.notes[0].endswith(f"NC-1 has the sheet 'CAR {ours + 5}' of those for several findings")


# One a column

def test_findings_side_by_side(made):
    rows = (("NC No.", "NC-2", "NC-1"), ("Clause", "7.2", "8.4"), ("Correction", "", ""), ("Root cause", "", ""),
            ("Corrective action", "", ""), ("Auditor's verification", "", ""))
    filled, told = made(grid(*rows), *OTHERS)
    assert column(filled, "B")[2:] == [None] * 4
    assert column(filled, "C")[2:4] == [CORRECTION, CAUSE] and column(filled, "C")[5] is None
    assert told.notes[0].endswith("NC-1 has Form, column C, of those for several findings")
    filled, told = made(grid(*[(label, one, "NC-3" if other == "NC-1" else other) for label, one, other in rows]),
                        *OTHERS)
    assert not any(column(filled, letter)[3] for letter in "BC") and "root cause" in told.judgement.lacks


# One after the other

@pytest.mark.parametrize("form", [log_form(), grid(*block("NC-2"), *block("NC-1"))])
def test_the_filled_workbook_is_the_form_for_the_next_finding(made, form, tmp_path):
    second = Finding(id="NC-2", statement="No audit")
    cause = Cause(id="RC-2", finding="NC-2", statement="No plan")
    _, told = made(form, second, cause)
    path = tmp_path / "next.xlsx"
    path.write_bytes(told.content)
    assert any("name the filled file as the form" in fact for fact in load(path).facts)
    register = Register()
    for record in (second, cause):
        register.records[type(record)].append(record)
    content = load(path).fill(Review(register, packs.load("iso42001"), TODAY), second, Readiness()).content
    said = [cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0] for cell in row]
    assert CAUSE in said and "RC-2: No plan" in said


@pytest.mark.parametrize(("under", "others"), [
    ("What was done", ("By",)), ("Odd words", ("By",)), ("Odd words", ("By", "Odd too"))])
def test_a_column_in_words_of_its_own_asks_what_its_group_is_about(made, under, others):
    def fill(workbook):
        sheet, look = workbook.add_worksheet("Plan"), workbook.add_format({"border": 1})
        sheet.write_row(1, 0, ("NC No.", "Statement", under, *others, "Odd reason", "Accepted"), look)
        sheet.merge_range(0, 0, 0, 1, "Nonconformity", look)
        last = 2 + len(others)
        sheet.merge_range(0, 2, 0, last, "Correction", look)
        sheet.write(0, last + 1, "Root cause", look)
        sheet.write(0, last + 2, "Auditor", look)
        for row, number in enumerate(("NC-2", "NC-1"), start=2):
            sheet.write_row(row, 0, (number, "Words of the body", *("" for _ in range(last + 1))), look)

    filled, _ = made(book(fill), *OTHERS)
    ours = [cell.value for cell in filled["Plan"][4]][2:]
    whole = CORRECTION if len(others) == 1 else None
    assert ours[0] == whole and ours[1] == "Cleo" and ours[-2:] == [CAUSE, None]
    assert not any(cell.value for cell in filled["Plan"][3][2:])


def test_labels_over_a_list_with_room_of_their_own_are_no_headings_of_its_columns(made):
    filled, _ = made(grid(("Client", "", "Auditor", "", None),
                          ("NC No.", "Correction", "Responsible", "Root cause", "Remark"),
                          ("NC-1", "", "", "", ""), ("NC-2", "", "", "", "")), *OTHERS)
    assert [cell.value for cell in filled["Form"][3]][1:4] == [CORRECTION, "Cleo", CAUSE]
    assert filled["Form"]["D1"].value is None


def test_a_column_that_tells_how_to_fill_in_asks_nothing(made):
    rows = ("Field", "Answer", "How to fill in"), ("Weather", "", "dd/mm/yyyy"), \
        ("Root cause", "", "Were other sites affected?")
    filled, told = made(grid(*rows, (None, None, None), ("Correction", "", None)))
    sheet = filled["Form"]
    assert (sheet["B3"].value, sheet["C2"].value, sheet["C3"].value, sheet["D3"].value) == (
        CAUSE, "dd/mm/yyyy", "Were other sites affected?", None)
    assert set(states(told)) == {"Form!B2", "Form!B3", "Form!B5"}
