"""Where results may not go, what is replaced is kept, and the work is done whoever listens."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import time
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from ncr_toolkit.common import disk, inplace
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import put_in_place, write_whole
from ncr_toolkit.common.output_paths import is_same
from ncr_toolkit.common.unfinished import Part, clear_away, work_folder
from ncr_toolkit.generate import ROOT
from ncr_toolkit.portfolio.registers import registers_of
from tests.conftest import TODAY
from tests.parcels import house
from tests.replies import unsent
from tests.runs import tree

COPY = f"register backup {date.today()}.xlsx"


@pytest.fixture
def register(tmp_path) -> Path:
    return house("startup", tmp_path / "house")


def rows(register: Path) -> int:
    from ncr_toolkit.excel.read.reader import read_register

    return len(read_register(register).findings)


# Over what a result is made from, and among what counts


NAMES = {
    "a folder that is not there": lambda register: register.parent / "none" / ".." / register.name,
    "a link": lambda register: _linked(register, Path.symlink_to),
    "a hard link": lambda register: _linked(register, Path.hardlink_to),
    "a link to its folder": lambda register: _linked(register.parent, Path.symlink_to) / register.name,
}
WRITERS = {
    "check": ("check", "{register}", "--force", "-o"), "marked": ("check", "{register}", "--force", "--marked"),
    "compare": ("compare", "{register}", "{register}", "--force", "-o"),
    "doctor": ("doctor", "{register}", "--force", "-o"),
    "evidence": ("evidence", "{register}", "--force", "-o"), "review": ("review", "{register}", "--force", "-o"),
    "package": ("package", "{register}", "--no-pdf", "--force", "-o"),
    "upgrade": ("upgrade", "{register}", "--force", "-o"),
    "extend": ("extend", "{register}", "NC-1", "--until", "2027-03-01", "--reason", "Parts", "--force", "-o"),
    "import": ("import", "log.csv", "--force"),
    "export": ("export", "{register}", "--to", "fedramp", "--force", "-o"),
    "moved": ("upgrade", "{register}", "-o", "other.xlsx", "--force", "--report"),
}


def _linked(path: Path, how) -> Path:
    link = path.parent / f"link {path.name}"
    how(link, path)
    return link


@pytest.mark.parametrize(("writer", "name"), [*((writer, "a folder that is not there") for writer in WRITERS),
                                              *(("check", name) for name in NAMES)])
def test_no_result_takes_the_place_of_the_register_by_whatever_name(ncr, register, writer, name):
    before = register.read_bytes()
    out = NAMES[name](register)
    done = ncr(*(word.format(register=register) for word in WRITERS[writer]), out)
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert register.read_bytes() == before and not (register.parent / "none").exists()


def test_a_blank_register_is_made_over_nothing_that_is_there(ncr, register):
    before = register.read_bytes()
    done = ncr("new", register.parent / "none" / ".." / register.name)
    assert done.returncode == 2 and register.read_bytes() == before


@pytest.mark.parametrize(("writer", "place"), [
    *((writer, "evidence") for writer in ("marked", "evidence", "package", "review", "respond", "chase",
                                                  "split", "export", "csv")),
    *(("check", place) for place in ("runs", "sent", "shared-out", "runs/2026-06-30", "evidence/none/..", "kept"))])
def test_no_result_lies_among_what_counts(ncr, register, writer, place):
    (register.parent / "kept").mkdir()
    (register.parent / "kept" / "runs.jsonl").write_text("")  # runs that are kept elsewhere
    before = tree(register.parent)
    words = {"respond": ("respond", "{register}", "-o"), "chase": ("chase", "{register}", "-o"),
             "split": ("split", "{register}", "-o"), "csv": ("export", "{register}", "--to", "csv", "-o")} | WRITERS
    end = {"check": "a.html", "export": "a.xlsx", "evidence": "a.csv", "package": "a.zip", "review": "a.docx",
           "marked": "a.xlsx"}
    out = register.parent / place / end.get(writer, "")
    done = ncr(*(word.format(register=register) for word in words[writer]), out)
    assert done.returncode == 2 and "put the result elsewhere" in done.stderr, done.stderr
    assert tree(register.parent) == before


def test_a_kept_copy_is_never_written_into(ncr, register):
    ncr("run", register, "--today", TODAY)
    kept = register.parent / "runs" / str(TODAY) / "register.xlsx"
    log = register.parent.parent / "log.csv"
    log.write_text("ID,Finding\nN-9,A text\n", "utf-8")
    before = tree(register.parent)
    for words in (("check", kept, "--write-back"), ("respond", kept), ("run", kept), ("package", kept, "--no-pdf"),
                  ("import", log, kept, "--merge")):
        assert ncr(*words).returncode == 2, words
    assert tree(register.parent) == before


def test_a_report_is_no_workbook(ncr, register):
    other = register.with_name("other.xlsx")
    other.write_bytes(b"somebody's register")
    for words in (("check", register), ("compare", register, register), ("package", register, "--no-pdf")):
        done = ncr(*words, "-o", other, "--force")
        assert done.returncode == 2 and "name of a workbook" in done.stderr
    assert other.read_bytes() == b"somebody's register"


@pytest.mark.parametrize(("one", "other"), [("a.txt", "b/../a.txt"), ("A.txt", "a.txt")])
def test_names_that_would_be_one_file_if_it_were_there(tmp_path, monkeypatch, one, other):
    if one != one.lower():  # as on Windows
        monkeypatch.setattr(os.path, "normcase", lambda path: str(path).lower())
    assert is_same(tmp_path / one, tmp_path / other)


# What is replaced is kept


@pytest.mark.parametrize("words", [("new", "{other}"), ("upgrade", "{register}", "-o", "{other}"),
                                   ("check", "{register}", "--marked", "{other}")], ids=lambda words: words[0])
def test_a_workbook_that_is_replaced_is_kept(ncr, register, words):
    other = register.with_name("other.xlsx")
    other.write_bytes(before := register.read_bytes() + b" ")
    words = [word.format(register=register, other=other) for word in words]
    (register.parent / "~$other.xlsx").write_text("Ana")
    done = ncr(*words, "--force")
    assert done.returncode == 2 and "is open in Excel" in done.stderr and other.read_bytes() == before
    (register.parent / "~$other.xlsx").unlink()
    done = ncr(*words, "--force")
    copy = other.with_name(f"other backup {date.today()}.xlsx")
    assert copy.read_bytes() == before and other.read_bytes() != before and copy.name in done.stdout + done.stderr


@pytest.mark.parametrize("there", ["junk", "folder", "cut off", "another workbook", "link to nothing"])
def test_what_only_has_the_name_of_a_copy_is_none(ncr, register, there):
    before, copy = register.read_bytes(), register.with_name(COPY)
    if there == "folder":
        copy.mkdir()
    elif there == "link to nothing":
        copy.symlink_to("nothing")
    elif there == "another workbook":
        from openpyxl import Workbook

        Workbook().save(copy)
    else:
        copy.write_bytes(b"junk" if there == "junk" else before[:-200])
    assert ncr("check", register, "--write-back").returncode in (0, 1)
    assert register.with_name(COPY.replace(".xlsx", " (2).xlsx")).read_bytes() == before != register.read_bytes()


@pytest.mark.parametrize("how", ["in place", "by another file"])
@pytest.mark.parametrize("call", ["open", "write", "link", "chmod", "fsync"])
def test_what_somebody_saves_meanwhile_is_never_lost(tmp_path, monkeypatch, call, how):
    """Before each call of that kind in turn another program saves."""
    theirs, path, real = b"saved by somebody", tmp_path / "register.xlsx", getattr(os, call)
    for at in range(1, 20):
        path.write_bytes(b"as it was read")
        calls, late = [], []

        def saving(*words, calls=calls, late=late, at=at, **more):
            calls.append(call)
            if len(calls) == at:
                late.append(path.read_bytes() == b"results")
                if how == "by another file":
                    (tmp_path / "new").write_bytes(theirs)
                    os.replace(tmp_path / "new", path)
                else:
                    path.write_bytes(theirs)
            return real(*words, **more)

        with monkeypatch.context() as patched:
            patched.setattr(os, call, saving)
            try:
                inplace.replace(path, b"results", sha256(b"as it was read").hexdigest())
                told = False
            except CannotRun as error:
                told = "saved by somebody" in str(error)
        if len(calls) < at:
            return
        assert path.read_bytes() == theirs, (at, told)
        assert told or late == [True], "only after it was done may it pass in silence"
        assert [each.name for each in tmp_path.iterdir()] == ["register.xlsx"]
    pytest.fail("more calls than were tried")


# Rights


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_the_rights_that_the_user_wants_are_kept(ncr, register):
    before = os.umask(0o077)
    try:
        for words in (("check", register, "-o", "a.txt"), ("run", register, "--today", TODAY),
                      ("package", register, "--no-pdf", "-o", "a.zip"), ("respond", register, "-o", "out"),
                      ("upgrade", register, "-o", "new.xlsx"), ("chase", register, "-o", "chase")):
            assert ncr(*words, folder=register.parent).returncode in (0, 1)
    finally:
        os.umask(before)
    made = [path for name in ("a.txt", "runs", "sent", "a.zip", "out", "new.xlsx", "chase")
            for path in (register.parent / name, *(register.parent / name).rglob("*"))]
    assert len(made) > 20 and [path for path in made if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
    register.chmod(0o640)
    assert ncr("check", register, "--write-back").returncode in (0, 1)
    assert stat.S_IMODE(register.stat().st_mode) == stat.S_IMODE(register.with_name(COPY).stat().st_mode) == 0o640


# What is left behind


def test_what_is_left_behind_is_cleared_and_what_is_being_made_is_not(tmp_path):
    place = tmp_path / "a.txt"
    with Part(place) as living, work_folder("results", beside=tmp_path) as at_work:
        for name in (".b.txt.ncr-0123abcd.part", ".c.ncr-0123abcd.part.txt", ".b.txt.part", "b.ncr-0123abcd.part"):
            (tmp_path / name).write_text("confidential")
        (tmp_path / ".d.ncr-0123abcd.part").mkdir()
        (tmp_path / ".d.ncr-0123abcd.part" / "e.docx").write_text("confidential")
        write_whole(tmp_path / "f.txt", b"next")
        assert living.path.exists() and at_work.exists()
        assert sorted(path.name for path in tmp_path.iterdir() if path not in (living.path, at_work)) == [
            ".b.txt.part", ".c.ncr-0123abcd.part.txt", "b.ncr-0123abcd.part", "f.txt"]


@pytest.fixture
def junction(tmp_path, monkeypatch) -> Path:
    """A folder that on Windows is a junction: to Python it is no symbolic link, and `os.walk` of 3.11 goes into it."""
    elsewhere, path = tmp_path / "elsewhere", tmp_path / "registers" / "junction"
    for each in (elsewhere, path):
        each.mkdir(parents=True)
        (each / "register.xlsx").write_bytes(b"theirs")
    real = os.lstat

    def looked(of, **more):
        about = real(of, **more)
        return SimpleNamespace(st_mode=about.st_mode, st_reparse_tag=0xA0000003) if Path(of) == path else about

    monkeypatch.setattr(os, "lstat", looked)
    return path


def test_what_lies_behind_a_junction_is_never_removed(junction, monkeypatch):
    removed = []

    def gone(path: Path) -> None:
        removed.append(path)

    for name in ("unlink", "rmdir"):
        monkeypatch.setattr(Path, name, gone)
    disk.remove(junction.parent)
    assert removed == [junction, junction.parent]


def test_a_junction_is_not_searched_for_registers(junction):
    (junction.parent / "a.xlsx").write_bytes(b"ours")
    assert [path.name for path in registers_of([junction.parent])] == ["a.xlsx"]


def test_folders_of_work_among_temporary_files_are_cleared(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with work_folder("office") as folder:
        (tmp_path / "ncr-package-0123abcd").mkdir()
        (tmp_path / "ncr-package-0123abcd" / ".lock").write_text("")
        (tmp_path / "ncr-package-0123abcd" / "letter.docx").write_text("confidential")
        (tmp_path / "ncr-package-20260630").mkdir()
        (tmp_path / "ncr-package-20260630" / "mine.txt").write_text("a folder of the user's own")
        with work_folder("package"):
            assert folder.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["ncr-package-20260630"]


@pytest.mark.parametrize("old", [False, True])
def test_on_a_drive_without_locks_only_what_is_old_is_cleared(tmp_path, monkeypatch, old):
    def no_locks(number: int) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr("ncr_toolkit.common.system.seize", no_locks)
    part = tmp_path / ".b.txt.ncr-0123abcd.part"
    part.write_text("confidential")
    os.utime(part, (time.time() - 100_000 * old,) * 2)
    clear_away(tmp_path)
    assert part.exists() is not old
    write_whole(tmp_path / "a.txt", b"it works there, too")


STOPPED = """
import os, sys
from pathlib import Path
from ncr_toolkit.cli import main
from ncr_toolkit.excel.patch import write_back
from ncr_toolkit.submission import package
def stopped(*words, **more):
    os.kill(os.getpid(), int(os.environ["SIGNAL"]))
    raise AssertionError("it went on")
