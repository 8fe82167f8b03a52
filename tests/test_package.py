"""`ncr package`: what goes to the body, and what never does."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.conftest import TODAY
from tests.parcels import house, type_in

SECRET = "Ask legal before we send this."


@pytest.fixture
def startup(tmp_path):
    """A register with findings that are ready and others that are not, on the day of the tests."""
    return house("startup", tmp_path / "startup")


def pack(ncr, register, *words, out="answers.zip"):
    return ncr("package", register, *words, "-o", register.parent / out, "--no-pdf", "--today", TODAY)


def names(path) -> list[str]:
    with zipfile.ZipFile(path) as package:
        return package.namelist()


def texts(data: bytes) -> str:
    """All that can be read in a file: of a package in it, too."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8", errors="replace")
    with zipfile.ZipFile(io.BytesIO(data)) as inner:
        return "".join(name + texts(inner.read(name)) for name in inner.namelist())


def test_a_package_holds_answers_evidence_index_and_fingerprints(ncr, startup):
    done = pack(ncr, startup, "NC-1", "NC-2")
    assert done.returncode == 0, done.stderr
    found = names(startup.parent / "answers.zip")
    assert found[:3] == ["cover_letter.docx", "responses/NC-1_response.docx", "responses/NC-2_response.docx"]
    assert found[-4:] == ["index.xlsx", "index.html", "manifest.json", "SHA256SUMS"]
    evidence = [name for name in found if name.startswith("evidence/")]
    assert [name.split("/")[1] for name in evidence] == sorted(name.split("/")[1] for name in evidence), "finding order"
    assert len(evidence) == 9 and len(found) == 3 + 9 + 4


def test_fingerprints_and_manifest_say_what_is_in_it(ncr, startup):
    pack(ncr, startup, "NC-1", "OFI-1")
    with zipfile.ZipFile(startup.parent / "answers.zip") as package:
        manifest = json.loads(package.read("manifest.json"))
        sums = dict(reversed(line.split("  ", 1)) for line in package.read("SHA256SUMS").decode().splitlines())
        real = {name: hashlib.sha256(package.read(name)).hexdigest() for name in package.namelist()}
    assert sums == {name: print_ for name, print_ in real.items() if name != "SHA256SUMS"}
    assert {each["name"]: each["sha256"] for each in manifest["files"]} == {
        name: print_ for name, print_ in real.items() if name not in ("SHA256SUMS", "manifest.json")}
    assert [(each["id"], each["version"], each["proof_ready"]) for each in manifest["findings"]] == [
        ("NC-1", 1, True), ("OFI-1", 1, True)]
    for finding in manifest["findings"]:
        for proof in finding["evidence"]:
            assert proof["file"] is None or real[proof["file"]] == proof["sha256"]


def test_the_same_input_gives_the_same_bytes(ncr, startup):
    assert pack(ncr, startup, "NC-1", out="a.zip").returncode == 0
    other = house("startup", startup.parent.parent / "elsewhere")
    assert pack(ncr, other, "NC-1", out="b.zip").returncode == 0
    assert (startup.parent / "a.zip").read_bytes() == (other.parent / "b.zip").read_bytes()


def test_what_is_not_ready_is_left_out_with_every_reason(ncr, startup):
    done = pack(ncr, startup)
    assert done.returncode == 1
    assert "NC-3 is not ready for the proof:" in done.stderr and "1 left out" in done.stdout
    package = names(startup.parent / "answers.zip")
    assert "responses/NC-1_response.docx" in package and "responses/NC-3_response.docx" not in package
    assert not any(name.startswith("responses/IA-") for name in package), "the body does not wait for our own audits"


def test_a_finding_that_is_named_has_to_be_ready(ncr, startup):
    done = pack(ncr, startup, "NC-1", "NC-3")
    assert done.returncode == 1 and "No package was written." in done.stderr
    assert not (startup.parent / "answers.zip").exists() and not (startup.parent / "sent").exists()
    plan = pack(ncr, startup, "NC-1", "NC-3", "--stage", "plan")
    assert plan.returncode == 0, plan.stderr


