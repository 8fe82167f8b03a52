"""Dates that are certain, and dates that are not: never a guess between day and month."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ncr_toolkit.core import calendars
from ncr_toolkit.core.schema import Why

FIRST, LAST = date(2015, 1, 1), date(2100, 12, 31)

ENGLISH_MONTHS = ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
                  "september sep sept", "october oct", "november nov", "december dec")
MONTHS = tuple(f"{english} {other}" for english, other in zip(ENGLISH_MONTHS, (
    "januar jänner janvier janv enero ene gennaio gen januari janeiro",
    "februar februari février fevrier févr fevr febrero febbraio fevereiro fev",
    "märz maerz mär mars marzo maart mrt março marco",
    "avril avr abril abr aprile",
    "mai mayo maggio mag mei maio",
    "juni juin junio giugno giu junho",
    "juli juillet juil julio luglio lug julho",
    "août aout agosto ago augustus",
    "septembre septiembre settembre set setembro",
    "oktober okt octobre octubre ottobre ott outubro out",
    "novembre noviembre novembro",
    "dezember dez décembre decembre déc diciembre dic dicembre dezembro",
), strict=True))
"""Names of the months in English, German, French, Spanish, Italian, Dutch and Portuguese, whole and short."""
WEEKDAYS = (
    "monday mon montag mo lundi lun lunes lunedì maandag ma segunda-feira segunda",
    "tuesday tue tues dienstag di mardi mar martes martedì dinsdag terça-feira terça",
    "wednesday wed mittwoch mi mercredi mer miércoles mié mercoledì woensdag wo quarta-feira quarta",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves jue giovedì gio donderdag quinta-feira quinta",
    "friday fri freitag fr vendredi ven viernes vie venerdì vrijdag vr sexta-feira sexta",
    "saturday sat samstag sonnabend sa samedi sam sábado sáb sabato zaterdag za",
    "sunday sun sonntag so dimanche dim domingo dom domenica zondag zo",
)
_WEEKDAY = {name: number for number, names in enumerate(WEEKDAYS) for name in names.split()}
_MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}

_TIME = (r"(?:(?<![t, ])[t, ]+(?:[01]?\d|2[0-4])[:.h][0-5]\d(?:[:.][0-5]\d(?:[.,]\d+)?)?"
         r"\s*(?:[ap]\.?m\.?|uhr|h)?\s*(?:z|utc|gmt|[+-]\d\d:?\d\d)?)?")
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s?[-./]\s?(\d{{1,2}})\s?[-./]\s?(\d{{1,2}})\.?{_TIME}$")
_EAST_WEEKDAYS = "月火水木金土日"
_EAST_ASIAN = re.compile(r"(\d{4}|(?:令和|平成)\s?(?:\d{1,2}|元))\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?"
                         rf"(?:\s?\(([{_EAST_WEEKDAYS}])(?:曜日?)?\))?{_TIME}$")
_ERAS = {"令和": (2018, date(2019, 5, 1), date.max), "平成": (1988, date(1989, 1, 8), date(2019, 4, 30))}
"""Of an era that is written out: the year before its first, its first day and its last."""
_NUMBERS = re.compile(rf"(\d{{1,2}})\s?([-./])\s?(\d{{1,2}})\s?\2\s?(\d{{4}}|\d\d)\.?{_TIME}$")
_MINGUO = re.compile(rf"(?:民國|民国)?\s?(1\d\d)\s?[-./年]\s?(\d{{1,2}})\s?[-./月]\s?(\d{{1,2}})\s?日?{_TIME}$")
_REIWA = re.compile(rf"(?:r|令和)\s?(\d{{1,2}})\s?[-./年]\s?(\d{{1,2}})\s?[-./月]\s?(\d{{1,2}})\s?日?{_TIME}$")
_ZONE = re.compile(r"(\d{1,2})[:.h](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?\s?([ap])?(?:\.?m\.?)?\s?"
                   r"(z|utc|gmt|[+-]\d\d:?\d\d)$")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)$")
_WORDY = re.compile(rf"(?P<words>[^\d:]*\d[^:]*?){_TIME}$")
_WORD = re.compile(r"\d+|[^\W\d_]+(?:-[^\W\d_]+)*")
_FILLERS = {"st", "nd", "rd", "th", "er", "de", "del", "of", "the", "le", "den", "der", "el", "il", "º", "ª", "o"}


@dataclass(frozen=True, slots=True)
class Unclear:
    """Why a value cannot be taken for certain, and what it may have been meant to be."""

    text: str
    why: Why
    readings: tuple[str, ...] = ()


def as_seen(value: object) -> str:
    """A date, time or span as text: `2026-03-20`, with the time where it has one."""
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S" if value.second else "%H:%M")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return str(value)


def read_day(value: date) -> date | Unclear:
    """A real date or date-time: its day, if it lies in the years a register can speak of."""
    day = value.date() if isinstance(value, datetime) else value
    return day if FIRST <= day <= LAST else _of_another_calendar(day.isoformat(), (day.year, day.month, day.day)) \
        or Unclear(day.isoformat(), Why.DATE_OUT_OF_RANGE)


def read_serial(number: float, text: str, date1904: bool) -> date | Unclear:
    """A plain number that Excel would show as a date, because only the cell's format was lost."""
    if abs(number) < 100_000:
        day = date(1904 if date1904 else 1900, 1, 1) + timedelta(days=int(number) - (0 if date1904 else 2))
        if FIRST <= day <= LAST:
            return day
        return Unclear(text, Why.NOT_A_DATE)
    found = _COMPACT.match(text)
    return Unclear(text, Why.NOT_A_DATE, _isos(found and _day(found[1], found[2], found[3])))


