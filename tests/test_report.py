"""Reports: the page and its filter, the table for Excel, the text; and what `ncr explain` and GUIDE.md tell."""

from __future__ import annotations

import csv as csv_module
import hashlib
import io
import json
import re
from base64 import b64encode
from dataclasses import replace

import pytest
from lxml import html as lxml_html
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from ncr_toolkit import guide
from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.checks.run import run
from ncr_toolkit.checks.sources import rule
from ncr_toolkit.common.text import one_line
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.examples import example, table
from ncr_toolkit.core.problem import NotChecked
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.status import is_open
from ncr_toolkit.demo.sample import TODAY as SAMPLE_DAY
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.loader import load
from ncr_toolkit.report import check_csv, check_html, check_json, check_sarif, check_text
from ncr_toolkit.report.alike import MANY
from ncr_toolkit.report.problem_rows import NOBODY, rows
from ncr_toolkit.report.readiness import counted, missing
from tests.conftest import TODAY
from tests.parcels import house
from tests.samples import lay_out
from tests.tables import at as at_column
from tests.tables import parse, ref, save

HOSTILE = 'Ben </script>"<img src=x onerror=alert(1)>" & \u202eSon'
TYPED = HOSTILE.replace("\u202e", "")  # what would turn our own words round is left out

REGISTER = f"""
People
| Name      | E-mail          |
|---|---|
| Ana Lima  | ana@example.org |
| Cy Doe    |                 |

Findings
| Finding ID | Grade       | Status      | Owner     | Extent | Close due  |
|---|---|---|---|---|---|
| OB-1       | Observation | In progress | ana  lima |        |            |
| NC-2       | Minor       | In progress |           | none   | 2026-06-01 |
| NC-1       | Major       | In progress | {HOSTILE} | none   | 2026-06-01 |

Actions
| Action ID | Finding ID | Due        | Owner    |
|---|---|---|---|
| CA-1      | NC-1       | 2026-06-01 | Ana Lima |
| CA-2      | NC-1       | 2026-06-01 |          |
| CA-3      | NC-99      | 2026-06-01 | Cy Doe   |

Evidence
| Evidence ID | (no column) Kind |
|---|---|
| E-1         |                  |

Decisions
| Check  | Record ID | Reason                | Decided by | Valid until |
|---|---|---|---|---|
| EXT003 | NC-2      | One <i>place</i> only | Ana Lima   | 2026-12-31  |

Check settings
| Check  | Level | Reason     | Decided by |
|---|---|---|---|
| COR001 | Off   | All in one | Ana Lima   |
"""


def assessed(markdown: str, tmp_path) -> Assessment:
    review = Review(read_register(save(parse(markdown), tmp_path / "register.xlsx")), packs.load("iso42001"), TODAY)
    return Assessment(review, run(review))


@pytest.fixture
def assessment(tmp_path):
    return assessed(REGISTER, tmp_path)


@pytest.fixture
def source(assessment):
    return check_html.report(assessment)


@pytest.fixture
def page(source):
    return lxml_html.fromstring(source)


def shown(page, name: str) -> list:
    return [row for row in page.xpath(f'//table[@id="{name}"]/tbody/tr') if row.get("hidden") is None]


def code(row) -> str:
    return row.xpath('.//*[@class="code"]')[0].text_content()


def at(page, cell: str, check: str, name: str = "problems"):
    """The one row of a table for that check at that cell."""
    [row] = [row for row in page.xpath(f'//table[@id="{name}"]/tbody/tr') if code(row) == check
             and any(each.text_content().startswith(cell) for each in row.xpath("td"))]
    return row


# The page

def test_the_page_loads_nothing_and_runs_no_script_but_its_own(page, source):
    assert page.xpath("//*[@src or @action or @href and not(starts-with(@href, '#'))]") == []
    [script], [style] = page.xpath("//script"), page.xpath("//style")
    policy = page.xpath('//meta[@http-equiv="Content-Security-Policy"]')[0].get("content")
    for kind, found in (("script-src", script), ("style-src", style)):
        digest = b64encode(hashlib.sha256(found.text.encode()).digest()).decode()
        assert f"{kind} 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and "http" not in source.replace("http-equiv", "")


def test_what_people_typed_stays_text(page):
    assert page.xpath("//img | //i") == []
    owner = at(page, ref("finding.close_due", 6), "DAT003").xpath('td[@class="name"]/small[last()]')[0]
    assert owner.text_content() == TYPED
    assert at(page, ref("finding.close_due", 6), "DAT003").get("data-owner") == TYPED
    assert page.xpath('//select[@name="owner"]/option/@value').count(TYPED) == 1


