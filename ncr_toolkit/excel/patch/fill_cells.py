"""Texts, numbers and days put into single cells of a sheet that people fill in.

Only the part of that sheet changes, and in it only those cells: the texts stand in the cells themselves, so that the
workbook's common list of texts stays as it is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.address import Address, address_of, letters, whole
from ncr_toolkit.excel.opc.package import PROTECTED, WorkbookPackage, parse
from ncr_toolkit.excel.patch.day_styles import day_styles
from ncr_toolkit.excel.patch.result_rows import plain
from ncr_toolkit.excel.patch.workbook_parts import tag, xml

FORMULA = "it holds a formula"
JOINED = "it is merged with the cells beside it"
GONE = "its row could not be found"


Value = str | int | float | date
Values = Mapping[str, Value]
"""What is to stand in the cells of a sheet ("L4"); '' empties one."""


def filled_part(package: WorkbookPackage, sheet: str, values: Values, new_rows: Collection[int] = (),
                formulas: Mapping[str, str] | None = None) -> tuple[str, bytes | None, dict[str, str]]:
    """The part of `sheet` with these values in its cells (None where none was written), after its name; and the cells
    left alone, each with the reason.

    A cell keeps its format; one that was not there takes that of its row or column, as in Excel. What a cell held is
    replaced, but for a formula; '' leaves it blank. A day whose cell does not show days is written as a text,
    2026-06-30. `new_rows`, from 1, are made where they are not there, and get these `formulas` where a cell has none.
    Raises CannotRun where the sheet is protected, damaged or not there.
    """
    part = next((part for part in package.sheets if part.name == sheet), None)
    if part is None:
        raise CannotRun(f"{package.name} has no sheet '{sheet}' any more; nothing was written. Run again.")
    content = package.part(part.path)
    if PROTECTED.search(content):
        raise CannotRun(f"The sheet '{sheet}' of {package.name} is protected, and nothing was written; in Excel choose "
                        "Review > Unprotect Sheet, save, and run again.")
    root = parse(package.name, content)
    _make_rows(root, new_rows)
    _add_formulas(root, formulas or {})
    left = _fill(root, {where: value for cell, value in values.items() if (where := address_of(cell))}, package)
    return part.path, xml(root) if len(left) < len(values) else None, left


def _make_rows(root: etree._Element, wanted: Collection[int]) -> None:
    """Make rows, counted from 1, that are not there, each in its place."""
    rows = list(numbered_rows(root))
    numbers = [number + 1 for number, _ in rows]
    for new in sorted(set(wanted) - set(numbers), reverse=True):
        made = etree.Element(tag(root, "row"), r=str(new))
        after = bisect_left(numbers, new)
        if after:
            rows[after - 1][1].addnext(made)
        elif (data := root.find(tag(root, "sheetData"))) is not None:
            data.insert(0, made)


def _add_formulas(root: etree._Element, formulas: Mapping[str, str]) -> None:
    """Enter the formulas of computed columns into cells that are empty; Excel computes them when it opens the file."""
    looks, places = column_formats(root), {where: formula for cell, formula in formulas.items()
                                           if (where := address_of(cell))}
    wanted = {where.row for where in places}
    rows = {number: row for number, row in numbered_rows(root) if number in wanted}
    for where, formula in places.items():
        cell = placed_cell(root, rows[where.row], where, looks) if where.row in rows else None
        if cell is not None and not len(cell):
            etree.SubElement(cell, tag(root, "f")).text = formula


def _fill(root: etree._Element, values: Mapping[Address, Value], package: WorkbookPackage) -> dict[str, str]:
    """Write the values into the tree; gives the cells that were left alone, each with the reason."""
    joined, looks = list(_joined(root)), column_formats(root)
    wanted = {where.row for where in values}
    rows = {number: row for number, row in numbered_rows(root) if number in wanted}
    days = day_styles(package) if any(isinstance(value, date) for value in values.values()) else frozenset()
    left, written = {}, []
    for where, value in values.items():
        row = rows.get(where.row)
        why = GONE if row is None else JOINED if any(_covers(area, where) for area in joined) else ""
        if row is not None and not why:
            cell = placed_cell(root, row, where, looks)
            as_day = isinstance(value, date) and cell.get("s", "") in days
            why = _put(root, cell, _serial(value, package) if isinstance(value, date) and as_day else value)
        if why:
            left[f"{letters(where.column)}{where.row + 1}"] = why
        else:
            written.append(where)
    widen(root, written)
    return left


def _serial(day: date, package: WorkbookPackage) -> int:
    """The number by which the workbook counts a day."""
    return (day - (date(1904, 1, 1) if package.date1904 else date(1899, 12, 30))).days


def numbered_rows(root: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Every row with its number from 0; one without a number follows the one before."""
    number = -1
    for row in root.iterfind(f"{tag(root, 'sheetData')}/{tag(root, 'row')}"):
        named = row.get("r", "")
        number = whole(named, number + 2) - 1
        yield number, row


def _put(root: etree._Element, cell: etree._Element, value: Value) -> str:
    """Write one cell; '' or the reason why not."""
    if cell.find(tag(root, "f")) is not None:
        return FORMULA
    clear(cell)
    if value == "":
        return ""
    if isinstance(value, (int, float)):
        etree.SubElement(cell, tag(root, "v")).text = str(value)
        return ""
    cell.set("t", "inlineStr")
    inline = etree.SubElement(cell, tag(root, "is"))
    etree.SubElement(inline, tag(root, "t")).text = plain(str(value))
    return ""


def clear(cell: etree._Element) -> None:
    """Take away what a cell holds; its format stays."""
    for name in ("cm", "vm", "t"):
        cell.attrib.pop(name, "")
    cell[:] = []
    cell.text = None


def placed_cell(root: etree._Element, row: etree._Element, where: Address,
                looks: Mapping[int, str]) -> etree._Element:
    """The cell of a row at `where`; a new one, in the format of its row or column (`looks`), where there is none."""
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
    return cell


def column_formats(root: etree._Element) -> dict[int, str]:
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


def widen(root: etree._Element, written: Sequence[Address]) -> None:
    """Let the sheet's used area reach as far as its cells."""
    area = root.find(tag(root, "dimension"))
    first, _, last = (area.get("ref", "") if area is not None else "").partition(":")
    top, bottom = address_of(first), address_of(last or first)
    if area is None or top is None or bottom is None or not written:
        return
    rows, columns = zip(top, bottom, *written, strict=True)
    area.set("ref", f"{letters(min(columns))}{min(rows) + 1}:{letters(max(columns))}{max(rows) + 1}")
