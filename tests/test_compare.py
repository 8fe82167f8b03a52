"""What changed between two registers: every kind of change at its cells, and nothing else."""

from __future__ import annotations

import pytest

from ncr_toolkit.compare.change import Change
from ncr_toolkit.compare.comparison import changes
from ncr_toolkit.core import packs
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.tables import parse, parse_before, ref, save


def reviews(markdown: str, tmp_path) -> tuple[Review, Review]:
    """The earlier and the present register of a Markdown text."""
    before = parse_before(markdown)
    assert before is not None, "the earlier register is missing"
    pack = packs.load("iso42001")
    return tuple(Review(read_register(save(tables, tmp_path / name)), pack, TODAY)
                 for name, tables in (("before.xlsx", before), ("now.xlsx", parse(markdown))))


def told(change: Change) -> tuple[str, ...]:
    return ("!" if change.grave else "") + change.kind.name.lower(), change.record, str(change.cell), change.old, change.new


@pytest.fixture
def found(tmp_path):
    """A function: Markdown -> the changes as (kind, record, cell, old, new), in order; a ! marks what is grave."""

    def look(markdown: str) -> list[tuple[str, ...]]:
        return [told(change) for change in changes(*reviews(markdown, tmp_path))]

    return look


def findings(before: str, now: str, columns: str, more: str = "") -> str:
    """Two tables of findings with an id and these columns; a row is its cells with bars between."""
    head = f"| Finding ID | {columns} |\n" + "|---" * (columns.count("|") + 2) + "|\n"
    rows = ["".join(f"| {row.strip()} |\n" for row in rows.split(";")) for rows in (before, now)]
    return f"(before) Findings\n{head}{rows[0]}\nFindings\n{head}{rows[1]}\n{more}"


def child(sheet: str, before: str, now: str, columns: str, finding: str = "NC-1 | In progress",
          was: str = "") -> str:
    """A finding, and two tables of rows that belong to it."""
    head = f"{sheet}\n| {columns} |\n" + "|---" * (columns.count("|") + 1) + "|\n"
    rows = ["".join(f"| {row.strip()} |\n" for row in rows.split(";") if row.strip()) for rows in (before, now)]
    return findings(was or finding, finding, "Status", f"(before) {head}{rows[0]}\n{head}{rows[1]}")


# --- findings

def test_nothing_changed(found):
    assert found(findings("NC-1 | Open", "nc-1 | Open", "Status")) == []


def test_a_new_finding(found):
    assert found(findings("NC-1 | Open", "NC-1 | Open; NC-2 | Open", "Status")) \
        == [("new", "NC-2", ref("finding.id", 5), "", "NC-2")]


def test_a_finding_vanished(found):
    assert found(findings("NC-1 | Open; NC-2 | Open", "NC-2 | Open", "Status")) \
        == [("!vanished", "NC-1", "Findings", "NC-1", "")]


def test_what_belongs_to_a_new_or_vanished_finding_is_told_with_it(found):
    rows = """
    (before) Actions
    | Action ID | Finding ID |
    |---|---|
    | CA-1 | NC-1 |
    Actions
    | Action ID | Finding ID |
    |---|---|
    | CA-2 | NC-2 |"""
    assert [each[0] for each in found(findings("NC-1 | A", "NC-2 | B", "Title", rows))] == ["!vanished", "new"]


def test_closed_with_its_day_and_name_is_one_change(found):
    assert found(findings("NC-1 | Verifying | |", "NC-1 | Closed | 2026-06-02 | Ana Lima",
                          "Status | Closed on | Closed by")) == [("closed", "NC-1", ref("finding.status", 4), "Verifying", "Closed")]


def test_withdrawn(found):
    assert found(findings("NC-1 | Open", "NC-1 | Withdrawn", "Status")) \
        == [("withdrawn", "NC-1", ref("finding.status", 4), "Open", "Withdrawn")]


@pytest.mark.parametrize(("now", "expected"), [
    ("Reopened | |", ("reopened", "NC-1", ref("finding.status", 4), "Closed", "Reopened")),
    ("In progress | 2026-06-02 | The gate was bypassed.", ("reopened", "NC-1", ref("finding.status", 4), "Closed", "In progress")),
    ("In progress | |", ("!reopened_silently", "NC-1", ref("finding.status", 4), "Closed", "In progress")),
])
def test_reopened(found, now, expected):
    assert found(findings("NC-1 | Closed | |", f"NC-1 | {now}", "Status | Reopened on | Reason for reopening")) == [expected]


def test_a_day_of_an_earlier_reopening_does_not_mark_this_one(found):
    assert found(findings("NC-1 | Closed | 2025-02-02", "NC-1 | Open | 2025-02-02", "Status | Reopened on")) \
        == [("!reopened_silently", "NC-1", ref("finding.status", 4), "Closed", "Open")]


