"""Every figure and state of a day, as tables: each status, each grade, both sides of each boundary, what is not read.

D is the day looked at; "due soon" reaches to D+14. `figures` names every figure besides `total` that counts the row.
"""

from __future__ import annotations

from collections import Counter

import pytest

from ncr_toolkit.core import packs
from ncr_toolkit.core.figures import FIGURES, figures
from ncr_toolkit.core.model import GRADES, STATUSES, Action, Audit, Finding, Settings
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.status import (
    action_standing,
    empty_parts,
    flags,
    is_corrective,
    is_internal,
    is_needless,
    is_overdue_action,
    majors_first,
    next_due,
    open_actions,
    overdue_days,
    standing,
)
from tests.conftest import TODAY
from tests.records import day, plain, record, register, told

OPEN_OR_NOT = plain("""
| Status      | Reopened on | figures       | stands      |
|---|---|---|---|
|             |             |               |             |
| Open        |             | open          | Open        |
| In progress |             | open          | Open        |
| Submitted   |             | open          | Open        |
| Verifying   |             | open          | Open        |
| Closed      |             | closed        | Closed      |
| Reopened    |             | open reopened | Open        |
| Withdrawn   |             |               | Withdrawn   |
| Shut        |             | open          | Open        |
|             | D-1         |               |             |
| Open        | D-1         | open reopened | Open        |
| Submitted   | D           | open reopened | Open        |
| Open        | D+9         | open reopened | Open        |
| Open        | "lately"    | open reopened | Open        |
| Reopened    | D-1         | open reopened | Open        |
| Closed      | D-1         | closed        | Closed      |
| Withdrawn   | D-1         |               | Withdrawn   |
| Shut        | D-1         | open reopened | Open        |
""")

BY_GRADE = plain("""
| Status    | Grade           | figures               | stands    |
|---|---|---|---|
| Open      | Major           | open open_major       | Open      |
| Open      | Minor           | open open_minor       | Open      |
| Open      | Observation     | open open_observation | Open      |
| Open      | Opportunity     | open open_observation | Open      |
| Open      | Area of concern | open open_observation | Open      |
| Open      |                 | open                  | Open      |
| Open      | Magor           | open                  | Open      |
| Closed    | Major           | closed                | Closed    |
| Closed    | Minor           | closed                | Closed    |
| Closed    | Observation     | closed                | Closed    |
| Withdrawn | Major           |                       | Withdrawn |
| Withdrawn | Minor           |                       | Withdrawn |
| Withdrawn | Area of concern |                       | Withdrawn |
|           | Major           |                       |           |
|           | Minor           |                       |           |
|           | Opportunity     |                       |           |
""")

