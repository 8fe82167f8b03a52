"""An import that goes into a register: what somebody typed since stays, and every row that is new, changed, gone or
deleted is told."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pytest

from ncr_toolkit.core.model import Action, Effect, Finding, Person
from ncr_toolkit.excel.patch.write_back import write_cells
from ncr_toolkit.excel.read.reader import MEMORY, read_register
from ncr_toolkit.imports.merge.memory import KnownRow, Memory, memory_in
from ncr_toolkit.imports.merge.merging import prepare, write
from ncr_toolkit.imports.merge.messages import is_open, merge_json, merge_lines
from ncr_toolkit.imports.merge.same_rows import name_of_before, same_rows
from ncr_toolkit.imports.merge.three_ways import Turn
from ncr_toolkit.imports.source import load
from ncr_toolkit.imports.written import write as write_new
from tests.conftest import TODAY
from tests.trackers import workbook

HEAD = ["NC no.", "Grade", "Finding", "Owner", "Close by", "Corrective action", "Status", "Effectiveness", "Mood"]
FIRST = ["NC-1", "Minor", "Release without assessment", "Ana Lima", date(2026, 8, 1), "Gate asks", "Open", "", "good"]
SECOND = ["NC-2", "Minor", "No risk assessment", "Bo Li", date(2026, 8, 1), "Write it", "Open", "", "bad"]
THIRD = ["NC-3", "High", "Dashboards by hand", "Bo Li", "TBD", "", "Open", "Seen in May", ""]
ROWS = [FIRST, SECOND, THIRD]


def changed(row, **cells):
    names = ("id", "grade", "finding", "owner", "due", "action", "status", "effect", "mood")
    return [cells.get(name, value) for name, value in zip(names, row, strict=True)]


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """A register that an import has made, and its source."""
    folder = tmp_path_factory.mktemp("imported")
    source = workbook(folder / "log.xlsx", Log=[HEAD, *ROWS])
    loaded = load([source])
    list(write_new(loaded, loaded.outcome(), [source], folder / "findings.xlsx", None, None, "", TODAY, force=False))
    return folder / "findings.xlsx"


@pytest.fixture
def register(imported, tmp_path):
    shutil.copy(imported, tmp_path / "findings.xlsx")
    return tmp_path / "findings.xlsx"


def typed(register, **cells):
    """What somebody types: `NC_1__status="Closed"`."""
    read = read_register(register)
    records = {record.typed(kind.SHEET.id_field): record for kind in (Finding, Action) for record in read.all(kind)}
    values = {records[name.partition("__")[0].replace("_", "-")].cell(name.partition("__")[2]): value
              for name, value in cells.items()}
    write_cells(register, read, values, TODAY)


def merged(register, *rows, name="log.xlsx", head=HEAD, sheet="Log"):
    source = workbook(register.with_name(name), **{sheet: [head, *rows]})
    found = prepare(load([source]), name, register)
    write(found, register, TODAY)
    return found


def findings(register):
    return {finding.id: finding for finding in read_register(register).findings}


def test_the_same_source_again_changes_no_byte(register):
    before = register.read_bytes()
    found = merged(register, *ROWS)
    assert register.read_bytes() == before and not found.written and found.plan.unchanged == 3
    assert not found.plan.turns and not found.plan.left, "what was left the first time is not told again"


def test_a_cell_that_nobody_touched_follows_the_source(register):
    found = merged(register, changed(FIRST, finding="Another", action="Gate refuses", due=date(2026, 9, 1)), SECOND,
                   changed(THIRD, effect="Seen in June"))
    read = read_register(register)
    assert (read.findings[0].statement, read.findings[0].close_due) == ("Another", date(2026, 9, 1))
    assert [action.what for action in read.all(Action)] == ["Gate refuses", "Write it"]
    assert read.all(Effect)[0].observed == "Seen in June"
    assert {each.turn for each in found.plan.turns} == {Turn.TAKEN}


def test_a_cell_that_somebody_typed_stays_and_is_told_once(register):
    typed(register, NC_1__status="Verifying", NC_2__extent="Looked everywhere", NC_2__grade="Major")
    rows = changed(FIRST, status="In progress"), SECOND, THIRD
    found = merged(register, *rows)
    now = findings(register)
    assert (now["NC-1"].status, now["NC-2"].extent, now["NC-2"].grade) == ("Verifying", "Looked everywhere", "Major")
    [kept] = found.plan.turns
    assert (kept.turn, kept.cell, kept.theirs) == (Turn.KEPT, now["NC-1"].cell("status"), "In progress")
    assert any("Verifying; the source: In progress" in line.replace("'", "") for line in merge_lines(found))
    assert is_open(found) and not merged(register, *rows).plan.turns


def test_both_say_the_same_by_now(register):
    typed(register, NC_1__status="Verifying")
    found = merged(register, changed(FIRST, status="Completed"), SECOND, THIRD)
    assert not found.plan.turns and not is_open(found)


def test_a_cell_that_somebody_emptied_stays_empty(register):
    typed(register, NC_1__statement="")
    found = merged(register, changed(FIRST, finding="Another"), SECOND, THIRD)
    assert [each.turn for each in found.plan.turns] == [Turn.KEPT] and findings(register)["NC-1"].statement == ""


def test_what_the_source_has_emptied_stays_and_is_told(register):
    found = merged(register, changed(FIRST, due=""), SECOND, THIRD)
    assert [each.turn for each in found.plan.turns] == [Turn.EMPTIED]
    assert findings(register)["NC-1"].close_due == date(2026, 8, 1)


def test_a_note_that_somebody_wrote_into_gets_only_what_it_does_not_have(register):
    typed(register, NC_3__internal_note="Grade: High\nCalled Bo on Monday.")
    merged(register, FIRST, SECOND, changed(THIRD, grade="Low"))
    assert findings(register)["NC-3"].internal_note == "Grade: High\nCalled Bo on Monday.\nGrade: Low"


def test_an_answer_in_the_mapping_fills_the_cell_and_clears_the_note(register):
    source = load([workbook(register.with_name("log.xlsx"), Log=[HEAD, *ROWS])])
    source.mapping.grade["High"] = "Major"
    write(prepare(source, "log.xlsx", register), register, TODAY)
    third = findings(register)["NC-3"]
    assert (third.grade, third.internal_note) == ("Major", "")


def test_new_rows_are_added_with_their_people_and_formulas(register):
    new = changed(FIRST, id="NC-4", owner="Cy Doe", finding="No training")
    found = merged(register, new, *ROWS)
    read = read_register(register)
    assert [finding.id for finding in read.findings] == ["NC-1", "NC-2", "NC-3", "NC-4"]
    assert [action.id for action in read.all(Action)] == ["CA-NC-1-1", "CA-NC-2-1", "CA-NC-4-1"]
    assert [person.name for person in read.all(Person)] == ["Ana Lima", "Bo Li", "Cy Doe"]
    assert [each.id for each in found.plan.new_rows] == ["NC-4"]


def test_more_rows_than_are_prepared_are_computed_too(register):
    merged(register, *ROWS, *(changed(FIRST, id=f"NC-{number}", finding=f"No {number}") for number in range(10, 24)))
    import openpyxl

    sheet = openpyxl.load_workbook(register)["Findings"]
    keys = {cell.value: cell.column for cell in sheet[1]}
    last = max(row for row in range(4, sheet.max_row + 1) if sheet.cell(row, 1).value)
    assert sheet.cell(last, 1).value == "NC-23"
    first, other = (str(sheet.cell(row, keys["finding.state"]).value) for row in (4, last))
    assert first.startswith("=") and first.replace("4", "") == other.replace(str(last), "").replace("4", "")
    assert sheet.tables["tblFindings"].ref.endswith(str(last))


def test_a_column_of_the_users_own_follows_as_well_and_a_new_one_goes_to_the_note(register):
    merged(register, changed(FIRST, mood="grim"), SECOND, THIRD)
    found = merged(register, [*changed(FIRST, mood="grim"), "7"], SECOND, THIRD, head=[*HEAD, "Score"])
    assert found.noted == ["Score"] and findings(register)["NC-1"].internal_note == "Score: 7"
    assert found.opened.own_cell(found.opened.register.findings[0], "mood")[1] == "grim"


def test_rows_that_are_gone_or_deleted_are_told_and_nothing_is_done(register):
    read = read_register(register)
    write_cells(register, read, {read.findings[2].cell(name): "" for name in (
        "id", "statement", "owner", "status", "internal_note")}, TODAY)
    found = merged(register, FIRST, THIRD)
    assert [(row.id, cell) for row, cell in found.plan.vanished] == [("NC-2", "Findings!A5")]
    assert [each.id for each in found.plan.gone] == ["NC-3"] and list(findings(register)) == ["NC-1", "NC-2"]
    assert [row.id for row, _ in merged(register, FIRST, THIRD).plan.vanished] == ["NC-2"], "told as long as it is so"
    assert not merged(register, *ROWS[:2], THIRD).plan.vanished, "it is known when it comes back"
    assert merge_json(found)["deleted"] == ["Log row 3"]


def test_a_finding_that_got_another_number_is_known_by_its_words(register):
    typed(register, NC_1__id="NC-2026-01")
    found = merged(register, changed(FIRST, status="In progress"), SECOND, THIRD)
    assert findings(register)["NC-2026-01"].status == "In progress" and not found.plan.gone
    assert not merged(register, changed(FIRST, status="In progress"), SECOND, THIRD).plan.turns


def test_another_finding_with_the_same_number_is_refused(register):
    found = merged(register, changed(FIRST, finding="Something else"), name="other.xlsx", sheet="Audit 2")
    assert [why for _, why in found.plan.refused] == ["Findings!A4 is another finding with the number NC-1"]
    assert findings(register)["NC-1"].statement == "Release without assessment" and not found.plan.turns


def test_a_plan_of_another_file_adds_to_the_findings(register):
    found = merged(register, ["NC-1", "Train all"], ["NC-1", "Gate asks"], name="plan.xlsx", sheet="Plan",
                   head=["NC no.", "Corrective action"])
    assert [action.what for action in read_register(register).all(Action)] == ["Gate asks", "Write it", "Train all"]
    assert not found.plan.refused and not found.renamed


def test_the_same_source_under_another_name_is_known(register):
    found = merged(register, changed(FIRST, status="In progress"), SECOND, THIRD, name="log (July).xlsx")
    assert found.renamed and findings(register)["NC-1"].status == "In progress"
    assert any(line.startswith("Taken for the same source as 'log.xlsx'") for line in merge_lines(found))


def known(*rows, source="log.xlsx"):
    return [KnownRow(source, table, row, id, mark, text, ()) for table, row, id, mark, text in rows]


@pytest.mark.parametrize(("before", "now", "same", "gone"), [
    ([("A", 2, "1", "p", "x")], [("A", 2, "1", "p", "x")], {0: 0}, 0),
    ([("Open", 2, "1", "p", "x")], [("Closed", 9, "1", "q", "x")], {0: 0}, 0),  # moved to another sheet
    ([("A", 2, "1", "p", "x")], [("A", 5, "1", "q", "y")], {0: 0}, 0),  # edited, known by its number
    ([("A", 2, "", "p", "x"), ("A", 3, "", "q", "y")], [("A", 2, "", "q", "y"), ("A", 3, "", "p", "x")],
     {0: 1, 1: 0}, 0),  # sorted
    ([("A", 2, "", "p", "x")], [("A", 2, "", "q", "y")], {0: 0}, 0),  # edited where it is, in a list as long
    ([("A", 2, "", "p", "x")], [("A", 2, "", "r", "z"), ("A", 3, "", "q", "y")], {}, 1),  # nobody can tell
    ([("P", 2, "1", "p", "x"), ("P", 3, "1", "q", "y")], [("P", 2, "1", "p", "x"), ("P", 3, "1", "n", "new"),
                                                          ("P", 4, "1", "r", "z")], {0: 0}, 1),  # nor here
    ([("P", 2, "1", "p", "x"), ("P", 3, "1", "q", "y")], [("P", 2, "1", "p", "x"), ("P", 3, "1", "r", "z")],
     {0: 0, 1: 1}, 0)])
def test_a_row_is_found_again_only_where_no_other_can_be_meant(before, now, same, gone):
    rows = known(*before)
    found = same_rows(known(*now), rows)
    assert {number: rows.index(row) for number, row in found.known.items()} == same and len(found.vanished) == gone


def test_a_list_that_only_counts_alike_is_another_source():
    memory = Memory(known(("A", 2, "1", "p", "x"), ("A", 3, "2", "q", "y")))
    assert name_of_before(memory, "b.xlsx", known(("A", 2, "1", "r", "other"), ("A", 3, "2", "s", "words"))) == ""
    assert name_of_before(memory, "b.xlsx", known(("B", 7, "1", "r", "x"), ("A", 3, "2", "s", "y"))) == "log.xlsx"


def test_a_memory_that_somebody_has_changed_is_read_as_far_as_it_goes():
    lines = [*Memory(known(("A", 2, "1", "p", "x"))).cells(), ("row", "log.xlsx", "A", "two", "", "", "", "["), ("?",)]
    assert memory_in(lines).rows == known(("A", 2, "1", "p", "x"))


def test_the_command_tells_and_writes_and_keeps_a_copy(ncr, register, tmp_path):
    workbook(tmp_path / "log.xlsx", Log=[HEAD, changed(FIRST, status="In progress"), SECOND, THIRD])
    before = register.read_bytes()
    dry = ncr("import", "log.xlsx", "findings.xlsx", "--merge", "--dry-run", "--format", "json")
    assert json.loads(dry.stdout)["merge"]["cells"]["taken"][0]["theirs"] == "In progress"
    assert register.read_bytes() == before and dry.returncode == 1, "a grade is asked"
    done = ncr("import", "log.xlsx", "findings.xlsx", "--merge")
    assert "Open -> In progress" in done.stdout.replace("'", "") and "is kept in findings backup" in done.stderr
    assert "findings-import.toml holds what becomes of each column" in done.stderr
    again = ncr("import", "log.xlsx", "findings.xlsx", "--merge")
    assert "By what was decided in findings-import.toml." in again.stdout and "nothing was written" in again.stderr
    assert ncr("import", "log.xlsx", "findings.xlsx", "--merge", "--force").returncode == 2
    assert ncr("import", "log.xlsx", "none.xlsx", "--merge").returncode == 2


def test_the_memory_goes_along_into_a_newer_template_and_is_no_sheet_of_anybodys(ncr, register, tmp_path):
    assert not any(odd.cell.sheet == MEMORY for odd in read_register(register).oddities)
    assert ncr("upgrade", "findings.xlsx", "-o", "newer.xlsx").returncode == 0
    found = merged(tmp_path / "newer.xlsx", *ROWS)
    assert found.plan.unchanged == 3 and not found.written
