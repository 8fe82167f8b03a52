"""Lines of plain text for a terminal or a file."""

from __future__ import annotations

import textwrap

WIDTH = 110


def wrap(text: str, first: str = "", rest: str = "  ", width: int = WIDTH) -> list[str]:
    """`text` in lines of at most `width` characters; `first` and `rest` stand before them."""
    return textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False,
                         break_on_hyphens=False)
