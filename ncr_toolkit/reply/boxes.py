"""Boxes to tick, as they stand in a document that came back: on the screen, with a pen of letters, or by a program that
knows no boxes.

Content controls: ECMA-376 Part 1, 17.5.2; their boxes as in [MS-DOCX].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ncr_toolkit.forms.docx.wordprocessingml import BOXES, TICKED, Element, inside, pieces, w, w14
from ncr_toolkit.forms.filling.controls import is_box, is_ticked
from ncr_toolkit.word.returned import tag

_BY_HAND = ("x", "\u00d7", "v", "\u221a", *TICKED)


@dataclass(slots=True)
class Box:
    """A box with what stands behind it."""

    ticked: bool | None  # None: it cannot be told
    label: str = ""
    tag: str = ""


def boxes(paragraphs: Iterable[Element]) -> tuple[list[Box], str]:
    """The boxes in these paragraphs, in order, and what stands before the first one."""
    found: list[Box] = []
    before = ""
    for control, letters in _letters(paragraphs):
        if control is not None:
            found.append(Box(_state(control, letters), tag=tag(control)))
            continue
        for letter in letters:
            if letter in BOXES or letter in TICKED:
                found.append(Box(letter in TICKED))
            elif found:
                found[-1].label += letter
            else:
                before += letter
    for box in found:
        box.label = " ".join(box.label.split())
    return found, " ".join(before.split())


def _letters(paragraphs: Iterable[Element]) -> Iterator[tuple[Element | None, str]]:
    """The letters with the box that they show, None where they show none."""
    for paragraph in paragraphs:
        last, shown = None, ""
        for piece in pieces(paragraph):
            around = _box_around(piece.node)
            if around is not last:
                if last is not None:
                    yield last, shown
                last, shown = around, ""
            if around is None:
                yield None, piece.text
            else:
                shown += piece.text
        if last is not None:
            yield last, shown
        yield None, "\n"


def _box_around(node: Element) -> Element | None:
    control = inside(node, "sdt")
    while control is not None and not is_box(control):
        control = inside(control, "sdt")
    return control


def _state(control: Element, shown: str) -> bool | None:
    """Whether a box is ticked: what it shows and what it holds must agree; a letter typed over it counts."""
    mark = shown.strip()
    says = is_ticked(control)
    if mark.casefold() in _BY_HAND:
        return True if says or mark not in _ticks(control) else None
    if mark and mark in BOXES:
        return None if says else False
    return None


def _ticks(control: Element) -> str:
    """The letter that the box itself shows where it is ticked."""
    state = control.find(f"{w('sdtPr')}/{w14('checkbox')}/{w14('checkedState')}")
    code = state.get(w14("val"), "2612") if state is not None else "2612"
    return chr(int(code, 16)) if all(each in "0123456789abcdefABCDEF" for each in code) and len(code) <= 5 else ""
