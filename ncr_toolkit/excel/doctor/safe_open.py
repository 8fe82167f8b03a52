"""A workbook made fit for being opened whole: what would take for ever, or end the reading, is left out.

The copy is for looking only. Merged cells and links are taken from the bytes (a merge over all rows would be walked
cell by cell), drawings, notes and pivots are of no use here, and empty rows far below the data are only counted.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl import load_workbook

from ncr_toolkit.common.packages.writer import packed
from ncr_toolkit.excel.opc.package import WorkbookPackage
from ncr_toolkit.excel.read.sheetscan import LAST_ROW

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

_TAG = rb"<(?:[\w.-]+:)?"
_LEFT_OUT = re.compile(_TAG + rb"(mergeCells|hyperlinks|extLst)\b[^<>]*>.*?</(?:[\w.-]+:)?\1\s*>", re.DOTALL)
_RELATION = re.compile(_TAG + rb"Relationship\b[^<>]*?(?:/>|>\s*</(?:[\w.-]+:)?Relationship\s*>)")
_TABLE = re.compile(rb"""\bType\s*=\s*["'][^"']*/table["']""")
_DATA_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_ROW = re.compile(_TAG + rb"""row\b[^<>]*?\br=["']([0-9]+)["']""")
_ROW_END = re.compile(rb"</(?:[\w.-]+:)?row\s*>")
_VALUES = (b"<v", b"<f", b"<is", b":v", b":f", b":is")


@dataclass(frozen=True, slots=True)
class Depth:
    """How far down a sheet goes: the last row with something in it, and the last row it lists; counted from 1."""

    used: int
    listed: int


def load(package: WorkbookPackage) -> tuple[Workbook | None, dict[str, Depth]]:
    """The workbook opened whole, None where that fails, and the depth of its sheets by name."""
    depths, parts = {}, {}
    for part in package.sheets:
        parts[part.path], depths[part.name] = _fit(package.part(part.path))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(_packed(package, parts), keep_links=False), depths
    except (MemoryError, RecursionError):
        raise
    except Exception:  # it fails in as many ways as there are programs that write workbooks
        return None, depths


def _packed(package: WorkbookPackage, parts: dict[str, bytes]) -> io.BytesIO:
    return io.BytesIO(packed(_kept(package, parts), stored=True))


def _kept(package: WorkbookPackage, parts: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for path in package.members:
        if not path.endswith((".xml", ".rels")) or path.startswith(("xl/drawings/", "xl/pivot")):
            continue
        content = parts.get(path) or package.part(path)
        if path.startswith("xl/worksheets/_rels/"):
            content = _RELATION.sub(lambda found: found[0] if _TABLE.search(found[0]) else b"", content)
        yield path, content


def _fit(data: bytes) -> tuple[bytes, Depth]:
    """A worksheet without the parts that are left out, and its depth."""
    ending = _DATA_END.search(data)
    end = ending.start() if ending else len(data)
    last_value = max(data.rfind(mark, 0, end) for mark in _VALUES)
    close = _ROW_END.search(data, last_value, end) if last_value >= 0 else None
    cut = close.end() if close else data.find(b">", data.find(b"sheetData")) + 1
    depth = Depth(_last_row(data, cut), _last_row(data, end))
    if depth.used > LAST_ROW:  # a far cell, told for itself: what stands before it is enough
        cut = next((row.start() for row in _ROW.finditer(data, 0, cut) if int(row[1]) > LAST_ROW), cut)
    plain = data[:cut] + data[end:] if ending and 0 < cut <= end else data
    return _LEFT_OUT.sub(b"", plain), depth


def _last_row(data: bytes, before: int) -> int:
    """The number of the last row that begins before a place in the bytes."""
    start = max(data.rfind(b"<row", 0, before), data.rfind(b":row", 0, before))
    found = _ROW.match(data, data.rfind(b"<", 0, start + 1)) if start >= 0 else None
    return int(found[1]) if found else 0
