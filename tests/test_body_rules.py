"""Rules of certification bodies: the dates that they propose, by hand and by tool, and files of one's own."""

from __future__ import annotations

from datetime import date

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import GRADES
from ncr_toolkit.core.packs import body_rules
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.loader import load, load_review
from ncr_toolkit.runs.inputs import print_of_inputs
from tests.conftest import TODAY
from tests.tables import parse, ref, save

REGISTER = """
Register
| Rules of the body |
|---|
| {rules}           |

Audits
| Audit ID | Kind    | Last day   | Report received on |
|---|---|---|---|
| SA-1     | {audit} | 2026-03-20 | {received}         |

Findings
| Finding ID | Audit | Grade | Status      | Raised on  |
|---|---|---|---|---|
| NC-1       | SA-1  | Major | In progress | 2026-03-19 |
| NC-2       | SA-1  | Minor | In progress | 2026-03-19 |
| NC-3       | SA-1  | Observation | In progress | 2026-03-19 |
| NC-4       |       | Major | In progress | 2026-03-19 |
"""
# rules, kind of audit; by hand: answer and closing of the Major, then of the Minor. 20 March 2026 is a Friday.
BY_HAND = """
Usual                               | Surveillance | 2026-04-19 2026-06-18 2026-04-19 2026-06-18
                                    | Surveillance | 2026-04-19 2026-06-18 2026-04-19 2026-06-18
WCS (World Certification Services)  | Surveillance | 2026-04-03 - 2026-04-20 -
WCS (World Certification Services)  | Internal     | 2026-04-19 2026-06-18 2026-04-19 2026-06-18
IMQ                                 | Stage 2      | - 2026-09-20 - -
IMQ                                 | Surveillance | - - - -
Auva Certification                  | Stage 2      | - 2026-06-18 - 2026-06-18
RBA / EICC                          | Special      | 2026-04-16 - 2026-04-16 -
QCI Global                          | Surveillance | - 2026-06-17 - -
Qualiopi (France)                   | Surveillance | - 2026-06-19 - 2026-09-19
IATF 16949 (all recognised bodies)  | Surveillance | - - - 2026-05-19
Bureau Veritas Certification        | Surveillance | - 2026-06-18 - -
FSSC 22000                          | Surveillance | 2026-04-03 - 2026-04-17 -
BSI                                 | Surveillance | - - - -
Northgate                           | Surveillance | - - - -
"""


def looked_at(folder, rules: str, audit: str = "Surveillance", received: str = "2026-04-02") -> Review:
    tables = parse(REGISTER.format(rules=rules or "(empty)", audit=audit, received=received))
    return Review(read_register(save(tables, folder / "register.xlsx")), packs.load("iso42001"), TODAY)


def dates(review: Review) -> list[str]:
    return [str(review.proposed(finding, name) or "-") for finding in review.register.findings
            for name in ("response_due", "close_due")]


@pytest.mark.parametrize("line", BY_HAND.strip().splitlines())
def test_dates_are_those_counted_by_hand(line, tmp_path):
    rules, audit, wanted = (part.strip() for part in line.split("|"))
    assert dates(looked_at(tmp_path, rules, audit)) == [*wanted.split(), *"----"]


def test_nothing_is_proposed_from_a_day_that_is_not_typed(tmp_path):
    assert set(dates(looked_at(tmp_path, "RBA / EICC", received="(empty)"))) == {"-"}


@pytest.mark.parametrize(("term", "start", "due"), [
    ({"days": 1, "counted": "working"}, date(2026, 3, 20), date(2026, 3, 23)),
    ({"days": 1, "counted": "working"}, date(2026, 3, 21), date(2026, 3, 23)),
    ({"days": 5, "counted": "working"}, date(2026, 3, 18), date(2026, 3, 25)),
    ({"months": 6}, date(2026, 8, 31), date(2027, 2, 28)),
    ({"months": 1}, date(2026, 12, 15), date(2027, 1, 15)),
    ({"months": 12}, date(2028, 2, 29), date(2029, 2, 28)),
])
def test_days_and_months_are_counted(term, start, due):
    assert body_rules.Term("Major", "plan", **term).due(start) == due


