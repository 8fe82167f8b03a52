"""What is written into the cells of a form: texts as texts, days as days, numbers as numbers; rows grow with them.

Cells: ECMA-376 Part 1, 18.3.1.4; codes of ST_Xstring 22.9.2.19; a row is 409 points high at most (18.3.1.73).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from lxml import etree

from ncr_toolkit.excel.opc.address import Address, whole
from ncr_toolkit.excel.patch.fill_cells import clear, column_formats, numbered_rows, placed_cell, widen
from ncr_toolkit.excel.patch.result_rows import coded
from ncr_toolkit.excel.patch.workbook_parts import tag, xml
from ncr_toolkit.forms.docx.wordprocessingml import XML_SPACE
from ncr_toolkit.forms.xlsx.sheet import Area, Run, Sheet

Value = str | date | float | bool | Sequence[Run]
MOST = 32_767
"""Characters that a cell holds, as UTF-16 counts them."""
_TALLEST = 409.0
_LINE = 1.36  # heights of the letters that a line takes
_LETTERS = 1.05  # letters of a common text in one width of a column
_LEADS = re.compile(r"[=+\-@]|[\d.,/: -]+$")  # what Excel would read as a formula, number or day when it is typed again


_BEFORE = ("sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
           "dataConsolidate", "customSheetViews")  # what stands before merged cells (18.3.1.99)


@dataclass
class CellWriter:
    """Writes into one sheet."""

    sheet: Sheet
    date1904: bool

    def write(self, values: Mapping[Address, Value], fields: Mapping[Address, Area]) -> bytes:
        """The sheet with these values in these cells. `fields`: the cells that belong to one, by the first of them: a
        text that needs lines takes them all."""
        root, looks = self.sheet.root, column_formats(self.sheet.root)
        self.rows = dict(numbered_rows(root))
        for where, value in values.items():
            field = fields.get(where, Area(where, where))
            if field.size > 1 and where not in self.sheet.merged and self._needs_lines(where, _letters(value)):
                self._join(root, field)
            row = self.rows.get(where.row)
            row = self._new_row(root, where.row) if row is None else row
            cell = placed_cell(root, row, where, looks)
            self._put(root, cell, where, value)
            self._grow(root, where, value)
        widen(root, list(values))
        return xml(root)

    def _join(self, root: etree._Element, field: Area) -> None:
        """Merge the cells of a field, as a person does who writes lines into it."""
        holder = root.find(tag(root, "mergeCells"))
        if holder is None:
            holder = etree.Element(tag(root, "mergeCells"))
            before = [each for each in root if isinstance(each.tag, str) and etree.QName(each).localname in _BEFORE]
            before[-1].addnext(holder)
        etree.SubElement(holder, tag(root, "mergeCell"), ref=field.span)
        holder.set("count", str(len(holder)))
        self.sheet.merged = {**self.sheet.merged, **dict.fromkeys(field.cells(), field)}

    def _new_row(self, root: etree._Element, number: int) -> etree._Element:
        data = root.find(tag(root, "sheetData"))
        assert data is not None
        made = etree.Element(tag(root, "row"), r=str(number + 1))
        before = [row for place, row in self.rows.items() if place < number]
        data.insert(data.index(before[-1]) + 1 if before else 0, made)
        self.rows = {**self.rows, number: made}
        self.rows = dict(sorted(self.rows.items()))
        return made

    def _put(self, root: etree._Element, cell: etree._Element, where: Address, value: Value) -> None:
        clear(cell)
        style = whole(cell.get("s"), 0)
        formats = self.sheet.formats
        if isinstance(value, bool):
            cell.set("t", "b")
            etree.SubElement(cell, tag(root, "v")).text = str(int(value))
        elif isinstance(value, date):
            style = formats.fitting(style, day=True)
            etree.SubElement(cell, tag(root, "v")).text = str(_serial(value, date1904=self.date1904))
        elif isinstance(value, float):
            etree.SubElement(cell, tag(root, "v")).text = f"{value:g}"
        else:
            runs = [Run(value)] if isinstance(value, str) else list(value)
            said = "".join(run.text for run in runs)
            style = formats.fitting(style, wraps=self._needs_lines(where, said),
                                    quoted=_LEADS.match(said) is not None and not formats.of(style).is_text)
            cell.set("t", "inlineStr")
            cell.append(_inline(root, runs))
        if style:
            cell.set("s", str(style))

    def width(self, area: Area) -> float:
        """Characters that go into one line of an area."""
        return max(sum(self.sheet.width(each) for each in range(area.first.column, area.last.column + 1)
                       if not self.sheet.is_hidden(each)), 1)

    def lines(self, area: Area, said: str) -> int:
        """The lines that a text takes in an area."""
        room = max(self.width(area) * _LETTERS * 11 / max(self.sheet.format(area.first).size, 1), 1)
        return sum(max(1, ceil(len(line) / room)) for line in said.split("\n"))

    def _needs_lines(self, where: Address, said: str) -> bool:
        """Whether a text is to be wrapped: it has lines, or does not fit."""
        return "\n" in said or self.lines(self.sheet.area(where), said) > 1

    def _heights(self, area: Area, said: str) -> tuple[float, float, bool]:
        """The points that a text needs, those that its rows have, and whether they are fixed."""
        rows = [row for row in range(area.first.row, area.last.row + 1) if row not in self.sheet.hidden_rows]
        has = sum(self.sheet.heights.get(row, (self.sheet.normal_height, False))[0] for row in rows)
        fixed = any(self.sheet.heights.get(row, (0.0, False))[1] for row in rows)
        return self.lines(area, said) * self.sheet.format(area.first).size * _LINE, has, fixed

    def _grow(self, root: etree._Element, where: Address, value: Value) -> None:
        """Let the last row of a cell grow with its text, where its height is not fixed."""
        area = self.sheet.area(where)
        needs, has, fixed = self._heights(area, _letters(value))
        if needs <= has or fixed:
            return
        last = max(row for row in range(area.first.row, area.last.row + 1) if row not in self.sheet.hidden_rows)
        row = self.rows.get(last)
        row = self._new_row(root, last) if row is None else row
        own = self.sheet.heights.get(last, (self.sheet.normal_height, False))[0]
        height = min(own + needs - has, _TALLEST)
        row.set("ht", f"{height:.2f}")
        if area.last != area.first:
            row.set("customHeight", "1")  # Excel does not measure merged cells
        self.sheet.heights[last] = (height, False)

    def note(self, area: Area, said: str) -> str:
        """What is to know of a text that does not show whole."""
        needs, has, fixed = self._heights(area, said)
        if needs > has and fixed:
            return (f"is filled; its row has a fixed height that shows about {max(1, int(has / needs * 100))} % of the "
                    "text: make the row higher in Excel")
        if needs > _TALLEST * (area.last.row - area.first.row + 1):
            return "is filled; it needs more lines than a row of Excel can show: look at the pages"
        return ""


def _inline(root: etree._Element, runs: Sequence[Run]) -> etree._Element:
    inline = etree.Element(tag(root, "is"))
    plain_text = len(runs) == 1 and runs[0].look is None
    for run in runs:
        if not run.text:
            continue
        holder = inline if plain_text else etree.SubElement(inline, tag(root, "r"))
        if run.look is not None:
            holder.append(copy.deepcopy(run.look))
        text = etree.SubElement(holder, tag(root, "t"))
        text.text = coded(run.text)
        text.set(XML_SPACE, "preserve")
    return inline


def _serial(day: date, *, date1904: bool) -> int:
    return (day - (date(1904, 1, 1) if date1904 else date(1899, 12, 30))).days


def _letters(value: Value) -> str:
    """The letters of a text, '' for a day or number."""
    if isinstance(value, (bool, float, date)):
        return ""
    return value if isinstance(value, str) else "".join(run.text for run in value)


def length(text: str) -> int:
    """The characters of a text as Excel counts them: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2
