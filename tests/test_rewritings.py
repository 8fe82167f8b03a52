"""A register written in other ways that change nothing of it: the same records, or one sentence; never other records.

`NCR_REWRITINGS=5000 pytest tests/test_rewritings.py` tries more, from `NCR_REWRITINGS_FROM` on.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import fields
from typing import Any

import pytest

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.register import Register
from ncr_toolkit.demo.sample import sample_files
from ncr_toolkit.excel.read.reader import read_register
from tests.rewritings import REWRITINGS, packed, parts_of, rewritten

NUMBER, FIRST = int(os.environ.get("NCR_REWRITINGS", "40")), int(os.environ.get("NCR_REWRITINGS_FROM", "0"))


def said(register: Register) -> dict[str, Any]:
    """All that a register holds but the name and the sum of its file."""
    return {field.name: getattr(register, field.name) for field in fields(register)
            if field.name not in ("path", "sha256")}


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """The sample, and all that is read of it."""
    path = tmp_path_factory.mktemp("sample") / "register.xlsx"
    path.write_bytes(next(content for name, content in sample_files().items() if name == "register.xlsx"))
    return parts_of(path), said(read_register(path))


def outcome(content: bytes, path, wanted: dict[str, Any]) -> str:
    path.write_bytes(content)
    try:
        return "equal" if said(read_register(path)) == wanted else "other records"
    except CannotRun as error:
        assert "\n" not in str(error)
        return "refused"


def test_other_ways_of_writing_say_the_same(register, tmp_path):
    parts, wanted = register
    found = Counter[str]()
    for seed in range(FIRST, FIRST + NUMBER):
        names, content = rewritten(parts, seed)
        result = outcome(content, tmp_path / "register.xlsx", wanted)
        assert result == "equal", f"{result}: {', '.join(names)} (seed {seed})"
        found[result] += 1
    print(found)


@pytest.mark.parametrize("how", REWRITINGS, ids=lambda how: how.__name__)
def test_each_way_says_the_same(register, tmp_path, how):
    import random

    parts, wanted = register
    changed = dict(parts)
    how(changed, random.Random(7))
    assert changed != parts
    assert outcome(packed(changed), tmp_path / "register.xlsx", wanted) == "equal"