def test_a_register_that_names_no_body_reads_the_usual_rules_alone():
    body_rules._files.cache_clear()
    assert body_rules.named("") == body_rules.named(" usual") and not body_rules._files.cache_info().currsize
    assert body_rules.named("") in body_rules._files()


def test_every_body_says_where_it_was_read_and_when():
    names = body_rules.names()
    assert names[0] == body_rules.USUAL and len(names) == len(set(map(str.casefold, names))) > 20
    for rules in body_rules.known():
        assert rules.sources and rules.looked_up_on and (rules.terms or "ask your auditor" in rules.note or
                                                         "from there" in rules.note), rules.name
        assert {term.grade for term in rules.terms} <= set(GRADES), rules.name
    usual = body_rules.named("")
    assert {(term.grade, term.step, term.days) for term in usual.terms} == {
        ("Major", "plan", 30), ("Major", "proof", 90), ("Minor", "plan", 30), ("Minor", "proof", 90)}


@pytest.mark.parametrize(("rules", "says"), [
    ("Usual", "Proposed, counting from the audit's last day: 2026-04-19."),
    ("WCS (World Certification Services)", "Proposed by the rules of WCS (World Certification Services), 10 working "
     "days from the audit's last day: 2026-04-03."),
    ("BSI", "The rules of BSI give no days for it: ask your body."),
    ("Northgate", "'Response due' is empty."),
])
def test_the_check_says_whose_days_they_are(rules, says, tmp_path):
    problems = run(looked_at(tmp_path, rules), select=["DAT001"])
    told = next(each.message for each in problems if (each.record, each.key) == ("NC-1", "finding.response_due"))
    assert told.endswith(says)


def levels(review: Review) -> dict[str, str]:
    return {each.key: str(each.level) for each in run(review, select=["DAT001"]) if each.record == "NC-1"}


def test_what_the_rules_of_the_body_leave_open_is_no_error_but_no_deadline_at_all_is_a_warning(tmp_path):
    review = looked_at(tmp_path, "BSI")
    assert levels(review) == {"finding.response_due": "warning", "finding.close_due": "warning"}
    (finding, *_) = review.register.findings
    finding.response_due = date(2026, 7, 10)
    assert levels(review) == {"finding.close_due": "info"}
    finding.response_sent_on = date(2026, 6, 29)
    assert levels(review) == {"finding.close_due": "warning"}, "now nothing is left that could be late"
    assert levels(looked_at(tmp_path, "Usual")) == dict.fromkeys(
        ("finding.response_due", "finding.close_due", "finding.due_basis"), "error")


@pytest.mark.parametrize(("status", "on", "wanted"), [
    ("In progress", None, date(2026, 4, 19)),
    ("In progress", date(2026, 10, 21), date(2026, 11, 20)),
    ("Reopened", None, None),
    ("In progress", date(2026, 3, 1), date(2026, 4, 19)),  # in the audit itself
])
def test_no_date_of_a_finding_that_was_reopened_lies_before_that(status, on, wanted, tmp_path):
    review = looked_at(tmp_path, "Usual")
    finding = review.register.findings[0]
    finding.status, finding.reopened_on = status, on
    assert review.proposed(finding, "response_due") == wanted
    told = next(each.message for each in run(review, select=["DAT001"]) if each.record == "NC-1")
    assert ("the day it was reopened" in told) == bool(on) and (str(wanted) in told) == bool(wanted)


def test_a_day_that_is_missing_is_named(tmp_path):
    problems = run(looked_at(tmp_path, "RBA / EICC", received="(empty)"), select=["DAT001"])
    assert any(each.message.endswith("give 14 days from the day the report was received, which is not typed.")
               for each in problems)


OURS = """
name = "Northgate"
kind = "our body"

[[terms]]
grade = "Major"
step = "plan"
days = 7
"""


