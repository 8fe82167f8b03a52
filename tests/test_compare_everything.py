"""Comparing as a whole: nothing changes in silence, nothing is invented, and order does not matter."""

from __future__ import annotations

import copy
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ncr_toolkit.compare.change import ChangeKind
from ncr_toolkit.compare.comparison import changes
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import RECORDS, Settings
from ncr_toolkit.core.register import Register, Review
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.read.reader import read_register
from tests.conftest import TODAY
from tests.tables import kind_of, parse, save
from tests.test_seeded_defects import CLEAN

PACK = packs.load("iso42001")
TESTS = Path(__file__).parent


def look(register: Register) -> Review:
    return Review(register, PACK, TODAY)


def read(tables, folder: Path, **more) -> Review:
    return look(read_register(save(tables, folder / "register.xlsx", **more)))


@pytest.fixture(scope="module")
def clean(tmp_path_factory) -> Review:
    return read(CLEAN, tmp_path_factory.mktemp("clean"))


@pytest.mark.parametrize("name", ["clean/bank.md", "clean/hospital.md", "clean/startup.md", "seeds/register.md"])
def test_a_register_and_itself(name, tmp_path):
    tables = parse((TESTS / name).read_text(encoding="utf-8"))
    assert changes(read(tables, tmp_path), read(tables, tmp_path, mirrored=True)) == []


# --- no cell changes in silence

def other(record: Record, name: str) -> object:
    """Another value for a column."""
    column, value = record.SHEET.by_name[name], record.value(name)
    if isinstance(value, date):
        return value + timedelta(days=3)
    if isinstance(value, int):
        return value + 1
    if value is None:
        return TODAY if column.kind.value == "date" else 7
    return next((choice for choice in column.choices if choice != value), f"{value} otherwise")


def with_one_cell(review: Review, record: Record, name: str, value: object) -> Review:
    changed = replace(record, **{name: value})
    register = copy.copy(review.register)
    if isinstance(record, Settings):
        register.settings = changed
    else:
        rows = review.register.all(type(record))
        register.records = {**register.records, type(record): [changed if row is record else row for row in rows]}
    return look(register)


def cells() -> list[tuple[type[Record], str]]:
    kinds: list[type[Record]] = [*RECORDS, Settings]
    return [(kind, column.name) for kind in kinds for column in kind.SHEET.typed_columns]


@pytest.mark.parametrize(("kind", "name"), cells(), ids=lambda part: part if isinstance(part, str) else part.SHEET.name)
def test_no_cell_changes_in_silence(kind, name, clean):
    """Each cell of a column in turn gets another value, and none: a change stands at that cell, or the row is told."""
    rows = [clean.register.settings] if kind is Settings else clean.register.all(kind)
    for record in rows:
        for value in (other(record, name), "" if isinstance(record.value(name), str) else None):
            if value == record.value(name):
                continue
            after = with_one_cell(clean, record, name, value)
            found = changes(clean, after)
            assert any(each.cell == record.cell(name) or each.old_cell == record.cell(name) for each in found), value
            back = changes(after, clean)
            assert any(each.cell == record.cell(name) or each.old_cell == record.cell(name) for each in back), value


# --- planted edits are found, and nothing else

