"""A company's own look: what is taken from its Word template, what is not, and that DRAFT shows in every look."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.common.files import same_bytes
from ncr_toolkit.word.management_review import review_bytes
from ncr_toolkit.word.response import response_bytes
from ncr_toolkit.word.styles import ACCENT, TINT, WIDTH
from ncr_toolkit.word.template import header_fields
from ncr_toolkit.word.template import template as templates
from ncr_toolkit.word.template.fit_to_page import columns
from ncr_toolkit.word.template.palette import contrast
from tests.companies import (
    A4,
    DOCM,
    DOTM,
    DOTX,
    NAMES,
    SPACES,
    R,
    W,
    field,
    logo,
    picture,
    styles,
    template,
    words,
    zipped,
)
from tests.samples import lay_out
from tests.test_review import full
from tests.test_word import NOT_READY, READY, answer, everything, finding, headings, review_of
from tests.validation import validated

LIBREOFFICE = Path(__file__).parent / "fixtures" / "company-libreoffice.docx"
LOGO = {"header": {"rId7": "image media/logo.png"}}
PLAIN = {"word/media/logo.png": logo()}
FIRST = "<w:titlePg/>"
EVEN = "<w:evenAndOddHeaders/>"


def answered(base: templates.Template, readiness=READY, **more) -> bytes:
    record = finding("Major", statement="No assessment was made.", **more)
    return response_bytes(review_of(record, *answer()), record, readiness, base=base)


def opened(path: Path, readiness=READY):
    return Document(io.BytesIO(answered(templates.load(path), readiness)))


def members(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def headers(package: bytes) -> dict[str, str]:
    """The text of every header and footer of the document, by its kind: `header default`."""
    document = Document(io.BytesIO(package))
    found = {}
    for reference in document.sections[-1]._sectPr.iter(qn("w:headerReference"), qn("w:footerReference")):
        root = document.part.rels[reference.get(qn("r:id"))].target_part._element
        kind = etree.QName(reference).localname.removesuffix("Reference")
        found[f"{kind} {reference.get(qn('w:type'))}"] = "\n".join(
            "".join("\t" if each.tag == qn("w:tab") else each.text or "" for each in paragraph.iter(
                qn("w:t"), qn("w:tab"))) for paragraph in root.iter(qn("w:p")))
    return found


def style_of(document, name: str):
    return next(each for each in document.styles.element.iter(qn("w:style"))
                if each.find(qn("w:name")).get(qn("w:val")) == name)


# --- styles


@pytest.mark.parametrize("tongue", list(NAMES))
def test_built_in_styles_are_found_by_name_whatever_their_ids(tmp_path, tongue):
    document = opened(template(tmp_path / "company.docx", tongue=tongue))
    heading = NAMES[tongue][1]
    used = {each.get(qn("w:val")) for each in document.element.body.iter(qn("w:pStyle"))}
    assert heading in used and (tongue == "en" or "Heading1" not in used)
    assert headings(document)[0] == "Finding"
    assert len(list(document.styles.element.iter(qn("w:style")))) \
        == len({each.get(qn("w:styleId")) for each in document.styles.element.iter(qn("w:style"))})


def test_every_style_used_is_there(tmp_path):
    package = answered(templates.load(template(tmp_path / "company.docx", header=words("Company"))), NOT_READY)
    parts = members(package)
    there = set(re.findall(r'w:styleId="([^"]+)"', parts["word/styles.xml"].decode()))
    for name, content in parts.items():
        used = set(re.findall(r'<w:(?:pStyle|rStyle|tblStyle|basedOn|next|link) w:val="([^"]+)"', content.decode(
            errors="replace")))
        assert used <= there, name


def test_a_style_of_the_company_stays_as_it_is(tmp_path):
    theirs = ('<w:style w:type="paragraph" w:customStyle="1" w:styleId="Etikett"><w:name w:val="label"/>'
              '<w:rPr><w:color w:val="00AA00"/></w:rPr></w:style>'
              '<w:style w:type="table" w:customStyle="1" w:styleId="Mine"><w:name w:val="Response table"/></w:style>')
    document = opened(template(tmp_path / "company.docx", sheet=styles(more=theirs)))
    used = {each.get(qn("w:val")) for each in document.element.body.iter(qn("w:pStyle"), qn("w:tblStyle"))}
    assert {"Etikett", "Mine"} <= used and not {"Label", "ResponseTable"} & used
    assert style_of(document, "label").find(f"{qn('w:rPr')}/{qn('w:color')}").get(qn("w:val")) == "00AA00"


def test_a_style_of_another_kind_under_our_name_is_not_used(tmp_path):
    theirs = '<w:style w:type="character" w:customStyle="1" w:styleId="Missing"><w:name w:val="Missing"/></w:style>'
    document = opened(template(tmp_path / "company.docx", sheet=styles(more=theirs)), NOT_READY)
    assert {each.style.name for each in document.paragraphs if each.text == "There is no root cause."} == {"Gap"}
    ours = style_of(document, "Missing (2)")
    assert ours.get(qn("w:styleId")) == "Missing2" and ours.get(qn("w:type")) == "paragraph"


def test_a_style_called_draft_cannot_hide_that_it_is_one(tmp_path):
    theirs = ('<w:style w:type="paragraph" w:styleId="Draft"><w:name w:val="Draft"/><w:rPr><w:vanish/></w:rPr>'
              "</w:style>")
    document = opened(template(tmp_path / "company.docx", sheet=styles(more=theirs)), NOT_READY)
    marked = next(each for each in document.sections[0].header.paragraphs if each.text == "DRAFT")
    assert marked.style.name == "Draft (2)" and marked.style.font.hidden is None


@pytest.mark.parametrize(("look", "why"), [
    ("<w:rPr><w:vanish/></w:rPr>", "its text is hidden"),
    ('<w:rPr><w:color w:val="FFFFFF"/></w:rPr>', "the colour of the page"),
    ('<w:pPr><w:shd w:val="clear" w:color="auto" w:fill="1B3A6B"/></w:pPr><w:rPr><w:color w:val="1B3A6A"/></w:rPr>',
     "the colour of the page"),
    ('<w:rPr><w:sz w:val="2"/></w:rPr>', "too small"),
    ("", ""),
])
def test_a_title_that_nobody_sees_does_not_swallow_the_title(tmp_path, look, why):
    path = template(tmp_path / "company.docx", sheet=styles().replace("<w:rPr><w:caps/></w:rPr>", look))
    title = opened(path).paragraphs[0].style
    told = " ".join(templates.load(path).told)
    assert title.name == "Title (2)" and not title.font.hidden
    assert ("its style Title" in told and why in told) if why else told == ""


@pytest.mark.parametrize(("look", "why"), [
    ("<w:rPr><w:vanish/></w:rPr>", "its text is hidden"),
    ('<w:rPr><w:color w:val="FFFFFF"/></w:rPr>', "the colour of the page"),
    ('<w:rPr><w:sz w:val="2"/></w:rPr>', "too small"),
    ('<w:rPr><w:vanish/><w:color w:val="FDFDFD"/></w:rPr>', "its text is hidden"),
    ("<w:rPr><w:b/></w:rPr>", ""),
])
@pytest.mark.parametrize("where", ["Normal", "defaults", "character", "table"])
def test_a_normal_that_nobody_sees_swallows_nothing(tmp_path, look, why, where):
    inner = look.removeprefix("<w:rPr>").removesuffix("</w:rPr>")
    own = f'<w:style w:type="character" w:default="1" w:styleId="C"><w:name w:val="Letters"/>{look}</w:style>'
    sheet = {
        "Normal": styles().replace('<w:pPr><w:jc w:val="both"/></w:pPr>', f'<w:pPr><w:jc w:val="both"/></w:pPr>{look}'),
        "defaults": re.sub(r'<w:sz w:val="22"/>(?=<w:lang)', inner, styles(), count=1),
        "character": styles(more=own),
        "table": styles().replace('<w:tblInd w:w="0" w:type="dxa"/></w:tblPr>',
                                  f'<w:tblInd w:w="0" w:type="dxa"/></w:tblPr>{look}'),
    }[where]
    path = template(tmp_path / "company.docx", sheet=sheet)
    document, told = opened(path), " ".join(templates.load(path).told)
    letters = document.styles.element.xml
    assert "w:vanish" not in letters and 'w:sz w:val="2"' not in letters
    assert not re.search('w:color w:val="(?:FFFFFF|FDFDFD)"', letters.partition('w:styleId="Missing"')[0]) or not why
    assert ("would swallow all text; it is shown" in told and why in told) if why else told == ""


@pytest.mark.parametrize("look", [
    "<w:rPr><w:caps/></w:rPr>", '<w:rPr><w:vanish w:val="0"/><w:b/></w:rPr>',
    '<w:pPr><w:shd w:val="clear" w:color="auto" w:fill="1B3A6B"/></w:pPr><w:rPr><w:color w:val="FFFFFF"/></w:rPr>',
])
def test_a_title_that_is_seen_stays(tmp_path, look):
    path = template(tmp_path / "company.docx", sheet=styles().replace("<w:rPr><w:caps/></w:rPr>", look))
    assert opened(path).paragraphs[0].style.name == "Title"
    assert templates.load(path).told == ()


@pytest.mark.parametrize(("said", "word"), [
    ("PRELIMINARY", "PRELIMINARY"), ("Draft v3", "Draft"), ("Company Ltd, confidential", "confidential"),
    ("Entwurf", "Entwurf"), ("Brouillon", "Brouillon"), ("Bozza", "Bozza"), ("草案", "草案"), ("社外秘", "社外秘"),
    ("Drafting Office Ltd", ""), ("Confidence Systems", ""), ("Musterstadt GmbH", ""),
])
@pytest.mark.parametrize("where", ["header", "footer"])
def test_a_word_of_the_template_that_the_body_should_not_read_is_told(tmp_path, said, word, where):
    told = templates.load(template(tmp_path / "company.docx", **{where: words(said)})).told
    assert [f"its {where} says '{word}'" in each for each in told] == ([True] if word else [])


def test_a_narrow_page_is_told_with_its_pages(tmp_path):
    narrow = A4.replace('w:right="1134"', 'w:right="4300"')
    (told,) = templates.load(template(tmp_path / "company.docx", page=narrow)).told
    assert "leaves 109 mm for text" in told and "takes about 17 on it" in told


def test_what_the_template_lacks_follows_its_look(tmp_path):
    sheet = styles(size=24, colour="7A1F2B").replace("<w:b/>", '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia"/><w:b/>')
    document = opened(template(tmp_path / "company.docx", sheet=sheet))
    second, table = style_of(document, "heading 2"), style_of(document, "Table text")
    assert second.find(f"{qn('w:rPr')}/{qn('w:rFonts')}").get(qn("w:ascii")) == "Georgia"
    assert second.find(qn("w:basedOn")).get(qn("w:val")) == "Standard"
    assert style_of(document, "Table head").find(f"{qn('w:rPr')}/{qn('w:color')}").get(qn("w:val")) == "7A1F2B"
    assert table.find(f"{qn('w:pPr')}/{qn('w:jc')}").get(qn("w:val")) == "left"  # the company's text is justified
    assert table.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") is None
    assert table.find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == "17"
    assert style_of(document, "Label").find(f"{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == "20"
    assert ACCENT not in etree.tostring(document.element).decode() and TINT not in etree.tostring(
        document.element).decode()


@pytest.mark.parametrize(("heading", "accent"), [
    ('<w:color w:val="7A1F2B"/>', "7A1F2B"), ('<w:color w:val="FFD500"/>', "404040"), ("", "404040"),
    ('<w:color w:val="auto"/>', "404040")])
def test_a_colour_nobody_could_read_is_not_taken(tmp_path, heading, accent):
    base = templates.load(template(tmp_path / "company.docx",
                                   sheet=styles().replace('<w:color w:val="7A1F2B"/>', heading)))
    assert base.colours[ACCENT] == accent
    assert contrast(base.colours[ACCENT], base.colours[TINT]) >= 4.5


def test_white_headings_on_a_band_give_the_colour_of_the_band(tmp_path):
    sheet = styles(colour="FFFFFF").replace('<w:outlineLvl w:val="0"/>', '<w:shd w:val="clear" w:color="auto" '
                                            'w:fill="1b3a6b"/><w:outlineLvl w:val="0"/>')
    assert templates.load(template(tmp_path / "company.docx", sheet=sheet)).colours[ACCENT] == "1B3A6B"


def test_numbered_headings_keep_their_numbers_beside_our_bullet(tmp_path):
    numbering = (f'<w:numbering {SPACES}><w:abstractNum w:abstractNumId="4"><w:multiLevelType w:val="singleLevel"/>'
                 '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:suff w:val="tab"/><w:pStyle w:val="berschrift1"/>'
                 '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
                 '<w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num></w:numbering>')
    sheet = styles().replace('<w:outlineLvl w:val="0"/>', '<w:numPr><w:numId w:val="1"/></w:numPr>'
                                                          '<w:outlineLvl w:val="0"/>')
    package = answered(templates.load(template(
        tmp_path / "company.docx", sheet=sheet, parts={"word/numbering.xml": numbering},
        relations={"main": {"rN": "numbering numbering.xml"}})), NOT_READY)
    document = Document(io.BytesIO(package))
    assert style_of(document, "heading 1").find(f".//{qn('w:numId')}").get(qn("w:val")) == "1"
    bullet = style_of(document, "Gap").find(f".//{qn('w:numId')}").get(qn("w:val"))
    lists = etree.fromstring(members(package)["word/numbering.xml"])
    kinds = {each.get(qn("w:numId")): each[0].get(qn("w:val")) for each in lists.findall(qn("w:num"))}
    assert kinds == {"1": "4", bullet: "5"} and bullet != "1"
    order = [etree.QName(each).localname for each in lists.iter(qn("w:lvl")).__next__()]
    assert order == ["start", "numFmt", "pStyle", "suff", "lvlText", "lvlJc"]


def test_a_heading_stays_with_what_it_heads(tmp_path):
    document = opened(template(tmp_path / "company.docx"))
    assert style_of(document, "heading 1").find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_our_words_are_english_whatever_the_template_is(tmp_path):
    parts = members(answered(templates.load(template(tmp_path / "company.docx"))))
    assert b'w:val="en-GB"' in parts["word/styles.xml"] and b"de-DE" not in parts["word/styles.xml"]


# --- header and footer


def test_logo_header_and_footer_are_taken(tmp_path):
    path = template(tmp_path / "company.docx", header=picture('r:embed="rId7"') + words("Musterwerk"),
                    footer=words("Hauptstrasse 1"), relations=LOGO, parts=PLAIN)
    parts = members(answered(templates.load(path)))
    assert [content for name, content in parts.items() if name.startswith("word/media/")] == [logo()]
    found = headers(answered(templates.load(path)))
    assert found["header default"].splitlines() == ["Musterwerk", "Finding NC-1\tExample Health"]
    assert found["footer default"].splitlines() == ["\tPage 1 of 1", "Hauptstrasse 1"]


@pytest.mark.parametrize("code", ["PAGE", "PAGE \\* MERGEFORMAT", "page"])
def test_page_numbers_only_where_there_are_none(tmp_path, code):
    path = template(tmp_path / "company.docx", footer=words("Seite ") + field(code, "1"))
    assert headers(answered(templates.load(path)))["footer default"] == "Seite 1"
    path = template(tmp_path / "other.docx", footer=words("see ") + field("PAGEREF x", "1"))
    assert "Page 1 of 1" in headers(answered(templates.load(path)))["footer default"]


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("even", [True, False])
@pytest.mark.parametrize("given", [(), ("header default",), ("header first", "header even"),
                                   ("header default", "header first", "header even", "footer default")])
def test_draft_and_the_finding_stand_on_every_kind_of_page(tmp_path, first, even, given):
    path = template(tmp_path / "company.docx", bands={name: words(f"Company {name}") for name in given},
                    section=FIRST if first else "", settings=EVEN if even else "")
    base = templates.load(path)
    kinds = ["default"] + ["first"] * first + ["even"] * even
    for readiness in (READY, NOT_READY):
        package = answered(base, readiness)
        found, document = headers(package), Document(io.BytesIO(package))
        assert {each for each in found if each.startswith("header")} == {f"header {kind}" for kind in kinds}
        for kind in kinds:
            lines = found[f"header {kind}"].splitlines()
            assert lines[-1] == "Finding NC-1\tExample Health"
            assert ("DRAFT" in lines) == (readiness is NOT_READY)
            assert (f"Company header {kind}" in lines) == (f"header {kind}" in given)
        marks = [each for rel in document.part.rels.values() if rel.reltype.endswith("/header")
                 for each in rel.target_part._element.iter("{urn:schemas-microsoft-com:vml}shape")]
        assert len(marks) == (len(kinds) if readiness is NOT_READY else 0)
        assert len({each.get("id") for each in marks}) == len(marks)
        assert document.sections[0].different_first_page_header_footer == first
        assert document.settings.odd_and_even_pages_header_footer == even


def test_a_section_without_a_header_has_that_of_the_one_before(tmp_path):
    path = template(tmp_path / "company.docx", header=words("From before"),
                    before='<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>')
    package = answered(templates.load(path))
    assert "From before" in headers(package)["header default"]
    (section,) = Document(io.BytesIO(package)).sections
    assert section.page_width.mm == pytest.approx(210, abs=0.1)


def anchored(top: int, *, high: int = 480000, wrap: str = "wrapNone", relative: str = "page") -> str:
    inline = picture('r:embed="rId7"')
    start = (f'<wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" distT="0" '
             'distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="1" locked="0" layoutInCell="1" '
             'allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>0'
             f'</wp:posOffset></wp:positionH><wp:positionV relativeFrom="{relative}">'
             f'<wp:posOffset>{top}</wp:posOffset></wp:positionV>'
             f'<wp:extent cx="1440000" cy="{high}"/><wp:{wrap}/>')
    return re.sub(r"<wp:inline[^>]*><wp:extent[^>]*/>", start, inline).replace("</wp:inline>", "</wp:anchor>")


@pytest.mark.parametrize(("header", "least"), [
    (anchored(720000), 1134 + 756 - 709 - 240), (anchored(720000, wrap="wrapTopAndBottom"), 60),
    (anchored(0, high=10_000_000), 60), (anchored(0, relative="paragraph"), 756 - 240), (words("no picture"), 60)])
def test_our_line_stands_under_a_logo_that_floats(tmp_path, header, least):
    path = template(tmp_path / "company.docx", header=header, relations=LOGO, parts=PLAIN)
    line = opened(path).sections[0].header.paragraphs[-1]
    assert int(line._p.pPr.find(qn("w:spacing")).get(qn("w:before"))) == pytest.approx(least, abs=2)


def test_a_template_made_of_a_response_does_not_bring_another_finding(tmp_path):
    company = templates.load(template(tmp_path / "company.docx", header=words("ACME")))
    for number, base in enumerate((templates.own_template(), company)):
        old = tmp_path / f"old{number}.docx"
        old.write_bytes(answered(base, NOT_READY))
        record = finding("Major")
        record.id = "NC-2"
        package = response_bytes(review_of(record), record, READY, base=templates.load(old))
        found = headers(package)["header default"]
        assert "NC-1" not in found and "DRAFT" not in found and found.count("Finding NC-2") == 1
        assert ("ACME" in found) == (number == 1)


# --- what must stay in the template


BOUND = ('<w:sdt><w:sdtPr><w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:{0}[1]" w:storeItemID="x"/></w:sdtPr>'
         '<w:sdtContent><w:r><w:t>LEAK{0}</w:t></w:r></w:sdtContent></w:sdt>')
OLE = ('<w:r><w:object><v:shape id="s" style="width:9pt;height:9pt"><v:imagedata r:id="rId7"/></v:shape><o:OLEObject '
       'Type="Embed" ProgID="Excel.Sheet.12" ShapeID="s" DrawAspect="Content" ObjectID="_1" r:id="rId5"/></w:object>'
       "</w:r>")
HOSTILE = "".join((
    picture('r:embed="rId7"', name="C:\\LEAKpath\\logo.png"), words("Seen "), BOUND.format("creator"),
    BOUND.format("title"),
    f'<w:ins w:id="1" w:author="LEAKauthor" w:date="2020-01-01T00:00:00Z">{words("inserted ")}</w:ins>',
    '<w:del w:id="2" w:author="LEAKauthor"><w:r><w:delText>LEAKdeleted</w:delText></w:r></w:del>',
    '<w:commentRangeStart w:id="3"/>', words("commented ", '<w:rPr><w:rPrChange w:id="4" w:author="LEAKauthor"><w:rPr/>'
                                                          "</w:rPrChange></w:rPr>"),
    '<w:commentRangeEnd w:id="3"/><w:r><w:commentReference w:id="3"/></w:r>',
    words("LEAKhidden", "<w:rPr><w:vanish/></w:rPr>"), field("FILENAME \\p", "LEAKfile"), field("AUTHOR", "LEAKperson"),
    '<w:fldSimple w:instr=" LASTSAVEDBY ">' + words("LEAKsaved") + "</w:fldSimple>",
    field("IF " + "x" + " = 1", "kept "), field("DOCPROPERTY Classification", "Internal"),
    picture('r:link="rId2"', name="linked"), picture('r:embed="rId7" r:link="rId2"', name="both"),
    f'<w:hyperlink r:id="rId3">{words("www")}</w:hyperlink><w:hyperlink r:id="rId4">{words("share")}</w:hyperlink>',
    OLE, '<w:r><w:pict><v:shape style="width:9pt" href="file:///LEAKhref"><v:imagedata r:id="rId7" o:href="LEAKo" '
         'o:title="C:\\LEAKtitle.png"/></v:shape></w:pict></w:r>'))
LINKS = {"header": {"rId7": "image media/logo.png", "rId2": "image! file:///C:/LEAKlink.png",
                    "rId3": "hyperlink! https://example.org/", "rId4": "hyperlink! file://LEAKserver/x",
                    "rId5": "package embeddings/LEAK.xlsx"},
         "main": {"rC": "comments comments.xml", "rM": "vbaProject vbaProject.bin"}}
SECRETS = PLAIN | {
    "word/embeddings/LEAK.xlsx": b"LEAK", "word/comments.xml": f'<w:comments xmlns:w="{W}"/>',
    "word/vbaProject.bin": b"LEAKmacro", "docProps/custom.xml": "<a>LEAK</a>", "docProps/core.xml": "<a>LEAK</a>",
    "docProps/app.xml": "<a>LEAK</a>", "customXml/item1.xml": "<a>LEAK</a>",
    "word/glossary/document.xml": "<a>LEAK</a>",
    "word/_rels/settings.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="x/attachedTemplate" Target="file:///LEAK.dotx" TargetMode="External"/>'
    "</Relationships>"}


@pytest.fixture
def hostile(tmp_path) -> templates.Template:
    return templates.load(template(
        tmp_path / "company.docx", header=HOSTILE, relations=LINKS, parts=SECRETS,
        body=f"<w:p>{words('LEAKbody')}</w:p>",
        settings='<w:attachedTemplate r:id="r1"/><w:documentProtection w:edit="readOnly"/><w:docVars>'
                 '<w:docVar w:name="LEAK" w:val="LEAK"/></w:docVars><w:rsids><w:rsidRoot w:val="00AB12CD"/></w:rsids>'))


def test_nothing_of_the_template_leaks(hostile):
    for name, content in members(answered(hostile, NOT_READY)).items():
        assert b"LEAK" not in content and b"rsid" not in content and "LEAK" not in name, name


def test_what_people_see_in_a_header_stays(hostile):
    seen = headers(answered(hostile))["header default"].splitlines()[0]
    assert seen == "Seen Response to finding NC-1inserted commented kept Internalwwwshare"
    root = etree.fromstring(members(answered(hostile))["word/header1.xml"])
    assert len(list(root.iter(qn("a:blip")))) == 2 and root.find(f".//{qn('w:hyperlink')}") is not None


def test_only_the_picture_and_a_link_to_the_web_lead_somewhere(hostile):
    parts = members(answered(hostile))
    outside = [each.get("Target") for name, content in parts.items() if name.endswith(".rels")
               for each in etree.fromstring(content) if each.get("TargetMode") == "External"]
    assert outside == ["https://example.org/"]
    assert not any(name.startswith(("customXml", "word/embeddings", "word/comments", "word/glossary")) or "vba" in name
                   for name in parts)
    assert b"documentProtection" not in parts["word/settings.xml"]


def test_what_is_left_behind_is_said(hostile):
    (told,) = hostile.told
    for what in ("its macros", "its comments", "its embedded objects", "its custom properties", "protection",
                 "the field bound to creator in the header", "the field FILENAME", "the field AUTHOR",
                 "a linked picture in the header (insert the picture itself into the template)",
                 "a link to a file in the header"):
        assert what in told


def test_nothing_is_said_where_nothing_is_left_behind(tmp_path):
    path = template(tmp_path / "company.docx", header=picture('r:embed="rId7"'), relations=LOGO, parts=PLAIN)
    assert templates.load(path).told == ()


def test_the_properties_are_ours(hostile):
    core = Document(io.BytesIO(answered(hostile))).core_properties
    assert (core.title, core.author, core.last_modified_by, core.comments) \
        == ("Response to finding NC-1", "Example Health", "", "")


@pytest.mark.parametrize(("svg", "kept"), [(b"<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>", True),
                                           (b"<svg><script>x</script></svg>", False),
                                           (b"<svg><image href='http://a/b.png'/></svg>", False)])
def test_a_sharp_logo_is_kept_unless_it_leads_out(tmp_path, svg, kept):
    more = ('<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:ext uri="{96DAC541}">'
            '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" r:embed="rId8"/>'
            "</a:ext></a:extLst>")
    path = template(tmp_path / "company.docx", header=picture('r:embed="rId7"', more=more), relations={
        "header": {"rId7": "image media/logo.png", "rId8": "image media/logo.svg"}},
        parts=PLAIN | {"word/media/logo.svg": svg})
    parts = members(answered(templates.load(path)))
    assert (svg in parts.values()) == kept and logo() in parts.values()


def test_a_broken_field_does_no_harm(tmp_path):
    broken = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>AUTHOR</w:instrText></w:r>' + words("on")
    path = template(tmp_path / "company.docx", header=broken)
    assert "Finding NC-1" in headers(answered(templates.load(path)))["header default"]


@pytest.mark.parametrize(("code", "what"), [
    ("PAGE", (header_fields.Fate.KEEP, "")), (" numpages ", (header_fields.Fate.KEEP, "")),
    ("={PAGE}-1", (header_fields.Fate.KEEP, "")),
    ("TITLE", (header_fields.Fate.TEXT, "title")), ('DOCPROPERTY "Company"', (header_fields.Fate.TEXT, "author")),
    ("DOCPROPERTY Author", (header_fields.Fate.DROP, "")), ("DATE \\@ yyyy", (header_fields.Fate.TEXT, "day")),
    ("AUTHOR", (header_fields.Fate.DROP, "")), ("HYPERLINK x", (header_fields.Fate.TEXT, "")),
    ("", (header_fields.Fate.TEXT, ""))])
def test_what_becomes_of_fields(code, what):
    assert header_fields.fate(code) == what


# --- the page


def widths(document) -> list[int]:
    return [sum(int(each.get(qn("w:w"))) for each in grid) for grid in document.element.body.iter(qn("w:tblGrid"))]


SIZES = {"A4": A4, "Letter": '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:left="1440" w:right="1440"/>',
         "landscape": '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:left="1134" w:right="1134"/>',
         "A5": '<w:pgSz w:w="8391" w:h="11906"/><w:pgMar w:left="850" w:right="850" w:gutter="200"/>',
         "with units": '<w:pgSz w:w="210mm" w:h="297mm"/><w:pgMar w:left="2.5cm" w:right="1in"/>', "none": ""}


@pytest.mark.parametrize("size", list(SIZES))
def test_tables_are_as_wide_as_the_text(tmp_path, size):
    base = templates.load(template(tmp_path / "company.docx", page=SIZES[size]))
    document = Document(io.BytesIO(answered(base, NOT_READY)))
    section = document.sections[0]
    text = section.page_width - section.left_margin - section.right_margin - section.gutter
    assert base.width == pytest.approx(text.mm if hasattr(text, "mm") else text / 36000, abs=0.1)
    full_width = round(base.width * 1440 / 25.4)
    assert widths(document) == [pytest.approx(full_width, abs=10)] * len(widths(document))
    for row in document.element.body.iter(qn("w:tr")):
        assert sum(int(each.get(qn("w:w"))) for each in row.iter(qn("w:tcW"))) == pytest.approx(full_width, abs=10)
    line = style_of(document, "Response line")
    assert int(line.find(f".//{qn('w:tab')}").get(qn("w:pos"))) == pytest.approx(full_width, abs=1)


@given(st.lists(st.integers(400, 9000), min_size=1, max_size=9), st.floats(0.4, 1.6), st.floats(0.8, 1.1))
def test_columns_fill_the_page_and_none_vanishes(old, factor, room):
    new = columns(old, factor, room)
    assert sum(new) == pytest.approx(sum(old) * factor, abs=len(old))
    assert all(after > before * factor * 0.6 for before, after in zip(old, new, strict=True))


def test_our_own_page_is_untouched():
    record = finding("Major")
    assert response_bytes(review_of(record, *answer()), record, READY) \
        == response_bytes(review_of(record, *answer()), record, READY, base=templates.own_template())
    assert templates.own_template().width == pytest.approx(WIDTH, abs=0.1)


def test_letter():
    section = Document(io.BytesIO(answered(templates.own_template("Letter"), NOT_READY))).sections[0]
    assert (section.page_width.inches, section.page_height.inches) == (8.5, 11)
    assert templates.own_template("Letter").width == pytest.approx(215.9 - 36, abs=0.1)


def test_pictures_and_the_mark_fit_a_narrow_page(tmp_path):
    base = templates.load(template(tmp_path / "company.docx", page=SIZES["A5"]))
    document = Document(io.BytesIO(review_bytes(full(), base)))
    assert [shape.width.mm for shape in document.inline_shapes] \
        == [pytest.approx(base.width, abs=0.1)] * len(document.inline_shapes)
    assert len({round(shape.width / shape.height, 2) for shape in document.inline_shapes}) == 1
    package = members(answered(base, NOT_READY))
    wide = int(re.search(rb"width:(\d+)pt;height:\d+pt;rotation", package["word/header1.xml"])[1])
    assert wide == pytest.approx(430 * base.width / WIDTH, abs=1)


def test_columns_and_odd_settings_of_the_template_are_set_back(tmp_path):
    odd = '<w:pgNumType w:fmt="lowerRoman" w:start="7"/><w:cols w:num="3"/><w:vAlign w:val="center"/>'
    path = template(tmp_path / "company.docx", section=odd)
    settings = opened(path).sections[0]._sectPr
    assert settings.find(qn("w:cols")) is None and settings.find(qn("w:vAlign")) is None
    assert dict(settings.find(qn("w:pgNumType")).attrib) == {qn("w:fmt"): "lowerRoman"}


# --- what cannot be used


WIDE = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:left="5000" w:right="5000"/>'
REFUSED = {
    "missing.docx": (None, "There is no file"), "empty.docx": (b"", "is empty"), "text.docx": (b"Hello", "no Word"),
    "old.doc": (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old Word"), "rich.rtf": (rb"{\rtf1}", "RTF"),
    "locked.docx": (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "password"),
    "cut.docx": (b"PK\x03\x04" + b"\0" * 40, "damaged"), "~$mine.docx": (b"\x05Ana", "only the mark"),
    "book.xlsx": ({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<a/>"}, "an Excel workbook"),
    "text.odt": ({"mimetype": "application/vnd.oasis.opendocument.text"}, "OpenDocument"),
    "zip.docx": ({"a.txt": "x"}, "no Word document"),
    "nothing.docx": ({"[Content_Types].xml": "<Types/>", "word/styles.xml": "<a/>"}, "damaged"),
    "bad.docx": ({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document"}, "damaged"),
    "other.docx": ({"[Content_Types].xml": "<Types/>", "word/document.xml": "<html/>"}, "damaged"),
    "bomb.docx": ({"[Content_Types].xml": "<Types/>", "word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
                  "damaged"),
    "strict.docx": ({"[Content_Types].xml": "<Types/>", "word/document.xml":
                     '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"/>'}, "Strict"),
    "bodiless.docx": ({"[Content_Types].xml": "<Types/>", "word/document.xml": f'<w:document xmlns:w="{W}"/>'},
                      "no page"),
    "pageless.docx": ({"[Content_Types].xml": "<Types/>", "word/document.xml":
                       f'<w:document xmlns:w="{W}"><w:body/></w:document>'}, "no page"),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_what_is_no_template_is_refused_in_one_sentence(tmp_path, name):
    content, why = REFUSED[name]
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        zipped(path, content)
    with pytest.raises(CannotRun, match=re.escape(why)) as refused:
        templates.load(path)
    assert name in str(refused.value) and str(refused.value).endswith(".") and "\n" not in str(refused.value)


def test_a_folder_and_a_page_without_room_are_refused(tmp_path):
    with pytest.raises(CannotRun, match="is a folder"):
        templates.load(tmp_path)
    with pytest.raises(CannotRun, match=r"leaves 34 by 246 mm for text"):
        templates.load(template(tmp_path / "company.docx", page=WIDE))


@pytest.mark.parametrize("part", ["word/styles.xml", "word/settings.xml", "word/header1.xml", "[Content_Types].xml",
                                  "word/_rels/document.xml.rels", "word/document.xml"])
@pytest.mark.parametrize("damage", [b"", b"\0\0", b"<a/>", b"<w:p/>", b"\xff\xfe<"])
def test_a_damaged_part_never_ends_in_a_traceback(tmp_path, part, damage):
    path = template(tmp_path / "company.docx", header=words("x"))
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    try:
        package = answered(templates.load(zipped(path, files | {part: damage})))
    except CannotRun as refused:
        assert "company.docx" in str(refused)
    else:
        assert "Finding NC-1" in headers(package)["header default"]


@pytest.mark.parametrize("kind", [DOTX, DOCM, DOTM])
def test_templates_of_every_kind_give_a_plain_document(tmp_path, kind):
    macros = {} if kind == DOTX else {"word/vbaProject.bin": b"LEAK"}
    path = template(tmp_path / "company.dotm", kind=kind, parts=macros)
    base = templates.load(path)
    parts = members(answered(base))
    assert b"wordprocessingml.document.main+xml" in parts["[Content_Types].xml"]
    assert not any(b"LEAK" in each for each in parts.values())
    assert ("macros" in str(base.told)) == (kind != DOTX)


def test_a_heavy_logo_is_said(tmp_path):
    path = template(tmp_path / "company.docx", header=picture('r:embed="rId7"'), relations=LOGO,
                    parts={"word/media/logo.png": b"\x89PNG" + bytes(3 * 1024 * 1024)})
    assert "weigh 3.0 MB" in templates.load(path).told[-1]


# --- always the same, and fit for Word


def test_the_same_template_gives_the_same_bytes(tmp_path):
    path = template(tmp_path / "company.docx", header=picture('r:embed="rId7"'), relations=LOGO, parts=PLAIN)
    base = templates.load(path)
    first = answered(base, NOT_READY)
    assert answered(base, READY) != first
    assert answered(base, NOT_READY) == answered(templates.load(path), NOT_READY) == first == same_bytes(first)


def test_all_words_are_there_in_any_look(tmp_path):
    base = templates.load(template(tmp_path / "company.docx", header=words("x")))
    record = finding("Major")
    ours = response_bytes(review_of(record, *answer()), record, NOT_READY)
    theirs = response_bytes(review_of(record, *answer()), record, NOT_READY, base=base)
    assert everything(Document(io.BytesIO(ours))) == everything(Document(io.BytesIO(theirs)))


def test_typed_words_that_look_like_styles_or_colours_stay(tmp_path):
    text = f'<w:pStyle w:val="Heading1"/> "{ACCENT}" "{TINT}"'
    record = finding(statement=text)
    package = response_bytes(review_of(record), record, READY, base=templates.load(template(tmp_path / "company.docx")))
    assert text in everything(Document(io.BytesIO(package)))


def looks(folder: Path) -> dict[str, Path]:
    """Templates of many looks."""
    logo_ = picture('r:embed="rId7"')
    table = (f'<w:tbl><w:tblPr><w:tblW w:w="9354" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="4677"/>'
             f'<w:gridCol w:w="4677"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:shd w:val="clear" w:color="auto" '
             f'w:fill="1B3A6B"/></w:tcPr><w:p>{logo_}</w:p></w:tc><w:tc><w:p>{words("Band")}</w:p>'
             "</w:tc></w:tr></w:tbl><w:p/>")
    made = {"german": template(folder / "german.docx", header=picture('r:embed="rId7"') + words("Musterwerk GmbH"),
                               footer=words("Seite ") + field("PAGE", "1"), relations=LOGO, parts=PLAIN),
            "french": template(folder / "french.dotx", tongue="fr", kind=DOTX, header=table, relations=LOGO,
                               parts=PLAIN),
            "floating": template(folder / "floating.docx", header=anchored(360000), relations=LOGO, parts=PLAIN,
                                 bands={"header first": "<w:p/>", "header even": words("Even")}, section=FIRST,
                                 settings=EVEN),
            "landscape": template(folder / "landscape.docx", page=SIZES["landscape"], header=words("Wide")),
            "hostile": template(folder / "hostile.docx", header=HOSTILE, relations=LINKS, parts=SECRETS),
            "libreoffice": LIBREOFFICE}
    plain = Document()
    plain.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(logo()))
    plain.save(folder / "python.docx")
    return made | {"python": folder / "python.docx"}


LOOKS = ["german", "french", "floating", "landscape", "hostile", "libreoffice", "python"]


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("readiness", [READY, NOT_READY], ids=["ready", "draft"])
def test_every_part_fits_its_schema(tmp_path, name, readiness):
    path = tmp_path / "response.docx"
    path.write_bytes(answered(templates.load(looks(tmp_path)[name]), readiness))
    assert validated(path, "Office2016") == validated(path, "Microsoft365") == []


@pytest.mark.parametrize("name", LOOKS)
def test_every_relation_leads_somewhere_and_is_used(tmp_path, name):
    parts = members(answered(templates.load(looks(tmp_path)[name]), NOT_READY))
    for path in [each for each in parts if each.startswith("word/_rels/")]:
        owner = parts[f"word/{path.removeprefix('word/_rels/').removesuffix('.rels')}"]
        for each in etree.fromstring(parts[path]):
            if each.get("TargetMode") != "External":
                assert f"word/{each.get('Target')}" in parts
            if "header" in path or "footer" in path:
                assert f'"{each.get("Id")}"'.encode() in owner
    for name_, content in parts.items():
        if name_.startswith(("word/header", "word/footer")):
            used = set(re.findall(rf'(?:{{{R}}}|r:)(?:id|embed|link)="([^"]+)"', content.decode()))
            rels = parts.get(f"word/_rels/{name_.removeprefix('word/')}.rels", b"").decode()
            assert all(f'Id="{id}"' in rels for id in used)


@pytest.mark.office
@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("readiness", [READY, NOT_READY], ids=["ready", "draft"])
def test_libreoffice_shows_draft_and_the_finding_on_every_page(tmp_path, office, name, readiness):
    path = tmp_path / "response.docx"
    path.write_bytes(answered(templates.load(looks(tmp_path)[name]), readiness, extent="word " * 2_000))
    text = subprocess.run(["pdftotext", "-layout", office(path, "pdf", tmp_path), "-"], capture_output=True, text=True,
                          encoding="utf-8", check=True).stdout
    pages = text.rstrip("\f").split("\f")
    assert len(pages) > 3
    for page in pages:
        assert "Finding NC-1" in page and ("DRAFT" in page) == (readiness is NOT_READY)


@pytest.mark.office
def test_a_template_that_libreoffice_saves_anew_can_be_used(tmp_path, office):
    path = template(tmp_path / "company.docx", tongue="fr", header=picture('r:embed="rId7"') + words("Exemple SARL"),
                    relations=LOGO, parts=PLAIN, body=f"<w:p>{words('texte')}</w:p>")
    made = office(path, "docx", tmp_path / "saved")
    package = answered(templates.load(made), NOT_READY)
    assert "Exemple SARL" in headers(package)["header default"] and "texte" not in everything(
        Document(io.BytesIO(package)))
    assert any(name.startswith("word/media/") for name in members(package))


# --- the commands


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("style")
    return lay_out(folder)


def test_respond_takes_a_style(ncr, sample, tmp_path):
    path = template(tmp_path / "Unsere Vorlage.dotm", header=words("Musterwerk"), kind=DOTM,
                    parts={"word/vbaProject.bin": b"x"})
    done = ncr("respond", sample, "NC-2026-01", "--style", path, "-o", tmp_path / "out", "--today", "2026-06-30")
    assert done.returncode == 0, done.stderr
    assert "not taken over: its macros" in done.stderr and "Traceback" not in done.stderr
    found = headers((tmp_path / "out" / "NC-2026-01_response.docx").read_bytes())["header default"]
    assert found.startswith("Musterwerk") and "Finding NC-2026-01" in found


def test_respond_and_review_on_letter(ncr, sample, tmp_path):
    done = ncr("respond", sample, "NC-2026-01", "--paper", "Letter", "-o", tmp_path / "out", "--today", "2026-06-30")
    assert done.returncode == 0, done.stderr
    paper = tmp_path / "paper.docx"
    assert ncr("review", sample, "--paper", "Letter", "-o", paper, "--today", "2026-06-30").returncode == 0
    for path in (tmp_path / "out" / "NC-2026-01_response.docx", paper):
        assert Document(str(path)).sections[0].page_width.inches == 8.5


def test_review_takes_a_style(ncr, sample, tmp_path):
    path, paper = template(tmp_path / "company.docx", header=words("Musterwerk")), tmp_path / "paper.docx"
    done = ncr("review", sample, "--style", path, "-o", paper, "--today", "2026-06-30")
    assert done.returncode == 0, done.stderr
    assert headers(paper.read_bytes())["header default"].startswith("Musterwerk\nManagement review")


@pytest.mark.parametrize(("words_", "why"), [
    (("respond", "--style", "company.docx", "--paper", "A4"), "leave --paper out"),
    (("respond", "--style", "none.docx"), "There is no file none.docx"),
    (("review", "--format", "html", "--paper", "Letter", "-o", "x.html"), "--paper is for a Word document"),
    (("review", "--style", "company.docx", "--paper", "Letter"), "leave --paper out")])
def test_what_does_not_go_together_is_said_before_anything_is_written(ncr, sample, tmp_path, words_, why):
    template(tmp_path / "company.docx")
    done = ncr(words_[0], sample, *words_[1:], "--today", "2026-06-30", folder=tmp_path)
    assert done.returncode == 2 and why in done.stderr and "Traceback" not in done.stderr
    assert not (sample.parent / "responses").exists() and not (tmp_path / "x.html").exists()