def test_rules_of_one_s_own_lie_beside_the_register(tmp_path):
    looked_at(tmp_path, "ours.toml")
    (tmp_path / "ours.toml").write_text(OURS)
    review = load_review(tmp_path / "register.xlsx", TODAY)
    assert dates(review)[:4] == ["2026-03-27", "-", "-", "-"] and not review.troubles
    before = print_of_inputs(review)
    (tmp_path / "ours.toml").write_text(OURS.replace("7", "8"))
    changed = load_review(tmp_path / "register.xlsx", TODAY)
    assert dates(changed)[0] == "2026-03-28" and print_of_inputs(changed) != before, "what was made before is stale"


@pytest.mark.parametrize("name", ["ours.toml", "../ours.toml", "folder.toml"])
def test_a_file_that_is_not_there_is_told_and_proposes_nothing(name, tmp_path):
    looked_at(tmp_path, name)
    (tmp_path / "folder.toml").mkdir()
    assessment = load(tmp_path / "register.xlsx", today=TODAY)
    assert set(dates(assessment.review)) == {"-"}
    assert [str(each.cell) for each in assessment.problems if each.code == "SET003"] == [ref("register.body_rules")]
    assert bool(assessment.review.troubles) == ("/" not in name)


FAULTS = {
    "days = 7": ("days = 0", "a whole number from 1 to 999"), "grade": ("grad", "'grad' is not known"),
    'step = "plan"': ('step = "answer"', "'step' must be one of plan, implementation and proof"),
    'name = "Northgate"': ("name = 3", "'name' must be a text in quotes"),
    "[[terms]]": ("[terms]", "begins with a line [[terms]]"),
    'kind = "our body"': ("", "'kind' is missing"), "= 7": ("= ", "no TOML file that can be read"),
    'days = 7\n': ("days = true\n", "a whole number"), "7\n": ("7\nmonths = 2\n", "either 'days' or 'months'"),
    "7": ("7\naudits = 3", "'audits' a list of texts"), "\nname": ("\nlooked_up_on = 3\nname", "must be a day"),
    "\nkind": ("\nsources = [1]\nkind", "'sources' must be a list"), "our body": ("a" * 100_000, "too large"),
    '"Major"': ("5", "'grade' must be a text"), "7\n\n": ('7\ncounted = "weeks"\n', "'counted' must be one of"),
}


@pytest.mark.parametrize("old", FAULTS)
def test_a_file_that_is_wrong_is_one_sentence(old, tmp_path):
    new, says = FAULTS[old]
    text = OURS + "\n"
    assert old in text
    (tmp_path / "ours.toml").write_text(text.replace(old, new))
    with pytest.raises(CannotRun) as told:
        body_rules.read(tmp_path / "ours.toml")
    assert says in str(told.value) and "ours.toml" in str(told.value) and "\n" not in str(told.value)
    (tmp_path / "ours.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CannotRun, match="cannot be read"):
        body_rules.read(tmp_path / "ours.toml")


def test_explain_lists_the_bodies_tells_one_and_writes_its_rules_to_be_changed(ncr, tmp_path):
    listed = ncr("explain", "--body")
    assert listed.returncode == 0 and all(f"  {name}: " in listed.stdout for name in body_rules.names())
    told = ncr("explain", "--body", "wcs").stdout
    assert "Major: the answer with its plan within 10 working days" in told and "http://www.world-cert.co.uk" in told
    assert ncr("explain", "--body", "wcs", "-o", "ours.toml").returncode == 0
    assert body_rules.read(tmp_path / "ours.toml") == body_rules.named("WCS (World Certification Services)")
    assert "exists" in ncr("explain", "--body", "wcs", "-o", "ours.toml").stderr


@pytest.mark.parametrize(("words", "says"), [
    (("--body", "northgat"), "No body is called"), (("--body", "wks"), "No body"),
    (("DAT001", "--body", "wcs"), "by itself"),
    (("--body", "wcs", "-o", "ours.txt"), "ends in .toml"), (("--body", "in", "-o", "a.toml"), "name one of them"),
    (("-o", "a.toml"), "--body NAME"),
])
def test_what_cannot_be_told_is_one_sentence(ncr, words, says):
    done = ncr("explain", *words)
    assert done.returncode == 2 and says in done.stderr and len(done.stderr.splitlines()) == 1