def test_every_problem_is_on_the_page_once(page, assessment):
    listed = [code(row) for name in ("problems", "aside") for row in page.xpath(f'//table[@id="{name}"]/tbody/tr')]
    assert sorted(listed) == sorted(problem.code for problem in assessment.problems)


def test_a_problem_carries_whose_it_is(page):
    def whose(cell, check):
        row = at(page, cell, check)
        return [row.get(f"data-{name}") for name in ("finding", "grade", "owner", "level")]

    assert whose(ref("action.due", 4), "DAT007") == ["NC-1", "Major", "Ana Lima", "error"], "an action has its owner"
    assert whose(ref("action.due", 5), "DAT007")[2].startswith("Ben"), "one without is its finding's"
    assert whose(ref("finding.owner", 5), "OWN001") == ["NC-2", "Minor", NOBODY, "error"]
    assert whose(ref("finding.disposition", 4), "OBS001")[2] == "Ana Lima", "the name as the sheet People writes it"
    assert whose(ref("action.finding", 6), "IDN004") == [None, None, "Cy Doe", "error"], "a row of no finding is of any"


def test_what_is_wrong_with_the_workbook_hides_behind_no_filter(page):
    for row in (at(page, "Evidence", "WBK003"), at(page, ref("setting.code", 4), "COR001", "aside")):
        assert not [name for name in row.keys() if name.startswith("data-") and name != "data-n"]  # noqa: SIM118


def test_what_is_set_aside_has_a_list_of_its_own(page, assessment):
    row = at(page, ref("finding.extent", 5), "EXT003", "aside")
    words = " ".join(row.text_content().split())
    assert "Set aside by Ana Lima until 2026-12-31 because One <i>place</i> only." in words
    assert row.xpath('.//p[@class="said"]')[0].text_content().startswith("The check had said: ")
    assert row.get("data-level") == "aside"
    assert "2 set aside" in page.xpath('//h2[contains(., "What the check found")]')[0].text_content()
    assert "2 set aside" in " ".join(check_text.report(assessment).split())


def test_the_gravest_come_first_and_the_order_of_the_workbook_is_kept(page, assessment):
    found = page.xpath('//table[@id="problems"]/tbody/tr')
    level = [row.xpath("td[1]/b")[0].text_content() for row in found]
    assert level == sorted(level, key=["Error", "Warning", "Info"].index)
    errors = [row.get("data-finding") for row in found if row.get("data-level") == "error" and row.get("data-finding")]
    assert list(dict.fromkeys(errors)) == ["NC-1", "NC-2", "OB-1"], "as the findings stand above: majors first"
    assert code(found[0]) == "WBK003"
    there = [code(row) for row in sorted(found, key=lambda row: int(row.get("data-n")))]
    assert there == [row.problem.code for row in rows(assessment) if not check_html.is_set_aside(row.problem)]


def many(rows: int, grade: str = "Moderate") -> str:
    return "Findings\n| Finding ID | Grade | Status | Owner |\n|---|---|---|---|\n" + "".join(
        f"| V-{row} | {grade if row else 'High'} | Open | Cy {row} |\n" for row in range(rows))


def test_one_problem_in_many_cells_is_one_line_with_all_its_cells(tmp_path):
    found = assessed(many(MANY + 1), tmp_path)
    page = lxml_html.fromstring(check_html.report(found))
    told = page.xpath('//table[@id="problems"]/tbody/tr')
    groups = {code(row): row for row in told if row.get("class") == "many"}
    [alone] = [row for row in told if code(row) == "CEL006" and row is not groups["CEL006"]]
    assert "'High'" in alone.text_content(), "another word is another problem"
    members = groups["CEL006"].xpath(".//li")
    cells = [row.xpath("b")[0].text_content() for row in members]
    assert cells == [ref("finding.grade", 5 + row) for row in range(MANY)]
    assert [row.get("data-finding") for row in members] == [f"V-{1 + row}" for row in range(MANY)]
    assert groups["CEL006"].get("data-level") == "error" and groups["CEL006"].get("data-finding") is None
    assert "and 7 more" in groups["CEL006"].xpath('.//*[@class="places"]')[0].text_content()
    assert "Cy 3" in groups["OWN002"].xpath(".//li")[3].text_content(), "where cells differ, each says its own"
    assert sum(len(row.xpath(".//ul[@class='members']/li")) or 1 for row in told) == len(found.problems), "none is lost"


