"""One finding of several references, standards, AI systems and sites: how cells are read, and what follows from it."""

from __future__ import annotations

import io
import json

import pytest
from docx import Document

from ncr_toolkit.audit_report.comparison import differences
from ncr_toolkit.audit_report.labels import REFERENCE, named_clause
from ncr_toolkit.audit_report.told import ReportFinding
from ncr_toolkit.audit_report.values_and_headings import Located
from ncr_toolkit.checks.run import run
from ncr_toolkit.checks.texts.copied_answers import kin
from ncr_toolkit.compare.similarity import _doubt
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import by_standard
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.several import clauses, in_one_line, names, references, standards_of, titles
from ncr_toolkit.exports import ciso_assistant, oscal
from ncr_toolkit.exports.leaving import Leaving
from ncr_toolkit.imports.source import load
from ncr_toolkit.loader import load_review
from ncr_toolkit.management_review.trends.rankings import references as ranked
from ncr_toolkit.management_review.trends.rankings import systems
from ncr_toolkit.portfolio.facts import look_at
from ncr_toolkit.portfolio.rollup import roll_up
from ncr_toolkit.report.check_html import report as check_page
from ncr_toolkit.word.response import response_bytes
from tests.conftest import TODAY
from tests.records import plain, register
from tests.tables import parse, save

OWN = packs.load("iso42001")


def cell(text: str) -> str:
    return text.replace("<br>", "\n")


# Reading. "Is" is by what a finding is counted in a register of ISO/IEC 42001; what is no clause stands in quotes