@pytest.mark.parametrize(("was", "now", "kind"), [
    ("Open", "In progress", "status"), ("Withdrawn", "Open", "status"), ("Open", "", "!status"), ("Closed", "", "!status"),
])
def test_the_status_moved_otherwise(found, was, now, kind):
    assert found(findings(f"NC-1 | A | {was}", f"NC-1 | A | {now}", "Title | Status")) \
        == [(kind, "NC-1", ref("finding.status", 4), was, now)]


@pytest.mark.parametrize(("was", "now", "kind"), [
    ("Major", "Minor", "!grade_lowered"), ("Minor", "Opportunity", "!grade_lowered"), ("Minor", "", "!grade_lowered"),
    ("Minor", "Major", "grade_raised"), ("Observation", "Opportunity", "grade_changed"), ("", "Minor", "grade_changed"),
])
def test_the_grade(found, was, now, kind):
    assert found(findings(f"NC-1 | {was} | Open", f"NC-1 | {now} | Open", "Grade | Status")) \
        == [(kind, "NC-1", ref("finding.grade", 4), was, now)]


def test_a_grade_that_the_body_lowered_is_told_and_not_grave(found):
    assert found(findings("NC-1 | Major | ", "NC-1 | Minor | Minor after appeal", "Grade | Body's comment"))[0] \
        == ("grade_lowered", "NC-1", ref("finding.grade", 4), "Major", "Minor")


def test_the_body_decided(found):
    assert found(findings("NC-1 | Sent | ", "NC-1 | Returned | And the old ones?", "Body's decision | Body's comment")) \
        == [("decision", "NC-1", ref("finding.body_decision", 4), "Sent", "Returned")]


def test_a_response_was_sent(found):
    assert found(findings("NC-1 | | Not sent", "NC-1 | 2026-06-02 | Sent", "Response sent on | Body's decision")) \
        == [("sent", "NC-1", ref("finding.response_sent_on", 4), "", "2026-06-02")]


@pytest.mark.parametrize(("column", "cell"), [
    ("Statement of nonconformity", ref("finding.statement", 4)), ("Requirement", ref("finding.requirement", 4)),
    ("Objective evidence", ref("finding.objective_evidence", 4)), ("Reference", ref("finding.reference", 4))])
def test_the_auditors_words(found, column, cell):
    assert found(findings("NC-1 | Three are missing", "NC-1 | One is late", column)) \
        == [("!auditors_words", "NC-1", cell, "Three are missing", "One is late")]
    assert found(findings("NC-1 | Three  are missing", "NC-1 | Three are missing", column)) == []
    assert found(findings("NC-1 | A | ", "NC-1 | A | Three are missing", f"Title | {column}")) \
        == [("other", "NC-1", cell, "", "Three are missing")]


# --- dates

DATES = [("response_due", "Response due", ref("finding.response_due", 4)),
         ("close_due", "Close due", ref("finding.close_due", 4))]


@pytest.mark.parametrize(("column", "cell"), [each[1:] for each in DATES])
@pytest.mark.parametrize(("was", "now", "kind"), [
    ("2026-07-01", "2026-08-01", "!date_later"), ("2026-07-01", "2026-06-20", "date_earlier"),
    ("", "2026-07-01", "date_first"), ("2026-07-01", "", "!date_emptied"),
])
def test_the_deadlines_of_a_finding(found, column, cell, was, now, kind):
    assert found(findings(f"NC-1 | Open | {was}", f"NC-1 | Open | {now}", f"Status | {column}")) \
        == [(kind, "NC-1", cell, was, now)]


CHILD_DATES = [("Actions", "Action ID", "Due", "CA-1", ref("action.due", 4)),
               ("Readiness plan", "Item ID", "Due", "RP-1", ref("readiness.due", 4)),
               ("Containment", "Step ID", "Planned on", "C-1", ref("containment.planned_on", 4))]


@pytest.mark.parametrize(("sheet", "id", "column", "record", "cell"), CHILD_DATES)
@pytest.mark.parametrize(("was", "now", "kind"), [
    ("2026-07-01", "2026-08-01", "!date_later"), ("2026-07-01", "2026-06-20", "date_earlier"),
    ("", "2026-07-01", "date_first"), ("2026-07-01", "", "!date_emptied"),
])
def test_the_due_dates_of_rows(found, sheet, id, column, record, cell, was, now, kind):
    assert found(child(sheet, f"{record} | NC-1 | {was}", f"{record} | NC-1 | {now}", f"{id} | Finding ID | {column}")) \
        == [(kind, record, cell, was, now)]


def test_the_review_of_effectiveness_moved(found):
    assert found(child("Effectiveness", "NC-1 | 12 of 12 | 2026-07-01", "NC-1 | 12 of 12 | 2026-08-01",
                       "Finding ID | Criterion | Review due")) \
        == [("!date_later", "NC-1", ref("effect.due", 4), "2026-07-01", "2026-08-01")]


EXTENSION = """
Extensions
| Finding or action ID | Old date | New date | Reason | Agreed by |
|---|---|---|---|---|
| {} | 2026-07-01 | {} | {} | {} |"""


