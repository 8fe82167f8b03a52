"""Small coloured numbers over the places of a form. They float: no letter of the form moves for them.

Anchored drawings: ECMA-376 Part 1, 20.4.2.3; text boxes of Word 2010: [MS-ODRAWXML] 2.3.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from ncr_toolkit.forms.docx.form_writer import split
from ncr_toolkit.forms.docx.wordprocessingml import Element, W, inside, w
from ncr_toolkit.forms.survey.places import Act, Place, marked

_MM = 36_000  # English metric units
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_RUN = """<w:r xmlns:w="{w}" xmlns:wp="{wp}" xmlns:a="{a}" xmlns:wps="{wps}"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="{order}" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="{across}"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="{down}"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{wide}" cy="{high}"/><wp:wrapNone/><wp:docPr id="{id}" name="ncr place {order}"/>
<a:graphic><a:graphicData uri="{wps}"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>
<a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent><w:p>
<w:pPr><w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/><w:jc w:val="center"/></w:pPr><w:r>
<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:b/><w:color w:val="FFFFFF"/><w:sz w:val="13"/></w:rPr>
<w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx>
<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/></wps:wsp></a:graphicData></a:graphic></wp:anchor>
</w:drawing></w:r>"""


def stamp(tree: Element, places: list[Place], colours: Mapping[int, str]) -> None:
    """Put the number of each place of a part over it. `tree`: with the marks of the places, which are taken away;
    `colours` ("C62828"): by the number of the place."""
    there = marked(tree)
    first = {place.number: place for place in reversed(places) if place.number in colours}
    for place in sorted(first.values(), key=lambda each: each.letters, reverse=True):  # from the end of each line on
        if there.get(place.mark):
            said = str(place.number)
            at_place = _box(said, colours[place.number], place.number, "character", "line", 0, 0, 1.4 + 1.4 * len(said))
            _put(there[place.mark][0], place, at_place)


def legend(paragraph: Element, words: Mapping[str, str]) -> None:
    """What each colour means, at the upper edge of the page on which a paragraph stands."""
    for number, (colour, said) in enumerate(words.items()):
        _first(paragraph, _box(said, colour, 9000 + number, "page", "page", 8 + 28 * number, 2, 27))


def _box(said: str, colour: str, order: int, across: str, down: str, x: float, y: float, wide: float) -> Element:
    """A run that holds nothing but a floating box of words; `x`, `y` and `wide` in mm."""
    return etree.fromstring(_RUN.format(w=W, wp=_WP, a=_A, wps=_WPS, order=order, id=900_000 + order, text=said,
                                        colour=colour, across=across, down=down, x=int(x * _MM), y=int(y * _MM),
                                        wide=int(wide * _MM), high=int(2.8 * _MM)))


def _put(element: Element, place: Place, run: Element) -> None:
    """Anchor a stamp where the answer goes."""
    if place.act in (Act.FIELD, Act.TICK_FIELD):
        holder = inside(element, "r")
        if holder is not None:
            holder.addprevious(run)
        return
    if place.act in (Act.LETTERS, Act.TICK_LETTERS):
        begins = split(element, place.letters[0])
        if begins is not None:
            begins.addprevious(run)
        else:
            element.append(run)
        return
    if place.act in (Act.CONTROL, Act.TICK_CONTROL) and inside(element, "p") is not None:
        element.addprevious(run)
        return
    paragraph = next(element.iter(w("p")), None)
    if paragraph is not None:
        _first(paragraph, run)


def _first(paragraph: Element, run: Element) -> None:
    """Put a run at the beginning of a paragraph; where it is blank, in the size of its mark."""
    settings = paragraph.find(w("pPr"))
    look = settings.find(w("rPr")) if settings is not None else None
    size = look.find(w("sz")) if look is not None else None
    if size is not None:
        own = etree.Element(w("rPr"))
        etree.SubElement(own, w("sz")).set(w("val"), size.get(w("val"), "20"))
        run.insert(0, own)
    paragraph.insert(0 if settings is None else 1, run)
