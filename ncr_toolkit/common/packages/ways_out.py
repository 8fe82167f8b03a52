"""What of an Open XML package leads out of it unasked: taken away, so that no program that opens it fetches anything.

A link that somebody has to click stays. Relationships: ISO/IEC 29500-2 (= ECMA-376 Part 2), clause 6.5; what refers to
one by its id: ECMA-376 Part 1 (DrawingML 20.1, WordprocessingML 17) and Part 4 (VML).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ncr_toolkit.common.packages import relations, safe_xml
from ncr_toolkit.common.packages.errors import PackageError
from ncr_toolkit.common.packages.limits import MB
from ncr_toolkit.common.packages.relations import Relation, is_address, source_of
from ncr_toolkit.common.text import one_line, short

if TYPE_CHECKING:
    from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_REFERS = re.compile(r"\{http://(?:schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml)/officeDocument/(?:2006/)?"
                     r"relationships\}|\{urn:schemas-microsoft-com:office:office\}relid$")
_OUTSIDE = re.compile(rb"""<script|<!ENTITY|@import|\bhref\s*=\s*["'](?!#|data:)|url\(\s*+["']?+(?!#|data:)""",
                      re.IGNORECASE)
_GZIP, _MOST = b"\x1f\x8b", 32 * MB
_HEAD = 4096  # in its first bytes a program looks for what a picture is
_CLICKED = ("hyperlink", "hlinkClick", "hlinkHover", "hlinkMouseOver")
_CHUNK = "aFChunk"
_PICTURES = ("blip", "svgBlip", "imagedata", "fill", "stroke", "shape", "rect", "oval", "image")
_CARRIERS = ("drawing", "pict", "object", "background", "mailMerge", "frameset")
_KINDS = {"image": "a linked picture", "hyperlink": "a linked picture",
          "attachedTemplate": "the link to the template it was made from",
          "subDocument": "another document put in", _CHUNK: "another file put in", "oleObject": "a linked object",
          "frame": "a frame", "mailMergeSource": "the addresses of a mail merge",
          "mailMergeHeaderSource": "the addresses of a mail merge", "externalLinkPath": "a link to another workbook"}


@dataclass
class WaysOut:
    """The parts that hold ways out, without them, and what was taken away, in words."""

    parts: dict[str, bytes] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def tell(self, what: str) -> None:
        """Remember it; the same is said once."""
        if what not in self.told:
            self.told.append(what)


def close(parts: Mapping[str, bytes]) -> WaysOut:
    """What changes in the parts of a package so that nothing in it leads out.

    Raises PackageError where a part that has relations is no XML.
    """
    found, named = WaysOut(), relations.part_keys(parts)
    links = {named.get(relations.part_key(source_of(name)), ""): name for name in parts
             if name.casefold().endswith(".rels")}
    for name in parts:
        if name not in links:
            _cut(found, parts, name, {}, {})
    for source, name in links.items():
        root = safe_xml.parse(parts[name], huge=True)
        every = relations.relations(root, source, named)
        gone = {id: each for id, each in every.items()
                if _leads_out(each, parts.get(each.target, b""))}
        clicked = {id: each for id, each in every.items() if each.outside and id not in gone}
        if source:
            _cut(found, parts, source, gone, clicked)
        if gone:
            for each in list(root.iter("{*}Relationship")):
                if each.get("Id", "") in gone:
                    _remove(each)
            for relation in gone.values():
                found.tell(_words(relation))
            found.parts[name] = safe_xml.serialised(root)
    return found


def _leads_out(relation: Relation, content: bytes) -> bool:
    """Whether a program follows it without being asked, to something that the package does not hold. `content`: of the
    part it leads to. A chunk is a file of another format, which may lead anywhere."""
    if relation.kind == _CHUNK:
        return True
    return relation.kind != "hyperlink" if relation.outside else relation.kind == "image" and drawing_leads_out(content)


def drawing_leads_out(content: bytes) -> bool:
    """Whether a picture is a drawing in SVG, packed or not and whatever it is called, that fetches something."""
    if content.startswith(_GZIP):
        try:
            content = zlib.decompressobj(wbits=31).decompress(content, _MOST)
        except zlib.error:
            return False
    try:
        content = safe_xml.as_utf8(content)
    except PackageError:
        return False
    return b"svg" in content[:_HEAD].lower() and _OUTSIDE.search(content) is not None


def _cut(found: WaysOut, parts: Mapping[str, bytes], name: str, gone: Mapping[str, Relation],
         clicked: Mapping[str, Relation]) -> None:
    """Take away all that refers to these relations, or names an address itself, from one part."""
    if not name.casefold().endswith((".xml", ".vml")) or not (
            gone or clicked or b"src" in safe_xml.as_utf8(parts[name])):
        return
    root, changed = safe_xml.parse(parts[name], huge=True), False
    for element in list(root.iter("*")):
        for attribute, relation in list(_references(element, gone, clicked)):
            if relation is not None:
                found.tell(_words(relation))
            else:
                found.tell(f"a linked picture ({_shown(element.get(attribute, ''))})")
            _take_away(element, attribute)
            changed = True
    if changed:
        found.parts[name] = safe_xml.serialised(root)


def _references(element: etree._Element, gone: Mapping[str, Relation], clicked: Mapping[str, Relation]) \
        -> Iterator[tuple[str, Relation | None]]:
    """The attributes that lead out, with their relation, None where the address stands there itself."""
    local = _local(element.tag)
    for name, value in element.attrib.items():
        attribute, id = str(name), str(value)
        if _REFERS.match(attribute):
            if id in gone or (id in clicked and local not in _CLICKED):
                yield attribute, gone.get(id) or clicked[id]
        elif attribute == "src" and is_address(id):
            yield attribute, None


def _take_away(element: etree._Element, attribute: str) -> None:
    """A picture that the package holds beside the link stays; what only leads out goes, and no text with it."""
    local = _local(element.tag)
    another = any(_REFERS.match(str(name)) and name != attribute for name in element.attrib)
    extension = next((each for each in element.iterancestors() if _local(each.tag) == "ext" and each.get("uri")), None)
    carrier = next((each for each in (element, *element.iterancestors()) if _local(each.tag) in _CARRIERS), None)
    if local == "altChunk":
        element.addprevious(element.makeelement(f"{_W}p"))  # a cell has to end in a paragraph
        _remove(element)
    elif local in _PICTURES and another:
        del element.attrib[attribute]
    elif local == "svgBlip" and extension is not None:  # a second form of a picture that is there itself
        _remove(extension)
    elif carrier is not None and not _holds_text(carrier):
        _remove(carrier)
    elif local in _PICTURES:
        del element.attrib[attribute]
    else:
        _remove(element)


def _holds_text(carrier: etree._Element) -> bool:
    """Whether people's words stand in it, or it is a bullet that lists refer to."""
    above = carrier.getparent()
    return next(carrier.iter(f"{_W}txbxContent"), None) is not None \
        or (above is not None and _local(above.tag) == "numPicBullet")


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _words(relation: Relation) -> str:
    what = _KINDS.get(relation.kind, f"a link ({relation.kind})")
    if relation.outside:
        return f"{what} ({_shown(relation.target)})"
    return what if relation.kind == _CHUNK else "a drawing that leads out of the document"


def _shown(address: str) -> str:
    return short(one_line(address)).strip("'")
