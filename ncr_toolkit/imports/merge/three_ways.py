"""What the source said before, what it says now, and what stands in the register: of each cell who has changed it.

A cell is written only where it is empty and the source has something new, or where it still says what the import before
wrote. Everything else is somebody's, and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from ncr_toolkit.common.text import fitting_cell
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import Cell, Record
from ncr_toolkit.imports.merge.memory import OWN, Fields, print_of, text_of

_NOTE = "internal_note"
_LINKING = frozenset(("id", "finding", "record"))


class Turn(Enum):
    """What becomes of a cell."""

    TAKEN = "taken"  # the source has changed, and nobody has touched it
    KEPT = "kept"  # both have changed
    EMPTIED = "emptied"  # the source says nothing any more
    NO_COLUMN = "no column"  # the register has none for it


@dataclass(frozen=True, slots=True)
class CellTurn:
    """A cell of the register that the source says something new of."""

    turn: Turn
    cell: Cell
    header: str
    record: str
    ours: str  # as it stands there
    theirs: object  # as the source says it now


OwnCell = Callable[[Record, str], tuple[Cell, str]]
"""Where a column of the user's own stands in the row of a record, by its folded header, and what stands there."""


def turns(record: Record, values: Mapping[str, object], before: Fields | None, own: OwnCell,
          pack: Pack) -> Iterator[CellTurn]:
    """What becomes of the cells of a record. `values`: what the source says now; `before`: the fingerprints of what it
    said at the import before, None where there was none."""
    known = before or {}
    for name in dict.fromkeys((*values, *known)):
        if name in _LINKING:
            continue
        cell, header, ours = _stands(record, name, own, pack)
        turn, theirs = _note(ours, values.get(name), known.get(name, "")) if name == _NOTE else \
            _turn(ours, values.get(name), known.get(name, ""))
        if turn is not None:
            yield CellTurn(turn if cell.ref else Turn.NO_COLUMN, cell, header, record.label, ours, theirs)


def _stands(record: Record, name: str, own: OwnCell, pack: Pack) -> tuple[Cell, str, str]:
    if name.startswith(OWN):
        header = name.removeprefix(OWN)
        cell, ours = own(record, header)
        return cell, header, ours
    return record.cell(name), pack.header(record.SHEET.by_name[name]), record.typed(name)


def _turn(ours: str, theirs: object, before: str) -> tuple[Turn | None, object]:
    now, here = print_of(theirs), print_of(ours)
    if now in (before, here):
        return None, theirs
    if not now:
        return (Turn.EMPTIED if here == before else None), ""
    return (Turn.TAKEN if here == before else Turn.KEPT), theirs


def _note(ours: str, theirs: object, before: str) -> tuple[Turn | None, object]:
    """A note that somebody has written into gets only the lines that it does not have."""
    now, here = print_of(theirs), print_of(ours)
    if now in (before, here):
        return None, theirs
    if here == before:
        return Turn.TAKEN, text_of(theirs)
    there = set(ours.splitlines())
    new = [line for line in text_of(theirs).splitlines() if line not in there]
    return (Turn.TAKEN, fitting_cell("\n".join((ours, *new)))) if new else (None, theirs)
