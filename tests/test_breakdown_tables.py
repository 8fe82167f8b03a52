"""What the Dashboard shows beside the figures, as tables: by grade, age, week, owner, clause and system.

That Excel's formulas say the same is held by `test_breakdown.py`. D is the day looked at.
"""

from __future__ import annotations

import pytest

from ncr_toolkit.core import packs
from ncr_toolkit.core.breakdown import (
    BY_AGE,
    BY_GRADE,
    BY_WEEK,
    CLAUSES,
    OPEN_STATUSES,
    OWNERS,
    SYSTEMS,
    overdue_actions_of,
)
from ncr_toolkit.core.first_findings import NEXT, deadline_cell, key_of, next_deadlines, serial
from ncr_toolkit.core.model import GRADES, Action, Finding
from ncr_toolkit.core.register import Register, Review
from tests.conftest import TODAY
from tests.records import day, plain, record, register, told


def one(row: dict[str, str]) -> Register:
    return Register(records={Finding: [record(Finding, {"Finding ID": "NC-1", "Status": "Open", **row})], Action: []})


def where(lines, found: Register, column: int = 0) -> str:
    """The numbers of the lines that count the register, "0 3"; a line that counts it twice stands there twice."""
    return " ".join(str(number) for number, line in enumerate(lines)
                    for _ in range(line.cells[column][1](found, TODAY)))


@pytest.mark.parametrize("row", plain("""
| Status      | Grade           | line | columns |
|---|---|---|---|
| Open        | Major           | 0    | 0 5     |
| In progress | Major           | 0    | 1 5     |
| Submitted   | Minor           | 1    | 2 5     |
| Verifying   | Observation     | 2    | 3 5     |
| Reopened    | Opportunity     | 3    | 4 5     |
| Open        | Area of concern | 4    | 0 5     |
| Shut        | Major           | 0    | 5       |
| Closed      | Major           |      |         |
| Withdrawn   | Minor           |      |         |
|             | Major           |      |         |
| Open        |                 |      |         |
| Open        | Magor           |      |         |
"""), ids=told)
def test_open_findings_by_grade_and_status(row):
    found, columns = one(row), range(len(OPEN_STATUSES) + 1)
    counts = {(line, column): BY_GRADE[line].cells[column][1](found, TODAY) for line in range(len(GRADES))
              for column in columns}
    assert [each for each, number in counts.items() if number] \
        == [(int(row["line"]), int(column)) for column in row["columns"].split()]
    assert set(counts.values()) <= {0, 1}


@pytest.mark.parametrize("row", plain("""
| Status    | Raised on  | line |
|---|---|---|
| Open      | D+9        | 0    |
| Open      | D          | 0    |
| Open      | D-30       | 0    |
| Open      | D-31       | 1    |
| Open      | D-60       | 1    |
| Open      | D-61       | 2    |
| Open      | D-90       | 2    |
| Open      | D-91       | 3    |
| Open      | D-900      | 3    |
| Open      |            | 4    |
| Open      | "in April" | 4    |
| Reopened  | D-31       | 1    |
| Shut      | D-91       | 3    |
| Closed    | D-31       |      |
| Withdrawn | D-91       |      |
| Closed    |            |      |
|           | D-1        |      |
"""), ids=told)
def test_how_old_the_open_findings_are(row):
    assert where(BY_AGE, one(row)) == row["line"]


def test_the_ages_are_named_for_what_they_count():
    assert [line.label for line in BY_AGE] == ["0 to 30 days", "31 to 60 days", "61 to 90 days", "over 90 days",
                                               "no date"]


@pytest.mark.parametrize("row", plain("""
| Status | Close due | Response due | Response sent on | weeks |
|---|---|---|---|---|
| Open   | D-1       |              |                  |       |
| Open   | D         |              |                  | 0     |
| Open   | D+6       |              |                  | 0     |
| Open   | D+7       |              |                  | 1     |
| Open   | D+13      |              |                  | 1     |
| Open   | D+14      |              |                  | 2     |
| Open   | D+49      |              |                  | 7     |
| Open   | D+55      |              |                  | 7     |
| Open   | D+56      |              |                  |       |
| Open   | "soon"    |              |                  |       |
| Open   |           | D            |                  | 0     |
| Open   |           | D+7          |                  | 1     |
| Open   |           | D+7          | D-1              |       |
| Open   | D+20      | D+7          |                  | 1 2   |
| Open   | D+8       | D+7          |                  | 1 1   |
| Open   | D+20      | D+7          | D-1              | 2     |
| Closed | D+7       | D+7          |                  |       |
"""), ids=told)
def test_what_is_due_in_the_next_weeks(row):
    assert where(BY_WEEK, one(row)) == row["weeks"]


