"""A worksheet walked cell by cell as XML, for files whose cells are not written the usual way."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.address import Address, SheetFacts, address_of
from ncr_toolkit.excel.opc.detect import DAMAGED

_FIRST = Address(0, 0)


@dataclass(slots=True)
class Walked:
    """What the walk met."""

    facts: SheetFacts = field(default_factory=SheetFacts)
    widest: Address = _FIRST  # the used cell with the highest column
    lowest: Address = _FIRST  # and with the highest row


def walk(name: str, data: bytes) -> Walked:
    """Every used cell of the worksheet `data`. Raises CannotRun, naming the file `name`, where it is no XML."""
    walked = Walked()
    try:
        for where, cell in used(data):
            if where.column > walked.widest.column:
                walked.widest = where
            if where.row > walked.lowest.row:
                walked.lowest = where
            kind, formula = cell.get("t", ""), cell.find("{*}f")
            if kind == "e" or formula is not None:
                walked.facts.take(where, kind, None if formula is None else formula.text or "",
                                  cell.findtext("{*}v") or "")
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRun(DAMAGED.format(name=name)) from error
    return walked


def used(data: bytes) -> Iterator[tuple[Address, etree._Element]]:
    """Every cell with something in it. Rows and cells without a reference follow the one before."""
    row = column = -1
    events = etree.iterparse(io.BytesIO(data), events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False,
                             no_network=True, load_dtd=False)
    for event, element in events:
        is_row = element.tag.endswith("row")
        if event == "start" and is_row:
            number = element.get("r", "")
            row, column = (int(number) - 1 if number.isdigit() else row + 1), -1
        elif event == "end" and not is_row:
            where = address_of(element.get("r", "")) or Address(row, column + 1)
            column = where.column
            if len(element):
                yield where, element
        if event == "end":
            element.clear()
