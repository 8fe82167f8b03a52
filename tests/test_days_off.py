"""Days off: a year of public holidays against published lists, the last working day, and what a workbook has."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from ncr_toolkit.checks.run import run
from ncr_toolkit.core import packs
from ncr_toolkit.core.clocks import HOLIDAYS
from ncr_toolkit.core.packs import days_off
from ncr_toolkit.core.register import Review
from ncr_toolkit.excel.patch.days_off import days_off_to_write
from ncr_toolkit.excel.read.reader import read_register
from ncr_toolkit.excel.write.writer import register_bytes
from tests.conftest import TODAY
from tests.tables import parse, ref, save

# 2026: https://www.arbeitstage.org/bayern/feiertage-2026-bayern/ but for 15 August, one where most are Catholic
BAVARIA = "01-01 01-06 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26"
# 2026: https://www.mountainviewsurgery.co.uk/page1.aspx?p=3&t=3 but for two days of its own; 26 December is a Saturday
NORTHERN_IRELAND = "01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28"


@pytest.mark.parametrize(("country", "region", "published", "besides"), [
    ("Germany", "BY", BAVARIA, ()), ("United Kingdom", "NIR", NORTHERN_IRELAND, ("12-26", "07-12"))])
def test_a_year_of_holidays_is_that_of_a_published_list(country, region, published, besides):
    ours = [day.isoformat()[5:] for day in days_off.of(country, region).holidays(2026)]
    assert [day for day in ours if day not in besides] == published.split()


@pytest.mark.parametrize(("text", "region", "whose"), [
    ("Germany", "by", "Germany (BY)"), ("de", "", "Germany"), ("DEU", "", "Germany"), ("united kingdom", "sct",
                                                                                  "United Kingdom (SCT)"),
    ("", "", ""), ("Atlantis", "", None), ("Germany", "XX", None), ("", "BY", None)])
def test_a_country_is_known_by_its_name_and_its_letters(text, region, whose):
    found = days_off.of(text, region)
    assert (found and found.whose) == whose


@pytest.mark.parametrize(("country", "day", "last"), [
    ("", date(2026, 12, 27), date(2026, 12, 25)), ("Germany", date(2026, 12, 27), date(2026, 12, 24)),
    ("Germany", date(2026, 4, 6), date(2026, 4, 2)), ("Israel", date(2026, 6, 6), date(2026, 6, 4)),
    ("Germany", date(2026, 6, 30), date(2026, 6, 30)), ("Germany", date(9999, 12, 31), date(9999, 12, 31)),
    ("", date(1, 1, 1), date(1, 1, 1))])
def test_the_last_working_day(country, day, last):
    assert days_off.of(country).last_working_day(day) == last


def test_working_days_between_are_those_counted():
    germany = days_off.of("Germany")
    assert germany.between(date(2026, 4, 2), date(2026, 4, 7)) == 1
    assert germany.between(date(2026, 4, 7), date(2026, 4, 2)) == -1
    assert germany.between(date(2026, 4, 3), date(2026, 4, 6)) == 0
    assert germany.later(date(2026, 4, 2), 1) == date(2026, 4, 7)


@pytest.mark.parametrize(("country", "region", "told"), [
    ("Atlantis", "", "'Atlantis' are known. Only weekends"), ("Germny", "", "did you mean Germany"),
    ("Portugal", "XX", "has no region 'XX'"),
    ("(empty)", "BY", "no country"), ("Germany", "", "differ by region"), ("Japan", "", ""), ("(empty)", "", "")])
def test_a_country_that_nobody_knows_is_told(country, region, told, tmp_path):
    table = f"Register\n| Public holidays of | Region of the holidays |\n|---|---|\n| {country} | {region} |\n"
    review = Review(read_register(save(parse(table), tmp_path / "r.xlsx")), packs.load("iso42001"), TODAY)
    found = [each.message for each in run(review, select=["SET004"])]
    assert bool(found) == bool(told) and all(told in message for message in found)


def test_fill_puts_the_holidays_where_the_formulas_look(ncr, tmp_path):
    path = tmp_path / "register.xlsx"
    settings = {"country": "Germany", "region": "BY", "id": "R-1"}
    path.write_bytes(register_bytes(packs.load("iso42001"), today=TODAY, settings=settings))
    assert days_off_to_write(path, days_off.of("Germany", "BY"), TODAY) == {}
    changed = days_off_to_write(path, days_off.of("Israel"), TODAY)
    assert "1111001" not in changed.values() and "0000110" in changed.values()
    later = date(2027, 3, 1)  # another year has come
    shown = ncr("fill", path, "--dry-run", "--today", later)
    assert "Germany (BY), 2026 to 2031" in shown.stdout and "the days off would be filled" in shown.stdout
    assert ncr("fill", path, "--yes", "--today", later).returncode == 0
    book = openpyxl.load_workbook(path)
    sheet, _, area = book.defined_names[HOLIDAYS].attr_text.partition("!")
    days = [row[0].value.date() for row in book[sheet][area.replace("$", "")] if row[0].value]
    assert days == [day for year in range(2026, 2032) for day in days_off.of("Germany", "BY").holidays(year)]
    assert book.calculation.fullCalcOnLoad
    again = ncr("fill", path, "--yes", "--today", later)
    assert "nothing was written" in again.stdout, "it stands there already"


def test_a_new_register_has_the_holidays_of_its_country(ncr, tmp_path):
    assert ncr("new", "r.xlsx", "--country", "de, by", "--no-launchers").returncode == 0
    settings = read_register(tmp_path / "r.xlsx").settings
    assert (settings.country, settings.region) == ("Germany", "BY")
    wrong = ncr("new", "s.xlsx", "--country", "Portugal, XX")
    assert wrong.returncode == 2 and "has no region 'XX'; there are 01" in wrong.stderr
    assert not (tmp_path / "s.xlsx").exists()


def test_a_due_day_on_a_holiday_is_told_with_the_last_working_day(tmp_path):
    table = """
Register
| Public holidays of | Region of the holidays |
|---|---|
| Germany            | BY                     |

Findings
| Finding ID | Grade | Status      | Close due  |
|---|---|---|---|
| NC-1       | Minor | In progress | 2026-12-25 |
"""
    review = Review(read_register(save(parse(table), tmp_path / "r.xlsx")), packs.load("iso42001"), TODAY)
    found = run(review, select=["DAT023"])
    assert [str(each.cell) for each in found] == [ref("finding.close_due", 4)]
    assert found[0].message == ("'Close due' (2026-12-25) is Christmas Day in Germany (BY); the last working day "
                                "before is 2026-12-24.")
