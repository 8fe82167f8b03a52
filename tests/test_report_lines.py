"""Lines of reports that begin as a finding does: taken, or told with their place; and none of an earlier audit."""

from __future__ import annotations

import json

import pytest
from docx import Document

from ncr_toolkit.audit_report.announced import announced
from ncr_toolkit.audit_report.comparison import Pairs
from ncr_toolkit.audit_report.labels import key
from ncr_toolkit.audit_report.located import located
from ncr_toolkit.audit_report.parts import Line, Row
from ncr_toolkit.audit_report.report import read
from ncr_toolkit.core.model import Audit, Finding
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.imports.source import load
from tests.tables import parse, save
from tests.trackers import workbook


def lines(*texts: str):
    """Lines; one that begins with # is a heading."""
    return [Line(text.lstrip("# "), f"paragraph {number}", text.count("#"))
            for number, text in enumerate(texts, start=1)]


def without_number(*texts: str):
    return [(each.values["finding.grade"].text, each.values["finding.statement"].text)
            for each in located(lines(*texts)).unnumbered]


@pytest.mark.parametrize(("text", "meant"), [
    ("Observation: The policy reaches newcomers late.", "Observation"),
    ("Opportunity for improvement: The dashboard could show ages.", "Opportunity"),
    ("Minor nonconformity: Records of competence were missing.", "Minor"),
    ("Verbesserungspotenzial: Die Testdaten könnten öfter erneuert werden.", "Opportunity"),
    ("Piste de progrès : Relier le registre au tableau de bord.", "Opportunity"),
    ("No conformidad menor: Faltan registros de competencia.", "Minor"),
    ("観察事項：指標の確認は毎月行うとよい。", "Observation"),
    ("Minor: No evidence of an approval was available.", "Minor")])
def test_a_finding_without_a_number_is_taken(text, meant):
    [(grade, statement)] = without_number(text)
    assert (grade, statement) == (meant, text.replace("：", ":").partition(":")[2].strip())


@pytest.mark.parametrize("text", ["Observation: None.", "Minor: No minor nonconformities were raised.", "Major: 2",
                                  "Hauptabweichung: keine", "Observation: ninguna", "Scope: Minor changes of the site"])
def test_what_says_that_there_is_none_is_none(text):
    found = located(lines(text))
    assert (found.unnumbered, found.lines) == ((), ())


def test_what_a_grade_means_is_no_finding():
    found = located(lines("# Grading of findings", "Major nonconformity: the system is broken down as a whole.",
                          "Minor nonconformity: a lapse that was seen once."))
    assert (found.unnumbered, found.lines) == ((), ())
    found = located(lines("# Report", "Major nonconformity: the system does not work.",
                          "Minor nonconformity: one case was seen here.", "Observation: a thing to be noted here."))
    assert found.unnumbered == () and len(found.lines) == 3, "each grade once: told, and not taken"


def test_a_remark_of_any_kind_is_a_finding_only_below_a_heading_of_findings():
    text = "Hinweis: Dieses Dokument ist vertraulich zu behandeln."
    assert without_number("# Allgemeines", text) == [] and len(located(lines("# Allgemeines", text)).lines) == 1
    assert without_number("# Feststellungen", text) == [("Observation", text.partition(": ")[2])]


def test_the_statement_of_a_finding_with_a_number_is_none_without():
    found = located(lines("# Minor nonconformity NC-1", "Observation: Records of competence were missing.",
                          "Evidence: Files of three people.", "# Minor nonconformity NC-2",
                          "Observation: Nobody had read the minutes."))
    assert [each.id for each in found.findings] == ["NC-1", "NC-2"] and found.unnumbered == ()


@pytest.mark.parametrize(("text", "begun"), [
    ("NC 1 The organisation did not keep the results of the assessment.", "NC 1"),
    ("OFI-02 could be considered. It is of use.", "OFI-02"), ("Hallazgo 3 se cerró durante la visita.", "Hallazgo 3"),
    ("Constat 4 sans suite, comme convenu.", "Constat 4"), ("所見1は確認済みである。", "所見1")])
def test_what_begins_as_a_finding_is_told(text, begun):
    assert [each.text for each in located(lines(text)).lines] == [begun]
    others = lines("Findings are shown in the annex.", "Minor 8.4 was read.", "Observation 20% of cases.", "Major: 2")
    assert located(others).lines == ()