@pytest.mark.parametrize("row", plain("""
| Standard | Reference | Is |
|---|---|---|
| | 8.4 | 8.4 |
| | 8.4 a) | 8.4 |
| | Clause 8.4 | 8.4 |
| | 8.4 AI system impact assessment | 8.4 |
| | 8.4 Operational planning and control | 8.4 |
| | 8.4; A.6.2.4 | 8.4 A.6.2.4 |
| | 8.4;A.6.2.4; | 8.4 A.6.2.4 |
| | 8.4<br>A.6.2.4 | 8.4 A.6.2.4 |
| | • 8.4<br>• A.6.2.4 | 8.4 A.6.2.4 |
| | - 8.4<br>- A.6.2.4 | 8.4 A.6.2.4 |
| | 8.4 / A.6.2.4 | 8.4 A.6.2.4 |
| | 8.4/A.6.2.4 | 8.4 A.6.2.4 |
| | 8.4,9.2 | 8.4 9.2 |
| | 8.4 + 9.2 & 7.2 | 8.4 9.2 7.2 |
| | 8.4；9.2、7.2 | 8.4 9.2 7.2 |
| | A.5.3, A.5.4 and A.8.2 | A.5.3 A.5.4 A.8.2 |
| | 8.4 und 9.2 | 8.4 9.2 |
| | 8.4 et 9.2, 7.2 y 7.3 e 7.5 | 8.4 9.2 7.2 7.3 7.5 |
| | Clause 8.4 and Annex A 6.2.4 | 8.4 A.6.2.4 |
| | § 8.4, § 9.2 | 8.4 9.2 |
| | 8.4; 8.4 a); 8.4 | 8.4 |
| | 8.4; 9.2; 8.4 a) | 8.4 9.2 |
| | 10.2 a) and b) | 10.2 |
| | 10.2 a), b); 9.2 | 10.2 9.2 |
| | 10.2 d), e) | 10.2 |
| | 10.2 e) | 10.2 |
| | 6.1.2 e, 8.4 | 6.1.2 8.4 |
| | 8.4, , 9.2 | 8.4 9.2 |
| | 27001/A.5.15 | 27001:_A.5.15 |
| | 8.4; A.6.2.9 | 8.4 "A.6.2.9" |
| | 8.4, A.6.2.x | 8.4 "A.6.2.x" |
| | 8.4; the policy | 8.4 "the_policy" |
| | 8.4, the policy | "8.4,_the_policy" |
| | 8,4 | "8,4" |
| | 8.4 A.6.2.4 | "8.4_A.6.2.4" |
| | 8.2 to 8.4 | "8.2_to_8.4" |
| | AC-2, AC-3(1) | "AC-2" "AC-3(1)" |
| | 27001: A.5.15 | 27001:_A.5.15 |
| | ISO/IEC 27001:2022 A.5.15 | 27001:_A.5.15 |
| | ISO 27001, A.5.15 | 27001:_A.5.15 |
| | A.5.15 (ISO 27001) | 27001:_A.5.15 |
| | 27001: A.5.15, A.5.2; 8.4 | 27001:_A.5.15 27001:_A.5.2 8.4 |
| | ISO 27001:<br>A.5.15<br>A.5.2<br>42001:<br>8.4 | 27001:_A.5.15 27001:_A.5.2 8.4 |
| | 27001: 9.2 | 9.2 |
| | Clauses 8.4 and 9.2 | 8.4 9.2 |
| | Art. 8.4; Controls A.5.3, A.5.4 | 8.4 A.5.3 A.5.4 |
| | ISO 9001:2015 clauses 8.5.1 and 8.6 | 9001:_8.5.1 9001:_8.6 |
| | 9001: 8.4 | 9001:_8.4 |
| | 27001:2013: A.9.2.1 | "27001:2013:_A.9.2.1" |
| | 14001: 8.2; 9.2 | "14001:_8.2" "14001:_9.2" |
| | 14001: 8.2; A.6.2.4 | "14001:_8.2" A.6.2.4 |
| | 14001: 8.2; 42001: 9.2; 7.2 | "14001:_8.2" 9.2 7.2 |
| | A5.2; a 5.3; A-5.4 | A.5.2 A.5.3 A.5.4 |
| ISO/IEC 42001; ISO/IEC 27001 | 9.2 | 9.2 |
| ISO/IEC 42001; ISO/IEC 27001 | 8.4 | 8.4 |
| ISO/IEC 42001; ISO/IEC 27001 | 8.4; A.5.15 | 8.4 27001:_A.5.15 |
| ISO/IEC 42001; ISO/IEC 27001 | A.5.2 | A.5.2 27001:_A.5.2 |
| ISO/IEC 42001; ISO/IEC 27001 | 42001: A.5.2 | A.5.2 |
| ISO/IEC 42001:2023, ISO 9001:2015 and 27001 | 8.2 | 8.2 9001:_8.2 |
| iso 9001:2015 | 8.4 | 9001:_8.4 |
| ISO 14001:2015 | 6.1.2 | "6.1.2" |
| ISO 14001:2015; ISO/IEC 42001 | 6.1.2; 99.9 | 6.1.2 "99.9" |
| | ; | |
"""), ids=lambda row: f"{row['Standard']} {row['Reference']}")
def test_what_a_reference_is(row):
    finding = Finding(standard=row["Standard"], reference=cell(row["Reference"]))
    wanted = row["Is"].split()
    assert [each.replace(" ", "_") for each in names(finding, "reference", OWN)] == [each.strip('"') for each in wanted]
    assert [each.replace(" ", "_") for each in clauses(finding, OWN)] == [each for each in wanted if '"' not in each]


@pytest.mark.parametrize(("text", "found"), [
    ("Lyon, Part-Dieu", ["Lyon, Part-Dieu"]), ("Lyon, Part-Dieu; Paris", ["Lyon, Part-Dieu", "Paris"]),
    ("Lyon\nParis\n", ["Lyon", "Paris"]), ("Lyon; lyon", ["Lyon"]), ("Lyon and Paris", ["Lyon and Paris"]),
    ("Lyon / Paris", ["Lyon / Paris"]), ("• Lyon\n• Paris", ["Lyon", "Paris"]), ("", []), (" ; ", [])])
def test_sites_and_systems_are_parted_by_semicolons_and_lines_alone(text, found):
    finding = Finding(site=text, ai_system=text)
    assert [*names(finding, "site", OWN)] == [*names(finding, "ai_system", OWN)] == found


@pytest.mark.parametrize(("standard", "reference", "found"), [
    ("", "8.4", ["ISO/IEC 42001:2023"]), ("ISO 27001", "", ["ISO/IEC 27001:2022"]),
    ("", "8.4; 27001: A.5.15", ["ISO/IEC 42001:2023", "ISO/IEC 27001:2022"]),
    ("", "27001: A.5.15", ["ISO/IEC 27001:2022"]), ("ISO 9001:2015, 42001", "9.2", ["ISO 9001:2015", "ISO/IEC 42001:2023"]),
    ("ISO/IEC 42001 / ISO/IEC 27001", "9.2", ["ISO/IEC 42001:2023", "ISO/IEC 27001:2022"]),
    ("House rules, part 2", "9.2", ["House rules, part 2"]), ("ISO 14001; ISO 9001", "", ["ISO 14001", "ISO 9001:2015"])])
