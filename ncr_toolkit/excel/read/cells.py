"""One raw value becomes a text, a date, a number or a choice, or `Unclear`: kept as typed, never guessed."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.core.dates import FIRST, LAST, Unclear, as_seen, read_day, read_serial, read_text
from ncr_toolkit.core.schema import Column, Kind, Why
from ncr_toolkit.core.workbook_words import meant

Value = str | date | int | None
Convert = Callable[[Any], "Value | Unclear"]

_WHOLE = re.compile(r"\+?([0-9]{1,9})(?:[.,]0{0,2})?$")
_GROUPED = re.compile(r"\+?[0-9]{1,3}(?:[., '\u2019][0-9]{3})+$")
_RECENT = 2015  # earlier years were not typed as days
_EXACT_DIGITS = 10 ** 15  # Excel keeps 15 digits; of a longer number the rest is lost


def converter(column: Column, date1904: bool = False) -> Convert:
    """The function that reads the cells of `column`; it gives a value or Unclear and never raises."""
    if column.kind is Kind.DATE:
        return lambda raw: _date(raw, date1904)
    if column.kind is Kind.NUMBER:
        return _number
    if column.choices:
        known = meant(column)
        return lambda raw: _choice(raw, column, known)
    if column.words:
        return lambda raw: _word_or_id(raw, column)
    if column.exact:
        return lambda raw: _exact(raw, reference=column.source == "references")
    return text


def read_column(column: Column, raws: Sequence[Any], date1904: bool = False) -> tuple[list[Any], dict[int, Unclear]]:
    """The values of a whole column, and the places of those that could not be read. Clean cells take the short way."""
    read = converter(column, date1904)
    noticed = False

    def convert(raw: Any) -> Value | Unclear:
        nonlocal noticed
        value = read(raw)
        noticed = noticed or type(value) is Unclear
        return value

    values: list[Any]
    if column.kind is Kind.DATE:
        values = [raw if type(raw) is date and FIRST <= raw <= LAST else None if raw == "" else convert(raw)
                  for raw in raws]
    elif column.kind is Kind.NUMBER:
        values = [None if raw == "" else convert(raw) for raw in raws]
    elif column.choices:
        known = {choice: choice for choice in column.choices}
        values = ["" if raw == "" else known.get(raw) or convert(raw) for raw in raws]
    elif column.words:
        values = [convert(raw) for raw in raws]
    else:
        values = [raw.strip() if type(raw) is str and (len(raw) > 8 or raw.isascii()) else convert(raw) for raw in raws]
    troubles = {place: value for place, value in enumerate(values) if type(value) is Unclear} if noticed else {}
    for place in troubles:
        values[place] = blank(column)
    return values, troubles


def blank(column: Column) -> Value:
    """What a field holds where nothing stands in its cell."""
    return None if column.kind in (Kind.DATE, Kind.NUMBER) else ""


def text(raw: Any) -> str:
    """A value as the text a person sees in the cell, without the spaces round it."""
    if isinstance(raw, str):
        plain = raw.strip()
        return plain if len(plain) > 8 or fold(plain) else ""  # nothing but invisible characters is blank
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, (int, float)):
        return number_text(raw)
    return "" if raw is None else as_seen(raw)


def number_text(number: float) -> str:
    """A number as Excel shows it: 12 rather than 12.0, and 15 digits at most."""
    if math.isfinite(number) and number == int(number) and abs(number) < _EXACT_DIGITS:
        return str(int(number))
    return f"{number:.15g}"


def _date(raw: Any, date1904: bool) -> Value | Unclear:
    if isinstance(raw, date):
        return read_day(raw)
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return read_serial(raw, number_text(raw), date1904)
    typed = text(raw)
    if not typed:
        return None
    if isinstance(raw, str):
        return read_text(typed)
    return Unclear(typed, Why.NOT_A_DATE)


def _number(raw: Any) -> Value | Unclear:
    typed = text(raw)
    if not typed:
        return None
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        whole = math.isfinite(raw) and 0 <= raw < 1e9 and raw == int(raw)
        return int(raw) if whole else Unclear(typed, Why.NOT_A_NUMBER)
    if not isinstance(raw, str):
        return Unclear(typed, Why.NOT_A_NUMBER)
    plain = unicodedata.normalize("NFKC", typed)
    if found := _WHOLE.match(plain):
        return int(found[1])
    readings: tuple[str, ...] = ()
    if _GROUPED.match(plain):
        digits = re.sub("[^0-9]", "", plain)
        readings = (digits.lstrip("0") or "0",)
        if len(re.split("[^0-9]", plain.lstrip("+"))) == 2 and plain.endswith("000"):
            readings += (re.split("[^0-9]", plain.lstrip("+"))[0],)
    return Unclear(typed, Why.NOT_A_NUMBER, readings)


def _choice(raw: Any, column: Column, known: dict[str, str]) -> Value | Unclear:
    typed = text(raw)
    if not typed:
        return ""
    if found := known.get(fold(typed)):
        return found
    also = {fold(word): choice for word, choice in (("TRUE", "Yes"), ("FALSE", "No"), *column.also)}
    likely = also.get(fold(typed), "")
    if likely not in column.choices:
        likely = nearest(typed[:200], column.choices) or known.get(nearest(fold(typed[:200]), known), "")
    return Unclear(typed, Why.NOT_A_CHOICE, (likely,) if likely else ())


def _word_or_id(raw: Any, column: Column) -> Value | Unclear:
    """The id of another record, or a word of ours in place of one, in whatever language."""
    read = _exact(raw, reference=False)
    return meant(column).get(fold(read), read) if isinstance(read, str) else read


def _exact(raw: Any, reference: bool) -> Value | Unclear:
    """An id or reference. What Excel has made a number with a fraction or a date of is no longer what was typed."""
    typed = text(raw)
    if isinstance(raw, (str, bool)) or not typed:
        return typed
    if isinstance(raw, (datetime, date)):
        return Unclear(typed, Why.CHANGED_BY_EXCEL, _before_it_was_a_date(raw))
    if isinstance(raw, (time, timedelta)):
        return Unclear(typed, Why.CHANGED_BY_EXCEL)
    whole = math.isfinite(raw) and raw == int(raw) and abs(raw) < _EXACT_DIGITS
    if whole and not reference:
        return typed
    readings = (typed,) if whole else (typed, f"{typed}0") if re.match(r"-?[0-9]+\.[0-9]+$", typed) else ()
    return Unclear(typed, Why.CHANGED_BY_EXCEL, readings)


def _before_it_was_a_date(day: date) -> tuple[str, ...]:
    """What may have been typed where Excel shows a date: 1-2 and 2-1, or 5.3 and 3.5."""
    both = ((day.day, day.month), (day.month, day.day))
    third = f".{day.year - 2000}" if 2000 < day.year < _RECENT else ""  # 6.1.2 becomes 6 January 2002
    thrice = [f"{first}.{second}{third}" for first, second in both if third]
    return tuple(dict.fromkeys((*thrice, *(f"{first}{mark}{second}" for mark in ".-" for first, second in both))))
