"""A response read again: where the body's block is in it, and what the rest of it says.

Its text counts without spaces and with one kind of dash, since programs that save it write these in their own way; what
stands in drawings and text boxes, and what was deleted, does not count.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ncr_toolkit.word.review_block import TAGS, every_label, every_signature
from ncr_toolkit.word.styles import W

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ENOUGH = 3  # labels of ours in one table make it the block, where the tags are lost
_FOLDED = re.compile("[\u2010-\u2015\u2212\u00ad\u200b\u2060\ufeff]|\\s")
_KEPT = re.compile("[\u2010-\u2015\u2212]")
_UNSEEN = ("drawing", "pict", "object", "del", "moveFrom", "txbxContent", "instrText")


def w(name: str) -> str:
    """The whole name of an element or attribute of Word."""
    return f"{{{W}}}{name}"


_OTHER = frozenset(map(w, _UNSEEN)) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"}
_P, _T, _TABLE, _SETTINGS = w("p"), w("t"), w("tbl"), w("pPr")
_WORDS = {w("noBreakHyphen"): "-", w("tab"): "\t", w("br"): "\n", w("cr"): "\n"}
_READ = (_P, _T, _TABLE, *_WORDS, *_OTHER)


def said(element: Element) -> str:
    """The letters in an element as they are seen, a line a paragraph."""
    return "\n".join("".join(_letters(each)) for each in paragraphs(element))


def paragraphs(element: Element) -> Iterator[Element]:
    """The paragraphs in it, those of tables too; those of text boxes are left out."""
    if element.tag == _P:
        yield element
        return
    for child in element:
        if child.tag not in _OTHER and isinstance(child.tag, str):
            yield from paragraphs(child)


def _letters(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == _T:
            yield child.text or ""
        elif child.tag in _WORDS:
            yield _WORDS[child.tag]
        elif child.tag not in _OTHER and child.tag != _SETTINGS and isinstance(child.tag, str):
            yield from _letters(child)


def blocks(body: Element) -> list[Element]:
    """The tables that the body fills in: that with the tags, or else with the labels; of a copied one, each."""
    tables = list(body.iter(w("tbl")))
    tagged = [table for table in tables if any(tag(each).startswith(TAGS) for each in table.iter(w("sdt")))]
    found = tagged or [table for table in tables if _labels(table) >= _ENOUGH]
    return [table for table in found if not any(other is not table and other in found
                                                for other in table.iterdescendants(w("tbl")))]


def tag(control: Element) -> str:
    """The tag of a control, '' where it has none."""
    found = control.find(f"{w('sdtPr')}/{w('tag')}")
    return (found.get(w("val")) or "") if found is not None else ""


def _labels(table: Element) -> int:
    words = {" ".join(said(each).split()) for each in table.iter(w("tc"))}
    return len(words & (every_label().keys() | every_signature()))


def lines(body: Element) -> list[str]:
    """What the document says, a paragraph each, without the block; blank ones are left out."""
    own, found = set(blocks(body)), list[list[str]]()
    walk = body.iter(*_READ)
    for each in walk:
        if each.tag == _P:
            found.append([])
        elif each.tag in _OTHER or each in own:  # passed by whole
            next(islice(walk, held := sum(1 for _ in each.iter(*_READ)) - 1, held), None)
        elif found and each.tag != _TABLE:
            found[-1].append(_WORDS.get(each.tag) or each.text or "")
    return [line for letters in found if (line := " ".join("".join(letters).split()))]


def folded(line: str) -> str:
    """A line as it is compared."""
    if line.isascii():
        return "".join(line.split())
    return _FOLDED.sub(lambda found: "-" if _KEPT.match(found[0]) else "", unicodedata.normalize("NFC", line))


def text_print(body: Element) -> str:
    """The fingerprint of what the document says."""
    return hashlib.sha256("".join(map(folded, lines(body))).encode(errors="replace")).hexdigest()
