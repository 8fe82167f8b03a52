"""Labels of few words, in whatever order and form: "Result of the root cause analysis", "Date limite de réalisation".

A bag is data: groups of words, of each of which one must stand in the label, and a last group that may stand beside
them. A label with any other word is not known by it. A word that ends in "*" stands for all that begin so. Texts
written without spaces are cut into the words of the bag.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ncr_toolkit.forms.meaning.wording import east_asian, plain

ANY = "any"
"""The name of the words that may stand in every bag of their language."""
_LONGEST = 40  # letters of a label without spaces
_MOST = 10  # words of a label


class Words:
    """Some words, and beginnings of words."""

    def __init__(self, said: str) -> None:
        every = [each for each in said.split("|") if each]
        self.whole = frozenset(plain(each) for each in every if not each.endswith("*"))
        self.begun = tuple(each[:-1].casefold() for each in every if each.endswith("*"))

    def __contains__(self, word: object) -> bool:
        return word in self.whole or (isinstance(word, str) and word.startswith(self.begun))


@dataclass(frozen=True)
class Bag:
    """One way to ask for something."""

    name: str
    wanted: tuple[Words, ...]
    beside: tuple[Words, ...]

    def holds(self, word: str, also: Iterable[Container[str]]) -> bool:
        """Whether a plain label asks for it. `also`: words that change nothing."""
        if east_asian(word):
            return self._is_made_of(word.replace(" ", ""))
        words = word.split()
        return len(words) <= _MOST and all(any(each in group for each in words) for group in self.wanted) and all(
            any(each in group for group in (*self.wanted, *self.beside, *also)) for each in words)

    def _is_made_of(self, said: str) -> bool:
        """The same of a text without spaces: from every place that words lead to, with the groups they are of."""
        if len(said) > _LONGEST:
            return False
        reached: list[set[int]] = [{0}, *(set[int]() for _ in said)]
        for at, masks in enumerate(reached[:-1]):
            for end in range(at + 1, min(len(said), at + self._longest) + 1) if masks else ():
                if (mask := self._masks.get(said[at:end])) is not None:
                    reached[end] |= {each | mask for each in masks}
        return (1 << len(self.wanted)) - 1 in reached[-1]

    @cached_property
    def _masks(self) -> dict[str, int]:
        """The words with the groups that each is of, as bits."""
        found: dict[str, int] = {}
        for number, group in enumerate((*self.wanted, *self.beside)):
            for each in group.whole:
                found[each] = found.get(each, 0) | (1 << number if number < len(self.wanted) else 0)
        return found

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._masks))


def read(data: Mapping[str, Any]) -> tuple[Bag, ...]:
    """The bags of one language file: `causes = ["cause", "root|analysis"]`, or a list of such lists."""
    table: Mapping[str, Sequence[Any]] = data.get("bags", {})
    common = Words("|".join(table.get(ANY, ())))
    return tuple(Bag(name, tuple(map(Words, groups[:-1])), (Words(groups[-1]), common))
                 for name, every in table.items() if name != ANY
                 for groups in ([every] if isinstance(every[0], str) else every))
