"""Whether the file is the one that people work in: copies beside it, a last run of another file, a column that was
sorted alone."""

from __future__ import annotations

import shutil

import pytest

from ncr_toolkit.compare.moved_columns import moved_columns
from ncr_toolkit.excel.read.copies import copies_beside
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.monthly.same_register import other_files, sorted_alone
from tests.runs import run

ROWS = [("N-1", "Gate", "Ana Lima", "Open", "2026-05-01"), ("N-2", "Label", "Bo Li", "Open", "2026-06-01"),
        ("N-3", "Owner", "Cy Doe", "Closed", "2026-07-01"), ("N-4", "Minutes", "Di Fox", "Open", "2026-08-01"),
        ("N-5", "Log", "Ed Gil", "Open", "2026-09-01"), ("N-6", "Card", "", "Closed", "")]
HEADER = "| Finding ID | Title | Owner | Status | Close due |\n|---|---|---|---|---|\n"


def tables(rows, id="R-7"):
    lines = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    return f"Register\n| Register ID |\n|---|\n| {id} |\n\nFindings\n{HEADER}{lines}"


@pytest.fixture
def register(workbook):
    return workbook(tables(ROWS), "findings.xlsx")


def with_columns(rows, **columns):
    """The rows with other values in some columns, from top to bottom."""
    names = ("id", "title", "owner", "status", "due")
    return [tuple(columns[name][number] if name in columns else value
                  for name, value in zip(names, row, strict=True)) for number, row in enumerate(rows)]


# Copies

@pytest.mark.parametrize("name", ["findings (1).xlsx", "findings-DESKTOP-AB12.xlsx", "findings - Copy.xlsx",
                                  "Findings (Ana's conflicted copy 2026-06-01).xlsx", "findings - Kopie (2).xlsx"])
def test_a_copy_of_the_same_register_is_found_from_both(register, name):
    copy = register.with_name(name)
    shutil.copy(register, copy)
    assert copies_beside(register, "R-7") == [copy] and copies_beside(copy, "r-7") == [register]
    [told] = other_files(register, read_register(register))
    assert name in told and "ncr compare" in told


def test_what_is_no_copy(register, workbook):
    shutil.copy(register, register.with_name("findings backup 2026-06-01.xlsx"))
    shutil.copy(register, register.with_name("plan.xlsx"))
    shutil.copy(register, register.with_name("~$findings.xlsx"))
    workbook(tables(ROWS, "R-8"), "findings-2025.xlsx")
    register.with_name("findings (2).xlsx").write_bytes(b"PK damaged")
    register.with_name("findings (3).txt").write_bytes(register.read_bytes())
    assert copies_beside(register, "R-7") == [] and copies_beside(register, "") == []


def test_a_last_run_of_another_file_is_told(register):
    run(register.parent, "2026-05-31", register.read_bytes(), name="findings.xlsx", id="R-7")
    other = register.with_name("tracker.xlsx")
    shutil.copy(register, other)
    assert list(other_files(register, read_register(register))) == []
    [told] = other_files(other, read_register(other))
    assert told.startswith("The last run, of 2026-05-31, was made from findings.xlsx, and this is tracker.xlsx")


# Columns

def moved(workbook, before, now):
    return [(each.header, each.rows, each.of) for each in moved_columns(
        read_register(workbook(tables(before), "before.xlsx")), read_register(workbook(tables(now), "now.xlsx")))]


OWNERS = [row[2] for row in ROWS]


@pytest.mark.parametrize(("columns", "found"), [
    ({"owner": [*OWNERS[1:], OWNERS[0]]}, [("Owner", 6, 6)]),
    ({"owner": sorted(OWNERS), "due": [row[4] for row in reversed(ROWS)]}, [("Owner", 6, 6), ("Close due", 6, 6)]),
    ({"id": [row[0] for row in reversed(ROWS)]}, [("Finding ID", 6, 6)]),
    ({"owner": [OWNERS[1], OWNERS[0], *OWNERS[2:]]}, []),  # two changed hands
    ({"owner": [*OWNERS[1:5], "New One", ""]}, []),  # other people
    ({"status": ["Closed", "Open", "Open", "Open", "Open", "Closed"]}, []),  # two states changed places
    ({}, [])])
def test_a_column_that_was_sorted_alone(workbook, columns, found):
    assert moved(workbook, ROWS, with_columns(ROWS, **columns)) == found


def test_rows_that_were_sorted_whole_are_as_they_were(workbook):
    assert moved(workbook, ROWS, list(reversed(ROWS))) == []
    assert moved(workbook, ROWS[:3], with_columns(ROWS[:3], owner=["Bo Li", "Cy Doe", "Ana Lima"])) == [], "too few"


def test_it_is_told_before_answers_are_made(ncr, register, workbook):
    run(register.parent, "2026-05-31", register.read_bytes(), id="R-7")
    workbook(tables(with_columns(ROWS, owner=[*OWNERS[1:], OWNERS[0]])), "findings.xlsx")
    told = "! The column 'Owner' of the sheet Findings holds the values of the last run, 2026-05-31, in other rows"
    for words in (("check",), ("respond", "N-1"), ("run", "--dry-run")):
        done = ncr(words[0], "findings.xlsx", *words[1:], "--today", "2026-06-30")
        assert told in done.stderr, (words, done.stderr)
    workbook(tables(with_columns(ROWS, owner=[*OWNERS[1:], OWNERS[0]]), "R-8"), "other.xlsx")
    other = register.with_name("other.xlsx")
    assert list(sorted_alone(other, read_register(other))) == [], "another register"
    shutil.rmtree(register.parent / "runs")
    assert list(sorted_alone(register, read_register(register))) == []
