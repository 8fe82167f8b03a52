"""Words that are struck out: whole cells by their format, or some of the words in a cell; and cells that are merged. A
reader of values tells neither.

SpreadsheetML as in ECMA-376 Part 1: strike (18.4.10), fonts (18.8.23), cell formats (18.8.10), runs (18.4.4), mergeCell
(18.3.1.54).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.core.schema import Struck
from ncr_toolkit.excel.opc.address import Address, address_of, whole
from ncr_toolkit.excel.opc.package import WorkbookPackage, elements, parse
from ncr_toolkit.excel.read.plain_texts import plain_texts
from ncr_toolkit.excel.read.sheetscan import SheetXml

_MARK = b"strike"
_TEXT_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]*\bt="s"[^<>]*>\s*<v>([0-9]{1,9})</v>')
_INLINE_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"[^<>]*\bt="inlineStr"[^<>]*>((?:(?!<c ).)*?)</c>', re.DOTALL)


class StruckOut:
    """What is struck out in one workbook. Where none of its formats and texts is, no sheet is looked at."""

    def __init__(self, package: WorkbookPackage) -> None:
        try:
            self.formats, self.texts = frozenset(_formats(package)), dict(_texts(package))
        except (CannotRun, etree.XMLSyntaxError, ValueError):  # looks that are damaged take no value from the register
            self.formats, self.texts = frozenset[str](), dict[int, Struck]()

    def cells(self, sheet: SheetXml) -> dict[Address, Struck]:
        """The cells of a worksheet with something struck out; blank ones may be among them."""
        if not self.formats and not self.texts and _MARK not in sheet.data:
            return {}
        return {where: struck for where, struck in self._scanned(sheet.data) if where is not None}

    def _scanned(self, data: bytes) -> Iterator[tuple[Address | None, Struck]]:
        """Of a cell that is named twice the later counts: words say more than the format of their cell."""
        if self.formats:
            formats = b"|".join(sorted(each.encode() for each in self.formats))
            for cell in re.finditer(rb'<c r="([A-Z]+[0-9]+)"[^<>]*\bs="(?:' + formats + rb')"', data):
                yield address_of(cell[1].decode()), Struck()
        if self.texts:
            for cell in _TEXT_CELL.finditer(data):
                if (struck := self.texts.get(int(cell[2]))) is not None:
                    yield address_of(cell[1].decode()), struck
        if _MARK in data:
            for cell in _INLINE_CELL.finditer(data):
                if _MARK in cell[2] and (struck := _of(_fragment(cell[2]))):
                    yield address_of(cell[1].decode()), struck


def _fragment(content: bytes) -> etree._Element:
    return etree.fromstring(b"<c>" + content + b"</c>", etree.XMLParser(recover=True, resolve_entities=False))


def _formats(package: WorkbookPackage) -> Iterator[str]:
    """The numbers of the cell formats whose font is struck out."""
    path = package.related("styles")
    content = package.part(path) if path else b""
    if _MARK not in content:
        return
    root = parse(package.name, content)
    fonts = root.find("{*}fonts")
    struck = {number for number, font in enumerate(fonts.iterchildren("{*}font") if fonts is not None else ())
              if _is_on(font.find("{*}strike"))}
    formats = root.find("{*}cellXfs")
    for number, each in enumerate(formats.iterchildren("{*}xf") if formats is not None and struck else ()):
        if whole(each.get("fontId"), 0) in struck:
            yield str(number)


def _texts(package: WorkbookPackage) -> Iterator[tuple[int, Struck]]:
    """The texts of the common list of which words are struck out, by their number."""
    if _MARK not in (content := plain_texts(package)):
        return
    for number, (_, item) in enumerate(elements(package.name, content, "{*}si")):
        if struck := _of(item):
            yield number, struck
        item.clear()


def _of(item: etree._Element) -> Struck | None:
    """What is struck out of a text with runs, and what is left of it; None where nothing is."""
    gone, rest = "", ""
    for run in item.iter("{*}r"):
        text = "".join(each.text or "" for each in run.iterchildren("{*}t"))
        if _is_on(run.find("{*}rPr/{*}strike")):
            gone += text
        else:
            rest += text
    if not gone.strip():
        return None
    return Struck(gone.strip(), rest.strip()) if rest.strip() else Struck()


def _is_on(strike: etree._Element | None) -> bool:
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def merged(data: bytes) -> Iterable[tuple[Address, Address]]:
    """The areas of merged cells of a worksheet, from their first cell to their last."""
    for found in _MERGED.finditer(data, max(data.rfind(b"sheetData>"), 0)):
        first, _, last = found[1].decode("ascii", "ignore").partition(":")
        if (top := address_of(first)) and (bottom := address_of(last or first)) and top != bottom:
            yield top, bottom


_MERGED = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\b[^<>]*\bref=["']([^"']+)["']""")
