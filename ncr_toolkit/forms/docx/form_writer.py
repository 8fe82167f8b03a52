"""Writing into a form: letters take the look of the place, and show as insertions where the form tracks changes."""

from __future__ import annotations

import copy
import re
from datetime import date

from lxml import etree

from ncr_toolkit.common.text import allowed
from ncr_toolkit.excel.opc.address import whole
from ncr_toolkit.forms.docx.wordprocessingml import (
    XML_SPACE,
    Element,
    TextPiece,
    paragraphs,
    pieces,
    properties,
    runs,
    settle,
    text,
    w,
    w14,
)
from ncr_toolkit.word.script import east_asian, right_to_left

AUTHOR = "ncr"
_PIECES = re.compile("([\n\t])")
_FILLER = re.compile(r"[\s_.\u2026\u2002\u2003\u00a0\-\u2013\u00b7]*\Z")
_OF_ITS_OWN = (w("rPrChange"), w("ins"), w("del"), w("moveFrom"), w("moveTo"))


def is_filler(letters: str) -> bool:
    """Whether a text is only room to write on: nothing, spaces, underscores, dots."""
    return _FILLER.match(letters) is not None


class FormWriter:
    """Writes one filled form. `tracked`: as insertions by 'ncr' of that day."""

    def __init__(self, tree: Element, day: date, *, tracked: bool) -> None:
        self.day = day
        self.tracked = tracked
        ids = [whole(each.get(w("id")), 0) for each in tree.iter(w("ins"), w("del"), w("moveFrom"), w("moveTo"),
                                                                 w("bookmarkStart"))] if tracked else []
        self._id = max(ids, default=0)

    def put(self, paragraph: Element, letters: str) -> None:
        """Write into a paragraph that holds nothing but room to write on."""
        self.replace(paragraph, 0, len(text(paragraph)), letters)

    def put_cell(self, cell: Element, letters: str) -> None:
        """Write into a cell that is only room: on its first line; rules and hints on others go."""
        first, *further = paragraphs(cell)
        self.put(first, letters)
        for other in further:
            if text(other).strip():  # they would stand under the answer
                self.replace(other, 0, len(text(other)), "")

    def replace(self, paragraph: Element, start: int, end: int, letters: str) -> None:
        """Put letters in the place of those from `start` to `end`, in their look; the rest stays as it is."""
        split(paragraph, end)
        split(paragraph, start)
        at, covered, before = 0, [], None
        for piece in pieces(paragraph):
            if at < start:
                before = piece.run
            elif at < end and piece.run not in covered:
                covered.append(piece.run)
            at += len(piece.text)
        look = self._look(paragraph, covered[0] if covered else before)
        new = self._run(letters, look)
        if new is not None:
            self._insert(paragraph, new, covered[0] if covered else None, before)
            if right_to_left(letters) and start == 0:
                settle(properties(paragraph, "pPr"), etree.Element(w("bidi")))
        for run in covered:
            self._remove(run)

    def content(self, letters: str, look: Element | None) -> list[Element]:
        """A run of these letters, as an insertion where changes are tracked; [] for none."""
        run = self._run(letters, look)
        return [] if run is None else [self._marked("ins", run)] if self.tracked else [run]

    def row(self, row: Element) -> Element:
        """A copy of a row, put behind it: without what may only be there once."""
        made = copy.deepcopy(row)
        strip_unique(made)
        _count_on(made)
        if self.tracked:
            settle(properties(made, "trPr"), self._mark("ins"))
        row.addnext(made)
        return made

    def cut(self, run: Element) -> None:
        """Take a run away; where changes are tracked it stays, marked as deleted."""
        self._remove(run)

    def _look(self, paragraph: Element, run: Element | None) -> Element | None:
        """The look of a run, or of the paragraph's end where it has none."""
        if run is None:
            run = next(iter(runs(paragraph)), None)
        found = run.find(w("rPr")) if run is not None else paragraph.find(f"{w('pPr')}/{w('rPr')}")
        return plain_look(found)

    def _run(self, letters: str, look: Element | None) -> Element | None:
        letters = allowed(letters)
        if not letters:
            return None
        run = etree.Element(w("r"))
        made = etree.Element(w("rPr")) if look is None else copy.deepcopy(look)
        if right_to_left(letters):
            settle(made, etree.Element(w("rtl")))
        if east_asian(letters):
            fonts = made.find(w("rFonts"))
            if fonts is None:
                fonts = etree.Element(w("rFonts"))
                settle(made, fonts)
            fonts.set(w("hint"), "eastAsia")
        if len(made):
            run.append(made)
        for piece in _PIECES.split(letters):
            if piece in ("\n", "\t"):
                etree.SubElement(run, w("br" if piece == "\n" else "tab"))
            elif piece:
                holder = etree.SubElement(run, w("t"))
                holder.set(XML_SPACE, "preserve")
                holder.text = piece
        return run

    def _insert(self, paragraph: Element, new: Element, at: Element | None, before: Element | None) -> None:
        """Put a run before `at`, or behind `before`, or at the end of the paragraph."""
        place = at if at is not None else before
        if self.tracked:
            place = _lifted(place, behind=at is None)
            new = self._marked("ins", new)
        if place is None:
            paragraph.append(new)
        elif at is not None:
            place.addprevious(new)
        else:
            place.addnext(new)

    def _remove(self, run: Element) -> None:
        parent = run.getparent()
        assert parent is not None
        if not self.tracked:
            parent.remove(run)
            return
        for letters in run.iter(w("t")):
            letters.tag = w("delText")
            letters.set(XML_SPACE, "preserve")
        mark = self._mark("del")
        run.addprevious(mark)
        mark.append(run)

    def _marked(self, kind: str, run: Element) -> Element:
        mark = self._mark(kind)
        mark.append(run)
        return mark

    def _mark(self, kind: str) -> Element:
        self._id += 1
        mark = etree.Element(w(kind))
        mark.set(w("id"), str(self._id))
        mark.set(w("author"), AUTHOR)
        mark.set(w("date"), f"{self.day.isoformat()}T00:00:00Z")
        return mark


