"""Word templates of companies, written by hand as different versions of Word write them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from PIL import Image

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
REL = f"{R}/"
SPACES = (f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
          'xmlns:o="urn:schemas-microsoft-com:office:office" '
          'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
          'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="w14"')
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.{}+xml"
DOTX = MAIN.format("template.main")
DOCM = "application/vnd.ms-word.document.macroEnabled.main+xml"
DOTM = "application/vnd.ms-word.template.macroEnabledTemplate.main+xml"
A4 = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2268" w:right="1134" w:bottom="1134" w:left="1418" ' \
     'w:header="709" w:footer="709" w:gutter="0"/>'
NAMES = {"de": ("Standard", "berschrift1", "Kopfzeile", "Fuzeile", "NormaleTabelle", "Titel"),
         "fr": ("Normal", "Titre1", "En-tte", "Pieddepage", "TableauNormal", "Titre"),
         "en": ("Normal", "Heading1", "Header", "Footer", "TableNormal", "Title")}


def logo(colour: tuple[int, int, int] = (0, 110, 90), size: tuple[int, int] = (240, 80)) -> bytes:
    """A picture as a PNG file."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    return stream.getvalue()


def styles(tongue: str = "de", *, more: str = "", size: int = 22, font: str = "Cambria", colour: str = "7A1F2B") -> str:
    """Styles under the ids of a localised Word, with only a few of the built-in ones in use."""
    normal, heading, header, footer, table, title = NAMES[tongue]
    return (f'<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
            f'<w:sz w:val="{size}"/><w:lang w:val="{tongue}-{tongue.upper()}"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
            '</w:docDefaults><w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:count="376">'
            '<w:lsdException w:name="heading 2" w:semiHidden="1" w:unhideWhenUsed="1"/></w:latentStyles>'
            f'<w:style w:type="paragraph" w:default="1" w:styleId="{normal}"><w:name w:val="Normal"/><w:qFormat/>'
            '<w:rsid w:val="00AB12CD"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>'
            f'<w:style w:type="paragraph" w:styleId="{heading}"><w:name w:val="heading 1"/>'
            f'<w:basedOn w:val="{normal}"/><w:next w:val="{normal}"/><w:qFormat/>'
            '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/>'
            f'<w:color w:val="{colour}"/><w:sz w:val="32"/></w:rPr></w:style>'
            f'<w:style w:type="paragraph" w:styleId="{title}"><w:name w:val="Title"/><w:basedOn w:val="{normal}"/>'
            '<w:rPr><w:caps/></w:rPr></w:style>'
            f'<w:style w:type="table" w:default="1" w:styleId="{table}"><w:name w:val="Normal Table"/><w:tblPr>'
            '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
            f'<w:style w:type="paragraph" w:styleId="{header}"><w:name w:val="header"/><w:basedOn w:val="{normal}"/>'
            '<w:pPr><w:tabs><w:tab w:val="center" w:pos="4536"/><w:tab w:val="right" w:pos="9072"/></w:tabs></w:pPr>'
            f'</w:style><w:style w:type="paragraph" w:styleId="{footer}"><w:name w:val="footer"/>'
            f'<w:basedOn w:val="{normal}"/></w:style>{more}</w:styles>')


def picture(id: str, name: str = "Logo", wide: int = 1440000, more: str = "") -> str:
    """A run with a picture."""
    return (f'<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessing'
            f'Drawing"><wp:extent cx="{wide}" cy="480000"/><wp:docPr id="1" name="{name}" descr="{name}"/><a:graphic '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="http://schemas.'
            'openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/'
            f'2006/picture"><pic:nvPicPr><pic:cNvPr id="1" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip {id}>{more}</a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="480000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            '</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>')


def words(text: str, more: str = "") -> str:
    return f'<w:r>{more}<w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str) -> str:
    """A field made of runs, as Word writes it."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return (mark.format("begin") + f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
            + mark.format("separate") + words(result) + mark.format("end"))


def band(kind: str, content: str) -> str:
    """A header or footer; `content`: blocks, or runs of one paragraph."""
    blocks = content if content.startswith(("<w:p", "<w:tbl", "<w:sdt>")) else f"<w:p>{content}</w:p>"
    return f'<w:{kind} {SPACES}>{blocks}</w:{kind}>'


def template(path: Path, *, tongue: str = "de", header: str | None = None, footer: str | None = None, page: str = A4,
             body: str = "", sheet: str | None = None, settings: str = "", section: str = "", before: str = "",
             bands: dict[str, str] | None = None, relations: dict[str, dict[str, str]] | None = None,
             parts: dict[str, bytes | str] | None = None, kind: str = MAIN.format("document.main")) -> Path:
    """A template.

    `header`, `footer`: of every page; `bands`: further ones, by `header first`; `section`: more settings of the last
    section, `before` an earlier one; `relations`: for a part (`header`, `main`, `header first`) its relations by id,
    as `image media/a.png` or `image! file:///x.png` for one that leads outside; `parts`: further files.
    """
    both = {"header default": header, "footer default": footer}
    all_bands = {name: text for name, text in both.items() if text is not None} | (bands or {})
    files: dict[str, bytes | str] = {}
    main = {"rStyles": "styles styles.xml", "rSettings": "settings settings.xml"}
    links = relations or {}
    references = ""
    for number, (name, text) in enumerate(all_bands.items(), 1):
        what, pages = name.split()
        files[f"word/{what}{number}.xml"] = band("hdr" if what == "header" else "ftr", text)
        main[f"rBand{number}"] = f"{what} {what}{number}.xml"
        references += f'<w:{what}Reference w:type="{pages}" r:id="rBand{number}"/>'
        given = links.get(name) or (links.get(what) if pages == "default" else None)
        if given:
            files[f"word/_rels/{what}{number}.xml.rels"] = _rels(given)
    end = f"<w:sectPr>{'' if before else references}{page}{section}</w:sectPr>"
    earlier = f'<w:p><w:pPr><w:sectPr>{references}{before}</w:sectPr></w:pPr></w:p>' if before else ""
    files["word/document.xml"] = f"<w:document {SPACES}><w:body>{body}{earlier}{end}</w:body></w:document>"
    files["word/styles.xml"] = sheet if sheet is not None else styles(tongue)
    files["word/settings.xml"] = f"<w:settings {SPACES}>{settings}</w:settings>"
    files["word/_rels/document.xml.rels"] = _rels(main | links.get("main", {}))
    files["_rels/.rels"] = _rels({"rId1": "officeDocument word/document.xml"})
    files |= parts or {}
    files["[Content_Types].xml"] = _types(files, kind)
    return zipped(path, files)


def zipped(path: Path, files: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return path


def _rels(relations: dict[str, str]) -> str:
    lines = []
    for id, said in relations.items():
        kind, _, target = said.partition(" ")
        outside = ' TargetMode="External"' if kind.endswith("!") else ""
        lines.append(f'<Relationship Id="{id}" Type="{REL}{kind.rstrip("!")}" Target="{target}"{outside}/>')
    return ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            + "".join(lines) + "</Relationships>")


def _types(files: dict[str, bytes | str], kind: str) -> str:
    found = [("word/document.xml", kind)]
    for name in files:
        what = name.rpartition("/")[2].rstrip("0123456789.xml").rstrip("0123456789")
        if what in ("styles", "settings", "numbering", "header", "footer", "comments") and name.endswith(".xml"):
            found.append((name, MAIN.format(what)))
    return ('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
            '<Default Extension="svg" ContentType="image/svg+xml"/>'
            '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            + "".join(f'<Override PartName="/{name}" ContentType="{type_}"/>' for name, type_ in found) + "</Types>")
