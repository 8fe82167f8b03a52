"""Twelve monthly runs of a register that drifts: every planted event is told in its month, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from ncr_toolkit.core import packs
from ncr_toolkit.excel.write.writer import register_bytes
from tests.year import DAYS, EVENTS, january


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> Path:
    """The folder of a register after twelve runs."""
    from click.testing import CliRunner

    from ncr_toolkit.cli import group

    folder, rows = tmp_path_factory.mktemp("year"), january()
    for month, day in enumerate(DAYS, start=1):
        for event in EVENTS:
            if event.month == month:
                event.do(rows)
        content = register_bytes(packs.load("iso42001"), today=day, settings={"id": "YEAR"}, rows=rows)
        (folder / "findings.xlsx").write_bytes(content)
        done = CliRunner().invoke(group, ["run", str(folder / "findings.xlsx"), "--today", str(day), "--yes"])
        assert done.exit_code in (0, 1), done.output
        assert "Kept in" in done.output
    return folder


def changes(year: Path, day: date) -> list[dict]:
    return json.loads((year / "runs" / day.isoformat() / "changes.json").read_text())["changes"]


def problems(year: Path, day: date) -> set[tuple[str, str]]:
    found = json.loads((year / "runs" / day.isoformat() / "check.json").read_text())["problems"]
    return {(each["code"], each["record"] or each["value"]) for each in found}


def test_there_are_at_least_forty_events():
    assert len(EVENTS) >= 40 and {event.month for event in EVENTS} == set(range(2, 13))


@pytest.mark.parametrize("month", range(2, 13))
def test_every_event_is_told_in_its_month_and_none_is_invented(year, month):
    wanted = Counter(pair for event in EVENTS if event.month == month for pair in event.told)
    told = Counter((each["kind"], each["record"] or each["finding"]) for each in changes(year, DAYS[month - 1]))
    assert told == wanted


@pytest.mark.parametrize("month", range(2, 13))
def test_the_checks_name_what_may_not_happen(year, month):
    now, before = (problems(year, DAYS[month - place]) for place in (1, 2))
    planted = {pair for event in EVENTS if event.month == month for pair in event.checks}
    assert planted <= now
    history = {pair for pair in now - before if pair[0].startswith(("HIS", "XTN"))}
    assert history == {pair for pair in planted if pair[0].startswith(("HIS", "XTN"))}


def test_the_first_run_compares_with_nothing(year):
    assert not (year / "runs" / DAYS[0].isoformat() / "changes.json").exists()


def test_the_chain_is_whole_after_the_year(year, ncr):
    done = ncr("history", year / "findings.xlsx")
    assert done.returncode == 0 and "12 runs" in done.stdout


def test_the_memory_holds_every_closing_and_reopening_of_the_year(year):
    memory = json.loads((year / "runs" / DAYS[-1].isoformat() / "memory.json").read_text())
    life = memory["lives"]["nc-12"]
    assert [event["day"] for event in life["closings"]] == ["2026-01-12", "2026-08-14"]
    assert [event["day"] for event in life["reopenings"]] == ["2026-05-11", "2026-10-30"]
    assert memory["lives"]["nc-10"]["first"]["close_due"] == "2027-03-15", "the first date is never lost"
    assert memory["lives"]["sa-26-115"]["formerly"] == ["NC-15"]
    assert memory["runs"] == 12
