"""However a process ends, and whatever the system refuses: what was there is there, or what was to come, and no half of
it; and what is left hidden is taken away by the next one."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from ncr_toolkit.common import disk
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import put_in_place, write_whole
from ncr_toolkit.common.inplace import replace, write_workbook
from ncr_toolkit.common.output_folder import LEDGER, OutputFolder
from ncr_toolkit.common.unfinished import clear_away
from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.recovery import as_mended
from ncr_toolkit.runs.verify_runs import verify
from tests.crashes import MODES, Crash
from tests.runs import MADE, tree

DAY = date(2026, 6, 30)
OLD, NEW = b"PK, what was there", b"PK, what is to come"
MOST = 200  # calls


def whole(home: Path) -> None:
    write_whole(home / "made" / "a.txt", NEW)


def whole_again(home: Path) -> None:
    write_whole(home / "made" / "a.txt", NEW, force=True)


def over(home: Path) -> None:
    write_whole(home / "old.txt", NEW, force=True)


def back(home: Path) -> None:
    replace(home / "old.txt", NEW, sha256(OLD).hexdigest())


def workbook(home: Path) -> None:
    write_workbook(home / "old.txt", NEW, DAY, force=True)


def large(home: Path) -> None:
    with put_in_place(home / "a.zip") as part:
        disk.fill(part.number, NEW[:4])
        disk.fill(part.number, NEW[4:])


def folder(home: Path) -> None:
    with OutputFolder(home / "out") as out:
        for name in ("a.docx", "b.docx"):
            out.refuse_changed([name], lambda _: NEW)
            out.write(name, NEW)


def results(home: Path) -> None:
    """Results of an earlier run are there."""
    (home / "out").mkdir()
    (home / "out" / "a.docx").write_bytes(OLD)
    (home / "out" / LEDGER).write_text(json.dumps({"a.docx": sha256(OLD).hexdigest()}))


def noted(home: Path, name: str = "a.zip", *, force: bool = False) -> None:
    """A result that may be there only once it is noted."""
    with put_in_place(home / name) as part:
        disk.fill(part.number, NEW)
        part.keep()
        note(home, lambda: part.put(over=force), part.take_back, name)


def noted_again(home: Path) -> None:
    noted(home, force=True)


def noted_over(home: Path) -> None:
    noted(home, "old.txt", force=True)


def finals(home: Path) -> None:
    names = ["a.docx", "b.docx"]
    with OutputFolder(home / "out") as out:
        out.refuse_changed(names, lambda _: NEW)
        for name in names:
            out.write(name, NEW)
        note(home, out.put, out.take_back, *(f"out/{name}" for name in names))


def note(home: Path, put: Callable[[], object], take_back: Callable[[], object], *names: str) -> None:
    (home / "findings.xlsx").write_bytes(b"register")
    with Archive.beside(home / "findings.xlsx").new(register=home / "findings.xlsx", register_id="R-1", day=DAY,
                                                    made_at=MADE, who="Ana", version="0.1.0", earlier=True) as line:
        line.write("sent.json", b"{}")
        line.write("copy.docx", NEW)
        line.deliver(put, take_back, {home / name: sha256(NEW).hexdigest() for name in names})


@dataclass(frozen=True)
class Case:
    """One way to write, and the files that it makes or replaces."""

    act: Callable[[Path], None]
    makes: tuple[str, ...]
    noted: bool = False  # in `runs`
    kept: str = ""  # a copy of what it replaces
    begins: Callable[[Path], None] = lambda home: None
    again: Callable[[Path], None] | None = None  # the same once more, where it replaces nothing by itself


CASES = {
    "a new file": Case(whole, ("made/a.txt",), again=whole_again),
    "a file replaced": Case(over, ("old.txt",)),
    "a workbook changed in place": Case(back, ("old.txt",)),
    "a workbook replaced": Case(workbook, ("old.txt",), kept="old backup 2026-06-30.txt"),
    "a large file": Case(large, ("a.zip",)),
    "a folder of results": Case(folder, ("out/a.docx", "out/b.docx")),
    "results replaced": Case(folder, ("out/a.docx", "out/b.docx"), begins=results),
    "a package that is noted": Case(noted, ("a.zip",), noted=True, again=noted_again),
    "a package replaced and noted": Case(noted_over, ("old.txt",), noted=True),
    "finals that are noted": Case(finals, ("out/a.docx", "out/b.docx"), noted=True),
}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Waiting for the disk proves nothing here: `Crash` knows what was forced onto it."""
    monkeypatch.setattr(os, "fsync", lambda number: None)


@pytest.fixture(params=CASES)
def case(request) -> Case:
    return CASES[request.param]


