"""The files that findings come in, each as grids of cells: one module a kind of file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.imports.sources.grid import Grid


def _workbook(path: Path) -> list[Grid]:
    from ncr_toolkit.imports.sources.workbook import grids

    return grids(path)


def _separated(path: Path) -> list[Grid]:
    from ncr_toolkit.imports.sources.separated import grids

    return grids(path)


def _markdown(path: Path) -> list[Grid]:
    from ncr_toolkit.imports.sources.markdown import grids

    return grids(path)


def _document(path: Path) -> list[Grid]:
    from ncr_toolkit.imports.sources.document import grids

    return grids(path)


def _report(path: Path) -> list[Grid]:
    from ncr_toolkit.imports.sources.report import grids

    return grids(path)


def _old_excel(path: Path) -> list[Grid]:
    from ncr_toolkit.imports.sources.old_workbook import old_excel

    return old_excel(path)


def _open_document(path: Path) -> list[Grid]:
    from ncr_toolkit.imports.sources.old_workbook import open_document

    return open_document(path)


def _oscal(path: Path) -> list[Grid]:
    from ncr_toolkit.imports.sources.oscal import grids

    return grids(path)


KINDS: dict[str, Callable[[Path], list[Grid]]] = {
    ".xlsx": _workbook, ".xlsm": _workbook, ".csv": _separated, ".tsv": _separated, ".txt": _separated,
    ".md": _markdown, ".docx": _document, ".pdf": _report, ".xls": _old_excel, ".ods": _open_document, ".json": _oscal}
"""By the ending of the file."""


def read_grids(path: Path) -> list[Grid]:
    """The grids of a file. Raises CannotRun where it cannot be read, with what to do."""
    if path.is_dir():
        raise CannotRun(f"{path} is a folder; name the file in it that holds the findings.")
    read = KINDS.get(path.suffix.casefold())
    if read is None:
        raise CannotRun(f"{path.name} is of a kind that cannot be imported; save it as Excel Workbook (*.xlsx) or CSV, "
                        "and name that one.")
    from ncr_toolkit.imports.sources.own_documents import refuse_document

    refuse_document(path)
    return read(path)
