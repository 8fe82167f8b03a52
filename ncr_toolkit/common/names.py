"""Comparing what people typed without the accidents of typing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_NUMBERS = re.compile(r"([0-9]+)")
_AROUND_DASH = re.compile(r" ?- ?")


def folded(text: str) -> str:
    """`text` without case, kind and number of spaces, width of letters and kind of dash."""
    if text.isascii():  # most are, and have none of what the other way looks for
        plain = text.casefold()
    else:
        plain = _INVISIBLE.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text)).casefold())
    spaced = " ".join(plain.split())
    return _AROUND_DASH.sub("-", spaced) if "- " in spaced or " -" in spaced else spaced


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """The same of an id or a name, to be compared; it is kept, since they come again and again.

    >>> fold(" NC\u2013 2026-01\u00a0") == fold("nc-2026-01")
    True
    """
    return folded(text)


def natural(text: str) -> list[tuple[int, str]]:
    """A key by which E-9 comes before E-10: a number by its length first, however long it is."""
    return [_number(part) if place % 2 else (0, part) for place, part in enumerate(_NUMBERS.split(fold(text))) if part]


def _number(digits: str) -> tuple[int, str]:
    plain = digits.lstrip("0")
    return 1 + len(plain), plain


def nearest(text: str, known: Iterable[str], least: int = 70) -> str:
    """The name of `known` that `text` most likely meant, '' if none comes near. `least`: likeness in percent.

    Swapped words are forgiven ("Lima Ana"); parts are not ("6.2" is not near "A.6.2.9", "A.6.2.8" is).
    """
    return Names(known).nearest(text, least)


class Names:
    """Names that are asked for again and again: each is folded once."""

    def __init__(self, known: Iterable[str]) -> None:
        self.typed = known if isinstance(known, list) else sorted(known)
        self.folded = [fold(name) for name in self.typed]
        self.of_words = any(" " in name for name in self.folded)
        self.found: dict[tuple[str, int], str] = {}

    def nearest(self, text: str, least: int = 70) -> str:
        """As the function of that name."""
        if (text, least) not in self.found:
            self.found[text, least] = self._nearest(fold(text), least)
        return self.found[text, least]

    def _nearest(self, text: str, least: int) -> str:
        from rapidfuzz import fuzz, process  # only when something is wrong: keeps start-up light

        ways = (fuzz.ratio, fuzz.token_sort_ratio) if self.of_words or " " in text else (fuzz.ratio,)
        found = [process.extractOne(text, self.folded, scorer=way, processor=None, score_cutoff=least) for way in ways]
        best = max((each for each in found if each), key=lambda each: each[1], default=None)
        return self.typed[best[2]] if best else ""
