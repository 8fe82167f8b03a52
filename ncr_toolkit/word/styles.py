"""How our Word documents look: colours, fonts and styles. `make_base` writes them into base.docx.

Styles: ECMA-376 Part 1, 17.7.4.17; sizes of letters are half points.
"""

from __future__ import annotations

from ncr_toolkit.common.translation import spoken

INK = "262B33"
ACCENT = "1F4E6B"
QUIET = "6B7480"
LINE = "C8D0D8"
TINT = "EEF3F6"
ALARM = "B42318"
ALARM_TINT = "FCF1F0"

WIDTH = 174
"""Millimetres of text on our own page. Tables are written for it, and fitted to the page they come to stand on."""
HEIGHT = 250
"""And how high the text is."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_CHINESE, _JAPANESE = "Microsoft YaHei", "Yu Gothic"  # a sign has another shape in each
_FONTS = f'<w:rFonts w:ascii="{{0}}" w:hAnsi="{{0}}" w:cs="{{1}}" w:eastAsia="{_CHINESE}"/>'
TEXT_FONT = _FONTS.format("Calibri", "Arial")
CODE_LETTERS = "Consolas"
CODE_FONT = _FONTS.format(CODE_LETTERS, "Courier New")


def in_own_letters(content: str) -> str:
    """Styles, or a piece of them, with the East Asian letters of the language that is spoken."""
    return content.replace(_CHINESE, _JAPANESE) if spoken() == "ja" else content


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _bold(colour: str, points: float) -> str:
    return f'<w:b/><w:bCs/><w:color w:val="{colour}"/>{_size(points)}'


def _gap(before: int, after: int, line: int = 264) -> str:
    """Space before and after in points, and the height of a line in 240ths."""
    return f'<w:spacing w:before="{before * 20}" w:after="{after * 20}" w:line="{line}" w:lineRule="auto"/>'


def _edge(side: str, colour: str, width: int, space: int) -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="{width}" w:space="{space}" w:color="{colour}"/></w:pBdr>'


def _style(name: str, paragraph: str = "", letters: str = "", *, kind: str = "paragraph", based: str = "Normal",
           following: str = "", more: str = "") -> str:
    """One style; its id is its name without spaces, as Word makes it."""
    ours = "" if name in _BUILT_IN else ' w:customStyle="1"'
    return (f'<w:style w:type="{kind}"{ours} w:styleId="{style_id(name)}"><w:name w:val="{name}"/>'
            + (f'<w:basedOn w:val="{style_id(based)}"/>' if based else "")
            + (f'<w:next w:val="{style_id(following)}"/>' if following else "")
            + "<w:qFormat/>"
            + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
            + (f"<w:rPr>{letters}</w:rPr>" if letters else "") + more + "</w:style>")


def style_id(name: str) -> str:
    """The id under which a document refers to the style `name`."""
    return "".join(word[0].upper() + word[1:] for word in name.split())


_BUILT_IN = {"heading 1", "heading 2", "Title", "Subtitle", "header", "footer"}
_KEEP = "<w:keepNext/>"
_KEEP_LINES = "<w:keepNext/><w:keepLines/>"
_BULLET = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
_ALARM_BOX = f'<w:shd w:val="clear" w:color="auto" w:fill="{ALARM_TINT}"/>'
_LINES = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
                 for side in ("top", "bottom", "insideH"))
_MARGINS = ('<w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="65" w:type="dxa"/>'
            '<w:bottom w:w="45" w:type="dxa"/><w:right w:w="65" w:type="dxa"/></w:tblCellMar>')


def _table(name: str, borders: str, based: str = "Plain table") -> str:
    return _style(name, kind="table", based=based,
                  more=f'<w:tblPr><w:tblBorders>{borders}</w:tblBorders>{_MARGINS}</w:tblPr>')


DEFAULTS = ("<w:docDefaults><w:rPrDefault><w:rPr>" + TEXT_FONT + f'<w:color w:val="{INK}"/>' + _size(10.5)
            + '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
            + _gap(0, 6) + "</w:pPr></w:pPrDefault></w:docDefaults>")

STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>',
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
    '<w:style w:type="table" w:default="1" w:styleId="PlainTable"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>',
    '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>',
    _style("Title", _KEEP_LINES + _gap(0, 2, 240), _bold(ACCENT, 22), following="Normal"),
    _style("Subtitle", _KEEP_LINES + _gap(0, 10, 252), f'<w:color w:val="{INK}"/>' + _size(13), following="Normal"),
    _style("heading 1", _KEEP_LINES + _edge("bottom", ACCENT, 6, 2) + _gap(20, 7, 240) + '<w:outlineLvl w:val="0"/>',
           _bold(ACCENT, 14), following="Normal"),
    _style("heading 2", _KEEP_LINES + _gap(12, 4, 240) + '<w:outlineLvl w:val="1"/>', _bold(INK, 11),
           following="Normal"),
    _style("Label", _KEEP_LINES + _gap(6, 1, 240), _bold(QUIET, 9), following="Normal"),
    _style("Auditor words", _edge("left", ACCENT, 12, 8) + _gap(0, 8) + '<w:ind w:left="200"/>'),
    _style("Missing", _gap(2, 6), f'<w:i/><w:iCs/><w:color w:val="{ALARM}"/>'),
    _style("Gap heading", _KEEP_LINES + _edge("left", ALARM, 24, 8) + _ALARM_BOX + _gap(10, 0)
           + '<w:ind w:left="200"/>', _bold(ALARM, 11.5), following="Gap"),
    _style("Gap", _BULLET + _edge("left", ALARM, 24, 8) + _ALARM_BOX + _gap(0, 0)
           + '<w:ind w:left="484" w:hanging="284"/>', _size(10)),
    _style("Table text", _gap(0, 0, 245), _size(9)),
    _style("Table head", _KEEP + _gap(0, 0, 240), _bold(ACCENT, 9), based="Table text"),
    _style("Table label", letters=_bold(ACCENT, 9), based="Table text"),
    _style("Table key", _gap(1, 1, 240), _bold(INK, 12), based="Table text"),
    _style("Table note", _gap(1, 0, 240), f'<w:color w:val="{QUIET}"/>' + _size(8), based="Table text"),
    _style("Table code", _gap(0, 0, 240), CODE_FONT + _size(8), based="Table text"),
    _style("After table", _gap(0, 4, 120), _size(4)),
    _style("Picture", _gap(3, 3, 240), following="Normal"),
    _style("Picture text", _gap(0, 0, 240) + '<w:ind w:left="0" w:right="0" w:firstLine="0"/><w:jc w:val="left"/>',
           TEXT_FONT + _size(8)),
    _style("header", '<w:tabs><w:tab w:val="right" w:pos="9866"/></w:tabs>' + _gap(0, 0, 240),
           f'<w:color w:val="{QUIET}"/>' + _size(8.5)),
    _style("footer", '<w:tabs><w:tab w:val="right" w:pos="9866"/></w:tabs>' + _gap(0, 0, 240),
           f'<w:color w:val="{QUIET}"/>' + _size(8.5)),
    _style("Draft", _KEEP + _gap(0, 2, 240) + '<w:jc w:val="center"/>', _bold(ALARM, 16), based="header"),
    _style("Quiet", kind="character", based="Default Paragraph Font", letters=f'<w:color w:val="{QUIET}"/>'),
    _style("Label letters", kind="character", based="Default Paragraph Font", letters=_bold(QUIET, 9)),
    _style("Link letters", kind="character", based="Default Paragraph Font",
           letters=f'<w:color w:val="{ACCENT}"/><w:u w:val="single"/>'),
    _table("Response table", _LINES),
    _table("Response facts", _LINES),
)

BULLETS = ('<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
           '<w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#8226;"/><w:lvlJc w:val="left"/>'
           '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>')


def _text(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} ">{_text("1")}</w:fldSimple>'


def page_numbers(style: str = "Footer") -> str:
    """The line at the foot of a page: `Page 1 of 3`, at the right."""
    return (f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:tab/></w:r>{_text("Page ")}{_field("PAGE")}'
            f'{_text(" of ")}{_field("NUMPAGES")}</w:p>')