DEADLINES = plain("""
| Status      | Close due | Response due | Response sent on | figures       | late | next | stands           |
|---|---|---|---|---|---|---|---|
| Open        |           |              |                  | open          |      |      | Open             |
| Open        | D-2       |              |                  | open overdue  | 2    |      | Overdue 2 days   |
| Open        | D-1       |              |                  | open overdue  | 1    |      | Overdue 1 day    |
| Open        | D         |              |                  | open due_soon |      | D    | Due soon         |
| Open        | D+1       |              |                  | open due_soon |      | D+1  | Due soon         |
| Open        | D+13      |              |                  | open due_soon |      | D+13 | Due soon         |
| Open        | D+14      |              |                  | open due_soon |      | D+14 | Due soon         |
| Open        | D+15      |              |                  | open          |      | D+15 | Open             |
| Open        | "soon"    |              |                  | open          |      |      | Open             |
| Open        |           | D-1          |                  | open overdue  | 1    |      | Overdue 1 day    |
| Open        |           | D            |                  | open due_soon |      | D    | Due soon         |
| Open        |           | D+14         |                  | open due_soon |      | D+14 | Due soon         |
| Open        |           | D+15         |                  | open          |      | D+15 | Open             |
| Open        |           | "soon"       |                  | open          |      |      | Open             |
| Open        |           | D-1          | D-2              | open          |      |      | Open             |
| Open        |           | D-1          | D                | open          |      |      | Open             |
| Open        |           | D+3          | D-1              | open          |      |      | Open             |
| Open        |           | D-1          | D+9              | open          |      |      | Open             |
| Open        |           | D-1          | "sent"           | open          |      |      | Open             |
| Open        |           | D+3          | "sent"           | open          |      |      | Open             |
| Open        | D-1       |              | D-3              | open overdue  | 1    |      | Overdue 1 day    |
| Open        | D+14      |              | D-3              | open due_soon |      | D+14 | Due soon         |
| Open        | D-1       | D+3          |                  | open overdue  | 1    | D+3  | Overdue 1 day    |
| Open        | D+3       | D-1          |                  | open overdue  | 1    | D+3  | Overdue 1 day    |
| Open        | D+3       | D-1          | D-2              | open due_soon |      | D+3  | Due soon         |
| Open        | D-9       | D-4          |                  | open overdue  | 9    |      | Overdue 9 days   |
| Open        | D-4       | D-9          |                  | open overdue  | 9    |      | Overdue 9 days   |
| Open        | D-4       | D-9          | D-9              | open overdue  | 4    |      | Overdue 4 days   |
| Open        | D+20      | D+5          |                  | open due_soon |      | D+5  | Due soon         |
| Open        | D+5       | D+20         |                  | open due_soon |      | D+5  | Due soon         |
| Open        | D+20      | D+15         |                  | open          |      | D+15 | Open             |
| Open        | D+20      | D+5          | D-1              | open          |      | D+20 | Open             |
| Open        | "soon"    | D-1          |                  | open overdue  | 1    |      | Overdue 1 day    |
| Open        | D+14      | "soon"       |                  | open due_soon |      | D+14 | Due soon         |
| Open        | D         | D            |                  | open due_soon |      | D    | Due soon         |
| In progress | D-1       |              |                  | open overdue  | 1    |      | Overdue 1 day    |
| Submitted   | D-1       |              |                  | open overdue  | 1    |      | Overdue 1 day    |
| Verifying   | D         |              |                  | open due_soon |      | D    | Due soon         |
| Reopened    | D-1       |              |                  | open reopened overdue  | 1 | | Overdue 1 day    |
| Shut        | D-1       |              |                  | open overdue  | 1    |      | Overdue 1 day    |
| Closed      | D-1       | D-1          |                  | closed        |      |      | Closed           |
| Closed      | D+3       | D+3          |                  | closed        |      |      | Closed           |
| Withdrawn   | D-1       | D-1          |                  |               |      |      | Withdrawn        |
| Withdrawn   | D+3       | D+3          |                  |               |      |      | Withdrawn        |
|             | D-1       | D-1          |                  |               |      |      |                  |
|             | D+3       | D+3          |                  |               |      |      |                  |
""")

EVERY = [*OPEN_OR_NOT, *BY_GRADE, *DEADLINES]


def counted(found: Register) -> dict[str, int]:
    return {name: number for name, number in figures(found, TODAY).items() if number}


def only(row: dict[str, str]) -> Register:
    return Register(records={Finding: [record(Finding, {"Finding ID": "NC-1", **row})], Action: []})


@pytest.mark.parametrize("row", EVERY, ids=told)
def test_a_finding_is_counted_where_it_belongs(row):
    assert counted(only(row)) == dict.fromkeys(["total", *row["figures"].split()], 1)


@pytest.mark.parametrize("row", EVERY, ids=told)
def test_where_a_finding_stands(row):
    assert standing(record(Finding, row), TODAY, 14) == row["stands"]


@pytest.mark.parametrize("row", DEADLINES, ids=told)
def test_days_late_and_the_next_deadline(row):
    finding = record(Finding, row)
    assert (overdue_days(finding, TODAY), next_due(finding, TODAY)) == (int(row["late"] or 0), day(row["next"]))


def test_a_register_counts_all_its_rows():
    findings = [record(Finding, {"Finding ID": f"NC-{number}", **row}) for number, row in enumerate(EVERY)]
    expected = Counter(name for row in EVERY for name in ["total", *row["figures"].split()])
    assert counted(Register(records={Finding: findings, Action: []})) == expected


def test_every_status_and_grade_stands_in_the_tables():
    assert {row["Status"] for row in OPEN_OR_NOT} > set(STATUSES)
    assert {row["Grade"] for row in BY_GRADE if row["Status"] == "Open"} > set(GRADES)


@pytest.mark.parametrize(("id", "total"), [("NC-1", 1), ("#REF!", 1), ("", 0)])
def test_a_finding_counts_where_something_stands_for_its_id(id, total):
    assert figures(only({"Finding ID": id, "Status": "Open"}), TODAY)["total"] == total


