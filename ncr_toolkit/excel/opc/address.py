"""Cells by row and column, and what is known about some of them beside their values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from ncr_toolkit.core.schema import Struck

_REFERENCE = re.compile(r"\$?([A-Z]{1,7})\$?([0-9]{1,9})$", re.IGNORECASE)


_DIGITS = 11  # of the largest number of 32 bits, and one
_WIDEST = 10_000.0  # columns have 255 characters at the most, rows 409 points


class Address(NamedTuple):
    """A cell by row and column, both from 0."""

    row: int
    column: int


@dataclass(slots=True)
class SheetFacts:
    """One worksheet's facts, by cell."""

    errors: dict[Address, str] = field(default_factory=dict)  # "#REF!"
    formulas: dict[Address, str] = field(default_factory=dict)  # cells with a formula and a value: the formula
    uncalculated: dict[Address, str] = field(default_factory=dict)  # cells with a formula and no value: the formula
    links: dict[Address, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    struck: dict[Address, Struck] = field(default_factory=dict)
    merged: list[tuple[Address, Address]] = field(default_factory=list)  # from the first cell to the last

    def take(self, where: Address, kind: str, formula: str | None, value: str) -> None:
        """Take down a cell if there is something to say. `kind`: the cell's `t`; `formula`: without `=`, or None."""
        if kind == "e":
            self.errors[where] = value.strip() or "#ERROR!"
        elif formula is not None and not value and kind != "str":  # a text of no length is a value
            self.uncalculated[where] = f"={formula or '…'}"
        elif formula is not None:
            self.formulas[where] = f"={formula or '…'}"


def letters(column: int) -> str:
    """The letters of a column counted from 0: A, B ... Z, AA."""
    text, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def address_of(reference: str) -> Address | None:
    """Row and column of `B4`; None for what is no reference."""
    found = _REFERENCE.match(reference)
    if not found:
        return None
    return Address(int(found[2]) - 1, column_number(found[1].encode("ascii")))


def whole(text: str | None, otherwise: int) -> int:
    """The whole number that an attribute holds; `otherwise` where it holds none, or one that no workbook needs."""
    plain = (text or "").strip()
    return int(plain) if len(plain) < _DIGITS and plain.isascii() and plain.isdigit() else otherwise


def measure(text: str | None, otherwise: float) -> float:
    """The width or height that an attribute holds; `otherwise` where it holds none, or one that no workbook has."""
    try:
        found = float(text or "")
    except ValueError:
        return otherwise
    return found if 0 <= found < _WIDEST else otherwise


@lru_cache(maxsize=4096)
def column_number(letters: bytes) -> int:
    """The column from 0 that these letters name."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + letter - 64
    return column - 1
