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
    value: str | int | float | None = None


Value = str | int | float | date | Hyper | ErrorCell | FormulaCell | None
