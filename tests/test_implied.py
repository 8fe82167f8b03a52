"""What may be left empty: the finding of evidence, the day that deadlines count from, the number of the next row."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from ncr_toolkit.core.model import Action, Evidence
from ncr_toolkit.core.numbering import next_id
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.write.next_ids import name_of, numbered
from tests.tables import parse, save
from tests.test_writer import PACK, named, opened, register_bytes, without_values

REGISTER = """
Findings
| Finding ID | Grade | Status      |
|---|---|---|
| NC-1       | Minor | In progress |
| NC-2       | Minor | In progress |

Containment
| Step ID | Finding ID |
|---|---|
| C-01    | NC-1       |
| X-01    | NC-1       |

Actions
| Action ID | Finding ID |
|---|---|
| CA-01     | NC-2       |
| X-01      | NC-2       |

Evidence
| Evidence ID | Finding ID | Supports      |
|---|---|---|
| E-01        |            | ca-01         |
| E-02        |            | C-01          |
| E-03        | NC-1       | CA-01         |
| E-04        |            | X-01          |
| E-05        |            | Effectiveness |
| E-06        |            | CA-99         |
"""


def test_evidence_belongs_to_the_finding_of_what_it_supports(tmp_path):
    """Only where that is one; a finding that is named stays, right or wrong."""
    proofs = read_register(save(parse(REGISTER), tmp_path / "register.xlsx")).all(Evidence)
    assert [(proof.id, proof.finding, sorted(proof.implied)) for proof in proofs] == [
        ("E-01", "NC-2", ["finding"]), ("E-02", "NC-1", ["finding"]), ("E-03", "NC-1", []), ("E-04", "", []),
        ("E-05", "", []), ("E-06", "", [])]


def test_it_is_told_and_is_no_error(tmp_path, ncr):
    path = save(parse(REGISTER), tmp_path / "register.xlsx")
    lines = ncr("check", path, "--today", "2026-06-30", "--select", "IDN003", "--format", "csv").stdout.splitlines()
    levels = [word for line in lines if "IDN003" in line for word in line.split(",") if word in ("error", "info")]
    assert sorted(levels) == ["error"] * 3 + ["info"] * 2
    assert any("is taken for NC-2, to which ca-01 belongs" in line for line in lines)


IDS = ["CA-01", "ca-7", "CA-08b", "NC-9", "CA-5-6", "CA-1E3", "CA-", "", "RC-44", "CA 90"]


def test_the_next_id_is_after_the_highest():
    assert next_id("CA-", IDS) == "CA-08" and next_id("E-", IDS) == "E-01" and next_id("RC-", IDS) == "RC-45"
    assert next_id("E-", ["E-99", "E-100"]) == "E-101"


@pytest.mark.office
def test_libreoffice_offers_the_same_ids(office, tmp_path):
    content = register_bytes(PACK, today=date(2026, 6, 30), settings={}, rows={
        Action: [{"id": id} for id in IDS], Evidence: [{"id": "E-99"}, {"id": "E-100"}]})
    (tmp_path / "bare.xlsx").write_bytes(without_values(content))
    theirs = openpyxl.load_workbook(office(tmp_path / "bare.xlsx", "xlsx", tmp_path / "out"), data_only=True)
    ours = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    offered = {name_of(column): named(theirs, name_of(column)) for _, column in numbered()}
    assert offered == {name_of(column): named(ours, name_of(column)) for _, column in numbered()} == {
        "next_containment_id": "C-01", "next_cause_id": "RC-01", "next_action_id": "CA-08",
        "next_evidence_id": "E-101", "next_readiness_id": "RP-01"}


def test_an_id_of_ones_own_may_be_typed_and_is_never_a_formula():
    sheet = opened(register_bytes(PACK, today=date(2026, 6, 30), settings={}))["Actions"]
    (rule,) = [each for each in sheet.data_validations.dataValidation if each.formula1 == "next_action_id"]
    assert not rule.showErrorMessage and sheet["A4"].value is None
