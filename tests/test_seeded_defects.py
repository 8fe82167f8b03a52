"""Defects put one at a time into a clean register: each is named at its cell, with its level, by its check.

In which order people keep rows and columns does not matter: the same problems, at the cells where they now are.
"""

from __future__ import annotations

import copy
import random
import re
import tempfile
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.problem import Level, Problem
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from tests import reports
from tests.conftest import TODAY
from tests.parcels import as_sent
from tests.tables import Tables, kind_of, parse, save

PLACE = re.compile(r"\brow \d+\b|\b[A-Z]{1,2}\d+\b")
"""Rows and cells within a message or a label: these change where rows are moved."""
SEEDS = Path(__file__).parent / "seeds"
CLEAN = parse((SEEDS / "register.md").read_text(encoding="utf-8"))


def table(path: Path) -> list[dict[str, str]]:
    """The rows of the one table of a file."""
    lines = [line.strip().strip("|").split("|") for line in path.read_text(encoding="utf-8").splitlines()
             if line.startswith("|")]
    heads, _, *rows = [[cell.strip() for cell in cells] for cells in lines]
    return [dict(zip(heads, cells, strict=True)) for cells in rows]


def defects() -> dict[str, list[dict[str, str]]]:
    """The changes of every defect, by its name."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in table(SEEDS / "defects.md"):
        if row["Check"]:
            assert row["What"] not in found, f"{row['What']} stands there twice"
            found[row["What"]] = []
        found[next(reversed(found))].append(row)
    return found


DEFECTS = defects()


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


@cache
def home() -> Path:
    """A folder with the report of the audit SA-26, as it stands in the clean register; nobody may change it."""
    _KEPT.append(tempfile.TemporaryDirectory())
    folder = Path(_KEPT[0].name)
    labels = {"No.": "Finding ID", "Grade": "Grade", "Clause": "Reference", "Date raised": "Raised on",
              "Statement of nonconformity": "Statement of nonconformity", "Requirement": "Requirement",
              "Objective evidence": "Objective evidence", "Response due": "Response due",
              "To be closed by": "Close due"}
    reports.cards(folder / "report.docx", [{label: row[header] for label, header in labels.items()}
                                           for row in CLEAN.rows["Findings"] if row["Audit"] == "SA-26"])
    return folder


class Seed:
    """A copy of the clean register, its evidence folder and an earlier register, to be changed."""

    def __init__(self) -> None:
        self.tables, self.others = copy.deepcopy(CLEAN), dict[str, Tables]()  # "(before)" and "(sent)"
        self.files = {row["File or link"]: f"proof {row['Evidence ID']}" for row in CLEAN.rows["Evidence"]}

    def change(self, sheet: str, row: str, header: str, value: str) -> None:
        if sheet == "(file)":
            self.files[row] = "" if value == "(empty)" else value
            if value == "(gone)":
                del self.files[row]
            return
        if sheet == "(no sheet)":
            self.tables.without.append(row)
            return
        tables = self.tables
        if sheet.startswith("("):
            which, _, sheet = sheet.partition(" ")
            tables = self.others.setdefault(which, copy.deepcopy(CLEAN))
        rows = tables.rows.setdefault(sheet, [])
        number = place(tables, sheet, row)
        if value == "(gone)":
            del rows[number]
        elif value == "(copied)":
            rows.append(dict(rows[number]))
        else:
            rows[number][header] = "" if value == "(empty)" else value

    def review(self, folder: Path) -> Review:
        for name, content in self.files.items():
            path = folder / "evidence" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content)
        before, sent = (self.others.get(which) for which in ("(before)", "(sent)"))
        earlier = read_register(save(before, folder / "before.xlsx")) if before else None
        register = read_register(save(self.tables, folder / "register.xlsx"))
        noted = as_sent(save(sent, folder / "sent.xlsx")) if sent else None
        return Review(register, packs.load("iso42001"), TODAY, folder / "evidence", earlier, sent=noted, home=home())


def place(tables: Tables, sheet: str, label: str) -> int:
    """The number of the row of that label: its id or finding; "N-1 #2" is the second such row."""
    rows = tables.rows[sheet]
    if label == "new" and not rows:
        rows.append({})
    if label in ("last", "new"):
        return len(rows) - 1
    if sheet == "Register":
        return 0
    name, _, count = label.partition(" #")
    kind = kind_of(sheet)
    header = kind.SHEET.by_name[kind.SHEET.label_field].header
    return [number for number, row in enumerate(rows) if row[header] == name][int(count or 1) - 1]


def wanted(seed: Seed, defect: dict[str, str]) -> str:
    """The cell at which the defect is to be named."""
    where = [part.strip() for part in defect["Named at"].split("/")]
    sheet, row, header = where if len(where) == 3 else (defect["Sheet"], defect["Row"], defect["Column"])
    if len(where) == 1 and where[0]:  # what is gone has a sheet, and no cell
        return where[0]
    marked = Tables(marked=[(sheet, header, place(seed.tables, sheet, row))])
    return marked.cells().pop()


@pytest.fixture(scope="module")
def quiet(tmp_path_factory) -> set[tuple[str, str, Level]]:
    """What the checks say of the clean register."""
    return {(each.code, str(each.cell), each.level) for each in run(Seed().review(tmp_path_factory.mktemp("clean")))}


def test_the_clean_register_is_clean(quiet):
    assert {each for each in quiet if each[2] is not Level.INFO} == set()


def test_there_are_many_kinds():
    assert len(DEFECTS) >= 250
    assert len({rows[0]["Check"] for rows in DEFECTS.values()}) >= 100


@pytest.mark.parametrize("what", DEFECTS, ids=lambda what: f"{DEFECTS[what][0]['Check']} {what}")
def test_a_defect_is_named_at_its_cell(what, quiet, tmp_path):
    seed, first = Seed(), DEFECTS[what][0]
    added = "last" in first["Named at"] or first["Row"] == "new"
    cell = "" if added else wanted(seed, first)
    for row in DEFECTS[what]:
        seed.change(row["Sheet"], row["Row"], row["Column"], row["Becomes"])
    cell = cell or wanted(seed, first)
    review = seed.review(tmp_path)
    problems = run(review)
    found = {(each.code, str(each.cell), each.level) for each in problems} - quiet
    assert (first["Check"], cell, Level(first["Level"])) in found
    if first["Check"] != "IDN002":  # of two rows with one id neither is the first by right: which is named may change
        assert told(run(moved(seed, review, tmp_path, what))) == told(problems)


def moved(seed: Seed, review: Review, folder: Path, what: str) -> Review:
    """The same register with its rows in another order, and its columns from the last to the first."""
    for rows in seed.tables.rows.values():
        random.Random(what).shuffle(rows)
    register = read_register(save(seed.tables, folder / "moved.xlsx", mirrored=True))
    return Review(register, packs.load("iso42001"), TODAY, review.folder, review.previous, sent=review.sent,
                  home=review.home)


def told(problems: Iterable[Problem]) -> Counter[tuple[str, ...]]:
    """What the checks say, without where."""
    return Counter((each.code, each.level, each.key or "", PLACE.sub("#", each.record or ""), each.value or "",
                    PLACE.sub("#", each.message)) for each in problems)
