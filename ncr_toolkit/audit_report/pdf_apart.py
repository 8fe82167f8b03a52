"""Letters of a PDF that are set in one piece, though something else stands within: boxes to tick of another font."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ncr_toolkit.audit_report.pdf_pieces import Part, Piece

_GAP, _SLACK = 0.6, 1.5
"""Of its size: where a piece has so much room within, something else may stand there; it may begin so many points
before."""


def taken_apart(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces; one within which another stands comes in parts, each at its place."""
    runs = [list(_runs(each)) for each in pieces]
    begins: dict[int, list[float]] = {}
    for piece, its in zip(pieces, runs, strict=True):
        begins.setdefault(round(piece.y), []).extend(run[0].begin for run in its if run)
    for line in begins.values():
        line.sort()
    for piece, its in zip(pieces, runs, strict=True):
        around = [begins.get(round(piece.y) + near, []) for near in (-1, 0, 1)]
        gaps = [(one[-1].end - _SLACK, other[0].begin - _SLACK) for one, other in pairwise(its)]
        if any(bisect_right(line, begin) < bisect_left(line, end) for begin, end in gaps for line in around):
            yield from (_of_run(piece, run) for run in its)
        else:
            yield piece


def _runs(piece: Piece) -> Iterator[Sequence[Part]]:
    """The letters of a piece between the places where it has room within."""
    begun = [0, *(at for at in range(1, len(piece.parts)) if piece.parts[at].begin - piece.parts[at - 1].end
                  >= _GAP * piece.size * abs(piece.matrix[0])), len(piece.parts)]
    yield from (piece.parts[first:last] for first, last in pairwise(begun))


def _of_run(piece: Piece, run: Sequence[Part]) -> Piece:
    """Some letters of a piece as a piece of its own."""
    items = [each for number, part in enumerate(run) for each in ([part.moved] if number else []) + [part.shown]]
    a, b, c, d, _, _ = piece.matrix
    return replace(piece, matrix=(a, b, c, d, run[0].begin, piece.y), shows=[([_array(items)], b"TJ")],
                   x=run[0].begin, end=run[-1].end, parts=())


def _array(items: Sequence[Any]) -> Any:
    from pypdf.generic import ArrayObject, ByteStringObject, FloatObject

    return ArrayObject([ByteStringObject(each) if isinstance(each, bytes) else FloatObject(each) for each in items])
