"""Words of one stem: whether two texts speak of the same thing at all."""

from __future__ import annotations

from collections.abc import Iterable

_LEAST = 4
"""Letters that two words have in common at their beginning where they are of one stem: "assess" and "assessment"."""


def telling(texts: Iterable[str], others: Iterable[str]) -> list[str]:
    """Those of `texts` that stand, in any form, among `others`."""
    known = list(others)
    whole, begins = set(known), {word[:_LEAST] for word in known if len(word) >= _LEAST}
    return [word for word in texts if word in whole or (len(word) >= _LEAST and word[:_LEAST] in begins)]
