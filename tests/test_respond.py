"""`ncr respond` on the sample: what is ready is clean, what is not is marked, and nothing else is touched."""

from __future__ import annotations

import io
import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from docx import Document

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.assessment import Assessment
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.demo.sample import TODAY
from ncr_toolkit.evidence.links import files_beside
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.word.response import response_bytes
from tests.samples import lay_out

FORMS = Path(__file__).parent / "fixtures" / "forms"


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """The sample as a person has it: a folder with the register and its evidence."""
    folder = tmp_path_factory.mktemp("sample")
    lay_out(folder)
    return folder


@pytest.fixture(scope="module")
def assessment(sample):
    review = Review(read_register(sample / "register.xlsx"), packs.load("iso42001"), TODAY, sample / "evidence")
    return Assessment(review, run(review))


def words(document) -> str:
    header = "".join(paragraph.text for section in document.sections for paragraph in section.header.paragraphs)
    return header + "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.mark.parametrize("purpose", [Purpose.PLAN, Purpose.PROOF])
def test_ready_responses_are_clean_and_others_are_marked(assessment, purpose):
    seen = []
    for finding in assessment.answered:
        ready = assessment.readiness(finding)
        text = words(Document(io.BytesIO(response_bytes(assessment.review, finding, ready, purpose=purpose))))
        assert ("DRAFT" in text) is not ready.ready(purpose), finding.id
        if ready.ready(purpose):
            assert "Not yet filled" not in text, finding.id
        seen.append(ready.ready(purpose))
    assert seen.count(True) >= 5 and seen.count(False) >= 5


def test_one_response_a_finding(ncr, sample, tmp_path):
    done = ncr("respond", sample / "register.xlsx", "-o", tmp_path / "out", "--today", TODAY)
    assert done.returncode == 0, done.stderr
    made = {path.name for path in (tmp_path / "out").glob("*.docx")}
    assert len(made) == 21, "22 findings, one of them withdrawn"
    assert "NC-2026-01_response.docx" in made and "IA-2026-06_response.docx" not in made


def test_twice_the_same(ncr, sample, tmp_path):
    for name in ("one", "two"):
        assert ncr("respond", sample / "register.xlsx", "-o", tmp_path / name, "--today", TODAY).returncode == 0
    for path in (tmp_path / "one").glob("*.docx"):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_an_edited_response_is_not_overwritten(ncr, sample, tmp_path):
    call = ("respond", sample / "register.xlsx", "NC-2026-01", "-o", tmp_path, "--today", TODAY)
    assert ncr(*call).returncode == 0
    assert ncr(*call).returncode == 0, "its own results may be replaced"
    (tmp_path / "NC-2026-01_response.docx").write_bytes(b"edited in Word")
    done = ncr(*call)
    assert done.returncode == 2 and "--force" in done.stderr
    assert (tmp_path / "NC-2026-01_response.docx").read_bytes() == b"edited in Word"


def test_final_writes_what_is_ready_and_says_what_the_rest_lacks(ncr, sample, tmp_path):
    done = ncr("respond", sample / "register.xlsx", "NC-2026-01", "NC-2026-04", "-o", tmp_path, "--final",
               "--today", TODAY)
    assert done.returncode == 1
    assert [path.name for path in tmp_path.glob("*.docx")] == ["NC-2026-01_response.docx"]
    assert "NC-2026-04 has no root cause. (Causes, first free row" in done.stderr


def test_the_plan_of_an_accepted_minor_is_ready_before_its_proof(ncr, sample, tmp_path):
    call = ("respond", sample / "register.xlsx", "nc-2026-07", "-o", tmp_path, "--final", "--today", TODAY)
    assert ncr(*call, "--stage", "proof").returncode == 1
    assert ncr(*call, "--stage", "plan").returncode == 0
    assert ncr(*call).returncode == 1, "its plan is accepted, so its proof is wanted"


def test_an_unknown_id_is_said_with_a_guess(ncr, sample, tmp_path):
    done = ncr("respond", sample / "register.xlsx", "NC-2026-1", "-o", tmp_path, "--today", TODAY)
    assert done.returncode == 2
    assert "did you mean NC-2026-01" in done.stderr
    assert not list(tmp_path.iterdir())


