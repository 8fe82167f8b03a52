"""What texts say in numbers: shares, counts, limits and periods. Read only where there is one way to read them.

Digits are read in any language; number words and words such as "at most" are those of the language's lists.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ncr_toolkit.checks.texts.stems import telling
from ncr_toolkit.core.packs.language import Language

_DIGITS = r"\d{1,3}(?:[,\u202f]\d{3})+(?!\d)|\d+(?:\.\d+)?"
NUMBER = rf"(?<![\w.,/-])(?:{_DIGITS})(?![\w/-]|[.,]\d)"
_PERCENT = re.compile(rf"({NUMBER}) ?%")
_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}(?!\d))")
"""A comma before one or two digits, as in "97,8 %": a decimal comma."""
_COUNTED = re.compile(rf" ({NUMBER}) ([^\W\d]\w++)(?! in \d)")
_NEAR = 80
"""How many letters after a number still belong to it."""
_SLASHED = re.compile(r"(?<![\w.,/-])([1-9]\d{0,3}) ?/ ?([1-9]\d{0,3})(?![\w/-]|[.,]\d)")
_SMALLER = re.compile(r"[<\u2264] ?$")
_CLAUSE = re.compile(r"[.;:!?\n](?=\s|$)|,\s")
NEAR = 0.0005
"""Two shares that differ by less are the same: 66.7 % is 2 of 3."""
MANY = 12
"""Of how many shares nobody can say any more which one counts (ours)."""
MOSTLY = 0.8
"""From which share on a bare "95 %" is read as "at least 95 %"."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, as it stands in a text."""

    value: float
    text: str
    clause: str  # the part of the sentence it stands in
    full: bool = False  # none of them, and a word of lack follows: "none of the 13 lacked one" is all of them


@dataclass(frozen=True, slots=True)
class Demand:
    """What a criterion asks for: a share or a number, at least or at most."""

    value: float
    least: bool
    text: str
    unit: str = ""  # what is counted; '' for a share

    def met_by(self, value: float) -> bool:
        return value >= self.value - NEAR if self.least else value <= self.value + NEAR


def in_digits(text: str, words: Language) -> str:
    """`text` with its number words as digits and its spelt "percent" as %."""
    plain = _COMMA.sub(".", text.replace("\xa0", " "))
    for spelt in words.found("percent", plain):
        plain = plain.replace(spelt, "%")
    for spelt in words.found("no_number", plain):
        plain = plain.replace(spelt, spelt.split()[0])
    return words.digits(plain)


@cache
def _of(between: tuple[str, ...]) -> re.Pattern[str]:
    """A part of a whole, in digits: "9 of 13"."""
    return re.compile(rf"({NUMBER}) (?:{'|'.join(map(re.escape, between)) or '(?!)'}) ({NUMBER})", re.IGNORECASE)


def number(text: str) -> float:
    return float(text.replace(",", "").replace("\u202f", ""))


def shares(text: str, words: Language) -> list[Share]:
    """Every "9 of 13", "9/13" and "69 %" of a text, with the clause it stands in; none of a text that is full of them."""
    found = []
    for clause in clauses(in_digits(text, words)):
        found += [Share(number(match[1]) / 100, match[0], clause) for match in _PERCENT.finditer(clause)]
        rest = _PERCENT.sub(" ", clause)
        for match in (*_of(words.of).finditer(rest), *_SLASHED.finditer(rest)):
            part, whole = number(match[1]), number(match[2])
            if whole and part <= whole:
                full = part == 0 and lacking(rest[match.end():], words)
                found.append(Share(part / whole, match[0].strip(), clause, full))
    return found if len(found) <= MANY else []


def wholes(text: str, words: Language) -> dict[str, float]:
    """The wholes of the shares that a text gives as a part of a whole: 12 of "9 of 12", 0 of "0 of 0"."""
    found = {match[0].strip(): number(match[2]) for clause in clauses(in_digits(text, words))
             for match in (*_of(words.of).finditer(clause), *_SLASHED.finditer(clause)) if number(match[1]) <= number(match[2])}
    return found if len(found) <= MANY else {}


def lacking(rest: str, words: Language) -> bool:
    """Whether what follows a number says that it counts what should not be: at once, or after one word or two."""
    said = rest.split()
    return any(words.begins("lacking_mark", " ".join(said[at:])) for at in range(min(3, len(said))))


def parts_alone(text: str, words: Language) -> str:
    """`text` in digits, of each share its part alone: "none of the 13 lacked one" is "0 lacked one"."""
    return _of(words.of).sub(r"\1", in_digits(text, words))


def clauses(text: str) -> list[str]:
    """The parts of a text between its stops."""
    return [part.strip() for part in _CLAUSE.split(text) if part.strip()]


def is_limit(share: Share, words: Language) -> bool:
    """Whether a share is a limit or a sample, not what is asked of all: "at most 12 % error", "a second check of 10 %"."""
    before = share.clause.partition(share.text)[0]
    near = " ".join(before.split()[-4:])
    return bool(words.found("at_most", near) or words.found("sample", near) or _SMALLER.search(before))


def demand(criterion: str, target: str, words: Language) -> Demand | None:
    """The share that a criterion asks for; None where it asks for none, or for more than one."""
    for text in (target, criterion):
        given = shares(text, words)
        if len(given) > 1 or words.found("every", text):
            given = [share for share in given if not is_limit(share, words)]
        if not given:
            continue
        most = bool(words.found("at_most", text) or words.found("at_most", criterion))
        least = bool(words.found("at_least", text) or words.found("at_least", criterion))
        read = {share.value: share.text for share in given}
        if len(read) != 1 or (most and least):
            return None
        (value, said), = read.items()
        if (most and value < 1) or value == 0:
            return Demand(value, False, said)
        return Demand(value, True, said) if least or value >= MOSTLY else None
    return None


def limits(text: str, words: Language) -> list[Demand]:
    """Every number of something that a text asks for at least or at most: "at most 2 incidents"."""
    plain, found = in_digits(text, words), []
    for name, least in (("at_most", False), ("at_least", True)):
        for said in words.found(name, plain):
            end = plain.find(said) + len(said)
            given = _COUNTED.match(plain[end:end + _NEAR])
            if given and given[2].lower() not in words.of and not words.found("unit", given[2]):
                found.append(Demand(number(given[1]), least, f"{said} {given[1]} {given[2]}", given[2].lower()))
    return found


def counted(text: str, words: Language) -> list[tuple[float, str]]:
    """Every number of a text with the words that follow it in its clause."""
    return [(number(match[0]), clause[match.end():match.end() + _NEAR].strip()) for clause in clauses(in_digits(text, words))
            for match in re.finditer(NUMBER, clause)]


def speaks_of(share: Share, about: str, words: Language) -> bool:
    """Whether a share is one of what `about` is about: at least half of what its clause says stands there, too."""
    rest = words.content(re.sub(r"[\d%/]+", " ", share.clause))
    return len(rest) < 3 or 2 * len(telling(rest, words.content(about))) >= len(rest)
