"""Workbooks of the old Excel kind and of OpenDocument; how far each sheet reaches is looked at before it is read, as a
cell far out would end the whole process that lays the sheet out in memory."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import content_of
from ncr_toolkit.common.packages.errors import PackageError
from ncr_toolkit.common.packages.limits import REGISTER
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.packages.safe_xml import plain_xml
from ncr_toolkit.excel.opc.package import elements
from ncr_toolkit.excel.read.reach import LARGEST_AREA
from ncr_toolkit.imports.sources.grid import Grid

_ADVICE = "name the workbook that holds the findings"
_AGAIN = "open it in Excel or LibreOffice, save it as Excel Workbook (*.xlsx), and name that one"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_RECORD = struct.Struct("<HH")
_BEGINS, _LOCKED = (0x0009, 0x0209, 0x0409, 0x0809), 0x002F
_CELLS = frozenset((0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x00BD, 0x0003, 0x0004, 0x0005, 0x0002))
"""Records of a cell with a value, each beginning with row and column ([MS-XLS] 2.4: Formula, Number, Label, BoolErr,
RK, LabelSst, RString, MulRk, and those of BIFF2)."""


def old_excel(path: Path) -> list[Grid]:
    """One grid a sheet of a .xls. Raises CannotRun where it is none, is locked, or reaches too far."""
    import olefile

    data = content_of(path, _ADVICE)
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            name = next((name for name in ("Workbook", "Book") if file.exists(name)), "")
            stream = file.openstream(name).read() if name else b""
    except Exception as error:  # a damaged one raises whatever its bytes lead to
        raise CannotRun(f"{path.name} is no workbook of the old Excel kind that can be read; {_AGAIN}.") from error
    _refuse_far(path.name, _extents(path.name, stream))
    return _grids(path.name, data)


def _extents(name: str, stream: bytes) -> Iterator[tuple[int, int]]:
    """How many rows and columns each sheet has. Raises CannotRun where the workbook is locked."""
    place, rows, columns = 0, 0, 0
    while place + _RECORD.size <= len(stream):
        kind, size = _RECORD.unpack_from(stream, place)
        place += _RECORD.size
        if kind == _LOCKED:
            raise CannotRun(f"{name} is protected with a password; open it in Excel, remove the password, and save it "
                            "as Excel Workbook (*.xlsx).")
        if kind in _BEGINS:
            yield rows, columns
            rows = columns = 0
        elif kind in _CELLS and size >= _RECORD.size and place + _RECORD.size <= len(stream):
            row, column = _RECORD.unpack_from(stream, place)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        place += size
    yield rows, columns


def open_document(path: Path) -> list[Grid]:
    """One grid a sheet of an .ods. Raises CannotRun where it is none, is locked, or reaches too far."""
    data = content_of(path, _ADVICE)
    try:
        with open_zip(data, REGISTER) as package:
            content = plain_xml(package.read("content.xml"))
    except (PackageError, KeyError) as error:
        raise CannotRun(f"{path.name} is no OpenDocument spreadsheet that can be read (damaged, too large or protected "
                        f"with a password); {_AGAIN}.") from error
    _refuse_far(path.name, _used(path.name, content))
    return _grids(path.name, data)


def _used(name: str, content: bytes) -> Iterator[tuple[int, int]]:
    """How many rows and columns with values each sheet has; rows and cells may be said to repeat a million times."""
    row = column = rows = columns = 0
    tags = [f"{_TABLE}{each}" for each in ("table", "table-row", "table-cell", "covered-table-cell")]
    for _, element in elements(name, content, *tags):
        if element.tag in tags[2:]:
            column += _repeated(element, "columns")
            if element.get(f"{_OFFICE}value-type"):
                columns, rows = max(columns, column), max(rows, row + 1)
        elif element.tag == tags[1]:
            row, column = row + _repeated(element, "rows"), 0
            rows = row if rows == row - _repeated(element, "rows") + 1 else rows
        else:
            yield rows, columns
            row = column = rows = columns = 0
        element.clear()


def _repeated(element: object, what: str) -> int:
    number = element.get(f"{_TABLE}number-{what}-repeated", "1")  # type: ignore[attr-defined]
    return int(number) if number.isdigit() and len(number) < 9 else 1


def _refuse_far(name: str, extents: Iterator[tuple[int, int]]) -> None:
    for rows, columns in extents:
        if rows * columns > LARGEST_AREA:
            raise CannotRun(f"{name} has something in row {rows:,} or column {columns:,} of a sheet, too far out to be "
                            "read; delete the empty rows or columns before it, and save.")


def _grids(name: str, data: bytes) -> list[Grid]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [Grid(sheet, list(map(list, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False))))
                for sheet in book.sheet_names]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise CannotRun(f"{name} cannot be read; {_AGAIN}.") from error
