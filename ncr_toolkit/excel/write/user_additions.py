"""What people added to the template: columns, sheets, rows of settings and notes of their own, to be written anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ncr_toolkit.common.translation import gettext_noop
from ncr_toolkit.core.schema import Record
from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.write.written_values import Value

BAND = gettext_noop("Your own columns")
"""Stands in the title band above the first of them."""


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column to the right of the template's, inside its table, so that it is sorted and grows with it."""

    header: str  # not empty, and no other column of the sheet has it
    values: Sequence[Value]  # one a row of the sheet
    key: Value = None  # what stands in the hidden key row
    width: float = 18
    hidden: bool = False  # and then it is not printed for


@dataclass(frozen=True, slots=True)
class OwnSheet:
    """A sheet that the template does not have."""

    name: str
    cells: Mapping[Address, Value]
    widths: Mapping[int, float] = field(default_factory=dict)  # by column
    state: str = "visible"  # or "hidden", or "veryHidden", which no menu of Excel shows


@dataclass(frozen=True, slots=True)
class CellNote:
    """A note (comment) on a cell."""

    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """All of it."""

    columns: Mapping[type[Record], Sequence[OwnColumn]] = field(default_factory=dict)
    sheets: Sequence[OwnSheet] = ()
    settings: Mapping[Address, Value] = field(default_factory=dict)  # cells of the sheet Register below ours
    notes: Mapping[str, Mapping[Address, CellNote]] = field(default_factory=dict)  # by sheet
