"""The worksheets that most tests are made of, written without a library: texts, dates and whole numbers, nothing else.

Each holds its texts itself (inlineStr), so that it is written once and used in every workbook that has the same rows.
SpreadsheetML as in ECMA-376 Part 1: sheetData (18.3.1.80), c (18.3.1.4), is (18.3.1.53).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import BY_PREFIX, Settings
from ncr_toolkit.core.schema import Column, Kind

Cells = tuple[tuple[str, str], ...]
"""A row of a table: headers and values."""
SPECIAL = ("(", '"', "`", "#", "=")
DATE_STYLE = 1
_ZERO = date(1899, 12, 30)
_SHEET = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' \
         '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def is_plain(rows: Iterable[dict[str, str]]) -> bool:
    """Whether nothing in these rows needs more than a text, a date or a number."""
    return not any(header.startswith("(") or value.startswith(SPECIAL) or " (link) " in value or "\x0b" in value
                   for row in rows for header, value in row.items())


@lru_cache(maxsize=4096)
def sheet(prefix: str, rows: tuple[Cells, ...], mirrored: bool) -> bytes:
    """The XML of a sheet with its keys in row 1, its headers in row 3 and these rows from row 4."""
    columns = BY_PREFIX[prefix].SHEET.columns[::-1 if mirrored else 1]
    typed = [{fold(header): value for header, value in row} for row in rows]
    lines = [(1, [_text(column.key) for column in columns]), (3, [_text(column.header) for column in columns])]
    lines += [(number, [_cell(column, row.get(fold(column.header), "")) for column in columns])
              for number, row in enumerate(typed, start=4)]
    return _sheet(lines)


@lru_cache(maxsize=1024)
def settings_sheet(facts: Cells) -> bytes:
    """The XML of the sheet Register: a fact a row, from row 4, with its key, its header and its value."""
    typed = {fold(header): value for header, value in facts}
    return _sheet((number, [_text(each.key), _text(each.header), _cell(each, typed.get(fold(each.header), ""))])
                  for number, each in enumerate(Settings.SHEET.columns, start=4))


def _sheet(lines: Iterable[tuple[int, list[str]]]) -> bytes:
    rows = []
    for number, cells in lines:
        filled = "".join(f'<c r="{xl_col_to_name(place)}{number}"{cell}' for place, cell in enumerate(cells) if cell)
        rows.append(f'<row r="{number}">{filled}</row>')
    return _SHEET.replace("{}", "".join(rows)).encode()


def _cell(column: Column, value: str) -> str:
    """A cell from behind its reference on; '' where it is empty."""
    if column.kind is Kind.DATE and (day := _day(value)):
        return f' s="{DATE_STYLE}"><v>{(day - _ZERO).days}</v></c>'
    if column.kind is Kind.NUMBER and value.isdigit():
        return f'><v>{int(value)}</v></c>'
    return _text(value) if value else ""


def _text(value: str) -> str:
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'


def _day(value: str) -> date | None:
    if len(value) != 10 or value[4] != "-":
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
