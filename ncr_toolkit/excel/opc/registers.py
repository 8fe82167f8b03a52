"""Which workbooks of a folder are registers, seen by their outside: none is read."""

from __future__ import annotations

from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.inplace import is_backup
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Finding
from ncr_toolkit.excel.opc.owner_part import part_number
from ncr_toolkit.excel.opc.package import WorkbookPackage, open_package

_MARK = b"ncr_as_of"
"""A name that every register of ours defines, whatever its sheets are called."""


def registers_in(folder: Path) -> list[Path]:
    """The workbooks of a folder that look like registers, by name; where none does, every workbook."""
    found = [path for path in _workbooks(folder) if not is_part(path)]
    return [path for path in found if len(found) == 1 or _looks_like_one(path)] or found


def parts_in(folder: Path) -> list[Path]:
    """The workbooks of a folder that are parts of a register, made for their owners, by name."""
    return [path for path in _workbooks(folder) if is_part(path)]


def _workbooks(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.casefold() in (".xlsx", ".xlsm")
                  and not path.name.startswith(("~$", ".")) and not is_backup(path) and path.is_file())


def is_part(path: Path) -> bool:
    """Whether a file is a part of a register, as an owner gets it."""
    try:
        return bool(part_number(open_package(path, path.name)))
    except (CannotRun, OSError):
        return False


def is_ours(package: WorkbookPackage) -> bool:
    """Whether a workbook was made as a register by this program."""
    return _MARK in package.part(package.workbook)


def _looks_like_one(path: Path) -> bool:
    try:
        package = open_package(path, path.name)
        return is_ours(package) or any(fold(sheet.name) == fold(Finding.SHEET.name) for sheet in package.sheets)
    except (CannotRun, OSError):
        return False
