"""What a finding is linked with: the days in its cells, the columns that a standard hides, and where they are told."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.compare.answer_parts import adds_to
from ncr_toolkit.compare.comparison import changes
from ncr_toolkit.core import packs
from ncr_toolkit.core.foreign_words import words
from ncr_toolkit.core.linked_records import IMPACT, INCIDENT, LINKED, MODEL, SOA, is_undated, latest, links
from ncr_toolkit.core.model import Action, Finding
from ncr_toolkit.core.packs import pack_file
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.stage import Readiness
from ncr_toolkit.excel.upgrade.move import upgraded
from ncr_toolkit.excel.write.writer import register_bytes
from ncr_toolkit.forms.meaning.vocabulary import vocabulary
from ncr_toolkit.forms.survey.label_meaning import meaning
from ncr_toolkit.loader import load_review
from ncr_toolkit.report.standard_page import standards_told
from ncr_toolkit.word.case import Case
from ncr_toolkit.word.finding_facts import finding_facts
from ncr_toolkit.word.sections import SECTIONS
from tests.conftest import TODAY
from tests.tables import parse, save

NEW = (INCIDENT, SOA, MODEL)
FILLED = {INCIDENT: "INC-7 of 2026-03-12", SOA: "A.6.2.4 in SoA v5", MODEL: "TriageRank 2.4"}


# -- the days in a cell

@pytest.mark.parametrize(("text", "name", "days"), [
    ("AIA-009 v3 of 2026-05-04", "AIA-009 v3", ["2026-05-04"]), ("R-017, 23/05/2026", "R-017", ["2026-05-23"]),
    ("TriageRank 2.4 since 10 May 2026", "TriageRank 2.4", ["2026-05-10"]),
    ("AIA-009 (May 4, 2026)", "AIA-009", ["2026-05-04"]), ("DSFA 3 vom 4. Mai 2026", "DSFA 3", ["2026-05-04"]),
    ("R-017, 12-May-2026", "R-017", ["2026-05-12"]), ("R-017 12/May/2026", "R-017", ["2026-05-12"]),
    ("AIA-9, May 4th, 2026", "AIA-9", ["2026-05-04"]),
    ("EIIA-3 de 4 de mayo de 2026", "EIIA-3", ["2026-05-04"]),
    ("AIA-009_2026-05-04.pdf", "AIA-009_.pdf", ["2026-05-04"]),
    ("影響評価 9 2026年5月4日", "影響評価 9", ["2026-05-04"]),
    ("AIPD-3 du 4 mai 2026", "AIPD-3", ["2026-05-04"]), ("2026-05-04", "", ["2026-05-04"]),
    ("SoA v5 of 2026-05-12, next 2027-05-12", "SoA v5, next 2027-05-12", ["2026-05-12"]),
    ("AIA-9 (next review 2027-05-04)", "AIA-9 (next review 2027-05-04", []),
    ("INC-7 of 2026-03-02, closed 2026-06-02", "INC-7, closed 2026-06-02", ["2026-03-02"]),
    ("AIA-9 signed by Ben, 2026-05-04", "AIA-9 signed by Ben", ["2026-05-04"]),
    ("INC-2026-03-12", "INC-2026-03-12", []), ("TriageRank 10.04.12", "TriageRank 10.04.12", []),
    ("gpt-4o-2024-08-06", "gpt-4o-2024-08-06", []), ("R-017", "R-017", []), ("file 45/12/2026", "file 45/12/2026", []),
    ("SoA version 5 2026", "SoA version 5 2026", []),
])
def test_a_day_is_read_where_it_is_one(text, name, days):
    (link,) = links(Finding(risk_reference=text), "risk_reference")
    assert (link.name, [day.isoformat() for day in link.days], link.unclear) == (name, days, ())


@pytest.mark.parametrize("text", ["none since 2026-06-02", "No incident until 2026-06-20", "keine", "-", "n/a"])
def test_that_there_is_none_names_none(text):
    assert links(Finding(risk_reference=text), "risk_reference") == ()


@pytest.mark.parametrize(("text", "readings"), [
    ("R-017 of 03/05/2026", ("2026-05-03", "2026-03-05")), ("R-017 of 2026-02-30", ()), ("R-017 of 2206-05-04", ())])
def test_a_day_that_is_none_or_two_is_kept_as_such(text, readings):
    (link,) = links(Finding(risk_reference=text), "risk_reference")
    assert not link.days and [each.readings for each in link.unclear] == [readings]


def test_a_cell_may_name_several_and_the_last_day_that_has_come_counts():
    finding = Finding(risk_reference="- R-011 of 2025-06-02\n- R-017 of 2026-05-04; R-030 of 2026-12-01; n/a")
    assert [link.name for link in links(finding, "risk_reference")] == ["R-011", "R-017", "R-030"]
    assert latest(finding, "risk_reference", TODAY) == date(2026, 5, 4)
    undated = {text: is_undated(Finding(risk_reference=text), "risk_reference") for text in ("R-017", "n/a", "")}
    assert undated == {"R-017": True, "n/a": False, "": False} and not is_undated(finding, "risk_reference")


@pytest.mark.parametrize(("text", "versions"), [
    ("AIA-009 v3 of model 2.4", {"3", "2.4"}), ("SoA version 5", {"5"}), ("A.6.2.4", set()), ("Rev. 7a", {"7a"}),
    ("R-017", set()), ("clinical-text-2", set())])
def test_versions_are_known_by_their_figures(text, versions):
    (link,) = links(Finding(soa_reference=text), SOA)
    assert link.versions == versions


@pytest.mark.parametrize(("name", "was", "now", "added"), [
    ("risk_reference", "R-01", "R-01 of 2026-05-04", True), ("risk_reference", "R-01", "R-01; R-02", True),
    ("risk_reference", "R-01", "R-017", False), ("risk_reference", "R-01 of 2026-05-04", "R-01 of 2026-05-12", False),
    ("risk_reference", "R-01; R-02", "R-01", False), ("extent", "6 models", "6 models and 2 more", False)])
def test_what_stands_behind_a_reference_is_added(name, was, now, added):
    old, new = (Finding(id="NC-1", status="Closed", closed_on=date(2026, 6, 1), **{name: text}) for text in (was, now))
    before, after = Register(), Register()
    before.records[Finding], after.records[Finding] = [old], [new]
    found = changes(*(Review(each, packs.load("iso42001"), TODAY) for each in (before, after)))
    assert (adds_to(name, was, now), [each.grave for each in found]) == (added, [not added])


# -- what the standards ask for and show

def test_older_registers_lack_the_columns_and_are_whole(tmp_path):
    bare = ["Finding ID", *(f"(no column) {Finding.SHEET.column(name).header}" for name in NEW)]
    table = f"Findings\n| {' | '.join(bare)} |\n{'|---' * len(bare)}|\n| NC-1 |{' |' * len(NEW)}\n"
    review = load_review(save(parse(table), tmp_path / "old.xlsx"), TODAY)
    assert [each.code for each in run(review) if each.code.startswith(("WBK", "LNK"))] == []


def hidden_in(content: bytes) -> set[str]:
    """The keys of the columns of the sheet Findings that are out of sight."""
    xml = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet4.xml").decode()
    runs = re.findall(r'<col min="(\d+)" max="(\d+)"[^>]*hidden="1"', xml)
    return {Finding.SHEET.columns[place - 1].key for first, last in runs for place in range(int(first), int(last) + 1)}


@pytest.mark.parametrize("name", packs.known())
def test_a_standard_hides_the_columns_that_it_does_not_use_and_no_other(name):
    pack = packs.load(name)
    assert {key.partition(".")[2] for key in pack.unused} <= set(NEW)
    assert (hidden := hidden_in(register_bytes(pack, today=TODAY, settings={}))) == set(pack.unused)
    assert {"iso42001": 0, "iso27001": 1, "iso9001": 3}.get(name, len(hidden)) == len(hidden)


def test_a_hidden_column_is_in_view_as_soon_as_something_stands_in_it(tmp_path):
    rows = {Finding: [{"id": "NC-1", INCIDENT: "COMPLAINT-7"}]}
    old = tmp_path / "old.xlsx"
    old.write_bytes(register_bytes(packs.load("iso9001"), today=TODAY, settings={}, rows=rows))
    for content in (old.read_bytes(), upgraded(old, "old.xlsx", TODAY).content):
        assert hidden_in(content) == {f"finding.{SOA}", f"finding.{MODEL}"}
    assert load_review(old, TODAY).register.findings[0].value(INCIDENT) == "COMPLAINT-7"


def test_what_a_reference_makes_one_expect_is_told_by_explain_and_is_in_the_standard():
    told = standards_told("42001", 100)
    assert "'AI impact assessment' of a finding on 6.1.4, 8.4, A.5.2" in told
    for name in packs.known():
        pack = packs.load(name)
        assert {at for each in pack.expected.values() for at in each} <= set(pack.references)
        assert set(pack.expected) <= set(LINKED) - {key.partition(".")[2] for key in pack.unused}


@pytest.mark.parametrize(("old", "new", "says"), [
    ('soa_reference = ["6.1.3"]', 'soa_reference = ["6.1.9"]', "points to 6.1.9"),
    ('soa_reference = ["6.1.3"]', 'soa_ref = ["6.1.3"]', "'soa_ref' is no column of the sheet Findings"),
    ('unused = ["finding.model_version"]', 'unused = ["finding.owner"]', "no column that a register may lack"),
    ('unused = ["finding.model_version"]', 'unused = "all"', "a list of texts")])
def test_a_pack_that_is_wrong_there_is_told(old, new, says):
    with pytest.raises(CannotRun, match=says):
        pack_file.made(packs.source("iso27001").replace(old, new), "ours.toml", "ours.toml")


def test_each_standard_asks_for_its_own(tmp_path):
    """ISO/IEC 27001 has the risk and the Statement of Applicability, ISO 9001 neither."""
    found, undated = {}, {}
    for name in ("iso42001", "iso27001", "iso9001"):
        register = Register()
        register.records[Finding] = [Finding(id="NC-1", grade="Minor", risk_reference="R-1", **{IMPACT: "AIA-1"})]
        register.records[Action] = [Action(id="CA-1", finding="NC-1", changes_ai_system="Yes", done_on=TODAY)]
        undated[name] = [each.key for each in run(Review(register, packs.load(name), TODAY), select=["LNK002"])]
        register.records[Finding] = [Finding(id=f"NC-{at}", grade="Minor", status="In progress", reference=at)
                                     for at in ("6.1.2", "6.1.3", "8.4")]
        register.records[Action] = [Action(id=f"CA-{each.id}", finding=each.id, what="A gate")
                                    for each in register.findings]
        problems = run(Review(register, packs.load(name), TODAY), select=["LNK005"])
        found[name] = [(each.record, each.key.partition(".")[2]) for each in problems]
    assert undated == {"iso9001": [], "iso27001": ["finding.risk_reference"], "iso42001": ["finding.risk_reference"]}
    assert found == {"iso9001": [], "iso27001": [("NC-6.1.2", "risk_reference"), ("NC-6.1.3", "risk_reference"),
                                                 ("NC-6.1.3", SOA)],
                     "iso42001": [("NC-6.1.2", "risk_reference"), ("NC-6.1.3", "risk_reference"), ("NC-6.1.3", SOA),
                                  ("NC-8.4", "impact_assessment_reference")]}


# -- where they are told

def test_the_response_tells_them_among_the_facts_and_beside_the_risk():
    finding = Finding(id="NC-1", grade="Minor", status="In progress", raised_on=date(2026, 3, 20), **FILLED)
    register = Register()
    register.records[Finding] = [finding]
    case = Case(Review(register, packs.load("iso42001"), TODAY), finding, Readiness(), Purpose.PLAN)
    plan = next(each for each in SECTIONS if each.heading == "Corrective action plan").render(case)
    facts, plan = (re.sub(r"<[^<>]+>", " ", xml).replace("\u2011", "-") for xml in (finding_facts(case), plan))
    assert "Model and version" in facts and "TriageRank 2.4" in facts and "INC-7 of 2026" in facts
    assert "Statement of Applicability" in plan and "A.6.2.4 in SoA v5" in plan


def test_headers_of_other_people_s_lists_and_labels_of_forms_mean_them():
    headers = {"Incident no.": INCIDENT, "SoA": SOA, "Model version": MODEL, "Risk ID": "risk_reference"}
    assert {word: words().key(word) for word in headers} == {word: f"finding.{name}" for word, name in headers.items()}
    labels = {"en": {"Risk ID": "risk_reference", "SoA": SOA, "Incident no.": INCIDENT, "Model version": MODEL},
              "de": {"Risiko-ID": "risk_reference", "Vorfall-Nr.": INCIDENT, "Modellversion": MODEL},
              "fr": {"Version du modèle": MODEL}, "es": {"Número de incidente": INCIDENT}}
    for language, asked in labels.items():
        for label, name in asked.items():
            assert meaning(label, vocabulary({}, frozenset({language})))[1] == (f"finding.{name}",), label
    english, ours = vocabulary({}, frozenset({"en"})), {f"finding.{name}" for name in ("risk_reference", *NEW)}
    for label in ("Risk", "Model", "Incident description", "Applicability"):
        assert not ours & set(meaning(label, english)[1]), label
