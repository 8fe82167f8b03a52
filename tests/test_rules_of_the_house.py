"""Rules every check keeps: one fault one message, levels by grade and by stage, decisions, order of the rows."""

from __future__ import annotations

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.tables import parse, ref, save


@pytest.fixture
def found(tmp_path):
    """A function: Markdown -> {(code, cell): level} of the problems found, for the codes or families given."""

    def look(markdown: str, *select: str) -> dict[tuple[str, str], str]:
        register = read_register(save(parse(markdown), tmp_path / "register.xlsx"))
        review = Review(register, packs.load("iso42001"), TODAY)
        return {(each.code, str(each.cell)): str(each.level) for each in run(review, select)}

    return look


def finding(status="In progress", grade="Minor", close="2026-09-21", more=""):
    return f"""
    Findings
    | Finding ID | Grade | Status | Close due | Response due | Deadline counts from | Raised on |
    |---|---|---|---|---|---|---|
    | NC-1 | {grade} | {status} | {close} | 2026-09-01 | Last audit day | 2026-04-22 |
    {more}"""


@pytest.mark.parametrize("cell", ['"03/05/2026"', "#REF!", "next week", '"01/02/26"'])
def test_an_unread_date_is_one_problem_and_never_late(found, cell):
    problems = found(finding(close=cell), "CEL", "DAT")
    assert list(problems) in ([(code, ref("finding.close_due", 4))] for code in ("CEL001", "CEL003", "CEL004"))


def test_an_unread_status_is_one_problem_and_not_late(found):
    unread = finding(status="Opne", close="2026-05-01").replace("2026-09-01", "2026-05-01")
    assert list(found(unread, "CEL", "DAT", "CLO", "IDN008")) \
        == [("CEL006", ref("finding.status", 4))]


def test_an_unread_grade_asks_for_nothing_more(found):
    codes = {code for code, _ in found(finding(grade="Magor"))}
    assert "CEL006" in codes
    assert not codes & {"COR001", "EXT001", "CAU001", "ACT001", "EFF001", "MGT001", "OBS001"}


def test_a_cell_never_has_two_messages_about_being_unreadable(found):
    problems = found(finding(close='"03/05/2026"') .replace("NC-1", "#N/A"), "CEL", "IDN001")
    cells = [cell for _, cell in problems]
    assert len(cells) == len(set(cells)) == 2


def test_what_is_missing_is_work_while_only_logged_and_a_fault_afterwards(found):
    parts = ("COR001", "EXT001", "CAU001", "ACT001")
    logged, begun = found(finding(status="Open"), *parts), found(finding(status="In progress"), *parts)
    assert set(logged.values()) == {"info"} and set(begun.values()) == {"error"}
    assert len(logged) == len(begun) == 4


def test_a_near_deadline_ends_the_time_of_logging(found):
    near = finding(status="Open", close="2026-07-10")
    assert found(near, "EXT001") == {("EXT001", ref("finding.extent", 4)): "error"}


def test_withdrawn_findings_owe_nothing(found):
    assert found(finding(status="Withdrawn", close="2026-05-01"), "DAT", "EXT", "CAU", "ACT", "COR", "EFF") == {}


def test_levels_by_grade(found):
    late = """
    Actions
    | Action ID | Finding ID | Due |
    |---|---|---|
    | CA-1 | NC-1 | 2026-06-01 |"""
    assert set(found(finding(grade="Minor", more=late), "DAT007").values()) == {"warning"}
    assert set(found(finding(grade="Major", more=late), "DAT007").values()) == {"error"}


DECIDED = """
    Decisions
    | Check | Record ID | Reason | Decided by | Decided on | Valid until |
    |---|---|---|---|---|---|
    | ext001 | nc-1 | The system was built once. | Ana Lima | 2026-06-01 | {until} |
    People
    | Name | E-mail |
    |---|---|
    | Ana Lima | a@example.org |"""


