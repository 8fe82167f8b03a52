"""The rows and links of the sheet Check results as the bytes of their XML, one by one: there may be 100,000.

Codes such as `_x000D_` are those of ST_Xstring: ECMA-376 Part 1, 22.9.2.19.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from ncr_toolkit.common.text import allowed, fitting_cell
from ncr_toolkit.core.alike import Alike, first_cells
from ncr_toolkit.core.model import Result
from ncr_toolkit.core.problem import NotChecked, Problem
from ncr_toolkit.core.schema import Cell
from ncr_toolkit.excel.opc.address import letters
from ncr_toolkit.excel.write.content import FIRST
from ncr_toolkit.excel.write.xlsxwriter_fast import fitting_height

_LETTERS = tuple(letters(place) for place in range(len(Result.SHEET.columns)))
_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")

@dataclass(frozen=True, slots=True)
class Sendable:
    """That the answer to a finding is ready to be sent."""

    cell: Cell
    finding: str


Listed = Problem | Alike | NotChecked | Sendable
"""What a row of the sheet tells."""
Linked = Problem | Alike | Sendable
"""What of it has a cell to lead to."""


@dataclass(frozen=True, slots=True)
class Looks:
    """The formats of the workbook that results are written in: their numbers in its styles.xml."""

    header: str
    columns: tuple[str, ...]


def rows(problems: Sequence[Listed], looks: Looks, prefix: str) -> Iterator[bytes]:
    """One row a problem, or check that could not look; or one that says there is none. `prefix` is that of the sheet's
    XML."""
    for number, problem in enumerate(problems, start=FIRST + 1):
        yield _row(number, problem, looks, prefix).encode("utf-8")
    if not problems:
        yield (f'<{prefix}row r="{FIRST + 1}"><{prefix}c r="A{FIRST + 1}" s="{looks.columns[-1]}" t="inlineStr">'
               f'{_made("Nothing was found.", prefix)}</{prefix}c></{prefix}row>').encode()


def _row(number: int, problem: Listed, looks: Looks, prefix: str) -> str:
    texts = _texts(problem)
    height = fitting_height(Result.SHEET, texts)
    cells = "".join([f'<{prefix}c r="{letter}{number}" s="{style}" t="inlineStr">'
                     f"{(_inline if name in _REPEATED else _made)(text, prefix)}</{prefix}c>" if text else
                     f'<{prefix}c r="{letter}{number}" s="{style}"/>'
                     for letter, style, (name, text) in zip(_LETTERS, looks.columns, texts.items(), strict=True)])
    tall = f' ht="{height:g}" customHeight="1"' if height else ""
    return f'<{prefix}row r="{number}"{tall}>{cells}</{prefix}row>'


def _texts(problem: Listed) -> dict[str, str]:
    """What stands in the columns of a row."""
    if isinstance(problem, NotChecked):
        return {"place": "", "record": "", "key": "", "code": problem.code, "level": "not checked",
                "message": f"{problem.why[:1].upper()}{problem.why[1:]}. Not looked for: {problem.what}.", "fix": ""}
    if isinstance(problem, Sendable):
        return {"place": str(problem.cell), "record": problem.finding, "key": "", "code": "", "level": "ready",
                "message": f"The answer to {problem.finding} is ready to be sent.",
                "fix": "ncr respond makes it, ncr package packs it, ncr sent notes that it went out."}
    if isinstance(problem, Alike):  # no record: the colours go by the rows of its problems, which stand below
        first = problem.first
        return {"place": str(first.cell), "record": "", "key": first.key or "", "code": first.code,
                "level": f"{first.level}s", "message": f"{len(problem.problems):,} times, first: {first.message}",
                "fix": f"{first_cells(problem.problems)}: {first.fix}"}
    place, record, key = problem.cell, problem.record, problem.key
    if (new := problem.adds) is not None:  # there the colours look for it, as the row has no id yet
        place, record, key = new.cell, f"row {new.row}", new.key
    return {"place": str(place), "record": record or "", "key": key or "", "code": problem.code,
            "level": str(problem.level), "message": problem.message, "fix": problem.fix}


def _made(text: str, prefix: str) -> str:
    """The text of a cell."""
    shown = plain(text)
    kept = "" if shown == shown.strip() and "\n" not in shown else ' xml:space="preserve"'
    return f"<{prefix}is><{prefix}t{kept}>{escape(shown, quote=False)}</{prefix}t></{prefix}is>"


_inline = lru_cache(maxsize=4096)(_made)
_REPEATED = ("record", "key", "code", "level", "fix")
"""These columns say the same in many rows; the others something else in each."""


def plain(text: str) -> str:
    """`text` as a cell bears it: `_x000D_` typed by a person must not be taken for a code."""
    shown = fitting_cell(allowed(text))
    return _CODE.sub("_x005F_", shown) if "_x" in shown else shown


def coded(text: str) -> str:
    """`text` in the letters and codes of a cell."""
    return _CODE.sub("_x005F_", allowed(text))


def links(linked: Mapping[int, Linked], prefix: str) -> Iterator[bytes]:
    """One link a row, to the cell of its problem."""
    cells = {number: _led_to(problem) for number, problem in linked.items()}
    sheets = {name: escape("'" + name.replace("'", "''") + "'!") for name in {cell.sheet for cell in cells.values()}}
    for number, cell in cells.items():
        place, shown = f"{sheets[cell.sheet]}{cell.ref or 'A1'}", escape(plain(str(cell)))
        yield f'<{prefix}hyperlink ref="A{number}" location="{place}" display="{shown}"/>'.encode()


def _led_to(problem: Linked) -> Cell:
    if isinstance(problem, Alike):
        return problem.first.cell
    if isinstance(problem, Sendable):
        return problem.cell
    return problem.cell if problem.adds is None else problem.adds.cell
