"""What is to be entered into blank cells because it follows from others, as lines: sheet by sheet, each with why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ncr_toolkit.common.text import one_line, short
from ncr_toolkit.core.follows import Following

NOTHING = "No blank cell was found for which something follows from others; nothing was written."


def lines(found: Sequence[Following]) -> Iterator[str]:
    """Each cell with what it gets and why, below its sheet."""
    for sheet, cells in groupby(found, key=lambda each: each.cell.sheet):
        yield one_line(sheet)
        for each in cells:
            told = f"{each.column.header:<16} {short(str(each.value)):<22} {one_line(each.why)}"
            yield f"  {each.cell.ref or '-':<6} {told}"
