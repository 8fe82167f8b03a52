"""What Word, Excel, PowerPoint and OpenDocument files tell beside what one sees when they are opened.

ECMA-376 Part 1: revisions (17.13.5), hidden text (17.3.2.41), sheets and their state (18.2.19), extended and custom
properties (22.2, 22.3); Part 2: core properties and relationships. OpenDocument: OASIS ODF 1.2, Part 3 for its package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from ncr_toolkit.common.packages.reader import ZipPackage
from ncr_toolkit.common.text import plural, quoted
from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence.notes import OFFICE, EvidenceNote, Topic, damaged, locked, unseen
from ncr_toolkit.evidence.xml_texts import holds_definitions, shown, texts, tree
from ncr_toolkit.evidence.zip_files import bomb, opened, part

_MAINS = ("word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml", "visio/document.xml")
_PROPERTIES = ("docProps/core.xml", "docProps/app.xml")
_PEOPLE = (("creator", "author"), ("lastModifiedBy", "last saved by"))
_HOUSE = (("Company", "company"), ("Manager", "manager"))
_TRACKED = re.compile(rb"<(?:[\w.-]+:)?(?:ins|del|moveFrom|moveTo)\s[^<>]*?author=\"([^\"]*)\"")
_VANISH = re.compile(rb"<(?:[\w.-]+:)?vanish(?:\s*/>|\s[^<>]*(?:val=\"(?:1|true|on)\"|/>))")
_SHEET = re.compile(rb"<(?:[\w.-]+:)?sheet\s[^<>]*>")
_EXTERNAL = re.compile(rb"<(?:[\w.-]+:)?Relationship\s[^<>]*>")
_ATTRIBUTE = re.compile(r"\b(\w++)=\"([^\"]*)\"")
_COMMENTS = re.compile(r"(word/comments|xl/comments/?|xl/threadedComments/|ppt/comments/)[^/]*\.xml$")
_BY = re.compile(rb"author=\"([^\"]+)\"|<author>([^<]+)</author>")
_INSIDE = re.compile(r"(word|xl|ppt)/embeddings/")
_FILES_OF_COMPANIES = re.compile(r"(file:|\\\\|[A-Za-z]:[\\/])")


def office_notes(path: Path) -> Iterator[EvidenceNote]:
    """What is to be said about a .docx, .xlsx, .pptx and their kin."""
    package = opened(path)
    if package is None:
        yield damaged("it is damaged or cut off")
        return
    with package:
        yield from bomb(package)
        if not any(name in package.parts for name in _MAINS):
            yield damaged("its main part is missing")
        for look in (_properties, _comments, _tracked, _hidden, _links, _inside, _large):
            yield from look(package)


def _note(level: Level, topic: Topic, message: str) -> EvidenceNote:
    return EvidenceNote(level, topic, message, OFFICE)


def _properties(package: ZipPackage) -> Iterator[EvidenceNote]:
    core, house = (tree(part(package, name)) for name in _PROPERTIES)
    told = [f"{word} {value}" for root, names in ((core, _PEOPLE), (house, _HOUSE)) for name, word in names
            for value in texts(root, name)]
    if told:
        yield _note(Level.INFO, Topic.PEOPLE, f"names people: {', '.join(told)}")
    remarks = texts(core, "description", "keywords", "category")
    if remarks:
        yield _note(Level.INFO, Topic.PROPERTIES, f"holds remarks in its properties: {quoted(remarks, 3)}")
    own = tree(part(package, "docProps/custom.xml"))
    pairs = [] if own is None else [f"{each.get('name', '')} = {''.join(map(str, each.itertext()))}"
                                    for each in own.iter("{*}property")]
    if pairs:
        yield _note(Level.INFO, Topic.PROPERTIES, f"holds properties of your own: {quoted(map(shown, pairs), 3)}")


def _comments(package: ZipPackage) -> Iterator[EvidenceNote]:
    count, people = 0, list[str]()
    for name in filter(_COMMENTS.match, package.parts):
        data = part(package, name)
        count += len(re.findall(rb"<(?:[\w.-]+:)?(?:comment|threadedComment|cm)[\s>]", data))
        people += [shown(unescape((attribute or element).decode("utf-8", "replace")))
                   for attribute, element in _BY.findall(data)]
    if count:
        by = f", by {', '.join(list(dict.fromkeys(people))[:4])}" if people else ""
        yield _note(Level.WARNING, Topic.COMMENTS, f"holds {plural(count, 'comment')}{by}")
    notes = [name for name in package.parts if re.match(r"ppt/notesSlides/notesSlide\d+\.xml$", name)
             and len("".join(texts(tree(part(package, name)), "t"))) > 3]  # the number of the slide is there always
    if notes:
        yield _note(Level.WARNING, Topic.COMMENTS, f"holds speaker's notes on {plural(len(notes), 'slide')}")


def _tracked(package: ZipPackage) -> Iterator[EvidenceNote]:
    parts = [name for name in package.parts if re.match(r"word/(document|header\d*|footer\d*|footnotes)\.xml$", name)]
    found = [shown(unescape(author.decode("utf-8", "replace"))) for name in parts
             for author in _TRACKED.findall(part(package, name))]
    if found:
        by = ", ".join(name for name in list(dict.fromkeys(found))[:4] if name)
        yield _note(Level.WARNING, Topic.CHANGES, f"holds {plural(len(found), 'tracked change')}"
                    f"{f', by {by}' if by else ''}: what was deleted can still be read")
    if any(name.startswith("xl/revisions/") for name in package.parts):
        yield _note(Level.WARNING, Topic.CHANGES, "holds the history of its changes")


def _hidden(package: ZipPackage) -> Iterator[EvidenceNote]:
    if _VANISH.search(part(package, "word/document.xml")):
        yield _note(Level.WARNING, Topic.HIDDEN, "holds hidden text")
    sheets = [pairs.get("name", "?") for found in _SHEET.findall(part(package, "xl/workbook.xml"))
              if (pairs := _pairs(found)).get("state") in ("hidden", "veryHidden")]
    if sheets:
        yield _note(Level.WARNING, Topic.HIDDEN, f"holds {plural(len(sheets), 'hidden sheet')}: {quoted(sheets, 4)}")
    slides = [name for name in package.parts if re.match(r"ppt/slides/slide\d+\.xml$", name)
              and re.search(rb"<(?:[\w.-]+:)?sld\s[^<>]*show=\"(?:0|false)\"", part(package, name)[:4096])]
    if slides:
        yield _note(Level.WARNING, Topic.HIDDEN, f"holds {plural(len(slides), 'hidden slide')}")


def _pairs(found: bytes) -> dict[str, str]:
    return {key: unescape(value) for key, value in _ATTRIBUTE.findall(found.decode("utf-8", "replace"))}


def _links(package: ZipPackage) -> Iterator[EvidenceNote]:
    targets: list[str] = []
    for name in package.parts:
        if name.endswith(".rels"):
            for pairs in map(_pairs, _EXTERNAL.findall(part(package, name))):
                kind, target = pairs.get("Type", "").rpartition("/")[2], pairs.get("Target", "")
                web = kind == "hyperlink" and not _FILES_OF_COMPANIES.match(target)
                if pairs.get("TargetMode") == "External" and not web:
                    targets.append(shown(target))
    if targets:
        yield _note(Level.WARNING, Topic.LINKS, f"leads to files of your house: {quoted(dict.fromkeys(targets), 3)}")
    if "xl/connections.xml" in package.parts:
        yield _note(Level.WARNING, Topic.LINKS, "holds connections to sources of data, with the names of servers")


def _inside(package: ZipPackage) -> Iterator[EvidenceNote]:
    files = [name for name in package.parts if _INSIDE.match(name)]
    if files:
        yield _note(Level.WARNING, Topic.ATTACHED, f"carries {plural(len(files), 'file')} inside, not looked into: "
                    "whole workbooks may lie behind a table or chart")
    if any(name.endswith("vbaProject.bin") for name in package.parts):
        yield EvidenceNote(Level.WARNING, Topic.BLOCKED, "holds macros, for which mail filters block it",
                           "Save it without macros (.docx, .xlsx, .pptx), or as a PDF.")


def _large(package: ZipPackage) -> Iterator[EvidenceNote]:
    looked_at = (package.parts[name] for name in (*_MAINS, *_PROPERTIES) if name in package.parts)
    if not package.left or any(member.size > package.limits.part for member in looked_at):
        yield unseen("its parts unpack to more than any document needs")
    if any(holds_definitions(part(package, name)) for name in _PROPERTIES):
        yield unseen("its properties hold definitions that no Office program writes")


def open_document_notes(path: Path) -> Iterator[EvidenceNote]:
    """What is to be said about an OpenDocument file of LibreOffice."""
    package = opened(path)
    if package is None:
        yield damaged("it is damaged or cut off")
        return
    with package:
        yield from bomb(package)
        if b"encryption-data" in part(package, "META-INF/manifest.xml"):
            yield locked("document")
            return
        meta, content = tree(part(package, "meta.xml")), part(package, "content.xml")
        if people := texts(meta, "initial-creator", "creator"):
            yield _note(Level.INFO, Topic.PEOPLE, f"names people: {', '.join(people)}")
        if count := len(re.findall(rb"<office:annotation[\s>]", content)):
            yield _note(Level.WARNING, Topic.COMMENTS, f"holds {plural(count, 'comment')}")
        if count := len(re.findall(rb"<text:changed-region[\s>]", content)):
            yield _note(Level.WARNING, Topic.CHANGES, f"holds {plural(count, 'tracked change')}: what was deleted can "
                        "still be read")
        if b"Basic/script-lc.xml" in str(sorted(package.parts)).encode():
            yield EvidenceNote(Level.WARNING, Topic.BLOCKED, "holds macros, for which mail filters may block it",
                               "Save it without macros, or as a PDF.")
