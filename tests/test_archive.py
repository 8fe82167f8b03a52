"""Runs are kept whole or not at all, one after the other, and never mixed."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncr_toolkit.common import disk, system
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.runs import lock, recovery
from ncr_toolkit.runs.archive import Archive
from ncr_toolkit.runs.ledger import LIST
from ncr_toolkit.runs.lock import Lock
from ncr_toolkit.runs.new_run import NewRun
from ncr_toolkit.runs.verify_runs import verify
from tests.crashes import MODES, Crash
from tests.runs import FILES, MADE, copied, open_for_change, run, tree


@pytest.fixture(autouse=True, scope="module")
def quick():
    """Waiting for the disk proves nothing here: `Crash` knows what was forced onto it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda number: None)
        yield


def names(home: Path) -> list[str]:
    return [each.name for each in Archive(home / "runs").runs()]


def clean(home: Path) -> bool:
    """All is as it was written, and nothing else lies there."""
    found = {path.name for path in (home / "runs").iterdir()}
    return verify(home / "runs") == [] and found == {LIST, *names(home)}


def test_a_run_is_a_folder_a_person_can_open(tmp_path):
    made = run(tmp_path, "2026-11-30", b"as it was").kept
    assert set(tree(tmp_path / "runs")) == {LIST, *(f"2026-11-30/{name}" for name in (
        "findings.xlsx", "run.json", "check.json", "responses/NC-1_response.docx"))}
    assert made.copy.read_bytes() == b"as it was"
    line = json.loads((tmp_path / "runs" / LIST).read_text(encoding="utf-8"))
    assert line == json.loads((made.folder / "run.json").read_text(encoding="utf-8"))
    assert {key: line[key] for key in ("run", "day", "time", "who", "version", "register", "register_id", "before")} \
        == {"run": "2026-11-30", "day": "2026-11-30", "time": "2026-11-30T09:12:44+01:00", "who": "Ana Lima",
            "version": "0.1.0", "register": "findings.xlsx", "register_id": "R-1", "before": ""}
    assert line["figures"] == {"total": 14, "open": 11, "overdue": 3} and set(line["files"]) == set(FILES)


def test_each_run_names_the_one_before(tmp_path):
    for day in ("2026-09-30", "2026-10-31", "2026-11-30"):
        run(tmp_path, day)
    first, second, third = Archive(tmp_path / "runs").runs()
    assert (first.before, second.before, third.before) == ("", first.mark, second.mark)
    assert clean(tmp_path)


def test_kept_files_are_read_only_and_readable_by_colleagues(tmp_path):
    made = run(tmp_path, "2026-11-30").kept
    for path in [made.copy, *(made.folder / name for name in made.files)]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o333 == 0 and os.access(path, os.R_OK)


def test_running_twice_changes_nothing_and_says_so(tmp_path):
    first = run(tmp_path, "2026-11-30")
    before = tree(tmp_path / "runs")
    again = run(tmp_path, "2026-11-30")
    assert first.fresh and not again.fresh and again.kept == first.kept
    assert tree(tmp_path / "runs") == before


@pytest.mark.parametrize("change", [{"register": b"changed"}, {"files": {"check.json": b"{1}"}},
                                    {"files": {**FILES, "more.csv": b""}}, {"name": "findings-b.xlsx"}])
def test_what_changed_on_the_same_day_is_a_run_of_its_own(tmp_path, change):
    run(tmp_path, "2026-11-30")
    before = tree(tmp_path / "runs" / "2026-11-30")
    assert run(tmp_path, "2026-11-30", **change).kept.name == "2026-11-30-2"
    assert run(tmp_path, "2026-11-30").kept.name == "2026-11-30-3", "the last run of a day is how it stands now"
    assert tree(tmp_path / "runs" / "2026-11-30") == before
    assert clean(tmp_path)


def test_the_same_run_again_is_kept_again_where_the_first_was_damaged(tmp_path):
    first = run(tmp_path, "2026-11-30").kept
    open_for_change(tmp_path / "runs")
    first.copy.write_bytes(b"damaged")
    assert run(tmp_path, "2026-11-30").kept.name == "2026-11-30-2"