def test_of_which_standards_a_finding_is(standard, reference, found):
    assert [*names(Finding(standard=standard, reference=reference), "standard", OWN)] == found


def test_a_standard_of_another_year_is_another():
    assert by_standard("ISO/IEC 27001") is by_standard("27001:2022") is packs.load("iso27001")
    assert by_standard("ISO/IEC 27001:2013") is None and by_standard("ISO 42001 draft") is None


@pytest.mark.parametrize(("reference", "unclear"), [
    ("9.2", []), ("8.2", []), ("A.5.2", ["A.5.2"]), ("8.4; A.5.3", ["A.5.3"]), ("42001: A.5.2", [])])
def test_one_number_may_be_two_requirements(reference, unclear):
    finding = Finding(standard="ISO/IEC 42001; ISO/IEC 27001", reference=reference)
    assert [each.text for each in references(finding, OWN) if each.unclear] == unclear


@pytest.mark.parametrize(("heading", "found"), [
    ("NC-4: Minor, clause 7.5", "7.5"), ("Minor, clauses 8.4 and A.6.2.4", "8.4 and A.6.2.4"),
    ("Minor (8.4, 9.2)", "8.4, 9.2"), ("clause 8.4, 2 records", "8.4"), ("Abschnitt 8.4 und Abschnitt 9.2", "8.4 und Abschnitt 9.2")])
def test_which_clauses_the_heading_of_a_report_names(heading, found):
    assert named_clause(heading) == found


@pytest.mark.parametrize(("own", "reported", "differs"), [
    ("8.4", "8.4", False), ("8.4; A.6.2.4", "8.4 and A.6.2.4", False), ("A.6.2.4, 8.4", "ISO/IEC 42001:2023, 8.4 / A.6.2.4", False),
    ("8.4", "8.4 and A.6.2.4", True), ("8.4; 9.2", "8.4", True), ("8.4", "Clause 8.4 (page 3)", False), ("7.3", "7.2", True)])
def test_the_clauses_of_the_report_are_compared_as_a_set(own, reported, differs):
    told = ReportFinding("NC-1", "page 1", values={REFERENCE: Located(reported, "page 1")})
    finding = Finding(id="NC-1", reference=own)
    assert bool([*differences(finding, told, OWN)]) is differs


# What follows

SEVERAL = """
Register
| Register ID                          | Organisation |
|---|---|
| 3f0c1a52-7d5e-5b1c-9a43-0d6c3b7e2a11 | Heron B.V.   |
Audits
| Audit ID | Kind     | Lead auditor |
|---|---|---|
| IA-1     | Internal | Rolf Berg    |
| SA-1     | Surveillance | Mei Ito  |
Findings
| Finding ID | Audit | Grade | Status | Standard                     | Reference                     | Title | Statement of nonconformity                          | AI system           | Site                  | Raised on  | Closed on  | Owner     |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
| NC-1       | SA-1  | Minor | Open   |                              | 8.4; A.6.2.4<br>27001: A.5.15 | Gates | No assessment was made before release 2.1 of Triage | Triage; Sepsis      | Lyon, Part-Dieu; Lund | 2026-05-02 |            | Ana Lima  |
| NC-2       | IA-1  | Minor | Open   | ISO/IEC 42001; ISO/IEC 27001 | 7.2, 9.2                      | Audit | Nobody planned the internal audit of this year      | Sepsis              | Lund                  | 2026-05-02 |            | Rolf Berg |
| NC-3       | SA-1  | Minor | Closed |                              | 8.2; 8.4                      | Logs  | The log of releases has no names in it at all       | sepsis              |                       | 2025-05-02 | 2025-08-02 | Ana Lima  |
| NC-4       | SA-1  | Minor | Open   |                              | 8.4 and 7.2                   | Keys  | Keys lie open in the room of the night shift        |                     |                       | 2026-05-02 |            | Ana Lima  |
| NC-5       | SA-1  | Minor | Open   | ISO/IEC 27001:2022           | A.6.3; 7.2                    | Train | Three people were never trained in keeping secrets  |                     | Lund                  | 2026-05-02 |            | Ana Lima  |
"""


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    return save(parse(SEVERAL), tmp_path_factory.mktemp("several") / "register.xlsx")


