"""The rows of a worksheet counted once more, from the file itself and not by the way on which they were read.

SpreadsheetML as in ECMA-376 Part 1: row (18.3.1.73), c (18.3.1.4).
"""

from __future__ import annotations

import re

from lxml import etree

from ncr_toolkit.excel.opc.address import address_of, whole
from ncr_toolkit.excel.opc.package import WorkbookPackage, elements
from ncr_toolkit.excel.read.plain_texts import plain_texts

_ITEM = re.compile(rb"<si>((?:(?!<si>).)*?)</si>", re.DOTALL)
_MARKUP = re.compile(rb"<[^<>]*>")


def filled_rows(package: WorkbookPackage, path: str) -> set[int]:
    """The rows, counted from 0, in which something stands. Raises CannotRun where the part is damaged."""
    blank = {number for number, found in enumerate(_ITEM.finditer(plain_texts(package)))
             if not _MARKUP.sub(b"", found[1]).strip()}
    rows, row = set[int](), -1
    for event, element in elements(package.name, package.part(path), "{*}row", "{*}c", events=("start", "end")):
        if event == "start" and element.tag.endswith("row"):
            row = whole(element.get("r"), row + 2) - 1
        elif event == "end" and element.tag.endswith("}c") and _says(element, blank):
            where = address_of(element.get("r", "").strip())
            rows.add(where.row if where else row)
        if event == "end":
            element.clear()
    return rows


def _says(cell: etree._Element, blank: set[int]) -> bool:
    text = "".join(map(str, cell.itertext("{*}v", "{*}t"))).strip()
    if cell.find("{*}f") is not None:
        return True
    return bool(text) and not (cell.get("t") == "s" and whole(text, -1) in blank)
