"""Cells that hold several things at once. They are taken apart only where the mapping says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ncr_toolkit.core.model import Finding
from ncr_toolkit.core.several import typed

NOTE = "finding.internal_note"
ID_AND_TITLE = "finding.id + finding.title + finding.reference"
FIRST_REFERENCE = f"finding.reference + {NOTE}"
FIRST_OWNER = f"finding.owner + {NOTE}"
STEPS = "action.what + action.due"
WAYS = {
    ID_AND_TITLE: "the number, a colon, the title, and the clause in the last brackets",
    FIRST_REFERENCE: "several clauses or controls: the first counts, the others go to the note",
    FIRST_OWNER: "several people: the first owns it, the others go to the note",
    STEPS: "a numbered list: each line an action, its day in the last brackets",
}
"""What a mapping may say of such a column, and what that does."""

_BETWEEN_PEOPLE = re.compile(r"[,;&\n/]|\sand\s|\sund\s|\set\s|\sy\s")
_NUMBER = re.compile(r"(?<!\S)(\d{1,2})[.)]\s")
_MOST_OF_AN_ID = 40


def pieces(way: str, text: str) -> Iterator[tuple[str, str]]:
    """What stands in a cell, each with the key it goes to; a list of steps is one for `steps`."""
    if way == ID_AND_TITLE:
        yield from zip(way.split(" + "), id_and_title(text), strict=True)
    else:
        first, *others = several(way, text) or [text]
        yield way.partition(" + ")[0], first
        if others:
            yield NOTE, ", ".join(others)


def id_and_title(text: str) -> tuple[str, str, str]:
    """"NC-1", "Access" and "A.5.3" of "NC-1: Access (A.5.3)"; what is not there is ''."""
    id, colon, rest = (part.strip() for part in text.partition(":"))
    if not colon or len(id) > _MOST_OF_AN_ID:
        return text.strip(), "", ""
    if rest.endswith(")") and "(" in rest:
        return id, rest[:rest.rindex("(")].strip(), rest[rest.rindex("(") + 1:-1].strip()
    return id, rest, ""


def _has_id(text: str) -> bool:
    """Whether a text begins with what looks like a number: not "Access: too wide"."""
    id, title, _ = id_and_title(text)
    return bool(title) and any(each.isdigit() for each in id)


def several(way: str, text: str) -> list[str]:
    """The references or people in a cell."""
    if way == FIRST_REFERENCE:
        return [*typed(Finding(reference=text), "reference")]
    return [part for part in (" ".join(each.split()) for each in _BETWEEN_PEOPLE.split(text)) if part]


def steps(text: str) -> list[tuple[str, str]]:
    """The steps of a numbered list, each with what stands in its last brackets: ("Patch", "05/01/2025")."""
    found: list[re.Match[str]] = []
    for mark in _NUMBER.finditer(text):
        if int(mark[1]) == len(found) + 1:
            found.append(mark)
    if not found:
        return [_step(text)]
    ends = [mark.start() for mark in found[1:]] + [len(text)]
    before = text[:found[0].start()].strip()
    listed = [_step(text[mark.end():end]) for mark, end in zip(found, ends, strict=True)]
    return [*([_step(before)] if before else []), *(step for step in listed if step[0])]


def _step(text: str) -> tuple[str, str]:
    plain = text.strip().rstrip(";,. ")
    if plain.endswith(")") and "(" in plain and any(each.isdigit() for each in plain[plain.rindex("("):]):
        return plain[:plain.rindex("(")].strip(), plain[plain.rindex("(") + 1:-1].strip()
    return text.strip(), ""


def offered(key: str, texts: Iterable[str], *, milestones: bool) -> str:
    """The way in which a column of this key could be taken apart; '' where its cells hold one thing each. The key is
    that of ids, too, for a column without a place where none has the ids. Several references are one finding's, and
    stay in their cell."""
    found: Sequence[str] = [text for text in texts if text]
    if milestones:
        return STEPS if any(_NUMBER.match(text) or _step(text)[1] for text in found) else ""
    if key == "finding.id":
        return ID_AND_TITLE if 2 * sum(map(_has_id, found)) > len(found) else ""
    return FIRST_OWNER if key == "finding.owner" and any(len(several(FIRST_OWNER, text)) > 1 for text in found) else ""
