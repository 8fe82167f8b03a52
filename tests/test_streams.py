"""The work is done whoever listens: a reader that goes away, streams that are closed, a disk that is full."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from ncr_toolkit.cli import group
from ncr_toolkit.common.errors import CannotRun
from tests.conftest import TODAY
from tests.tables import parse, save

REGISTER = """
Findings
| Finding ID | Grade | Title  | Status | Owner    | Close due  | Reference |
|---|---|---|---|---|---|---|
| NC-1       | Minor | No log | Open   | Ana Lima | 2026-07-05 | 8.4       |
Evidence
| Evidence ID | Supports | Title | Kind | File or link |
|---|---|---|---|---|
| E-1         | NC-1     | Log   | Log  | log.txt      |
"""
WORK = {  # what to type, and what is there then
    "run": (("run", "register.xlsx", "--yes"), "runs/2026-06-30/run.json"),
    "check": (("check", "register.xlsx", "--write-back"), "register backup *.xlsx"),
    "evidence": (("evidence", "register.xlsx", "--write-back"), "register backup *.xlsx"),
    "marked": (("check", "register.xlsx", "--marked", "marked.xlsx"), "marked.xlsx"),
    "respond": (("respond", "register.xlsx"), "responses/NC-1_response.docx"),
    "upgrade": (("upgrade", "register.xlsx", "-o", "new.xlsx", "--report", "moved.csv"), "moved.csv"),
    "chase": (("chase", "register.xlsx"), "chase/calendar.ics"),
}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="a shell of Unix closes and joins the streams")


@pytest.fixture
def folder(tmp_path) -> Path:
    save(parse(REGISTER), tmp_path / "register.xlsx")
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "log.txt").write_text("restored in 41 min on 2026-05-03")
    return tmp_path


def shell(folder: Path, words: tuple[str, ...], streams: str) -> tuple[int, str]:
    """Run a command with what the shell does to its streams; gives its exit code, and all that can still be read."""
    today = () if words[0] in ("none", "explain") else ("--today", str(TODAY))
    command = " ".join([sys.executable, "-m", "ncr_toolkit", *words, *today])
    script = f"({command}; echo $? >code) {streams}" if "|" in streams else f"{command} {streams}; echo $? >code"
    done = subprocess.run(["sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    return int((folder / "code").read_text()), done.stdout + done.stderr


@pytest.mark.parametrize(("work", "streams"), [
    *((work, "| true") for work in WORK), ("run", ">&-"), ("run", ">&- 2>&- <&-"), ("check", "2>&-"),
    ("run", "2>&1 | true")])
def test_the_work_is_done_and_its_exit_code_is_its_own(folder, work, streams):
    words, made = WORK[work]
    code, said = shell(folder, words, streams)
    assert list(folder.glob(made)), said
    assert "Traceback" not in said and "ncr:" not in said
    assert code == (1 if work in ("run", "check", "marked") else 0), "as it is where somebody reads"


def test_where_there_is_no_place_for_the_reason_it_is_said_where_there_is_one(folder):
    assert shell(folder, ("check", "none.xlsx"), "2>&-") == (2, shell(folder, ("check", "none.xlsx"), "")[1])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_output_that_finds_no_room_is_said_after_the_work(folder):
    code, said = shell(folder, WORK["run"][0], ">/dev/full")
    assert code == 2 and "No space left" in said and list(folder.glob(WORK["run"][1]))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_reason_that_finds_no_room_changes_no_exit_code_and_stops_no_work(folder):
    assert shell(folder, ("check", "none.xlsx"), "2>/dev/full") == (2, "")
    code, _ = shell(folder, WORK["marked"][0], "2>/dev/full")
    assert code == 1 and list(folder.glob(WORK["marked"][1]))


def test_a_file_never_gets_the_number_of_a_closed_stream(folder):
    """What is said would be written into it."""
    shell(folder, ("check", "register.xlsx", "-o", "report.txt"), "<&- >&- 2>&-")
    said = (folder / "report.txt").read_text()
    assert "NC-1" in said and "Written to" not in said


def visible(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(("call", "number", "hint"), [("write", errno.ENOSPC, "make room on the disk"),
                                                      ("replace", errno.EACCES, "open in another program")])
@pytest.mark.parametrize("work", WORK)
def test_what_the_system_refuses_is_one_sentence_and_leaves_everything_as_it_was(folder, monkeypatch, work, call,
                                                                                 number, hint):
    """Whichever command it is. At which call makes no difference: `test_writing` tries every one."""
    def refused(*words, **more):
        raise OSError(number, os.strerror(number))

    monkeypatch.chdir(folder)
    before = visible(folder)
    monkeypatch.setattr(os, call, refused)
    if call == "replace":  # what takes no other file's place is given its name so
        monkeypatch.setattr(os, "link", refused)
    done = CliRunner().invoke(group, [*WORK[work][0], "--today", str(TODAY)])
    assert isinstance(done.exception, CannotRun) and hint in str(done.exception), done.exception
    assert "\n" not in str(done.exception) and visible(folder) == before
