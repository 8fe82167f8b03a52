"""What is printed to be typed next is whole in the shell in use, and does what it says."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncr_toolkit.cli import COMMANDS
from ncr_toolkit.common import shell, system
from ncr_toolkit.common.shell import Shell, quoted, to_type
from tests.commands import ran
from tests.conftest import TODAY
from tests.forms import docx, simple
from tests.parcels import house
from tests.replies import unsent
from tests.shells import words

HOUSE = Path(__file__).parent.parent / "ncr_toolkit"
NAMES = ["findings.xlsx", "a b.xlsx", "Prüfung & Söhne.xlsx", "100% %PATH% 5%.xlsx", "o'brien’s.xlsx",
         "$HOME `x`.xlsx", "a^b!c;d,e=f(g)[h]{i}.xlsx", "#1 @x ~y.xlsx", "日本.xlsx", "-rf.xlsx",
         "C:\\Ana Lima\\a.xlsx", "a”b.xlsx"]
BEARABLE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs"], exclude_characters='<>:"/|?*\\')
                   | st.just(" "), min_size=1).map(str.strip).filter(bool)


@pytest.mark.parametrize("kind", Shell)
@pytest.mark.parametrize("name", NAMES)
def test_a_name_reaches_the_program_as_it_is(kind, name):
    found = words(quoted("ncr", "check", Path(name), "--by", "owner", shell=kind), kind)
    assert found == ["ncr", "check", f"./{name}" if name.startswith("-") else name, "--by", "owner"]


@pytest.mark.parametrize("kind", Shell)
@given(name=BEARABLE)
def test_so_does_whatever_windows_bears(kind, name):
    assert words(quoted("ncr", name, "-o", "x", shell=kind), kind) == ["ncr", name, "-o", "x"]


@pytest.mark.parametrize("program", ["sh", "bash", "zsh", "fish"])
def test_real_shells_say_the_same(program):
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    line = "printf '%s\\n' " + " ".join(quoted(name, shell=Shell.SH) for name in NAMES)
    done = subprocess.run([program, "-c", line], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == NAMES


@pytest.mark.parametrize(("here", "environment", "found"), [
    (system.System.LINUX, {}, Shell.SH), (system.System.MACOS, {"PSModulePath": "/a:/b"}, Shell.POWERSHELL),
    (system.System.WINDOWS, {"PSModulePath": "C:\\a;C:\\b", "PROMPT": "$P$G"}, Shell.CMD),
    (system.System.WINDOWS, {"PSModulePath": "C:\\me;C:\\a;C:\\b"}, Shell.POWERSHELL),
    (system.System.WINDOWS, {"PSModulePath": "C:\\me;C:\\a;C:\\b", "MSYSTEM": "MINGW64"}, Shell.SH)])
def test_the_shell_in_use_is_known_by_what_it_leaves(monkeypatch, here, environment, found):
    use(monkeypatch, here, environment)
    assert shell.in_use() is found


def use(monkeypatch, here: system.System, environment: dict[str, str]) -> None:
    for name in ("PSModulePath", "MSYSTEM", "PROMPT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(system, "HERE", here)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)


# Every command that is printed with a value in it

_TYPED = re.compile(rf"\bncr (?:{'|'.join(COMMANDS)})\b[^`\n]*\0")


def commands_with_values(tree: ast.AST) -> list[str]:
    """Strings that hold a command of ncr with a value that was put in by hand."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "\0" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = re.sub(r"\{\w+\}", "\0", node.value)
        else:
            continue
        if _TYPED.search(text):
            found.append(text.replace("\0", "{}"))
    return found


def test_no_command_is_put_together_by_hand():
    """The workbook is read in no shell, so its sheet Start here is left out."""
    strays = {str(path.relative_to(HOUSE)): found for path in HOUSE.rglob("*.py")
              if path.parent.name != "write" and (found := commands_with_values(ast.parse(path.read_text("utf-8"))))}
    assert strays == {}
    assert commands_with_values(ast.parse('say(f"so: `ncr check {path}` tells")\nsay("ncr due {register}".format())'))


def test_every_command_that_is_named_exists_with_its_options():
    texts = (node.value for path in HOUSE.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(node, ast.Constant) and isinstance(node.value, str))
    named = {one or other for text in texts
             for one, other in re.findall(r"`ncr ([^`]+)`|^ +ncr (\w[^\n]*)$", text, re.MULTILINE)}
    assert len(named) > 40
    for line in named:
        name, *rest = line.split()
        if name.startswith("-"):  # `ncr --help`
            continue
        assert name in COMMANDS, line
        command = import_module(f"ncr_toolkit.commands.{name}").command
        known = {option for param in command.params for option in param.opts} | {"--help"}
        assert {word for word in rest if re.fullmatch(r"--[a-z-]+", word)} <= known, line


FOLDER, REGISTER = "Q & A's 100% $HOME ü", "Prüfung & $x 50% it's.xlsx"


def printed(text: str) -> list[str]:
    """The commands in what was said: between grave accents, after $, or at the end of a sentence after a colon."""
    return [next(filter(None, found)) for found in
            re.findall(r"`(ncr [^\n]*?)`(?= |[.;,]|$)|^\$ (ncr .*)$|: (ncr .*)$", text, re.MULTILINE)]


@pytest.mark.parametrize(("here", "environment", "kind"), [
    (system.System.LINUX, {}, Shell.SH), (system.System.WINDOWS, {"PSModulePath": "C:\\a;C:\\b"}, Shell.CMD),
    (system.System.WINDOWS, {"PSModulePath": "C:\\me;C:\\a;C:\\b"}, Shell.POWERSHELL)], ids=["sh", "cmd", "PowerShell"])
def test_every_printed_command_runs(tmp_path, monkeypatch, here, environment, kind):
    use(monkeypatch, here, environment)
    folder = tmp_path / FOLDER
    register = house("startup", folder, change=unsent).rename(folder / REGISTER)
    (folder / "form 1%.docx").write_bytes(docx(simple(("Weather",), ("",), widths=(3000,))))
    day = ("--today", str(TODAY))
    said, path = "", f"{FOLDER}/{register.name}"
    for line in (("new", f"{FOLDER}/new & own.xlsx"), ("history", path), ("evidence", path, *day), ("due", path, *day),
                 ("respond", path, "NC-1", "--final", "-o", "out", *day), ("form", f"{FOLDER}/form 1%.docx"),
                 ("respond", path, "--form", f"{FOLDER}/form 1%.docx"), ("schedule", path, "--day", "3"),
                 ("form", f"{FOLDER}/form 1%.docx", "--mapping", "none & $x.toml"),
                 ("package", path, "NC-1", "NC-2", "--no-pdf", "-o", f"{FOLDER}/a $1 & b.zip", *day),
                 ("demo", f"{FOLDER}/demo")):
        done = ran(line, tmp_path)
        said += done.stdout + done.stderr
    commands = dict.fromkeys(printed(said))
    verbs = {command.split()[1] for command in commands}
    assert verbs >= {"check", "run", "verify", "sent", "form", "respond", "package", "schedule", "due"}, commands
    for command in commands:
        _, *typed = words(command, kind)
        typed = [word.replace("FORM", f"{FOLDER}/form 1%.docx") if word == "FORM" else word for word in typed
                 if word != "--make"]
        typed += ["--yes"] if typed[0] == "sent" else []
        done = ran(typed, tmp_path)
        assert done.returncode in (0, 1) or "exists already" in done.stderr, (command, done.stderr)


def test_the_program_is_called_ncr():
    assert to_type("check", Path("findings.xlsx")) == "ncr check findings.xlsx"
