"""The clauses and controls that a report names for a finding, each of its standard, beside those of the register."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ncr_toolkit.audit_report.labels import CLAUSE, STANDARD
from ncr_toolkit.audit_report.parts import letters
from ncr_toolkit.core import packs, several
from ncr_toolkit.core.cell_parts import lines
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import Pack

_NUMBER = re.compile(r"(?<![\d.])\d{4,5}(?::\d{4})?(?![\d.])")
"""A standard that is named by its number alone, where one of that number is known: "27001: A.5.15"."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause or control, and the standards of which it is; none where the text names none."""

    number: str
    standards: tuple[str, ...] = ()  # the ids of packs, or the number and the year of one that is not known here

    def is_in(self, others: Iterable[Clause], packs: Iterable[Pack]) -> bool:
        """Whether one of these is the same, as one of the packs numbers it; where one of the two names no standard, of
        any."""
        known = tuple(packs)
        return any(self.numbers(known) & other.numbers(known) and (
            not self.standards or not other.standards or {*self.standards} & {*other.standards}) for other in others)

    def numbers(self, packs: Iterable[Pack]) -> set[str]:
        """As it is written, and as its standards number it."""
        its = (pack.reference(self.number) for pack in packs if not self.standards or pack.id in self.standards)
        return {self.number, *filter(None, its)}


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    begin: int
    standard: str = ""


def clauses_in(text: str, own: Pack) -> list[Clause]:
    """What a text names, however it is written. A clause belongs to the standards that are named before it on its line,
    or on a line of their own above; else to the one in brackets behind it. `own`: the register's pack."""
    found, above = list[Clause](), tuple[str, ...]()
    for line in lines(text):
        tokens = list(_tokens(line, own))
        if tokens and all(token.standard for token in tokens):
            above = tuple(token.standard for token in tokens)
        else:
            found += _of_line(line, tokens, above)
    return list(dict.fromkeys(found))


def _of_line(line: str, tokens: list[_Token], above: tuple[str, ...]) -> Iterator[Clause]:
    named, open_ = above, False  # open: no clause since the last standard, so that the next one is named beside it
    for at, token in enumerate(tokens):
        if token.standard:
            named, open_ = ((*named, token.standard) if open_ else (token.standard,)), True
            continue
        behind = tokens[at + 1] if at + 1 < len(tokens) else None
        of_it = behind is not None and behind.standard and line[:behind.begin].rstrip().endswith("(")
        yield Clause(token.text, (behind.standard,) if of_it and behind else named)
        open_ = False


def _tokens(line: str, own: Pack) -> Iterator[_Token]:
    """The standards and the clauses of a line, from left to right."""
    found, taken = list[_Token](), list[tuple[int, int]]()
    for each in (*STANDARD.finditer(line), *_NUMBER.finditer(line)):
        pack = several.pack_named(" ".join(each[0].split()), own)
        if not any(begin <= each.start() < end for begin, end in taken) and (pack or each.re is STANDARD):
            found.append(_Token(each[0], each.start(), pack.id if pack else _unknown(each[0])))
            taken.append(each.span())
    found += [_Token(each[0], each.start()) for each in CLAUSE.finditer(line)
              if not any(begin <= each.start() < end for begin, end in taken)]
    yield from sorted(found, key=lambda token: token.begin)


def _unknown(standard: str) -> str:
    """A standard that is not known here: its number, and its year where another edition is known."""
    number = re.findall(r"\d{4,5}", standard)
    return ":".join(number if packs.by_standard(number[0]) else number[:1])


def differ(finding: Finding, text: str, own: Pack) -> bool:
    """Whether a finding names a clause that the report's text does not name for it, or lacks one that the text names of
    a standard of the finding. `own`: the register's pack."""
    mine, theirs = list(_of_register(finding, own)), clauses_in(text, own)
    if not mine or letters(finding.reference) == letters(text):
        return False
    known = {pack.id: pack for each in several.references(finding, own) for pack in each.looked}
    wanted = [each for each in theirs if "." in each.number and any(
        pack.reference(each.number) for id, pack in known.items() if not each.standards or id in each.standards)]
    return not all(each.is_in(theirs, known.values()) for each in mine) or \
        not all(each.is_in(mine, known.values()) for each in wanted)


def _of_register(finding: Finding, own: Pack) -> Iterator[Clause]:
    """What a finding names, as all lists and checks read it; what they cannot read, as a report's text is read."""
    for each in several.references(finding, own):
        if each.fits:
            yield Clause(each.fits[0][1], tuple(pack.id for pack, _ in each.fits))
        else:
            yield from clauses_in(each.typed, own)
