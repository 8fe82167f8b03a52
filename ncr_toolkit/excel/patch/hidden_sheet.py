"""A sheet that nobody sees, in which the program remembers something: it goes wherever the workbook goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from ncr_toolkit.common.names import fold
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse
from ncr_toolkit.excel.patch.result_rows import plain
from ncr_toolkit.excel.patch.workbook_parts import MAIN, add_sheet, compute_when_opened, xml


@dataclass(frozen=True)
class HiddenSheet:
    """Its name, and the texts of its rows from A1 on."""

    name: str
    rows: Sequence[Sequence[str]]


def with_hidden_sheet(package: WorkbookPackage, sheet: HiddenSheet) -> dict[str, bytes]:
    """The parts of the workbook that change by it: the sheet is replaced, or added where it is not there. The workbook
    is computed anew when it is opened, as its cells were changed."""
    changes: dict[str, bytes] = {}
    book = parse(package.name, package.part(package.workbook))
    part = next((part for part in package.sheets if fold(part.name) == fold(sheet.name)), None)
    part = part or add_sheet(package, book, changes, sheet.name, "veryHidden")
    compute_when_opened(book)
    return {**changes, package.workbook: xml(book), part.path: b"".join(_content(sheet.rows))}


def _content(rows: Sequence[Sequence[str]]) -> Iterator[bytes]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{MAIN}"><sheetData>'.encode()
    for number, row in enumerate(rows, start=1):
        cells = "".join(f'<c r="{letters(place)}{number}" t="inlineStr"><is><t xml:space="preserve">'
                        f"{escape(plain(text), quote=False)}</t></is></c>" for place, text in enumerate(row) if text)
        yield f'<row r="{number}">{cells}</row>'.encode()
    yield b"</sheetData></worksheet>"
