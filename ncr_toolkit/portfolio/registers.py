"""Which workbooks of a folder may be registers."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ncr_toolkit.common.disk import is_link
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.folder import KEPT
from ncr_toolkit.common.inplace import is_backup
from ncr_toolkit.excel.opc.registers import is_part

KINDS = (".xlsx", ".xlsm")
_RECORDS = frozenset(KEPT)
"""Folders in which earlier copies of a register are kept: they are no registers of their own."""


def registers_of(named: Iterable[Path]) -> list[Path]:
    """Every workbook that was named, and every one in the folders that were named, below them too; each once, in the
    order of its path.

    Left out are the folders that runs and answers are kept in, hidden ones, what Excel leaves beside an open file, and
    parts that were made for their owners.
    Links are followed to files only. Raises CannotRun where something named is not there, or no workbook is.
    """
    found: dict[Path, Path] = {}
    for path in named:
        if not path.exists():
            raise CannotRun(f"There is no file or folder {path}; check the name.")
        for each in _workbooks(path) if path.is_dir() else [path]:
            found.setdefault(each.resolve(), each)
    if not found:
        raise CannotRun("No Excel workbook (*.xlsx, *.xlsm) is there; name the folder that your registers are in.")
    return sorted(found.values(), key=str)


def _workbooks(folder: Path) -> list[Path]:
    found = []
    for place, folders, files in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if name not in _RECORDS and not name.startswith(".")
                            and not is_link(Path(place, name)))  # before Python 3.12 junctions are followed in circles
        found += [path for path in (Path(place, name) for name in files)
                  if path.name.casefold().endswith(KINDS) and not path.name.startswith(("~$", "."))
                  and not is_backup(path) and not is_part(path)]
    return found


def _refuse(error: OSError) -> None:
    """A folder that cannot be looked into would silently be missing in every sum."""
    raise CannotRun(f"The folder {error.filename} cannot be read: {error.strerror}.") from error