@pytest.mark.parametrize("row", plain("""
| Due soon means within (days) | Close due | figures       |
|---|---|---|
|                              | D+14      | open due_soon |
|                              | D+15      | open          |
| a fortnight                  | D+14      | open due_soon |
| a fortnight                  | D+15      | open          |
| 0                            | D-1       | open overdue  |
| 0                            | D         | open due_soon |
| 0                            | D+1       | open          |
| 3                            | D+3       | open due_soon |
| 3                            | D+4       | open          |
| 60                           | D+60      | open due_soon |
| 60                           | D+61      | open          |
| 999999999                    | D+61      | open due_soon |
"""), ids=told)
def test_due_soon_reaches_as_far_as_the_register_says(row):
    found = only({"Status": "Open", **row})
    found.settings = record(Settings, row)
    assert counted(found) == dict.fromkeys(["total", *row["figures"].split()], 1)
    marks = {"overdue", "due_soon"} & set(row["figures"].split())
    assert set(flags(found.findings[0], Review(found, packs.load("iso42001"), TODAY))) == marks


ACTIONS = plain("""
| Status    | Finding ID | Due    | Done on | figures                     | stands      |
|---|---|---|---|---|---|
| Open      | NC-1       |        |         | actions_open                | Open        |
| Open      | NC-1       | D-1    |         | actions_open actions_overdue | Overdue    |
| Open      | NC-1       | D      |         | actions_open                | Open        |
| Open      | NC-1       | D+1    |         | actions_open                | Open        |
| Open      | NC-1       | "soon" |         | actions_open                | Open        |
| Open      | NC-1       | D-1    | D       |                             | Done        |
| Open      | NC-1       | D+1    | D-1     |                             | Done        |
| Open      | NC-1       | D-1    | "done"  |                             | Done        |
| Open      | nc‐1       | D-1    |         | actions_open actions_overdue | Overdue    |
| Open      | NC-2       | D-1    |         |                             | Not counted |
| Open      |            | D-1    |         |                             | Not counted |
| Submitted | NC-1       | D-1    |         | actions_open actions_overdue | Overdue    |
| Reopened  | NC-1       | D-1    |         | actions_open actions_overdue | Overdue    |
| Shut      | NC-1       | D-1    |         | actions_open actions_overdue | Overdue    |
| Closed    | NC-1       | D-1    |         |                             | Not counted |
| Closed    | NC-1       |        |         |                             | Not counted |
| Withdrawn | NC-1       | D-1    |         |                             | Not counted |
|           | NC-1       | D-1    |         |                             | Not counted |
| Closed    | NC-1       | D-1    | D       |                             | Done        |
""")


@pytest.mark.parametrize("row", ACTIONS, ids=told)
def test_an_action_is_counted_where_it_belongs(row):
    found = register(f"Findings\n| Finding ID | Status |\n|---|---|\n| NC-1 | {row['Status']} |\n")
    action = record(Action, row)
    found.records[Action] = [action]
    review = Review(found, packs.load("iso42001"), TODAY)
    assert {name: number for name, number in counted(found).items() if name.startswith("actions")} \
        == dict.fromkeys(row["figures"].split(), 1)
    assert action_standing(action, review.find(Finding, action.finding), TODAY) == row["stands"]


def test_an_action_without_a_finding_belongs_to_no_finding_without_an_id():
    found = register("Findings\n| Finding ID | Status |\n|---|---|\n|  | Open |\n")
    found.records[Action] = [record(Action, {"Action ID": "CA-1"})]
    assert list(open_actions(found)) == []


@pytest.mark.parametrize(("due", "late"), [("D-1", True), ("D", False), ("D+1", False), ("", False), ("soon", False)])
def test_an_action_is_overdue_from_the_day_after(due, late):
    assert is_overdue_action(record(Action, {"Due": due, "Done on": "D"}), TODAY) is late


def test_the_figures_are_those_of_the_dashboard():
    assert [figure.name for figure in FIGURES] == [
        "total", "open", "open_major", "open_minor", "open_observation", "overdue", "due_soon", "reopened", "closed",
        "actions_open", "actions_overdue"]


# --- the parts of an answer

