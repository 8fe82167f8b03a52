"""The pieces of a text between its spaces, folded. They come again and again: what stands in one is seen once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import chain

from ncr_toolkit.common.names import folded
from ncr_toolkit.core.packs.noted import Noted


@lru_cache(maxsize=1024)  # the texts of a finding and its rows, which are looked at in several ways
def pieces(text: str) -> list[str]:
    """The pieces in order."""
    return folded(text.replace("\u2019", "'")).split(" ")


def all_of(pattern: str) -> Callable[[str], tuple[str, ...]]:
    """A function that gives all that fits a pattern in a text, in order; the pattern reaches over no space."""
    find = re.compile(pattern).findall
    known = Noted(lambda piece: tuple(find(piece)))
    return lru_cache(maxsize=1024)(lambda text: tuple(chain.from_iterable(map(known.__getitem__, pieces(text)))))
