"""One finding, several: how a cell that names several references, standards, AI systems or sites is read.

A finding is one finding in every total, and it stands under each of what it names. Between two values stands a
semicolon or a line break. Between references and between standards a comma, a slash, "and" and the like part them, too,
but only where what stands on both sides reads like one: "8.4 Operational planning and control" is one text, "A.5.3 and
A.8.2" are two references. Names of sites and systems hold commas of their own ("Lyon, Part-Dieu"), and are parted by
nothing else.

A reference belongs to the standard that it names ("27001: A.5.15"), or that was named before it on its line or on a
line of its own above; else to each standard of the finding that has such a clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ncr_toolkit.common.names import fold
from ncr_toolkit.core import packs
from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.packs import STANDARD, Pack
from ncr_toolkit.core.schema import column_names

COLUMNS = column_names(Finding, "standard", "reference", "ai_system", "site")
"""The columns of a finding that may hold several values."""

_ALWAYS = re.compile(r"[;\uff1b\r\n\x0b]")
_BREAK = re.compile(r"[\r\n\x0b]")
_BULLET = re.compile(r"(?:[\u2022\u00b7\u25aa\u2013*-]\s)?+\s*+(.*+)", re.DOTALL)
_BETWEEN = re.compile(r",(?=\s|[^\W\d]|\d+\.)|[\uff0c\u3001&+|]|(?<!iso)/(?!iec)|\b(?:and|und|et|och|og|en|plus)\b"
                      r"|(?<=\s)[ye](?=\s+(?:[a-z]{1,8}\W?)?\d)", re.IGNORECASE)
"""A comma between two figures may be that of a decimal: "8,4" is no two clauses; and "10.2 e)" has no "and" in it."""
_LETTER = re.compile(r"\(?(?:[a-z]|[ivx]{1,4})\)?|\(?\d{1,2}\)", re.IGNORECASE)
_WORD = r"(?:clauses?|controls?|annex(?: [a-z])?|section|art(?:icle|ikel)?\.?|cl\.?|§+)"
_LIKE = re.compile(rf"(?:{_WORD}\s?)?+(?:[a-z]{{1,4}}[ .-]?){{0,2}}\d[\w.-]{{0,20}}(?:[ .]?\(?\w{{1,2}}\)?){{0,3}}",
                   re.IGNORECASE)
_LONGEST = 60
"""Of what may be a reference, in letters."""
_OF = re.compile(rf"({STANDARD})(?:\s*[:,/-]\s*|\s+)(\S.*+)", re.IGNORECASE | re.DOTALL)
_ONLY_OF = re.compile(rf"({STANDARD})\s*:?", re.IGNORECASE)
_BEHIND = re.compile(rf"(.{{1,40}}?)\s*\(({STANDARD})\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """One clause or control that a finding names."""

    text: str  # as typed, without the standard
    standard: str  # the one that is named for it in the cell, as typed; '' where none is
    fits: tuple[tuple[Pack, str], ...] = ()  # the standards that have it, with the clause as they number it
    looked: tuple[Pack, ...] = ()  # the standards in which it was looked up
    sure: bool = True  # whether every standard that it may be of is known here

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


def values(text: str) -> tuple[str, ...]:
    """The names in a cell of sites or systems, each once."""
    if not _ALWAYS.search(text):
        return (text,) if text.strip() else ()
    return _once(" ".join(part.split()) for part in _lines(text))


def standards_in(text: str) -> tuple[str, ...]:
    """The standards that a cell names, as typed."""
    return _once(part for line in _lines(text) for part, _ in _parted(line, _is_standard))


def packs_of(finding: Finding, own: Pack) -> tuple[Pack, ...]:
    """The known standards that its cell names; `own`, the register's, where it names none."""
    return tuple(_named(finding.standard)) if standards_in(finding.standard) else (own,)


def references(finding: Finding, own: Pack) -> tuple[Reference, ...]:
    """The clauses and controls that a finding names, in their order; none where nothing could be read."""
    looked = packs_of(finding, own)
    sure = all(map(packs.by_standard, standards_in(finding.standard)))
    return _read(finding.reference, looked, sure) if finding.reference else ()


def clauses(finding: Finding, own: Pack) -> tuple[str, ...]:
    """The same by what they are counted, each once: without added letters, and without what is no clause."""
    return _once(each for reference in references(finding, own) for each in reference.keys(own))


def names(finding: Finding, name: str, own: Pack) -> tuple[str, ...]:
    """Under which names a finding stands in lists by this column, each once; () where nothing was read."""
    if name not in COLUMNS:
        return (text,) if (text := str(finding.value(name) or "")) else ()
    if name == "reference":
        return _once(each for found in references(finding, own) for each in found.keys(own) or [found.typed])
    return _standards(finding, own) if name == "standard" else values(str(finding.value(name)))


def typed(finding: Finding, name: str) -> tuple[str, ...]:
    """The values in a cell as they are typed, whatever they mean."""
    if name == "reference":
        return _once(part for line in _lines(finding.typed(name)) for part, _ in _parted(line, _is_reference))
    return standards_in(finding.typed(name)) if name == "standard" else values(finding.typed(name))


def titles(finding: Finding, own: Pack) -> list[tuple[str, str]]:
    """Each reference as typed, with the short titles that its standards have for it, '' where they have none."""
    return [(each.typed, " / ".join(_once(pack.references[clause] for pack, clause in each.fits)))
            for each in references(finding, own)]