@pytest.mark.parametrize(("row", "kind"), [
    (("nc-1", "2026-08-01", "Late parts", "Eva Holm"), "date_later_agreed"),
    (("NC-1", "2026-08-02", "Late parts", "Eva Holm"), "!date_later"),
    (("NC-1", "2026-08-01", "", "Eva Holm"), "!date_later"),
    (("NC-1", "2026-08-01", "Late parts", ""), "!date_later"),
    (("NC-2", "2026-08-01", "Late parts", "Eva Holm"), "!date_later"),
])
def test_a_later_date_counts_with_reason_name_and_that_date(found, row, kind):
    both = findings("NC-1 | Open | 2026-07-01", "NC-1 | Open | 2026-08-01", "Status | Close due", EXTENSION.format(*row))
    assert found(both)[0] == (kind, "NC-1", ref("finding.close_due", 4), "2026-07-01", "2026-08-01")


def test_an_action_needs_an_extension_of_its_own(found):
    both = child("Actions", "CA-1 | NC-1 | 2026-07-01", "CA-1 | NC-1 | 2026-08-01", "Action ID | Finding ID | Due")
    assert found(both + EXTENSION.format("NC-1", "2026-08-01", "Strike", "Eva Holm"))[0][0] == "!date_later"
    assert found(both + EXTENSION.format("CA-1", "2026-08-01", "Strike", "Eva Holm"))[0][0] == "date_later_agreed"


def test_a_row_that_no_extension_can_name_goes_by_that_of_its_finding(found):
    both = child("Readiness plan", "RP-1 | NC-1 | 2026-07-01", "RP-1 | NC-1 | 2026-08-01", "Item ID | Finding ID | Due")
    assert found(both + EXTENSION.format("NC-1", "2026-08-01", "Strike", "Eva Holm"))[0][0] == "date_later_agreed"


def test_reopening_asks_for_new_dates(found):
    both = findings("NC-1 | Closed | 2026-03-01", "NC-1 | Reopened | 2026-08-01", "Status | Close due")
    assert [each[0] for each in found(both)] == ["reopened", "date_later"]


@pytest.mark.parametrize(("column", "cell"), [
    ("Response sent on", ref("finding.response_sent_on", 4)), ("Closed on", ref("finding.closed_on", 4)),
    ("Reopened on", ref("finding.reopened_on", 4))])
def test_a_day_of_the_history_was_emptied(found, column, cell):
    assert found(findings("NC-1 | Open | 2026-02-02", "NC-1 | Open |", f"Status | {column}")) \
        == [("!date_emptied", "NC-1", cell, "2026-02-02", "")]


def test_an_answer_that_came_back_is_still_to_be_sent(found):
    both = findings("NC-1 | 2026-05-02 | Sent", "NC-1 | | Returned", "Response sent on | Body's decision")
    assert [each[0] for each in found(both)] == ["date_emptied", "decision"]


# --- work

@pytest.mark.parametrize(("markdown", "record", "cell"), [
    (findings("NC-1 | Ana Lima", "NC-1 | Bo Ek", "Owner"), "NC-1", ref("finding.owner", 4)),
    *((child(sheet, f"{record} | NC-1 | Ana Lima", f"{record} | NC-1 | Bo Ek", f"{id} | Finding ID | Owner"), record, cell)
      for sheet, id, record, cell in (("Actions", "Action ID", "CA-1", ref("action.owner", 4)),
                                      ("Containment", "Step ID", "C-1", ref("containment.owner", 4)),
                                      ("Readiness plan", "Item ID", "RP-1", ref("readiness.owner", 4))))])
def test_the_owner_changed(found, markdown, record, cell):
    assert found(markdown) == [("owner", record, cell, "Ana Lima", "Bo Ek")]


@pytest.mark.parametrize(("sheet", "id", "record", "cell"), [
    ("Actions", "Action ID", "CA-1", ref("action.done_on", 4)),
    ("Containment", "Step ID", "C-1", ref("containment.done_on", 4)),
    ("Readiness plan", "Item ID", "RP-1", ref("readiness.done_on", 4))])
def test_done_and_undone(found, sheet, id, record, cell):
    columns = f"{id} | Finding ID | Done on"
    assert found(child(sheet, f"{record} | NC-1 |", f"{record} | NC-1 | 2026-06-02", columns)) \
        == [("done", record, cell, "", "2026-06-02")]
    assert found(child(sheet, f"{record} | NC-1 | 2026-06-02", f"{record} | NC-1 |", columns)) \
        == [("!undone", record, cell, "2026-06-02", "")]


