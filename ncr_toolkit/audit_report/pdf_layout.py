"""The text of a PDF's page in which each letter stands at its place, and the tables that its lines draw, cell by cell.

What stands in a table is taken out of the page, whose text has a mark in its place; and what is set in one piece, but
has something else within (boxes to tick of another font), is taken apart. Where the page draws nothing, its text is as
it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from ncr_toolkit.audit_report.line_breaks import BROKEN
from ncr_toolkit.audit_report.pdf_apart import taken_apart
from ncr_toolkit.audit_report.pdf_blocks import Block, block_of, write
from ncr_toolkit.audit_report.pdf_pieces import Piece, shown
from ncr_toolkit.audit_report.pdf_rules import Box, Drawn, drawn
from ncr_toolkit.audit_report.pdf_texts import pages_of

MARK = "\ue0f0"
"""Begins and ends what stands for a table in the text of its page."""
_OF_A_MARK = re.compile(rf"\s*{MARK}(\d+){MARK}\w*{MARK}+\s*")
_LETTERS = str.maketrans("0123456789", "ghijklmnop")
_LETTER = 0.5
"""Of its size, how wide a letter is on average."""
_LEAST_BLANKS, _LEAST_ROOM, _MOST_ROOM = 3, 0.3, 1.2
"""So many blanks at the ends of lines, and the page keeps them; and, of the size of its letters, how much room a line
has left that ends within a word."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SLACK = 1.5
"""By so many points letters may stand out of their cell."""
_WIDEST = 160
"""Of a line that nothing stands beside, in letters."""


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell of a table: its lines, and how wide it is, in average letters. A line that ends with a blank goes on."""

    box: Box
    lines: tuple[str, ...]
    room: float


@dataclass(frozen=True)
class LaidTable:
    """A table that lines draw on a page."""

    drawn: Drawn
    cells: tuple[LaidCell, ...]


@dataclass(frozen=True)
class LaidPage:
    """The text of a page, and its tables by the numbers of their marks."""

    text: str
    tables: tuple[LaidTable, ...] = ()


def laid_pages(path: Path) -> list[LaidPage]:
    """The pages of a PDF. Raises CannotRun, in one sentence, whatever is wrong with the file."""
    return pages_of(path, _laid)


def table_of(text: str) -> int | None:
    """Which table of its page a line of text stands for, None where it is a text."""
    found = _OF_A_MARK.fullmatch(text)
    return int(found[1]) if found else None


def _text(page: Any) -> str:
    return str(page.extract_text(extraction_mode="layout", layout_mode_space_vertically=True))


def _laid(page: Any) -> LaidPage:
    """A page; as it was where nothing is drawn on it, or its commands cannot be followed."""
    plain = _text(page)
    try:
        found = shown(page)
        pieces, tables = [*taken_apart(found.pieces)], _tables(found.pieces, drawn(found.strokes))
        wide = _WIDE.search(plain) is not None
        if not plain.strip() or not (tables or wide or len(pieces) > len(found.pieces)):
            return LaidPage(plain)
        return _set_anew(page, pieces, tables, wide=wide) or LaidPage(plain)
    except Exception:  # a PDF may be wrong in any way, and its plain text is read all the same
        return LaidPage(plain)


def _tables(pieces: Sequence[Piece], found: Sequence[Drawn]) -> list[Drawn]:
    """Those beside which nothing stands, smallest first: what is beside may be the other column of the page."""
    kept: list[Drawn] = [each for each in found if any(each.frame.holds(piece.x, piece.y) for piece in pieces)]
    while True:
        inside = {id(piece) for piece in pieces for each in kept if each.frame.holds(piece.x, piece.y)}
        rest = [piece for piece in pieces if id(piece) not in inside]
        left = [each for each in kept if not any(each.frame.low < piece.y < each.frame.top for piece in rest)]
        if len(left) == len(kept):
            return left
        kept = left


def _set_anew(page: Any, pieces: Sequence[Piece], tables: Sequence[Drawn], *, wide: bool) -> LaidPage | None:
    """The page with its parts and cells one below the other; None where they do not come back so. `wide`: it has the
    wide letters of East Asia, behind which a gap would be seen where another font begins."""
    ordered = sorted(tables, key=lambda each: -each.frame.top)
    blocks = list(_blocks(pieces, tables, ordered))
    write(page, blocks, together=wide)
    found: list[list[str]] = []
    for line in _text(page).split("\n"):
        if (number := block_of(line)) is not None:
            if number != len(found):
                return None
            found.append([])
        elif found:
            found[-1].append(line.rstrip())
    if len(found) != len(blocks):
        return None
    text, cells = list[str](), [list[LaidCell]() for _ in ordered]
    keeps = sum(each.ends_blank for block in blocks if block.cell for each in block.pieces) >= _LEAST_BLANKS
    for block, lines in zip(blocks, map(_trimmed, found), strict=True):
        if block.cell is None:
            text += [*lines, *(["", f"{MARK}{block.table}", ""] if block.table >= 0 else [])]
        else:
            cells[block.table].append(LaidCell(block.cell, _with_ends(block, lines, keeps=keeps), _room(block)))
    laid = tuple(LaidTable(each, tuple(its)) for each, its in zip(ordered, cells, strict=True))
    marks = {f"{MARK}{number}": _mark(number, table) for number, table in enumerate(laid)}
    return LaidPage("\n".join(marks.get(line, line) for line in text), laid)


def _mark(number: int, table: LaidTable) -> str:
    """What stands for a table in the text of its page: as wide as the page, and but for numbers alike where tables
    hold the same words, as those at the top of each page do."""
    said = "".join(sign for cell in table.cells for line in cell.lines for sign in line if not sign.isdigit())
    alike = sha256(said.encode()).hexdigest().translate(_LETTERS)
    return f"{MARK}{number}{MARK}{alike}".ljust(_WIDEST, MARK)


def _blocks(pieces: Sequence[Piece], tables: Sequence[Drawn], ordered: Sequence[Drawn]) -> Iterator[Block]:
    """The parts of a page from the top: what stands above each table, then its cells; at last what is below."""
    inside: dict[int, list[Piece]] = {}
    rest: list[Piece] = []
    for piece in pieces:
        table = next((each for each in tables if each.frame.holds(piece.x, piece.y)), None)
        (rest if table is None else inside.setdefault(id(table), [])).append(piece)
    for number, table in enumerate(ordered):
        yield Block([each for each in rest if each.y >= table.frame.top], number)
        rest = [each for each in rest if each.y < table.frame.top]
        its = inside.get(id(table), [])
        cell_of = {id(piece): _cell(table, piece) for piece in its}
        yield from (Block([each for each in its if cell_of[id(each)] is cell], number, cell) for cell in table.cells)
    yield Block(rest)


def _cell(table: Drawn, piece: Piece) -> Box:
    """The cell in which most of a line of letters stands: where it begins, a little further in and up."""
    return table.cell_at(min(piece.x + _SLACK, max(piece.x, piece.end)), piece.y + piece.height / 4)


def _trimmed(lines: Sequence[str]) -> list[str]:
    filled = [at for at, line in enumerate(lines) if line.strip()]
    return list(lines[filled[0]:filled[-1] + 1]) if filled else []


def _with_ends(block: Block, lines: Sequence[str], *, keeps: bool) -> tuple[str, ...]:
    """The lines of a cell, each with a blank at its end where the page has one: there no word is broken. Where the page
    `keeps` such blanks, and one would have had room, its word is broken, and the line ends so."""
    last: dict[int, Piece] = {}
    for each in block.pieces:
        last[round(each.y)] = max(last.get(round(each.y), each), each, key=lambda piece: piece.end)
    ordered = [piece for _, piece in sorted(last.items(), reverse=True)]
    filled = [at for at, line in enumerate(lines) if line.strip()]
    known = zip(filled[:-1], ordered, strict=False) if len(filled) == len(ordered) else ()
    ends = {at: _end(block, lines[at].strip(), piece, keeps=keeps) for at, piece in known}
    return tuple(line.strip() + ends.get(at, "") for at, line in enumerate(lines))


def _end(block: Block, line: str, piece: Piece, *, keeps: bool) -> str:
    """What a line of a cell ends with: a blank, the sign of a broken word, or nothing."""
    if piece.ends_blank:
        return " "
    inset = max(0.0, min(each.x for each in block.pieces) - (block.cell.left if block.cell else 0))
    room = (block.cell.right if block.cell else 0) - inset - piece.end
    broken = keeps and line.isalpha() and _LEAST_ROOM * piece.height <= room <= _MOST_ROOM * piece.height
    return BROKEN if broken else ""


def _room(block: Block) -> float:
    """How wide a cell is, in average letters of its own, without the blank at its sides."""
    if not block.pieces or block.cell is None:
        return 0
    inset = max(0.0, min(each.x for each in block.pieces) - block.cell.left)
    return (block.cell.right - block.cell.left - 2 * inset) / (_LETTER * max(each.height for each in block.pieces))