@pytest.mark.parametrize("text", ["Positive: The review of models is thorough.", "Stärken: Die Leitung ist beteiligt.",
                                  "Point fort : L'engagement de la direction est visible.",
                                  "Fortaleza: La dirección participa en todo.", "良い点：経営層の関与が明確である。"])
def test_what_is_good_is_told_as_that(text):
    found = located(lines("# Finding NC-1", "Statement: Late.", text))
    assert len(found.good) == 1 and found.findings[0].values["finding.statement"].text in ("", "Late.")
    assert located(lines("# 2. Positive aspects", "Observation: The drills are well prepared.")).unnumbered == ()


# An earlier audit

@pytest.mark.parametrize(("earlier", "now"), [
    ("Follow-up of the last audit", "Findings of this audit"),
    ("Findings of the previous audit (closed):", "Findings:"),
    ("Abweichungen aus dem Vorjahr", "Feststellungen dieses Audits"),
    ("Suivi des constats de l'audit précédent", "Constats de cet audit"),
    ("Seguimiento de los hallazgos anteriores", "Hallazgos de esta auditoría"),
    ("前回審査の指摘事項", "今回の指摘事項")])
@pytest.mark.parametrize("mark", ["", "# "])
def test_what_an_earlier_audit_found_is_named_and_not_taken(earlier, now, mark):
    head = ("No.", "Clause", "Grade", "Finding")
    old, new = ([Row(head, f"table {number}, row 1", number),
                 Row((id, "8.4", "Minor", "Late."), f"table {number}, row 2", number)]
                for number, id in ((1, "P-1"), (2, "N-1")))
    found = located([*lines(mark + earlier), *old, *lines(mark + now), *new])
    assert [each.id for each in found.findings] == ["N-1"]
    assert [(each.text, each.where) for each in found.earlier] == [("P-1", "table 1, row 2")]


@pytest.mark.parametrize("closed", ["Closed", "geschlossen", "Clôturé", "cerrada"])
def test_a_finding_that_the_report_calls_closed_is_named_and_not_taken(closed):
    head = ("No.", "Clause", "Finding", "Status")
    rows = [Row(head, "row 1", 1), Row(("P-1", "8.4", "Late.", closed), "row 2", 1),
            Row(("N-1", "9.2", "Never.", "open"), "row 3", 1)]
    found = located(rows)
    assert [each.id for each in found.findings] == ["N-1"] and [each.text for each in found.closed] == ["P-1"]


# What is announced

@pytest.mark.parametrize(("text", "counts"), [
    ("The audit team raised one major and three minor nonconformities.", {"Major": 1, "Minor": 3}),
    ("Es wurden zwei Nebenabweichungen und 3 Hinweise festgestellt.", {"Minor": 2, "Observation": 3}),
    ("L'équipe a relevé une non-conformité majeure et deux remarques.", {"Major": 1, "Observation": 2}),
    ("Se detectaron dos no conformidades menores.", {"Minor": 2}), ("軽微な不適合2件が検出された。", {"Minor": 2}),
    ("Number of findings: Major 0, Minor 2, OFI 1.", {"Minor": 2, "Opportunity": 1}),
    ("Five nonconformities were raised.", {"nonconformity": 5}),
    ("Une non-conformité majeure entraîne la suspension.", {}), ("Clause 8 minor changes were read.", {}),
    ("The last audit raised two minor nonconformities.", {}), ("Minor findings are due within 90 days.", {})])
def test_how_many_findings_a_sentence_announces(text, counts):
    assert {each.grade: each.count for each in announced([Line(text, "page 1")])} == counts


def test_more_that_are_announced_than_located_are_told():
    text = "The audit team raised two minor nonconformities and one observation."
    found = located(lines(text, "# Minor nonconformity NC-1", "Statement: Late.", "# Observation O-1",
                          "Statement: So."))
    assert [(said.grade, said.count, count) for said, count in found.announced] == [("Minor", 2, 1)]
    assert located([*lines("Report"), Row(("Minor", "1"), "row 1", 1)]).announced[0][0].count == 1


# The comparison

