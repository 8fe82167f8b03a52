"""The map of the house: imports point down, and the wings do not know each other."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "ncr_toolkit"

FLOORS = [  # from the ground up; what stands on one line does not know its neighbours
    {"common"},
    {"core", "desktop"},
    {"compare", "evidence", "management_review", "reminders"},
    {"audit_report", "runs"},
    {"checks", "excel", "report", "word"},
    {"catalogues", "demo", "forms", "guide", "loader"},
    {"exports", "imports", "monthly", "portfolio", "reply", "sharing", "submission"},
    {"api"},
    {"commands"},
    {"api_reference", "cli"},
    {"generate"},
    {"__main__"},
]
INSIDE = {  # the floors inside large rooms
    "excel": [{"opc"}, {"read", "write"}, {"doctor", "patch", "upgrade"}],
    "forms": [{"meaning"}, {"docx"}, {"survey", "tags"}, {"filling"}, {"xlsx"}, {"accounts", "judgement"}, {"form"},
              {"messages", "remembered"}, {"starter"}, {"picture"}],
}
HEAVY = {"pandas", "numpy", "openpyxl", "xlsxwriter", "docx", "lxml", "python_calamine", "rapidfuzz", "icalendar",
         "holidays", "email", "olefile", "babel", "PIL", "pypdf", "docxtpl", "jinja2", "tomllib", "subprocess"}


def rooms(path: Path) -> list[str]:
    """The rooms that a file stands in, the outermost first: `excel`, `read`."""
    return [part.removesuffix(".py") for part in path.relative_to(HOUSE).parts]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


FILES = sorted(path for path in HOUSE.rglob("*.py") if path != HOUSE / "__init__.py")


def test_every_room_is_on_the_map():
    assert {rooms(path)[0] for path in FILES} == set().union(*FLOORS)
    for room, floors in INSIDE.items():
        assert {rooms(path)[1] for path in FILES if rooms(path)[0] == room} - {"__init__"} == set().union(*floors)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_imports_point_down(path):
    here = rooms(path)
    for name in imports(path):
        there = name.split(".")[1:]
        if not name.startswith("ncr_toolkit.") or there[0] not in floor(FLOORS):
            continue
        if there[0] != here[0]:
            assert floor(FLOORS)[there[0]] < floor(FLOORS)[here[0]], f"{here[0]} must not import {name}"
        elif here[0] in INSIDE and here[1] != "__init__" and there[1] != here[1]:
            inside = floor(INSIDE[here[0]])
            assert there[1] not in inside or inside[there[1]] < inside[here[1]], f"{here[1]} must not import {name}"


def floor(floors: list[set[str]]) -> dict[str, int]:
    return {name: number for number, names in enumerate(floors) for name in names}


def test_no_command_stands_on_another():
    """What two commands need stands below them, or in what they all share."""
    for path in (HOUSE / "commands").glob("*.py"):
        known = {name.split(".")[2] for name in imports(path) if name.startswith("ncr_toolkit.commands.")}
        assert known <= {"options", "register_facts", "terminal"}, path.name


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["check", "--help"], ["review", "--help"]])
def test_start_up_imports_nothing_heavy(words):
    code = "import atexit, gc, sys; sys.argv = ['ncr', *sys.argv[1:]]\n" \
           "atexit.register(lambda: print(gc.get_freeze_count() > 0, file=sys.stderr))\n" \
           "from ncr_toolkit.cli import main\ntry: main()\nexcept SystemExit: pass\n" \
           "print(sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    modules, frozen = done.stderr.strip().splitlines()[-2:]
    loaded = set(ast.literal_eval(modules))
    assert frozen == "True", "the interpreter searches all modules for garbage when it ends"
    assert not loaded & HEAVY
    assert "click" in loaded
