"""What did not change is not made again; and whatever it depends on, once changed, has all of it made anew."""

from __future__ import annotations

import os
import sys
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ncr_toolkit.common.output_folder import OutputFolder
from ncr_toolkit.core import packs
from ncr_toolkit.core.memory import Memory
from ncr_toolkit.core.model import Audit
from ncr_toolkit.core.packs import body_rules
from ncr_toolkit.core.problem import Purpose
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.sent import Answer, Sent
from ncr_toolkit.runs import inputs
from ncr_toolkit.runs.inputs import print_of_inputs
from ncr_toolkit.submission.made_before import FILE, Told, keep, recall
from tests import companies
from tests.conftest import TODAY

REGISTER = """
Findings
| Finding ID | Grade | Reference | Statement | Status |
|---|---|---|---|---|
| NC-1 | Minor | 8.4 | The gate let three releases pass without a signed assessment. | In progress |

Evidence
| Evidence ID | Finding ID | File |
|---|---|---|
| EV-1 | NC-1 | record.txt |
"""
RECORD = "The record of the training on 4 May, with the names of all who came."
UNCHANGED = "stand unchanged in"


@pytest.fixture
def review(tmp_path) -> Review:
    (tmp_path / "record.txt").write_text(RECORD)
    return Review(Register(path="register.xlsx", sha256="a" * 64), packs.load("iso42001"), TODAY, tmp_path)


CHANGED = {
    "register": Register(path="register.xlsx", sha256="b" * 64), "pack": packs.load("iso27001"),
    "today": TODAY + timedelta(days=1), "folder": None, "previous": Register(sha256="c" * 64), "memory": Memory(runs=1),
    "sent": Sent([Answer("NC-1", 1, date(2026, 6, 1), Purpose.PLAN, "response", "a.docx", "d" * 64, "e" * 64, {})]),
    "troubles": ("memory.json is not as it was written",), "own_rules": body_rules.named("BSI"),
    "home": Path("elsewhere"), "documents_in": "de"}


def test_whatever_a_judgement_depends_on_tells(review, monkeypatch):
    assert set(CHANGED) == {field.name for field in fields(Review)}, "say what another value of a new field is"
    prints = {print_of_inputs(review), print_of_inputs(review, "more"),
              *(print_of_inputs(replace(review, **{name: other})) for name, other in CHANGED.items())}
    assert len(prints) == len(CHANGED) + 2 and "" not in prints
    assert print_of_inputs(replace(review)) in prints
    monkeypatch.setattr(inputs, "program", lambda: "another version")
    assert print_of_inputs(review) not in prints


@pytest.mark.parametrize("change", [
    lambda folder: (folder / "record.txt").write_text(RECORD.replace("4", "5")),
    lambda folder: (folder / "record.txt").rename(folder / "other.txt"),
    lambda folder: (folder / "deep").mkdir(),
    lambda folder: (folder / "more.txt").touch(),
], ids=["content", "name", "folder", "file"])
def test_a_change_in_the_evidence_tells(review, change):
    before, when = print_of_inputs(review), (review.folder / "record.txt").stat()
    change(review.folder)
    if (same := review.folder / "record.txt").exists():  # the size and the time of a file tell nothing
        os.utime(same, ns=(when.st_atime_ns, when.st_mtime_ns))
    assert print_of_inputs(review) not in ("", before)


def test_a_change_in_an_audit_report_tells(tmp_path):
    register = Register(path="register.xlsx", sha256="a" * 64)
    register.all(Audit).append(Audit(id="SA-26", report_file="report.pdf"))
    review = Review(register, packs.load("iso42001"), TODAY, home=tmp_path)
    prints = {print_of_inputs(review)}
    for content in ("one", "two"):
        (tmp_path / "report.pdf").write_text(content)
        prints.add(print_of_inputs(review))
    assert len(prints) == 3 and "" not in prints


def test_where_the_evidence_cannot_be_told_there_is_no_fingerprint(review, monkeypatch):
    monkeypatch.setattr(inputs, "MOST", 10)
    assert print_of_inputs(review) == ""
    monkeypatch.undo()
    (review.folder / "elsewhere").symlink_to(review.folder.parent)
    assert print_of_inputs(review) == ""
    assert print_of_inputs(replace(review, folder=None, register=Register())) == "", "nor without the register's bytes"


def _denied(*words: object, **more: object) -> None:
    raise PermissionError(13, "Permission denied")


@pytest.mark.parametrize("what", ["scandir", "lstat"])
def test_where_the_evidence_may_not_be_listed_there_is_no_fingerprint(review, monkeypatch, what):
    """A file in it may be read by its name all the same, and be another one tomorrow."""
    assert print_of_inputs(review)
    monkeypatch.setattr(*(os, what) if what == "scandir" else (Path, what), _denied)
    assert print_of_inputs(review) == ""


def test_without_a_folder_of_evidence_there_is_a_fingerprint_of_its_own(review):
    prints = {print_of_inputs(review), print_of_inputs(replace(review, folder=review.folder / "evidence"))}
    assert len(prints) == 2 and "" not in prints


def test_a_program_that_cannot_be_told_from_another_version_has_no_fingerprint(review, tmp_path, monkeypatch):
    """Packed in one file (a zip of Python) it has no files to look at."""
    monkeypatch.setattr(inputs, "_PROGRAM", tmp_path / "ncr.pyz" / "ncr_toolkit")
    monkeypatch.setattr(inputs, "program", inputs.program.__wrapped__)
    assert print_of_inputs(review) == ""


