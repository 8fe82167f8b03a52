"""What a reader of values does not tell about a worksheet: far cells, error cells, formulas, links, hidden rows.

Worksheets are scanned as bytes, which costs a fraction of reading them: as they are where they are written in the plain
way, and otherwise as `plain_sheet` writes them anew.

SpreadsheetML as in ECMA-376 Part 1: worksheet (18.3.1.99), row (18.3.1.73), c (18.3.1.4), f (18.3.1.40), v (18.3.1.96),
hyperlink (18.3.1.47), and the kinds of cells (18.18.11).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from html import unescape
from urllib.parse import unquote

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.address import Address, SheetFacts, address_of, column_number
from ncr_toolkit.excel.opc.package import WorkbookPackage, relations
from ncr_toolkit.excel.read import plain_texts, reach
from ncr_toolkit.excel.read.plain_sheet import is_plain, plain

_LETTERS = re.compile(rb'<c r="([A-Z]{1,7})')
_KIND = re.compile(rb'\bt="(\w+)"')
_FORMULA = re.compile(rb"<f[ />]")
_ERROR = re.compile(rb'<c [^<>]*\bt="e"')
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^<>]*)(?<!/)>((?:(?!<c ).)*?)</c>', re.DOTALL)
_FORMULA_TEXT = re.compile(rb"<f(?:\s[^<>]*)?(?:/>|>((?:(?!<f[\s>]).)*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v(?:\s[^<>]*)?>((?:(?!<v[\s>]).)*?)</v>", re.DOTALL)
_HIDDEN = re.compile(rb"""<(?:[\w.-]+:)?row\b([^<>]*)\bhidden=["'](?:1|true)["']([^<>]*)""")
_ROW_NUMBER = re.compile(rb"""\br=["']([0-9]+)["']""")
_LINK = re.compile(rb"""<(?:[\w.-]+:)?hyperlink\b((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_TABLE = re.compile(rb"""<(?:[\w.-]+:)?table\b[^<>]*\bref=["'][A-Z]+[0-9]+:[A-Z]+([0-9]{1,7})["']""")
_ATTRIBUTE = re.compile(r"""(?<![\w.:-])([\w.:-]++)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class SheetLink:
    """A hyperlink as the file has it, from its first cell to its last."""

    first: Address
    last: Address
    target: str  # '' for a place in the same workbook
    location: str = ""
    tip: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether it lies over more cells than anybody meant: whole rows or columns."""
        return (self.last.row - self.first.row + 1) * (self.last.column - self.first.column + 1) > 20_000


class SheetXml:
    """The XML of one worksheet, looked through for what a reader of values does not tell."""

    def __init__(self, package: WorkbookPackage, path: str) -> None:
        """Raises CannotRun where the sheet is damaged, or holds a cell that cannot be read for certain."""
        self.package, self.path = package, path
        data = package.part(path)
        self.data = data if is_plain(data) else plain(data, package.name, package.title(path),
                                                      plain_texts.count(package))

    def far_cell(self) -> str:
        """The used cell that lies too far out for a reader of values, '' if none does."""
        return reach.far_cell(self.data)

    def facts(self, columns: Container[int], *, links: bool = True) -> SheetFacts:
        """Everything else; of error cells and formulas at least those of these columns (counted from 0)."""
        facts = SheetFacts()
        _scan_bytes(self.data, facts, columns)
        if b"hidden=" in self.data:
            facts.hidden = _hidden_rows(self.data)
        if links and b"hyperlink" in self.data:
            facts.links = _links([self._within(link) if link.is_wide else link for link in self.links()])
        return facts

    def hidden_rows(self) -> set[int]:
        """The rows that are hidden, counted from 0."""
        return _hidden_rows(self.data) if b"hidden=" in self.data else set()

    def links(self) -> Iterator[SheetLink]:
        """Every hyperlink, in the order of the file."""
        return _each_link(self.package, self.path, self.data) if b"hyperlink" in self.data else iter(())

    def _within(self, link: SheetLink) -> SheetLink:
        """A link over whole rows or columns, as far as there is something below it: there may be any number of them."""
        last = Address(min(link.last.row, self._end.row), min(link.last.column, self._end.column))
        return replace(link, last=last)

    @cached_property
    def _end(self) -> Address:
        """Where the used part of the sheet ends: its last row and its last column."""
        found = reach.reach_of(self.data)
        return Address(found.lowest.row, found.widest.column)


def _scan_bytes(data: bytes, facts: SheetFacts, columns: Container[int]) -> None:
    if b't="e"' in data:
        for found in _ERROR.finditer(data):
            _note(data, found.start(), facts, columns)
    end = 0
    for found in _FORMULA.finditer(data):
        if found.start() >= end:
            end = _note(data, data.rfind(b"<c ", end, found.start()), facts, columns) or found.end()


def _note(data: bytes, start: int, facts: SheetFacts, columns: Container[int]) -> int:
    """Take down the cell whose tag begins at `start`, if it is of these columns. Gives where it ends, or 0."""
    letter = _LETTERS.match(data, start) if start >= 0 else None
    if not letter or column_number(letter[1]) not in columns:
        return 0
    found = _CELL.match(data, start)
    where = address_of(found[1].decode("ascii")) if found else None
    if found is None or where is None:
        return 0
    formula, value = _FORMULA_TEXT.search(found[3]), _VALUE.search(found[3])
    kind = _KIND.search(found[2])
    facts.take(where, kind[1].decode("ascii") if kind else "",
               None if formula is None else unescape((formula[1] or b"").decode("utf-8", "replace")),
               unescape(value[1].decode("utf-8", "replace")) if value else "")
    return found.end()


def _hidden_rows(data: bytes) -> set[int]:
    rows = set()
    for found in _HIDDEN.finditer(data):
        if number := _ROW_NUMBER.search(found[1]) or _ROW_NUMBER.search(found[2]):
            rows.add(int(number[1]) - 1)
    return rows


def _each_link(package: WorkbookPackage, path: str, data: bytes) -> Iterator[SheetLink]:
    targets = relations(package, path)
    for found in _LINK.finditer(data, max(data.rfind(b"sheetData>"), 0)):
        pairs = {key.rsplit(":", 1)[-1]: unescape(double or single)
                 for key, double, single in _ATTRIBUTE.findall(found[1].decode("utf-8", "replace"))}
        corners = [address_of(corner) for corner in pairs.get("ref", "").split(":")]
        if (first := corners[0]) and (last := corners[-1]):
            yield SheetLink(first, last, targets.get(pairs.get("id", ""), ("", ""))[1], pairs.get("location", ""),
                            pairs.get("tooltip", ""))


def _links(links: Iterable[SheetLink]) -> dict[Address, str]:
    """The targets of the hyperlinks, as a person would type them: percent codes of file names are undone."""
    found: dict[Address, str] = {}
    for link in links:
        target = link.target
        if not re.match(r"[a-z][a-z0-9+.-]+:", target, re.IGNORECASE):
            target = unquote(target)
        if link.location:
            target += f"#{link.location}"
        if target:
            found |= dict.fromkeys(cells(link), target)
    return found


def cells(link: SheetLink) -> Iterator[Address]:
    """The cells that a hyperlink lies on, within reason."""
    for row in range(link.first.row, min(link.last.row, link.first.row + 9_999) + 1):
        for column in range(link.first.column, min(link.last.column, link.first.column + 99) + 1):
            yield Address(row, column)


def table_end(package: WorkbookPackage, path: str, name: str) -> int:
    """The last row, counted from 1, of the Excel table of that name on a worksheet, or of the only one there; or 0."""
    part = table_part(package, path, name)
    found = _TABLE.search(package.part(part)) if part else None
    return int(found[1]) if found else 0


def table_part(package: WorkbookPackage, path: str, name: str) -> str:
    """The part of the Excel table of that name on a worksheet, or of the only one there; or ''."""
    try:
        tables = {target: package.part(target) for kind, target in relations(package, path).values()
                  if kind == "table" and target in package.members}
    except CannotRun:  # a table that is damaged takes no row from the register
        return ""
    named = [part for part, content in tables.items()
             if re.search(rb"""\bdisplayName=["']""" + name.encode() + rb"""["']""", content)]
    return (named or list(tables))[0] if named or len(tables) == 1 else ""
