"""What people type instead of a command, an ending, a day or a standard: understood, or told what was perhaps meant."""

from __future__ import annotations

import re
import shutil
from importlib import import_module

import pytest

from ncr_toolkit.cli import COMMANDS, module_of
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core import packs
from tests.commands import ran
from tests.forms import docx, simple
from tests.parcels import house


@pytest.mark.parametrize("typed", [
    "findings.xlsx", "check findings", "CHECK findings.xlsx", "check findings.xlsx --format TEXT",
    "check findings.xlsx --today 28.11.2026", "check findings.xlsx --today 28-Nov-2026"])
def test_is_understood(ncr, typed):
    assert ncr("new", "findings").returncode == 0  # to which the ending is added
    assert "Not checked: " in ncr(*typed.split()).stdout


@pytest.mark.parametrize("typed, told", [
    ("chek findings.xlsx", "did you mean check? The commands are demo"),
    ("frobnicate", "There is no command 'frobnicate'; the commands are demo"),
    ("check findings.xlsx --today 05.06.2026", "may mean 2026-06-05 or 2026-05-06"),
    ("check findings.xlsx --today yesterday", "is not a day; type it as 2026-06-30"),
    ("check nothing", "There is no file nothing"),
    ("nothing.xlsx", "There is no command 'nothing.xlsx'"),
    ("new findings.docx", "must end in .xlsx"),
    ("new a --pack iso42001 --pack iso13485", "There is no standard pack 'iso13485'"),
])
def test_is_told(ncr, typed, told):
    done = ncr(*typed.split())
    assert done.returncode == 2
    assert told in done.stderr


def test_the_only_workbook_of_a_folder_is_meant(ncr, tmp_path):
    assert "make one with: ncr new" in ncr("check").stderr
    ncr("new", "findings.xlsx")
    (tmp_path / "~$findings.xlsx").write_bytes(b"open in Excel")
    done = ncr("due")
    assert "The register is findings.xlsx" in done.stderr
    assert "The register is" not in done.stdout
    shutil.copy(tmp_path / "findings.xlsx", tmp_path / "other.XLSX")
    assert "(findings.xlsx and other.XLSX): name the one" in ncr("check").stderr


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder with two registers, a package, a form and what came back."""
    folder = tmp_path_factory.mktemp("desk")
    register = house("startup", folder).rename(folder / "old.xlsx")
    (folder / "new.xlsx").write_bytes(register.read_bytes())
    (folder / "returned.docx").write_bytes(docx(simple(("Root cause",), ("",), widths=(3000,))))
    ran(["package", "old.xlsx", "NC-1", "--no-pdf", "-o", "answers.zip", "--today", "2026-06-30"], folder)
    return folder


@pytest.mark.parametrize("typed", ["compare old new", "upgrade old -o newer", "verify answers old",
                                   "reply returned old", "form returned.docx old NC-1", "history old", "doctor new"])
def test_an_ending_may_be_left_out(desk, typed):
    done = ran(typed.split(), desk)
    assert "There is no file" not in done.stderr and "must end in" not in done.stderr, done.stderr
    assert done.returncode in (0, 1) or re.search("No run is kept|returned.docx is no response", done.stderr)
    assert (desk / "newer.xlsx").exists() or "upgrade" not in typed


def test_every_argument_has_help(ncr):
    commands = [import_module(f"ncr_toolkit.commands.{module_of(name)}").command for name in COMMANDS]
    arguments = [param for command in commands for param in command.params if param.param_type_name == "argument"]
    assert len(arguments) > 20 and [param.name for param in arguments if not param.help] == []
    assert re.search(r"Positional arguments:\n +REGISTER +The register", ncr("chase", "--help").stdout)


@pytest.mark.parametrize("typed", ["help", "help check", "HELP chase"])
def test_help_is_a_command_too(ncr, typed):
    done = ncr(*typed.split())
    assert done.returncode == 0
    assert "Usage: ncr" in done.stdout


@pytest.mark.parametrize("text, pack", [
    ("iso42001", "iso42001"), ("ISO42001", "iso42001"), ("ISO/IEC 42001", "iso42001"),
    ("ISO/IEC 42001:2023", "iso42001"), ("27001", "iso27001"), ("iso 9001:2015", "iso9001")])
def test_a_standard_is_known_by_its_names(text, pack):
    assert packs.named(text).id == pack


@pytest.mark.parametrize("text", ["", "iso", "4200", "ISO 420011", "ISO 31000"])
def test_another_is_not_taken_for_one(text):
    with pytest.raises(CannotRun, match="There is no standard pack"):
        packs.named(text)


def test_the_list_of_commands_says_whole_what_their_help_begins_with(ncr):
    told = ncr("--help").stdout
    for name, line in COMMANDS.items():
        assert import_module(f"ncr_toolkit.commands.{module_of(name)}").command.help.partition("\n")[0] == line
        assert re.search(rf"^  {name} +{re.escape(line)}$", told, re.MULTILINE)
