"""One finding in several registers: what one site was told, another may have waiting for it.

Texts that are equal come together by what they say; like ones by words in a row that both have. Each is compared with a
few of those only, so that the time grows with the number of findings and not with its square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ncr_toolkit.common.names import fold, natural
from ncr_toolkit.core.packs.language import words
from ncr_toolkit.portfolio.facts import FindingFacts, RegisterFacts

ALIKE, FEWEST = 85, 6
"""How alike two statements are, in percent, to tell of one thing, and how many words they have at least (ours)."""
RUN, NEAR = 3, 5
"""So many words in a row lead from one text to others that have them; it is compared with so many of those."""
MOST = 100
"""So many words of a statement are compared."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Findings of several registers that tell of one thing."""

    reference: str
    title: str
    places: tuple[tuple[str, str], ...]  # the name of the register, and the id of the finding there


@dataclass(slots=True)
class _Statement:
    """What one or more findings say to the letter."""

    reference: str
    clauses: tuple[str, ...]
    words: tuple[str, ...]
    found: list[tuple[RegisterFacts, FindingFacts]]


def repeats(registers: Iterable[RegisterFacts]) -> Iterator[Repeat]:
    """What stands in two registers or more, the most frequent first."""
    statements = list(_statements(registers))
    made = [_repeat(group) for group in _joined(statements, _pairs(statements))  # of a register and its copy: none
            if len({fold(register.id) or register.path for each in group for register, _ in each.found}) > 1]
    yield from sorted(made, key=lambda each: (-len(each.places), natural(each.reference), each.title))


def _statements(registers: Iterable[RegisterFacts]) -> Iterable[_Statement]:
    """Each text once, with every finding that says it; short ones say too little to be compared."""
    made: dict[tuple[str, str], _Statement] = {}
    for register in registers:
        for finding in register.findings:
            said = words(finding.statement)[:MOST]
            if len(said) >= FEWEST:
                key = (fold(finding.reference), " ".join(said))
                clauses = tuple(map(fold, finding.clauses or (finding.reference,)))
                made.setdefault(key, _Statement(finding.reference, clauses, said, [])).found.append((register, finding))
    return made.values()


def _pairs(statements: list[_Statement]) -> Iterator[tuple[int, int]]:
    """Two texts of one clause that have a run of words in common and are alike as a whole."""
    from rapidfuzz import fuzz

    said = [" ".join(statement.words) for statement in statements]
    tried: set[tuple[int, int]] = set()
    for holders in _runs(statements).values():
        for place, one in enumerate(holders):
            for other in holders[max(0, place - NEAR):place]:
                if (other, one) not in tried:
                    tried.add((other, one))
                    if fuzz.token_sort_ratio(said[one], said[other]) >= ALIKE:
                        yield other, one


def _runs(statements: list[_Statement]) -> dict[tuple[str, ...], list[int]]:
    """By a clause and a run of words: the numbers of the texts that have both."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        said = statement.words
        for run in {tuple(said[place:place + RUN]) for place in range(len(said) - RUN + 1)}:
            for clause in statement.clauses:
                holders[(clause, *run)].append(number)
    return holders


def _joined(statements: list[_Statement], pairs: Iterable[tuple[int, int]]) -> Iterable[list[_Statement]]:
    """The texts in groups, where each pair belongs together."""
    leader = list(range(len(statements)))

    def top(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for one, other in pairs:
        leader[top(other)] = top(one)
    groups: dict[int, list[_Statement]] = defaultdict(list)
    for number, statement in enumerate(statements):
        groups[top(number)].append(statement)
    return groups.values()


def _repeat(group: list[_Statement]) -> Repeat:
    places = [(register.name, finding.id) for each in group for register, finding in each.found]
    return Repeat(group[0].reference, group[0].found[0][1].title, tuple(dict.fromkeys(places)))
