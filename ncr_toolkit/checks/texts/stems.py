"""Words of one stem: whether two texts speak of the same thing at all."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

_LEAST = 4
"""Letters that two words have in common at their beginning where they are of one stem: "assess" and "assessment"."""


def telling(texts: Iterable[str], others: Iterable[str]) -> list[str]:
    """Those of `texts` that stand, in any form, among `others`."""
    whole, begins = _known(tuple(others))
    return [word for word in texts if word in whole or (len(word) >= _LEAST and word[:_LEAST] in begins)]


@lru_cache(maxsize=64)  # many short texts are compared with the same long one
def _known(words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Words, and how those of them begin that can have a stem."""
    return frozenset(words), frozenset([word[:_LEAST] for word in words if len(word) >= _LEAST])
