"""The monthly run as a task of the operating system: what is to be typed for it, or done.

Windows: schtasks /Create (learn.microsoft.com, Windows commands); macOS: launchd.plist(5), launchctl(1); elsewhere
crontab(5): there a % ends the command unless a backslash stands before it.
"""

from __future__ import annotations

import hashlib
import shlex
import subprocess
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import safe_name, write_whole
from ncr_toolkit.common.shell import Shell, in_use, quoted
from ncr_toolkit.common.system import System

HOUR = 7
LONGEST_ACTION = 261
"""So many characters schtasks takes after /TR."""

Runner = Callable[[Sequence[str], str], tuple[int, str]]
"""Runs a program with a text to read; gives its exit code and what it said."""


def run_program(words: Sequence[str], text: str = "") -> tuple[int, str]:
    """Run a program of the system. Raises CannotRun where there is none of that name."""
    try:
        done = subprocess.run(words, input=text, capture_output=True, text=True, check=False, errors="replace")
    except OSError as error:
        raise CannotRun(f"{words[0]} cannot be run ({error.strerror or error}); without --make what is to be done is "
                        "shown, for you or your administrator.") from error
    return done.returncode, done.stdout if done.returncode == 0 else done.stderr or done.stdout


@dataclass(frozen=True)
class MonthlyTask:
    """`ncr run` on a register, on one day of each month."""

    register: Path  # with all its folders
    day: int | None  # 1 to 28, None for the last one
    program: tuple[str, ...] = field(default=(sys.executable, "-m", "ncr_toolkit"))

    @property
    def words(self) -> list[str]:
        return [*self.program, "run", str(self.register)]

    @property
    def name(self) -> str:
        """What the system calls it: two registers of one name in two folders have two tasks."""
        mark = hashlib.sha256(str(self.register).encode(errors="replace")).hexdigest()[:4]
        return f"ncr {safe_name(self.register.stem, longest=60)} {mark}"

    @property
    def when(self) -> str:
        return f"on {'the last day' if self.day is None else f'day {self.day}'} of each month at {HOUR}:00"


class TaskScheduler(ABC):
    """What keeps such tasks; one for each system."""

    @abstractmethod
    def to_do(self, task: MonthlyTask) -> list[str]:
        """What a person does to make the task, line by line. Raises CannotRun where it cannot be made here."""

    @abstractmethod
    def make(self, task: MonthlyTask, run: Runner = run_program) -> None:
        """Make it, in the place of an earlier one of the same register. Raises CannotRun."""

    @abstractmethod
    def to_undo(self, task: MonthlyTask) -> str:
        """What a person types to take it away."""


class Schtasks(TaskScheduler):
    """The Task Scheduler of Windows."""

    def _words(self, task: MonthlyTask) -> list[str]:
        action = f'{subprocess.list2cmdline(task.words[:-1])} "{task.register}"'
        if len(action) > LONGEST_ACTION:
            raise CannotRun(f"The Task Scheduler takes {LONGEST_ACTION} characters, and the command for "
                            f"{task.register} has {len(action)}; keep the register in a folder with a shorter path.")
        days = ("/MO", "LASTDAY", "/M", "*") if task.day is None else ("/D", str(task.day))
        return ["schtasks", "/Create", "/F", "/TN", task.name, "/SC", "MONTHLY", *days, "/ST", f"{HOUR:02}:00",
                "/TR", action]

    def to_do(self, task: MonthlyTask) -> list[str]:
        return [_for_windows(self._words(task))]

    def make(self, task: MonthlyTask, run: Runner = run_program) -> None:
        _done(run(self._words(task), ""), "schtasks")

    def to_undo(self, task: MonthlyTask) -> str:
        return _for_windows(["schtasks", "/Delete", "/TN", task.name])


def _for_windows(words: Sequence[str]) -> str:
    """A command of Windows for the shell in use: its options begin with a slash, and words hold quotes, which
    PowerShell passes on as they are only after --%."""
    shell = in_use()
    if shell is Shell.POWERSHELL:
        return f"{words[0]} --% {subprocess.list2cmdline(words[1:])}"
    return ("MSYS_NO_PATHCONV=1 " if shell is Shell.SH else "") + quoted(*words, shell=shell)


class Launchd(TaskScheduler):
    """The launchd of macOS: it makes up for what it slept through."""

    def _place(self, task: MonthlyTask) -> Path:
        return Path.home() / "Library" / "LaunchAgents" / f"{task.name.replace(' ', '.')}.plist"

    def _plist(self, task: MonthlyTask) -> bytes:
        import plistlib

        return plistlib.dumps({"Label": task.name.replace(" ", "."), "ProgramArguments": task.words,
                               "StartCalendarInterval": {"Day": _day(task, "launchd"), "Hour": HOUR, "Minute": 0}})

    def _words(self, task: MonthlyTask, act: str) -> list[str]:
        return ["launchctl", act, "-w", str(self._place(task))]

    def to_do(self, task: MonthlyTask) -> list[str]:
        return [*self._plist(task).decode().splitlines(), "", f"Save these lines as {self._place(task)}, then type:",
                quoted(*self._words(task, "load"))]

    def make(self, task: MonthlyTask, run: Runner = run_program) -> None:
        content = self._plist(task)
        run(self._words(task, "unload"), "")  # an earlier one; there may be none
        write_whole(self._place(task), content, force=True)
        _done(run(self._words(task, "load"), ""), "launchctl")

    def to_undo(self, task: MonthlyTask) -> str:
        return quoted(*self._words(task, "unload"))


class Cron(TaskScheduler):
    """The cron of Linux and other systems."""

    def _lines(self, task: MonthlyTask) -> list[str]:
        if not str(task.register).isprintable():
            raise CannotRun(f"The name of {task.register} holds a character that cannot stand in a line of cron; "
                            "rename the register or its folder.")
        command = shlex.join(task.words).replace("%", r"\%")
        return [f"# {task.name}", f"0 {HOUR} {_day(task, 'cron')} * * {command}"]

    def to_do(self, task: MonthlyTask) -> list[str]:
        return ["Type `crontab -e`, and add these lines at the end:", *self._lines(task)]

    def make(self, task: MonthlyTask, run: Runner = run_program) -> None:
        code, said = run(["crontab", "-l"], "")
        kept, mark = said.splitlines() if code == 0 else [], f"# {task.name}"
        if code != 0 and "no crontab" not in said:
            raise CannotRun(f"crontab could not be read: {' '.join(said.split())}")
        while mark in kept:
            place = kept.index(mark)
            del kept[place:place + 2]
        _done(run(["crontab", "-"], "\n".join([*kept, *self._lines(task)]) + "\n"), "crontab")

    def to_undo(self, task: MonthlyTask) -> str:
        return "crontab -e"


def _day(task: MonthlyTask, what: str) -> int:
    if task.day is None:
        raise CannotRun(f"{what} knows no last day of a month; name one with --day, for example --day 1.")
    return task.day


def _done(ended: tuple[int, str], program: str) -> None:
    code, said = ended
    if code:
        raise CannotRun(f"The task was not made; {program} says: {' '.join(said.split()) or code}")


def scheduler(system: System) -> TaskScheduler:
    """What keeps tasks on a system."""
    return {System.WINDOWS: Schtasks, System.MACOS: Launchd}.get(system, Cron)()


def usual_day(system: System) -> int | None:
    """The day where none is named: the last one, where the system knows it."""
    return None if system is System.WINDOWS else 1