@pytest.mark.parametrize(("sheet", "columns", "row", "came", "went"), [
    ("Actions", "Action ID | Finding ID | Action", "CA-2 | NC-1 | Gate", "action_added", "action_dropped"),
    ("Causes", "Cause ID | Finding ID | Root cause", "RC-2 | NC-1 | No rule", "cause_added", "cause_removed"),
    ("Evidence", "Evidence ID | Finding ID | Title", "E-2 | NC-1 | Gate log", "evidence_added", "!evidence_removed"),
    ("Containment", "Step ID | Finding ID | What was done", "C-2 | NC-1 | Stopped", "row_added", "row_removed"),
    ("Readiness plan", "Item ID | Finding ID | Preparation for the re-audit", "RP-2 | NC-1 | A list", "row_added",
     "row_removed"),
    ("5 Whys", "Finding ID | Leg | Why 1", "NC-1 | Why it happened | No rule", "row_added", "row_removed"),
    ("Fishbone", "Finding ID | Category | Possible cause", "NC-1 | Data | One site only", "row_added", "row_removed"),
    ("AI questions", "Finding ID | Question | Answer", "NC-1 | Q09 | No", "row_added", "row_removed"),
    ("Effectiveness", "Finding ID | Criterion", "NC-1 | 12 of 12", "row_added", "row_removed"),
    ("Sign-off", "Finding ID | Role | Name", "NC-1 | Top management | Ana Lima", "row_added", "row_removed"),
    ("Lessons", "Finding ID | Lesson", "NC-1 | Ask earlier", "row_added", "row_removed"),
    ("Extensions", "Finding or action ID | New date", "NC-1 | 2026-09-01", "row_added", "!row_removed"),
    ("Audits", "Audit ID | Kind", "SA-2026 | Special", "row_added", "row_removed"),
    ("People", "Name | Role", "Ana Lima | Engineer", "row_added", "row_removed"),
    ("Decisions", "Check | Record ID | Reason", "OWN004 | NC-1 | On leave", "row_added", "row_removed"),
    ("Check settings", "Check | Level", "OWN005 | Off", "row_added", "row_removed"),
])
def test_a_row_came_or_went(found, sheet, columns, row, came, went):
    [(kind, _, cell, *_)] = found(child(sheet, "", row, columns))
    assert kind == came and cell.startswith(f"{sheet}!") and cell.endswith("4")
    [(kind, _, cell, *_)] = found(child(sheet, row, "", columns))
    assert (kind, cell) == (went, sheet)


def test_a_row_that_is_gone_is_told_by_the_first_text_in_it(tmp_path):
    both = child("Containment", "C-2 | NC-1 | Stopped the filter", "", "Step ID | Finding ID | What was done")
    [change] = changes(*reviews(both, tmp_path))
    assert "Stopped the filter" in change.message


def test_what_a_row_is_known_by_is_enough_to_find_it_again(found):
    both = child("5 Whys", "NC-1 | Why it happened | No rule | No owner; NC-1 | Why it was not detected | No test |",
                 "NC-1 | Why it was not detected | No test |; NC-1 | Why it happened | No rule | Nobody asked",
                 "Finding ID | Leg | Why 1 | Why 2")
    assert found(both) == [("other", "NC-1", ref("why.why2", 5), "No owner", "Nobody asked")]


def test_the_one_row_that_is_left_is_the_same_rewritten(found):
    both = child("Effectiveness", "NC-1 | No mail without approval", "NC-1 | 12 of 12 releases", "Finding ID | Criterion")
    assert [each[:3] for each in found(both)] == [("other", "NC-1", ref("effect.criterion", 4))]


PROOF = "Evidence ID | Finding ID | Title | File or link | Fingerprint"


@pytest.mark.parametrize(("was", "now", "expected"), [
    ("a.txt | f1", "b.txt | f1", ("evidence_file", "E-1", ref("evidence.file", 4), "a.txt", "b.txt")),
    ("a.txt | f1", "a.txt | F2", ("!fingerprint", "E-1", ref("evidence.sha256", 4), "f1", "F2")),
    ("a.txt | f1", "a.txt | F1", None),
    ("a.txt | f1", "a.txt |", ("!fingerprint", "E-1", ref("evidence.sha256", 4), "f1", "")),
    ("a.txt |", "a.txt | f1", ("other", "E-1", ref("evidence.sha256", 4), "", "f1")),
    ("log (link) x/a.txt |", "log (link) x/b.txt |", ("evidence_file", "E-1", ref("evidence.file", 4), "a.txt", "b.txt")),
    ("log (link) x/a.txt |", "log (link) y/a.txt |", None),
    ("log (link) x/a.txt |", "log |", None),
])
def test_the_file_of_an_evidence(found, was, now, expected):
    assert found(child("Evidence", f"E-1 | NC-1 | Log | {was}", f"E-1 | NC-1 | Log | {now}", PROOF)) \
        == ([expected] if expected else [])


@pytest.mark.parametrize(("was", "now"), [("", "Effective"), ("Too early", "Not effective")])
def test_the_result_of_the_effectiveness_review(found, was, now):
    assert found(child("Effectiveness", f"NC-1 | A | {was} |", f"NC-1 | A | {now} | 2026-06-02",
                       "Finding ID | Criterion | Result | Reviewed on")) \
        == [("result", "NC-1", ref("effect.result", 4), was, now)]


