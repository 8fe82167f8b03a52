"""What of a form leads out of it is taken away when it is read: neither Word nor LibreOffice fetches anything for it.

A field that brings in another file keeps the words that it shows. Fields: ECMA-376 Part 1, 17.16.5.
"""

from __future__ import annotations

from collections.abc import Iterator

from ncr_toolkit.common.packages import safe_xml, ways_out
from ncr_toolkit.common.text import one_line, short
from ncr_toolkit.forms.docx.wordprocessingml import Element, w
from ncr_toolkit.word.run_fields import RunField, keyword_of, run_fields

_FETCHING = frozenset(("INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD",
                       "AUTOTEXT", "AUTOTEXTLIST", "GLOSSARY"))
"""Fields that bring in another file, an address, another program's data, or a piece of a template."""


def close(members: dict[str, bytes]) -> tuple[str, ...]:
    """Take the ways out of the members of a Word document; gives what was taken away, in words. Raises PackageError."""
    told = []
    for name, content in members.items():
        if name.casefold().endswith(".xml") and b"instr" in safe_xml.as_utf8(content):
            root = safe_xml.parse(content, huge=True)
            if unlinked := [*_simple(root), *_of_runs(root)]:
                members[name] = safe_xml.serialised(root)
                told += unlinked
    found = ways_out.close(members)
    members |= found.parts
    return tuple(dict.fromkeys([*found.told, *told]))


def _fetches(code: str) -> bool:
    """Whether a field brings in what lies elsewhere, or prints in which folder of this computer the form lies."""
    return keyword_of(code) in _FETCHING or (keyword_of(code) == "FILENAME" and "\\p" in code.casefold())


def _simple(root: Element) -> Iterator[str]:
    for field in list(root.iter(w("fldSimple"))):
        if _fetches(code := field.get(w("instr"), "")):
            for child in list(field):
                field.addprevious(child)
            _remove(field)
            yield _told(code)


def _of_runs(root: Element) -> Iterator[str]:
    if not any(map(_fetches, _codes(root))):
        return
    for field in reversed(run_fields(root)):  # the outer ones first: what stands in a code goes with it
        if _fetches(field.code) and field.runs[field.start].getparent() is not None:
            for run in _marks(field):
                _remove(run)
            yield _told(field.code)


def _codes(root: Element) -> Iterator[str]:
    """The beginnings of codes, whole where they stand in one piece, and every word that may be one in pieces."""
    code = ""
    for element in root.iter(w("fldChar"), w("instrText")):
        if element.tag == w("fldChar"):
            yield code
            code = ""
        else:
            code += element.text or ""
    yield code


def _marks(field: RunField) -> list[Element]:
    """The runs that make it a field; of one that never ends those alone that hold a mark or a piece of its code."""
    if field.end is not None:
        return field.marks
    return [run for run in field.marks if run.find(w("fldChar")) is not None or run.find(w("instrText")) is not None]


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _told(code: str) -> str:
    return f"the field {short(one_line(code))}"
