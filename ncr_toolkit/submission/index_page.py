"""The index of a package as a page for a browser: no network, and its links lead to the files beside it."""

from __future__ import annotations

from collections.abc import Sequence

from ncr_toolkit.common.translation import ENGLISH, and_listing, gettext, gettext_noop, ngettext, spoken
from ncr_toolkit.core.several import standards_of
from ncr_toolkit.report.html_page import page
from ncr_toolkit.submission.contents import Contents
from ncr_toolkit.submission.index_tables import IndexTable, title
from ncr_toolkit.submission.made import LETTER
from ncr_toolkit.submission.manifest import FILE as MANIFEST
from ncr_toolkit.submission.manifest import SUMS

FILE = "index.html"
TEXTS = {
    "away": gettext_noop("{file} is not among what you chose. Unpack the package, and choose the folder in which this "
                         "page lies."),
    "damaged": gettext_noop("{file} cannot be read: it was changed or damaged. Ask for the package again."),
    "whole": gettext_noop("The package is whole: all {count} files are as they were packed, and none was added."),
    "changed": gettext_noop("Changed since they were packed:"),
    "missing": gettext_noop("Missing:"),
    "extra": gettext_noop("Not part of the package:"),
    "code": gettext_noop("The code of this package is {code}. Compare it with the code that its sender tells you by "
                         "another way, by telephone for example."),
    "checked": gettext_noop("Checked {done} of {count}"),
    "reading": gettext_noop("Reading the files\u2026"),
    "unread": gettext_noop("A file could not be read ({reason}). Close it in other programs, and choose again."),
}
"""What the page says when it has looked through the files."""
WIDE, WIDER = 1080, 1240
"""From so many pixels on its tables of ten columns stand as tables: in English, and in languages of longer words."""


def index_page(contents: Contents, tables: Sequence[IndexTable], combined: str = "",
               letters: Sequence[str] = (LETTER,)) -> bytes:
    """The page; the same package gives the same bytes. `combined`: the PDF with all of it, '' without one; `letters`:
    the covering letter, in each form in which it lies there."""
    files = sum(bool(proof.name) for item in contents.items for proof in item.proofs)
    standard = and_listing(standards_of((item.finding for item in contents.items), contents.assessment.review.pack))
    return page("index.html", title(contents), room=__package__, style="index.css", own_script="check_package.js",
                kind="package", cards_below=WIDE if spoken() == ENGLISH else WIDER, tables=tables, standard=standard,
                gettext=gettext, texts=TEXTS, language=spoken(),
                answers=ngettext("{count} answer", "{count} answers", len(contents.items)),
                files=ngettext("{count} file of evidence", "{count} files of evidence", files), combined=combined,
                letters=letters, sums=SUMS, manifest=MANIFEST).encode(errors="replace")
