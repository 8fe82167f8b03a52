"""What a reader of values does not tell about a worksheet: far cells, error cells, formulas, links, hidden rows.

Worksheets as Excel and the usual libraries write them (`<c r="B4" ...>`) are scanned as bytes, which costs a fraction
of reading them. All others (prefixed XML, single quotes, cells without a reference) are walked as XML.
"""

from __future__ import annotations

import io
import re
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from ncr_toolkit.errors import CannotRun
from ncr_toolkit.excel.package import Package, relations
from ncr_toolkit.excel.recognise import DAMAGED

LAST_ROW, LAST_COLUMN = 200_000, 2_000  # beyond these a reader of values ends the whole process
USUAL_COLUMNS = 100
LARGEST_AREA = 10_000_000  # cells from A1 to the last used corner, all of which it would lay out in memory


class Spot(NamedTuple):
    """A cell by row and column, both from 0."""

    row: int
    column: int


@dataclass(slots=True)
class Facts:
    """One worksheet's facts, by cell."""

    errors: dict[Spot, str] = field(default_factory=dict)  # "#REF!"
    formulas: dict[Spot, str] = field(default_factory=dict)  # cells with a formula and a value: the formula
    uncalculated: dict[Spot, str] = field(default_factory=dict)  # cells with a formula and no value: the formula
    links: dict[Spot, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


_REFERENCE = re.compile(r"\$?([A-Z]{1,7})\$?([0-9]{1,9})$", re.IGNORECASE)
_FAR = re.compile(rb'<c r="(?:[A-Z]{3}|[A-Z]+[0-9]{6})')
_WIDE = re.compile(rb'<c r="[A-Z]{2}')
_LONG = re.compile(rb'<c r="[A-Z]+(?:1[2-9]|[2-9][0-9])[0-9]{3}')  # with two letters: more than the largest area
_USED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?:[^>]*[^/>])?>(?!</c>)')
_LETTERS = re.compile(rb'<c r="([A-Z]{1,7})')
_KIND = re.compile(rb'\bt="(\w+)"')
_FORMULA = re.compile(rb"<f[ />]")
_ERROR = re.compile(rb'<c [^>]*\bt="e"')
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)(?<!/)>(.*?)</c>', re.DOTALL)
_FORMULA_TEXT = re.compile(rb"<f(?:\s[^>]*)?(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v(?:\s[^>]*)?>(.*?)</v>", re.DOTALL)
_HIDDEN = re.compile(rb"""<(?:[\w.-]+:)?row\b([^>]*)\bhidden=["'](?:1|true)["']([^>]*)""")
_ROW_NUMBER = re.compile(rb"""\br=["']([0-9]+)["']""")
_LINK = re.compile(rb"""<(?:[\w.-]+:)?hyperlink\b((?:[^>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(r"""([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def letters(column: int) -> str:
    """The letters of a column counted from 0: A, B ... Z, AA."""
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def spot(reference: str) -> Spot | None:
    """Row and column of `B4`; None for what is no reference."""
    found = _REFERENCE.match(reference)
    if not found:
        return None
    return Spot(int(found[2]) - 1, column_number(found[1].upper().encode("ascii")))


@lru_cache(maxsize=4096)
def column_number(letters: bytes) -> int:
    """The column from 0 that these capital letters name."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return column - 1


class SheetXml:
    """The XML of one worksheet, looked through for what a reader of values does not tell."""

    def __init__(self, package: Package, path: str) -> None:
        """Raises CannotRun where the sheet is damaged."""
        self.package, self.path = package, path
        self.data = package.part(path)
        # whether every cell is written the usual way, so that it can be found by its bytes
        self.plain = self.data.count(b"<c ") == self.data.count(b'<c r="') and not any(
            odd in self.data for odd in (b":c ", b":c>", b"<c>", b"<!"))

    def far_cell(self) -> str:
        """The used cell that lies too far out for a reader of values, '' if none does."""
        if not self.plain:
            return _far(list(_used(self.package.name, self.data)))
        if _FAR.search(self.data) or (_WIDE.search(self.data) and _LONG.search(self.data)):
            return _far(_USED.findall(self.data))
        return ""

    def facts(self, columns: Container[int]) -> Facts:
        """Everything else; error cells and formulas of these columns only (counted from 0)."""
        facts = Facts()
        if self.plain:
            _scan_bytes(self.data, facts, columns)
        else:
            for where, cell in _walk(self.package.name, self.data):
                if where.column in columns:
                    _take_element(facts, where, cell)
        if b"hidden=" in self.data:
            facts.hidden = _hidden_rows(self.data)
        if b"hyperlink" in self.data:
            facts.links = _links(self.package, self.path, self.data)
        return facts


def _scan_bytes(data: bytes, facts: Facts, columns: Container[int]) -> None:
    if b't="e"' in data:
        for found in _ERROR.finditer(data):
            _note(data, found.start(), facts, columns)
    end = 0
    for found in _FORMULA.finditer(data):
        if found.start() >= end:
            end = _note(data, data.rfind(b"<c ", end, found.start()), facts, columns) or found.end()


def _note(data: bytes, start: int, facts: Facts, columns: Container[int]) -> int:
    """Take down the cell whose tag begins at `start`, if it is of these columns. Gives where it ends, or 0."""
    letter = _LETTERS.match(data, start) if start >= 0 else None
    if not letter or column_number(letter[1]) not in columns:
        return 0
    found = _CELL.match(data, start)
    where = spot(found[1].decode("ascii")) if found else None
    if found is None or where is None:
        return 0
    formula, value = _FORMULA_TEXT.search(found[3]), _VALUE.search(found[3])
    kind = _KIND.search(found[2])
    _take(facts, where, kind[1].decode("ascii") if kind else "",
          None if formula is None else unescape((formula[1] or b"").decode("utf-8", "replace")),
          unescape(value[1].decode("utf-8", "replace")) if value else "")
    return found.end()


def _take(facts: Facts, where: Spot, kind: str, formula: str | None, value: str) -> None:
    if kind == "e":
        facts.errors[where] = value.strip() or "#ERROR!"
    elif formula is not None and not value and kind != "str":
        facts.uncalculated[where] = f"={formula or '…'}"
    elif formula is not None:
        facts.formulas[where] = f"={formula or '…'}"


def _far(used: list[tuple[bytes, bytes]]) -> str:
    """Of the used cells, by letters and row, the one too far out, '' if none is. Two corners can span too much."""
    widest = max({letter for letter, _ in used}, key=column_number, default=b"A")
    lowest = max({row for _, row in used}, key=int, default=b"1")
    columns, rows = column_number(widest) + 1, int(lowest)
    if columns <= LAST_COLUMN and rows <= LAST_ROW and columns * rows <= LARGEST_AREA:
        return ""
    too_wide = columns > LAST_COLUMN or (rows <= LAST_ROW and columns > USUAL_COLUMNS)
    return next((letter + row).decode("ascii") for letter, row in used
                if (letter == widest if too_wide else row == lowest))


def _walk(name: str, data: bytes) -> Iterator[tuple[Spot, etree._Element]]:
    """Every used cell of any well-formed XML. Rows and cells without a reference follow the one before."""
    row = column = -1
    try:
        for event, element in etree.iterparse(io.BytesIO(data), events=("start", "end"), tag=("{*}row", "{*}c"),
                                              resolve_entities=False, no_network=True, load_dtd=False):
            is_row = etree.QName(element).localname == "row"
            if event == "start" and is_row:
                number = element.get("r", "")
                row, column = (int(number) - 1 if number.isdigit() else row + 1), -1
            elif event == "end" and not is_row:
                where = spot(element.get("r", "")) or Spot(row, column + 1)
                column = where.column
                if len(element):
                    yield where, element
            if event == "end":
                element.clear()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRun(DAMAGED.format(name=name)) from error


def _used(name: str, data: bytes) -> Iterator[tuple[bytes, bytes]]:
    for where, _ in _walk(name, data):
        yield letters(where.column).encode("ascii"), str(where.row + 1).encode("ascii")


def _take_element(facts: Facts, where: Spot, cell: etree._Element) -> None:
    formula, value = cell.find("{*}f"), cell.find("{*}v")
    _take(facts, where, cell.get("t", ""), None if formula is None else formula.text or "",
          "" if value is None else value.text or "")


def _hidden_rows(data: bytes) -> set[int]:
    rows = set()
    for found in _HIDDEN.finditer(data):
        if number := _ROW_NUMBER.search(found[1]) or _ROW_NUMBER.search(found[2]):
            rows.add(int(number[1]) - 1)
    return rows


def _links(package: Package, path: str, data: bytes) -> dict[Spot, str]:
    """The targets of the hyperlinks, as a person would type them: percent codes of file names are undone."""
    targets = relations(package, path)
    links = {}
    for found in _LINK.finditer(data, max(data.rfind(b"sheetData>"), 0)):
        pairs = {key.rsplit(":", 1)[-1]: unescape(double or single)
                 for key, double, single in _ATTRIBUTE.findall(found[1].decode("utf-8", "replace"))}
        target = targets.get(pairs.get("id", ""), ("", ""))[1]
        if not re.match(r"[a-z][a-z0-9+.-]+:", target, re.IGNORECASE):
            target = unquote(target)
        if location := pairs.get("location", ""):
            target += f"#{location}"
        corners = [spot(corner) for corner in pairs.get("ref", "").split(":")]
        first, last = corners[0], corners[-1]
        if target and first and last:
            for row in range(first.row, min(last.row, first.row + 9_999) + 1):
                for column in range(first.column, min(last.column, first.column + 99) + 1):
                    links[Spot(row, column)] = target
    return links
