"""The one exception that ends a command: it carries the sentence people read."""

from __future__ import annotations


class CannotRun(Exception):  # noqa: N818 - it says what it means to the person who reads it
    """The command cannot do its work (exit code 2). The text is one plain sentence: what is wrong and what to do."""
