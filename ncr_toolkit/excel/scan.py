"""What a reader of values does not tell about a worksheet: far cells, error cells, formulas, links, hidden rows.

Worksheets as Excel and the usual libraries write them (`<c r="B4" ...>`) are scanned as bytes, which costs a fraction of
reading them. All others (prefixed XML, single quotes, cells without a reference) are walked as XML.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from ncr_toolkit.errors import CannotRun
from ncr_toolkit.excel.package import Package, relations
from ncr_toolkit.excel.recognise import DAMAGED

LAST_ROW, LAST_COLUMN = 200_000, 2_000  # beyond these a reader of values ends the whole process
LARGEST_AREA = 8_000_000  # cells from A1 to the last used corner, all of which it would lay out in memory


class Spot(NamedTuple):
    """A cell by row and column, both from 0."""

    row: int
    column: int


@dataclass(slots=True)
class Facts:
    """One worksheet's facts, by cell."""

    far: str = ""  # a used cell too far out to be read
    errors: dict[Spot, str] = field(default_factory=dict)  # "#REF!"
    formulas: dict[Spot, str] = field(default_factory=dict)  # cells with a formula and a value: the formula
    uncalculated: dict[Spot, str] = field(default_factory=dict)  # cells with a formula and no value: the formula
    links: dict[Spot, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


_REFERENCE = re.compile(r"\$?([A-Z]{1,7})\$?([0-9]{1,9})$", re.IGNORECASE)
_FAR = re.compile(rb'<c r="(?:[A-Z]{3}|[A-Z]+[0-9]{6})')
_WIDE = re.compile(rb'<c r="[A-Z]{2}')
_LONG = re.compile(rb'<c r="[A-Z]+[0-9]{5}')
_USED = re.compile(rb'<c r="([A-Z]+)([0-9]+)"(?:[^>]*[^/>])?>(?!</c>)')
_FORMULA = re.compile(rb"<f[ />]")
_ERROR = re.compile(rb'<c [^>]*\bt="e"')
_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(.*?)</c>', re.DOTALL)
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
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    return Spot(int(found[2]) - 1, column - 1)


def scan(package: Package, path: str) -> Facts:
    """The facts of the worksheet at `path` of the package. Raises CannotRun where it is damaged."""
    data = package.part(path)
    cells = data.count(b"<c ")
    plain = cells == data.count(b'<c r="') and b":c " not in data and b":c>" not in data \
        and b"<c>" not in data and b"<!" not in data
    facts = Facts()
    if plain:
        _scan_bytes(data, facts)
    else:
        _walk(package.name, data, facts)
    if b"hidden=" in data:
        facts.hidden = _hidden_rows(data)
    if b"hyperlink" in data:
        facts.links = _links(package, path, data)
    return facts


def _scan_bytes(data: bytes, facts: Facts) -> None:
    if _FAR.search(data) or (_WIDE.search(data) and _LONG.search(data)):
        facts.far = _far(found.groups() for found in _USED.finditer(data))
    if b't="e"' in data:
        for found in _ERROR.finditer(data):
            _note(data, found.start(), facts)
    end = 0
    for found in _FORMULA.finditer(data):
        if found.start() >= end:
            end = _note(data, data.rfind(b"<c ", end, found.start()), facts)


def _note(data: bytes, start: int, facts: Facts) -> int:
    """Take down the cell whose tag begins at `start`; gives the place where it ends."""
    found = _CELL.match(data, start) if start >= 0 else None
    where = spot(found[1].decode("ascii")) if found else None
    if found is None or where is None:
        return start + 1 if start >= 0 else len(data)
    formula, value = _FORMULA_TEXT.search(found[3]), _VALUE.search(found[3])
    kind = re.search(rb'\bt="(\w+)"', found[2])
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


def _far(used: Iterator[tuple[bytes, ...]]) -> str:
    """The used cell that lies too far out, '' if none does. Two corners can together span too much."""
    last_row = last_column = 0
    corner = ""
    for column, row in used:
        where = spot((column + row).decode("ascii"))
        if where is None or where.row >= LAST_ROW or where.column >= LAST_COLUMN:
            return (column + row).decode("ascii")
        if where.row > last_row or where.column > last_column:
            last_row, last_column = max(last_row, where.row), max(last_column, where.column)
            corner = (column + row).decode("ascii")
            if (last_row + 1) * (last_column + 1) > LARGEST_AREA:
                return corner
    return ""


def _walk(name: str, data: bytes, facts: Facts) -> None:
    """The same facts from any well-formed XML, cell by cell."""
    used: list[tuple[bytes, bytes]] = []
    seen = Spot(0, 0)
    row = column = -1
    try:
        for event, element in etree.iterparse(io.BytesIO(data), events=("start", "end"), tag=("{*}row", "{*}c"),
                                              resolve_entities=False, no_network=True, load_dtd=False):
            if etree.QName(element).localname == "row":
                if event == "start":
                    number = element.get("r", "")
                    row, column = (int(number) - 1 if number.isdigit() else row + 1), -1
                else:
                    element.clear()
                continue
            if event == "start":
                continue
            where = spot(element.get("r", "")) or Spot(row, column + 1)
            column = where.column
            if len(element):
                _take_element(facts, where, element)
                if where.row > seen.row or where.column > seen.column:
                    seen = Spot(max(where.row, seen.row), max(where.column, seen.column))
                    used.append((letters(where.column).encode(), str(where.row + 1).encode()))
            element.clear()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRun(DAMAGED.format(name=name)) from error
    facts.far = _far(iter(used))


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
