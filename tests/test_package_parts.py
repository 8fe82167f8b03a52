"""What goes into a package, made in one process: its evidence, its index and its list."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import date

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.core.sent import Sent
from ncr_toolkit.submission.contents import contents
from ncr_toolkit.submission.exclusions import worth_knowing
from ncr_toolkit.submission.index_page import index_page
from ncr_toolkit.submission.index_tables import IndexLink, tables
from ncr_toolkit.submission.manifest import manifest
from ncr_toolkit.submission.messages import adrift_line
from ncr_toolkit.submission.sent_record import of_responses
from ncr_toolkit.submission.zip_writer import packing
from tests.conftest import TODAY
from tests.records import register

REGISTER = """
Findings
| Finding ID | Grade | Status    |
|---|---|---|
| NC-1       | Minor | Verifying |
| NC-2       | Minor | Verifying |

Evidence
| Evidence ID | Finding ID | Title  | File or link                    | Baseline |
|---|---|---|---|---|
| E-1         | NC-1       | Before | before.txt                      | Yes      |
| E-2         | NC-1       | After  | after.txt                       | No       |
| E-3         | NC-1       | Later  | after.txt                       |          |
| E-4         | NC-1       | Page   | https://example.org/a           |          |
| E-5         | NC-1       | Secret | https://example.org/a?token=abc |          |
"""


@pytest.fixture
def packed(tmp_path):
    for name in ("before", "after"):
        (tmp_path / f"{name}.txt").write_text(f"{name} the change")
    found = register(REGISTER)
    review = Review(found, packs.load("iso42001"), TODAY, tmp_path)
    return contents(Assessment(review, []), found.findings, Purpose.PLAN)


def test_a_first_answer_replaces_none(packed):
    assert [(item.id, item.version, item.replaces) for item in packed.items] == [("NC-1", 1, False), ("NC-2", 1, False)]
    assert packed.refused == ()


def test_files_and_links_go_with_the_answer_of_their_row(packed):
    proofs = packed.items[0].proofs
    assert [bool(proof.name) for proof in proofs] == [True, True, True, False, False]
    assert [bool(proof.link) for proof in proofs] == [False, False, False, True, True]
    assert packed.items[1].proofs == ()


def test_a_file_that_is_not_there_refuses_the_answer(packed, tmp_path):
    (tmp_path / "before.txt").unlink()
    found = contents(packed.assessment, packed.assessment.review.register.findings, Purpose.PLAN)
    assert [item.id for item in found.items] == ["NC-2"] and [each.finding.id for each in found.refused] == ["NC-1"]


def test_the_index_says_which_proof_shows_the_state_before(packed):
    _, evidence = tables(packed, {}, {})
    headings = [heading for heading, _ in evidence.columns]
    rows = [dict(zip(headings, row, strict=True)) for row in evidence.rows]
    assert [row["Shows"] for row in rows] == ["state before", "", "", "", ""]
    assert rows[3]["File"] == IndexLink("https://example.org/a", "https://example.org/a", outside=True)
    assert rows[0]["File"].target == packed.items[0].proofs[0].name


def test_a_table_without_rows_says_none(packed):
    both = tables(packed, {}, {})
    assert b"None." not in index_page(packed, both)
    assert index_page(packed, [both[0], type(both[1])("Evidence", both[1].columns, [])]).count(b"<p>None.</p>") == 1


def test_the_list_names_the_file_or_the_link_of_each_proof(packed):
    (first, _) = json.loads(manifest(packed, [], {}, {}))["findings"]
    names = [proof.name or None for proof in packed.items[0].proofs]
    assert [proof["file"] for proof in first["evidence"]] == names
    assert [proof["link"] for proof in first["evidence"]] == [
        None, None, None, "https://example.org/a", "https://example.org/a?token=abc"]
    assert [proof["size"] for proof in first["evidence"]] == [17, 16, 16, None, None]


def test_only_a_link_with_a_key_is_told(packed):
    said, _ = worth_knowing(packed)
    assert [each[:14] for each in said if "password" in each] == ["The link of E-"]
    assert "E-5" in said[0]


@pytest.mark.parametrize("expected", ["", hashlib.sha256(b"proof").hexdigest()])
def test_a_file_is_packed_as_it_is(tmp_path, expected):
    (tmp_path / "proof.txt").write_bytes(b"proof")
    with packing(tmp_path / "p.zip", date(2026, 6, 30)) as zip_file:
        found = zip_file.copy("evidence/proof.txt", tmp_path / "proof.txt", expected)
    assert (found.name, found.size, found.sha256) == ("evidence/proof.txt", 5, hashlib.sha256(b"proof").hexdigest())
    with zipfile.ZipFile(tmp_path / "p.zip") as package:
        assert package.read("evidence/proof.txt") == b"proof"


def test_a_file_that_was_changed_meanwhile_is_not_packed(tmp_path):
    (tmp_path / "proof.txt").write_bytes(b"other")
    with pytest.raises(CannotRun, match="was changed by somebody"), packing(tmp_path / "p.zip", TODAY) as zip_file:
        zip_file.copy("evidence/proof.txt", tmp_path / "proof.txt", hashlib.sha256(b"proof").hexdigest())


def test_a_response_that_says_what_the_last_one_said_is_taken_down_once(packed):
    review = packed.assessment.review
    made = [(finding, f"{finding.id}.docx", "", Purpose.PLAN) for finding in review.register.findings]
    first = of_responses(made, review)
    assert [(answer.id, answer.version) for answer in first] == [("NC-1", 1), ("NC-2", 1)]
    again = Review(review.register, review.pack, TODAY, review.folder, sent=Sent(first[:1]))
    assert [answer.id for answer in of_responses(made, again)] == ["NC-2"]
    proofs = [(*each[:3], Purpose.PROOF) for each in made]
    assert [answer.id for answer in of_responses(proofs, again)] == ["NC-1", "NC-2"]


@pytest.mark.parametrize(("extra", "said"), [
    (0, ""), (1, "1 row belongs to no finding and is in no response"),
    (2, "2 rows belong to no finding and are in no response")])
def test_rows_that_no_response_holds_are_counted(tmp_path, extra, said):
    found = register(REGISTER + "".join(f"| E-{6 + number} | NC-9 | Lost | after.txt | |\n" for number in range(extra)))
    review = Review(found, packs.load("iso42001"), TODAY, tmp_path)
    line = adrift_line(Assessment(review, run(review, select=["IDN"])))
    assert line.partition(";")[0] == said
