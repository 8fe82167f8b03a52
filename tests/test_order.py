"""Every defect at once, in a register that LibreOffice has saved: the same problems as before."""

from __future__ import annotations

import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.test_seeded_defects import DEFECTS, Seed, told


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
    expected = told(run(plain))
    assert len({code for code, *_ in expected}) >= 40
    saved = read_register(office(tmp_path / "register.xlsx", "xlsx", tmp_path / "saved"))
    assert told(run(Review(saved, plain.pack, TODAY, plain.folder, home=plain.home))) == expected
