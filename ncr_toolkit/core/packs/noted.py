"""What is true of a word, worked out the first time that it comes: words come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
MOST = 50_000
"""From how many words on all is forgotten: a register full of words that are none."""


class Noted(dict[str, T], Generic[T]):
    """What `look` gives for each word, as a dict: a text is asked without a step of Python for each word."""

    def __init__(self, look: Callable[[str], T]) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, word: str) -> T:
        if len(self) > MOST:
            self.clear()
        self[word] = found = self._look(word)
        return found