def begun(folder: Path, case: Case) -> Path:
    folder.mkdir()
    (folder / "old.txt").write_bytes(OLD)
    case.begins(folder)
    return folder


def hidden(home: Path) -> list[str]:
    return [name for name in tree(home) if ".part" in name or ".new-" in name or ".lock" in name]


def look(home: Path, case: Case) -> set[bytes | None]:
    """What lies in the places of the results; each has to be whole, and what is noted first, noted."""
    found = {(home / name).read_bytes() if (home / name).exists() else None for name in case.makes}
    assert found <= {OLD, NEW, None}
    if case.noted:
        assert (NEW in found) == bool(as_mended(home / "runs")), "what is noted is there, and the other way round"
    if case.kept and NEW in found:
        assert (home / case.kept).read_bytes() == OLD
    return found


def mended(home: Path, case: Case, copy: Path) -> None:
    """Where the next one has looked, what is noted is there, all of it, and nothing else."""
    there = Path(shutil.copytree(home, copy))
    assert all(fault.mends_itself for fault in verify(there / "runs"))
    (archive := Archive.beside(there / "findings.xlsx")).mend()
    whole = {(there / name).exists() and (there / name).read_bytes() == NEW for name in case.makes}
    assert whole == {bool(archive.listed())} and not verify(archive.folder)
    assert not [name for name in hidden(there) if "runs/" in name]
    shutil.rmtree(copy)


def finished(home: Path, case: Case) -> None:
    """Done once more it ends well, and nothing hidden is left, whatever was there."""
    done = all((home / name).exists() and (home / name).read_bytes() == NEW for name in case.makes)
    if done and case.act is back:
        clear_away(home)
    else:
        (case.again if done and case.again else case.act)(home)
    assert {(home / name).read_bytes() for name in case.makes} == {NEW}
    assert not hidden(home), case
    if case.noted:
        assert (home / "runs" / "runs.jsonl").read_bytes().count(b"\n") >= 1


@pytest.mark.parametrize("mode", MODES)
def test_dying_at_any_call_leaves_the_old_or_the_new(tmp_path, case, mode):
    for at in range(1, MOST):
        home = begun(tmp_path / str(at), case)
        crash = Crash(at, mode, home)
        with crash.strikes():
            case.act(home)
        look(home, case)
        if case.noted:
            mended(home, case, tmp_path / "mended")
        assert (home / "old.txt").exists(), f"gone after {crash.calls}"
        if not crash.struck:
            assert at > 5, "all the calls were tried"
            return
        finished(home, case)
    pytest.fail("it makes more calls than were tried")


FAULTS = {"full": lambda: OSError(errno.ENOSPC, "full"), "stopped": KeyboardInterrupt,
          "a signal": lambda: signal.SIGINT}
"""A signal that comes within steps that belong together is acted on at their end, which is another place."""


@pytest.fixture
def ctrl_c():
    """Ctrl+C raises KeyboardInterrupt, whatever a command that was tried in this process has left of it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_refused_or_stopped_leaves_nothing_half_and_nothing_hidden(tmp_path, case, fault):
    """At each call in turn: the call fails, and all later ones work."""
    for at in range(1, MOST):
        home = begun(tmp_path / str(at), case)
        crash, told = Crash(at, "killed", home, FAULTS[fault]()), ""
        with crash.strikes():
            try:
                case.act(home)
            except CannotRun as error:
                told = str(error)
            except KeyboardInterrupt:
                told = "stopped"
        if not crash.struck:
            return
        found = look(home, case)
        assert not told or told == "stopped" or "make room on the disk" in told
        late = fault == "a signal" or crash.struck in ("fsync", "unlink", "rmdir")  # once it is done it stays as it is
        if not late and len(case.makes) == 1:
            assert not (told and NEW in found), f"told {told}, and done: {crash.calls}"
        if fault == "a signal":
            assert not hidden(home), crash.calls
        elif crash.struck not in ("unlink", "rmdir"):
            assert not [name for name in hidden(home) if "runs" not in name], crash.calls
        finished(home, case)
    pytest.fail("it makes more calls than were tried")


@pytest.mark.parametrize("links", [True, False])
def test_what_could_not_be_replaced_stays_where_a_drive_has_no_links_either(tmp_path, monkeypatch, links):
    def refused(*words, **more):
        raise PermissionError(errno.EACCES, "open in another program")

    home = begun(tmp_path / "home", CASES["a package replaced and noted"])
    if not links:
        monkeypatch.setattr(os, "link", refused)
    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(CannotRun, match="open in another program"):
        noted_over(home)
    assert (home / "old.txt").read_bytes() == OLD and not hidden(home) and not (home / "runs").exists()
