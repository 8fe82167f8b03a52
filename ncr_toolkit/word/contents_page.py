"""The list of what one PDF with all answers holds: every answer and every file of evidence, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ncr_toolkit.common.translation import gettext, gettext_noop
from ncr_toolkit.evidence.links import address
from ncr_toolkit.word.blocks import TableRow, TextCell, heading, link, paragraph, run, table
from ncr_toolkit.word.document import DocumentProperties, document_bytes
from ncr_toolkit.word.template.template import Template


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """One answer or one file."""

    what: str  # "Response to NC-1", "E-01"
    title: str
    proves: str
    pages: str  # "3 to 7"; why it is no page
    name: str  # of the file in the package; '' of what is only an address
    is_answer: bool = False


def contents_bytes(lines: Sequence[ContentsLine], about: DocumentProperties, base: Template | None = None) -> bytes:
    """The list as a .docx; the same lines give the same bytes."""
    rows: list[TableRow] = [[
        TextCell("", more=link(each.what, address(each.name)), style="TableLabel" if each.is_answer else "TableText"),
        each.title, TextCell(each.proves, blank=True), TextCell(each.pages)] for each in lines]
    title = gettext("What this file holds")
    body = heading(title) + paragraph(gettext(
        "Every answer with its evidence as annexes. What cannot be a page is named with its file, which lies in the "
        "package beside this one.")) + table(title, [(gettext(name), width) for name, width in _COLUMNS], rows)
    line = paragraph(gettext("Answers to audit findings"), "Header", after="<w:r><w:tab/></w:r>" + run(about.author))
    return document_bytes(body, line, about, base=base)


_COLUMNS = ((gettext_noop("Answer or evidence"), 36), (gettext_noop("Title"), 66), (gettext_noop("Proves"), 24),
            (gettext_noop("Pages of this file"), 48))
