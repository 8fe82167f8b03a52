"""How a cell that holds several is split, whatever its parts mean.

Between two values stands a semicolon or a line break. Between references and between standards a comma, a slash, "and"
and the like part them, too, but only where what stands on both sides reads like one: "8.4 Operational planning and
control" is one text, "A.5.3 and A.8.2" are two references. Names of sites and systems hold commas of their own ("Lyon,
Part-Dieu"), and are parted by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from ncr_toolkit.common.names import fold
from ncr_toolkit.core.packs import STANDARD
from ncr_toolkit.core.packs.pack import CLAUSE

_ALWAYS = re.compile(r"[;\uff1b\r\n\x0b]")
_BREAK = re.compile(r"[\r\n\x0b]")
_BULLET = re.compile(r"(?:[\u2022\u00b7\u25aa\u2013*-]\s)?+\s*+(.*+)", re.DOTALL)
_BETWEEN = re.compile(r",(?=\s|[^\W\d]|\d+\.)|[\uff0c\u3001&+|]|(?<!iso)/(?!iec)|\b(?:and|und|et|och|og|en|plus)\b"
                      r"|(?<=\s)[ye](?=\s+(?:[a-z]{1,8}\W?)?\d)", re.IGNORECASE)
"""A comma between two figures may be that of a decimal: "8,4" is no two clauses; and "10.2 e)" has no "and" in it."""
_LETTER = re.compile(r"\(?(?:[a-z]|[ivx]{1,4})\)?|\(?\d{1,2}\)", re.IGNORECASE)
_WORD = rf"(?:{CLAUSE}|annex(?: [a-z])?)"
_LIKE = re.compile(rf"(?:{_WORD}\s?)?+(?:[a-z]{{1,4}}[ .-]?){{0,2}}\d[\w.-]{{0,20}}(?:[ .]?\(?\w{{1,2}}\)?){{0,3}}",
                   re.IGNORECASE)
_LONGEST = 60
"""Of what may be a reference, in letters."""
_OF = re.compile(rf"({STANDARD})(?:\s*[:,/-]\s*|\s+)(\S.*+)", re.IGNORECASE | re.DOTALL)
_ONLY_OF = re.compile(rf"({STANDARD})\s*:?", re.IGNORECASE)
_BEHIND = re.compile(rf"(.{{1,40}}?)\s*\(({STANDARD})\)", re.IGNORECASE)


def values(text: str) -> tuple[str, ...]:
    """The names in a cell of sites or systems, each once."""
    if not _ALWAYS.search(text):
        return (text,) if text.strip() else ()
    return once(" ".join(part.split()) for part in lines(text))


def standards_in(text: str) -> tuple[str, ...]:
    """The standards that a cell names, as typed."""
    return once(part for line in lines(text) for part, _ in _parted(line, is_standard))


def references_in(text: str) -> Iterator[list[tuple[str, str]]]:
    """The references of a cell, line by line, as typed; with each what stands before the letters that follow it in the
    same line ("10.2 a)" of "10.2 a) and b)")."""
    return ([*_parted(line, _is_reference)] for line in lines(text))


def one_line(text: str) -> str:
    """Between what stands on lines of its own a semicolon; what stands below a standard follows it, parted by commas,
    so that it is still of that standard: "ISO 27001: A.5.15, A.5.2"."""
    return "; ".join(_under_heads(lines(text))) if _BREAK.search(text) else text


def _under_heads(parts: list[str]) -> Iterator[str]:
    """The lines, those below the name of a standard together with it."""
    head, below = "", list[str]()
    for number, part in enumerate(parts):
        following = parts[number + 1:number + 2]
        begins = is_standard(part) and bool(following) and not is_standard(following[0])
        if begins and head:
            yield f"{head}: {', '.join(below)}"
        if begins:
            head, below = part.rstrip(": "), []
        elif head:
            below.append(part)
        else:
            yield part
    if head:
        yield f"{head}: {', '.join(below)}"


# --- reading

def once(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text once, as it stands first; accidents of typing make no other."""
    found: dict[str, str] = {}
    for text in texts:
        if text:
            found.setdefault(fold(text), text)
    return tuple(found.values())


def lines(text: str) -> list[str]:
    """What stands between semicolons and line breaks, without bullets before it."""
    found = (_BULLET.fullmatch(part.strip()) for part in _ALWAYS.split(text))
    return [part for each in found if each and (part := each[1].strip())]


def is_standard(text: str) -> bool:
    """Whether a text is the name of a standard and nothing else."""
    return len(text) <= _LONGEST and _ONLY_OF.fullmatch(text) is not None


@lru_cache(maxsize=1024)
def without_standard(text: str) -> tuple[str, str]:
    """The standard that is named before or behind a reference, as typed, and the rest."""
    if found := _OF.fullmatch(text):
        return found[1].strip(), found[2]
    found = _BEHIND.fullmatch(text) if text.endswith(")") else None
    return (found[2], found[1]) if found else ("", text)


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
            first, good, head = piece, is_one(piece), is_standard(piece)
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


def _is_reference(text: str) -> bool:
    """Whether a text reads like a clause or control, with or without its standard, whether or not there is one."""
    return len(text) <= _LONGEST and _LIKE.fullmatch(without_standard(text)[1]) is not None and not is_standard(text)
