"""Days of what has happened, and whether a workbook shows all of them late: Excel counts days from 1900 or from 1904
(ECMA-376 Part 1, 18.17.4.1), and what was counted from the one and is read from the other lies 1,462 days off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ncr_toolkit.core import clocks
from ncr_toolkit.core.model import RECORDS
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Cell, column_names

PAST = column_names(RECORDS, "done_on", "response_sent_on", "reviewed_on", "closed_on", "reopened_on", "raised_on",
                    "acknowledged_on", "signed_on", "dated", "received_on", "taken_on", "set_on", "report_received_on",
                    "decided_on", "agreed_on", "asked_on", *clocks.ACCEPTED)
"""Columns that tell of something that has happened."""
OFF = timedelta(days=1462)
_LEAST, _SHARE, _STILL = 6, 0.75, 0.1
"""So many days, and so large a part of all, lie in the future before it is the workbook and not one who typed;
and no more of them, if moved back, still do."""


@dataclass(frozen=True, slots=True)
class LateDays:
    """The days that lie late as a whole: how many of all, and the first of them."""

    count: int
    every: int
    cell: Cell
    header: str
    day: date

    @property
    def told(self) -> str:
        """What it is, in a sentence, with the first of them."""
        return (f"{self.count} of {self.every} days on which something happened lie in the future, and as a whole 4 "
                f"years and a day late: the dates of this workbook are counted from 1904, and were typed where they "
                f"count from 1900. The first is '{self.header}', {self.day}; it was {self.day - OFF}.")


FIX = ("In Excel: File > Options > Advanced, 'When calculating this workbook': untick 'Use 1904 date system'. If there "
       "is no tick, type 1462 into a free cell, copy it, select the dates, Paste Special > Values and Subtract. Then "
       "look at a few of them, and save.")


PastDay = tuple[Cell, str, date]
"""Cell, header and day."""


def late_days(past: Iterable[PastDay], today: date) -> LateDays | None:
    """Whether most of the days on which something happened lie after `today`, and hardly any does 1,462 days
    earlier; None else."""
    every = list(past)
    late = [each for each in every if each[2] > today]
    still = sum(day - OFF > today for _, _, day in late)  # somebody typed these
    if len(late) < _LEAST or len(late) < _SHARE * len(every) or still > _STILL * len(late):
        return None
    return LateDays(len(late), len(every), *late[0])


def past_days(register: Register) -> Iterator[PastDay]:
    """The known days of what has happened."""
    for kind in RECORDS:
        columns = [column for column in kind.SHEET.columns if column.name in PAST]
        for record in register.all(kind):
            for column in columns:
                if isinstance(value := record.value(column.name), date):
                    yield record.cell(column.name), column.header, value
