"""The next free id of each sheet whose rows people number themselves: offered by the drop-down, never filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ncr_toolkit.core.model import RECORDS
from ncr_toolkit.core.numbering import next_id
from ncr_toolkit.core.schema import Column, Record
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.write.content import Content, span

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

SHEET = "Lists"


def name_of(column: Column) -> str:
    """The defined name of the cell with the next free id."""
    return f"next_{column.key.replace('.', '_')}"


def numbered() -> list[tuple[type[Record], Column]]:
    """The sheets of which ids are offered, each with its column of ids."""
    return [(kind, column) for kind in RECORDS for column in kind.SHEET.columns if column.numbered]


def _formula(prefix: str, cells: str) -> str:
    """The array formula that says the same; what VALUE takes for a number or a day must look like its digits."""
    rest = f"MID({cells},{len(prefix) + 1},9)"
    number = f"IF(TEXT(VALUE({rest}),REPT(\"0\",LEN({rest})))={rest},VALUE({rest}),0)"
    return f'"{prefix}"&TEXT(1+MAX(IFERROR(IF(LEFT({cells},{len(prefix)})="{prefix}",{number},0),0)),"00")'


def write_next_ids(sheet: Worksheet, book: Workbook, content: Content, column: int) -> None:
    """Write them from that column of the sheet on, below their names."""
    for number, (kind, about) in enumerate(numbered(), start=column):
        formula = _formula(about.numbered, span(kind, about.name, content.reach(kind)))
        value = next_id(about.numbered, (record.typed(about.name) for record in content.register.records[kind]))
        sheet.write_string(0, number, name_of(about))
        sheet.write_array_formula(1, number, 1, number, f"={formula}", None, value)
        book.define_name(name_of(about), f"={SHEET}!${letters(number)}$2")
