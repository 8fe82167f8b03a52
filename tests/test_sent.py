"""What was sent is noted, a later edit is a warning, and the answer to a response that came back shows what changed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from docx import Document

from ncr_toolkit.runs.sent_log import beside, sent_of
from tests.conftest import TODAY
from tests.forms import docx, simple
from tests.parcels import house, type_in

LATER = date(2026, 7, 10)
UNSENT = {"Response sent on": "", "Body's decision": "", "Status": "In progress", "Closed on": "", "Closed by": ""}


@pytest.fixture
def register(tmp_path):
    return house("startup", tmp_path / "startup")


def problems(ncr, register, code="SNT", today=LATER) -> list[dict]:
    done = ncr("check", register, "--select", code, "--format", "json", "--today", today)
    return [each for each in json.loads(done.stdout)["problems"] if each["code"].startswith(code)]


def final(ncr, register, *ids, today=TODAY, more=()):
    return ncr("respond", register, *ids, "--final", "-o", register.parent / "out", "--today", today, *more)


def answers(register):
    sent, trouble = sent_of(register, "")
    assert not trouble
    return sent


def words(register, id="NC-1") -> str:
    document = Document(str(register.parent / "out" / f"{id}_response.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_final_responses_and_packages_are_noted(ncr, register):
    assert final(ncr, register, "NC-1").returncode == 0
    ncr("package", register, "NC-1", "NC-2", "-o", register.parent / "p.zip", "--no-pdf", "--today", TODAY)
    assert [(each.way, each.version, each.day) for each in answers(register).of("nc-1")] == [
        ("response", 1, TODAY), ("package", 1, TODAY)]
    assert [each.file for each in answers(register).of("NC-2")] == ["p.zip"]
    done = ncr("history", register)
    assert done.returncode == 0 and "2026-06-30-2" in done.stdout


def test_the_annex_of_a_form_is_kept_with_it(ncr, register, tmp_path):
    narrow = ("Correction", "Root cause", "Corrective action")
    form = tmp_path / "body" / "form.docx"
    form.parent.mkdir()
    kept = beside(register).folder / str(TODAY) / "responses"
    for width, names in ((400, ["NC-1_annex.docx", "NC-1_response.docx"]), (9000, ["NC-2_response.docx"])):
        form.write_bytes(docx(simple(narrow, ("",) * 3, widths=(width,) * 3)))
        done = final(ncr, register, names[0][:4], more=("--form", form, "--annex"))
        assert done.returncode == 0, done.stderr
        assert sorted(each.name for each in kept.iterdir()) == names
        assert all((kept / name).read_bytes() == (register.parent / "out" / name).read_bytes() for name in names)
        kept = kept.parent.with_name(f"{TODAY}-2") / "responses"


def test_drafts_and_trials_are_not_noted(ncr, register):
    ncr("respond", register, "NC-1", "-o", register.parent / "out", "--today", TODAY)
    final(ncr, register, "NC-1", more=("--no-record",))
    final(ncr, register, "NC-3")
    ncr("package", register, "NC-1", "-o", register.parent / "p.zip", "--no-pdf", "--no-record", "--today", TODAY)
    assert not beside(register).folder.exists()


def test_made_twice_it_is_noted_once(ncr, register):
    for _ in range(2):
        assert final(ncr, register, "NC-1").returncode == 0
    assert len(answers(register).of("NC-1")) == 1


def test_an_edit_of_what_was_sent_is_a_warning_at_its_cell(ncr, register):
    final(ncr, register, "NC-1")
    assert problems(ncr, register) == []
    type_in(register, "NC-1", finding__extent="All 9 models; 1 more.", finding__response_sent_on=TODAY)
    (found,) = problems(ncr, register)
    assert (found["level"], found["key"], found["record"]) == ("warning", "finding.extent", "NC-1")
    assert "2026-06-30" in found["message"] and found["sheet"] == "Findings"


def test_before_it_is_sent_an_edit_is_only_to_be_done_again(ncr, tmp_path):
    def change(rows):
        for row in rows["Findings"]:
            row.update(UNSENT)
    register = house("startup", tmp_path / "startup", change=change)
    assert final(ncr, register, "NC-1").returncode == 0
    type_in(register, "NC-1", finding__extent="All 9 models; 1 more.")
    assert [each["level"] for each in problems(ncr, register)] == ["info"]


def test_work_that_goes_on_is_no_edit(ncr, register):
    final(ncr, register, "NC-1")
    type_in(register, "NC-1", finding__response_sent_on=TODAY, finding__no_action_reason="All others were looked at.",
            finding__status="Closed", finding__closed_on=LATER)
    assert problems(ncr, register) == []


def test_rows_that_are_sorted_or_changed_in_case_are_no_edit(ncr, tmp_path):
    register = house("startup", tmp_path / "startup")
    assert final(ncr, register, "NC-1").returncode == 0

    def turned(rows):
        for sheet in ("Actions", "Evidence", "Causes", "Findings"):
            rows[sheet].reverse()
        for row in rows["Actions"]:
            row["Owner"] = row["Owner"].upper()
    again = house("startup", tmp_path / "turned", change=turned)
    register.write_bytes(again.read_bytes())
    assert problems(ncr, register) == []


def test_a_row_that_was_sent_and_is_gone_is_a_warning(ncr, tmp_path):
    register = house("startup", tmp_path / "startup")
    assert final(ncr, register, "NC-1").returncode == 0

    def without(rows):
        rows["Evidence"].remove(next(row for row in rows["Evidence"] if row["Finding ID"] == "NC-1"))
        for row in rows["Findings"]:
            if row["Finding ID"] == "NC-1":
                row["Response sent on"] = TODAY.isoformat()
    register.write_bytes(house("startup", tmp_path / "without", change=without).read_bytes())
    (found,) = problems(ncr, register)
    assert found["level"] == "warning" and "is gone" in found["message"]


def test_a_returned_answer_is_answered_by_a_new_version_that_shows_what_changed(ncr, register):
    assert final(ncr, register, "NC-1").returncode == 0
    assert "Changed since" not in words(register) and "replaces version" not in words(register)
    type_in(register, "NC-1", finding__extent="All 9 models; 1 more.", finding__response_sent_on=TODAY,
            finding__body_decision="Returned", finding__body_comment="And the older models?")
    assert problems(ncr, register) == [], "what came back is to be changed"
    ncr("respond", register, "NC-1", "-o", register.parent / "out", "--today", LATER)
    told = words(register)
    assert "Changed since version 1 of 2026-06-30" in told and ", replaces version 1 of 2026-06-30" in told
    assert "All 9 models; 1 more." in told and "And the older models?" in told


@pytest.mark.parametrize(("setting", "then", "now"), [
    ("", "[amount left out], 3 days", "[amount left out], 4 days"),
    ("As typed", "EUR 500, 3 days", "EUR 700, 4 days"), ("Left out", "", "")])
def test_what_changed_is_told_without_the_money_too(ncr, tmp_path, setting, then, now):
    def typed(rows):
        rows["Register"][0]["Resources in the response"] = setting
        for row in rows["Actions"]:
            row["Resources"] = "EUR 500, 3 days"
    register = house("startup", tmp_path / "startup", change=typed)
    assert final(ncr, register, "NC-1").returncode == 0
    type_in(register, "A-1", action__resources="EUR 700, 4 days")
    type_in(register, "NC-1", finding__response_sent_on=TODAY, finding__body_decision="Returned",
            finding__body_comment="And the older models?")
    ncr("respond", register, "NC-1", "-o", register.parent / "out", "--today", LATER)
    told = words(register)
    assert bool(then) == ("Changed since" in told) and then in told and now in told
    assert ("EUR" in told) == (setting == "As typed")


def test_the_version_counts_what_the_body_has_and_not_what_was_tried(ncr, tmp_path):
    def change(rows):
        for row in rows["Findings"]:
            row.update(UNSENT)
    register = house("startup", tmp_path / "startup", change=change)
    for text in ("All 7 models.", "All 8 models."):
        type_in(register, "NC-1", finding__extent=f"{text} 1 more was found in 14 releases since 2025-01.")
        assert final(ncr, register, "NC-1").returncode == 0
    assert [each.version for each in answers(register).of("NC-1")] == [1, 1]
    type_in(register, "NC-1", finding__response_sent_on=TODAY)
    type_in(register, "NC-1", finding__extent="All 9 models. 1 more was found in 14 releases since 2025-01.")
    assert final(ncr, register, "NC-1", today=LATER).returncode == 0
    assert [each.version for each in answers(register).of("NC-1")] == [1, 1, 2]


def test_a_record_that_was_changed_is_said_and_left_out(ncr, register):
    final(ncr, register, "NC-1")
    line = next(beside(register).folder.glob("*/sent.json"))
    line.write_text(line.read_text().replace("NC-1", "NC-9"))
    done = ncr("check", register, "--select", "SNT", "--today", TODAY)
    assert "not as it was written" in done.stderr and "Traceback" not in done.stderr
    assert ncr("history", register).returncode == 1


def test_two_registers_beside_each_other_share_the_record(ncr, register, tmp_path):
    other = register.with_name("other.xlsx")
    other.write_bytes(register.read_bytes())
    final(ncr, register, "NC-1")
    final(ncr, other, "NC-2")
    both = [sent_of(each, "")[0] for each in (register, other)]
    assert [each.ids for each in both] == [["nc-1"], ["nc-2"]]


def test_nothing_is_half_noted_when_the_record_cannot_be_written(ncr, register):
    (register.parent / "sent").write_text("a file where the folder goes")
    done = ncr("package", register, "NC-1", "-o", register.parent / "p.zip", "--no-pdf", "--today", TODAY)
    assert done.returncode == 2 and not (register.parent / "p.zip").exists()
    assert not list(register.parent.glob(".*part"))


def returned(register, day=TODAY):
    type_in(register, "NC-1", finding__response_sent_on=day, finding__body_decision="Returned",
            finding__body_comment="And the older models?", finding__status="In progress")


def extent(register, number: int) -> None:
    type_in(register, "NC-1", finding__extent=f"All {number} models, 14 releases since 2025-01; 1 more was found.")


@pytest.mark.parametrize("day", [TODAY, LATER])
def test_a_returned_answer_made_several_times_stays_one_version(ncr, register, day):
    assert final(ncr, register, "NC-1").returncode == 0
    returned(register)
    for number in (7, 8, 9):
        extent(register, number)
        assert final(ncr, register, "NC-1", today=day).returncode == 0
    assert [each.version for each in answers(register).of("NC-1")] == [1, 2, 2, 2]
    assert ", replaces version 1 of 2026-06-30" in words(register)


def test_without_a_day_nothing_is_claimed_of_what_the_body_has(ncr, register):
    assert final(ncr, register, "NC-1").returncode == 0
    returned(register, None)
    (found,) = problems(ncr, register, "HIS007")
    assert found["key"] == "finding.body_decision", "it came back, and reads as it was"
    for number in (7, 8):
        extent(register, number)
        assert final(ncr, register, "NC-1", today=LATER).returncode == 0
        assert "replaces version" not in words(register)
        assert "Changed since version 1 of 2026-06-30" in words(register)
    assert [each.version for each in answers(register).of("NC-1")] == [1, 2, 2]
    assert problems(ncr, register, "HIS007") == []


def test_an_edit_is_not_hidden_by_making_the_response_again(ncr, tmp_path):
    def change(rows):
        for row in rows["Findings"]:
            row.update(UNSENT)
    register = house("startup", tmp_path / "startup", change=change)
    final(ncr, register, "NC-1")
    type_in(register, "NC-1", finding__status="Submitted")
    extent(register, 9)
    assert [each["level"] for each in problems(ncr, register)] == ["warning"]
    final(ncr, register, "NC-1", today=LATER)
    assert [each["level"] for each in problems(ncr, register)] == ["warning"]


def test_a_finding_reopened_long_ago_and_answered_since_is_looked_at(ncr, register):
    type_in(register, "NC-1", finding__reopened_on=date(2026, 3, 1), finding__reopen_reason="The gate failed in 2.6.")
    ncr("package", register, "NC-1", "-o", register.parent / "p.zip", "--stage", "plan", "--no-pdf", "--today", TODAY)
    type_in(register, "NC-1", finding__response_sent_on=TODAY)
    assert len(answers(register).of("NC-1")) == 1 and problems(ncr, register) == []
    extent(register, 9)
    assert [each["key"] for each in problems(ncr, register)] == ["finding.extent"]
    type_in(register, "NC-1", finding__status="Reopened", finding__reopened_on=LATER)
    assert problems(ncr, register) == [], "it is open again, and is to be changed"


def test_the_answer_after_a_reopening_is_a_new_version(ncr, register):
    assert final(ncr, register, "NC-1").returncode == 0
    type_in(register, "NC-1", finding__status="Reopened", finding__reopened_on=LATER, finding__response_sent_on=None,
            finding__body_decision=None, finding__reopen_reason="Seen again in release 3.2.")
    extent(register, 9)
    ncr("respond", register, "NC-1", "-o", register.parent / "out", "--today", LATER)
    assert ", replaces version 1 of 2026-06-30" in words(register)


@pytest.mark.parametrize("harm", ["damaged", "gone"])
def test_a_list_that_is_damaged_or_gone_is_said(ncr, register, harm):
    final(ncr, register, "NC-1")
    listed = beside(register).folder / "runs.jsonl"
    listed.write_text(listed.read_text()[20:]) if harm == "damaged" else listed.unlink()
    done = ncr("check", register, "--select", "SNT", "--today", TODAY)
    assert "runs.jsonl" in done.stderr and "not as it was written" in done.stderr


def test_a_date_that_was_sent_and_moved_is_a_warning(ncr, register):
    final(ncr, register, "NC-1")
    type_in(register, "NC-1", finding__response_sent_on=TODAY)
    from openpyxl import load_workbook
    book = load_workbook(register)
    columns = {cell.value: cell.column for cell in book["Actions"][1]}
    row = next(row for row in range(4, 60) if book["Actions"].cell(row, columns["action.finding"]).value == "NC-1")
    book["Actions"].cell(row, columns["action.due"]).value = date(2027, 1, 1)
    book.save(register)
    assert [each["key"] for each in problems(ncr, register)] == ["action.due"]


def test_final_for_all_notes_what_the_body_waits_for_and_each_answer_once(ncr, register):
    for day in (TODAY, date(2026, 7, 1), date(2026, 7, 2)):
        final(ncr, register, today=day)
    assert sorted(answers(register).ids) == ["nc-1", "ofi-1"]
    assert [len(answers(register).of(id)) for id in ("NC-1", "OFI-1")] == [1, 1]


def test_history_tells_of_the_record_in_both_forms(ncr, register):
    final(ncr, register, "NC-1")
    ncr("run", register, "--today", TODAY)
    whole = json.loads(ncr("history", register, "--format", "json").stdout)
    assert whole["whole"] and whole["sent"]["whole"] and len(whole["sent"]["runs"]) == 1
    line = next(beside(register).folder.glob("*/sent.json"))
    line.chmod(0o644)
    line.write_text("{}")
    for words in ((), ("--format", "json")):
        assert ncr("history", register, *words).returncode == 1


def test_a_response_that_could_not_be_noted_does_not_stay_as_final(ncr, register):
    (register.parent / "sent").write_text("a file where the folder goes")
    done = final(ncr, register, "NC-1")
    assert done.returncode == 2 and not (register.parent / "out" / "NC-1_response.docx").exists()
