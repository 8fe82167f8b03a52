"""The empty document that every Word document of ours begins as: our own page, or a company's.

Of a company's template its styles, headers, footers and page are taken, and nothing else: the new document is put
together from parts that are known, so that whatever else lies in a template stays there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.packages.limits import MB
from ncr_toolkit.common.packages.ways_out import drawing_leads_out
from ncr_toolkit.word.styles import ACCENT, TINT, WIDTH, W, style_id
from ncr_toolkit.word.template.adopt import LINE, adopt, hidden
from ncr_toolkit.word.template.header_footer import HeaderFooter, bands
from ncr_toolkit.word.template.hidden_styles import show_defaults
from ncr_toolkit.word.template.page_setup import PAPERS, TWIPS, PageSetup, page_of, said, section_of
from ncr_toolkit.word.template.palette import Styles, palette
from ncr_toolkit.word.template.sanitise import plain
from ncr_toolkit.word.template.template_file import TemplateFile, open_template
from ncr_toolkit.word.template.warnings import page_told, state_told

BASE = Path(__file__).parent.parent / "base.docx"
_ROOM = 1.06  # Arial needs that much more than our Calibri for a date
_HEAVY = 2 * MB
_SETTINGS = (  # what of a template's settings its look hangs on, in the order of the schema
    "embedTrueTypeFonts", "saveSubsetFonts", "mirrorMargins", "bordersDoNotSurroundHeader",
    "bordersDoNotSurroundFooter", "gutterAtTop", "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit",
    "hyphenationZone", "doNotHyphenateCaps", "evenAndOddHeaders", "characterSpacingControl", "compat", "themeFontLang",
    "clrSchemeMapping", "decimalSymbol", "listSeparator")
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEVEL = ("start", "numFmt", "lvlRestart", "pStyle", "isLgl", "suff", "lvlText", "legacy", "lvlJc", "pPr", "rPr")
_OURS = {"characterSpacingControl", "compat"}  # how today's Word lays out, whatever the template was made with
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_IMAGE = RELATIONSHIP_TYPE.IMAGE
_KINDS = {"styles": (RELATIONSHIP_TYPE.STYLES, CONTENT_TYPE.WML_STYLES),
          "settings": (RELATIONSHIP_TYPE.SETTINGS, CONTENT_TYPE.WML_SETTINGS),
          "numbering": (RELATIONSHIP_TYPE.NUMBERING, CONTENT_TYPE.WML_NUMBERING),
          "fontTable": (RELATIONSHIP_TYPE.FONT_TABLE, CONTENT_TYPE.WML_FONT_TABLE),
          "theme": (RELATIONSHIP_TYPE.THEME, CONTENT_TYPE.OFC_THEME),
          "header": (RELATIONSHIP_TYPE.HEADER, CONTENT_TYPE.WML_HEADER),
          "footer": (RELATIONSHIP_TYPE.FOOTER, CONTENT_TYPE.WML_FOOTER)}


@dataclass(frozen=True, eq=False)  # each is itself: what is made of it once is kept by it
class Template:
    """A page, styles, headers and footers to write on. Made once, used for as many documents as one likes."""

    document: WordDocument  # empty; every document is a copy of it
    page: PageSetup
    heads: dict[str, int]  # the relations of the headers that get our line, with the twips it keeps clear
    styles: dict[str, str] = field(default_factory=dict)  # for the ids of our styles those they have here
    colours: dict[str, str] = field(default_factory=dict)  # for our colours those they are here
    room: float = 1.0  # how much wider than ours narrow columns must be for its letters
    told: tuple[str, ...] = ()  # sentences about what of the template was not taken over

    @property
    def width(self) -> float:
        """Millimetres of text."""
        return self.page.text / TWIPS

    @property
    def height(self) -> float:
        """How high the text of a page is, in millimetres."""
        return self.page.column / TWIPS


@cache
def own_template(paper: str = "A4") -> Template:
    """Our own look, on A4 or Letter."""
    document = Document(str(BASE))
    section = document.sections[0]
    sides = {side: int(getattr(section, name).twips) for side, name in (
        ("top", "top_margin"), ("right", "right_margin"), ("bottom", "bottom_margin"), ("left", "left_margin"),
        ("header", "header_distance"), ("footer", "footer_distance"), ("gutter", "gutter"))}
    wide, high = (round(length * TWIPS) for length in PAPERS[paper])
    page = PageSetup(wide, high, sides)
    settings: Any = section._sectPr
    size = settings.find(qn("w:pgSz"))
    size.set(qn("w:w"), str(wide))
    size.set(qn("w:h"), str(high))
    for tab in document.styles.element.iter(qn("w:tab")):
        tab.set(qn("w:pos"), str(page.text))
    header = section.header
    for child in list(header._element):
        header._element.remove(child)
    return Template(document, page, {settings.find(qn("w:headerReference")).get(qn("r:id")): 0})


def load(path: Path) -> Template:
    """The look of a company's Word template. Raises CannotRun with one sentence where it cannot be used."""
    template = open_template(path)
    try:
        return _built(template)
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, etree.LxmlError) as error:
        raise CannotRun(template.damaged) from error


