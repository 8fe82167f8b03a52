"""The Tab key: each shell gets what it runs, and the words that are possible where the cursor stands."""

from __future__ import annotations

import shutil
import subprocess

import pytest

MARKS = {"bash": "complete -o nosort -F", "zsh": "#compdef ncr", "fish": "complete --no-files --command ncr",
         "powershell": "Register-ArgumentCompleter -Native -CommandName ncr"}


@pytest.mark.parametrize("shell", MARKS)
def test_each_shell_gets_its_own(ncr, shell):
    done = ncr("completion", shell)
    assert done.returncode == 0 and MARKS[shell] in done.stdout and "_NCR_COMPLETE" in done.stdout
    if shell != "powershell" and shutil.which(shell):
        subprocess.run([shell, "-n"], input=done.stdout, text=True, check=True, capture_output=True)


def test_another_shell_is_told(ncr):
    done = ncr("completion", "tcsh")
    assert done.returncode == 2 and "powershell" in done.stderr
    assert ncr("completion", "PowerShell").returncode == 0


@pytest.mark.parametrize(("words", "word", "found"), [
    (["ncr"], "ch", ["check", "chase"]), (["ncr", "check", "a b.xlsx"], "--form", ["--format"]),
    (["ncr", "check", "a b.xlsx", "--format"], "j", ["json"]), (["ncr", "check"], "", [])])
def test_powershell_gets_the_words_with_their_help(ncr, monkeypatch, words, word, found):
    monkeypatch.setenv("_NCR_COMPLETE", "powershell_complete")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_WORD", word)
    done = ncr()
    lines = [line.split("\t") for line in done.stdout.splitlines() if line]
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert [value for value, _ in lines] == found and all(help for _, help in lines)


def test_bash_gets_them_too(ncr, monkeypatch):
    for name, value in {"_NCR_COMPLETE": "bash_complete", "COMP_WORDS": "ncr ver", "COMP_CWORD": "1"}.items():
        monkeypatch.setenv(name, value)
    assert ncr().stdout == "plain,verify\n"
