"""Evidence that proves nothing stands in the way of the proof; honest files do not."""

from __future__ import annotations

import errno
import time
import tracemalloc
import unicodedata
from pathlib import Path

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.problem import Level, Problem, Purpose
from ncr_toolkit.core.register import Review
from ncr_toolkit.evidence.inspect import is_away
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.no_proof import BAD, GOOD, content, pages, word
from tests.tables import Tables, save

FILE_CHECKS = ("EVD002", "EVD003", "EVD016", "EVD017", "EVD018", "EVD019", "EVD020", "EVD021", "EVD022", "EVD023")


def look(tmp_path: Path, *files: str, **more: str) -> list[tuple[str, str, str]]:
    """What the checks of files say of rows that name these: the id of the row, the code and the message."""
    return [(each.record, each.code, each.message) for each in looked(tmp_path, *files, **more)]


def looked(tmp_path: Path, *files: str, select=FILE_CHECKS, **more: str) -> list[Problem]:
    row = {"Finding ID": "NC-1", "Title": "Log of the gate"} | more
    rows = [{"Evidence ID": f"E-{number}", "File or link": name, **row}
            for number, name in enumerate(files)]
    tables = Tables({"Findings": [{"Finding ID": "NC-1", "Grade": "Minor"}], "Evidence": rows})
    register = read_register(save(tables, tmp_path / "register.xlsx"))
    review = Review(register, packs.load("iso42001"), TODAY, tmp_path / "evidence")
    return run(review, select=select)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "evidence").mkdir()
    return tmp_path / "evidence"


def test_every_file_that_is_no_proof_is_named_once_by_its_check(tmp_path, folder):
    for name, (made, _, _) in BAD.items():
        (folder / name).write_bytes(content(made))
    said = look(tmp_path, *BAD)
    for number, (name, (_, code, words)) in enumerate(BAD.items()):
        mine = [(each, message) for record, each, message in said if record == f"E-{number}"]
        assert [each for each, _ in mine] == [code], (name, mine)
        assert words in mine[0][1], (name, mine)


def test_honest_files_are_left_alone(tmp_path, folder):
    for name, made in GOOD.items():
        (folder / name).write_bytes(content(made))
    assert look(tmp_path, *GOOD) == []


def test_it_stands_in_the_way_of_the_proof_and_not_of_the_plan(tmp_path, folder):
    for name in ("plan.lnk", "log.gsheet", "report.pdf.crdownload", "white.png", "minutes.pdf"):
        (folder / name).write_bytes(content(BAD[name][0]))
    problems = looked(tmp_path, "plan.lnk", "log.gsheet", "report.pdf.crdownload", "white.png", "minutes.pdf")
    assert [each.code for each in problems] == ["EVD017", "EVD017", "EVD017", "EVD019", "EVD020"]
    assert all(each.level is Level.ERROR and each.blocks is Purpose.PROOF for each in problems)
    assert all(each.fix.endswith(".") and len(each.fix) > 20 for each in problems)


