"""What the runs remember, in checks and in the response: dates that moved, closings and reopenings."""

from __future__ import annotations

import io
from datetime import date

import docx
import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.memory import Memory
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.timeline import chronicle, moved_dates
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.runs.memory_update import remembered
from ncr_toolkit.word.response import response_bytes
from tests.conftest import TODAY
from tests.tables import parse, ref, save

PACK = packs.load("iso42001")
FIRST = """
Findings
| Finding ID | Grade | Status      | Raised on  | Close due  | Closed on |
|---|---|---|---|---|---|
| NC-1       | Minor | In progress | 2026-01-10 | 2026-07-10 |           |

Actions
| Action ID | Finding ID | Action | Due        |
|---|---|---|---|
| CA-1      | NC-1       | A gate | 2026-07-01 |
"""


@pytest.fixture
def month(tmp_path):
    """A function: tables, day, earlier memory -> the review of that day."""

    def look(markdown: str, day: date = TODAY, memory: Memory | None = None) -> Review:
        path = save(parse(markdown), tmp_path / f"{day}.xlsx")
        return Review(read_register(path), PACK, day, memory=memory)

    return look


@pytest.fixture
def memory(month) -> Memory:
    return remembered(None, month(FIRST, date(2026, 4, 30)))


def found(review: Review, *codes: str) -> dict[tuple[str, str], str]:
    return {(each.code, str(each.cell)): str(each.level) for each in run(review, codes)}


LATER = FIRST.replace("2026-07-10", "2026-09-10").replace("2026-07-01", "2026-08-01")
AGREED = """
Extensions
| Finding or action ID | Old date   | New date   | Reason   | Agreed by | Agreed on  |
|---|---|---|---|---|---|
| NC-1                 | 2026-07-10 | 2026-08-20 | Late     | M. Silva  | 2026-05-20 |
| NC-1                 | 2026-08-20 | 2026-09-10 | {reason} | M. Silva  | 2026-06-20 |
| CA-1                 | 2026-07-01 | 2026-08-01 | Late     | Ana Lima  | 2026-06-20 |
"""


def test_a_date_that_moved_without_an_extension_is_an_error_from_the_run_on(month, memory):
    assert found(month(LATER, memory=memory), "HIS004", "XTN") == {
        ("HIS004", ref("finding.close_due", 4)): "error", ("HIS004", ref("action.due", 4)): "error"}
    assert found(month(LATER), "HIS004") == {}, "without runs nobody knows"
    assert found(month(FIRST, memory=memory), "HIS004") == {}


def test_an_extension_with_reason_and_name_agrees_to_it(month, memory):
    assert found(month(LATER + AGREED.format(reason="Late"), memory=memory), "HIS004", "XTN001") == {}


def test_an_extension_without_a_reason_does_not(month, memory):
    agreed = LATER + AGREED.format(reason="")
    assert found(month(agreed, memory=memory), "HIS004", "XTN001") == {("XTN001", ref("extension.reason", 5)): "error"}
    assert found(month(agreed), "HIS004", "XTN001") == {("XTN001", ref("extension.reason", 5)): "warning"}


def test_a_reopened_finding_has_new_dates(month):
    closed = remembered(None, month(FIRST.replace("In progress", "Closed     "), date(2026, 4, 30)))
    again = LATER.replace("In progress", "Reopened   ")
    assert found(month(again, memory=closed), "HIS004") == {}
    then = remembered(closed, month(again, date(2026, 5, 31)))
    moved = again.replace("2026-09-10", "2026-10-10")
    assert found(month(moved, memory=then), "HIS004") == {("HIS004", ref("finding.close_due", 4)): "error"}


def test_count_and_days_of_extensions(month, memory):
    review = month(LATER + AGREED.format(reason="Late"))
    (finding,) = review.register.findings
    told = [(each.record.label, each.name, str(each.first), each.days, each.agreed)
            for each in moved_dates(finding, review)]
    assert told == [("NC-1", "close_due", "2026-07-10", 62, 2), ("CA-1", "due", "2026-07-01", 31, 1)], "from the sheet"
    review = month(LATER, memory=memory)
    told = [(each.name, str(each.first), each.agreed) for each in moved_dates(review.register.findings[0], review)]
    assert told == [("close_due", "2026-07-10", 0), ("due", "2026-07-01", 0)], "from the runs"
    assert moved_dates(month(FIRST, memory=memory).register.findings[0], month(FIRST, memory=memory)) == []


def back_and_forth(month) -> Review:
    """Closed in February, open in April, closed in May, open again: the register shows only the last of each."""
    rows = """
    Findings
    | Finding ID | Grade | Status | Raised on | Closed on | Reopened on | Reason for reopening |
    |---|---|---|---|---|---|---|
    | NC-1 | Minor | {} | 2026-01-10 | {} | {} | It came back |"""
    memory = None
    for day, status, closed, reopened in ((date(2026, 2, 28), "Closed", "2026-02-20", ""),
                                          (date(2026, 4, 30), "Reopened", "2026-02-20", "2026-04-03"),
                                          (date(2026, 5, 31), "Closed", "2026-05-12", "2026-04-03")):
        memory = remembered(memory, month(rows.format(status, closed, reopened), day, memory))
    return month(rows.format("Reopened", "2026-05-12", "2026-06-15"), memory=memory)


def test_every_opening_and_closing_stands_in_the_chronicle(month):
    review = back_and_forth(month)
    assert [(str(day), what) for day, what in chronicle(review.register.findings[0], review)] == [
        ("2026-01-10", "Raised"), ("2026-02-20", "Closed"), ("2026-04-03", "Reopened"), ("2026-05-12", "Closed"),
        ("2026-06-15", "Reopened")]


def texts(review: Review) -> list[str]:
    assessment = Assessment(review, run(review))
    finding = review.find(Finding, "NC-1")
    assert finding is not None
    data = response_bytes(review, finding, assessment.readiness(finding), purpose=Purpose.PROOF)
    document = docx.Document(io.BytesIO(data))
    return [paragraph.text for paragraph in document.paragraphs] \
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def test_the_history_of_the_response_holds_them(month, memory):
    told = texts(back_and_forth(month))
    assert "History" in told and "Day by day" in told
    assert all(day in told for day in ("2026-02-20", "2026-04-03", "2026-05-12", "2026-06-15"))
    moved = texts(month(LATER, memory=memory))
    assert "Dates that moved" in moved and "62" in moved and "2026-07-10" in moved
    assert "History" not in texts(month(FIRST, memory=memory))
