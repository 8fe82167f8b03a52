"""A Markdown table becomes a real workbook, so that a test is read at a glance and still goes through the real reader.

    Findings
    | Finding ID | Grade | Raised on  | Reference | Owner    |
    |---|---|---|---|---|
    | NC-1       | Major | 2026-03-20 | `5.1`     | **TBC**  |

A line without bars names the sheet. Dates in date columns become real dates, unless they stand in "quotes" (text as
typed); a value in `backticks` is written as a number; `=formula` as a formula, `#REF!` as an error cell. `**value**`
marks the cell where the problem is expected, `**(empty)**` an empty one. `<br>` is a line break.

For what a table of text cannot show: `(no sheet) NAME` leaves a sheet out; a header `(no column) NAME` leaves a column
out, `(again) NAME` adds it a second time, `(own) NAME` adds a column of one's own; the values `(formula with value)`,
`(formula of today)`, `(control character)`, `(date) 2026-02-07` (a real date in any column),
`(above) ID` (the row stands above the header), `(hidden) ID`, `(below) value` (the row stands below the end of the
Excel table), `(merged)` (with the cell above), `(struck) text`, `(struck) gone // rest` (only the first words) and
`shown text (link) target` say themselves.
`(before) SHEET` is a sheet of an earlier register.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.model import BY_PREFIX, SHEETS, Finding, Settings
from ncr_toolkit.core.schema import Column, Kind, Record
from tests import plain_sheets

DAY = re.compile(r"\d{4}-\d\d-\d\d$")
MOVED = re.compile(r"^\((above|hidden|below)\) ")


@dataclass
class Tables:
    """Rows by sheet name, and the marked cells as (sheet, header, row of the table)."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    marked: list[tuple[str, str, int]] = field(default_factory=list)
    without: list[str] = field(default_factory=list)

    def cells(self) -> set[str]:
        """The marked cells as `Sheet!REF`, in the workbook that `save` writes."""
        found = set()
        for sheet, header, row in self.marked:
            kind = kind_of(sheet)
            columns = [fold(column.header) for column in kind.SHEET.columns]
            if kind is Settings:
                found.add(f"{sheet}!C{columns.index(fold(header)) + 4}")
            else:
                found.add(f"{sheet}!{xl_rowcol_to_cell(row + 3, columns.index(fold(header)))}")
        return found


def ref(key: str, row: int = 0) -> str:
    """Where a column stands in the workbooks that `save` and the writer make, as `Sheet!REF`: a test that says
    "finding.owner" stays right when a column is added. `row`: of the workbook, where the data begin in row 4; a fact of
    the sheet Register has its own."""
    return f"{BY_PREFIX[key.partition('.')[0]].SHEET.name}!{at(key, row)}"


def at(key: str, row: int = 0) -> str:
    """The same without the sheet."""
    kind = BY_PREFIX[key.partition(".")[0]]
    place = [column.key for column in kind.SHEET.columns].index(key)
    return f"C{place + 4}" if kind is Settings else f"{xl_col_to_name(place)}{row}"


def kind_of(sheet: str):
    return next(kind for kind in SHEETS if fold(kind.SHEET.name) == fold(sheet))


def parse(markdown: str) -> Tables:
    """The tables of this register; those of an earlier one, marked `(before)`, and of what was sent are left out."""
    return _parse(markdown, lambda sheet: not sheet.startswith(("(before)", "(sent)")))


def parse_before(markdown: str) -> Tables | None:
    """The tables of the earlier register, None if there is none."""
    found = _parse(markdown, lambda sheet: sheet.startswith("(before)"))
    return found if found.rows else None


def parse_sent(markdown: str) -> Tables | None:
    """The tables of a register from which answers were made to be sent, None if there is none."""
    found = _parse(markdown, lambda sheet: sheet.startswith("(sent)"))
    return found if found.rows else None


def _parse(markdown: str, wanted) -> Tables:
    tables, sheet, headers = Tables(), "", []
    for line in (line.strip() for line in markdown.splitlines()):
        if not line:
            continue
        if not line.startswith("|"):
            sheet, headers = line.rstrip(":"), []
            if sheet.startswith("(no sheet)"):
                tables.without.append(sheet.removeprefix("(no sheet)").strip())
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if not wanted(sheet):
            continue
        name = sheet.removeprefix("(before)").removeprefix("(sent)").strip()
        rows = tables.rows.setdefault(name, [])
        if not headers:
            headers = [_renamed(name, cell) for cell in cells]
        elif not set("".join(cells)) <= set("-: "):
            rows.append(_row(tables, name, headers, cells))
    return tables


