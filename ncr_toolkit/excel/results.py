"""The sheet Check results, put into a workbook that somebody filled in.

Only that sheet, its table and workbook.xml change; where the sheet is missing, what lists the sheets changes as well.
What Excel keeps beside it (text boxes, comments, pictures, rich text) is never read and never written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lxml import etree

from ncr_toolkit.excel.content import FIRST, HEADER, TITLE
from ncr_toolkit.excel.entries import (
    DOCUMENT,
    MAIN,
    NAMES,
    add_sheet,
    fit_table,
    fit_workbook,
    tag,
    without_calculations,
    xml,
)
from ncr_toolkit.excel.package import Package, SheetPart, parse
from ncr_toolkit.excel.quick import fitting_height
from ncr_toolkit.excel.spots import letters
from ncr_toolkit.excel.zipped import with_members
from ncr_toolkit.model import Finding, Result
from ncr_toolkit.names import fold
from ncr_toolkit.problem import Problem
from ncr_toolkit.text import allowed

MOST_LINKS = 65_000
"""Excel bears 65,530 links a sheet."""
LONGEST = 32_000
"""Characters of one cell, safely below what Excel bears."""

_AFTER_LINKS = ("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks",
                "customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing",
                "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
                "webPublishItems", "tableParts", "extLst")
_STALE = ("autoFilter", "sortState", "mergeCells", "dataValidations", "hyperlinks")
_MARK = "ncr-rows"


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of the workbook that results are written in: their numbers in its styles.xml."""

    header: str
    columns: tuple[str, ...]


def with_results(package: Package, problems: Sequence[Problem], told: str) -> bytes:
    """The workbook with these problems on its sheet Check results; `told` stands beside the sheet's name.

    The sheet is added where it is missing. Raises CannotRun where the workbook's own parts are damaged.
    """
    changes: dict[str, bytes] = {}
    book = parse(package.name, package.part(package.workbook))
    part = _sheet_of_results(package, book)
    if part is None:
        part = add_sheet(package, book, changes)
        looks = _borrowed(package)
        sheet = _blank_sheet()
    else:
        sheet = parse(package.name, package.part(part.path))
        looks = _looks(sheet)
    last = FIRST + max(len(problems), 1)
    changes[part.path] = _filled(sheet, problems, told, looks, {each.name for each in package.sheets})
    fit_table(package, part, last, changes)
    fit_workbook(book, part.name, last)
    changes[package.workbook] = xml(book)
    changes |= without_calculations(package, book, part)
    return with_members(package.data, changes)


def _sheet_of_results(package: Package, book: etree._Element) -> SheetPart | None:
    """By its name; a renamed one by the name of the area that the colours look at."""
    named = {fold(part.name): part for part in package.sheets}
    if part := named.get(fold(Result.SHEET.name)):
        return part
    for each in book.iter("{*}definedName"):
        if each.get("name") in NAMES and each.text and "!" in each.text:
            return named.get(fold(each.text.rpartition("!")[0].strip("'").replace("''", "'")))
    return None


def _filled(sheet: etree._Element, problems: Sequence[Problem], told: str, looks: Looks, sheets: set[str]) -> bytes:
    for name in _STALE:
        for each in sheet.findall(tag(sheet, name)):
            sheet.remove(each)
    data = sheet.find(tag(sheet, "sheetData"))
    if data is None:
        data = etree.SubElement(sheet, tag(sheet, "sheetData"))
    kept = {row.get("r"): row for row in data}
    data[:] = [kept[str(number)] for number in (1, TITLE + 1, HEADER + 1) if str(number) in kept]
    _write_head(sheet, data, told, looks)
    data.append(etree.Comment(_MARK))
    _set_dimension(sheet, FIRST + max(len(problems), 1))
    linked = [number for number, problem in enumerate(problems[:MOST_LINKS], start=FIRST + 1)
              if problem.cell.sheet in sheets]
    if linked:
        _add_links(sheet, problems, linked)
    prefix = f"{sheet.prefix}:" if sheet.prefix else ""
    rows = "".join(_row(number, problem, looks, prefix) for number, problem in enumerate(problems, start=FIRST + 1))
    if not problems:
        cell = _cell(f"A{FIRST + 1}", "Nothing was found.", looks.columns[-1], prefix)
        rows = f'<{prefix}row r="{FIRST + 1}">{cell}</{prefix}row>'
    return xml(sheet).replace(f"<!--{_MARK}-->".encode(), rows.encode("utf-8"), 1)


