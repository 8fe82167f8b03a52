"""What only looks like a defect: for every check there are changes that it must leave alone.

Each is made twice: as it stands, when the check says no more than of the clean register; and with the value beside it,
when it speaks. So none of these tests passes because the check never looked there.
"""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest

from ncr_toolkit.checks.registry import catalogue
from ncr_toolkit.checks.run import run
from ncr_toolkit.core.register import Review
from tests.tables import parse
from tests.test_seeded_defects import SEEDS, Seed, table

NO_CHANGE_OF_A_CELL = {"WBK001", "WBK005", "WBK007", "WBK008", "WBK009", "WBK010", "EVD011"}
"""Their examples are in their pages alone: they are about the file itself."""
FINGERPRINT = "{sha256 of proof E-4a}"
LEAVE_OUT = "-"

CASES: list[tuple[str, list[dict[str, str]]]] = []
for line in table(SEEDS / "near.md"):
    if line["Check"]:
        CASES.append((f"{line['Check']} {line['What it is']}", []))
    CASES[-1][1].append(line)


def changed(rows: list[dict[str, str]], column: str) -> Seed:
    seed = Seed()
    for row in rows:
        if row[column] != LEAVE_OUT:
            digest = hashlib.sha256(b"proof E-4a").hexdigest().upper()
            grouped = " ".join(digest[at:at + 8] for at in range(0, 64, 8))
            seed.change(row["Sheet"], row["Row"], row["Column"], row[column].replace(FINGERPRINT, grouped))
    return seed


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Review:
    """The register without a change."""
    return Seed().review(tmp_path_factory.mktemp("clean"))


@pytest.mark.parametrize(("name", "rows"), CASES, ids=[name for name, _ in CASES])
def test_it_is_left_alone_and_its_neighbour_is_not(name, rows, clean, tmp_path):
    code = rows[0]["Check"]
    reviews = [clean]
    for column in ("Becomes", "It speaks with"):
        (tmp_path / column).mkdir()
        reviews.append(changed(rows, column).review(tmp_path / column))
    clean, near, wrong = (len(run(review, select=[code])) for review in reviews)
    assert near <= clean, "it cries wolf"
    assert wrong > near, "it says nothing of the real one either"


def test_every_check_has_two_wordings_that_it_leaves_alone():
    cases = Counter(rows[0]["Check"] for _, rows in CASES)
    missing = [code for code, check in catalogue().items()
               if code not in NO_CHANGE_OF_A_CELL and not (cases[code] and parse(check.page.good).rows)]
    assert missing == []
    assert sum(cases.values()) >= 190
