"""Lists of findings as people keep them who have no register of ours."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import xlsxwriter

LOG = [
    ["Nonconformity log"], [],
    ["NC #", "Category (Major NC/Minor NC/OFI)", "Clause", "Description of\nnonconformity", "Responsible", "Close by",
     "Root cause", "Corrective action", "Status", "Effectiveness", "Mood"],
    ["NC-01", "Minor NC", "8.4", "Release 2.3 has no assessment.", "Ana Lima", "15/04/2026", "Gate asks for none",
     "Gate asks", "Completed", "Effective", "good"],
    ["NC-02", "High", "5.10", "No risk assessment.", "CISO", "05/06/2026", "", "", "Open", "", ""],
    ["NC-03", "OFI", "9.1", "Dashboards by hand.", "Bo Li / Cy Doe", "TBD", "", "", "paused", "", ""],
    ["Total", "3"]]


def workbook(path, **sheets):
    """A workbook of these sheets, a list of rows each."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), day)
                    elif value != "":
                        sheet.write(number, place, value)
    return path


def semicolons(path: Path, rows=LOG) -> Path:
    """The rows in a file, as Excel saves them where a comma stands in numbers."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path
