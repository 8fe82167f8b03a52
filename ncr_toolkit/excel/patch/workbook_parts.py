"""What a workbook says of its sheet Check results elsewhere: the list of sheets, its table, the names of its areas.

SpreadsheetML as in ECMA-376 Part 1: workbook (18.2.27), defined names (18.2.5), tables (18.5.1.2); relationships and
content types as in Part 2.
"""

from __future__ import annotations

import posixpath

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.relations import CONTENT_TYPES, RELATIONS, TYPES, relations_part
from ncr_toolkit.common.translation import pgettext
from ncr_toolkit.core.model import Result
from ncr_toolkit.excel.opc.address import letters, whole
from ncr_toolkit.excel.opc.package import SheetPart, WorkbookPackage, elements, parse, relations
from ncr_toolkit.excel.read.plain_texts import plain_texts
from ncr_toolkit.excel.write.content import FIRST, HEADER, REACH

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"

NAMES = {"ncr_result_places": "place", "ncr_result_records": "record", "ncr_result_keys": "key"}
"""The names by which the colours of the other sheets find the results, and the columns they cover."""


def xml(root: etree._Element) -> bytes:
    """A part as it is written."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def tag(root: etree._Element, name: str) -> str:
    """The tag `name` in the language of `root`."""
    return f"{{{etree.QName(root).namespace or MAIN}}}{name}"


def add_sheet(package: WorkbookPackage, book: etree._Element, changes: dict[str, bytes],
              name: str = Result.SHEET.name, state: str = "") -> SheetPart:
    """Enter a new sheet into the workbook, its relations and the list of contents. `state`: "veryHidden" for one that
    no menu of Excel shows."""
    folder = posixpath.dirname(package.workbook)
    number = next(n for n in range(1, 100_000)
                  if package.named(f"{folder}/worksheets/sheet{n}.xml") not in package.members)
    part = SheetPart(name, f"{folder}/worksheets/sheet{number}.xml")
    links, listed = package.named(relations_part(package.workbook)), package.named(CONTENT_TYPES)
    related = parse(package.name, package.part(links))
    taken = {each.get("Id") for each in related}
    own = next(f"rId{n}" for n in range(1, 100_000) if f"rId{n}" not in taken)
    etree.SubElement(related, f"{{{RELATIONS}}}Relationship", Id=own, Type=f"{DOCUMENT}/worksheet",
                     Target=f"worksheets/sheet{number}.xml")
    changes[links] = xml(related)
    types = parse(package.name, package.part(listed))
    etree.SubElement(types, f"{{{TYPES}}}Override", PartName=f"/{part.path}", ContentType=_SHEET_TYPE)
    changes[listed] = xml(types)
    sheets = next(book.iter("{*}sheets"))
    ids = [whole(each.get("sheetId"), 0) for each in sheets]
    added = etree.SubElement(sheets, tag(book, "sheet"), name=part.name, sheetId=str(max(ids, default=0) + 1))
    added.set(f"{{{DOCUMENT}}}id", own)
    if state:
        added.set("state", state)
    return part


def first_texts(package: WorkbookPackage, sheet: etree._Element, most: int) -> list[str]:
    """The texts in the first rows of a sheet, `most` of them; those of the common list too."""
    cells = [cell for row in list(sheet.iter("{*}row"))[:most] for cell in row.iterchildren("{*}c")]
    numbers = {whole(cell.findtext("{*}v"), 0) for cell in cells if cell.get("t") == "s"}
    shared = _shared(package, numbers)
    return [text for cell in cells if (text := shared.get(whole(cell.findtext("{*}v"), 0), "") if cell.get("t") == "s"
                                       else "".join(str(each) for each in cell.itertext()))]


def _shared(package: WorkbookPackage, numbers: set[int]) -> dict[int, str]:
    """Some texts of the workbook's common list, by number."""
    if not numbers:
        return {}
    found, last = {}, max(numbers)
    for number, (_, item) in enumerate(elements(package.name, plain_texts(package), "{*}si")):
        if number in numbers:
            found[number] = "".join(str(each) for each in item.itertext())
        item.clear()
        if number >= last:
            break
    return found