def standards_of(findings: Iterable[Finding], own: Pack) -> tuple[str, ...]:
    """The standards that several findings are of together, the register's own first; it alone where they name none."""
    found = _once(each for finding in findings for each in names(finding, "standard", own)) or (own.standard,)
    return tuple(sorted(found, key=lambda each: each != own.standard))


def in_one_line(finding: Finding, name: str) -> str:
    """A cell as a person sees it; of one that may hold several in one line."""
    return one_line(finding.typed(name)) if name in COLUMNS else finding.typed(name)


def one_line(text: str) -> str:
    """Between what stands on lines of its own a semicolon."""
    return "; ".join(_lines(text)) if _BREAK.search(text) else text


def title_of(key: str, own: Pack) -> str:
    """The short title of a clause by what it is counted; '' where there is none."""
    number, colon, clause = key.partition(": ")
    pack = packs.by_standard(number) if colon else own
    return pack.references.get(clause or number, "") if pack else ""


def key(pack: Pack, clause: str, own: Pack) -> str:
    """What a clause is called in a register of the pack `own`: of another standard with its number."""
    return clause if pack is own or same(pack, clause, own, clause) else f"{pack.number}: {clause}"


def same(one: Pack, clause: str, other: Pack, its: str) -> bool:
    """Whether two standards ask the same there: management system standards share chapters 4 to 7, 9 and 10, clause by
    clause; of chapter 8 and of the annexes only what is called the same."""
    if its not in other.references or clause != its:
        return False
    shared = not clause.startswith(("8.", "A."))
    return shared or one is other or one.topic(clause) == other.topic(its)


# --- reading

def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple({fold(text): text for text in reversed([*texts]) if text}.values())[::-1]


def _lines(text: str) -> list[str]:
    """What stands between semicolons and line breaks, without bullets before it."""
    found = (_BULLET.fullmatch(part.strip()) for part in _ALWAYS.split(text))
    return [part for each in found if each and (part := each[1].strip())]


def _parted(line: str, is_one: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """The values of a line and of each what stands before the letters added to it ("10.2 a) and b)"); a line that is
    parted by no more than words is one value."""
    start = end = 0
    first, good, head = "", False, False
    for begins, ends in _pieces(line):
        piece = line[begins:ends].strip()
        if not piece:
            continue
        if not end:
            first, good, head = piece, is_one(piece), _is_standard(piece)
        elif good and is_one(piece):
            yield line[start:end].strip(), first
            start, first, good = begins, piece, True
        elif head and not good:  # "ISO 27001:2022, A.5.15"
            first = line[start:ends].strip()
            good, head = is_one(first), False
        elif not (good and _LETTER.fullmatch(piece)):
            good, first = False, ""
        end = ends
    yield line[start:end].strip(), first or line[start:end].strip()


def _pieces(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    for sign in _BETWEEN.finditer(line):
        yield start, sign.start()
        start = sign.end()
    yield start, len(line)


def _is_standard(text: str) -> bool:
    return len(text) <= _LONGEST and _ONLY_OF.fullmatch(text) is not None


def _is_reference(text: str) -> bool:
    """Whether a text reads like a clause or control, with or without its standard, whether or not there is one."""
    return len(text) <= _LONGEST and _LIKE.fullmatch(_without_standard(text)[1]) is not None and not _is_standard(text)


@lru_cache(maxsize=1024)
def _without_standard(text: str) -> tuple[str, str]:
    """The standard that is named before or behind a reference, as typed, and the rest."""
    if found := _OF.fullmatch(text):
        return found[1].strip(), found[2]
    found = _BEHIND.fullmatch(text) if text.endswith(")") else None
    return (found[2], found[1]) if found else ("", text)


@lru_cache(maxsize=4096)  # what a cell says is asked by many checks and lists
def _read(text: str, looked: tuple[Pack, ...], sure: bool) -> tuple[Reference, ...]:
    return tuple(_read_lines(text, looked, sure))


def _read_lines(text: str, looked: tuple[Pack, ...], sure: bool) -> Iterator[Reference]:
    above, before = "", dict[str, Pack]()
    for line in _lines(text):
        if _is_standard(line):
            above = line.rstrip(": ")
            continue
        named = above
        for typed, first in _parted(line, _is_reference):
            standard, bare = _without_standard(typed)
            named = standard or named
            reads = _without_standard(first)[1]
            if named:
                its = tuple(_named(named))
                before |= {pack.id: pack for pack in its}
                yield _looked_up(Reference(bare, named, looked=its, sure=bool(its)), reads)
            else:
                within = (*looked, *(pack for pack in before.values() if pack not in looked and pack.reference(reads)))
                yield _looked_up(Reference(bare, "", looked=within, sure=sure), reads)


def _looked_up(found: Reference, reads: str) -> Reference:
    """With the standards that have it; where one has a clause of this number, no control written without A is meant."""
    fits = tuple((pack, clause) for pack in found.looked if (clause := pack.reference(reads)))
    plain = tuple(each for each in fits if not each[1].startswith("A."))
    return replace(found, fits=plain or fits)


def _named(text: str) -> list[Pack]:
    return list({pack.id: pack for each in standards_in(text) if (pack := packs.by_standard(each))}.values())


def _standards(finding: Finding, own: Pack) -> tuple[str, ...]:
    """The standards of its cell, the register's own where it names none, and those that its references name."""
    found = references(finding, own)
    named = standards_in(finding.standard)
    if not named and (not found or any(not each.standard for each in found)):
        named = (own.standard,)
    typed = (*named, *(each.standard for each in found if each.standard))
    return _once(pack.standard if (pack := packs.by_standard(each)) else each for each in typed)
