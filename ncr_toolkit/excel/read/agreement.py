"""What the reader of values has read of a worksheet is counted against what stands in its bytes."""

from __future__ import annotations

import re
from html import unescape

from ncr_toolkit.excel.opc.address import address_of
from ncr_toolkit.excel.read.layout import Rows

_CELL = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^<>]*)(?<!/)>((?:(?!<c ).)*?)</c>', re.DOTALL)
_FORMULA = re.compile(rb"<f\b[^<>]*(?:/>|>[^<]*</f>)")
_MARKUP = re.compile(rb"<[^<>]*>")
_ITEM = re.compile(rb"<si>((?:(?!<si>).)*?)</si>", re.DOTALL)


def cell_read_otherwise(data: bytes, rows: Rows, texts: bytes) -> str:
    """The first cell that stands in the bytes twice, or was passed over; '' where there is none.

    `data`: a worksheet in its plain form; `rows`: its values from A1; `texts`: the common list. Where the numbers of
    filled cells are the same, which is nearly always, nothing more is looked at.
    """
    filled = sum(len(row) - row.count("") for row in rows)
    values = data.count(b"</v>") + data.count(b"</is>") - data.count(b"<v></v>") - data.count(b' t="e"')
    return "" if filled == values else _first(data, rows, texts)


def _first(data: bytes, rows: Rows, texts: bytes) -> str:
    blank = {str(number).encode() for number, found in enumerate(_ITEM.finditer(texts)) if _is_blank(found[1])}
    seen = set[bytes]()
    for reference, attributes, content in _CELL.findall(data):
        where = address_of(reference.decode("ascii"))
        value = _FORMULA.sub(b"", content)
        if reference in seen:
            return str(reference, "ascii")
        seen.add(reference)
        if where is None or _is_blank(value) or b' t="e"' in attributes:
            continue
        row = rows[where.row] if where.row < len(rows) else []
        passed = where.column >= len(row) or row[where.column] == ""
        if passed and not (b' t="s"' in attributes and _MARKUP.sub(b"", value) in blank):
            return str(reference, "ascii")
    return ""


def _is_blank(content: bytes) -> bool:
    return not unescape(_MARKUP.sub(b"", content).decode("utf-8", "replace")).strip(" \t\r\n")
