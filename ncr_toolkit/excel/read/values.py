"""The values of a workbook's sheets, as lists of equal length from A1.

The reader of values finds its parts by customary names and bears little else; so it is given a package of our own
making: the sheets that are wanted, the texts and the formats of numbers, each in its plain form and under the name
that it knows.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from html import escape

from python_calamine import CalamineWorkbook

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.relations import RELATIONS, relations_part
from ncr_toolkit.common.packages.writer import packed
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse
from ncr_toolkit.excel.read.agreement import cell_read_otherwise
from ncr_toolkit.excel.read.layout import Rows
from ncr_toolkit.excel.read.plain_sheet import rows_of
from ncr_toolkit.excel.read.plain_texts import MAIN, plain_texts
from ncr_toolkit.excel.read.repair import mended, needs_mending

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


class Values:
    """Some worksheets of a workbook, each asked for by the path of its part."""

    def __init__(self, package: WorkbookPackage, sheets: Mapping[str, bytes]) -> None:
        """`sheets`: in their plain form."""
        self._package = package
        self._sheets = {path: _fit(data) for path, data in sheets.items()}
        self._mended: set[str] = set()
        self._book: CalamineWorkbook | None = None

    def rows(self, path: str) -> Rows:
        """The values of a worksheet. Raises CannotRun where it cannot be read, or was not read as it stands there."""
        rows = self._read(path)
        if cell := cell_read_otherwise(self._sheets[path], rows, plain_texts(self._package)):
            raise self._damaged(path, f"cell {cell} cannot be read for certain")
        return rows

    def _damaged(self, path: str, how: str) -> CannotRun:
        return CannotRun(f"{self._package.name} is damaged on the sheet '{self._package.title(path)}': {how}; open it "
                         "in Excel and let Excel repair it, or fetch a fresh copy.")

    def _read(self, path: str) -> Rows:
        """The values as the reader gives them; small faults are mended once."""
        while True:
            try:
                if self._book is None:
                    self._book = CalamineWorkbook.from_filelike(io.BytesIO(packed(self._parts(), stored=True)))
                return self._book.get_sheet_by_name(path).to_python(skip_empty_area=False)
            except (KeyboardInterrupt, SystemExit, MemoryError):
                raise
            except BaseException as error:  # the reader of values also fails with a panic, which is no Exception
                if path in self._mended:
                    raise self._damaged(path, "it was changed on its way here") from error
            self._sheets[path], self._book = mended(self._sheets[path]), None
            self._mended.add(path)

    def _parts(self) -> Iterator[tuple[str, bytes]]:
        sheets = "".join(f'<sheet name="{escape(path)}" sheetId="{number}" r:id="rId{number}"/>'
                         for number, path in enumerate(self._sheets, 1))
        related = "".join(f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" '
                          f'Target="worksheets/sheet{number}.xml"/>' for number in range(1, len(self._sheets) + 1))
        main = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        yield relations_part(""), f'<Relationships xmlns="{RELATIONS}">{main}</Relationships>'.encode()
        yield "xl/workbook.xml", (f'<workbook xmlns="{MAIN}" xmlns:r="{_OFFICE}"><workbookPr '
                                  f'date1904="{int(self._package.date1904)}"/><sheets>{sheets}</sheets></workbook>'
                                  ).encode()
        yield "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{RELATIONS}">{related}</Relationships>'.encode()
        yield "xl/sharedStrings.xml", plain_texts(self._package)
        yield "xl/styles.xml", _formats(self._package)
        for number, data in enumerate(self._sheets.values(), 1):
            yield f"xl/worksheets/sheet{number}.xml", data


def _fit(data: bytes) -> bytes:
    rows = rows_of(data)
    return mended(rows) if needs_mending(rows) else rows


def _formats(package: WorkbookPackage) -> bytes:
    """The formats of numbers, and which of them the cells have."""
    path = package.related("styles")
    root = parse(package.name, package.part(path)) if path else None
    codes, cells = "", ""
    if root is not None:
        codes = "".join(f'<numFmt numFmtId="{escape(each.get("numFmtId", ""))}" '
                        f'formatCode="{escape(each.get("formatCode", ""))}"/>'
                        for each in root.iterfind("{*}numFmts/{*}numFmt"))
        cells = "".join(f'<xf numFmtId="{escape(each.get("numFmtId", "0"))}"/>'
                        for each in root.iterfind("{*}cellXfs/{*}xf"))
    return f'<styleSheet xmlns="{MAIN}"><numFmts>{codes}</numFmts><cellXfs>{cells}</cellXfs></styleSheet>'.encode()