PLANTED = [  # sheet, row, column, becomes: the kinds it is
    ("Findings", "M-1", "Grade", "Minor", "!grade_lowered"),
    ("Findings", "M-2", "Close due", "2027-01-01", "!date_later"),
    ("Findings", "N-1", "Owner", "Dora Finn", "owner"),
    ("Findings", "N-1", "Extent", "Somewhere else.", "other"),
    ("Findings", "N-2", "Statement of nonconformity", "All is well.", "!auditors_words"),
    ("Findings", "O-1", "Status", "Withdrawn", "withdrawn"),
    ("Findings", "O-2", "Status", "Open", "!reopened_silently"),
    ("Findings", "A-1", "(gone)", "", "!vanished"),
    ("Containment", "C-10", "Owner", "Dora Finn", "owner"),
    ("Containment", "C-30", "(gone)", "", "row_removed"),
    ("Containment", "C-40", "(gone)", "", "!row_removed"),
    ("5 Whys", "N-2", "Why 3", "P-07 asks for nothing.", "!sent_changed"),
    ("Causes", "RC-4", "(gone)", "", "!cause_removed"),
    ("Actions", "CA-9", "Due", "2026-07-01", "date_earlier"),
    ("Actions", "CA-4", "Done on", "", "!undone"),
    ("Actions", "CA-3", "Done on", "2026-06-20", "done"),
    ("Evidence", "E-4a", "(gone)", "", "!evidence_removed"),
    ("Evidence", "E-3c0", "Fingerprint", "abc", "other"),
    ("Effectiveness", "N-2", "Result", "Effective", "result"),
    ("Readiness plan", "RP-1", "Due", "", "!date_emptied"),
    ("Lessons", "M-2", "Reference", "MR 2026-Q3", "other"),
    ("Audits", "SA-26", "Lead auditor", "Rolf Berg", "other"),
    ("People", "Dora Finn", "Left on", "2026-06-01", "left"),
]


def plant(tables, edit) -> tuple[str, str]:
    sheet, label, header, value, kind = edit
    rows = tables.rows[sheet]
    labelled = kind_of(sheet).SHEET.by_name[kind_of(sheet).SHEET.label_field].header
    row = next(row for row in rows if row[labelled] == label)
    if header == "(gone)":
        rows.remove(row)
    else:
        row[header] = value
    return kind, label


def told(review: Review, before: Review, *, place: bool = False) -> Counter:
    return Counter((("!" if each.grave else "") + each.kind.name.lower(), each.record, each.key, each.old, each.new,
                    each.message, str(each.cell) if place else "") for each in changes(before, review))


@given(st.lists(st.sampled_from(PLANTED), unique=True), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_planted_edits_are_found_and_nothing_else(tmp_path_factory, clean, edits, rng):
    folder = tmp_path_factory.mktemp("planted")
    tables = copy.deepcopy(CLEAN)
    expected = Counter(plant(tables, edit) for edit in edits)
    now = read(tables, folder)
    found = told(now, clean)
    assert Counter((kind, record) for kind, record, *_ in found.elements()) == expected
    for rows in tables.rows.values():
        rng.shuffle(rows)
    assert told(read(tables, folder, mirrored=True), clean) == found, "sorted rows and moved columns are no change"


@given(st.integers(0, 10 ** 6))
@settings(max_examples=15)
def test_renumbered_findings_take_all_their_rows_along(tmp_path_factory, clean, seed):
    """Some findings get another id everywhere; nothing else is told."""
    rng = random.Random(seed)
    ids = [row["Finding ID"] for row in CLEAN.rows["Findings"]]
    chosen = {name: f"X-{number}" for number, name in enumerate(rng.sample(ids, rng.randint(1, len(ids))))}
    tables = copy.deepcopy(CLEAN)
    for sheet, rows in tables.rows.items():
        for row in rows:
            for header in ("Finding ID", "Finding or action ID"):
                if sheet != "Register" and row.get(header) in chosen:
                    row[header] = chosen[row[header]]
        rng.shuffle(rows)
    found = changes(clean, read(tables, tmp_path_factory.mktemp("ids")))
    assert sorted((each.kind, each.old, each.new) for each in found) \
        == sorted((ChangeKind.RENUMBERED, was, now) for was, now in chosen.items())


def test_every_kind_has_a_test():
    written = "".join((TESTS / name).read_text(encoding="utf-8") for name in ("test_compare.py",))
    assert [kind.name.lower() for kind in ChangeKind if f'"{kind.name.lower()}"' not in written
            and f'"!{kind.name.lower()}"' not in written] == []
