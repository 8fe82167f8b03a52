"""DRAFT across every page of a form that is not ready: only headers change, and what leads to a new one."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ncr_toolkit.common.packages.relations import CONTENT_TYPES, RELATIONS, TYPES, relations_part
from ncr_toolkit.common.packages.safe_xml import serialised
from ncr_toolkit.forms.docx.form_file import HEADER, FormFile, parse
from ncr_toolkit.forms.docx.wordprocessingml import Element, R, W, on, w
from ncr_toolkit.word import page_header

_NEW = "header-ncr-draft.xml"
_RELATION = f"{R}/header"
_ID = "rIdNcrDraft"


def mark(package: FormFile, changed: dict[str, bytes]) -> dict[str, bytes]:
    """The members that change, on top of `changed`, so that every page says DRAFT."""
    document = _parsed(package, changed, package.document)
    links = package.links()
    headers: dict[str, None] = {}
    added = False
    kinds: dict[str, str] = {}  # the header of each kind that holds for a section: its relation
    for section in document.iter(w("sectPr")):
        kinds |= _own(section, {id for id, (_, name) in links.items() if name in package.members})
        for kind in _kinds(section, package):
            if kind not in kinds:
                _refer(section, kind)
                kinds[kind] = _ID
                added = True
        headers |= {links[id][1]: None for id in kinds.values() if id != _ID}
    made = {name: _marked(package, changed, name) for name in headers}
    if added:
        made |= _new(package, changed, document)
    return made


def _own(section: Element, there: set[str]) -> dict[str, str]:
    """The headers of a section by their kind, as relations; a reference that leads to no header is taken away, as it
    would keep ours from the page."""
    found = {}
    for each in section.findall(w("headerReference")):
        id = each.get(f"{{{R}}}id", "")
        if id in there:
            found[each.get(w("type"), "default")] = id
        else:
            section.remove(each)
    return found


def _parsed(package: FormFile, changed: dict[str, bytes], name: str) -> Element:
    return parse(changed.get(name, package.members[name]), f"{package.path} is damaged ({name})")


def _kinds(section: Element, package: FormFile) -> Iterator[str]:
    """The kinds of header that the pages of a section show."""
    yield "default"
    first = section.find(w("titlePg"))
    if first is not None and on(first):
        yield "first"
    name = package.related("settings")
    if name in package.members:
        even = package.parse(name).find(w("evenAndOddHeaders"))
        if even is not None and on(even):
            yield "even"


def _refer(section: Element, kind: str) -> None:
    """Make a section show the new header."""
    reference = etree.Element(w("headerReference"))
    reference.set(w("type"), kind)
    reference.set(f"{{{R}}}id", _ID)
    section.insert(0, reference)


def _marked(package: FormFile, changed: dict[str, bytes], name: str) -> bytes:
    """A header with the mark in its first paragraph."""
    tree = _parsed(package, changed, name)
    paragraph = tree.find(w("p"))
    if paragraph is None:
        paragraph = next(tree.iter(w("p")), None)
    if paragraph is None:
        paragraph = etree.SubElement(tree, w("p"))
    paragraph.append(_run())
    return serialised(tree)


def _run() -> Element:
    return etree.fromstring(f'<w:p xmlns:w="{W}">{page_header.watermark("DRAFT")}</w:p>')[0]


def _new(package: FormFile, changed: dict[str, bytes], document: Element) -> dict[str, bytes]:
    """A header of our own, for pages that have none, with all that leads to it."""
    folder = package.document.rpartition("/")[0]
    part = f"{folder}/{_NEW}" if folder else _NEW
    header = etree.Element(w("hdr"), nsmap={"w": W})
    etree.SubElement(header, w("p")).append(_run())
    name, listed = package.named(relations_part(package.document)), package.named(CONTENT_TYPES)
    relations = _parsed(package, changed, name) if name in package.members \
        else parse(f'<Relationships xmlns="{RELATIONS}"/>'.encode(), "")
    etree.SubElement(relations, f"{{{RELATIONS}}}Relationship", Id=_ID, Type=_RELATION, Target=_NEW)
    types = _parsed(package, changed, listed)
    etree.SubElement(types, f"{{{TYPES}}}Override", PartName=f"/{part}", ContentType=HEADER)
    return {part: serialised(header), name: serialised(relations), listed: serialised(types),
            package.document: serialised(document)}
