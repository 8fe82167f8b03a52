"""A file of evidence that is a text or a picture, as pages: the annex of an answer; and the sheet before any other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ncr_toolkit.common.translation import gettext
from ncr_toolkit.word.blocks import heading, paragraph, run
from ncr_toolkit.word.document import DocumentProperties, document_bytes
from ncr_toolkit.word.inline_picture import picture
from ncr_toolkit.word.template.template import Template, own_template

_MM = 25.4 / 96  # of a point of a picture
_ABOVE = 32  # millimetres of heading and note above a picture


@dataclass(frozen=True, slots=True)
class AnnexHead:
    """What stands over the pages."""

    title: str
    note: str
    about: DocumentProperties


def text_pages(head: AnnexHead, lines: Iterable[str], base: Template | None = None) -> bytes:
    """A text, a line a paragraph, in letters of one width; the same text gives the same bytes."""
    return _pages(head, "".join(paragraph(line, "TableCode") for line in lines), base)


def picture_page(head: AnnexHead, content: bytes, size: tuple[int, int], base: Template | None = None) -> bytes:
    """A picture (PNG or JPEG) of so many points, no larger than the page."""
    page = base or own_template()
    wide, high = (points * _MM for points in size)
    factor = min(1.0, page.width / wide, (page.height - _ABOVE) / high)
    shown = picture(0, head.title, head.title, (wide * factor, high * factor)) + paragraph("", "TableNote")
    return _pages(head, shown, base, [content])


def cover_page(head: AnnexHead, base: Template | None = None) -> bytes:
    """The sheet before a file that has pages of its own: nothing is written on those."""
    return _pages(head, "", base)


def _pages(head: AnnexHead, content: str, base: Template | None, pictures: Iterable[bytes] = ()) -> bytes:
    body = heading(head.title) + paragraph(head.note, "TableNote", keep=True) + content
    line = paragraph(gettext("Evidence for finding {id}", id=head.about.subject), "Header",
                     after="<w:r><w:tab/></w:r>" + run(head.about.author))
    return document_bytes(body, line, head.about, list(pictures), base)
