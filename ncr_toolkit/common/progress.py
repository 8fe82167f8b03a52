"""Telling how far long work is: the work says it through this, and who calls decides whether anybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")


class Progress:
    """Shows nothing: for programs. The command line has one that draws a bar."""

    def each(self, items: Sequence[T], label: str) -> Iterable[T]:
        """The items one after another; `label` says what is done with them."""
        return items

    @contextmanager
    def amount(self, total: int, label: str) -> Iterator[Callable[[int], object]]:
        """A function to be told how much of `total` was done since the last time, for instance bytes read."""
        yield lambda done: None


SILENT = Progress()