def test_nothing_leaves_that_does_not_belong_to_the_findings(ncr, tmp_path):
    def change(rows):
        for row in rows["Findings"]:
            row["Internal note"] = SECRET
    register = house("startup", tmp_path / "startup", change=change)
    (register.parent / "evidence" / "unreferenced.txt").write_text("nobody named this file")
    (register.parent / "outside.txt").write_text("beside the register")
    assert pack(ncr, register, "NC-2").returncode == 0
    package = register.parent / "answers.zip"
    everything = texts(package.read_bytes())
    assert "Pavel" in everything, "the files are looked into"
    for secret in (SECRET, "internal_note", "nobody named this file", "unreferenced", "beside the register",
                   str(tmp_path), "NC-1", "NC-3", "OFI-1"):
        assert secret not in everything, secret


@pytest.mark.parametrize(("typed", "why"), [
    ("../outside.txt", "out of the evidence folder"),
    ("sub/../../outside.txt", "out of the evidence folder"),
    (r"..\outside.txt", "out of the evidence folder"),
    ("/etc/hostname", "one computer or server"),
    (r"C:\secret\plan.txt", "one computer or server"),
    ("C:plan.txt", "one computer or server"),
    (r"\\server\share\plan.txt", "one computer or server"),
    ("//server/share/plan.txt", "one computer or server"),
    ("file:///etc/hostname", "one computer or server"),
    ("~/plan.txt", "one computer or server"),
    ("link.txt", "out of the evidence folder"),
    ("folder-link/outside.txt", "out of the evidence folder"),
    ("gone.txt", "not in the evidence folder"),
    ("empty.txt", "empty"),
    ("sub", "a folder"),
    ("CON", "not in the evidence folder"),
    ("x" * 300 + ".txt", "not in the evidence folder"),
    ("http://example.org/plan", "not https"),
    ("nul\x00l.txt", ""),
])
def test_a_file_from_elsewhere_is_never_packed(ncr, tmp_path, typed, why):
    def change(rows):
        proof = next(row for row in rows["Evidence"] if row["Finding ID"] == "NC-2")
        proof["File or link"] = typed.replace("\x00", "_x0000_")
    register = house("startup", tmp_path / "startup", change=change)
    told = {}
    for stage in ("plan", "proof"):
        _lay_traps(register.parent)
        done = pack(ncr, register, "NC-2", "--stage", stage, out=f"{stage}.zip")
        assert done.returncode == 1, (stage, done.stdout)
        assert not (register.parent / f"{stage}.zip").exists()
        told[stage] = " ".join(done.stderr.split())
    assert "Evidence!" in told["proof"] and "Traceback" not in told["proof"]
    assert why in told["plan"]


def _lay_traps(home) -> None:
    evidence = home / "evidence"
    (home / "outside.txt").write_text("secret of the house")
    (evidence / "sub").mkdir(exist_ok=True)
    (evidence / "empty.txt").write_text("")
    for name, target in (("link.txt", home / "outside.txt"), ("folder-link", home)):
        if not (evidence / name).is_symlink():
            (evidence / name).symlink_to(target)


def test_names_are_safe_and_do_not_collide(ncr, tmp_path):
    files = ["a/report_.txt", "b/report_.txt", "c/REPORT_.txt", f"{'n' * 240}.txt", "CON.txt", "e. txt.txt"]

    def change(rows):
        rows["Evidence"] = [row for row in rows["Evidence"] if row["Finding ID"] != "NC-2"] + [
            {**rows["Evidence"][0], "Evidence ID": f"E-{90 + number}", "Finding ID": "NC-2", "File or link": name,
             "Supports": ""} for number, name in enumerate(files)]
        for number, row in enumerate(row for row in rows["Evidence"] if row["Finding ID"] == "NC-2"):
            row["Evidence ID"] = "E-90" if number < 3 else row["Evidence ID"]
    register = house("startup", tmp_path / "startup", change=change)
    for name in files:
        proof = register.parent / "evidence" / name
        proof.parent.mkdir(parents=True, exist_ok=True)
        proof.write_text(f"content of {name}")
    from ncr_toolkit.core import packs
    from ncr_toolkit.core.model import Finding
    from ncr_toolkit.core.register import Review
    from ncr_toolkit.excel.read.reader import read_register
    from ncr_toolkit.submission.evidence_files import proofs

    review = Review(read_register(register), packs.load("iso42001"), TODAY, register.parent / "evidence")
    found, refused = proofs(review.find(Finding, "NC-2"), "NC-2", review)
    assert not refused
    made = [proof.name for proof in found]
    assert len({name.casefold() for name in made}) == len(files)
    assert all(len(name.encode()) <= 130 and name.endswith(".txt") for name in made)
    assert [proof.path.read_text() for proof in found] == [f"content of {name}" for name in files]


