"""The common list of texts of a workbook, written in the one way that every look at it reads alike.

ECMA-376 Part 1: sst (18.4.9), si (18.4.8), runs (18.4.4), text (18.4.12), phonetic runs (18.4.6), which are how a text
is spoken and no part of it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.detect import DAMAGED
from ncr_toolkit.excel.opc.package import WorkbookPackage

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TEXT = rb"[^<&]*+(?:&(?:amp|lt|gt|quot|apos);[^<&]*+)*+"
"""What may stand in an element of the plain way: characters, and the references that XML cannot do without."""

_T = rb'<t(?: xml:space="preserve")?+(?:/>|>' + TEXT + rb"</t>)"
_LOOKS = rb'(?:<rPr>(?:<[A-Za-z]+(?: [A-Za-z]+="[^"<&]*")*+/>)*+</rPr>|<rPr/>)?+'
_ITEM = re.compile(rb"<si>(?:" + _T + rb"|(?:<r>" + _LOOKS + _T + rb"</r>)++)</si>")
_ROOT = re.compile(rb'(?:<\?xml [^<>]*\?>)?\s*<sst(?: (?:xmlns="' + MAIN.encode() + rb'"|[A-Za-z]+="[0-9]*"))*+>')
_DEFAULT = b' xmlns="' + MAIN.encode() + b'"'
_END = b"</sst>"
_TAG, _RUN, _TEXT, _LOOK = (f"{{{MAIN}}}{name}" for name in ("si", "r", "t", "rPr"))
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def plain_texts(package: WorkbookPackage) -> bytes:
    """The common list of texts; where there is none, an empty one. Raises CannotRun where it is damaged."""
    if package.texts is None:
        path = package.related("sharedStrings")
        data = package.part(path) if path else b""
        package.texts = data if _is_plain(data) else _plain(package.name, data)
    return package.texts


def count(package: WorkbookPackage) -> int:
    """How many texts the list has."""
    return plain_texts(package).count(b"<si>")


def _is_plain(data: bytes) -> bool:
    root, end = _ROOT.match(data), data.rfind(_END)
    if not root or _DEFAULT not in root[0] or data[end + len(_END):].strip():
        return False
    place = root.end()
    while found := _ITEM.match(data, place, end):
        place = found.end()
    return place == end


def _plain(name: str, data: bytes) -> bytes:
    """The list read as XML and written anew."""
    try:
        items = list(_items(data)) if data else []
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRun(DAMAGED.format(name=name)) from error
    return f'<sst xmlns="{MAIN}">{"".join(items)}</sst>'.encode("utf-8", "surrogatepass")


def _items(data: bytes) -> Iterator[str]:
    for _, each in etree.iterparse(io.BytesIO(data), tag=_TAG, remove_comments=True, remove_pis=True,
                                   resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True):
        yield f"<si>{item(each)}</si>"
        each.clear()


def item(parent: etree._Element) -> str:
    """What is in an item of the list, or in a cell: its text, or its runs with the looks of each."""
    pieces = []
    for child in parent.iterchildren(_TEXT, _RUN):
        if child.tag == _TEXT:
            pieces.append(_text(child))
        else:
            pieces.append(f"<r>{_looks(child)}{''.join(map(_text, child.iterchildren(_TEXT))) or '<t/>'}</r>")
    return "".join(pieces) or "<t/>"


def attributes(element: etree._Element) -> dict[str, str]:
    """The attributes of SpreadsheetML itself, which are in no namespace."""
    return {str(name): str(value) for name, value in element.attrib.items() if not str(name).startswith("{")}


def _looks(run: etree._Element) -> str:
    looks = ""
    for each in run.iterfind(f"{_LOOK}/*"):
        named = "".join(f' {name}="{escape(value)}"' for name, value in attributes(each).items())
        looks += f"<{etree.QName(each).localname}{named}/>"
    return looks and f"<rPr>{looks}</rPr>"


def _text(element: etree._Element) -> str:
    """Spaces round a text are none of it, unless they are to be kept."""
    text = "".join(map(str, element.itertext()))
    kept = text if element.get(_SPACE) == "preserve" else text.strip(" \t\r\n")
    return f'<t xml:space="preserve">{escape(kept, quote=False)}</t>'.replace("\r", "&#13;")