def test_a_change_of_the_program_tells(tmp_path, monkeypatch):
    for name, content in (("core/check.py", "1"), ("word/base.docx", "2"), ("site/lxml-5.0.dist-info/METADATA", "")):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(content)
    monkeypatch.setattr(inputs, "_PROGRAM", tmp_path)
    monkeypatch.setattr(inputs.sys, "path", [str(tmp_path / "site")])
    program = inputs.program.__wrapped__
    prints = [program()]
    (tmp_path / "core" / "check.py").write_text("2")
    prints.append(program())
    (tmp_path / "site" / "lxml-5.0.dist-info").rename(tmp_path / "site" / "lxml-6.0.dist-info")
    prints.append(program())
    (tmp_path / "site" / "lxml-7.0.egg-info").touch()
    prints.append(program())
    (tmp_path / "core" / "__pycache__").mkdir()
    (tmp_path / "core" / "__pycache__" / "check.pyc").touch()
    assert len(set(prints)) == 4 and program() == prints[-1]


@pytest.fixture
def register(tmp_path, workbook) -> Path:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "record.txt").write_text(RECORD)
    return workbook(REGISTER)


def test_responses_are_made_again_only_where_something_changed(register, ncr):
    def again(*more: object) -> bool:
        done = ncr("respond", register.name, "--today", TODAY, *more)
        assert done.returncode == 0 and "NC-1_response.docx" in done.stdout and "0 ready" in done.stdout, done.stderr
        return UNCHANGED in done.stdout

    response = register.parent / "responses" / "NC-1_response.docx"
    assert not again()
    made = response.read_bytes()
    (left := response.parent / ".results.ncr-0123abcd.part").mkdir()  # it was killed when it was all but done
    assert again() and response.read_bytes() == made and not left.exists()
    (register.parent / "evidence" / "record.txt").write_text("x")
    assert not again()
    for words in (("NC-1",), ("--paper", "Letter"), ("--stage", "proof"), ("--today", "2026-07-01"), ("-o", "other")):
        assert not again(*words), words


def test_a_style_that_is_saved_while_it_is_read_is_not_taken_for_the_one_that_was_read(register, ncr, monkeypatch):
    from ncr_toolkit.commands import respond

    style = companies.template(register.parent / "style.docx")
    words, read = ("respond", register.name, "--today", TODAY, "--style", style), respond.pages
    other = companies.template(register.parent / "other.docx", header="Tessvalen").read_bytes()
    monkeypatch.setattr(respond, "pages", lambda *given: (read(*given), style.write_bytes(other))[0])
    assert "written to" in ncr(*words).stdout
    monkeypatch.undo()
    assert UNCHANGED not in ncr(*words).stdout
    assert UNCHANGED in ncr(*words).stdout


def test_what_was_said_holds_only_as_long_as_all_of_it_is_there(tmp_path):
    def written() -> OutputFolder:
        with OutputFolder(tmp_path) as folder:
            folder.write("NC-1.docx", b"answer")
            keep(folder, ["NC-1.docx"], "inputs", told)
        return folder

    told = Told(["NC-1.docx DRAFT"], "1 of 1 responses {} here, 0 ready.", ["1 row is in no response"])
    kept = tmp_path / FILE
    assert recall(written(), "inputs") == told
    assert recall(written(), "others") is None and recall(written(), "") is None
    for spoil in (kept.unlink, (tmp_path / "NC-1.docx").unlink, lambda: (tmp_path / "NC-1.docx").write_bytes(b"mine"),
                  lambda: kept.write_bytes(kept.read_bytes().replace(b"0 ready", b"1 ready")),
                  lambda: kept.write_bytes(b"[]"), lambda: kept.write_bytes(kept.read_bytes()[:-9])):
        (tmp_path / "NC-1.docx").unlink(missing_ok=True)
        folder = written()
        spoil()
        assert recall(folder, "inputs") is None
    with OutputFolder(tmp_path / "new") as folder:
        folder.write("NC-1.docx", b"answer")
        keep(folder, ["NC-1.docx"], "", told)
    assert recall(folder, "") is None and not (tmp_path / "new" / FILE).exists()


def test_a_response_that_somebody_changed_is_not_taken_for_ours(register, ncr):
    ncr("respond", register.name, "--today", TODAY)
    (register.parent / "responses" / "NC-1_response.docx").write_bytes(b"mine")
    done = ncr("respond", register.name, "--today", TODAY)
    assert done.returncode == 2 and "was not left like that by ncr" in done.stderr


def test_what_is_to_be_sent_is_never_taken_from_before(register, ncr):
    for _ in range(2):
        done = ncr("respond", register.name, "--today", TODAY, "--final")
        assert done.returncode == 1 and UNCHANGED not in done.stdout and "NC-1 is not ready" in done.stderr


def test_a_run_is_judged_again_only_where_something_changed(register, ncr, monkeypatch):
    def judged() -> bool:
        done = ncr("run", register.name, "--today", TODAY)
        assert done.returncode == 1 and "1 Finding" in done.stdout, done.stderr
        return "judged" in done.stderr

    from ncr_toolkit.monthly import month

    checked = month.checked
    monkeypatch.setattr(month, "checked", lambda review: print("judged", file=sys.stderr) or checked(review))
    evidence, home = register.parent / "evidence" / "record.txt", register.parent / "runs" / str(TODAY)
    assert judged()
    assert not judged()
    evidence.write_text(RECORD.replace("4", "5"))
    assert judged(), "nothing comes of it, and no second run is kept"
    assert [path.name for path in home.parent.iterdir() if path.is_dir()] == [home.name]
    evidence.write_text(RECORD)
    assert not judged()
    (home / "check.json").chmod(0o600)
    (home / "check.json").write_text("{}")
    assert judged(), "the run is no longer as it was kept"