def _renamed(sheet: str, header: str) -> str:
    """The header of today for one that a column had formerly."""
    kinds = [kind for kind in SHEETS if fold(kind.SHEET.name) == fold(sheet)]
    return next((column.header for kind in kinds for column in kind.SHEET.columns
                 if fold(header) in map(fold, column.formerly)), header)


def _row(tables: Tables, sheet: str, headers: list[str], cells: list[str]) -> dict[str, str]:
    row = {}
    for header, cell in zip(headers, cells, strict=True):
        value = cell
        if cell.startswith("**") and cell.endswith("**"):
            value = cell[2:-2]
            tables.marked.append((sheet, header, len(tables.rows[sheet])))
        row[header] = "" if value == "(empty)" else value.replace("<br>", "\n")
    return row


def save(tables: Tables, path: Path, *, pack: str = "iso42001", mirrored: bool = False) -> Path:
    """Write a workbook with every sheet: keys in row 1, headers in row 3, rows from row 4.

    `mirrored`: with its columns from the last to the first, as somebody might have moved them.

    Most sheets of a test are empty, and writing them took most of the time: they are made once, and put beside those
    that hold something.
    """
    kinds = tuple(kind for kind in SHEETS if kind.SHEET.name not in tables.without)
    filled = [kind for kind in kinds if kind is Settings or tables.rows.get(kind.SHEET.name)]
    if all(plain_sheets.is_plain(tables.rows.get(kind.SHEET.name, ())) for kind in filled):
        parts = _plain(tables, kinds, filled, pack, mirrored)
    else:
        parts = _rich(tables, kinds, filled, pack, mirrored)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def _plain(tables: Tables, kinds: tuple[type[Record], ...], filled: list[type[Record]], pack: str,
           mirrored: bool) -> dict[str, bytes]:
    """The parts of a workbook of texts, dates and numbers."""
    parts = _empty(kinds, mirrored) | {"xl/styles.xml": _styles()}
    for kind in filled:
        rows = tables.rows.get(kind.SHEET.name, [])
        facts = {"Standard pack": pack, "Register ID": "test"}
        for row in rows:
            facts |= row
        parts[f"xl/worksheets/sheet{kinds.index(kind) + 1}.xml"] = \
            plain_sheets.settings_sheet(tuple(facts.items())) if kind is Settings else \
            plain_sheets.sheet(kind.SHEET.prefix, tuple(tuple(row.items()) for row in rows), mirrored)
    return parts


@cache
def _styles() -> bytes:
    """The part of the styles, in which the first after the usual one is that of dates."""
    day = Tables({"Findings": [{"Raised on": "2026-01-01"}]})
    return _written(day, [Finding], "", False)["xl/styles.xml"]


def _rich(tables: Tables, kinds: tuple[type[Record], ...], filled: list[type[Record]], pack: str,
          mirrored: bool) -> dict[str, bytes]:
    """The parts of a workbook that holds what only a library writes."""
    parts, own = dict(_empty(kinds, mirrored)), _written(tables, filled, pack, mirrored)
    for number, kind in enumerate(filled, start=1):
        for name in ("xl/worksheets/sheet{}.xml", "xl/worksheets/_rels/sheet{}.xml.rels"):  # and where its links lead
            if name.format(number) in own:
                parts[name.format(kinds.index(kind) + 1)] = own[name.format(number)]
    parts |= {name: own[name] for name in ("xl/sharedStrings.xml", "xl/styles.xml")}
    if any(name.startswith("xl/tables/") for name in own):  # they are numbered over the whole workbook
        parts = _written(tables, kinds, pack, mirrored)
    return parts


@cache
def _empty(kinds: tuple[type[Record], ...], mirrored: bool) -> dict[str, bytes]:
    """The parts of a workbook without rows. Its sheets hold their texts themselves, apart from any table of texts."""
    parts = _written(Tables(), kinds, "", mirrored)
    alone = _written(Tables(), kinds, "", mirrored, constant_memory=True)
    return parts | {name: part for name, part in alone.items() if name.startswith("xl/worksheets/")}


