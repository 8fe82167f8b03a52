"""The portfolio as a workbook: everything that was found, to be sorted and filtered."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from ncr_toolkit.common.text import fitting_cell, listing
from ncr_toolkit.excel.write.print_setup import fit_width, set_paper
from ncr_toolkit.portfolio.rollup import Portfolio

Cells = Sequence[str | int]
HEAD = {"bold": True, "font_color": "#FFFFFF", "bg_color": "#17406D", "text_wrap": True, "valign": "top"}
LONGEST_NAME = 31
"""So many letters has the name of a sheet at most in Excel."""
NUMBERS = {"open": "Open", "open_major": "Open major", "overdue": "Overdue", "due_soon": "Due soon",
           "reopened": "Reopened", "closed": "Closed", "actions_open": "Open actions",
           "actions_overdue": "Overdue actions", "error": "Errors", "warning": "Warnings"}
REGISTER_COLUMNS = {"Register": 30, "File": 44, "Standard": 20, "Certification body": 24,
                    **dict.fromkeys(NUMBERS.values(), 10), "Not read because": 60}
FINDING_COLUMNS = {"Register": 28, "Finding": 16, "Title": 40, "Grade": 12, "Status": 12, "Site": 16, "Standard": 20,
                   "Reference": 12, "Owner": 22, "Due next": 12, "What is due": 14, "Close due": 12, "Days late": 8,
                   "Stage": 18, "Next step": 60, "File": 44, "Cell": 16}


def report(portfolio: Portfolio) -> bytes:
    """The workbook; the same portfolio gives the same bytes."""
    import xlsxwriter  # heavy

    target, plain = io.BytesIO(), {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, {"in_memory": True, **plain}) as book:
        day = datetime(portfolio.today.year, portfolio.today.month, portfolio.today.day)
        book.set_properties({"title": f"Findings on {portfolio.today}", "created": day})
        looks = {"head": book.add_format(HEAD), "text": book.add_format({"text_wrap": True, "valign": "top"})}
        for name, headers, rows in _sheets(portfolio):
            _sheet(book.add_worksheet(name[:LONGEST_NAME]), headers, list(rows), looks)
    return target.getvalue()


def _sheets(portfolio: Portfolio) -> Iterator[tuple[str, dict[str, int], Iterable[Cells]]]:
    """Each sheet: its name, its headers with the width of their columns in characters, and its rows."""
    yield "Registers", REGISTER_COLUMNS, _registers(portfolio)
    yield "Open findings", FINDING_COLUMNS, _findings(portfolio)
    for name, groups in portfolio.groups.items():
        yield (f"By {name.lower()}", {name: 40, "Open": 8, "Major": 8, "Overdue": 9, "Due soon": 9, "Registers": 10},
               ((each.name, each.open, each.major, each.overdue, each.soon, each.registers) for each in groups))
    yield ("In several registers", {"Reference": 14, "Finding": 50, "Registers": 10, "Where": 90},
           ((each.reference, each.title, len({name for name, _ in each.places}),
             listing(f"{id} ({name})" for name, id in each.places)) for each in portfolio.repeats))
    yield ("People", {"Name": 30, "Open findings": 10, "Open actions": 10, "Late": 8, "Registers": 60},
           ((desk.name, desk.findings, desk.actions, desk.late, listing(desk.registers)) for desk in portfolio.desks))


def _findings(portfolio: Portfolio) -> Iterator[Cells]:
    for each in portfolio.first:
        found = each.finding
        yield (each.register.name, found.id, found.title, found.grade, found.status, found.site, found.standard,
               found.reference, found.owner, found.due, found.due_what, found.close_due,
               found.overdue_days, found.stage, found.next, each.register.path, found.cell)


def _registers(portfolio: Portfolio) -> Iterator[Cells]:
    for each in (*portfolio.registers, *portfolio.failed):
        numbers = [each.summary.get(name, "") for name in NUMBERS]
        yield (each.name, each.path, each.standard, each.body, *numbers, each.error)


def _sheet(sheet: Any, headers: dict[str, int], rows: Sequence[Cells], looks: dict[str, Any]) -> None:
    for column, (header, width) in enumerate(headers.items()):
        sheet.set_column(column, column, width, looks["text"])
        sheet.write_string(0, column, header, looks["head"])
    sheet.set_row(0, 30)  # two lines
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell, looks["text"])
            elif cell:
                sheet.write_string(number, column, fitting_cell(cell), looks["text"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(headers) - 1)
    set_paper(sheet)
    fit_width(sheet, [*headers.values()], 1)
    sheet.repeat_rows(0)
