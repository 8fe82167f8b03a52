"""What is printed to be typed next is whole in the shell in use, and does what it says."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncr_toolkit.cli import COMMANDS, module_of
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


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.AST]:
    """The files that speak of a command. The workbook is read in no shell, so what writes it is left out."""
    texts = {path: path.read_text("utf-8") for path in HOUSE.rglob("*.py") if path.parent.name != "write"}
    return {path: ast.parse(text) for path, text in texts.items() if "ncr " in text}


def test_no_command_is_put_together_by_hand(trees):
    strays = {path.name: found for path, tree in trees.items() if (found := commands_with_values(tree))}
    assert strays == {}
    assert len(commands_with_values(ast.parse('f"so: `ncr check {path}` tells", "ncr due {register}".format()'))) == 2


def test_every_command_that_is_named_exists_with_its_options(trees):
    texts = (node.value for tree in trees.values() for node in ast.walk(tree)
             if isinstance(node, ast.Constant) and isinstance(node.value, str))
    named = {one or other for text in texts
             for one, other in re.findall(r"`ncr ([^`]+)`|^ +ncr (\w[^\n]*)$", text, re.MULTILINE)}
    assert len(named) > 40
    for name, *rest in (line.split() for line in named if not line.startswith("-")):  # `ncr --help`
        assert name in COMMANDS, name
        command = import_module(f"ncr_toolkit.commands.{module_of(name)}").command
        known = {option for param in command.params for option in param.opts} | {"--help"}
        assert {word for word in rest if re.fullmatch(r"--[a-z-]+", word)} <= known, (name, rest)


FOLDER, REGISTER = "Q & A's 100% $HOME ü", "Prüfung & $x 50% it's.xlsx"


def printed(text: str) -> list[str]:
    """The commands in what was said: between grave accents, after $, or at the end of a sentence after a colon."""
    return [next(filter(None, found)) for found in
            re.findall(r"`(ncr [^\n]*?)`(?= |[.;,]|$)|^\$ (ncr .*)$|: (ncr .*)$", text, re.MULTILINE)]


SAYING = (("new", f"{FOLDER}/new & own.xlsx"), ("history", "{register}"), ("due", "{register}"),
          ("respond", "{register}", "NC-1", "--final", "-o", "out"), ("form", "{form}"),
          ("respond", "{register}", "--form", "{form}"),
          ("schedule", "{register}", "--day", "3"), ("form", "{form}", "--mapping", "none & $x.toml"),
          ("package", "{register}", "NC-1", "NC-2", "--no-pdf", "-o", f"{FOLDER}/a $1 & b.zip"))
"""Commands that print one to be typed next."""


def on_the_day(line: Sequence[str]) -> list[str]:
    """The same, where it goes by a day, as on the day of the tests."""
    return [*line, *(() if line[0] in ("form", "history", "schedule") else ("--today", str(TODAY)))]


@pytest.fixture
def desk(tmp_path):
    """A function: what those commands print to be typed next, in a house whose names no shell leaves alone."""
    register = house("startup", tmp_path / FOLDER, change=unsent).rename(tmp_path / FOLDER / REGISTER)
    form = tmp_path / FOLDER / "form 1%.docx"
    form.write_bytes(docx(simple(("Weather",), ("",), widths=(3000,))))
    given = {"register": str(register.relative_to(tmp_path)), "form": str(form.relative_to(tmp_path))}

    def printed_by(lines) -> list[str]:
        done = [ran([word.format(**given) for word in on_the_day(line)], tmp_path) for line in lines]
        return list(dict.fromkeys(command for each in done for command in printed(each.stdout + each.stderr)))

    return printed_by


def test_every_printed_command_runs(tmp_path, desk):
    commands = desk(SAYING)
    assert {command.split()[1] for command in commands} >= {"check", "run", "verify", "sent", "form", "schedule"}
    for command in commands:
        _, *typed = words(command, Shell.SH)
        typed = [f"{FOLDER}/form 1%.docx" if word == "FORM" else word for word in typed if word != "--make"]
        typed += ["--dry-run"] if typed[0] in ("sent", "run") else []
        done = ran(on_the_day(typed), tmp_path)
        assert done.returncode in (0, 1), (command, done.stderr)


@pytest.mark.parametrize(("environment", "kind"), [({"PSModulePath": "C:\\a;C:\\b"}, Shell.CMD),
                                                   ({"PSModulePath": "C:\\me;C:\\a;C:\\b"}, Shell.POWERSHELL)])
def test_on_windows_it_is_printed_for_the_shell_in_use(monkeypatch, desk, environment, kind):
    use(monkeypatch, system.System.WINDOWS, environment)
    commands = desk([SAYING[1], SAYING[-1]])
    assert commands
    for command in commands:
        assert any(word.startswith(f"{FOLDER}/") for word in words(command, kind)), command


def test_the_program_is_called_ncr():
    assert to_type("check", Path("findings.xlsx")) == "ncr check findings.xlsx"


def test_the_first_commands_of_the_readme_are_the_same_in_every_shell():
    block = HOUSE.with_name("README.md").read_text("utf-8").partition("**Begin.**")[2].partition("From then on")[0]
    lines = [line.strip() for line in block.splitlines() if line.startswith("    ")]
    assert len(lines) == 2 and "ncr_toolkit demo" in lines[1]
    for line in lines:
        assert all(words(line, kind) == line.split() for kind in Shell)
