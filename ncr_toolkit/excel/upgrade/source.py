"""The workbook to be moved: of every sheet its values, and all that a reader of values does not tell."""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.opc.address import Address, address_of, letters, whole
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse, relations
from ncr_toolkit.excel.read.layout import Rows
from ncr_toolkit.excel.read.reader import SheetRead, read_sheets
from ncr_toolkit.excel.read.sheetscan import SheetLink, cells
from ncr_toolkit.excel.upgrade.formulas import Formula, Shared
from ncr_toolkit.excel.write.user_additions import CellNote

Dated = (date, time, timedelta)
GENERAL = 0
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)/?>")
_MARGIN = 0.7109375  # which the file adds to the width that people see
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^<>]*)(?<!/)>(?!</c>)')
_TEXT = re.compile(rb'\bt="(?:s|inlineStr)"')
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
_CODE = re.compile("_x([0-9A-Fa-f]{4})_")  # a character that XML does not bear, as Excel writes it
_PAIR = re.compile(rb"""\b(\w++)=["']([^"']*)["']""")


@dataclass
class OldSheet:
    """One worksheet with everything that stands in it."""

    name: str
    kind: type[Record] | None  # the sheet of ours it was read as
    rows: Rows
    path: str
    data: bytes
    formulas: dict[Address, Formula] = field(default_factory=dict)
    errors: dict[Address, str] = field(default_factory=dict)
    uncalculated: set[Address] = field(default_factory=set)
    serials: dict[Address, float] = field(default_factory=dict)  # days and times as the numbers that they are
    forms: dict[Address, str | int] = field(default_factory=dict)  # number formats, where there is one
    links: dict[Address, SheetLink] = field(default_factory=dict)
    notes: dict[Address, CellNote] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    state: str = "visible"  # or "hidden", or "veryHidden"
    unseen: list[Address] = field(default_factory=list)  # filled cells that the reader of values passed over

    def raw(self, where: Address) -> Any:
        """The value of a cell, '' where there is none."""
        row = self.rows[where.row] if where.row < len(self.rows) else ()
        return row[where.column] if where.column < len(row) else ""

    def filled(self) -> Iterator[Address]:
        """Every cell with something in it, row by row."""
        special = sorted(where for where in self.errors.keys() | self.formulas.keys() if self.raw(where) == "")
        number = 0
        for row, values in enumerate(self.rows):
            while number < len(special) and special[number].row < row:
                yield special[number]
                number += 1
            for column, value in enumerate(values):
                if value != "":
                    yield Address(row, column)
        yield from special[number:]

    def has(self, where: Address) -> bool:
        """Whether something stands in the cell."""
        return self.raw(where) != "" or where in self.errors or where in self.formulas

    def widths(self) -> dict[int, float]:
        """The width of each column that has one of its own."""
        found: dict[int, float] = {}
        for each in _COLUMN.finditer(self.data[:self.data.find(b"sheetData")]):
            pairs = {name.decode(): value.decode("utf-8", "replace") for name, value in _PAIR.findall(each[1])}
            first, last = whole(pairs.get("min"), 1), whole(pairs.get("max"), 1)
            with contextlib.suppress(ValueError):  # a width that is no number is none
                if last - first < 1000 and not math.isnan(width := float(pairs.get("width", ""))):
                    found |= dict.fromkeys(range(first - 1, last), min(max(width - _MARGIN, 1), 120))
        return found


@dataclass
class Old:
    """The whole workbook."""

    path: Path
    name: str  # as messages call it
    package: WorkbookPackage
    register: Register
    sheets: list[OldSheet]
    names: dict[str, str]  # the workbook's names for cells, and what they stand for


def read_old(path: Path, name: str) -> Old:
    """The workbook at `path` with all it holds; `name` is how messages call it. Raises CannotRun as read_register."""
    package, register, sheets = read_sheets(path, name)
    forms = _number_formats(package)
    book = parse(package.name, package.part(package.workbook))
    states = {each.get("name", ""): each.get("state", "visible") for each in book.iter("{*}sheet")}
    names = {each.get("name", ""): each.text or "" for each in book.iter("{*}definedName")}
    return Old(path, name, package, register,
               [_sheet(name, package, read, forms, states[read.part.name]) for read in sheets], names)


