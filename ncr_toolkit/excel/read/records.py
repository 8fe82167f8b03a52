"""The rows of one sheet become its records."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from typing import Any

from ncr_toolkit.core.dates import Unclear
from ncr_toolkit.core.schema import Column, Kind, Location, Record, Unread, Why
from ncr_toolkit.excel.opc.address import Address, SheetFacts, letters
from ncr_toolkit.excel.read.cells import blank, converter, number_text, read_column, text
from ncr_toolkit.excel.read.layout import Layout, Rows

Troubles = dict[int, dict[str, Unclear]]
"""What could not be read, by row of the data and field."""


def read_records(kind: type[Record], sheet: str, rows: Rows, layout: Layout, facts: SheetFacts, date1904: bool) \
        -> list[Record]:
    """The records of a sheet in the order of its rows; rows that are blank in every typed column are none.

    `rows` are the values of the sheet from A1, of equal length; `sheet` is its name in the file.
    """
    columns = {place: kind.SHEET.by_name[name] for name, place in layout.columns.items()
               if kind.SHEET.by_name[name].typed}
    first = layout.header_row + 1
    troubles = _cell_troubles(facts, columns, first)
    data = _data(rows, first, max(columns, default=0) + 1, max(troubles, default=-1) + 1)
    values = []
    raws = list(zip(*data, strict=True))
    for place, column in columns.items():
        read, unread = read_column(column, raws[place] if raws else [], date1904)
        values.append(read)
        for number, trouble in unread.items():
            troubles.setdefault(number, {}).setdefault(column.name, trouble)
    records = _build(kind, sheet, first, columns, list(zip(*values, strict=True)), troubles,
                     repeated_headers(rows, layout.header_row))
    _add_facts(records, facts, columns)
    _add_numbers(records, raws, columns, first)
    add_struck(records, facts, columns, date1904)
    _add_merged(records, rows, facts, columns)
    return records


def trouble_at(facts: SheetFacts, spot: Address) -> Unclear | None:
    """The error, or the formula without a value, in a cell."""
    if spot in facts.errors:
        return Unclear(facts.errors[spot], Why.ERROR_CELL)
    if spot in facts.uncalculated:
        return Unclear(facts.uncalculated[spot], Why.NOT_CALCULATED)
    return None


def mark(record: Record, troubles: dict[str, Unclear]) -> None:
    """Put the unread cells into the record, each under the name by which people know it."""
    def unread(column: Column, trouble: Unclear, label: str) -> Unread:
        return Unread(record.cell(column.name), column, label, trouble.text, trouble.why, trouble.readings)

    for label in ("", None):  # the id may itself be unread: the record's name is only known when all are marked
        name = record.label if label is None else label
        for field, trouble in troubles.items():
            column = record.SHEET.by_name[field]
            setattr(record, field, blank(column))
            record.unread[field] = unread(column, trouble, name)


def _data(rows: Rows, first: int, width: int, least: int) -> Rows:
    """The rows below the header, at least as many and as wide as cells without a value make it."""
    data = rows[first:]
    if least > len(data):
        data += [[""] * len(rows[0])] * (least - len(data))
    if width > len(rows[0]):
        data = [row + [""] * (width - len(row)) for row in data]
    return data


def repeated_headers(rows: Rows, header_row: int) -> set[int]:
    """Rows of the data that are the header once more."""
    if not 0 <= header_row < len(rows):
        return set()
    header = rows[header_row]
    return {number for number, row in enumerate(rows[header_row + 1:]) if row == header}


def _cell_troubles(facts: SheetFacts, columns: dict[int, Column], first: int) -> Troubles:
    troubles: Troubles = {}
    for spot in (*facts.errors, *facts.uncalculated):
        found = trouble_at(facts, spot)
        if found and spot.row >= first and spot.column in columns:
            troubles.setdefault(spot.row - first, {})[columns[spot.column].name] = found
    return troubles


def _build(kind: type[Record], sheet: str, first: int, columns: dict[int, Column], lines: list[tuple[Any, ...]],
           troubles: Troubles, skipped: set[int]) -> list[Record]:
    names = [column.name for column in columns.values()]
    empty = tuple(blank(column) for column in columns.values())
    column_letters = {column.name: letters(place) for place, column in columns.items()}
    records = []
    for number, cells in enumerate(lines):
        if (cells == empty and number not in troubles) or number in skipped:
            continue
        record = kind(at=Location(sheet, first + number + 1, column_letters), **dict(zip(names, cells, strict=True)))
        if number in troubles:
            mark(record, troubles[number])
        records.append(record)
    return records


def _add_facts(records: list[Record], facts: SheetFacts, columns: dict[int, Column]) -> None:
    """Hand the links and the formulas of the sheet to the records they stand in."""
    if not facts.links and not facts.formulas:
        return
    by_row = {record.at.row - 1: record for record in records}
    for spot, target in facts.links.items():
        if spot.row in by_row and spot.column in columns:
            by_row[spot.row].links[columns[spot.column].name] = target
    for spot, formula in facts.formulas.items():
        if spot.row in by_row and spot.column in columns:
            record = by_row[spot.row]
            record.formulas = {**record.formulas, columns[spot.column].name: formula}


def _add_numbers(records: list[Record], raws: list[tuple[Any, ...]], columns: dict[int, Column], first: int) -> None:
    """Tell the records which of their dates stand in the cell as a plain number, whose format was lost."""
    places = {place: column.name for place, column in columns.items() if column.kind is Kind.DATE}
    numbers = {(number, name): raw for place, name in places.items() if raws
               for number, raw in enumerate(raws[place]) if type(raw) in (float, int)}
    for record in records if numbers else ():
        for name in places.values():
            raw = numbers.get((record.at.row - 1 - first, name))
            if raw is not None and record.known(name):
                record.numbers[name] = number_text(raw)


def add_struck(records: list[Record], facts: SheetFacts, columns: dict[int, Column], date1904: bool = False) -> None:
    """Tell the records what is struck out in their cells. A date of which some is struck out has two readings."""
    by_row = {record.at.row - 1: record for record in records} if facts.struck else {}
    for spot, struck in facts.struck.items():
        record, column = by_row.get(spot.row), columns.get(spot.column)
        if record is None or column is None or record.blank(column.name):
            continue
        record.struck[column.name] = struck
        if column.kind is Kind.DATE and struck.gone:
            read = (converter(column, date1904)(text) for text in (struck.gone, struck.rest))
            days = tuple(dict.fromkeys(each.isoformat() for each in read if isinstance(each, date)))
            if days:
                mark(record, {column.name: Unclear(record.typed(column.name), Why.AMBIGUOUS_DATE, days)})


MOST_MERGED = 100_000
"""Cells that are looked at for being merged: nobody merges more, and a merge may be said to cover a whole sheet."""


def _add_merged(records: list[Record], rows: Rows, facts: SheetFacts, columns: dict[int, Column]) -> None:
    """A blank cell that is merged with another one is not blank for who looks at it."""
    if not facts.merged:
        return
    at, left = sorted(record.at.row - 1 for record in records), MOST_MERGED
    by_row = {record.at.row - 1: record for record in records}
    for top, bottom in facts.merged:
        shown = text(rows[top.row][top.column]) if top.row < len(rows) and top.column < len(rows[top.row]) else ""
        covered = [place for place in columns if top.column <= place <= bottom.column] if shown else []
        for row in at[bisect_left(at, top.row):bisect_right(at, bottom.row)] if covered else ():
            left -= len(covered)
            if left < 0:
                return
            names = {columns[place].name: text_of(place, top, shown) for place in covered if (row, place) != top}
            mark(by_row[row], {name: Unclear(seen, Why.MERGED, (f"{letters(top.column)}{top.row + 1}", shown))
                               for name, seen in names.items() if by_row[row].blank(name)})


def text_of(place: int, top: Address, shown: str) -> str:
    """What one sees in a cell that is merged with `top`: its text, unless that is one of another column."""
    return shown if place == top.column else ""
