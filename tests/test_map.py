"""The map of the house: imports point down, and the wings do not know each other."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "ncr_toolkit"

FLOORS = [  # from the ground up; what stands on one line does not know its neighbours
    {"errors", "names", "text"},
    {"schema", "files", "folder", "examples", "pictures"},
    {"model", "problem", "packs", "outputs", "inplace", "memory"},
    {"sent"},
    {"register"},
    {"status", "timeline"},
    {"assessment", "breakdown", "evidence", "history", "analysis"},
    {"paper"},
    {"excel", "checks", "word", "report", "chase"},
    {"demo", "guide", "monthly", "submission"},
    {"commands"},
    {"cli", "generate"},
    {"__main__"},
]
HEAVY = {"pandas", "numpy", "openpyxl", "xlsxwriter", "docx", "lxml", "python_calamine", "rapidfuzz", "icalendar",
         "email", "matplotlib", "olefile", "PIL", "pypdf", "docxtpl", "jinja2"}


def room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


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
    assert {room(path) for path in FILES} == set().union(*FLOORS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_imports_point_down(path):
    floor = {name: number for number, names in enumerate(FLOORS) for name in names}
    here = room(path)
    for name in imports(path):
        if not name.startswith("ncr_toolkit."):
            continue
        there = name.split(".")[1]
        if there in floor and there != here:
            assert floor[there] < floor[here], f"{here} must not import {there}"


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["check", "--help"], ["review", "--help"]])
def test_start_up_imports_nothing_heavy(words):
    code = "import sys; sys.argv = ['ncr', *sys.argv[1:]]\nfrom ncr_toolkit.cli import main\n" \
           "try: main()\nexcept SystemExit: pass\n" \
           "print(sorted(m for m in sys.modules if '.' not in m), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    loaded = set(ast.literal_eval(done.stderr.strip().splitlines()[-1]))
    assert not loaded & HEAVY
    assert "click" in loaded
