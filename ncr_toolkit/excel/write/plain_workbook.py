"""A workbook for another program: texts as texts, days as days, nothing that would be run as a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from typing import Any

from ncr_toolkit.common.text import allowed, fitting_cell
from ncr_toolkit.excel.write.print_setup import fit_width, set_paper

Cell = str | date | None
_HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#17406D", "text_wrap": True, "valign": "top"}
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LINE, _TALLEST = 15.0, 405.0  # points; Excel bears 409
_SPARE = 500
"""Rows below the last one for which drop-downs are there."""


@dataclass(frozen=True)
class SheetPlan:
    """A sheet: its headers with the widths of their columns in characters, its rows, and where they stand; rows and
    columns are counted from 0."""

    columns: Mapping[str, int]
    rows: Sequence[Sequence[Cell]]
    header_row: int = 0
    first_row: int = 1
    first_column: int = 0
    above: Mapping[tuple[int, int], Cell] = field(default_factory=dict)  # what else stands there
    lists: Mapping[str, list[str]] = field(default_factory=dict)  # drop-downs by header


def plain_workbook(today: date, sheets: Mapping[str, tuple[Mapping[str, int], Sequence[Sequence[Cell]]]]) -> bytes:
    """A workbook of tables that begin in the upper left corner; the same content gives the same bytes."""
    return planned_workbook(today, {name: SheetPlan(columns, rows) for name, (columns, rows) in sheets.items()})


def planned_workbook(today: date, sheets: Mapping[str, SheetPlan], title: str = "Audit findings") -> bytes:
    """A workbook of these sheets."""
    import xlsxwriter  # heavy

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **_PLAIN}) as book:
        book.set_properties({"title": title, "created": datetime(today.year, today.month, today.day)})
        looks = {"head": book.add_format(_HEAD), "above": book.add_format({"bold": True}),
                 "text": book.add_format({"text_wrap": True, "valign": "top"}),
                 "day": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})}
        for name, plan in sheets.items():
            _write(book.add_worksheet(name), plan, looks)
    return target.getvalue()


def _write(sheet: Any, plan: SheetPlan, looks: Mapping[str, Any]) -> None:
    last = plan.first_row + max(len(plan.rows), 1) - 1
    for place, (header, width) in enumerate(plan.columns.items(), start=plan.first_column):
        sheet.set_column(place, place, width)
        sheet.write_string(plan.header_row, place, header, looks["head"])
        if header in plan.lists:
            sheet.data_validation(plan.first_row, place, last + _SPARE, place,
                                  {"validate": "list", "source": plan.lists[header]})
    sheet.freeze_panes(plan.first_row, plan.first_column)
    sheet.set_row(plan.header_row, _height([*plan.columns], [*plan.columns.values()]))
    set_paper(sheet)
    fit_width(sheet, [0] * plan.first_column + [*plan.columns.values()], plan.first_column + 1)
    sheet.repeat_rows(plan.header_row)
    for (row, place), value in plan.above.items():
        _put(sheet, row, place, value, {**looks, "text": looks["above"]})
    for number, cells in enumerate(plan.rows, start=plan.first_row):
        sheet.set_row(number, _height(cells, [*plan.columns.values()]))
        for place, value in enumerate(cells, start=plan.first_column):
            _put(sheet, number, place, value, looks)


def _height(cells: Sequence[Cell], widths: Sequence[int]) -> float:
    """So high that the longest text of a row is seen; not every program does that by itself."""
    lines = max((sum(ceil(len(line) / width) or 1 for line in cell.split("\n"))
                 for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str)), default=1)
    return min(_LINE * lines, _TALLEST)


def _put(sheet: Any, row: int, place: int, value: Cell, looks: Mapping[str, Any]) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), looks["day"])
    elif value:
        sheet.write_string(row, place, fitting_cell(allowed(value)), looks["text"])
