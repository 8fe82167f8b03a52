"""Colours and weights of plain text, for a terminal that shows them (ECMA-48, Select Graphic Rendition)."""

from __future__ import annotations

from ncr_toolkit.core.problem import Level

_BOLD, _DIM, _END = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_OF_LEVEL = {Level.ERROR: "\x1b[31m", Level.WARNING: "\x1b[33m", Level.INFO: "\x1b[36m"}


class Ink:
    """Paints what is written, or leaves it as it is: where `on` is false, into files and pipes."""

    def __init__(self, on: bool = False) -> None:
        self.on = on

    def bold(self, text: str) -> str:
        """A heading."""
        return self._painted(_BOLD, text)

    def dim(self, text: str) -> str:
        """What needs no work."""
        return self._painted(_DIM, text)

    def level(self, level: Level, text: str) -> str:
        """A word in the colour of a level."""
        return self._painted(_OF_LEVEL[level], text)

    def _painted(self, code: str, text: str) -> str:
        return f"{code}{text}{_END}" if self.on and text else text
