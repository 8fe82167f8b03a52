"""Excel tables, and the names that drop-downs, figures and colours go by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ncr_toolkit.common.text import listing, quoted
from ncr_toolkit.core import workbook_words
from ncr_toolkit.excel.doctor.ranges import Area, as_ranges
from ncr_toolkit.excel.doctor.registry import REBUILD, Remark, fact, look, lost, watch
from ncr_toolkit.excel.opc.address import Address, letters
from ncr_toolkit.excel.write.lists_sheet import NAME as LISTS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

    from ncr_toolkit.excel.doctor.opened import Opened, OurSheet

_SHEET = re.compile(r"(?:(?<!')'((?:[^']|'')++)'|(?<![\w.])([^\W\d][\w.]*+))!")
_LIST = re.compile(r"!?\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)$")
MOST_USERS = 3
LONG = 60  # nobody types a longer formula


@look("table")
def table(opened: Opened) -> Iterator[Remark]:
    """Tables that are gone, have another name, or end above the data."""
    there = {name: sheet for sheet in opened.whole.worksheets for name in sheet.tables}
    for sheet in opened.data_sheets:
        name = sheet.kind.SHEET.table
        assert sheet.sheet is not None
        own = next((each for each in sheet.sheet.tables.values() if each.name == name), None)
        other = next((each for each in sheet.sheet.tables.values() if each.name not in opened.template.tables), None)
        if own is not None:
            yield from _too_short(sheet, own.ref)
        elif other is not None:
            yield watch(sheet.name, other.ref, f"The Excel table {name} is now called {other.name}: formulas of other "
                        f"programs look for {name}.", f"Click into it; under Table Design, name it {name} again.")
        elif name not in there:
            yield _no_table(opened, sheet, name)


def _no_table(opened: Opened, sheet: OurSheet, name: str) -> Remark:
    header = sheet.layout.header_row
    last = letters(max(sheet.layout.columns.values()))
    area = f"A{header + 1}:{last}{max(sheet.rows, default=header + 1) + 1}"
    fix = f"Select {area}; Insert > Table, with headers; under Table Design, name it {name}."
    if name in opened.template.used:
        return lost(sheet.name, area, f"The Excel table {name} is gone: the figures of the Dashboard count by it.", fix)
    return watch(sheet.name, area, f"The Excel table {name} is gone: new rows no longer take on look and formulas.",
                 fix, together="The Excel table is gone: new rows no longer take on look and formulas.",
                 together_fix="On each sheet: select header and rows; Insert > Table, with headers; under Table "
                 f"Design, give it its old name, such as {name}.")


def _too_short(sheet: OurSheet, reference: str) -> Iterator[Remark]:
    area, column = Area(reference), min(sheet.layout.columns.values())
    spans = area.column(column)
    below = [row for row in sheet.rows if spans and row > max(last for _, last in spans)]
    if below:
        yield watch(sheet.name, as_ranges(Address(row, column) for row in below),
                    f"Rows stand below the end of the table ({reference}): the figures of the Dashboard and the "
                    "formulas of the table do not take them in.",
                    "Click into the table; Table Design > Resize Table, down to the last row.")


@look("table formula")
def table_formula(opened: Opened) -> Iterator[Remark]:
    """Tables that no longer know the formula of a computed column: LibreOffice drops it, the cells keep theirs."""
    for sheet in opened.input_sheets:
        assert sheet.sheet is not None
        fresh, now = (_computed(each) for each in (opened.template.book[sheet.kind.SHEET.name], sheet.sheet))
        headers = {name for column in sheet.kind.SHEET.columns if column.name in sheet.layout.columns
                   for name in workbook_words.headers(column)}
        gone = sorted(fresh & headers - now)
        if gone and sheet.sheet.tables:
            yield fact(sheet.name, "", f"The table no longer carries the formula of {quoted(gone)}: rows that Excel "
                       "adds to it are not computed. Those that are there still are.",
                       "Type the formula of a cell in that column again and let Excel fill the column.",
                       together="The tables no longer carry the formulas of their computed columns: rows that Excel "
                       "adds to them are not computed. Those that are there still are.")


def _computed(sheet: Worksheet) -> set[str]:
    return {column.name or "" for table in sheet.tables.values() for column in table.tableColumns
            if column.calculatedColumnFormula is not None}


@look("name")
def name(opened: Opened) -> Iterator[Remark]:
    """Defined names that are gone, or lead nowhere."""
    for word, refers in opened.template.names.items():
        now = opened.whole.defined_names.get(word)
        if now is None and opened.template.later(word):
            continue
        text = (now.attr_text or "") if now is not None else ""
        what = "is gone" if now is None else "leads nowhere (#REF!)" if "#REF!" in text else _elsewhere(opened, text)
        if not what:
            continue
        there = f"={refers}" if len(refers) < LONG else "what it refers to in a fresh register (ncr new)"
        fix = f"Formulas > Name Manager: let {word} refer to {there}."
        if word in opened.template.used:
            yield lost("", "", f"The name {word} {what}: {_serves(opened, word)}.", fix,
                       together="{count} names that drop-downs, figures and colours go by are gone or lead nowhere.",
                       together_fix=REBUILD)
        else:
            yield watch("", "", f"The name {word} {what}: other programs find the figure by it.", fix,
                        together="{count} names by which other programs find the figures of the Dashboard are gone.",
                        together_fix=REBUILD)


def _elsewhere(opened: Opened, text: str) -> str:
    there = {each.casefold() for each in opened.names}
    for quoted_name, plain in _SHEET.findall(text):
        sheet = quoted_name.replace("''", "'") or plain
        if sheet.casefold() not in there:
            return f"leads to the sheet '{sheet}', which is missing"
    return ""


def _serves(opened: Opened, word: str) -> str:
    users = [f"'{column.header}' on {kind.SHEET.name}" for kind, column in opened.template.users.get(word, [])]
    if not users:
        return "figures, colours or computed columns go by it"
    more = [f"{len(users) - MOST_USERS} others"] if len(users) > MOST_USERS else []
    return f"the drop-down of {listing(users[:MOST_USERS] + more)} shows nothing"


@look("list")
def list_changed(opened: Opened) -> Iterator[Remark]:
    """Lists behind drop-downs from which entries were taken away."""
    if LISTS not in opened.whole.sheetnames or opened.pack is None:
        return
    for word, refers in opened.template.names.items():
        if not any(column.choices and column.key not in opened.pack.wording.offered
                   for _, column in opened.template.users.get(word, ())):
            continue  # a list of the pack may have grown since
        now = opened.whole.defined_names.get(word)
        ours, theirs = _LIST.search(refers), _LIST.search((now.attr_text or "") if now is not None else "")
        if not ours or not theirs or not refers.startswith(f"{LISTS}!") or f"{LISTS}!" not in (now.attr_text or ""):
            continue
        there = set(_values(opened.whole[LISTS], theirs))
        missing = [value for value in _values(opened.template.book[LISTS], ours) if value not in there]
        if missing:
            yield watch(LISTS, f"{theirs[1]}{theirs[2]}:{theirs[1]}{theirs[3]}",
                        f"The list {word} lacks {quoted(missing)}: the drop-downs do not offer what ncr reads.",
                        "Put the entries back, below each other and without gaps.")


def _values(sheet: Worksheet, area: re.Match[str]) -> list[str]:
    letter, first, last = area[1], int(area[2]), min(int(area[3]), int(area[2]) + 5000)
    cells = (sheet[f"{letter}{row}"] for row in range(first, last + 1))
    return [str(cell.value) for cell in cells if cell.value is not None]