def test_a_few_alike_stand_with_their_findings(tmp_path):
    assert 'class="many"' not in check_html.report(assessed(many(MANY - 1), tmp_path))


def test_a_finding_shows_how_far_its_answer_is(page, assessment):
    first = page.xpath('//table[@id="findings"]/tbody/tr')[0]
    assert first.xpath('.//*[@role="img"]/@aria-label') == ["0 of 3 steps proven"]
    counted = ["total", "open", "open_major", "overdue", "actions_open", "actions_overdue"]
    assert first.get("data-state").split() == counted
    gaps = missing(assessment.readiness(assessment.findings[0]))
    assert [row.text_content() for row in first.xpath(".//li")] == [gap.replace(HOSTILE, TYPED) for gap in gaps]
    assert len(gaps) > check_html.GAPS


def test_the_text_names_each_point_that_is_missing(tmp_path):
    """Also what no problem tells, as a review that is planned: "1 thing is missing before its effect is shown"."""
    sample = load(lay_out(tmp_path), today=SAMPLE_DAY)
    told = " ".join(check_text.report(sample).split())
    gaps = [gap for finding in sample.findings if is_open(finding) for gap in missing(sample.readiness(finding))]
    assert any("review of the effect" in gap for gap in gaps), "the sample has one"
    for gap in gaps:
        assert " ".join(one_line(gap.rpartition(" (")[0]).split()[:12]) in told


def test_of_each_check_that_could_not_look_it_is_said_what_it_looks_for(assessment):
    blind = NotChecked("CAU008", "there are no word lists", "The cause is put on a person")
    looked = replace(assessment, not_checked=(blind,))
    for form in (check_text, check_html, check_json, check_sarif):
        assert blind.what in form.report(looked)


def test_without_script_everything_is_shown_and_no_dead_form_stands_there(page):
    [form] = page.xpath("//form")
    assert form.get("hidden") is not None
    assert page.xpath("//tr[@hidden]") == []
    assert "all are shown" in page.get_element_by_id("shown").text
    for control in form.xpath(".//select"):
        assert control.getparent().tag == "label", "every control has a label"


def test_a_page_about_some_checks_says_that_there_are_more(assessment):
    some = check_html.report(assessment.only({"DAT003"}))
    left = len(assessment.problems) - len(assessment.only({"DAT003"}).problems)
    assert f"{left} more are not listed, as asked." in some
    none = assessment.only({"SET002"})
    assert "WBK003" in check_html.report(none), "what is wrong with the file is never left out"


# The table for Excel

def test_the_table_has_all_that_one_filters_by(assessment):
    made = check_csv.report(assessment)
    assert made.startswith("\ufeff") and made.endswith("\r\n")
    found = list(csv_module.DictReader(io.StringIO(made.removeprefix("\ufeff"), newline="")))
    assert len(found) == len(assessment.problems)
    row = next(each for each in found if each["Check"] == "DAT007" and each["Cell"] == at_column("action.due", 4))
    names = ("Level", "Sheet", "Record", "Finding", "Grade", "Owner", "Set aside")
    assert [row[name] for name in names] == ["error", "Actions", "CA-1", "NC-1", "Major", "Ana Lima", ""]
    assert row["What is wrong"] and row["What to do"]
    assert [each["Check"] for each in found if each["Set aside"]] == ["EXT003", "COR001"]


@pytest.mark.parametrize("typed", ['"=1+1"', "+49 30", "-5", "@here", '"x;=cmd"', '"x<br>=1"', '"  =1"', '"x;""=1"',
                                   "＝1"])
def test_nothing_in_the_table_is_a_formula(tmp_path, typed):
    one = f"Findings\n| Finding ID | Grade | Owner |\n|---|---|---|\n| {typed} | Magor | {typed} |\n"
    made = check_csv.report(assessed(one, tmp_path)).removeprefix("\ufeff")
    for delimiter in ",;\t":  # an Excel of another country takes another sign for the end of a cell
        for row in csv_module.reader(io.StringIO(made, newline=""), delimiter=delimiter):
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "＝", "\t", "\r", "\n"))]


# The text

