"""The numbers of findings in a text: ours, others of the register, and those that are built like them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from ncr_toolkit.common.names import fold

_PARTS = re.compile(r"[^\W\d_]+|\d+")
_BEHIND = r"(?:[.-](?:\d{1,4}[a-z]?|[a-z])(?!\w))*(?!\w)"  # "NC-1.2" and "NC-1-a" are other numbers than NC-1
_LEAST_DIGITS = 3
_REFERS = re.compile(
    r"\b(?:(?:see|same|cf|vgl|wie|siehe|voir|ver|v\u00e9ase|e\.g|z\.b)\b|previous|earlier|related|linked|similar|example|"
    r"vorherig|fr\u00fcher|verwandt|\u00e4hnlich|beispiel|pr\u00e9c\u00e9dent|li\u00e9e?\b|exemple|anterior|previ[ao]|relacionad|ejemplo)")
_AGAIN = re.compile(
    r"\b(?:repeat|recurr|wiederhol|r\u00e9curren|r\u00e9p\u00e9t|repetid|repetici|reitera)\w*"
    r"(?: (?:(?:of|from|to|von|der|des|du|de)\b|d')| ?[:?])|^\W*repeat\W*$")
_DASH = re.compile(r"\s[-\u2010-\u2015\u2212]\s")
_LIST = re.compile(r"(?:\W|\b(?:and|or|to|und|bis|oder|et|ou|y|o|e|a|\u00e0)\b)*")

Key = tuple[str | int, ...]


class Number(NamedTuple):
    """A number that stands in a text."""

    key: Key  # its letters and digits, however they are joined
    said: str  # as people write it
    start: int  # in the folded text
    end: int


class FindingNumbers:
    """Knows the numbers of findings when it sees them."""

    def __init__(self, ours: str, others: Iterable[str]) -> None:
        """`others`: the other findings of the register."""
        known = [each for each in (ours, *others) if _PARTS.findall(fold(each))]
        self.ours = _key(ours)
        self._called = {_key(each): each for each in reversed(known)}
        self._shapes = {shape: None for each in known if any(map(str.isdigit, each)) for shape in [_shape(each)]}

    def find(self, text: str) -> list[Number]:
        """Those in a text of `folded`, in their order."""
        if self._pattern is None:
            return []
        return [Number(key, self._called.get(key, each[0].upper()), each.start(), each.end())
                for each in self._pattern.finditer(text) for key in [_key(each[0])]]

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        return re.compile(rf"(?<!\w)(?<!\w[.\-/])(?:{'|'.join(self._shapes)}){_BEHIND}") if self._shapes else None


def folded(said: str) -> str:
    """A text as `FindingNumbers.find` wants it; a dash between spaces joins nothing: "Nonconformity - NC-1"."""
    return " | ".join(map(fold, _DASH.split(said)))


def is_spoken_of(before: str) -> bool:
    """Whether the words before a number only refer to it: "See", "Repeat of", "Previous nonconformity"."""
    said = fold(before)
    return _REFERS.search(said) is not None or _AGAIN.search(said) is not None


def is_telling(number: Number) -> bool:
    """Whether a number can hardly be anything else: "NC-2025-01", not "NC-1" or "2025-01"."""
    letters = any(isinstance(part, str) for part in number.key)
    return letters and sum(map(str.isdigit, number.said)) >= _LEAST_DIGITS


def are_listed(text: str, numbers: list[Number]) -> bool:
    """Whether nothing but "," or "and" stands between the first two of several numbers."""
    return _LIST.fullmatch(text[numbers[0].end:numbers[1].start]) is not None


def _key(number: str) -> Key:
    return tuple(int(part) if part.isdecimal() else part for part in _PARTS.findall(fold(number)))


def _shape(number: str) -> str:
    """A pattern for the numbers that are built like one: the same letters, other digits. What is easily something else,
    "A-5" for a clause, or "2025-01" for a month, is joined in the same way too."""
    said = fold(number)
    letters = [part for part in _PARTS.findall(said) if not part.isdecimal()]
    if not letters or len(letters[0]) == 1:
        return "".join(rf"\d{{{len(part)}}}" if part.isdecimal() else re.escape(part)
                       for part in re.findall(r"\d+|\D", said))
    found, before = "", ""
    for part in _PARTS.findall(said):
        gap = "" if not before else r"[\W_]{1,3}" if before.isdecimal() and part.isdecimal() else r"[\W_]{0,3}"
        found += gap + (r"\d{1,8}" if part.isdecimal() else re.escape(part))
        before = part
    return found
