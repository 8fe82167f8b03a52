"""Check boxes and option buttons that float over a sheet: where each stands, its words, and how it is ticked.

Each is told twice: for older Excel in VML (ECMA-376 Part 4, 19.4.2 ClientData), for Excel 2010 and later in a part of
its own ([MS-XLSX], formControlPr). The VML is no XML that every program could read: it is changed letter by letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ncr_toolkit.excel.opc.address import Address
from ncr_toolkit.excel.opc.package import WorkbookPackage, parse, relations
from ncr_toolkit.excel.patch.workbook_parts import xml
from ncr_toolkit.forms.xlsx.anchors import middle, shape_number
from ncr_toolkit.forms.xlsx.sheet import area_of

SHAPE = re.compile(rb"<v:shape\b(?:(?!<v:shape\b).)*?</v:shape>", re.DOTALL)
_KIND = re.compile(rb"""ObjectType=["'](Checkbox|Radio)["']""")
_ID = re.compile(rb"""\bid=["']([^"']*?(\d+))["']""")
_WORDS = re.compile(rb"<v:textbox\b(?:(?!<v:textbox\b).)*?</v:textbox>", re.DOTALL)
_CONTENT = re.compile(rb"<x:(Anchor|FmlaLink|Checked)>\s*([^<]*?)\s*</x:\1>")
_END = b"</x:ClientData>"


@dataclass
class CheckBox:
    """One of them."""

    number: int
    at: Address
    label: str
    ticked: bool
    shape: bytes  # as it stands in the VML
    vml: str  # the part
    properties: str = ""  # the part of newer Excel, '' for none
    link: str = ""  # the cell that shows its state: "$D$4", "Lists!$A$1"
    value: int = 0  # what that cell holds when it is ticked: 0 for TRUE, else the number of the option


def check_boxes(package: WorkbookPackage, path: str, first: int) -> list[CheckBox]:
    """Those of the sheet in the part `path`, numbered from `first`."""
    related = relations(package, path)
    found: list[CheckBox] = []
    newer = _newer(package, path, related)
    for kind, part in related.values():
        if kind == "vmlDrawing" and part in package.members:
            for shape in SHAPE.finditer(package.raw(part)):
                if (box := _read(shape[0], part, newer, first + len(found))) is not None:
                    found.append(box)
    found.sort(key=lambda box: box.at)
    _number_options(found)
    return found


def _newer(package: WorkbookPackage, path: str, related: dict[str, tuple[str, str]]) -> dict[int, str]:
    """The parts of newer Excel by the number of their shape."""
    if not any(kind == "ctrlProp" for kind, _ in related.values()):
        return {}
    root = parse(package.name, package.part(path))
    own = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    return {shape_number(each): related[each.get(own, "")][1] for each in root.iter("{*}control")
            if related.get(each.get(own, ""), ("", ""))[0] == "ctrlProp"}


def _read(shape: bytes, part: str, newer: dict[int, str], number: int) -> CheckBox | None:
    kind, id, words = _KIND.search(shape), _ID.search(shape), _WORDS.search(shape)
    said = {each[1]: each[2].decode("utf-8", "replace") for each in _CONTENT.finditer(shape)}
    where = middle(said.get(b"Anchor", ""))
    if kind is None or where is None:
        return None
    label = re.sub(rb"<[^<>]*>", b" ", words[0] if words else b"").decode("utf-8", "replace")
    return CheckBox(number, where, " ".join(_unescaped(label).split()),
                    said.get(b"Checked", "0") not in ("", "0"), shape, part,
                    newer.get(int(id[2]), "") if id else "", said.get(b"FmlaLink", "").lstrip("="),
                    value=1 if kind[1] == b"Radio" else 0)


def _unescaped(text: str) -> str:
    return text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _number_options(boxes: list[CheckBox]) -> None:
    """Options of one group share the linked cell of the first: it holds the number of the one that is chosen."""
    link, number = "", 0
    for box in boxes:
        if box.value:
            number = 1 if box.link and box.link != link else number + 1
            link = box.link or link
            box.link, box.value = link, number


def ticked(package: WorkbookPackage, boxes: list[CheckBox], changed: dict[str, bytes]) -> dict[str, bytes]:
    """The parts in which these boxes are ticked, on top of `changed`."""
    made: dict[str, bytes] = {}
    for box in boxes:
        content = made.get(box.vml, changed.get(box.vml, package.raw(box.vml)))
        bare = re.sub(rb"<x:Checked>[^<]*</x:Checked>\s*", b"", box.shape)
        made[box.vml] = content.replace(box.shape, bare.replace(_END, b"<x:Checked>1</x:Checked>" + _END, 1), 1)
        if box.properties in package.members:
            root = parse(package.name, package.part(box.properties))
            root.set("checked", "Checked")
            made[box.properties] = xml(root)
    return made


def linked_cell(box: CheckBox) -> tuple[str, Address] | None:
    """The sheet ('' for its own) and cell that show the state of a box."""
    sheet, _, reference = box.link.rpartition("!")
    area = area_of(reference)
    return (sheet.strip("'").replace("''", "'"), area.first) if area is not None else None



