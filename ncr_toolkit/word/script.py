"""Which way a text runs, and whether it needs East Asian letters."""

from __future__ import annotations

import re
import unicodedata

_EAST_ASIAN = re.compile("[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
                         "\U00020000-\U0003ffff]")


def right_to_left(text: str) -> bool:
    """Whether the first letter with a direction of its own runs from right to left."""
    if text.isascii():
        return False
    for letter in text:
        direction = unicodedata.bidirectional(letter)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def east_asian(text: str) -> bool:
    """Whether Chinese, Japanese or Korean letters stand in it."""
    return not text.isascii() and _EAST_ASIAN.search(text) is not None