def test_the_run_before_is_of_an_earlier_day(tmp_path):
    for day, content in (("2026-10-31", b"1"), ("2026-11-30", b"2"), ("2026-11-30", b"3")):
        run(tmp_path, day, content)
    archive = Archive(tmp_path / "runs")
    assert archive.last().name == "2026-11-30-2"
    assert archive.last(before=date(2026, 11, 30)).name == "2026-10-31"
    assert archive.last(before=date(2026, 10, 31)) is None
    assert Archive(tmp_path / "nothing").last() is None and Archive(tmp_path / "nothing").runs() == []


def test_an_earlier_day_is_refused_unless_it_is_meant(tmp_path):
    run(tmp_path, "2026-11-30")
    before = tree(tmp_path / "runs")
    with pytest.raises(CannotRun, match=r"The last run in .* is of 2026-11-30"):
        run(tmp_path, "2026-10-31")
    assert tree(tmp_path / "runs") == before
    run(tmp_path, "2026-10-31", earlier=True)
    assert names(tmp_path) == ["2026-10-31", "2026-11-30"] and clean(tmp_path)
    assert [each.line for each in Archive(tmp_path / "runs").runs()] == [2, 1]


@pytest.mark.parametrize(("first", "second", "same"), [
    (("a.xlsx", "R-1"), ("b.xlsx", "R-2"), False), (("a.xlsx", "R-1"), ("a.xlsx", "R-2"), False),
    (("a.xlsx", "R-1"), ("b.xlsx", "R-1"), True), (("a.xlsx", ""), ("b.xlsx", "R-2"), False),
    (("a.xlsx", ""), ("A.xlsx", "R-2"), True), (("a.xlsx", "R-1"), ("a.xlsx", ""), True),
    (("a.xlsx", "R-1"), ("b.xlsx", ""), False), (("a.xlsx", ""), ("b.xlsx", ""), False),
])
def test_two_registers_never_share_their_runs(tmp_path, first, second, same):
    run(tmp_path, "2026-10-31", name=first[0], id=first[1])
    before = tree(tmp_path / "runs")
    if same:
        run(tmp_path, "2026-11-30", name=second[0], id=second[1])
        assert len(names(tmp_path)) == 2
    else:
        with pytest.raises(CannotRun, match=r"those of another register: a\.xlsx"):
            run(tmp_path, "2026-11-30", name=second[0], id=second[1])
        assert tree(tmp_path / "runs") == before


def test_a_register_that_lost_its_id_once_is_still_known_by_the_id_before(tmp_path):
    run(tmp_path, "2026-09-30", name="a.xlsx", id="R-1")
    run(tmp_path, "2026-10-31", name="a.xlsx", id="")
    with pytest.raises(CannotRun, match="R-1"):
        run(tmp_path, "2026-11-30", name="a.xlsx", id="R-2")


def new(home: Path, day: str = "2026-11-30") -> NewRun:
    """A run to be used with `with`."""
    path = home / "findings.xlsx"
    path.write_bytes(b"register")
    return Archive.beside(path).new(register=path, register_id="R-1", day=date.fromisoformat(day), made_at=MADE, who="",
                                    version="0.1.0")


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, CannotRun])
@pytest.mark.parametrize("earlier", [0, 1])
def test_a_block_that_ends_in_an_error_keeps_nothing(tmp_path, fault, earlier):
    for _ in range(earlier):
        run(tmp_path, "2026-10-31")
    before = tree(tmp_path / "runs")
    with pytest.raises(fault), new(tmp_path) as made:
        made.write("check.json", b"{}")
        raise fault
    assert tree(tmp_path / "runs") == before and (tmp_path / "runs").exists() == bool(earlier)


