"""Which dates are certain, and what happens to those that are not."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ncr_toolkit.core.dates import FIRST, LAST, MONTHS, Unclear, read_day, read_text
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.schema import Why
from ncr_toolkit.excel.read.cells import read_column

RAISED_ON = Finding.SHEET.by_name["raised_on"]


def read(raw, date1904=False):
    values, troubles = read_column(RAISED_ON, [raw], date1904)
    return troubles.get(0, values[0])


@pytest.mark.parametrize("typed", [
    "2026-03-20", " 2026-03-20\u00a0", "2026-3-20", "2026/03/20", "2026.03.20", "2026 - 03 - 20", "20260320",
    "2026-03-20T10:15:00Z", "2026-03-20 10:15", "2026-03-20T10:15:00.000+02:00", "2026-03-20 10:15 AM",
    "20/03/2026", "03/20/2026", "20.03.2026", "20. 3. 2026", "20-03-2026", "20/03/2026 14:30",
    "20 Mar 2026", "20-Mar-2026", "20Mar2026", "20 MARCH 2026", "March 20, 2026", "Mar. 20, 2026", "20th of March 2026",
    "Friday, 20 March 2026", "Fri 20 Mar 2026 10:15", "2026 March 20", "2026-Mar-20",
    "20. März 2026", "Freitag, 20. März 2026", "20 mars 2026", "le 20 mars 2026", "20 de marzo de 2026",
    "20 marzo 2026", "20 maart 2026", "20 de março de 2026", "2026年3月20日", "2026년 3월 20일",
    "２０２６-０３-２０", "20\u201303\u20132026",
])
def test_one_reading_only_is_that_day(typed):
    assert read(typed) == date(2026, 3, 20)


@pytest.mark.parametrize("typed", ["05.05.2026", "5/5/2026", "05-05-2026"])
def test_day_and_month_may_be_equal(typed):
    assert read(typed) == date(2026, 5, 5)


@pytest.mark.parametrize("typed, readings", [
    ("03/05/2026", ("2026-05-03", "2026-03-05")),
    ("3.5.2026", ("2026-05-03", "2026-03-05")),
    ("03-05-2026", ("2026-05-03", "2026-03-05")),
    ("03/05/2026 14:30", ("2026-05-03", "2026-03-05")),
    ("20/03/26", ("2026-03-20", "2020-03-26")),
    ("31.12.26", ("2026-12-31", "2031-12-26")),
    ("20 Mar 26", ("2026-03-20", "2020-03-26")),
])
def test_two_readings_are_told_and_not_chosen(typed, readings):
    assert read(typed) == Unclear(typed, Why.AMBIGUOUS_DATE, readings)


@pytest.mark.parametrize("typed", [
    "next week", "TBC", "?", "-", "Q2 2026", "March 2026", "2026-03", "2026", "20 March", "10:15", "31 Feb 2026",
    "2026-02-31", "2026-13-01", "31/02/2026", "32.13.26", "2026-03-20 or later", "20 Marchember 2026", "20 03 2026",
    "1 2 3 March 2026", "2026-03-20-21", "99999999", "0000-00-00", "٢٠ ؟", "Monday", "20 March 20260",
])
def test_no_date_is_kept_as_typed(typed):
    found = read(typed)
    assert (found.text, found.why) == (typed, Why.NOT_A_DATE)


@pytest.mark.parametrize("typed", ["2014-12-31", "2101-01-01", "20 March 1926", "20/03/1926", "03/05/1926",
                                   date(2014, 12, 31), datetime(1899, 12, 30), date(2101, 1, 1)])
def test_years_no_register_speaks_of(typed):
    assert read(typed).why is Why.DATE_OUT_OF_RANGE


def test_real_dates_and_the_ends_of_the_years():
    assert read(date(2015, 1, 1)) == date(2015, 1, 1)
    assert read(datetime(2100, 12, 31, 23, 59)) == date(2100, 12, 31)


@pytest.mark.parametrize("blank", ["", " ", "\u00a0\n", "\u200b"])
def test_nothing_stands_there(blank):
    assert read(blank) is None


def test_a_number_is_a_date_that_lost_its_format():
    assert read(46101.0) == date(2026, 3, 20)
    assert read(46101.75) == date(2026, 3, 20)
    assert read(46101.0 - 1462, date1904=True) == date(2026, 3, 20)


@pytest.mark.parametrize("number, shown", [
    (12.0, "12"), (2026.0, "2026"), (0.0, "0"), (-1.0, "-1"), (60.0, "60"), (1e300, "1e+300"), (float("nan"), "nan"),
    (float("inf"), "inf"), (40000.0, "40000"), (20260320.0, "20260320"), (True, "TRUE"),
    (time(10, 15), "10:15"), (time(0), "00:00"), (timedelta(hours=36), "36:00")])
def test_other_numbers_and_times_are_no_dates(number, shown):
    found = read(number)
    assert (found.text, found.why) == (shown, Why.NOT_A_DATE)


def test_what_a_number_may_have_meant():
    assert read(20260320.0).readings == ("2026-03-20",)
    assert read("20032026").why is Why.NOT_A_DATE


def test_no_name_of_a_month_means_two_months():
    names = [name for month in MONTHS for name in set(month.split())]
    assert len(names) == len(set(names))


@given(st.dates(FIRST, LAST))
def test_every_day_is_read_from_every_certain_form(day):
    english = MONTHS[day.month - 1].split()[0]
    for typed in (day.isoformat(), f"{day:%Y/%m/%d}", f"{day.day} {english} {day.year}",
                  f"{english.title()} {day.day}, {day.year}", f"{day.isoformat()} 23:59:59"):
        assert read_text(typed) == day


@given(st.dates(FIRST, LAST))
def test_day_before_month_is_either_right_or_unread(day):
    found = read_text(f"{day.day:02}/{day.month:02}/{day.year}")
    assert found == day or day.isoformat() in found.readings


@given(st.one_of(st.text(), st.from_regex(r"[0-9]{1,4}[-./ ][0-9A-Za-z]{1,9}[-./ ,]{1,2}[0-9]{1,4}.{0,9}"),
                 st.floats(), st.integers(), st.datetimes(), st.dates(), st.times(), st.timedeltas(), st.booleans()))
def test_nothing_raises(raw):
    assert isinstance(read(raw), (date, Unclear, type(None)))


@pytest.mark.parametrize(("text", "days"), [
    ("2026-06-29T22:00:00Z", "2026-06-29 2026-06-30"), ("2026-06-29T08:30Z", "2026-06-28 2026-06-29"),
    ("29.06.2026 22:00 UTC", "2026-06-29 2026-06-30"), ("29 June 2026 10:00 pm GMT", "2026-06-29 2026-06-30"),
    ("2026-06-29T01:00:00+02:00", "2026-06-28 2026-06-29"), ("2026-06-29T22:00:00-05:00", "2026-06-29 2026-06-30"),
    ("2026-06-30T23:59:59.999Z", "2026-06-30 2026-07-01")])
def test_a_time_with_a_zone_has_two_days(text, days):
    found = read_text(text)
    assert found.why is Why.AMBIGUOUS_DATE and found.readings == tuple(days.split())


@pytest.mark.parametrize("text", ["2026-06-29T00:00:00Z", "2026-06-29T00:00:00.000+00:00", "2026-06-29T00:00+02:00",
                                  "2026-06-29T14:00:00+02:00", "2026-06-29T10:30Z", "2026-06-29T22:00:00"])
def test_a_time_that_is_the_same_day_there_too(text):
    assert read_text(text) == date(2026, 6, 29)


@pytest.mark.parametrize(("text", "readings"), [
    ("30/06/2569", "2026-06-30 (a Buddhist year)"), ("30 June 2569", "2026-06-30 (a Buddhist year)"),
    ("05/06/2569", "2026-06-05 (a Buddhist year) / 2026-05-06 (a Buddhist year)"),
    ("1405/04/09", "2026-06-30 (a Persian year)"), ("1405-04-31", "2026-07-22 (a Persian year)"),
    ("1447/09/10", "2068-11-30 (a Persian year) / 2026-02-27 (a Hijri year)"),
    ("115/06/30", "2026-06-30 (a Minguo year)"),
    ("R8.6.30", "2026-06-30"), ("令和8.6.30", "2026-06-30")])
def test_years_of_other_calendars_are_offered_and_not_taken(text, readings):
    found = read_text(text)
    assert found.why is Why.AMBIGUOUS_DATE and found.readings == tuple(readings.split(" / "))


@pytest.mark.parametrize(("text", "day"), [
    ("令和8年6月30日", "2026-06-30"), ("令和 ８年 ６月３０日（火）", "2026-06-30"), ("令和元年5月1日", "2019-05-01"),
    ("平成31年4月30日", "2019-04-30"), ("2026年6月30日(火曜日)", "2026-06-30")])
def test_an_era_that_is_written_out_is_read(text, day):
    assert read_text(text) == date.fromisoformat(day)


@pytest.mark.parametrize("text", ["平成31年5月1日", "令和元年4月30日", "令和8年2月30日", "2026年6月30日(水)"])
def test_a_day_that_its_era_or_its_weekday_does_not_have_is_not_read(text):
    assert not isinstance(read_text(text), date)


def test_a_real_date_of_a_buddhist_year():
    assert read_day(date(2569, 6, 30)).readings == ("2026-06-30 (a Buddhist year)",)
    assert read_day(date(2206, 8, 15)).why is Why.DATE_OUT_OF_RANGE
