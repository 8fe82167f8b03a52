"""Text boxes: Word keeps most of them twice, and only one of the two is looked at and filled.

The content of a text box: ECMA-376 Part 1, 20.4.2.38 (txbxContent); in VML: Part 4, 14.9.1.1. The second copy, for
older programs, is mc:Fallback of mc:AlternateContent (Part 3, 7.5); Word writes it anew from the first at each save.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator

from ncr_toolkit.forms.docx.wordprocessingml import MC, Element, inside, is_gone, w

_ALTERNATIVES = f"{{{MC}}}AlternateContent"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_VML = "{urn:schemas-microsoft-com:vml}"


def text_boxes(tree: Element) -> list[Element]:
    """The content of every text box that is seen, in order, of each the first copy; one within another follows it."""
    copies = {each for pair in _pairs(tree) for each in pair[1:]}
    return [box for box in tree.iter(w("txbxContent")) if not is_gone(box)
            and copies.isdisjoint((box, *box.iterancestors(w("txbxContent"))))]


def empty_copies(tree: Element) -> None:
    """Take away what the further copies hold, so that each place of the form is there once."""
    for _, *copies in _pairs(tree):
        for each in copies:
            for child in list(each):
                each.remove(child)


def renew_copies(tree: Element) -> None:
    """Give the further copies, which are empty, what the first one holds."""
    for first, *copies in reversed(list(_pairs(tree))):  # a box within another is settled before it
        for each in copies:
            each.extend(copy.deepcopy(first))


def anchor(box: Element) -> Element | None:
    """The paragraph at which a text box hangs."""
    return inside(box, "p")


def is_fixed(box: Element) -> bool:
    """Whether a text box keeps its height whatever stands in it: what is too long is not seen (spAutoFit: Part 1,
    21.1.2.1.4; in VML a style of the text box)."""
    holder = box.getparent()
    shape = holder.getparent() if holder is not None else None
    if holder is None or shape is None or holder.tag == f"{_VML}textbox":
        return holder is None or "mso-fit-shape-to-text:t" not in holder.get("style", "").replace(" ", "")
    return next(shape.iter(f"{_A}spAutoFit"), None) is None


def _pairs(tree: Element) -> Iterator[tuple[Element, ...]]:
    """The copies of each text box that has some: the first, then the others. Where one branch has more boxes than
    another, each counts as a box of its own."""
    for choice in tree.iter(_ALTERNATIVES):
        around = inside(choice, "txbxContent")
        branches = [[box for box in branch.iter(w("txbxContent")) if inside(box, "txbxContent") is around]
                    for branch in choice]
        kept = [boxes for boxes in branches if boxes]
        if len({len(boxes) for boxes in kept}) == 1:
            yield from zip(*kept, strict=True)
