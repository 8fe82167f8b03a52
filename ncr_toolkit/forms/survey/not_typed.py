"""Paragraphs of a form that nobody fills in, whatever they say: a table of contents, an index, lines of program text.

A table of contents is the result of a field (ECMA-376 Part 1, 17.16.5.68 TOC), often within a control of its gallery
(17.5.2.12 docPartObj). Word writes it anew, so an answer in it would be lost, and its lines with dots are no rules.
"""

from __future__ import annotations

import re

from ncr_toolkit.forms.docx.wordprocessingml import Element, w

_LISTS = re.compile(r"\s*(?:TOC|TOA|INDEX|BIBLIOGRAPHY)\b", re.IGNORECASE)
_STYLES = re.compile(r"TOC ?\d|TableofFigures|.*(?:code|preformatted|verbatim|macrotext)", re.IGNORECASE)


def not_typed(body: Element) -> set[Element]:
    """The paragraphs of the body that are no place for an answer."""
    return set(filter(_is_listed, body.iter(w("p")))) | _in_galleries(body) | _results(body)


def _is_listed(paragraph: Element) -> bool:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return style is not None and _STYLES.match(style.get(w("val"), "")) is not None


def _in_galleries(body: Element) -> set[Element]:
    return {paragraph for gallery in body.iter(w("docPartGallery")) if gallery.get(w("val")) == "Table of Contents"
            for control in gallery.iterancestors(w("sdt")) for paragraph in control.iter(w("p"))}


def _results(body: Element) -> set[Element]:
    """Every paragraph from the beginning of a field that lists something to its end."""
    found: set[Element] = set()
    fields: list[str] = []  # the instructions of those that are open
    listing, paragraph = 0, None
    for node in body.iter(w("p"), w("fldChar"), w("instrText"), w("fldSimple")):
        if node.tag == w("p"):
            paragraph = node
        elif node.tag == w("fldSimple"):
            found |= {paragraph} if paragraph is not None and _LISTS.match(node.get(w("instr"), "")) else set()
        elif node.tag == w("instrText") and fields and not fields[-1].strip():
            fields[-1] += node.text or ""
            listing += _LISTS.match(fields[-1]) is not None
        elif node.get(w("fldCharType")) == "begin":
            fields.append("")
        elif node.get(w("fldCharType")) == "end" and fields:
            listing -= _LISTS.match(fields.pop()) is not None
        if listing and paragraph is not None:
            found.add(paragraph)
    return found
