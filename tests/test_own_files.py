"""The register, its copies and what ncr keeps beside it are never evidence: no row, folder or other name packs them."""

from __future__ import annotations

import io
import shutil
import zipfile
from email.message import EmailMessage

import pytest
from openpyxl import Workbook
from pypdf import PdfWriter

import ncr_toolkit as ncr
from ncr_toolkit.common.folder import FileTrouble
from ncr_toolkit.core.model import Evidence
from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence.folder_files import walk
from ncr_toolkit.evidence.inspect import notes_of
from ncr_toolkit.evidence.notes import Topic
from ncr_toolkit.evidence.own_files import is_own, place_of
from ncr_toolkit.submission.evidence_files import proofs
from tests.conftest import TODAY
from tests.tables import parse, save
from tests.telling import ole, zipped

REGISTER = """
Register
| Register ID | Evidence folder |
|---|---|
| QMS-77 & co | .               |
Findings
| Finding ID | Grade | Status      | Internal note |
|---|---|---|---|
| NC-1       | Minor | In progress | CANARY        |
Evidence
| Evidence ID | Finding ID | Supports | Title | File or link |
|---|---|---|---|---|
"""
NAMES = ("register.xlsx", "REGISTER.xlsx", "./register.xlsx", "proof.xlsx", "edited.xlsx", "linked.xlsx", "named.bin",
         "runs/2026-05-31/register.xlsx", "runs/2026-05-31/check.html", "sent/sent.jsonl", "~$register.xlsx",
         ".~lock.register.xlsx#", ".register.xlsx.ab12.part", "register backup 2026-06-30.xlsx", "all.zip", "twice.bin",
         "mail.eml", "report.docx", "mail.msg", "within.msg", "report.pdf", "old.doc", "mails.zip", "pdf.eml",
         "old.xls", "binary.xlsb")


def carriers(register: bytes, edited: bytes) -> dict[str, bytes]:
    """Files that carry the register, as it is or saved again by another program."""
    packed = zipped({"notes.txt": "n", "for the auditor/R.bin": edited})
    outlook, attached = "__properties_version1.0", "__substg1.0_37010102"
    return {"all.zip": zipped({"R.xlsx": register}), "twice.bin": zipped({"a.zip": packed}), "mail.eml": mail(packed),
            "report.docx": zipped({"word/document.xml": "<a/>", "word/embeddings/b.xlsx": register}),
            "mail.msg": ole((outlook, b""), (attached, packed)), "report.pdf": pdf_with(edited),
            "within.msg": ole((outlook, b""), (attached, ole((attached, edited)))),
            "old.doc": ole(
                ("WordDocument", b""), ("\1Ole10Native", b"\0\4\0\0\2\0R.xlsx\0R\0" + register)),
            "mails.zip": zipped({"sent.eml": mail(packed)}), "pdf.eml": mail(pdf_with(register)),
            "old.xls": ole(("Workbook", b"\x08\0Findings" + b"\x0b\0\0QMS-77 & co")),
            "binary.xlsb": zipped({"xl/workbook.bin": b"\x08\0\0\0" + "Findings".encode("utf-16-le"),
                                   "xl/sharedStrings.bin": b"\x0b\0\0\0" + "QMS-77 & co".encode("utf-16-le")})}


def mail(attached: bytes) -> bytes:
    made = EmailMessage()
    made.set_content("see the register")
    made.add_attachment(attached, maintype="application", subtype="octet-stream", filename="a.bin")
    return made.as_bytes()


def pdf_with(attached: bytes) -> bytes:
    book, stream = PdfWriter(), io.BytesIO()
    book.add_blank_page(100, 100)
    book.add_attachment("r.bin", attached)
    book.write(stream)
    return stream.getvalue()