@pytest.mark.parametrize("error", [OSError(errno.EINVAL, "Invalid argument"), OSError(errno.EDEADLK, "Deadlock")])
def test_a_file_that_only_the_cloud_has(tmp_path, folder, monkeypatch, error):
    (folder / "minutes.pdf").write_bytes(b"%PDF-1.7")
    real = Path.open

    def refuse(path, *args, **more):
        if path.name == "minutes.pdf":
            raise error
        return real(path, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    assert look(tmp_path, "minutes.pdf") == [
        ("E-0", "EVD018", "'minutes.pdf' lies only in the cloud: it is not on this computer, and cannot be packed.")]


def test_the_errors_of_windows_about_a_cloud():
    for code, away in ((362, True), (389, True), (426, True), (5, False), (32, False)):
        error = PermissionError(errno.EACCES, "x")
        error.winerror = code
        assert is_away(error) is away, code


def test_a_file_marked_as_kept_online_is_not_opened(tmp_path, folder, monkeypatch):
    (folder / "minutes.pdf").write_bytes(b"%PDF-1.7")
    monkeypatch.setattr("ncr_toolkit.checks.proof.evidence_files.is_online_only", lambda path: True)
    monkeypatch.setattr("ncr_toolkit.evidence.no_proof.no_proof", lambda *_: 1 / 0)
    assert [code for _, code, _ in look(tmp_path, "minutes.pdf")] == ["EVD018"]


@pytest.mark.parametrize("beside", [".Minutes.pdf.icloud", "Minutes.pdf.owncloud", "Minutes.pdf.nextcloud"])
def test_only_the_name_that_a_cloud_program_keeps(tmp_path, folder, beside):
    (folder / "NC-1").mkdir()
    (folder / "NC-1" / beside).write_bytes(b"x")
    assert [code for _, code, _ in look(tmp_path, "NC-1/Minutes.pdf")] == ["EVD018"]


def test_the_mark_of_an_open_document_is_named_whether_it_is_there_or_not(tmp_path, folder):
    (folder / "there").mkdir()
    (folder / "there" / "~$a.docx").write_bytes(b"x")
    said = look(tmp_path, "~$Minutes.docx", "there/~$a.docx", "~/Minutes.docx")
    assert [code for _, code, _ in said] == ["EVD017", "EVD017", "EVD003"]
    assert "the mark that Word" in said[0][2]


def test_a_name_is_found_however_its_accents_are_stored(tmp_path, folder):
    (folder / unicodedata.normalize("NFD", "Für Zoë")).mkdir()
    (folder / unicodedata.normalize("NFD", "Für Zoë/Prüfprotokoll.csv")).write_bytes(b"a;b\n1;2\n")
    (folder / unicodedata.normalize("NFC", "Protokół.csv")).write_bytes(b"a;b\n1;3\n")
    named = unicodedata.normalize("NFC", "Für Zoë/Prüfprotokoll.csv"), unicodedata.normalize("NFD", "Protokół.csv")
    assert look(tmp_path, *named) == []


def test_other_capitals_are_found_with_a_note(tmp_path, folder):
    (folder / "NC-1").mkdir()
    (folder / "NC-1" / "Log.TXT").write_text("refused")
    assert look(tmp_path, "nc-1/log.txt", "NC-1/Log.TXT", "NC-1/logg.txt") == [
        ("E-0", "EVD023", "'nc-1/log.txt' was found as 'NC-1/Log.TXT': its capitals are others on the disk."),
        ("E-2", "EVD002", "'NC-1/logg.txt' is not in the evidence folder 'evidence'; did you mean 'NC-1/Log.TXT'.")]


@pytest.mark.parametrize("cell", [
    "a.txt; b.txt", "a.txt\nb.txt", "a.txt, b.txt", "a.txt and b.txt", "a.txt + b.txt", "a.txt b.txt",
    "a.txt | gone.pdf",     "a.txt;\nhttps://wiki.example/x", "https://wiki.example/x; https://wiki.example/y",
    "https://wiki.example/x\nhttps://wiki.example/y", "https://wiki.example/x;\na.txt"])
def test_two_files_in_one_cell(tmp_path, folder, cell):
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"refused {name}")
    (_, code, message), = look(tmp_path, cell)
    assert code == "EVD002" and "names two files" in message and "give each a row" in message


@pytest.mark.parametrize("cell", ["a, b.txt", "a; b.txt", "a and b.txt", "https://web.archive.org/web/2026/https://x.example/",
                                  "https://x.example/a;b.pdf", "https://x.example/a,b?to=https://y.example"])
def test_one_name_with_such_a_sign_in_it(tmp_path, folder, cell):
    for name in ("a, b.txt", "a; b.txt", "a and b.txt", "b.txt"):
        (folder / name).write_text(f"refused {name}")
    assert look(tmp_path, cell) == []


def test_a_missing_name_with_a_comma_is_one_name(tmp_path, folder):
    assert "is not in the evidence folder" in look(tmp_path, "minutes, signed.pdf")[0][2]


