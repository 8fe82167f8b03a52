"""The public holidays of the chosen country on the sheet Lists, by which formulas count working days.

They stand in a room of fixed size, so that a filled register can get those of another country by a change of its cells.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from ncr_toolkit.core.clocks import HOLIDAYS, WEEKEND
from ncr_toolkit.core.packs.days_off import DaysOff
from ncr_toolkit.excel.write.formats import DAY

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

    from ncr_toolkit.excel.write.content import Content
    from ncr_toolkit.excel.write.formats import Formats

SHEET = "Lists"
MADE_OF = "ncr_days_off_of"
"""The name of the cell that says whose holidays stand there, and of which years."""
ROOM = 240
"""How many holidays have room: no country has 40 a year."""
_BEFORE, _AFTER = 1, 4  # years around that of the day


def holidays_listed(off: DaysOff, today: date) -> list[date]:
    """The holidays that stand in the workbook: those of last year, this one and the next four."""
    years = range(today.year - _BEFORE, today.year + _AFTER + 1)
    return [day for year in years for day in off.holidays(year)][:ROOM]


def weekend_word(off: DaysOff) -> str:
    """The weekdays off as Excel wants them, Monday first: "0000011"."""
    return "".join(str(int(weekday in off.weekend)) for weekday in range(7))


def made_of(off: DaysOff, today: date) -> str:
    """Whose holidays, and of which years: "Germany (BY), 2025 to 2030"; "weekends alone" where no country is named."""
    return f"{off.whose}, {today.year - _BEFORE} to {today.year + _AFTER}" if off.country else "weekends alone"


def write_days_off(sheet: Worksheet, book: Workbook, content: Content, formats: Formats, number: int) -> int:
    """Write and name the weekend, whose holidays they are, and the holidays, a column each from `number` on; gives the
    next free column."""
    off, text = content.review.days_off, formats.get(num_format="@")
    for name, word in ((WEEKEND, weekend_word(off)), (MADE_OF, made_of(off, content.today))):
        sheet.write_string(0, number, name, formats.get(bold=True))
        sheet.write_string(1, number, word, text)
        book.define_name(name, f"={SHEET}!${xl_col_to_name(number)}$2")
        number += 1
    sheet.write_string(0, number, HOLIDAYS, formats.get(bold=True))
    form, days = formats.get(num_format=DAY), holidays_listed(off, content.today)
    for row in range(ROOM):
        if row < len(days):
            sheet.write_datetime(row + 1, number, days[row], form)
        else:
            sheet.write_blank(row + 1, number, None, form)
    column = xl_col_to_name(number)
    book.define_name(HOLIDAYS, f"={SHEET}!${column}$2:${column}${ROOM + 1}")
    return number + 1
