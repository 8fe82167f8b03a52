"""DRAFT in the header of every printed page of a form that is not ready.

Headers and footers of sheets: ECMA-376 Part 1, 18.3.1.46 and 18.3.1.39 (the codes in them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from ncr_toolkit.excel.patch.sheet_order import put_in_order
from ncr_toolkit.excel.patch.workbook_parts import tag

_MARK = '&"-,Bold"&16&KC00000DRAFT&K000000&11 '
_CENTRE = re.compile(r"(?<!&)&C")


def mark(root: etree._Element) -> None:
    """Put the word into the middle of each header that a sheet prints."""
    for header in _headers(root):
        header.text = _with_mark(header.text or "")


def before_left(root: etree._Element, said: str) -> None:
    """Put words, which may hold the codes of headers, before those at the left of each header that a sheet prints."""
    for header in _headers(root):
        now = header.text or ""
        left = now[2:] if now.startswith("&L") else f"&C{now}" if now and not now.startswith(("&C", "&R")) else now
        header.text = f"&L&8{said}&K000000&10 {left}"


def _headers(root: etree._Element) -> Iterator[etree._Element]:
    """The headers that a sheet prints; those that it lacks are made."""
    holder = root.find(tag(root, "headerFooter"))
    if holder is None:
        holder = etree.Element(tag(root, "headerFooter"))
        put_in_order(root, holder)
    kinds = ["oddHeader", *(["evenHeader"] if holder.get("differentOddEven") in ("1", "true") else []),
             *(["firstHeader"] if holder.get("differentFirst") in ("1", "true") else [])]
    for kind in kinds:
        header = holder.find(tag(root, kind))
        if header is None:
            header = etree.Element(tag(root, kind))
            order = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
            behind = [each for each in holder if etree.QName(each).localname in order[:order.index(kind)]]
            holder.insert(len(behind), header)
        yield header


def _with_mark(said: str) -> str:
    """A header, which may have a left, middle and right part, with the word in its middle."""
    if _CENTRE.search(said):
        return _CENTRE.sub(f"&C{_MARK}", said, count=1)
    if said and not said.startswith(("&L", "&R")):  # letters without a part stand in the middle
        return f"&C{_MARK}{said}"
    left, right, rest = said.partition("&R")
    return f"{left}&C{_MARK.strip()}{right}{rest}"
