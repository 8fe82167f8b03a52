"""A register changes how grave a check is for itself, and sets checks aside for one record: never in silence."""

from __future__ import annotations

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.tables import parse, ref, save

LATE = """
People
| Name      | E-mail          |
|---|---|
| Ana Lima  | ana@example.org |

Findings
| Finding ID | Grade | Status      | Owner    | Consequences | Extent |
|---|---|---|---|---|---|
| NC-1       | Minor | In progress | Ana Lima |              | none   |
| NC-2       | Major | Open        | Ana Lima |              | 6 of 6 |
"""


def look(markdown: str, tmp_path) -> Assessment:
    review = Review(read_register(save(parse(markdown), tmp_path / "register.xlsx")), packs.load("iso42001"), TODAY)
    return Assessment(review, run(review))


def setting(code: str, level: str, reason: str = "Agreed with the body", by: str = "Ana Lima") -> str:
    return ("\nCheck settings\n| Check | Level | Reason | Decided by |\n|---|---|---|---|\n"
            f"| {code} | {level} | {reason} | {by} |\n")


def levels(assessment: Assessment, code: str) -> list[tuple[str, Level]]:
    return [(str(problem.cell), problem.level) for problem in assessment.problems if problem.code == code]


def test_a_level_is_changed_for_the_whole_register(tmp_path):
    plain, changed = look(LATE, tmp_path), look(LATE + setting("EXT002", "Error"), tmp_path)
    [(cell, level), *early] = levels(plain, "EXT002")
    assert level is Level.WARNING
    assert levels(changed, "EXT002") == [(cell, Level.ERROR), *early], "what is only logged stays work to do"
    assert early[0][1] is Level.INFO


def test_an_error_made_a_warning_does_not_stand_in_the_way(tmp_path):
    gap = "does not show that you looked"
    plain = look(LATE, tmp_path)
    assert any(gap in each for each in plain.readiness(plain.review.register.findings[0]).gaps)
    lower = look(LATE + setting("ext003", "warning"), tmp_path)
    assert levels(lower, "EXT003")[0][1] is Level.WARNING
    assert not any(gap in each for each in lower.readiness(lower.review.register.findings[0]).gaps)


def test_a_check_of_the_proof_stands_in_the_way_of_the_proof_alone_also_as_an_error(tmp_path):
    begun = LATE.replace("| NC-2       | Major | Open        |", "| NC-2       | Major | In progress |")
    plain, same = look(begun, tmp_path), look(begun + setting("COR002", "Error"), tmp_path)
    assert levels(same, "COR002") == levels(plain, "COR002") and levels(same, "COR002")[0][1] is Level.ERROR
    for before, after in zip(plain.findings, same.findings, strict=True):
        assert same.readiness(after) == plain.readiness(before)


def test_switched_off_is_said_with_its_number(tmp_path):
    off = look(LATE + setting("EXT003", "Off"), tmp_path)
    [problem] = [problem for problem in off.problems if problem.code == "EXT003"]
    assert (str(problem.cell), problem.level) == (ref("setting.code", 4), Level.INFO)
    assert "1 problem not shown" in problem.message
    assert "Agreed with the body" in problem.message


@pytest.mark.parametrize("row", [("EXT003", "Off", "", "Ana Lima"), ("EXT003", "Off", "Why not", ""), ("EXT003", "", "So", "Ana Lima")])
def test_an_incomplete_row_changes_nothing(row, tmp_path):
    plain, tried = look(LATE, tmp_path), look(LATE + setting(*row), tmp_path)
    assert levels(tried, "EXT003") == levels(plain, "EXT003")
    assert levels(tried, "SET002")


def test_what_was_not_read_cannot_be_switched_off(tmp_path):
    markdown = LATE.replace("| Minor |", "| Minr  |")
    tried = look(markdown + setting("CEL006", "Off"), tmp_path)
    assert levels(tried, "CEL006") == levels(look(markdown, tmp_path), "CEL006") != []
    assert levels(tried, "SET002") == [(ref("setting.code", 4), Level.WARNING)]


def test_a_register_of_the_first_template_is_whole_without_what_came_later(tmp_path):
    older = LATE.replace("| Consequences |", "| Consequences | (no column) Disputed |").replace(
        "|              | none   |", "|              |      | none   |").replace("|              | 6 of 6 |", "|           |   | 6 of 6 |").replace(
        "|---|---|---|---|---|---|", "|---|---|---|---|---|---|---|")
    found = look(older + "\n(no sheet) Check settings\n", tmp_path)
    assert not any(problem.code.startswith("WBK") for problem in found.problems)
    assert len(found.review.register.findings) == 2


def test_a_decision_sets_one_record_aside_until_its_day(tmp_path):
    decision = ("\nDecisions\n| Check | Record ID | Reason | Decided by | Valid until |\n|---|---|---|---|---|\n"
                "| EXT003 | NC-1 | The body took this in writing. | Ana Lima | {} |\n")
    [problem] = [each for each in look(LATE + decision.format("2026-06-30"), tmp_path).problems if each.code == "EXT003"]
    assert problem.level is Level.INFO
    assert problem.message.startswith("Set aside by Ana Lima until 2026-06-30 because The body took this in writing.")
    assert levels(look(LATE + decision.format("2026-06-29"), tmp_path), "EXT003")[0][1] is Level.ERROR