def test_somebody_left(found, tmp_path):
    both = findings("NC-1 | Open | Ana Lima", "NC-1 | Open | Ana Lima", "Status | Owner", """
    (before) People
    | Name | Left on |
    |---|---|
    | Ana Lima | |
    People
    | Name | Left on |
    |---|---|
    | Ana Lima | 2026-05-31 |""")
    assert found(both) == [("left", "Ana Lima", ref("person.left_on", 4), "", "2026-05-31")]
    assert changes(*reviews(both, tmp_path))[0].message == "Ana Lima left on 2026-05-31, and still owns 1 open finding."


# --- closed and sent

CLOSED, SENT = "NC-1 | Closed", "NC-1 | Submitted"


@pytest.mark.parametrize(("column", "cell"), [
    ("Extent", ref("finding.extent", 4)), ("Title", ref("finding.title", 4)),
    ("Consequences", ref("finding.consequences", 4)), ("Closed by", ref("finding.closed_by", 4)),
    ("Acceptance justification", ref("finding.acceptance_reason", 4))])
@pytest.mark.parametrize(("status", "kind"), [("Closed", "!closed_changed"), ("Submitted", "!sent_changed")])
def test_a_text_of_a_closed_or_sent_finding(found, column, cell, status, kind):
    assert found(findings(f"NC-1 | {status} | Six", f"NC-1 | {status} | Nine", f"Status | {column}")) \
        == [(kind, "NC-1", cell, "Six", "Nine")]


@pytest.mark.parametrize(("status", "more"), [("Closed", {"response_due": "closed", "note": "other"}),
                                              ("Submitted", {"note": "other"})])
def test_what_is_no_answer_may_change(found, status, more):
    assert found(findings(f"NC-1 | {status} | Six", f"NC-1 | {status} | Nine", "Status | Internal note")) \
        == [("other", "NC-1", ref("finding.internal_note", 4), "Six", "Nine")]
    assert found(findings(f"NC-1 | {status} | A |", f"NC-1 | {status} | A | MR 2", "Status | Title | Management review")) \
        == [("other", "NC-1", ref("finding.management_review_reference", 4), "", "MR 2")]


SENT_SIGNS = ["Submitted | | ", "Verifying | | ", "In progress | 2026-05-02 | ", "In progress | | Sent",
              "In progress | | Plan accepted", "In progress | | Closed by body"]


@pytest.mark.parametrize("sign", SENT_SIGNS)
def test_how_an_answer_is_known_to_be_sent(found, sign):
    columns = "Status | Response sent on | Body's decision | Extent"
    assert [each[0] for each in found(findings(f"NC-1 | {sign} | Six", f"NC-1 | {sign} | Nine", columns))] == ["!sent_changed"]
    assert [each[0] for each in found(findings(f"NC-1 | {sign} |", f"NC-1 | {sign} | Nine", columns))] == ["other"]


@pytest.mark.parametrize("now", ["In progress | 2026-05-02 | Returned", "Submitted | 2026-06-02 | Sent",
                                 "Reopened | 2026-05-02 | Sent"])
def test_an_answer_that_came_back_or_is_sent_again_may_change(found, now):
    both = findings("NC-1 | Submitted | 2026-05-02 | Sent | Six", f"NC-1 | {now} | Nine",
                    "Status | Response sent on | Body's decision | Extent")
    assert ("other", "NC-1", ref("finding.extent", 4), "Six", "Nine") in found(both)


PARTS = [
    ("Containment", "Step ID | Finding ID | What was done", "C-1 | NC-1 | ", "D4"),
    ("5 Whys", "Finding ID | Leg | Why 1", "NC-1 | Why it happened | ", "D4"),
    ("Fishbone", "Finding ID | Category | Possible cause", "NC-1 | Data | ", "C4"),
    ("AI questions", "Finding ID | Question | Answer", "NC-1 | Q09 | ", "D4"),
    ("Causes", "Cause ID | Finding ID | Root cause", "RC-1 | NC-1 | ", "C4"),
    ("Actions", "Action ID | Finding ID | Action", "CA-1 | NC-1 | ", "E4"),
    ("Evidence", "Evidence ID | Finding ID | Title", "E-1 | NC-1 | ", "D4"),
    ("Effectiveness", "Finding ID | Method | Criterion", "", ""),
    ("Readiness plan", "Item ID | Finding ID | Preparation for the re-audit", "RP-1 | NC-1 | ", "C4"),
    ("Sign-off", "Finding ID | Role | Name", "NC-1 | Top management | ", "C4"),
]


@pytest.mark.parametrize(("sheet", "columns", "row", "cell"), [each for each in PARTS if each[3]])
@pytest.mark.parametrize(("finding", "kind"), [(CLOSED, "!closed_changed"), (SENT, "!sent_changed"), ("NC-1 | Open", "other")])
def test_a_row_of_a_closed_or_sent_finding_changed(found, sheet, columns, row, cell, finding, kind):
    [(said, _, where, was, now)] = found(child(sheet, f"{row}The old text", f"{row}The new text", columns, finding))
    assert (said, where, was, now) == (kind, f"{sheet}!{cell}", "The old text", "The new text")


