"""The index of a package as a page for a browser: no network, and its links lead to the files beside it."""

from __future__ import annotations

from collections.abc import Sequence

from ncr_toolkit.common.text import listing, plural
from ncr_toolkit.core.several import standards_of
from ncr_toolkit.report.html_page import page
from ncr_toolkit.submission.contents import Contents
from ncr_toolkit.submission.index_tables import IndexTable, title
from ncr_toolkit.submission.made import LETTER
from ncr_toolkit.submission.manifest import FILE as MANIFEST
from ncr_toolkit.submission.manifest import SUMS

FILE = "index.html"
WIDE = 1080
"""From so many pixels on its tables of ten columns stand as tables."""


def index_page(contents: Contents, tables: Sequence[IndexTable], combined: str = "",
               letters: Sequence[str] = (LETTER,)) -> bytes:
    """The page; the same package gives the same bytes. `combined`: the PDF with all of it, '' without one; `letters`:
    the covering letter, in each form in which it lies there."""
    files = sum(bool(proof.name) for item in contents.items for proof in item.proofs)
    standard = listing(standards_of((item.finding for item in contents.items), contents.assessment.review.pack))
    return page("index.html", title(contents), room=__package__, style="index.css", own_script="check_package.js",
                kind="package", cards_below=WIDE, tables=tables, standard=standard,
                answers=plural(len(contents.items), "answer"), files=plural(files, "file"), combined=combined,
                letters=letters, sums=SUMS, manifest=MANIFEST).encode(errors="replace")
