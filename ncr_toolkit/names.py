"""Comparing what people typed without the accidents of typing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_DASHES = re.compile("[\u2010-\u2015\u2212]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_AROUND_DASH = re.compile(r" ?- ?")


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """`text` without case, kind and number of spaces, width of letters and kind of dash: to compare ids and names.

    >>> fold(" NC\u2013 2026-01\u00a0") == fold("nc-2026-01")
    True
    """
    plain = _INVISIBLE.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", text)).casefold())
    return _AROUND_DASH.sub("-", _SPACES.sub(" ", plain).strip())


def nearest(text: str, known: Iterable[str], least: int = 70) -> str:
    """The name of `known` that `text` most likely meant, '' if none comes near. `least`: likeness in percent."""
    from rapidfuzz import fuzz, process  # only when something is wrong: keeps start-up light

    found = process.extractOne(text, sorted(known), scorer=fuzz.WRatio, processor=fold, score_cutoff=least)
    return found[0] if found else ""