def test_a_finding_without_a_number_is_known_by_its_statement(tmp_path):
    told = read(report(tmp_path / "r.docx", "Report number: R-1", "Observation: The policy reaches newcomers late.",
                       "Observation: Nobody reads the minutes of the board."))
    path = save(parse("""
        Findings
        | Finding ID | Statement of nonconformity             |
        |---|---|
        | F-001      | The policy reaches newcomers late. |
        """), tmp_path / "f.xlsx")
    pairs = Pairs(read_register(path).findings, told)
    assert pairs.strangers == []
    assert pairs.unnumbered == ["'Nobody reads the minutes of the board.' (paragraph 3)"]


# The import

def report(path, *texts):
    document = Document()
    for text in texts:
        document.add_heading(text.strip("# "), 1) if text.startswith("#") else document.add_paragraph(text)
    document.save(path)
    return path


def test_an_import_tells_what_it_did_not_take(ncr, tmp_path):
    report(tmp_path / "r.docx", "Report number: R-1", "# Findings", "The team raised two minor nonconformities.",
           "Observation: The policy reaches newcomers late.", "Positive: The review of models is thorough.")
    done = ncr("import", "r.docx", "f.xlsx", "--dry-run")
    assert done.returncode == 1
    said = 'announces 2 findings of grade Minor ("The team raised two minor nonconformities.", paragraph 3)'
    assert said in done.stdout
    assert "F-001: 'The policy reaches newcomers late.', without a number (paragraph 4)" in done.stdout
    assert "'Positive: The review of models is thorough.' (paragraph 5)" in done.stdout
    told = json.loads(ncr("import", "r.docx", "f.xlsx", "--dry-run", "--format", "json").stdout)
    assert any("announces 2" in each for each in told["aside"])


@pytest.mark.parametrize(("text", "id"), [
    ("Report number: R-1", "R-1"), ("Audit dates: 9 to 11 March 2026", "Audit 2026-03-11"),
    ("Lead auditor: Eva Holm", None)])
def test_an_audit_is_called_by_its_report_or_its_last_day_and_never_by_us(ncr, tmp_path, text, id):
    report(tmp_path / "r.docx", text, "# Minor nonconformity NC-1", "Statement: Late.", "Evidence: None was there.")
    done = ncr("import", "r.docx", "f.xlsx", "--language", "German", "--country", "Germany, BY", "--standard",
               "iso9001")
    made = read_register(tmp_path / "f.xlsx")
    assert (made.findings[0].audit or None, made.all(Audit)[0].id or None) == (id, id)
    assert ("has no name yet" in done.stderr) == (id is None)
    assert (made.settings.language, made.settings.country, made.settings.region) == ("German", "Germany", "BY")


def test_what_stands_above_a_list_tells_of_its_audit_and_a_remark_below_is_none(ncr, tmp_path):
    workbook(tmp_path / "list.xlsx", Findings=[
        ["Audit report:", "HV-7", "", "Lead auditor:", "Rosa Achebe"],
        ["", "", "", "Audit dates:", "2 - 4 June 2026"], [],
        ["Ref.", "Type", "Clause", "What was seen", "Place"], ["H-1", "Minor NC", "8.4", "No record.", "Perth"],
        ["Reply to findings@hv.example within the dates given."]])
    source = load([tmp_path / "list.xlsx"])
    [finding] = source.outcome().rows[Finding]
    assert (finding["objective_evidence"], finding["site"]) == ("No record.", "Perth")
    assert {key: value.text for key, value in source.about.items()} == {
        "audit.report_reference": "HV-7", "audit.lead_auditor": "Rosa Achebe", "audit.started_on": "2026-06-02",
        "audit.ended_on": "2026-06-04"}
    ncr("import", "list.xlsx", "f.xlsx")
    assert read_register(tmp_path / "f.xlsx").findings[0].audit == "HV-7"


@pytest.mark.parametrize(("label", "meant"), [
    ("First day on site", "audit.started_on"), ("Audit vom", "audit.started_on"),
    ("Fecha de término", "audit.ended_on"),
    ("Fin", "audit.ended_on"), ("審査期間", "audit.first to last day"), ("主任審査員", "audit.lead_auditor"),
    ("Auditleitung", "audit.lead_auditor"), ("N.º del informe", "audit.report_reference"), ("First aid on site", ""),
    ("Last but not least", "")])
def test_labels_of_the_audit(label, meant):
    assert key(label) == meant
