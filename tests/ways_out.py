"""Forms that lead out of themselves: every way by which a Word document makes a program fetch what it does not hold."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import quoteattr

from tests.forms import HEAD, OFFICE, SPACES, docx, p, r, table

SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_TYPES = ('<Override PartName="/{name}" ContentType="{kind}"/>').format
_DRAWN = ('xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
          'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
          'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"')
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_SHAPE = '<v:shape style="width:100pt;height:50pt">{}</v:shape>'
ASKED = table("<w:tr><w:tc><w:tcPr/><w:p>" + r("Root cause") + "</w:p></w:tc><w:tc><w:tcPr/><w:p/></w:tc></w:tr>",
              widths=(3000, 6000))
"""A place that is filled, so that it is a form."""


def blip(attributes: str, inner: str = "") -> str:
    """A picture in a line."""
    return (f'<w:p><w:r><w:drawing {_DRAWN}><wp:inline><wp:extent cx="1800000" cy="900000"/><wp:docPr id="1" name="a"/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            '<pic:nvPicPr><pic:cNvPr id="1" name="a"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip {attributes}>{inner}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            '<a:off x="0" y="0"/><a:ext cx="1800000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            '</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>')


def vml(inner: str, tag: str = "pict") -> str:
    return f"<w:p><w:r><w:{tag} {_VML}>{inner}</w:{tag}></w:r></w:p>"


def coded(code: str, result: str = "") -> str:
    """A field made of runs, its code in two pieces as Word splits it."""
    half = len(code) // 3
    pieces = "".join(f'<w:r><w:instrText xml:space="preserve">{each}</w:instrText></w:r>'.replace("&", "&amp;")
                     for each in (code[:half], code[half:]))
    return (f'<w:p><w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>{pieces}<w:r><w:fldChar '
            f'w:fldCharType="separate"/></w:r>{result or r("old words")}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>')


def rels(*links: tuple[str, str, str], outside: bool = True) -> str:
    """A part of relations: id, last word of the type, target."""
    mode = ' TargetMode="External"' if outside else ""
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + "".join(
        f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target={quoteattr(to)}{mode}/>' for id, kind, to in links
    ) + "</Relationships>"


def form(body: str = "", *links: tuple[str, str, str], settings: str = "", inside: str = "", types: str = "",
         parts: dict[str, str] | None = None, header: str = "") -> bytes:
    """A form with one place to fill, whose document has these relations to the outside and (`inside`) to parts."""
    made = docx(ASKED + body + p("End"), settings=settings, header=header)
    with zipfile.ZipFile(io.BytesIO(made)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    more = rels(*links).partition("/relationships\">")[2].encode().removesuffix(b"</Relationships>") + inside.encode()
    own = "word/_rels/document.xml.rels"
    members[own] = members[own].replace(b"</Relationships>", more + b"</Relationships>")
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(b"</Types>", types.encode() + b"</Types>")
    members |= {name: content.encode() for name, content in (parts or {}).items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()


def _part(id: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{id}" Type="{OFFICE}/{kind}" Target="{target}"/>'


def ways(to: str) -> dict[str, bytes]:
    """A form for each way, by what it is called, that leads to the address `to`."""
    out, quoted = ("rId90", "image", to), to.replace("\\", "\\\\")
    scene = f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="100" height="50">' \
            f"<image xlink:href={quoteattr(to)} width=\"100\" height=\"50\"/></svg>"
    page = f"<html><body><p>chunk<img src={quoteattr(to)}></p></body></html>"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    frames = f'{HEAD}<w:webSettings {SPACES}><w:frameset><w:frame><w:sourceFileName r:id="rId1"/></w:frame></w:frameset></w:webSettings>'
    notes = (f'{HEAD}<w:footnotes {SPACES}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote><w:footnote '
             f'w:type="continuationSeparator" w:id="0"><w:p/></w:footnote><w:footnote w:id="1">' + blip('r:link="rId1"') +
             '</w:footnote></w:footnotes>')
    ole = _SHAPE.format("") + '<o:OLEObject Type="Link" ProgID="Excel.Sheet.12" ShapeID="_x0000_i1025" DrawAspect="Content"' \
        ' ObjectID="_1" r:id="rId90" UpdateMode="Always"/>'
    merge = '<w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:dataType w:val="textFile"/><w:dataSource r:id="rId9"/></w:mailMerge>'
    found = {
        "a linked picture": form(blip('r:link="rId90"'), out),
        "a linked picture whose relation says it is a hyperlink": form(blip('r:link="rId90"'), ("rId90", "hyperlink", to)),
        "a picture whose relation is called internal": form(blip('r:link="rId90"'), inside=_part("rId90", "image", to)),
        "an embedded picture that is none": form(blip('r:embed="rId90"'), out),
        "a linked picture of VML": form(vml(_SHAPE.format('<v:imagedata r:id="rId90"/>')), out),
        "a picture of VML by r:href": form(vml(_SHAPE.format('<v:imagedata r:href="rId90"/>')), out),
        "a picture of VML by its address": form(vml(_SHAPE.format(f"<v:imagedata src={quoteattr(to)}/>"))),
        "a fill of VML": form(vml(_SHAPE.format('<v:fill type="frame" r:id="rId90"/>')), out),
        "INCLUDEPICTURE": form(coded(f'INCLUDEPICTURE "{quoted}" \\d')),
        "INCLUDEPICTURE with a linked result": form(
            coded(f'INCLUDEPICTURE "{quoted}" \\d', blip('r:link="rId90"')[len("<w:p>"):-len("</w:p>")]), out),
        "INCLUDETEXT": form(coded(f'INCLUDETEXT "{quoted}"')),
        "INCLUDETEXT in a simple field": form(
            f"<w:p><w:fldSimple w:instr={quoteattr(f' INCLUDETEXT &quot;{quoted}&quot; '.replace('&quot;', chr(34)))}>{r('old words')}</w:fldSimple></w:p>"),
        "DDEAUTO": form(coded(f'DDEAUTO soffice "{quoted}" "a"')),
        "LINK": form(coded(f'LINK Excel.Sheet.12 "{quoted}" "A1" \\a \\p')),
        "RD": form(coded(f'RD "{quoted}"')),
        "DATABASE": form(coded(f'DATABASE \\d "{quoted}"')),
        "a template": form(settings='<w:attachedTemplate r:id="rId9"/>', parts={
            "word/_rels/settings.xml.rels": rels(("rId9", "attachedTemplate", to))}),
        "addresses to merge": form(settings=merge, parts={
            "word/_rels/settings.xml.rels": rels(("rId9", "mailMergeSource", to))}),
        "a subdocument": form('<w:p><w:subDoc r:id="rId90"/></w:p>', ("rId90", "subDocument", to)),
        "a chunk from outside": form('<w:altChunk r:id="rId90"/>', ("rId90", "aFChunk", to)),
        "a chunk that leads out": form(
            '<w:altChunk r:id="rId90"/>', inside=_part("rId90", "aFChunk", "chunk.html"), parts={"word/chunk.html": page},
            types='<Default Extension="html" ContentType="text/html"/>'),
        "a linked object": form(vml(ole, "object"), ("rId90", "oleObject", to)),
        "frames": form(inside=_part("rId91", "webSettings", "webSettings.xml"),
                       types=_TYPES(name="word/webSettings.xml", kind=f"{word}.webSettings+xml"),
                       parts={"word/webSettings.xml": frames, "word/_rels/webSettings.xml.rels": rels(("rId1", "frame", to))}),
        "a drawing that leads out": form(
            blip('r:embed="rId90"', '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip '
                 f'xmlns:asvg="{SVG}" r:embed="rId90"/></a:ext></a:extLst>'),
            inside=_part("rId90", "image", "media/image1.svg"), parts={"word/media/image1.svg": scene},
            types='<Default Extension="svg" ContentType="image/svg+xml"/>'),
        "a picture in a footnote": form(
            '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>', inside=_part("rId91", "footnotes", "footnotes.xml"),
            types=_TYPES(name="word/footnotes.xml", kind=f"{word}.footnotes+xml"),
            parts={"word/footnotes.xml": notes, "word/_rels/footnotes.xml.rels": rels(("rId1", "image", to))}),
        "a picture in the header": form(header=blip('r:link="rId1"'), parts={
            "word/_rels/header1.xml.rels": rels(("rId1", "image", to))}),
    }
    return found
