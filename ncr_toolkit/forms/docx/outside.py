"""What of a form leads out of it is taken away when it is read: neither Word nor LibreOffice fetches anything for it.

A field that brings in another file keeps the words that it shows; one that prints the clock or the user of the computer
on which it is opened goes with them: they would stand in a PDF as if somebody had answered so. Fields: ECMA-376 Part 1,
17.16.5; the elements that print a day: 17.3.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ncr_toolkit.common.packages import safe_xml, ways_out
from ncr_toolkit.common.text import one_line, short
from ncr_toolkit.forms.docx.wordprocessingml import Element, w
from ncr_toolkit.word.run_fields import RunField, keyword_of, run_fields

_FETCHING = frozenset(("INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "RD",
                       "AUTOTEXT", "AUTOTEXTLIST", "GLOSSARY"))
"""Fields that bring in another file, an address, another program's data, or a piece of a template."""
_PATHS = ("FILENAME", "TEMPLATE")
_OF_THE_COMPUTER = frozenset(("DATE", "TIME", "USERNAME", "USERINITIALS", "USERADDRESS"))
_DAYS = tuple(w(f"{what}{size}") for what in ("day", "month", "year") for size in ("Short", "Long"))


_FIELDS = re.compile(rb"instr|(?:day|month|year)(?:Short|Long)\b")


def close(members: dict[str, bytes]) -> tuple[str, ...]:
    """Take the ways out of the members of a Word document; gives what was taken away, in words. Raises PackageError."""
    told = []
    for name, content in members.items():
        if name.casefold().endswith(".xml") and _FIELDS.search(safe_xml.as_utf8(content)):
            root = safe_xml.parse(content, huge=True)
            if unlinked := [*_simple(root), *_of_runs(root), *_days(root)]:
                members[name] = safe_xml.serialised(root)
                told += unlinked
    found = ways_out.close(members)
    members |= found.parts
    return tuple(dict.fromkeys([*found.told, *told]))


def _goes(code: str) -> bool:
    """Whether a field brings in what lies elsewhere, or prints in which folder of this computer something lies, or what
    is of the computer itself."""
    keyword = keyword_of(code)
    return keyword in _FETCHING | _OF_THE_COMPUTER or (keyword in _PATHS and "\\p" in code.casefold())


def _simple(root: Element) -> Iterator[str]:
    for field in list(root.iter(w("fldSimple"))):
        if _goes(code := field.get(w("instr"), "")):
            for child in [] if keyword_of(code) in _OF_THE_COMPUTER else list(field):
                field.addprevious(child)
            _remove(field)
            yield _told(code)


def _of_runs(root: Element) -> Iterator[str]:
    if not any(map(_goes, _codes(root))):
        return
    for field in reversed(run_fields(root)):  # the outer ones first: what stands in a code goes with it
        if _goes(field.code) and field.runs[field.start].getparent() is not None:
            ended = field.end is not None and keyword_of(field.code) in _OF_THE_COMPUTER
            for run in [*_marks(field), *(field.result if ended else [])]:
                _remove(run)
            yield _told(field.code)


def _days(root: Element) -> Iterator[str]:
    """Elements of a run that print the day themselves."""
    for each in list(root.iter(*_DAYS)):
        _remove(each)
        yield "a day that the computer prints (left blank)"


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
    blank = " (day, time or user of the computer: left blank)" if keyword_of(code) in _OF_THE_COMPUTER else ""
    return f"the field {short(one_line(code))}{blank}"
