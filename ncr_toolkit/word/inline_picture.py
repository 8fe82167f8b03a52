"""A picture in a document: as wide as it is made, with what it shows in words for those who do not see it.

DrawingML: ECMA-376 Part 1, 20.2 (pictures) and 20.4 (their place in a Word document).
"""

from __future__ import annotations

from ncr_toolkit.word.blocks import escaped, paragraph

_EMU = 36_000  # in a millimetre
_SPACES = ('xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
           'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
           'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
           'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"')


def picture(number: int, name: str, alt: str, size: tuple[float, float]) -> str:
    """The paragraph of a picture, which stays with the next one; `number`: its place, from 0, among those that
    `document_bytes` gets; `size` in millimetres."""
    wide, high = (round(length * _EMU) for length in size)
    about = f'id="{number + 1}" name="{escaped(name)}" descr="{escaped(alt)}"'
    shape = (f'<pic:pic><pic:nvPicPr><pic:cNvPr {about}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
             f'<a:blip r:embed="{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
             f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
             '</a:prstGeom></pic:spPr></pic:pic>')
    drawing = (f'<w:r><w:drawing {_SPACES}><wp:inline distT="0" distB="0" distL="0" distR="0">'
               f'<wp:extent cx="{wide}" cy="{high}"/><wp:docPr {about}/><wp:cNvGraphicFramePr>'
               '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic>'
               f'<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">{shape}'
               '</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>')
    return paragraph("", after=drawing, keep=True)
