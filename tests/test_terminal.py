"""What reaches a terminal: nothing that a cell, an id or a file name holds is obeyed by it."""

from __future__ import annotations

import io
import os
import re
import sys

import pytest

from ncr_toolkit import cli
from ncr_toolkit.common.terminal_text import shown
from ncr_toolkit.common.text import one_line, short
from tests.tables import parse, save

EVIL = "a\u202eb\u2066c\u200fd\x1b[31me\x1b]0;title\x07f\x9b31mg\x7fh\u061ci"
OBEYED = set("\u202e\u2066\u200f\x1b\x07\x9b\x7f\u061c")


@pytest.mark.parametrize("made", [shown, one_line, short])
def test_what_a_terminal_obeys_is_taken_out_and_letters_stay(made):
    found = made(EVIL)
    assert not OBEYED & set(found) and set("abcdefghi") <= set(found)


def test_letters_of_every_script_and_our_own_bars_stay():
    for text in (
            "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627 e\u0301 \U0001f468\u200d\U0001f469",
            "\u0915\u094d\u200c", "\r\x1b[?25l[###]\x1b[K\x1b[?25h\n\t"):
        assert shown(text) == text


class Tty(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("words", [
    ["check"], ["due"], ["check", "--format", "json"], ["evidence"], ["chase", "-o", "reminders"],
    ["respond", "-o", "responses"], ["review", "-o", "review.docx"], ["doctor"]])
def test_no_command_passes_it_on(words, tmp_path, monkeypatch):
    path = save(parse("""
    Findings
    | Finding ID | Title | Grade | Status | Owner | Close due  |
    |---|---|---|---|---|---|
    | NC-1       | x     | Majr  | Open   | y     | 2026-01-01 |
    """.replace("NC-1", f"N{EVIL}".replace("|", "")).replace("| x ", f"| {EVIL} ")), tmp_path / "register\u202e.xlsx")
    monkeypatch.chdir(tmp_path)
    out, err = Tty(io.BytesIO(), encoding="utf-8"), Tty(io.BytesIO(), encoding="utf-8")
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setattr(sys, "argv", ["ncr", words[0], path.name, *words[1:], "--today", "2026-06-30"])
    with pytest.raises(SystemExit):
        cli.main()
    for stream in (out, err):
        stream.flush()
        assert not OBEYED & set(re.sub(r"\x1b\[(\?25[lh]|K)", "", stream.buffer.getvalue().decode()))  # but our bars'
    assert out.buffer.getvalue() or err.buffer.getvalue()
    assert not any(OBEYED & set(name) for _, _, names in os.walk(tmp_path) for name in names if name != path.name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name on Windows")
@pytest.mark.parametrize("words", ["check pipe", "form pipe", "verify pipe", "compare pipe pipe", "doctor pipe",
                                   "respond register.xlsx --form pipe", "respond register.xlsx --style pipe",
                                   "form form.docx --mapping pipe", "check register.xlsx --previous pipe",
                                   "upgrade pipe -o new.xlsx", "check /dev/zero"])
def test_a_pipe_or_a_device_is_no_file(words, tmp_path, ncr):
    os.mkfifo(tmp_path / "pipe")
    done = ncr(*words.split())
    assert done.returncode == 2 and "is a pipe or a device and no file" in done.stderr and done.stderr.count("\n") == 1
