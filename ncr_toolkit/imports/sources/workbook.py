"""The sheets of an Excel workbook that is no register of ours; hidden ones are left alone."""

from __future__ import annotations

from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.package import open_package
from ncr_toolkit.excel.opc.registers import is_ours
from ncr_toolkit.excel.read.sheetscan import SheetXml
from ncr_toolkit.excel.read.values import Values
from ncr_toolkit.imports.sources.grid import Grid


def grids(path: Path) -> list[Grid]:
    """One grid a sheet, in the order of the file. Raises CannotRun where it is no workbook, or a sheet reaches too far
    to be read."""
    package = open_package(path, path.name)
    if is_ours(package):
        raise CannotRun(f"{path.name} is a register already: `ncr check` looks at it, `ncr upgrade` moves it into "
                        "today's template.")
    sheets = {part: SheetXml(package, part.path) for part in package.sheets}
    for part, xml in sheets.items():
        if far := xml.far_cell():
            raise CannotRun(f"{path.name} has something in cell {far} of the sheet '{part.name}', too far out to be "
                            "read; clear that cell, or delete the empty rows or columns before it, and save.")
    values = Values(package, {part.path: xml.data for part, xml in sheets.items()})
    return [Grid(part.name, values.rows(part.path)) for part in sheets]
