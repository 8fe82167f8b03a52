"""WordprocessingML as the forms need it: names, the text that people see, and where each letter of it stands.

ECMA-376 Part 1, clause 17, in the names of Part 4 (Transitional), which Word writes. The order of properties is that of
the schema wml.xsd (CT_RPr, CT_PPr, CT_TrPr); what Word added stands in [MS-DOCX].
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = "etree._Element"

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

BOXES = "\u2610\u25a1\u25fb\u2751\u2b1c\u274f\u25a2\u25cb"
"""Characters that people use as an empty box to tick."""
TICKED = "\u2612\u2611\u2713\u2714\u25a0\u2717\u2718\u2327\u22a0"
_WINGDINGS = {"6F": "\u2610", "A8": "\u2610", "71": "\u2610", "72": "\u2610", "FE": "\u2611", "FD": "\u2612",
              "78": "\u2612", "FC": "\u2713"}


def w(name: str) -> str:
    """The whole name of an element or attribute of Word."""
    return f"{{{W}}}{name}"


def w14(name: str) -> str:
    return f"{{{W14}}}{name}"


GONE = (w("del"), w("moveFrom"))
"""What stands in these was deleted by somebody: it is not seen."""
_SKIPPED = (*GONE, w("pPr"), w("rPr"), w("sdtPr"), w("sdtEndPr"), w("tbl"), w("txbxContent"), w("instrText"),
            w("pict"), w("object"), w("drawing"), f"{{{MC}}}AlternateContent", w("fldData"))
_LETTERS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-", w("softHyphen"): "",
            w("ptab"): "\t"}


@dataclass(frozen=True, slots=True)
class TextPiece:
    """Some letters of a paragraph: the element that holds them, and its run."""

    node: Element
    run: Element
    text: str


def pieces(paragraph: Element) -> list[TextPiece]:
    """The letters of a paragraph as they are seen, in order, with where they stand.

    The box of a form field has no letter of its own in the file: it counts as one.
    """
    return [TextPiece(node, run, text) for run in runs(paragraph) for node in run
            if (text := _letters(node)) is not None]


def _letters(node: Element) -> str | None:
    if node.tag == w("t"):
        return node.text or ""
    if node.tag == w("sym"):
        wingdings = (node.get(w("font")) or "").startswith("Wingdings")
        return _WINGDINGS.get((node.get(w("char")) or "")[-2:].upper(), "\ufffd") if wingdings else "\ufffd"
    if node.tag == w("fldChar") and node.find(f"{w('ffData')}/{w('checkBox')}") is not None:
        return "\u2612" if field_ticked(node) else "\u2610"
    return _LETTERS.get(node.tag)


def field_ticked(begin: Element) -> bool:
    """Whether the box of a form field is ticked now."""
    box = begin.find(f"{w('ffData')}/{w('checkBox')}")
    assert box is not None
    state = box.find(w("checked"))
    state = box.find(w("default")) if state is None else state
    return state is not None and on(state)


def on(element: Element) -> bool:
    """Whether a switch of Word is on: it is where it stands without a value."""
    return element.get(w("val"), "1") not in ("0", "false", "off")


def runs(element: Element) -> Iterator[Element]:
    """The runs of a paragraph that are seen, those within links, controls and insertions too."""
    for child in element:
        if child.tag == w("r"):
            yield child
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            yield from runs(child)


def text(paragraph: Element) -> str:
    """The letters of a paragraph as they are seen."""
    return "".join(piece.text for piece in pieces(paragraph))


def blocks(element: Element) -> Iterator[Element]:
    """The paragraphs and tables that stand directly in a body, cell, header or control, in order."""
    for child in element:
        if child.tag in (w("p"), w("tbl")):
            yield child
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins"), w("moveTo")):
            yield from blocks(child)


def paragraphs(element: Element) -> list[Element]:
    """The paragraphs that stand directly there; those of tables within are left out."""
    return [block for block in blocks(element) if block.tag == w("p")]


def is_gone(element: Element) -> bool:
    """Whether it stands in something that was deleted with tracking."""
    return any(above.tag in GONE for above in element.iterancestors())


def inside(element: Element, *names: str) -> Element | None:
    """The nearest element of one of these names around it."""
    return next(element.iterancestors(*(w(name) for name in names)), None)


_RPR = ("rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike", "outline", "shadow",
        "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern",
        "position", "sz", "szCs", "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em",
        "lang", "eastAsianLayout", "specVanish", "oMath")
_PPR = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
        "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap", "overflowPunct",
        "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid", "spacing", "ind",
        "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment",
        "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange")
_TRPR = ("cnfStyle", "divId", "gridBefore", "gridAfter", "wBefore", "wAfter", "cantSplit", "trHeight", "tblHeader",
         "tblCellSpacing", "jc", "hidden", "ins", "del", "trPrChange")
_ORDERS = {w("rPr"): _RPR, w("pPr"): _PPR, w("trPr"): _TRPR}


def settle(holder: Element, child: Element) -> None:
    """Put a setting into rPr, pPr or trPr at the place that the schema gives it; one of its name is replaced."""
    for same in holder.findall(child.tag):
        holder.remove(same)
    order = {w(name): rank for rank, name in enumerate(_ORDERS[holder.tag])}
    rank = order[child.tag]
    later = (place for place, other in enumerate(holder) if order.get(other.tag, -1) > rank)
    holder.insert(next(later, len(holder)), child)


def properties(element: Element, name: str) -> Element:
    """The pPr, rPr or trPr of an element, made where there is none."""
    found = element.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        after = element.find(w("tblPrEx")) if name == "trPr" else None
        element.insert(0 if after is None else 1, found)
    return found
