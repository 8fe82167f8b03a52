"""Lines of plain text for a terminal or a file."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterable

WIDTH = 110
_HEAD = 22
"""So wide is a head, with the gap behind it."""


def wrap(text: str, first: str = "", rest: str = "  ", width: int = WIDTH) -> list[str]:
    """`text` in lines of at most `width` characters; `first` and `rest` stand before them."""
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False,
                         break_on_hyphens=False)


def headed(rows: Iterable[tuple[str, str]], width: int, whole: Collection[str] = ()) -> list[str]:
    """Texts behind their heads, in lines of at most `width` characters; a head is said once for those that follow each
    other. A text of `whole` stays in one line, so that an address in it can be copied."""
    lines, before = list[str](), ""
    for head, text in rows:
        line = f"{'' if head == before else head:<{_HEAD}}{text}"
        lines += [line] if text in whole else wrap(line, rest=" " * _HEAD, width=width)
        before = head
    return lines