PLAN = ["the correction", "the extent", "the root cause", "the corrective action"]
MAJOR = [*PLAN, "the interim mitigation", "the effectiveness check"]
PARTS = plain("""
| Grade           | to answer | to close besides                                |
|---|---|---|
| Major           | all       | the interim mitigation, the effectiveness check |
| Minor           | all       | the effectiveness check                         |
| Observation     |           |                                                 |
| Opportunity     |           |                                                 |
| Area of concern |           |                                                 |
|                 |           |                                                 |
| Magor           |           |                                                 |
""")


def listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def parts(finding: dict[str, str], rows: str = "") -> tuple[list[str], list[str]]:
    """The empty parts to answer, and those of the proof."""
    found = register(rows)
    found.records[Finding] = [record(Finding, {"Finding ID": "NC-1", **finding})]
    review = Review(found, packs.load("iso42001"), TODAY)
    plan, every = (empty_parts(found.findings[0], review, to_close=to_close) for to_close in (False, True))
    assert every[:len(plan)] == plan
    return plan, every[len(plan):]


@pytest.mark.parametrize("row", PARTS, ids=told)
def test_what_the_answer_to_each_grade_needs(row):
    assert parts(row) == (PLAN if row["to answer"] else [], listed(row["to close besides"]))


FILLED = plain("""
| sheet         | headings                        | cells                    | there                                  |
|---|---|---|---|
| Containment   | Kind                            | Correction               | the correction                         |
| Containment   | Kind                            | Containment              |                                        |
| Containment   | Kind                            | Interim mitigation       | the interim mitigation                 |
| Causes        | Root cause                      | The gate asks for none   | the root cause                         |
| Actions       | Kind, Done on                   | Corrective, D            | the corrective action                  |
| Actions       | Kind, Done on                   | , D                      | the corrective action                  |
| Actions       | Kind, Done on                   | Corrective, "done"       | the corrective action                  |
| Actions       | Kind, Done on                   | Improvement, D           |                                        |
| Actions       | Kind, Done on                   | Preventive, D            |                                        |
| Actions       | Kind, Done on                   | Extent, D                |                                        |
| Effectiveness | Criterion, Result               | 12 of 12, Effective      | the effectiveness check                |
| Effectiveness | Criterion, Result               | 12 of 12, Not effective  | the effectiveness check                |
| Effectiveness | Criterion, Result               | 12 of 12, Perhaps        | the effectiveness check                |
| Effectiveness | Criterion, Result               | 12 of 12,                |                                        |
| Effectiveness | Criterion, Result               | , Effective              |                                        |
""")


@pytest.mark.parametrize("row", FILLED, ids=told)
def test_what_fills_a_part(row):
    headings, cells = ([each.strip() for each in row[name].split(",")] for name in ("headings", "cells"))
    plan, proof = parts({"Grade": "Major"}, f"""
{row['sheet']}
| Finding ID | {' | '.join(headings)} |
|---|{'---|' * len(headings)}
| nc-1 | {' | '.join(cells)} |
| NC-2 | {' | '.join(cells)} |
""")
    assert [part for part in MAJOR if part not in plan + proof] == listed(row["there"])


@pytest.mark.parametrize("row", plain("""
| Extent   | Corrective action needed | Reason if no action | there                             |
|---|---|---|---|
| All 6, 0 |                          |                     | the extent                        |
|          | No                       | The form is gone    | the corrective action             |
|          | No                       |                     |                                   |
|          | Yes                      | The form is gone    |                                   |
|          |                          | The form is gone    |                                   |
|          | no need                  | The form is gone    |                                   |
| All 6, 0 | No                       | #REF!               | the extent, the corrective action |
"""), ids=told)
def test_what_fills_a_part_of_the_finding_itself(row):
    plan, proof = parts({"Grade": "Major", **row})
    assert [part for part in MAJOR if part not in plan + proof] == listed(row["there"])
    assert is_needless(record(Finding, row)) is ("the corrective action" in row["there"])


@pytest.mark.parametrize("row", plain("""
| first | second | open |
|---|---|---|
|       |        | yes  |
| D     |        | yes  |
|       | D      | yes  |
| D     | D-1    |      |
| "at"  | D-1    |      |
"""), ids=told)
def test_the_work_is_done_when_every_action_is(row):
    _, proof = parts({"Grade": "Minor"}, f"""
Actions
| Finding ID | Done on         |
|---|---|
| NC-1       | {row['first']}  |
| NC-1       | {row['second']} |
""")
    assert ("the work on the actions" in proof) is bool(row["open"])