def assessed(markdown, tmp_path):
    register = read_register(save(parse(markdown), tmp_path / "register.xlsx"))
    review = Review(register, packs.load("iso42001"), TODAY)
    return Assessment(review, run(review))


def test_a_decision_sets_a_check_aside_until_its_date(found, tmp_path):
    held = finding(more=DECIDED.format(until="2026-06-30"))
    assert found(held, "EXT001") == {("EXT001", ref("finding.extent", 4)): "info"}
    over = finding(more=DECIDED.format(until="2026-06-29"))
    assert found(over, "EXT001") == {("EXT001", ref("finding.extent", 4)): "error"}
    problem = next(each for each in assessed(held, tmp_path).problems if each.code == "EXT001")
    assert problem.message.startswith("Set aside by Ana Lima until 2026-06-30 because The system was built once.")


def test_what_is_set_aside_is_no_gap(tmp_path):
    held = assessed(finding(more=DECIDED.format(until="2026-06-30")), tmp_path)
    open_ = assessed(finding(), tmp_path)
    assert not any("elsewhere" in gap for gap in held.readiness(held.findings[0]).gaps)
    assert any("elsewhere" in gap for gap in open_.readiness(open_.findings[0]).gaps)


def test_an_unreadable_cell_cannot_be_set_aside(found):
    more = DECIDED.format(until="2026-12-31").replace("ext001", "CEL004")
    assert found(finding(close='"03/05/2026"', more=more), "CEL004") \
        == {("CEL004", ref("finding.close_due", 4)): "error"}


def test_lateness_does_not_make_an_answer_unready(tmp_path):
    late = assessed(finding(close="2026-06-01"), tmp_path)
    assert any(each.code == "DAT003" for each in late.problems)
    assert not any("closed by" in gap for gap in late.readiness(late.findings[0]).gaps)


def test_the_last_day_is_in_time(found):
    assert found(finding(close="2026-06-30"), "DAT003") == {}
    assert found(finding(close="2026-06-29"), "DAT003") == {("DAT003", ref("finding.close_due", 4)): "error"}


@pytest.mark.parametrize("grade", ["Major", "Minor"])
def test_what_is_still_to_do_is_a_gap_all_the_same(grade, tmp_path):
    """Being logged only softens the level: an empty answer is never ready."""
    logged = assessed(finding(status="Open", grade=grade), tmp_path)
    state = logged.readiness(logged.findings[0])
    assert not state.plan_ready and not state.proof_ready
    for part in ("correction", "root cause", "looked for elsewhere", "corrective action"):
        assert any(part in gap for gap in state.plan_gaps), part


def test_a_finding_without_id_is_not_ready(tmp_path):
    nameless = assessed(finding(grade="Observation").replace("NC-1", ""), tmp_path)
    assert not nameless.readiness(nameless.findings[0]).plan_ready


def test_a_mitigation_is_wanted_for_the_proof_and_not_for_the_plan(tmp_path):
    major = assessed(finding(grade="Major"), tmp_path)
    state = major.readiness(major.findings[0])
    assert any("interim mitigation" in gap for gap in state.proof_gaps)
    assert not any("interim mitigation" in gap for gap in state.plan_gaps)


@pytest.mark.parametrize(("typed", "meant"), [("OFI", "Opportunity"), ("Minor NC", "Minor"), ("Magor", "Major")])
def test_a_grade_as_auditors_write_it_is_guessed_and_not_read(tmp_path, typed, meant):
    problems = assessed(finding(grade=typed), tmp_path).problems
    assert any(each.code == "CEL006" and f"did you mean '{meant}'" in each.message for each in problems)


def test_an_impossible_date_is_not_also_called_late(found):
    more = """
    Actions
    | Action ID | Finding ID | Start | Due |
    |---|---|---|---|
    | CA-1 | NC-1 | 2026-06-10 | 2026-06-01 |"""
    assert list(found(finding(grade="Major", more=more), "DAT")) == [("DAT005", ref("action.due", 4))]