def _written(tables: Tables, kinds: Iterable[type[Record]], pack: str, mirrored: bool,
             **options: bool) -> dict[str, bytes]:
    """The parts of a workbook of these sheets."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, options or {"in_memory": True})  # a file for each costs more than the writing
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    struck = book.add_format({"font_strikeout": True})
    struck_day = book.add_format({"font_strikeout": True, "num_format": "yyyy-mm-dd"})
    for kind in kinds:
        sheet = book.add_worksheet(kind.SHEET.name)
        sheet.struck, sheet.struck_day = struck, struck_day
        rows = tables.rows.get(kind.SHEET.name, [])
        if kind is Settings:
            _save_settings(sheet, kind, rows, pack, dates)
        else:
            _save_rows(sheet, kind.SHEET.columns[::-1 if mirrored else 1], rows, dates)
    book.close()
    with zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _save_settings(sheet, kind, rows, pack, dates) -> None:
    typed = {fold("Standard pack"): pack, fold("Register ID"): "test"}
    typed |= {fold(header): value for row in rows for header, value in row.items()}
    for number, column in enumerate(kind.SHEET.columns):
        sheet.write_string(number + 3, 0, column.key)
        sheet.write_string(number + 3, 1, column.header)
        _write(sheet, number + 3, 2, column, typed.get(fold(column.header), ""), dates)


def _save_rows(sheet, columns, rows, dates) -> None:
    headers = {header for row in rows for header in row}
    missing = {fold(header.removeprefix("(no column)")) for header in headers if header.startswith("(no column)")}
    typed = [{fold(header): MOVED.sub("", value) for header, value in row.items()} for row in rows]
    places = [1 if any(value.startswith("(above)") for value in row.values()) else count + 3
              for count, row in enumerate(rows)]
    for count, row in enumerate(rows):
        if any(value.startswith("(hidden)") for value in row.values()):
            sheet.set_row(count + 3, None, None, {"hidden": True})
    there = {number: column for number, column in enumerate(columns) if fold(column.header) not in missing}
    for row, text in ((0, "key"), (2, "header")):
        for number, column in there.items():
            sheet.write_string(row, number, getattr(column, text))
    for number, column in there.items():
        name = fold(column.header)
        for at, row in zip(places, typed, strict=True):
            _write(sheet, at, number, column, row.get(name, ""), dates)
    _save_table_and_merges(sheet, columns, rows, typed)
    more = sorted(header for header in headers if header.startswith(("(again)", "(own)")))
    for number, header in enumerate(more, start=len(columns)):
        sheet.write_string(2, number, header.partition(")")[2].strip())
        for count, row in enumerate(rows):
            sheet.write_string(count + 3, number, row.get(header, ""))


def _save_table_and_merges(sheet, columns, rows, typed) -> None:
    below = [count for count, row in enumerate(rows) if any(value.startswith("(below)") for value in row.values())]
    if below:
        heads = [{"header": column.header} for column in columns]
        sheet.add_table(2, 0, below[0] + 2, len(columns) - 1, {"columns": heads})
    for number, column in enumerate(columns):
        merged = [count for count, row in enumerate(typed) if row.get(fold(column.header)) == "(merged)"]
        for last in [count for count in merged if count + 1 not in merged]:
            first = next(count for count in range(last, -1, -1) if count not in merged)
            sheet.merge_range(first + 3, number, last + 3, number, typed[first].get(fold(column.header), ""))


def _write_struck(sheet, row: int, number: int, column: Column, value: str) -> bool:
    if not value.startswith("(struck) "):
        return False
    gone, _, rest = value.removeprefix("(struck) ").partition(" // ")
    if rest:
        sheet.write_rich_string(row, number, sheet.struck, gone, f" {rest}")
    elif column.kind is Kind.DATE and DAY.match(gone):
        sheet.write_datetime(row, number, date.fromisoformat(gone), sheet.struck_day)
    else:
        sheet.write_string(row, number, gone, sheet.struck)
    return True


FORMULAS = {"(formula with value)": ('="Gate"', "Gate"), "(formula of today)": ("=TODAY()-30", 46173)}  # 2026-05-31


def _write(sheet, row: int, number: int, column: Column, value: str, dates) -> None:
    if not value or value == "(merged)" or _write_struck(sheet, row, number, column, value):
        return
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        sheet.write_string(row, number, value[1:-1])
    elif value.startswith("`") and value.endswith("`"):
        sheet.write_number(row, number, float(value[1:-1]))
    elif value in FORMULAS:
        formula, shown = FORMULAS[value]
        sheet.write_formula(row, number, formula, dates if column.kind is Kind.DATE else None, shown)
    elif value == "(control character)":
        sheet.write_string(row, number, "one\x0btwo")
    elif " (link) " in value:
        shown, _, target = value.partition(" (link) ")
        sheet.write_url(row, number, f"external:{target}", None, shown)
    elif value.startswith("(date) "):
        sheet.write_datetime(row, number, date.fromisoformat(value.removeprefix("(date) ")), dates)
    elif value.startswith("#"):
        sheet.write_formula(row, number, f"={value}", None, value)
    elif value.startswith("="):
        sheet.write_formula(row, number, value, None, "")
    elif column.kind is Kind.DATE and DAY.match(value):
        sheet.write_datetime(row, number, date.fromisoformat(value), dates)
    elif column.kind is Kind.NUMBER and value.isdigit():
        sheet.write_number(row, number, int(value))
    else:
        sheet.write_string(row, number, value)
