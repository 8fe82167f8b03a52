"""Drop-downs, and what Excel refuses in date and number columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ncr_toolkit.common.text import plural
from ncr_toolkit.core.schema import Column
from ncr_toolkit.excel.doctor.ranges import Area, as_ranges, column_cells
from ncr_toolkit.excel.doctor.registry import REBUILD, Remark, look, lost, watch
from ncr_toolkit.excel.opc.address import Address, letters
from ncr_toolkit.excel.write import dependent_lists

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened, OurSheet

_NEWER = re.compile(rb"<x14:dataValidation\b([^<>]*)>(.*?)</x14:dataValidation>", re.DOTALL)
_TYPE = re.compile(rb'\btype="(\w+)"')
_WHERE = re.compile(rb"<xm:sqref>([^<]*)</xm:sqref>")


@look("drop-down")
def drop_down(opened: Opened) -> Iterator[Remark]:
    """Drop-downs that are gone from a column, from rows with data, or from the rows that come next."""
    for sheet, place, column, source, area in _ruled(opened, "list"):
        spans = area.column(place)
        whole = f"{letters(place)}{sheet.first + 1}:{letters(place)}{max(sheet.rows, default=sheet.first) + 1}"
        if not spans:
            yield lost(sheet.name, whole, f"The drop-down of '{column.header}' is gone.",
                       f"Select the cells below the header; Data > Data Validation > List, source ={source}.",
                       together="The drop-downs are gone.", together_fix=REBUILD)
        elif bare := area.without(place, sheet.rows):
            yield lost(sheet.name, as_ranges(column_cells(place, bare)),
                       f"The drop-down of '{column.header}' is gone from "
                       f"{plural(len(bare), 'row')} with data; pasting cells does that.",
                       "Copy a cell of the column that still has it, select these cells, Paste Special > Validation.",
                       together="The drop-downs are gone from rows with data; pasting cells does that.")
        elif max(last for _, last in spans) <= max(sheet.rows, default=0):
            yield watch(sheet.name, whole, f"The drop-down of '{column.header}' ends with the last row: the next row "
                        "will have none.", "Copy the last cell, select the cells below it, Paste Special > Validation.",
                        together="The drop-downs end with the last row: the next row will have none.")


@look("drop-down source")
def source_broken(opened: Opened) -> Iterator[Remark]:
    """Drop-downs whose list leads nowhere."""
    for sheet in opened.input_sheets:
        assert sheet.sheet is not None
        for rule in sheet.sheet.data_validations.dataValidation:
            column = _first_column(sheet, Area(str(rule.sqref)))
            if rule.type == "list" and "#REF!" in (rule.formula1 or "") and column:
                yield lost(sheet.name, str(rule.sqref).replace(" ", ", ")[:80],
                           f"The list behind the drop-down of '{column.header}' leads nowhere (#REF!).",
                           f"Data > Data Validation, source ={_source(opened, sheet, column)}.",
                           together="The lists behind these drop-downs lead nowhere (#REF!).", together_fix=REBUILD)


@look("refusal")
def refusal(opened: Opened) -> Iterator[Remark]:
    """Date and number columns that take any text now."""
    for kind, word in (("date", "a date"), ("whole", "a whole number")):
        for sheet, place, column, _, area in _ruled(opened, kind):
            bare = area.without(place, sheet.rows or [sheet.first])
            if bare:
                yield watch(sheet.name, as_ranges(column_cells(place, bare)), f"Excel no longer asks for {word} in "
                            f"'{column.header}'; pasting cells does that.",
                            "Copy a cell of the column that still has it, select these cells, Paste Special > "
                            "Validation; if none has, Data > Data Validation.",
                            together="Excel no longer asks for dates or whole numbers; pasting cells does that.")


def _ruled(opened: Opened, kind: str) -> Iterator[tuple[OurSheet, int, Column, str, Area]]:
    """Every column that has a validation of this kind from the start: its sheet, place, list, and where it is now."""
    for sheet in opened.input_sheets:
        assert sheet.sheet is not None
        now = Area()
        for rule in sheet.sheet.data_validations.dataValidation:
            if rule.type == kind:
                now.add(str(rule.sqref))
        for attributes, inside in _NEWER.findall(opened.xml[sheet.name].data):
            found, where = _TYPE.search(attributes), _WHERE.search(inside)
            if found and where and found[1].decode() == kind:
                now.add(where[1].decode("ascii", "ignore"))
        for place, column in sheet.typed.items():
            old = opened.register and opened.register.settings.template_version == "1"
            if old and dependent_lists.is_later(column):
                continue
            rule = opened.template.rule(sheet.kind, column)
            if rule is not None and rule.type == kind:
                yield sheet, place, column, rule.formula1 or "", now


def _source(opened: Opened, sheet: OurSheet, column: Column) -> str:
    rule = opened.template.rule(sheet.kind, column)
    return (rule.formula1 or "") if rule else ""


def _first_column(sheet: OurSheet, area: Area) -> Column | None:
    return next((column for low, _ in area.corners
                 if (column := sheet.column_at(Address(max(low.row, sheet.first), low.column)))), None)