def test_a_terminal_gets_no_signs_it_would_obey(assessment, tmp_path):
    one = "Findings\n| Finding ID | Grade |\n|---|---|\n| (control character) | Magor |\n"
    told = check_text.report(assessed(one, tmp_path))
    assert not re.findall("[\x00-\x09\x0b-\x1f]", told)
    cells = check_text.report(assessment, cells=True)
    assert re.search(rf"{at_column('finding.extent', 5)} +aside +EXT003", cells)


# What the tool knows

def test_families_stand_in_the_order_of_the_work_and_a_new_one_last(monkeypatch):
    names = list(guide.by_family())
    known = [name for name in names if name in guide.FAMILIES]
    assert known == sorted(known, key=guide.FAMILIES.index) and names[0] == "workbook"
    monkeypatch.setattr(guide, "FAMILIES", ("dates", "owners"))
    assert list(guide.by_family()) == ["dates", "owners", *sorted(set(names) - {"dates", "owners"})]
    assert sorted(each.code for found in guide.by_family().values() for each in found) == sorted(catalogue())


@pytest.mark.parametrize(("asked", "codes"), [
    ("DAT003", {"DAT003"}), ("dat003 ", {"DAT003"}), ("xyzzy", set()), (" ", set()),
    ("own", {each for each in catalogue() if each.startswith("OWN")}),
    ("Owners", {each.code for each in catalogue().values() if each.family == "owners"}),
    ("closur", {each.code for each in catalogue().values() if each.family == "closure"}),
])
def test_a_code_its_beginning_or_a_family_is_understood(asked, codes):
    assert {each.code for each in guide.checks_named(asked)} == codes


def test_several_checks_are_explained_at_once_or_none(ncr):
    told = ncr("explain", "DAT003", "OWN002", "DAT003").stdout
    assert told.count("DAT003  The finding should be closed by now") == 1
    assert told.count("OWN002  A name is not one of People") == 1
    slip = ncr("explain", "DAT003", "XXX")
    assert slip.stdout == "" and "'XXX'" in slip.stderr


def test_the_list_counts_and_a_wrong_name_is_guessed(ncr):
    whole = ncr("explain").stdout
    assert f"{len(catalogue())} checks." in whole
    assert [line.split()[0] for line in whole.splitlines() if re.match(r"  [A-Z]{3}\d{3} ", line)] \
        == [each.code for found in guide.by_family().values() for each in found]
    done = ncr("explain", "ownerz")
    assert done.returncode == 2 and "did you mean owners" in done.stderr


@pytest.mark.parametrize("width", [80, 100])
def test_a_page_fits_its_width_and_tells_all(width):
    for check in catalogue().values():
        told = guide.page(check, width)
        assert max(map(len, told.splitlines())) <= width, check.code
        words = " ".join(told.split())
        assert check.page.title in words and check.page.why in words and check.page.fix in words
        assert ("cannot be set aside" in words) is check.firm
        assert "|" not in told and "**" not in told, check.code


def test_examples_are_tables_that_line_up():
    assert table([["Finding", "What"], ["NC-1", "one two three"], ["NC-22", "four"]], 20).splitlines() == [
        "Finding   What", "-------   ----------", "NC-1      one two", "          three", "", "NC-22     four"]
    told = example('(before) Findings\n| Finding ID | Raised on |\n|---|---|\n| `5.1` | **"03/05/2026"** |\n'
                   "(no sheet) Actions\n")
    assert told.splitlines() == [
        "  Findings, in the earlier register", "    Finding ID       Raised on", "    --------------   --------------",
        "    5.1 (a number)   >>03/05/2026<<", "", "  (the sheet Actions is missing)"]


def test_the_guide_has_every_check_and_column_once():
    made = guide.guide()
    codes = [each.code for found in guide.by_family().values() for each in found]
    assert re.findall(r"^#### (\w+)", made, re.M) == codes
    headings = [re.sub(r"[^\w -]", "", line.lower()).replace(" ", "-") for line in re.findall(r"^#+ (.*)$", made, re.M)]
    targets = re.findall(r"\]\(#([^)]*)\)", made)
    assert len(targets) == len(guide.by_family())
    assert all(headings.count(target) == 1 for target in targets), "every link leads to one heading"