def fit_table(package: WorkbookPackage, part: SheetPart, last: int, changes: dict[str, bytes]) -> None:
    """Let the table end at the last result, without a filter that hides some of them.

    Raises CannotRun where another table stands on the sheet.
    """
    if part.path not in package.members:
        return
    path = _table_of_results(package, part)
    if path is None:
        return
    table = parse(package.name, package.part(path))
    area = f"A{HEADER + 1}:{letters(len(Result.SHEET.columns) - 1)}{last}"
    table.set("ref", area)
    for name in ("totalsRowCount", "totalsRowShown"):
        table.attrib.pop(name, "")
    for each in table.findall(tag(table, "sortState")):
        table.remove(each)
    for each in table.iter(tag(table, "autoFilter")):
        each.set("ref", area)
        each[:] = []
    columns = table.find(tag(table, "tableColumns"))
    headers = [pgettext("column", column.header) for column in Result.SHEET.columns]
    if columns is not None and [each.get("name") for each in columns] != headers:
        columns[:] = []
        for number, header in enumerate(headers, start=1):
            etree.SubElement(columns, tag(table, "tableColumn"), id=str(number), name=header)
        columns.set("count", str(len(headers)))
    changes[path] = xml(table)


def _table_of_results(package: WorkbookPackage, part: SheetPart) -> str | None:
    """The part of our table, by its name or its place.

    Another table would lose its cells, which Excel takes for damage: then CannotRun is raised.
    """
    own = None
    for kind, path in relations(package, part.path).values():
        if kind == "table" and path in package.members:
            table = parse(package.name, package.part(path))
            named = table.get("displayName", "").casefold() == Result.SHEET.table.casefold()
            if named or table.get("ref", "").startswith(f"A{HEADER + 1}:"):
                own = path
            else:
                raise CannotRun(f"The sheet '{part.name}' of {package.name} holds a table of your own in "
                                f"{table.get('ref')}, which results would take the place of; nothing was written. Move "
                                "that table to another sheet, and run again.")
    return own


def fit_workbook(book: etree._Element, sheet: str, last: int) -> None:
    """Let the names cover all results, and have Excel compute the workbook when it opens it."""
    names = next(book.iter("{*}definedNames"), None)
    if names is None:
        names = etree.Element(tag(book, "definedNames"))
        before = [each for each in book if isinstance(each.tag, str) and etree.QName(each).localname in
                  ("externalReferences", "functionGroups", "sheets")]
        if before:
            before[-1].addnext(names)
    known = {each.get("name"): each for each in names if isinstance(each.tag, str) and each.get("localSheetId") is None}
    quoted = "'" + sheet.replace("'", "''") + "'"
    for name, field in NAMES.items():
        letter = letters([column.name for column in Result.SHEET.columns].index(field))
        each = known.get(name)
        if each is None:
            each = etree.SubElement(names, tag(book, "definedName"), name=name)
        each.text = f"{quoted}!${letter}${FIRST + 1}:${letter}${max(last, REACH)}"
    names[:] = sorted(names, key=lambda each: (str(each.get("name", "")).casefold(), each.get("localSheetId", "")))
    compute_when_opened(book)


def computed_anew(package: WorkbookPackage) -> dict[str, bytes]:
    """The part of the workbook that has Excel compute it when it opens it; nothing where it says so already. Without
    it Excel goes on showing what it computed before the cells were changed: it drops the word each time it saves."""
    book = parse(package.name, package.part(package.workbook))
    if any(each.get("fullCalcOnLoad") in ("1", "true") for each in book.iter("{*}calcPr")):
        return {}
    compute_when_opened(book)
    return {package.workbook: xml(book)}


def compute_when_opened(book: etree._Element) -> None:
    """Have Excel compute the whole workbook when it opens it."""
    calculation = next(book.iter("{*}calcPr"), None)
    if calculation is None:
        calculation = etree.Element(tag(book, "calcPr"), calcId="124519")
        before = [each for each in book if isinstance(each.tag, str) and etree.QName(each).localname in
                  ("definedNames", "externalReferences", "functionGroups", "sheets")]
        before[-1].addnext(calculation)
    calculation.set("fullCalcOnLoad", "1")


def without_calculations(package: WorkbookPackage, book: etree._Element, part: SheetPart) -> dict[str, bytes]:
    """The list of cells to compute, if it names cells of the results: Excel takes one without a formula for damage."""
    chain = package.related("calcChain")
    if not chain:
        return {}
    number = next((each.get("sheetId") for each in book.iter("{*}sheet") if each.get("name") == part.name), None)
    root = parse(package.name, package.part(chain))
    current, stale = None, []
    for cell in root:
        current = cell.get("i") or current
        cell.set("i", current or "1")
        if current == number:
            stale.append(cell)
    for cell in stale:
        root.remove(cell)
    return {chain: xml(root)} if stale and len(root) else {}
