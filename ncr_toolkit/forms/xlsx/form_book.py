"""The form as a workbook: refused in plain words where it cannot be filled, its sheets read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.errors import PackageError, Reason
from ncr_toolkit.common.packages.limits import ANY_NAMES, MB, WORKBOOK_FORM
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.packages.relations import CONTENT_TYPES, content_types
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.opc.detect import AS_XLSX
from ncr_toolkit.excel.opc.package import WorkbookPackage, package_of, parse, relations, signature_parts
from ncr_toolkit.excel.opc.registers import is_ours
from ncr_toolkit.forms.xlsx.anchors import corner
from ncr_toolkit.forms.xlsx.formats import Formats
from ncr_toolkit.forms.xlsx.sheet import Area, Sheet, area_of, read_sheet, shared_texts

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_KINDS = {_MAIN: _MAIN, _MACROS: _MACROS,
          "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": _MAIN,
          "application/vnd.ms-excel.template.macroEnabled.main+xml": _MACROS}
"""The kinds of workbooks that are filled, and what each is written as: a template becomes a workbook."""
_ENDINGS = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb", ".ods"}
_OLE = b"\xd0\xcf\x11\xe0"  # a file of the old Office kind, or an encrypted one
_MOST_CELLS, _MOST_LETTERS = 30_000, 5_000_000
"""Filled cells of the sheets that are seen, and letters in all: more is no form but data, however small its file is, as
a text is stored once for all cells that hold it."""
_NAMED = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)$")


def is_workbook(path: Path, data: bytes) -> bool:
    """Whether a file is a workbook of any kind, be it one that cannot be filled."""
    if data.startswith(_OLE):
        return "Workbook\0".encode("utf-16-le") in data or path.suffix.casefold() in _ENDINGS
    try:
        with open_zip(data, ANY_NAMES) as package:
            names = set(package.parts)
    except PackageError:
        return path.suffix.casefold() in _ENDINGS and not data.startswith(b"%PDF")
    return bool(names & {"xl/workbook.xml", "xl/workbook.bin"}) or b"opendocument.spreadsheet" in data[:4096] \
        or (path.suffix.casefold() in _ENDINGS and not any(name.startswith("word/") for name in names))


@dataclass
class FormBook:
    """The parts of a workbook that the survey needs."""

    path: Path
    package: WorkbookPackage
    kind: str  # its content type
    book: etree._Element
    formats: Formats
    formats_part: str
    sheets: list[Sheet] = field(default_factory=list)  # those that are seen
    hidden: list[Sheet] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # what each defined name stands for, by its folded name

    @property
    def has_macros(self) -> bool:
        return _KINDS[self.kind] == _MACROS

    @property
    def kind_written(self) -> str:
        """The content type of the filled workbook."""
        return _KINDS[self.kind]

    @property
    def texts(self) -> list[str]:
        """The lines of all cells of the sheets that are seen; blank ones are left out."""
        return [said for sheet in self.sheets for cell in sheet.cells.values() for said in cell.text.split("\n")
                if said.strip()]

    def tables(self, sheet: Sheet) -> list[Area]:
        """The cells of a sheet's Excel tables."""
        return [area for kind, part in relations(self.package, sheet.path).values()
                if kind == "table" and part in self.package.members
                and (area := area_of(parse(self.package.name, self.package.part(part)).get("ref", "")))]

    def cells_named(self) -> dict[str, tuple[str, Address]]:
        """The defined names of single cells: sheet and cell."""
        found = {}
        for name, meant in self.names.items():
            if (place := _NAMED.match(meant)) and (area := area_of(f"{place[3]}{place[4]}")):
                found[name] = ((place[1] or place[2]).replace("''", "'"), area.first)
        return found


