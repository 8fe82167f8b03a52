"""What is proven of an answer, and nothing more: each stage by name, what is missing first, and what is wanted now."""

from __future__ import annotations

import json

import openpyxl
import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import MINOR_JUDGED_BY
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.stage import Readiness, Stage
from ncr_toolkit.excel.patch.write_back import write_marked
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.report import check_html, check_json
from ncr_toolkit.report.next_steps import next_steps
from ncr_toolkit.report.readiness import counted, state
from tests.conftest import TODAY
from tests.records import plain, told
from tests.tables import parse, save
from tests.test_readiness import COMPLETE

Change = tuple[str, int, str, str]  # sheet, row, header, what stands there then

REVIEWED = [("Effectiveness", 0, "Reviewed on", "2026-06-20"), ("Effectiveness", 0, "Observed", "12 of 12"),
            ("Effectiveness", 0, "Result", "Effective"), ("Effectiveness", 0, "Review due", "2026-07-25")]
SHOWN = [("Evidence", 3, header, value) for header, value in (
    ("Evidence ID", "E-4"), ("Finding ID", "NC-1"), ("Supports", "Effectiveness"), ("Kind", "Record"),
    ("File or link", "other.txt"), ("Dated", "2026-06-20"))]
CRITERION = parse(COMPLETE).rows["Effectiveness"][0].items()
OPEN_ACTION = [("Actions", 0, "Done on", ""), ("Actions", 0, "Due", "2026-07-15")]
OBSERVATION = [("Findings", 0, "Grade", "Observation"),
               ("Findings", 0, "Acceptance justification", "One reader is enough."),
               ("Findings", 0, "Risk rationale", "A wrong entry stands for a week.")]
CHANGES: dict[str, list[Change]] = {
    "the work is done": [],
    "an action is open": OPEN_ACTION,
    "an action is open, and nobody looks": [*OPEN_ACTION, *(("Check settings", 0, header, value) for header, value in (
        ("Check", "EVD010"), ("Level", "Off"), ("Reason", "Too loud"), ("Decided by", "Ana Lima")))],
    "a mitigation is still planned": [("Containment", 1, "Done on", ""),
                                      ("Containment", 1, "Planned on", "2026-07-24")],
    "no cause": [("Causes", 0, "Root cause", "")],
    "effective": [*REVIEWED, *SHOWN],
    "effective, not at first": [
        *REVIEWED, *SHOWN, *(("Effectiveness", 1, header, value) for header, value in CRITERION),
        ("Effectiveness", 1, "Reviewed on", "2026-06-10"), ("Effectiveness", 1, "Observed", "9 of 12"),
        ("Effectiveness", 1, "Result", "Not effective"), ("Effectiveness", 1, "Review due", "2026-06-10")],
    "effective without its proof": REVIEWED,
    "effective, and a second criterion is open": [
        *REVIEWED, *SHOWN, *(("Effectiveness", 1, header, value) for header, value in CRITERION),
        ("Effectiveness", 1, "Criterion", "0 of 20 in 60 days")],
    "effective on a day to come": [*REVIEWED, *SHOWN, ("Effectiveness", 0, "Reviewed on", "2026-07-20")],
    "partly effective": [*REVIEWED, *SHOWN, ("Effectiveness", 0, "Result", "Partly effective")],
    "too early": [*REVIEWED, *SHOWN, ("Effectiveness", 0, "Result", "Too early")],
    "effective, and reopened since": [
        *REVIEWED, *SHOWN, ("Findings", 0, "Status", "Reopened"), ("Findings", 0, "Reopened on", "2026-06-22"),
        ("Findings", 0, "Closed on", "2026-06-21"), ("Actions", 0, "Done on", "2026-06-24"),
        ("Actions", 0, "Due", "2026-06-28"), ("Evidence", 2, "Dated", "2026-06-25"),
        ("Findings", 0, "Response due", "2026-07-05"), ("Findings", 0, "Close due", "2026-08-20"),
        ("Findings", 0, "Reason for reopening", "It was seen again in release 2.6.")],
    "effective by the state before": [*REVIEWED, *SHOWN, ("Evidence", 3, "Baseline", "Yes")],
    "no action is needed": [
        ("Actions", 0, "Finding ID", ""), ("Effectiveness", 0, "Finding ID", ""), ("Evidence", 2, "Supports", "C-1"),
        ("Findings", 0, "Corrective action needed", "No"),
        ("Findings", 0, "Reason if no action", "The form was withdrawn in May and is used nowhere else.")],
    "withdrawn": [("Findings", 0, "Status", "Withdrawn")],
    "observation accepted": [*OBSERVATION, ("Findings", 0, "Disposition", "Accept")],
    "observation acted on": [*OBSERVATION, *OPEN_ACTION, ("Findings", 0, "Disposition", "Act")],
    "observation undecided": OBSERVATION,
}