@pytest.mark.parametrize(("sheet", "columns", "row", "cell"), [each for each in PARTS if each[3]])
def test_a_row_of_a_closed_or_sent_finding_came_or_went(found, sheet, columns, row, cell):
    for finding, came, went in ((CLOSED, True, True), (SENT, False, True)):
        [(kind, *_)] = found(child(sheet, "", f"{row}A text", columns, finding))
        assert kind.startswith("!") is came, kind
        [(kind, *_)] = found(child(sheet, f"{row}A text", "", columns, finding))
        assert kind.startswith("!") is went, kind


def test_the_result_after_sending_may_be_given_and_not_turned(found):
    def effect(was, now):
        return found(child("Effectiveness", f"NC-1 | A | {was}", f"NC-1 | A | {now}", "Finding ID | Criterion | Result", SENT))

    assert effect("", "Effective")[0][0] == "result"
    assert effect("Not effective", "Effective")[0][0] == "!result"


def test_work_goes_on_after_an_answer_was_sent(found):
    both = child("Actions", "CA-1 | NC-1 | Ana Lima |", "CA-1 | NC-1 | Bo Ek | 2026-06-02",
                 "Action ID | Finding ID | Owner | Done on", SENT)
    assert [each[0] for each in found(both)] == ["owner", "done"]


def test_the_same_on_a_closed_finding_needs_a_look(found, tmp_path):
    both = child("Actions", "CA-1 | NC-1 | Ana Lima |", "CA-1 | NC-1 | Bo Ek | 2026-06-02",
                 "Action ID | Finding ID | Owner | Done on", CLOSED)
    assert [each[0] for each in found(both)] == ["!owner", "!done"]
    assert changes(*reviews(both, tmp_path))[0].message \
        == "The owner of CA-1 of NC-1 was Ana Lima and is Bo Ek now, though NC-1 is closed."


# --- ids

def test_a_renumbered_finding_takes_its_rows_along(found):
    both = """
    (before) Findings
    | Finding ID | Audit | Statement of nonconformity | Status |
    |---|---|---|---|
    | NC-1 | SA-1 | No impact assessment was made before release 2.3 of the triage model. | Submitted |
    (before) Actions
    | Action ID | Finding ID | Action |
    |---|---|---|
    | CA-1 | NC-1 | The gate asks |
    (before) 5 Whys
    | Finding ID | Why 1 |
    |---|---|
    | NC-1 | No rule |
    (before) Extensions
    | Finding or action ID | New date |
    |---|---|
    | NC-1 | 2026-08-01 |
    Findings
    | Finding ID | Audit | Statement of nonconformity | Status |
    |---|---|---|---|
    | NC-7 | SA-1 | No impact assessment was made before release 2.3 of the triage model | Submitted |
    Actions
    | Action ID | Finding ID | Action |
    |---|---|---|
    | CA-1 | NC-7 | The gate refuses |
    5 Whys
    | Finding ID | Why 1 |
    |---|---|
    | NC-7 | No rule |
    Extensions
    | Finding or action ID | New date |
    |---|---|
    | NC-7 | 2026-08-01 |"""
    assert [each[:3] for each in found(both)] == [
        ("!renumbered", "NC-7", ref("finding.id", 4)), ("!auditors_words", "NC-7", ref("finding.statement", 4)),
        ("!sent_changed", "CA-1", ref("action.what", 4))]


@pytest.mark.parametrize("now", ["NC 01", "NC-01", "nc.1", "NC1"])
def test_another_spelling_of_an_id(found, now):
    assert found(findings("NC-1 | A", f"{now} | A", "Title")) == [("!renumbered", now, ref("finding.id", 4), "NC-1", now)]


def test_another_finding_of_the_same_words_is_another_one(found):
    """The next audit raises the same again, and the old row was deleted."""
    columns = "Audit | Raised on | Statement of nonconformity"
    said = "No impact assessment was made before release of the triage model."
    for there in ("SA-2 | 2026-03-20", "SA-1 | 2026-04-20"):
        both = findings(f"NC-1 | SA-1 | 2026-03-20 | {said}", f"NC-7 | {there} | {said}", columns)
        assert [each[0] for each in found(both)] == ["!vanished", "new"]


def test_of_several_that_say_the_same_nobody_knows_which_one_went(found):
    said = "The assessment of the model is missing."
    both = findings(f"NC-1 | {said}; NC-2 | {said}", f"NC-2 | {said}; NC-9 | {said}", "Statement of nonconformity")
    assert [each[0] for each in found(both)] == ["!vanished", "new"]


