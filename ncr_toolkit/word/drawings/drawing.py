"""A drawing made of boxes, strokes and marks: one group of shapes that stays sharp and can be edited in Word.

All measures are in millimetres from the upper left corner, sizes of letters in points.

DrawingML: ECMA-376 Part 1, 20.1 (its unit is the EMU: 914,400 in an inch); groups and shapes in Word: [MS-ODRAWXML].
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ncr_toolkit.word.blocks import escaped, paragraph, run
from ncr_toolkit.word.drawings.text_size import LINE
from ncr_toolkit.word.script import east_asian
from ncr_toolkit.word.styles import INK, TEXT_FONT, in_own_letters

_EMU = 36_000  # in a millimetre
_POINT = 12_700  # of the same, in a point
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_SPACES = (f'xmlns:a="{_MAIN}" xmlns:wpg="{_GROUP}" '
           'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
           'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"')
STYLE = "PictureText"


@dataclass(frozen=True, slots=True)
class BoxText:
    """A paragraph in a box, in the letters that were measured, whatever the document is written in."""

    text: str
    size: float
    colour: str = INK
    bold: bool = False
    struck: bool = False
    centred: bool = False

    @property
    def content(self) -> str:
        half = round(self.size * 2)
        font = in_own_letters(TEXT_FONT)
        hinted = font.replace("/>", ' w:hint="eastAsia"/>') if east_asian(self.text) else font
        letters = hinted + ("<w:b/><w:bCs/>" if self.bold else "") + ("<w:strike/>" if self.struck else "") \
            + f'<w:color w:val="{self.colour}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        line = f'<w:spacing w:line="{round(self.size * LINE * 20)}" w:lineRule="exact"/>'
        return paragraph("", STYLE, after=run(self.text, more=letters), like=self.text,
                         more=line + ('<w:jc w:val="center"/>' if self.centred else ""))


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that may hold words; without `fill` and `edge` it is not seen."""

    left: float
    top: float
    width: float
    height: float
    words: Sequence[BoxText] = ()
    fill: str = ""
    edge: str = ""
    weight: float = 0.75
    anchor: Literal["t", "ctr", "b"] = "t"
    inset: float = 0  # room left and right of the words
    above: float = 0  # room over them
    shape: str = "rect"
    hatch: str = ""  # colour of slanted lines over it

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def content(self, number: int) -> str:
        """The shape as XML; `number` is its own within the document."""
        look = _filled(self.fill, self.hatch) + _stroked(self.edge, self.weight)
        about = _about(number, "Text" if self.words else "Shape", text=bool(self.words))
        place = _place(self.left, self.top, self.width, self.height)
        shape = f'<wps:spPr>{place}<a:prstGeom prst="{self.shape}"><a:avLst/></a:prstGeom>{look}</wps:spPr>'
        words = "".join(each.content for each in self.words)
        room = f"<wps:txbx><w:txbxContent>{words}</w:txbxContent></wps:txbx>" if words else ""
        side, over = round(self.inset * _EMU), round(self.above * _EMU)
        return (f'<wps:wsp>{about}{shape}{room}<wps:bodyPr wrap="square" lIns="{side}" tIns="{over}" rIns="{side}" '
                f'bIns="0" anchor="{self.anchor}"><a:noAutofit/></wps:bodyPr></wps:wsp>')


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line, with a head of an arrow at its end if wanted."""

    left: float
    top: float
    right: float  # where it ends; not always to the right of where it begins
    bottom: float
    colour: str
    weight: float = 0.75
    dashed: bool = False
    arrow: bool = False

    def content(self, number: int) -> str:
        turned = "".join(f' {name}="1"' for name, is_so in (("flipH", self.right < self.left),
                                                             ("flipV", self.bottom < self.top)) if is_so)
        place = _place(min(self.left, self.right), min(self.top, self.bottom), abs(self.right - self.left),
                       abs(self.bottom - self.top), turned)
        return (f'<wps:wsp><wps:cNvPr id="{number}" name="Line {number}"/><wps:cNvCnPr/><wps:spPr>{place}'
                f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom>'
                f'{_stroked(self.colour, self.weight, self.dashed, self.arrow)}</wps:spPr><wps:bodyPr/></wps:wsp>')


Shape = Box | Stroke


def mark(x: float, y: float, size: float, shape: str, colour: str, fill: str = "") -> Box:
    """A small figure with its middle at a point."""
    return Box(x - size / 2, y - size / 2, size, size, fill=fill, edge=colour, weight=1, shape=shape)


def cross(x: float, y: float, size: float, colour: str) -> list[Shape]:
    """Two strokes that cross at a point."""
    half = size / 2
    return [Stroke(x - half, y - half, x + half, y + half, colour, 1.25),
            Stroke(x - half, y + half, x + half, y - half, colour, 1.25)]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes, from the lowest to the one on top, and in words what they show."""

    name: str
    alt: str
    width: float
    height: float
    shapes: Sequence[Shape]


def drawn(drawing: Drawing, number: int, *, keep: bool = False) -> str:
    """The paragraph of a drawing; `number`: its place, from 1, among the document's. `keep`: on one page with what
    follows."""
    wide, high = (round(length * _EMU) for length in (drawing.width, drawing.height))
    first = 1000 * number
    about = f'id="{first}" name="{escaped(drawing.name)}" descr="{escaped(drawing.alt)}"'
    shapes = "".join(shape.content(first + place) for place, shape in enumerate(drawing.shapes, start=1))
    group = (f'<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/>'
             f'<a:chOff x="0" y="0"/><a:chExt cx="{wide}" cy="{high}"/></a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp>')
    inline = (f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
              f'<wp:docPr {about}/><wp:cNvGraphicFramePr/><a:graphic>'
              f'<a:graphicData uri="{_GROUP}">{group}</a:graphicData></a:graphic></wp:inline>')
    return paragraph("", "Picture", after=f"<w:r><w:drawing {_SPACES}>{inline}</w:drawing></w:r>", keep=keep)


def fitting(shapes: Iterable[Shape]) -> list[Box]:
    """The boxes with words among them."""
    return [shape for shape in shapes if isinstance(shape, Box) and shape.words]


def _about(number: int, kind: str, *, text: bool) -> str:
    holds = ' txBox="1"' if text else ""
    return f'<wps:cNvPr id="{number}" name="{kind} {number}"/><wps:cNvSpPr{holds}/>'


def _place(left: float, top: float, width: float, height: float, turned: str = "") -> str:
    x, y, wide, high = (round(length * _EMU) for length in (left, top, width, height))
    return f'<a:xfrm{turned}><a:off x="{x}" y="{y}"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'


def _colour(colour: str) -> str:
    return f'<a:srgbClr val="{colour}"/>'


def _filled(fill: str, hatch: str) -> str:
    if hatch:
        return (f'<a:pattFill prst="wdUpDiag"><a:fgClr>{_colour(hatch)}</a:fgClr>'
                f'<a:bgClr>{_colour(fill or "FFFFFF")}</a:bgClr></a:pattFill>')
    return f"<a:solidFill>{_colour(fill)}</a:solidFill>" if fill else "<a:noFill/>"


def _stroked(colour: str, weight: float, dashed: bool = False, arrow: bool = False) -> str:
    if not colour:
        return "<a:ln><a:noFill/></a:ln>"
    return (f'<a:ln w="{round(weight * _POINT)}"><a:solidFill>{_colour(colour)}</a:solidFill>'
            + ('<a:prstDash val="sysDash"/>' if dashed else "") + ('<a:tailEnd type="triangle"/>' if arrow else "")
            + "</a:ln>")