def _sheet(name: str, package: WorkbookPackage, read: SheetRead, forms: list[str | int], state: str) -> OldSheet:
    sheet = OldSheet(read.part.name, read.kind, read.rows, read.part.path, read.xml.data, state=state)
    shared = Shared()
    for where, cell in _each_cell(read.xml.data):
        _take(sheet, where, cell, forms, shared)
    for link in read.xml.links():
        if link.is_wide:
            raise CannotRun(f"{name}: on the sheet '{sheet.name}' one hyperlink lies over whole rows or columns from "
                            f"{letters(link.first.column)}{link.first.row + 1} on; take it off (right-click, Remove "
                            "Hyperlink), save, and run again.")
        if link.target or link.location:
            sheet.links |= dict.fromkeys(cells(link), link)
    sheet.hidden = read.xml.hidden_rows()
    sheet.notes = _notes(package, read.part.path)
    return sheet


def _each_cell(data: bytes) -> Iterator[tuple[Address, etree._Element]]:
    """Every used cell but the texts, which are most of them and of which there is nothing to say."""
    for found in _CELL.finditer(data):
        if not _TEXT.search(found[2]) and (where := address_of(found[1].decode("ascii"))):
            end = data.find(b"</c>", found.end())
            yield where, etree.fromstring(data[found.start():end] + b"</c>", _PARSER)


def _take(sheet: OldSheet, where: Address, cell: etree._Element, forms: list[str | int], shared: Shared) -> None:
    """Take down what there is to say of one cell."""
    kind, value, raw = cell.get("t", "n"), cell.findtext("{*}v") or "", sheet.raw(where)
    formula = cell.find("{*}f")
    if formula is not None:
        sheet.formulas[where] = shared.read(formula, where)
        if not value and kind != "str":
            sheet.uncalculated.add(where)
    if kind == "e":
        sheet.errors[where] = value.strip() or "#ERROR!"
    elif kind in ("n", "d") and (style := whole(cell.get("s"), 0)):
        form = forms[style] if style < len(forms) else GENERAL
        if form != GENERAL:
            sheet.forms[where] = form
    if isinstance(raw, Dated) and kind == "n":
        with contextlib.suppress(ValueError):
            sheet.serials[where] = float(value)
    if raw == "" and kind not in ("e", "s", "str", "inlineStr") and formula is None and value:
        sheet.unseen.append(where)


def _number_formats(package: WorkbookPackage) -> list[str | int]:
    """The number format of each cell style: the number of a built-in one, or the code of another."""
    path = package.related("styles")
    if not path:
        return []
    root = parse(package.name, package.part(path))
    codes: dict[str, str] = {each.get("numFmtId", ""): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    styles = root.find("{*}cellXfs")
    found: list[str | int] = []
    for style in styles if styles is not None else ():
        number = style.get("numFmtId", "0") if isinstance(style.tag, str) else "0"
        found.append(codes.get(number) or (built_in if (built_in := whole(number, 50)) < 50 else GENERAL))
    return found


def _notes(package: WorkbookPackage, path: str) -> dict[Address, CellNote]:
    """The notes on the cells of a sheet; a thread of comments is told in its note."""
    found = {}
    for kind, target in relations(package, path).values():
        if kind != "comments" or target not in package.members:
            continue
        root = parse(package.name, package.part(target))
        authors = [each.text or "" for each in root.iter("{*}author")]
        for each in root.iter("{*}comment"):
            where, number = address_of(each.get("ref", "")), whole(each.get("authorId"), len(authors))
            coded = "".join(part.text or "" for part in each.iter("{*}t"))
            text = _CODE.sub(lambda found: chr(int(found[1], 16)), coded)
            if where and text:
                author = authors[number] if number < len(authors) else ""
                found[where] = CellNote(text, "" if author.startswith("tc=") else author)
    return found
