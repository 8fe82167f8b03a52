"""A workbook whose days are counted from 1904 and were typed where they count from 1900: one cause, no fault a cell."""

from __future__ import annotations

from datetime import timedelta

import pytest

import ncr_toolkit as ncr_api
from ncr_toolkit.core.past_days import OFF, late_days, past_days
from ncr_toolkit.core.problem import Level
from ncr_toolkit.report.next_steps import next_steps
from tests.conftest import TODAY
from tests.tables import parse, save


def register(days, tmp_path):
    rows = "".join(f"| CA-{at} | NC-1 | {day} |\n" for at, day in enumerate(days, 1))
    table = "Findings\n| Finding ID | Grade | Status |\n|---|---|---|\n| NC-1 | Minor | Open |\n\n" \
            f"Actions\n| Action ID | Finding ID | Done on |\n|---|---|---|\n{rows}"
    return ncr_api.load(save(parse(table), tmp_path / "register.xlsx"), today=TODAY)


def day(back: int, shift=OFF):
    return TODAY - timedelta(days=back) + shift


def test_it_is_said_once_with_the_first_cell_and_before_all_else(tmp_path):
    found = register([day(back) for back in range(10, 20)], tmp_path)
    codes = [each.code for each in found.problems]
    (told,) = (each for each in found.problems if each.code == "WBK010")
    assert "DAT006" not in codes and told.level is Level.ERROR and told.cell.sheet == "Actions"
    assert "10 of 10 days" in told.message and f"it was {day(10, timedelta())}" in told.message
    assert next_steps(found)[0].startswith("The file itself: 10 of 10 days")
    readiness = found.readiness(found.findings[0])
    assert not readiness.ready() and told.message in " ".join(readiness.missing())


@pytest.mark.parametrize(("days", "why"), [
    ([day(10, timedelta())] * 8 + [day(0, timedelta(30))], "one in the future was typed by somebody"),
    ([day(10)] * 5, "too few to tell"),
    ([day(10)] * 6 + [day(10, timedelta())] * 4, "a part of them alone"),
    ([day(0, OFF + timedelta(90))] * 8, "they lie in the future even so"),
])
def test_days_that_only_look_like_it_are_named_one_by_one(tmp_path, days, why):
    found = register(days, tmp_path)
    named = sum(each.code == "DAT006" for each in found.problems)
    assert named == sum(each > TODAY for each in days) and "WBK010" not in {each.code for each in found.problems}, why


def test_one_that_was_typed_wrong_besides_changes_nothing(tmp_path):
    found = register([day(10)] * 12 + [day(0, OFF + timedelta(200))], tmp_path)
    late = late_days(past_days(found.review.register), TODAY)
    assert late is not None and (late.count, late.every) == (13, 13)
