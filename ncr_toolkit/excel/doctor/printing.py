"""What comes out of the printer, and the bars of the Dashboard: what other programs lose when they save."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ncr_toolkit.common.packages.safe_xml import parse
from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.core.model import RECORDS
from ncr_toolkit.excel.doctor.ranges import Area, as_ranges, column_cells
from ncr_toolkit.excel.doctor.registry import Remark, fact, look, watch
from ncr_toolkit.excel.write.dashboard import NAME as DASHBOARD
from ncr_toolkit.excel.write.finding_card import NAME as CARD
from ncr_toolkit.excel.write.start_sheet import NAME as START

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened

PRINT_AREA = "_xlnm.Print_Area"
WITH_AREA = (START, DASHBOARD, CARD, *(kind.SHEET.name for kind in RECORDS
                                       if len(kind.SHEET.typed_columns) < len(kind.SHEET.columns)))
"""The sheets that have a print area from the start."""
_RANGE = re.compile(r"(?:^|,)[^,]*!(\$?[A-Z]{1,3}\$?[0-9]+:\$?[A-Z]{1,3}\$?[0-9]+)(?=,|$)")
_BAR, _BAR_FROM_ZERO = re.compile(rb"<(?:[\w.-]+:)?dataBar\b"), re.compile(rb"<x14:dataBar\b")


@look("print area", whole=False)
def print_area(opened: Opened) -> Iterator[Remark]:
    """Sheets without their print area, and areas of fixed size that leave out rows with data."""
    areas = _areas(opened)
    if gone := [name for name in opened.names if name in WITH_AREA and name not in areas]:
        has = "has" if len(gone) == 1 else "have"
        yield fact("", "", f"{listing(gone)} {has} no print area any more: prepared rows are printed though blank.",
                   "Before you print, select what is to be printed: Page Layout > Print Area > Set Print Area; clear "
                   "it afterwards.")
    for sheet in opened.data_sheets:
        fixed = _RANGE.findall(areas.get(sheet.name, ""))
        own = min(sheet.layout.columns.values(), default=0)
        left = Area(" ".join(fixed)).without(own, sheet.rows) if fixed else []
        if left:
            yield watch(sheet.name, as_ranges(column_cells(own, left)), "The print area leaves out "
                        f"{plural(len(left), 'row')} with data.", "Page Layout > Print Area > Clear Print Area.")


def _areas(opened: Opened) -> dict[str, str]:
    """The print area of each sheet that has one, by its name, as a formula."""
    found = {}
    for name in parse(opened.package.part(opened.package.workbook)).iterfind(".//{*}definedName"):
        place = name.get("localSheetId") or ""
        if name.get("name") == PRINT_AREA and place.isdecimal() and int(place) < len(opened.names):
            found[opened.names[int(place)]] = (name.text or "").strip()
    return found


@look("data bars", whole=False)
def data_bars(opened: Opened) -> Iterator[Remark]:
    """Bars of the Dashboard that are gone, or no longer begin at 0."""
    data = opened.xml[DASHBOARD].data if DASHBOARD in opened.xml else b""
    if data and not _BAR_FROM_ZERO.search(data):
        what = "no longer begin at 0: the shortest seems to be none" if _BAR.search(data) else "are gone"
        yield fact(DASHBOARD, "", f"The bars beside the numbers {what}. The numbers are right.",
                   "ncr upgrade moves the register into a new workbook, which has them.")
