"""A register beside its audit report: clauses with their standards, and cells that are blank though the report has
what belongs into them."""

from __future__ import annotations

import pytest

from ncr_toolkit.audit_report.references import Clause, clauses_in, differ
from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.problem import Level
from ncr_toolkit.loader import load
from tests import reports
from tests.conftest import TODAY
from tests.tables import parse, save

OWN = packs.load("iso42001")


@pytest.mark.parametrize(("reference", "standard", "report"), [
    ("8.4", "", "8.4"), ("8.4", "", "ISO/IEC 42001:2023, clause 8.4"), ("8.4", "", "8.4 Operational planning"),
    ("8.4", "", "ISO/IEC 42001:2023\n8.4"), ("8.4", "", "8.4 (ISO/IEC 42001)"), ("7.2 and 8.4", "", "clauses 7.2, 8.4"),
    ("27001: 6.1.2", "", "6.1.2"), ("27001: A.5.15", "", "5.15 of ISO/IEC 27001"),
    ("42001: 6.1.2; 27001: 6.1.2", "", "ISO/IEC 42001:2023 6.1.2; ISO/IEC 27001:2022 6.1.2"),
    ("6.1.2", "ISO/IEC 42001:2023; ISO/IEC 27001:2022", "ISO/IEC 42001:2023 and ISO/IEC 27001:2022, 6.1.2"),
    ("42001: 6.1.2", "", "42001: 6.1.2; 27001: 6.1.2"), ("27001: 8.2", "", "8.2 (ISO/IEC 27001), 8.4 (ISO/IEC 42001)"),
    ("ISO 13485: 8.4", "", "ISO 13485:2016 8.4"), ("10.2 b)", "", "10.2 e)"),
])
def test_clauses_that_are_the_same(reference, standard, report):
    assert not differ(Finding(reference=reference, standard=standard), report, OWN)


@pytest.mark.parametrize(("reference", "standard", "report"), [
    ("8.4", "", "7.2"), ("7.2", "", "clauses 7.2, 8.4"), ("27001: 6.1.2", "", "ISO/IEC 42001 6.1.2"),
    ("6.1.2", "ISO/IEC 27001:2022", "42001 6.1.2"), ("6.1.2", "", "ISO/IEC 27001:2022 6.1.2"),
    ("27001: 6.1.2\n42001: 6.1.2", "", "27001: 6.1.2"), ("ISO 13485: 8.4", "", "ISO 14971 8.4"),
    ("8.2", "", "ISO/IEC 27001:2013 8.2"), ("A.6.2.4", "", "6.2.4"),
])
def test_clauses_that_differ(reference, standard, report):
    assert differ(Finding(reference=reference, standard=standard), report, OWN)


def test_a_clause_is_of_the_standard_before_it_on_its_line():
    assert clauses_in("ISO/IEC 27001:2022: A.5.15, A.8.2; 7.5\nISO 9001:2015\n8.5.1", OWN) == [
        Clause("A.5.15", ("iso27001",)), Clause("A.8.2", ("iso27001",)), Clause("7.5"), Clause("8.5.1", ("iso9001",))]


@pytest.fixture
def checked(tmp_path):
    """The problems of a register whose only finding NC-1 has these cells, beside a report that has them all."""
    reports.cards(tmp_path / "report.docx")

    def check(**cells: str):
        named = {"Finding ID": "NC-1", "Audit": "SA-26"} | {
            key.replace("_", " "): value for key, value in cells.items()}
        path = save(parse(f"""
Audits
| Audit ID | Report file |
|---|---|
| SA-26    | report.docx |

Findings
| {' | '.join(named)} |
|{'---|' * len(named)}
| {' | '.join(named.values())} |
"""), tmp_path / "findings.xlsx")
        return run(load(path, today=TODAY).review, select=["RPT003", "RPT006"])

    return check


def test_what_is_blank_and_stands_in_the_report_is_told_with_both_places(checked):
    told = checked(Grade="Major", Reference="8.4", Raised_on="2026-03-18", Status="In progress")
    assert {each.code for each in told} == {"RPT006"} and {each.level for each in told} == {Level.WARNING}
    assert [each.message for each in told if "Response due" in each.message] == \
        ["'Response due' of NC-1 is blank; report.docx, table 1, row 2, says '2026-04-19'."]
    assert {each.key for each in told} == {"finding.response_due", "finding.statement", "finding.objective_evidence"}


def test_it_is_only_told_while_the_finding_is_logged_and_there_is_time(checked):
    told = checked(Grade="Major", Reference="8.4", Raised_on=str(TODAY), Status="Open", Response_due="2099-01-01")
    assert {each.level for each in told if each.code == "RPT006"} == {Level.INFO}


def test_what_could_not_be_read_is_not_blank(checked):
    told = checked(Grade="Major", Reference="8.4", Response_due="soon")
    assert not any("Response due" in each.message for each in told)