def _built(template: TemplateFile) -> Template:
    root = template.tree(template.main)
    sections = list(root.iter(qn("w:sectPr")))
    if root.find(qn("w:body")) is None or not sections:
        raise CannotRun(f"{template.name} has no page: its text ends without a section. Open it in Word, save it "
                        "again, and try once more.")
    page = page_of(sections[-1], template.name)
    _noticed(template, root)
    document, made = Document(str(BASE)), _Made(template)
    document.part.rels.clear()
    settings = _settings(template)
    styles, numbering = _tree(template, "styles"), _tree(template, "numbering")
    theme_path = template.related("theme")
    theme = template.tree(theme_path) if theme_path else None
    known = Styles(styles)
    blank = show_defaults(known)
    colours = palette(known, theme, min(1.0, page.text / TWIPS / WIDTH))
    unseen = hidden(known)
    ids = adopt(styles, numbering, colours, page.text)
    even = settings.find(qn("w:evenAndOddHeaders")) is not None
    found = bands(template, sections, page, known, ids[style_id(LINE)], even=even)
    for kind, tree in (("styles", styles), ("settings", settings), ("numbering", numbering)):
        made.add(document.part, kind, f"/word/{kind}.xml", etree.tostring(
            tree, xml_declaration=True, encoding="UTF-8", standalone=True))
    for kind in ("theme", "fontTable"):
        made.copy(document.part, kind)
    heads, references = {}, ""
    for number, band in enumerate(found, 1):
        id = made.band(document.part, band, number)
        references += f'<w:{band.kind}Reference w:type="{band.pages}" r:id="{id}"/>'
        if band.kind == "header":
            heads[id] = band.room
    body = document.element.body
    for child in list(body):
        body.remove(child)
    body.append(section_of(sections[-1], page, references))
    told = (*_told(template, made), *page_told(template.name, page),
            *state_told(template.name, ((each.kind, each.root) for each in found)),
            *(f"{template.name}: its style {each} would swallow the text; ours is used." for each in unseen),
            *(f"{template.name}: its style {each} would swallow all text; it is shown." for each in blank))
    return Template(document, page, heads, ids, {ACCENT: colours.drawn, TINT: colours.tint},
                    _ROOM * colours.tables, told)


def _place(name: str) -> int:
    """The place of an element in a level of a numbering; what the schema does not know comes last."""
    return _LEVEL.index(name) if name in _LEVEL else len(_LEVEL)


def _tree(template: TemplateFile, kind: str) -> Any:
    """The styles or the numbering of the template without what only its editors need; empty where it has none."""
    path = template.related(kind)
    if path is None:
        return parse_xml(f'<w:{kind} xmlns:w="{W}"/>')
    root = template.tree(path)
    plain(root)
    for element in list(root.iter(qn("w:numPicBullet"), qn("w:lvlPicBulletId"))):
        element.getparent().remove(element)
    for choice in list(root.iter(_CHOICE)):  # Word's newer number formats: what older programs read counts
        fallback = choice.find(_FALLBACK)
        for each in list(fallback) if fallback is not None else ():
            choice.addprevious(each)
        choice.getparent().remove(choice)
    for level in root.iter(qn("w:lvl")):  # LibreOffice writes them in an order of its own, which is not the schema's
        level[:] = sorted(level, key=lambda each: _place(etree.QName(each).localname))
    for tongue in (*root.iterfind(f"{qn('w:docDefaults')}//{qn('w:lang')}"),
                   *root.iterfind(f"{qn('w:style')}[@{qn('w:default')}='1']//{qn('w:lang')}")):
        tongue.set(qn("w:val"), "en-GB")  # of our words, for those who have them read aloud
    return root


