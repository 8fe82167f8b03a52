"""Small files beside a register that are double-clicked: each runs a command on it, and keeps its window open.

Windows: https://learn.microsoft.com/windows-server/administration/windows-commands (cmd, exit, pushd, set, where). A
file of cmd is read in the code page of the computer, and & % ! ^ mean something in it. So the register's name stands
below its end, where only ncr reads it: `ncr check Check.cmd` checks the register that Check.cmd names.
"""

from __future__ import annotations

import contextlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.common.files import write_whole
from ncr_toolkit.common.system import System

COMMANDS = {"Check": "check", "Due": "due", "Respond": "respond"}
"""Which command each runs, by its name."""
MARK = "Made by ncr for a double-click; it can be deleted."
_OBEYED = re.compile(r"[^\w .-]")  # by a shell, in the name of a file that is double-clicked
_ENDINGS = {System.WINDOWS: ".cmd", System.MACOS: ".command"}  # a file manager of Linux shows such a file as a text
_ABSENT = "ncr is not installed on this computer; its README tells how to get it."

_LONGEST = 4_000  # bytes
_REGISTER = "register: "
"""How the line begins that names it."""

_CMD = """@echo off
rem {mark}
setlocal DisableDelayedExpansion
set NoDefaultCurrentDirectoryInExePath=1
pushd "%~dp0"
set "NCR="
where $PATH:py.exe >nul 2>nul && set "NCR=py.exe -m ncr_toolkit"
where $PATH:ncr.exe >nul 2>nul && set "NCR=ncr.exe"
if defined NCR (%NCR% {command} "%~nx0") else (echo {absent})
echo.
pause
exit /b

{begin}{register}
"""

_SH = """#!/bin/sh
# {mark}
cd "$(dirname "$0")" || exit
PATH="$PATH:/usr/local/bin:/opt/homebrew/bin:$HOME/.local/bin"
if command -v ncr >/dev/null; then ncr {command} {register}
elif python3 -c 'import ncr_toolkit' 2>/dev/null; then python3 -m ncr_toolkit {command} {register}
else echo '{absent}'; fi
printf '\\nPress the Enter key to end this. '
read -r _
"""


def launchers(register: str, system: System) -> dict[str, bytes]:
    """The files for a register of that name in the same folder, by their own names; none where such files are not
    double-clicked."""
    ending = _ENDINGS.get(system, "")
    return {f"{name}{ending}": _script(register, command, system) for name, command in COMMANDS.items() if ending}


def _script(register: str, command: str, system: System) -> bytes:
    if system is System.WINDOWS:
        text = _CMD.format(mark=MARK, command=command, absent=_ABSENT, begin=_REGISTER, register=register)
        return text.replace("\n", "\r\n").encode()
    named = f"./{register}" if register.startswith("-") else register
    return _SH.format(mark=MARK, command=command, absent=_ABSENT, register=shlex.quote(named)).encode()


def put_beside(register: Path, system: System) -> tuple[list[str], list[str]]:
    """Put them beside a register; gives the names of those that lie there now, and of those that do not, as another
    file has the name. Where only the short name is taken, they bear the register's name too. Raises CannotRun."""
    there, left = [], []
    for name, content in launchers(register.name, system).items():
        free = next((path for path in _names(register, name) if _is_free(path, content)), None)
        if free is None:
            left.append(name)
            continue
        if not free.exists():
            write_whole(free, content)
            with contextlib.suppress(OSError):  # a drive that has no such rights runs whatever lies on it
                free.chmod(free.stat().st_mode | 0o111)
        there.append(free.name)
    return there, left


def _names(register: Path, name: str) -> Iterator[Path]:
    short = register.with_name(name)
    yield short
    yield short.with_name(f"{short.stem} {_OBEYED.sub('_', register.stem)}{short.suffix}")


def _is_free(path: Path, content: bytes) -> bool:
    """Whether nothing has that name, or the very same file."""
    try:
        return path.read_bytes() == content
    except FileNotFoundError:
        return not path.is_symlink()
    except OSError:
        return False


def is_launcher(path: Path) -> bool:
    """Whether a file is one of them."""
    return path.suffix.casefold() in _ENDINGS.values() and MARK.encode() in _beginning(path)


def register_of(path: Path) -> Path | None:
    """The register that such a file of Windows names; None where it is none."""
    if path.suffix.casefold() != _ENDINGS[System.WINDOWS] or not is_launcher(path):
        return None
    lines = _beginning(path).decode("utf-8", errors="replace").splitlines()
    named = next((line.removeprefix(_REGISTER) for line in lines if line.startswith(_REGISTER)), "")
    return path.with_name(named) if named and named == Path(named).name else None


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(_LONGEST)
    except OSError:
        return b""
