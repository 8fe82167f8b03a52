"""Other files beside a register that are the same register: a copy that a browser or a person made, or one that a cloud
made where two had saved."""

from __future__ import annotations

import re
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.inplace import is_backup
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import Settings
from ncr_toolkit.core.register import Register
from ncr_toolkit.excel.opc.package import open_package
from ncr_toolkit.excel.read.layout import known_sheet
from ncr_toolkit.excel.read.settings import read_settings
from ncr_toolkit.excel.read.sheetscan import SheetXml
from ncr_toolkit.excel.read.values import Values

MOST = 20
"""So many files are opened."""
_COPY = re.compile(r"(?:[ _-]*\(\d{1,4}\)| - (?:copy|kopie|copie|copia)\b.{0,20})$", re.IGNORECASE)


def copies_beside(path: Path, register_id: str) -> list[Path]:
    """The other workbooks of the folder that have the same Register ID and a name that begins like this one, or the
    other way round; the copies that this program keeps are none."""
    if not register_id:
        return []
    try:
        others = sorted(other for other in path.resolve().parent.iterdir() if _is_related(other, path))
    except OSError:  # what cannot be listed holds no copy that anybody could open
        return []
    return [other for other in others[:MOST] if fold(_register_id(other)) == fold(register_id)]


def _is_related(other: Path, path: Path) -> bool:
    if other.name == path.name or other.suffix.casefold() not in (".xlsx", ".xlsm") or is_backup(other) \
            or other.name.startswith(("~$", ".")) or not other.is_file():
        return False
    one, two = (fold(_COPY.sub("", each.stem)) for each in (path, other))
    return one.startswith(two) or two.startswith(one)


def _register_id(path: Path) -> str:
    """The id of the register in a workbook, '' where it is none or cannot be read."""
    try:
        package = open_package(path, path.name)
        part = next((part for part in package.sheets if known_sheet(part.name) is Settings), None)
        if part is None:
            return ""
        xml, register = SheetXml(package, part.path), Register()
        if xml.far_cell():
            return ""
        rows = Values(package, {part.path: xml.data}).rows(part.path)
        read_settings(register, part.name, rows, xml.facts(range(len(rows[0]) if rows else 0)), package.date1904)
        return register.settings.typed("id")
    except CannotRun:
        return ""
