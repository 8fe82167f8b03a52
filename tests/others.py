"""Registers as other people's programs, and other people, write them again."""

from __future__ import annotations

import io
import os
import traceback
import zipfile
from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache
from html import escape
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from ncr_toolkit.core.model import Settings
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Column, Record
from tests.commands import FORKS

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def saved_by_openpyxl(path: Path, change: Callable[[Workbook], object] = lambda book: None,
                      target: Path | None = None) -> Path:
    """The workbook opened in openpyxl, changed and saved: in its place, or as `target`.

    Opening is the slow half of it. Where the system can fork, a workbook is opened once, and each time a copy of this
    process changes and saves it.
    """
    book, target = _opened(path.read_bytes()) if FORKS else load_workbook(path), target or path
    child = os.fork() if FORKS else 0
    if child:
        assert not os.waitpid(child, 0)[1], "the change failed: its traceback is above"
        return target
    try:
        change(book)
        book.save(target)
    except BaseException:
        traceback.print_exc()
        if FORKS:
            os._exit(1)
        raise
    if FORKS:
        os._exit(0)
    return target


@lru_cache(maxsize=4)
def _opened(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


class Sheets:
    """A workbook as Google Sheets exports it: no tables, names, drop-downs or colours; 3 is written 3.0; every sheet
    has a drawing, and rows without anything down to the thousandth.

    `inline`: texts stand in their cells. Without `keys`, what was hidden is gone: row 1, and column A of the settings.
    `only`: the sheets to export, all where there are none.
    """

    def __init__(self, path: Path, *, inline: bool = False, keys: bool = True, only: Collection[str] = ()) -> None:
        self.formulas, self.values = load_workbook(path), load_workbook(path, data_only=True)
        self.inline, self.keys = inline, keys
        self.names = [name for name in self.values.sheetnames if name in only or not only]
        self.texts: dict[str, int] = {}

    def save(self, target: Path) -> Path:
        parts, names = {}, self.names
        for number, name in enumerate(names, 1):
            xml, links = self._sheet(name)
            parts[f"xl/worksheets/sheet{number}.xml"] = xml
            parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = _relations(
                ("drawing", f"../drawings/drawing{number}.xml", ""),
                *(("hyperlink", link, ' TargetMode="External"') for link in links))
            parts[f"xl/drawings/drawing{number}.xml"] = (
                '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>')
        parts["xl/workbook.xml"] = f'<workbook {_MAIN} {_R}><workbookPr/><sheets>' + "".join(
            f'<sheet state="{self.values[name].sheet_state}" name="{escape(name)}" sheetId="{number}" '
            f'r:id="rId{number + 2}"/>' for number, name in enumerate(names, 1)) \
            + "</sheets><definedNames/><calcPr/></workbook>"
        parts["xl/_rels/workbook.xml.rels"] = _relations(
            ("styles", "styles.xml", ""), ("sharedStrings", "sharedStrings.xml", ""),
            *(("worksheet", f"worksheets/sheet{number}.xml", "") for number, _ in enumerate(names, 1)))
        parts["xl/styles.xml"] = (
            f'<styleSheet {_MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
            '<fonts count="1"><font><sz val="10.0"/><name val="Arial"/></font></fonts>'
            '<fills count="2"><fill><patternFill patternType="none"/></fill>'
            '<fill><patternFill patternType="lightGray"/></fill></fills><borders count="1"><border/></borders>'
            '<cellStyleXfs count="1"><xf borderId="0" fillId="0" fontId="0" numFmtId="0"/></cellStyleXfs>'
            '<cellXfs count="3"><xf borderId="0" fillId="0" fontId="0" numFmtId="0" xfId="0"/>'
            '<xf borderId="0" fillId="0" fontId="0" numFmtId="49" xfId="0" applyNumberFormat="1"/>'
            '<xf borderId="0" fillId="0" fontId="0" numFmtId="164" xfId="0" applyNumberFormat="1"/></cellXfs>'
            '<cellStyles count="1"><cellStyle xfId="0" name="Normal" builtinId="0"/></cellStyles></styleSheet>')
        parts["xl/sharedStrings.xml"] = (f'<sst {_MAIN} count="{len(self.texts)}" uniqueCount="{len(self.texts)}">'
                                         + "".join(f"<si>{_text(text)}</si>" for text in self.texts) + "</sst>")
        parts["_rels/.rels"] = _relations(("officeDocument", "xl/workbook.xml", ""))
        parts["[Content_Types].xml"] = _content_types(parts)
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in parts.items():
                package.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
        return target

    def _sheet(self, name: str) -> tuple[str, list[str]]:
        """The XML of one sheet, and the targets of its links."""
        page, shown = self.formulas[name], self.values[name]
        up, left = (0, 0) if self.keys else (1, name == Settings.SHEET.name)
        rows, links, targets = [], [], []
        for row in page.iter_rows(min_row=1 + up):
            cells = []
            for cell in row[left:]:
                reference = f"{get_column_letter(cell.column - left)}{cell.row - up}"
                cells.append(self._cell(reference, cell.value, shown[cell.coordinate].value))
                if getattr(cell, "hyperlink", None) and cell.hyperlink.target:
                    targets.append(cell.hyperlink.target)
                    links.append(f'<hyperlink r:id="rId{len(targets) + 1}" ref="{reference}"/>')
            hidden = ' hidden="1"' if page.row_dimensions[row[0].row].hidden else ""
            rows.append(f'<row r="{row[0].row - up}"{hidden} ht="15.75" customHeight="1">{"".join(cells)}</row>')
        rows += [f'<row r="{number}" ht="15.75" customHeight="1"/>' for number in range(len(rows) + 1, 1001)]
        linked = f'<hyperlinks>{"".join(links)}</hyperlinks>' if links else ""
        return (f'<worksheet {_MAIN} {_R}><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
                '<sheetFormatPr customHeight="1" defaultColWidth="12.63" defaultRowHeight="15.75"/>'
                f'<sheetData>{"".join(rows)}</sheetData>{linked}<drawing r:id="rId1"/></worksheet>'), targets

    def _cell(self, reference: str, typed: object, shown: object) -> str:
        formula = f"<f>{escape(typed[1:])}</f>" if isinstance(typed, str) and typed.startswith("=") else ""
        if shown in (None, "") and not formula:
            return f'<c r="{reference}" s="1"/>'
        kind, style, value = self._value(shown, calculated=bool(formula))
        typed_as = f' t="{kind}"' if kind else ""
        return f'<c r="{reference}" s="{style}"{typed_as}>{formula}{value}</c>'

    def _value(self, shown: object, *, calculated: bool) -> tuple[str, int, str]:
        """The kind, the style and the XML of a value."""
        if isinstance(shown, bool):
            return "b", 0, f"<v>{int(shown)}</v>"
        if isinstance(shown, (date, int, float)):
            is_day = isinstance(shown, date)
            return "", 2 if is_day else 0, f"<v>{float(to_excel(shown) if is_day else shown)}</v>"
        text = "" if shown is None else str(shown)
        if calculated or text in ERROR_CODES:
            return "e" if text in ERROR_CODES else "str", 0, f"<v>{escape(text)}</v>"
        if self.inline:
            return "inlineStr", 1, f"<is>{_text(text)}</is>"
        return "s", 1, f"<v>{self.texts.setdefault(text, len(self.texts))}</v>"


def _text(text: str) -> str:
    return f'<t xml:space="preserve">{escape(text, quote=False)}</t>'


def _relations(*targets: tuple[str, str, str]) -> str:
    each = "".join(f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{escape(target)}"{mode}/>'
                   for number, (kind, target, mode) in enumerate(targets, 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def _content_types(parts: dict[str, str]) -> str:
    kinds = {"workbook.xml": f"{_TYPES}.sheet.main+xml", "styles.xml": f"{_TYPES}.styles+xml",
             "sharedStrings.xml": f"{_TYPES}.sharedStrings+xml"}
    drawing, sheet = "application/vnd.openxmlformats-officedocument.drawing+xml", f"{_TYPES}.worksheet+xml"
    each = "".join(f'<Override PartName="/{name}" ContentType="'
                   f'{kinds.get(name.rsplit("/", 1)[-1], drawing if "drawings" in name else sheet)}"/>'
                   for name in parts if not name.endswith(".rels"))
    return ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default ContentType="application/xml" Extension="xml"/><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{each}</Types>')


WAYS = ("  {} ", "{}", "\n{}\u00a0")
CASES = (str.upper, str.lower, str.title, str)


def retyped(register: Register, target: Path, kinds: Collection[type[Record]], *, text_dates: bool) -> Path:
    """The register typed again by hand: headers in row 1, in other case, with blanks around them and in another order,
    a blank row below them and among the records; settings as two columns."""
    book = Workbook()
    book.remove(book.active)
    for kind in kinds:
        sheet = book.create_sheet(kind.SHEET.name.lower() + " ")
        if kind is Settings:
            for column in Settings.SHEET.columns:
                sheet.append([_header(column, 0), _typed(register.settings, column, text_dates)])
            continue
        columns = kind.SHEET.typed_columns[3:][::-1] + kind.SHEET.typed_columns[:3]
        sheet.append([_header(column, place) for place, column in enumerate(columns)])
        sheet.append([])
        for number, record in enumerate(register.records[kind]):
            if number == 2:
                sheet.append([])
            sheet.append([_typed(record, column, text_dates) for column in columns])
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    book.save(target)
    return target


def _header(column: Column, place: int) -> str:
    return WAYS[place % len(WAYS)].format(CASES[place % len(CASES)](column.header))


def _typed(record: Record, column: Column, text_dates: bool) -> object:
    value = record.value(column.name)
    if column.name in record.unread:
        return record.typed(column.name)
    return value.isoformat() if text_dates and isinstance(value, date) else None if value == "" else value
