"""`ncr` alone, and commands without a register: the only one of the folder is meant."""

from __future__ import annotations

import pytest
import xlsxwriter

from tests.conftest import TODAY
from tests.tables import parse, save

ONE = "Findings\n| Finding ID | Grade | Status |\n|---|---|---|\n| NC-1       | Minor | Open   |"


def other_workbook(path):
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Budget").write(0, 0, 12)


def test_it_tells_where_the_only_register_stands_and_the_next_step(ncr, tmp_path):
    save(parse(ONE), tmp_path / "findings.xlsx")
    done = ncr()
    assert done.returncode == 0 and done.stdout.startswith("findings.xlsx on ")
    assert "1 open, 0 overdue, 0 due soon" in done.stdout and done.stdout.count("Next: NC-1 (Minor)") == 1


def test_a_finding_without_a_status_is_told_to_be_counted_nowhere(ncr, tmp_path):
    save(parse("Findings\n| Finding ID | Grade | Status | Response due |\n|---|---|---|---|\n"
               "| NC-1 | Minor | Open | 2026-07-01 |\n| NC-2 | Major | | 2026-07-01 |\n"), tmp_path / "findings.xlsx")
    told = "1 finding without a Status is counted neither as open nor as closed: NC-2."
    page = ncr("check", "--format", "html", "--today", TODAY).stdout
    assert told in ncr().stdout and told in ncr("check", "--today", TODAY).stdout and told in page
    lines = ncr("due", "--today", TODAY).stdout.splitlines()
    assert "NC-2" in lines[lines.index("  Without a Status, counted neither as open nor as closed") + 1]


def test_a_blank_register_wants_its_first_finding(ncr, tmp_path):
    ncr("new", "findings.xlsx")
    assert "Next: type the first one on the sheet Findings" in ncr().stdout


def test_without_a_register_it_says_how_to_begin(ncr):
    done = ncr()
    assert done.returncode == 0 and "ncr demo" in done.stdout and "ncr new findings.xlsx" in done.stdout


def test_of_several_each_has_its_line_also_one_that_cannot_be_read(ncr, tmp_path):
    save(parse(ONE), tmp_path / "a.xlsx")
    save(parse(ONE), tmp_path / "b.xlsx")
    (tmp_path / "c.xlsx").write_bytes((tmp_path / "b.xlsx").read_bytes()[:2000])
    done = ncr()
    assert done.returncode == 0 and "  a.xlsx: 1 open" in done.stdout and "  b.xlsx: " in done.stdout
    assert "c.xlsx" not in done.stdout, "what is no register is none of them"


def test_a_workbook_beside_the_register_is_no_choice(ncr, tmp_path):
    save(parse(ONE), tmp_path / "findings.xlsx")
    other_workbook(tmp_path / "budget.xlsx")
    assert ncr().stdout.startswith("findings.xlsx on ")
    assert "The register is findings.xlsx, the only one in this folder." in ncr("check").stderr


def test_the_copies_of_the_day_are_no_registers_of_their_own(ncr, tmp_path):
    save(parse(ONE), tmp_path / "findings.xlsx")
    for name in ("findings backup 2026-06-30.xlsx", "findings backup 2026-06-30 (2).xlsx"):
        save(parse(ONE), tmp_path / name)
    assert ncr().stdout.startswith("findings.xlsx on ")
    assert "1 register" in ncr("portfolio", ".").stdout


@pytest.mark.parametrize("command", ["check", "due", "doctor"])
def test_a_choice_is_asked_for(ncr, tmp_path, command):
    for name in ("a.xlsx", "b.xlsx"):
        save(parse(ONE), tmp_path / name)
    done = ncr(command)
    assert done.returncode == 2 and "several registers in this folder (a.xlsx and b.xlsx)" in done.stderr


def test_a_damaged_one_alone_is_told_as_what_it_is(ncr, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04" + bytes(40))
    done = ncr()
    assert done.returncode == 2 and "a.xlsx is damaged" in done.stderr
