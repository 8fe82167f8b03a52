"""Fields in a company's header and footer: which go on counting, which become plain text, which say too much.

Fields and what each prints: ECMA-376 Part 1, 17.16.
"""

from __future__ import annotations

import copy
from enum import Enum
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ncr_toolkit.word.run_fields import RunField, keyword_of, run_fields

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


def fate(code: str) -> tuple[Fate, str]:
    """What becomes of a field with this code, and the slot that takes its place, '' for none."""
    words, keyword = code.split(), keyword_of(code)
    if keyword == "DOCPROPERTY":
        named = words[1].strip('"').casefold() if len(words) > 1 else ""
        return (Fate.DROP if named in _PERSONS else Fate.TEXT), _PROPERTIES.get(named, "")
    if keyword in _KEPT or keyword.startswith("="):
        return Fate.KEEP, ""
    return (Fate.DROP if keyword in _DROPPED else Fate.TEXT), _SLOTS.get(keyword, "")


def settle(root: Any) -> list[str]:
    """Do so with all fields under `root`; gives the keywords of those that were dropped."""
    dropped = [_simple(each) for each in list(root.iter(qn("w:fldSimple")))]
    return [each for each in [*dropped, *map(_settled, run_fields(root))] if each]


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
        return keyword_of(code)
    for offset, run in enumerate(runs):
        parent.insert(at + offset, run)
    return ""


def _settled(found: RunField) -> str:
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
    return keyword_of(found.code) if what is Fate.DROP else ""