def test_what_a_caller_writes_into_the_folder_belongs_to_the_run(tmp_path):
    with new(tmp_path) as made:
        (made.folder / "deep" / "er").mkdir(parents=True)
        (made.folder / "deep" / "er" / "own.txt").write_bytes(b"own")
        (made.folder / "~$own.docx").write_bytes(b"the mark of a program")
    assert list(made.kept.files) == ["deep/er/own.txt"] and clean(tmp_path)


@pytest.mark.parametrize("name", ["../out.txt", "/abs.txt", "a/../b", "run.json", "RUN.JSON", "con", "a:b", "", ".",
                                  "findings.xlsx", "a\\b"])
def test_no_file_can_leave_the_run_or_take_the_place_of_another(tmp_path, name):
    with pytest.raises(ValueError):
        run(tmp_path, "2026-11-30", files={name: b""})
    assert not (tmp_path / "runs").exists()


def test_a_register_that_was_saved_meanwhile_is_not_kept(tmp_path):
    with pytest.raises(CannotRun, match="was saved by somebody while it was looked at"):
        run(tmp_path, "2026-11-30", sha256="0" * 64)
    assert not (tmp_path / "runs").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows bears no such name")
def test_a_name_that_not_every_system_bears_is_refused(tmp_path):
    with pytest.raises(CannotRun, match="rename it"):
        run(tmp_path, "2026-11-30", name="a\\b.xlsx")
    assert not (tmp_path / "runs").exists()


# Two at a time, and drives that cannot do everything


def test_two_runs_at_the_same_time_the_second_is_refused(tmp_path):
    with new(tmp_path) as made:
        made.write("check.json", b"{}")
        with pytest.raises(CannotRun, match=f"Another run is at work .*process {os.getpid()}"):
            run(tmp_path, "2026-11-30")
        assert (made.folder / "check.json").exists(), "what the first one is making stays"
    assert names(tmp_path) == ["2026-11-30"] and clean(tmp_path)


def _no_locks(number: int) -> None:
    raise OSError(errno.ENOLCK, "No locks available")


@pytest.mark.parametrize(("text", "refused"), [
    ("", False), ("{ torn", False), ('{"process": 4194399, "computer": "HERE"}', False),
    (f'{{"process": {os.getppid()}, "computer": "HERE"}}', True), ('{"process": 1, "computer": "elsewhere"}', True),
    (f'{{"process": {os.getpid()}, "computer": "HERE"}}', False),
], ids=["empty", "torn", "dead", "living", "elsewhere", "own"])
@pytest.mark.skipif(os.name == "nt", reason="there a process cannot be asked for without ending it")
def test_on_a_drive_without_locks_the_text_of_the_lock_decides(tmp_path, monkeypatch, text, refused):
    monkeypatch.setattr(lock, "_seize", _no_locks)
    monkeypatch.setattr(lock.platform, "node", lambda: "HERE")
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / ".lock").write_text(text)
    if refused:
        with pytest.raises(CannotRun, match=r"delete the file .*\.lock"):
            run(tmp_path, "2026-11-30")
        assert (tmp_path / "runs" / ".lock").read_text() == text
    else:
        run(tmp_path, "2026-11-30")
        assert clean(tmp_path)


def test_a_lock_that_was_taken_away_under_us_is_taken_again(tmp_path, monkeypatch):
    seize, seen = lock._seize, []

    def slow(number: int) -> None:
        if not seen:  # between the opening and the locking the one before us ended, and removed its file
            (tmp_path / ".lock").unlink()
        seen.append(number)
        seize(number)

    monkeypatch.setattr(lock, "_seize", slow)
    mine = Lock(tmp_path)
    mine.take()
    assert len(seen) == 2 and mine.held
    with pytest.raises(CannotRun):
        Lock(tmp_path).take()
    mine.leave()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_drive_that_cannot_force_writing_is_used_all_the_same(tmp_path, monkeypatch, number):
    def refuse(handle: int) -> None:
        raise OSError(number, "not here")

    monkeypatch.setattr(os, "fsync", refuse)
    run(tmp_path, "2026-11-30")
    assert clean(tmp_path)


