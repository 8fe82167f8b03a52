"""Room to write on within a line: rules of underscores or dots, tabs, a colon with nothing behind it, and hints.

Everything here takes time in proportion to the length of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SHORTEST_RULE = 3
_LONGEST_LABEL = 90
_MOST_HINT = 400
_FAR = 300  # letters around some room that are looked at
_FILLING = re.compile(r"[_.\u2026\t \u00a0\u2002\u2003\u3000\uff3f]+")
_RULE = re.compile(r"_{3}|\.{4}|\u2026|\t|\uff3f{2}|\u2002{3}")
_RULED = re.compile(r"[_\uff3f]")
_HINTS = re.compile(
    r"\[[^\[\]]{2,400}\]|<[^<>]{2,400}>|\u00ab[^\u00ab\u00bb]{1,400}\u00bb|\u3010[^\u3010\u3011]{1,400}\u3011"
)
_FRAME = re.compile(r"\[[ \u00a0_.\u2026]{4,400}\]")
"""Brackets around nothing but room: too wide for a box to tick."""
_LETTER_DATE = re.compile(
    r"\b(?:[dtj]{1,2}|[mM]{2,3}|[gG]{2}|DD|TT|JJ|GG)([-./ ])(?:[mM]{2,4}|[dD]{2})\1(?:[yY]{2,4}|[jJaA]{2,4})\b"
    r"|\b(?:[yY]{4}|[jJ]{4}|[aA]{4}|R{4})([-./ ])[mM]{2}\2(?:[dD]{2}|[tT]{2}|[jJ]{2})\b"
    r"|[_.\u2026 ]{1,6}/[_.\u2026 ]{1,6}/[_.\u2026 ]{2,8}"
    r"| {0,6}[_.\u2026]{1,6} ?- ?[_.\u2026]{1,6} ?- ?[_.\u2026]{2,8}"
    r"| {0,6}[_.\u2026]{2,8} de [_.\u2026]{3,40} del? (?:20)?[_.\u2026]{2,8}"
    r"| {0,6}[_.\u2026]{1,6}([./])[_.\u2026]{1,6}\3 ?20[_.\u2026]{1,4}"
    r"|[_.\u2026 \u3000]{0,8}\u5e74[_.\u2026 \u3000]{1,8}\u6708[_.\u2026 \u3000]{1,8}\u65e5"
)
_PATTERN = re.compile(r"\b(?:NCR?|CAR|FNC|RNC|AR|NC)[-/ ]?(?:(?:YYYY|JJJJ|AAAA|YY)[-/ ]?)?[XNn#x]{2,5}\b")
_SHORT = re.compile(r"(?:^|\W)\w{1,3}$")  # a word cut short: "N. rilievo"
_INVITES = re.compile(
    r"^(?:please |bitte |veuillez )?(?:insert|enter|type in|fill in|ins\u00e9rer|indiquer|saisir|insertar|indicar|"
    r"inserire|inserir)\s+(?:(?:the|your|an?|le|la|votre|el|su|il|o)\s+|l['\u2019])?(?=\w)"
    r"|(?<!\s)\s+(?:eintragen|eingeben|einf\u00fcgen|angeben)$", re.IGNORECASE)
_NO_HINT = re.compile(r"(?:https?:|mailto:|[\d, -]+$|[xX \u00a0]?$)")


@dataclass(frozen=True, slots=True)
class Blank:
    """Some room in a line, with the words before it."""

    label: str
    start: int
    end: int
    bare: bool = False  # nothing but the end of the line behind a colon, or a space that slipped in
    hint: str = ""  # the words in the brackets


def is_hint(letters: str) -> bool:
    """Whether a text is nothing but an invitation to write: "[Describe the cause]", "<name>", "YYYY-MM-DD"."""
    said = letters.strip().strip("*").strip()
    if not said or len(said) > _MOST_HINT:
        return False
    found = _HINTS.match(said) or _LETTER_DATE.match(said) or _PATTERN.match(said)
    return found is not None and found.end() == len(said) and not _is_box(said)


def wanted(hint: str) -> str:
    """What a hint asks, without the word that only invites to write: "audit number" for "insert audit number"."""
    return _INVITES.sub("", hint.replace("_", " ").strip())


def blanks(said: str) -> list[Blank]:
    """The rooms of a line, in order; what has words behind it that are no label is filled already."""
    found: list[Blank] = []
    last = 0
    for start, end, hint in _spans(said):
        label = _label(said[max(last, start - _FAR):start])
        if not label and not hint and not _RULE.search(said[start:end]):
            continue
        rest = said[end:end + _FAR]
        if not hint and not _RULED.search(said[start:end]) and not _FRAME.match(said[start:end]) and not _is_end(rest):
            continue  # a tab or spaces before an answer that stands there
        slipped = end == len(said) and not said[start:].strip(" \u00a0") and end - start < _SHORTEST_RULE
        found.append(Blank(label, start, end, bare=slipped, hint=hint))
        last = end
    tail = said[max(last, len(said) - _FAR):]
    if tail.rstrip().endswith((":", "\uff1a")) and (label := _label(tail)):
        found.append(Blank(label, len(said), len(said), bare=True))
    return found


def room_of_breaks(said: str) -> Blank | None:
    """The room that line breaks leave under a question in the same paragraph; None where there are fewer than two."""
    words = said.rstrip()
    rest = said[len(words):]
    label = words.partition("\n")[0].strip()
    if rest.count("\n") < 2 or not 0 < len(label) <= _LONGEST_LABEL:
        return None
    return Blank(label, len(words) + 1, len(said))


def _spans(said: str) -> Iterator[tuple[int, int, str]]:
    """Where something to write on stands, in order, none within another."""
    spans = [(each.start(), each.end(), "") for each in _FRAME.finditer(said)]
    spans += [
        (each.start(), each.end(), each.group().strip("[]<>\u00ab\u00bb\u3010\u3011 "))
        for pattern in (_HINTS, _LETTER_DATE, _PATTERN)
        for each in pattern.finditer(said)
        if not _is_box(each.group())
    ]
    for each in _FILLING.finditer(said):
        if each.group() == "\u2026" and said[:each.start()][-1:].isalnum():
            continue  # "and so on", behind a word
        colon = said[max(0, each.start() - 1):each.start()] in (":", "\uff1a", "?", "\uff1f")
        if _RULE.search(each.group()) or (colon and (len(each.group()) >= _SHORTEST_RULE or each.end() == len(said))):
            start = each.start() if colon else each.start() + _spaces(each.group())
            spans.append((start, each.end(), ""))
    at = 0
    for start, end, hint in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= at:
            yield start, end, hint
            at = end


def _spaces(letters: str) -> int:
    """How many letters before some room belong to the words: spaces, and the dot of "No. ____"."""
    if letters[:1] == "\t":
        return 0
    dot = len(letters) > 1 and letters[0] == "." and letters[1] in " \u00a0_"
    return len(letters) - len(letters[dot:].lstrip(" \u00a0"))


def _is_box(letters: str) -> bool:
    """Whether brackets hold a box to tick, a number of a note, or an address."""
    return _NO_HINT.match(letters.strip("[]<> \u00a0")) is not None


def _is_end(rest: str) -> bool:
    """Whether what stands behind some room is nothing, or another label."""
    words = rest.strip()
    if not words:
        return True
    head = re.split(r"[_\t\u2026]|\.{4}", words, maxsplit=1)[0]
    return any(each in head for each in ":\uff1a?\uff1f") or len(head) < len(words)


def _label(before: str) -> str:
    """The words right before some room."""
    said = before.strip(" \t\u00a0_.\u2026\u3000,;|/")
    said = said[:-1].rstrip() if said.endswith((":", "\uff1a")) else said
    for cut in ("\n", ": ", "   ", "\t", ". "):
        before, _, last = said.rpartition(cut)
        whole = last.count(")") <= last.count("(") and not (cut == ". " and _SHORT.search(before))
        said = last if len(last.strip()) > 1 and whole else said  # "Root cause (incl. why not detected)" is one label
    said = re.sub(r"^\W+(?=\w)", "", said.strip()) if not said.startswith(("(", "#")) else said
    return said[-_LONGEST_LABEL:].strip()