def assessed(tmp_path, *changes: Change) -> Assessment:
    """The complete answer of a Major, with these cells changed."""
    tables, folder = parse(COMPLETE), tmp_path / "evidence"
    for sheet, number, header, value in changes:
        rows = tables.rows.setdefault(sheet, [])
        rows += [{} for _ in range(number + 1 - len(rows))]
        rows[number][header] = value
    folder.mkdir()
    for name, text in (("log.txt", "gate: release 2.4 refused"), ("other.txt", "releases of June: 12 of 12")):
        (folder / name).write_text(text)
    review = Review(read_register(save(tables, tmp_path / "register.xlsx")), packs.load("iso42001"), TODAY, folder)
    return Assessment(review, run(review))


@pytest.mark.parametrize("row", plain("""
| how                                 | stage         | words          | next names     |
|---|---|---|---|
| the work is done                    | implemented   | implemented    | Effectiveness! |
| an action is open                   | plan complete | plan complete  | CA-1           |
| an action is open, and nobody looks | plan complete | plan complete  | Actions!       |
| a mitigation is still planned       | plan complete | plan complete  | C-2            |
| no cause                            | not ready     | not ready      | Causes!        |
| effective                           | effective     | effective      |                |
| effective, not at first             | effective     | effective      |                |
| effective, and a second criterion is open | implemented | implemented | Effectiveness! |
| effective without its proof         | implemented   | implemented    | Effectiveness! |
| effective on a day to come          | not ready     | not ready      | Effectiveness! |
| partly effective                    | plan complete | plan complete  | Effectiveness! |
| too early                           | implemented   | implemented    | Effectiveness! |
| effective, and reopened since       | not ready     | not ready      | Effectiveness! |
| no action is needed                 | implemented   | implemented    |                |
| effective by the state before       | implemented   | implemented    | Effectiveness! |
| withdrawn                           | withdrawn     | withdrawn      |                |
| observation accepted                | decided       | accepted as is |                |
| observation acted on                | decided       | action log     |                |
| observation undecided               | not ready     | not ready      | Findings!      |
"""), ids=told)
def test_what_is_proven_and_nothing_more(row, tmp_path):
    assessment = assessed(tmp_path, *CHANGES[row["how"]])
    finding = assessment.findings[0]
    found = assessment.readiness(finding)
    assert (assessment.stage(finding), assessment.next(finding)) == (found.stage, found.next)
    assert (str(found.stage), found.words) == (row["stage"], row["words"]), found
    assert (found.next is None) if not row["next names"] else row["next names"] in found.next
    assert state(finding, assessment).startswith(found.words)


def test_a_review_from_before_it_was_reopened_proves_nothing(tmp_path):
    assessment = assessed(tmp_path, *CHANGES["effective, and reopened since"])
    assert "was reviewed before it was reopened" in (assessment.readiness(assessment.findings[0]).effect_gaps or ())[0]


def test_what_needs_no_formal_answer_is_decided_without_a_gap_alone():
    faulty = Readiness((), ("E-1 is not there. (Evidence!F4)",), settled=Stage.DECIDED)
    assert faulty.stage is Stage.NOT_READY and not faulty.ready() and faulty.serves_as == "decision"
    assert faulty.next == "E-1 is not there. (Evidence!F4)"


