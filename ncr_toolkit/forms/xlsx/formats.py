"""The formats of a workbook's cells: what they say about a cell, and further ones for cells that are filled.

SpreadsheetML, ECMA-376 Part 1: cell formats (18.8.10, 18.8.45), borders (18.8.4), fills (18.8.20), fonts (18.8.22),
number formats (18.8.30), protection (18.8.33).
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass

from lxml import etree

from ncr_toolkit.excel.opc.address import measure
from ncr_toolkit.excel.patch.workbook_parts import tag, xml

_SIDES = ("left", "right", "top", "bottom")
_DAYS = {*range(14, 18), 22, *range(27, 32), *range(34, 37), *range(50, 59)}  # built-in number formats of dates
_TEXT = "49"  # the built-in number format of text
_DAY = "yyyy-mm-dd"
_OWN = 164  # from here on number formats are the workbook's own (18.8.30)
_ASIDE = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]')
_WHITE = {"FFFFFFFF", "00FFFFFF"}


@dataclass(frozen=True, slots=True)
class CellFormat:
    """What is asked of the format of a cell."""

    lines: frozenset[str] = frozenset()  # the sides with a border
    fill: str = ""  # of the background, '' for none or white
    is_day: bool = False
    is_text: bool = False
    locked: bool = True
    wraps: bool = False
    bold: bool = False
    size: float = 11
    font: str = ""
    has_box: bool = False  # a cell that Excel shows as a box to tick


class Formats:
    """The formats of one workbook; new ones are added at the end, so that the others keep their numbers."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.changed = False
        self._numbers = {str(each.get("numFmtId", "")): str(each.get("formatCode", ""))
                         for each in root.iter(tag(root, "numFmt"))}
        self._parts = {name: self._children(name) for name in ("fonts", "fills", "borders", "cellXfs")}
        self._read: dict[int, CellFormat] = {}
        self._made: dict[tuple[int, bool, bool, bool], int] = {}

    def _children(self, name: str) -> list[etree._Element]:
        holder = self.root.find(tag(self.root, name))
        return [] if holder is None else [each for each in holder if isinstance(each.tag, str)]

    def of(self, number: int) -> CellFormat:
        """The format of a number; that of a cell without one where there is none."""
        if number not in self._read:
            cells = self._parts["cellXfs"]
            self._read[number] = self._look(cells[number]) if 0 <= number < len(cells) else CellFormat()
        return self._read[number]

    def _look(self, cell: etree._Element) -> CellFormat:
        border, fill, font = (self._part(name, cell.get(key, "")) for name, key in (
            ("borders", "borderId"), ("fills", "fillId"), ("fonts", "fontId")))
        number, code = cell.get("numFmtId", "0"), self._numbers.get(cell.get("numFmtId", "0"), "")
        locked, aligned = cell.find("{*}protection"), cell.find("{*}alignment")
        size, name = (None if font is None else font.find(f"{{*}}{each}") for each in ("sz", "name"))
        bold = None if font is None else font.find("{*}b")
        return CellFormat(
            frozenset(side for side in _SIDES if _has_line(border, side)), _background(fill),
            _is_day(number, code), number == _TEXT or code == "@", locked is None or _is_on(locked, "locked", "1"),
            aligned is not None and _is_on(aligned, "wrapText", "0"), bold is not None and _is_on(bold, "val", "1"),
            measure(size.get("val") if size is not None else None, 11), name.get("val", "") if name is not None else "",
            next(cell.iter("{*}xfComplement"), None) is not None)

    def _part(self, name: str, number: str) -> etree._Element | None:
        parts = self._parts[name]
        return parts[int(number)] if number.isdecimal() and int(number) < len(parts) else None

    def fitting(self, number: int, *, day: bool = False, wraps: bool = False, quoted: bool = False) -> int:
        """The format of that number, but with a date's number format, wrapped lines, or letters that are never taken
        for a formula (quotePrefix)."""
        now = self.of(number)
        key = (number, day and not now.is_day, wraps and not now.wraps, quoted)
        if not any(key[1:]):
            return number
        if key not in self._made:
            self._made[key] = self._add(*key)
        return self._made[key]

    def _add(self, number: int, day: bool, wraps: bool, quoted: bool) -> int:
        cells = self._parts["cellXfs"]
        made = copy.deepcopy(cells[number]) if 0 <= number < len(cells) else etree.Element(tag(self.root, "xf"))
        if day:
            made.set("numFmtId", self._number_of_days())
            made.set("applyNumberFormat", "1")
        if quoted:
            made.set("quotePrefix", "1")
        if wraps:
            aligned = made.find("{*}alignment")
            if aligned is None:
                aligned = etree.Element(tag(self.root, "alignment"), vertical="top")
                made.insert(0, aligned)
            aligned.set("wrapText", "1")
            aligned.attrib.pop("shrinkToFit", "")
            made.set("applyAlignment", "1")
        holder = self.root.find(tag(self.root, "cellXfs"))
        assert holder is not None
        holder.append(made)
        cells.append(made)
        holder.set("count", str(len(cells)))
        self.changed = True
        return len(cells) - 1

    def _number_of_days(self) -> str:
        own = next((id for id, code in self._numbers.items() if code == _DAY), "")
        if own:
            return own
        holder = self.root.find(tag(self.root, "numFmts"))
        if holder is None:
            holder = etree.Element(tag(self.root, "numFmts"))
            self.root.insert(0, holder)
        id = str(max([_OWN - 1, *(int(each) for each in self._numbers if each.isdecimal())]) + 1)
        etree.SubElement(holder, tag(self.root, "numFmt"), numFmtId=id, formatCode=_DAY)
        holder.set("count", str(len(holder)))
        self._numbers[id] = _DAY
        return id

    def packed(self) -> bytes:
        return xml(self.root)


def _has_line(border: etree._Element | None, side: str) -> bool:
    line = None if border is None else border.find(f"{{*}}{side}")
    return line is not None and line.get("style", "none") != "none"


def _background(fill: etree._Element | None) -> str:
    pattern = None if fill is None else fill.find("{*}patternFill")
    if pattern is None or pattern.get("patternType", "none") == "none":
        return ""
    colour = pattern.find("{*}fgColor")
    if colour is None or colour.get("rgb", "") in _WHITE or (colour.get("theme") == "0" and not colour.get("tint")):
        return ""
    return "|".join(colour.get(key, "") for key in ("rgb", "theme", "tint", "indexed")) + pattern.get("patternType", "")


def _is_day(number: str, code: str) -> bool:
    if code:
        return re.search(r"[dyj]", _ASIDE.sub("", code), re.IGNORECASE) is not None and "general" not in code.lower()
    return number.isdecimal() and int(number) in _DAYS


def _is_on(element: etree._Element, name: str, otherwise: str) -> bool:
    return element.get(name, otherwise) in ("1", "true")
