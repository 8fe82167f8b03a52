"""The workbook to be moved: of every sheet its values, and all that a reader of values does not tell."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from lxml import etree

from ncr_toolkit.excel.layout import Rows
from ncr_toolkit.excel.own import Note
from ncr_toolkit.excel.package import Package, parse, relations, workbook_part
from ncr_toolkit.excel.reader import SheetRead, read_sheets
from ncr_toolkit.excel.scan import Link, cells
from ncr_toolkit.excel.spots import Spot, spot
from ncr_toolkit.excel.upgrade.formulas import Formula, Shared
from ncr_toolkit.excel.walk import used
from ncr_toolkit.register import Register
from ncr_toolkit.schema import Record

Dated = (date, time, timedelta)
GENERAL = 0
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)/?>")
_PAIR = re.compile(rb"""(\w+)=["']([^"']*)["']""")


@dataclass
class OldSheet:
    """One worksheet with everything that stands in it."""

    name: str
    kind: type[Record] | None  # the sheet of ours it was read as
    rows: Rows
    path: str
    data: bytes
    formulas: dict[Spot, Formula] = field(default_factory=dict)
    errors: dict[Spot, str] = field(default_factory=dict)
    uncalculated: set[Spot] = field(default_factory=set)
    serials: dict[Spot, float] = field(default_factory=dict)  # days and times as the numbers that they are
    forms: dict[Spot, str | int] = field(default_factory=dict)  # number formats, where there is one
    links: dict[Spot, Link] = field(default_factory=dict)
    notes: dict[Spot, Note] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    unseen: list[Spot] = field(default_factory=list)  # filled cells that the reader of values passed over

    def raw(self, where: Spot) -> Any:
        """The value of a cell, '' where there is none."""
        row = self.rows[where.row] if where.row < len(self.rows) else ()
        return row[where.column] if where.column < len(row) else ""

    def filled(self) -> Iterator[Spot]:
        """Every cell with something in it, row by row."""
        special = sorted(where for where in self.errors.keys() | self.formulas.keys() if self.raw(where) == "")
        number = 0
        for row, values in enumerate(self.rows):
            while number < len(special) and special[number].row < row:
                yield special[number]
                number += 1
            for column, value in enumerate(values):
                if value != "":
                    yield Spot(row, column)
        yield from special[number:]

    def has(self, where: Spot) -> bool:
        """Whether something stands in the cell."""
        return self.raw(where) != "" or where in self.errors or where in self.formulas

    def widths(self) -> dict[int, float]:
        """The width of each column that has one of its own."""
        found: dict[int, float] = {}
        for each in _COLUMN.finditer(self.data[:self.data.find(b"sheetData")]):
            pairs = {name.decode(): value.decode() for name, value in _PAIR.findall(each[1])}
            first, last = int(pairs.get("min", 1)), int(pairs.get("max", 1))
            if "width" in pairs and last - first < 1000:
                found |= dict.fromkeys(range(first - 1, last), min(float(pairs["width"]), 120.0))
        return found


@dataclass
class Old:
    """The whole workbook."""

    path: Path
    name: str  # as messages call it
    package: Package
    register: Register
    sheets: list[OldSheet]


def read_old(path: Path, name: str) -> Old:
    """The workbook at `path` with all it holds; `name` is how messages call it. Raises CannotRun as read_register."""
    package, register, sheets = read_sheets(path, name)
    forms = _number_formats(package)
    return Old(path, name, package, register, [_sheet(package, read, forms) for read in sheets])


def _sheet(package: Package, read: SheetRead, forms: list[str | int]) -> OldSheet:
    sheet = OldSheet(read.part.name, read.kind, read.rows, read.part.path, read.xml.data)
    shared = Shared()
    for where, cell in used(read.xml.data):
        _take(sheet, where, cell, forms, shared)
    for link in read.xml.links():
        for where in cells(link):
            if link.target or link.location:
                sheet.links[where] = link
    sheet.hidden = read.xml.hidden_rows()
    sheet.notes = _notes(package, read.part.path)
    return sheet


def _take(sheet: OldSheet, where: Spot, cell: etree._Element, forms: list[str | int], shared: Shared) -> None:
    """Take down what there is to say of one cell."""
    kind, value, raw = cell.get("t", "n"), cell.findtext("{*}v") or "", sheet.raw(where)
    formula = cell.find("{*}f")
    if formula is not None:
        sheet.formulas[where] = shared.read(formula, where)
        if not value and kind != "str":
            sheet.uncalculated.add(where)
    if kind == "e":
        sheet.errors[where] = value.strip() or "#ERROR!"
    elif kind in ("n", "d") and (style := cell.get("s", "0")) != "0" and style.isdigit():
        form = forms[int(style)] if int(style) < len(forms) else GENERAL
        if form != GENERAL:
            sheet.forms[where] = form
    if isinstance(raw, Dated) and kind == "n":
        with contextlib.suppress(ValueError):
            sheet.serials[where] = float(value)
    inline = "".join(part.text or "" for part in cell.iter("{*}t")) if kind == "inlineStr" else ""
    if raw == "" and kind not in ("e", "s", "str") and formula is None and (value or inline):
        sheet.unseen.append(where)


def _number_formats(package: Package) -> list[str | int]:
    """The number format of each cell style: the number of a built-in one, or the code of another."""
    path = next((target for kind, target in relations(package, workbook_part(package)).values() if kind == "styles"),
                "")
    if path not in package.members:
        return []
    root = parse(package.name, package.part(path))
    codes: dict[str, str] = {each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    found: list[str | int] = []
    for style in styles if styles is not None else ():
        number = style.get("numFmtId", "0") if isinstance(style.tag, str) else "0"
        found.append(codes.get(number) or (int(number) if number.isdigit() and int(number) < 50 else GENERAL))
    return found


def _notes(package: Package, path: str) -> dict[Spot, Note]:
    """The notes on the cells of a sheet; a thread of comments is told in its note."""
    found = {}
    for kind, target in relations(package, path).values():
        if kind != "comments" or target not in package.members:
            continue
        root = parse(package.name, package.part(target))
        authors = [each.text or "" for each in root.iter("{*}author")]
        for each in root.iter("{*}comment"):
            where, number = spot(each.get("ref", "")), each.get("authorId", "")
            text = "".join(part.text or "" for part in each.iter("{*}t"))
            if where and text:
                author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
                found[where] = Note(text, "" if author.startswith("tc=") else author)
    return found
