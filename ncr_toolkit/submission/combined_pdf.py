"""All answers of a package as one PDF: the letter, a list of what is in it, each answer with its evidence behind it.

LibreOffice makes the pages; what cannot be a page is listed with its file.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ncr_toolkit.common.text import allowed
from ncr_toolkit.common.translation import gettext, gettext_noop, ngettext, speaking
from ncr_toolkit.evidence.inspect import quiet
from ncr_toolkit.submission.annexes import MOST_PAGES, Annex
from ncr_toolkit.submission.contents import Contents, PackedAnswer
from ncr_toolkit.submission.pdf_merge import PdfPart, merged, page_count
from ncr_toolkit.word.contents_page import ContentsLine, contents_bytes
from ncr_toolkit.word.document import DocumentProperties
from ncr_toolkit.word.template.template import Template

FILE = "answers.pdf"
_LETTER, _LIST = gettext_noop("Cover letter"), gettext_noop("What this file holds")
_TRIES = 3
"""So often the list is made, until it is as long as it was thought to be: the pages that it names depend on it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One line of the list, and the pages it stands for, if there are any."""

    line: ContentsLine
    part: PdfPart | None = None
    pages: int = 0


@dataclass(frozen=True)
class Pages:
    """The PDFs of a package from which the one is made."""

    letter: tuple[str, Path]  # its name in the package, and its PDF
    responses: dict[str, Path]  # by the names of the responses
    annexes: dict[str, list[Annex]]  # the same; each with its PDF as its source, or why it has none


def combined(contents: Contents, pages: Pages, to_pdf: Callable[[bytes], Path],
             template: Template | None = None) -> bytes:
    """The one PDF. `to_pdf` makes a PDF of a document. Raises what pypdf raises."""
    with speaking(contents.assessment.review.document_language):
        return _combined(contents, pages, to_pdf, template)


def _combined(contents: Contents, pages: Pages, to_pdf: Callable[[bytes], Path],
              template: Template | None) -> bytes:
    review = contents.assessment.review
    about = DocumentProperties(gettext("Answers to audit findings"), gettext("All answers of a package"),
                               review.register.settings.typed("organisation"), review.today)
    with quiet():
        name, path = pages.letter
        letter = PdfPart(gettext(_LETTER), path, name)
        entries = [entry for item in contents.items for entry in _entries(item, pages)]
        listed = _listed(entries, page_count(path), to_pdf, about, template)
        parts = [letter, PdfPart(gettext(_LIST), listed, ""), *(entry.part for entry in entries if entry.part)]
        return merged(parts, about.title, about.author, about.day)


def _listed(entries: Sequence[_Entry], before: int, to_pdf: Callable[[bytes], Path], about: DocumentProperties,
            template: Template | None) -> Path:
    """The list as a PDF; `before`: the pages in front of it."""
    length = 1
    for _ in range(_TRIES):
        made = to_pdf(contents_bytes(_numbered(entries, before + length + 1), about, template))
        if (found := page_count(made)) == length:
            break
        length = found
    return made


def _numbered(entries: Sequence[_Entry], first: int) -> list[ContentsLine]:
    """The lines, each with its pages."""
    lines = []
    for entry in entries:
        last = first + entry.pages - 1
        span = str(first) if last == first else gettext("{first} to {last}", first=first, last=last)
        lines.append(replace(entry.line, pages=entry.line.pages or span))
        first += entry.pages
    return lines


def _entries(item: PackedAnswer, pages: Pages) -> Sequence[_Entry]:
    path = pages.responses[item.response]
    title = allowed(item.finding.typed("title"))
    line = ContentsLine(gettext("Response to {id}", id=item.id), title, "", "", item.response, is_answer=True)
    answer = _Entry(line,
                    PdfPart(f"{item.id}: {title}" if title else item.id, path, item.response, "responses"),
                    page_count(path))
    return [answer, *(_annex(annex, item) for annex in pages.annexes[item.response])]


def _annex(annex: Annex, item: PackedAnswer) -> _Entry:
    row, name = annex.proof.row, annex.proof.name
    line = ContentsLine(row.label, row.typed("title"), row.typed("supports"), "", name or annex.proof.link)
    count, why = _count(annex)
    if why:
        return _Entry(replace(line, pages=gettext("No page: {why}", why=why)))
    title = f"{row.label}: {row.typed('title')}" if row.typed("title") else row.label
    part = PdfPart(title, annex.source or Path(), name, under=item.response, foreign=True, cover=annex.cover)
    return _Entry(line, part, count + (page_count(annex.cover) if annex.cover is not None else 0))


def _count(annex: Annex) -> tuple[int, str]:
    """How many pages an annex has; why it has none."""
    if annex.why or annex.source is None:
        return 0, annex.why or gettext("no page could be made of it")
    try:
        count = page_count(annex.source, foreign=True)
    except ValueError:
        return 0, gettext("it asks for a password")
    except Exception:  # a PDF can be wrong in any way; it goes along as it is
        return 0, gettext("it cannot be read as a page")
    return (count, "") if 0 < count <= MOST_PAGES else (0, ngettext(
        "it has {count} page; open the file", "it has {count} pages; open the file", count))
