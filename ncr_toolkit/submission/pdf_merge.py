"""Several PDFs as one: bookmarks, links within it, and the tags by which it is read aloud.

What an annex could start (script, programs, files inside) does not come along; what it shows does. ISO 32000-1: outline
(12.3.3), annotations and their actions (12.5, 12.6).
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject, TextStringObject

from ncr_toolkit.common.text import allowed
from ncr_toolkit.submission.pdf_tags import MergedTags

_STARTS = ("/A", "/AA", "/PA")
_CARRIERS = ("/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D")


@dataclass(frozen=True, slots=True)
class PdfPart:
    """One PDF of those that become one."""

    title: str
    path: Path
    name: str  # by which links in the others mean it: of the file in the package; '' of what no link means
    folder: str = ""  # in the package, from which its own links count
    under: str = ""  # the name of the part below whose bookmark it stands
    foreign: bool = False  # not ours: nothing that starts something comes along
    cover: Path | None = None  # a PDF of ours that stands before it


def merged(parts: Sequence[PdfPart], title: str, author: str, day: date) -> bytes:
    """One PDF with a bookmark for each part; the same parts give the same bytes. Raises what pypdf raises."""
    writer = PdfWriter()
    writer.metadata = {"/Title": allowed(title), "/Author": allowed(author), "/Producer": "ncr-toolkit",
                       "/CreationDate": f"D:{day:%Y%m%d}000000Z", "/ModDate": f"D:{day:%Y%m%d}000000Z"}
    tags, firsts, marks = MergedTags(writer), dict[str, int](), dict[str, Any]()
    for part in parts:
        first = len(writer.pages)
        if part.cover is not None:
            cover = PdfReader(part.cover)
            writer.append(cover, import_outline=False)
            tags.add(cover, writer.pages[first:], part.title)
        reader, begin = PdfReader(part.path), len(writer.pages)
        writer.append(reader, import_outline=False)
        pages = writer.pages[begin:]
        if part.foreign:
            _disarm(pages)
        tags.add(reader, pages, part.title)
        mark = writer.add_outline_item(title=allowed(part.title), page_number=first,
                                       parent=marks[part.under] if part.under else None, is_open=not part.under)
        for heading, page in [] if part.foreign else _headings(reader):
            writer.add_outline_item(title=heading, page_number=first + page, parent=mark, is_open=False)
        firsts[part.name], marks[part.name] = first, mark
    _lead(writer, parts, firsts)
    tags.put()
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def page_count(path: Path, *, foreign: bool = False) -> int:
    """How many pages a PDF has; of a `foreign` one only where they can be taken over. Raises what pypdf raises, and
    ValueError where it asks for a password."""
    reader = PdfReader(path)
    if reader.is_encrypted:
        raise ValueError
    if foreign:
        PdfWriter().append(reader, import_outline=False)
    return len(reader.pages)


def _headings(reader: PdfReader) -> Iterator[tuple[str, int]]:
    """The outermost bookmarks, each with its page."""
    for item in reader.outline:
        if not isinstance(item, list) and (page := reader.get_destination_page_number(item)) is not None:
            yield str(item.title), page


def _disarm(pages: Sequence[Any]) -> None:
    """Pages without what starts something; what notes and filled fields show stays."""
    for page in pages:
        page.pop("/AA", None)
        kept = ArrayObject()
        for each in page.get("/Annots", ()) or ():
            annotation = each.get_object()
            if annotation.get("/Subtype") in _CARRIERS:
                continue
            for name in _STARTS:
                annotation.pop(name, None)
            kept.append(each)
        page.pop("/Annots", None)
        if kept:
            page[NameObject("/Annots")] = kept


def _lead(writer: PdfWriter, parts: Sequence[PdfPart], firsts: Mapping[str, int]) -> None:
    """Links to files of the package lead to their pages; where they have none, to the file beside this one."""
    starts = [*(firsts[part.name] for part in parts), len(writer.pages)]
    for part, begin, end in zip(parts, starts, starts[1:], strict=False):
        for page in () if part.foreign else writer.pages[begin:end]:
            for annotation in page.get("/Annots", ()):
                _turn(annotation.get_object(), part.folder, firsts, writer)


def _turn(annotation: Any, folder: str, firsts: Mapping[str, int], writer: PdfWriter) -> None:
    address = str((annotation.get("/A") or {}).get("/URI", ""))
    if not address or ":" in address.partition("/")[0]:
        return
    name = posixpath.normpath(posixpath.join(folder, address))
    if (first := firsts.get(unquote(name))) is None:
        annotation["/A"][NameObject("/URI")] = TextStringObject(name)
        return
    del annotation["/A"]
    annotation[NameObject("/Dest")] = ArrayObject([writer.pages[first].indirect_reference, NameObject("/Fit")])