def read(path: Path, data: bytes, *, to_fill: bool = True) -> FormBook:
    """The form in `data`; `path` is how messages call it. `to_fill`: else it is only looked at, and may be signed.
    Raises CannotRun for what cannot be filled, or read."""
    package = _package(path, data)
    if is_ours(package):
        raise CannotRun(f"{path} is a register of ncr and no form; name the form that the body sent.")
    types = content_types(parse(package.name, package.part(CONTENT_TYPES)))
    kind = types.of(package.workbook)
    if kind not in _KINDS:
        raise CannotRun(f"{path} is no Excel workbook of a kind that can be filled; {AS_XLSX}.")
    if to_fill and signature_parts(package):
        raise CannotRun(f"{path} is signed digitally, and filling it would break the signature; ask the body for a "
                        "form that is not signed.")
    related = dict(relations(package, package.workbook).values())
    styles = related.get("styles", "")
    formats = parse(package.name, package.part(styles)) if styles in package.members else None
    if formats is None or formats.find("{*}cellXfs") is None:
        raise CannotRun(f"{path} is damaged: it has no formats. Open it in Excel and save it again.")
    book = parse(package.name, package.part(package.workbook))
    made = FormBook(path, package, kind, book, Formats(formats), styles)
    made.names = {name: (each.text or "").strip().lstrip("=") for each in book.iter("{*}definedName")
                  if (name := each.get("name", "").casefold())}
    _read_sheets(made, related.get("sharedStrings", ""))
    if not made.sheets:
        raise CannotRun(f"{path} shows no sheet; open it in Excel and unhide the sheet to fill.")
    return made


def _package(path: Path, data: bytes) -> WorkbookPackage:
    if not data:
        raise CannotRun(f"{path} is empty; ask the body for the form again.")
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise CannotRun(f"{path} is encrypted with a password; open it in Excel and save it without one.")
    if data.startswith(_OLE):
        raise CannotRun(f"{path} is a workbook of the old Excel kind (*.xls); {AS_XLSX}.")
    try:
        with open_zip(data, WORKBOOK_FORM):
            pass
    except PackageError as error:
        if error.reason in (Reason.TOO_LARGE, Reason.TOO_MANY):
            raise CannotRun(f"{path} unpacks to more than {WORKBOOK_FORM.total // MB} MB or more files than any form "
                            "does; ask the body for a clean copy.") from None
        raise CannotRun(f"{path} is not a workbook, or it is damaged ({error}); {AS_XLSX}.") from None
    return package_of(data, str(path))


def _read_sheets(made: FormBook, texts: str) -> None:
    package = made.package
    shared = shared_texts(parse(package.name, package.part(texts)) if texts in package.members else None)
    states = {each.get("name", ""): each.get("state", "visible") for each in made.book.iter("{*}sheet")}
    for part in package.sheets:
        content = package.part(part.path)
        sheet = read_sheet(part.name, part.path, content, parse(package.name, content), shared, made.formats,
                           date1904=package.date1904)
        sheet.shut = list(_pictures(package, part.path))
        (made.sheets if states.get(part.name) == "visible" else made.hidden).append(sheet)
        _refuse_data(made)


def _refuse_data(made: FormBook) -> None:
    cells = sum(len(sheet.cells) for sheet in made.sheets)
    letters = sum(len(run.text) for sheet in (*made.sheets, *made.hidden) for cell in sheet.cells.values()
                  for run in cell.runs)
    if cells > _MOST_CELLS or letters > _MOST_LETTERS:
        raise CannotRun(f"{made.path} holds {cells:,} filled cells with {letters:,} letters, more than any form does; "
                        "name the form itself, or take its sheets of data away.")


def _pictures(package: WorkbookPackage, path: str) -> list[Area]:
    """The cells under pictures, such as a logo."""
    found = []
    for kind, part in relations(package, path).values():
        if kind != "drawing" or part not in package.members:
            continue
        for anchor in parse(package.name, package.part(part)).iterchildren("{*}twoCellAnchor", "{*}oneCellAnchor"):
            if next(anchor.iter("{*}pic"), None) is not None and (first := corner(anchor, "from")) is not None:
                found.append(Area(first, corner(anchor, "to") or first))
    return found
