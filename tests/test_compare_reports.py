"""`ncr compare`: its three forms, its exit codes, and what it says where there is nothing to say."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from lxml import html as lxml_html

from ncr_toolkit.compare.change import ChangeKind
from tests.tables import parse, parse_before, ref, save

SCHEMA = json.loads((Path(__file__).parent / "contract" / "compare-output.schema.json").read_text(encoding="utf-8"))

BOTH = """
(before) Findings
| Finding ID | Grade | Title            | Owner    | Status      | Close due  | Extent   |
|---|---|---|---|---|---|---|
| NC-10      | Minor | <b>Logs</b>      | Ana Lima | Open        | 2026-07-01 |          |
| NC-9       | Major | No assessment    | Ana Lima | Closed      | 2026-07-01 | 6 models |
| NC-2       | Minor | Wrong label      | Ana Lima | Open        | 2026-07-01 |          |
| NC-3       | Minor | Late review      | Ana Lima | Open        | 2026-07-01 |          |
Findings
| Finding ID | Grade | Title            | Owner    | Status      | Close due  | Extent   |
|---|---|---|---|---|---|---|
| NC-10      | Minor | <b>Logs</b>      | Bo Ek    | In progress | 2026-07-01 |          |
| NC-9       | Major | No assessment    | Ana Lima | Closed      | 2026-07-01 | 9 models |
| NC-2       | Minor | Wrong label      | Ana Lima | Open        | 2026-08-01 | None     |
People
| Name  |
|---|
| Bo Ek |
"""

TEXT = f"""\
Needs a look: 3

  NC-9, Major: No assessment
    {ref('finding.extent', 5):<18} 'Extent' of NC-9: it was '6 models' and is '9 models' now, though NC-9 is closed.

  NC-2, Minor: Wrong label
    {ref('finding.close_due', 6):<18} 'Close due' of NC-2 moved from 2026-07-01 to 2026-08-01, 31 days later, and no row of
                       Extensions says why and who agreed.

  NC-3, Minor: Late review
    {'old ' + ref('finding.id', 7):<18} NC-3 (Minor, Open) is gone.

News: 2

  NC-10, Minor: <b>Logs</b>
    {ref('finding.owner', 4):<18} The owner of NC-10 was Ana Lima and is Bo Ek now.
    {ref('finding.status', 4):<18} The status of NC-10 was 'Open' and is 'In progress' now.

And 1 other cell changed, 1 row added: in 1 finding and 1 outside of findings. --format json and html list
  them.

