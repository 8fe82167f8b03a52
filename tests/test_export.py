"""What leaves for another program: valid there, whole or told, back again as it was, and nothing internal unasked."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from importlib.resources import files

import jsonschema
import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from ncr_toolkit.common.money import LEFT_OUT
from ncr_toolkit.core.model import RECORDS, Action, Containment, Evidence, Extension, Finding, Person, Settings
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.exports import FORMATS, ciso_assistant, fedramp, jira
from ncr_toolkit.exports.additions import additions
from ncr_toolkit.exports.leaving import INTERNAL, Leaving
from ncr_toolkit.exports.messages import told
from ncr_toolkit.exports.register_schema import FILE, register_schema
from ncr_toolkit.imports.source import load
from ncr_toolkit.loader import load_review
from tests import samples
from tests.oscal_schemas import VERSIONS, faults, lost_references
from tests.tables import parse, ref, save
from tests.validation import validated

HOSTILE = """
Register
| Register ID                          | Organisation | Certification body | Resources in the response |
|---|---|---|---|
| 3f0c1a52-7d5e-5b1c-9a43-0d6c3b7e2a11 | +1 B.V.      | North & <Gate>     |                           |
Findings
| Finding ID | Grade | Reference | Title          | Statement of nonconformity   | Owner    | Status      | Raised on  | Close due    | AI system | Internal note | (own) Mood |
|---|---|---|---|---|---|---|---|---|---|---|---|
| NC-1       | Minor | 5.10      | @SUM(A1)        | -1 is<br>@ no "answer"; = 2 | Ana Lima | In progress | 2026-03-20 | 2026-07-01   | A, B      | Ask legal     | good       |
| nc-1       | Major | A.6.2.4   |                |                              | Bo Li    | Open        |            | "03/05/2026" | Triage    |               | +bad       |
|            | Minor |           | No number      | Nobody wrote it down.        |          | Magor       |            |              |           |               |            |
| NC 4       | Observation |     | Nothing else   |                              |          |             | 2026-03-20 |              |           |               |            |
Actions
| Action ID | Finding ID | Action          | Owner    | Start      | Due        | Done on    | Resources      |
|---|---|---|---|---|---|---|---|
| CA-1      | NC-1       | First<br>line   | Ana Lima | 2026-04-01 | 2026-05-01 | 2026-05-02 | 3 days, EUR 54321 |
|           | NC-1       |                 | Bo Li    | 2026-05-01 | 2026-04-01 |            |                |
| CA-1      | NC-1       | The id again    |          |            |            |            |                |
| CA-9      | NC-99      | Of no finding   |          |            |            |            |                |
Evidence
| Evidence ID | Finding ID | Supports | Title | File or link                     |
|---|---|---|---|---|
| E-1         | NC-1       | CA-1     |       | NC-1/a file (1) 100%.txt         |
| E-2         |            | CA-1     | Log   | https://example.org/a?b=c#d      |
People
| Name     | E-mail          | Role |
|---|---|---|
| Ana Lima | ana@example.org | Lead |
"""


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    return load_review(samples.lay_out(tmp_path_factory.mktemp("export")), TODAY)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return load_review(save(parse(HOSTILE), tmp_path_factory.mktemp("hostile") / "register.xlsx"), TODAY)


@pytest.fixture(scope="module")
def made(review):
    """Every format of the sample: what leaves, and the file."""
    leaving = {name: Leaving(review, added=additions(review.register)) for name in FORMATS}
    return {name: (each, FORMATS[name].make(each)) for name, each in leaving.items()}


def exported(review, name, **more):
    leaving = Leaving(review, added=additions(review.register), **more)
    return leaving, FORMATS[name].make(leaving)


def kept(made, folder, name):
    """What was made, as files; gives their paths."""
    ending = FORMATS[name].ending
    contents = made if isinstance(made, dict) else {f"register{ending}": made}
    for file, content in contents.items():
        (folder / file).write_bytes(content)
    return [folder / file for file in contents]


def texts_of(made) -> str:
    """All that stands in what was made, on one line."""
    if isinstance(made, dict):
        cells = [cell for content in made.values() for row in _csv(content) for cell in row]
    elif made.startswith(b"PK"):
        cells = [cell for sheet in load_workbook(io.BytesIO(made)) for row in sheet.iter_rows(values_only=True)
                 for cell in row]
    elif made.startswith(b"{"):
        cells = list(_strings(json.loads(made)))
    else:
        cells = [cell for row in _csv(made) for cell in row]
    return " ".join(" ".join(str(cell)[:10] if isinstance(cell, date) else str(cell) for cell in cells).split())


def _csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def _strings(data):
    for part in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        if isinstance(part, dict | list):
            yield from _strings(part)
        else:
            yield part


def values_of(register, kind, *, without=()):
    """The rows of a sheet as an import gives them: filled cells by field; nothing that only another cell implies."""
    return [{column.name: value for column in kind.SHEET.typed_columns
             if (value := record.value(column.name)) not in ("", None) and column.name not in without
             and column.key not in INTERNAL} for record in register.records[kind]]


def taken_over(outcome, kind, *, without=()):
    return [{name: value for name, value in row.items() if value not in ("", None) and name not in without
             and f"{kind.SHEET.prefix}.{name}" not in INTERNAL} for row in outcome.rows.get(kind, [])]


# Everything, and back

@pytest.mark.parametrize("name", ["json", "csv"])
def test_a_whole_register_comes_back_as_it_was(made, review, tmp_path, name):
    outcome = load(kept(made[name][1], tmp_path, name)).outcome()
    for kind in RECORDS:
        without = {"reference"} if name == "csv" else set()
        assert taken_over(outcome, kind, without=without) == values_of(review.register, kind, without=without), kind
    unread = sorted(text.text for _, text in review.register.unread() if name == "json" or not text.column.exact)
    assert sorted(each.text for each in outcome.left) == unread, "as CSV has it, '5.1' can be read"
    assert outcome.settings["scope"] == review.register.settings.scope and not outcome.skipped


@pytest.mark.parametrize("name", ["json", "csv"])
def test_what_people_added_and_what_looks_like_a_formula_comes_back(hostile, tmp_path, name):
    leaving, content = exported(hostile, name, internal=True)
    outcome = load(kept(content, tmp_path, name)).outcome()
    assert outcome.own == {Finding: {"Mood": {0: "good", 1: "+bad"}}}
    first, second, third, _ = outcome.rows[Finding]
    assert (first["title"], first["statement"], first["reference"], first["internal_note"]) == \
        ("@SUM(A1)", '-1 is\n@ no "answer"; = 2' if name == "json" else '-1 is\n @ no "answer";  = 2', "5.10",
         "Ask legal"), "in CSV a space stands before what other countries' Excel would run"
    assert "close_due" not in second and second["internal_note"] == "Close due: 03/05/2026"
    assert third["internal_note"] == "Status: Magor" and leaving.added.unread == []
    assert taken_over(outcome, Person) == values_of(hostile.register, Person)


def test_json_is_as_the_schema_has_it_and_says_every_cell(made, review, hostile):
    schema = json.loads(files("ncr_toolkit.exports").joinpath(FILE).read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for content in (made["json"][1], exported(hostile, "json", internal=True)[1]):
        assert [each.message for each in validator.iter_errors(json.loads(content))] == []
    found = json.loads(made["json"][1])
    assert found["sheets"]["Findings"][0]["raised_on"] == review.register.findings[0].raised_on.isoformat()
    assert list(made["json"][0].not_taken()) == list(made["csv"][0].not_taken()) == []


def test_the_schema_is_that_of_todays_columns():
    assert files("ncr_toolkit.exports").joinpath(FILE).read_bytes() == register_schema()


def test_a_cell_that_could_not_be_read_stands_there_as_typed(hostile):
    second = json.loads(exported(hostile, "json")[1])["sheets"]["Findings"][1]
    told = {"cell": ref("finding.close_due", 5), "text": "03/05/2026", "why": "ambiguous date",
            "readings": ["2026-05-03", "2026-03-05"]}
    assert second["unread"] == {"close_due": told} and "close_due" not in second


def test_csv_opens_in_excel_as_text_and_runs_nothing(hostile):
    for name, content in exported(hostile, "csv")[1].items():
        assert content.startswith(b"\xef\xbb\xbf"), name
        assert not [cell for row in _csv(content) for cell in row if re.match(r"[=+\-@\t\r]", cell)], name


# OSCAL

@pytest.mark.parametrize("version", VERSIONS)
def test_oscal_is_valid_and_every_reference_leads_somewhere(made, hostile, version):
    for content in (made["oscal"][1], exported(hostile, "oscal", internal=True)[1]):
        plan = json.loads(content)
        assert faults(plan, version) == [] and lost_references(plan) == []


def test_what_no_schema_sees_is_seen(made):
    """A wrong reference, a shared UUID, a plan of nothing: this test would be silent otherwise."""
    plan = json.loads(made["oscal"][1])
    root = plan["plan-of-action-and-milestones"]
    root["poam-items"][0]["related-risks"][0]["risk-uuid"] = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
    root["risks"][2]["uuid"] = root["risks"][3]["uuid"]
    del root["system-id"]
    root["risks"][5]["remediations"] = []
    assert len(lost_references(plan)) == 5 and len(faults(plan, "1.1.3")) == 1


def test_a_finding_keeps_its_uuid_whatever_else_changes(hostile):
    def ids(findings) -> dict[str, str]:
        found = json.loads(exported(hostile, "oscal", findings=findings)[1])["plan-of-action-and-milestones"]
        return {each["title"]: each["uuid"] for each in found["poam-items"]}

    every = hostile.register.findings
    assert ids(every[3:]).items() <= ids([]).items() and len({*ids([]).values()}) == 4


def test_oscal_has_owner_days_state_and_evidence_where_others_look(made, review):
    root = json.loads(made["oscal"][1])["plan-of-action-and-milestones"]
    finding = next(each for each in review.register.findings if each.id == "NC-2025-04")
    item = next(each for each in root["poam-items"] if each["title"] == finding.title)
    risk = next(each for each in root["risks"] if each["uuid"] == item["related-risks"][0]["risk-uuid"])
    people = {each["uuid"]: each["name"] for each in root["metadata"]["parties"]}
    task = risk["remediations"][0]["tasks"][1]
    assert {"name": "POAM-ID", "ns": "https://fedramp.gov/ns/oscal", "value": "NC-2025-04"} in item["props"]
    assert risk["status"] == "open" and risk["deadline"] == f"{finding.close_due}T00:00:00Z"
    assert people[task["responsible-roles"][0]["party-uuids"][0]] == finding.owner
    assert [each["status-change"] for each in risk["risk-log"]["entries"] if "status-change" in each] == \
        ["closed", "open"]
    assert people[item["origins"][0]["actors"][0]["actor-uuid"]] == "Northgate Certification"
    assert "email-addresses" not in str(root["metadata"])


def test_oscal_comes_back_as_far_as_it_carries(made, review, tmp_path):
    leaving, content = made["oscal"]
    outcome = load(kept(content, tmp_path, "oscal")).outcome()
    assert not outcome.left
    for kind in (Finding, Containment, Action, Evidence):
        rows = zip(values_of(review.register, kind), review.register.records[kind], strict=True)
        carried = [{name: value for name, value in row.items() if has_left(leaving, record, name)} for row, record in rows]
        assert taken_over(outcome, kind) == [row for row in carried if row], kind


def has_left(leaving, record, name) -> bool:
    place = [column.name for column in record.SHEET.columns].index(name)
    return bool(leaving.taken.get(id(record), 0) >> place & 1)


# Other programs

def test_ciso_assistant_gets_its_own_words_alone(hostile, review):
    rows = [[cell or "" for cell in row] for source in (hostile, review) for row in load_workbook(
        io.BytesIO(exported(source, "ciso-assistant")[1])).worksheets[0].iter_rows(values_only=True)]
    head = [*ciso_assistant.COLUMNS]
    table = [dict(zip(head, row, strict=True)) for row in rows if row[0] != "ref_id"]
    assert rows[0] == head and all(row["name"] for row in table)
    assert {row["severity"] for row in table} <= {"info", "low", "medium", "high", "critical", ""}
    assert {row["status"] for row in table} <= {"identified", "confirmed", "dismissed", "in_progress", "mitigated",
                                                "closed", ""}
    labels = [label for row in table for label in filter(None, row["filtering_labels"].split("|"))]
    assert labels and all(re.fullmatch(r"[\w-]{1,36}", label) for label in labels)
    assert [row["asset"] for row in table[:2]] == ["", "Triage"], "of several it would take the first alone"


def test_jira_gets_a_summary_an_address_and_headings_without_punctuation(hostile):
    head, *rows = _csv(exported(hostile, "jira")[1])
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert all(re.fullmatch(r"[A-Za-z ]+", each) for each in head) and tuple(head) == jira.COLUMNS
    assert all(row["Summary"].strip() for row in table)
    assert [row["Assignee"] for row in table] == ["ana@example.org", "", "", ""]
    assert [row["Due date"] for row in table][:2] == ["2026-07-01", ""] and "\n" in table[0]["Description"]


def test_fedramp_finds_its_headers_and_items_where_it_looks(made, review):
    book = load_workbook(io.BytesIO(made["fedramp"][1]))
    opened, closed = book["Open POA&M Items"], book["Closed POA&M Items"]
    head = [*fedramp.COLUMNS]
    assert [cell.value for cell in opened[5]] == [None, *head] and opened["AB5"].value == "CVE"
    assert [opened[f"A{row}"].value for row in (6, 7, 8)] == ["Guidance", "Examples", "Mandatory"]
    assert [cell.value for cell in closed[2]] == [name.replace("Remediation", "Overall Remediation") for name in head]
    ended = [each.id for each in review.register.findings if each.status in ("Closed", "Withdrawn")]
    assert [row[0].value for row in closed.iter_rows(min_row=3)] == ended
    assert opened["B9"].value and opened["L9"].number_format == "yyyy-mm-dd" and opened["L9"].is_date
    assert opened.max_row - 8 + len(ended) == len(review.register.findings)


@pytest.mark.parametrize("name", ["fedramp", "ciso-assistant"])
def test_a_workbook_for_another_program_is_sound(hostile, tmp_path, name):
    [path] = kept(exported(hostile, name)[1], tmp_path, name)
    assert validated(path, "Microsoft365") == []


@pytest.mark.parametrize(("name", "without"), [
    ("jira", {"owner"}), ("fedramp", {"grade", "status", "audit", "ai_system"}),
    ("ciso-assistant", {"grade", "status", "ai_system", "standard", "reference", "objective_evidence"})])
def test_what_another_program_carries_comes_back(made, review, tmp_path, name, without):
    """But what it says in words of its own (a rating is no grade), by an address, or in a column that is a guess."""
    leaving, content = made[name]
    outcome = load(kept(content, tmp_path, name)).outcome()
    back = {row["id"]: row for row in taken_over(outcome, Finding)}
    for finding, row in zip(review.register.findings, values_of(review.register, Finding), strict=True):
        carried = {field: value for field, value in row.items() if has_left(leaving, finding, field)
                   and field not in without}
        again = {field: back[finding.id].get(field) for field in carried}
        unsure = {field for field, value in again.items() if value is None and field == "owner"}
        assert {**again, **{field: carried[field] for field in unsure}} == carried
        assert not unsure or finding.owner == "Management team", "a team is asked, and no person"


# What is told

@pytest.mark.parametrize("name", FORMATS)
def test_each_cell_is_in_the_file_or_told(made, name):
    """A cell that is said to leave stands in the file, in our words or in those of the other program."""
    leaving, content = made[name]
    whole = texts_of(content).casefold()
    for kind in RECORDS:
        for record in leaving.rows[kind]:
            for column in kind.SHEET.typed_columns:
                typed = record.typed(column.name)
                shown = " ".join((leaving.resources(typed) if column.key == "action.resources" else typed).split())
                if has_left(leaving, record, column.name) and column.name not in ("finding", "record") \
                        and (name, column.key) != ("fedramp", "finding.status"):  # which sheet it is on says that
                    owner = leaving.review.person(shown) if name == "jira" and column.name == "owner" else None
                    words = {leaving.reworded.get(column.header, {}).get(shown, shown), owner.email if owner else shown}
                    assert any(word[:60].casefold() in whole for word in words), (record.label, column.key, shown)


def test_what_has_no_place_is_told_column_by_column(made, tmp_path):
    lines = list(told(made["oscal"][0], FORMATS["oscal"], tmp_path, []))
    assert "  5 Whys: all 19 rows" in lines and "  Register: the facts of the register" in lines
    [findings] = [line for line in lines if line.startswith("  Findings: ")]
    assert "Requirement, " in findings and "Objective evidence (1 of 22 cells)" in findings
    assert "Statement" not in findings
    lines = list(told(made["jira"][0], FORMATS["jira"], tmp_path, []))
    assert any(line.startswith("In words of the other program, 'Grade': ") and "Major as Highest" in line
               for line in lines)


def test_columns_and_sheets_of_the_users_own_are_told_where_there_is_no_place(hostile, tmp_path):
    lines = list(told(exported(hostile, "jira")[0], FORMATS["jira"], tmp_path, []))
    assert "  Findings, columns of your own: Mood" in lines and "  Actions: all 4 rows" in lines


@pytest.mark.parametrize("name", FORMATS)
def test_amounts_of_money_leave_only_where_it_is_asked_for(hostile, name):
    assert "54321" not in texts_of(exported(hostile, name)[1])
    if FORMATS[name].whole:
        assert "54321" in texts_of(exported(hostile, name, internal=True)[1])
        assert LEFT_OUT in texts_of(exported(hostile, name)[1])


def test_of_one_finding_only_what_belongs_to_it(review):
    [finding] = [each for each in review.register.findings if each.id == "NC-2025-04"]
    leaving, content = exported(review, "json", findings=[finding])
    found = json.loads(content)
    assert [each["id"] for each in found["sheets"]["Findings"]] == ["NC-2025-04"] and found["whole"] is False
    assert {each["finding"] for sheet in ("Actions", "5 Whys", "Evidence") for each in found["sheets"][sheet]} == \
        {"NC-2025-04"}
    assert len(found["sheets"]["Extensions"]) == len(review.extensions(finding)) > 0
    assert found["sheets"]["Audits"][0]["id"] == finding.audit and len(found["sheets"]["Audits"]) == 1
    assert {each["name"] for each in found["sheets"]["People"]} < {each.name for each in review.register.all(Person)}
    assert "own_sheets" not in found and leaving.rows[Extension]


# The command

def again_rows(path, header):
    sheet = load_workbook(path)["Findings"]
    [place] = [cell.column for cell in sheet[3] if cell.value == header]
    return [sheet.cell(row, place) for row in range(4, 8)]



def test_the_command_writes_beside_the_register_says_all_and_replaces_nothing(ncr, tmp_path, workbook):
    workbook(HOSTILE, "findings.xlsx")
    done = ncr("export", "findings.xlsx", "--to", "jira")
    assert done.returncode == 1, "a day could not be read"
    assert done.stdout.startswith("4 findings of findings.xlsx as a list for Jira: findings-jira.csv\n")
    assert f"not in the file: {ref('finding.close_due', 5)} '03/05/2026' (ambiguous date)" in done.stdout
    assert "Left out, since it is for yourselves: Internal note (1 cell), E-mail (1 cell)" in done.stdout
    assert re.search(r"! \d+ errors? in what was read .* with: ncr check findings.xlsx\n", done.stdout)
    before = (tmp_path / "findings-jira.csv").read_bytes()
    done = ncr("export", "findings.xlsx", "--to", "jira")
    assert done.returncode == 2 and "exists already" in done.stderr
    assert ncr("export", "findings.xlsx", "--to", "jira", "--force", "NC 4").returncode == 1
    assert (tmp_path / "findings-jira.csv").read_bytes() != before
    for words in (("NC-7", "--to", "json"), ("--to", "oscal", "-o", "evidence/a.json"), ("--to", "csv", "-o", "sent"),
                  ("--to", "json", "-o", "a.xlsx"), ("--to", "fedramp", "-o", "findings.xlsx", "--force"),
                  ("--to", "word",), ()):
        refused = ncr("export", "findings.xlsx", *words)
        assert refused.returncode == 2 and refused.stderr.count("\n") <= 4, words
    assert not (tmp_path / "sent").exists()


def test_a_folder_of_csv_is_made_anew_and_nothing_of_somebody_else_in_it_replaced(ncr, tmp_path, workbook):
    workbook(HOSTILE, "findings.xlsx")
    for _ in range(2):
        assert ncr("export", "findings.xlsx", "--to", "csv", "-o", "out").returncode == 1
    (tmp_path / "out" / "Findings.csv").write_text("mine", "utf-8")
    done = ncr("export", "findings.xlsx", "--to", "csv", "-o", "out")
    assert done.returncode == 2 and (tmp_path / "out" / "Findings.csv").read_text("utf-8") == "mine"


def test_oscal_needs_a_finding_and_an_id_of_the_register(ncr, workbook):
    nameless = "Register\n| Register ID |\n|---|\n| (empty) |"
    workbook(f"Findings\n| Finding ID | Grade |\n|---|---|\n| NC-1 | Minor |\n{nameless}", "a.xlsx")
    workbook("Actions\n| Action ID | Finding ID |\n|---|---|\n| CA-1 | NC-1 |", "b.xlsx")
    assert "has no Register ID" in ncr("export", "a.xlsx", "--to", "oscal").stderr
    assert "No finding was read" in ncr("export", "b.xlsx", "--to", "oscal").stderr


def test_what_was_exported_whole_becomes_a_register_again(ncr, tmp_path, workbook):
    """Also sheets of the user's own, and no mapping is written where nothing is to be decided."""
    first = read_register(workbook(HOSTILE, "findings.xlsx"))
    book = load_workbook(tmp_path / "findings.xlsx")
    book.create_sheet("Notes").append(["What", 4, None, date(2026, 5, 1)])
    book.create_sheet("Secret").append(["for us alone"])
    book["Secret"].sheet_state = "hidden"
    last = book["Findings"].max_column + 1
    for row, value in ((3, "Cost"), (4, 4.5), (5, date(2026, 5, 1)), (6, "#REF!")):
        book["Findings"].cell(row, last).value = value
    book.save(tmp_path / "findings.xlsx")
    told = ncr("export", "findings.xlsx", "--to", "csv").stdout
    assert "the hidden sheet Secret. --internal takes it along" in told
    assert {path.name for path in (tmp_path / "findings-csv").glob("*.csv")} >= {"Notes.csv", "Findings.csv"} \
        and not (tmp_path / "findings-csv" / "Secret.csv").exists()
    told = ncr("export", "findings.xlsx", "--to", "json", "--internal").stdout
    assert f"Findings!{get_column_letter(last)}6 '#REF!'" in told
    done = ncr("import", "findings-json.json", "again.xlsx")
    assert done.returncode == 1 and not (tmp_path / "again-import.toml").exists(), done.stderr
    again = read_register(tmp_path / "again.xlsx")
    assert [values_of(again, kind) for kind in (*RECORDS[1:], Settings) if kind is not Settings] == \
        [values_of(first, kind) for kind in RECORDS[1:]]
    assert again.settings.id == first.settings.id and again.settings.organisation == "+1 B.V."
    notes = load_workbook(tmp_path / "again.xlsx")["Notes"]
    assert [cell.value for cell in notes[1]] == ["What", 4, None, "2026-05-01"]
    assert [cell.value for cell in again_rows(tmp_path / "again.xlsx", "Cost")] == [4.5, "2026-05-01", None, None]
    merged = ncr("import", "findings-json.json", "findings.xlsx", "--merge")
    assert merged.returncode == 2 and "was exported" in merged.stderr
