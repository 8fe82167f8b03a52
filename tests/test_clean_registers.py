"""Registers as good people write them, of three kinds of house: the checks find no error in them, and hardly a warning.

They are no examples of the checks: they were written for the house they come from. What the checks say of them is what
honest users would have to read for nothing.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import STATUSES, Finding
from ncr_toolkit.core.problem import Level
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.tables import parse, save

HOUSES = sorted((Path(__file__).parent / "clean").glob("*.md"))
MOST_WARNINGS = 2


def folder(place: Path, house: Path) -> Path:
    made = place / house.stem
    made.mkdir()
    return made


def review(house: Path, folder: Path) -> Review:
    tables = parse(house.read_text(encoding="utf-8"))
    for row in tables.rows["Evidence"]:
        if "://" not in row["File or link"]:
            proof = folder / "evidence" / row["File or link"]
            proof.parent.mkdir(parents=True, exist_ok=True)
            proof.write_text(f"{row['Title']} ({row['Evidence ID']})", encoding="utf-8")
    register = read_register(save(tables, folder / "register.xlsx"))
    return Review(register, packs.load("iso42001"), TODAY, folder / "evidence")


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.stem)
def test_nothing_is_wrong_with_it(house, tmp_path):
    found = [problem for problem in run(review(house, tmp_path)) if problem.level is not Level.INFO]
    told = [f"{problem.code} {problem.cell} {problem.message}" for problem in found]
    assert [each for each, problem in zip(told, found, strict=True) if problem.level is Level.ERROR] == []
    assert len(told) <= MOST_WARNINGS, told


def test_the_three_have_every_grade_and_status(tmp_path):
    findings = [finding for house in HOUSES
                for finding in review(house, folder(tmp_path, house)).register.all(Finding)]
    pack = packs.load("iso42001")
    assert len(HOUSES) == 3
    assert {finding.grade for finding in findings} == set(pack.grades)
    assert {finding.status for finding in findings} == set(STATUSES)