def _write_head(sheet: etree._Element, data: etree._Element, told: str, looks: Looks) -> None:
    """Keys, title and header; the formats of cells that stand there stay."""
    columns = Result.SHEET.columns
    for number, texts in ((1, {n: column.key for n, column in enumerate(columns)}),
                          (TITLE + 1, {0: Result.SHEET.name, 2: told}),
                          (HEADER + 1, {n: column.header for n, column in enumerate(columns)})):
        row = next((row for row in data if row.get("r") == str(number)), None)
        if row is None:
            row = etree.SubElement(data, tag(sheet, "row"), r=str(number))
            if number == 1:
                row.set("hidden", "1")
        styles = {cell.get("r", ""): cell.get("s", "0") for cell in row}
        row[:] = []
        row.attrib.pop("spans", "")
        for place in range(len(columns)):
            reference = f"{letters(place)}{number}"
            style = styles.get(reference, looks.header if number == HEADER + 1 else "0")
            cell = etree.SubElement(row, tag(sheet, "c"), r=reference, s=style)
            if place in texts:
                cell.set("t", "inlineStr")
                inline = etree.SubElement(cell, tag(sheet, "is"))
                etree.SubElement(inline, tag(sheet, "t")).text = _plain(texts[place])


def _row(number: int, problem: Problem, looks: Looks, prefix: str) -> str:
    texts = {"place": str(problem.cell), "record": problem.record or "", "key": problem.key or "", "code": problem.code,
             "level": str(problem.level), "message": problem.message, "fix": problem.fix}
    height = fitting_height(Result.SHEET, texts)
    cells = "".join(_cell(f"{letters(place)}{number}", text, looks.columns[place], prefix)
                    for place, text in enumerate(texts.values()))
    tall = f' ht="{height:g}" customHeight="1"' if height else ""
    return f'<{prefix}row r="{number}"{tall}>{cells}</{prefix}row>'


def _cell(reference: str, text: str, style: str, prefix: str) -> str:
    if not text:
        return f'<{prefix}c r="{reference}" s="{style}"/>'
    return (f'<{prefix}c r="{reference}" s="{style}" t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">'
            f"{escape(_plain(text), quote=False)}</{prefix}t></{prefix}is></{prefix}c>")


def _plain(text: str) -> str:
    """`text` as a cell bears it: `_x000D_` typed by a person must not be taken for a code."""
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", allowed(text)[:LONGEST])


def _add_links(sheet: etree._Element, problems: Sequence[Problem], linked: list[int]) -> None:
    links = etree.Element(tag(sheet, "hyperlinks"))
    for number in linked:
        cell = problems[number - FIRST - 1].cell
        sheet_name = cell.sheet.replace("'", "''")
        etree.SubElement(links, tag(sheet, "hyperlink"), ref=f"A{number}",
                         location=f"'{sheet_name}'!{cell.ref or 'A1'}", display=_plain(str(cell)))
    after = next((each for each in sheet if isinstance(each.tag, str) and etree.QName(each).localname in _AFTER_LINKS),
                 None)
    if after is None:
        sheet.append(links)
    else:
        after.addprevious(links)


def _set_dimension(sheet: etree._Element, last: int) -> None:
    for each in sheet.findall(tag(sheet, "dimension")):
        each.set("ref", f"A1:{letters(len(Result.SHEET.columns) - 1)}{last}")


def _looks(sheet: etree._Element) -> Looks:
    """The formats that the columns of the sheet have; where a program dropped them, those of its first row of data."""
    columns = ["0"] * len(Result.SHEET.columns)
    for cell in sheet.iterfind(f"{tag(sheet, 'sheetData')}/{tag(sheet, 'row')}[@r='{FIRST + 1}']/{tag(sheet, 'c')}"):
        place = ord(cell.get("r", "?")[0]) - 65
        if 0 <= place < len(columns) and cell.get("r", "")[1:].isdigit():
            columns[place] = cell.get("s", "0")
    for column in sheet.iter(tag(sheet, "col")):
        for place in range(int(column.get("min", "1")) - 1, min(int(column.get("max", "1")), len(columns))):
            columns[place] = column.get("style", columns[place])
    return Looks("0", tuple(columns))


def _blank_sheet() -> etree._Element:
    columns = "".join(f'<col min="{n}" max="{n}" width="{column.width}" customWidth="1"/>'
                      for n, column in enumerate(Result.SHEET.columns, start=1))
    return etree.fromstring(
        f'<worksheet xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><dimension ref="A1"/><sheetViews>'
        f'<sheetView workbookViewId="0">'
        f'<pane ySplit="{HEADER + 1}" topLeftCell="A{FIRST + 1}" activePane="bottomLeft" state="frozen"/>'
        f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData/>'
        "</worksheet>")


def _borrowed(package: Package) -> Looks:
    """The formats of the sheet Findings: its header, and its long texts."""
    plain = Looks("0", ("0",) * len(Result.SHEET.columns))
    part = next((part for part in package.sheets if fold(part.name) == fold(Finding.SHEET.name)), None)
    if part is None:
        return plain
    sheet = parse(package.name, package.part(part.path))
    header = next((cell.get("s", "0") for cell in sheet.iter("{*}c") if cell.get("r") == f"A{HEADER + 1}"), "0")
    place = Finding.SHEET.columns.index(Finding.SHEET.by_name["statement"]) + 1
    text = next((column.get("style", "0") for column in sheet.iter("{*}col")
                 if int(column.get("min", "0")) <= place <= int(column.get("max", "0"))), "0")
    return Looks(header, (text,) * len(Result.SHEET.columns))
