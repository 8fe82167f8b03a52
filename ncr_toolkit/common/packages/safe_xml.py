"""A part of a package parsed: no entity, no definitions, no network, whatever its encoding.

XML 1.0: the document type declaration can only stand in the prolog (production 22), before the first element; so what
looks like one in a text further on is a text. lxml is loaded where something is parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ncr_toolkit.common.packages.errors import PackageError, Reason

if TYPE_CHECKING:
    from lxml import etree

_DECLARED = re.compile(rb"""^<\?xml[^<>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^<>]*\?>""")
_DECLARATION = re.compile(r"^\ufeff?<\?xml.*?\?>", re.DOTALL)
_UTF8 = (b"utf-8", b"utf8", b"us-ascii")
_MARK = b"\xef\xbb\xbf"  # of UTF-8, at the beginning
_SPACES = re.compile(rb"[ \t\r\n]*")
_BEFORE_THE_ROOT = ((b"<?", b"?>"), (b"<!--", b"-->"))


def as_utf8(content: bytes) -> bytes:
    """XML in whatever encoding as UTF-8; the same object where it is that already.

    Raises PackageError where it is in no encoding that is known.
    """
    encoding = ""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif content[:2] in (b"<\x00", b"\x00<"):
        encoding = "utf-16-le" if content[0] else "utf-16-be"
    elif (declared := _DECLARED.match(content[:200])) and declared[1].lower() not in _UTF8:
        encoding = declared[1].decode("ascii")
    if not encoding:
        return content
    try:
        text = content.decode(encoding)
    except (LookupError, UnicodeError) as error:
        raise PackageError(Reason.NO_XML, str(error)) from error
    return _DECLARATION.sub("", text).encode("utf-8", "surrogatepass")


def has_doctype(content: bytes) -> bool:
    """Whether XML, in UTF-8, brings definitions of its own, by which a few bytes can become gigabytes."""
    place = len(_MARK) if content.startswith(_MARK) else 0
    while True:
        found = _SPACES.match(content, place)
        place = found.end() if found else place
        close = next((close for start, close in _BEFORE_THE_ROOT if content.startswith(start, place)), b"")
        if not close:
            return content.startswith(b"<!DOCTYPE", place)
        end = content.find(close, place + 2)
        if end < 0:
            return False
        place = end + len(close)


def plain_xml(content: bytes) -> bytes:
    """XML as UTF-8, the same object where it is that. Raises PackageError where it brings definitions of its own."""
    plain = as_utf8(content)
    if has_doctype(plain):
        raise PackageError(Reason.DOCTYPE)
    return plain


def parse(content: bytes, build: Callable[[bytes], Any] | None = None, *, huge: bool = False) -> etree._Element:
    """The root of a part. `build`: another parser that bears no entities; `huge`: texts and depths without limit.

    Raises PackageError where it is no XML, or brings definitions of its own.
    """
    from lxml import etree

    plain = plain_xml(content)
    try:
        if build is not None:
            root: etree._Element = build(plain)
            return root
        return etree.fromstring(plain, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False,
                                                       huge_tree=huge))
    except etree.XMLSyntaxError as error:
        raise PackageError(Reason.NO_XML, error.msg or "") from error
    except ValueError as error:
        raise PackageError(Reason.NO_XML, str(error)) from error


def serialised(root: etree._Element) -> bytes:
    """A tree as the bytes of a part."""
    from lxml import etree

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