@pytest.fixture(scope="module")
def review() -> Review:
    return Review(register(SEVERAL), OWN, TODAY)


def found(review: Review, code: str) -> dict[str, str]:
    return {problem.record: problem.message for problem in run(review) if problem.code == code}


def test_it_counts_once_in_each_list_and_once_in_all(review, workbook):
    live = [finding for finding in review.register.findings if finding.status == "Open"]
    by_clause = ranked(live, review)
    assert {line.name: line.count for line in by_clause.lines} == {
        "7.2": 3, "8.4": 2, "A.6.2.4": 1, "27001: A.5.15": 1, "9.2": 1, "27001: A.6.3": 1}
    assert (by_clause.counted, by_clause.unnamed, by_clause.lines[-1].together) == (4, 0, 1)
    assert {line.name: line.count for line in systems(live, review).lines} == {"Sepsis": 2, "Triage": 1}
    portfolio = roll_up([look_at(str(workbook), TODAY)], [], TODAY)
    assert {group.name: group.open for group in portfolio.groups["Site"]} == {"Lund": 3, "Lyon, Part-Dieu": 1, "(not said)": 1}
    assert {group.name: group.open for group in portfolio.groups["Standard"]} == {
        "ISO/IEC 42001:2023": 3, "ISO/IEC 27001:2022": 3}
    assert len(portfolio.first) == 4


def test_what_comes_back_or_piles_up_on_one_of_its_clauses_is_seen(review):
    assert found(review, "REC001") == {each: f"{each} is on 8.4, like NC-3, closed on 2025-08-02{more}." for each, more in (
        ("NC-1", ", of the same AI system"), ("NC-4", ""))}
    assert {record: message.partition(":")[0] for record, message in found(review, "REC002").items()} == \
        dict.fromkeys(("NC-2", "NC-4", "NC-5"), "3 minors are open on 7.2")
    assert "NC-2" not in found(review, "OWN010"), "the audit programme is the auditor's own work"


def test_a_page_is_filtered_by_each_of_them(workbook, review):
    page = check_page(Assessment(review, run(review)))
    assert 'data-site="Lyon, Part-Dieu\nLund"' in page and 'data-reference="8.4\nA.6.2.4\n27001: A.5.15"' in page
    assert '<option value="7.2" data-name="7.2">7.2 (3)</option>' in page
    assert '<option value="Lyon, Part-Dieu"' in page and 'data-filter="lines"' in page


def test_the_response_names_them_all_with_their_titles(review):
    finding, assessment = review.register.findings[0], Assessment(review, run(review))
    made = response_bytes(review, finding, assessment.readiness(finding), purpose=Purpose.PLAN)
    cells = [cell.text for table in Document(io.BytesIO(made)).tables for row in table.rows for cell in row.cells]
    told = next(text for text in cells if text.startswith("8.4; A.6.2.4; 27001: A.5.15"))
    assert "8.4: AI system impact assessment\n" in told and "27001: A.5.15: Access control" in told
    assert "ISO/IEC 42001:2023\nISO/IEC 27001:2022" in cells and "Lyon, Part-Dieu; Lund" in cells
    assert standards_of(review.register.findings, OWN) == ("ISO/IEC 42001:2023", "ISO/IEC 27001:2022")
    assert in_one_line(finding, "reference") == "8.4; A.6.2.4; 27001: A.5.15"
    other = review.register.findings[4]
    assert titles(other, OWN)[0] == ("A.6.3", packs.load("iso27001").references["A.6.3"]), "of its own standard"


@pytest.mark.parametrize(("typed", "said"), [
    ("ISO 27001:\nA.5.15\nA.5.2", "ISO 27001: A.5.15, A.5.2"),
    ("8.4\nISO 27001\nA.5.15\nISO 9001:\n8.6", "8.4; ISO 27001: A.5.15; ISO 9001: 8.6"),
    ("ISO/IEC 42001\nISO 9001:2015", "ISO/IEC 42001; ISO 9001:2015"), ("8.4\nA.6.2.4", "8.4; A.6.2.4")])
