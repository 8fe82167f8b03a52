"""What ncr made itself is known again: it is no audit report to import, and an answer of ours is no evidence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from pypdf import PdfReader, PdfWriter

import ncr_toolkit as ncr_api
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.folder import FileTrouble
from ncr_toolkit.core.model import Evidence
from ncr_toolkit.evidence.own_documents import OwnDocument, OwnKind, own_document
from ncr_toolkit.evidence.own_files import place_of
from ncr_toolkit.imports.sources import read_grids
from ncr_toolkit.submission.evidence_files import proofs
from tests.commands import ran
from tests.conftest import TODAY
from tests.parcels import house
from tests.tables import parse, save

FORM = Path(__file__).parent / "fixtures" / "forms" / "tags.docx"
MADE = {
    "resp/NC-1_response.docx": ("our own response to NC-1", "ncr reply"),
    "german/NC-2_response.docx": ("our own response to NC-2", "ncr reply"),
    "saved/NC-1_response.docx": ("our own response to NC-1", "ncr reply"),
    "no_custom/NC-1_response.docx": ("our own response to NC-1", "ncr reply"),
    "cover_letter.docx": ("our own letter", "audit report"),
    "req.docx": ("our own request for more time", "Extensions"),
    "review.docx": ("our own paper for the management review", "audit report"),
    "pdf/NC-1.pdf": ("our own response to NC-1", "as Word document"),
    "pdf/answers.pdf": ("our own file with all answers", "audit report"),
    "index.xlsx": ("index of a package", "ncr verify"), "all.xlsx": ("list of many registers", "ncr check"),
    "check.csv": ("what ncr check found", "audit report"), "part.xlsx": ("part of one", "collect"),
}


def _pdf(path: Path, **properties: str) -> None:
    """A PDF as LibreOffice or pypdf makes one of a document with these properties."""
    book = PdfWriter()
    book.add_blank_page(100, 100)
    book.metadata = {f"/{name}": value for name, value in properties.items()}
    path.parent.mkdir(exist_ok=True)
    book.write(path)


@pytest.fixture(scope="module")
def made(_few_rows, tmp_path_factory):
    """A folder with what the commands make of a register."""
    folder = tmp_path_factory.mktemp("made")
    house("startup", folder)
    for words in ("check R --format csv -o check.csv", "review R -o review.docx",
                  "portfolio R --format xlsx -o all.xlsx",
                  "respond R NC-1 -o resp", "respond R NC-2 -o german --language German", "split R -o parts",
                  "package R NC-1 NC-2 --no-pdf -o answers.zip"):
        done = ran([*words.replace("R ", "register.xlsx ").split(), "--today", f"{TODAY}"], folder)
        assert done.returncode in (0, 1), done.stderr
    assert ran(["extend", "register.xlsx", "NC-1", "--until", "2026-12-01", "--reason", "The supplier delivers late.",
                "--today", f"{TODAY}", "-o", "req.docx"], folder).returncode == 0
    with zipfile.ZipFile(folder / "answers.zip") as package:
        for name in ("index.xlsx", "cover_letter.docx"):
            package.extract(name, folder)
    next((folder / "parts").glob("*.xlsx")).rename(folder / "part.xlsx")
    _saved_again(folder)
    _pdf(folder / "pdf/NC-1.pdf", Title="Response to finding NC-1", Subject="NC-1", Producer="LibreOffice 7.4")
    _pdf(folder / "pdf/answers.pdf", Title="Answers to audit findings", Producer="ncr-toolkit")
    return folder


def _saved_again(folder: Path) -> None:
    """The response as another program leaves it: with its properties, and without those of our own."""
    for name in ("saved", "no_custom"):
        (folder / name).mkdir()
    document = Document(folder / "resp/NC-1_response.docx")
    document.save(folder / "saved/NC-1_response.docx")
    with zipfile.ZipFile(folder / "resp/NC-1_response.docx") as old, \
            zipfile.ZipFile(folder / "no_custom/NC-1_response.docx", "w") as new:
        for member in old.namelist():
            if member not in ("docProps/custom.xml", "docProps/app.xml"):
                new.writestr(member, old.read(member))


@pytest.mark.parametrize("name", MADE)
def test_what_ncr_made_is_not_imported_and_said_what_it_is(made, name):
    what, instead = MADE[name]
    with pytest.raises(CannotRun) as refused:
        read_grids(made / name)
    assert what in str(refused.value) and instead in str(refused.value)


def test_the_command_writes_nothing_of_it(made, ncr, tmp_path):
    done = ncr("import", made / "resp/NC-1_response.docx", tmp_path / "new.xlsx")
    assert done.returncode == 2 and "our own response to NC-1" in done.stderr and not any(tmp_path.iterdir())


def test_a_draft_on_a_form_of_the_body_is_known_by_its_mark(made, ncr, tmp_path):
    done = ncr("respond", made / "register.xlsx", "NC-3", "--form", FORM, "-o", tmp_path, "--today", "2026-06-30")
    draft = next(tmp_path.glob("NC-3*.docx"), None)
    assert draft is not None, done.stderr
    assert own_document(draft) == OwnDocument(OwnKind.DRAFT)
    assert own_document(FORM) is None


@pytest.mark.parametrize(("title", "subject"), [
    ("Response to finding NC-1", "Minutes"), ("Response to finding NC-1", ""), ("Answers to audit findings", ""),
    ("Management review 2026", "Management review"), ("Request for more time", "")])
def test_a_document_of_others_with_a_title_like_ours_is_not_ours(tmp_path, title, subject):
    document = Document()
    document.core_properties.title, document.core_properties.subject = title, subject
    document.save(tmp_path / "theirs.docx")
    _pdf(tmp_path / "theirs.pdf", Title=title, Subject=subject, Producer="Microsoft: Print To PDF")
    assert own_document(tmp_path / "theirs.docx") is None and own_document(tmp_path / "theirs.pdf") is None


REGISTER = """
Findings
| Finding ID | Grade | Status      |
|---|---|---|
| NC-1       | Minor | In progress |
Evidence
| Evidence ID | Finding ID | Supports | Title | File or link |
|---|---|---|---|---|
"""
ANSWERS = {"NC-1_response.docx": "resp/NC-1_response.docx", "other.docx": "german/NC-2_response.docx",
           "renamed.bin": "saved/NC-1_response.docx", "NC-1.pdf": "pdf/NC-1.pdf", "answers.pdf": "pdf/answers.pdf",
           "answers.zip": "answers.zip"}


@pytest.fixture
def review(made, tmp_path):
    (tmp_path / "evidence").mkdir()
    for name, source in ANSWERS.items():
        (tmp_path / "evidence" / name).write_bytes((made / source).read_bytes())
    (tmp_path / "evidence" / "paper.docx").write_bytes((made / "review.docx").read_bytes())  # minutes may go with it
    rows = "".join(f"| E-{at} | NC-1 | NC-1 | Log | {name} |\n" for at, name in enumerate((*ANSWERS, "paper.docx"), 1))
    return ncr_api.load(save(parse(REGISTER + rows), tmp_path / "register.xlsx"), today=TODAY)


def test_an_answer_of_ours_is_no_evidence_whatever_finding_it_answers(review):
    places = {row.file: place_of(row, review.review).trouble for row in review.review.register.all(Evidence)}
    assert places == dict.fromkeys(ANSWERS, FileTrouble.ANSWER) | {"paper.docx": None}
    told = {each.value: each.message for each in review.problems if each.code == "EVD003"}
    assert set(told) == set(ANSWERS) and "our own response to NC-2" in told["other.docx"]
    assert "proves nothing" in told["answers.zip"] and "package for the certification body" in told["answers.zip"]


def test_none_of_them_is_packed(review):
    found, refused = proofs(review.findings[0], "NC-1", review.review)
    assert [each.row.file for each in found] == ["paper.docx"]
    assert len(refused) == len(ANSWERS) and all("proves nothing" in each for each in refused)


def test_a_pdf_is_asked_for_its_properties_and_no_more(tmp_path):
    """As pypdf reads them again."""
    _pdf(tmp_path / "a.pdf", Title="Antwort auf Feststellung NC (1) \\ é", Subject="NC (1) \\ é")
    assert PdfReader(tmp_path / "a.pdf").metadata.subject == "NC (1) \\ é"
    assert own_document(tmp_path / "a.pdf") == OwnDocument(OwnKind.RESPONSE, "NC (1) \\ é")
