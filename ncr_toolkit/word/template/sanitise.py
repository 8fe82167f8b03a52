"""What of a company's header or footer may stand in a document that leaves the house: what people see, and no more.

Comments, tracked changes, hidden words, controls bound to data, embedded objects and ways out of the document go.

WordprocessingML: ECMA-376 Part 1, clause 17; VML: Part 4.
"""

from __future__ import annotations

import re
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ncr_toolkit.common.packages.relations import Relation
from ncr_toolkit.common.packages.ways_out import drawing_leads_out
from ncr_toolkit.word.styles import W
from ncr_toolkit.word.template.header_fields import settle, slot
from ncr_toolkit.word.template.page_setup import said
from ncr_toolkit.word.template.template_file import TemplateFile

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML, _O = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_GONE = {qn(f"w:{name}") for name in (
    "del", "moveFrom", "comment", "commentReference", "annotationRef", "proofErr", "permStart", "permEnd",
    "bookmarkStart", "bookmarkEnd", "cellIns", "cellDel", "cellMerge", "object", "control", "altChunk", "subDoc",
    "lastRenderedPageBreak", "rsid", "footnoteReference", "endnoteReference", "customXmlPr", "smartTagPr", "movie")}
_GONE_ENDINGS = ("RangeStart", "RangeEnd", "PrChange", "GridChange", "numberingChange")
_OPENED = {qn(f"w:{name}") for name in ("ins", "moveTo", "smartTag", "customXml")}
_BOUND = {"title": "title", "subject": "subject", "company": "author"}
_WEB = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_PATH = re.compile(r"^[A-Za-z]:|^file:|^https?:|[\\/][^\\/]*\.\w{2,5}$|^\\\\")
_CARRIERS = {qn("w:drawing"), qn("w:pict"), qn("w:object")}


def sift(root: Any, template: TemplateFile, part: str, place: str) -> list[str]:
    """Clean the header or footer `root` of the template's `part` in its place; `place`: what people call it.

    Gives the ids of the relations it still uses: pictures inside the package, and links to the web.
    """
    plain(root)
    _controls(root, template, place)
    for keyword in settle(root):
        template.leave(f"the field {keyword} in the {place}")
    _hidden(root)
    kept = _related(root, template, template.relations(part), place)
    _words_of_pictures(root)
    _whole(root)
    return kept


def plain(root: Any) -> None:
    """Take away tracked changes (as accepted), comments, marks of who worked when, and embedded objects."""
    for row in list(root.iter(qn("w:tr"))):
        if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None:
            row.getparent().remove(row)
    for element in list(root.iter(f"{{{W}}}*")):
        if element.tag in _GONE or element.tag.endswith(_GONE_ENDINGS):
            _remove(element)
        elif element.tag in _OPENED:
            _open(element)
    for element in root.iter():
        for name in [each for each in element.attrib if each.startswith((f"{{{W}}}rsid", f"{_W14}paraId",
                                                                         f"{_W14}textId"))]:
            del element.attrib[name]


def _remove(element: Any) -> None:
    if element.getparent() is not None:
        element.getparent().remove(element)


def _open(element: Any) -> None:
    """Put what stands in an element in its place."""
    for child in list(element):
        element.addprevious(child)
    _remove(element)


def _controls(root: Any, template: TemplateFile, place: str) -> None:
    """Content controls become what they show; those bound to data hold what the new document says, or nothing."""
    for control in list(root.iter(qn("w:sdt"))):
        about, content = control.find(qn("w:sdtPr")), control.find(qn("w:sdtContent"))
        bound = None if about is None else next((each for each in about.iter("{*}dataBinding")), None)
        if content is None or (about is not None and about.find(qn("w:showingPlcHdr")) is not None):
            _remove(control)
        elif bound is not None:
            last = re.sub(r"\[\d+\]", "", bound.get(qn("w:xpath"), "")).rpartition("/")[2].rpartition(":")[2]
            name = _BOUND.get(last.casefold(), "")
            if name:
                _filled(content, name)
            else:
                template.leave(f"the field bound to {last or 'data'} in the {place}")
                for run in list(content.iter(qn("w:r"))):
                    _remove(run)
            _open_control(control, content)
        else:
            _open_control(control, content)