def test_each_stage_holds_the_one_before():
    for found in (Readiness(), Readiness(effect_gaps=("x",)), Readiness((), ("x",)), Readiness(("x",))):
        assert found.proof_ready is (found.stage in (Stage.IMPLEMENTED, Stage.EFFECTIVE))
        assert found.plan_ready is (found.stage is not Stage.NOT_READY)
        assert (found.next is None) is (found.stage is Stage.EFFECTIVE)
    assert Readiness(effect_gaps=None).stage is Stage.IMPLEMENTED and Readiness(effect_gaps=None).next is None


@pytest.mark.parametrize("row", plain("""
| grade       | decision       | audit        | setting | wanted |
|---|---|---|---|---|
| Minor       | Sent           | Surveillance |         | plan   |
| Minor       |                | Surveillance | plan    | plan   |
| Minor       | Returned       | Surveillance |         | plan   |
| Minor       | Plan accepted  | Surveillance |         | proof  |
| Minor       | Closed by body | Surveillance |         | proof  |
| Minor       | Sent           | Surveillance | both    | proof  |
| Minor       |                | Internal     |         | proof  |
| Major       | Sent           | Surveillance |         | proof  |
| Major       | Plan accepted  | Surveillance | plan    | proof  |
| Observation |                | Surveillance | both    | proof  |
"""), ids=told)
def test_what_is_wanted_follows_the_grade_and_the_decision(row, tmp_path):
    setting = {"": "", "plan": MINOR_JUDGED_BY[0], "both": MINOR_JUDGED_BY[1]}[row["setting"]]
    assessment = assessed(tmp_path, ("Findings", 0, "Grade", row["grade"]), ("Audits", 0, "Kind", row["audit"]),
                          ("Findings", 0, "Body's decision", row["decision"]),
                          ("Register", 0, "A Minor is judged by", setting))
    found = assessment.readiness(assessment.findings[0])
    assert found.wanted == row["wanted"]
    assert found.missing() == found.missing(Purpose(row["wanted"])) and found.ready() is found.ready(found.wanted)


def test_the_json_says_it_too(tmp_path):
    assessment = assessed(tmp_path)
    (found,) = json.loads(check_json.report(assessment))["findings"]
    assert (found["stage"], found["plan_ready"], found["proof_ready"], found["wanted"], found["ready"]) == (
        "implemented", True, True, "proof", True)
    assert found["next"].startswith("The review of the effect of NC-1 is planned for 2026-08-30. (Effectiveness!")


UNSENT = [("Findings", 0, header, "") for header in ("Response sent on", "Body's decision")]


def test_an_answer_that_waits_to_be_sent_is_called_so_everywhere(tmp_path):
    assessment = assessed(tmp_path, *UNSENT)
    (finding,) = assessment.findings
    assert state(finding, assessment) == "implemented, ready to be sent; 1 thing is missing before its effect is shown"
    assert state(finding, assessment) in check_html.report(assessment)
    assert "the answer is ready to be sent: ncr respond makes it" in next_steps(assessment)[0]
    read = [value for row in results_of(assessment, tmp_path) for value in row if value]
    assert "The answer to NC-1 is ready to be sent." in read and read.count("ready") == 1


def test_once_sent_a_review_that_is_planned_is_nothing_to_do_now(tmp_path):
    assessment = assessed(tmp_path)
    assert not assessment.can_be_sent(assessment.findings[0])
    assert next_steps(assessment)[0].endswith(
        ". Nothing is to be done before 2026-08-30: then review its effect, and enter the result (Effectiveness).")
    assert "ready to be sent" not in check_html.report(assessment)


def test_an_answer_that_is_not_ready_is_named(tmp_path):
    assert counted(assessed(tmp_path, *OPEN_ACTION)) == \
        "0 of 1 ready; not ready: NC-1 (Major, plan complete)"


def results_of(assessment: Assessment, folder) -> list[tuple]:
    """What stands on the sheet Check results of a copy in which the results are marked."""
    write_marked(assessment, folder / "register.xlsx", folder / "marked.xlsx", TODAY, force=False)
    book = openpyxl.load_workbook(folder / "marked.xlsx")
    return list(book["Check results"].iter_rows(values_only=True))
