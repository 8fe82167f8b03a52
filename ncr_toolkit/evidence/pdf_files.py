"""What a PDF tells beside its pages: author, comments, files inside, script; and whether it opens at all.

ISO 32000-1: file trailer (7.5.5), encryption (7.6), page tree (7.7.3), name trees (7.9.6), annotation types (12.5.6),
metadata streams (14.3.2), document information dictionary (14.3.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ncr_toolkit.common.text import plural, quoted
from ncr_toolkit.core.problem import Level
from ncr_toolkit.evidence.notes import PDF, EvidenceNote, Topic, damaged, locked, unopened, unseen
from ncr_toolkit.evidence.xml_texts import shown, xmp

LARGEST = 64 * 1024 * 1024
"""A larger one is not read: where its tables are damaged, all of it would be taken into memory."""
MOST_PAGES, MOST_NODES = 500, 20_000
TAIL = 64 * 1024
_MARKUP = frozenset(("/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Stamp", "/Ink",
                     "/Caret", "/Popup", "/Redact"))


def pdf_notes(path: Path) -> Iterator[EvidenceNote]:
    """What is to be said about a PDF."""
    if not _has_end(path):
        yield damaged("the end of the PDF is missing, it was cut off")
        return
    if path.stat().st_size > LARGEST:
        yield _not_read("LimitReachedError")
        return
    with path.open("rb") as stream:
        try:
            from pypdf import PdfReader

            yield from list(_notes(PdfReader(stream)))
        except Exception as error:  # a PDF can be wrong in any way, and none of them may end the run
            yield _not_read(type(error).__name__)


def _not_read(name: str) -> EvidenceNote:
    """Why a PDF could not be read, by the name of the error."""
    if name == "LimitReachedError":
        return unopened("it is too large, or unpacks to more than any document needs")
    return unseen("its inner tables are damaged")


def _has_end(path: Path) -> bool:
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - TAIL, 0))
        return b"%%EOF" in stream.read()


def _notes(reader: Any) -> Iterator[EvidenceNote]:
    if reader.is_encrypted and not reader.decrypt(""):
        yield locked("PDF")
        return
    root = reader.trailer["/Root"].get_object()
    yield from _people(reader, root)
    yield from _pages(root)
    yield from _inside(root)


def _people(reader: Any, root: Any) -> Iterator[EvidenceNote]:
    info = _get(reader.trailer, "/Info")
    found = {word: shown(str(_get(info, key) or "")) for key, word in (
        ("/Author", "author"), ("/Manager", "manager"), ("/Company", "company"))}
    packet = _get(root, "/Metadata")
    if packet is not None and not found["author"]:
        authors = xmp(packet.get_data()[:LARGEST]).get("author", [])
        found["author"] = ", ".join(authors[:3])
    if told := [f"{word} {text}" for word, text in found.items() if text]:
        yield EvidenceNote(Level.INFO, Topic.PEOPLE, f"names people: {', '.join(told)}", PDF)
    own = [f"{str(key)[1:]} = {shown(str(_get(info, key)))}" for key in info or () if str(key) not in _USUAL]
    if own:
        yield EvidenceNote(Level.INFO, Topic.PROPERTIES, f"holds properties of its own: {quoted(own, 3)}", PDF)


_USUAL = frozenset(("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate",
                    "/Trapped", "/Manager", "/Company"))


def _pages(root: Any) -> Iterator[EvidenceNote]:
    """Comments and attachments on the pages, of which the first hundreds are looked at."""
    comments, people, files, pages = 0, dict[str, None](), 0, 0
    for page in _walk(_get(root, "/Pages")):
        pages += 1
        for each in _list(page, "/Annots"):
            kind = str(_get(each, "/Subtype"))
            files += kind == "/FileAttachment"
            if kind in _MARKUP and kind != "/Popup":
                comments += 1
                people[shown(str(_get(each, "/T") or ""))] = None
    if not pages:
        yield damaged("it has no page")
    if comments:
        by = ", ".join(name for name in list(people)[:4] if name)
        yield EvidenceNote(Level.WARNING, Topic.COMMENTS,
                           f"holds {plural(comments, 'comment')}{f', by {by}' if by else ''}",
                           PDF)
    if files:
        yield EvidenceNote(Level.WARNING, Topic.ATTACHED,
                           f"carries {plural(files, 'attachment')} on its pages, not looked "
                           "into", PDF)
    if pages >= MOST_PAGES:
        yield unseen(f"of its comments only those of the first {MOST_PAGES} pages")


def _walk(node: Any) -> Iterator[Any]:
    """The pages below a node; without recursion, each node once: trees may be deep, or bite their own tail."""
    seen, stack, pages = set[int](), [node], 0
    while stack and len(seen) < MOST_NODES and pages < MOST_PAGES:
        each = stack.pop()
        if each is None or id(each) in seen or not hasattr(each, "get"):
            continue
        seen.add(id(each))
        kids = _list(each, "/Kids")
        if kids:
            stack += reversed(kids)
        elif _get(each, "/Type") in ("/Page", None) or "/Contents" in each:
            pages += 1
            yield each


def _inside(root: Any) -> Iterator[EvidenceNote]:
    names = _get(root, "/Names")
    files = _leaves(_get(names, "/EmbeddedFiles"))
    if files:
        yield EvidenceNote(Level.WARNING, Topic.ATTACHED,
                           f"carries {plural(len(files), 'file')} inside, not looked into: "
                           f"{quoted(map(shown, files), 3)}", PDF)
    action = _get(root, "/OpenAction")
    if _get(names, "/JavaScript") is not None or _get(action, "/S") in ("/JavaScript", "/Launch"):
        yield EvidenceNote(Level.WARNING, Topic.SCRIPT,
                           "runs a script when it is opened, for which mail filters may block it",
                           PDF)


def _leaves(tree: Any) -> list[str]:
    """The names of a name tree."""
    found: list[str] = []
    seen, stack = set[int](), [tree]
    while stack and len(seen) < MOST_NODES:
        each = stack.pop()
        if each is None or id(each) in seen:
            continue
        seen.add(id(each))
        found += [str(name) for name in _list(each, "/Names")[::2]]
        stack += _list(each, "/Kids")
    return found


def _get(holder: Any, key: str) -> Any:
    """A value of a dictionary, references followed; None for whatever else."""
    if not hasattr(holder, "get"):
        return None
    value = holder.get(key)
    return value.get_object() if value is not None and hasattr(value, "get_object") else value


def _list(holder: Any, key: str) -> list[Any]:
    found = _get(holder, key)
    return [each.get_object() if hasattr(each, "get_object") else each for each in found[:MOST_NODES]] \
        if isinstance(found, list) else []
