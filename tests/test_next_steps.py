"""What to do first, and where: the text of a check begins with it, and goes finding by finding."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.first_findings import next_steps as dashboard
from ncr_toolkit.report import check_html, check_text
from ncr_toolkit.report.next_steps import next_steps, when
from ncr_toolkit.report.problem_blocks import Apart
from tests.conftest import TODAY
from tests.test_report import REGISTER, assessed

LATE = """
Findings
| Finding ID | Grade | Status      | Response due | Close due  | Response sent on |
|---|---|---|---|---|---|
| NC-1       | Minor | In progress | 2026-07-20   | 2026-12-01 |                  |
| NC-2       | Major | In progress |              | 2026-06-01 | 2026-05-02       |
| NC-3       | Minor | In progress | 2026-05-01   |            |                  |
| NC-4       | Minor | In progress |              |            |                  |
| NC-5       | Minor | Closed      | 2026-01-01   |            |                  |
| NC-6       | Major | In progress | {today}      |            |                  |

Causes
| Cause ID | Finding ID | Root cause |
|---|---|---|
| RC-1     | NC-1       | No step.   |
| RC-2     | NC-1       | No owner.  |
""".replace("{today}", str(TODAY))


@pytest.fixture(scope="module")
def late(tmp_path_factory) -> Assessment:
    return assessed(LATE, tmp_path_factory.mktemp("late"))


def blocks(text: str) -> dict[str, list[str]]:
    """The lines of each block, by the first word of its heading (or the whole of one that stands apart)."""
    found: dict[str, list[str]] = {}
    for part in text.split("\n\n"):
        head, *lines = part.splitlines()
        found[head if head in set(Apart) else head.split("  ")[0]] = lines
    return found


def test_what_is_late_comes_first_majors_before_minors_then_the_nearest_deadline(late):
    steps = next_steps(late, 5)
    assert [re.search(r"NC-\d", step)[0] for step in steps] == ["NC-2", "NC-3", "NC-6", "NC-1", "NC-4"]
    assert "(Major): its closing is " in steps[0] and " days late; " in steps[0]
    assert "the answer is due today; " in steps[2] and "no deadline is set" in steps[4]


def test_the_page_tells_the_day_from_which_the_days_are_counted(late):
    page = html.fromstring(check_html.report(late))
    rows = page.xpath('//table[@id="findings"]/tbody/tr')
    stands = {row.get("data-finding"): [part.text_content() for part in row.xpath('./td[@class="stands"]/small')]
              for row in rows}
    assert stands == {"NC-1": ["answer due 2026-07-20", "closing due 2026-12-01"], "NC-2": ["closing due 2026-06-01"],
                      "NC-3": ["answer due 2026-05-01"], "NC-4": ["no deadline is set"], "NC-5": [],
                      "NC-6": [f"answer due {TODAY}"]}


def test_the_dashboard_lists_them_in_the_same_order(late):
    assert [finding.id for finding, _ in dashboard(late.review)] == ["NC-2", "NC-3", "NC-6", "NC-1", "NC-4"]


def test_each_finding_has_its_turn_before_one_has_a_second(late):
    steps = next_steps(late, 50)
    first = [step for step in steps if ", then: " not in step]
    assert steps[:len(first)] == first and len(first) == 5
    assert len(next_steps(late)) == 3


def test_a_step_names_how_much_is_missing_and_where_to_begin(late):
    [step] = [step for step in next_steps(late, 5) if step.startswith("NC-3")]
    missing = late.readiness(next(each for each in late.findings if each.id == "NC-3")).missing()
    assert f"{len(missing)} things are missing before you can send the plan" in step
    assert step.endswith(f"Begin with: {missing[0]}")


def test_the_file_itself_comes_before_all(tmp_path):
    steps = next_steps(assessed(REGISTER, tmp_path))
    assert steps[0].startswith("The file itself: ")


@pytest.mark.parametrize(("id", "told"), [
    ("NC-1", r"the answer is due in \d+ days, on 2026-07-20"), ("NC-3", r"the answer is \d+ days late"),
    ("NC-4", ""), ("NC-6", "the answer is due today")])
def test_a_deadline_in_words(late, id, told):
    assert re.fullmatch(told, when(next(each for each in late.findings if each.id == id), late.review))


def test_the_text_begins_with_what_was_found_and_what_to_do(late):
    first, second, *_ = check_text.report(late).split("\n\n")
    assert first.startswith("Found: ") and second.startswith("To do first\n  1. NC-2 ")


def test_each_open_finding_has_its_block_majors_first_and_every_problem_stands_once(late):
    text = check_text.report(late)
    found = [head for head in blocks(text) if re.fullmatch(r"NC-\d", head)]
    assert found == [each.id for each in late.findings]
    assert len(re.findall(r"^  (?:error|warning|info) +[A-Z]{3}\d{3}", text, re.MULTILINE)) == len(late.problems)


def test_gravest_first_within_a_finding(late):
    lines = blocks(check_text.report(late))["NC-2"]
    marks = [line.split()[0] for line in lines if re.match(r"  \w+ +[A-Z]{3}\d", line)]
    assert marks == sorted(marks, key=["error", "warning", "info"].index) and len(set(marks)) > 1


def test_where_a_row_is_missing_its_sheet_is_named_with_the_first_free_row(late):
    told = " ".join("\n".join(blocks(check_text.report(late))["NC-3"]).split())
    assert "NC-3 has no root cause. -> Causes, first free row A6: " in told
    assert "-> Containment, first free row A4: " in told, "of an empty sheet as the template has it"


@pytest.mark.parametrize("code", [code for code, each in catalogue().items() if re.match(
    r"(Add (a|the) (row|action)s?|Add rows)\b.* on the sheet", each.page.fix)])
def test_a_check_that_asks_for_a_row_says_where_it_goes(code, tmp_path):
    sheet = re.search(r"on the sheet ([A-Z][\w-]*(?: plan)?)", catalogue()[code].page.fix)[1]
    assessment = assessed(catalogue()[code].page.bad.replace("**", ""), tmp_path)
    found = [problem for problem in assessment.problems if problem.code == code]
    assert found and all(problem.adds and problem.adds.cell.sheet == sheet for problem in found)


def test_one_finding_alone(ncr, tmp_path, late):
    register = late.review.register.path
    done = ncr("check", register, "--today", TODAY, "--finding", "nc-2", "--format", "json")
    found = json.loads(done.stdout)["problems"]
    assert found and all("NC-2" in problem["message"] + problem["record"] for problem in found)
    text = ncr("check", register, "--today", TODAY, "--finding", "NC-2").stdout
    assert {head for head in blocks(text) if head.startswith("NC")} == {"NC-2"}
    assert "more are not listed, as asked" in " ".join(text.split())
    assert "did you mean" in ncr("check", register, "--finding", "NC-22").stderr


def test_by_cell_it_stands_as_the_workbook_does(ncr, late):
    text = ncr("check", late.review.register.path, "--today", TODAY, "--by", "cell").stdout
    assert "\n\nFindings\n  A4 " in text and "\nAnswers to open findings\n" in text


def test_colours_are_for_terminals(late):
    plain, painted = check_text.report(late), check_text.report(late, colour=True)
    assert "\x1b" not in plain and "\x1b[31merror\x1b[0m" in painted
    assert re.sub(r"\x1b\[\d*m", "", painted) == plain


def test_the_same_in_many_cells_is_one_line(tmp_path):
    rows = "\n".join(f"| NC-{number} | Moderate | Open | |" for number in range(1, 151))
    head = "Findings\n| Finding ID | Grade | Status | Owner |\n|---|---|---|---|\n"
    assessment = assessed(head + rows, tmp_path)
    found = blocks(check_text.report(assessment))
    [line] = [line for line in found["The same in many cells"] if "CEL006" in line]
    assert "150 times, first: NC-1: 'Moderate' is not a choice" in line
    assert "NC-7" not in found, "a finding of which nothing else is to be told has no heading where they are many"
    assert len(check_text.report(assessment).splitlines()) < 60
    assert len(check_text.report(assessment, cells=True).splitlines()) > 300, "each by itself in the order of the cells"
