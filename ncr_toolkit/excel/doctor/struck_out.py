"""What is struck out: by the eye it no longer holds, and it is read like all the rest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ncr_toolkit.common.text import plural
from ncr_toolkit.excel.doctor.ranges import as_ranges
from ncr_toolkit.excel.doctor.registry import Remark, look, watch
from ncr_toolkit.excel.opc.address import Address, address_of

if TYPE_CHECKING:
    from ncr_toolkit.excel.doctor.opened import Opened


@look("struck out", whole=False)
def struck_out(opened: Opened) -> Iterator[Remark]:
    """Cells that are struck out, or hold words that are."""
    found: dict[str, list[Address]] = {}
    for record in opened.register.every() if opened.register else ():
        for name in record.struck:
            cell = record.cell(name)
            if where := address_of(cell.ref or ""):
                found.setdefault(cell.sheet, []).append(where)
    for sheet, spots in found.items():
        one = len(spots) == 1
        yield watch(sheet, as_ranges(spots), f"{plural(len(spots), 'cell')} {'is' if one else 'are'} struck out, or "
                    f"{'holds' if one else 'hold'} words that are: ncr reads, counts and prints them all the same.",
                    "Delete what no longer holds (withdraw a finding by its status), or take the line away (Ctrl+5).",
                    together="Cells are struck out, or hold words that are: ncr reads, counts and prints them all the "
                    "same.")
