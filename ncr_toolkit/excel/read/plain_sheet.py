"""The one way of writing a worksheet that our scan of its bytes and the reader of values read alike.

Most programs write it so, and one look tells. Any other worksheet (prefixes, other quotes, comments, CDATA, character
references, cells without a place or out of order ...) is read as XML here and written anew in that way, so that both
see the same; a cell that nobody could read for certain is named.

SpreadsheetML as in ECMA-376 Part 1: worksheet (18.3.1.99), row (18.3.1.73), c (18.3.1.4), f (18.3.1.40), v (18.3.1.96),
is (18.3.1.53), the kinds of cells (18.18.11); what is a comment, a reference, CDATA: XML 1.0.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import etree

from ncr_toolkit.common.errors import CannotRun
from ncr_toolkit.excel.opc.address import Address, address_of, letters
from ncr_toolkit.excel.opc.detect import DAMAGED
from ncr_toolkit.excel.read.plain_texts import MAIN, TEXT, attributes, item

_ATTRIBUTES = rb' (?:s|cm|vm|ph)="[0-9]+"'
_FORMULA = rb'(?:<f(?: [A-Za-z0-9]+="[^"<&]*")*+(?:/>|>' + TEXT + rb"</f>))?+"
_CELL = (rb'<c r="[A-Z]{1,3}\1"(?:' + _ATTRIBUTES + rb")*+(?:/>|></c>|"
         rb' t="s"(?:' + _ATTRIBUTES + rb")*+(?:/>|><v>[0-9]{1,9}</v></c>)|"
         rb'(?: t="n"(?:' + _ATTRIBUTES + rb")*+)?+(?:/>|>" + _FORMULA +
         rb"(?:<v>-?[0-9]++(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?</v>|<v></v>|<v/>)?+</c>)|"
         rb' t="str"(?:' + _ATTRIBUTES + rb")*+(?:/>|>" + _FORMULA +
         rb'(?:<v(?: xml:space="preserve")?+>' + TEXT + rb"</v>|<v/>)?+</c>)|"
         rb' t="inlineStr"(?:' + _ATTRIBUTES + rb')*+(?:/>|><is><t(?: xml:space="preserve")?+(?:/>|>' + TEXT +
         rb"</t>)</is></c>)|"
         rb' t="b"(?:' + _ATTRIBUTES + rb")*+(?:/>|>" + _FORMULA + rb"(?:<v>[01]</v>)?+</c>)|"
         rb' t="e"(?:' + _ATTRIBUTES + rb")*+(?:/>|>" + _FORMULA + rb"<v>" + TEXT + rb"</v></c>))")
_ROW = re.compile(rb'<row r="([0-9]{1,7})"(?: [A-Za-z0-9:]+="[^"<&]*")*+(?:/>|>(?:' + _CELL + rb")*+</row>)")
_TAG = re.compile(rb'<(?!/[A-Za-z0-9:]+>|[A-Za-z0-9:]+(?:\s+[\w:.-]+="[^"<]*")*+\s*+/?>|\?xml )')
_ROOT = re.compile(rb'<worksheet(?:\s+[\w:.-]+="[^"<]*")*+\s*+>')
_BEGIN, _END, _NO_DATA = b"<sheetData>", b"</sheetData>", b"<sheetData/>"
_DEFAULT = b' xmlns="' + MAIN.encode() + b'"'

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$")
_BOOLEANS = {"1": "1", "true": "1", "0": "0", "false": "0"}
_ROW_TAG, _CELL_TAG, _DATA_TAG = (f"{{{MAIN}}}{name}" for name in ("row", "c", "sheetData"))
_V, _F, _IS = (f"{{{MAIN}}}{name}" for name in ("v", "f", "is"))
_INDEX = re.compile(r"0{0,99}[0-9]{1,9}$", re.ASCII)


def is_plain(data: bytes) -> bool:
    """Whether a worksheet, in UTF-8, is written in the plain way."""
    begin, end = _bounds(data)
    if begin < 0 or not _is_plain_frame(data[:begin], data[end:]):
        return False
    last = 0
    while found := _ROW.match(data, begin, end):
        number = int(found[1])
        if number <= last:
            return False
        last, begin = number, found.end()
    return begin == end


def _bounds(data: bytes) -> tuple[int, int]:
    """Where the rows of a worksheet begin and end; -1 for both where that cannot be told at once."""
    begin = data.find(_BEGIN)
    if begin >= 0:
        return begin + len(_BEGIN), data.rfind(_END)
    empty = data.find(_NO_DATA)
    return empty, empty


def _is_plain_frame(head: bytes, tail: bytes) -> bool:
    """Whether what stands round the rows has no other namespace in the place of ours, and no comments or CDATA."""
    frame = head + tail
    return (_ROOT.search(head) is not None and head.count(_DEFAULT) == 1 and b'xmlns="' not in tail
            and head.count(b'xmlns="') == 1 and frame.count(b'="' + MAIN.encode() + b'"') == 1
            and head.count(b"<sheetData") + tail.count(b"<sheetData") <= 1 and not _TAG.search(frame))


def rows_of(data: bytes) -> bytes:
    """A plain worksheet with nothing but its rows."""
    begin, end = _bounds(data)
    return b"<worksheet" + _DEFAULT + b"><sheetData>" + data[begin:end] + b"</sheetData></worksheet>"


def plain(data: bytes, book: str, sheet: str, texts: int) -> bytes:
    """A worksheet in the plain way.

    `book`, `sheet`: their names for messages; `texts`: how many the common list of texts has. Raises CannotRun where it
    is no worksheet, and for a cell that cannot be read for certain.
    """
    writer = _Writer(book, sheet, texts)
    events = etree.iterparse(io.BytesIO(data), events=("start", "end"), tag=(_ROW_TAG, _CELL_TAG), remove_comments=True,
                             remove_pis=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)
    try:
        for event, element in events:
            writer.take(event, element)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRun(DAMAGED.format(name=book)) from error
    frame = _frame(events.root)
    if frame is None:
        raise CannotRun(DAMAGED.format(name=book))
    head, _, tail = frame.partition(_NO_DATA)
    return b"".join((head, _BEGIN, *writer.rows(), _END, tail))


class _Writer:
    """Cells of one worksheet, taken as they come and written in their order."""

    def __init__(self, book: str, sheet: str, texts: int) -> None:
        self.book, self.sheet, self.texts = book, sheet, texts
        self.cells: dict[int, dict[int, str]] = {}
        self.attributes: dict[int, dict[str, str]] = {}
        self.row = self.column = -1

    def take(self, event: str, element: etree._Element) -> None:
        """A row or a cell as it begins or ends. One without a place follows the one before."""
        if event == "start":
            if element.tag == _ROW_TAG:
                number = element.get("r", "").strip()
                self.row, self.column = (int(number[:9]) - 1 if number.isascii() and number.isdigit() else
                                         self.row + 1), -1
                self.attributes.setdefault(self.row, {}).update(attributes(element))
            return
        parent = element.getparent()
        if element.tag == _CELL_TAG and parent is not None and parent.tag == _ROW_TAG:
            where = address_of(element.get("r", "").strip()) or Address(self.row, self.column + 1)
            self.column = where.column
            self._put(where, element)
        element.clear()
        if element.tag == _ROW_TAG and parent is not None:
            parent.remove(element)

    def _put(self, where: Address, cell: etree._Element) -> None:
        content = self._content(where, cell)
        row = self.cells.setdefault(where.row, {})
        if content and where.column in row:
            raise self._unclear(where, "is there twice")
        if content:
            row[where.column] = content

    def _content(self, where: Address, cell: etree._Element) -> str:
        """The cell as it is written, '' where nothing is in it."""
        formula, value, inline = cell.find(_F), cell.find(_V), cell.find(_IS)
        kind = cell.get("t", "n").strip()
        if kind == "inlineStr" and inline is not None:
            shown = f"<is>{item(inline)}</is>"
        else:
            kind, text = self._value(where, kind, _text(value) if value is not None else None,
                                     named="t" in cell.attrib)
            shown = "" if text is None else f"<v>{_escaped(text)}</v>"
        if not shown and formula is None:
            return ""
        style = cell.get("s", "").strip()
        style = f' s="{style}"' if style.isascii() and style.isdigit() else ""
        return f'<c r="{letters(where.column)}{where.row + 1}"{style} t="{kind}">{_formula(formula)}{shown}</c>'

    def _value(self, where: Address, kind: str, text: str | None, *, named: bool) -> tuple[str, str | None]:
        """The kind and the text of a value; None where there is none."""
        plain, kind = (text or "").strip(" \t\r\n"), "str" if kind == "inlineStr" else kind
        if text is None or (kind not in ("str", "e") and not plain):
            return kind if kind in ("str", "e") else "n", None
        if kind == "str" or (kind == "n" and not named and not _NUMBER.match(plain)):
            return "str", text  # as the reader of values has it: what is no number is a text
        known = {"n": _NUMBER.match(plain), "s": _INDEX.match(plain) and int(plain) < self.texts,
                 "b": plain in _BOOLEANS, "e": True, "d": True}
        if not known.get(kind):
            raise self._unclear(where, "is written in a way that nobody can read for certain")
        return kind, _BOOLEANS[plain] if kind == "b" else str(int(plain)) if kind == "s" else plain

    def _unclear(self, where: Address, what: str) -> CannotRun:
        return CannotRun(f"{self.book} is damaged: cell {letters(where.column)}{where.row + 1} of the sheet "
                         f"'{self.sheet}' {what}; open it in Excel and let Excel repair it, look at that cell, save, "
                         "and run again.")

    def rows(self) -> Iterator[bytes]:
        """The rows from the first to the last."""
        for number in sorted(self.cells.keys() | self.attributes.keys()):
            named = "".join(f' {name}="{_escaped(value)}"' for name, value in self.attributes.get(number, {}).items()
                            if name != "r")
            cells = self.cells.get(number, {})
            yield (f'<row r="{number + 1}"{named}>' + "".join(cells[place] for place in sorted(cells))
                   + "</row>").encode("utf-8", "surrogatepass")


def _formula(formula: etree._Element | None) -> str:
    if formula is None:
        return ""
    named = "".join(f' {name}="{_escaped(value)}"' for name, value in attributes(formula).items())
    return f"<f{named}>{_escaped(_text(formula))}</f>"


def _text(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _escaped(text: str) -> str:
    return escape(text).replace("\r", "&#13;")


def _frame(root: etree._Element) -> bytes | None:
    """The worksheet without its rows, with no prefix for what is SpreadsheetML; None where it is no worksheet."""
    if root.tag != f"{{{MAIN}}}worksheet" or sum(1 for _ in root.iterchildren(_DATA_TAG)) != 1:
        return None
    names: Any = {None: MAIN, **{prefix: uri for prefix, uri in root.nsmap.items() if prefix and uri != MAIN}}
    frame = etree.Element(root.tag, {str(name): str(value) for name, value in root.attrib.items()}, nsmap=names)
    for child in root:
        if child.tag == _DATA_TAG:
            child.clear()
        child.tail = None
        frame.append(child)
    return etree.tostring(frame, encoding="UTF-8")
