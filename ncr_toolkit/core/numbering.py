"""The numbers that people give their own rows: C-01, CA-07."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count


def next_id(prefix: str, ids: Iterable[str]) -> str:
    """The number after the highest one behind the prefix, in two digits at least.

    >>> next_id("CA-", ["CA-01", "ca-7", "CA-8b", "NC-9"])
    'CA-08'
    """
    return next(free_ids(prefix, ids))


def free_ids(prefix: str, ids: Iterable[str]) -> Iterator[str]:
    """That number, and all that come after it."""
    taken = [id[len(prefix):] for id in ids if id.casefold().startswith(prefix.casefold())]
    highest = max((int(rest) for rest in taken if rest.isascii() and rest.isdigit()), default=0)
    return (f"{prefix}{number:02}" for number in count(highest + 1))