@pytest.fixture
def home(tmp_path):
    """A register whose evidence folder is its own, with rows that name everything beside it."""
    rows = "".join(f"| E-{at} | NC-1 | NC-1 | Log | {name} |\n" for at, name in enumerate((*NAMES, "log.xlsx"), 1))
    path = save(parse(REGISTER + rows), tmp_path / "register.xlsx")
    shutil.copy(path, tmp_path / "proof.xlsx")
    shutil.copy(path, tmp_path / "named.bin")
    shutil.copy(path, tmp_path / "register backup 2026-06-30.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "edited.xlsx", "w") as new:  # saved again elsewhere
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    for name, content in carriers(path.read_bytes(), (tmp_path / "edited.xlsx").read_bytes()).items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "linked.xlsx").hardlink_to(path)
    for name in NAMES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if name != "REGISTER.xlsx" and not (tmp_path / name).exists():
            (tmp_path / name).write_text("CANARY")
    save(parse(REGISTER.replace("QMS-77 & co", "OTHER-1")), tmp_path / "log.xlsx")  # of another house: theirs to send
    return path


@pytest.mark.parametrize("name", NAMES)
def test_what_is_ours_is_no_evidence(home, name):
    review = ncr.load(home, today=TODAY).review
    row = next(each for each in review.register.all(Evidence) if each.file == name)
    place = place_of(row, review)
    assert (place.path, place.trouble) in ((None, FileTrouble.OWN), (None, FileTrouble.MISSING))
    if (home.parent / name).exists():
        assert place.trouble is FileTrouble.OWN


def test_none_of_it_is_packed_and_each_row_says_why(home):
    assessment = ncr.load(home, today=TODAY)
    found, refused = proofs(assessment.findings[0], "NC-1", assessment.review)
    assert [each.row.file for each in found] == ["log.xlsx"]
    assert sum("never packed" in each for each in refused) >= len(NAMES) - 1
    told = [each for each in assessment.problems if each.code == "EVD003"]
    assert sum("never evidence" in each.message for each in told) >= len(NAMES) - 1


def test_none_of_it_is_offered_as_a_row_to_paste(home):
    review = ncr.load(home, today=TODAY).review
    assert [item.name for item in walk(home.parent).items if not is_own(item.path, review)] == ["log.xlsx"]


def test_a_foreign_workbook_that_names_the_register_is_evidence(tmp_path):
    home = save(parse(REGISTER + "| E-1 | NC-1 | NC-1 | Log | log.xlsx |\n"), tmp_path / "register.xlsx")

    book, stream = Workbook(), io.BytesIO()
    book.active["A1"] = "QMS-77 & co"
    book.save(stream)
    (tmp_path / "log.xlsx").write_bytes(stream.getvalue())
    review = ncr.load(home, today=TODAY).review
    assert place_of(review.register.all(Evidence)[0], review).trouble is None


def test_an_e_mail_of_parts_in_each_other_without_end_is_borne(tmp_path):
    home = save(parse(REGISTER), tmp_path / "register.xlsx")
    parts = (b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (at, at) for at in range(2000))
    (tmp_path / "a.eml").write_bytes(b"".join(parts) + b"\nUEsDBA==\n")
    assert not is_own(tmp_path / "a.eml", ncr.load(home, today=TODAY).review)


@pytest.mark.parametrize("start", [b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"MSCF", b"\x1f\x8b"])
def test_an_archive_that_nothing_here_opens_is_warned_of(tmp_path, start):
    """It is packed, as it may be proof; before that it is said that nobody has looked whether the register is in it."""
    (tmp_path / "all").write_bytes(start + b"\0" * 40)
    note = next(note for note in notes_of(tmp_path / "all") if note.topic is Topic.UNSEEN)
    assert note.level is Level.WARNING and "register" in note.message


def test_an_archive_of_other_files_is_evidence_and_one_of_the_register_is_not_though_it_has_no_id(tmp_path):
    rows = "| E-1 | NC-1 | NC-1 | Log | log.zip |\n| E-2 | NC-1 | NC-1 | Log | all.zip |\n"
    home = save(parse(REGISTER.replace("QMS-77 & co", "") + rows), tmp_path / "register.xlsx")
    other = save(parse(REGISTER.replace("QMS-77 & co", "OTHER-1")), tmp_path / "log.xlsx").read_bytes()
    (tmp_path / "log.zip").write_bytes(zipped({"log.xlsx": other, "log.txt": "done", "broken.zip": b"PK\x03\x04"}))
    (tmp_path / "all.zip").write_bytes(zipped({"a.xlsx": home.read_bytes()}))
    review = ncr.load(home, today=TODAY).review
    assert [place_of(row, review).trouble for row in review.register.all(Evidence)] == [None, FileTrouble.OWN]