@pytest.mark.parametrize("row", plain("""
| Due    | Done on | Finding ID | week |
|---|---|---|---|
| D-1    |         | NC-1       |      |
| D      |         | NC-1       | 0    |
| D+6    |         | NC-1       | 0    |
| D+7    |         | NC-1       | 1    |
| D+55   |         | NC-1       | 7    |
| D+56   |         | NC-1       |      |
|        |         | NC-1       |      |
| "soon" |         | NC-1       |      |
| D+7    | D       | NC-1       |      |
| D+7    |         | NC-2       |      |
"""), ids=told)
def test_which_actions_are_due_in_the_next_weeks(row):
    found = one({})
    found.records[Action] = [record(Action, row)]
    assert where(BY_WEEK, found, 1) == row["week"]


@pytest.mark.parametrize("row", plain("""
| Status    | Close due | Response due | owner | clause | system |
|---|---|---|---|---|---|
| Open      |           |              |       | x      | x      |
| Open      | D-1       |              | x     | x      | x      |
| Open      | D-2       |              | x     | x      | x      |
| Open      | D         |              |       | x      | x      |
| Open      |           | D-1          | x     | x      | x      |
| Shut      | D-1       |              | x     | x      | x      |
| Closed    | D-1       |              |       | x      |        |
| Withdrawn | D-1       |              |       |        |        |
|           | D-1       |              |       | x      |        |
"""), ids=told)
def test_what_counts_for_an_owner_a_clause_and_a_system(row):
    found = one({**row, "Owner": "Ana Lima", "Reference": "8.4", "AI system": "Triage"})
    for ranking, heading, name in ((OWNERS, "owner", "Ana Lima"), (CLAUSES, "clause", "8.4"),
                                   (SYSTEMS, "system", "Triage")):
        assert ranking.values(found, TODAY) == ([(name, 1)] if row[heading] else []), ranking.title


@pytest.mark.parametrize("row", plain("""
| Owner    | Due | Done on | Finding ID | counts |
|---|---|---|---|---|
| Ana Lima | D-1 |         | NC-1       | x      |
| ana lima | D-1 |         | NC-1       | x      |
| Bo Li    | D-1 |         | NC-1       |        |
|          | D-1 |         | NC-1       |        |
| Ana Lima | D   |         | NC-1       |        |
| Ana Lima |     |         | NC-1       |        |
| Ana Lima | D-1 | D       | NC-1       |        |
| Ana Lima | D-1 |         | NC-2       |        |
"""), ids=told)
def test_whose_actions_are_overdue(row):
    found = one({})
    found.records[Action] = [record(Action, row)]
    assert overdue_actions_of("Ana  Lima", found, TODAY) == bool(row["counts"])


def test_only_so_many_deadlines_are_listed_and_equals_stand_as_in_the_register():
    dues = ["Observation | D-9", "Minor | D+1", "| D+1", "Magor | D", *["Major | D+9"] * 9, "Major | D-1"]
    rows = "\n".join(f"| {number} | Open | {due} |" for number, due in enumerate(dues))
    found = register(f"Findings\n| Finding ID | Status | Grade | Close due |\n|---|---|---|---|\n{rows}\n")
    review = Review(found, packs.load("iso42001"), TODAY)
    assert " ".join(finding.id for finding, _ in next_deadlines(review)) == "13 0 3 1 2 4 5 6 7 8"
    del found.findings[5:]
    assert " ".join(finding.id for finding, _ in next_deadlines(review)) == "0 3 1 2 4" and NEXT == 10


def test_the_key_of_a_deadline_holds_what_it_has_its_turn_by():
    finding = record(Finding, {"Finding ID": "NC-1", "Grade": "Minor"})
    assert serial(day("1900-03-01")) == 61 and serial(day("2026-06-30")) == 46203
    assert key_of(finding, day("2026-06-29"), 7, TODAY) == 1_046202_1_00007
    assert key_of(finding, day("2026-06-30"), 7, TODAY) == 3_046203_1_00007
    assert key_of(finding, None, 7, TODAY) == 3_999999_1_00007


def test_the_cell_of_a_deadline_is_its_day_or_the_column():
    day = "INT(MOD($A$1,1000000000000)/1000000)"
    assert deadline_cell("", "$A$1") == f'IF($A$1="","",IF({day}=999999,"",{day}))'
    assert deadline_cell("missing", "$A$1") == (
        'IF($A$1="","",IFERROR(INDEX(tblFindings[Missing for the plan],MOD($A$1,100000)),""))')
    assert deadline_cell("title", "$A$1", 5) == (
        'IF($A$1="","",IFERROR(IF(LEN(INDEX(tblFindings[Title],MOD($A$1,100000)))>5,'
        'LEFT(INDEX(tblFindings[Title],MOD($A$1,100000)),4)&"…",INDEX(tblFindings[Title],MOD($A$1,100000))&""),""))')