def test_ids_that_moved_by_one_are_seen_for_what_they_are(found):
    texts = ["No impact assessment was made before release.", "The supplier of the model was never reviewed.",
             "Logs of the operators are kept for nine days."]
    before = "; ".join(f"NC-{number} | {text}" for number, text in enumerate(texts, 1))
    now = "; ".join(f"NC-{number} | {text}" for number, text in enumerate(texts[1:], 1))
    rows = """
    (before) Causes
    | Cause ID | Finding ID | Root cause |
    |---|---|---|
    | RC-1 | NC-1 | No gate |
    | RC-2 | NC-2 | No rule |
    Causes
    | Cause ID | Finding ID | Root cause |
    |---|---|---|
    | RC-2 | NC-1 | No rule |"""
    assert sorted(each[:2] + each[3:] for each in found(findings(before, now, "Statement of nonconformity", rows))) == [
        ("!renumbered", "NC-1", "NC-2", "NC-1"), ("!renumbered", "NC-2", "NC-3", "NC-2"), ("!vanished", "NC-1", "NC-1", "")]


def test_a_finding_rewritten_under_its_id_is_still_the_same(found):
    assert [each[0] for each in found(findings("NC-1 | No impact assessment was made.", "NC-1 | Logs are kept for nine days.",
                                               "Statement of nonconformity"))] == ["!auditors_words"]


def test_rows_with_another_id_of_our_own(found):
    both = """
    (before) Causes
    | Cause ID | Finding ID | Root cause |
    |---|---|---|
    | RC-1 | NC-1 | The gate asks for a report only |
    (before) Actions
    | Action ID | Finding ID | Cause ID | Action |
    |---|---|---|---|
    | CA-1 | NC-1 | RC-1 | The gate refuses a release without assessment |
    (before) Evidence
    | Evidence ID | Finding ID | Supports | Title |
    |---|---|---|---|
    | E-1 | NC-1 | CA-1 | Gate log of the rejected release |
    Causes
    | Cause ID | Finding ID | Root cause |
    |---|---|---|
    | C1 | NC-1 | The gate asks for a report only |
    Actions
    | Action ID | Finding ID | Cause ID | Action |
    |---|---|---|---|
    | A1 | NC-1 | C1 | The gate refuses a release without assessment |
    Evidence
    | Evidence ID | Finding ID | Supports | Title |
    |---|---|---|---|
    | P1 | NC-1 | A1 | Gate log of the rejected release |"""
    assert found(findings("NC-1 | Open", "NC-1 | Open", "Status", both)) == [
        ("renumbered", "C1", ref("cause.id", 4), "RC-1", "C1"), ("renumbered", "A1", ref("action.id", 4), "CA-1", "A1"),
        ("renumbered", "P1", ref("evidence.id", 4), "E-1", "P1")]


def test_ids_of_our_own_may_be_used_once_in_each_finding(found):
    columns, rows = "Action ID | Finding ID | Action | Due", "CA-1 | NC-1 | Gate | {}; CA-1 | NC-2 | Gate | {}"
    head = f"Actions\n| {columns} |\n|---|---|---|---|\n"

    def table(*days):
        return head + "".join(f"| {row.strip()} |\n" for row in rows.format(*days).split(";"))

    both = findings("NC-1 | Open; NC-2 | Open", "NC-2 | Open; NC-1 | Open", "Status",
                    f"(before) {table('2026-07-01', '2026-07-02')}\n{table('2026-07-01', '2026-07-05')}")
    assert found(both) == [("!date_later", "CA-1", ref("action.due", 5), "2026-07-02", "2026-07-05")]


def test_a_row_that_moved_to_another_finding(found):
    both = child("Actions", "CA-1 | NC-1 | Gate", "CA-1 | NC-2 | Gate", "Action ID | Finding ID | Action")
    both = both.replace("| NC-1 | In progress |", "| NC-1 | In progress |\n| NC-2 | Open |")
    assert found(both) == [("other", "CA-1", ref("action.finding", 4), "NC-1", "NC-2")]


def test_rows_of_one_id_are_told_apart_by_what_they_say(found):
    both = findings("NC-1 | A | Open; NC-1 | B | Open", "NC-1 | B | Closed; NC-1 | A | Open", "Title | Status")
    assert found(both) == [("closed", "NC-1", ref("finding.status", 4), "Open", "Closed")]


def test_one_of_two_rows_of_one_id_is_gone(found, tmp_path):
    both = findings("NC-1 | A; NC-1 | B", "NC-1 | B", "Title")
    assert found(both) == [("!vanished", "NC-1", "Findings", "NC-1", "")]
    assert f"another row of that id is still there ({ref('finding.id', 4)})" in changes(*reviews(both, tmp_path))[0].message


def test_findings_without_an_id_are_known_by_what_they_say(found):
    said = "No impact assessment was made before release."
    assert found(findings(f" | {said} | Open", f"NC-1 | {said} | Open", "Statement of nonconformity | Status")) \
        == [("!renumbered", "NC-1", ref("finding.id", 4), "", "NC-1")]


# --- what cannot be compared

