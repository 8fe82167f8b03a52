"""The sheets of an Excel workbook that is no register of ours; hidden ones are left alone."""

from __future__ import annotations

from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.owner_part import refuse_part
from ncr_toolkit.excel.opc.package import open_package
from ncr_toolkit.excel.opc.registers import is_ours
from ncr_toolkit.excel.read.every_sheet import every_sheet
from ncr_toolkit.imports.sources.grid import Grid
from ncr_toolkit.imports.sources.own_documents import refuse_workbook


def grids(path: Path) -> list[Grid]:
    """One grid a sheet, in the order of the file. Raises CannotRun where it is no workbook, or a sheet reaches too far
    to be read."""
    package = open_package(path, path.name)
    refuse_part(package)
    if is_ours(package):
        raise CannotRun(f"{path.name} is a register already: `ncr check` looks at it, `ncr upgrade` moves it into "
                        "today's template.")
    found = [Grid(name, rows) for name, rows in every_sheet(package).items()]
    refuse_workbook(package, found)
    return found