def test_in_one_line_each_reference_keeps_its_standard(typed, said):
    one, many = Finding(reference=said), Finding(reference=typed)
    assert in_one_line(many, "reference") == said and names(one, "reference", OWN) == names(many, "reference", OWN)


def test_what_follows_a_standard_that_is_not_known_is_told(tmp_path):
    register = save(parse("""
        Findings
        | Finding ID | Reference      |
        |---|---|
        | NC-1       | 14001: 8.2; 9.2 |
        | NC-2       | A5.2            |
        """), tmp_path / "r.xlsx", pack="iso9001")
    found = run(load_review(register, TODAY), select=["IDN012", "IDN006"])
    assert [each.code for each in found] == ["IDN012", "IDN006"]
    assert "'9.2' behind it is taken for that standard's: write 9001: 9.2" in found[0].message
    assert "SOC 2" not in found[1].message, "its availability criteria end at A1.3"


def test_other_programs_get_each_by_itself_and_oscal_brings_them_back(review, tmp_path):
    plan = json.loads(oscal.made(Leaving(review)))["plan-of-action-and-milestones"]
    told = [(each["name"], each["value"]) for each in plan["poam-items"][0]["props"]]
    assert [value for name, value in told if name == "control-id"] == ["8.4", "A.6.2.4", "27001: A.5.15"]
    assert [value for name, value in told if name == "site"] == ["Lyon, Part-Dieu", "Lund"]
    (tmp_path / "plan.json").write_text(json.dumps({"plan-of-action-and-milestones": plan}))
    back = load([tmp_path / "plan.json"]).outcome().rows[Finding]
    assert [(row["reference"], row.get("ai_system", "")) for row in back[:2]] == \
        [("8.4; A.6.2.4; 27001: A.5.15", "Triage; Sepsis"), ("7.2; 9.2", "Sepsis")]


def test_ciso_assistant_gets_a_label_and_an_asset_each(review):
    first, second, *_ = ciso_assistant._rows(Leaving(review))
    assert (first[5], first[6]) == ("Minor|8-4|A-6-2-4|27001-A-5-15", "Triage|Sepsis")
    assert second[5] == "Minor|ISO-IEC-42001|ISO-IEC-27001|7-2|9-2"


def test_one_shared_clause_makes_findings_kin(review):
    first, audit, old, keys, _ = review.register.findings
    assert kin(first, old, review) and kin(keys, audit, review) and not kin(first, audit, review)
    assert _doubt(Finding(reference="8.4; 9.2"), Finding(reference="9.2")) == 1
    assert _doubt(Finding(reference="8.4; 9.2"), Finding(reference="7.2")) < 1


def test_what_the_finding_names_itself_is_no_other_place():
    text = """
Register
| Scope of the management system                      |
|---|
| Triage, Sepsis alarm and Discharge planner, at Lund |
Findings
| Finding ID | Grade | AI system            | Extent                                            |
|---|---|---|---|
| NC-1       | Minor | Triage; Sepsis alarm | 41 releases of Triage and Sepsis alarm: no more   |
| NC-2       | Minor | Triage               | 41 releases of Triage and of Sepsis alarm: none   |
"""
    assert {record: message.partition(" (")[0] for record, message in found(
        Review(register(text), OWN, TODAY), "EXT005").items()} == {
            "NC-1": "The scope of the register names more than Triage and Sepsis alarm"}


def test_an_imported_cell_of_several_stays_in_one(tmp_path):
    (tmp_path / "list.csv").write_text('NC No.,Clause,Site,Title\nN-1,"8.4\nA.6.2.4","Lyon, Part-Dieu\nLund",x\n'
                                       'N-2,"A.5.3, A.8.2",Lund,y\n')
    source = load([tmp_path / "list.csv"])
    rows = source.outcome().rows[Finding]
    assert [(row["reference"], row["site"]) for row in rows] == \
        [("8.4; A.6.2.4", "Lyon, Part-Dieu; Lund"), ("A.5.3, A.8.2", "Lund")]
    assert not source.together and not source.outcome().left
