"""Text as it may reach a terminal: every command needs this, and nothing else, from its first moment on."""

from __future__ import annotations

import re

_OBEYED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|"
                     r"\x1b(?!\[(?:\?25[lh]|K))")
"""What a terminal obeys and does not show, or what turns the order of letters (Unicode, UAX #9): a name that holds it
reads as another. The few codes of our own progress bars stay (ECMA-48: show and hide the cursor, erase)."""


def shown(text: str) -> str:
    """`text` as it may reach a terminal: nothing in it is obeyed, and letters stand in the order in which they are."""
    return _OBEYED.sub("", text)