def test_a_file_that_is_not_the_one_of_its_fingerprint_is_refused(ncr, startup):
    proof = next((startup.parent / "evidence").rglob("*.*"))
    book = load_workbook(startup)
    row = next(row for row in range(4, 40) if book["Evidence"].cell(row, 1).value)
    owner = {cell.value: cell.column for cell in book["Evidence"][1]}
    finding = book["Evidence"].cell(row, owner["evidence.finding"]).value
    type_in(startup, book["Evidence"].cell(row, owner["evidence.id"]).value, evidence__sha256="0" * 64)
    done = pack(ncr, startup, finding, "--stage", "plan")
    assert done.returncode == 1 and "fingerprint" in done.stderr and "Evidence!" in done.stderr, (proof, done.stderr)


def test_links_are_listed_and_not_packed(ncr, tmp_path):
    def change(rows):
        next(row for row in rows["Evidence"] if row["Finding ID"] == "NC-2")["File or link"] = "https://example.org/log"
    register = house("startup", tmp_path / "startup", change=change)
    done = pack(ncr, register, "NC-2", "--stage", "plan")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(register.parent / "answers.zip") as package:
        book = load_workbook(io.BytesIO(package.read("index.xlsx")))
        page = package.read("index.html").decode()
    links = [cell.hyperlink.target for row in book["Evidence"].iter_rows(min_row=4) for cell in row if cell.hyperlink]
    assert "https://example.org/log" in links and 'href="https://example.org/log"' in page


