"""The sheet Check results, put into a workbook that somebody filled in.

Only that sheet, its table and workbook.xml change; where the sheet is missing, what lists the sheets changes as well.
What Excel keeps beside it (text boxes, comments, pictures, rich text) is never read and never written.

The order of what stands in a worksheet: ECMA-376 Part 1, 18.3.1.99.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold
from ncr_toolkit.common.packages.limits import REGISTER
from ncr_toolkit.common.packages.replace_parts import with_parts
from ncr_toolkit.common.translation import pgettext, speaking
from ncr_toolkit.core.alike import Alike
from ncr_toolkit.core.model import Finding, Result
from ncr_toolkit.core.problem import NotChecked
from ncr_toolkit.core.workbook_words import headers
from ncr_toolkit.excel.opc.address import letters, whole
from ncr_toolkit.excel.opc.package import SheetPart, WorkbookPackage, parse
from ncr_toolkit.excel.patch.result_rows import Linked, Listed, Looks, links, plain, rows
from ncr_toolkit.excel.patch.sheet_order import put_in_order
from ncr_toolkit.excel.patch.workbook_parts import (
    DOCUMENT,
    MAIN,
    NAMES,
    add_sheet,
    first_texts,
    fit_table,
    fit_workbook,
    tag,
    without_calculations,
    xml,
)
from ncr_toolkit.excel.read.sheetscan import SheetXml
from ncr_toolkit.excel.write.content import FIRST, HEADER, TITLE

KNOWN = 3
"""How many of the keys and headers make a sheet ours: people rename some."""
MOST_LINKS = 65_000
"""Excel bears 65,530 links a sheet."""
LARGEST_PART = REGISTER.part
"""More could not be read again."""

_STALE = ("autoFilter", "sortState", "mergeCells", "dataValidations", "hyperlinks")
_ROWS, _LINKS = "ncr-rows", "ncr-links"
_ROW_END = re.compile(rb"</row>")
_DATA_END = re.compile(rb"</sheetData>")
_LINKS_BEGIN, _LINKS_END = re.compile(rb"<hyperlinks\b"), re.compile(rb"</hyperlinks\s*>")


def with_results(package: WorkbookPackage, problems: Sequence[Listed], told: str, language: str = "") -> bytes:
    """The workbook with these problems on its sheet Check results; `told` stands beside the sheet's name, and its
    headers are in the `language` of that name.

    The sheet is added where it is missing. Raises CannotRun where the workbook's own parts are damaged, and for more
    problems than could be read again.
    """
    with speaking(language):
        return _with_results(package, problems, told)


def _with_results(package: WorkbookPackage, problems: Sequence[Listed], told: str) -> bytes:
    changes: dict[str, bytes] = {}
    book = parse(package.name, package.part(package.workbook))
    part = _sheet_of_results(package, book)
    if part is None:
        part = add_sheet(package, book, changes)
        looks = _borrowed(package)
        sheet = _blank_sheet()
    else:
        sheet = parse(package.name, _beginning(SheetXml(package, part.path).data))
        looks = _looks(sheet)
    last = FIRST + max(len(problems), 1)
    filled = _filled(sheet, problems, told, looks, {each.name for each in package.sheets})
    fit_table(package, part, last, changes)
    fit_workbook(book, part.name, last)
    changes[package.workbook] = xml(book)
    changes |= without_calculations(package, book, part)
    return with_parts(package.data, {**changes, part.path: _bearable(package.name, filled)})


def _sheet_of_results(package: WorkbookPackage, book: etree._Element) -> SheetPart | None:
    """By its name; a renamed one by the name of the area that the colours look at. Never a sheet that holds anything
    else: raises CannotRun where one has the name."""
    named = {fold(part.name): part for part in package.sheets}
    if part := named.get(fold(Result.SHEET.name)):
        if not holds_results(package, part):
            raise CannotRun(f"The sheet '{part.name}' of {package.name} holds something of your own, which the results "
                            "would replace; nothing was written. Give that sheet another name, and run again.")
        return part
    for each in book.iter("{*}definedName"):
        if each.get("name") in NAMES and each.text and "!" in each.text:
            part = named.get(fold(each.text.rpartition("!")[0].strip("'").replace("''", "'")))
            if part is not None and holds_results(package, part):
                return part
    return None


def holds_results(package: WorkbookPackage, part: SheetPart) -> bool:
    """Whether a sheet has the keys or headers of the results in its first rows, or nothing at all."""
    cells = _beginning(SheetXml(package, part.path).data) if part.path in package.members else b""
    texts = first_texts(package, parse(package.name, cells), HEADER + 3) if cells else []
    ours = {fold(text) for column in Result.SHEET.columns for text in (column.key, *headers(column))}
    return not texts or len(ours & set(map(fold, texts))) >= KNOWN


def _beginning(sheet: bytes) -> bytes:
    """The sheet without most rows and links of earlier results: there may be 100,000, and all are replaced."""
    ends = list(islice(_ROW_END.finditer(sheet), FIRST + 1))
    rest = _DATA_END.search(sheet, ends[-1].end()) if len(ends) > FIRST else None
    if rest is None:
        return sheet
    begin = next(_LINKS_BEGIN.finditer(sheet, rest.end()), None)
    end = _LINKS_END.search(sheet, begin.end()) if begin else None
    if begin is None or end is None:
        return sheet[:ends[-1].end()] + sheet[rest.start():]
    return sheet[:ends[-1].end()] + sheet[rest.start():begin.start()] + sheet[end.end():]


def _filled(sheet: etree._Element, problems: Sequence[Listed], told: str, looks: Looks,
            sheets: set[str]) -> list[Iterable[bytes]]:
    """The sheet in pieces: its rows and links are packed as they are made, a hundred megabytes for 10,000 findings."""
    for name in _STALE:
        for each in sheet.findall(tag(sheet, name)):
            sheet.remove(each)
    data = sheet.find(tag(sheet, "sheetData"))
    if data is None:
        data = etree.SubElement(sheet, tag(sheet, "sheetData"))
    kept = {row.get("r"): row for row in data}
    data[:] = [kept[str(number)] for number in (1, TITLE + 1, HEADER + 1) if str(number) in kept]
    _write_head(sheet, data, told, looks)
    data[:] = sorted(data, key=lambda row: whole(row.get("r"), 0))
    data.append(etree.Comment(_ROWS))
    _set_dimension(sheet, FIRST + max(len(problems), 1))
    linked = {number: problem for number, problem in enumerate(problems[:MOST_LINKS], start=FIRST + 1)
              if not isinstance(problem, NotChecked) and _sheet_of(problem) in sheets}
    if linked:
        _mark_links(sheet)
    prefix = f"{sheet.prefix}:" if sheet.prefix else ""
    head, _, rest = xml(sheet).partition(f"<!--{_ROWS}-->".encode())
    between, _, tail = rest.partition(f"<!--{_LINKS}-->".encode())
    return [[head], rows(problems, looks, prefix), [between], links(linked, prefix), [tail]]


def _sheet_of(problem: Linked) -> str:
    return (problem.first if isinstance(problem, Alike) else problem).cell.sheet


def _bearable(name: str, pieces: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    size = 0
    for piece in chain.from_iterable(pieces):
        size += len(piece)
        if size > LARGEST_PART:
            raise CannotRun(f"There are more problems than a sheet of {name} can hold, and nothing was written; list "
                            "them with --format csv, mend the most frequent, or choose some checks with --select.")
        yield piece


def _write_head(sheet: etree._Element, data: etree._Element, told: str, looks: Looks) -> None:
    """Keys, title and header; the formats of cells that stand there stay."""
    columns = Result.SHEET.columns
    for number, texts in ((1, {n: column.key for n, column in enumerate(columns)}),
                          (TITLE + 1, {0: pgettext("sheet", Result.SHEET.name), 2: told}),
                          (HEADER + 1, {n: pgettext("column", column.header) for n, column in enumerate(columns)})):
        row = next((row for row in data if row.get("r") == str(number)), None)
        if row is None:
            row = etree.SubElement(data, tag(sheet, "row"), r=str(number))
        row.attrib.pop("hidden", "")  # somebody may have put a row above
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
                etree.SubElement(inline, tag(sheet, "t")).text = plain(texts[place])


def _mark_links(sheet: etree._Element) -> None:
    """Mark the place of the links, which the order of a sheet's parts prescribes."""
    place = etree.Element(tag(sheet, "hyperlinks"))
    place.append(etree.Comment(_LINKS))
    put_in_order(sheet, place)


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
        for place in range(max(whole(column.get("min"), 1) - 1, 0), min(whole(column.get("max"), 1), len(columns))):
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


def _borrowed(package: WorkbookPackage) -> Looks:
    """The formats of the sheet Findings: its header, and its long texts."""
    plain = Looks("0", ("0",) * len(Result.SHEET.columns))
    part = next((part for part in package.sheets if fold(part.name) == fold(Finding.SHEET.name)), None)
    if part is None:
        return plain
    sheet = parse(package.name, package.part(part.path))
    header = next((cell.get("s", "0") for cell in sheet.iter("{*}c") if cell.get("r") == f"A{HEADER + 1}"), "0")
    place = Finding.SHEET.columns.index(Finding.SHEET.by_name["statement"]) + 1
    text = next((column.get("style", "0") for column in sheet.iter("{*}col")
                 if whole(column.get("min"), 0) <= place <= whole(column.get("max"), 0)), "0")
    return Looks(header, (text,) * len(Result.SHEET.columns))
