"""A workbook made fit for being opened whole: what would take for ever, or end the reading, is left out.

The copy is for looking only. Merged cells and links are taken from the bytes (a merge over all rows would be walked
cell by cell), drawings, notes and pivots are of no use here, and empty rows far below the data are only counted.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree
from openpyxl.reader.excel import ExcelReader

from ncr_toolkit.common.packages.relations import CONTENT_TYPES, RELATIONS, TYPES, relations_part
from ncr_toolkit.common.packages.writer import packed
from ncr_toolkit.core.model import RECORDS
from ncr_toolkit.excel.doctor.filled_cells import FilledCells, filled_cells
from ncr_toolkit.excel.opc.address import whole
from ncr_toolkit.excel.opc.package import SheetPart, WorkbookPackage, parse, relations
from ncr_toolkit.excel.read.layout import known_sheet
from ncr_toolkit.excel.read.reach import LAST_ROW

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

_TAG = rb"<(?:[\w.-]+:)?"
_LEFT_OUT = re.compile(_TAG + rb"(mergeCells|hyperlinks|extLst)\b[^<>]*>.*?</(?:[\w.-]+:)?\1\s*>", re.DOTALL)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.{}+xml"
_RELATIONS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_LOOKED_AT = {"worksheet": "worksheets/sheet{}.xml", "styles": "styles.xml", "sharedStrings": "sharedStrings.xml",
              "table": "tables/table{}.xml"}
"""The kinds of parts, and the names that they get: of some openpyxl knows one only."""
_AREA = re.compile(r"[A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7}$")
_FIRST_OWN = 164  # below it are the formats that every workbook has (ECMA-376 Part 1, 18.8.30)
_DATA_END = re.compile(rb"</(?:[\w.-]+:)?sheetData\s*>")
_ROW = re.compile(_TAG + rb"""row\b[^<>]*?\br=["']([0-9]+)["']""")
_ROW_END = re.compile(rb"</(?:[\w.-]+:)?row\s*>")
_VALUES = (b"<v", b"<f", b"<is", b":v", b":f", b":is")


@dataclass(frozen=True, slots=True)
class Depth:
    """How far down a sheet goes: the last row with something in it, and the last row it lists; counted from 1."""

    used: int
    listed: int


TOP = 40
"""Rows of a sheet of records that are opened with all they have; keys and headers stand within these."""


@dataclass(frozen=True)
class Loaded:
    """A workbook opened whole, but for the rows of records: of these there is what stands in their cells."""

    book: Workbook
    cells: dict[str, FilledCells]  # by name of the sheet


def load(package: WorkbookPackage) -> tuple[Loaded | None, dict[str, Depth]]:
    """The workbook opened whole, None where that fails, and the depth of its sheets by name."""
    depths, sheets = {}, {}
    for part in package.sheets:
        fit, depths[part.name] = _fit(package.part(part.path))
        sheets[part.path] = _topmost(fit) if _is_of_records(part) else fit
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = ExcelReader(io.BytesIO(packed(_parts(package, sheets), stored=True)), keep_links=False)
            reader.read()
            return Loaded(reader.wb, {part.name: filled_cells(reader.wb, reader.shared_strings,
                                                              _fit(package.part(part.path))[0])
                                      for part in package.sheets if part.name in reader.wb.sheetnames}), depths
    except (MemoryError, RecursionError):
        raise
    except Exception:  # it fails in as many ways as there are programs that write workbooks
        return None, depths


def _is_of_records(part: SheetPart) -> bool:
    return known_sheet(part.name) in RECORDS


def _topmost(sheet: bytes) -> bytes:
    """A worksheet without the rows below the topmost."""
    ends = list(islice(_ROW_END.finditer(sheet), TOP))
    ending = _DATA_END.search(sheet, ends[-1].end()) if len(ends) == TOP else None
    return sheet[:ends[-1].end()] + sheet[ending.start():] if ending else sheet


def _parts(package: WorkbookPackage, sheets: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """The parts that are looked at, found by their relations, under names that every reader finds them by."""
    names, kinds = {package.workbook: "xl/workbook.xml"}, {"xl/workbook.xml": "sheet.main"}
    for source in (package.workbook, *sheets):
        for kind, target in relations(package, source).values():
            name = f"xl/{_LOOKED_AT.get(kind, '')}".format(len(names))
            if kind in _LOOKED_AT and target in package.members and target not in names and name not in kinds \
                    and _is_whole(package, target, kind):
                names[target], kinds[name] = name, kind
    own = "".join(f'<Override PartName="/{name}" ContentType="{_TYPE.format(kind)}"/>' for name, kind in kinds.items())
    yield CONTENT_TYPES, (f'<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="{_RELATIONS_TYPE}"/>'
                          f"{own}</Types>").encode()
    yield relations_part(""), _related({"rId1": ("officeDocument", "xl/workbook.xml")})
    for path, name in names.items():
        content = sheets.get(path) or package.part(path)
        led = relations(package, path) if path == package.workbook or path in sheets else {}
        gone = [id for id, (kind, target) in led.items() if kind == "table" and target not in names]
        content = re.sub(_TAG + rb"""tablePart\b[^>]*["'](?:%s)["'][^>]*>""" % b"|".join(
            re.escape(id.encode()) for id in gone), b"", content) if gone else content
        yield name, _with_known_formats(package.name, content) if kinds[name] == "styles" else content
        if led:
            yield relations_part(name), _related({id: (kind, names.get(target, "gone.xml"))
                                                  for id, (kind, target) in led.items()
                                                  if path == package.workbook or target in names})


def _related(found: Mapping[str, tuple[str, str]]) -> bytes:
    each = "".join(f'<Relationship Id="{escape(id)}" Type="{_OFFICE}/{escape(kind)}" Target="/{target}"/>'
                   for id, (kind, target) in found.items())
    return f'<Relationships xmlns="{RELATIONS}">{each}</Relationships>'.encode()


def _is_whole(package: WorkbookPackage, path: str, kind: str) -> bool:
    """Whether a table says where it is: one that does not is none, and would end every look."""
    return kind != "table" or _AREA.match(parse(package.name, package.part(path)).get("ref", "")) is not None


def _with_known_formats(name: str, content: bytes) -> bytes:
    """The formats of cells, none of which names a format of numbers that is not there."""
    root = parse(name, content)
    known = {each.get("numFmtId") for each in root.iterfind("{*}numFmts/{*}numFmt")}
    for each in root.iterfind("{*}cellXfs/{*}xf"):
        if whole(each.get("numFmtId"), 0) >= _FIRST_OWN and each.get("numFmtId") not in known:
            each.set("numFmtId", "0")
    return etree.tostring(root)


def _fit(data: bytes) -> tuple[bytes, Depth]:
    """A worksheet without the parts that are left out, and its depth."""
    ending = _DATA_END.search(data)
    end = ending.start() if ending else len(data)
    last_value = max(data.rfind(mark, 0, end) for mark in _VALUES)
    close = _ROW_END.search(data, last_value, end) if last_value >= 0 else None
    cut = close.end() if close else data.find(b">", data.find(b"sheetData")) + 1
    depth = Depth(_last_row(data, cut), _last_row(data, end))
    if depth.used > LAST_ROW and 2 * sum(1 for _ in _ROW.finditer(data, 0, cut)) < depth.used:
        # a far cell, told for itself: what stands before it is enough
        cut = next((row.start() for row in _ROW.finditer(data, 0, cut) if int(row[1]) > LAST_ROW), cut)
    plain = data[:cut] + data[end:] if ending and 0 < cut <= end else data
    return _LEFT_OUT.sub(b"", plain), depth


def _last_row(data: bytes, before: int) -> int:
    """The number of the last row that begins before a place in the bytes."""
    start = max(data.rfind(b"<row", 0, before), data.rfind(b":row", 0, before))
    found = _ROW.match(data, data.rfind(b"<", 0, start + 1)) if start >= 0 else None
    return int(found[1]) if found else 0