def read_text(text: str) -> date | Unclear:
    """A date typed as text.

    Read: year first, month by name, and numbers that allow one reading only. Everything else is `Trouble`, with its
    possible readings where there are some.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    plain = re.sub("[\u2010-\u2015\u2212]", "-", plain)
    for form, read in _FORMS:
        if found := form.match(plain):
            return _in_its_zone(read(text, found), text, plain)
    return Unclear(text, Why.NOT_A_DATE)


def _in_its_zone(day: date | Unclear, text: str, plain: str) -> date | Unclear:
    """A time with a zone that is not midnight is another day elsewhere: both days, unless it is the same day there. A
    time of Greenwich is read by people anywhere; one of another zone by those there, and by those who count in UTC."""
    found = _ZONE.search(plain) if isinstance(day, date) and plain.endswith(_ZONE_ENDS) else None
    if found is None or isinstance(day, Unclear):
        return day
    hour = int(found[1]) % 12 + 12 * (found[4] == "p") if found[4] else int(found[1])
    minutes = 60 * hour + int(found[2])
    if minutes % 1440 == 0 and int(found[3] or 0) == 0:
        return day
    offset = 0 if found[5][0] not in "+-" else int(f"{found[5][0]}1") * (60 * int(found[5][1:3]) + int(found[5][-2:]))
    first, last = (_EARLIEST, _LATEST) if not offset else (offset, 1440 + offset)
    after = minutes >= last
    if first <= minutes < last:
        return day
    return Unclear(text, Why.AMBIGUOUS_DATE, _isos(*sorted((day, day + timedelta(days=1 if after else -1)))))


def _of_another_calendar(text: str, *dates: tuple[int, int, int]) -> Unclear | None:
    """Years that are another calendar's: the days it may mean, none taken."""
    found = [f"{day.isoformat()} (a {name} year)" for each in dates for day, name in calendars.days(*each)
             if FIRST <= day <= LAST]
    return Unclear(text, Why.AMBIGUOUS_DATE, tuple(dict.fromkeys(found))) if found else None


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except (ValueError, OverflowError):
        return None


def _isos(*days: date | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(day.isoformat() for day in days if day and FIRST <= day <= LAST))


def _certain(text: str, day: date | None) -> date | Unclear:
    if day is None:
        return Unclear(text, Why.NOT_A_DATE)
    return day if FIRST <= day <= LAST else _of_another_calendar(text, (day.year, day.month, day.day)) \
        or Unclear(text, Why.DATE_OUT_OF_RANGE)


def _read_year_first(text: str, found: re.Match[str]) -> date | Unclear:
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if not FIRST.year <= year <= LAST.year and (other := _of_another_calendar(text, (year, month, day))):
        return other
    return _certain(text, _day(found[1], found[2], found[3]))