def test_on_windows_a_folder_that_is_looked_at_for_a_moment_is_renamed_after_it(tmp_path, monkeypatch):
    rename, tries = os.rename, []

    def busy(old, new) -> None:
        tries.append(old)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "Access is denied", str(old))
        rename(old, new)

    monkeypatch.setattr(system, "HERE", system.System.WINDOWS)
    monkeypatch.setattr(system, "PAUSES", (0, 0, 0))
    monkeypatch.setattr(os, "rename", busy)
    run(tmp_path, "2026-11-30")
    assert len(tries) == 3 and clean(tmp_path)


HINTS = {errno.ENOSPC: "make room on the disk", errno.EACCES: "open in another program",
         errno.EROFS: "may not be used", errno.EIO: "can be reached"}


@pytest.mark.parametrize("number", HINTS)
@pytest.mark.parametrize("earlier", [0, 1])
def test_whatever_the_system_refuses_is_one_sentence_and_leaves_nothing_behind(tmp_path, number, earlier):
    """At each call in turn: the call fails, and all later ones work."""
    refused = 0
    for at in range(1, 200):
        home = tmp_path / str(at)
        home.mkdir()
        for _ in range(earlier):
            run(home, "2026-10-31", b"earlier")
        before = tree(home / "runs")
        crash = Crash(at, "killed", home, OSError(number, os.strerror(number)))
        (home / "findings.xlsx").write_bytes(b"register")
        told = ""
        with crash.strikes():
            try:
                run(home, "2026-11-30")
            except CannotRun as error:
                told = str(error)
        if not crash.struck:
            break
        if told:
            refused += 1
            assert HINTS[number] in told and "\n" not in told, crash.calls
            kept = crash.struck == "fsync" and names(home) and clean(home)  # perhaps not on the disk yet
            assert kept or tree(home / "runs") == before, f"call {at} ({crash.struck}) left something behind"
        assert verify(home / "runs") == []
        assert run(home, "2026-11-30").kept.copy.read_bytes() == b"register"
        assert clean(home)
    assert refused > 15


# The process dies


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("earlier", [0, 1, 3])
def test_dying_at_any_call_leaves_the_old_state_or_the_new_one(tmp_path, earlier, mode):
    """At each call in turn. What is there afterwards is whole, what was there stays, and the next run mends."""
    for at in range(1, 200):
        home = tmp_path / str(at)
        home.mkdir()
        for number in range(earlier):
            run(home, f"2026-0{number + 1}-28", b"earlier %d" % number)
        before, old = tree(home / "runs"), names(home)
        crash = Crash(at, mode, home)
        with crash.strikes():
            run(home, "2026-11-30")
        if not crash.struck:
            assert at > 25, "all the calls were tried"
            break
        look_after_death(home, old, before)
        again = run(home, "2026-11-30")
        assert again.kept.name == "2026-11-30" and names(home) == [*old, "2026-11-30"]
        assert [each.name for each in again.adopted] == ([] if again.fresh else ["2026-11-30"]) or not again.fresh
        assert clean(home)
        run(home, "2026-12-31", b"later")
        assert clean(home) and names(home) == [*old, "2026-11-30", "2026-12-31"]
    else:
        pytest.fail("a run makes more calls than were tried")


def look_after_death(home: Path, old: list[str], before: dict[str, bytes]) -> None:
    """Earlier runs are untouched byte for byte, a new one is in the list only whole, and the rest mends itself."""
    after, runs = tree(home / "runs"), home / "runs"
    assert {name: content for name, content in after.items() if name in before and name != LIST} \
        == {name: content for name, content in before.items() if name != LIST}
    assert after.get(LIST, b"").startswith(before.get(LIST, b""))
    assert names(home) in (old, [*old, "2026-11-30"])
    if runs.exists():
        assert [fault for fault in verify(runs) if not fault.mends_itself] == []


