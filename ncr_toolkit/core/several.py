"""One finding, several: what the references, standards, AI systems and sites mean that one cell names.

A finding is one finding in every total, and it stands under each of what it names; `cell_parts` says how a cell is
split. A reference belongs to the standard that it names ("27001: A.5.15"), or that was named before it on its line or
on a line of its own above; else to each standard of the finding that has such a clause. A clause that follows one of
a standard that nobody knows here is taken for that one's: "14001: 8.2; 9.2" tells nothing of 9.2 of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ncr_toolkit.common.names import fold
from ncr_toolkit.core import packs
from ncr_toolkit.core.cell_parts import (
    is_standard,
    lines,
    once,
    one_line,
    references_in,
    standards_in,
    values,
    without_standard,
)
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import Pack
from ncr_toolkit.core.schema import column_names

COLUMNS = column_names(Finding, "standard", "reference", "ai_system", "site")
"""The columns of a finding that may hold several values."""

_NUMBERED_APART = ("6.1.", "6.2.", "8.", "9.1.", "10.", "A.")
"""Where standards differ behind the same number: nonconformity is 10.2 in most and 10.1 in ISO 22301, 6.1.2 assesses
risks in one and finds hazards in another."""
_kept = lru_cache(maxsize=4096)  # what a cell says is asked by many checks and lists


@dataclass(frozen=True, slots=True)
class Reference:
    """One clause or control that a finding names."""

    text: str  # as typed, without the standard
    standard: str  # the one that is named for it in the cell, as typed; '' where none is
    fits: tuple[tuple[Pack, str], ...] = ()  # the standards that have it, with the clause as they number it
    looked: tuple[Pack, ...] = ()  # the standards in which it was looked up
    sure: bool = True  # whether every standard that it may be of is known here
    carried: bool = False  # its standard stands before another one, and may be its own

    @property
    def typed(self) -> str:
        """With the standard that is named for it: "27001: A.5.15"."""
        return f"{self.standard}: {self.text}" if self.standard else self.text

    @property
    def unclear(self) -> bool:
        """Whether it is another clause in one of these standards than in another."""
        (pack, clause), *others = self.fits or ((None, ""),)
        return pack is not None and any(not same(pack, clause, other, its) for other, its in others)

    def keys(self, own: Pack) -> list[str]:
        """By what it is counted in a register of the pack `own`: the clause, of another standard with its number."""
        return list(dict.fromkeys(key(pack, clause, own) for pack, clause in self.fits))


def pack_named(text: str, own: Pack) -> Pack | None:
    """The pack of the standard with that name: the register's, which may be one's own, or another that is known."""
    return own if fold(text) in (fold(own.id), fold(own.standard)) else packs.by_standard(text)


def packs_of(finding: Finding, own: Pack) -> tuple[Pack, ...]:
    """The known standards that its cell names; `own`, the register's, where it names none."""
    return _packs_of(finding.standard, own)


def references(finding: Finding, own: Pack) -> tuple[Reference, ...]:
    """The clauses and controls that a finding names, in their order; none where nothing could be read."""
    return _references(finding.reference, finding.standard, own)


def clauses(finding: Finding, own: Pack) -> tuple[str, ...]:
    """The same by what they are counted, each once: without added letters, and without what is no clause."""
    return _clauses(finding.reference, finding.standard, own)


def names(finding: Finding, name: str, own: Pack) -> tuple[str, ...]:
    """Under which names a finding stands in lists by this column, each once; () where nothing was read."""
    if name not in COLUMNS:
        return (text,) if (text := str(finding.value(name) or "")) else ()
    if name == "reference":
        return once(each for found in references(finding, own) for each in found.keys(own) or [found.typed])
    if name == "standard":
        return _standards(finding.reference, finding.standard, own)
    return values(str(finding.value(name)))


def typed(finding: Finding, name: str) -> tuple[str, ...]:
    """The values in a cell as they are typed, whatever they mean."""
    if name == "reference":
        return once(part for line in references_in(finding.typed(name)) for part, _ in line)
    return standards_in(finding.typed(name)) if name == "standard" else values(finding.typed(name))


def titles(finding: Finding, own: Pack) -> list[tuple[str, str]]:
    """Each reference as typed, with the short titles that its standards have for it, '' where they have none."""
    return [(each.typed, " / ".join(once(pack.references[clause] for pack, clause in each.fits)))
            for each in references(finding, own)]


