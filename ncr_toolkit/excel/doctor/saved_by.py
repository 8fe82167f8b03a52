"""Which program saved the workbook last, when, and by whom."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ncr_toolkit.excel.doctor.registry import Remark, fact, look
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse
from ncr_toolkit.excel.read.plain_texts import plain_texts

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened

OURS = "ncr itself (XlsxWriter) and by nobody since"
_KNOWN = (("libreoffice", "LibreOffice"), ("openpyxl", "openpyxl"), ("wps", "WPS Office"), ("numbers", "Numbers"),
          ("google", "Google Sheets"), ("onlyoffice", "ONLYOFFICE"), ("collabora", "Collabora"))
_XLSXWRITER = (b'rupBuild="4505"', b'calcId="124519"')
_MADE = "Made by ncr-toolkit"
_KEPT = {
    "LibreOffice": "Nothing. LibreOffice keeps drop-downs, tables, names and colours.",
    "openpyxl": "Nothing, if a program of yours did that; it drops pictures, charts and newer kinds of drop-downs.",
    "pandas": "pandas keeps values only. Go back to the copy from before, and take its rows from there.",
    "Google Sheets": "Work in Excel if you can: Google Sheets drops tables, and turns ids such as 5.10 into numbers.",
    "Numbers": "Work in Excel if you can: Numbers makes sheets of its own and drops names and hidden rows.",
}


@dataclass(frozen=True, slots=True)
class SavedBy:
    """The program that saved a workbook last, as far as the file tells; '' for what it does not tell."""

    program: str
    version: str = ""
    person: str = ""
    on: str = ""

    @property
    def told(self) -> str:
        """"Excel 16.0300, by Ana Lima, on 2026-06-30 14:05"."""
        words = [f"{self.program or 'a program that does not give its name'} {self.version}".strip(),
                 f"by {self.person}" if self.person else "", f"on {self.on}" if self.on else ""]
        return ", ".join(word for word in words if word)


@look("saved by", whole=False)
def saved_last(opened: Opened) -> Iterator[Remark]:
    """Told always, as a fact."""
    by = saved_by(opened)
    fix = _KEPT.get(by.program, "Nothing.")
    yield fact("", "", f"Saved last by {by.told}.", fix)


def saved_by(opened: Opened) -> SavedBy:
    """What the file tells about its last saving."""
    package = opened.package
    app, core = _texts(package, "extended-properties"), _texts(package, "core-properties")
    name, version = app.get("Application", ""), app.get("AppVersion", "")
    program = _program(opened, name, core)
    if found := re.search(r"(?:LibreOffice|Openpyxl|WPS Office|Numbers|ONLYOFFICE)[/_ ]([0-9][0-9.]*)", name,
                          re.IGNORECASE):
        version = found[1]
    on = " ".join(core.get("modified", "").removesuffix("Z").split("T"))[:16].removesuffix(" 00:00")
    return SavedBy(program, "" if program in (OURS, "pandas", "XlsxWriter") else version,
                   core.get("lastModifiedBy", ""), on)


def _program(opened: Opened, name: str, core: dict[str, str]) -> str:
    """The program behind what the file calls it: libraries call themselves Excel."""
    for word, program in _KNOWN:
        if word in name.casefold():
            return "pandas" if program == "openpyxl" and _by_pandas(opened) else program
    workbook = opened.package.part(opened.package.workbook)
    if all(mark in workbook for mark in _XLSXWRITER):
        if core.get("description") == _MADE and core.get("modified") == core.get("created"):
            return OURS
        return "pandas" if _by_pandas(opened) else "XlsxWriter"
    if not name and b"schemas.microsoft.com/office/mac/excel/2008/main" in workbook:
        return "Google Sheets"
    if "Export Summary" in opened.names:  # the first sheet of what Numbers exports
        return "Numbers"
    return "Excel" if "microsoft" in name.casefold() and "excel" in name.casefold() else name


def _by_pandas(opened: Opened) -> bool:
    """pandas names columns without a header 'Unnamed: 1'; the title rows of a register have many."""
    texts = plain_texts(opened.package)
    return re.search(rb">Unnamed: [0-9]+<", texts) is not None or any(
        re.match(r"Unnamed: [0-9]+$", str(cell.value))
        for sheet in (opened.book.worksheets if opened.book else ()) for cell in sheet[1][:60])


def _texts(package: WorkbookPackage, kind: str) -> dict[str, str]:
    """The texts of a part of properties, which the package has a relation of this kind to, by the names of their
    elements."""
    path = package.related(kind, "")
    if not path:
        return {}
    return {str(each.tag).rpartition("}")[2]: (each.text or "").strip()
            for each in parse(package.name, package.part(path))}
