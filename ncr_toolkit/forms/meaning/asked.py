"""What a question in a form's own words asks, such as "What did you do straight away?": by the words that stand in it.

No list holds every question, but few words make one: "why" with "happen" asks for the cause. A question that fits two
meanings has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ncr_toolkit.forms.meaning.wording import begins, east_asian, unnumbered

_WORDS = re.compile(r"\w+")
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_CLAUSES = re.compile(r"[,;:\u2013\u2014]| - ")
"""Between the parts of a label, any of which may ask: "In your own words, what was found?"."""
_MOST = 14  # words of a label
_FIRST = 4  # words at the beginning, one of which asks


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to ask for something: of each group one beginning of a word stands in the question, of `barred` none."""

    name: str
    wanted: tuple[tuple[str, ...], ...]
    barred: tuple[str, ...]


def ways(table: Mapping[str, Iterable[Sequence[str]]]) -> tuple[Asked, ...]:
    """The ways to ask of a language file: `causes = [["why", "happen|occur", "!not "]]`."""
    return tuple(Asked(name, tuple(tuple(group.casefold().split("|")) for group in groups if group[:1] != "!"),
                       tuple(each for group in groups if group[:1] == "!" for each in group[1:].casefold().split("|")))
                 for name, every in table.items() for groups in every)


def meanings(label: str, asking: Iterable[str], known: Iterable[Asked]) -> set[str]:
    """Everything that a question may ask; nothing where the label is none. `asking`: with what questions begin."""
    whole = f" {unnumbered(label)} "
    words = _WORDS.findall(whole)
    first = {each for clause in _CLAUSES.split(whole) for each in _WORDS.findall(clause)[:_FIRST]}
    if not any(each in (whole if east_asian(each) else first) for each in asking):
        return set()
    return _fitting(words, whole, known)


def stated(label: str, known: Iterable[Asked]) -> set[str]:
    """The same of a label that is no question: "Action to remove the cause"."""
    whole = f" {unnumbered(label)} "
    words = _WORDS.findall(whole)
    return set() if len(words) > _MOST else _fitting(words, whole, known)


def narrowing(label: str, known: Iterable[Asked]) -> set[str]:
    """What of a thing a label asks alone: "date", "method". The end of the label counts as " ."."""
    said = unnumbered(_NOTE.sub(" ", label)).strip(" :?*\uff1a\uff1f")
    whole = f" {said} ."
    return _fitting(_WORDS.findall(whole), whole, known)


def _fitting(words: list[str], whole: str, known: Iterable[Asked]) -> set[str]:
    return {each.name for each in known
            if all(any(begins(words, whole, start) for start in group) for group in each.wanted)
            and not any(begins(words, whole, start) for start in each.barred)}


def read(data: Mapping[str, Any], table: str = "asked") -> tuple[Asked, ...]:
    """The ways to ask that one language knows, by questions or ("said") by other labels."""
    return ways({name: every for name, every in data.get(table, {}).items() if name != "words"})