def _read_east_asian(text: str, found: re.Match[str]) -> date | Unclear:
    """Year, month and day, each with its sign; the year may be that of an era that is written out, and its weekday may
    stand behind."""
    weekday = _EAST_WEEKDAYS.index(found[4]) if found[4] else None
    if found[1].isdecimal():
        return _on_weekday(_read_year_first(text, found), text, weekday)
    (before, first, last), year = _ERAS[found[1][:2]], found[1][2:].strip()
    day = _day(before + (1 if year == "元" else int(year)), found[2], found[3])
    return _on_weekday(_certain(text, day), text, weekday) if day and first <= day <= last else \
        Unclear(text, Why.NOT_A_DATE)


def _read_reiwa(text: str, found: re.Match[str]) -> date | Unclear:
    readings = _isos(_day(int(found[1]) + calendars.REIWA, found[2], found[3]))
    return Unclear(text, Why.AMBIGUOUS_DATE if readings else Why.NOT_A_DATE, readings)


def _read_numbers(text: str, found: re.Match[str]) -> date | Unclear:
    """Two numbers and a year: certain where only one order gives a date, or both give the same."""
    first, second, year = found[1], found[3], found[4]
    if len(year) == 2:
        readings = _isos(_day(f"20{year}", second, first), _day(f"20{year}", first, second),
                         _day(f"20{first:0>2}", second, year))
        return Unclear(text, Why.AMBIGUOUS_DATE if readings else Why.NOT_A_DATE, readings)
    if not FIRST.year <= int(year) <= LAST.year and (other := _of_another_calendar(
            text, (int(year), int(second), int(first)), (int(year), int(first), int(second)))):
        return other
    days = {day for day in (_day(year, second, first), _day(year, first, second)) if day}
    if len(days) != 1 and (readings := _isos(_day(year, second, first), _day(year, first, second))):
        return Unclear(text, Why.AMBIGUOUS_DATE, readings)
    return _certain(text, next(iter(days), None))


def _read_words(text: str, found: re.Match[str]) -> date | Unclear:
    """A month by name, a day and a year, in whatever order, with the small words that people put between."""
    words = [word for word in _WORD.findall(re.sub(r"(\d)(?=[^\W\d_])", r"\1 ", found["words"]))
             if word not in _FILLERS]
    weekday = _WEEKDAY.get(words[0]) if len(words) == 4 else None
    if weekday is not None:
        words = words[1:]
    months = [_MONTH[word] for word in words if word in _MONTH]
    numbers = [word for word in words if word.isdigit()]
    if len(words) != 3 or len(months) != 1 or len(numbers) != 2:
        return Unclear(text, Why.NOT_A_DATE)
    years = [number for number in numbers if len(number) == 4]
    if len(years) == 1:
        day = next(number for number in numbers if len(number) != 4)
        return _on_weekday(_certain(text, _day(years[0], months[0], day)), text, weekday)
    if years or any(len(number) > 2 for number in numbers):
        return Unclear(text, Why.NOT_A_DATE)
    first, last = numbers
    readings = _isos(_day(f"20{last:0>2}", months[0], first), _day(f"20{first:0>2}", months[0], last))
    return Unclear(text, Why.AMBIGUOUS_DATE if readings else Why.NOT_A_DATE, readings)


def _on_weekday(day: date | Unclear, text: str, weekday: int | None) -> date | Unclear:
    """A day with its weekday: where they contradict each other, one of the two is wrong."""
    if isinstance(day, Unclear) or weekday is None or day.weekday() == weekday:
        return day
    return Unclear(text, Why.AMBIGUOUS_DATE, _isos(day))


_EARLIEST, _LATEST = 10 * 60, 11 * 60
"""Between these minutes of Greenwich it is the same day from Honolulu to Auckland."""
_ZONE_ENDS = ("z", "utc", "gmt", *"0123456789")
_FORMS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], date | Unclear]], ...] = (
    (_YEAR_FIRST, _read_year_first), (_EAST_ASIAN, _read_east_asian), (_COMPACT, _read_year_first),
    (_NUMBERS, _read_numbers), (_MINGUO, _read_year_first), (_REIWA, _read_reiwa), (_WORDY, _read_words),
)
