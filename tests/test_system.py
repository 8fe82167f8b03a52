"""Other operating systems, by simulation: files to double-click, the monthly task, patience, and names that Windows
does not bear. What nobody has tried on such a system stands in CONTRIBUTING.md."""

from __future__ import annotations

import errno
import os
import plistlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ncr_toolkit.common import system
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import refuse_name, write_whole
from ncr_toolkit.common.inplace import refuse_open
from ncr_toolkit.common.system import System
from ncr_toolkit.desktop.launchers import MARK, is_launcher, launchers, put_beside, register_of
from ncr_toolkit.desktop.monthly_task import LONGEST_ACTION, MonthlyTask, scheduler, usual_day
from tests.conftest import TODAY
from tests.parcels import house
from tests.shells import argv, words

NAMES = ["findings.xlsx", "Prüfung & Söhne.xlsx", "100% %PATH% %~dp0.xlsx", "hey! you^.xlsx", "o'brien (2);$x `y`.xlsx",
         "-rf.xlsx", "日本 😀.xlsx"]


@pytest.fixture
def on(monkeypatch):
    """A function: as if on that system."""
    return lambda which: monkeypatch.setattr(system, "HERE", which)


# Patience


@pytest.mark.parametrize("code", [32, 391], ids=["sharing violation", "held by OneDrive"])
def test_what_is_held_for_a_moment_is_replaced_after_it(tmp_path, monkeypatch, on, code):
    on(System.WINDOWS)
    replace, tries, pauses = os.replace, [], []

    def held(old, new) -> None:
        tries.append(new)
        if len(tries) <= 4:
            error = OSError(errno.EINVAL, "held")
            error.winerror = code
            raise error
        replace(old, new)

    monkeypatch.setattr(system.time, "sleep", pauses.append)
    monkeypatch.setattr(os, "replace", held)
    write_whole(tmp_path / "a.txt", b"1")
    write_whole(tmp_path / "a.txt", b"2", force=True)
    assert (tmp_path / "a.txt").read_bytes() == b"2" and pauses == list(system.PAUSES[:4])


def test_patience_ends(tmp_path, monkeypatch, on):
    pauses = []
    monkeypatch.setattr(system.time, "sleep", pauses.append)

    def held() -> None:
        raise PermissionError(errno.EACCES, "held")

    for which, number in ((System.WINDOWS, len(system.PAUSES)), (System.LINUX, 0)):
        on(which)
        pauses.clear()
        with pytest.raises(PermissionError):
            system.patiently(held)
        assert len(pauses) == number
    assert sum(system.PAUSES) < 5


def test_a_register_that_a_scanner_looks_at_is_not_called_open(tmp_path, monkeypatch, on):
    on(System.WINDOWS)
    path, opened, tries = tmp_path / "a.xlsx", Path.open, []
    path.write_bytes(b"")
    monkeypatch.setattr(system.time, "sleep", lambda pause: None)

    def held(self, *words, **more):
        tries.append(self)
        if len(tries) < 3:
            raise PermissionError(errno.EACCES, "held")
        return opened(self, *words, **more)

    monkeypatch.setattr(Path, "open", held)
    refuse_open(path)
    assert len(tries) == 3


# Files to double-click


def test_new_puts_them_beside_the_register(ncr, tmp_path, on):
    on(System.WINDOWS)
    done = ncr("new", "a & b.xlsx")
    assert "double-click, beside it: Check.cmd, Due.cmd and Respond.cmd" in done.stdout
    assert "a & b.xlsx" in ncr("check", "Check.cmd").stdout
    ncr("new", "other%.xlsx")
    assert {path.name for path in tmp_path.glob("*.cmd")} == {
        "Check.cmd", "Due.cmd", "Respond.cmd", "Check other_.cmd", "Due other_.cmd", "Respond other_.cmd"}
    assert register_of(tmp_path / "Due other_.cmd") == tmp_path / "other%.xlsx"
    ncr("new", "third.xlsx", "--no-launchers")
    assert len(list(tmp_path.glob("*.cmd"))) == 6


def test_a_file_of_somebody_else_is_left(tmp_path, on, ncr):
    on(System.WINDOWS)
    for name in ("Check.cmd", "Check a.cmd"):
        (tmp_path / name).write_text("mine")
    done = ncr("new", "a.xlsx")
    assert done.returncode == 0 and "Check.cmd is another file beside it" in done.stderr
    assert {(tmp_path / name).read_text() for name in ("Check.cmd", "Check a.cmd")} == {"mine"}
    assert put_beside(tmp_path / "a.xlsx", System.WINDOWS) == (["Due.cmd", "Respond.cmd"], ["Check.cmd"])


