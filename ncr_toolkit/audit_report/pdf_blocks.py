"""A PDF's page set anew in blocks one below the other: what stands across it, and each cell of its tables by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ncr_toolkit.audit_report.pdf_pieces import Piece
from ncr_toolkit.audit_report.pdf_rules import Box

_FONT = "NcrBlock"
_PARTED = re.compile(r"^\s*~~(\d+)~~\s*$")
_SEPARATOR, _APART, _ADJACENT = "~~{}~~", 3.0, 0.45
"""The line above a block; how far blocks are set apart, in the largest letters; and no gap parts what is nearer."""


@dataclass
class Block:
    """What is set by itself: a part of the page across, or a cell."""

    pieces: list[Piece]
    table: int = -1
    cell: Box | None = None


def write(page: Any, blocks: Sequence[Block], *, together: bool) -> None:
    """Give a page of pypdf new commands, which show the blocks one below the other, each below its number. `together`:
    what follows on a line without a gap is one text, whatever its fonts."""
    from pypdf.generic import ContentStream, NameObject

    every = [each for block in blocks for each in block.pieces]
    left, apart = min(each.x for each in every), _APART * max(each.height for each in every)
    size, height = sorted(each.height for each in every)[len(every) // 2], 0.0
    commands: list[tuple[Any, bytes]] = []
    for number, block in enumerate(blocks):
        separator = Piece(f"/{_FONT}", size, {}, (1, 0, 0, 1, left, height - apart),
                          [([_SEPARATOR.format(number).encode()], b"Tj")], left, height - apart, left)
        height -= 2 * apart
        top, low = (way((each.y for each in block.pieces), default=0.0) for way in (max, min))
        begin = left if block.cell is None else min((each.x for each in block.pieces), default=left)
        commands += _commands([separator], 0, 0)
        for run in _runs(block.pieces) if together else ([each] for each in block.pieces):
            commands += _commands(run, left - begin, height - top)
        height -= top - low
    contents = ContentStream(None, page.pdf)
    contents.operations = commands
    page[NameObject("/Contents")] = contents
    _add_font(page)


def _runs(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Pieces that follow each other on a line without a gap, together."""
    run: list[Piece] = []
    for each in sorted(pieces, key=lambda each: (-round(each.y), each.x)):
        if run and (abs(each.y - run[-1].y) > 1 or not -1 <= each.x - run[-1].end <= _ADJACENT * each.height):
            yield run
            run = []
        run.append(each)
    if run:
        yield run


def _commands(run: Sequence[Piece], right: float, up: float) -> Iterator[tuple[Any, bytes]]:
    """What shows pieces that follow each other, moved by so many points."""
    from pypdf.generic import ArrayObject, FloatObject, NameObject

    yield ArrayObject(), b"BT"
    end = run[0].x
    for piece in run:
        a, b, c, d, _, y = piece.matrix
        x, end = end, end + piece.end - piece.x
        yield ArrayObject([NameObject(piece.font), FloatObject(piece.size)]), b"Tf"
        yield from ((ArrayObject([FloatObject(value)]), name) for name, value in piece.states.items())
        yield ArrayObject(map(FloatObject, (a, b, c, d, x + right, y + up))), b"Tm"
        yield from ((_operands(operands), command) for operands, command in piece.shows)
    yield ArrayObject(), b"ET"


def _operands(operands: Sequence[Any]) -> Any:
    from pypdf.generic import ArrayObject, ByteStringObject

    return ArrayObject([ByteStringObject(each) if isinstance(each, bytes) else each for each in operands])


def _add_font(page: Any) -> None:
    """Give a page the font of the lines between its blocks."""
    from pypdf.generic import DictionaryObject, NameObject

    holder = page
    while "/Resources" not in holder and "/Parent" in holder:
        holder = holder["/Parent"].get_object()
    resources = DictionaryObject(holder["/Resources"].get_object() if "/Resources" in holder else {})
    known: Any = resources["/Font"].get_object() if "/Font" in resources else {}
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    resources[NameObject("/Font")] = DictionaryObject(known | {NameObject(f"/{_FONT}"): DictionaryObject({
        NameObject(name): NameObject(value) for name, value in font.items()})})
    page[NameObject("/Resources")] = resources


def block_of(line: str) -> int | None:
    """The number of the block that begins below a line, None where the line is no such one."""
    found = _PARTED.match(line)
    return int(found[1]) if found else None
