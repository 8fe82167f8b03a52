"""`ncr run`: what it keeps, what it says, and that it is safe to make twice, to break off, and to find damage."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.commands import ran
from tests.conftest import TODAY
from tests.others import saved_by_openpyxl
from tests.parcels import house
from tests.samples import lay_out


@pytest.fixture
def folder(tmp_path) -> Path:
    """The sample register with its evidence."""
    lay_out(tmp_path)
    return tmp_path


@pytest.fixture
def small(tmp_path) -> Path:
    """A house with an error: what only asks which runs there are needs no twenty answers a run."""
    def wrong(rows: dict) -> None:
        rows["Findings"][0]["Status"] = "Opne"

    return house("startup", tmp_path, change=wrong).parent


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_first_run_keeps_everything(folder, ncr):
    before = tree(folder)
    done = ncr("run", "register.xlsx", "--today", TODAY, "--who", "Ana Lima", folder=folder)
    assert done.returncode == 1, "the sample has errors"
    kept = folder / "runs" / str(TODAY)
    assert (kept / "register.xlsx").read_bytes() == before["register.xlsx"]
    assert json.loads((kept / "check.json").read_text())["summary"]["total"] == 22
    assert (kept / "check.html").exists() and not (kept / "changes.html").exists()
    assert (kept / "responses" / "NC-2026-01_response.docx").exists()
    assert not (kept / "responses" / "NC-2025-01_response.docx").exists(), "closed, and nothing new about it"
    assert json.loads((folder / "runs" / "runs.jsonl").read_text())["who"] == "Ana Lima"
    assert "This is the first run" in done.stdout and "22 Findings" in done.stdout and "Mark of this run" in done.stdout
    assert {name: tree(folder)[name] for name in before} == before, "the register and its evidence stay as they are"
    assert len(done.stdout.splitlines()) <= 25, "half a screen"


def test_made_twice_it_is_kept_once(small, ncr):
    ncr("run", "register.xlsx", "--today", TODAY, folder=small)
    before = tree(small / "runs")
    (small / "runs" / ".lock").write_text("{}")  # it was killed when it was all but done: that goes, too
    again = ncr("run", "register.xlsx", "--today", TODAY, folder=small)
    assert again.returncode == 1 and "is kept already" in again.stdout and tree(small / "runs") == before


def test_a_dry_run_writes_nothing(folder, ncr):
    before = tree(folder)
    done = ncr("run", "register.xlsx", "--today", TODAY, "--dry-run", folder=folder)
    assert tree(folder) == before and not (folder / "runs").exists()
    assert "Nothing was written" in done.stdout and "responses/NC-2026-01_response.docx" in done.stdout


def test_the_next_month_is_compared_with_it(folder, ncr):
    ncr("run", "register.xlsx", "--today", "2026-05-31", folder=folder)
    done = ncr("run", "register.xlsx", "--today", TODAY, folder=folder)
    assert "Since 2026-05-31: nothing changed." in done.stdout
    changes = json.loads((folder / "runs" / str(TODAY) / "changes.json").read_text())
    assert changes["summary"]["changes"] == 0 and changes["summary"]["found_again"] == 22
    assert json.loads((folder / "runs" / str(TODAY) / "memory.json").read_text())["runs"] == 2


def test_an_earlier_day_is_refused(small, ncr):
    ncr("run", "register.xlsx", "--today", TODAY, folder=small)
    done = ncr("run", "register.xlsx", "--today", "2026-05-31", folder=small)
    assert done.returncode == 2 and "2026-06-30" in done.stderr and not (small / "runs" / "2026-05-31").exists()


@pytest.mark.parametrize("name", ["register.xlsx", "memory.json"])
def test_a_last_run_that_was_changed_is_left_out_and_named(small, ncr, name):
    ncr("run", "register.xlsx", "--today", "2026-04-30", folder=small)
    ncr("run", "register.xlsx", "--today", "2026-05-31", folder=small)
    kept = small / "runs" / "2026-05-31" / name
    kept.chmod(0o644)
    kept.write_bytes(kept.read_bytes() + b" ")
    done = ncr("run", "register.xlsx", "--today", TODAY, folder=small)
    assert done.returncode == 1 and "Since 2026-04-30" in done.stdout
    assert f"{name} was changed since the run of 2026-05-31" in done.stderr and "ncr history" in done.stderr


def test_nothing_to_keep_is_no_run(tmp_path, ncr):
    ncr("new", "empty.xlsx", folder=tmp_path)
    done = ncr("run", "empty.xlsx", folder=tmp_path)
    assert done.returncode == 2 and "No finding was read" in done.stderr and not (tmp_path / "runs").exists()


def test_runs_may_lie_elsewhere(small, ncr):
    done = ncr("run", "register.xlsx", "--today", TODAY, "--runs", "archive", folder=small)
    assert (small / "archive" / "runs.jsonl").exists() and not (small / "runs").exists(), done.stderr
    assert ncr("history", "archive", folder=small).returncode == 0


def later(book) -> None:
    row = next(row for row in book["Findings"].iter_rows(min_row=4) if row[0].value == "NC-2026-02")
    place = [cell.value for cell in book["Findings"][1]].index("finding.close_due")
    row[place].value = date(2026, 12, 24)


def test_other_commands_remember_what_the_runs_saw(folder, ncr):
    """A date that slips after a run is an error for `ncr check` too."""
    ncr("run", "register.xlsx", "--today", "2026-05-31", folder=folder)
    saved_by_openpyxl(folder / "register.xlsx", later)
    found = json.loads(ncr("check", "register.xlsx", "--today", TODAY, "--format", "json", folder=folder).stdout)
    assert [each["level"] for each in found["problems"] if each["code"] == "HIS004"] == ["error"]


def test_a_memory_that_was_changed_is_said_and_left_out(small, ncr):
    ncr("run", "register.xlsx", "--today", "2026-05-31", folder=small)
    kept = small / "runs" / "2026-05-31" / "memory.json"
    kept.chmod(0o644)
    kept.write_text(kept.read_text().replace("2026", "2025"))
    done = ncr("due", "register.xlsx", "--today", TODAY, folder=small)
    assert done.returncode == 0 and "memory.json is not as it was written" in done.stderr


def test_runs_of_another_register_are_none_of_ours(small, ncr):
    ncr("run", "register.xlsx", "--today", "2026-05-31", folder=small)
    ncr("new", "other.xlsx", folder=small)
    done = ncr("check", "other.xlsx", "--today", TODAY, folder=small)
    assert "runs" not in done.stderr
    assert ncr("run", "other.xlsx", "--today", TODAY, folder=small).returncode == 2


def test_a_day_far_in_the_future_is_refused_where_nobody_can_be_asked(small):
    for day, refused in ((date.today() + timedelta(41), True), (date.today() + timedelta(40), False)):
        done = ran(["run", "register.xlsx", "--today", str(day)], small)
        assert (done.returncode == 2) is refused is not (small / "runs").exists(), done.stderr
        assert ("add --yes" in done.stderr) is refused


def test_a_clock_that_is_wrong_is_noticed_by_the_last_run(small, ncr):
    ncr("run", "register.xlsx", "--today", TODAY - timedelta(401), folder=small)
    done = ran(["run", "register.xlsx", "--today", str(min(TODAY, date.today()))], small)
    assert done.returncode == 2 and "days after the last run" in done.stderr


def test_a_run_of_a_wrong_day_is_withdrawn_kept_and_counted_nowhere(small, ncr):
    ncr("run", "register.xlsx", "--today", "2026-05-31", folder=small)
    ncr("run", "register.xlsx", "--today", "2062-06-30", folder=small)
    locked = ncr("run", "register.xlsx", "--today", TODAY, folder=small)
    assert locked.returncode == 2 and "--withdraw 2062-06-30" in locked.stderr
    before = tree(small)
    for words, why in ((("2062-06-30",), "--reason"), (("2026-05-31", "--reason", "x"), "not the last one"),
                       (("2026-01-31", "--reason", "x"), "no run 2026-01-31")):
        done = ncr("run", "register.xlsx", "--withdraw", *words, folder=small)
        assert done.returncode == 2 and why in done.stderr and tree(small) == before
    done = ncr("run", "register.xlsx", "--withdraw", "2062-06-30", "--reason", "the year was mistyped", folder=small)
    assert done.returncode == 0 and "The last run is that of 2026-05-31 now" in done.stdout
    after = tree(small)
    assert {name: content for name, content in after.items() if name in before and name != "runs/runs.jsonl"} \
        == {name: content for name, content in before.items() if name != "runs/runs.jsonl"}, "nothing is taken away"
    assert after["runs/runs.jsonl"].startswith(before["runs/runs.jsonl"])
    done = ncr("run", "register.xlsx", "--today", TODAY, folder=small)
    assert "Since 2026-05-31: nothing changed." in done.stdout
    told = ncr("history", "register.xlsx", folder=small)
    assert told.returncode == 0 and "2062-06-30, by" in told.stdout and "the year was mistyped" in told.stdout
    found = json.loads(ncr("history", "register.xlsx", "--format", "json", folder=small).stdout)
    assert [(each["run"], each["withdraws"]) for each in found["runs"]] == [
        ("2026-05-31", None), (str(TODAY), None), ("2062-06-30", None), ("2062-06-30-2", "2062-06-30")]


def test_a_run_that_was_withdrawn_can_be_made_again_on_its_day(small, ncr):
    ncr("run", "register.xlsx", "--today", TODAY, folder=small)
    ncr("run", "register.xlsx", "--withdraw", TODAY, "--reason", "too early", folder=small)
    done = ncr("run", "register.xlsx", "--today", TODAY, folder=small)
    assert "This is the first run" in done.stdout and f"{TODAY}-3" in done.stdout
