"""The header of every page of a response, and the mark of a draft across it."""

from __future__ import annotations

from ncr_toolkit.common.translation import gettext
from ncr_toolkit.word.blocks import escaped, paragraph, run
from ncr_toolkit.word.case import Case, printed
from ncr_toolkit.word.styles import ALARM

_LONGEST = 60  # characters of an id or name that still fit into the header


def page_header(case: Case) -> str:
    """Finding and organisation at the head of every page; over them DRAFT, and across the page, if it is one."""
    line = paragraph(gettext("Finding {id}", id=_short(case.id)), "Header", after="<w:r><w:tab/></w:r>" + run(
        _short(printed(case.review.register.settings, "organisation"))))
    return line if case.ready else paragraph(draft := gettext("DRAFT"), "Draft", after=watermark(draft)) + line


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST - 1] + "\u2026"


_WATERMARK = (
    '<w:r><w:rPr><w:noProof/></w:rPr><w:pict xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"><v:shapetype id="_x0000_t136" coordsize="21600,21600" '
    'o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/>'
    '<v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
    '<v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>'
    '</v:formulas><v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
    'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="DraftMark" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{1}" '
    'style="position:absolute;margin-left:0;margin-top:0;width:430pt;height:150pt;rotation:315;z-index:-251658752;'
    'mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;'
    f'mso-position-vertical-relative:margin" fillcolor="#{ALARM}" stroked="f"><v:fill opacity="5243f"/>'
    '<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt;font-weight:bold" string="{0}"/></v:shape>'
    '</w:pict></w:r>')


def watermark(word: str) -> str:
    """A word across the page, as runs."""
    about = gettext("Watermark: {word}", word=word)
    return _WATERMARK.replace("{0}", escaped(word)).replace("{1}", escaped(about))
