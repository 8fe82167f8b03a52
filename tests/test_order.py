"""In which order people keep rows and columns does not matter: the same problems, at the cells where they now are."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.tables import save
from tests.test_seeded_defects import DEFECTS, Seed

PLACE = re.compile(r"\brow \d+\b|\b[A-Z]{1,2}\d+\b")
"""Rows and cells within a message or a label: these are meant to change."""


def told(review: Review) -> Counter[tuple[str, ...]]:
    return Counter((each.code, each.level, each.key or "", PLACE.sub("#", each.record or ""), each.value or "",
                    PLACE.sub("#", each.message)) for each in run(review))


@pytest.mark.parametrize("what", DEFECTS)
def test_rows_and_columns_in_any_order(what, tmp_path):
    if DEFECTS[what][0]["Check"] == "IDN002":
        pytest.skip("of two rows with one id neither is the first by right: which one is named may change")
    seed = Seed()
    for row in DEFECTS[what]:
        seed.change(row["Sheet"], row["Row"], row["Column"], row["Becomes"])
    plain = seed.review(tmp_path)
    expected = told(plain)
    for rows in seed.tables.rows.values():
        random.Random(what).shuffle(rows)
    register = read_register(save(seed.tables, tmp_path / "moved.xlsx", mirrored=True))
    moved = Review(register, packs.load("iso42001"), TODAY, plain.folder, plain.previous, sent=plain.sent)
    assert told(moved) == expected


@pytest.mark.office
def test_a_register_full_of_defects_saved_by_libreoffice(office, tmp_path):
    """Every defect that changes one cell at once, as far as they leave each other's rows in place."""
    seed, changed = Seed(), set()
    for first, *more in DEFECTS.values():
        cell = (first["Sheet"], first["Row"], first["Column"])
        alone = not more and cell not in changed and not any(part.startswith("(") for part in cell)
        if alone and first["Row"] not in ("new", "last") and not first["Column"].endswith(("ID", "Name")):
            seed.change(*cell, first["Becomes"])
            changed.add(cell)
    plain = seed.review(tmp_path)
    expected = told(plain)
    assert len({code for code, *_ in expected}) >= 40
    saved = read_register(office(tmp_path / "register.xlsx", "xlsx", tmp_path / "saved"))
    assert told(Review(saved, plain.pack, TODAY, plain.folder)) == expected
