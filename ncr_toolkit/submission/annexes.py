"""The evidence as pages: what of it can be a page, and the document from which LibreOffice makes it one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ncr_toolkit.common.packages.limits import WORD_DOCUMENT
from ncr_toolkit.common.packages.reader import open_zip
from ncr_toolkit.common.packages.replace_parts import with_parts
from ncr_toolkit.common.punctuation import beside, with_commas
from ncr_toolkit.common.text import allowed
from ncr_toolkit.common.translation import ENGLISH, gettext, ngettext, speaking, spoken
from ncr_toolkit.evidence.detect import kind_of
from ncr_toolkit.evidence.file_kinds import EXCEL, PDF, WORD, Family, FileKind
from ncr_toolkit.evidence.inspect import quiet
from ncr_toolkit.forms.docx import outside
from ncr_toolkit.submission.contents import Contents, PackedAnswer
from ncr_toolkit.submission.evidence_files import Proof
from ncr_toolkit.word.annex_page import AnnexHead, cover_page, picture_page, text_pages
from ncr_toolkit.word.case import printed
from ncr_toolkit.word.document import DocumentProperties
from ncr_toolkit.word.template.template import Template

MOST_PAGES = 100
"""Pages of one file: what is longer is read as a file."""
_LARGEST = 32_000_000  # bytes of a file that becomes pages
_MOST_LINES, _LONGEST_LINE = 3_000, 2_000
_MOST_POINTS, _WIDEST = 80_000_000, 2_000  # of a picture that is opened, and of one as it is shown


@dataclass(frozen=True, slots=True)
class Annex:
    """One row of evidence on its way to be pages."""

    proof: Proof
    source: Path | None = None  # a PDF, or the document that becomes one
    why: str = ""  # why it is no page
    cover: Path | None = None  # the sheet before what has pages of its own: a document, then its PDF


class NoPageError(Exception):
    """Why a file cannot be a page, in a few words."""


def annexes(contents: Contents, folder: Path, template: Template | None = None) -> dict[str, list[Annex]]:
    """The evidence of each answer, by the name of its response; documents to be made PDFs lie in `folder`, each under a
    name of its own."""
    folder.mkdir()
    numbers = iter(range(1_000_000))
    with speaking(contents.assessment.review.document_language):
        return {item.response: [_annex(proof, item, contents, folder / f"annex-{next(numbers):05}", template)
                                for proof in item.proofs] for item in contents.items}


def _annex(proof: Proof, item: PackedAnswer, contents: Contents, path: Path, template: Template | None) -> Annex:
    if proof.path is None:
        return Annex(proof, why=gettext("a link; it is not in the package"))
    try:
        with quiet():
            kind, head = kind_of(proof.path), _head(proof, item, contents)
            cover = path.with_name(f"{path.name}-cover.docx") if kind in (PDF, WORD, EXCEL) else None
            suffix, content = ("", b"") if kind is PDF else _as_document(proof.path, kind, head, template)
            if cover is not None:
                cover.write_bytes(cover_page(head, template))
            if kind is PDF:
                return Annex(proof, proof.path, cover=cover)
    except NoPageError as error:
        return Annex(proof, why=str(error))
    except Exception:  # a file can be wrong in ways nobody has met; it goes along as it is
        return Annex(proof, why=gettext("it cannot be read as a page"))
    made = path.with_suffix(suffix)
    made.write_bytes(content)
    return Annex(proof, made, cover=cover)


def _head(proof: Proof, item: PackedAnswer, contents: Contents) -> AnnexHead:
    row, review = proof.row, contents.assessment.review
    name = gettext("Annex {annex} to {id}", annex=row.label, id=item.id)
    title = beside(name, row.title) if row.title else name
    told = [gettext("Evidence for {id}", id=row.supports) if row.supports else "",
            gettext("file {name}", name=proof.name.rpartition("/")[2]),
            gettext("dated {day}", day=printed(row, "dated")) if row.typed("dated") else "", row.typed("place")]
    return AnnexHead(title, with_commas(told), DocumentProperties(
        title, item.id, review.register.settings.typed("organisation"), review.today))


def _as_document(path: Path, kind: FileKind, head: AnnexHead, template: Template | None) -> tuple[str, bytes]:
    """The ending and the bytes of the document that LibreOffice is to make pages of. Raises NoPageError."""
    if path.stat().st_size > _LARGEST:
        raise NoPageError(gettext("too large to be pages"))
    if kind in (WORD, EXCEL) and path.suffix.casefold() in (".docx", ".xlsx"):
        return path.suffix.casefold(), _closed(path.read_bytes())
    if kind.family is Family.PICTURE:
        return ".docx", picture_page(head, *_picture(path), template)
    if kind.family is Family.TEXT and path.suffix.casefold() not in (".html", ".htm", ".mht", ".svg"):
        return ".docx", text_pages(head, _lines(path.read_bytes()), template)
    called = kind.name if spoken() == ENGLISH else path.suffix[1:].upper() or path.name  # kinds are named in English
    raise NoPageError(gettext("{kind}; open the file", kind=called))


def _closed(content: bytes) -> bytes:
    """An Office file without what leads out of it: nothing of this computer may get onto its pages."""
    with open_zip(content, WORD_DOCUMENT) as package:
        parts = dict(package.contents())
    before = dict(parts)
    outside.close(parts)
    return with_parts(content, {name: part for name, part in parts.items() if part != before.get(name)})


def _picture(path: Path) -> tuple[bytes, tuple[int, int]]:
    """A picture as it is to be seen, without what it tells beside that, and no larger than a page needs."""
    from PIL import Image, ImageOps

    with Image.open(path) as image:
        if image.width * image.height > _MOST_POINTS:
            raise NoPageError(gettext("a picture of too many points to be a page"))
        shown = ImageOps.exif_transpose(image)
        photo = image.format in ("JPEG", "MPO", "WEBP")
        shown = shown.convert("RGB" if photo else "RGBA")
    shown.thumbnail((_WIDEST, _WIDEST))
    stream = io.BytesIO()
    shown.save(stream, "JPEG" if photo else "PNG", **({"quality": 85} if photo else {}))
    return stream.getvalue(), shown.size


def _lines(content: bytes) -> list[str]:
    decoded = _decoded(content)
    lines = decoded.splitlines()
    if len(lines) > _MOST_LINES or any(len(line) > _LONGEST_LINE for line in lines):
        raise NoPageError(ngettext("a text of {count} line, too long to be pages",
                                   "a text of {count} lines, too long to be pages", len(lines)))
    return [allowed(line) for line in lines]


def _decoded(content: bytes) -> str:
    encodings: tuple[tuple[bytes, str], ...] = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    known = next((name for mark, name in encodings if content.startswith(mark)), "utf-8-sig")
    try:
        return content.decode(known)
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def to_convert(found: dict[str, list[Annex]]) -> list[Path]:
    """The documents that are to become PDFs."""
    return [path for each in found.values() for annex in each for path in (annex.cover, annex.source)
            if path is not None and path != annex.proof.path]


def converted(found: dict[str, list[Annex]], pdfs: Mapping[Path, Path]) -> dict[str, list[Annex]]:
    """The annexes with their PDFs as sources, given by the document; of what has none, that it could not be made."""
    def of(annex: Annex) -> Annex:
        if annex.source is None:
            return annex
        source = annex.source if annex.source == annex.proof.path else pdfs.get(annex.source)
        return replace(annex, source=source, cover=pdfs.get(annex.cover) if annex.cover is not None else None)

    return {name: list(map(of, each)) for name, each in found.items()}
