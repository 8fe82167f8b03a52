"""`ncr evidence`: one fault one message, rows to paste, exit codes, and that it never says fine about nothing."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from pathlib import Path

import pytest

from ncr_toolkit.api import survey_evidence
from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence.survey import EvidenceSurvey
from ncr_toolkit.loader import load_review
from ncr_toolkit.report.evidence import text
from tests.conftest import TODAY
from tests.tables import parse, ref, save
from tests.telling import excel, pdf, photo, sparse

FINDINGS = """
Findings
| Finding ID | Grade |
|---|---|
| NC-1       | Minor |
| NC-2       | Minor |
"""
EVIDENCE = """
Evidence
| Evidence ID | Finding ID | File or link | Fingerprint |
|---|---|---|---|
"""


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def house(tmp_path):
    """A function: rows of the sheet Evidence and files of the folder -> the register's path."""

    def make(rows: str, files: dict[str, bytes], **more) -> Path:
        for name, content in files.items():
            path = tmp_path / "evidence" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return save(parse(FINDINGS + EVIDENCE + rows), tmp_path / "register.xlsx", **more)

    return make


def survey(register: Path, *ids: str) -> EvidenceSurvey:
    return survey_evidence(load_review(register, TODAY), ids)


def said(found: EvidenceSurvey) -> dict[str, set[str]]:
    """Codes and topics, by the file's cell or name."""
    told: dict[str, set[str]] = {}
    for problem in found.problems:
        told.setdefault(str(problem.cell), set()).add(problem.code)
    for about in found.notes:
        told.setdefault(about.name, set()).add(about.note.topic.value)
    return told


def test_one_fault_is_told_once_in_the_words_of_the_check(house, tmp_path):
    register = house("""
        | E-1 | NC-1 | gone.txt  | |
        | E-2 | NC-1 | ../x.txt  | |
        | E-3 | NC-1 | empty.txt | |
        | E-4 | NC-1 | bad.pdf   | |
        | E-5 | NC-1 | a.txt     | 0000 |
        | E-6 | NC-1 | copy.txt  | |""",
        {"empty.txt": b"", "bad.pdf": b"no PDF", "a.txt": b"a", "copy.txt": b"a"})
    found = survey(register)
    file = {row: ref("evidence.file", row) for row in range(4, 10)}
    assert said(found) == {file[4]: {"EVD002"}, file[5]: {"EVD003"}, file[6]: {"EVD002"}, file[7]: {"EVD016"},
                           ref("evidence.sha256", 8): {"EVD014"}, file[9]: {"EVD015"}}
    assert [str(entry.state) for entry in found.entries] \
        == ["no file", "no file", "not read", "not recorded", "changed", "not recorded"]
    assert [entry.proof.id for entry in found.recordable()] == ["E-6"]
    assert found.unnamed == [] and found.errors == 5


def test_what_only_the_file_tells_is_an_error_where_a_row_names_it(house):
    locked = pdf(lambda writer: writer.encrypt("secret", algorithm="RC4-128"))
    register = house("| E-1 | NC-1 | a.pdf | |", {"a.pdf": locked, "b.pdf": locked + b"\n"})
    levels = {about.name: about.note.level for about in survey(register).notes if about.note.topic == "password"}
    assert levels == {"a.pdf": Level.ERROR, "b.pdf": Level.WARNING}


def test_files_that_no_row_names_become_rows_to_paste(house):
    register = house("| EV-016 | NC-1 | a.txt | |", {"a.txt": b"a", "nc-2/log.txt": b"log", "other/x.txt": b"x",
                                                     "y.txt": b"y", "Thumbs.db": b"t", "none.txt": b""})
    assert [(row.id, row.finding, row.item.name, row.sha256) for row in survey(register).unnamed] == [
        ("EV-017", "NC-2", "nc-2/log.txt", sha(b"log")), ("EV-018", "", "other/x.txt", sha(b"x")),
        ("EV-019", "", "y.txt", sha(b"y"))]


def test_only_the_rows_of_a_finding(house):
    register = house("""
        | E-1 | NC-1 | a.txt | |
        | E-2 | NC-2 | b.txt | |
        | E-3 | NC-2 | gone.txt | |""", {"a.txt": b"a", "b.txt": b"b", "NC-1/x.txt": b"x", "z.txt": b"z"})
    found = survey(register, "nc-1")
    assert [entry.proof.id for entry in found.entries] == ["E-1"] and found.problems == []
    assert [row.item.name for row in found.unnamed] == ["NC-1/x.txt"]
    assert [entry.proof.id for entry in survey(register, "E-2", "E-3").entries] == ["E-2", "E-3"]
    assert "Only the rows asked for" in text.report(found)


def test_large_files_names_and_copies(house, tmp_path):
    register = house("| E-1 | NC-1 | a.txt | |", {"a.txt": b"a", "b.txt": b"a", "A.txt": b"b"})
    sparse(tmp_path / "evidence" / "huge.txt", 26 << 20, b"log " * 2000)
    assert said(survey(register)) == {"b.txt": {"copy of another file"}, "a.txt": {"name"}, "huge.txt": {"large"}}


def test_more_than_a_mail_bears_together(house, tmp_path, monkeypatch):
    monkeypatch.setattr("ncr_toolkit.evidence.survey.LARGE_ALL", 3)
    register = house("| E-1 | NC-1 | a.txt | |", {"a.txt": b"abcd", "b.txt": b"x"})
    (about,) = survey(register).notes
    assert about.name == "" and "together" in about.note.message