def test_every_link_of_the_index_leads_to_a_file_of_the_package(ncr, tmp_path):
    def change(rows):
        next(row for row in rows["Evidence"] if row["Finding ID"] == "NC-1")["File or link"] = odd
    odd = "Prüfung 100 % #1 ok%2e.txt"
    register = house("startup", tmp_path / "startup", change=change)
    (register.parent / "evidence" / odd).write_text("read twice")
    assert pack(ncr, register, "NC-1", "NC-2", "OFI-1").returncode == 0
    with zipfile.ZipFile(register.parent / "answers.zip") as package:
        book = load_workbook(io.BytesIO(package.read("index.xlsx")))
        page = package.read("index.html").decode()
        found = set(package.namelist())
    assert any("Prüfung 100 % #1" in name for name in found)
    links = {cell.hyperlink.target for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert len(links) >= 10 and set(map(unquote, links)) <= found
    theirs = {unquote(target) for target in re.findall('href="([^#"][^"]*)"', page)}
    assert theirs == {*map(unquote, links), "cover_letter.docx"} and "cover_letter.docx" in found


def test_the_letter_names_the_answers_and_who_signs(ncr, startup):
    pack(ncr, startup, "NC-1", "NC-2")
    with zipfile.ZipFile(startup.parent / "answers.zip") as package:
        letter = Document(io.BytesIO(package.read("cover_letter.docx")))
    cells = [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    lines = [line for paragraph in letter.paragraphs for line in paragraph.text.split("\n")]
    assert "NC-1" in " ".join(cells) and "NC-2_response.docx" in cells and "NC-3_response.docx" not in cells
    book = load_workbook(startup)
    owner = next(row[2].value for row in book["Register"].iter_rows() if row[0].value == "register.owner")
    assert owner and owner in lines[lines.index("Yours sincerely,") + 1], "the name stands under the line"
    assert lines[1].endswith(", lead auditor") and f"Dear {lines[1].partition(',')[0]}," in lines


def test_the_body_s_own_form_goes_along_filled(ncr, startup):
    form = Path(__file__).parent / "fixtures" / "forms" / "tags.docx"
    done = pack(ncr, startup, "NC-1", "NC-2", "--form", form)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(startup.parent / "answers.zip") as package:
        filled = {name: texts(package.read(name)) for name in package.namelist() if name.endswith("_form.docx")}
        manifest = json.loads(package.read("manifest.json"))
        page = package.read("index.html").decode()
    assert list(filled) == ["responses/NC-1_form.docx", "responses/NC-2_form.docx"]
    assert "{{" not in filled["responses/NC-1_form.docx"] and "NC-1" in filled["responses/NC-1_form.docx"]
    assert "NC-1" not in filled["responses/NC-2_form.docx"], "one letter never carries rows of another"
    assert [each["form"] for each in manifest["findings"]] == list(filled) and 'href="responses/NC-2_form.docx"' in page


def test_it_is_said_what_the_evidence_takes_along(ncr, tmp_path):
    def change(rows):
        next(row for row in rows["Evidence"] if row["Finding ID"] == "NC-2")["File or link"] = "minutes.docx"
    register = house("startup", tmp_path / "startup", change=change)
    minutes = Document()
    minutes.core_properties.author, minutes.core_properties.last_modified_by = "Jane Roe", "Jane Roe"
    minutes.add_paragraph("The gate was agreed.")
    minutes.save(register.parent / "evidence" / "minutes.docx")
    done = pack(ncr, register, "NC-2")
    assert done.returncode == 0, done.stderr
    assert "evidence takes along" in done.stderr or "Jane Roe" in done.stderr
    quiet = pack(ncr, house("startup", tmp_path / "plain"), "NC-2")
    assert "takes along" not in quiet.stderr and "!" not in quiet.stderr


def test_an_existing_file_is_left_unless_forced(ncr, startup):
    (startup.parent / "answers.zip").write_text("mine")
    assert pack(ncr, startup, "NC-1").returncode == 2
    assert (startup.parent / "answers.zip").read_text() == "mine"
    assert pack(ncr, startup, "NC-1", "--force").returncode == 0
    before = startup.read_bytes()
    over = ncr("package", startup, "NC-1", "-o", startup, "--force", "--today", TODAY)
    assert over.returncode == 2 and startup.read_bytes() == before


@pytest.mark.parametrize("words", [("NC-99",), ()])
def test_nothing_to_pack_is_said(ncr, workbook, words):
    register = workbook("Findings\n| Finding ID | Status |\n|---|---|\n| NC-1 | Closed |")
    done = ncr("package", register, *words, "--today", TODAY)
    assert done.returncode == 2 and done.stderr.count("\n") <= 2 and "Traceback" not in done.stderr


@pytest.mark.office
def test_pdfs_are_made_and_are_the_same_each_time(ncr, office, startup):
    for name in ("a.zip", "b.zip"):
        done = ncr("package", startup, "NC-2", "-o", startup.parent / name, "--no-record", "--today", TODAY)
        assert done.returncode == 0, done.stderr
    assert "responses/NC-2_response.pdf" in names(startup.parent / "a.zip")
    assert "cover_letter.pdf" in names(startup.parent / "a.zip")
    assert (startup.parent / "a.zip").read_bytes() == (startup.parent / "b.zip").read_bytes()
    with zipfile.ZipFile(startup.parent / "a.zip") as package:
        alone, whole = (PdfReader(io.BytesIO(package.read(name))) for name in ("responses/NC-2_response.pdf",
                                                                               "answers.pdf"))
        assert json.loads(package.read("manifest.json"))["combined"] == "answers.pdf"
        page = package.read("index.html").decode()
        evidence = [name for name in package.namelist() if "evidence/" in name]
    assert 'href="answers.pdf"' in page
    assert alone.root_object["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in alone.root_object
    leads = [each.get_object()["/A"]["/URI"] for each in alone.pages[0].get("/Annots", ())]
    assert leads and {unquote(each.removeprefix("../")) for each in leads} <= set(evidence)
    titles = [each.title for each in whole.outline if not isinstance(each, list)]
    assert titles[:2] == ["Cover letter", "What this file holds"] and titles[2].startswith("NC-2")
    told = whole.pages[1].extract_text()
    assert "No page" not in told and all(name.rpartition("/")[2].partition("_")[0] in told for name in evidence)


def test_without_an_office_the_package_says_that_it_has_no_pdfs(ncr, startup, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    done = ncr("package", startup, "NC-2", "-o", startup.parent / "a.zip", "--today", TODAY)
    assert done.returncode == 0 and "No PDFs" in done.stderr


@pytest.mark.parametrize("place", ["evidence/mine.zip", "sent/mine.zip", "runs/mine.zip"])
def test_a_package_never_lies_among_evidence_and_records(ncr, startup, place):
    (startup.parent / place).parent.mkdir(exist_ok=True)
    done = ncr("package", startup, "NC-1", "-o", startup.parent / place, "--no-pdf", "--today", TODAY)
    assert done.returncode == 2 and not (startup.parent / place).exists()


def test_what_a_package_is_made_from_is_never_replaced(ncr, startup):
    form = startup.parent / "form.docx"
    form.write_bytes((Path(__file__).parent / "fixtures" / "forms" / "tags.docx").read_bytes())
    before = form.read_bytes()
    for words in (("--form", form), ("--style", form)):
        done = ncr("package", startup, "NC-1", *words, "-o", form, "--force", "--no-pdf", "--today", TODAY)
        assert done.returncode == 2 and form.read_bytes() == before
    done = ncr("form", form, startup, "NC-1", "--write-mapping", startup, "--force", "--today", TODAY)
    assert done.returncode == 2 and startup.read_bytes().startswith(b"PK")
    proof = next(each for each in (startup.parent / "evidence").rglob("*.txt"))
    assert ncr("evidence", startup, "--format", "csv", "-o", proof, "--force").returncode == 2


def test_a_form_without_a_place_to_fill_is_refused(ncr, startup):
    blank = startup.parent / "forms" / "blank.docx"
    blank.parent.mkdir()
    Document().save(blank)
    respond = ("respond", startup, "NC-1", "--final", "-o", startup.parent / "out")
    for command in (respond, ("package", startup, "NC-1")):
        done = ncr(*command, "--form", blank, "--today", TODAY)
        assert done.returncode == 2 and "Nothing was found" in done.stderr


@pytest.mark.parametrize(("link", "code"), [("https://user:pw@example.org/x", 1),
                                            ("https://example.org/x?token=abc", 0)])
def test_a_link_with_a_password_does_not_go_out_in_silence(ncr, tmp_path, link, code):
    def change(rows):
        next(row for row in rows["Evidence"] if row["Finding ID"] == "NC-2")["File or link"] = link
    register = house("startup", tmp_path / "startup", change=change)
    done = pack(ncr, register, "NC-2", "--stage", "plan")
    assert done.returncode == code and "password" in done.stderr


def test_a_file_in_the_folder_of_another_finding_is_said(ncr, tmp_path):
    def change(rows):
        next(row for row in rows["Evidence"] if row["Finding ID"] == "NC-2")["File or link"] = "NC-1/log.txt"
    register = house("startup", tmp_path / "startup", change=change)
    (register.parent / "evidence" / "NC-1").mkdir(exist_ok=True)
    (register.parent / "evidence" / "NC-1" / "log.txt").write_text("a log")
    assert "lies in the folder of NC-1" in pack(ncr, register, "NC-2").stderr


def test_evidence_may_lie_beside_the_register_itself(ncr, tmp_path):
    def change(rows):
        rows["Register"][0]["Evidence folder"] = "."
    register = house("startup", tmp_path / "startup", change=change)
    for each in list((register.parent / "evidence").iterdir()):
        each.rename(register.parent / each.name)
    done = pack(ncr, register, "NC-2", "--stage", "plan")
    assert done.returncode == 0, done.stderr
    assert ncr("respond", register, "NC-2", "--today", TODAY).returncode == 0
