"""A command as it is to be typed next, quoted for the shell in which `ncr` was called.

Rules: POSIX.1-2017, Shell Command Language, 2.2 (sh); Microsoft's documentation of cmd, of about_Quoting_Rules and
about_Parsing in PowerShell, and of how a C program on Windows parses its command line.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from enum import StrEnum
from pathlib import Path

from ncr_toolkit.common.system import is_windows


class Shell(StrEnum):
    """A shell by its way of quoting; bash, zsh and fish quote like sh."""

    SH = "sh"
    CMD = "cmd"
    POWERSHELL = "PowerShell"


_PLAIN = re.compile(r"[\w./\\:+=-]+")  # on Windows; letters of every language
_OBEYED_BY_CMD = re.compile(r'[()\[\]!^"`<>&|;,*?%]')
_QUOTES = re.compile("[\"\u201c\u201d\u201e]")  # PowerShell takes every one of them for a double quote,
_SINGLE = re.compile("['\u2018-\u201b]")  # and these for a single one
_MODULES = 3
"""So many places for modules PowerShell names to the programs that it starts; by itself Windows names two."""


def in_use() -> Shell:
    """The shell that called us, by what it leaves in the environment. Where both are possible, cmd inside PowerShell or
    the other way round, it is taken for PowerShell; but for $, ` and % the same words mean the same in both."""
    modules = os.environ.get("PSModulePath", "")  # noqa: SIM112 - so it is written where capitals count
    if not is_windows():
        return Shell.POWERSHELL if modules else Shell.SH
    if os.environ.get("MSYSTEM"):  # the bash of Git for Windows
        return Shell.SH
    return Shell.POWERSHELL if len(modules.split(";")) >= _MODULES else Shell.CMD


def to_type(*words: str | Path) -> str:
    """The command `ncr` with these words as it is typed into the shell in use.

    >>> to_type("check", Path("findings.xlsx"))
    'ncr check findings.xlsx'
    """
    return quoted("ncr", *words)


def quoted(*words: str | Path, shell: Shell | None = None) -> str:
    """A program with its words, each as one, for a shell; for the one in use unless another is named. A Path that
    begins with a dash is no option."""
    shell = shell or in_use()
    quote = {Shell.SH: shlex.quote, Shell.CMD: _for_cmd, Shell.POWERSHELL: _for_powershell}[shell]
    return " ".join(quote(_as_word(word)) for word in words)


def _as_word(word: str | Path) -> str:
    return f".{os.sep}{word}" if isinstance(word, Path) and str(word).startswith("-") else str(word)


def _for_cmd(word: str) -> str:
    """Inside double quotes cmd obeys % alone, and a double quote ends them: then every sign of its own gets a ^."""
    if _PLAIN.fullmatch(word):
        return word
    if "%" in word or '"' in word:
        return _OBEYED_BY_CMD.sub(r"^\g<0>", subprocess.list2cmdline([word]))
    return f'"{word}"'


def _for_powershell(word: str) -> str:
    """Inside double quotes PowerShell obeys $ and `: then it gets single ones. What cmd would not take otherwise either
    is written as for cmd."""
    if _PLAIN.fullmatch(word):
        return word
    if not re.search(r"[$`]", word) and not _QUOTES.search(word):
        return f'"{word}"'
    return "'" + _SINGLE.sub(r"\g<0>\g<0>", word) + "'"
