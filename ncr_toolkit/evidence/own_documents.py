"""Documents that ncr made itself, known again wherever they turn up: a response, a letter, a request, a paper.

They are known by their properties, which Word keeps when it saves them and which a PDF made of them bears: ECMA-376
Part 1, 22.3 (custom) and Part 2, 11 (core properties); ISO 32000-1, 14.3.3 (document information dictionary).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from html import unescape
from pathlib import Path

from ncr_toolkit.common.packages.reader import ZipPackage
from ncr_toolkit.common.translation import in_every_language
from ncr_toolkit.evidence import pdf_pages
from ncr_toolkit.evidence.xml_texts import texts, tree
from ncr_toolkit.evidence.zip_files import opened, part


class OwnKind(StrEnum):
    """What a document of ours is, as a sentence names it."""

    RESPONSE = "response"
    ANSWERS = "file with all answers of a package"
    PACKAGE = "package for the certification body"
    LETTER = "letter that goes with a package"
    REQUEST = "request for more time"
    PAPER = "paper for the management review"
    DRAFT = "draft of an answer on a form of the body"


ANSWERS = (OwnKind.RESPONSE, OwnKind.ANSWERS, OwnKind.PACKAGE, OwnKind.DRAFT)
"""What says what is to be proven, and so proves nothing."""


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document of ours; `finding`: the id of the one that it answers, '' where it answers several or none."""

    kind: OwnKind
    finding: str = ""

    def __str__(self) -> str:
        """ "our own response to NC-2026-01"."""
        return f"our own {self.kind}{f' to {self.finding}' if self.finding else ''}"


_PROPERTIES, _CUSTOM, _PROGRAM = "docProps/core.xml", "docProps/custom.xml", "docProps/app.xml"
_FINDING = re.compile(r"ncr\.finding\b[^>]*><[^<>]+>([^<>]{1,400})<")
_PAGES = re.compile(r"(word/header\d*|xl/worksheets/[^/]+)\.xml$")
_LARGEST = 1 << 20  # no form has a larger sheet
_MARKS = (b'id="DraftMark"', b"KC00000DRAFT")
"""What `word/page_header` and `forms/xlsx/draft_header` lay over the pages of a draft."""
_PACKED = ("manifest.json", "SHA256SUMS", "index.html")
_PAPER = re.compile(r"Management review \d{4}-\d\d-\d\d")
_MADE_BY = "ncr-toolkit"


def own_document(path: Path) -> OwnDocument | None:
    """What a file is among the documents that ncr makes; None where it is none of them, or cannot be read as one.
    Raises OSError."""
    with path.open("rb") as stream:
        head = stream.read(1024)
    if b"%PDF-" in head:
        found = pdf_pages.properties_of(path, path.stat().st_size)
        return _by_properties(*(found.get(name, "") for name in ("Title", "Subject", "Producer")))
    package = opened(path) if head.startswith(b"PK") else None
    if package is None:
        return None
    with package:
        return _of_package(package)


def _of_package(package: ZipPackage) -> OwnDocument | None:
    if all(name in package.parts for name in _PACKED):
        return OwnDocument(OwnKind.PACKAGE)
    if found := _FINDING.search(part(package, _CUSTOM).decode("utf-8", "replace")):
        return OwnDocument(OwnKind.RESPONSE, unescape(found[1]))
    root = tree(content) if (content := part(package, _PROPERTIES)) else None
    title, subject = (" ".join(texts(root, name)) for name in ("title", "subject"))
    if own := _by_properties(title, subject, _MADE_BY if _MADE_BY.encode() in part(package, _PROGRAM) else ""):
        return own
    pages = (name for name, each in package.parts.items() if each.size < _LARGEST and _PAGES.match(name))
    return OwnDocument(OwnKind.DRAFT) if any(mark in part(package, name) for name in pages for mark in _MARKS) else None


def _by_properties(title: str, subject: str, program: str) -> OwnDocument | None:
    """By title and subject together, as no other program gives both; where one is lost, by the program too."""
    if any(found and found[1] == subject for found in (one.fullmatch(title) for one in _titles_of_responses())):
        return OwnDocument(OwnKind.RESPONSE, subject)
    if (title, subject) in _letters():
        return OwnDocument(OwnKind.LETTER)
    if title in in_every_language("Answers to audit findings") and program.startswith(_MADE_BY):
        return OwnDocument(OwnKind.ANSWERS)
    if title in in_every_language("Request for more time") and subject:
        return OwnDocument(OwnKind.REQUEST)
    return OwnDocument(OwnKind.PAPER) if _PAPER.fullmatch(subject) else None


@cache
def _titles_of_responses() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile("(.{1,255})".join(map(re.escape, text.split("{id}")))) for text in
                 dict.fromkeys(in_every_language("Response to finding {id}")))


@cache
def _letters() -> frozenset[tuple[str, str]]:
    return frozenset(zip(in_every_language("Answers to audit findings"),
                         in_every_language("Letter with a package of answers"), strict=True))
