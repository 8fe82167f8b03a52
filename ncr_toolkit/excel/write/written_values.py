"""What a cell of a new workbook may hold besides text, numbers and dates: also what should not stand there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Hyper:
    """A hyperlink: the text people see and the place it leads to, which may differ."""

    text: str
    target: str  # https://..., mailto:..., or the name of a file beside the workbook


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that shows an error of Excel, such as #REF!."""

    text: str = "#REF!"


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A formula where people should have typed; None: it was never calculated."""

    formula: str
    value: str | int | float | ErrorCell | None = None
    form: str | int = ""  # the number format of what it shows, '' for the column's own


@dataclass(frozen=True, slots=True)
class Formatted:
    """A number shown by a number format of its own: a share, a time of day, a day with its hour."""

    value: int | float
    form: str | int  # a code such as 0.0%, or the number of one that Excel has built in


@dataclass(frozen=True, slots=True)
class Linked:
    """A hyperlink exactly as another workbook had it, over whatever stands in the cell."""

    value: str | int | float | date | ErrorCell | FormulaCell | Formatted | None
    target: str  # letter by letter, '' for a place in the same workbook
    location: str = ""  # the place in the target
    tip: str = ""


Value = str | int | float | date | Hyper | ErrorCell | FormulaCell | Formatted | Linked | None