Old: before.xlsx: 4 Findings.
New: now.xlsx: 3 Findings, 1 People.
Of 4 findings in the old register 3 are in the new one, 1 not; 0 came.
Found: 3 changes that somebody should look at, 2 news, 2 small changes.
"""


@pytest.fixture
def compare(tmp_path, ncr):
    """A function: Markdown and further words -> the finished command, in the folder of the two registers."""

    def run(markdown: str, *words: object):
        save(parse_before(markdown), tmp_path / "before.xlsx")
        save(parse(markdown), tmp_path / "now.xlsx")
        return ncr("compare", "before.xlsx", "now.xlsx", "--today", "2026-06-30", *words)

    return run


def test_text(compare):
    done = compare(BOTH)
    assert (done.stdout, done.stderr, done.returncode) == (TEXT, "", 1)


def test_json_fits_its_schema_and_names_both_cells(compare):
    done = compare(BOTH, "--format", "json")
    found = json.loads(done.stdout)
    jsonschema.validate(found, SCHEMA, format_checker=jsonschema.FormatChecker())
    assert done.returncode == 1
    assert found["summary"] == {"changes": 7, "grave": 3, "news": 2, "small": 2, "found_again": 3, "kinds": {
        "closed_changed": 1, "date_later": 1, "other": 1, "owner": 1, "row_added": 1, "status": 1, "vanished": 1}}
    close_due = ref("finding.close_due", 6).partition("!")[2]
    assert found["changes"][1] == {
        "kind": "date_later", "words": "date moved later", "grave": True, "finding": "NC-2", "grade": "Minor",
        "record": "NC-2", "key": "finding.close_due", "sheet": "Findings", "cell": close_due, "old_sheet": "Findings",
        "old_cell": close_due, "old": "2026-07-01", "new": "2026-08-01",
        "message": "'Close due' of NC-2 moved from 2026-07-01 to 2026-08-01, 31 days later, and no row of Extensions "
                   "says why and who agreed."}
    gone = next(each for each in found["changes"] if each["kind"] == "vanished")
    assert (gone["sheet"], gone["cell"], gone["old_cell"], gone["new"]) == ("Findings", None, "A7", None)


def test_the_schema_knows_every_kind():
    assert SCHEMA["$defs"]["change"]["properties"]["kind"]["enum"] == [kind.name.lower() for kind in ChangeKind]


def test_html(compare, tmp_path):
    done = compare(BOTH, "--format", "html", "-o", "changes.html")
    assert (done.returncode, done.stdout) == (1, "")
    source = (tmp_path / "changes.html").read_text(encoding="utf-8")
    page = lxml_html.fromstring(source)
    rows = {name: [[cell.text_content() for cell in row.xpath("td")] for row in page.xpath(f"//table[@id='{name}']//tr[td]")]
            for name in ("look", "news", "small")}
    assert [row[:3] for row in rows["look"]] == [
        ["NC-9Major", "closed finding changed", ref("finding.extent", 5)],
        ["NC-2Minor", "date moved later", ref("finding.close_due", 6)],
        ["NC-3Minor", "vanished", f"old {ref('finding.id', 7)}"]]
    assert rows["small"] == [["NC-2Minor", ref("finding.extent", 6), "other cell changed", "", "None"],
                             ["", f"{ref('person.name', 4)}Bo Ek", "row added", "", "Bo Ek"]]
    assert "://" not in source and source.count("<script>") == source.count("<script") == 1, "nothing but its filter runs"
    assert page.xpath("//p[@class='read']")[0].text_content().count("Findings") == 2, "what was read is told"


NOTE = """
(before) Findings
| Finding ID | Internal note |
|---|---|
| NC-1       | NOTE_OLD      |
(before) Decisions
| Check  | Record | Reason |
|---|---|---|
| DAT001 | NC-1   | WHY_OLD |
Findings
| Finding ID | Internal note |
|---|---|
| NC-1       | NOTE_NEW      |
Decisions
| Check  | Record | Reason |
|---|---|---|
| DAT001 | NC-1   | WHY_NEW |
"""


@pytest.mark.parametrize(("note", "why", "told"), [
    ("Ask legal.", "As agreed.", False), ("", "As agreed.", False), ("Ask legal.", "Not now.", True),
    ("Ask Ana.", "As agreed.", True), ("", "Not now.", True)])
def test_a_page_with_notes_of_the_house_says_that_it_is_not_for_the_body(compare, tmp_path, note, why, told):
    typed = NOTE.replace("NOTE_OLD", note and "Ask legal.").replace("NOTE_NEW", note)
    typed = typed.replace("WHY_OLD", "As agreed.").replace("WHY_NEW", why)
    assert compare(typed, "--format", "html", "-o", "changes.html").returncode in (0, 1)
    page = lxml_html.fromstring((tmp_path / "changes.html").read_text(encoding="utf-8"))
    said = page.xpath("//h1/following-sibling::p[1]")[0].text_content()
    assert ("not for the certification body" in said) == told
    assert ("Ask Ana." in page.text_content() or "Not now." in page.text_content()) == told


def test_what_people_typed_is_shown_and_not_obeyed(compare):
    markdown = """
    (before) Findings
    | Finding ID | Owner |
    |---|---|
    | NC-1 | <script>alert(1)</script> |
    Findings
    | Finding ID | Owner |
    |---|---|
    | NC-1 | \x1b[31mred |"""
    assert "<script>alert" not in compare(markdown, "--format", "html").stdout
    assert "\x1b" not in compare(markdown).stdout


SAME = """
(before) Findings
| Finding ID | Status |
|---|---|
| NC-1 | Open |
Findings
| Finding ID | Status |
|---|---|
| NC-1 | {} |
"""


def test_no_change_says_what_was_read(compare):
    done = compare(SAME.format("Open"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == ["Old: before.xlsx: 1 Findings.", "New: now.xlsx: 1 Findings."]
    assert done.stdout.endswith("Found: no change.\n")


def test_news_alone_is_exit_0(compare):
    done = compare(SAME.format("In progress"))
    assert done.returncode == 0 and "Found: 0 changes that somebody should look at, 1 news." in done.stdout


def test_a_file_and_itself(compare, ncr):
    compare(SAME.format("Open"))
    done = ncr("compare", "now.xlsx", "now.xlsx")
    assert done.returncode == 0 and "Both are the same file, byte for byte" in done.stdout


def test_no_finding_in_either_is_no_result(compare):
    done = compare("(before) People\n| Name |\n|---|\n| Ana |\nPeople\n| Name |\n|---|\n| Ana |\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("ncr: No finding was read") and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("words", [["nowhere.xlsx", "now.xlsx"], ["now.xlsx", "nowhere.xlsx"], ["now.xlsx"],
                                   ["before.xlsx", "now.xlsx", "--format", "csv"],
                                   ["before.xlsx", "now.xlsx", "-o", "now.xlsx", "--force"],
                                   ["before.xlsx", "now.xlsx", "-o", "before.xlsx", "--force"]])
def test_what_cannot_run_is_exit_2(compare, ncr, tmp_path, words):
    compare(BOTH)
    before = (tmp_path / "now.xlsx").read_bytes(), (tmp_path / "before.xlsx").read_bytes()
    done = ncr("compare", *words)
    assert done.returncode == 2 and "Traceback" not in done.stderr and len(done.stderr.splitlines()) == 1
    assert ((tmp_path / "now.xlsx").read_bytes(), (tmp_path / "before.xlsx").read_bytes()) == before


def test_a_report_is_not_replaced_without_force(compare):
    assert compare(BOTH, "-o", "changes.txt").returncode == 1
    assert compare(BOTH, "-o", "changes.txt").returncode == 2
    assert compare(BOTH, "-o", "changes.txt", "--force").returncode == 1


def test_another_register_is_said_loudly(compare):
    ids = "{}Register\n| Register ID |\n|---|\n| {} |\n"
    done = compare(SAME.format("Open") + ids.format("(before) ", "lund") + ids.format("", "malmo"))
    assert done.returncode == 1
    assert done.stdout.splitlines()[2:4] == ["  The register itself",
                                             f"    {ref('register.id'):<18} These are two registers: the old file is 'lund', the "
                                             "new one 'malmo'; what follows"]


def test_the_help_ends_with_an_example(ncr):
    said = ncr("compare", "--help").stdout
    assert "Exit code 0" in said and "ncr compare findings-2026-05.xlsx findings.xlsx" in said