def standards_of(findings: Iterable[Finding], own: Pack) -> tuple[str, ...]:
    """The standards that several findings are of together, the register's own first; it alone where they name none."""
    found = once(each for finding in findings for each in names(finding, "standard", own)) or (own.standard,)
    return tuple(sorted(found, key=lambda each: each != own.standard))


def in_one_line(finding: Finding, name: str) -> str:
    """A cell as a person sees it; of one that may hold several in one line."""
    return one_line(finding.typed(name)) if name in COLUMNS else finding.typed(name)


def title_of(key: str, own: Pack) -> str:
    """The short title of a clause by what it is counted; '' where there is none."""
    number, colon, clause = key.partition(": ")
    pack = pack_named(number, own) if colon else own
    return pack.references.get(clause or number, "") if pack else ""


def key(pack: Pack, clause: str, own: Pack) -> str:
    """What a clause is called in a register of the pack `own`: of another standard with its number."""
    return clause if pack is own or same(pack, clause, own, clause) else f"{pack.number}: {clause}"


def same(one: Pack, clause: str, other: Pack, its: str) -> bool:
    """Whether two standards ask the same there: management system standards share their chapters, clause by clause,
    but what each has numbered for itself; of that only what is called the same."""
    if its not in other.references or clause != its:
        return False
    return one is other or not clause.startswith(_NUMBERED_APART) or one.topic(clause) == other.topic(its)


@_kept
def _references(text: str, standard: str, own: Pack) -> tuple[Reference, ...]:
    known = all(pack_named(each, own) for each in standards_in(standard))
    return tuple(_read(text, _packs_of(standard, own), own, sure=known))


@_kept
def _clauses(text: str, standard: str, own: Pack) -> tuple[str, ...]:
    return once(each for reference in _references(text, standard, own) for each in reference.keys(own))


@_kept
def _packs_of(standard: str, own: Pack) -> tuple[Pack, ...]:
    return tuple(_named(standard, own)) if standards_in(standard) else (own,)


def _read(text: str, looked: tuple[Pack, ...], own: Pack, *, sure: bool) -> Iterator[Reference]:
    above, stranger, before = "", "", dict[str, Pack]()
    for line, parts in zip(lines(text), references_in(text), strict=True):
        if is_standard(line):
            above = line.rstrip(": ")
            continue
        named = above
        for typed, first in parts:
            standard, bare = without_standard(typed)
            named = standard or named
            reads = without_standard(first)[1]
            if named:
                its = tuple(_named(named, own))
                before |= {pack.id: pack for pack in its}
                stranger = "" if its else named
                yield _looked_up(Reference(bare, named, looked=its, sure=bool(its)), reads)
            elif stranger and not _is_control(reads, looked):
                yield Reference(bare, stranger, sure=False, carried=True)
            else:
                within = (*looked, *(pack for pack in before.values() if pack not in looked and pack.reference(reads)))
                yield _looked_up(Reference(bare, "", looked=within, sure=sure), reads)


def _is_control(reads: str, looked: Iterable[Pack]) -> bool:
    """Whether a reference is a control of an annex in one of these standards, and no clause that each standard has."""
    return any(pack.reference(reads).startswith("A.") for pack in looked)


def _looked_up(found: Reference, reads: str) -> Reference:
    """With the standards that have it; where one has a clause of this number, no control written without A is meant."""
    fits = tuple((pack, clause) for pack in found.looked if (clause := pack.reference(reads)))
    plain = tuple(each for each in fits if not each[1].startswith("A."))
    return replace(found, fits=plain or fits)


def _named(text: str, own: Pack) -> list[Pack]:
    return list({pack.id: pack for each in standards_in(text) if (pack := pack_named(each, own))}.values())


@_kept
def _standards(reference: str, standard: str, own: Pack) -> tuple[str, ...]:
    """The standards of its cell, the register's own where it names none, and those that its references name."""
    found = _references(reference, standard, own)
    named = standards_in(standard)
    if not named and (not found or any(not each.standard for each in found)):
        named = (own.standard,)
    typed = (*named, *(each.standard for each in found if each.standard))
    return once(pack.standard if (pack := pack_named(each, own)) else each for each in typed)
