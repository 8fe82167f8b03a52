"""The one error that is a message to the person who runs the tool."""

from __future__ import annotations


class CannotRun(Exception):  # noqa: N818 - it says what it means to the person who reads it
    """What was given cannot be used. The text is one plain sentence for the person who gave it: what is wrong, where,
    and what to do. The command line prints it and ends with exit code 2."""


class NotARegister(CannotRun):
    """The same for a sound workbook of another kind: a folder may hold such without anything being wrong."""