def test_check_and_respond_agree_on_what_is_ready(ncr, sample, tmp_path):
    found = json.loads(ncr("check", sample / "register.xlsx", "--format", "json", "--today", TODAY).stdout)
    ready = {each["id"] for each in found["findings"] if each["ready"] and each["status"] != "Withdrawn"}
    ncr("respond", sample / "register.xlsx", "--final", "-o", tmp_path, "--today", TODAY)
    assert {path.name.removesuffix("_response.docx") for path in tmp_path.glob("*.docx")} == ready


def test_a_response_that_is_no_longer_ready_does_not_stay(ncr, sample, tmp_path):
    import shutil

    folder = tmp_path / "mine"
    shutil.copytree(sample, folder)
    call = ("respond", folder / "register.xlsx", "NC-2026-01", "--final", "-o", tmp_path / "out", "--today", TODAY)
    assert ncr(*call).returncode == 0
    shutil.rmtree(folder / "evidence")
    done = ncr(*call)
    assert done.returncode == 1 and "was taken away" in done.stderr
    assert not list((tmp_path / "out").glob("*.docx"))


def test_a_withdrawn_finding_is_not_answered(ncr, sample, tmp_path):
    done = ncr("respond", sample / "register.xlsx", "IA-2026-06", "--final", "-o", tmp_path, "--today", TODAY)
    assert done.returncode == 1 and "was withdrawn" in done.stderr
    assert not list(tmp_path.glob("*.docx"))


def links(path) -> set[str]:
    """Where the links of a response lead."""
    document = Document(path)
    return {link.address for table in document.tables for row in table.rows for cell in row.cells
            for paragraph in cell.paragraphs for link in paragraph.hyperlinks}


def test_the_numbers_of_the_evidence_lead_to_the_files(ncr, tmp_path):
    register = lay_out(tmp_path / "mine")
    assert ncr("respond", register, "NC-2026-01", "--today", TODAY).returncode == 0
    folder = register.parent / "responses"
    found = links(folder / "NC-2026-01_response.docx")
    assert len(found) == 10 and all((folder / unquote(target)).is_file() for target in found)
    assert ncr("respond", register, "NC-2026-01", "-o", tmp_path / "elsewhere", "--today", TODAY).returncode == 0
    assert links(tmp_path / "elsewhere" / "NC-2026-01_response.docx") == set(), "no link names a folder of the house"


def test_a_kept_run_leads_to_the_evidence_too(assessment, sample):
    finding = next(each for each in assessment.answered if each.id == "NC-2026-01")
    place = sample / "runs" / "run" / "responses"
    found = files_beside(finding, assessment.review, place)
    assert len(found) == 10 and all((place / unquote(each.target)).resolve().is_file() for each in found.values())
    assert {each.name.partition("_")[0] for each in found.values()} == {f"E-{number}" for number in range(41, 51)}


def test_the_summary_is_written_under_a_name_of_its_own(ncr, sample, tmp_path):
    call = ("respond", sample / "register.xlsx", "NC-2026-01", "-o", tmp_path, "--today", TODAY)
    assert ncr(*call).returncode == 0
    done = ncr(*call, "--summary")
    assert done.returncode == 0 and "1 of 1 summaries written" in done.stdout
    made = {path.name: Document(path) for path in tmp_path.glob("*.docx")}
    assert set(made) == {"NC-2026-01_response.docx", "NC-2026-01_summary.docx"}
    heads = {name: [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
             for name, document in made.items()}
    assert heads["NC-2026-01_summary.docx"] == [] and heads["NC-2026-01_response.docx"][0] == "Finding"
    assert "none was made again" in ncr(*call, "--summary").stdout and "none was made" not in ncr(*call).stdout


@pytest.mark.parametrize("more", [("--final",), ("--form", "form.docx")])
def test_a_summary_is_no_answer_to_be_sent(ncr, sample, tmp_path, more):
    (tmp_path / "form.docx").write_bytes((FORMS / "tags.docx").read_bytes())
    more = tuple(str(tmp_path / each) if each.endswith(".docx") else each for each in more)
    done = ncr("respond", sample / "register.xlsx", "--summary", *more, "-o", tmp_path / "out", "--today", TODAY)
    assert done.returncode == 2 and "leave --summary or" in done.stderr and not (tmp_path / "out").exists()