def test_a_cell_that_cannot_be_read_is_never_emptied(found):
    columns = "Status | Close due"
    assert found(findings("NC-1 | Open | 2026-07-01", 'NC-1 | Open | "03/05/2026"', columns)) \
        == [("!unclear", "NC-1", ref("finding.close_due", 4), "2026-07-01", "03/05/2026")]
    assert found(findings('NC-1 | Open | "03/05/2026"', 'NC-1 | Open | "03/05/2026"', columns)) == []
    assert found(findings('NC-1 | Open | "03/05/2026"', 'NC-1 | Open | 2026-05-03', columns)) \
        == [("unclear", "NC-1", ref("finding.close_due", 4), "03/05/2026", "2026-05-03")]
    assert found(findings('NC-1 | Open | "03/05/2026"', 'NC-1 | Open | 2026-09-03', columns))[0][0] == "!unclear"


def test_an_unread_status_is_neither_open_nor_closed(found):
    assert found(findings("NC-1 | Closed", "NC-1 | Clsoed", "Status")) \
        == [("!unclear", "NC-1", ref("finding.status", 4), "Closed", "Clsoed")]


ACTIONS = """
    {0}Actions
    | Action ID | Finding ID |
    |---|---|
    | CA-1      | NC-1       |"""


def without(tables, sheet: str):
    tables.without.append(sheet)
    return tables


@pytest.mark.parametrize("which", ["old", "new", "both"])
def test_a_missing_sheet_could_not_be_compared(which, tmp_path):
    both = findings("NC-1 | Open", "NC-1 | Open", "Status", ACTIONS.format("(before) ") + ACTIONS.format(""))
    before, now = parse_before(both), parse(both)
    for name, tables in (("old", before), ("new", now)):
        if which in (name, "both"):
            without(tables, "Actions")
    pair = [Review(read_register(save(tables, tmp_path / f"{number}.xlsx")), packs.load("iso42001"), TODAY)
            for number, tables in enumerate((before, now))]
    assert [told(change) for change in changes(*pair)] \
        == [("not_compared" if which == "both" else "!not_compared", "", "Actions", "", "")]


def test_without_the_sheet_findings_the_rest_is_compared(tmp_path):
    both = child("Actions", "CA-1 | NC-1 | Ana", "CA-1 | NC-1 | Bo", "Action ID | Finding ID | Owner")
    pair = [Review(read_register(save(tables, tmp_path / f"{number}.xlsx")), packs.load("iso42001"), TODAY)
            for number, tables in enumerate((parse_before(both), without(parse(both), "Findings")))]
    assert [told(change)[:3] for change in changes(*pair)] \
        == [("!not_compared", "", "Findings"), ("owner", "CA-1", ref("action.owner", 4))]


def test_a_missing_column_could_not_be_compared(found):
    before = "| Finding ID | Title | Owner |\n|---|---|---|\n| NC-1 | A | Ana Lima |\n"
    now = "| Finding ID | Title | (no column) Owner |\n|---|---|---|\n| NC-1 | A | |\n"
    assert found(f"(before) Findings\n{before}Findings\n{now}") == [("!not_compared", "", "Findings", "", "")]
    assert found(f"(before) Findings\n{now}Findings\n{before}") == [("!not_compared", "", "Findings", "", "")]


def test_a_column_that_came_later_was_blank_in_an_older_file(found):
    before = "| Finding ID | Title | (no column) Disputed |\n|---|---|---|\n| NC-1 | A | |\n"
    assert found(f"(before) Findings\n{before}" + "Findings\n| Finding ID | Title | Disputed |\n|---|---|---|\n| NC-1 | A | Yes |") \
        == [("other", "NC-1", ref("finding.disputed", 4), "", "Yes")]


def test_two_empty_registers(found):
    assert found("(before) People\n| Name |\n|---|\nPeople\n| Name |\n|---|\n") == []


def test_an_empty_register_after_a_full_one(found):
    assert [each[0] for each in found("""
    (before) Findings
    | Finding ID |
    |---|
    | NC-1 |
    | NC-2 |""")] == ["!vanished", "!vanished"]


def test_another_register_is_said_first(found):
    ids = "{}Register\n| Register ID |\n|---|\n| {} |\n"
    both = findings("NC-1 | Open", "NC-2 | Open", "Status", ids.format("(before) ", "lund") + ids.format("", "malmo"))
    assert found(both)[0] == ("!other_register", "", ref("register.id"), "lund", "malmo")
    assert found(findings("NC-1 | A", "NC-1 | A", "Title", ids.format("(before) ", "lund") + ids.format("", "Lund"))) == []


def test_facts_of_the_register(found):
    facts = "{}Register\n| Organisation |\n|---|\n| {} |\n"
    assert found(findings("NC-1 | A", "NC-1 | A", "Title", facts.format("(before) ", "Acme") + facts.format("", "Acme AB"))) \
        == [("other", "", ref("register.organisation"), "Acme", "Acme AB")]


def test_grave_first_then_majors(found):
    both = findings("NC-1 | Minor | Closed; NC-2 | Major | Open; NC-3 | Major | Closed",
                    "NC-1 | Minor | Open; NC-2 | Major | In progress; NC-3 | Major | Open", "Grade | Status")
    assert [each[:2] for each in found(both)] == [("!reopened_silently", "NC-3"), ("!reopened_silently", "NC-1"),
                                                  ("status", "NC-2")]
