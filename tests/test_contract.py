"""What other programs and older registers rely on: sheets and keys, the JSON object, figures, exit codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import jsonschema
import pytest

from ncr_toolkit.core.model import SHEETS, Settings
from ncr_toolkit.core.schema import Kind

CONTRACT = Path(__file__).parent / "contract"

LATE = """
Findings
| Finding ID | Grade | Status      | Owner    | Close due  | Reference |
|---|---|---|---|---|---|
| NC-1       | Major | In progress | Ana Lima | 2026-06-20 | 8.4       |
| NC-2       | Minor | Open        | Ana Lima | 2026-07-05 | A.6.2.4   |
| OB-1       | Observation | Closed |          |            |           |
Actions
| Action ID | Finding ID | Due        | Done on |
|---|---|---|---|
| CA-1      | NC-1       | 2026-06-01 |         |
| CA-2      | OB-1       | 2026-06-01 |         |
People
| Name     | E-mail          |
|---|---|
| Ana Lima | ana@example.org |
"""


def test_sheets_and_keys_never_change():
    """New columns are free, and so is a new header where the old one goes into `formerly=`."""
    ours = {(kind.SHEET.name, column.key, header) for kind in SHEETS for column in kind.SHEET.columns
            for header in (column.header, *column.formerly)}
    with (CONTRACT / "keys.csv").open(encoding="utf-8") as stream:
        missing = [row for row in csv.DictReader(stream) if (row["sheet"], row["key"], row["header"]) not in ours]
    assert missing == []


def test_kinds_are_those_of_the_contract():
    columns = {column.key: (column, kind) for kind in SHEETS for column in kind.SHEET.columns}
    with (CONTRACT / "keys.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            column, kind = columns[row["key"]]
            if kind is not Settings and column.kind is not Kind.DERIVED:
                assert str(column.kind) == row["kind"], row["key"]


@pytest.fixture
def checked(workbook, ncr):
    done = ncr("check", workbook(LATE), "--today", "2026-06-30", "--format", "json")
    assert done.returncode == 1, done.stderr
    return json.loads(done.stdout)


def test_json_fits_the_schema(checked):
    schema = json.loads((CONTRACT / "check-output.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(checked, schema, format_checker=jsonschema.FormatChecker())


def test_json_counts_what_was_read(checked):
    assert checked["read"]["Findings"] == 3
    assert checked["read"]["Actions"] == 2
    assert checked["read"]["Lessons"] == 0


def test_figures(checked):
    expected = {"total": 3, "open": 2, "open_major": 1, "open_minor": 1, "open_observation": 0, "overdue": 1,
                "due_soon": 1, "reopened": 0, "closed": 1, "actions_open": 1, "actions_overdue": 1}
    assert {name: checked["summary"][name] for name in expected} == expected


def test_findings_carry_flags_and_gaps(checked):
    major = checked["findings"][0]
    assert (major["id"], major["overdue_days"], major["flags"], major["plan_ready"]) == ("NC-1", 10, ["overdue"], False)
    assert "NC-1 has no root cause. (Causes, first free row A4)" in major["gaps"]


@pytest.mark.parametrize(("words", "code"), [
    (["check", "nowhere.xlsx"], 2),
    (["check"], 2),
    (["check", "x.xlsx", "--today", "30.06.2026"], 2),
    (["nonsense"], 2),
    (["explain", "XYZ999"], 2),
    (["explain"], 0),
    (["--version"], 0),
])
def test_exit_codes(ncr, words, code):
    done = ncr(*words)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    if code == 2:
        assert done.stderr.startswith("ncr: ")
        assert len(done.stderr.strip().splitlines()) == 1, "one plain sentence"


def test_no_error_is_exit_0(workbook, ncr):
    done = ncr("check", workbook(LATE), "--today", "2026-06-30", "--select", "CEL")
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 Findings" in " ".join(done.stdout.split()), "what was read is told, however the lines break"


def test_nothing_read_is_never_all_fine(workbook, ncr):
    done = ncr("check", workbook("Audits\n| Audit ID |\n|---|\n| SA-1 |"))
    assert done.returncode == 1
    assert "WBK001" in done.stdout


def test_select_lists_less_and_judges_the_same(workbook, ncr):
    path = workbook(LATE)
    whole = json.loads(ncr("check", path, "--today", "2026-06-30", "--format", "json").stdout)
    some = json.loads(ncr("check", path, "--today", "2026-06-30", "--format", "json", "--select", "IDN").stdout)
    assert {problem["code"][:3] for problem in some["problems"]} == {"IDN"}
    assert some["findings"] == whole["findings"], "what is ready follows from all checks"


@pytest.mark.parametrize("words", [["--select", "DAT", "--ignore", "DAT"], ["--select", ","], ["-o", ""],
                                   ["--today", "2026-W26-1"]])
def test_a_choice_of_nothing_is_wrong_usage(workbook, ncr, words):
    done = ncr("check", workbook(LATE), *words)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_report_never_replaces_the_register(workbook, ncr):
    path = workbook(LATE)
    before = path.read_bytes()
    done = ncr("check", path, "-o", path, "--force")
    assert done.returncode == 2 and "the register itself" in done.stderr
    assert path.read_bytes() == before


def test_output_that_cannot_be_written_is_no_verdict(workbook, ncr):
    import subprocess
    import sys
    from pathlib import Path

    if not Path("/dev/full").exists():
        pytest.skip("no device that is always full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([sys.executable, "-m", "ncr_toolkit", "check", str(workbook(LATE))], stdout=full,
                              stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_new_leaves_nothing_behind_where_it_cannot_work(tmp_path, ncr):
    (tmp_path / "evidence").write_text("a file, not a folder")
    done = ncr("new", "mine.xlsx")
    assert done.returncode == 2 and not (tmp_path / "mine.xlsx").exists()
    assert ncr("new", "y" * 300 + ".xlsx").returncode == 2
