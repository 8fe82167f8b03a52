"""From which day the workbook counts its days, and whether all of them show late for that."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from ncr_toolkit.core.past_days import FIX, late_days
from ncr_toolkit.excel.doctor.registry import NOTHING, Remark, fact, look, lost
from ncr_toolkit.excel.doctor.saved_by import saved_by

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened


@look("days from 1904", whole=False)
def days_from_1904(opened: Opened) -> Iterator[Remark]:
    """Days that show four years and a day late, as seen from the day on which the workbook was saved."""
    saved = _day(saved_by(opened).on)
    late = late_days(opened.past, saved) if saved else None
    if late is not None:
        yield lost(late.cell.sheet, late.cell.ref or "", late.told, FIX)
    elif opened.package.date1904:
        yield fact("", "", "The workbook counts its days from 1904, by an old setting of the Mac: ncr reads them "
                   "right, and what is copied into another workbook shifts by 4 years and a day.", NOTHING)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