@pytest.mark.parametrize("mode", MODES)
def test_dying_while_an_interrupted_run_is_mended_mends_as_well(tmp_path, mode):
    home = tmp_path / "made"
    home.mkdir()
    for day in ("2026-09-30", "2026-10-31", "2026-11-30"):
        run(home, day, day.encode())
    lines = (home / "runs" / LIST).read_bytes().splitlines(keepends=True)
    for at in range(1, 200):
        here = copied(home, tmp_path / str(at))
        (here / "runs" / LIST).write_bytes(lines[0])  # as if two runs had been interrupted
        (here / "runs" / ".new-2026-11-30").mkdir()
        (here / "runs" / ".new-2026-11-30" / "half.txt").write_bytes(b"ha")
        crash = Crash(at, mode, here)
        with crash.strikes():
            run(here, "2026-12-31", b"later")
        assert [fault for fault in verify(here / "runs") if not fault.mends_itself] == []
        run(here, "2026-12-31", b"later")
        assert clean(here) and len(names(here)) == 4
        assert (here / "runs" / LIST).read_bytes().startswith(b"".join(lines))
        if not crash.struck:
            break


CHILD = """
import sys
from datetime import date, timedelta
from pathlib import Path
from tests.runs import run
home, number = Path(sys.argv[1]), int(sys.argv[2])
while True:
    files = {f"responses/{each}.docx": b"%d" % number * 5000 for each in range(6)}
    made = run(home, str(date(2026, 1, 31) + timedelta(days=number)), b"%d" % number * 20000, files)
    print(made.kept.name, flush=True)
    number += 1
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_random_moments_nothing_is_lost_and_nothing_is_half(tmp_path):
    chance, told = random.Random(7), []
    for number in range(20):
        told += killed_once(tmp_path, 100 * number, chance.uniform(0, 0.05))
        assert set(told) <= set(names(tmp_path)), "what was told to be kept is kept"
        assert [fault for fault in verify(tmp_path / "runs") if not fault.mends_itself] == []
    run(tmp_path, "2036-01-01")
    assert clean(tmp_path) and set(told) <= set(names(tmp_path))


def killed_once(home: Path, number: int, seconds: float) -> list[str]:
    """Let a process keep runs, and kill it so long after its first one; gives those it told to be kept."""
    root = Path(__file__).parent.parent
    with subprocess.Popen([sys.executable, "-c", CHILD, str(home), str(number)], cwd=root, stdout=subprocess.PIPE,
                          text=True) as child:
        assert child.stdout is not None
        first = child.stdout.readline()
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        return [line.strip() for line in (first, *child.stdout) if line.endswith("\n")]


# Any order of runs


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from([b"a", b"b"]), st.sampled_from([b"{}", b"{1}"])),
                min_size=1, max_size=8))
def test_any_sequence_of_runs_is_kept_as_it_was_made(tmp_path_factory, steps):
    home, days, kept = tmp_path_factory.mktemp("sequence"), 0, {}
    for step, register, report in steps:
        days += step
        made = run(home, f"2026-11-{days + 1:02}", register, {"check.json": report})
        assert made.fresh == (made.kept.name not in kept)
        kept[made.kept.name] = (register, report)
    assert clean(home) and names(home) == list(kept)
    for each in Archive(home / "runs").runs():
        assert (each.copy.read_bytes(), (each.folder / "check.json").read_bytes()) == kept[each.name]


def test_many_runs_do_not_make_the_next_one_slow(tmp_path, monkeypatch):
    """The files of earlier runs are not looked at, and each line of the list is looked at a few times only."""
    for number in range(24):
        run(tmp_path, f"2026-01-{number + 1:02}", b"%d" % number)
    seen, fingerprint, marked, mark = [], disk.fingerprint, [], recovery.mark
    monkeypatch.setattr(disk, "fingerprint", lambda path: seen.append(path) or fingerprint(path))
    monkeypatch.setattr(recovery, "mark", lambda raw: marked.append(raw) or mark(raw))
    run(tmp_path, "2026-02-01")
    assert len(seen) == 1 + len(FILES)
    assert len(marked) <= 4 * 24
