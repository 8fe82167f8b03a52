"""The example tables of a check as people read them: plain columns, and our own short signs written out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import zip_longest

WIDTH = 100
LEAST = 8
"""No column is made narrower than this many characters, unless it is."""
GAP = "   "

SHEETS = ((r"\(before\) (.+)", r"\1, in the earlier register"), (r"\(no sheet\) (.+)", r"(the sheet \1 is missing)"))
CELLS = (
    (r'"(.*)"', r"\1"), (r"`(.*)`", r"\1 (a number)"), (r"\(above\) (.*)", r"\1 (above the header)"),
    (r"\(hidden\) (.*)", r"\1 (hidden row)"), (r"(.*) \(link\) (.*)", r"\1 (links to \2)"),
    (r"\(no column\) (.*)", r"(no column \1)"), (r"\((?:again|own)\) (.*)", r"\1 (added)"),
)
"""How the tests write what a table cannot show, and how people are told it."""


def wrap(text: str, width: int, first: str = "  ", rest: str = "  ") -> str:
    """`text` in lines of at most `width` characters."""
    return textwrap.fill(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def example(markdown: str, width: int = WIDTH) -> str:
    """The tables of an example, each below the name of its sheet."""
    parts: list[str] = []
    rows: list[list[str]] = []

    def close() -> None:
        if rows:
            parts.append(textwrap.indent(table(rows, width - 4), "    "))
            rows.clear()

    for line in (line.strip() for line in markdown.splitlines()):
        if line.startswith("|"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if not set("".join(cells)) <= set("-: ") or not rows:
                rows.append([_cell(cell) for cell in cells])
        elif line:
            close()
            parts += ["", f"  {_told(line.rstrip(':'), SHEETS)}"]
    close()
    return "\n".join(parts[1:] if parts and not parts[0] else parts)


def _cell(cell: str) -> str:
    marked = re.fullmatch(r"\*\*(.*)\*\*", cell)
    told = _told(marked[1] if marked else cell, CELLS).replace("<br>", "\n")
    return f">>{told}<<" if marked else told


def _told(text: str, signs: tuple[tuple[str, str], ...]) -> str:
    for sign, words in signs:
        if re.fullmatch(sign, text):
            return re.sub(sign, words, text, count=1)
    return text


def table(rows: list[list[str]], width: int = WIDTH) -> str:
    """Rows, the first of which are the headers, in columns that line up; long texts are broken within their column."""
    widths = _widths(rows, width)
    blocks = [list(_lines(row, widths)) for row in rows]
    between = [""] if any(len(block) > 1 for block in blocks[1:]) else []
    lines = [*blocks[0], GAP.join("-" * each for each in widths)]
    for number, block in enumerate(blocks[1:]):
        lines += (between if number else []) + block
    return "\n".join(lines)


def _widths(rows: list[list[str]], width: int) -> list[int]:
    """As wide as the longest line of each column; where that is too wide, the widest give way, words last."""
    columns = list(zip(*rows, strict=True))
    widths = [max(len(line) for cell in column for line in cell.split("\n")) for column in columns]
    words = [max(len(word) for cell in column for word in [*cell.split(), ""]) for column in columns]
    room = width - len(GAP) * (len(columns) - 1)
    for floors in (words, [LEAST] * len(columns)):
        while sum(widths) > room:
            over = [number for number, each in enumerate(widths) if each > floors[number]]
            if not over:
                break
            widths[max(over, key=widths.__getitem__)] -= 1
    return [max(each, 1) for each in widths]


def _lines(row: list[str], widths: list[int]) -> Iterator[str]:
    cells = [[part for line in cell.split("\n") for part in textwrap.wrap(line, each, break_on_hyphens=False) or [""]]
             for cell, each in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        yield GAP.join(f"{part:<{each}}" for part, each in zip(parts, widths, strict=True)).rstrip()