@pytest.mark.parametrize(("kind", "corrective"), [("", True), ("Corrective", True), ("Extent", False),
                                                  ("Preventive", False), ("Improvement", False)])
def test_what_is_against_the_cause(kind, corrective):
    assert is_corrective(record(Action, {"Kind": kind})) is corrective


# --- the marks of a finding

FLAGS = plain("""
| Finding ID | Status    | Close due | Reopened on | Repeat of | before    | flags                     |
|---|---|---|---|---|---|---|
| NC-1       | Open      |           |             |           |           |                           |
| NC-1       | Open      | D-1       |             |           |           | overdue                   |
| NC-1       | Open      | D         |             |           |           | due_soon                  |
| NC-1       | Open      |           | D-1         |           |           | reopened                  |
| NC-1       | Reopened  |           |             |           |           | reopened                  |
| NC-1       | Open      |           |             | NC-0      |           | repeat                    |
| NC-1       | Closed    |           |             | NC-0      |           | repeat                    |
| NC-1       | Open      |           |             | #REF!     |           | repeat                    |
| NC-1       | Open      |           |             |           | Closed    | reopened_unmarked         |
| nc‐1       | Open      |           |             |           | Closed    | reopened_unmarked         |
| NC-1       | Shut      |           |             |           | Closed    | reopened_unmarked         |
| NC-1       | Reopened  |           |             |           | Closed    | reopened                  |
| NC-1       | Open      |           | D-1         |           | Closed    | reopened                  |
| NC-1       | Closed    |           |             |           | Closed    |                           |
| NC-1       | Withdrawn |           |             |           | Closed    |                           |
| NC-1       |           |           |             |           | Closed    |                           |
| NC-1       | Open      |           |             |           | Withdrawn |                           |
| NC-1       | Open      |           |             |           | Verifying |                           |
| NC-2       | Open      |           |             |           | Closed    |                           |
|            | Open      |           |             |           | Closed    |                           |
| NC-1       | Reopened  | D-1       |             | NC-0      | Closed    | overdue reopened repeat   |
| NC-1       | Open      | D-1       |             |           | Closed    | overdue reopened_unmarked |
""")


@pytest.mark.parametrize("row", FLAGS, ids=told)
def test_the_marks_of_a_finding(row):
    before = register(f"Findings\n| Finding ID | Status |\n|---|---|\n| NC-1 | {row['before']} |\n|  | Closed |\n")
    found = Register(records={Finding: [record(Finding, row)]})
    review = Review(found, packs.load("iso42001"), TODAY, previous=before if row["before"] else None)
    assert flags(found.findings[0], review) == row["flags"].split()


@pytest.mark.parametrize(("kind", "internal"), [("Internal", True), ("Surveillance", False), ("", False),
                                                ("Inhouse", False), (None, False)])
def test_who_raised_it(kind, internal):
    finding = record(Finding, {"Finding ID": "NC-1", "Audit": "ia-1"})
    audits = [record(Audit, {"Audit ID": "IA-1", "Kind": kind})] if kind is not None else []
    found = Register(records={Finding: [finding], Audit: audits})
    assert is_internal(finding, Review(found, packs.load("iso42001"), TODAY)) is internal


def test_majors_first_then_the_longest_overdue_then_the_nearest_deadline_then_the_id():
    found = register("""
Findings
| Finding ID | Grade           | Status    | Close due |
|---|---|---|---|
| 10         | Observation     | Open      | D-90      |
| 06         | Minor           | Open      | D-2       |
| 09         | Minor           | Closed    | D-50      |
| 07         | #REF!           | Open      | D+1       |
| 08         |                 | Open      | D+2       |
| 03         | Major           | Open      | D         |
| 02         | Major           | Open      | D-1       |
| 01         | Major           | Open      | D-2       |
| 05         | Major           | Withdrawn | D-9       |
| 04         | Major           | Open      | D+300     |
| 12         | Area of concern | Open      |           |
| 11         | Opportunity     | Open      | D+1       |
""")
    assert [finding.id for finding in majors_first(found.findings, TODAY)] == [f"{n:02}" for n in range(1, 13)]