def test_a_viewer_of_sarif_is_told_all_that_the_text_tells(assessment):
    blind = NotChecked("HIS001", "there is no earlier register")
    log = json.loads(check_sarif.report(replace(assessment, not_checked=(blind,))))
    run, = log["runs"]
    rules, file = run["tool"]["driver"]["rules"], run["artifacts"][0]
    assert (log["version"], file["location"]["uri"], file["hashes"]["sha-256"]) == \
        ("2.1.0", "register.xlsx", assessment.review.register.sha256)
    assert file["location"]["uriBaseId"] in run["originalUriBaseIds"], "a viewer asks where the folder is"
    for problem, result in zip(assessment.problems, run["results"], strict=True):
        at = result["locations"][0]
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == problem.code
        assert result["message"]["text"] == f"{problem.message} {problem.fix}"
        assert result["level"] == {"error": "error", "warning": "warning", "info": "note"}[problem.level.value]
        named = [each["fullyQualifiedName"] for each in at["logicalLocations"]]
        assert named == ([str(problem.cell)] if str(problem.cell) else [])
        if problem.cell.ref:
            region, (column, row) = at["physicalLocation"]["region"], coordinate_from_string(problem.cell.ref)
            assert (region["startLine"], region["startColumn"]) == (row, column_index_from_string(column))
    told, = run["invocations"][0]["toolExecutionNotifications"]
    assert told["message"]["text"] == "HIS001 is not checked: there is no earlier register."
    assert {each["ruleId"] for each in run["results"] if "suppressions" in each} == {"EXT003", "COR001"}
    prints = [each["partialFingerprints"]["cellAndText/v1"] for each in run["results"]]
    assert len(set(prints)) > len(prints) * 0.9


def test_each_rule_says_whose_it_is_and_when_that_was_looked_up(assessment):
    found = json.loads(check_json.report(assessment))
    assert set(found["rules"]) == {each["code"] for each in found["problems"]}
    assert found["rules"]["DAT003"] | {"title": ""} == {
        "title": "", "source": catalogue()["DAT003"].page.source, "looked_up_on": "2026-11-22",
        "read_in": "published accounts of ISO/IEC 17021-1:2015, not the standard itself"}
    ours = next(each for each in found["rules"].values() if each["source"] == "Our advice.")
    assert (ours["looked_up_on"], ours["read_in"]) == (None, None)


@pytest.mark.parametrize(("pack", "cited"), [
    ("iso22301", "Clause 10.1."), ("iso9001", "Clause 10.2."), ("iso42001", "Clause 10.2 b) 3)."),
    ("iso27001", "Clause 10.2 b) 3).")])
def test_a_rule_cites_the_clause_as_the_standard_of_the_register_numbers_it(pack, cited, workbook):
    path = workbook("""
        Findings
        | Finding ID | Grade | Status      | Extent |
        |---|---|---|---|
        | NC-1       | Minor | In progress | None.  |
        """, pack=pack)
    assessment = load(path, today=TODAY)
    assert json.loads(check_json.report(assessment))["rules"]["EXT003"]["source"] == cited
    run, = json.loads(check_sarif.report(assessment))["runs"]
    told = {each["id"]: each for each in run["tool"]["driver"]["rules"]}
    assert told["EXT003"]["properties"]["source"] == cited and cited in told["EXT003"]["help"]["text"]
    texts = " ".join(f"{rule['fullDescription']['text']} {rule['help']['text']}" for rule in told.values())
    assert pack != "iso22301" or "10.2" not in texts


def test_pages_speak_of_what_the_standard_of_the_register_looks_after():
    ours, theirs = (rule("COR002", packs.load(name)) for name in ("iso42001", "iso9001"))
    assert ours.source == "Advice for AI management systems; no clause asks for it." and ours.read_in
    assert theirs.source == "Our advice; no clause asks for it." and not theirs.read_in, "nothing was looked up for it"
    for code in catalogue():
        told = rule(code, packs.load("iso9001"))
        said = f"{told.title} {told.why} {told.fix} {told.source}".replace("AI questions", "").replace("audits AI", "")
        assert not re.search(r"AI (?:system|management|impact)|'Changes the AI", said), (code, said)


@pytest.mark.parametrize("name", ["startup", "hospital", "bank"])
def test_the_answers_that_are_counted_add_up(name, tmp_path):
    assessment = load(house(name, tmp_path), today=TODAY)
    told = re.fullmatch(r"(\d+) of (\d+) ready(?: \((.*?)\))?(?:; not ready: .*)?", counted(assessment))
    assert told, counted(assessment)
    by_words = [int(each.split()[0]) for each in (told[3] or "0 none").split(", ")]
    ready = sum(assessment.readiness(finding).ready() for finding in assessment.answered)
    assert (int(told[1]), int(told[2])) == (ready, len(assessment.answered)) and ready == sum(by_words)
