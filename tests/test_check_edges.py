"""Edges of single checks that neither their pages nor the seeded defects show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.records import register


def messages(code: str, markdown: str, pack: packs.Pack | None = None) -> list[str]:
    review = Review(register(markdown), pack or packs.load("iso42001"), TODAY)
    return [problem.message for problem in run(review, select=[code])]


@pytest.mark.parametrize(("questions", "says"), [
    (packs.load("iso9001").questions, "NC-1 has nothing on 5 Whys, Fishbone or AI questions."),
    ((), "NC-1 has nothing on 5 Whys or Fishbone.")])
def test_a_standard_without_questions_asks_for_no_answers(questions, says):
    pack = replace(packs.load("iso9001"), questions=questions)
    assert messages("CAU004", """
Findings
| Finding ID | Grade | Status      |
|---|---|---|
| NC-1       | Major | In progress |
""", pack) == [says]


@pytest.mark.parametrize(("typed", "may_be"), [
    ("`5.1`", " It could have been 5.1."), ("`8.4`", " It could have been 8.4."), ("`77.7`", "")])
def test_only_references_of_the_standard_are_offered(workbook, typed, may_be):
    path = workbook(f"Findings\n| Finding ID | Reference |\n|---|---|\n| NC-1 | {typed} |\n")
    (found,) = run(Review(read_register(path), packs.load("iso42001"), TODAY), select=["CEL007"])
    assert found.message == f"'Reference' is not text: Excel has made '{typed[1:-1]}' of what was typed.{may_be}"


@pytest.mark.parametrize(("longest", "due", "found"), [
    ("90", "D+80", False), ("90", "D+81", True), ("", "D+80", False), ("", "D+81", True), ("30", "D+20", False),
    ("30", "D+21", True), ("999999999", "D+300", False)])
def test_the_longest_watch_period_ends_on_its_last_day(longest, due, found):
    assert bool(messages("EFF009", f"""
Register
| Organisation | Longest watch period (days) |
|---|---|
| Tessvalen    | {longest}                   |

Findings
| Finding ID | Grade | Status      |
|---|---|---|
| NC-1       | Minor | In progress |

Actions
| Action ID | Finding ID | Done on |
|---|---|---|
| CA-1      | NC-1       | D-10    |

Effectiveness
| Finding ID | Review due |
|---|---|
| NC-1       | {due}      |
""")) is found


@pytest.mark.parametrize(("least", "reviewed", "found"), [
    ("30", "D-10", True), ("30", "D-11", False), ("30", "D+18", True), ("30", "D+19", True), ("30", "D+20", False),
    ("", "D+19", True), ("", "D+20", False), ("0", "D-10", False)])
def test_the_shortest_watch_period_ends_on_its_last_day(least, reviewed, found):
    assert bool(messages("EFF008", f"""
Register
| Organisation | Shortest watch period (days) |
|---|---|
| Tessvalen    | {least}                      |

Findings
| Finding ID | Grade | Status      |
|---|---|---|
| NC-1       | Minor | In progress |

Actions
| Action ID | Finding ID | Done on |
|---|---|---|
| CA-1      | NC-1       | D-10    |

Effectiveness
| Finding ID | Reviewed on | Result    |
|---|---|---|
| NC-1       | {reviewed}  | Effective |
""")) is found