def plain_look(found: Element | None) -> Element | None:
    """A copy of a look without the grey of placeholders and without marks of changes."""
    if found is None:
        return None
    look = copy.deepcopy(found)
    for child in list(look):
        grey = child.tag == w("rStyle") and "placeholder" in child.get(w("val"), "").casefold()
        if child.tag in _OF_ITS_OWN or grey or child.tag in (w("vanish"), w("webHidden")):
            look.remove(child)
    return look


def strip_unique(element: Element) -> None:
    """Take away what may stand only once in a document: ids of paragraphs, bookmarks, controls."""
    for each in list(element.iter("*")):
        for name in ("paraId", "textId"):
            each.attrib.pop(w14(name), "")
        holder = each.getparent()
        if holder is not None and (each.tag in (w("bookmarkStart"), w("bookmarkEnd"))
                                   or (each.tag == w("id") and holder.tag == w("sdtPr"))):
            holder.remove(each)


def _count_on(row: Element) -> None:
    """A cell that holds only a number is a number of the row: the copy has the next one."""
    for cell in row.iter(w("tc")):
        letters = [each for each in cell.iter(w("t")) if each.text]
        found = re.fullmatch(r"\s*(\D{0,3})(\d{1,4})(\D?)\s*", letters[0].text or "") if len(letters) == 1 else None
        if found:
            letters[0].text = f"{found[1]}{int(found[2]) + 1:0{len(found[2])}}{found[3]}"


def _lifted(run: Element | None, *, behind: bool) -> Element | None:
    """What a new insertion may stand beside: an insertion of somebody else is split, for none stands in another."""
    parent = run.getparent() if run is not None else None
    if run is None or parent is None or parent.tag not in (w("ins"), w("moveTo")):
        return run
    rest = list(run.itersiblings()) if behind else [run, *run.itersiblings()]
    if not rest:
        return parent
    other = _like(parent)
    other.extend(rest)
    parent.addnext(other)
    if not len(parent):
        holder = parent.getparent()
        assert holder is not None
        holder.remove(parent)
        return other
    return parent if behind else other


def _like(element: Element) -> Element:
    """An empty element of the same name and attributes."""
    made = etree.Element(element.tag)
    for key, value in element.attrib.items():
        made.set(key, value)
    return made


def split(paragraph: Element, at: int) -> Element | None:
    """Make a run begin at that letter of a paragraph; gives that run, None where none begins there."""
    place = 0
    for piece in pieces(paragraph):
        if place == at:
            before = piece.node.getprevious()
            if before is not None and before.tag != w("rPr"):
                return _break(piece, 0)
            return piece.run
        if place < at < place + len(piece.text):
            return _break(piece, at - place)
        place += len(piece.text)
    return None


def _break(piece: TextPiece, at: int) -> Element:
    """Split a run before the letter `at` of one of its pieces; gives the run that begins there."""
    run, node = piece.run, piece.node
    tail = _like(run)
    look = run.find(w("rPr"))
    if look is not None:
        tail.append(copy.deepcopy(look))
    rest = list(node.itersiblings())
    if at:
        other = copy.deepcopy(node)
        other.text, node.text = piece.text[at:], piece.text[:at]
        for each in (node, other):
            each.set(XML_SPACE, "preserve")
        tail.append(other)
    else:
        tail.append(node)
    tail.extend(rest)
    run.addnext(tail)
    return tail
