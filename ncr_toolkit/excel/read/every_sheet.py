"""The values of every sheet of a workbook that is no register."""

from __future__ import annotations

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.package import WorkbookPackage
from ncr_toolkit.excel.read.layout import Rows
from ncr_toolkit.excel.read.sheetscan import SheetXml
from ncr_toolkit.excel.read.values import Values


def every_sheet(package: WorkbookPackage) -> dict[str, Rows]:
    """The values by the name of the sheet, in the order of the file. Raises CannotRun where a sheet reaches too far to
    be read, or is damaged."""
    sheets = {part: SheetXml(package, part.path) for part in package.sheets}
    for part, xml in sheets.items():
        if far := xml.far_cell():
            raise CannotRun(f"{package.name} has something in cell {far} of the sheet '{part.name}', too far out to be "
                            "read; clear that cell, or delete the empty rows or columns before it, and save.")
    values = Values(package, {part.path: xml.data for part, xml in sheets.items()})
    return {part.name: values.rows(part.path) for part in sheets}