@pytest.mark.parametrize(("rows", "files", "code"), [
    ("| E-1 | NC-1 | a.txt | |", {"a.txt": b"a"}, 0),
    ("| E-1 | NC-1 | https://example.org/a.pdf | |", {}, 0),
    ("| E-1 | NC-1 | a.jpg | |", {"a.jpg": photo()}, 0),
    ("| E-1 | NC-1 | a.txt | |", {}, 1),
    ("| E-1 | NC-1 | a.txt | 00 |", {"a.txt": b"a"}, 1),
    ("| E-1 | NC-1 | #REF! | |", {"a.txt": b"a"}, 1),
    ("| E-1 | NC-1 | | |", {"a.txt": b"a"}, 1),
    ("", {}, 1)])
def test_exit_codes(house, ncr, rows, files, code):
    done = ncr("evidence", house(rows, files))
    assert done.returncode == code, done.stdout + done.stderr
    assert "Looked at for" in done.stdout


def test_nothing_is_not_fine(house, ncr):
    done = ncr("evidence", house("", {}))
    told = " ".join(done.stdout.split())  # where a line ends hangs on the length of the path
    assert "There was nothing to look at" in told and "there is no folder 'evidence'" in told


def test_it_ends_with_what_was_looked_at(house, ncr):
    done = ncr("evidence", house("| E-1 | NC-1 | a.txt | |", {"a.txt": b"a" * 2048, "b.txt": b"b"}))
    assert "1 evidence row, 2 files in the folder 'evidence', 2 KB." in " ".join(done.stdout.split())
    assert done.stdout.endswith("Found: 0 to mend, 0 to look at, 0 to know, 1 file that no row names.\n")
    assert done.stderr == ""


def test_an_unknown_id_and_a_register_that_is_none(house, ncr):
    register = house("| E-1 | NC-1 | a.txt | |", {"a.txt": b"a"})
    done = ncr("evidence", register, "NC-11")
    assert done.returncode == 2 and "did you mean NC-1" in done.stderr and done.stderr.count("\n") == 1
    assert ncr("evidence", register.with_name("gone.xlsx")).returncode == 2
    assert ncr("evidence", register, "-o", register, "--force").returncode == 2


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_index_as_csv_has_the_columns_of_the_sheet(house, ncr, mirrored):
    register = house("| E-1 | NC-1 | a.jpg | |\n| E-2 | NC-1 | =1+1 | |", {"a.jpg": photo(), "NC-2/=x.txt": b"x"},
                     mirrored=mirrored)
    done = ncr("evidence", register, "--format", "csv", "-o", "index.csv")
    assert "Written to index.csv" in done.stderr
    rows = list(csv.DictReader(io.StringIO((register.parent / "index.csv").read_text("utf-8-sig"))))
    headers = list(rows[0])
    assert (headers.index("Evidence ID") > headers.index("Fingerprint")) is mirrored
    assert rows[0]["Fingerprint"] == sha(photo()) and rows[0]["State"] == "not recorded" and rows[0]["Row"] == "4"
    assert "38.7 N" in rows[0]["To mend or to know"]
    assert (rows[-1]["Evidence ID"], rows[-1]["Finding ID"], rows[-1]["File or link"], rows[-1]["State"]) \
        == ("E-3", "NC-2", "NC-2/=x.txt", "no row")


def test_json_has_it_all(house, ncr):
    register = house("| E-1 | NC-1 | a.jpg | |\n| E-2 | NC-1 | gone.txt | |", {"a.jpg": photo(), "b.txt": b"b"})
    told = json.loads(ncr("evidence", register, "--format", "json").stdout)
    assert told["summary"] == {"error": 1, "warning": 1, "info": 0, "unnamed": 1, "nothing": False}
    assert told["read"]["rows"] == 2 and told["read"]["files"] == 2
    assert told["rows"][0] | {"sha256": ""} == {
        "id": "E-1", "finding": "NC-1", "file": "a.jpg", "row": 4, "cell": ref("evidence.sha256", 4), "recorded": None,
        "sha256": "", "state": "not recorded", "record": True}
    assert told["problems"][0]["code"] == "EVD002" and told["notes"][0]["leaks"] is True
    assert told["unnamed"] == [{"id": "E-3", "finding": None, "file": "b.txt", "bytes": 1, "sha256": sha(b"b")}]


@pytest.mark.parametrize("width", [80, 110])
def test_no_line_is_wider_than_the_terminal(house, width):
    rows = "".join(f"| E-{n} | NC-1 | file {n}.xlsx | |\n" for n in range(40))
    files = {f"file {n}.xlsx": excel(hidden=True, comment=True) + b"\0" * n for n in range(60)}
    told = text.report(survey(house(rows, files)), width)
    long = [line for line in told.splitlines() if len(line) > width]
    assert all("register.xlsx" in line for line in long), "a path cannot be broken"
    assert len(re.findall("'Salaries'", told)) == 60, "what is grave is never cut off"


def test_a_name_is_never_shown_backwards(house):
    told = text.report(survey(house("", {"\u202efdp.exe": b"MZ\0\0"})))
    assert "\u202e" not in told and "'fdp.exe'" in told


def test_what_is_set_aside_is_no_error(house, tmp_path):
    more = """
    Decisions
    | Check | Record ID | Reason | Decided by | Decided on | Valid until |
    |---|---|---|---|---|---|
    | EVD014 | E-1 | Agreed with the auditor. | Ana Lima | 2026-06-01 | 2026-12-31 |
    """
    register = house("| E-1 | NC-1 | a.txt | 00 |\n" + more, {"a.txt": b"a"})
    assert survey(register).errors == 0
