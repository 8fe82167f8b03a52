"""The headers and footers of a company's template, cleaned, with room for our own line under the header.

Headers and footers: ECMA-376 Part 1, 17.10.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from ncr_toolkit.word.styles import W, page_numbers
from ncr_toolkit.word.template.header_fields import counts_pages
from ncr_toolkit.word.template.page_setup import PageSetup, said, twips
from ncr_toolkit.word.template.palette import Styles
from ncr_toolkit.word.template.sanitise import sift
from ncr_toolkit.word.template.template_file import TemplateFile

_ID = qn("r:id")
_EMU = 635  # in a twip
_ROW = 240  # twips: the least that a line of a header takes
_NAMES = {"default": "", "first": "first page's ", "even": "even pages' "}
_OWN = re.compile(r"Finding .*\t|DRAFT$", re.DOTALL)
_OWN_STYLES = ("draft", "response line")


@dataclass(frozen=True, slots=True)
class HeaderFooter:
    """A header or footer of one kind of page."""

    kind: str  # header, footer
    pages: str  # default, first, even
    root: Any
    path: str  # the part of the template it comes from, '' for a new one
    related: Sequence[str] = ()  # the ids of the relations it uses
    room: int = 0  # twips that our line keeps clear of what stands on the page without being part of the text


def bands(template: TemplateFile, sections: Sequence[Any], page: PageSetup, styles: Styles, line: str, *, even: bool) \
        -> list[HeaderFooter]:
    """The headers and footers in use in the last of `sections`, and new ones where pages would have no header.

    `line`: the id of the style of our lines. `even`: even pages have their own.
    """
    used = ["default"] + ["first"] * said(sections[-1].find(qn("w:titlePg"))) + ["even"] * even
    found = [_band(template, sections, kind, pages, page, styles) for pages in used for kind in ("header", "footer")]
    made = [each for each in found if each is not None]
    there = {(each.kind, each.pages) for each in made}
    made += [HeaderFooter("header", pages, _empty("hdr"), "") for pages in used if ("header", pages) not in there]
    if not any(counts_pages(each.root) for each in made):
        made += [HeaderFooter("footer", pages, _empty("ftr"), "") for pages in used if ("footer", pages) not in there]
        for each in made:
            if each.kind == "footer":
                each.root.insert(0, parse_xml(f'<w:all xmlns:w="{W}">{page_numbers(line)}</w:all>')[0])
    return made


def _empty(name: str) -> Any:
    return parse_xml(f'<w:{name} xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
                     f'relationships"/>')


def _band(template: TemplateFile, sections: Sequence[Any], kind: str, pages: str, page: PageSetup, styles: Styles) \
        -> HeaderFooter | None:
    """A section without a header of this kind has that of the section before."""
    relations = template.relations(template.main)
    for section in reversed(sections):
        for each in section.findall(qn(f"w:{kind}Reference")):
            found = relations.get(each.get(_ID, ""))
            if each.get(qn("w:type"), "default") == pages and found and not found.outside \
                    and found.target in template.parts:
                root = template.tree(found.target)
                related = sift(root, template, found.target, f"{_NAMES[pages]}{kind}")
                _without_own(root, styles)
                return HeaderFooter(kind, pages, root, found.target, related, room(root, page) if kind == "header"
                                    else 0)
    return None


def _without_own(root: Any, styles: Styles) -> None:
    """A template made of one of our responses holds the lines of another finding: they go."""
    for each in root.findall(qn("w:p")):
        style = each.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        named = styles.ids.get("" if style is None else style.get(qn("w:val")))
        name = "" if named is None else named.find(qn("w:name")).get(qn("w:val"), "").casefold()
        words = "".join("\t" if letter.tag == qn("w:tab") else letter.text or ""
                        for letter in each.iter(qn("w:t"), qn("w:tab")))
        if name.startswith(_OWN_STYLES) or (_OWN.match(words) and name == "header"):
            root.remove(each)
    if root.find(qn("w:p")) is None:
        root.append(parse_xml(f'<w:p xmlns:w="{W}"/>'))


def room(root: Any, page: PageSetup) -> int:
    """Twips to leave before our line, so that it stands under pictures that float over the page."""
    flow = page.sides["header"] + sum(_height(each) for each in root)
    below = [bottom for top, bottom in _floats(root, page) if bottom < page.high * 0.45 and bottom > top]
    return max(0, max(below, default=0) - flow)


def _height(block: Any) -> int:
    """The least height of a paragraph or table."""
    pictures = [int(each.get("cy", "0")) // _EMU for inline in block.iter("{*}inline")
                for each in inline.findall("{*}extent")]
    if block.tag == qn("w:tbl"):
        return sum(max([_ROW, *(twips(each.get(qn("w:val")), 0) for each in row.iter(qn("w:trHeight")))])
                   for row in block.findall(qn("w:tr"))) + max(pictures, default=0)
    return max([_ROW, *pictures]) if block.tag == qn("w:p") else 0


def _floats(root: Any, page: PageSetup) -> Iterable[tuple[int, int]]:
    """Top and bottom, from the top of the page, of what floats and does not push text away by itself."""
    for anchor in root.iter("{*}anchor"):
        vertical, extent = anchor.find("{*}positionV"), anchor.find("{*}extent")
        offset = None if vertical is None else vertical.findtext("{*}posOffset")
        if extent is None or anchor.find("{*}wrapTopAndBottom") is not None or vertical is None:
            continue
        origin = {"page": 0, "topMargin": 0, "margin": page.sides["top"]}.get(
            vertical.get("relativeFrom", ""), page.sides["header"])
        if offset is None and vertical.findtext("{*}align") != "top":
            continue
        top = origin + int(offset or 0) // _EMU
        yield top, top + int(extent.get("cy", "0")) // _EMU
    for shape in root.iter("{urn:schemas-microsoft-com:vml}shape", "{urn:schemas-microsoft-com:vml}rect"):
        if any(each.tag.endswith("}Fallback") for each in shape.iterancestors()):
            continue
        words = dict(each.partition(":")[::2] for each in shape.get("style", "").replace(" ", "").split(";"))
        if words.get("position") == "absolute" and words.get("mso-position-vertical", "absolute") == "absolute":
            relative = words.get("mso-position-vertical-relative", "text")
            top = {"page": 0, "margin": page.sides["top"]}.get(relative, page.sides["header"]) \
                + twips(words.get("margin-top"), 0)
            yield top, top + twips(words.get("height"), 0)