@pytest.mark.parametrize(("title", "name", "said"), [
    ("Draft of P-07", "P-07.txt", True), ("P-07", "P-07_DRAFT_v3.txt", True), ("P-07 (unsigned)", "P.txt", True),
    ("DO NOT USE - old list", "P-07.txt", True), ("Impact assessment template", "P-07.txt", True),
    ("Procedure P-07", "Entwurf P-07.txt", True), ("P-07, to be signed", "P-07.txt", True),
    ("P-07", "P07-not-approved.txt", True),
    ("Gate log: refused draft release, and P-07 section 4", "P.txt", False),
    ("Draft release 2.4 at the gate", "P.txt", False),
    ("Gate log: draft order 4711 was blocked", "P.txt", False),
    ("The gate rejected the draft contract", "P.txt", False),
    ("Draft release notes", "P.txt", True), ("Draft model card", "P.txt", True), ("Draft contract", "P.txt", True),
    ("Overdraft policy", "P-07.txt", False), ("Log of drafts, draft refused by the gate", "P.txt", False),
    ("Signed minutes of the board", "minutes_signed.txt", False), ("Minutes, final version", "M-final.txt", False),
    ("List of obsolete documents withdrawn", "P-07.txt", False), ("Report on templates in use", "P-07.txt", False)])
def test_what_calls_itself_a_draft(tmp_path, folder, title, name, said):
    (folder / name).write_text("refused")
    assert [code for _, code, _ in look(tmp_path, name, Title=title)] == (["EVD022"] if said else [])


def test_a_draft_by_the_properties_of_its_file(tmp_path, folder):
    (folder / "P-07.docx").write_bytes(word("Minutes", title="P-07", status="Draft"))
    (folder / "P-08.pdf").write_bytes(pages(b"BT (Minutes) Tj ET", title="P-08 DRAFT"))
    (folder / "P-09.docx").write_bytes(word("Minutes", title="P-09", status="Final"))
    assert [(record, code) for record, code, _ in look(tmp_path, "P-07.docx", "P-08.pdf", "P-09.docx")] == [
        ("E-0", "EVD022"), ("E-1", "EVD022")]


@pytest.mark.parametrize(("name", "made", "said"), [
    ("a.docx", "TEMPLATE / DRAFT - to be completed by process owner\nPurpose\nThe gate refuses.", True),
    ("b.docx", "Procedure P-07\nDRAFT v3\nThe gate refuses what has no assessment.", True),
    ("c.docx", "P-07 Releases\nStatus: draft, 2026-05-20\nThe gate refuses.", True),
    ("d.txt", "[Draft, not approved]\nThe gate refuses.", True), ("e.txt", "Entwurf\nDas Tor weist ab.", True),
    ("f.docx", "Templates in use\nTemplate T-4 asks for the date of approval.", False),
    ("g.log", "draft release 2.4 refused: no assessment\n", False), ("h.log", "Draft, refused by the gate\n", False),
    ("i.docx", "Procedure P-07, version 3\nA draft is reviewed by two people.", False),
    ("j.csv", "state;document;gate\ndraft;P-07;refused\n", False),
    ("k.log", "Status: released\nThe draft is gone.", False),
    ("l.docx", "How drafts are kept\nDrafts stay in the folder of their owner until they are approved.", False)])
def test_a_draft_by_the_first_lines_of_its_file(tmp_path, folder, name, made, said):
    (folder / name).write_bytes(word(made) if name.endswith(".docx") else made.encode())
    assert [code for _, code, _ in look(tmp_path, name, Title="Proof")] == (["EVD022"] if said else [])


def test_what_ends_in_a_failure_is_no_surprise_where_the_title_says_so(tmp_path, folder):
    (folder / "run.log").write_text("test b FAILED\nRESULT: FAIL\n")
    (folder / "list.json").write_text("[]")
    assert [code for _, code, _ in look(tmp_path, "run.log", Title="Test run, no failures")] == ["EVD021"]
    assert look(tmp_path, "run.log", Title="Test of the gate: a release without assessment fails") == []
    assert look(tmp_path, "run.log", Title="Test run", Baseline="Yes") == []
    assert look(tmp_path, "list.json", Title="No open items on 2026-05-20") == []


def test_large_files_are_not_read_whole(tmp_path, folder):
    """Of a PDF, a log and a video of 300 MB only the ends are read."""
    made = (("a.pdf", b"%PDF-1.7 /Type /Page ", b"%%EOF"), ("a.log", b"refused", b""), ("a.bin", b"x", b""))
    for name, head, tail in made:
        with (folder / name).open("wb") as stream:
            stream.write(head)
            stream.truncate(300 << 20)
            stream.seek(0, 2)
            stream.write(tail)
    tracemalloc.start()
    begun = time.process_time()
    said = looked(tmp_path, "a.pdf", "a.log", "a.bin")
    took, peak = time.process_time() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said == [] and took < 5 and peak < 20 << 20