def _settings(template: TemplateFile) -> Any:
    ours_ = Document(str(BASE)).settings.element
    path = template.related("settings")
    theirs = template.tree(path) if path else parse_xml(f'<w:settings xmlns:w="{W}"/>')
    if theirs.find(qn("w:attachedTemplate")) is not None:
        template.leave("the link to the template it was made from")
    if theirs.find(qn("w:documentProtection")) is not None:
        template.leave("its protection against editing")
    made = parse_xml(f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/></w:settings>')
    for name in _SETTINGS:
        found = None if name in _OURS else theirs.find(qn(f"w:{name}"))
        if found is not None and not said(found):
            continue
        found = found if found is not None else ours_.find(qn(f"w:{name}")) if name in _OURS else None
        if found is not None:
            made.append(found)
    return made


def _noticed(template: TemplateFile, root: Any) -> None:
    """Remember what a template holds beside its look, so that it can be said that it stays there."""
    paths = set(template.parts)
    if any(each.rpartition("/")[2].casefold() == "vbaproject.bin" for each in paths):
        template.leave("its macros")
    if template.related("comments"):
        template.leave("its comments")
    if any(next(root.iter(qn(f"w:{name}")), None) is not None for name in ("ins", "del", "moveFrom", "moveTo")):
        template.leave("its tracked changes")
    if any("/embeddings/" in each or "/activeX/" in each for each in paths):
        template.leave("its embedded objects")
    if template.holds("docProps/custom.xml") \
            or any(each.kind == "custom-properties" for each in template.relations("").values()):
        template.leave("its custom properties")


@dataclass
class _Made:
    """Parts put into the new document; each picture once."""

    template: TemplateFile
    pictures: dict[str, Part] = field(default_factory=dict)

    def add(self, owner: Part, kind: str, name: str, content: bytes) -> Part:
        reltype, content_type = _KINDS[kind]
        part = Part(PackURI(name), content_type, content, owner.package)
        owner.relate_to(part, reltype)
        return part

    def copy(self, owner: Part, kind: str) -> None:
        """The theme or the table of fonts, with the pictures and embedded fonts they use."""
        path = self.template.related(kind)
        if path is None:
            return
        root = self.template.tree(path)
        part = Part(PackURI(f"/word/{'theme/theme1' if kind == 'theme' else kind}.xml"), _KINDS[kind][1], b"",
                    owner.package)
        owner.relate_to(part, _KINDS[kind][0])
        relations = self.template.relations(path)
        for element in list(root.iter()):
            for name in [each for each in element.attrib if each.startswith(_R)]:
                found = relations.get(element.get(name))
                if found and not found.outside and found.kind in ("image", "font") \
                        and found.target in self.template.parts \
                        and not drawing_leads_out(self.template.parts[found.target]):
                    element.set(name, part.relate_to(self._file(found.target, found.kind),
                                                     f"{_IMAGE.rpartition('/')[0]}/{found.kind}"))
                else:
                    element.getparent().remove(element)
                    break
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    def band(self, owner: Part, band: HeaderFooter, number: int) -> str:
        """A header or footer with its pictures; gives the id of its relation."""
        reltype, content_type = _KINDS[band.kind]
        part = XmlPart(PackURI(f"/word/{band.kind}{number}.xml"), content_type, band.root, owner.package)
        relations = self.template.relations(band.path) if band.path else {}
        ids = {}
        for id in band.related:
            found = relations[id]
            ids[id] = part.relate_to(found.target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True) if found.outside \
                else part.relate_to(self._file(found.target, "image"), _IMAGE)
        for element in band.root.iter():
            for name in [each for each in element.attrib if each.startswith(_R)]:
                element.set(name, ids[element.get(name)])
        return owner.relate_to(part, reltype)

    def _file(self, path: str, kind: str) -> Part:
        if path not in self.pictures:
            ending = path.rpartition(".")[2].casefold()
            folder = "media/logo" if kind == "image" else "fonts/font"
            self.pictures[path] = Part(PackURI(f"/word/{folder}{len(self.pictures) + 1}.{ending}"),
                                       self.template.type_of(path), self.template.parts[path])
        return self.pictures[path]


def _told(template: TemplateFile, made: _Made) -> tuple[str, ...]:
    told = [f"{template.name}: not taken over: {'; '.join(template.left)}."] if template.left else []
    weight = sum(len(each.blob) for each in made.pictures.values())
    if weight > _HEAVY:
        told.append(f"{template.name}: its pictures and fonts weigh {weight / MB:.1f} MB, and every document carries "
                    "them; make the logo smaller if the files become too large to send.")
    return tuple(told)
