"""The grade that a text of a report names: by its word, by a short word that is explained there, or by a ticked box."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from ncr_toolkit.audit_report.label_words import lists
from ncr_toolkit.common.names import fold
from ncr_toolkit.core.foreign_words import words

_BRACKETS = ((re.compile(r"[\[(] ?[xX\u2713\u2714] ?[\])]"), "\u2612"), (re.compile(r"[\[(] {0,3}[\])]"), "\u2610"))
"""Boxes that are made of brackets: "[x]", "( )"."""
_BOX, _TICKED = "\u2610\u2611\u2612\u25a1\u25a0\u2713\u2714\u2717\u2718", "\u2611\u2612\u25a0\u2713\u2714\u2717\u2718"


def grade(text: str, codes: Mapping[str, str] | None = None) -> str:
    """Our word for the one grade that a text names, '' where it names none or several. A word that a narrow column has
    broken counts as whole; of boxes the ticked one counts."""
    if codes and text.strip() in codes:
        return codes[text.strip()]
    ticked = _ticked(_with_boxes(text))
    return _grade(re.findall(r"[^\W\d_]+", fold(ticked))) or _grade([fold("".join(ticked.split()))])


def codes_of(text: str) -> dict[str, str]:
    """The short words that a text explains as grades: "HA = Hauptabweichung, NA = Nebenabweichung"."""
    found = re.finditer(r"(?<!\w)([^\W\d_]{1,3})\s{0,2}[=:]\s{0,2}([^,;=:.\n]{3,40})", text)
    return {each[1]: meant for each in found if (meant := grade(each[2]))}


def has_boxes(text: str) -> bool:
    """Whether a text holds boxes to tick."""
    return any(sign in _with_boxes(text) for sign in _BOX)


def is_ticked(text: str) -> bool:
    """Whether a text holds a box that is ticked."""
    return any(sign in _with_boxes(text) for sign in _TICKED)


def _with_boxes(text: str) -> str:
    for brackets, box in _BRACKETS:
        text = brackets.sub(box, text) if "[" in text or "(" in text else text
    return text


def has_loose_box(text: str) -> bool:
    """Whether a box in a text has no word behind it, so that nobody knows whose it is: in a PDF boxes of another font
    may stand apart from their words, all of them at the end of the line."""
    behind = re.split(f"(?=[{_BOX}])", _with_boxes(text))
    return any(part[:1] in _BOX and not re.search(r"[^\W\d_]", part[1:]) for part in behind if part)


def leaves_grade_open(cells: Iterable[str]) -> bool:
    """Whether nobody knows which of several grades in the cells of a row is ticked, since a box stands apart from its
    word."""
    every = list(cells)
    named = {grade(re.sub(f"[{_BOX}]", " ", _with_boxes(cell))) for cell in every} - {""}
    return len(named) > 1 and any(map(has_loose_box, every))


def _ticked(text: str) -> str:
    """What stands behind the ticked box; all of a text without boxes, '' where none or several are ticked, or a box is
    loose."""
    if not has_boxes(text):
        return text
    if has_loose_box(text):
        return _ticked_behind(text)
    before = re.split(f"[{_BOX}]", text, maxsplit=1)[0]
    if _grade(re.findall(r"[^\W\d_]+", fold(before))):
        return ""  # "Major [x] Minor": before its word, or behind it
    found = [part[1:] for part in re.split(f"(?=[{_BOX}])", text) if part[:1] in _TICKED and part]
    return found[0] if len(found) == 1 else ""


def _ticked_behind(text: str) -> str:
    """The word before the ticked box, where each box stands behind the one word that is its own."""
    said = re.split(f"([{_BOX}])", text.strip())
    parts = list(zip(said[::2], said[1::2], strict=False))
    named = [_grade(re.findall(r"[^\W\d_]+", fold(word))) for word, _ in parts]
    if not all(named) or len(set(named)) < len(named) or text.strip()[-1] not in _BOX or len(parts) < 2:
        return ""
    ticked = [word for word, box in parts if box in _TICKED]
    return ticked[0] if len(ticked) == 1 else ""


def _grade(tokens: list[str]) -> str:
    found: dict[str, None] = {}
    at = 0
    while at < len(tokens):
        size = next((size for size in range(min(_longest(), len(tokens) - at), 0, -1)
                     if " ".join(tokens[at:at + size]) in _grades()), 0)
        if size:
            found[_grades()[" ".join(tokens[at:at + size])]] = None
        at += max(size, 1)
    return next(iter(found)) if len(found) == 1 else ""


@cache
def _grades() -> dict[str, str]:
    """The words that are certain: letters alone ("A", "C") and scales of risk are none in a report."""
    listed = {**words().values["grade"], **{fold(word): grade for grade, found in lists()["grades"].items()
                                            for word in (grade, *found)}}
    return {" ".join(re.findall(r"[^\W\d_]+", word)): grade for word, grade in listed.items()}


@cache
def _longest() -> int:
    return max(len(word.split()) for word in _grades())
