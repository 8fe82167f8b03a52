"""A sheet of the register as a pandas data frame, with the cells that its values stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.names import fold, nearest
from ncr_toolkit.core.model import RECORDS, Settings
from ncr_toolkit.core.register import Register
from ncr_toolkit.core.schema import Column, Kind, Record

if TYPE_CHECKING:
    import pandas


def to_frame(register: Register, sheet: str) -> pandas.DataFrame:
    """One row a record of the sheet that is called `sheet` in the workbook ("Findings"), in the order of its rows.

    The columns are named by the fields of the record (`id`, `close_due`), in the order of the template. Dates are
    `datetime64[s]`, numbers `Int64`, all else text: '' where the cell is blank, NaT or NA for a date or a number.
    Before them stands `cell`, where the row begins in the user's file ("Findings!A4"); at the end `unread`: what
    could not be read for certain and is missing in its column, as "Findings!U4: 03/05/2026", several joined by "; ".
    `frame.attrs["letters"]` gives the column in the user's file by field ("U"), so that every value has its cell.

    Raises CannotRun where no sheet has that name.
    """
    import pandas

    kind = _kind(sheet)
    records: list[Record] = [register.settings] if kind is Settings else list(register.records[kind])
    data: dict[str, object] = {"cell": [_first_cell(record) for record in records]}
    for column in kind.SHEET.typed_columns:
        values: Any = [record.value(column.name) for record in records]
        data[column.name] = pandas.Series(values, dtype=_dtype(column))
    data["unread"] = ["; ".join(f"{each.cell}: {each.text}" for each in record.unread.values()) for record in records]
    frame = pandas.DataFrame(data)
    frame.attrs["letters"] = dict(records[0].at.letters) if records else {}
    return frame


def _kind(sheet: str) -> type[Record]:
    every: tuple[type[Record], ...] = (Settings, *RECORDS)
    kinds = {kind.SHEET.name: kind for kind in every}
    found = next((kind for name, kind in kinds.items() if fold(name) == fold(sheet)), None)
    if found is None:
        meant = nearest(sheet, kinds)
        raise CannotRun(f"A register has no sheet {sheet!r}{f'; did you mean {meant}' if meant else ''}.")
    return found


def _dtype(column: Column) -> str:
    return {Kind.DATE: "datetime64[s]", Kind.NUMBER: "Int64"}.get(column.kind, "object")


def _first_cell(record: Record) -> str:
    """The leftmost cell of a record; '' where the file has no such row."""
    letters = sorted(record.at.letters.values(), key=lambda letter: (len(letter), letter))
    return f"{record.at.sheet}!{letters[0]}{record.at.row}" if letters and record.at.row else record.at.sheet
