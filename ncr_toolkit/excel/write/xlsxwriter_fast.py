"""A worksheet of XlsxWriter with some habits changed. Should a later XlsxWriter not know them, only they are lost.

XlsxWriter has no public way to any of these: it escapes targets of links, rounds numbers to 16 digits, searches each
formula for new functions and fixes heights. `tests/test_libraries.py` names every private thing that is used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from math import ceil
from typing import Any

from xlsxwriter.url import Url, UrlTypes
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from ncr_toolkit.common.text import width_of
from ncr_toolkit.core.schema import Kind, Sheet
from ncr_toolkit.excel.write.content import FIRST
from ncr_toolkit.excel.write.written_values import Hyper

_LINE, _TALLEST = 15.0, 405.0  # points; Excel bears 409


class Cached(str):
    """What a formula shows, as a text (`str`) or an error (`e`) that XlsxWriter would not take for one."""

    kind: str

    def __new__(cls, text: str, kind: str) -> Cached:
        made = super().__new__(cls, text)
        made.kind = kind
        return made


class ExactUrl(Url):  # type: ignore[misc]
    """A link whose target is written letter by letter as another workbook had it.

    Where a later XlsxWriter keeps links otherwise, its test fails. The public `tip` refuses long ones.
    """

    def __init__(self, target: str, location: str, tip: str) -> None:
        super().__init__("internal:A1")
        self._link_type = UrlTypes.URL if target else UrlTypes.INTERNAL
        self._link = self._relationship_link = self._original_url = target or location
        self._anchor, self._tip, self._text = location, tip, target or location


class QuickSheet(Worksheet):  # type: ignore[misc]
    """Writes formulas as they are, and rows of records that Excel may still fit to their text."""

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """We use no function newer than Excel 2016: thirty searches a formula were most of the time of a register."""
        return formula.removeprefix("=")

    def add_long_table(self, first_row: int, last_row: int, last_column: int, options: dict[str, Any]) -> None:
        """A table from column A on. XlsxWriter would mark each cell of it, and fill each formula in, which the caller
        does anyhow: it makes one of a single row, which then gets its length. (Where a later version keeps tables
        otherwise, the tests of tables fail.)"""
        self.add_table(first_row, 0, first_row + 1, last_column, options)
        self.tables[-1] |= dict.fromkeys(("range", "a_range", "autofilter"),
                                         xl_range(first_row, 0, last_row, last_column))

    def write_text(self, row: int, number: int, text: str, form: Any) -> None:
        """`write_string` without looking each time at how the cell is named."""
        self._write_string(row, number, text, form)

    def write_plain_formula(self, row: int, number: int, formula: str, form: Any, value: Any) -> None:
        """Write somebody's formula as it is, also one with functions for which XlsxWriter would make it an array."""
        self.write_formula(row, number, "=0", form, value)
        self.table[row][number] = self.table[row][number]._replace(formula=formula.removeprefix("="))

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        """A text of no length is another thing than no value; newer errors are errors. What XML cannot hold is written
        as in other cells."""
        if isinstance(result, Cached):
            attributes = [*(pair for pair in attributes if pair[0] != "t"), ("t", result.kind)]
        if isinstance(result, str) and (coded := self._escape_control_characters(str(result))) != result:
            result = coded
        super()._xml_formula_element(formula, result, attributes)

    def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
        """Excel keeps 17 digits of a number, XlsxWriter 16."""
        if float(f"{number:.16G}") == number:
            super()._xml_number_element(number, attributes)
        else:
            look = "".join(f' {name}="{value}"' for name, value in attributes)
            self.fh.write(f"<c{look}><v>{number!r}</v></c>")

    def _xml_start_tag_unencoded(self, tag: str, attributes: Iterable[tuple[str, Any]] = ()) -> None:
        """A height that was given is where a record's row begins, not where it must stay when people type more."""
        if tag == "row" and dict(attributes).get("r", 0) > FIRST:
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


class CachedText(str):
    """The text an array formula has now; XlsxWriter would take 8.4 for a number, where Excel keeps a clause."""

    __slots__ = ()

    def __float__(self) -> float:
        raise ValueError("a text, whatever it looks like")


@cache
def _widths(about: Sheet) -> dict[str, int]:
    """The widths of the columns that may need more than a line, by their names."""
    return {name: column.width for name, column in about.by_name.items() if column.kind not in (Kind.DATE, Kind.NUMBER)}


def fitting_height(about: Sheet, values: Mapping[str, object]) -> float | None:
    """The height in points at which every text of a record is seen; None for one line."""
    widths, lines = _widths(about), 1
    for name, value in values.items():
        if name in widths and not (type(value) is str and 2 * len(value) < widths[name] and "\n" not in value):
            lines = max(lines, lines_needed(value, widths[name]))
    return height_of(lines) if lines > 1 else None


def height_of(lines: int) -> float:
    """The height in points of a row of so many lines; Excel bears no higher one than some."""
    return min(lines * _LINE, _TALLEST)


def lines_needed(value: object, width: int) -> int:
    """Lines that a text takes in a column. Widths count digits; letters are narrower, but words are kept whole."""
    text = value.text if isinstance(value, Hyper) else value
    if not isinstance(text, str) or (2 * len(text) < width and "\n" not in text):
        return 1
    room = 1.12 * width if width > 24 else width + 1
    return sum(max(1, ceil(width_of(line) / room)) for line in text.split("\n"))
