"""What is on the pages of a PDF, and its title, from its bytes: whether a page shows anything is known long before it
is taken apart.

ISO 32000-1: strings (7.3.4), content streams (7.8.2), operators that show something (8.5.3, 8.8, 9.4.3), document
information dictionary (14.3.3).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

LARGEST = 256 * 1024
"""A PDF of empty pages is smaller; what is larger is not looked into."""
LARGEST_STREAM, MOST_PAGES, ENDS = 256 * 1024, 50, 64 * 1024
NOTE = 1200
"""How many bytes the strings of a page have at most that says a line or two."""
_STRING = re.compile(rb"(?<!\\)\((?:[^()\\]|\\.)*+\)|<[0-9A-Fa-f\s]*>", re.DOTALL)
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_WHITE = {"g": ("1",), "rg": ("1", "1", "1"), "k": ("0", "0", "0", "0")}
_FILLS, _STROKES = frozenset(("f", "F", "f*", "B", "B*", "b", "b*")), frozenset(("S", "s", "B", "B*", "b", "b*"))


def only_empty_pages(path: Path, size: int) -> bool:
    """Whether a PDF has only empty pages. Its streams are looked through first, and it is only taken apart where none
    shows anything."""
    if size > LARGEST:
        return False
    data = path.read_bytes()
    if b"/Encrypt" in data or re.search(rb"/Subtype\s*/Image", data) or any(map(marks, streams(data))):
        return False
    return _are_empty(path)


def streams(data: bytes) -> Iterator[bytes]:
    """The streams of a PDF, unpacked where they are packed in the usual way; of each as much as a page needs."""
    end = 0
    for found in _STREAM.finditer(data):
        if found.start() < end:
            continue
        end = data.find(b"endstream", found.end())
        end = len(data) if end < 0 else end
        packed = data[found.end():end]
        try:
            yield zlib.decompressobj().decompress(packed, LARGEST_STREAM)
        except zlib.error:
            yield packed


def has_more_than_a_note(data: bytes) -> bool:
    """Whether the pages of a PDF hold more letters than a line or two, as far as its strings tell."""
    left = NOTE
    for content in streams(data):
        if b"BT" in content and b"beginbf" not in content:
            left -= sum(len(string) - 2 for string in _STRING.findall(content))
        if left < 0:
            return True
    return False


def marks(content: bytes) -> bool:
    """Whether a content stream puts anything onto the page: letters, pictures, lines or areas that are not white."""
    if b"beginbf" in content or content.startswith((b"<?xpacket", b"\0\1\0\0", b"true", b"OTTO")):
        return False  # a table of letters, the document's data, a font
    strings = _STRING.findall(content) if b"BT" in content else []
    letters = b"".join(found[1:-1] if found[:1] == b"(" else _from_hex(found) for found in strings)
    if len(set(letters.replace(b"\0", b"").replace(b" ", b""))) > 1:
        return True
    return _paints(_STRING.sub(b" ", content))


def _paints(content: bytes) -> bool:
    fill: tuple[str, ...] = ("0",)
    stroke, operands = fill, list[str]()
    for word in content.decode("latin-1").split():
        if word in ("Do", "BI", "sh"):
            return True
        if word in _WHITE or word.lower() in _WHITE:
            colour = tuple(f"{float(each):g}" for each in operands)
            fill, stroke = (colour, stroke) if word in _WHITE else (fill, colour)
        elif (word in _FILLS and fill not in _WHITE.values()) or (word in _STROKES and stroke not in _WHITE.values()):
            return True
        operands = [*operands[-3:], word] if _number(word) else []
    return False


def _number(word: str) -> bool:
    return word.lstrip("+-").replace(".", "", 1).isdigit()


def _are_empty(path: Path) -> bool:
    from pypdf import PdfReader

    reader: Any = PdfReader(path)
    pages = reader.pages[:MOST_PAGES]
    for page in pages:
        if "/Annots" in page and len(page["/Annots"]):
            return False
        contents = page.get_contents()
        if contents is not None and (marks(contents.get_data()) or page.extract_text().strip()):
            return False
    return bool(pages) and len(reader.pages) <= MOST_PAGES


_PROPERTY = re.compile(rb"/(Title|Subject|Producer)\s*(\((?:[^()\\]|\\.){0,400}\)|<[0-9A-Fa-f\s]{0,1600}>)", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_INFO = re.compile(rb"/Info\s+(\d{1,9})\s+(\d{1,5})\s+R")
_XMP_TITLE = re.compile(rb"<dc:title>\s*<rdf:Alt>\s*<rdf:li[^<>]*>([^<]{0,400})</rdf:li>")


def title_of(path: Path, size: int) -> str:
    """Where it stands unpacked near an end of the file, as most programs write it."""
    ends = _ends(path, size)
    if title := _properties(ends).get("Title"):
        return title
    xmp = _XMP_TITLE.search(ends)
    return xmp[1].decode("utf-8", "replace") if xmp else ""


def properties_of(path: Path, size: int) -> dict[str, str]:
    """Title, subject and program ("Producer") of a PDF, where they stand unpacked near an end of the file. Raises
    OSError."""
    return _properties(_ends(path, size))


def _ends(path: Path, size: int) -> bytes:
    with path.open("rb") as stream:
        ends = stream.read(ENDS)
        if size > ENDS:
            stream.seek(max(size - ENDS, ENDS))
            ends += b"\n" + stream.read(ENDS)
    return ends


def _properties(ends: bytes) -> dict[str, str]:
    about = _INFO.search(ends)
    start = ends.find(b"\n%s %s obj" % (about[1], about[2])) if about else -1
    found = _PROPERTY.finditer(ends, start, max(ends.find(b"endobj", start), start)) if start >= 0 else ()
    return {each[1].decode(): _pdf_text(each[2]) for each in reversed([*found]) if len(each[2]) > 2}


def _pdf_text(string: bytes) -> str:
    """A string as it stands in a PDF, with what is round it."""
    raw = _from_hex(string) if string.startswith(b"<") else _ESCAPED.sub(
        lambda found: bytes([int(found[1], 8) & 255]) if found[1].isdigit() else found[1], string[1:-1])
    return raw.decode("utf-16", "replace") if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else raw.decode("latin-1")


def _from_hex(string: bytes) -> bytes:
    digits = re.sub(rb"\s", b"", string[1:-1])
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode())
