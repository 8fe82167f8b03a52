"""A grid of cells as a file holds it, whatever kind of file that is."""

from __future__ import annotations

from dataclasses import dataclass, field

from ncr_toolkit.core.dates import as_seen
from ncr_toolkit.excel.opc.address import letters

MOST_ROWS = 100_000
"""Of one grid; a longer list is no list of audit findings."""


TWO_DAYS = '"finding.response_due" (your answer is due) or "finding.close_due" (all is done)?'
"""What is asked of a column of days that are due, where its header does not say what is due by then."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells from the upper left corner on; rows may be of unequal length."""

    name: str  # of the sheet, or "table 2"; '' where the file has but one
    rows: list[list[object]]
    spreadsheet: bool = True  # whether people call its cells A1, or "row 3, column 2"
    verbatim: bool = False  # a sheet that people added to a register: it is kept as it is
    aside: tuple[str, ...] = ()  # what of the file was not taken, in words
    open: bool = False  # whether some of that may be findings
    asked: dict[str, str] = field(default_factory=dict)  # headers of which the file does not say what is meant, and why
    places: dict[tuple[int, int], str] = field(default_factory=dict)  # of cells that stand elsewhere in the file

    def where(self, row: int, column: int) -> str:
        """The cell as people name it; `row` and `column` counted from 0."""
        if (row, column) in self.places:
            return self.places[row, column]
        place = f"{letters(column)}{row + 1}" if self.spreadsheet else f"row {row + 1}, column {column + 1}"
        return f"{self.name}!{place}" if self.name and self.spreadsheet else f"{self.name} {place}".strip()


class Doubtful(str):
    """A text that whoever wrote the file could not read for certain either; `why` says how."""

    why: str

    def __new__(cls, text: str, why: str) -> Doubtful:
        made = super().__new__(cls, text)
        made.why = why
        return made


def seen(value: object) -> str:
    """The text of a cell as a person sees it, without blanks around it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return as_seen(value).strip()
