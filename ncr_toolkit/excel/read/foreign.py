"""What a workbook is that is no register of ours, as far as its sheets tell: the sentence that people get about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ncr_toolkit.common.names import fold
from ncr_toolkit.common.text import listing, short
from ncr_toolkit.excel.read.cells import text
from ncr_toolkit.excel.read.layout import Rows, filled_rows

LOOKED = 40
"""So many of the first filled rows tell what a sheet is."""
HEADERS = 3
"""A row with as many words is the header of a table; so many are named, and so many labels make a form."""
RISK_WORDS = ("risk", "likelihood", "probability", "impact", "inherent", "residual", "threat", "vulnerability")
MAKE = "name the register, or make one with: ncr new"


@dataclass(frozen=True, slots=True)
class ForeignSheet:
    """A worksheet of another make: what stands in its first filled rows, as texts."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def header(self) -> tuple[str, ...]:
        """The words of the first row that is the header of a table; () where none is."""
        rows = (row for row in self.rows if len(row) >= HEADERS)
        return next((row for row in rows if not any(word[:1].isdigit() for word in row)), ())

    @property
    def labels(self) -> int:
        """How many cells ask for something, as a form does."""
        return sum(word.rstrip().endswith(":") for row in self.rows for word in row)


def foreign_sheet(name: str, rows: Rows) -> ForeignSheet:
    """The worksheet as far as it is looked at."""
    return ForeignSheet(name, tuple(tuple(_words(row)) for row in islice(filled_rows(rows), LOOKED)))


def _words(row: Iterable[object]) -> Iterator[str]:
    return (word for cell in row if (word := text(cell).strip()))


def what_it_is(sheets: Sequence[ForeignSheet], title: str) -> str:
    """What follows the name of the workbook: what it is, and what to do.

    `title`: what the workbook calls itself, in quotes; '' where it does not.
    """
    begun = f"is a workbook but no register{f' ({title})' if title else ''}"
    filled = [sheet for sheet in sheets if any(sheet.rows)]
    if not filled:
        return f"{begun}: it is empty; {MAKE}"
    if any(map(is_of_many_registers, filled)):
        return f"{begun}: it is the list of many registers that ncr portfolio makes; name one of them."
    tables = [sheet for sheet in filled if sheet.header]
    if sum(sheet.labels for sheet in filled) >= HEADERS and not any(len(sheet.header) > HEADERS for sheet in tables):
        return f"{begun}: it is a form; name the register; what a form of the body asks for is shown by ncr form."
    if not tables:
        return f"{begun}: none of its sheets is a table of findings; {MAKE}"
    return f"{begun}: {_table(tables[0])}"


def is_of_many_registers(sheet: ForeignSheet) -> bool:
    """Whether it is the sheet of `ncr portfolio` that lists the registers."""
    words = set(map(fold, sheet.header))
    return {"register", "file", "not read because"} <= words


def _table(sheet: ForeignSheet) -> str:
    columns = listing([short(word, 30) for word in sheet.header[:HEADERS]])
    where = f"its sheet {short(sheet.name, 40)} has columns such as {columns}"
    risks = {word for word in RISK_WORDS if any(word in fold(header) for header in sheet.header)}
    if len(risks) > 1:
        return f"{where}, as a risk register has, and no findings; {MAKE}"
    if sheet.rows[-1] == sheet.header:
        return f"{where} and no row below them, as a blank template; {MAKE}"
    return f"{where}; name the register, or bring its rows into one with ncr import."
