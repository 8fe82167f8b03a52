"""What ncr made itself is no list of the body's findings: it is refused, with what it is and which command takes it."""

from __future__ import annotations

from pathlib import Path

from ncr_toolkit.common.disk import plainly
from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.shell import to_type
from ncr_toolkit.evidence.own_documents import OwnDocument, OwnKind, own_document
from ncr_toolkit.excel.opc.package import WorkbookPackage
from ncr_toolkit.excel.read.foreign import foreign_sheet, is_of_many_registers
from ncr_toolkit.excel.read.layout import is_index
from ncr_toolkit.imports.sources.grid import Grid

_ENDINGS = (".docx", ".pdf")
_CHECK_LIST = "level,check,sheet,cell,"
"""How the list of `ncr check --format csv` begins."""


def refuse_document(path: Path) -> None:
    """Raise CannotRun for a Word document or PDF that ncr made, or a draft that it marked."""
    if path.suffix.casefold() not in (*_ENDINGS, ".xlsx", ".xlsm"):
        return
    with plainly(path, "read"):
        own = own_document(path)
    if own is not None:
        raise CannotRun(f"{path.name} is {own}: what stands in it are our words, not findings of the body. "
                        f"{_instead(path, own)}")


def _instead(path: Path, own: OwnDocument) -> str:
    if own.kind in (OwnKind.RESPONSE, OwnKind.DRAFT) and path.suffix.casefold() != ".pdf":
        return f"If it came back from the body: {to_type('reply', path, 'REGISTER')}. Else name the audit report."
    if own.kind is OwnKind.RESPONSE:
        return "If it came back from the body, ask for it as Word document, and read it with ncr reply. Else name " \
               "the audit report."
    if own.kind is OwnKind.REQUEST:
        return "If the body answered in it, choose Granted or Refused on the sheet Extensions. Else name the " \
               "audit report."
    return "Name the audit report, or the list of findings."


def refuse_workbook(package: WorkbookPackage, grids: list[Grid]) -> None:
    """Raise CannotRun for a workbook that ncr made, and that is no register: an index, many registers."""
    if any(is_index(grid.rows) for grid in grids):
        raise CannotRun(f"{package.name} is the index of a package that ncr made: it lists our answers. Whether the "
                        "package is whole tells ncr verify; name the audit report, or the list of findings.")
    if any(is_of_many_registers(foreign_sheet(grid.name, grid.rows)) for grid in grids):
        raise CannotRun(f"{package.name} is the list of many registers that ncr portfolio makes: its findings stand in "
                        "those registers already. Name one of them in ncr check.")


def refuse_list(name: str, text: str) -> None:
    """Raise CannotRun for the list of what a check found."""
    if text.casefold().lstrip("\ufeff").startswith(_CHECK_LIST):
        raise CannotRun(f"{name} is the list of what ncr check found in a register: no findings of the body. Name the "
                        "audit report, or the list of findings.")
