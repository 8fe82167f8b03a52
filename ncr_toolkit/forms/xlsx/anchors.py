"""Where what floats over a sheet stands: a drawing by its corners, a control of older Excel by its anchor.

Numbers that no workbook has are taken for the nearest that one may have: what floats is told in any case.
"""

from __future__ import annotations

from lxml import etree

from ncr_toolkit.excel.opc.address import Address, whole

_LAST = Address(1_048_575, 16_383)


def corner(anchor: etree._Element, name: str) -> Address | None:
    """The cell at a corner of a drawing, "from" or "to" (ECMA-376 Part 1, 20.5.2.5); None where it has none."""
    place = anchor.find(f"{{*}}{name}")
    return None if place is None else _on_sheet(whole(place.findtext("{*}row"), 0), whole(place.findtext("{*}col"), 0))


def middle(anchor: str) -> Address | None:
    """The cell in which a control begins, by its middle height: of the eight numbers of its anchor (ECMA-376 Part 4,
    19.4.2.3) the first is a column, the third and the seventh are rows. None where they are not eight."""
    numbers = [whole(each, 0) for each in anchor.split(",")]
    return _on_sheet((numbers[2] + numbers[6]) // 2, numbers[0]) if len(numbers) >= 8 else None


def shape_number(control: etree._Element) -> int:
    """The number of the shape that draws a control; 0 where it names none."""
    return whole(control.get("shapeId"), 0)


def _on_sheet(row: int, column: int) -> Address:
    return Address(min(row, _LAST.row), min(column, _LAST.column))
