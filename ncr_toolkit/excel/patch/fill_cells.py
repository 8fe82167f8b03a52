"""Texts put into single cells of a sheet that people fill in.

Only the part of that sheet changes, and in it only those cells: the texts stand in the cells themselves, so that the
workbook's common list of texts stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.replace_parts import with_parts
from ncr_toolkit.excel.opc.address import Address, address_of, letters, whole
from ncr_toolkit.excel.opc.package import PROTECTED, WorkbookPackage, parse
from ncr_toolkit.excel.patch.result_rows import plain
from ncr_toolkit.excel.patch.workbook_parts import tag, xml

FORMULA = "it holds a formula"
JOINED = "it is merged with the cells beside it"
GONE = "its row could not be found"


def with_texts(package: WorkbookPackage, sheet: str, texts: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
    """The workbook with these texts in these cells ("L4") of `sheet`, and the cells left alone, each with the reason.

    A cell keeps its format; one that was not there takes that of its row or column, as in Excel. What a cell held is
    replaced, but for a formula. Raises CannotRun where the sheet is protected, damaged or not there.
    """
    part = next((part for part in package.sheets if part.name == sheet), None)
    if part is None:
        raise CannotRun(f"{package.name} has no sheet '{sheet}' any more; nothing was written. Run again.")
    content = package.part(part.path)
    if PROTECTED.search(content):
        raise CannotRun(f"The sheet '{sheet}' of {package.name} is protected, and nothing was written; in Excel choose "
                        "Review > Unprotect Sheet, save, and run again.")
    root = parse(package.name, content)
    left = _fill(root, {where: text for cell, text in texts.items() if (where := address_of(cell))})
    if len(left) == len(texts):
        return package.data, left
    return with_parts(package.data, {part.path: xml(root)}), left


def _fill(root: etree._Element, texts: dict[Address, str]) -> dict[str, str]:
    """Write the texts into the tree; gives the cells that were left alone, each with the reason."""
    joined, looks = list(_joined(root)), _columns(root)
    wanted = {where.row for where in texts}
    rows = {number: row for number, row in _rows(root) if number in wanted}
    left, written = {}, []
    for where, text in texts.items():
        row = rows.get(where.row)
        why = GONE if row is None else JOINED if any(_covers(area, where) for area in joined) else ""
        if row is not None and not why:
            why = _put(root, row, where, text, looks)
        if why:
            left[f"{letters(where.column)}{where.row + 1}"] = why
        else:
            written.append(where)
    _widen(root, written)
    return left


def _rows(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Every row with its number from 0; one without a number follows the one before."""
    number = -1
    for row in root.iterfind(f"{tag(root, 'sheetData')}/{tag(root, 'row')}"):
        named = row.get("r", "")
        number = whole(named, number + 2) - 1
        yield number, row


def _put(root: etree._Element, row: etree._Element, where: Address, text: str, looks: Mapping[int, str]) -> str:
    """Write one cell; '' or the reason why not."""
    after, cell, column = None, None, -1
    for each in row.iterchildren(tag(root, "c")):
        place = address_of(each.get("r", ""))
        column = place.column if place else column + 1
        each.set("r", f"{letters(column)}{where.row + 1}")  # beside a new cell none may go without
        if column == where.column:
            cell = each
        elif column < where.column:
            after = each
    if cell is None:
        cell = etree.Element(tag(root, "c"), r=f"{letters(where.column)}{where.row + 1}")
        own = row.get("s") if row.get("customFormat") in ("1", "true") else looks.get(where.column)
        if own:
            cell.set("s", own)
        row.insert(0 if after is None else row.index(after) + 1, cell)
        row.attrib.pop("spans", "")  # only a hint, and wrong where the cell lies beyond
    elif cell.find(tag(root, "f")) is not None:
        return FORMULA
    for name in ("cm", "vm"):
        cell.attrib.pop(name, "")
    cell[:] = []
    cell.text = None
    cell.set("t", "inlineStr")
    inline = etree.SubElement(cell, tag(root, "is"))
    etree.SubElement(inline, tag(root, "t")).text = plain(text)
    return ""


def _columns(root: etree._Element) -> dict[int, str]:
    """The formats of the columns, by place from 0."""
    found: dict[int, str] = {}
    for each in root.iterfind(f"{tag(root, 'cols')}/{tag(root, 'col')}"):
        if each.get("style"):
            first = whole(each.get("min"), 1)
            found |= dict.fromkeys(range(first - 1, min(whole(each.get("max"), 0), first + 999)), each.get("style", ""))
    return found


def _joined(root: etree._Element) -> Iterator[tuple[Address, Address]]:
    for each in root.iterfind(f"{tag(root, 'mergeCells')}/{tag(root, 'mergeCell')}"):
        first, _, last = each.get("ref", "").partition(":")
        if (top := address_of(first)) and (bottom := address_of(last or first)):
            yield top, bottom


def _covers(area: tuple[Address, Address], where: Address) -> bool:
    (top, left), (bottom, right) = area
    return top <= where.row <= bottom and left <= where.column <= right


def _widen(root: etree._Element, written: list[Address]) -> None:
    """Let the sheet's used area reach as far as its cells."""
    area = root.find(tag(root, "dimension"))
    first, _, last = (area.get("ref", "") if area is not None else "").partition(":")
    top, bottom = address_of(first), address_of(last or first)
    if area is None or top is None or bottom is None or not written:
        return
    rows, columns = zip(top, bottom, *written, strict=True)
    area.set("ref", f"{letters(min(columns))}{min(rows) + 1}:{letters(max(columns))}{max(rows) + 1}")