def _open_control(control: Any, content: Any) -> None:
    for child in list(content):
        control.addprevious(child)
    _remove(control)


def _filled(content: Any, name: str) -> None:
    """The content of a control, with a slot in the place of its words."""
    runs = list(content.iter(qn("w:r")))
    if runs:
        runs[0].addprevious(slot(name, runs[0].find(qn("w:rPr"))))
    for run in runs:
        _remove(run)


def _hidden(root: Any) -> None:
    for mark in list(root.iter(qn("w:vanish"))):
        run = mark.getparent().getparent()
        if run is not None and run.tag == qn("w:r") and said(mark):
            _remove(run)


def _related(root: Any, template: TemplateFile, relations: dict[str, Relation], place: str) -> list[str]:
    """Keep pictures that lie in the package and links to the web; take away whatever else leads somewhere."""
    kept: list[str] = []
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            _remove(element)
            continue
        for name in (f"{_O}href", "href", f"{_O}relid"):
            element.attrib.pop(name, None)
        if element.tag.endswith(("}hlinkClick", "}hlinkHover")):
            _remove(element)
            continue
        for name in [each for each in element.attrib if each.startswith(_R)]:
            found = relations.get(element.get(name))
            if name in (f"{_R}link", f"{_R}href") and (element.get(f"{_R}embed") or element.get(f"{_R}id")):
                del element.attrib[name]
            elif found and (_is_picture(template, found) or
                            (element.tag == qn("w:hyperlink") and _WEB.match(found.target))):
                kept.append(element.get(name))
            else:
                template.leave(_take_away(element, name, found, place))
                break
    used = {value for element in root.iter() for name, value in element.attrib.items() if name.startswith(_R)}
    return sorted(set(kept) & used)


def _is_picture(template: TemplateFile, found: Relation) -> bool:
    """Whether a picture lies there in the package, and does not itself lead out of it."""
    kind = template.type_of(found.target)
    if found.outside or found.kind != "image" or found.target not in template.parts or not kind.startswith("image/"):
        return False
    return not drawing_leads_out(template.parts[found.target])


def _take_away(element: Any, name: str, found: Relation | None, place: str) -> str:
    """Remove what hangs on a relation that may not be kept; gives it in words."""
    if element.tag == qn("w:hyperlink"):
        _open(element)
        return f"a link to a file in the {place}"
    extension = next((each for each in element.iterancestors() if each.tag.endswith("}ext") and each.get("uri")), None)
    if extension is not None:  # a second form of a picture that is there itself
        _remove(extension)
        return f"a second form of a picture in the {place}"
    carrier = next((each for each in (element, *element.iterancestors()) if each.tag in _CARRIERS), None)
    if carrier is None:
        del element.attrib[name]
    else:
        _remove(carrier)
    if found is not None and found.outside:
        return f"a linked picture in the {place} (insert the picture itself into the template)"
    return f"a chart, diagram or object in the {place}"


def _words_of_pictures(root: Any) -> None:
    """Numbers of their own for pictures, and no path of somebody's disk in their words."""
    number = 9000
    for element in root.iter():
        if element.tag.endswith("}docPr"):
            number += 1
            element.set("id", str(number))
        if element.tag.endswith(("}docPr", "}cNvPr")) or element.tag.startswith(_VML):
            for name in ("descr", "name", "title", "alt", f"{_O}title"):
                if _PATH.search(element.get(name, "")):
                    element.set(name, "Logo")


def _whole(root: Any) -> None:
    """A cell, a text box and the header itself end in a paragraph, and no table is without rows."""
    for table in list(root.iter(qn("w:tbl"))):
        if next(table.iter(qn("w:tr")), None) is None:
            _remove(table)
    for element in [root, *root.iter(qn("w:tc"), qn("w:txbxContent"))]:
        if len(element) == 0 or element[-1].tag != qn("w:p"):
            element.append(OxmlElement("w:p"))
