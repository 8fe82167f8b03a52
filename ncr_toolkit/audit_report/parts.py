"""What a report is made of, whatever kind of file it is: lines of text and rows of tables, in the order of reading."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a heading."""

    text: str
    where: str  # as people find it: "page 3", "paragraph 17"
    level: int = 0  # of a heading, from 1; 0: none
    item: bool = False  # of a list
    cut: bool = False  # whether its text ends here is not certain


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a covered cell is left out."""

    cells: tuple[str, ...]
    where: str
    table: int  # rows of one table have the same number
    cut: frozenset[int] = frozenset()  # the cells that may be cut, or whose words may be
    begins: tuple[int, ...] = ()  # in which column of the table each begins, where that is known
    placed: bool = True  # whether it is certain in which columns its cells stand
    above: tuple[tuple[int, str], ...] = ()  # of cells above that reach down into the row: their columns and texts


Part = Line | Row


_BETWEEN = re.compile(r"[\s\-\u00ad\u2010-\u2015\u200b-\u200d\ufeff]+")
_MARKS = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u201c": '"', "\u201d": '"',
                        "\u201e": '"', "\u00ab": '"', "\u00bb": '"', "\u2026": "..."})


def letters(text: str) -> str:
    """A text for the question whether another one says the same letter by letter: without spaces, line breaks and
    hyphens, which a page adds and a copy loses, and with one kind of quotation marks."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text).translate(_MARKS))
