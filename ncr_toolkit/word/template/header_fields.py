"""Fields in a company's header and footer: which go on counting, which become plain text, which say too much.

Fields and what each prints: ECMA-376 Part 1, 17.16.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

SLOT = "slot"
"""An attribute of a piece of text, without a namespace: what every document puts there. It is never saved."""


class Fate(Enum):
    """What becomes of a field."""

    KEEP = "it goes on"
    TEXT = "its words stay"
    DROP = "it goes, with its words"


_KEPT = {"PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "="}
_DROPPED = {"AUTHOR", "LASTSAVEDBY", "USERNAME", "USERADDRESS", "USERINITIALS", "FILENAME", "TEMPLATE", "COMMENTS",
            "KEYWORDS", "DOCVARIABLE", "INFO", "EDITTIME", "REVNUM", "NUMWORDS", "NUMCHARS", "FILESIZE", "INCLUDETEXT",
            "INCLUDE", "IMPORT", "LINK", "DDE", "DDEAUTO", "DATABASE", "ASK", "FILLIN", "PRIVATE", "TIME",
            "STYLEREF"}
_SLOTS = {"TITLE": "title", "SUBJECT": "subject", "DATE": "day", "CREATEDATE": "day", "SAVEDATE": "day",
          "PRINTDATE": "day"}
_PROPERTIES = {"title": "title", "subject": "subject", "company": "author"}
_PERSONS = {"author", "creator", "manager", "lastauthor", "lastsavedby", "lastmodifiedby", "template", "comments",
            "keywords", "description", "hyperlinkbase"}


@dataclass
class _Field:
    """One field that is made of runs, from its beginning to its end."""

    code: str = ""
    marks: list[Any] = field(default_factory=list)  # the runs of the code and of its three marks
    result: list[Any] = field(default_factory=list)
    inside: bool = True  # still in the code


def fate(code: str) -> tuple[Fate, str]:
    """What becomes of a field with this code, and the slot that takes its place, '' for none."""
    words = code.split()
    keyword = words[0].upper() if words else ""
    if keyword == "DOCPROPERTY":
        named = words[1].strip('"').casefold() if len(words) > 1 else ""
        return (Fate.DROP if named in _PERSONS else Fate.TEXT), _PROPERTIES.get(named, "")
    if keyword in _KEPT or keyword.startswith("="):
        return Fate.KEEP, ""
    return (Fate.DROP if keyword in _DROPPED else Fate.TEXT), _SLOTS.get(keyword, "")


def settle(root: Any) -> list[str]:
    """Do so with all fields under `root`; gives the keywords of those that were dropped."""
    dropped = [_simple(each) for each in list(root.iter(qn("w:fldSimple")))]
    for run in list(root.iter(qn("w:r"))):
        _split(run)
    return [each for each in [*dropped, *map(_settled, _fields(root))] if each]


def counts_pages(root: Any) -> bool:
    """Whether the number of the page stands there."""
    codes = [each.get(qn("w:instr"), "") for each in root.iter(qn("w:fldSimple"))]
    codes.append("".join(f" {each.text} " for each in root.iter(qn("w:instrText"))))
    return any("PAGE" in code.upper().split() for code in codes) or next(root.iter(qn("w:pgNum")), None) is not None


def slot(name: str, letters: Any = None) -> Any:
    """A run that every document fills: its title, subject, author or day."""
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    if letters is not None:
        run.append(copy.deepcopy(letters))
    text.set(SLOT, name)
    run.append(text)
    return run


def _simple(element: Any) -> str:
    code = element.get(qn("w:instr"), "")
    what, place = fate(code)
    if what is Fate.KEEP:
        return ""
    parent, at = element.getparent(), element.getparent().index(element)
    runs = [each for each in element if each.tag != qn("w:fldData")]
    if place:
        runs = [slot(place, next(element.iter(qn("w:rPr")), None))]
    parent.remove(element)
    if what is Fate.DROP:
        return str(code).split()[0].upper()
    for offset, run in enumerate(runs):
        parent.insert(at + offset, run)
    return ""


def _split(run: Any) -> None:
    """A run that holds marks of a field and more becomes one run for each."""
    content = [each for each in run if each.tag != qn("w:rPr")]
    if len(content) < 2 or not any(each.tag in (qn("w:fldChar"), qn("w:instrText")) for each in content):
        return
    letters = run.find(qn("w:rPr"))
    for each in content[1:]:
        made = OxmlElement("w:r")
        if letters is not None:
            made.append(copy.deepcopy(letters))
        made.append(each)
        run.getparent().insert(run.getparent().index(run) + content.index(each), made)


def _fields(root: Any) -> list[_Field]:
    """Every field made of runs; the inner ones first. One that never ends is taken as dropped by its marks alone."""
    open_: list[_Field] = []
    closed: list[_Field] = []
    for run in root.iter(qn("w:r")):
        mark = run.find(qn("w:fldChar"))
        kind = None if mark is None else mark.get(qn("w:fldCharType"))
        if kind == "begin":
            open_.append(_Field())
        for each in open_:
            if each is not open_[-1]:
                (each.marks if each.inside else each.result).append(run)
        if not open_:
            continue
        here = open_[-1]
        if kind is not None or here.inside:
            here.marks.append(run)
            here.code += "".join(each.text or "" for each in run.iter(qn("w:instrText")))
        else:
            here.result.append(run)
        here.inside = here.inside and kind != "separate"
        if kind == "end":
            closed.append(open_.pop())
    return closed + open_[::-1]


def _settled(found: _Field) -> str:
    what, place = fate(found.code)
    if what is Fate.KEEP or found.marks[0].getparent() is None:
        return ""
    if place:
        letters = next((each.find(qn("w:rPr")) for each in [*found.result, *found.marks]
                        if each.find(qn("w:rPr")) is not None), None)
        found.marks[0].addprevious(slot(place, letters))
    for run in found.marks + (found.result if what is Fate.DROP or place else []):
        if run.getparent() is not None:
            run.getparent().remove(run)
    return found.code.split()[0].upper() if what is Fate.DROP else ""