write_back.replace = package.pack = stopped
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process at once")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_stopped_tidies_up(register, number):
    temporary = register.parent.parent / "temporary"
    temporary.mkdir()
    before = tree(register.parent)
    done = subprocess.run([sys.executable, "-c", STOPPED, "package", register, "--no-pdf", "-o", "answers.zip"],
                          cwd=register.parent, capture_output=True, text=True, check=False,
                          env=os.environ | {"SIGNAL": str(int(number)), "TMPDIR": str(temporary)})
    assert done.returncode == 2 and "ncr: stopped" in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert tree(register.parent) == before and not list(temporary.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process at once")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_while_the_end_is_said_shows_no_traceback(number, tmp_path):
    code = "import os\nfrom ncr_toolkit import cli\n" \
        f"cli._say = lambda sentence: os.kill(os.getpid(), {int(number)})\ncli.main()"
    done = subprocess.run([sys.executable, "-c", code, "check", "gone.xlsx"], cwd=tmp_path, capture_output=True,
                          text=True, check=False)
    assert (done.returncode, done.stderr) == (-number, "")


def test_work_is_done_in_folders_that_the_next_run_knows():
    """What `tempfile` makes by itself stays where the process is killed, and holds what is confidential."""
    strays = [path for path in (ROOT / "ncr_toolkit").rglob("*.py") if path.name != "generate.py" and re.search(
        r"\b(?:TemporaryDirectory|mkdtemp|mkstemp|NamedTemporaryFile)\b", path.read_text("utf-8"))]
    assert strays == []


def test_a_record_that_was_all_but_kept_is_tidied_where_nothing_more_is_to_be_kept(tmp_path, ncr):
    """Killed between the step that takes it down and the end: the same command once more finds it taken down."""
    folder = house("startup", tmp_path / "house", change=unsent).parent
    words = ("respond", "register.xlsx", "NC-2", "--final", "-o", "out", "--today", TODAY)
    assert ncr(*words, folder=folder).returncode == 0
    record, ready = folder / "sent" / "runs.jsonl", folder / "sent" / ".runs.jsonl.part"
    (folder / "sent" / ".lock").write_text("{}")
    kept = record.read_bytes()
    ready.write_bytes(kept)
    record.write_bytes(b"")  # what is entered at the end is there already, with its folder
    assert ncr(*words, folder=folder).returncode == 0
    assert record.read_bytes() == kept and [each.name for each in record.parent.glob(".*")] == []


def test_a_place_that_is_taken_meanwhile_is_not_replaced(tmp_path):
    path = tmp_path / "a.zip"
    with pytest.raises(CannotRun, match="exists already"), put_in_place(path, force=False):
        path.write_bytes(b"somebody's")
    assert path.read_bytes() == b"somebody's" and list(tmp_path.iterdir()) == [path]


def test_what_was_left_hidden_goes_also_where_nothing_is_to_be_written(ncr, register):
    """It holds a register: killed between the step and the tidying up, it would lie there for good."""
    assert ncr("evidence", register, "--write-back", folder=register.parent).returncode in (0, 1)
    (left := register.parent / f".{register.name}.ncr-0123abcd.part").write_bytes(b"what stood there")
    done = ncr("evidence", register, "--write-back", folder=register.parent)
    assert "nothing was written" in done.stderr and not left.exists()