@pytest.mark.parametrize("name", NAMES)
def test_on_windows_the_shell_reads_nothing_of_the_name(name, tmp_path):
    """What stands before `exit` is the same for every register, and ASCII; the name is read by ncr alone."""
    for own, content in launchers(name, System.WINDOWS).items():
        head, end, _ = content.partition(b"exit /b\r\n")
        assert end and head.isascii() and head == launchers("a.xlsx", System.WINDOWS)[own].partition(b"exit /b")[0]
        assert b'"%~nx0"' in head and head.rstrip().endswith(b"pause") and b"\n" not in content.replace(b"\r\n", b"")
        (tmp_path / own).write_bytes(content)
        assert register_of(tmp_path / own) == tmp_path / name


@pytest.mark.skipif(not shutil.which("sh"), reason="there is no sh")
@pytest.mark.parametrize("name", NAMES)
def test_on_a_mac_the_command_gets_the_register(name, tmp_path):
    register = tmp_path / "my & folder's" / name
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "ncr").write_text('#!/bin/sh\npwd; printf "%s\\n" "$@"\n')
    (tmp_path / "bin" / "ncr").chmod(0o755)
    register.parent.mkdir()
    there, left = put_beside(register, System.MACOS)
    assert there == ["Check.command", "Due.command", "Respond.command"] and not left
    assert os.access(register.parent / "Due.command", os.X_OK)
    done = subprocess.run([register.parent / "Due.command"], capture_output=True, text=True, check=True, input="\n",
                          env={"PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "HOME": str(tmp_path)})
    shown = f"./{name}" if name.startswith("-") else name
    assert done.stdout.splitlines()[:3] == [str(register.parent), "due", shown]


def test_elsewhere_there_are_none(tmp_path):
    assert put_beside(tmp_path / "a.xlsx", System.LINUX) == ([], [])


@pytest.mark.parametrize("content", ["mine", f"rem {MARK}\nregister: ../a.xlsx"])
def test_what_only_looks_like_one_names_no_register(tmp_path, content):
    path = tmp_path / "Check.cmd"
    path.write_text(content)
    assert register_of(path) is None
    assert not is_launcher(tmp_path / "none.cmd")


# The monthly task


@pytest.mark.parametrize("name", [*NAMES, "a b.xlsx"])
@pytest.mark.parametrize("environment", [{"PSModulePath": "C:\\a"}, {"PSModulePath": "C:\\a;C:\\b;C:\\c"}],
                         ids=["cmd", "PowerShell"])
def test_on_windows_the_task_gets_the_register(name, environment, monkeypatch, on):
    on(System.WINDOWS)
    monkeypatch.delenv("PSModulePath", raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    from ncr_toolkit.common.shell import in_use

    task = MonthlyTask(Path("C:\\Q & A\\", name), None, ("C:\\Program Files\\Python\\python.exe", "-m", "ncr_toolkit"))
    (line,) = scheduler(System.WINDOWS).to_do(task)
    made = []
    scheduler(System.WINDOWS).make(task, lambda words, text: made.append([*words]) or (0, ""))
    assert words(line, in_use()) == made[0] and made[0][:3] == ["schtasks", "/Create", "/F"]
    assert made[0][made[0].index("/MO"):][:4] == ["/MO", "LASTDAY", "/M", "*"]
    assert argv(made[0][-1]) == [*task.program, "run", str(task.register)]


def test_a_path_that_the_task_scheduler_cannot_take_is_told(on):
    task = MonthlyTask(Path("C:\\", "x" * LONGEST_ACTION, "a.xlsx"), 3)
    with pytest.raises(CannotRun, match="shorter path"):
        scheduler(System.WINDOWS).to_do(task)


@pytest.mark.parametrize("name", NAMES)
def test_cron_gets_the_register_and_keeps_what_is_there(name):
    task, before = MonthlyTask(Path("/q & a", name), 3, ("/usr/bin/python3", "-m", "ncr_toolkit")), "5 4 * * * mine\n"
    tables = [before]

    def crontab(typed, text) -> tuple[int, str]:
        tables.extend([text] if typed[-1] == "-" else [])
        return 0, tables[-1]

    for day in (task, MonthlyTask(task.register, 4, task.program)):
        scheduler(System.LINUX).make(day, crontab)
        head, mark, line = tables[-1].splitlines()
        assert f"{head}\n" == before and mark.startswith("# ncr ")
        assert line.startswith(f"0 7 {day.day} * * ")
        command = re.sub(r"\\%", "%", line.split(" ", 5)[5])
        assert words(command, "sh") == [*task.program, "run", str(task.register)]
        assert not re.search(r"(?<!\\)%", line)


@pytest.mark.parametrize(("said", "told"), [((1, "no crontab for ana"), ""), ((1, "not allowed"), "could not be read")])
def test_a_table_of_cron_that_cannot_be_read_is_never_replaced(said, told):
    written = []

    def crontab(typed, text) -> tuple[int, str]:
        written.extend([text] if typed[-1] == "-" else [])
        return (0, "") if typed[-1] == "-" else said

    if told:
        with pytest.raises(CannotRun, match=told):
            scheduler(System.LINUX).make(MonthlyTask(Path("/a.xlsx"), 1), crontab)
    else:
        scheduler(System.LINUX).make(MonthlyTask(Path("/a.xlsx"), 1), crontab)
    assert bool(written) is not bool(told)


def test_launchd_gets_the_register(tmp_path, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    task, typed = MonthlyTask(Path("/q & a/Prüfung <1>.xlsx"), 3), []
    scheduler(System.MACOS).make(task, lambda words, text: typed.append(list(words)) or (0, ""))
    (path,) = (tmp_path / "Library" / "LaunchAgents").glob("*.plist")
    told = plistlib.loads(path.read_bytes())
    assert told["ProgramArguments"] == [sys.executable, "-m", "ncr_toolkit", "run", str(task.register)]
    assert told["StartCalendarInterval"] == {"Day": 3, "Hour": 7, "Minute": 0} and told["Label"] == path.stem
    assert typed == [["launchctl", "unload", "-w", str(path)], ["launchctl", "load", "-w", str(path)]]


def test_what_the_system_answers_is_told(ncr, tmp_path, on):
    for which in (System.MACOS, System.LINUX):
        assert usual_day(which) == 1
        with pytest.raises(CannotRun, match="knows no last day"):
            scheduler(which).to_do(MonthlyTask(tmp_path, None))
    with pytest.raises(CannotRun, match="says: Access is denied"):
        scheduler(System.WINDOWS).make(MonthlyTask(tmp_path, None), lambda words, text: (1, "Access is\n denied."))
    on(System.WINDOWS)
    register = house("startup", tmp_path / "house")
    done = ncr("schedule", register, "--make")
    assert done.returncode == 2 and "schtasks cannot be run" in done.stderr and done.stderr.count("\n") == 1
    assert ncr("schedule", tmp_path / "none.xlsx").returncode == 2
    assert ncr("schedule", register, "--day", 31).returncode == 2
    assert "schtasks /Create" in ncr("schedule", register).stdout


# Names that Windows does not bear


@pytest.mark.parametrize(("name", "why"), [
    ("CON", "a device"), ("aux.docx", "a device"), ("nul.tar.gz", "a device"), ("com1.html", "a device"),
    ("LPT9 .txt", "a device"), ("com\u00b9.txt", "a device"), ("a.html.", "ends in a dot"), ("a ", "ends in a space"),
    ("prn/a.html", "a device"), ("out./a.html", "ends in a dot")])
def test_they_are_refused_with_the_reason(tmp_path, name, why):
    with pytest.raises(CannotRun, match=why):
        refuse_name(tmp_path / name)


@pytest.mark.parametrize("name", ["console.txt", "auxiliary", "com.txt", "com10", ".hidden", "a.b.c", "nulls", ".."])
def test_what_only_looks_like_one_is_borne(tmp_path, name):
    refuse_name(tmp_path / name)


def test_a_folder_that_is_there_already_is_nobody_s_choice(tmp_path, on):
    (tmp_path / "out.").mkdir()
    refuse_name(tmp_path / "out." / "a.html")
    on(System.WINDOWS)
    with pytest.raises(CannotRun, match="allows no :"):
        refuse_name(tmp_path / "a:b.html")


@pytest.mark.parametrize("line", [
    "check {register} -o aux.html", "check {register} --marked con.xlsx", "new NUL.xlsx", "demo aux",
    "package {register} -o com1.zip", "respond {register} -o prn", "chase {register} -o out.",
    "run {register} --runs aux", "evidence {register} -o nul.csv", "compare {register} {register} -o aux.txt",
    "doctor {register} -o con.txt", "review {register} -o aux.docx", "upgrade {register} -o con.xlsx",
    "upgrade {register} -o new.xlsx --report aux.csv",
    "form form.docx --write-mapping con.toml", "form form.docx --picture nul.pdf", "portfolio {register} -o con.html",
    "portfolio {register} --kept aux.json"])
def test_wherever_an_output_is_named(ncr, tmp_path, line):
    from tests.forms import docx, simple

    register = house("startup", tmp_path / "house")
    (tmp_path / "form.docx").write_bytes(docx(simple(("Root cause",), ("",), widths=(3000,))))
    before = sorted(path for path in tmp_path.rglob("*"))
    done = ncr(*line.format(register=register).split(), *(() if line[:2] in ("de", "fo", "do") else ("--today", TODAY)))
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stdout + done.stderr
    assert re.search("a device|ends in a dot", done.stderr), done.stderr
    assert sorted(path for path in tmp_path.rglob("*")) == before
